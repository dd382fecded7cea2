"""Addresses of the proposals room."""

urlpatterns: list = []
