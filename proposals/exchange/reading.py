"""Reads a round file and finds every fault in it at once, each with its place."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from ..roundfile import CODE, FULL, RoundFile
from .references import reference_faults

MAX_BYTES = 50 * 1024 * 1024
MAX_DEPTH = 100
MAX_DIGITS = 100
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong and where, e.g. `proposals[3].lines[1].amounts.2027: not a whole number`."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class BrokenRoundFile(Exception):
    """The file is refused whole; `faults` are all that were found, in the order of the file."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(frozen=True)
class ReadRound:
    """A sound round file: typed, and as it was written (for what is kept as it is)."""

    file: RoundFile
    raw: dict[str, Any]


def decode(content: bytes) -> dict[str, Any]:
    """The file's bytes as JSON data; BrokenRoundFile when they are not a JSON object in UTF-8."""
    if len(content) > MAX_BYTES:
        raise BrokenRoundFile([Fault("", f"the file is larger than {MAX_BYTES // 1024 // 1024} MB")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenRoundFile([Fault("", f"not UTF-8: byte {error.start + 1} cannot be read")]) from None
    try:
        data = json.loads(
            text,
            object_pairs_hook=_Object,
            parse_constant=_no_constant,
            parse_int=_whole,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BrokenRoundFile([Fault("", f"not JSON: {error.msg} ({place})")]) from None
    except RecursionError:
        raise BrokenRoundFile([Fault("", "not a round file: nested too deeply")]) from None
    except ValueError as error:
        raise BrokenRoundFile([Fault("", f"not JSON: {error}")]) from None
    if not isinstance(data, dict):
        raise BrokenRoundFile([Fault("", "not a round file: the file must hold one JSON object")])
    return data


def read(data: dict[str, Any]) -> ReadRound:
    """The data as a typed round file; BrokenRoundFile with every fault of form, text and reference."""
    faults = list(_text_faults(data, ()))
    if any(fault.message == _TOO_DEEP for fault in faults):
        raise BrokenRoundFile(faults)
    parsed = None
    try:
        # As JSON: strict about types, and a year is still the text that every JSON key is.
        parsed = RoundFile.model_validate_json(json.dumps(data, ensure_ascii=False).encode(errors="replace"))
    except ValidationError as error:
        faults += [_fault(item) for item in error.errors(include_url=False)]
    known = {fault.place for fault in faults}
    faults += [
        Fault(place_of(place), message) for place, message in reference_faults(data) if place_of(place) not in known
    ]
    if faults or parsed is None:
        raise BrokenRoundFile(sorted(faults, key=_order))
    return ReadRound(parsed, data)


def _order(fault: Fault) -> tuple[int, int]:
    """The order of the file: set-up, then proposal by proposal."""
    proposal = re.match(r"proposals\[(\d+)\]", fault.place)
    return (1, int(proposal[1])) if proposal else (0 if not fault.place.startswith("p") else 2, 0)


def place_of(steps: Place) -> str:
    """A place in the form `proposals[3].lines[1].amounts.2027`."""
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


class _Object(dict):
    """A JSON object that remembers which keys stood in it twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        seen: set[str] = set()
        self.twice = [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _finite(digits: str) -> float:
    if math.isinf(number := float(digits)):
        raise ValueError(f"{digits[:20]} is too large a number")
    return number


def _whole(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


_TOO_DEEP = "nested too deeply"


def _text_faults(value: Any, place: Place) -> Iterator[Fault]:
    """Keys that stand twice and text no database can keep."""
    if len(place) > MAX_DEPTH:
        yield Fault(place_of(place[:5]), _TOO_DEEP)
    elif isinstance(value, dict):
        for key in getattr(value, "twice", ()):
            yield Fault(place_of((*place, key)), "stands twice")
        for key, item in value.items():
            if not _storable(key):
                yield Fault(place_of(place), "a key has characters that cannot be stored")
            yield from _text_faults(item, (*place, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _text_faults(item, (*place, position))
    elif isinstance(value, str) and not _storable(value):
        yield Fault(place_of(place), "has characters that cannot be stored")


def _storable(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


_MESSAGES = {
    "missing": "missing",
    "extra_forbidden": "unknown key",
    "int_type": "not a whole number",
    "int_parsing": "not a whole number",
    "int_from_float": "not a whole number",
    "int_parsing_size": "too large",
    "string_type": "not text",
    "bool_type": "not true or false",
    "list_type": "not a list",
    "tuple_type": "not a list",
    "dict_type": "not an object",
    "model_type": "not an object",
    "model_attributes_type": "not an object",
    "string_too_short": "empty",
    "too_short": "too few entries: at least {min_length}",
    "too_long": "too many entries: at most {max_length}",
    "string_too_long": "longer than {max_length} characters",
    "greater_than_equal": "less than {ge}",
    "less_than_equal": "more than {le}",
    "literal_error": "not one of {expected}",
    "enum": "not one of {expected}",
    "string_pattern_mismatch": "not a key of small letters, digits, - and _",
    "date_type": "not a date (year-month-day)",
    "date_parsing": "not a date (year-month-day)",
    "date_from_datetime_parsing": "not a date (year-month-day)",
    "datetime_type": "not a date with time",
    "datetime_parsing": "not a date with time",
    "datetime_from_date_parsing": "not a date with time",
}


def _fault(error: Any) -> Fault:
    steps = tuple(step for step in error["loc"] if step not in (CODE, FULL))
    if steps and steps[-1] == "[key]":
        return Fault(place_of(steps[:-1]), "not a year between 1990 and 2100")
    message = _MESSAGES.get(error["type"])
    text = message.format(**error.get("ctx", {})) if message else error["msg"]
    return Fault(place_of(steps), text)
