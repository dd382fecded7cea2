"""Proof: a finished file is read back, and every figure in every table is compared with the computed one."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from appendix.content.blocks import Tree
from appendix.content.computed import Computed, compute_snapshot
from appendix.snapshot import Snapshot

from .grids import compare
from .result import Proof


def prove(printed: Snapshot | Computed, format: str, path: Path) -> Proof:
    """Reads the file of an edition back and holds it against the figures of its snapshot.

    PDF and Word are read as tables in reading order, Excel by its rows' names, the rest value by value. The readers
    are loaded when they are first used: a web process needs none of them.
    """
    computed = printed if isinstance(printed, Computed) else compute_snapshot(printed)
    if format in ("pdf", "docx"):
        return _read(computed.tree, format, path)
    proof: Proof = import_module(f"{__name__}.{format}").prove(computed, path)
    return proof


def prove_tree(tree: Tree, format: str, path: Path) -> str:
    """What the first table of a PDF or Word file that differs from the tree's says wrong; "" where none does.

    A document without a table is not wrong for that.
    """
    for one in _read(tree, format, path).deviations:
        return f"{one.table}, {one.row}, {one.column}: {one.found} i stedet for {one.expected}"
    return ""


def _read(tree: Tree, format: str, path: Path) -> Proof:
    return compare(tree, import_module(f"{__name__}.{format}").read(path))
