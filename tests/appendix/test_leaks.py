"""What is confidential is found wherever it hides in a file, with its place; open rounds give no alarm."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from appendix.editions import create_edition
from appendix.jobs import enqueue
from appendix.leaks import Leak, check_leaks, secrets_of
from appendix.models import ExportFile
from appendix.taking import snapshot_of
from appendix.tasks import run_job
from appendix.writers import build_file
from proposals.assemble import dump_content
from proposals.contents import LineContent, RiskItem
from proposals.drafts import read_content
from proposals.models import Section
from proposals.richtext import from_plain
from reviews.archive import import_round
from tests.reviews.cases import make_case, write
from tests.rounds import load

from .cases import add_proposal
from .snapshots import proposal_of, snapshot

SECRET = "Kommunen køber havnegrunden uden udbud"
SECRETS = {("kommunen", "køber", "havnegrunden", "uden"): "BC05, 2 Baggrund"}


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    """The published round, which says nothing of the harbour, in the formats with hidden places."""
    folder = tmp_path_factory.mktemp("leaks")
    for format in ("pdf", "docx", "xlsx"):
        build_file(snapshot(), format, folder / f"bilag.{format}")
    return {format: folder / f"bilag.{format}" for format in ("pdf", "docx", "xlsx")}


def test_files_without_it_pass(files):
    for path in files.values():
        check_leaks(SECRETS, path, "Bilag 7, Budget 2025, udgave 1")


@pytest.mark.parametrize("format", ["pdf", "docx", "json"])
def test_it_is_found_in_the_text(tmp_path, format):
    whole = snapshot()
    proposal_of(whole, "BC01").document.content("description").text = from_plain(f"Vi ved, at {SECRET.lower()}.")
    path = tmp_path / f"bilag.{format}"
    if format == "json":
        whole.intro = f"Vi ved, at {SECRET.lower()}."
    build_file(whole, format, path)
    with pytest.raises(Leak, match=r"BC05, 2 Baggrund"):
        check_leaks(SECRETS, path, "Bilag 7")


def test_it_is_found_around_a_reference(tmp_path):
    """What a field of Word is computed by stands among the words, and is not read as one of them."""
    whole = snapshot()
    text = from_plain("Kommunen køber, jf. tabel 1, havnegrunden.")
    proposal_of(whole, "BC01").document.content("description").text = text
    build_file(whole, "docx", tmp_path / "bilag.docx")
    with pytest.raises(Leak, match=r"word/document.xml \(BC05, 2 Baggrund\)"):
        check_leaks({("kommunen", "køber", "tabel", "havnegrunden"): "BC05, 2 Baggrund"}, tmp_path / "bilag.docx", "")


def test_it_is_found_in_the_name(files):
    with pytest.raises(Leak, match=r"filnavn \(BC05"):
        check_leaks(SECRETS, files["xlsx"], f"Bilag 7, {SECRET}.xlsx")


def member(name: str, content: str) -> Callable[[Path], None]:
    """Adds a member to an Office file, or puts the content before the last end tag of the one there is."""

    def plant(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            members = {info.filename: archive.read(info) for info in archive.infolist()}
        if name in members:
            before, tag, after = members[name].rpartition(b"</")
            members[name] = before + content.encode() + tag + after
        else:
            members[name] = content.encode()
        with zipfile.ZipFile(path, "w") as archive:
            for one, said in members.items():
                archive.writestr(one, said)

    return plant


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARTED = "<w:r><w:delText>Kommunen kø</w:delText></w:r><w:r><w:delText>ber havnegrunden uden</w:delText></w:r>"


@pytest.mark.parametrize(
    ("format", "name", "content"),
    [
        ("docx", "docProps/core.xml", f"<x>{SECRET}</x>"),
        ("docx", "docProps/custom.xml", f"<x>{SECRET}</x>"),
        ("docx", "word/comments.xml", f"<w:comments {WORD}><w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p></w:comments>"),
        ("docx", "word/document.xml", f"<w:p {WORD}><w:del>{PARTED}</w:del></w:p>"),
        ("docx", "word/document.xml", f'<w:bookmarkStart w:name="{SECRET.replace(" ", "_")}"/>'),
        ("docx", "word/document.xml", f"<w:p {WORD}><w:r><w:instrText>{SECRET}</w:instrText></w:r></w:p>"),
        ("docx", "word/document.xml", f'<x descr="{SECRET}"/>'),
        ("docx", "customXml/item9.xml", f"<x><!-- {SECRET} --></x>"),
        ("docx", f"word/media/{SECRET}.png", "x"),
        ("xlsx", "docProps/app.xml", f"<x>{SECRET}</x>"),
        ("xlsx", "xl/sharedStrings.xml", "<si><r><t>Kommunen køber havne</t></r><r><t>grunden uden</t></r></si>"),
        ("xlsx", "xl/workbook.xml", f'<sheet name="{SECRET}" state="hidden"/>'),
        ("xlsx", "xl/workbook.xml", f'<definedName name="x">"{SECRET}"</definedName>'),
        ("xlsx", "xl/comments1.xml", f"<comments><t>{SECRET}</t></comments>"),
        ("xlsx", "customXml/item1.xml", f"<x>{SECRET}</x>"),
        ("xlsx", "xl/printerSettings1.bin", SECRET),
    ],
)
def test_it_is_found_in_the_hidden_places_of_an_office_file(files, tmp_path, format, name, content):
    path = Path(shutil.copy(files[format], tmp_path))
    member(name, content)(path)
    place = "navn på del" if SECRET in name else name
    with pytest.raises(Leak) as found:
        check_leaks(SECRETS, path, "Bilag 7")
    assert str(found.value) == f"Filen er ikke gemt: den rummer noget fortroligt. Bilag 7: {place} (BC05, 2 Baggrund)."


def in_properties(document: pikepdf.Pdf) -> None:
    document.docinfo["/Subject"] = SECRET


def in_metadata(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as data:
        data["dc:description"] = SECRET


def in_bookmark(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))


def in_attachment(document: pikepdf.Pdf) -> None:
    document.attachments["data.txt"] = SECRET.encode()


def in_attachments_name(document: pikepdf.Pdf) -> None:
    document.attachments[f"{SECRET}.txt"] = b"x"


def in_tag(key: str) -> Callable[[pikepdf.Pdf], None]:
    def plant(document: pikepdf.Pdf) -> None:
        document.Root.StructTreeRoot.K[0][key] = SECRET

    return plant


def in_note(document: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Contents=SECRET)
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])


@pytest.mark.parametrize(
    ("plant", "place"),
    [
        (in_properties, "Subject"),
        (in_metadata, "Metadata"),
        (in_bookmark, "Title"),
        (in_attachment, "EmbeddedFile"),
        (in_attachments_name, "UF"),
        (in_tag("/Alt"), "Alt"),
        (in_tag("/ActualText"), "ActualText"),
        (in_note, "Contents"),
    ],
)
def test_it_is_found_in_the_hidden_places_of_a_pdf(files, tmp_path, plant, place):
    path = Path(shutil.copy(files["pdf"], tmp_path))
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        plant(document)
        document.save()
    with pytest.raises(Leak, match=rf"{place} \(BC05, 2 Baggrund\)"):
        check_leaks(SECRETS, path, "Bilag 7")


@pytest.fixture
def mixed(make_round):
    """An open proposal, one with a confidential section, and one that is confidential with its title."""
    round = make_round()
    add_proposal(round, number="BC01", title="Åbent")
    partly = make_case(round=round, number="BC02", title="Delvist åbent")
    write(partly.proposal, partly.writer, "description", text=f"<p>{SECRET}, og prisen er aftalt.</p>")
    partly.to_state("approved")
    partly.proposal.confidential_sections = {"description": {"reason": "Forhandling", "until": None}}
    partly.proposal.save()
    hidden = {"confidential": True, "confidential_title": True, "confidential_reason": "Forhandling"}
    add_proposal(round, number="BC03", title="Salg af Østerfælled", **hidden)
    return round


def test_what_is_confidential_is_known_from_the_proposals_not_from_the_edition(mixed):
    secrets = secrets_of(mixed, snapshot_of(mixed))
    assert secrets["kommunen", "køber", "havnegrunden", "uden"].startswith("BC02, ")
    assert secrets["salg", "østerfælled"] == "BC03, titlen"
    # What the open proposal says as well, and the title that may be printed, are none.
    assert ("borgerne", "svar", "hurtigere", "fordi") not in secrets
    assert ("delvist", "åbent") not in secrets
    assert secrets_of(mixed, snapshot_of(mixed, bilag=10)) == {}


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("economy", {"lines": [LineContent(kind="implementation", label=SECRET, area="service", amounts={2027: 5})]}),
        ("risks", {"items": [RiskItem(title="Pris", handling=SECRET)]}),
        ("facts", {"title": "Salg", "summary": SECRET}),
    ],
)
def test_plain_text_is_as_secret_as_prose(make_round, key, values):
    round = make_round()
    case = make_case(round=round, number="BC01", confidential=True, confidential_reason="Forhandling")
    write(case.proposal, case.writer, key, **values)
    assert ("kommunen", "køber", "havnegrunden", "uden") in secrets_of(round, snapshot_of(round))


def test_the_codes_of_areas_are_no_secret_where_they_are_keys(mixed, tmp_path):
    """Only a confidential proposal has money of the area; every file of data names it beside the price indices."""
    hidden = mixed.proposals.get(number="BC03")
    line = LineContent(kind="permanent", label="Tilskud", area="efterspoergselsstyret_indsats", amounts={2027: -5})
    section = hidden.sections.get(key="economy")
    Section.objects.filter(pk=section.pk).update(
        content=dump_content(read_content(section).model_copy(update={"lines": [line]}))
    )
    path = tmp_path / "data.json"
    path.write_text('{"indices": {"efterspoergselsstyret_indsats": {"2026": 100}}}')
    check_leaks(secrets_of(mixed, snapshot_of(mixed)), path, "data")


def test_an_open_edition_passes_and_a_leak_stops_it(mixed, make_user):
    edition = create_edition(mixed, make_user("cfo_signer"))
    formats = ["pdf", "docx", "xlsx", "json"]
    passed = enqueue(edition, formats)
    run_job(passed.pk)
    passed.refresh_from_db()
    assert (passed.state, edition.files.count()) == ("done", 4)

    mixed.introductions = {"7": {"text": f"Bemærk, at {SECRET.lower()} i år.", "computed": False}}
    mixed.save()
    leaking = create_edition(mixed, make_user("cfo_caseworker"))
    stopped = enqueue(leaking, ["json"])
    run_job(stopped.pk)
    stopped.refresh_from_db()
    assert (stopped.state, ExportFile.objects.filter(edition=leaking).count()) == ("failed", 0)
    assert "introduction (BC02, " in stopped.error
    assert "havnegrunden" not in stopped.error.casefold()


def test_two_words_of_a_withheld_title_give_it_away(mixed):
    mixed.proposals.filter(number="BC03").update(title="Nedlæggelse af fire pladser på Østerfælled")
    titled = [run for run, whose in secrets_of(mixed, snapshot_of(mixed)).items() if whose == "BC03, titlen"]
    assert {("nedlæggelse", "fire"), ("fire", "pladser"), ("pladser", "østerfælled")} <= set(titled)


@pytest.mark.parametrize("number", ["BC05", "BC11"])
def test_a_published_round_with_a_confidential_proposal_gives_no_alarm(organisation, tmp_path, number):
    round = import_round(load("budget-2025"), state="closed")
    proposal = round.proposals.get(number=number)
    proposal.confidential = proposal.confidential_title = True
    proposal.confidential_reason = "Forhandling"
    proposal.save()
    whole = snapshot_of(round)
    secrets = secrets_of(round, whole)
    assert len(secrets) > 50
    for format in ("docx", "xlsx", "json"):
        build_file(whole, format, tmp_path / f"bilag.{format}")
        check_leaks(secrets, tmp_path / f"bilag.{format}", f"Bilag 7, {round.name}")
