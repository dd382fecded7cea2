"""A stored file goes out whole or in the part that is asked for, and is kept by nobody on the way."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from proposals.attachments import attach

CONTENT = bytes(range(256)) * 600


@pytest.fixture
def sent(make_proposal, client_for):
    """Fetches the file with the headers given."""
    proposal = make_proposal()
    file = attach(proposal, SimpleUploadedFile("Beregning, år 1.xlsx", CONTENT), proposal.writer)
    client, address = client_for(proposal.writer), reverse("attachment", args=[proposal.pk, file.pk])
    return lambda **headers: client.get(address, headers=headers)


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("bytes=0-0", range(1)),
        ("bytes=10-19", range(10, 20)),
        ("bytes=153000-", range(153_000, 153_600)),
        ("bytes=-100", range(153_500, 153_600)),
        ("bytes=-999999", range(153_600)),
        ("bytes=100000-999999", range(100_000, 153_600)),
    ],
)
def test_a_part_is_sent_with_its_place(sent, asked, expected):
    response = sent(range=asked)
    assert (response.status_code, response["Content-Length"]) == (206, str(len(expected)))
    assert response["Content-Range"] == f"bytes {expected.start}-{expected.stop - 1}/153600"
    assert body(response) == CONTENT[expected.start : expected.stop]


@pytest.mark.parametrize("asked", ["bytes=153600-", "bytes=20-10", "bytes=-0"])
def test_a_part_the_file_does_not_have_is_refused(sent, asked):
    response = sent(range=asked)
    assert (response.status_code, response["Content-Range"], body(response)) == (416, "bytes */153600", b"")


@pytest.mark.parametrize(
    "asked", ["", "bytes=", "bytes=-", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", f"bytes={'9' * 5000}-"]
)
def test_what_cannot_be_read_as_a_part_gets_the_whole(sent, asked):
    response = sent(range=asked)
    assert (response.status_code, response["Content-Length"], body(response)) == (200, "153600", CONTENT)


def test_a_broken_off_download_goes_on_only_in_the_same_file(sent):
    mark = sent()["ETag"]
    assert sent(**{"range": "bytes=5-6", "if-range": mark}).status_code == 206
    assert sent(**{"range": "bytes=5-6", "if-range": '"en anden"'}).status_code == 200


@pytest.mark.parametrize("asked", ["", "bytes=1-2", "bytes=999999-"])
def test_every_answer_is_private_and_of_its_own_type(sent, asked):
    response = sent(range=asked)
    assert (response["Cache-Control"], response["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    assert response["Accept-Ranges"] == "bytes"
    if response.status_code != 416:
        assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        assert "attachment" in response["Content-Disposition"]
