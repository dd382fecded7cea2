"""An event's fingerprint: SHA-256 over all it says, where each name of a person counts by a salted digest alone.

So a name can be taken out when its time is over (`anonymise`), salt and all, and the fingerprint still holds.
The form of what is hashed never changes: old events are checked by it too.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import Any

# Keys in Event.data that hold a person's id; the name, where it is told, stands beside it under "<key>_name".
# A name anywhere else in an event could never be taken out of it.
PEOPLE = frozenset({"assignee", "asked_by", "before_writer", "by", "person", "substitute", "writer"})
SUFFIX = "_name"

# A person's id, or that of the link by which a guest without an account came: see `guest`.
Who = int | str | None
# Given the place, the person's id and the name; gives what is to stand there.
Replace = Callable[[str, Who, str], str]


def seal(event: Any) -> None:
    """Fills in `names` and `digest` of a new event, and brings its data to the form the database gives back."""
    event.data = json.loads(json.dumps(event.data))
    event.names = {}
    for place, _person, name in named(event):
        salt = secrets.token_hex(16)
        event.names[place] = {"salt": salt, "digest": name_digest(salt, name)}
    event.digest = digest_of(event)


def name_digest(salt: str, name: str) -> str:
    return _sha256(f"{salt}:{name}")


def digest_of(event: Any) -> str:
    """The fingerprint of the event as it stands, in 64 hexadecimal digits."""

    def by_digest(place: str, _person: Who, name: str) -> str:
        return event.names[place]["digest"] if place in event.names else name

    content = {
        "kind": event.kind,
        "at": event.at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        "round": event.round_id,
        "proposal": event.proposal_id,
        "subject": event.subject,
        "actor": event.actor_id,
        "actor_name": by_digest("actor", event.actor_id, event.actor_name),
        "actor_role": event.actor_role,
        "reason": event.reason,
        "data": with_names(event.data, by_digest),
        "request_id": event.request_id,
    }
    return _sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def link_hash(sequence: int, previous: str, digest: str) -> str:
    """The chain's hash at an event: over its place, the hash before it ("" for the first) and its fingerprint."""
    return _sha256(f"{sequence}:{previous}:{digest}")


def guest(link: int) -> str:
    """Whoever came by the link, where the id of a person would stand."""
    return f"link:{link}"


def named(event: Any) -> Iterator[tuple[str, Who, str]]:
    """Every name in the event: its place, the person's id (a guest's: `guest`) and the name as it stands."""
    found: list[tuple[str, Who, str]] = [("actor", _who_acted(event), event.actor_name)]

    def collect(place: str, person: Who, name: str) -> str:
        found.append((place, person, name))
        return name

    with_names(event.data, collect)
    yield from found


def _who_acted(event: Any) -> Who:
    if event.actor_id is None and "link" in event.data and "pseudonym" not in event.data:
        return guest(event.data["link"])
    return event.actor_id


def take_out(event: Any, pseudonyms: Mapping[Who, str]) -> bool:
    """Replaces the names of these people in the event, and drops their salts; whether there were any."""
    taken = {place for place, person, _name in named(event) if person in pseudonyms and place in event.names}

    def replaced(place: str, person: Who, name: str) -> str:
        return pseudonyms[person] if place in taken else name

    event.actor_name = replaced("actor", _who_acted(event), event.actor_name)
    event.data = with_names(event.data, replaced)
    event.names |= {place: {**event.names[place], "salt": ""} for place in taken}
    return bool(taken)


def with_names(value: Any, replace: Replace, place: str = "data") -> Any:
    """The data with each name in it replaced."""
    if isinstance(value, list):
        return [with_names(one, replace, f"{place}/{number}") for number, one in enumerate(value)]
    if not isinstance(value, dict):
        return value
    return {
        key: replace(f"{place}/{key}", value.get(key.removesuffix(SUFFIX)), one)
        if _is_name(key, one)
        else with_names(one, replace, f"{place}/{key}")
        for key, one in value.items()
    }


def _is_name(key: str, value: Any) -> bool:
    return key.endswith(SUFFIX) and key.removesuffix(SUFFIX) in PEOPLE and isinstance(value, str)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
