"""Files as downloads: whole or the part that is asked for, kept by no proxy, opened by no browser by itself.

Rights are asked before.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from typing import IO, TypeVar

from django.core.files import File
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header

RANGE = re.compile(r"bytes=(\d*)-(\d*)")
CHUNK = 64 * 1024
Response = TypeVar("Response", bound=HttpResponseBase)


def download(
    request: HttpRequest, file: File, name: str, *, sha256: str = "", content_type: str = "", again: str = ""
) -> HttpResponseBase:
    """The stored file under the name; 206 for a part of it, 416 for one it does not have, 410 where it is gone.

    `sha256` is its mark, by which a download that was broken off goes on only in the same file; `again` is the address
    where one that is gone can be made again.
    """
    try:
        if not file:
            raise FileNotFoundError(name)
        opened = file.open("rb")
        size = file.size
    except FileNotFoundError:
        return private(render(request, "410.html", {"name": name, "again": again}, status=410))
    mark = f'"{sha256}"' if sha256 else ""
    response: HttpResponseBase
    asked = _asked(request, mark, size)
    if asked is None:
        response = FileResponse(opened, as_attachment=True, filename=name)
    elif not asked:
        opened.close()
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        response = StreamingHttpResponse(_part(opened, asked), status=206)
        response["Content-Range"] = f"bytes {asked.start}-{asked.stop - 1}/{size}"
        response["Content-Length"] = str(len(asked))
        response["Content-Disposition"] = content_disposition_header(True, name)
        response["Content-Type"] = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if content_type:
        response["Content-Type"] = content_type
    if mark:
        response["ETag"] = mark
    response["Accept-Ranges"] = "bytes"
    return private(response)


def made(content: bytes | str, name: str, content_type: str, *, as_attachment: bool = True) -> HttpResponse:
    """A file that was made for this answer alone."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment, name)
    return private(response)


def private(response: Response) -> Response:
    """Nobody on the way keeps it, and a browser takes it for nothing else than it is said to be."""
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _asked(request: HttpRequest, mark: str, size: int) -> range | None:
    """The bytes that are asked for, none where the file has none of them; None for the whole file.

    Several parts at once and what cannot be read are answered with the whole file, as the standard allows.
    """
    found = RANGE.fullmatch(request.headers.get("Range", ""))
    if found is None or not any(found.groups()) or request.headers.get("If-Range", mark) != mark:
        return None
    first, last = found.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    return range(int(first), min(size, int(last) + 1) if last else size)


def _part(opened: IO[bytes], asked: range) -> Iterator[bytes]:
    with opened:
        opened.seek(asked.start)
        left = len(asked)
        while left and (chunk := opened.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
