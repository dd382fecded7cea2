"""The process that sets a PDF: JSON on stdin, the file written where it says, one line on stderr when it fails.

Run by its path in an isolated interpreter; it imports nothing of the program.
"""

import gc
import io
import json
import os
import re
import resource
import sys
import threading
from collections.abc import Iterator
from importlib import import_module

import typst

# Loaded by `main` while typst, which needs no interpreter lock, sets the pages.
pikepdf = None

PACKED_AGAIN_AT_MOST = 8
RETURN_BEFORE_END = re.compile(rb"\r\n?endstream")


class Faulty(Exception):
    """The document cannot be set as it should; the message goes to the person who asked for it."""


def main() -> int:
    gc.disable()
    order = json.load(sys.stdin.buffer)
    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    loading = threading.Thread(target=load)
    loading.start()
    try:
        pdf = set_pages(order)
        loading.join()
        finish(pdf, order["row_heads"], order["output"])
    except (Faulty, typst.TypstError, MemoryError) as error:
        print(" ".join(str(error).split()) or "hukommelsen slap op", file=sys.stderr)
        return 1
    return 0


def load() -> None:
    """Loads the library the finish needs."""
    global pikepdf
    pikepdf = import_module("pikepdf")


def set_pages(order: dict) -> bytes:
    """The pages as typst sets them; a warning (an unknown font, say) is an error here."""
    # Only the fonts that are handed over and those inside the wheel: every machine sets the same pages.
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[order["fonts"]])
    pdf, warnings = typst.compile_with_warnings(
        order["template"],
        font_paths=fonts,
        sys_inputs={"tree": order["tree"]},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=order["date"],
        format="pdf",
    )
    if warnings:
        raise Faulty("; ".join(warning.message for warning in warnings))
    return pdf


def finish(pdf: bytes, row_heads: list[list[int | None]], output: str) -> None:
    """Names the rows for screen readers and packs the objects.

    typst cannot yet mark a cell of the body as a header; `row_heads` says for each table in reading order
    and each of its body rows which cell that is.
    """
    document = pikepdf.open(io.BytesIO(pdf))
    tables = list(structure(document.Root.StructTreeRoot, "/Table"))
    if len(tables) != len(row_heads):
        raise Faulty(f"{len(tables)} tabeller i filen, {len(row_heads)} i dokumentet")
    named = []
    for table, heads in zip(tables, row_heads, strict=True):
        rows = [row for row in structure(table, "/TR") if row.P.S != "/THead"]
        if len(rows) != len(heads):
            raise Faulty(f"en tabel har {len(rows)} rækker i filen, {len(heads)} i dokumentet")
        for row, head in zip(rows, heads, strict=True):
            if head is not None:
                named.append(name_row(row, head))
    with open(output, "wb") as file:
        file.write(packed(document, named))


def packed(document: "pikepdf.Pdf", row_heads: list["pikepdf.Object"]) -> bytes:
    """The file with its objects in compressed streams.

    A stream whose last byte is a carriage return is right, but some validators take that byte for a part of
    the line end. A page that ends so gets a space more. A stream of objects that does is packed again, with
    one attribute more as an object of its own, so that others share a stream.
    """
    for page in document.pages:
        if page.Contents.read_raw_bytes().endswith(b"\r"):
            page.Contents.write(page.Contents.read_bytes() + b" ")
    file = pack(document)
    for cell in row_heads[:PACKED_AGAIN_AT_MOST]:
        if not RETURN_BEFORE_END.search(file):
            break
        cell.A = document.make_indirect(cell.A)
        file = pack(document)
    return file


def pack(document: "pikepdf.Pdf") -> bytes:
    """The file's bytes, the same each time."""
    file = io.BytesIO()
    document.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue()


def structure(element: "pikepdf.Object", kind: str) -> Iterator["pikepdf.Object"]:
    """The structure elements of a kind below an element, in reading order; not those inside another of the kind."""
    for child in children(element):
        if child.get("/S") == kind:
            yield child
        else:
            yield from structure(child, kind)


def children(element: "pikepdf.Object") -> Iterator["pikepdf.Object"]:
    """The structure elements right below an element."""
    kids = element.get("/K")
    if kids is None:
        return
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def name_row(row: "pikepdf.Object", head: int) -> "pikepdf.Object":
    """Makes one cell of a body row the header of the row, and returns it.

    typst lists the column headers of each cell, and such a list would keep the row's header from being read:
    without it readers go by the scope of both.
    """
    for place, cell in enumerate(row.K):
        known = cell.A
        # The table's attributes come first, before those of the layout.
        attributes = known[0] if isinstance(known, pikepdf.Array) else known
        if "/Headers" in attributes:
            del attributes["/Headers"]
        if place == head:
            cell.S = pikepdf.Name.TH
            attributes.Scope = pikepdf.Name.Row
    return row.K[head]


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    # The memory goes with the process: taking ten thousand objects down one by one first is time for nothing.
    os._exit(code)
