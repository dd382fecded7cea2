"""Two people in one section: joined where they wrote apart, asked where they wrote together; and the history of it."""

import hashlib
import itertools
import json
import threading

import pytest
from django.db import connection

from proposals.assemble import read_content
from proposals.contents import EconomyContent, LineContent, TextContent
from proposals.drafts import StaleSave, save_section
from proposals.merging import Choices, ClashingSave, content_of_version, restore, save_or_merge
from proposals.models import Section

YEARS = list(range(2026, 2032))


def economy(*lines: LineContent, **values) -> EconomyContent:
    return EconomyContent(price_level=2026, years=YEARS, lines=list(lines), **values)


def line(name: str, **amounts: int) -> LineContent:
    by_year = {int(year[1:]): amount for year, amount in amounts.items()}
    return LineContent(id=name, kind="permanent", label=name, area="service", amounts=by_year)


@pytest.fixture
def section(make_proposal, make_user) -> Section:
    found = make_proposal().sections.get(key="economy")
    return save_section(found, economy(line("a", y2026=1), line("b", y2026=1)), base_version=0, by=make_user("writer"))


def test_different_cells_are_joined_and_told(section, make_user):
    mette, mine = make_user("writer", name="Mette"), make_user("writer", name="Ole")
    save_or_merge(section, economy(line("a", y2026=5), line("b", y2026=1)), base_version=1, by=mette)

    saved = save_or_merge(section, economy(line("a", y2026=1), line("b", y2026=7)), base_version=1, by=mine)

    assert read_content(saved.section) == economy(line("a", y2026=5), line("b", y2026=7))
    assert (saved.section.version, saved.section.saved_by) == (3, mine)
    assert saved.others == ("Mette",)
    assert [row.place for change in saved.taken.rows for row in change.cells] == ["lines/a/amounts.2026"]


def test_the_same_cell_is_asked_about_and_nothing_is_stored(section, make_user):
    save_or_merge(section, economy(line("a", y2026=5), line("b", y2026=1)), base_version=1, by=make_user("writer"))
    mine = economy(line("a", y2026=9), line("b", y2026=2))

    with pytest.raises(ClashingSave) as asked:
        save_or_merge(section, mine, base_version=1, by=make_user("writer"))

    (clash,) = asked.value.merged.open
    assert (clash.base, clash.mine, clash.theirs) == (1, 9, 5)
    assert Section.objects.get(pk=section.pk).version == 2
    chosen = Choices(against=2, sides={clash.place: "theirs"})
    saved = save_or_merge(section, mine, base_version=1, by=make_user("writer"), choices=chosen)
    assert read_content(saved.section) == economy(line("a", y2026=5), line("b", y2026=2))


def test_a_choice_holds_for_the_version_it_was_made_against(section, make_user):
    for version, amount in ((1, 5), (2, 6)):
        save_or_merge(
            section, economy(line("a", y2026=amount), line("b")), base_version=version, by=make_user("writer")
        )
    choices = Choices(against=2, sides={"lines/a/amounts.2026": "theirs"})
    with pytest.raises(ClashingSave):
        save_or_merge(
            section,
            economy(line("a", y2026=9), line("b", y2026=1)),
            base_version=1,
            by=make_user("writer"),
            choices=choices,
        )


def test_the_first_two_saves_are_joined_over_the_empty_section(make_proposal, make_user):
    section = make_proposal().sections.get(key="economy")
    save_or_merge(section, economy(line("a")), base_version=0, by=make_user("writer"))
    saved = save_or_merge(section, economy(line("b")), base_version=0, by=make_user("writer"))
    assert {row.id for row in read_content(saved.section).lines} == {"a", "b"}


def test_a_version_is_restored_as_a_new_one_and_told_of(section, make_user):
    person = make_user("writer")
    save_section(section, economy(), base_version=1, by=person)

    back = restore(section, 1, base_version=2, by=person)

    assert (back.version, read_content(back)) == (3, content_of_version(back, 1))
    assert [row.version for row in section.versions.all()] == [3, 2, 1, 0]
    event = section.proposal.events.get(kind="section_restored")
    canonical = json.dumps(back.content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    told = {name: event.data[name] for name in ("restored", "before", "version", "content_sha256")}
    assert (event.actor, told) == (
        person,
        {"restored": 1, "before": 2, "version": 3, "content_sha256": hashlib.sha256(canonical.encode()).hexdigest()},
    )


def test_restoring_does_not_overwrite_what_was_saved_meanwhile(section, make_user):
    save_section(section, economy(), base_version=1, by=make_user("writer"))
    with pytest.raises(StaleSave):
        restore(section, 0, base_version=1, by=make_user("writer"))
    assert not section.proposal.events.filter(kind="section_restored").exists()


def test_a_text_is_joined_by_paragraphs(make_proposal, make_user):
    section = make_proposal().sections.get(key="description")
    save_section(section, TextContent(text="<p>Et</p><p>To</p>"), base_version=0, by=make_user("writer"))
    save_or_merge(section, TextContent(text="<p>Et</p><p>To og lidt til</p>"), base_version=1, by=make_user("writer"))
    saved = save_or_merge(
        section, TextContent(text="<p>Et og mere</p><p>To</p>"), base_version=1, by=make_user("writer")
    )
    assert read_content(saved.section).text == "<p>Et og mere</p><p>To og lidt til</p>"


def race(section: Section, writers: list, saves: int) -> tuple[list[tuple[str, int, int]], int]:
    """Every writer saves so many times on a connection of their own, each time from what they last read.

    Writers share three lines and six years, so both joining and clashes happen. (accepted changes, clashes)
    """
    ready = threading.Barrier(len(writers))
    accepted: list[tuple[str, int, int]] = []
    clashes: list[int] = []
    faults: list[BaseException] = []

    def write(number: int) -> None:
        try:
            ready.wait()
            for turn in range(saves):
                read = Section.objects.get(pk=section.pk)
                content, version = read_content(read), read.version
                row, year, amount = (
                    content.lines[(number + turn) % 3],
                    YEARS[(number * 5 + turn) % 6],
                    number * 10_000 + turn + 1,
                )
                row.amounts[year] = amount
                choices = None
                while True:
                    try:
                        save_or_merge(section, content, base_version=version, by=writers[number], choices=choices)
                    except ClashingSave as asked:
                        # Asked: the person keeps their own, unless a third one has come before them meanwhile.
                        clashes.append(number)
                        sides = {clash.place: "mine" for clash in asked.merged.clashes}
                        choices = Choices(asked.current.version, sides)
                    else:
                        accepted.append((row.id, year, amount))
                        break
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(len(writers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, faults
    return accepted, len(clashes)


def judge(section: Section, accepted: list[tuple[str, int, int]]) -> None:
    """Every accepted change is in the version it made, and stays until somebody wrote in the same cell."""
    versions = [row.content for row in section.versions.order_by("version")]
    assert [row.version for row in section.versions.order_by("version")] == list(range(len(versions)))
    shown = [{line["id"]: line["amounts"] for line in content["lines"]} for content in versions]
    order: dict[tuple[str, int], list[int]] = {}
    for content in shown:
        for row, amounts in content.items():
            for year, amount in amounts.items():
                seen = order.setdefault((row, int(year)), [])
                if not seen or seen[-1] != amount:
                    seen.append(amount)
    for row, year, amount in accepted:
        assert order[row, year].count(amount) == 1, (row, year, amount)
    # Nothing but what was accepted ever stood in a cell, and a save changed one cell alone.
    assert sum(map(len, order.values())) == len(accepted)
    for before, after in itertools.pairwise(shown[1:]):
        differs = [(row, year) for row in after for year in after[row] if before[row].get(year) != after[row][year]]
        assert len(differs) == 1
    final = Section.objects.get(pk=section.pk)
    assert (final.version, final.content) == (len(versions) - 1, versions[-1])


@pytest.fixture
def raced(organisation, make_proposal, make_user) -> Section:
    found = make_proposal().sections.get(key="economy")
    return save_section(found, economy(line("a"), line("b"), line("c")), base_version=0, by=make_user("writer"))


@pytest.mark.django_db(transaction=True)
def test_of_eighty_racing_saves_none_is_lost(raced, make_user):
    accepted, _clashes = race(raced, [make_user("writer") for _number in range(8)], 10)
    assert len(accepted) == 80
    judge(raced, accepted)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_a_thousand_racing_saves_none_is_lost(raced, make_user):
    """Twenty connections, fifty saves each."""
    accepted, clashes = race(raced, [make_user("writer") for _number in range(20)], 50)
    # Writers meet in the same cell now and then, and are asked: the test is of both.
    assert clashes
    assert len(accepted) == 1000
    judge(raced, accepted)
