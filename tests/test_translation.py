"""English: the catalogue is whole and up to date, and the pages speak it."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from lxml import html

from accounts.models import Role
from proposals.economy.administration import OTHER_LABEL, PAYROLL_LABEL
from proposals.models import Administration, Committee, HearingBody, Template, TemplateSection, Unit
from reviews.actions.meeting import book
from reviews.desk.bulk import BULK
from reviews.meetings.told import short
from reviews.setup.topics import TOPICS

from .factories import make_user
from .reviews.cases import Case, make_case
from .reviews.comment_cases import put_to_the_body, say
from .reviews.meetings.meet import committee, meet

CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")
TRANSLATED = ("accounts", "appendix", "config", "proposals", "reviews", "templates", "locale")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
# A shorter Danish text may by chance be part of a name or an English word.
TELL_TALE = 13
NOWHERE = "/findes-ikke/"


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="en")


def forms(text: str | tuple | list) -> list[str]:
    """A text, or its singular and plural."""
    return list(text) if isinstance(text, tuple | list) else [text]


def entries(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def names(catalogue: Catalog) -> set[tuple[str | None, str]]:
    return {(message.context, forms(message.id)[0]) for message in entries(catalogue)}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return read(settings.BASE_DIR / CATALOGUE)


def test_every_text_is_translated(catalogue):
    assert [message.id for message in entries(catalogue) if message.fuzzy or not all(forms(message.string))] == []


def test_translations_keep_the_placeholders(catalogue):
    for message in entries(catalogue):
        for danish, english in zip(forms(message.id), forms(message.string), strict=True):
            assert sorted(PLACEHOLDER.findall(danish)) == sorted(PLACEHOLDER.findall(english)), danish


@pytest.mark.skipif(not shutil.which("xgettext"), reason="xgettext (gettext) findes ikke")
def test_the_catalogue_has_the_texts_of_the_source(catalogue, tmp_path):
    shutil.copy(settings.BASE_DIR / "manage.py", tmp_path)
    for folder in TRANSLATED:
        ignored = shutil.ignore_patterns("__pycache__", "fixtures", "migrations", "*.mo")
        shutil.copytree(settings.BASE_DIR / folder, tmp_path / folder, ignore=ignored)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale=en", "--no-location", "--no-obsolete"],
        cwd=tmp_path,
        env={**os.environ, "DATA_DIR": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "config.settings"},
        check=True,
        capture_output=True,
    )
    found = names(read(tmp_path / CATALOGUE))
    assert found - names(catalogue) == set(), "not in the catalogue: make messages"
    assert names(catalogue) - found == set(), "no longer in the source: make messages"


def marked(source: Path) -> Iterator[tuple[str | None, str]]:
    """Context and text of every call of a function of gettext's in a Python file, whatever name it goes by there."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    imported = {
        name.asname or name.name: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in ("django.utils.translation", "proposals.economy.words")
        for name in node.names
        if "gettext" in name.name
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in imported:
            texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            if imported[node.func.id].startswith("pgettext"):
                yield texts[0], texts[1]
            elif texts:
                yield None, texts[0]


def test_no_text_is_marked_where_xgettext_does_not_see_it(catalogue):
    """Such as inside an f-string, or by another name than gettext's own and _."""
    files = [file for folder in TRANSLATED for file in (settings.BASE_DIR / folder).rglob("*.py")]
    found = {(str(file), *text) for file in files for text in marked(file)}
    assert len(found) > 500
    assert [text for text in found if text[1:] not in names(catalogue)] == []


@pytest.fixture(scope="module")
def tell_tales(catalogue) -> list[str]:
    """Danish stretches of text between placeholders that no English text has in it."""
    english = " ".join(text for message in entries(catalogue) for text in forms(message.string))
    parts = {
        part.strip()
        for message in entries(catalogue)
        for danish in forms(message.id)
        for part in PLACEHOLDER.split(re.sub(r"<[^>]*>", "", danish))
        if len(part.strip()) >= TELL_TALE and part.strip() not in english
    }
    assert len(parts) > 500
    return sorted(parts)


@pytest.fixture
def written_by_people(organisation) -> str:
    """What stands on pages in Danish in any language: names, templates, what the program wrote into proposals."""
    models = (Administration, Committee, HearingBody, Unit, Template, TemplateSection)
    rows = [PAYROLL_LABEL, OTHER_LABEL, *map(str, Role.labels)]
    return " ".join([*rows, *(str(list(model.objects.values())) for model in models)])


def shown_words(page: str) -> str:
    """The words of a page, those in attributes too; without what is marked as Danish."""
    tree = html.document_fromstring(page)
    for element in tree.xpath("//*[@lang='da'] | //script | //style"):
        element.drop_tree()
    attributes = tree.xpath("//@aria-label | //@title | //@placeholder | //@alt | //@*[starts-with(name(), 'data-')]")
    submits = tree.xpath("//input[@type='submit']/@value")
    return re.sub(r"\s+", " ", " ".join([tree.text_content(), *attributes, *submits]))


def english_page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == (404 if address == NOWHERE else 200), address
    page = response.content.decode()
    assert '<html lang="en"' in page, address
    return shown_words(page)


def english(person) -> Client:
    person.language = "en"
    person.save()
    client = Client()
    client.force_login(person)
    return client


def pages(case: Case) -> Iterator[tuple[Client, str]]:
    """Pages of every room, each as somebody who has something to do there; the proposal moves on meanwhile."""
    proposal = case.proposal
    writer, caseworker = english(case.writer), english(case.caseworker)

    def own(*addresses: str) -> list[str]:
        return [reverse(name, args=[proposal.pk]) for name in addresses]

    room = own("proposal", "checks", "attachments", "process", "hearings", "history", "preview")
    rounds = [reverse("front"), reverse("rounds"), reverse("round", args=[proposal.round_id])]
    for address in [*rounds, reverse("proposal-new", args=[proposal.round_id]), *room, NOWHERE]:
        yield writer, address
    for section in proposal.sections.all():
        yield writer, reverse("section", args=[proposal.pk, section.key])
    signer = english(case.signer)
    yield signer, reverse("action", args=[proposal.pk, "submit"])
    asked = case.ask("hr_kredsen")
    yield english(case.member), reverse("hearing-answer", args=[asked.pk])
    revision = case.submit()
    yield caseworker, reverse("revision", args=[proposal.pk, revision.number])
    for action in ("return", "withdraw", "judge_criteria", "number", "set_confidential"):
        yield caseworker, reverse("action", args=[proposal.pk, action])
    yield english(case.approver), reverse("action", args=[proposal.pk, "approve"])
    for address in own("process", "hearings", "hearing-ask", "hearing-record", "history", "checks"):
        yield caseworker, address
    yield caseworker, reverse("appendix", args=[proposal.round_id])
    for section in proposal.sections.all():
        yield caseworker, reverse("section", args=[proposal.pk, section.key])


def desk_pages(case: Case) -> Iterator[tuple[Client, str]]:
    """Pages about many proposals and many people, when there is something on each."""
    round_ = case.proposal.round_id
    put_to_the_body(case)
    comment = say(case, "shared")
    say(case, "body")
    book(case.proposal, case.secretary, meet(committee("SUD"), held=60, papers=40))
    asked = case.proposal.hearing_requests.get(body__code="hr_kredsen")
    caseworker, administrator = english(case.caseworker), english(make_user("administrator"))

    of_round = ("desk", "desk-list", "desk-charts", "desk-decisions", "outbox", "round-history", "meetings")
    for name in of_round:
        yield caseworker, reverse(name, args=[round_])
    for action in BULK:
        yield caseworker, reverse("desk-bulk", args=[round_]) + f"?handling={action}&alle=1"
    for name in ("meeting-place", "meeting-edit", "meeting-import"):
        yield caseworker, reverse(name, args=[round_, "udvalg", "SUD"])
    for topic in TOPICS:
        yield caseworker, reverse("round-setup-topic", args=[round_, topic])
    yield caseworker, reverse("hearing-need", args=[case.proposal.pk, "it_kredsen"])
    for name in ("hearing-remind", "hearing-minutes", "hearing-link-send"):
        yield caseworker, reverse(name, args=[asked.pk])
    yield english(case.member), reverse("hearing-date", args=[asked.pk])
    for name in ("comments", "process", "hearings", "history", "compare"):
        yield caseworker, reverse(name, args=[case.proposal.pk])
    yield caseworker, reverse("comment", args=[case.proposal.pk, comment.pk])
    for name in ("messages", "message-choices"):
        yield english(case.writer), reverse(name)
    for address in (reverse("people"), reverse("role-give"), reverse("security-log")):
        yield administrator, address
    yield administrator, reverse("person", args=[case.writer.pk])


@pytest.mark.django_db
@pytest.mark.parametrize("visited", [pages, desk_pages])
def test_pages_in_english_show_no_danish_words(organisation, tell_tales, written_by_people, visited):
    case = make_case()
    known = [danish for danish in tell_tales if danish not in written_by_people]
    found = {}
    for client, address in visited(case):
        words = english_page(client, address)
        if danish := [one for one in known if one in words]:
            found[address] = danish
    assert found == {}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_signup"])
def test_pages_before_signing_in_follow_the_choice_in_the_header(name, tell_tales):
    client = Client()
    client.post(reverse("set_language"), {"language": "en", "next": reverse(name)})
    words = english_page(client, reverse(name))
    assert [danish for danish in tell_tales if danish in words] == []


@pytest.mark.django_db
def test_dates_are_written_as_the_language_does(client_for, make_round, make_user):
    round_ = make_round(submission_deadline="2026-03-02T11:00:00Z")
    address = reverse("round", args=[round_.pk])
    danish, english_reader = make_user("reader"), make_user("reader", language="en")
    assert "mandag den 2. marts 2026 kl. 12.00" in client_for(danish).get(address).content.decode()
    assert "Monday 2 March 2026, 12:00" in client_for(english_reader).get(address).content.decode()


@pytest.mark.parametrize(("language", "written"), [("da", "2. marts 2020"), ("en", "2 March 2020")])
def test_dates_in_a_sentence_follow_the_language(language, written):
    with translation.override(language):
        assert short(date(2020, 3, 2)) == written
