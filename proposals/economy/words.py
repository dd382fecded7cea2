"""Danish words of the rules, marked for translation without importing Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Mark `text` as a msgid; the name is the one `makemessages` collects."""
    return text


@dataclass(frozen=True)
class Message:
    """A Danish sentence with named values: `str()` is the Danish, `text` the msgid, `values` what goes into it."""

    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text
