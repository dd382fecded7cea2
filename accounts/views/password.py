"""The way on for somebody who is signed in and has no password of their own yet."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@require_safe
def choose_password(request: HttpRequest) -> HttpResponse:
    """To the page that sends a link by mail: who chooses a first password has shown that the address is theirs."""
    messages.info(request, _("Du har endnu ingen adgangskode. Få tilsendt et link, og vælg en."))
    return redirect("account_reset_password")
