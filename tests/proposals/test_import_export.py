"""A round goes in and out without loss, counts as approved when it is an archive, and is refused whole."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from proposals.assemble import assemble
from proposals.contents import AdministrationContent, PartnersContent, TextContent
from proposals.document import canonical_bytes, dump, fingerprint
from proposals.exchange.importer import RoundExists
from proposals.models import Proposal, Round, Template
from proposals.richtext import to_plain
from reviews.archive import export_round, import_round
from reviews.models import Event, HearingAnswer, Revision, RoundHearing, SignOff
from tests import rounds

pytestmark = pytest.mark.usefixtures("organisation")

PUBLISHED = settings.BASE_DIR.parent / "shared" / "data"
FILES = [
    *(settings.BASE_DIR / "proposals" / "fixtures" / "rounds" / f"budget-{year}.json" for year in (2023, 2025)),
    *(PUBLISHED / f"budget-{year}.json" for year in (2023, 2025)),
]


@pytest.fixture(params=FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def data(request) -> dict:
    path: Path = request.param
    if not path.exists():
        pytest.skip(f"the published round {path.name} is not on this machine")
    return json.loads(path.read_text(encoding="utf-8"))


def without_ids(value):
    """The data without the row ids and empty optional keys that an export adds."""
    if isinstance(value, dict):
        return {key: without_ids(item) for key, item in value.items() if key != "id" or "entries" in value}
    return [without_ids(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("state", ["approved", "draft"])
def test_an_export_imported_again_is_equal(data, state):
    first = export_round(import_round(data, state=state))
    again = export_round(import_round(json.loads(json.dumps(first)), state=state, replace=True))
    assert again == first


def test_an_export_holds_everything_the_file_said(data):
    exported = export_round(import_round(data))
    for key in ("name", "kind", "price_level", "years", "template", "pools", "criteria", "presentation", "intro"):
        assert exported["round"][key] == data["round"][key]
    assert exported["published_tables"] == data["published_tables"]
    same = ("number", "title", "type", "cross_cutting", "confidential", "criteria", "administration", "committee")
    same += ("affected_administrations", "summary", "origin_innovation", "origin_simplification_programme")
    same += ("price_level", "years", "body_in_appendix", "lines", "keys", "prioritisation", "follow_up", "risks")
    same += ("row_figures", "published")
    for written, read in zip(exported["proposals"], data["proposals"], strict=True):
        assert without_ids({key: written[key] for key in same}) == {key: read[key] for key in same}
        assert without_ids(written["other_tables"]) == (read.get("other_tables") or [])
        effect = read["administration_effect"]
        kept = without_ids(written["administration_effect"])
        assert (kept["rows"], kept["total"]) == (effect["rows"], effect["total"])
        answers = [
            {key: answer[key] for key in ("party", "status", "text", "dates")} for answer in written["hearings"]
        ]
        assert answers == read["hearings"]
        prose = {section["key"]: words(to_plain(section["text"])) for section in written["sections"]}
        for section in read["sections"]:
            assert words(section["text"]) in prose.get(section["key"], "")
        assert words(read["partners"] or "") in words(written["partners"] or "")


def words(text: str) -> str:
    """The words alone, so that paragraphs and bullets compare equal in plain text and HTML."""
    return " ".join(word for word in text.replace("•", " ").split() if word != "-")


def test_the_same_file_gives_the_same_documents():
    first = import_round(rounds.load("budget-2025"))
    second = import_round(rounds.load("budget-2025"), replace=True)
    assert fingerprints(first) == fingerprints(second)


def fingerprints(round):
    return list(Revision.objects.filter(proposal__round=round).order_by("proposal__number").values_list("sha256"))


def test_an_archive_is_frozen_and_approved_as_imported_with_its_answers():
    round = import_round(rounds.load("budget-2025"), state="approved")
    proposals = list(round.proposals.all())
    assert round.state == Round.State.ARCHIVE
    assert {proposal.state for proposal in proposals} == {"approved"}
    assert RoundHearing.objects.filter(round=round).count() > 0
    for proposal in proposals:
        revision = proposal.revisions.get()
        sign_off = proposal.sign_offs.get()
        assert (revision.purpose, sign_off.kind) == (Revision.Purpose.IMPORT, SignOff.Kind.IMPORTED)
        assert revision.sha256 == fingerprint(canonical_bytes(dump(assemble(proposal)))) == sign_off.sha256
        assert revision.figures == proposal.figures
        assert [event.kind for event in proposal.events.all()] == ["imported"]
    recorded = HearingAnswer.objects.filter(request__proposal__round=round)
    written = sum(len(entry["hearings"]) for entry in rounds.load("budget-2025")["proposals"])
    assert recorded.count() == written
    assert set(recorded.values_list("recorded", flat=True)) == {True}


def test_a_proposal_known_as_a_row_has_its_facts_and_its_figures_alone():
    round = import_round(rounds.load("budget-2025"))
    row = round.proposals.get(number="BC08")
    assert [section.key for section in row.sections.all()] == ["facts"]
    assert row.row_figures == {
        "service": 8900,
        "anlaeg": 2700,
        "efficiency_service": -1800,
        "transfers": 0,
        "payback_years": 11,
    }
    assert (row.confidential, row.body_in_appendix, row.figures) == (True, False, {})


def test_drafts_come_in_as_an_open_round():
    round = import_round(rounds.load("budget-2023"), state="draft")
    assert round.state == Round.State.OPEN
    assert set(round.proposals.values_list("state", flat=True)) == {"draft"}
    assert not Revision.objects.exists()
    assert HearingAnswer.objects.filter(revision=None).exists()


def test_footnotes_and_titles_of_the_printed_tables_are_taken_over():
    round = import_round(rounds.load("budget-2025"))
    assert [(note["table"], note["proposals"]) for note in round.footnotes] == [
        ("table2", ["BC01", "BC02"]),
        ("table2", ["BC08"]),
    ]
    assert round.proposals.get(number="BC08").printed_title == ""
    assert round.proposals.get(number="BC09").printed_title == "Reduktion af udgifter til madservice på botilbud"


def test_a_second_round_of_the_name_is_refused():
    import_round(rounds.load("budget-2025"))
    before = Proposal.objects.count(), Event.objects.count()
    with pytest.raises(RoundExists):
        import_round(rounds.load("budget-2025"))
    assert (Proposal.objects.count(), Event.objects.count()) == before


def test_a_replaced_round_keeps_its_history():
    old = import_round(rounds.load("budget-2025"))
    new = import_round(rounds.load("budget-2025"), replace=True)
    old.refresh_from_db()
    assert old.replaced_at is not None
    assert list(Round.objects.current()) == [new]
    assert Revision.objects.filter(proposal__round=old).count() == 12


# The sections ---------------------------------------------------------------


def one(data: dict, number: str = "BC05", **changes) -> Proposal:
    """The round with the proposal changed, imported; the proposal."""
    entry = next(entry for entry in data["proposals"] if entry["number"] == number)
    entry.update(changes)
    return import_round(data).proposals.get(number=number)


def test_plain_text_becomes_paragraphs_and_lists():
    text = "Første afsnit\n\nAndet & sidste:\n- en\n- to"
    proposal = one(rounds.load("budget-2025"), sections=[{"key": "description", "heading": "", "text": text}])
    assert assemble(proposal).content("description").text == (
        "<p>Første afsnit</p><p>Andet &amp; sidste:</p><ul><li>en</li><li>to</li></ul>"
    )


def test_html_is_taken_as_html_and_cleaned():
    data = rounds.load("budget-2025")
    data["markup"] = "html"
    text = "<p>CO<sub>2</sub><script>alert(1)</script></p>"
    proposal = one(data, sections=[{"key": "description", "heading": "", "text": text}])
    assert assemble(proposal).content("description").text == "<p>CO<sub>2</sub></p>"


def test_sections_of_one_key_are_joined_in_order_under_their_headings():
    sections = [
        {"key": "description", "heading": "1. Beskrivelse", "text": "Den første del."},
        {"key": "risks", "heading": "4. Risici", "text": "Midt imellem."},
        {"key": "description", "heading": "1.1 Mere", "text": "Den anden del."},
    ]
    proposal = one(rounds.load("budget-2025"), sections=sections)
    assert assemble(proposal).content("description").text == (
        "<p>Den første del.</p><h3>1.1 Mere</h3><p>Den anden del.</p>"
    )


def test_a_section_without_a_home_is_kept_shown_last_and_exported():
    sections = [{"key": "background", "heading": "1. Baggrund", "text": "Hører til en ældre skabelon."}]
    proposal = one(rounds.load("budget-2025"), sections=sections, administration_effect=None)
    document = assemble(proposal)
    assert document.sections[-1].key == "background"
    assert document.sections[-1].content == TextContent(text="<h3>1. Baggrund</h3><p>Hører til en ældre skabelon.</p>")
    exported = next(e for e in export_round(proposal.round)["proposals"] if e["number"] == "BC05")
    assert exported["sections"] == [
        {"key": "background", "heading": "1. Baggrund", "text": "<p>Hører til en ældre skabelon.</p>"}
    ]


def test_rows_without_a_home_are_kept():
    """An innovation proposal's template has no effect on administration and no distribution."""
    effect = {"text": None, "rows": [{"label": "Løn", "amounts": {"2025": -5}}], "total": {"2025": -5}}
    proposal = one(rounds.load("budget-2025"), number="BC03", administration_effect=effect)
    content = assemble(proposal).first(AdministrationContent)
    assert [(row.label, row.amounts) for row in content.rows] == [("Løn", {2025: -5})]


def test_what_is_said_twice_is_kept_once():
    sections = [
        {"key": "administration", "heading": "", "text": "Der er ingen effekt.\n\nNote: som aftalt."},
        {"key": "partners", "heading": "", "text": "Borgerne &\nansatte er hørt."},
    ]
    proposal = one(
        rounds.load("budget-2025"),
        sections=sections,
        administration_effect={"text": "Der er ingen effekt.", "rows": [], "total": {}},
        partners="Borgerne & ansatte er hørt.",
    )
    document = assemble(proposal)
    assert document.first(AdministrationContent).text == "<p>Der er ingen effekt.</p><p>Note: som aftalt.</p>"
    partners = document.first(PartnersContent)
    assert (partners.text, partners.partners) == ("<p>Borgerne &amp;<br>ansatte er hørt.</p>", "")


def test_partners_that_the_prose_does_not_name_are_kept_beside_it():
    sections = [{"key": "partners", "heading": "", "text": "Der er holdt to møder."}]
    proposal = one(rounds.load("budget-2025"), sections=sections, partners="Skolerne & <naboerne>")
    partners = assemble(proposal).first(PartnersContent)
    assert (partners.text, partners.partners) == ("<p>Der er holdt to møder.</p>", "Skolerne & <naboerne>")


def test_a_printed_heading_that_is_not_the_templates_comes_out_again():
    sections = [{"key": "risks", "heading": "3. Risikovurdering", "text": "Få."}]
    proposal = one(rounds.load("budget-2025"), sections=sections, administration_effect=None)
    exported = next(e for e in export_round(proposal.round)["proposals"] if e["number"] == "BC05")
    assert exported["sections"] == [{"key": "risks", "heading": "3. Risikovurdering", "text": "<p>Få.</p>"}]
    assert "headings" not in (exported["published"] or {})


def test_a_body_nobody_has_set_up_is_heard_by_name():
    answer = {"party": "Udsatterådet", "status": "yes", "text": "Støtter", "dates": []}
    proposal = one(rounds.load("budget-2025"), hearings=[answer])
    assert [(row.body.name, row.body.condition) for row in proposal.hearing_requests.all()] == [
        ("Udsatterådet", "named")
    ]


# The round's own settings ---------------------------------------------------


def full_round() -> dict:
    data = rounds.load("budget-2025")
    spec = Template.objects.get(code="2025", type="investment", version=1).spec().model_dump(mode="json")
    spec["sections"][1]["heading"] = "Beskrivelse, sådan som runden vil have den"
    others = [
        Template.objects.get(code="2025", type=kind, version=1).spec().model_dump(mode="json")
        for kind in ("innovation", "preliminary_study")
    ]
    data["round"] |= {
        "template": {"code": "2025", "forms": [spec, *others]},
        "deadlines": {"submission": "2024-06-01T12:00:00+02:00", "hearing": None, "committee": None},
        "indices": {"service": {"2024": "100", "2025": "103,2"}},
        "introductions": {"7": {"text": "<p>Skrevet af CFØ.</p>", "computed": False}},
        "number_prefix": "XX",
        "messages": {
            "reminder_days": [14, 3],
            "escalation_days": None,
            "mail_held": True,
            "mail_held_reason": "Prøve.",
        },
        "pools": [{"kind": "innovation", "remaining_before": 5}, {"kind": "investment", "remaining_before": None}],
    }
    data["proposals"][0]["process"] = {
        "state": "withdrawn",
        "treatments": [{"date": "2024-08-14", "note": "Uden bemærkninger"}],
        "criteria_reason": "Efter en samlet vurdering",
    }
    return data


def test_optional_keys_come_back_as_they_went_in():
    exported = export_round(import_round(full_round()))
    given = full_round()
    assert [(form["type"], form["version"]) for form in exported["round"]["template"]["forms"]] == [
        ("innovation", 1),
        ("investment", 2),  # not the form that is delivered as version 1
        ("preliminary_study", 1),
    ]
    assert export_round(import_round(exported, replace=True)) == exported
    keys = ("indices", "introductions", "number_prefix", "messages", "pools")
    assert {key: exported["round"][key] for key in keys} == {key: given["round"][key] for key in keys}
    first = exported["proposals"][0]["process"]
    assert (first["state"], first["treatments"]) == ("withdrawn", given["proposals"][0]["process"]["treatments"])


def test_a_code_means_the_forms_the_program_is_delivered_with():
    import_round(full_round())
    data = rounds.load("budget-2023")
    data["round"]["template"] = "2025"
    plain = import_round(data)
    assert {chosen.template.version for chosen in plain.templates.all()} == {1}
    assert export_round(plain)["round"]["template"] == "2025"


def test_a_withdrawn_proposal_is_not_approved_by_an_import():
    round = import_round(full_round())
    withdrawn = round.proposals.get(number="BC01")
    assert (withdrawn.state, withdrawn.sign_offs.count(), withdrawn.revisions.count()) == ("withdrawn", 0, 1)


# The commands ---------------------------------------------------------------


def write(path: Path, data) -> Path:
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_the_commands_take_a_round_in_and_write_it_out(tmp_path, capsys):
    path = write(tmp_path / "runde.json", rounds.load("budget-2025"))
    call_command("import_round", path, state="approved")
    call_command("export_round", "Budget 2025", out=tmp_path / "ud.json")
    assert json.loads((tmp_path / "ud.json").read_text(encoding="utf-8")) == export_round(Round.objects.get())
    assert sorted(file.name for file in tmp_path.iterdir()) == ["runde.json", "ud.json"]
    capsys.readouterr()
    call_command("export_round", "Budget 2025")
    assert json.loads(capsys.readouterr().out)["round"]["name"] == "Budget 2025"
    call_command("round_schema")
    assert json.loads(capsys.readouterr().out)["properties"]["format"]


def test_a_broken_file_is_refused_whole_with_exit_code_2(tmp_path):
    data = rounds.load("budget-2025")
    data["proposals"][3]["lines"][1]["amounts"]["2027"] = "mange"
    data["proposals"][11]["number"] = "BC01"
    path = write(tmp_path / "runde.json", data)
    with pytest.raises(CommandError) as refused:
        call_command("import_round", path)
    assert refused.value.returncode == 2
    assert str(refused.value).splitlines() == [
        f"{path} er ikke læst ind. Filen har 2 fejl:",
        "proposals[3].lines[1].amounts.2027: not a whole number",
        "proposals[11].number: BC01 stands twice",
    ]
    assert (Round.objects.count(), Proposal.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_a_round_of_the_name_and_a_file_that_is_not_there_have_exit_code_2(tmp_path):
    path = write(tmp_path / "runde.json", rounds.load("budget-2023"))
    call_command("import_round", path)
    for file, words_of_it in ((path, "--replace"), (tmp_path / "ingen.json", "kan ikke læses")):
        with pytest.raises(CommandError, match=words_of_it) as refused:
            call_command("import_round", file)
        assert refused.value.returncode == 2
    call_command("import_round", path, replace=True)
    assert Round.objects.current().count() == 1


def test_an_unknown_round_cannot_be_exported():
    with pytest.raises(CommandError) as refused:
        call_command("export_round", "Budget 1999")
    assert refused.value.returncode == 2


def test_a_failure_in_the_middle_stores_nothing(monkeypatch):
    def fail(*_args, **_more):
        raise RuntimeError("strømmen gik")

    monkeypatch.setattr("reviews.archive._record", fail)
    with pytest.raises(RuntimeError):
        import_round(rounds.load("budget-2025"))
    assert (Round.objects.count(), Proposal.objects.count(), Revision.objects.count()) == (0, 0, 0)
