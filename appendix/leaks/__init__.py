"""Leak check: a file for an open appendix is searched for what is confidential before it is stored."""

from __future__ import annotations

from pathlib import Path

from appendix.writers.whole import WriterError

from .secrets import Secrets, secrets_of
from .texts import texts_of
from .words import content_words, runs

__all__ = ["Leak", "Secrets", "check_leaks", "secrets_of"]


class Leak(WriterError):
    """A file that holds something confidential; the message says where and of which section, and quotes nothing."""


def check_leaks(secrets: Secrets, path: Path, name: str) -> None:
    """Raises Leak when the file, or the name people see it by, says one of the secrets.

    Searched are text and everything around it: properties, bookmarks, tags, comments, hidden sheets and names,
    attachments.
    """
    if not secrets:
        return
    found: dict[str, None] = {}
    for place, text in [("filnavn", name), *texts_of(path)]:
        for run in runs(content_words(text)):
            if run in secrets:
                found[f"{place} ({secrets[run]})"] = None
    if found:
        raise Leak(f"Filen er ikke gemt: den rummer noget fortroligt. {name}: {'; '.join(list(found)[:10])}.")
