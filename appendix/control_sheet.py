"""The control sheet of an edition: what its files were made of and by, and what reading them back showed."""

from __future__ import annotations

from collections.abc import Iterator

from proposals.downloads import is_as_stored

from .build import file_stem
from .content.blocks import Block, Column, Heading, Paragraph, Part, Row, RowKind, Table, TextCell, Tree, text
from .content.heard import danish_date
from .content.round_file import DESCRIPTION
from .editions import read_snapshot
from .models import Edition, ExportFile
from .snapshot import Snapshot

TITLE = "Kontrolark"


def control_sheet_name(snapshot: Snapshot) -> str:
    """The name people see: "Kontrolark, Bilag 7, Budget 2025, udgave 3.pdf"."""
    return f"{TITLE}, {file_stem(snapshot, 'pdf')}.pdf"


def control_sheet(edition: Edition) -> Tree:
    """The sheet as a document of its own, from the rows and the stored files; the same give the same bytes."""
    snapshot = read_snapshot(edition)
    named = f"Bilag {edition.bilag}, {snapshot.round.name}, udgave {edition.number}"
    return Tree(
        title=f"{TITLE}. {named}",
        running_head=f"{TITLE} · {named}",
        organisation=snapshot.organisation,
        date=snapshot.date,
        parts=(Part(tuple(_blocks(edition, snapshot, named))),),
    )


def _blocks(edition: Edition, snapshot: Snapshot, named: str) -> Iterator[Block]:
    files = list(edition.files.all())
    yield Heading(1, TITLE, anchor="kontrolark", kind="title")
    yield Paragraph(text(named), "subtitle")
    yield Paragraph(text(f"Frosset {danish_date(snapshot.date.date())} af {edition.created_by_name}"), "meta")
    yield Heading(2, "Resultat")
    yield Paragraph(text(_verdict(files)))
    yield _table(
        "Filer, læst tilbage og holdt op mod de beregnede tal",
        [
            ("Fil", 12),
            ("Tabeller", 12),
            ("Tal", 12),
            ("Formler regnet efter", 16),
            ("Afvigelser", 14),
            ("SHA-256", 34),
        ],
        [_file(file) for file in files],
        figures=range(1, 5),
    )
    for file in files:
        if file.proof.get("deviations"):
            yield _deviations(file)
    yield Heading(2, "Udgaven")
    facts = [
        ("Udgave", "Endelig" if edition.final else "Udkast"),
        ("Reglernes version", snapshot.rules_version),
        ("Pris- og lønniveau", str(snapshot.price_level)),
        ("Hvorfor ikke godkendte er med", snapshot.unapproved_reason or "Alle er godkendt"),
        *([("Vedhæftet i PDF-filen", DESCRIPTION)] if snapshot.attach_data else []),
        ("Udgavens SHA-256", edition.sha256),
    ]
    yield _table("Hvad filerne er dannet af", [("Oplysning", 30), ("Værdi", 70)], facts)
    yield _table(
        "Hvad filerne er dannet med", [("Fil", 20), ("Program og version", 80)], [_engines(one) for one in files]
    )
    yield _table(
        "Forslagenes versioner",
        [("Nr.", 15), ("Version", 15), ("SHA-256", 70)],
        [(one.number, str(one.revision or "–"), one.sha256 or "–") for one in snapshot.proposals],
    )


def _verdict(files: list[ExportFile]) -> str:
    if not files:
        return "Udgaven har ingen filer."
    if any(file.failed_proof for file in files):
        return "Mindst én fil siger noget andet end det beregnede. Den må ikke bruges."
    if changed := [str(file.get_format_display()) for file in files if not _is_as_stored(file)]:
        return f"Ændret eller væk, siden den blev læst tilbage: {', '.join(changed)}. Den må ikke bruges."
    if not all(file.proof for file in files):
        return "Ikke alle filer er læst tilbage: de er dannet, før programmet gjorde det."
    return "Alle tal i alle tabeller er læst tilbage fra filerne og er de samme som de beregnede."


def _is_as_stored(file: ExportFile) -> bool:
    try:
        return is_as_stored(file.file, file.sha256)
    except FileNotFoundError:
        return False


def _file(file: ExportFile) -> tuple[str, ...]:
    proof = {**file.proof, "formulas": file.proof.get("formulas") or "–"}
    counts = (str(proof.get(key, "–")) for key in ("tables", "figures", "formulas", "deviation_count"))
    return str(file.get_format_display()), *counts, file.sha256


def _deviations(file: ExportFile) -> Table:
    columns = [("Tabel", 26), ("Række", 24), ("Kolonne", 20), ("Beregnet", 15), ("I filen", 15)]
    keys = ("table", "row", "column", "expected", "found")
    rows = [tuple(one[key] for key in keys) for one in file.proof["deviations"]]
    count = file.proof["deviation_count"]
    shown = f", de første {len(rows)}" if len(rows) < count else ""
    return _table(f"{file.get_format_display()}: {count} afvigelser{shown}", columns, rows, figures=range(3, 5))


def _engines(file: ExportFile) -> tuple[str, str]:
    return str(file.get_format_display()), ", ".join(f"{name} {version}" for name, version in file.engines.items())


def _table(
    caption: str, columns: list[tuple[str, int]], rows: list[tuple[str, ...]], figures: range = range(0)
) -> Table:
    def row(cells: tuple[str, ...], kind: RowKind = "line") -> Row:
        return Row(tuple(TextCell(text(cell)) for cell in cells), kind)

    return Table(
        caption=caption,
        columns=tuple(Column("right" if at in figures else "left", share) for at, (_, share) in enumerate(columns)),
        header=(row(tuple(name for name, _share in columns)),),
        body=tuple(row(cells) for cells in rows),
    )
