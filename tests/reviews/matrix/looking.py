"""Asking for an address as somebody: what came back in a word, what was written, and which marked words were in it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.template.backends.django import Template
from django.test import Client

from appendix.views import preview
from reviews.models import Event
from reviews.reads import KIND

# Long enough to come up by chance in no token, of which every answer brings new ones.
MARK = re.compile(r"zqzqzq[a-z]+\d+x")
WRITES = ("INSERT", "UPDATE", "DELETE")
# Of the log of readings, which is written when somebody reads.
LOG = {Event._meta.db_table, "reviews_chainhead"}
OK, LOGIN, FORBIDDEN, MISSING = "svar", "log ind", "403", "404"


@dataclass(frozen=True)
class Answer:
    """`wrote`: something was changed, be it only for as long as the request was looked at."""

    outcome: str
    status: int
    marks: frozenset[str]
    wrote: bool
    response: Any


def look(client: Client, method: str, address: str, data: dict[str, Any] | None = None) -> Answer:
    """One request; all it changed is taken back."""
    statements: list[str] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = execute(sql, params, many, context)
        # What is deleted where there is nothing to delete is no change.
        if sql.startswith(WRITES) and context["cursor"].rowcount and not any(f'"{table}"' in sql for table in LOG):
            statements.append(sql)
        return found

    with transaction.atomic():
        newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        with connection.execute_wrapper(listen):
            response = client.generic(method, address) if data is None else client.post(address, data)
            body = b"".join(response.streaming_content) if response.streaming else response.content
        told = Event.objects.filter(pk__gt=newest).exclude(kind=KIND).exists()
        transaction.set_rollback(True)
    marks = frozenset(MARK.findall(_text(body) + str(response.headers) + response.cookies.output()))
    return Answer(_outcome(response), response.status_code, marks, bool(statements) or told, response)


def _outcome(response: Any) -> str:
    if response.status_code in (403, 404):
        return str(response.status_code)
    if response.status_code == 302 and response.url.startswith("/konto/log-ind/?next="):
        return LOGIN
    return OK if response.status_code < 429 else str(response.status_code)


def _text(body: bytes) -> str:
    """Words of a page, or of every part of a workbook or a Word file."""
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        return " ".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


@contextmanager
def without_drawing(monkeypatch: Any) -> Iterator[None]:
    """Pages say only why they were refused, and no file is laid out: the views run whole, their looks do not."""
    with monkeypatch.context() as patch:
        patch.setattr(Template, "render", _why)
        for writer in (preview.pdf, preview.docx):
            patch.setattr(writer, "write_tree", _written)
        yield


@contextmanager
def pdf_as_words(monkeypatch: Any) -> Iterator[None]:
    """A PDF holds the words of its tree, compressed: here they are plain."""
    with monkeypatch.context() as patch:
        patch.setattr(preview.pdf, "write_tree", _written)
        yield


def _why(_self: Template, context: dict[str, Any] | None = None, request: Any = None) -> str:
    return str((context or {}).get("exception", ""))


def _written(tree: Any, path: Path) -> None:
    path.write_text(repr(tree), encoding="utf-8")
