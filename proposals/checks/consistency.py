"""Does the proposal contradict itself or the round?"""

import re
from collections.abc import Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from proposals.contents import (
    AdministrationContent,
    DistributionContent,
    EconomyContent,
    FollowUpContent,
    LineContent,
    RisksContent,
    TextContent,
)
from proposals.economy.criteria import judge
from proposals.economy.distribution import AMOUNTS_DIFFER, faults
from proposals.economy.figures import compute
from proposals.economy.model import LineKind
from proposals.economy.numbers import thousand
from proposals.richtext import to_plain

from .findings import Finding, Subject, check
from .text_tables import tables_in, wrong_sums


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
    """Money from the pool is positive, a repayment negative; an investment's lasting effect is a saving.

    A permanent line whose text says that it saves, but is positive, or that it costs, but is negative, is asked
    about with the amount as it was meant.
    """
    content = subject.document.first(EconomyContent)
    key = subject.key_of("economy")
    for line in content.lines if content else []:
        amounts = [amount for amount in line.amounts.values() if amount]
        positive, negative = [a for a in amounts if a > 0], [a for a in amounts if a < 0]
        if line.kind is LineKind.IMPLEMENTATION and negative:
            message = _("“%(line)s” er en udgift og har et negativt beløb: mener du %(meant)s?")
            yield Finding("sign-implementation", "warning", key, message % _meant(line, negative), line.id)
        if line.kind is LineKind.LOAN_REPAYMENT and positive:
            message = _("“%(line)s” er en tilbagebetaling og har et positivt beløb: mener du %(meant)s?")
            yield Finding("sign-repayment", "warning", key, message % _meant(line, positive), line.id)
        if line.kind is LineKind.PERMANENT and positive and not negative and _says(SAVES, COSTS, line.label):
            message = _("“%(line)s” ligner en besparelse og har et positivt beløb: mener du %(meant)s?")
            yield Finding("sign-saving", "warning", key, message % _meant(line, positive), line.id)
        if line.kind is LineKind.PERMANENT and negative and not positive and _says(COSTS, SAVES, line.label):
            message = _("“%(line)s” ligner en udgift og har et negativt beløb: mener du %(meant)s?")
            yield Finding("sign-cost", "warning", key, message % _meant(line, negative), line.id)
    if subject.document.type == "investment" and subject.economy and subject.economy.of_kind(LineKind.PERMANENT):
        figures = compute(subject.economy)
        effect = figures.efficiency_service + figures.transfers
        if effect >= 0:
            message = _(
                "Den varige ændring i det sidste år er %s. En besparelse skrives med minus foran. "
                "Er fortegnet rigtigt?"
            )
            yield Finding("no-saving", "warning", key, message % thousand(effect), "lines")


# Words at the beginning of a word that say what a line is for; "mindreudgift" saves though it has a cost in it.
SAVES = re.compile(
    r"(?<!\w)(?:bespar|effektiviser|sparet|gevinst|mindreudgift|færre|reduktion af (?:udgift|omkostning)"
    r"|indtægt|merindtægt|energibespar|elbespar|huslejebespar|huslejeeffektiviser|videresalg)",
    re.IGNORECASE,
)
COSTS = re.compile(
    r"(?<!\w)(?:drift|licens|vedligehold|lønudgift|årlig(?:e)? udgift|udgift til|udgifter til|merudgift|abonnement"
    r"|systemejer|support|ansættelse af|mindreindtægt)",
    re.IGNORECASE,
)


def _says(words: re.Pattern[str], not_words: re.Pattern[str], label: str) -> bool:
    """Whether a label says the one and not the other."""
    return bool(words.search(label)) and not not_words.search(label)


def _meant(line: LineContent, wrong: list[int]) -> dict[str, str]:
    amounts = dict.fromkeys(thousand(-amount) for amount in wrong)
    return {"line": line.label, "meant": ", ".join(amounts)}


@check
def round_criteria(subject: Subject) -> Iterator[Finding]:
    """The payback against the round's criterion; a warning always, since criteria never block."""
    if subject.criteria is None or subject.economy is None or subject.document.type != "investment":
        return
    if not {LineKind.PERMANENT, LineKind.IMPLEMENTATION} <= {line.kind for line in subject.economy.lines}:
        return
    for judged in judge(compute(subject.economy), subject.criteria):
        if judged.code == "max_payback_years" and judged.met is False:
            message = _(judged.message.text) % judged.message.values
            yield Finding("payback-criterion", "warning", subject.key_of("economy"), message, "lines")


@check
def printed_sums(subject: Subject) -> Iterator[Finding]:
    """A table taken over as text whose last row says "i alt" but is not the sum of the rows above."""
    for section in subject.document.sections:
        if not isinstance(section.content, TextContent):
            continue
        for header, rows in tables_in(section.content.text):
            for column, stated, total in wrong_sums(rows):
                heading = header[column] if column < len(header) else ""
                message = _(
                    "I tabellen i teksten står der %(stated)s i alt i kolonnen “%(column)s”; summen er %(sum)s."
                )
                values = {"stated": thousand(stated), "column": heading, "sum": thousand(total)}
                yield Finding("text-table-sum", "warning", section.key, message % values, "text")


@check
def repeated_rows(subject: Subject) -> Iterator[Finding]:
    """A goal or risk that the section's prose tells word for word is printed twice."""
    for section in subject.document.sections:
        content = section.content
        if isinstance(content, FollowUpContent):
            titles, place = [row.goal for row in content.rows], "rows"
            message = _("Teksten i afsnittet gentager mål fra skemaet: %s. Skriv dem ét sted.")
        elif isinstance(content, RisksContent):
            titles, place = [item.title for item in content.items], "items"
            message = _("Teksten i afsnittet gentager risici fra skemaet: %s. Skriv dem ét sted.")
        else:
            continue
        said = _plain_words(to_plain(content.text))
        twice = [
            title for title in titles if len(_plain_words(title)) >= SHORTEST_REPEAT and _plain_words(title) in said
        ]
        if twice:
            listed = ", ".join(f"“{Truncator(title).chars(60)}”" for title in twice)
            yield Finding("repeated", "warning", section.key, message % listed, place)


SHORTEST_REPEAT = 15  # signs; what is shorter, such as a name, may well stand in both


def _plain_words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


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
        for part in filter(None, (allocation.booking, allocation.target)):
            if part.key and part.key not in keys:
                message = _("En linje er fordelt efter en nøgle, som ikke findes længere.")
                yield Finding("key-unknown", "error", section, message, allocation.line)
            for unit in [part.unit] if part.unit else part.amounts or {}:
                if unit not in subject.book:
                    message = _("En linje er bogført på en ukendt enhed: %s.") % unit
                    yield Finding("unit-unknown", "error", section, message, allocation.line)


@check
def distribution_sums(subject: Subject) -> Iterator[Finding]:
    """Amounts by unit that are not the line's amount; other faults of a distribution are told of above."""
    if subject.economy is None:
        return
    for line, message in faults(subject.economy, subject.book):
        if message.text == AMOUNTS_DIFFER:
            words = _(message.text) % message.values
            yield Finding("distribution-sum", "error", subject.key_of("distribution"), words, line.id)


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
