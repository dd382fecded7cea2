"""The live figures a writer can put in the prose."""

from dataclasses import asdict

from django import template

from ..document import Document
from ..live import offered

register = template.Library()


@register.filter
def live_figures(document: Document) -> list[dict[str, str]]:
    """Each with the name to write (`token`) and the figure it stands for now (`value`)."""
    return [asdict(figure) for figure in offered(document)]
