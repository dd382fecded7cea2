"""Raster pictures of drawings, for programs that show SVG only beside one."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from .pdf import FONTS, MEMORY_BYTES, TIMEOUT_SECONDS
from .whole import WriterError

_PROCESS = Path(__file__).parent / "picture_process.py"


def pngs(drawings: Sequence[str]) -> list[bytes]:
    """A PNG of each SVG, in order and always the same bytes; raises WriterError. None asked for starts no process."""
    if not drawings:
        return []
    command = [sys.executable, "-I", str(_PROCESS), str(Path(settings.BASE_DIR) / FONTS), str(MEMORY_BYTES)]
    order = json.dumps(list(drawings)).encode()
    try:
        done = subprocess.run(command, input=order, capture_output=True, timeout=TIMEOUT_SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise WriterError(f"Billederne blev ikke færdige på {TIMEOUT_SECONDS} sekunder.") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise WriterError(f"Billederne kunne ikke dannes: {said[-1] if said else f'kode {done.returncode}'}")
    return [base64.b64decode(picture) for picture in json.loads(done.stdout)]
