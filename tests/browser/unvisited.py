"""Addresses no browser test visits, each with the reason, and every address there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver

# The reader came by a letter in Danish and is nobody we know: the page has no choice of language.
DANISH_ONLY = {"hearing-link", "public-edition"}

_POST = "svarer kun på POST"
_FILE = "er en fil, ikke en side"
EXCEPTIONS = {
    "account_set_password": "fører videre til siden, der sender et link",
    "set_language": _POST,
    "messages-read": _POST,
    "message": "fører videre til det, beskeden handler om",
    "hearing-affirm": _POST,
    "section-figures": _POST,
    "section-begin": _POST,
    "section-restore": _POST,
    "section-present": _POST,
    "comment-step": _POST,
    "finding-bring-back": _POST,
    "attachment-remove": _POST,
    "appendix-intro": _POST,
    "appendix-build": _POST,
    "edition-check": _POST,
    "errata-build": _POST,
    "errata-file": _FILE,
    "package-build": _POST,
    "edition-publish": _POST,
    "public-file": _FILE,
    "package-file": _FILE,
    "edition-build-again": _POST,
    "job-cancel": _POST,
    "job-retry": _POST,
    "attachment": _FILE,
    "meeting-file": _FILE,
    "hearing-file": _FILE,
    "control-sheet": _FILE,
    "preview-pdf": _FILE,
    "preview-docx": _FILE,
    "rich-text-clean": _POST,
    "export-file": _FILE,
    "desk-export": _FILE,
    "round-export": _FILE,
    "saved-filter-save": _POST,
    "saved-filter-delete": _POST,
    "saved-filter-default": _POST,
    "health": "er for maskiner",
    "favicon": "er et billede",
}


def addresses() -> set[str]:
    """The name of every address; Django's administration, which has pages of its own, is walked by itself."""

    def names(patterns: list[Any]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield pattern.name
            elif pattern.namespace != "admin":
                yield from names(pattern.url_patterns)

    return set(names(get_resolver().url_patterns))
