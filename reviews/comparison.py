"""Two versions of a proposal side by side: what changed section by section, and the figures with their change."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from proposals.assemble import assemble
from proposals.compare.difference import empty_like
from proposals.compare.labels import Labels, signed
from proposals.compare.shown import ShownDifference, shown_difference
from proposals.confidentiality import redacted
from proposals.contents import EconomyContent
from proposals.document import Document
from proposals.drafts import figures_of
from proposals.economy.model import UnitBook
from proposals.economy.numbers import thousand
from proposals.models import Administration, Proposal
from proposals.units import unit_book

from .models import Revision
from .revisions import document_of

DRAFT = "kladde"
AMOUNTS = {
    "investment": gettext_lazy("Investering i alt"),
    "investment_service": gettext_lazy("Investering, service"),
    "investment_anlaeg": gettext_lazy("Investering, anlæg"),
    "efficiency_service": gettext_lazy("Effektivisering, service, ved fuld indfasning"),
    "transfers": gettext_lazy("Overførsler m.m. ved fuld indfasning"),
}
PAYBACKS = {
    "payback_total": gettext_lazy("Tilbagebetalingstid baseret på totaløkonomi"),
    "payback_service": gettext_lazy("Tilbagebetalingstid baseret på serviceeffektivisering"),
}


@dataclass(frozen=True)
class Version:
    """A version that can be compared: a frozen one by its number, or the draft as it stands (DRAFT)."""

    name: str
    label: str
    at: datetime.datetime
    by: str
    document: Document
    figures: dict[str, Any]


@dataclass(frozen=True)
class ComparedFigure:
    """A figure before and after, in words, with its change ("" where it has none)."""

    label: str
    old: str
    new: str
    change: str

    @property
    def differs(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class ComparedSection:
    """A section in the newer version's order; `status` "" for one that both versions have."""

    key: str
    heading: str
    status: str
    change: ShownDifference


@dataclass(frozen=True)
class Comparison:
    """`same`: key and heading of the sections that did not change.

    `figures` are empty where neither version has an economy.
    """

    old: Version
    new: Version
    changed: list[ComparedSection]
    same: list[tuple[str, str]]
    figures: list[ComparedFigure]


def choices(proposal: Proposal) -> list[tuple[str, str]]:
    """The versions that can be compared, the newest first: name and label."""
    return [(DRAFT, _("Forslaget, som det står nu")), *frozen_choices(proposal)]


def frozen_choices(proposal: Proposal) -> list[tuple[str, str]]:
    """The versions that were frozen, the newest first: number and label."""
    words = _("Version %(number)d, %(purpose)s %(day)s")
    return [
        (
            str(row.number),
            words
            % {
                "number": row.number,
                "purpose": row.get_purpose_display().lower(),
                "day": date_format(timezone.localdate(row.at), "DATE_FORMAT"),
            },
        )
        for row in proposal.revisions.all()
    ]


def version(proposal: Proposal, name: str) -> Version:
    """The version of that name among `choices`, without what is confidential to the proposal's reader.

    Revision.DoesNotExist for no such number.
    """
    if name == DRAFT:
        document = assemble(proposal)
        figures = figures_of(document)
        stored = figures.as_json() if figures else {}
        whole = Version(DRAFT, _("Forslaget, som det står nu"), proposal.updated_at, "", document, stored)
        return _shown(whole, proposal.hidden)
    found = frozen_version(proposal.revisions.get(number=int(name)))
    return _shown(found, proposal.hidden)


def _shown(whole: Version, hidden: Collection[str]) -> Version:
    """The version without the hidden sections, and without the figures where they are made of one."""
    document = redacted(whole.document, hidden)
    without_economy = document.first(EconomyContent) is None
    return replace(whole, document=document, figures={} if without_economy else whole.figures)


def frozen_version(revision: Revision) -> Version:
    label = _("Version %d") % revision.number
    return Version(str(revision.number), label, revision.at, revision.by_name, document_of(revision), revision.figures)


def compare(old: Version, new: Version, keys: Collection[str] = ()) -> Comparison:
    """Everything that differs from the one to the other; in the sections of `keys` alone, where there are any."""
    book = unit_book()
    administrations = dict(Administration.objects.values_list("code", "name"))
    changed, same = [], []
    for section in _sections(old.document, new.document, book, administrations):
        if keys and section.key not in keys:
            continue
        if section.change or section.status:
            changed.append(section)
        else:
            same.append((section.key, section.heading))
    figures = _figures(old.figures, new.figures)
    if keys and not (_has_economy(new.document, keys) and any(figure.differs for figure in figures)):
        figures = []
    return Comparison(old, new, changed, same, figures)


def _has_economy(document: Document, keys: Collection[str]) -> bool:
    return any(isinstance(document.content(key), EconomyContent) for key in keys)


def _sections(old: Document, new: Document, book: UnitBook, administrations: dict[str, str]) -> list[ComparedSection]:
    before = {section.key: section.content for section in old.sections}
    after = {section.key: section.content for section in new.sections}
    found = []
    for key in [*after, *(key for key in before if key not in after)]:
        was, now = before.get(key), after.get(key)
        if was is not None and now is not None and type(was) is not type(now):
            # A template can give a key to another kind of section; then it is another section.
            was = None
        status = _("Nyt afsnit") if was is None else _("Afsnittet er væk") if now is None else ""
        shown = now if now is not None else was
        assert shown is not None
        was, now = (empty_like(shown) if content is None else content for content in (was, now))
        labels = Labels.of((now, was), book, administrations, (new, old))
        found.append(ComparedSection(key, _heading(key, new, old), status, shown_difference(was, now, labels)))
    return found


def _heading(key: str, *documents: Document) -> str:
    spec = next(filter(None, (document.template.section(key) for document in documents)), None)
    return f"{spec.number} {spec.heading}".strip() if spec else key


def _figures(old: dict[str, Any], new: dict[str, Any]) -> list[ComparedFigure]:
    if not old and not new:
        return []
    rows = []
    for name, label in AMOUNTS.items():
        was, now = old.get(name), new.get(name)
        change = signed((now or 0) - (was or 0)) if was != now else ""
        rows.append(ComparedFigure(str(label), _amount(was), _amount(now), change))
    for name, label in PAYBACKS.items():
        was, now = old.get(name) or {}, new.get(name) or {}
        rows.append(ComparedFigure(str(label), _payback(was), _payback(now), _years(was, now)))
    return rows


def _amount(amount: int | None) -> str:
    return "–" if amount is None else thousand(amount)


def _payback(payback: dict[str, int | None]) -> str:
    if payback.get("years") is None:
        return "–"
    words = ngettext("%(years)s år (%(year)s)", "%(years)s år (%(year)s)", payback["years"])
    return words % payback


def _years(old: dict[str, int | None], new: dict[str, int | None]) -> str:
    was, now = old.get("years"), new.get("years")
    if was is None or now is None or was == now:
        return ""
    return _("%s år") % signed(now - was)
