"""Files as downloads: whole or the part that is asked for, kept by no proxy, opened by no browser by itself.

Rights are asked before. A stored file whose bytes are no longer those that were kept is not handed out.
"""

from __future__ import annotations

import hashlib
import logging
import mimetypes
import re
from collections.abc import Iterator
from typing import IO, TypeVar

from django.core.files import File
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header

logger = logging.getLogger(__name__)

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
CHUNK = 64 * 1024
Response = TypeVar("Response", bound=HttpResponseBase)


def download(
    request: HttpRequest, file: File, name: str, *, sha256: str = "", content_type: str = "", again: str = ""
) -> HttpResponseBase:
    """The stored file under the name; 206 for a part of it, 416 for one it does not have, 410 where it is gone.

    `sha256` is what was stored: a file with other bytes is refused, with 410 too and a line in the log, and a download
    that was broken off goes on only in the same file. `again` is the address where one that is gone can be made again.
    """
    try:
        if not file:
            raise FileNotFoundError(name)
        changed = bool(sha256) and not is_as_stored(file, sha256)
        opened = file.open("rb")
        size = file.size
    except FileNotFoundError:
        return private(render(request, "410.html", {"name": name, "again": again}, status=410))
    if changed:
        opened.close()
        logger.error("%s is not the file that was stored: its SHA-256 is not %s", file.name, sha256)
        return private(render(request, "410.html", {"name": name, "changed": True}, status=410))
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


def is_as_stored(file: File, sha256: str) -> bool:
    """Whether the file has the bytes it had when it was stored; raises FileNotFoundError."""
    found = hashlib.sha256()
    with file.open("rb") as opened:
        for chunk in opened.chunks():
            found.update(chunk)
    return found.hexdigest() == sha256


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
