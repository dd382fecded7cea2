"""Addresses of the section pages."""

from django.urls import path

from .views import figures, sections, sharing, versions

urlpatterns = [
    path("forslag/<int:pk>/afsnit/<slug:key>/", sections.section, name="section"),
    path("forslag/<int:pk>/afsnit/<slug:key>/tal/", figures.section_figures, name="section-figures"),
    path("forslag/<int:pk>/afsnit/<slug:key>/til-stede/", sharing.section_present, name="section-present"),
    path("forslag/<int:pk>/afsnit/<slug:key>/giv/", sharing.section_assign, name="section-assign"),
    path("forslag/<int:pk>/afsnit/<slug:key>/versioner/", versions.versions, name="section-versions"),
    path("forslag/<int:pk>/afsnit/<slug:key>/versioner/<int:number>/", versions.version, name="section-version"),
    path(
        "forslag/<int:pk>/afsnit/<slug:key>/versioner/<int:number>/gendan/",
        versions.restore_version,
        name="section-restore",
    ),
]
