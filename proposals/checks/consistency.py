"""Does the proposal contradict itself or the round?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from proposals.contents import AdministrationContent, DistributionContent, EconomyContent
from proposals.economy.figures import compute
from proposals.economy.model import LineKind
from proposals.economy.numbers import thousand

from .findings import Finding, Subject, check


@check
def years_outside(subject: Subject) -> Iterator[Finding]:
    """Amounts in years the table does not show would be missing in print."""
    content = subject.document.first(EconomyContent)
    for line in content.lines if content else []:
        outside = sorted(year for year, amount in line.amounts.items() if amount and year not in content.years)
        if outside:
            message = _("Linjen “%(line)s” har beløb i %(years)s, som tabellen ikke viser.") % {
                "line": line.label,
                "years": ", ".join(map(str, outside)),
            }
            yield Finding("year-outside", "error", subject.key_of("economy"), message, line.id)


@check
def signs(subject: Subject) -> Iterator[Finding]:
    """Money from the pool is positive, a repayment negative; an investment's lasting effect is a saving."""
    content = subject.document.first(EconomyContent)
    key = subject.key_of("economy")
    for line in content.lines if content else []:
        wrong = [amount for amount in line.amounts.values() if amount]
        if line.kind is LineKind.IMPLEMENTATION and any(amount < 0 for amount in wrong):
            message = _("“%s” er en implementeringsomkostning med negativt beløb. Udgifter er positive.")
            yield Finding("sign-implementation", "warning", key, message % line.label, line.id)
        if line.kind is LineKind.LOAN_REPAYMENT and any(amount > 0 for amount in wrong):
            message = _("“%s” er en tilbagebetaling med positivt beløb. Tilbagebetalinger er negative.")
            yield Finding("sign-repayment", "warning", key, message % line.label, line.id)
    if subject.document.type == "investment" and subject.economy and subject.economy.of_kind(LineKind.PERMANENT):
        figures = compute(subject.economy)
        effect = figures.efficiency_service + figures.transfers
        if effect >= 0:
            message = _(
                "Den varige ændring i det sidste år er %s. En besparelse skrives med minus foran: er fortegnet rigtigt?"
            )
            yield Finding("no-saving", "warning", key, message % thousand(effect), "lines")


@check
def administration_above_service(subject: Subject) -> Iterator[Finding]:
    """The effect on administration is a part of the effect on service and cannot be larger."""
    content = subject.document.first(AdministrationContent)
    if content is None or subject.economy is None:
        return
    service = compute(subject.economy).efficiency_service
    last = subject.economy.last_year
    administration = sum(row.amounts.get(last, 0) for row in content.rows) if last is not None else 0
    if administration < 0 and administration < service:
        message = _(
            "Effekten på administrationen i %(year)s (%(part)s) er større end hele serviceeffekten (%(whole)s)."
        )
        yield Finding(
            "administration-above-service",
            "warning",
            subject.key_of("administration"),
            message % {"year": last, "part": thousand(administration), "whole": thousand(service)},
            "rows",
        )


@check
def distribution_references(subject: Subject) -> Iterator[Finding]:
    """A key or unit that does not exist cannot share anything out."""
    content = subject.document.first(DistributionContent)
    if content is None:
        return
    section = subject.key_of("distribution")
    keys = {key.id: key for key in content.keys}
    for key in content.keys:
        unknown = [entry.unit for entry in key.entries if entry.unit not in subject.book]
        if unknown:
            message = _("Nøglen “%(key)s” nævner ukendte enheder: %(units)s.")
            values = {"key": key.label, "units": ", ".join(unknown)}
            yield Finding("unit-unknown", "error", section, message % values, key.id)
        if not sum(entry.basis for entry in key.entries):
            yield Finding("basis-missing", "error", section, _("Nøglen “%s” har intet grundlag.") % key.label, key.id)
    lines = {line.id for line in subject.economy.lines} if subject.economy else set()
    for allocation in content.allocations:
        if allocation.line not in lines:
            message = _("Fordelingen omtaler en linje, som ikke længere er i økonomien.")
            yield Finding("line-unknown", "error", section, message, allocation.line)
        for part in (allocation.booking, allocation.target):
            if part and part.key and part.key not in keys:
                message = _("En linje er fordelt efter en nøgle, som ikke findes længere.")
                yield Finding("key-unknown", "error", section, message, allocation.line)
            if part and part.unit and part.unit not in subject.book:
                message = _("En linje er bogført på en ukendt enhed: %s.") % part.unit
                yield Finding("unit-unknown", "error", section, message, allocation.line)


@check
def cross_cutting_distribution(subject: Subject) -> Iterator[Finding]:
    """A cross-cutting proposal must say whose money it is."""
    if not subject.document.cross_cutting or subject.document.type != "investment":
        return
    content = subject.document.first(DistributionContent)
    if content is not None and not content.allocations:
        message = _(
            "Forslaget er tværgående: angiv for de varige linjer, hvor pengene bogføres, og hvem der får målet."
        )
        yield Finding("allocation-missing", "warning", subject.key_of("distribution"), message, "allocations")
