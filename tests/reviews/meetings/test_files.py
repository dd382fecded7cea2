"""Files of meeting dates: what calendars and spreadsheets write is read, the rest refused whole with its lines."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.meetings.files import BrokenCalendar, Row, read
from reviews.meetings.files.csv_file import write_csv
from reviews.meetings.files.ics_file import Shown, write_ics

JUNE = date(2026, 6, 27)


def faults(content: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(BrokenCalendar) as broken:
        read(content.encode() if isinstance(content, str) else content)
    return broken.value.faults


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])


@pytest.mark.parametrize(
    "text",
    [
        "Dato;Materiale senest;Note\n27.6.2026;13.6.2026;Rådhuset\n",
        "dato,materialefrist,bemærkning\r\n27/6 2026,2026-06-13,Rådhuset\r\n",
        "\ufeffMødedato\tFrist\tNote\n27. juni 2026\t13. juni 2026\tRådhuset",
        'Note;Frist for materiale;Møde;\n"Rådhuset";13-06-2026;lørdag den 27. juni 2026;\n\n;;;\n',
    ],
)
def test_csv_as_danes_write_it(text):
    assert read(text.encode()) == [Row(2, JUNE, date(2026, 6, 13), "Rådhuset")]


def test_csv_from_an_old_excel_and_without_the_optional_columns():
    assert read("Dato;Bemærkning\n27.6.2026;Rådhuset\n".encode("cp1252")) == [Row(2, JUNE, None, "Rådhuset")]
    assert read(b"Dato\n27.6.2026\n") == [Row(2, JUNE)]


def test_every_fault_of_a_csv_is_told_with_its_line():
    text = (
        "Dato;Materiale senest;Note\n31.2.2026;1.1.2026;\n;1.1.2026;\n27.6.2026;28.6.2026;\n"
        f"28.6.2026;;{'x' * 151}\n28.6.2026;;\n1.1.1026;;;mere\n"
    )
    assert faults(text) == [
        (2, "“31.2.2026” kan ikke læses som en dato."),
        (3, "Datoen mangler."),
        (4, "Fristen for materiale ligger efter mødet."),
        (5, "Noten er for lang. Den må højst fylde 150 tegn."),
        (6, "Mødet står også i linje 5."),
        (7, "Der er flere felter end overskrifter."),
        (7, "Årstallet 1026 kan ikke være rigtigt."),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Filen indeholder ingen møder."),
        ("Note\n27.6.2026\n", "Den første linje skal have overskrifterne Dato, Materiale senest og Note."),
        ("27.6.2026;13.6.2026\n", "Kolonnen “27.6.2026” kendes ikke."),
        ("Dato;Dato\n", "Kolonnen “Dato” står der to gange."),
        ("Dato\n", "Filen indeholder ingen møder."),
        ('Dato\n"27.6.2026\n', "Linjen kan ikke læses som CSV."),
        (
            "Dato\n" + "\n".join(f"{n % 28 + 1}.{n % 12 + 1}.{2001 + n // 10}" for n in range(501)),
            "Filen indeholder flere end 500 møder.",
        ),
    ],
)
def test_a_csv_that_is_no_list_of_meetings_is_refused(text, words):
    assert words in [said for _line, said in faults(text)]


def test_an_event_as_outlook_writes_it():
    text = event(
        "DTSTAMP:20260101T000000Z",
        'DTSTART;TZID="Romance Standard Time":20260627T090000',
        "SUMMARY;LANGUAGE=da:IT-kredsen",
        "DESCRIPTION:En lang tekst\\, der",
        "  fortsætter: på næste linje",
        "BEGIN:VALARM",
        "DTSTART:19990101",
        "END:VALARM",
    )
    assert read(text.encode()) == [Row(5, JUNE)]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("DTSTART;VALUE=DATE:20260627", JUNE),
        ("DTSTART:20260626T230000Z", JUNE),  # an hour after midnight in Denmark
        ("DTSTART:20260627T215959Z", JUNE),
        ("DTSTART:20260627T235959", JUNE),
    ],
)
def test_the_day_is_the_danish_one(start, expected):
    assert [row.date for row in read(event(start).encode())] == [expected]


def test_cancelled_meetings_are_left_out():
    text = event("DTSTART:20260627", "STATUS:CANCELLED", "END:VEVENT", "BEGIN:VEVENT", "DTSTART:20260704")
    assert [row.date for row in read(text.encode())] == [date(2026, 7, 4)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (event("SUMMARY:Uden dato"), [(3, "Mødet har ingen dato (DTSTART).")]),
        (event("DTSTART:20260231"), [(4, "“20260231” kan ikke læses som en dato.")]),
        (
            event("DTSTART:20260627", "RRULE:FREQ=WEEKLY"),
            [(5, "Mødet gentager sig. Gem hvert møde for sig i filen.")],
        ),
        (event("DTSTART:20260627", "ikke en linje"), [(5, "Linjen kan ikke læses som iCalendar.")]),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260627\n", [(3, "Filen slutter midt i kalenderen.")]),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", [(3, "END passer ikke til BEGIN.")]),
    ],
)
def test_a_calendar_that_cannot_be_trusted_is_refused_with_the_lines(text, expected):
    found = faults(text)
    assert [one for one in expected if one not in found] == []


def test_a_binary_or_huge_file_is_refused():
    assert faults(b"PK\x00\x01") == [(1, "Filen er ikke en tekstfil.")]
    assert faults(b"x" * 1_000_001) == [(1, "Filen er for stor.")]


notes = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=150).map(
    lambda text: " ".join(text.split())
)


@given(st.dictionaries(st.dates(date(2000, 1, 1), date(2100, 12, 31)), notes, min_size=1, max_size=5))
def test_what_is_written_is_read_back_whole(found):
    meetings = [(day, day, note) for day, note in found.items()]
    assert [(row.date, row.papers_by, row.note) for row in read(write_csv(meetings).encode())] == meetings
    shown = [Shown(f"{day}@x", day, day, "IT-kredsen", note, ("Et", "To")) for day, _papers, note in meetings]
    text = write_ics(shown, "IT-kredsen", datetime(2026, 1, 1, tzinfo=UTC))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert [(row.date, row.papers_by, row.note) for row in read(text.encode())] == meetings


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    for start in (b"", b"Dato;Note\n", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:"):
        try:
            found: list = read(start + content)
        except BrokenCalendar as broken:
            found = broken.faults
        assert found
