"""Times our files, typst alone and other engines on the same content, in turn, and prints the ratios.

Everything happens in a temporary DATA_DIR with a database of its own; the repository is not written to.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import pikepdf

from .database import prepared
from .prose import ROOT
from .worker import HTML_INPUT, TYPST_INPUT

ROUND = "Budget 2025"
THREE = ("pdf", "docx", "xlsx")
ALONE = "typst alone"
# Times typst alone, at most.
TARGETS = {"pdf": 1.3, "all three": 3.0}
# The writers of Word, Excel and JSON on figures computed beforehand; with typst alone they are the bare engines. Times
# their sum, at most, for the four files with their proof.
BARE, PROVED, PROVED_TARGET = "docx, xlsx, json, bare", "all four with proof", 1.5


@dataclass(frozen=True)
class Run:
    """Wall and processor time in seconds of everything it took, and MB of the largest process where that is known."""

    seconds: float
    processor: float
    peak: float | None = None


@dataclass(frozen=True)
class Contestant:
    """What is timed: `once` does it once; `runs` are the counted ones."""

    name: str
    once: Callable[[], Run]
    runs: list[Run] = field(default_factory=list)

    def median(self, name: str) -> float:
        return median(getattr(run, name) for run in self.runs)

    def against(self, other: Contestant) -> float:
        """The median of each round's own ratio: what slowed the machine in a round slowed both."""
        return median(mine.seconds / its.seconds for mine, its in zip(self.runs, other.runs, strict=True))


def command(*words: str | Path, makes: Path, stdin: Path | None = None) -> Callable[[], Run]:
    """Runs a command as a process, whose processes are counted with it.

    It must leave the file `makes`: soffice says that all is well also when it could not read its input.
    """

    def once() -> Run:
        makes.unlink(missing_ok=True)
        with open(stdin or os.devnull, "rb") as given, tempfile.TemporaryFile() as said:
            start = time.perf_counter()
            process = subprocess.Popen(words, stdin=given, stdout=said, stderr=said, cwd=ROOT)  # noqa: S603
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode or not makes.exists():
                said.seek(0)
                sys.exit(f"{' '.join(map(str, words))}\n{said.read().decode(errors='replace')}")
        return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)

    return once


class Worker:
    """The warm process of ours, and the folder where it leaves files and the others' input."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "bench.worker", ROUND, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self.proposals = int(self._answer())

    def build(self, *formats: str) -> Callable[[], Run]:
        """Builds the formats one after the other; the worker times itself."""

        def once() -> Run:
            self.process.stdin.write(" ".join(formats) + "\n")
            self.process.stdin.flush()
            return Run(*map(float, self._answer().split()))

        return once

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()

    def _answer(self) -> str:
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit("The process that builds our files stopped.")
        return answer


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each, after one that is not (5)")
    parser.add_argument("--generated", action="store_true", help="generated prose also where the published round is")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="puljeforslag-bench-") as name:
        folder = Path(name)
        environment, words = prepared(folder, generated=options.generated)
        os.environ |= environment
        worker = Worker(folder)
        contestants = [typst_alone(folder), *ours(worker, folder), *others(folder)]
        load = os.getloadavg()[0]
        measure(contestants, options.runs)
        worker.close()
        print(f"{ROUND}, {words}: {worker.proposals} proposals, {pages(folder / 'ours.pdf')} pages.")
        print(", ".join(f"{format.upper()} {size(folder / f'ours.{format}')}" for format in THREE) + ".")
        print(
            f"{options.runs} runs of each in turn after one warm-up; {os.cpu_count()} CPUs, "
            f"load {load:.1f} before and {os.getloadavg()[0]:.1f} after.\n"
        )
        report(contestants)


def typst_alone(folder: Path) -> Contestant:
    script = ROOT / "bench" / "typst_alone.py"
    run = command(sys.executable, "-I", script, makes=folder / "typst.pdf", stdin=folder / TYPST_INPUT)
    return Contestant(ALONE, run)


def ours(worker: Worker, folder: Path) -> list[Contestant]:
    """Each format and all three in the warm worker, and the command, which starts cold."""
    out = folder / "cold"
    made = {format: out / f"Bilag 7, {ROUND}.{format}" for format in THREE}
    cold = (sys.executable, "manage.py", "build_appendix", ROUND, "--out", out)
    each = [option for format in THREE for option in ("--format", format)]
    return [
        *(Contestant(format, worker.build(format)) for format in THREE),
        Contestant("all three", worker.build(*THREE)),
        Contestant(BARE, worker.build("bare", "docx", "xlsx", "json")),
        Contestant(PROVED, worker.build("proved", *THREE, "json")),
        Contestant("build_appendix, pdf, cold", command(*cold, "--format", "pdf", makes=made["pdf"])),
        Contestant("build_appendix, all three, cold", command(*cold, *each, makes=made[THREE[-1]])),
    ]


def others(folder: Path) -> list[Contestant]:
    """The engines that happen to be installed."""
    found = []
    if office := shutil.which("soffice"):
        convert = (f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless", "--convert-to", "pdf")
        out = folder / "office-out"
        run = command(office, *convert, "--outdir", out, folder / "ours.docx", makes=out / "ours.pdf")
        found.append(Contestant("LibreOffice, our docx to pdf", run))
    if find_spec("weasyprint"):
        out = folder / "weasyprint.pdf"
        variant = ("--pdf-variant", "pdf/ua-1")
        run = command(sys.executable, "-m", "weasyprint", *variant, folder / HTML_INPUT, out, makes=out)
        found.append(Contestant("WeasyPrint, our html to pdf", run))
    return found


def measure(contestants: list[Contestant], runs: int) -> None:
    """Every contestant once a round, so that whatever else the machine does falls on all; the first is a warm-up.

    Ours come before LibreOffice, which is given our docx.
    """
    for round in range(runs + 1):
        for contestant in contestants:
            run = contestant.once()
            if round > 0:
                contestant.runs.append(run)


def report(contestants: list[Contestant]) -> None:
    alone = next(one for one in contestants if one.name == ALONE)
    print(f"{'':<32}{'seconds':>8}{'lowest–highest':>16}{'x typst alone':>15}{'processor s':>13}{'peak MB':>9}")
    for one in contestants:
        times = [run.seconds for run in one.runs]
        peaks = [run.peak for run in one.runs if run.peak is not None]
        ratio = one.against(alone)
        print(
            f"{one.name:<32}{one.median('seconds'):>8.2f}{f'{min(times):.2f}–{max(times):.2f}':>16}{ratio:>15.2f}"
            f"{one.median('processor'):>13.2f}{f'{max(peaks):.0f}' if peaks else '':>9}{verdict(one.name, ratio)}"
        )
    bare, proved = (next(one for one in contestants if one.name == name) for name in (BARE, PROVED))
    ratio = median(
        whole.seconds / (typst.seconds + rest.seconds)
        for whole, typst, rest in zip(proved.runs, alone.runs, bare.runs, strict=True)
    )
    reached = "reached" if ratio <= PROVED_TARGET else "MISSED"
    print(f"\n{PROVED} against {ALONE} and {BARE}: {ratio:.2f}  {reached}: at most {PROVED_TARGET:g}")
    print("\nMedians. Ours are built in a warm process, as the worker does, unless it says cold.")
    print("Processor time hardly depends on what else runs; peak MB is that of the largest process.")


def verdict(name: str, ratio: float) -> str:
    if name not in TARGETS:
        return ""
    return f"  {'reached' if ratio <= TARGETS[name] else 'MISSED'}: at most {TARGETS[name]:g}"


def pages(path: Path) -> int:
    with pikepdf.open(path) as document:
        return len(document.pages)


def size(path: Path) -> str:
    return f"{path.stat().st_size / 1024:.0f} KB"


if __name__ == "__main__":
    main()
