"""How the files grow: 120 and 1,200 generated proposals, each format with its proof in a process of its own.

`python -m bench.scale` prints seconds a proposal, the ratio between the two sizes, and the memory of the largest
process. The proposals are those of the published round, or generated prose of the same length, over and over again.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .database import prepared
from .prose import ROOT

FORMATS = ("pdf", "docx", "xlsx", "json")
SIZES = (120, 1_200)
ROUND = "Budget 2025"
# To reach: time a proposal at the large size against the small one, and MB.
RATIO, MEMORY_MB = 1.2, 2_048


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs=2, default=SIZES, help="numbers of proposals (120 1200)")
    parser.add_argument("--format", dest="formats", action="append", choices=FORMATS, help="only these formats")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="puljeforslag-scale-") as name:
        folder = Path(name)
        environment, words = prepared(folder)
        print(f"{ROUND}, {words}, {os.cpu_count()} CPUs. Seconds a proposal, building and proof apart.\n")
        print(f"{'':<6}{'proposals':>10}{'build':>9}{'proof':>9}{'peak MB':>9}{'file MB':>9}")
        for format in options.formats or FORMATS:
            small, large = (_once(size, format, folder, environment) for size in options.sizes)
            ratio = (large["build"] + large["proof"]) / (small["build"] + small["proof"])
            verdict = "reached" if ratio <= RATIO and large["peak"] < MEMORY_MB else "NOT reached"
            print(f"{'':<6}time a proposal, large against small: {ratio:.2f} ({verdict})\n")


def _once(size: int, format: str, folder: Path, environment: dict[str, str]) -> dict[str, float]:
    """Builds and proves in a process of its own; gives what it says."""
    command = [sys.executable, "-m", "bench.scale_worker", ROUND, str(size), format, str(folder)]
    process = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    said: dict[str, float] = json.loads(process.stdout)
    print(f"{format:<6}{size:>10,}{said['build']:>9.4f}{said['proof']:>9.4f}{said['peak']:>9.0f}{said['file']:>9.1f}",
          flush=True)  # fmt: skip
    return said


if __name__ == "__main__":
    main()
