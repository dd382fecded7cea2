"""Takes the open round's proposals to every state, by the steps people take and as those people."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from proposals.assemble import dump_content, read_content
from proposals.drafts import blank_content, refresh_derived, save_section
from proposals.models import HearingBody, Proposal, Round, SectionVersion

from ..actions import deciding, facts, hearing, signing, standing
from ..actions.hearing_date import propose_date
from ..actions.hearing_file import attach_minutes
from ..actions.hearing_link import send_link
from ..actions.hearing_need import judge_need
from ..archive import approve_imported
from ..hearings import holding_back
from ..hearings.status import CFO_BODY
from ..models import HearingRequest
from ..revisions import submitted_revision
from .comments import ask_for_corrections, talk_with
from .meetings import on_committee, on_meeting
from .people import email_of, member_of, person

HoldsBack = HearingBody.HoldsBack
Level = HearingRequest.Level
MINUTES = "Referat. MED drøftede forslaget og ønsker, at medarbejderne inddrages i planlægningen.\n"
Published = dict[str, Any]
CRITERIA_REASONS = {
    "met": "Tilbagebetalingstid og varig effektivisering ligger inden for rundens kriterier.",
    "not_met": "Forslaget ligger uden for rundens kriterier.",
    "separate_political_priority": "Forslaget fremlægges til særskilt politisk prioritering.",
}


def reach_states(round: Round, published: dict[str, Published]) -> None:
    """`published`: the round file's entries by number, with the recorded answers and CFØ's judgement."""
    for number, steps in STORIES.items():
        proposal = round.proposals.get(number=number)
        for step in steps:
            proposal = Proposal.objects.get(pk=proposal.pk)
            step(proposal, published[number])


def _writer(proposal: Proposal) -> Any:
    return person(f"{proposal.administration.code}-skribent")


def _signer(proposal: Proposal) -> Any:
    return person(f"{proposal.administration.code}-underskriver")


def _caseworker() -> Any:
    return person("CFØ-sagsbehandler")


def submit(proposal: Proposal, entry: Published) -> None:
    signing.submit(proposal, _signer(proposal))
    facts.number(proposal, _caseworker(), entry["number"])
    for answer in entry["hearings"]:
        if answer["party"] != CFO_BODY and answer["status"] != "blank":
            hearing.record(
                proposal,
                _caseworker(),
                HearingBody.objects.get(code=answer["party"]),
                heard=answer["status"],
                position="unknown",
                dates=[datetime.date.fromisoformat(date) for date in answer["dates"]],
                text=answer["text"] or "",
            )


def judge(proposal: Proposal, entry: Published) -> None:
    facts.judge_criteria(proposal, _caseworker(), entry["criteria"], CRITERIA_REASONS[entry["criteria"]])


def ask(*bodies: str) -> Callable[[Proposal, Published], None]:
    """Bodies are asked and have not answered yet."""

    def step(proposal: Proposal, _entry: Published) -> None:
        due = timezone.localdate() + datetime.timedelta(days=10)
        for code in bodies:
            body = HearingBody.objects.get(code=code)
            hearing.ask(proposal, _caseworker(), body, question="Er forslaget klar til udvalget?", due=due)

    return step


def heard_before_a_change(proposal: Proposal, _entry: Published) -> None:
    """MED has answered the version before the last, whose risks read otherwise; HR is judged not to be needed."""
    med = HearingBody.objects.get(code="med_udvalg")
    request = hearing.ask(proposal, _writer(proposal), med, level=Level.ADMINISTRATION)
    hearing.answer(
        request, member_of(med), heard="yes", position="remarks", dates=[timezone.localdate()],
        text="MED ønsker, at medarbejderne inddrages i planlægningen.",
    )  # fmt: skip
    attach_minutes(request, member_of(med), SimpleUploadedFile("referat.txt", MINUTES.encode()))
    section = proposal.sections.get(kind="risks")
    content = read_content(section)
    added = "<p>Der er risiko for, at oplæringen tager længere tid end ventet.</p>"
    changed = content.model_copy(update={"text": content.text + added})
    save_section(section, changed, base_version=section.version, by=_writer(proposal))
    reason = "Ingen ansættelsesvilkår ændres."
    judge_need(proposal, _caseworker(), HearingBody.objects.get(code="hr_kredsen"), False, reason)


def asked_by_link(proposal: Proposal, _entry: Published) -> None:
    """A local MED, whose chairman has no account, is asked by a link, and wishes for another date."""
    med = HearingBody.objects.get(code="med_udvalg")
    due = timezone.localdate() + datetime.timedelta(days=7)
    request = hearing.ask(proposal, _writer(proposal), med, detail="Center for tolkning", level=Level.LOCAL, due=due)
    send_link(request, _writer(proposal), email_of("MED-formand"))
    propose_date(request, member_of(med), due + datetime.timedelta(days=7), "Udvalget mødes først ugen efter.")


def _hear(proposal: Proposal, what: str) -> None:
    """Every body that holds something back is asked and supports the proposal."""
    for status in holding_back(proposal, what):
        if status.body.code != CFO_BODY:
            request = hearing.ask(proposal, _caseworker(), status.body)
            hearing.answer(
                request, member_of(status.body), heard="yes", position="supports", dates=[timezone.localdate()]
            )


def approve(proposal: Proposal, _entry: Published) -> None:
    _hear(proposal, HoldsBack.APPROVAL)
    revision = submitted_revision(proposal)
    signing.approve(proposal, person("CFØ-underskriver"), revision.number, revision.sha256)


def decide(proposal: Proposal, _entry: Published) -> None:
    """CFØ has decided, and waits with the others to announce it."""
    _hear(proposal, HoldsBack.APPROVAL)
    revision = submitted_revision(proposal)
    deciding.decide(proposal, person("CFØ-underskriver"), revision.number, revision.sha256)


def treat(proposal: Proposal, _entry: Published) -> None:
    _hear(proposal, HoldsBack.COMMITTEE)
    standing.treat(proposal, person(f"{proposal.committee.code}-sekretær"), timezone.localdate())


def send_back(proposal: Proposal, _entry: Published) -> None:
    signing.return_proposal(
        proposal,
        _caseworker(),
        "Teksten om økonomi forklarer ikke, hvordan udgiften til drift er regnet ud, "
        "og risikoen for forsinkelse mangler.",
        sections=["economy", "risks"],
    )


def withdraw(proposal: Proposal, _entry: Published) -> None:
    standing.withdraw(proposal, _signer(proposal), "Opgaven løses i stedet inden for forvaltningens egen ramme.")


def archive(proposal: Proposal, _entry: Published) -> None:
    standing.archive(proposal, _writer(proposal))


def no_number(proposal: Proposal, _entry: Published) -> None:
    """A number is CFØ's to give, when the proposal is with them."""
    proposal.number = None
    proposal.save(update_fields=["number"])


def half_written(proposal: Proposal, _entry: Published) -> None:
    """Takes out of the draft what its writer has not come to yet."""
    spec = proposal.template.spec()
    for section in proposal.sections.filter(key__in=["implementation", "risks", "administration"]):
        section.content = dump_content(blank_content(spec.section(section.key), proposal.round))
        section.version, section.done, section.saved_at, section.saved_by = 0, False, None, None
        section.save()
        SectionVersion.objects.filter(section=section).delete()
    refresh_derived(proposal)


def known_as_a_row(proposal: Proposal, _entry: Published) -> None:
    """No document of it is in hand, so no one can submit it here: it is taken as approved elsewhere."""
    approve_imported(proposal, by=None)


# Budget 2025's proposals by number, so that every state is there to be seen.
STORIES: dict[str, tuple[Callable[[Proposal, Published], None], ...]] = {
    "BC01": (
        no_number,
        submit,
        judge,
        ask("effektiviseringskredsen", "direktoerkredsen"),
        on_meeting("effektiviseringskredsen", "direktoerkredsen"),
    ),
    "BC02": (no_number, submit, judge, approve, on_committee),
    "BC03": (no_number, submit, judge, approve, treat),
    "BC04": (
        no_number,
        heard_before_a_change,
        submit,
        ask("it_kredsen"),
        asked_by_link,
        on_meeting("it_kredsen"),
        talk_with("it_kredsen"),
        decide,
    ),
    "BC05": (no_number, submit, judge, approve),
    "BC07": (no_number, submit, ask_for_corrections, send_back),
    "BC08": (known_as_a_row, judge),
    "BC09": (no_number, submit, judge, approve, treat),
    "BC11": (no_number, submit, withdraw),
    "BC12": (no_number,),
    "BC13": (no_number, half_written),
    "BC14": (no_number, archive),
}
