"""What made a file: the engines by name and version, so that a rebuild can say which of them changed."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from proposals.economy.figures import RULES_VERSION

_LIBRARIES = {
    "pdf": ("typst",),
    "docx": ("python-docx", "typst"),
    "xlsx": ("XlsxWriter",),
    "json": (),
    "kvantum": ("XlsxWriter",),
    "kvantum_csv": (),
}
# What turns a snapshot into files, besides the libraries.
_OWN = ("appendix/content", "appendix/writers", "proposals/economy", "proposals/exchange")
RULES, OWN = "regler", "opsætning"


def engines_of(format: str) -> dict[str, str]:
    """Name → version of all that shapes a file of the format; the program's own part is told by its source."""
    libraries = {name: version(name) for name in _LIBRARIES[format]}
    return {RULES: RULES_VERSION, OWN: _own_source(), **libraries}


@cache
def _own_source() -> str:
    """The first twelve digits of the SHA-256 of the program's own source for it."""
    digest = hashlib.sha256()
    root = Path(settings.BASE_DIR)
    for folder in _OWN:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".py", ".typ"):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
