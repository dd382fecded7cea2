"""The edition's proposals as a round file: what it prints, as data another system can take in, and no more."""

from __future__ import annotations

import json
from typing import Any

from appendix.snapshot import ProposalSnapshot, Snapshot
from proposals.contents import TextContent
from proposals.economy.summary_rows import FORTROLIGT_FORSLAG, RowFigures, SummaryRow
from proposals.exchange.exporter import document_entry
from proposals.roundfile import FORMAT
from proposals.template import SectionSpec, TemplateSpec

from .blocks import Attachment
from .computed import Computed, compute_snapshot

NAME = "runde.json"
DESCRIPTION = "Rundens forslag som data (rundefil)"
# Kinds of the sections that a proposal's figures and their distribution are computed from.
_COMPUTED_FROM = ("economy", "distribution")


def round_file_text(computed: Computed) -> str:
    """The round file as it is attached and packed; the same edition, the same text."""
    return json.dumps(round_file(computed), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def round_file_attachment(computed: Computed) -> Attachment:
    """The same as what a PDF has attached."""
    return Attachment(NAME, DESCRIPTION, "application/json", round_file_text(computed))


def round_file(computed: Computed) -> dict[str, Any]:
    """The edition as a round file's data, amounts in 1.000 kr. of the level they were written in.

    A proposal that is not printed in full is there by its row alone, and so is one whose economy or distribution is
    left out as confidential, since a round file has figures either by lines or by row. Another section that is left
    out is there by the sentence that stands for it. What was printed before (`published`) is not the edition's.
    """
    snapshot = computed.snapshot
    written = compute_snapshot(snapshot.model_copy(update={"price": None})) if snapshot.price else computed
    return {
        "format": FORMAT,
        "markup": "html",
        "round": _round(snapshot),
        "proposals": [
            _printed(one.snapshot, closed=computed.bilag.closed)
            if written.prints(one) and _whole(one.snapshot)
            else _row(one.snapshot, row, snapshot)
            for one, row in zip(written.proposals, written.rows, strict=True)
        ],
    }


def _round(snapshot: Snapshot) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": snapshot.round.name,
        "kind": snapshot.round.kind,
        "price_level": snapshot.round.price_level,
        "years": [snapshot.round.years[0], snapshot.round.years[-1]],
        "template": _template(snapshot),
        "pools": [pool.model_dump() for pool in snapshot.pools],
        "criteria": snapshot.round.criteria,
        "presentation": snapshot.round.presentation,
    }
    if snapshot.intro is not None:
        entry["introductions"] = {str(snapshot.bilag): {"text": snapshot.intro, "computed": False}}
    if snapshot.price:
        entry["indices"] = snapshot.price.indices
    else:
        # Where amounts are converted those in the footnotes are, too.
        entry["footnotes"] = [note.model_dump() for note in snapshot.footnotes]
    return entry


def _template(snapshot: Snapshot) -> dict[str, Any]:
    """The forms the proposals were written in, the newest of each type; one known by its row alone has facts alone."""
    forms: dict[str, TemplateSpec] = {}
    for one in snapshot.proposals:
        form = one.document.template if one.document else None
        if form and (one.type not in forms or forms[one.type].version < form.version):
            forms[one.type] = form
    missing = sorted({one.type for one in snapshot.proposals} - forms.keys())
    known = next(iter(forms.values()), None)
    code = known.code if known else "raekker"
    bare = [_bare_form(code, type) for type in missing]
    return {"code": code, "forms": [form.model_dump(mode="json") for form in (*forms.values(), *bare)]}


def _bare_form(code: str, type: Any) -> TemplateSpec:
    return TemplateSpec(
        code=code,
        type=type,
        name="Rækker",
        heading="FORSLAG",
        heading_cross_cutting="FORSLAG",
        annex_heading="",
        annex_heading_cross_cutting="",
        sections=[SectionSpec(key="facts", kind="facts", heading="Forslaget", part="front")],
    )


def _whole(proposal: ProposalSnapshot) -> bool:
    """Whether nothing is left out that its figures are computed from."""
    assert proposal.document is not None
    left_out = {one.key for one in proposal.document.sections if isinstance(one.content, TextContent)}
    return not any(one.key in left_out for one in proposal.document.template.sections if one.kind in _COMPUTED_FROM)


def _printed(proposal: ProposalSnapshot, *, closed: bool) -> dict[str, Any]:
    assert proposal.document is not None
    # A file has no part that only some may read, so who takes a closed one in has the whole proposal closed.
    confidential = proposal.confidential or (closed and bool(proposal.confidential_sections))
    return {
        **document_entry(proposal.document),
        **_facts(proposal, confidential=confidential),
        "title": proposal.document.title or proposal.title,
        "hearings": [hearing.model_dump() for hearing in proposal.hearings],
        "process": _process(proposal, printed_title=proposal.title),
    }


def _row(proposal: ProposalSnapshot, row: SummaryRow, snapshot: Snapshot) -> dict[str, Any]:
    """What the tables print of it and nothing else."""
    return {
        **_facts(proposal, confidential=proposal.confidential),
        "title": FORTROLIGT_FORSLAG if row.confidential and row.title_withheld else proposal.title,
        "price_level": snapshot.round.price_level,
        "years": [],
        "row_figures": _figures(row),
        "process": _process(proposal),
    }


def _facts(proposal: ProposalSnapshot, *, confidential: bool) -> dict[str, Any]:
    return {
        "number": proposal.number or None,
        "type": proposal.type,
        "cross_cutting": proposal.cross_cutting,
        "administration": proposal.administration,
        "committee": proposal.committee,
        "confidential": confidential,
        "criteria": proposal.criteria,
        "body_in_appendix": proposal.body_in_appendix,
    }


def _process(proposal: ProposalSnapshot, printed_title: str = "") -> dict[str, Any]:
    return {
        "state": "approved" if proposal.approved else "submitted",
        "printed_title": printed_title,
        "confidential_title": proposal.confidential_title,
        "treatments": [{"date": day.isoformat()} for day in proposal.treated],
    }


def _figures(row: SummaryRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in RowFigures.__annotations__}
