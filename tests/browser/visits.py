"""Every page with an address, and who is to be seen on it in which state of a proposal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from proposals.findings import findings_of
from proposals.models import Proposal, ProposalState
from reviews.actions import ACTIONS
from reviews.comments import seen
from reviews.demo.people import person
from reviews.desk.bulk import BULK
from reviews.models import HearingLink, Notification
from reviews.process import STEPS
from reviews.setup.topics import TOPICS

from .looks import Visit, Visits, every_stage, everybody, one, reader, stranger
from .stage import ADMINISTRATOR, APPROVER, CASEWORKER, READER, Stage

LOCAL = "BIF-administrator"


def edition_webs(stage: Stage) -> Visits:
    """An edition as a page, searched with hits and in vain."""
    for query in ("", "?q=drift", "?q=findesikke"):
        yield Visit(person(CASEWORKER), reverse("edition-web", args=[stage.edition.pk]) + query)


def public_editions(stage: Stage) -> Visits:
    """By its link, which nobody has to sign in for."""
    yield Visit(None, reverse("public-edition", args=[stage.published.public_token]))


def errata(stage: Stage) -> Visits:
    """Of the first edition, which has none, of a later one, and asked for one there is not."""
    for edition, query in ((stage.first_edition, ""), (stage.edition, ""), (stage.edition, "?fra=99")):
        yield Visit(person(CASEWORKER), reverse("errata", args=[edition.pk]) + query)


def rounds(stage: Stage) -> Visits:
    yield from everybody(lambda stage: reverse("round", args=[stage.round.pk]))(stage)
    yield Visit(person(CASEWORKER), reverse("round", args=[stage.old_round.pk]))
    yield Visit(person(CASEWORKER), reverse("round", args=[stage.round.pk]) + "?q=findes+ikke")
    yield Visit(person(CASEWORKER), reverse("round", args=[stage.round.pk]) + "?state=draft")


def sections(stage: Stage) -> Visits:
    """Each section to be written, empty and filled, and to be read; printed tables as they were taken over."""
    readers = [(stage.in_state("treated"), person(READER)), (stage.number("BC02"), person(CASEWORKER))]
    writers = [(draft, stage.writer(draft)) for draft in (stage.blank, stage.ready, stage.in_state("returned"))]
    seen = set()
    for proposal, who in (*writers, *readers):
        for section in proposal.sections.all():
            look = (section.kind, section.version > 0, proposal.editable)
            if look not in seen:
                seen.add(look)
                yield Visit(who, reverse("section", args=[proposal.pk, section.key]))


def steps(stage: Stage) -> Visits:
    """Each step from each state it leads from, as someone whose it is: its form, or why it cannot be taken now."""
    for action in ACTIONS:
        for state in STEPS[action].sources:
            if proposal := stage.in_state(ProposalState(state)):
                yield Visit(stage.who_may(action, proposal), reverse("action", args=[proposal.pk, action]))
    yield Visit(person(CASEWORKER), reverse("action", args=[stage.row.pk, "lift_confidential"]))
    yield Visit(stage.signer(stage.half_written), reverse("action", args=[stage.half_written.pk, "submit"]))
    yield Visit(person(APPROVER), reverse("action", args=[stage.number("BC01").pk, "approve"]))


def revisions(stage: Stage) -> Visits:
    for state in ("submitted", "treated", "withdrawn"):
        proposal = stage.in_state(state)
        for revision in proposal.revisions.all():
            yield Visit(stage.writer(proposal), reverse("revision", args=[proposal.pk, revision.number]))


def findings(stage: Stage) -> Visits:
    """A warning about words, where it may be judged."""
    proposal = stage.half_written
    key = next(finding.key for finding in findings_of(proposal).warnings if finding.key)
    yield Visit(stage.writer(proposal), reverse("finding", args=[proposal.pk, key]))


def section_versions(stage: Stage) -> Visits:
    """Of each kind of section, in a draft and in a proposal that is locked."""
    for proposal in (stage.ready, stage.in_state("submitted")):
        for section in proposal.sections.all():
            yield Visit(stage.writer(proposal), reverse("section-versions", args=[proposal.pk, section.key]))


def section_version(stage: Stage) -> Visits:
    for section in stage.ready.sections.exclude(version=0):
        address = reverse("section-version", args=[stage.ready.pk, section.key, section.versions.last().version])
        yield Visit(stage.writer(stage.ready), address)


def comparisons(stage: Stage) -> Visits:
    yield from every_stage("compare")(stage)
    for state in ("returned", "treated"):
        proposal = stage.in_state(state)
        address = reverse("compare", args=[proposal.pk])
        yield Visit(stage.writer(proposal), f"{address}?fra=1&til=1")
        yield Visit(stage.writer(proposal), f"{address}?fra=1&til=kladde")


def _people_around(stage: Stage) -> Iterator[tuple[Proposal, User]]:
    """The proposal whose hearing waits and the one returned, each with those who write comments on it."""
    for proposal in (stage.asked.proposal, stage.in_state("returned")):
        yield proposal, stage.writer(proposal)
        yield proposal, person(CASEWORKER)
    yield stage.asked.proposal, stage.member()


def comment_lists(stage: Stage) -> Visits:
    yield from every_stage("comments")(stage)
    for proposal, who in _people_around(stage):
        for shown in ("alle", "mine", "loeste"):
            yield Visit(who, reverse("comments", args=[proposal.pk]) + f"?vis={shown}")


def comment_threads(stage: Stage) -> Visits:
    """Every thread of theirs: to answer, answered, settled."""
    for proposal, who in _people_around(stage):
        for comment in seen(proposal, who).filter(parent=None):
            yield Visit(who, reverse("comment", args=[proposal.pk, comment.pk]))


def comment_edits(stage: Stage) -> Visits:
    for proposal, who in _people_around(stage):
        for comment in seen(proposal, who).filter(by=who):
            yield Visit(who, reverse("comment-edit", args=[proposal.pk, comment.pk]))


def histories(stage: Stage) -> Visits:
    yield from every_stage("history")(stage)
    treated = stage.in_state("treated")
    address = reverse("history", args=[treated.pk])
    yield Visit(stage.writer(treated), f"{address}?kind=submitted&since=1.1.2100")
    yield Visit(stage.writer(treated), f"{address}?since=i+morgen")


def round_histories(stage: Stage) -> Visits:
    for name in (CASEWORKER, READER, ADMINISTRATOR):
        yield Visit(person(name), reverse("round-history", args=[stage.round.pk]))


def person_histories(stage: Stage) -> Visits:
    """One's own, and somebody else's."""
    for name in (CASEWORKER, "BIF-skribent", "Læser"):
        yield Visit(person(name), reverse("person-history", args=[person(name).pk]))
    yield Visit(person(ADMINISTRATOR), reverse("person-history", args=[person("BIF-skribent").pk]))


def previews(stage: Stage) -> Visits:
    yield from every_stage("preview")(stage)
    treated = stage.in_state("treated")
    yield Visit(stage.writer(treated), reverse("preview", args=[treated.pk]) + "?revision=1")


def of_the_asked(name: str, who: Callable[[Stage], User], *more: Any) -> Callable[[Stage], Visits]:
    """A page of the proposal whose hearing waits for its answer."""
    return one(who, lambda stage: reverse(name, args=[stage.asked.proposal_id, *more]))


def appendixes(stage: Stage) -> Visits:
    yield Visit(person(CASEWORKER), reverse("appendix", args=[stage.round.pk]))
    yield Visit(person(APPROVER), reverse("appendix", args=[stage.old_round.pk]))
    for bilag in (8, 10):
        yield Visit(person(CASEWORKER), reverse("appendix", args=[stage.round.pk, bilag]))


def of_the_round(name: str, *more: Any) -> Callable[[Stage], Visits]:
    """A page of the set-up, of the open round and of one that is an archive."""

    def visits(stage: Stage) -> Visits:
        for round in (stage.round, stage.old_round):
            yield Visit(person(CASEWORKER), reverse(name, args=[round.pk, *more]))

    return visits


def outbox_messages(stage: Stage) -> Visits:
    message = Notification.objects.filter(event__proposal__round=stage.round).first()
    yield Visit(person(CASEWORKER), reverse("outbox-message", args=[stage.round.pk, message.pk]))


def topics(stage: Stage) -> Visits:
    for code in TOPICS:
        yield from of_the_round("round-setup-topic", code)(stage)


def reused_sections(stage: Stage) -> Visits:
    """An empty section, a written one, and one whose content is its proposal's own."""
    for proposal, key in ((stage.blank, "description"), (stage.ready, "economy"), (stage.ready, "hearings")):
        yield Visit(stage.writer(proposal), reverse("section-reuse", args=[proposal.pk, key]))


def copied_sections(stage: Stage) -> Visits:
    source = stage.in_state("treated")
    for proposal in (stage.blank, stage.ready):
        for key in ("economy", "risks"):
            section = source.sections.get(kind=key)
            target = proposal.sections.get(kind=key)
            yield Visit(stage.writer(proposal), reverse("section-copy", args=[proposal.pk, target.key, section.pk]))


def desk(name: str) -> Callable[[Stage], Visits]:
    """A view of the desk: everything, nothing that passes, a filter that cannot be read."""

    def visits(stage: Stage) -> Visits:
        for query in ("", "?q=findes+ikke", "?state=submitted&late=on", "?administration=x"):
            yield Visit(person(CASEWORKER), reverse(name, args=[stage.round.pk]) + query)
        yield Visit(person(APPROVER), reverse(name, args=[stage.old_round.pk]))

    return visits


def desk_bulk(stage: Stage) -> Visits:
    """What each bulk action will do, or asks first; and the list it leads back to when nothing is chosen."""
    address = reverse("desk-bulk", args=[stage.round.pk])
    for action in BULK:
        yield Visit(person(APPROVER), f"{address}?handling={action}&alle=1")
    yield Visit(person(CASEWORKER), address)


def jobs(stage: Stage) -> Visits:
    return (Visit(person(CASEWORKER), reverse("job", args=[job.pk])) for job in stage.jobs().values())


def password_links(stage: Stage) -> Visits:
    yield Visit(None, stage.password_link())
    yield Visit(None, reverse("account_reset_password_from_key", kwargs={"uidb36": "x", "key": "y"}))


def meeting_places(name: str) -> Callable[[Stage], Visits]:
    """A body with proposals on its agenda, one without meetings, and a committee; an archive has none coming."""

    def visits(stage: Stage) -> Visits:
        for place in (("part", "it_kredsen"), ("part", "aeldreraad"), ("udvalg", "ØU")):
            yield Visit(person(CASEWORKER), reverse(name, args=[stage.round.pk, *place]))
        yield Visit(stage.member(), reverse(name, args=[stage.round.pk, "part", "it_kredsen"]))
        yield Visit(person(CASEWORKER), reverse(name, args=[stage.old_round.pk, "part", "it_kredsen"]))

    return visits


def meetings_to_book(stage: Stage) -> Visits:
    """A body whose meetings can be made, and one that the proposal is already on a meeting of."""
    proposal = stage.asked.proposal
    for code in ("koncern_it", "it_kredsen"):
        yield Visit(stage.writer(proposal), reverse("booking-new", args=[proposal.pk, "part", code]))


def booked(name: str) -> Callable[[Stage], Visits]:
    return one(
        lambda stage: stage.writer(stage.asked.proposal),
        lambda stage: reverse(name, args=[stage.asked.proposal.bookings.get().pk]),
    )


def hearing_links_sent(stage: Stage) -> Visits:
    """Of an open and of a confidential proposal."""
    for asked in (stage.asked, stage.asked_in_confidence):
        yield Visit(person(CASEWORKER), reverse("hearing-link-send", args=[asked.pk]))


def hearing_links(stage: Stage) -> Visits:
    """Links that are open: of an open and of a confidential proposal."""
    for link in HearingLink.objects.filter(expires_at__gt=timezone.now()).order_by("pk"):
        yield Visit(None, stage.address_of(link))


def of_the_signer(name: str) -> Callable[[Stage], Visits]:
    """A page about BIF's signer or the signer's role, for the administration's own administrator."""

    def visits(_stage: Stage) -> Visits:
        signer = person("BIF-underskriver")
        about = signer if name == "account-close" else signer.memberships.get(substitute_for=None)
        yield Visit(person(LOCAL), reverse(name, args=[about.pk]))

    return visits


PAGES: dict[str, Callable[[Stage], Visits]] = {
    "front": everybody(lambda _stage: reverse("front")),
    "messages": everybody(lambda _stage: reverse("messages")),
    "message-choices": reader("message-choices"),
    "outbox": of_the_round("outbox"),
    "outbox-message": outbox_messages,
    "rounds": everybody(lambda _stage: reverse("rounds")),
    "round": rounds,
    "desk": desk("desk"),
    "desk-list": desk("desk-list"),
    "desk-charts": desk("desk-charts"),
    "desk-decisions": one(
        lambda _stage: person(APPROVER), lambda stage: reverse("desk-decisions", args=[stage.round.pk])
    ),
    "desk-bulk": desk_bulk,
    "desk-bulk-done": one(
        lambda _stage: person(CASEWORKER), lambda stage: reverse("desk-bulk-done", args=[stage.round.pk])
    ),
    "proposal-reuse": one(
        lambda _stage: person("BIF-skribent"), lambda stage: reverse("proposal-reuse", args=[stage.round.pk])
    ),
    "proposal-copy": one(
        lambda _stage: person("BIF-skribent"),
        lambda stage: reverse("proposal-copy", args=[stage.round.pk, stage.old_round.proposals.first().pk]),
    ),
    "section-reuse": reused_sections,
    "section-copy": copied_sections,
    "round-setup": of_the_round("round-setup"),
    "round-setup-topic": topics,
    "round-setup-state": of_the_round("round-setup-state", "arkiver"),
    "round-copy": of_the_round("round-copy"),
    "round-setup-template": of_the_round("round-setup-template", "investment"),
    "round-setup-headings": of_the_round("round-setup-headings", "investment"),
    "round-setup-section": of_the_round("round-setup-section", "investment", "economy"),
    "round-setup-section-new": of_the_round("round-setup-section-new", "investment"),
    "round-setup-empty": of_the_round("round-setup-empty", "investment"),
    "proposal-new": lambda stage: iter(
        [Visit(person("BIF-skribent"), reverse("proposal-new", args=[stage.round.pk]))]
    ),
    "proposal": every_stage("proposal"),
    "checks": every_stage("checks"),
    "finding": findings,
    "attachments": every_stage("attachments"),
    "section": sections,
    "section-versions": section_versions,
    "section-assign": one(
        lambda stage: stage.writer(stage.ready),
        lambda stage: reverse("section-assign", args=[stage.ready.pk, "economy"]),
    ),
    "section-version": section_version,
    "process": every_stage("process"),
    "action": steps,
    "hearings": every_stage("hearings"),
    "hearing-ask": of_the_asked("hearing-ask", lambda stage: stage.writer(stage.asked.proposal)),
    "hearing-record": of_the_asked("hearing-record", lambda _stage: person(CASEWORKER)),
    "hearing-overrule": of_the_asked("hearing-overrule", lambda _stage: person(APPROVER), "it_kredsen"),
    "hearing-answer": one(Stage.member, lambda stage: reverse("hearing-answer", args=[stage.asked.pk])),
    "hearing-withdraw": one(
        lambda _stage: person(CASEWORKER), lambda stage: reverse("hearing-withdraw", args=[stage.asked.pk])
    ),
    "hearing-need": of_the_asked("hearing-need", lambda _stage: person(CASEWORKER), "it_kredsen"),
    "hearing-renew": one(
        lambda _stage: person(CASEWORKER), lambda stage: reverse("hearing-renew", args=[stage.asked.pk])
    ),
    "meetings": everybody(lambda stage: reverse("meetings", args=[stage.round.pk])),
    "meeting-place": meeting_places("meeting-place"),
    "meeting-edit": meeting_places("meeting-edit"),
    "meeting-import": meeting_places("meeting-import"),
    "booking-new": meetings_to_book,
    "booking-move": booked("booking-move"),
    "booking-cancel": booked("booking-cancel"),
    "hearing-remind": one(
        lambda _stage: person(CASEWORKER), lambda stage: reverse("hearing-remind", args=[stage.asked.pk])
    ),
    "hearing-date": one(Stage.member, lambda stage: reverse("hearing-date", args=[stage.asked.pk])),
    "hearing-date-decide": one(
        lambda _stage: person(CASEWORKER), lambda stage: reverse("hearing-date-decide", args=[stage.moved.request_id])
    ),
    "hearing-minutes": one(Stage.member, lambda stage: reverse("hearing-minutes", args=[stage.asked.pk])),
    "hearing-file-remove": one(
        lambda _stage: person(CASEWORKER),
        lambda stage: reverse("hearing-file-remove", args=[stage.minutes.request_id, stage.minutes.pk]),
    ),
    "hearing-link-send": hearing_links_sent,
    "hearing-link-revoke": one(
        lambda _stage: person(CASEWORKER),
        lambda stage: reverse("hearing-link-revoke", args=[stage.linked.request_id, stage.linked.pk]),
    ),
    "hearing-link-resend": one(
        lambda _stage: person(CASEWORKER),
        lambda stage: reverse("hearing-link-resend", args=[stage.linked.request_id, stage.linked.pk]),
    ),
    "hearing-link": hearing_links,
    "comments": comment_lists,
    "comment": comment_threads,
    "comment-edit": comment_edits,
    "history": histories,
    "round-history": round_histories,
    "person-history": person_histories,
    "security-log": one(lambda _stage: person(ADMINISTRATOR), lambda _stage: reverse("security-log")),
    "people": lambda _stage: (Visit(person(name), reverse("people")) for name in (ADMINISTRATOR, LOCAL)),
    "role-give": lambda _stage: (Visit(person(name), reverse("role-give")) for name in (ADMINISTRATOR, LOCAL)),
    "person": lambda _stage: (
        Visit(person(who), reverse("person", args=[person(shown).pk]))
        for who, shown in ((LOCAL, "BIF-underskriver"), (ADMINISTRATOR, LOCAL), (READER, READER))
    ),
    "account-close": of_the_signer("account-close"),
    "role-take": of_the_signer("role-take"),
    "role-substitute": of_the_signer("role-substitute"),
    "revision": revisions,
    "compare": comparisons,
    "preview": previews,
    "appendix": appendixes,
    "reconciliation": of_the_round("reconciliation"),
    "edition": one(lambda _stage: person(CASEWORKER), lambda stage: reverse("edition", args=[stage.edition.pk])),
    "edition-web": edition_webs,
    "public-edition": public_editions,
    "errata": errata,
    "job": jobs,
    "account_login": stranger("account_login"),
    "account_logout": reader("account_logout"),
    "account_inactive": stranger("account_inactive"),
    "account_signup": stranger("account_signup"),
    "account_change_password": reader("account_change_password"),
    "account_reset_password": stranger("account_reset_password"),
    "account_reset_password_done": stranger("account_reset_password_done"),
    "account_reset_password_from_key": password_links,
}
