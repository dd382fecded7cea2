"""The program's mark in the browser's tab, where nothing links to it: the administration's pages and files."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseRedirect
from django.templatetags.static import static


@login_not_required
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Leads from the address browsers ask for by themselves to the picture."""
    return HttpResponseRedirect(static("img/favicon.svg"))
