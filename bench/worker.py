"""The warm process that builds the files, as a Celery worker does.

A line of formats on stdin is answered by wall and processor seconds on stdout; after "proved" the figures are
computed once and each file is read back, after "bare" they are computed beforehand. It first leaves in the folder what
the other engines are given.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import django

TYPST_INPUT = "typst.json"
HTML_INPUT = "appendix.html"


def main(round_name: str, folder: Path) -> None:
    django.setup()
    from appendix.content.computed import compute_snapshot
    from appendix.proof import prove
    from appendix.taking import snapshot_of
    from appendix.writers import build_file
    from proposals.models import Round

    snapshot = snapshot_of(Round.objects.current().get(name=round_name))
    leave_inputs(snapshot, folder)
    print(len(snapshot.proposals), flush=True)
    ready = compute_snapshot(snapshot)
    assert ready.tree.parts
    for line in sys.stdin:
        start, processor = time.perf_counter(), processor_seconds()
        match line.split():
            case ["proved", *formats]:
                computed = compute_snapshot(snapshot)
                for format in formats:
                    build_file(computed, format, folder / f"ours.{format}")
                    if not prove(computed, format, folder / f"ours.{format}").sound:
                        sys.exit(f"{format} says other figures")
            case ["bare", *formats]:
                for format in formats:
                    build_file(ready, format, folder / f"bare.{format}")
            case formats:
                for format in formats:
                    build_file(snapshot, format, folder / f"ours.{format}")
        print(time.perf_counter() - start, processor_seconds() - processor, flush=True)


def processor_seconds() -> float:
    """What this process and those it has waited for have used."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def leave_inputs(snapshot, folder: Path) -> None:
    """The same content for typst alone (our template and its data) and for an engine that sets HTML."""
    from appendix.content.build import build
    from appendix.writers import html, pdf

    tree = build(snapshot)
    order = {
        "template": str(Path(pdf.__file__).with_name("appendix.typ")),
        "fonts": str(pdf.FONTS.resolve()),
        "date": int(tree.date.timestamp()),
        "output": str(folder / "typst.pdf"),
        "tree": json.dumps(pdf.tree_data(tree), ensure_ascii=False, separators=(",", ":")),
    }
    (folder / TYPST_INPUT).write_text(json.dumps(order))
    (folder / HTML_INPUT).write_text(html.tree_html(tree))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
