"""What a later edition prints otherwise: all of it, nothing else, and nothing that has become confidential."""

from __future__ import annotations

from typing import Any

import pytest

from appendix.content.blocks import AmountCell, Table
from appendix.content.build import build
from appendix.content.changes import Change
from appendix.content.computed import compute_snapshot
from appendix.content.errata import WITHHELD, Errata, News, Setting, errata
from appendix.content.tables import CAPTION_1, CAPTION_2
from appendix.snapshot import Footnote, PoolInfo, PriceConversion, Snapshot
from proposals.confidentiality import SENTENCE, redacted
from proposals.economy.model import Area

from .changed import rewritten, with_proposals
from .snapshots import proposal_of, snapshot

ECONOMY = "Tabel 1. Forslagets samlede økonomiske konsekvenser"
SHOWN = {"section": "Oversigt over forslagene"}


def compared(old: Snapshot, new: Snapshot) -> Errata:
    return errata(compute_snapshot(old), compute_snapshot(new))


def changes(found: Errata) -> dict[str, list[Change]]:
    return {part.number: list(part.changes) for part in found.parts}


def two_lines(content: dict[str, Any]) -> None:
    """A running cost and an investment of BC05, and two lines in another order."""
    lines = content["lines"]
    lines[1]["amounts"]["2027"] = 2900
    lines[3]["amounts"]["2025"] = 800
    lines[5], lines[6] = lines[6], lines[5]


def cell(table: str, row: str, column: str, old: tuple[str, int | None], new: tuple[str, int | None]) -> Change:
    section = "Oversigt over forslagene" if table != ECONOMY else "2. Økonomi"
    return Change("cell", section, table, row, column, old[0], new[0], old[1], new[1])


@pytest.mark.parametrize("name", ["budget-2023", "budget-2025"])
def test_two_editions_of_the_same_have_no_errata(name):
    old = snapshot(name)
    new = old.model_copy(update={"edition": 2, "final": True, "date": old.date.replace(year=2027)})
    assert not compared(old, new)
    assert compared(old, new).settings == ()


def test_every_change_to_budget_2025_is_told_and_nothing_else():
    old = snapshot()
    added = proposal_of(old, "BC14").model_copy(update={"number": "BC15", "title": "Endnu en bro"})
    found = compared(old, with_proposals(old, rewritten(old, "BC05", "economy", two_lines), added, without=("BC11",)))
    assert found.settings == ()
    assert found.proposals == (
        News("", "BC11", "BC11 udgår. Nummeret bruges ikke igen."),
        News("BC15", "", "BC15 Endnu en bro er nyt og trykkes i fuld længde."),
    )
    efficiency = "Effektiviseringer ved fuld indfasning, service"
    count = "Antal (innovationsforslag)"
    assert [(part.number, part.was) for part in found.parts] == [("", ""), ("BC05", "BC05")]
    assert changes(found)[""] == [
        Change(
            "text",
            "Resumé",
            old="Der er indkommet forslag for samlet 122,5 mio. kr. (2025 p/l).",
            new="Der er indkommet forslag for samlet 92,0 mio. kr. (2025 p/l).",
        ),
        cell(CAPTION_1, "BIU", "Investering i alt", ("11,2 (11.170 t.kr.)", 11170), ("11,2 (11.180 t.kr.)", 11180)),
        cell(CAPTION_1, "SUD", count, ("4", None), ("3", None)),
        cell(CAPTION_1, "SUD", "Investering i alt", ("56,7", 56650), ("24,2", 24200)),
        cell(CAPTION_1, "SUD", efficiency, ("−73,2", -73180), ("−20,2", -20180)),
        cell(CAPTION_1, "TMU", count, ("2", None), ("3", None)),
        cell(CAPTION_1, "TMU", "Investering i alt", ("47,1", 47120), ("49,1", 49103)),
        cell(CAPTION_1, "TMU", efficiency, ("−11,9", -11942), ("−13,1", -13112)),
        cell(CAPTION_1, "I alt", "Investering i alt", ("122,5", 122467), ("92,0", 92010)),
        cell(CAPTION_1, "I alt", efficiency, ("−93,7", -93678), ("−41,8", -41848)),
        cell(CAPTION_2, "BC05", "Investeringer Anlæg", ("7,3 (7.280 t.kr.)", 7280), ("7,3 (7.290 t.kr.)", 7290)),
        cell(CAPTION_2, "I alt", "Investeringer Service", ("61,8", 61795), ("38,3", 38322)),
        cell(CAPTION_2, "I alt", "Investeringer Anlæg", ("56,8", 56782), ("49,8", 49798)),
        cell(CAPTION_2, "I alt", "Varige effektiviseringer Service", ("−93,7", -93678), ("−41,8", -41848)),
    ]
    assert changes(found)["BC05"] == [
        cell(ECONOMY, "Drift af AI chatbot i Fasit", "2027", ("3.000", 3000), ("2.900", 2900)),
        cell(ECONOMY, "Samlet varig ændring, service", "2027", ("−3.070", -3070), ("−3.170", -3170)),
        cell(ECONOMY, "Samlet varig ændring", "2027", ("−3.070", -3070), ("−3.170", -3170)),
        cell(ECONOMY, "Projektledelse", "2025", ("790", 790), ("800", 800)),
        cell(ECONOMY, "Samlede implementeringsomkostninger, anlæg", "2025", ("5.690", 5690), ("5.700", 5700)),
        cell(ECONOMY, "Samlede implementeringsomkostninger", "2025", ("5.690", 5690), ("5.700", 5700)),
        cell(ECONOMY, "Samlet økonomisk påvirkning", "2025", ("5.690", 5690), ("5.700", 5700)),
        cell(ECONOMY, "Samlet økonomisk påvirkning", "2027", ("−3.070", -3070), ("−3.170", -3170)),
        Change("order", "2. Økonomi", ECONOMY),
    ]


def amounts(whole: Snapshot) -> dict[tuple[str, str, int, int], int]:
    """Every amount in the printed tree by proposal, table, row and cell."""
    found = {}
    for part in build(whole).parts:
        for table in (block for block in part.blocks if isinstance(block, Table)):
            for row, line in enumerate(table.body):
                for place, one in enumerate(line.cells):
                    if isinstance(one, AmountCell):
                        found[part.label, table.caption, row, place] = one.amount_tkr
    return found


@pytest.mark.parametrize(("number", "line", "year"), [("BC01", 0, "2027"), ("BC02", 1, "2025"), ("BC12", 2, "2028")])
def test_every_amount_that_differs_is_named(number, line, year):
    """Cross-cutting proposals too, whose change runs through the tables by committee and the technical ones."""
    old = snapshot()

    def change(content: dict[str, Any]) -> None:
        content["lines"][line]["amounts"][year] = 4321

    new = with_proposals(old, rewritten(old, number, "economy", change))
    before, after = amounts(old), amounts(new)
    assert before.keys() == after.keys()
    differing = [
        (part, caption, before[part, caption, *at], after[part, caption, *at])
        for (part, caption, *at) in before
        if before[part, caption, *at] != after[part, caption, *at]
    ]
    told = [(part.number, change.table, change.old_tkr, change.new_tkr) for part, change in compared(old, new).changes]
    assert differing
    assert sorted(differing) == sorted(one for one in told if one[2] is not None)


def test_texts_footnotes_introduction_pools_and_settings():
    old = snapshot()

    def summary(content: dict[str, Any]) -> None:
        content["summary"] = "Et andet resumé."

    was = proposal_of(old, "BC07").document.facts.summary
    new = with_proposals(old, rewritten(old, "BC07", "facts", summary))
    note = Footnote(table="table2", text="Behandles i august", proposals=["BC07"])
    presentation = {**old.round.presentation, "zero": "-"}
    pools = [PoolInfo(kind="all", remaining_before=200_000)]
    new = new.model_copy(
        update={
            "footnotes": [*old.footnotes, note],
            "pools": pools,
            "round": old.round.model_copy(update={"presentation": presentation}),
        }
    )
    found = compared(old, new)
    assert found.settings == (Setting("Et nul i tabel 2 skrives", old.round.presentation["zero"], "-"),)
    assert changes(found)["BC07"] == [Change("text", row="Kort resumé", old=was, new="Et andet resumé.")]
    front = changes(found)[""]
    [mark] = [one for one in front if one.row == "BC07" and one.column == "Udvalg"]
    assert (mark.old, mark.new) == ("BUU", "BUU **")
    assert [one for one in front if one.kind == "note"] == [Change("note", **SHOWN, new="** Behandles i august")]
    assert [one.new for one in front if one.section == "Resumé"] == [
        "Der resterer 200,0 mio. kr. (2025 p/l) i investeringspuljerne, og der er indkommet forslag for samlet "
        "122,5 mio. kr. Hvis alle forslag vedtages, resterer der 77,5 mio. kr."
    ]


def test_a_new_number_is_told_once():
    old = snapshot()
    known = [one.model_copy(update={"proposal": place}) for place, one in enumerate(old.proposals)]
    old = old.model_copy(update={"proposals": known})
    last = proposal_of(old, "BC12").model_copy(update={"number": "BC20"})
    found = compared(old, with_proposals(old, last, without=("BC12",)))
    assert found.proposals == (News("BC20", "BC12", "BC12 er nu BC20."),)
    assert found.parts == ()


CLOSED = {"confidential": True, "confidential_title": True}


@pytest.mark.parametrize("levels", [(None, None), (2024, 2024), (None, 2024), (2024, None)])
def test_what_has_become_confidential_is_named_in_no_price_level(levels):
    """Captions that say the price level hide no less."""
    old = snapshot()
    secret = proposal_of(old, "BC07")
    new = with_proposals(old, secret.model_copy(update=CLOSED))
    indices = {area.value: {"2024": "96.9", "2025": "100"} for area in Area}
    sides = [
        one.model_copy(update={"price": level and PriceConversion(wanted=level, indices=indices)})
        for one, level in zip((old, new), levels, strict=True)
    ]
    found = compared(*sides)
    assert changes(found)[""]
    assert secret.title not in repr((found.settings, found.proposals, found.parts))
    # Nor what its row said before.
    assert not any(change.row == "BC07" and change.old not in (WITHHELD, None) for change in changes(found)[""])


def test_what_has_become_confidential_is_named_and_not_told():
    old = snapshot()
    secret = proposal_of(old, "BC07")
    old = old.model_copy(update={"intro": f"Vi ser frem til {secret.title}."})
    new = with_proposals(old, secret.model_copy(update=CLOSED)).model_copy(update={"intro": "Vi ser frem."})
    found = compared(old, new)
    assert found.proposals == (News("BC07", "BC07", "BC07 trykkes ikke længere i fuld længde."),)
    front = changes(found)[""]
    assert (
        Change("cell", **SHOWN, table=CAPTION_2, row="BC07", column="Forslag", old=WITHHELD, new="Fortroligt forslag")
        in front
    )
    assert Change("text", "Resumé", old=WITHHELD, new="Vi ser frem.") in front
    assert secret.title not in repr((found.settings, found.proposals, found.parts))


def test_sections_that_have_become_confidential_are_not_quoted():
    old = snapshot()
    one = rewritten(old, "BC05", "risks", lambda content: content.update(text="<p>Nu fortroligt</p>", items=[]))
    new = with_proposals(old, one.model_copy(update={"confidential_sections": ["risks"]}))
    found = compared(old, new)
    told = changes(found)["BC05"]
    assert told
    assert {change.old for change in told if change.kind != "order"} <= {WITHHELD, None}


def test_a_closed_section_is_told_of_once_without_the_names_of_its_rows():
    old = snapshot()
    was = proposal_of(old, "BC02")
    assert was.document is not None
    closed = [one.key for one in was.document.sections if one.content.kind in ("economy", "partners")]
    now = {"document": redacted(was.document, closed), "confidential_sections": closed}
    told = changes(compared(old, with_proposals(old, was.model_copy(update=now))))["BC02"]
    assert told == [
        Change("text", heading, old=WITHHELD, new=SENTENCE)
        for heading in (
            "2. Økonomi",
            "2.1 Fordeling på udvalg",
            "Relevante samarbejdspartnere i kommunen, der er inddraget",
            "7. Tekniske tabeller til korrektioner i Kvantum",
        )
    ]


def test_a_heading_inside_what_has_become_confidential_is_not_named():
    text = "<p>Åbent</p><h3>Hemmelig plan</h3><p>Indhold</p>"
    old = snapshot()
    old = with_proposals(old, rewritten(old, "BC05", "risks", lambda content: content.update(text=text)))
    one = proposal_of(old, "BC05")
    now = {"document": redacted(one.document, ["risks"]), "confidential_sections": ["risks"]}
    told = changes(compared(old, with_proposals(old, one.model_copy(update=now))))["BC05"]
    assert "Hemmelig plan" not in repr(told)
    assert told[-1] == Change("text", old=WITHHELD)


def test_in_a_closed_appendix_everything_is_told():
    old = snapshot().model_copy(update={"bilag": 10})
    new = with_proposals(old, rewritten(old, "BC05", "economy", two_lines).model_copy(update=CLOSED))
    assert "3.000" in {change.old for change in changes(compared(old, new))["BC05"]}


def test_two_appendices_have_no_errata_between_them():
    with pytest.raises(ValueError, match="two appendices"):
        compared(snapshot(), snapshot().model_copy(update={"bilag": 8}))
