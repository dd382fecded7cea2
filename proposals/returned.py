"""What CFØ asked to have changed while a proposal stands returned: what that opens, and what is rewritten since."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from .models import Proposal, ProposalState, Section, SectionVersion
from .own_templates import removed_heading
from .template import SectionSpec

# Kind → the kinds that are reckoned from it or must follow it, so that what is asked for can be done.
FOLLOWED_BY = {
    "facts": ("distribution",),
    "calculation": ("economy", "distribution"),
    "economy": ("distribution",),
}


@dataclass(frozen=True)
class AskedSection:
    """A section that was named; `changed`: its content is another than in the version that was returned."""

    key: str
    heading: str
    url: str
    changed: bool


@dataclass(frozen=True)
class Asked:
    """The newest return, whose reason is shown. `sections` is empty where it named none: then all are open."""

    row: Any
    proposal: Proposal

    @cached_property
    def sections(self) -> list[AskedSection]:
        """In the form's order; a section that is gone is left out."""
        spec = self.proposal.template.spec()
        order = [section.key for section in spec.sections]
        rows = {row.key: row for row in self.proposal.sections.filter(key__in=self.row.sections)}
        same = _unchanged(rows.values(), self.row.revision.section_versions)
        keys = sorted(rows, key=lambda key: order.index(key) if key in order else len(order))
        return [self._section(spec.section(key), key, key not in same) for key in keys]

    def _section(self, spec: SectionSpec | None, key: str, changed: bool) -> AskedSection:
        heading = f"{spec.number} {spec.heading}".strip() if spec else removed_heading(self.proposal, key)
        return AskedSection(key, heading, reverse("section", args=[self.proposal.pk, key]), changed)


def asked_for(proposal: Proposal) -> Asked | None:
    """What CFØ asks for now; None unless the proposal stands returned."""
    if proposal.state != ProposalState.RETURNED:
        return None
    row = proposal.returns.select_related("revision").first()
    return Asked(row, proposal) if row else None


def opened_by(sections: Iterable[Section], named: Collection[str]) -> list[str]:
    """The keys a return opens: the named ones and those that follow them; none named (or none there) opens all: []."""
    rows = list(sections)
    follow = {kind for row in rows if row.key in named for kind in FOLLOWED_BY.get(row.kind, ())}
    there = any(row.key in named for row in rows)
    return [row.key for row in rows if there and (row.key in named or row.kind in follow)]


def _unchanged(rows: Iterable[Section], versions: dict[str, int]) -> set[str]:
    """The keys of the sections whose content is that of the version named for it; one query."""
    rows = list(rows)
    old = {
        (version.section_id, version.version): version.content
        for version in SectionVersion.objects.filter(section__in=rows, version__in=set(versions.values()))
    }
    found = set()
    for row in rows:
        number = versions.get(row.key, 0)
        if row.version == number or old.get((row.pk, number)) == row.content:
            found.add(row.key)
    return found
