"""Addresses of the section pages."""

from django.urls import path

from .views import figures, sections

urlpatterns = [
    path("forslag/<int:pk>/afsnit/<slug:key>/", sections.section, name="section"),
    path("forslag/<int:pk>/afsnit/<slug:key>/tal/", figures.section_figures, name="section-figures"),
]
