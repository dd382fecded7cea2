"""Cleans what is pasted into an editor, so that it looks there as it will be stored."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from ..richtext import clean


@require_POST
def clean_pasted(request: HttpRequest) -> HttpResponse:
    """The field `html` cleaned, as text; nothing is stored."""
    return HttpResponse(clean(request.POST.get("html", "")), content_type="text/plain; charset=utf-8")
