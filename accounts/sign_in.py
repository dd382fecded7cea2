"""Where a person comes to after signing in."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse


class SignInMiddleware(LoginRequiredMiddleware):
    """Deny by default: a view is for signed-in people unless it says otherwise.

    Whoever sent a form without being signed in any more comes back to the page it stood on: where it was sent may be
    no page.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        sent_from = urlsplit(request.headers.get("Referer", ""))
        own = sent_from.netloc == request.get_host()
        page = sent_from._replace(scheme="", netloc="", fragment="").geturl() if own else reverse("front")
        return redirect_to_login(page, self.get_login_url(view_func))
