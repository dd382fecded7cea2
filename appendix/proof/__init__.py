"""Proof: a finished file is read back, and every figure in every table is compared with the computed one."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from appendix.content.build import build_computed
from appendix.content.computed import compute_snapshot
from appendix.snapshot import Snapshot

from .grids import compare
from .result import Proof


def prove(snapshot: Snapshot, format: str, path: Path) -> Proof:
    """Reads the file of an edition back and holds it against the figures of its snapshot.

    PDF and Word are read as tables in reading order, Excel by its rows' names, the rest value by value. The readers
    are loaded when they are first used: a web process needs none of them.
    """
    computed = compute_snapshot(snapshot)
    reader = import_module(f"{__name__}.{format}")
    if format in ("pdf", "docx"):
        return compare(build_computed(computed), reader.read(path))
    proof: Proof = reader.prove(computed, path)
    return proof
