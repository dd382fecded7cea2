"""A proposal fetched as PDF and as Word: the draft's mark, its version and time, and what the file is called."""

from __future__ import annotations

import subprocess
from io import BytesIO

import docx
import pytest
from django.urls import reverse
from django.utils import timezone

from appendix.editions import create_edition
from appendix.jobs import enqueue
from appendix.tasks import run_job
from appendix.views.preview import WORD
from proposals.richtext import clean as cleaned
from tests.pages import texts
from tests.reviews.cases import make_case, write

from .cases import add_proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def signer(make_user, client_for):
    return client_for(make_user("cfo_signer"))


def heads_of(response) -> str:
    """What stands at the head of the pages of a Word file."""
    document = docx.Document(BytesIO(response.content))
    section = document.sections[0]
    shown = [section.header, *([section.first_page_header] if section.different_first_page_header_footer else [])]
    return " ".join(paragraph.text for head in shown for paragraph in head.paragraphs)


def pdf_words(response) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=response.content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_a_proposal_is_fetched_as_pdf_and_as_word_marked_until_it_is_approved(make_round, signer):
    round = make_round()
    draft, sent, approved = (add_proposal(round, state) for state in ("draft", "submitted", "approved"))
    when = timezone.localtime(draft.updated_at)
    marks = {draft: f"Kladde til version 1, {when.day}.", sent: "Kladde, version 1, ", approved: ""}
    for proposal, mark in marks.items():
        word = signer.get(reverse("preview-docx", args=[proposal.pk]))
        pdf = signer.get(reverse("preview-pdf", args=[proposal.pk]))
        assert (word.status_code, word["Content-Type"], word["Cache-Control"]) == (200, WORD, "private, no-store")
        for words in (heads_of(word), pdf_words(pdf)):
            assert mark in words
            assert ("Kladde" in words) == bool(mark)
    assert f"kl. {when:%H.%M}" in heads_of(signer.get(reverse("preview-docx", args=[draft.pk])))
    told = docx.Document(BytesIO(signer.get(reverse("preview-docx", args=[draft.pk])).content))
    assert draft.title in " ".join(paragraph.text for paragraph in told.paragraphs)


def test_a_returned_proposal_becomes_its_next_version(make_round, signer):
    returned = add_proposal(make_round(), "returned")
    assert "Kladde til version 2, " in heads_of(signer.get(reverse("preview-docx", args=[returned.pk])))
    first = signer.get(reverse("preview-docx", args=[returned.pk]), {"revision": "1"})
    assert "Kladde, version 1, " in heads_of(first)


@pytest.mark.parametrize("name", ["preview-pdf", "preview-docx"])
def test_the_file_is_named_by_title_and_version_but_never_by_a_confidential_title(name, make_round, signer):
    round = make_round()
    open_one = add_proposal(round, "approved", number="BC07", title="Salg: af grund")
    hidden = add_proposal(round, "approved", number="BC08", title="Salg af grund", confidential=True)
    draft = add_proposal(round, "draft", title="Salg af grund", confidential=True)

    def file_name(proposal) -> str:
        return signer.get(reverse(name, args=[proposal.pk]))["Content-Disposition"].split("filename=")[1].split(".")[0]

    assert file_name(open_one) == '"BC07 Salg- af grund, version 1'
    assert file_name(hidden) == '"Fortroligt forslag BC08, version 1'
    assert file_name(draft) == f'"Fortroligt forslag {draft.pk}, kladde'


def written(round, text: str):
    """An approved proposal whose description holds the text as the editor stores it."""
    case = make_case(round=round, number="BC01")
    write(case.proposal, case.writer, "description", text=cleaned(text))
    case.to_state("approved")
    return case.proposal


def test_a_table_of_one_row_is_printed(make_round, signer, make_user):
    """On the pages of the proposal, and in every file of an edition, which are read back."""
    round = make_round("Budget 2026")
    proposal = written(round, "<p>Vi måler:</p><table><tr><td>Samtaler</td><td>1.200</td></tr></table>")

    pdf, word = (signer.get(reverse(name, args=[proposal.pk])) for name in ("preview-pdf", "preview-docx"))
    assert (pdf.status_code, word.status_code) == (200, 200)
    assert "Samtaler 1.200" in pdf_words(pdf)
    tables = docx.Document(BytesIO(word.content)).tables
    assert [["Samtaler", "1.200"]] in [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]
    edition = create_edition(round, make_user("cfo_caseworker"))
    run_job(enqueue(edition, ["pdf", "docx", "xlsx", "json"]).pk)
    assert [(file.format, file.proof["sound"]) for file in edition.files.order_by("format")] == [
        (format, True) for format in ("docx", "json", "pdf", "xlsx")
    ]


@pytest.mark.parametrize(("sign", "named"), [("😀", "“😀”"), ("\uf0b7", "U+F0B7")])
def test_a_sign_the_type_lacks_is_named_on_the_page_and_in_the_job(sign, named, make_round, signer, make_user):
    round = make_round("Budget 2026")
    proposal = written(round, f"<p>Godt nyt {sign}</p>")
    why = f"tegnet {named} findes ikke i skriften. Find det i forslagets tekster, og slet det."

    answer = signer.get(reverse("preview-pdf", args=[proposal.pk]), {"revision": "1"}, follow=True)

    assert answer.redirect_chain == [(f"{reverse('preview', args=[proposal.pk])}?revision=1", 302)]
    assert f"PDF-filen kunne ikke dannes: {why}" in " ".join(
        texts(answer.content, "//main//*[contains(@class, 'alert')]")
    )
    job = enqueue(create_edition(round, make_user("cfo_caseworker")), ["pdf"])
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", f"PDF-filen kunne ikke dannes: {why}")
