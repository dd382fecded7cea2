"""Addresses of the section pages."""

urlpatterns: list = []
