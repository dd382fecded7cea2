"""Writes a tree as PDF/UA-1 and PDF/A-2a: typst in a process of its own, whose memory goes with it.

With something attached it is PDF/A-3a.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from appendix.bilag import printed_apart
from appendix.content import blocks as b
from appendix.content.apart import apart
from appendix.content.computed import Computed

from .fixed_zip import member
from .layout import POINTS, kept_together, laid_out, stays_whole
from .whole import Tell, WriterError, silent, whole_file

FONTS = Path("node_modules/dkfds/dist/fonts/IBMPlexSans/complete/ttf")
TIMEOUT_SECONDS = 180
# How often it is asked, while the pages are set, whether anybody still wants them.
ASK_SECONDS = 1.0
# Of an appendix that is printed apart, so many files are set by one process.
AT_ONCE = 20
# typst needs about 1.7 MB a page; the limit is on address space, of which it reserves more than it uses.
MEMORY_BYTES = 6 * 1024**3

LONG_WORD = re.compile(r"\S{45,}")
BREAK_AFTER = re.compile(r"[/?&=._-]+(?=\S)|\S{20}(?=\S)")

# What typst says of a sign that no font of ours has; one that is not to be seen is written as its number.
MISSING_SIGN = re.compile(r'the text `"(.+?)"` could not be displayed')

_HERE = Path(__file__).parent


def write(computed: Computed, path: Path, tell: Tell = silent) -> None:
    """The whole appendix as PDF at `path`, as an archive of PDFs where it is printed apart; raises WriterError."""
    if printed_apart(computed.snapshot):
        write_apart(computed.tree, path, tell)
        return
    # The engine starts while the tree is built.
    with engine() as process, whole_file(path) as temporary:
        set_files(process, [(computed.tree, temporary)], tell)


def write_tree(tree: b.Tree, path: Path) -> None:
    """Any tree as PDF at `path`; raises WriterError."""
    with engine() as process, whole_file(path) as temporary:
        set_files(process, [(tree, temporary)])


def write_apart(tree: b.Tree, path: Path, tell: Tell = silent) -> None:
    """An archive at `path`: the front as a file of its own and one for each proposal; the same tree, the same bytes.

    Each process sets a few of them, so that memory does not grow with their number. The next one starts meanwhile.
    """
    files = apart(tree)
    with (
        whole_file(path) as temporary,
        zipfile.ZipFile(temporary, "w") as archive,
        tempfile.TemporaryDirectory(dir=path.parent) as folder,
        ExitStack() as running,
    ):
        process = running.enter_context(engine())
        for first in range(0, len(files), AT_ONCE):
            some = [(one, Path(folder) / name) for name, one in files[first : first + AT_ONCE]]
            following = running.enter_context(engine()) if first + AT_ONCE < len(files) else process
            tell(first, len(files))
            set_files(process, some)
            for _one, made in some:
                archive.writestr(member(made.name, tree.date), made.read_bytes())
                made.unlink()
            process = following


@contextmanager
def engine() -> Iterator[subprocess.Popen[bytes]]:
    """The process that sets the pages, waiting for its order; gone when the block is left."""
    # By its path and isolated, so that the process loads the engine and nothing of the program.
    command = [sys.executable, "-I", str(_HERE / "pdf_process.py"), str(Path(settings.BASE_DIR) / FONTS)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=subprocess.DEVNULL, stderr=pipe) as process:  # noqa: S603
        try:
            yield process
        finally:
            process.kill()


def set_files(process: subprocess.Popen[bytes], files: Sequence[tuple[b.Tree, Path]], tell: Tell = silent) -> None:
    """Has the process set each tree at its path; raises WriterError."""
    order = {
        "template": str(_HERE / "appendix.typ"),
        "date": int(files[0][0].date.timestamp()),
        "memory": MEMORY_BYTES,
        "files": [_ordered(laid_out(tree), path, tell) for tree, path in files],
    }
    parts = sum(len(tree.parts) for tree, _path in files)
    errors = _said(process, json.dumps(order).encode(), partial(tell, parts, parts))
    if process.returncode:
        said = errors.decode(errors="replace").strip().splitlines()
        raise WriterError(f"PDF-filen kunne ikke dannes: {_why(said[-1]) if said else f'kode {process.returncode}'}")


def _why(said: str) -> str:
    """The engine's words; in the reader's where somebody has written what the type lacks."""
    if found := MISSING_SIGN.search(said):
        sign = found[1].removeprefix("\\u{").removesuffix("}")
        named = f"“{sign}”" if sign == found[1] else f"U+{sign.upper()}"
        return f"tegnet {named} findes ikke i skriften. Find det i forslagets tekster, og slet det."
    return said


def _ordered(tree: b.Tree, path: Path, tell: Tell) -> dict[str, Any]:
    return {
        "output": str(path),
        # Nothing may be attached to a PDF/A-2.
        "standard": "a-3a" if tree.attachment else "a-2a",
        "row_heads": [heads(table) for part in tree.parts for table in b.tables_of(part.blocks)],
        "tree": json.dumps(tree_data(tree, tell), ensure_ascii=False, separators=(",", ":")),
    }


def _said(process: subprocess.Popen[bytes], order: bytes, still: Callable[[], None]) -> bytes:
    """Gives the order and waits for the end; what was said on stderr. `still` may end the waiting by raising."""
    until = time.monotonic() + TIMEOUT_SECONDS
    assert process.stdin is not None
    # Before the waiting: `communicate` forgets what it has not sent when it is called again.
    with suppress(BrokenPipeError):
        process.stdin.write(order)
    while True:
        try:
            return process.communicate(timeout=min(ASK_SECONDS, TIMEOUT_SECONDS))[1]
        except subprocess.TimeoutExpired as error:
            if time.monotonic() > until:
                raise WriterError(f"PDF-filen blev ikke færdig på {TIMEOUT_SECONDS} sekunder.") from error
            still()


def heads(table: b.Table | b.KeyValue) -> list[int | None]:
    """For each body row of a table the index of the cell that names it."""
    if isinstance(table, b.KeyValue):
        return [0] * len(table.rows)
    return [table.head_of(row) for row in table.body]


# The tree as JSON, in the short form the typst template walks.


def tree_data(tree: b.Tree, tell: Tell = silent) -> dict[str, Any]:
    """The whole tree as plain data."""
    parts = []
    for part in tree.parts:
        tell(len(parts), len(tree.parts))
        parts.append({"label": part.label, "pages": part.pages, "blocks": _blocks(part.blocks)})
    return {
        "title": tree.title,
        "head": tree.running_head,
        "organisation": tree.organisation,
        "date": [tree.date.year, tree.date.month, tree.date.day],
        "mark": tree.mark,
        "logo": {"svg": tree.logo.svg, "alt": tree.logo.alternative} if tree.logo else None,
        "attachment": asdict(tree.attachment) if tree.attachment else None,
        "parts": parts,
    }


def _inlines(content: b.Inlines) -> list[Any]:
    return [_inline(item) for item in content]


def _with_breaks(word: re.Match[str]) -> str:
    """A word too long for a line, an address most often, with places where it may break."""
    return BREAK_AFTER.sub("\\g<0>\N{ZERO WIDTH SPACE}", word.group())


def _inline(item: b.Inline) -> Any:
    if isinstance(item, b.Text):
        return LONG_WORD.sub(_with_breaks, item.text)
    if isinstance(item, b.Styled):
        return {"t": item.style, "c": _inlines(item.content)}
    if isinstance(item, b.Link):
        return {"t": "link", "href": item.href, "c": _inlines(item.content)}
    return {"t": "br"}


def _blocks(blocks: tuple[b.Block, ...]) -> list[dict[str, Any]]:
    """The blocks; notes right after a table go with it, so that no page break parts them."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        if isinstance(block, b.Note) and found and found[-1]["t"] == "table":
            found[-1]["notes"].append(_block(block))
        else:
            found.append(_block(block))
    return found


def _block(block: b.Block) -> dict[str, Any]:
    match block:
        case b.Heading():
            return {
                "t": "heading",
                "level": block.level,
                "text": block.full,
                "anchor": block.anchor,
                "kind": block.kind,
            }
        case b.Paragraph():
            return {"t": "p", "style": block.style, "c": _inlines(block.content)}
        case b.Bullets():
            items = [[_block(inner) for inner in item] for item in block.items]
            return {"t": "list", "ordered": block.ordered, "items": items}
        case b.Note():
            return {"t": "note", "c": _inlines(block.content)}
        case b.Figure():
            return {"t": "figure", "svg": block.svg, "caption": block.caption, "alt": block.alternative}
        case b.CheckboxList():
            items = [[item.label, item.checked] for item in block.items]
            return {"t": "checks", "columns": block.columns, "items": items}
        case b.KeyValue():
            rows = [[label, [_block(inner) for inner in inside]] for label, inside in block.rows]
            return {"t": "box", "rows": rows}
        case b.Table():
            return _table(block)
        case b.Contents():
            return {"t": "contents"}
        case b.Turned():
            return {"t": "turned", "blocks": _blocks(block.blocks)}


def _table(table: b.Table) -> dict[str, Any]:
    return {
        "t": "table",
        "notes": [],
        "anchor": table.anchor,
        "caption": table.caption,
        "unit": table.unit,
        "keep": kept_together(table),
        "size": POINTS[table.step],
        "columns": [[column.align, column.width] for column in table.columns],
        "header": [[_cell(cell) for cell in row.cells] for row in table.header],
        "body": [
            {
                "kind": row.kind,
                "indent": row.indent,
                "whole": stays_whole(row),
                "cells": [_cell(cell) for cell in row.cells],
            }
            for row in table.body
        ],
    }


def _cell(cell: b.Cell) -> dict[str, Any]:
    if isinstance(cell, b.AmountCell):
        data: dict[str, Any] = {"c": [cell.display], "n": cell.amount_tkr}
    else:
        data = {"c": _inlines(cell.content)}
        if cell.align:
            data["align"] = cell.align
    if cell.span > 1:
        data["span"] = cell.span
    if cell.rows > 1:
        data["rows"] = cell.rows
    return data
