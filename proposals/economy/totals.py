"""Totals of the permanent and implementation lines by area and in all, and the net (DOMAIN.md §2.1)."""

from dataclasses import dataclass

from proposals.economy.model import Area, Economy, Line, LineKind, YearRow


@dataclass(frozen=True)
class Totals:
    """Sums by year in 1.000 kr.; areas stand in the order of `Area`, those without lines only when asked for."""

    permanent: dict[Area, YearRow]
    permanent_total: YearRow
    implementation: dict[Area, YearRow]
    implementation_total: YearRow
    net: YearRow


def totals(economy: Economy, *, all_areas: bool = False) -> Totals:
    """The totals of an economy; loan repayments are no part of them."""
    permanent_lines = economy.of_kind(LineKind.PERMANENT)
    implementation_lines = economy.of_kind(LineKind.IMPLEMENTATION)
    return Totals(
        permanent=_by_area(economy, permanent_lines, all_areas),
        permanent_total=economy.row(permanent_lines),
        implementation=_by_area(economy, implementation_lines, all_areas),
        implementation_total=economy.row(implementation_lines),
        net=economy.row(permanent_lines + implementation_lines),
    )


def by_group(economy: Economy, kind: LineKind) -> dict[str, YearRow]:
    """The sum of each named group of lines of one kind, in the order the groups are first written."""
    lines = economy.of_kind(kind)
    groups = dict.fromkeys(line.group for line in lines if line.group)
    return {group: economy.row(line for line in lines if line.group == group) for group in groups}


def _by_area(economy: Economy, lines: tuple[Line, ...], all_areas: bool) -> dict[Area, YearRow]:
    present = {line.counted_area for line in lines}
    return {
        area: economy.row(line for line in lines if line.counted_area is area)
        for area in Area
        if all_areas or area in present
    }
