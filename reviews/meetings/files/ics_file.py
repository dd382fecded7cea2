"""Meeting dates as iCalendar (RFC 5545): the few properties such a calendar needs, with the line of each fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from .rows import Fault, Row

# The day papers are due, which iCalendar has no word for; kept in our own files, so that they are taken back whole.
PAPERS = "X-PULJEFORSLAG-MATERIALE"
REPEATED = ("RRULE", "RDATE")
_LINE = re.compile(
    r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^;:",]*)(?:,(?:"[^"]*"|[^;:",]*))*)*):(.*)', re.DOTALL
)
_WHEN = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?")
_ESCAPED = re.compile(r"\\([\\;,nN])")


@dataclass
class _Event:
    line: int
    values: dict[str, tuple[int, str]] = field(default_factory=dict)


def read_ics(text: str, faults: list[Fault]) -> list[Row]:
    """The meetings of the calendar; what cannot be read is added to `faults`. Cancelled events are left out."""
    rows = []
    for event in _events(text, faults):
        if event.values.get("STATUS", (0, ""))[1].upper() != "CANCELLED":
            rows += _row(event, faults)
    return rows


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Whole lines with the number of their first part: a line that begins with a space goes on from the one before."""
    first, whole = 0, ""
    for number, part in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if part[:1] in (" ", "\t") and whole:
            whole += part[1:]
            continue
        if whole.strip():
            yield first, whole
        first, whole = number, part
    if whole.strip():
        yield first, whole


def _events(text: str, faults: list[Fault]) -> Iterator[_Event]:
    """The events of the calendar; what lies inside them (alarms) and beside them (time zones) is passed over."""
    inside: list[str] = []
    event = _Event(0)
    line = 0
    for line, whole in _unfolded(text):
        match = _LINE.fullmatch(whole)
        if match is None:
            faults.append((line, _("Linjen kan ikke læses som iCalendar.")))
            continue
        name, value = match[1].upper(), match[3].strip()
        if name == "BEGIN":
            inside.append(value.upper())
            event = _Event(line) if value.upper() == "VEVENT" else event
        elif name == "END":
            if not inside or inside.pop() != value.upper():
                faults.append((line, _("END passer ikke til BEGIN.")))
                return
            if value.upper() == "VEVENT":
                yield event
        elif inside[-1:] == ["VEVENT"]:
            event.values.setdefault(name, (line, value))
    if inside:
        faults.append((line, _("Filen slutter midt i kalenderen.")))


def _row(event: _Event, faults: list[Fault]) -> Iterator[Row]:
    for name in REPEATED:
        if name in event.values:
            faults.append((event.values[name][0], _("Mødet gentager sig. Gem hvert møde for sig i filen.")))
    if "DTSTART" not in event.values:
        faults.append((event.line, _("Mødet har ingen dato (DTSTART).")))
        return
    day, papers = (_day(event.values.get(name), faults) for name in ("DTSTART", PAPERS))
    note = event.values.get("COMMENT")
    if day is not None:
        yield Row(event.values["DTSTART"][0], day, papers, _plain(note[1]) if note else None)


def _day(given: tuple[int, str] | None, faults: list[Fault]) -> date | None:
    """The Danish day of a date or a time; a time in UTC is moved to Danish time first."""
    if given is None:
        return None
    line, value = given
    match = _WHEN.fullmatch(value)
    try:
        if match is None:
            raise ValueError(value)
        if not match[2]:
            return datetime.strptime(match[1], "%Y%m%d").date()
        moment = datetime.strptime(match[1] + match[2], "%Y%m%d%H%M%S")
        return timezone.localdate(moment.replace(tzinfo=UTC)) if match[3] else moment.date()
    except (ValueError, OverflowError):
        faults.append((line, _("“%(text)s” kan ikke læses som en dato.") % {"text": value[:40]}))
        return None


def _plain(value: str) -> str:
    text = _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
    return " ".join(text.split())


@dataclass(frozen=True)
class Shown:
    """A meeting as it is written: `lines` of open text for its description."""

    uid: str
    date: date
    papers_by: date
    name: str
    note: str = ""
    lines: tuple[str, ...] = ()


def write_ics(meetings: Iterable[Shown], name: str, made: datetime) -> str:
    """A calendar that calendar programs take in: whole days, CR LF, lines of at most 75 octets."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Puljeforslag//Mødekalender//DA",
        f"X-WR-CALNAME:{_safe(name)}",
    ]
    for meeting in meetings:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{meeting.uid}",
            f"DTSTAMP:{made.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{meeting.date:%Y%m%d}",
            f"{PAPERS};VALUE=DATE:{meeting.papers_by:%Y%m%d}",
            f"SUMMARY:{_safe(meeting.name)}",
            f"COMMENT:{_safe(meeting.note)}",
            f"DESCRIPTION:{_safe(chr(10).join(meeting.lines))}",
            "END:VEVENT",
        ]
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _safe(text: str) -> str:
    """Text as a value; control characters other than line breaks have no place in one."""
    cleaned = "".join(sign for sign in text if sign >= " " or sign == "\n")
    return cleaned.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Parts of at most 75 octets, each after the first beginning with a space; no letter is split."""
    part = ""
    for sign in line:
        if len((part + sign).encode()) > 75:
            yield part
            part = " "
        part += sign
    yield part
