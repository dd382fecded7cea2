"""Writers of the appendix: each turns a snapshot's content into one file, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

from appendix.content.computed import Computed, compute_snapshot
from appendix.snapshot import Snapshot

Writer = Callable[[Computed, Path], None]
Progress = Callable[[str], None]


def _writer(module: str) -> Writer:
    """The `write` of a module, imported when it is first used: a web process needs none of the engines."""

    def write(computed: Computed, path: Path) -> None:
        import_module(f"{__name__}.{module}").write(computed, path)

    return write


WRITERS: dict[str, Writer] = {
    name: _writer(name) for name in ("pdf", "docx", "xlsx", "json", "kvantum", "kvantum_csv")
}
"""The formats an edition can be built in."""


def build_file(snapshot: Snapshot, format: str, path: Path | str, progress: Progress | None = None) -> None:
    """Builds the whole appendix in one format at `path`; the same snapshot gives the same bytes.

    `progress` is told, in Danish, what is being done. Raises KeyError for an unknown format, and the writer's
    error with a Danish message (`WriterError`) when the file cannot be made; `path` is then untouched.
    """
    tell = progress or partial(lambda _: None)
    write = WRITERS[format]
    tell("Beregner tal og tabeller")
    computed = compute_snapshot(snapshot)
    tell(f"Skriver {format}")
    write(computed, Path(path))
