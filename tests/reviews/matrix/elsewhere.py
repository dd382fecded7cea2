"""Every address that is no proposal's: of rounds, of CFØ, of people and of oneself."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from reviews.models import Notification
from reviews.setup.topics import TOPICS

from .looking import FORBIDDEN, LOGIN, MISSING, OK
from .people import ADMINISTRATORS, CFO, NOT_SIGNED_IN, ROLES, SIGNED_IN, WRITERS
from .stage import Stage


@dataclass(frozen=True)
class Place:
    """`may`: who is let in; others are refused, those in `missing` are told that it is not there.

    `public`: nobody has to sign in.
    """

    name: str
    may: Collection[str] = frozenset(SIGNED_IN)
    args: Callable[[Stage], list[Any]] = lambda _stage: []
    method: str = "GET"
    data: dict[str, Any] = field(default_factory=dict)
    missing: Collection[str] = ()
    then: str = OK
    query: str = ""
    public: bool = False

    def expected(self, name: str) -> str:
        if name in NOT_SIGNED_IN and not self.public:
            return LOGIN
        if name in self.may or self.public:
            return self.then
        return MISSING if name in self.missing else FORBIDDEN


def _round(*more: Any) -> Callable[[Stage], list[Any]]:
    return lambda stage: [stage.round.pk, *more]


def _person(name: str) -> Callable[[Stage], list[Any]]:
    return lambda stage: [stage.people[name].pk]


def _role_of(name: str) -> Callable[[Stage], list[Any]]:
    return lambda stage: [stage.people[name].memberships.get(substitute_for=None).pk]


def _message(stage: Stage) -> list[Any]:
    return [Notification.objects.filter(recipient=stage.people["own writer"]).first().pk]


def _out(stage: Stage) -> list[Any]:
    return [stage.round.pk, Notification.objects.filter(event__proposal__round=stage.round).first().pk]


def _both(name: str, may: Collection[str], args: Callable[[Stage], list[Any]], **more: Any) -> list[Place]:
    return [Place(name, may, args, **more), Place(name, may, args, method="POST", **more)]


def _all_but(*names: str) -> set[str]:
    return SIGNED_IN - set(names)


_med, _sud = ("part", "med_udvalg"), ("udvalg", "SUD")
_keeps_med = CFO | {"asked body", "reader in the asked body"}
_lists = [
    Place("front"), Place("rounds"), Place("meetings", args=_round()),
    Place("round", args=_round()), Place("round", args=_round(), query="?state=draft"),
    Place("round-export", args=_round()),
    Place("round-history", args=_round()), Place("round-history", args=_round(), query="?fil=csv"),
    Place("meeting-place", args=_round(*_med)), Place("meeting-place", args=_round(*_sud)),
    Place("meeting-file", args=_round(*_med)),
    Place("messages"), *_both("message-choices", SIGNED_IN, lambda _stage: []),
    Place("proposal-reuse", WRITERS, _round()), *_both("proposal-new", WRITERS, _round()),
]  # fmt: skip
_meetings = [
    *_both("meeting-edit", _keeps_med, _round(*_med)), *_both("meeting-import", _keeps_med, _round(*_med)),
    *_both("meeting-edit", CFO | {"own secretary"}, _round(*_sud)),
    *_both("meeting-import", CFO | {"own secretary"}, _round(*_sud)),
]  # fmt: skip
_of_cfo = [
    *_both("outbox", CFO, _round()), Place("outbox-message", CFO, _out),
    *(Place(name, CFO, _round()) for name in ("desk", "desk-list", "desk-charts", "desk-export", "desk-decisions")),
    *_both("desk-bulk", CFO, _round(), query="?handling=remind&alle=1"), Place("desk-bulk-done", CFO, _round()),
    Place("appendix", CFO, _round()), *(Place("appendix", CFO, _round(bilag)) for bilag in (7, 8, 10)),
    Place("appendix-intro", CFO, _round(7), "POST"), Place("appendix-build", CFO, _round(7), "POST"),
    Place("reconciliation", CFO, _round()),
    Place("edition", CFO, lambda stage: [stage.edition.pk]),
    Place("errata", CFO, lambda stage: [stage.edition.pk]),
    Place("errata-build", CFO, lambda stage: [stage.edition.pk, 1], "POST"),
    Place("errata-file", CFO, lambda stage: [stage.errata_file.pk]),
    Place("edition-web", CFO, lambda stage: [stage.edition.pk]),
    Place("edition-publish", CFO, lambda stage: [stage.edition.pk], "POST", data={"public": "1"}),
    Place("package-build", CFO, lambda stage: [stage.edition.pk], "POST"),
    Place("package-file", CFO, lambda stage: [stage.package_file.pk]),
    Place("control-sheet", CFO, lambda stage: [stage.edition.pk]),
    Place("edition-build-again", CFO, lambda stage: [stage.edition.pk], "POST"),
    Place("edition-check", CFO, lambda stage: [stage.edition.pk], "POST"),
    Place("job", CFO, lambda stage: [stage.job.pk]), Place("job-retry", CFO, lambda stage: [stage.job.pk], "POST"),
    Place("job-cancel", CFO, lambda stage: [stage.job.pk], "POST"),
    Place("export-file", CFO, lambda stage: [stage.file.pk]),
    *_both("round-copy", CFO, _round()), Place("round-setup", CFO, _round()),
    *_both("round-setup-state", CFO, _round("arkiver")),
    *(row for topic in TOPICS for row in _both("round-setup-topic", CFO, _round(topic))),
    Place("round-setup-template", CFO, _round("investment")),
    *_both("round-setup-headings", CFO, _round("investment")),
    *_both("round-setup-section-new", CFO, _round("investment")),
    *_both("round-setup-section", CFO, _round("investment", "economy")),
    Place("round-setup-empty", CFO, _round("investment")),
]  # fmt: skip
_of_people = [
    Place("people", ADMINISTRATORS), *_both("role-give", ADMINISTRATORS, lambda _stage: []),
    Place("person", {"administrator", "own administrator", "own signer"}, _person("own signer"),
          missing={"other administrator"}),
    *_both("account-close", {"administrator", "own administrator"}, _person("own signer"),
           missing={"other administrator"}),
    *_both("role-take", {"administrator", "own administrator"}, _role_of("own signer"),
           missing=_all_but("own signer")),
    *_both("role-substitute", {"administrator", "own administrator", "own signer"}, _role_of("own signer"),
           missing=SIGNED_IN),
    Place("person-history", CFO | {"administrator", "own writer"}, _person("own writer"), missing=SIGNED_IN),
    Place("person-history", CFO | {"administrator", "reader"}, _person("reader"), missing=SIGNED_IN),
    Place("security-log", {"administrator"}),
]  # fmt: skip
_of_oneself = [
    Place("message", {"own writer"}, _message, missing=SIGNED_IN), Place("messages-read", method="POST"),
    Place("saved-filter-save", method="POST", data={"page": "round", "name": "Mine", "query": "state=draft"}),
    Place("saved-filter-delete", (), lambda stage: [stage.filter.pk], "POST", missing=SIGNED_IN),
    Place("saved-filter-default", (), lambda stage: [stage.filter.pk], "POST", missing=SIGNED_IN),
    Place("rich-text-clean", method="POST", data={"html": "<p>a</p>"}),
    Place("account_set_password", SIGNED_IN),
    Place("account_logout", SIGNED_IN, public=True), *_both("account_change_password", SIGNED_IN, lambda _stage: []),
]  # fmt: skip
_for_all = [
    *(Place(name, ROLES, public=True) for name in (
        "health", "favicon", "account_login", "account_inactive", "account_signup", "account_reset_password",
        "account_reset_password_done",
    )),
    Place("account_reset_password_from_key", ROLES, lambda _stage: ["x", "y"], public=True),
    Place("set_language", ROLES, method="POST", data={"language": "da"}, public=True),
    # No token of ours.
    Place("public-edition", ROLES, lambda _stage: ["forkert"], then=MISSING, public=True),
    Place("public-file", ROLES, lambda _stage: ["forkert", "pdf"], then=MISSING, public=True),
    Place("hearing-link", ROLES, lambda _stage: ["forkert"], then=MISSING, public=True),
]  # fmt: skip
ELSEWHERE: list[Place] = [*_lists, *_meetings, *_of_cfo, *_of_people, *_of_oneself, *_for_all]
