"""The files of an errata: the same formats as the appendix, by the same engines."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from appendix.content.errata import Errata
from appendix.content.errata_document import PageOf, build_errata

# Those that print the document, and those that have a shape of their own for its data.
_TREES = {"pdf": "pdf", "docx": "docx"}
_DATA = {"xlsx": "errata_xlsx", "json": "errata_json"}


def write_errata(errata: Errata, page_of: PageOf | None, format: str, path: Path) -> None:
    """Writes the errata at `path`; KeyError for an unknown format, WriterError when the file cannot be made."""
    if format in _TREES:
        _module(_TREES[format]).write_tree(build_errata(errata, page_of), path)
    else:
        _module(_DATA[format]).write(errata, page_of, path)


def _module(name: str):
    """Imported when it is first used: a web process needs none of the engines."""
    return import_module(f"{__package__}.{name}")
