"""Addresses of sign-in: only the few of allauth's that are in use, so that nothing else is open.

The names are allauth's own, since it links between them.
"""

from allauth.account import views
from django.urls import path, re_path

from .views.password import choose_password

urlpatterns = [
    path("log-ind/", views.login, name="account_login"),
    path("log-af/", views.logout, name="account_logout"),
    path("lukket/", views.account_inactive, name="account_inactive"),
    # Nobody signs up by themselves: the page says so (AccountAdapter.is_open_for_signup).
    path("opret/", views.signup, name="account_signup"),
    path("adgangskode/", views.password_change, name="account_change_password"),
    path("vaelg/", choose_password, name="account_set_password"),
    path("glemt/", views.password_reset, name="account_reset_password"),
    path("glemt/sendt/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^vaelg-adgangskode/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
