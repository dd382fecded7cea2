"""What is computed from a section while it is written: by the same rules as everything else, nothing stored."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from .sections import desk_for


@require_POST
def section_figures(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The computed parts of the page as a fragment; cells that cannot be read are left out and counted."""
    desk = desk_for(request, pk, key)
    editor = desk.editor(posted=True)
    if not editor.preview_template:
        raise Http404
    context = {**desk.context(), **editor.preview(editor.to_content()), "editor": editor, "fragment": True}
    return render(request, editor.preview_template, context)
