"""LibreOffice, where the machine has it: what Word and Excel files become in an office program."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest

from tests.servers import libreoffice

LIBREOFFICE = pytest.mark.skipif(not libreoffice(), reason="LibreOffice findes ikke")


def converted(path: Path, kind: str) -> Path:
    """The file opened, its fields and formulas computed anew, and saved as another kind beside it."""
    folder = path.parent / f"{path.stem}-{kind}"
    profile = f"-env:UserInstallation=file://{folder.resolve()}/profile"
    command = [libreoffice(), profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.rmtree(folder / "profile")
    return folder / f"{path.stem}.{kind}"


def as_pdf(path: Path) -> Path:
    return converted(path, "pdf")


def pages(path: Path) -> int:
    with pikepdf.open(path) as document:
        return len(document.pages)
