"""Addresses of copies and beginnings."""

from django.urls import path

from .views import reuse

urlpatterns = [
    path("runder/<int:pk>/nyt/kopi/", reuse.reuse, name="proposal-reuse"),
    path("runder/<int:pk>/nyt/kopi/<int:source>/", reuse.copy, name="proposal-copy"),
    path("forslag/<int:pk>/afsnit/<slug:key>/genbrug/", reuse.section_reuse, name="section-reuse"),
    path("forslag/<int:pk>/afsnit/<slug:key>/begynd/", reuse.section_begin, name="section-begin"),
    path("forslag/<int:pk>/afsnit/<slug:key>/kopi/<int:source>/", reuse.section_copy, name="section-copy"),
]
