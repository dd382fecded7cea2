"""Do the lines that take their amounts from a calculation agree with it?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from proposals.calculations import calculations_of, with_amounts
from proposals.contents import EconomyContent

from .findings import Finding, Subject, check


@check
def lines_from_calculations(subject: Subject) -> Iterator[Finding]:
    """A reference to nothing, an assumption that is missing, amounts that are other than the calculation's."""
    content = subject.document.first(EconomyContent)
    if content is None:
        return
    calculations = calculations_of(subject.document)
    key = subject.key_of("economy")
    follows = with_amounts(content, calculations).lines
    for line, following in zip(content.lines, follows, strict=True):
        if line.calculation is None:
            continue
        calculation = calculations.get(line.calculation)
        if calculation is None:
            message = _(
                "Linjen “%s” tager beløb fra en beregning, som ikke findes længere. Vælg en anden, eller løsn den."
            )
            yield Finding("calculation-gone", "error", key, message % line.label, line.id)
        elif calculation.missing:
            message = _("Linjen “%(line)s” tager beløb fra “%(calculation)s”, som mangler forudsætninger.")
            values = {"line": line.label, "calculation": calculation.label}
            basis = subject.key_of("calculation")
            yield Finding("calculation-unfinished", "error", basis, message % values, calculation.id)
        elif following != line:
            message = _(
                "Linjen “%(line)s” har andre beløb end “%(calculation)s”, som den tager dem fra. Gem økonomien igen."
            )
            values = {"line": line.label, "calculation": calculation.label}
            yield Finding("calculation-differs", "error", key, message % values, line.id)


@check
def unused_calculations(subject: Subject) -> Iterator[Finding]:
    content = subject.document.first(EconomyContent)
    used = {line.calculation for line in content.lines} if content else set()
    for calculation in calculations_of(subject.document).values():
        if calculation.id not in used:
            message = _("Ingen budgetlinje tager beløb fra beregningen “%s”.")
            yield Finding(
                "calculation-unused",
                "warning",
                subject.key_of("calculation"),
                message % calculation.label,
                calculation.id,
            )
