"""Addresses of a round's set-up."""

from django.urls import path

from .views import setup, setup_template

urlpatterns = [
    path("", setup.home, name="round-setup"),
    path("kopi/", setup.copy_page, name="round-copy"),
    path("tilstand/<slug:action>/", setup.state_page, name="round-setup-state"),
    path("skabelon/<slug:type>/", setup_template.template_page, name="round-setup-template"),
    path("skabelon/<slug:type>/overskrifter/", setup_template.headings_page, name="round-setup-headings"),
    path("skabelon/<slug:type>/nyt-afsnit/", setup_template.section_new_page, name="round-setup-section-new"),
    path("skabelon/<slug:type>/afsnit/<slug:key>/", setup_template.section_page, name="round-setup-section"),
    path("<slug:topic>/", setup.topic_page, name="round-setup-topic"),
]
