"""A round file as the snapshot of an edition, built without the database."""

import datetime
import json
from pathlib import Path
from typing import Any

from appendix.snapshot import (
    CommitteeInfo,
    Footnote,
    Hearing,
    PoolInfo,
    ProposalSnapshot,
    RoundInfo,
    Snapshot,
    UnitInfo,
)
from proposals.document import Document, parse
from proposals.richtext import from_plain

FIXTURES = Path(__file__).parents[2] / "proposals" / "fixtures"
ORGANISATION = json.loads((FIXTURES / "organisation.json").read_text(encoding="utf-8"))
BODIES = {body["code"]: body["name"] for body in ORGANISATION["hearing_bodies"]}
COMMITTEES = {row["code"]: row for row in ORGANISATION["committees"]}
DATE = datetime.datetime(2026, 3, 3, 12, 0, tzinfo=datetime.UTC)


def snapshot(name: str = "budget-2025", folder: Path = FIXTURES / "rounds", *, year: str | None = None) -> Snapshot:
    """The round file `name` as an edition; `year` names other templates than its own."""
    data = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    round_ = data["round"]
    return Snapshot(
        bilag=7,
        edition=1,
        date=DATE,
        organisation="Københavns Kommune",
        round=RoundInfo(
            name=round_["name"],
            kind=round_["kind"],
            price_level=round_["price_level"],
            years=round_["years"],
            presentation=round_["presentation"],
            criteria=round_["criteria"],
        ),
        intro=None,
        pools=[PoolInfo(**pool) for pool in round_["pools"]],
        footnotes=[
            Footnote(
                table="table2",
                text="Tværgående forslag til godkendelse, jf. bilag 8",
                proposals=[entry["number"] for entry in data["proposals"] if entry["cross_cutting"]],
            )
        ],
        committees=[
            CommitteeInfo(
                code=row["committee"],
                name=COMMITTEES[row["committee"]]["name"],
                administration_code=row["code"],
                administration_name=row["name"],
            )
            for row in ORGANISATION["administrations"]
        ],
        units=[
            UnitInfo(code=row["code"], name=row["name"], committee=row["committee"]) for row in ORGANISATION["units"]
        ],
        proposals=[proposal(entry, data["round"], year or round_["template"]) for entry in data["proposals"]],
        rules_version="1",
    )


def proposal(entry: dict[str, Any], round_: dict[str, Any], year: str) -> ProposalSnapshot:
    """One proposal of a round file."""
    known_by_row = entry["row_figures"] is not None
    return ProposalSnapshot(
        number=entry["number"],
        title=entry["title"],
        type=entry["type"],
        administration=entry["administration"],
        committee=entry["committee"],
        cross_cutting=entry["cross_cutting"],
        confidential=entry["confidential"],
        confidential_title=False,
        criteria=entry["criteria"],
        body_in_appendix=entry["body_in_appendix"],
        revision=1,
        approved=True,
        document=None if known_by_row else document(entry, round_, year),
        row_figures=entry["row_figures"],
        hearings=[
            Hearing(
                party=row["party"],
                name=BODIES.get(row["party"], row["party"]),
                status=row["status"] or "blank",
                dates=row["dates"],
                text=row["text"] or "",
            )
            for row in entry["hearings"] or []
        ],
    )


def document(entry: dict[str, Any], round_: dict[str, Any], year: str) -> Document:
    """The signed document of a round file's proposal."""
    path = FIXTURES / "templates" / f"{year}-{entry['type']}.json"
    template = json.loads(path.read_text(encoding="utf-8"))
    for section in template["sections"]:
        section["guidance"] = ""
    prose: dict[str, str] = {}
    for section in entry["sections"]:
        prose[section["key"]] = "\n\n".join(filter(None, (prose.get(section["key"]), section["text"])))
    sections = [
        {"key": spec["key"], "content": _content(spec, entry, from_plain(prose.pop(spec["key"], "")))}
        for spec in template["sections"]
    ]
    sections += [
        {"key": key, "content": {"schema": 2, "kind": "text", "text": from_plain(text)}}
        for key, text in prose.items()
        if text
    ]
    if entry["other_tables"]:
        tables = [
            {"id": f"t{place}", **{key: table[key] or "" if key == "caption" else table[key] for key in table}}
            for place, table in enumerate(entry["other_tables"])
        ]
        sections.append({"key": "tables", "content": {"schema": 2, "kind": "tables", "tables": tables}})
    return parse(
        {
            "schema": 2,
            "round": {"name": round_["name"], "kind": round_["kind"], "price_level": round_["price_level"]},
            "type": entry["type"],
            "administration": entry["administration"],
            "committee": entry["committee"],
            "template": template,
            "sections": sections,
        }
    )


def _content(spec: dict[str, Any], entry: dict[str, Any], text: str) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": 2, "kind": spec["kind"], "text": text}
    kind = spec["kind"]
    if kind == "facts":
        del content["text"]
        content |= {
            "title": entry["title"],
            "summary": entry["summary"] or "",
            "cross_cutting": entry["cross_cutting"],
            "affected_administrations": entry["affected_administrations"],
            "origin_innovation": entry["origin_innovation"],
            "origin_simplification_programme": entry["origin_simplification_programme"],
        }
    elif kind == "economy":
        lines = [
            {"id": str(place), **{key: value for key, value in line.items() if key not in ("booking", "target")}}
            for place, line in enumerate(entry["lines"])
        ]
        content |= {"price_level": entry["price_level"], "years": entry["years"], "lines": lines}
    elif kind == "distribution":
        content["keys"] = entry["keys"]
        content["allocations"] = [
            {"line": str(place), "booking": line["booking"], "target": line["target"]}
            for place, line in enumerate(entry["lines"])
            if line["booking"] or line["target"]
        ]
    elif kind == "administration":
        effect = entry["administration_effect"] or {"text": "", "rows": []}
        content["text"] = text or from_plain(effect["text"] or "")
        content["rows"] = _with_ids(effect["rows"])
        content["none"] = not effect["rows"]
    elif kind == "follow_up":
        content["rows"] = _with_ids([{k: v or "" for k, v in row.items()} for row in entry["follow_up"] or []])
    elif kind == "risks":
        risks = entry["risks"] or {"overall": None, "items": []}
        content |= {"overall": risks["overall"], "items": _with_ids(risks["items"])}
    elif kind == "prioritisation":
        content |= entry["prioritisation"] or {}
    elif kind == "partners":
        content["partners"] = entry["partners"] or ""
    return content


def _with_ids(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": str(place), **row} for place, row in enumerate(rows)]


def proposal_of(whole: Snapshot, number: str) -> ProposalSnapshot:
    """The proposal of that number."""
    return next(one for one in whole.proposals if one.number == number)
