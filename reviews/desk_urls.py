"""Addresses of CFØ's desk of a round; `pk` is the round's."""

from django.urls import path

from .views import decisions, desk, desk_bulk

urlpatterns = [
    path("", desk.board, name="desk"),
    path("liste/", desk.listing, name="desk-list"),
    path("diagrammer/", desk.pictures, name="desk-charts"),
    path("liste.xlsx", desk.export, name="desk-export"),
    path("beslutninger/", decisions.decisions_page, name="desk-decisions"),
    path("handling/", desk_bulk.bulk, name="desk-bulk"),
    path("handling/gjort/", desk_bulk.done, name="desk-bulk-done"),
]
