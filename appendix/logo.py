"""The sender's mark on the first page: an SVG that the settings name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from lxml import etree

LARGEST_BYTES = 200_000
_SVG = "{http://www.w3.org/2000/svg}svg"


class LogoError(Exception):
    """The file cannot be a logo; the message says why, in words for whoever runs the program."""


def read_logo() -> str:
    """The SVG that ORGANISATION_LOGO names, "" where it names none; raises LogoError."""
    if not settings.ORGANISATION_LOGO:
        return ""
    path = Path(settings.ORGANISATION_LOGO)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise LogoError(f"{path}: {error.strerror}") from error
    if len(content) > LARGEST_BYTES:
        raise LogoError(f"{path}: more than {LARGEST_BYTES} bytes")
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise LogoError(f"{path}: not an SVG ({error.msg})") from error
    if root.tag != _SVG:
        raise LogoError(f"{path}: not an SVG")
    return content.decode("utf-8")


@register()
def logo_can_be_read(**_kwargs: Any) -> list[CheckMessage]:
    """A program whose logo is missing does not start, so that no appendix has to fail for it."""
    try:
        read_logo()
    except LogoError as error:
        return [Error(f"ORGANISATION_LOGO: {error}", id="appendix.E001")]
    return []
