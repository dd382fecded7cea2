"""The checks over whole proposals: signs, criteria, repeats, sums, CPR, judgements and live figures."""

import pytest
from django.urls import reverse
from django.utils import translation

from proposals.assemble import assemble, read_content
from proposals.checks import run
from proposals.contents import (
    AllocationContent,
    EconomyContent,
    FollowUpRow,
    KeyContent,
    LineAllocation,
    LineContent,
    RiskItem,
)
from proposals.drafts import save_section
from proposals.findings import bring_back, dismiss, findings_of
from proposals.models import Dismissal
from proposals.templatetags.findings import judged_no_fault
from proposals.units import unit_book
from reviews.models import Event
from tests.pages import texts

YEARS = range(2026, 2032)


@pytest.fixture
def writer(make_user):
    return make_user("writer", administration="TMF")


@pytest.fixture
def proposal(make_proposal, writer):
    """Saves 2.360 from 2027 and costs 1.455 in 2026: paid back after two years."""
    proposal = make_proposal(writer=writer, administration="TMF")
    write(proposal, writer, "economy", lines=[saving(), cost()])
    return proposal


def saving(amount: int = -2360, **values) -> LineContent:
    fields = {"id": "saving", "kind": "permanent", "label": "Sparet tid", "area": "service"}
    return LineContent(**{**fields, "amounts": dict.fromkeys(list(YEARS)[1:], amount), **values})


def cost(amount: int = 1455, **values) -> LineContent:
    fields = {"id": "cost", "kind": "implementation", "label": "Projektledelse", "area": "service"}
    return LineContent(**{**fields, "amounts": {2026: amount}, **values})


def write(proposal, writer, kind, **values):
    section = proposal.sections.filter(kind=kind).first()
    content = read_content(section).model_copy(update=values)
    return save_section(section, content, base_version=section.version, by=writer)


def codes(proposal, **more) -> list[str]:
    return sorted(f.code for f in findings_of(proposal, **more).warnings)


def found(proposal, code):
    return next(f for f in findings_of(proposal).open if f.code == code)


@pytest.mark.parametrize(
    ("line", "code", "meant"),
    [
        (saving(540), "sign-saving", "−540"),
        (saving(-540, label="Licenser"), "sign-cost", "540"),
        (cost(-540), "sign-implementation", "540"),
    ],
)
def test_a_sign_that_looks_wrong_is_asked_about_with_the_amount_that_is_meant(proposal, writer, line, code, meant):
    others = [other for other in (saving(), cost()) if other.id != line.id]
    write(proposal, writer, "economy", lines=[line, *others])
    asked = found(proposal, code)
    assert (asked.place, asked.message.endswith(f"mener du {meant}?")) == (line.id, True)


def test_signs_that_are_right_are_not_asked_about(proposal):
    assert [code for code in codes(proposal) if code.startswith("sign")] == []


def test_a_payback_longer_than_the_rounds_criterion_is_a_warning(proposal):
    assert "payback-criterion" not in codes(proposal)
    proposal.round.criteria = {"max_payback_years": 1}
    assert "payback-criterion" in codes(proposal)
    proposal.round.criteria = {"max_payback_years": None}
    assert "payback-criterion" not in codes(proposal)


def test_a_goal_or_risk_that_the_prose_repeats_is_told_of(proposal, writer):
    goal = FollowUpRow(goal="Færre henvendelser på telefon", measure="x", responsible="x", when="2027")
    write(proposal, writer, "follow_up", text="<p>Vi måler på noget andet.</p>", rows=[goal])
    write(proposal, writer, "risks", text="<p>Leverandøren kan blive forsinket.</p>", items=[RiskItem(title="Pris")])
    assert "repeated" not in codes(proposal)
    write(proposal, writer, "follow_up", text="<p>Målet er <em>færre henvendelser</em> på telefon.</p>")
    write(proposal, writer, "risks", items=[RiskItem(title="Leverandøren kan blive forsinket")])
    assert codes(proposal).count("repeated") == 2


def test_a_goal_without_date_or_owner_is_told_of(proposal, writer):
    write(proposal, writer, "follow_up", rows=[FollowUpRow(id="g", goal="Færre opkald")])
    assert {"responsible-missing", "when-missing"} <= set(codes(proposal))
    write(proposal, writer, "follow_up", rows=[FollowUpRow(id="g", goal="Færre opkald", responsible="X", when="2027")])
    assert not {"responsible-missing", "when-missing"} & set(codes(proposal))


def table(total: str) -> str:
    rows = "".join(
        f"<tr><td>{name}</td><td>{n}</td></tr>" for name, n in [("A", "1.200"), ("B", "300"), ("I alt", total)]
    )
    return f"<table><thead><tr><th>Hold</th><th>Timer</th></tr></thead><tbody>{rows}</tbody></table>"


def test_a_table_in_the_text_must_add_up(proposal, writer):
    write(proposal, writer, "text", text=table("1.500"))
    assert "text-table-sum" not in codes(proposal)
    write(proposal, writer, "text", text=table("1.600"))
    assert "“Timer”; summen er 1.500" in found(proposal, "text-table-sum").message


def test_amounts_by_unit_must_add_up_to_the_line(proposal, writer):
    parts = {"KS": {2027: -1000}, "KIT": {2027: -1000}}
    split = LineAllocation(line="saving", booking=AllocationContent(amounts=parts))
    write(proposal, writer, "facts", cross_cutting=True, affected_administrations=["TMF", "SUF"])
    write(proposal, writer, "distribution", allocations=[split], keys=[KeyContent(id="k", label="K")])
    assert found(proposal, "distribution-sum").severity == "error"


def test_a_cpr_number_is_warned_of_without_being_repeated(proposal, writer):
    write(proposal, writer, "text", text="<p>Sagen om 010190-1234 og 0202901234 viser det.</p>")
    warnings = [warning for warning in findings_of(proposal).warnings if warning.code == "cpr"]
    assert [warning.quote.words for warning in warnings] == ["010190-xxxx", "020290xxxx"]
    assert "1234" not in repr(warnings)


WRONG = "<p>Der søges i alt 1,3 mio. kr. til projektet.</p>"


def test_a_warning_judged_no_fault_stays_judged_while_its_sentence_stands(proposal, writer):
    write(proposal, writer, "text", text=WRONG)
    warning = found(proposal, "prose-investment")
    proposal.refresh_from_db()
    before = proposal.warnings_count
    dismiss(proposal, warning.key, reason="Resten er betalt.", by=writer)
    proposal.refresh_from_db()
    assert ("prose-investment" in codes(proposal), proposal.warnings_count) == (False, before - 1)
    assert [(f.code, d.reason) for f, d in findings_of(proposal).dismissed] == [
        ("prose-investment", "Resten er betalt.")
    ]

    write(proposal, writer, "text", text="<p>Noget nyt foran.</p>" + WRONG)
    assert "prose-investment" not in codes(proposal)
    write(proposal, writer, "text", text=WRONG.replace("til projektet", "til det hele"))
    assert "prose-investment" in codes(proposal)

    write(proposal, writer, "text", text=WRONG)
    bring_back(proposal, Dismissal.objects.get().pk, by=writer)
    assert "prose-investment" in codes(proposal)
    kinds = [event.kind for event in Event.objects.filter(kind__startswith="finding").order_by("pk")]
    assert kinds == ["finding_dismissed", "finding_brought_back"]


def test_judging_on_its_page_asks_for_a_reason_and_shows_it_to_the_approver(proposal, writer, make_user, client_for):
    write(proposal, writer, "text", text=WRONG)
    address = reverse("finding", args=[proposal.pk, found(proposal, "prose-investment").key])
    client = client_for(writer)
    assert "1,3 mio. kr." in texts(client.get(address).content, "//mark")
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Resten er betalt."}).status_code == 302
    assert client.get(address).status_code == 404

    checks = reverse("checks", args=[proposal.pk])
    approver = client_for(make_user("cfo_signer")).get(checks).content.decode()
    assert "Resten er betalt." in approver
    assert "Vis advarslen igen" not in approver
    judged = Dismissal.objects.get()
    assert judged_no_fault(proposal) == 1
    assert client.post(reverse("finding-bring-back", args=[proposal.pk, judged.pk])).status_code == 302
    assert "Resten er betalt." not in client.get(checks).content.decode()


def test_only_the_writers_side_judges_and_only_a_draft(proposal, writer, make_user, client_for):
    write(proposal, writer, "text", text=WRONG)
    address = reverse("finding", args=[proposal.pk, found(proposal, "prose-investment").key])
    assert client_for(make_user("cfo_signer")).post(address, {"reason": "x"}).status_code == 403
    assert client_for(make_user("writer", administration="SUF")).post(address, {"reason": "x"}).status_code == 404
    proposal.state = "submitted"
    proposal.save()
    client_for(writer).post(address, {"reason": "x"})
    assert not Dismissal.objects.exists()


def test_the_checks_page_names_the_hearings_the_content_calls_for_and_why(proposal, writer, client_for):
    write(proposal, writer, "text", text="<p>Der indgås et nyt lejemål.</p>")
    page = client_for(writer).get(reverse("checks", args=[proposal.pk])).content.decode()
    assert "Forslaget nævner “lejemål”." in page


LIVE = (
    "<p>Der søges {investering} i alt, tjent hjem på {tilbagebetalingstid}; "
    "{effektivisering i 2027, t.kr.} i 2027.</p>"
)


def test_a_live_figure_follows_the_table_into_the_document_and_stays_a_name_in_the_draft(proposal, writer):
    section = write(proposal, writer, "text", text=LIVE)
    document = assemble(proposal)
    assert document.content(section.key).text == (
        "<p>Der søges 1,5 mio. kr. i alt, tjent hjem på 2 år; 2.360 t.kr. i 2027.</p>"
    )
    write(proposal, writer, "economy", lines=[saving(), cost(3255)])
    assert "Der søges 3,3 mio. kr. i alt, tjent hjem på 3 år" in assemble(proposal).content(section.key).text
    section.refresh_from_db()
    assert read_content(section).text == LIVE
    assert [code for code in codes(proposal) if code.startswith("prose")] == []


def test_a_name_that_stands_for_nothing_holds_the_submission_back(proposal, writer):
    write(proposal, writer, "text", text="<p>Der søges {investerng} i alt.</p>")
    assert (found(proposal, "live-unknown").severity, "{investerng}" in found(proposal, "live-unknown").message) == (
        "error",
        True,
    )


def test_the_document_is_danish_whatever_the_language(proposal, writer):
    section = write(proposal, writer, "text", text=LIVE)
    with translation.override("en"):
        assert "tjent hjem på 2 år" in assemble(proposal).content(section.key).text


def test_the_editor_is_told_the_live_figures_with_their_values(proposal, writer, client_for):
    section = proposal.sections.filter(kind="text").first()
    page = client_for(writer).get(reverse("section", args=[proposal.pk, section.key])).content.decode()
    assert '{"token": "{investering}", "value": "1,5 mio. kr."}' in page


def test_years_the_table_does_not_show_hold_the_submission_back(proposal):
    document = assemble(proposal)
    economy = document.first(EconomyContent)
    late = economy.model_copy(update={"lines": [*economy.lines, cost(id="late", amounts={2035: 5})]})
    sections = [s.model_copy(update={"content": late}) if s.content is economy else s for s in document.sections]
    outside = [
        f for f in run(document.model_copy(update={"sections": sections}), unit_book()) if f.code == "year-outside"
    ]
    assert [(f.severity, f.place) for f in outside] == [("error", "late")]
