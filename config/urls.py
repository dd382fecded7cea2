"""Addresses. Each room keeps its own; Danish words, since people read them."""

from django.contrib import admin
from django.urls import include, path

from accounts.language import choose_language
from reviews.views.front import front

from .favicon import favicon
from .health import health

urlpatterns = [
    path("", front, name="front"),
    path("konto/", include("accounts.urls")),
    path("medarbejdere/", include("accounts.people_urls")),
    path("sprog/", choose_language, name="set_language"),
    path("sundhed/", health, name="health"),
    path("favicon.ico", favicon, name="favicon"),
    path("administration/", admin.site.urls),
    path("", include("proposals.urls")),
    path("", include("reviews.urls")),
    path("", include("appendix.urls")),
]
