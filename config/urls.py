"""Addresses. Each room keeps its own; Danish words, since people read them."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("konto/", include("allauth.urls")),
    path("sprog/", include("django.conf.urls.i18n")),
    path("administration/", admin.site.urls),
    path("", include("proposals.urls")),
    path("", include("reviews.urls")),
    path("", include("appendix.urls")),
]
