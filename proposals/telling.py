"""Telling those who listen that a section has a new version."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from .models import Section
from .signals import happened


def tell_saved(kind: str, stored: Section, before: int, by, more: dict[str, Any] | None = None) -> None:
    """Every saved version is told of, with the fingerprint of its content; an equal text is no new version.

    `before`: the version the section had.
    """
    if stored.version == before:
        return
    canonical = json.dumps(stored.content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    spec = stored.proposal.template.spec().section(stored.key)
    data = {
        "section": stored.key,
        "heading": spec.heading if spec else stored.key,
        "before": before,
        "version": stored.version,
        "content_sha256": hashlib.sha256(canonical.encode()).hexdigest(),
    }
    happened.send(sender=Section, kind=kind, proposal=stored.proposal, actor=by, reason="", data=data | (more or {}))
