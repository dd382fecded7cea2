"""How the pages of a round grow: 100 and 10,000 approved proposals, each page asked for twice by CFØ.

`python -m bench.pages` prints seconds, queries and MB of the answer; the second time nothing has changed since the
first. The proposals are those of the published round with a text, over and over again under numbers of their own.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .database import manage, prepared
from .prose import ROOT

ROUND = "Budget 2025"
SIZES = (100, 10_000)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs=2, default=SIZES, help="numbers of proposals (100 10000)")
    options = parser.parse_args()
    print(f"{ROUND}, {os.cpu_count()} CPUs. Seconds the first and the second time, queries the second time.\n")
    print(f"{'':<22}{'proposals':>10}{'first':>9}{'second':>9}{'queries':>9}{'MB':>7}")
    for size in options.sizes:
        with tempfile.TemporaryDirectory(prefix="puljeforslag-pages-") as name:
            environment, _words = prepared(Path(name))
            manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
            command = [sys.executable, "-m", "bench.pages_worker", ROUND, str(size)]
            subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603


if __name__ == "__main__":
    main()
