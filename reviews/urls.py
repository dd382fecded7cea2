"""Addresses of the reviews room."""

urlpatterns: list = []
