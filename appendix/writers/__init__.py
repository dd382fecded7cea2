"""Writers of the appendix: each turns a snapshot's content into one file, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from appendix.content.computed import Computed, compute_snapshot
from appendix.snapshot import Snapshot

from .whole import Tell, silent

Writer = Callable[[Computed, Path, Tell], None]


def _writer(module: str) -> Writer:
    """The `write` of a module, imported when it is first used: a web process needs none of the engines."""

    def write(computed: Computed, path: Path, tell: Tell) -> None:
        import_module(f"{__name__}.{module}").write(computed, path, tell)

    return write


WRITERS: dict[str, Writer] = {
    name: _writer(name) for name in ("pdf", "docx", "xlsx", "json", "kvantum", "kvantum_csv")
}
"""The formats an edition can be built in."""


def build_file(printed: Snapshot | Computed, format: str, path: Path | str, tell: Tell = silent) -> None:
    """Builds the whole appendix in one format at `path`; the same snapshot gives the same bytes.

    One that is computed already can be given for every format.

    `tell` is told how many of the parts are written: the front and each proposal. Raises KeyError for an unknown
    format, and the writer's error with a Danish message (`WriterError`) when the file cannot be made; `path` is then
    untouched.
    """
    computed = printed if isinstance(printed, Computed) else compute_snapshot(printed)
    WRITERS[format](computed, Path(path), tell)
