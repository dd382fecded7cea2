"""Addresses of the pages about people and their roles."""

from django.urls import path

from .views import people

urlpatterns = [
    path("", people.people, name="people"),
    path("giv-rolle/", people.give_page, name="role-give"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/luk/", people.close_page, name="account-close"),
    path("rolle/<int:pk>/tag/", people.take_page, name="role-take"),
    path("rolle/<int:pk>/stedfortraeder/", people.substitute_page, name="role-substitute"),
]
