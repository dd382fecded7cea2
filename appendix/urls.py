"""Addresses of the appendix room."""

urlpatterns: list = []
