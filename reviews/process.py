"""The process as data: which step leads from where to where, who may take it and on which conditions.

Everything that shows or takes a step reads this table: the pages, the functions in `reviews.actions`, the
tests and the chart in docs/.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.policy import may
from proposals.models import Proposal, ProposalState, Round

from . import conditions as c
from . import decisions as d
from .models import Decision

DRAFT, SUBMITTED, RETURNED = ProposalState.DRAFT, ProposalState.SUBMITTED, ProposalState.RETURNED
APPROVED, TREATED = ProposalState.APPROVED, ProposalState.TREATED
WITHDRAWN, ARCHIVED = ProposalState.WITHDRAWN, ProposalState.ARCHIVED
WITH_CFO = (SUBMITTED, RETURNED, APPROVED, TREATED)
OPEN = (DRAFT, *WITH_CFO)

# Says why not, in the user's words, or "" where the step can be taken.
Condition = Callable[[Proposal, Any], str]


@dataclass(frozen=True)
class Partly:
    """A step that several take: it leads to its target when there are `enough`; until then `event` is recorded."""

    enough: Callable[[Proposal], bool]
    event: str


@dataclass(frozen=True)
class Step:
    """One step: `action` is its code, `right` the action the policy is asked about, `event` what is recorded.

    `target` None: the proposal stays in its state. `confirm` says on the step's page what will happen.
    `main`: a step on the road from draft to appendix; `danger`: one that is not easily undone;
    `in_archive`: one that may also be taken in a round that is an archive; `round_has`: why the proposal's round does
    without the step, where it does: then it is not spoken of.
    """

    action: str
    sources: tuple[ProposalState, ...]
    target: ProposalState | None
    label: Any
    right: str
    event: str
    confirm: Any
    needs_reason: bool = False
    conditions: tuple[Condition, ...] = ()
    danger: bool = False
    main: bool = False
    in_archive: bool = False
    partly: Partly | None = None
    round_has: Condition | None = None


def next_can_be_taken(proposal: Proposal, user: Any) -> str:
    """Whether the person could take the step that is decided on, were it announced now."""
    return refusal(STEPS[d.next_action(proposal)], user, proposal)


def decided_can_be_taken(proposal: Proposal, _user: Any) -> str:
    """Whether those who decided can still take their steps."""
    refusals = (_of_decider(decision, proposal) for decision in d.open_decisions(proposal))
    return next((why_not for why_not in refusals if why_not), "")


def _of_decider(decision: Decision, proposal: Proposal) -> str:
    if decision.by is None:
        return gettext("%(name)s, der traf beslutningen, er her ikke længere.") % {"name": decision.by_name}
    why_not = refusal(STEPS[decision.action], decision.by, proposal)
    return f"{decision.by_name}: {why_not}" if why_not else ""


# fmt: off
PROCESS: tuple[Step, ...] = (
    Step("submit", (DRAFT, RETURNED), SUBMITTED, _("Indsend til CFØ"), "submit", "submitted",
         _("Forslaget fryses som en ny version, og du skriver under på den. Det kan ikke rettes, mens CFØ har det."),
         conditions=(c.no_errors, c.in_time, c.four_eyes), main=True),
    Step("let_in_late", (DRAFT, RETURNED), None, _("Tillad indsendelse efter fristen"), "let_in_late", "let_in_late",
         _("Forvaltningen kan indsende forslaget, selv om fristen er overskredet."),
         needs_reason=True, conditions=(c.deadline_passed, c.not_let_in)),
    Step("return", (SUBMITTED, APPROVED), RETURNED, _("Returnér til forvaltningen"), "return", "returned",
         _("Forvaltningen får forslaget igen med din begrundelse og kan kun rette de afsnit, du sætter kryds ved. "
           "Underskrifterne på versionen gælder ikke længere."),
         needs_reason=True),
    Step("preapprove", (SUBMITTED,), None, _("Prægodkend"), "preapprove", "preapproved",
         _("Prægodkendelsen gælder præcis den version, der er vist her. Forslaget skal stadig godkendes."),
         conditions=(c.not_preapproved, c.not_own_text, c.not_own_signature), main=True,
         round_has=c.round_preapproves),
    Step("approve", (SUBMITTED,), APPROVED, _("Godkend"), "approve", "approved",
         _("Godkendelsen gælder præcis den version, der er vist her. Rettes forslaget senere, bortfalder den."),
         conditions=(c.preapproved, c.not_own_text, c.not_own_signature, c.not_signed_yet, c.approval_not_held_back),
         main=True, partly=Partly(c.enough_signatures, "signed")),
    Step("decide", (SUBMITTED,), None, _("Beslut uden at offentliggøre"), "decide", "decided",
         _("Beslutningen gælder præcis den version, der er vist her. Kun CFØ kan se den, indtil den offentliggøres."),
         conditions=(d.not_decided, next_can_be_taken)),
    Step("release", (SUBMITTED,), None, _("Offentliggør beslutningen"), "release", "released",
         _("Det, der er besluttet, sker nu: Forvaltningen kan se det og får besked."),
         conditions=(d.has_decision, d.decided_on_newest, d.not_too_many, decided_can_be_taken)),
    Step("drop_decision", (*OPEN, WITHDRAWN), None, _("Fortryd beslutningen"), "decide", "decision_dropped",
         _("Beslutningen, der ikke er offentliggjort, falder væk. Forvaltningen får intet at vide om den."),
         needs_reason=True, conditions=(d.has_decision,)),
    Step("reopen", (SUBMITTED, RETURNED, APPROVED), DRAFT, _("Tag tilbage for at rette"), "reopen", "reopened",
         _("Forslaget bliver en kladde igen, og alle afsnit kan rettes. Underskrift og godkendelse bortfalder, og det "
           "skal indsendes på ny; efter fristen kun med CFØ’s lov."),
         needs_reason=True, conditions=(c.something_locked,)),
    Step("treat", (APPROVED,), TREATED, _("Registrér udvalgets behandling"), "treat", "treated",
         _("Datoen for udvalgets behandling trykkes i bilaget."),
         conditions=(c.committee_not_held_back,), main=True),
    Step("withdraw", OPEN, WITHDRAWN, _("Træk forslaget tilbage"), "withdraw", "withdrawn",
         _("Forslaget udgår af runden, også når det allerede er trykt. Versioner og historik bevares."),
         needs_reason=True, conditions=(c.was_submitted,), danger=True, in_archive=True),
    Step("archive", (DRAFT,), ARCHIVED, _("Arkivér kladden"), "archive", "archived",
         _("Kladden forsvinder fra listerne. Den kan hentes frem igen."), conditions=(c.never_submitted,)),
    Step("restore", (ARCHIVED,), DRAFT, _("Hent frem fra arkivet"), "restore", "restored",
         _("Kladden kan rettes igen.")),
    Step("hand_over", OPEN, None, _("Giv til en anden skribent"), "hand_over", "handed_over",
         _("Den nye skribent får besked og har derefter forslaget på sin forside.")),
    Step("judge_criteria", WITH_CFO, None, _("Vurdér kriterierne"), "judge_criteria", "criteria_judged",
         _("Vurderingen er adskilt fra godkendelsen og ændrer ikke versionen."),
         needs_reason=True, in_archive=True),
    Step("number", WITH_CFO, None, _("Giv nummer"), "number", "numbered",
         _("Nummeret bestemmer forslagets plads i bilaget."), in_archive=True),
    Step("set_confidential", OPEN, None, _("Gør fortroligt"), "set_confidential", "made_confidential",
         _("Kun forvaltningen, CFØ, de spurgte høringsparter og udvalgets sekretær kan se forslaget."),
         needs_reason=True, conditions=(c.not_confidential,), in_archive=True),
    Step("lift_confidential", OPEN, None, _("Ophæv fortroligheden"), "lift_confidential", "confidentiality_lifted",
         _("Alle i kommunen kan se forslaget, når det er hos CFØ, og det trykkes i det åbne bilag."),
         needs_reason=True, conditions=(c.is_confidential,), danger=True, in_archive=True),
    Step("set_sections_confidential", OPEN, None, _("Gør afsnit fortrolige"), "set_confidential",
         "sections_made_confidential",
         _("Overskriften bliver stående i det åbne bilag. Teksten kan kun læses af forvaltningen, CFØ, de spurgte "
           "høringsparter og udvalgets sekretær, og det, der beregnes af afsnittet, følger med."),
         needs_reason=True, conditions=(c.not_confidential,), in_archive=True),
    Step("lift_sections_confidential", OPEN, None, _("Åbn fortrolige afsnit"), "lift_confidential", "sections_lifted",
         _("Alle, der kan se forslaget, kan læse afsnittene, og de trykkes i det åbne bilag."),
         needs_reason=True, conditions=(c.has_closed_sections,), danger=True, in_archive=True),
    Step("prolong_confidential", OPEN, None, _("Forlæng fortroligheden"), "lift_confidential",
         "confidentiality_prolonged", _("Forslaget og dets fortrolige afsnit får en ny sidste dag."),
         needs_reason=True, conditions=(c.has_something_closed,), in_archive=True),
)
HEARINGS: tuple[Step, ...] = (
    Step("ask_hearing", OPEN, None, _("Bed om høring"), "ask_hearing", "hearing_asked",
         _("Høringsparten får besked og svarer på netop den version, der sendes.")),
    Step("answer_hearing", OPEN, None, _("Svar på høringen"), "answer_hearing", "hearing_answered",
         _("Svaret knyttes til den version, I har læst, og trykkes under “Hvem er hørt?”.")),
    Step("renew_hearing", OPEN, None, _("Bed om fornyet svar"), "ask_hearing", "hearing_renewed",
         _("Høringsparten får besked om, hvad der er ændret, og svarer på forslaget, som det står nu.")),
    Step("affirm_hearing", OPEN, None, _("Uændret"), "answer_hearing", "hearing_affirmed",
         _("Jeres tidligere svar gælder også den nye version.")),
    Step("judge_need", OPEN, None, _("Vurdér behovet for høring"), "judge_hearing_need", "hearing_need_judged",
         _("Vurderingen går foran det, der følger af forslagets tekst. Den står i historikken med din begrundelse."),
         needs_reason=True),
    Step("record_hearing", OPEN, None, _("Registrér svar"), "record_hearing", "hearing_recorded",
         _("Svaret registreres på høringspartens vegne og trykkes under “Hvem er hørt?”.")),
    Step("remind_hearing", OPEN, None, _("Påmind"), "ask_hearing", "hearing_reminded",
         _("Høringsparten får en besked om, at der mangler svar.")),
    Step("propose_date", OPEN, None, _("Foreslå en anden dato"), "answer_hearing", "hearing_date_proposed",
         _("De, der har spurgt, får besked og svarer på forslaget. Indtil da gælder den gamle dato."),
         needs_reason=True),
    Step("decide_date", OPEN, None, _("Svar på forslag til dato"), "ask_hearing", "hearing_date_decided",
         _("Høringsparten får besked. Siger du ja, bliver datoen den nye frist for svaret.")),
    Step("attach_minutes", OPEN, None, _("Vedhæft referat"), "attach_minutes", "minutes_attached",
         _("Filen kan læses af høringsparten, forvaltningen og CFØ.")),
    Step("remove_minutes", OPEN, None, _("Fjern referat"), "attach_minutes", "minutes_removed",
         _("Filen kan ikke længere hentes. At den har været der, står i historikken."), needs_reason=True),
    Step("send_link", OPEN, None, _("Send link"), "ask_hearing", "hearing_link_sent",
         _("Modtageren kan læse den version, der er sendt i høring, og svare for høringsparten uden at logge ind.")),
    Step("resend_link", OPEN, None, _("Send linket igen"), "ask_hearing", "hearing_link_resent",
         _("Mailserveren bliver spurgt igen. Linket gælder til samme tid som før.")),
    Step("revoke_link", OPEN, None, _("Træk linket tilbage"), "ask_hearing", "hearing_link_revoked",
         _("Linket holder op med at virke med det samme.")),
    Step("open_link", OPEN, None, _("Læs med link"), "use_link", "hearing_link_opened",
         _("Læsningen skrives i historikken.")),
    Step("answer_by_link", OPEN, None, _("Svar på høringen"), "use_link", "hearing_answered",
         _("Svaret knyttes til den version, I har læst, og trykkes under “Hvem er hørt?”.")),
    Step("withdraw_hearing", OPEN, None, _("Træk høringen tilbage"), "ask_hearing", "hearing_withdrawn",
         _("Høringsparten får besked og skal ikke længere svare."), needs_reason=True),
    Step("overrule", (SUBMITTED, APPROVED, TREATED), None, _("Se bort fra høringen"), "overrule", "hearing_overruled",
         _("Høringen holder ikke længere forslaget tilbage i den version, der er indsendt."),
         needs_reason=True, danger=True),
)
MEETINGS: tuple[Step, ...] = (
    Step("book_meeting", OPEN, None, _("Book et møde"), "book_meeting", "meeting_booked",
         _("Forslaget kommer på mødets dagsorden, og de, der skal se det, får besked.")),
    Step("move_booking", OPEN, None, _("Flyt til et andet møde"), "book_meeting", "meeting_moved",
         _("Forslaget kommer på det nye mødes dagsorden i stedet, og der gives besked."), needs_reason=True),
    Step("cancel_booking", OPEN, None, _("Tag af dagsordenen"), "book_meeting", "meeting_cancelled",
         _("Forslaget kommer ikke på mødet, og der gives besked."), needs_reason=True),
)
COMMENTS: tuple[Step, ...] = (
    Step("comment", OPEN, None, _("Skriv kommentar"), "comment", "comment_added",
         _("Kommentaren trykkes ikke og er ikke en del af det, der skrives under på.")),
    Step("answer_comment", OPEN, None, _("Svar"), "answer_comment", "comment_answered",
         _("De samme personer, som kan se kommentaren, kan se svaret.")),
    Step("edit_comment", OPEN, None, _("Ret"), "change_comment", "comment_edited",
         _("Kommentaren kan rettes, indtil nogen har svaret.")),
    Step("withdraw_comment", OPEN, None, _("Træk tilbage"), "change_comment", "comment_withdrawn",
         _("Kommentarens ord slettes. Der står tilbage, at den er trukket tilbage.")),
    Step("resolve_comment", OPEN, None, _("Markér som løst"), "resolve_comment", "comment_resolved",
         _("Kommentaren tælles ikke længere med blandt de åbne.")),
    Step("reopen_comment", OPEN, None, _("Åbn igen"), "resolve_comment", "comment_reopened",
         _("Kommentaren tælles igen med blandt de åbne.")),
)
# fmt: on
STEPS: dict[str, Step] = {step.action: step for step in PROCESS + HEARINGS + MEETINGS + COMMENTS}


@dataclass(frozen=True)
class Offer:
    """A step as it is offered to a person: a button where allowed, else the reason why not.

    `has_right`: it is the person's to take, once what stands in the way is gone.
    """

    action: str
    label: str
    allowed: bool
    why_not: str = ""
    has_right: bool = False
    danger: bool = False
    main: bool = False


def available(user: Any, proposal: Proposal) -> list[Offer]:
    """The steps that lead from the proposal's state, in the table's order, allowed or with the reason why not."""
    return [
        offer(step, user, proposal)
        for step in PROCESS
        if proposal.state in step.sources and not (step.round_has and step.round_has(proposal, user))
    ]


def offer(step: Step, user: Any, proposal: Proposal) -> Offer:
    """One step, offered to one person."""
    why_not = refusal(step, user, proposal)
    has_right = bool(may(user, step.right, proposal))
    return Offer(step.action, str(step.label), not why_not, why_not, has_right, step.danger, step.main)


def refusal(step: Step, user: Any, proposal: Proposal, subject: Any = None) -> str:
    """Why the person cannot take the step now: right, legal edge, round, conditions; "" if they can.

    `subject` is what the policy is asked about where that is not the proposal (a hearing request).
    """
    right = may(user, step.right, subject or proposal)
    if not right:
        return right.reason
    if proposal.state not in step.sources:
        return gettext("“%(step)s” kan ikke bruges, når forslaget er i tilstanden “%(state)s”.") % {
            "step": step.label,
            "state": proposal.get_state_display(),
        }
    if why_not := _round_refusal(step, proposal.round):
        return why_not
    if step.round_has and (why_not := step.round_has(proposal, user)):
        return why_not
    return next((why for condition in step.conditions if (why := condition(proposal, user))), "")


def _round_refusal(step: Step, round: Round) -> str:
    if step.in_archive and round.replaced_at is None:
        return ""
    return round.why_closed()
