"""`manage.py build_appendix`: the same files as the web's, in the foreground, with nothing stored."""

from __future__ import annotations

import hashlib
import io
import json

import pytest
from django.core.management import CommandError, call_command

from appendix.models import Edition
from reviews.models import Revision

from .cases import add_proposal

pytestmark = pytest.mark.django_db


def build(*arguments: str) -> list[str]:
    out = io.StringIO()
    call_command("build_appendix", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def round(make_round):
    round = make_round("Budget 2026")
    add_proposal(round, number="BC01")
    return round


def test_every_format_is_made_and_told_of(round, tmp_path):
    lines = build("Budget 2026", "--out", str(tmp_path / "ud"), "--date", "2026-03-03")
    names = [f"Bilag 7, Budget 2026.{format}" for format in ("pdf", "docx", "xlsx", "json")]
    names += [f"Bilag 7, Budget 2026, Kvantum.{suffix}" for suffix in ("xlsx", "csv")]
    paths = [tmp_path / "ud" / name for name in names]
    assert lines == [
        f"{path}  {path.stat().st_size} byte  sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths
    ]
    assert sorted((tmp_path / "ud").iterdir()) == sorted(paths)
    assert Edition.objects.count() == 0


def test_the_same_date_gives_the_same_bytes(round, tmp_path):
    arguments = ["Budget 2026", "--bilag", "7", "--format", "pdf", "--date", "2026-03-03T14:05"]
    first, second = (build(*arguments, "--out", str(tmp_path / name)) for name in "ab")
    assert first[0].split("  ")[1:] == second[0].split("  ")[1:]


def test_what_was_submitted_goes_in_with_the_reason_as_its_mark(round, tmp_path):
    add_proposal(round, "submitted", number="BC02")
    build("Budget 2026", "--out", str(tmp_path), "--format", "json", "--include-submitted", "Udvalget haster")
    data = json.loads((tmp_path / "Bilag 7, Budget 2026.json").read_text())
    assert [one["number"] for one in data["proposals"]] == ["BC01", "BC02"]
    assert "Udvalget haster" in json.dumps(data["tables"]["table2"]["footnotes"])


def test_the_other_appendices_are_made_too(round, tmp_path):
    add_proposal(round, number="BC02", confidential=True, confidential_reason="Udbud")
    for bilag, numbers in ((7, ["BC01", "BC02"]), (10, ["BC02"])):
        build("Budget 2026", "--bilag", str(bilag), "--out", str(tmp_path), "--format", "json")
        data = json.loads((tmp_path / f"Bilag {bilag}, Budget 2026.json").read_text())
        assert [one["number"] for one in data["proposals"]] == numbers


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Budget 2026", "--include-submitted", " "], "Skriv, hvorfor de indsendte forslag tages med."),
        (["Budget 1999"], "Runden Budget 1999 findes ikke. Der er: Budget 2026."),
        (["Budget 2026", "--date", "i går"], "Datoen i går kan ikke læses. Skriv fx 2026-03-03."),
        (["Budget 2026", "--date", "2026-13-45"], "Datoen 2026-13-45 kan ikke læses. Skriv fx 2026-03-03."),
    ],
)
def test_what_cannot_be_done_is_said_with_code_2(round, arguments, said):
    with pytest.raises(CommandError, match=said) as refused:
        build(*arguments)
    assert refused.value.returncode == 2


def test_a_round_with_nothing_approved_is_refused_unless_submitted_ones_are_asked_for(make_round, tmp_path):
    round = make_round("Budget 2027")
    add_proposal(round, "submitted")
    with pytest.raises(CommandError, match="Runden Budget 2027 har ingen godkendte forslag") as refused:
        build("Budget 2027", "--out", str(tmp_path))
    assert refused.value.returncode == 2
    assert list(tmp_path.iterdir()) == []
    submitted = ("--include-submitted", "Udvalget haster")
    assert len(build("Budget 2027", "--out", str(tmp_path), "--format", "pdf", *submitted)) == 1


def test_a_version_that_is_not_what_was_signed_is_said_and_not_printed(round, tmp_path):
    revision = Revision.objects.get(proposal__number="BC01")
    Revision.objects.update(canonical=revision.canonical.replace("indgang", "udgang"))
    with pytest.raises(CommandError, match="Version 1 er ændret, siden den blev frosset") as refused:
        build("Budget 2026", "--out", str(tmp_path), "--format", "json")
    assert refused.value.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(round, tmp_path):
    (tmp_path / "fil").write_text("")
    with pytest.raises(CommandError, match="Filerne kunne ikke dannes:") as refused:
        build("Budget 2026", "--out", str(tmp_path / "fil"), "--format", "pdf")
    assert refused.value.returncode == 2
