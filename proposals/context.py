"""What every page of a proposal knows: the menu of its pages."""

from django.http import HttpRequest
from django.utils.translation import gettext as _


def proposal_tabs(request: HttpRequest) -> dict:
    """The proposal's pages by the name of their address, in the order people use them."""
    return {
        "proposal_tabs": [
            ("proposal", _("Opgaver")),
            ("checks", _("Tjek")),
            ("preview", _("Visning")),
            ("process", _("Sagsgang")),
            ("hearings", _("Høringer")),
            ("comments", _("Kommentarer")),
            ("attachments", _("Filer")),
            ("history", _("Historik")),
        ]
    }
