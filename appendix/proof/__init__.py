"""Proof: a finished file is read back, and every figure in every table is compared with the computed one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from appendix.content.blocks import Tree
from appendix.content.computed import Computed, compute_snapshot
from appendix.snapshot import Snapshot

from .grids import compare
from .result import Deviation, Proof


def prove(printed: Snapshot | Computed, format: str, path: Path) -> Proof:
    """Reads the file of an edition back and holds it against the figures of its snapshot.

    PDF and Word are read as tables in reading order, Excel by its rows' names, the rest value by value. The readers
    are loaded when they are first used: a web process needs none of them.
    """
    computed = printed if isinstance(printed, Computed) else compute_snapshot(printed)
    if format in ("pdf", "docx"):
        proof = _read(computed.tree, format, path)
        return _with_attachment(proof, computed.tree, path) if format == "pdf" else proof
    proof: Proof = import_module(f"{__name__}.{format}").prove(computed, path)
    return proof


def _with_attachment(proof: Proof, tree: Tree, path: Path) -> Proof:
    """The proof, and what is wrong with the files attached to the PDF."""
    expected = {tree.attachment.name: tree.attachment.text.encode()} if tree.attachment else {}
    found = import_module(f"{__name__}.pdf").attached(path)
    wrong = [
        Deviation("Vedhæftet", name, "", _size(expected.get(name)), _size(found.get(name)))
        for name in sorted({*expected, *found})
        if expected.get(name) != found.get(name)
    ]
    return replace(proof, deviations=[*proof.deviations, *wrong])


def _size(content: bytes | None) -> str:
    return "–" if content is None else f"{len(content)} byte, sha256 {sha256(content).hexdigest()[:12]}"


def prove_tree(tree: Tree, format: str, path: Path) -> str:
    """What the first table of a PDF or Word file that differs from the tree's says wrong; "" where none does.

    A document without a table is not wrong for that.
    """
    return first_said(_read(tree, format, path).deviations)


def first_said(deviations: Sequence[Deviation]) -> str:
    """The first of them in words; "" where there is none."""
    for one in deviations:
        return f"{one.table}, {one.row}, {one.column}: {one.found} i stedet for {one.expected}"
    return ""


def _read(tree: Tree, format: str, path: Path) -> Proof:
    return compare(tree, import_module(f"{__name__}.{format}").read(path))
