"""The process that sets PDFs: JSON on stdin, the files written where it says, one line on stderr when one fails.

Run by its path in an isolated interpreter, with the folder of the fonts; it imports nothing of the program. It
gets ready before its order comes, while the program prepares it. What typst writes is changed by its bytes:
a library for PDF takes longer to load and to read the file than typst to set a third of it. Anything that
typst, whose version is pinned, does not write as expected is refused.
"""

import gc
import json
import os
import re
import resource
import struct
import sys
import zlib
from collections.abc import Iterator

import typst

Objects = dict[int, bytes]

# The objects as typst writes them.
ELEMENT = re.compile(rb"<</Type/StructElem/S/(\w+)/")
KIDS = re.compile(rb"/K ?(\[[^\]]*\]|\d+ 0 R)")
REFERENCE = re.compile(rb"(\d+) 0 R")
COLUMN_HEADERS = re.compile(rb"/Headers\[[^\]]*\]")
PLAIN_STREAM = re.compile(rb"<</Length \d+/Filter/FlateDecode>>\nstream\n(.*\r)\nendstream", re.DOTALL)
XREF_ENTRY = 20

OBJECTS_A_STREAM = 200


class Faulty(Exception):
    """The document cannot be set as it should; the message goes to the person who asked for it."""


def main() -> int:
    gc.disable()
    # Only the fonts that are handed over and those inside the wheel: every machine sets the same pages.
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[sys.argv[1]])
    order = json.load(sys.stdin.buffer)
    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    try:
        for file in order["files"]:
            finish(set_pages(order, file, fonts), file["row_heads"], file["output"])
    except (Faulty, typst.TypstError, MemoryError) as error:
        print(" ".join(str(error).split()) or "hukommelsen slap op", file=sys.stderr)
        return 1
    return 0


def set_pages(order: dict, file: dict, fonts: typst.Fonts) -> bytes:
    """The pages as typst sets them; a warning (an unknown font, say) is an error here."""
    pdf, warnings = typst.compile_with_warnings(
        order["template"],
        font_paths=fonts,
        sys_inputs={"tree": file["tree"]},
        pdf_standards=["ua-1", file["standard"]],
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
    head, objects, trailer = read(pdf)
    name_rows(objects, trailer, row_heads)
    with open(output, "wb") as file:
        file.write(packed(head, objects, trailer))


def read(pdf: bytes) -> tuple[bytes, Objects, bytes]:
    """The file's first lines, what stands between "obj" and "endobj" by object number, and the trailer's entries."""
    start = int(pdf[pdf.rindex(b"startxref") + 9 : pdf.rindex(b"%%EOF")])
    trailer = pdf.index(b"trailer\n<<", start)
    first = pdf.index(b"\n", start + 5) + 1
    entries = [pdf[at : at + XREF_ENTRY] for at in range(first, trailer, XREF_ENTRY)]
    offsets = {number: int(entry[:10]) for number, entry in enumerate(entries) if entry[17:18] == b"n"}
    in_order = sorted(offsets, key=offsets.__getitem__)
    ends = [offsets[number] for number in in_order[1:]] + [start]
    objects = {}
    for number, end in zip(in_order, ends, strict=True):
        opening = b"%d 0 obj\n" % number
        whole = pdf[offsets[number] : end].rstrip()
        if not whole.startswith(opening) or not whole.endswith(b"\nendobj"):
            raise Faulty(f"objekt {number} i filen kan ikke læses")
        objects[number] = whole[len(opening) : -len(b"\nendobj")]
    return pdf[: offsets[in_order[0]]], objects, pdf[trailer + len(b"trailer\n<<") : pdf.rindex(b">>\nstartxref")]


def name_rows(objects: Objects, trailer: bytes, row_heads: list[list[int | None]]) -> None:
    """Makes one cell of each body row its header.

    typst lists the column headers of each cell, and such a list would keep the row's header from being read:
    without it readers go by the scope of both.
    """
    kinds = {number: found[1] for number, body in objects.items() if (found := ELEMENT.match(body))}

    def kids(number: int) -> list[int]:
        found = KIDS.search(objects[number])
        return [kid for kid in map(int, REFERENCE.findall(found[1])) if kid in kinds] if found else []

    def below(number: int, kind: bytes) -> Iterator[int]:
        for kid in kids(number):
            if kinds[kid] == kind:
                yield kid
            else:
                yield from below(kid, kind)

    catalogue = objects[target(trailer, b"/Root ")]
    tables = list(below(target(catalogue, b"/StructTreeRoot "), b"Table"))
    if len(tables) != len(row_heads):
        raise Faulty(f"{len(tables)} tabeller i filen, {len(row_heads)} i dokumentet")
    for table, heads in zip(tables, row_heads, strict=True):
        in_header = {row for part in below(table, b"THead") for row in below(part, b"TR")}
        rows = [row for row in below(table, b"TR") if row not in in_header]
        if len(rows) != len(heads):
            raise Faulty(f"en tabel har {len(rows)} rækker i filen, {len(heads)} i dokumentet")
        for row, head in zip(rows, heads, strict=True):
            if head is not None:
                for place, cell in enumerate(kids(row)):
                    objects[cell] = named(objects[cell], place == head)


def target(body: bytes, key: bytes) -> int:
    """The number of the object that a key refers to."""
    found = REFERENCE.match(body, body.index(key) + len(key))
    if found is None:
        raise Faulty(f"{key.decode()} mangler i filen")
    return int(found[1])


def named(cell: bytes, is_head: bool) -> bytes:
    """A cell without its column headers; the row's header with its role and scope."""
    cell = COLUMN_HEADERS.sub(b"", cell, count=1)
    if not is_head:
        return cell
    if b"/O/Table" not in cell:
        raise Faulty("en celle i filen har ingen egenskaber")
    return cell.replace(b"/S/TD", b"/S/TH", 1).replace(b"/O/Table", b"/O/Table/Scope/Row", 1)


def packed(head: bytes, objects: Objects, trailer: bytes) -> bytes:
    """The file with its objects in compressed streams (PDF 1.7, 7.5.7 and 7.5.8); the same bytes each time.

    No stream's last byte is a carriage return, but for an attachment's: that would be right, but some validators take
    it for a part of the line end.
    """
    file = bytearray(head)
    entries: dict[int, tuple[int, int, int]] = {}

    def add(number: int, body: bytes) -> None:
        entries[number] = (1, len(file), 0)
        file.extend(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    following = max(objects) + 1
    for number, body in objects.items():
        if body.endswith(b"endstream"):
            content = PLAIN_STREAM.fullmatch(body)
            add(number, stream(b"", zlib.decompress(content[1])) if content else body)
    loose = [number for number, body in objects.items() if not body.endswith(b"endstream")]
    for start in range(0, len(loose), OBJECTS_A_STREAM):
        some = loose[start : start + OBJECTS_A_STREAM]
        index, at = [], 0
        for place, number in enumerate(some):
            entries[number] = (2, following, place)
            index.append(b"%d %d " % (number, at))
            at += len(objects[number]) + 1
        places = b"".join(index)
        content = places + b"\n".join(objects[number] for number in some)
        add(following, stream(b"/Type/ObjStm/N %d/First %d" % (len(some), len(places)), content))
        following += 1
    begin = len(file)
    entries[following] = (1, begin, 0)
    table = b"".join(struct.pack(">BIH", *entries.get(number, (0, 0, 65535))) for number in range(following + 1))
    keys = re.sub(rb"/Size \d+", b"/Size %d" % (following + 1), trailer)
    add(following, stream(b"/Type/XRef/W[1 4 2]" + keys, table, padding=b""))
    return bytes(file) + b"startxref\n%d\n%%%%EOF\n" % begin


def stream(keys: bytes, content: bytes, padding: bytes = b"\n") -> bytes:
    """A stream object; `padding` is put after what would end in a carriage return, by its check sum or itself."""
    data = zlib.compress(content)
    while padding and data.endswith(b"\r"):
        content += padding
        data = zlib.compress(content)
    filter = b"/Filter/FlateDecode"
    if data.endswith(b"\r"):
        data, filter = content, b""
    return b"<<%b%b/Length %d>>\nstream\n%b\nendstream" % (keys, filter, len(data), data)


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    # The memory goes with the process: taking ten thousand objects down one by one first is time for nothing.
    os._exit(code)
