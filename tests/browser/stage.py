"""The demo as the browser tests see it: its proposals by state, its people by role, and a little more."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.policy import may
from appendix.editions import create_edition
from appendix.errata import order_files
from appendix.jobs import enqueue
from appendix.models import Edition, Job
from appendix.publishing import publish
from proposals.attachments import attach
from proposals.contents import AllocationContent, LineAllocation
from proposals.drafts import create_proposal, read_content, save_section
from proposals.findings import dismiss, findings_of
from proposals.models import Administration, HearingBody, Proposal, Round
from reviews.actions import hearing
from reviews.actions.hearing_date import propose_date
from reviews.actions.hearing_file import attach_minutes
from reviews.actions.hearing_link import send_link
from reviews.demo import load
from reviews.demo.people import member_of, person
from reviews.hearings.links import token_of
from reviews.models import DateProposal, HearingFile, HearingLink, HearingRequest
from reviews.process import STEPS

# Longer than a narrow screen is wide, and with no place to break.
LONG_WORD = "Indkøbsrammeaftaleforhandlingsgruppekoordineringsudvalgsmødereferater"
# Of all links: a secret is known to the letter alone.
SECRET = "hemmelighed"
CASEWORKER, APPROVER, READER, ADMINISTRATOR = "CFØ-sagsbehandler", "CFØ-underskriver", "Læser", "Administrator"


class Stage:
    """Finds what a test needs; everything is read from the database."""

    @property
    def round(self) -> Round:
        return Round.objects.current().get(name="Budget 2025")

    @property
    def old_round(self) -> Round:
        return Round.objects.current().get(name="Budget 2023")

    @property
    def ready(self) -> Proposal:
        """A draft without faults."""
        return self.round.proposals.get(state="draft", errors_count=0)

    @property
    def half_written(self) -> Proposal:
        """A draft with faults and a file."""
        return self.round.proposals.exclude(attachments=None).get(state="draft")

    @property
    def blank(self) -> Proposal:
        """A draft that is all but empty; its title is one long word."""
        return self.round.proposals.get(title=LONG_WORD)

    @property
    def row(self) -> Proposal:
        """A confidential proposal, known as a row in the tables only."""
        return self.round.proposals.filter(row_figures__isnull=False).get()

    def number(self, number: str) -> Proposal:
        return self.round.proposals.get(number=number)

    def in_state(self, state: str) -> Proposal:
        """The first one of the open round that has a document."""
        return self.round.proposals.filter(state=state, row_figures__isnull=True).order_by("pk").first()

    @property
    def asked(self) -> HearingRequest:
        """A request that waits for its answer."""
        return HearingRequest.objects.get(body__code="it_kredsen", answers=None)

    @property
    def asked_in_confidence(self) -> HearingRequest:
        return HearingRequest.objects.filter(proposal__confidential=True, asked=True, answers=None).first()

    @property
    def moved(self) -> DateProposal:
        """A wish for another date that waits for its answer."""
        return DateProposal.objects.filter(accepted=None).first()

    @property
    def minutes(self) -> HearingFile:
        return HearingFile.objects.first()

    @property
    def linked(self) -> HearingLink:
        return HearingLink.objects.order_by("pk").first()

    def address_of(self, link: HearingLink) -> str:
        """Where the letter with the link leads."""
        return reverse("hearing-link", args=[token_of(link, SECRET)])

    def member(self) -> User:
        return member_of(self.asked.body)

    def writer(self, proposal: Proposal) -> User:
        return person(f"{proposal.administration.code}-skribent")

    def signer(self, proposal: Proposal) -> User:
        return person(f"{proposal.administration.code}-underskriver")

    def secretary(self, proposal: Proposal) -> User:
        return person(f"{proposal.committee.code}-sekretær")

    def who_may(self, action: str, proposal: Proposal) -> User:
        """The first person with the right to the step."""
        return next(user for user in User.objects.order_by("pk") if may(user, STEPS[action].right, proposal))

    def jobs(self) -> dict[str, Job]:
        return {job.state: job for job in Job.objects.all()}

    @property
    def first_edition(self) -> Edition:
        return self.round.editions.earliest("number")

    @property
    def edition(self) -> Edition:
        """The newest one, with its rettelsesblad."""
        return self.round.editions.latest("number")

    @property
    def published(self) -> Edition:
        """One that everybody who has its link can read."""
        return self.old_round.editions.exclude(public_token=None).get()

    def password_link(self) -> str:
        """Where the letter about a forgotten password leads."""
        key = {"uidb36": user_pk_to_url_str(person(READER)), "key": default_token_generator.make_token(person(READER))}
        return reverse("account_reset_password_from_key", kwargs=key)


def warn(proposal: Proposal, writer: User) -> None:
    """Two numbers like CPR numbers in the text, of which one is judged to be none."""
    section = proposal.sections.filter(kind="text").first()
    content = read_content(section)
    text = content.text + "<p>Se sag 010190-1234 og 020290-1234.</p>"
    save_section(section, content.model_copy(update={"text": text}), base_version=section.version, by=writer)
    warning = next(f for f in findings_of(proposal).warnings if f.code == "cpr")
    dismiss(proposal, warning.key, reason="Det er et journalnummer.", by=writer)


def share_out(proposal: Proposal, writer: User) -> None:
    """The first line of the economy booked by amounts at two units."""
    line = read_content(proposal.sections.get(kind="economy")).lines[0]
    own, other = proposal.administration.code, "KS"
    amounts = {own: {year: amount - 1 for year, amount in line.amounts.items()}, other: dict.fromkeys(line.amounts, 1)}
    section = proposal.sections.get(kind="distribution")
    booked = LineAllocation(line=line.id, booking=AllocationContent(amounts=amounts))
    content = read_content(section).model_copy(update={"allocations": [booked]})
    save_section(section, content, base_version=section.version, by=writer)


def of_hearings(stage: Stage) -> None:
    """Minutes, a wish for another date, and links: to an open and to a confidential proposal, and one that expired."""
    asked = stage.asked
    attach_minutes(asked, stage.member(), SimpleUploadedFile("referat.txt", "Drøftet på mødet.".encode()))
    propose_date(asked, stage.member(), timezone.localdate() + timedelta(days=30), "Mødet er flyttet.")
    expired = send_link(asked, person(CASEWORKER), "formand@example.org")
    send_link(asked, person(CASEWORKER), "formand@example.org")
    body = HearingBody.objects.get(code="handicapraad")
    in_confidence = hearing.ask(stage.row, person(CASEWORKER), body)
    send_link(in_confidence, person(CASEWORKER), "formand@example.org", confidential=True)
    HearingLink.objects.update(secret_sha256=HearingLink.hashed(SECRET), sent_at=timezone.now())
    HearingLink.objects.filter(pk=expired.pk).update(expires_at=timezone.now())


def set_stage() -> Stage:
    """Loads the demo into an empty database and adds a file, an empty draft, an edition and a job of each state."""
    load()
    stage = Stage()
    half_written = stage.round.proposals.filter(state="draft", errors_count__gt=0).get()
    attach(half_written, SimpleUploadedFile("beregning.txt", b"1 + 1"), stage.writer(half_written))
    warn(half_written, stage.writer(half_written))
    share_out(stage.ready, stage.writer(stage.ready))
    create_proposal(
        round=stage.round,
        type="investment",
        administration=Administration.objects.get(code="BIF"),
        title=LONG_WORD,
        by=person("BIF-skribent"),
        cross_cutting=True,
    )
    of_hearings(stage)
    first = create_edition(stage.round, person(CASEWORKER), include_submitted=False)
    edition = create_edition(stage.round, person(CASEWORKER), include_submitted=True, unapproved_reason="Haster")
    # Tasks are run at once in tests: these are done.
    order_files(first, edition, ["json"], person(CASEWORKER))
    enqueue(edition, ["xlsx", "json"])
    published = create_edition(stage.old_round, person(CASEWORKER), final=True)
    enqueue(published, ["xlsx"])
    publish(published, person(CASEWORKER))
    Job.objects.create(edition=edition, formats=["pdf"], state="failed", error="Der var ikke plads på disken.")
    Job.objects.create(edition=edition, formats=["pdf"], state="queued", steps_total=1)
    Job.objects.create(
        edition=edition, formats=["pdf", "docx"], state="running", step="PDF", steps_done=1, steps_total=2
    )
    return stage
