"""Addresses of CFØ's desk of a round; `pk` is the round's."""

from django.urls import path

from .views import desk

urlpatterns = [
    path("", desk.board, name="desk"),
    path("liste/", desk.listing, name="desk-list"),
    path("liste.xlsx", desk.export, name="desk-export"),
]
