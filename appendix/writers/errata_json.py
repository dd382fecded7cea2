"""Writes an errata as JSON: every change with its place, its words and its amounts."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from appendix.content.errata import Errata
from appendix.content.errata_document import PageOf

from .whole import whole_file

FORMAT = "bilag7-errata/1"


def write(errata: Errata, page_of: PageOf | None, path: Path) -> None:
    """The file at `path`, keys in a fixed order."""
    text = json.dumps(data(errata, page_of), ensure_ascii=False, indent=1, allow_nan=False)
    with whole_file(path) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8")


def data(errata: Errata, page_of: PageOf | None) -> dict[str, Any]:
    """The errata as plain data; `page` is the old edition's, null where not known; `_tkr` is whole 1.000 kr."""
    return {
        "format": FORMAT,
        "bilag": errata.new.bilag,
        "round": errata.new.round.name,
        "old": {"edition": errata.old.edition, "date": errata.old.date.isoformat()},
        "new": {"edition": errata.new.edition, "date": errata.new.date.isoformat()},
        "empty": not errata,
        "settings": [asdict(one) for one in errata.settings],
        "proposals": [
            {**asdict(one), "page": (page_of(one.was, None) if page_of and one.was else "") or None}
            for one in errata.proposals
        ],
        "changes": [
            {
                "number": part.number,
                "was": part.was,
                "page": (page_of(part.was, change) if page_of else "") or None,
                **asdict(change),
            }
            for part, change in errata.changes
        ],
    }
