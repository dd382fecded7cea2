"""One build of so many proposals in one format with its proof; prints seconds a proposal and peak MB as JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path

import django


def main(round_name: str, size: int, format: str, folder: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from appendix.proof import prove
    from appendix.snapshot import Snapshot
    from appendix.taking import snapshot_of
    from appendix.writers import build_file
    from proposals.models import Round

    whole = snapshot_of(Round.objects.current().get(name=round_name))
    snapshot: Snapshot = many(whole, size)
    path = folder / f"scale.{format}"
    start = time.perf_counter()
    build_file(snapshot, format, path)
    built = time.perf_counter()
    proof = prove(snapshot, format, path)
    proved = time.perf_counter()
    if not proof.sound:
        sys.exit(f"{format}: {proof.deviations[:3]}")
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(
        json.dumps(
            {
                "build": (built - start) / size,
                "proof": (proved - built) / size,
                "peak": peak / 1024,
                "file": path.stat().st_size / 1024**2,
            }
        )
    )


def many(snapshot, size: int):
    """The snapshot's proposals that have a text, over and over again under numbers of their own; no footnotes."""
    bodies = [one for one in snapshot.proposals if one.document is not None and one.body_in_appendix]
    copies = [bodies[place % len(bodies)].model_copy(update={"number": f"BC{place + 1:04}"}) for place in range(size)]
    return snapshot.model_copy(update={"proposals": copies, "footnotes": []})


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
