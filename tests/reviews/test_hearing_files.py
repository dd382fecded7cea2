"""Minutes: which files are taken, by their content, and who reads them."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reviews.actions import hearing
from reviews.actions.hearing_file import attach_minutes, remove_minutes
from reviews.hearings.file_types import type_of
from reviews.models import Event, HearingFile
from reviews.refusal import Refused

from .cases import write

PDF = b"%PDF-1.7\n..."
PNG = b"\x89PNG\r\n\x1a\n...."


def package(*names: str, mimetype: str = "") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        # Without a date of its own each process that collects the tests would make other bytes.
        if mimetype:
            archive.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "x")
    return held.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")
ODT = package("content.xml", mimetype="application/vnd.oasis.opendocument.text")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("referat.pdf", PDF, "application/pdf"),
        ("referat.PDF", PDF, "application/pdf"),
        ("referat.docx", DOCX, WORD),
        ("referat.odt", ODT, "application/vnd.oasis.opendocument.text"),
        ("referat.txt", "Mødet blev holdt på Rådhuset.".encode(), "text/plain"),
        ("tavle.png", PNG, "image/png"),
        ("tavle.jpeg", b"\xff\xd8\xff\xe0....", "image/jpeg"),
        ("referat.pdf", b"<html>", ""),
        ("referat.png", PDF, ""),
        ("referat.docx", package("a.txt"), ""),
        ("referat.docx", package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), ""),
        ("referat.docx", DOCX[:40], ""),
        ("referat.docx", ODT, ""),
        ("referat.odt", DOCX, ""),
        ("referat.odt", package("content.xml", mimetype="application/zip"), ""),
        ("referat.txt", b"MZ\x00\x01", ""),
        ("referat.txt", b"\xff\xfe\x00", ""),
        ("referat.html", b"<p>Hej</p>", ""),
        ("referat.svg", b"<svg/>", ""),
        ("referat", PDF, ""),
        ("referat.pdf.exe", PDF, ""),
        ("referat.pdf", b"", ""),
    ],
)
def test_a_file_is_what_its_content_says_and_is_taken_where_its_name_says_the_same(name, content, found):
    assert type_of(io.BytesIO(content), name) == found


@pytest.fixture
def asked(case):
    case.request = case.ask("hr_kredsen")
    return case


def minutes(name: str = "referat.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("person", ["member", "writer", "signer", "caseworker"])
def test_the_body_and_those_who_asked_attach(asked, person):
    file = attach_minutes(asked.request, getattr(asked, person), minutes())
    assert (file.name, file.size, file.content_type) == ("referat.pdf", len(PDF), "application/pdf")
    assert "referat" not in file.file.name
    assert Event.objects.get(kind="minutes_attached").data["sha256"] == file.sha256


@pytest.mark.parametrize("person", ["reader", "secretary", "stranger"])
def test_others_do_not(asked, person):
    with pytest.raises(Refused, match="Kun høringsparten, forvaltningen og CFØ"):
        attach_minutes(asked.request, getattr(asked, person), minutes())
    assert not HearingFile.objects.exists()


def test_a_false_type_and_too_much_are_refused(asked, settings):
    with pytest.raises(Refused, match="Filen kan ikke vedhæftes"):
        attach_minutes(asked.request, asked.member, minutes(content=b"MZ"))
    settings.ATTACHMENT_MAX_BYTES = 5
    with pytest.raises(Refused, match="Filen må højst fylde"):
        attach_minutes(asked.request, asked.member, minutes())
    assert not HearingFile.objects.exists()


def test_a_file_that_is_too_big_is_refused_unread(asked, settings):
    class Unread(SimpleUploadedFile):
        def read(self, *args):
            raise AssertionError("read")

    settings.ATTACHMENT_MAX_BYTES = 5
    with pytest.raises(Refused, match="Filen må højst fylde"):
        attach_minutes(asked.request, asked.member, Unread("referat.txt", b"Referat af et langt referat"))


def test_it_is_served_as_a_download_to_those_who_may_read_it(asked, client_for, make_user):
    asked.submit()
    file = attach_minutes(asked.request, asked.member, minutes("Referat æøå.pdf"))
    url = reverse("hearing-file", args=[asked.request.pk, file.pk])
    other = make_user("body_member", body="med_udvalg", name="Andet medlem")
    asked.ask("med_udvalg")
    found = {
        name: client_for(person).get(url).status_code
        for name, person in {
            "member": asked.member,
            "writer": asked.writer,
            "caseworker": asked.caseworker,
            "reader": asked.reader,
            "secretary": asked.secretary,
            "stranger": asked.stranger,
            "other body": other,
        }.items()
    }
    assert found == {
        "member": 200,
        "writer": 200,
        "caseworker": 200,
        "reader": 403,
        "secretary": 403,
        "stranger": 403,
        "other body": 403,
    }
    response = client_for(asked.member).get(url)
    assert response.getvalue() == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")
    page = client_for(other).get(reverse("hearings", args=[asked.proposal.pk])).content.decode()
    assert "Referat æøå.pdf" not in page


def test_a_file_of_another_request_is_not_found_under_this_one(asked, client_for):
    file = attach_minutes(asked.request, asked.member, minutes())
    other = asked.ask("med_udvalg")
    client = client_for(asked.caseworker)
    assert client.get(reverse("hearing-file", args=[other.pk, file.pk])).status_code == 404
    assert client.get(reverse("hearing-file", args=[asked.request.pk, 10**12])).status_code == 404


def test_a_confidential_proposals_minutes_are_not_even_there(asked, client_for):
    file = attach_minutes(asked.request, asked.member, minutes())
    asked.submit()
    asked.proposal.refresh_from_db()
    asked.proposal.confidential = True
    asked.proposal.save()
    assert client_for(asked.stranger).get(reverse("hearing-file", args=[asked.request.pk, file.pk])).status_code == 404


def test_a_file_taken_off_is_kept_but_not_served(asked, client_for):
    file = attach_minutes(asked.request, asked.member, minutes())
    client = client_for(asked.member)
    url = reverse("hearing-file-remove", args=[asked.request.pk, file.pk])
    assert "Skriv en begrundelse" in client.post(url, {"reason": ""}).content.decode()
    client.post(url, {"reason": "Forkert referat."})
    assert client.get(reverse("hearing-file", args=[asked.request.pk, file.pk])).status_code == 404
    file.refresh_from_db()
    assert file.file.open().read() == PDF
    assert Event.objects.get(kind="minutes_removed").reason == "Forkert referat."
    with pytest.raises(Refused, match="allerede fjernet"):
        remove_minutes(file, asked.member, "Igen.")


def test_attaching_on_the_page(asked, client_for):
    client = client_for(asked.member)
    url = reverse("hearing-minutes", args=[asked.request.pk])
    assert 'enctype="multipart/form-data"' in client.get(url).content.decode()
    assert "Vælg en fil." in client.post(url).content.decode()
    assert "Filen kan ikke vedhæftes" in client.post(url, {"file": minutes(content=b"MZ")}).content.decode()
    page = client.post(url, {"file": minutes()}, follow=True).content.decode()
    assert "referat.pdf" in page
    assert client_for(asked.stranger).get(url).status_code == 404


def test_minutes_of_an_earlier_request_stay_in_sight(asked, client_for):
    attach_minutes(asked.request, asked.member, minutes())
    write(asked.proposal, asked.writer, "risks", text="<p>En ny risiko.</p>")
    hearing.renew(asked.request, asked.writer)
    assert (
        "referat.pdf" in client_for(asked.member).get(reverse("hearings", args=[asked.proposal.pk])).content.decode()
    )
