"""Starting from what was written before: a copy of a proposal, of one section, or the template's guidance.

Nobody copies what they may not see, and what is confidential stays so: a copy of a confidential proposal is
confidential, and its sections go into confidential proposals only. The event names the round it came from and its
number, never a title.
"""

from __future__ import annotations

from html import escape
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.policy import may, may_create_for

from .assemble import read_content
from .carrying import Contents, carried
from .confidentiality import closed, hidden_sections
from .contents import AdministrationContent, Content, EconomyContent, FactsContent
from .drafts import DraftError, create_proposal, save_section
from .economy.price import PriceError
from .guidance import skeleton
from .models import Administration, Proposal, Round, Section
from .richtext import to_plain
from .signals import happened
from .telling import tell_saved

# Answers, computed tables and what was taken over as printed belong to the proposal they were made for.
NOT_COPIED = ("hearings", "technical", "tables")
# A section of these kinds is copied from the section page.
COPIED_ALONE = (
    "text", "economy", "distribution", "calculation", "administration", "follow_up", "risks", "prioritisation",
    "partners",
)  # fmt: skip


class CannotCopy(DraftError):
    """A copy that was refused; the text is for the person who asked."""


def takes_new(round: Round) -> bool:
    return round.state == Round.State.OPEN and not round.why_closed()


def _carried(source: Proposal, round: Round, price: bool, years: bool, by: Any) -> Contents:
    """Those of the source's sections that the person may read, as the round's, by key."""
    left_out = {s.key for s in source.sections.all() if s.kind in NOT_COPIED} | hidden_sections(by, source)
    contents = {s.key: read_content(s) for s in source.sections.all() if s.key not in left_out}
    economy = next((c for c in contents.values() if isinstance(c, EconomyContent)), None)
    written = economy.price_level if economy else source.round.price_level
    first_year = economy.years[0] if economy else source.round.first_year
    try:
        return carried(contents, source.administration.code, written, first_year, round, price=price, years=years)
    except PriceError as error:
        reason = _(error.message.text) % error.message.values
        raise CannotCopy(_("Tallene kan ikke omregnes. %(reason)s") % {"reason": reason}) from None


@transaction.atomic
def copy_proposal(
    source: Proposal,
    *,
    round: Round,
    administration: Administration,
    title: str,
    by: Any,
    price: bool = False,
    years: bool = False,
) -> Proposal:
    """A new draft in the round with what the source says; see `carrying.carried` for `price` and `years`.

    Text that the round's form has no place for stands under its old heading in the form's first text. CannotCopy
    without the right, where the round takes no new proposals or has no form for the type, or for want of an index.
    """
    for decision in (may(by, "view", source), may_create_for(by, administration.pk)):
        if not decision:
            raise CannotCopy(decision.reason)
    if not takes_new(round):
        raise CannotCopy(_("Runden er lukket. Der kan ikke oprettes nye forslag i den."))
    if source.row_figures is not None:
        raise CannotCopy(_("Forslaget er kun kendt som en række i tabellerne, så der er intet at kopiere."))
    if not round.templates.filter(type=source.type).exists():
        raise CannotCopy(_("Runden har ingen skabelon af den type."))
    contents = _carried(source, round, price, years, by)
    proposal = create_proposal(
        round=round,
        type=source.type,
        administration=administration,
        title=title,
        by=by,
        cross_cutting=source.cross_cutting,
    )
    if source.confidential:
        names = ("confidential", "confidential_reason", "confidential_until", "confidential_title")
        for name in names:
            setattr(proposal, name, getattr(source, name))
        proposal.save(update_fields=names)
    _keep_closed(proposal, source, contents)
    for section, content in _placed(proposal, source, contents, title):
        save_section(section, content, base_version=section.version, by=by)
    told = _from(source) | {"converted": price, "years_moved": years}
    happened.send(sender=Proposal, kind="copied", proposal=proposal, actor=by, reason="", data=told)
    return Proposal.objects.get(pk=proposal.pk)


def _keep_closed(proposal: Proposal, source: Proposal, contents: Contents) -> None:
    """The confidential sections stay so; one that has no place of its own in the round's form is left out."""
    kinds = dict(proposal.sections.values_list("key", "kind"))
    closed_keys = closed(source.confidential_sections, ((key, c.kind) for key, c in contents.items()))
    for key in closed_keys & set(contents):
        if kinds.get(key) != contents[key].kind:
            del contents[key]
    proposal.confidential_sections = {
        key: mark for key, mark in source.confidential_sections.items() if key in contents
    }
    proposal.save(update_fields=["confidential_sections"])


def _placed(proposal: Proposal, source: Proposal, contents: Contents, title: str) -> list[tuple[Section, Content]]:
    """The new proposal's sections with what goes into them: by key, else by kind, else into the first text."""
    order = [spec.key for spec in proposal.template.spec().sections]
    rows = sorted(proposal.sections.all(), key=lambda row: order.index(row.key))
    places: dict[int, Content] = {}
    left: list[tuple[str, Content]] = []
    for key, content in contents.items():
        if isinstance(content, FactsContent):
            content = content.model_copy(update={"title": title})
        free = [row for row in rows if row.kind == content.kind and row.pk not in places]
        same = next((row for row in free if row.key == key), None)
        if same is None and content.kind != "text":
            same = next(iter(free), None)
        if same is None:
            left.append((key, content))
        else:
            places[same.pk] = content
    headings = {spec.key: spec.heading for spec in source.template.spec().sections}
    text_row = next((row for row in rows if row.kind == "text"), None)
    for key, content in left:
        words = getattr(content, "text", "")
        if text_row is None or not to_plain(words):
            continue
        stands = places.get(text_row.pk) or read_content(text_row)
        joined = f"{stands.text}<h3>{escape(headings.get(key, key), quote=False)}</h3>{words}"  # type: ignore[attr-defined]
        places[text_row.pk] = stands.model_copy(update={"text": joined})
    # The basis comes before the economy, whose lines may follow it.
    found = [(row, places[row.pk]) for row in rows if row.pk in places]
    return sorted(found, key=lambda pair: pair[0].kind == "economy")


def section_for_copy(source: Section, target: Section, *, by: Any, price: bool, years: bool) -> Content:
    """What the target would hold after a copy; CannotCopy for want of an index."""
    content = _carried(source.proposal, target.proposal.round, price, years, by)[source.key]
    if isinstance(content, EconomyContent):
        # Its calculations are in another section.
        lines = [line.model_copy(update={"calculation": None}) for line in content.lines]
        content = content.model_copy(update={"lines": lines})
    return content


@transaction.atomic
def copy_section(
    source: Section, target: Section, *, base_version: int, by: Any, price: bool = False, years: bool = False
) -> Section:
    """Puts the source's content in the place of the target's, which stays among its versions.

    Raises CannotCopy, NotEditable or StaleSave.
    """
    for decision in (may(by, "view", source.proposal), may(by, "edit", target.proposal)):
        if not decision:
            raise CannotCopy(decision.reason)
    if source.kind != target.kind or source.kind not in COPIED_ALONE:
        raise CannotCopy(_("Afsnittene er ikke af samme art."))
    if source.proposal.confidential and not target.proposal.confidential:
        raise CannotCopy(_("Afsnittet er fra et fortroligt forslag. Gør først dit forslag fortroligt."))
    if source.key in hidden_sections(by, source.proposal):
        raise CannotCopy(may(by, "read_confidential", source.proposal).reason)
    if _is_closed(source) and not (target.proposal.confidential or _is_closed(target)):
        raise CannotCopy(_("Afsnittet er fortroligt. Gør først dit eget afsnit fortroligt."))
    content = section_for_copy(source, target, by=by, price=price, years=years)
    saved = save_section(target, content, base_version=base_version, by=by)
    tell_saved("section_copied", saved, base_version, by, _from(source.proposal) | {"converted": price})
    return saved


def _is_closed(section: Section) -> bool:
    sections = section.proposal.sections.values_list("key", "kind")
    return section.key in closed(section.proposal.confidential_sections, sections)


def may_begin(section: Section, content: Content, guidance: str) -> bool:
    """Whether the guidance can be put into the section: it has some, and no words stand there yet."""
    return hasattr(content, "text") and not to_plain(content.text) and bool(skeleton(guidance))


@transaction.atomic
def begin_with_guidance(section: Section, *, base_version: int, by: Any) -> Section:
    """Puts the template's guidance into an empty section, marked so that it is never printed."""
    if not (decision := may(by, "edit", section.proposal)):
        raise CannotCopy(decision.reason)
    spec = section.proposal.template.spec().section(section.key)
    content = read_content(section)
    if spec is None or not may_begin(section, content, spec.guidance):
        raise CannotCopy(_("Der er allerede skrevet i afsnittet, eller det har ingen vejledning."))
    begun = content.model_copy(update={"text": skeleton(spec.guidance)})
    saved = save_section(section, begun, base_version=base_version, by=by)
    tell_saved("section_saved", saved, base_version, by)
    return saved


def has_words(content: Content) -> bool:
    """Whether there is anything in a section to copy."""
    blank = {"kind", "schema_number", "price_level", "years", "none", "rows"}
    if isinstance(content, AdministrationContent) and any(row.amounts for row in content.rows):
        return True
    values = content.model_dump(exclude=blank)
    return any(values.values()) or bool(getattr(content, "rows", []) and content.kind != "administration")


def _from(source: Proposal) -> dict[str, Any]:
    """What an event says of the proposal that was copied from."""
    return {"source": source.pk, "from_round": source.round.name, "from_number": source.number or ""}
