"""Addresses of the meetings, under a round."""

from django.urls import path

from .views import meeting_files, meetings

urlpatterns = [
    path("", meetings.meetings_page, name="meetings"),
    path("<slug:kind>/<str:code>/", meetings.place_page, name="meeting-place"),
    path("<slug:kind>/<str:code>/ret/", meetings.edit_page, name="meeting-edit"),
    path("<slug:kind>/<str:code>/hent-fil/", meeting_files.import_page, name="meeting-import"),
    path("<slug:kind>/<str:code>/moeder.ics", meeting_files.calendar_file, name="meeting-file"),
]
