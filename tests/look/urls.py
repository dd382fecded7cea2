"""The addresses the page around the content links to, so that the look is tested without the rooms."""

from django.http import HttpResponse
from django.urls import include, path


def nothing(request):
    return HttpResponse()


urlpatterns = [
    path("", nothing, name="front"),
    path("runder/", nothing, name="rounds"),
    path("personer/<int:pk>/", nothing, name="person"),
    path("beskeder/", nothing, name="messages"),
    path("log/", nothing, name="security-log"),
    path("ind/", nothing, name="account_login"),
    path("ud/", nothing, name="account_logout"),
    path("styring/", include(([path("", nothing, name="index")], "admin"))),
    path("sprog/", include("django.conf.urls.i18n")),
]
