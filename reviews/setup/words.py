"""Each topic of a round's set-up in words: complete, so that two states of it differ when their words do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proposals.economy.criteria import DEFAULT_MAX_PAYBACK_YEARS
from proposals.economy.model import AREA_LABELS, Area
from proposals.economy.numbers import thousand
from proposals.economy.summary_rows import Presentation
from proposals.models import Round, Template
from proposals.models.template import ProposalType, TemplateSection
from proposals.template import Layout, SectionSpec

from ..hearings.rounds import cross_cutting_bodies, holds_cross_cutting
from ..hearings.sections import choices_in, sections_of
from ..hearings.words import DEFAULT_LINE_WORDS, DEFAULT_WORDS, line_words_of, words_of
from .change import Words

DEADLINES = ("submission_deadline", "hearing_deadline", "committee_deadline")


def yes_no(answer: bool) -> str:
    return _("Ja") if answer else _("Nej")


def label_of(round: Round, field: str) -> str:
    name = str(round._meta.get_field(field).verbose_name)
    return name[:1].upper() + name[1:]


def moment(when: datetime | None) -> str:
    """A deadline with its weekday."""
    return date_format(timezone.localtime(when), "WEEKDAY_DATETIME_FORMAT") if when else ""


def basics(round: Round) -> Words:
    return [
        (_("Navn"), round.name),
        (_("Art"), str(round.get_kind_display())),
        (_("Pris- og lønniveau"), str(round.price_level)),
        (_("År i tabellerne"), f"{round.first_year}–{round.last_year}"),
        (_("Nummerserie"), round.number_prefix),
    ]


def state(round: Round) -> Words:
    return [(_("Tilstand"), str(round.get_state_display()))]


def deadlines(round: Round) -> Words:
    return [(label_of(round, field), moment(getattr(round, field))) for field in DEADLINES]


def pools(round: Round) -> Words:
    return [
        (
            str(pool.get_kind_display()),
            _("resterer ikke oplyst")
            if pool.remaining_before is None
            else _("%(amount)s t.kr. resterer før runden") % {"amount": thousand(pool.remaining_before)},
        )
        for pool in round.pools.all()
    ]


def criteria(round: Round) -> Words:
    stored = round.criteria
    longest = stored.get("max_payback_years", DEFAULT_MAX_PAYBACK_YEARS)
    years = ngettext("%d år", "%d år", longest) % longest if longest is not None else _("intet krav")
    found = [
        (_("Højeste tilbagebetalingstid"), years),
        (_("Krav om varig effektivisering"), yes_no(stored.get("permanent_efficiency", True))),
        (_("Innovation skal pege på et investeringsforslag"), yes_no(stored.get("future_proposal", True))),
    ]
    return found + [(_("Andet kriterium"), sentence) for sentence in stored.get("other", ())]


# The columns of a round that its process reads.
PROCESS = ("internal_signer", "pre_approval", "cfo_signers")


def process_columns(round: Round) -> Words:
    """The process without the hearings, which are copied as a part of their own."""
    signers = ngettext("%d person", "%d forskellige personer", round.cfo_signers) % round.cfo_signers
    return [
        (_("Hvem indsender"), INTERNAL_SIGNER[round.internal_signer]()),
        (_("Prægodkendelse i CFØ"), yes_no(round.pre_approval)),
        (_("Underskrifter i CFØ"), signers),
    ]


def process(round: Round) -> Words:
    through = [row.body.name for row in cross_cutting_bodies(round) if holds_cross_cutting(row)]
    words = ", ".join(through) or _("ingen kreds")
    return [*process_columns(round), (_("Tværgående forslag skal først godkendes i"), words)]


def price_indices(round: Round) -> Words:
    found = []
    for area in Area:
        years = sorted(round.price_indices.get(area, {}).items(), key=lambda pair: int(pair[0]))
        if years:
            values = "; ".join(f"{year}: {str(index).replace('.', ',')}" for year, index in years)
            found.append((_(AREA_LABELS[area]), values))
    return found


INTERNAL_SIGNER = {
    True: lambda: _("forvaltningens underskriver, som ikke selv har rettet i forslaget"),
    False: lambda: _("en skribent eller underskriver i forvaltningen"),
}
UNITS = {"mio_kr": lambda: _("mio. kr. med én decimal"), "tkr": lambda: _("hele 1.000 kr.")}
SIGNS = {"negative": lambda: _("med minus"), "positive": lambda: _("uden minus")}
COUNTS = {
    "all_with_innovation_in_brackets": lambda: _("alle, heraf innovation i parentes"),
    "innovation_in_brackets_only": lambda: _("investeringsforslag, innovation i parentes"),
}
LABELS = {
    "committee_code": lambda: _("udvalgets forkortelse"),
    "committee_name": lambda: _("udvalgets navn"),
    "administration_code": lambda: _("forvaltningens forkortelse"),
}
COLUMNS = {
    "service": lambda: _("Investering, service"),
    "anlaeg": lambda: _("Investering, anlæg"),
    "efficiency_service": lambda: _("Effektivisering, service"),
    "transfers": lambda: _("Overførsler mv."),
    "payback": lambda: _("Tilbagebetalingstid"),
}


def presentation(round: Round) -> Words:
    chosen = Presentation.from_json(round.presentation)
    return [
        (_("Beløb i tabellerne"), UNITS[chosen.summary_unit]()),
        (_("Effektiviseringer skrives"), SIGNS[chosen.efficiency_sign]()),
        (_("Et nul i tabel 2 skrives"), chosen.zero),
        (_("Antal i tabel 1"), COUNTS[chosen.count_style]()),
        (_("Rækker i tabel 1 hedder efter"), LABELS[chosen.table1_label]()),
        (_("Tværgående forslag hedder"), chosen.cross_cutting_label),
        (_("Kolonner i tabel 2"), "; ".join(COLUMNS[column]() for column in chosen.table2_columns)),
        (_("Tabel 3 har en kolonne med type"), yes_no(chosen.table3_kind_column)),
        (_("Tværgående forslag trykkes i fuld længde"), yes_no(chosen.cross_cutting_in_full)),
    ]


MESSAGES = ("reminder_days", "escalation_days", "mail_held", "mail_held_reason")


def messages(round: Round) -> Words:
    reminders = _("ingen")
    if round.reminder_days:
        *others, last = round.reminder_days
        days = _("%(days)s og %(last)s") % {"days": ", ".join(map(str, others)), "last": last} if others else last
        reminders = ngettext("%(days)s dag før fristen", "%(days)s dage før fristen", last) % {"days": days}
    after = round.escalation_days
    held = f"{_('Ja')}: {round.mail_held_reason}" if round.mail_held else _("Nej")
    return [
        (_("Påmindelser"), reminders),
        (
            _("Besked videre"),
            _("ingen") if after is None else ngettext("%d dag efter fristen", "%d dage efter fristen", after) % after,
        ),
        (_("Mail holdes tilbage"), held),
    ]


def footnotes(round: Round) -> Words:
    tables = {"table2": _("Tabel 2"), "table3": _("Tabel 3")}
    none = _("ingen forslag")
    return [
        (tables[note["table"]], f"{note['text']} ({', '.join(note['proposals']) or none})") for note in round.footnotes
    ]


def hearings(round: Round) -> Words:
    found = []
    for row in round.hearings.select_related("body"):
        held = _("holder %(what)s tilbage") % {"what": row.get_holds_back_display()}
        when = f"; {row.needed_when}" if row.needed_when else ""
        found.append((row.body.name, f"{row.get_condition_display()}; {held}{when}"))
    return found


def hearing_words(round: Round) -> Words:
    """What each body looks for and at; nothing of a body that looks at the whole proposal and for no words."""
    headings = dict(choices_in(round))
    found = []
    for row in round.hearings.select_related("body"):
        words = ", ".join(words_of(row.condition, row.words)) if row.condition in DEFAULT_WORDS else ""
        looks_at_lines = row.condition in DEFAULT_LINE_WORDS
        on_lines = ", ".join(line_words_of(row.condition, row.line_words)) if looks_at_lines else ""
        sections = "; ".join(headings.get(key, key) for key in sections_of(row.condition, row.sections))
        found += [(_("%s ser efter") % row.body.name, words)] if words else []
        found += [(_("%s ser på anlægslinjer efter") % row.body.name, on_lines)] if on_lines else []
        found += [(_("%s vedrøres af") % row.body.name, sections)] if sections else []
    return found


def templates(round: Round) -> Words:
    rows = {row.type: row.template for row in round.templates.select_related("template")}
    return [
        (
            str(ProposalType(type).label),
            _("%(name)s, version %(version)s") % {"name": template.name, "version": template.version}
            if (template := rows.get(type))
            else _("Ikke med i runden"),
        )
        for type in ProposalType.values
    ]


# Fields of a template that its page of headings edits; the printed words, so they are not translated.
HEADINGS = ("name", "heading", "heading_cross_cutting", "annex_heading", "annex_heading_cross_cutting")


# The choices of `proposals.template.Layout`.
LAYOUT = {
    "economy_tables": {"one": lambda: _("én tabel"), "by_area": lambda: _("en tabel for hvert styringsområde")},
    "table_numbering": {
        "per_section": lambda: _("forfra i hvert afsnit"),
        "through": lambda: _("fortløbende gennem forslaget"),
    },
    "page_numbers": {
        "appendix": lambda: _("gennem hele bilaget"),
        "within_proposal": lambda: _("inden for forslaget"),
        "both": lambda: _("begge dele"),
    },
    "origin_in": {"description": lambda: _("efter beskrivelsen"), "annex": lambda: _("i det administrative bilag")},
}


def template_headings(template: Template) -> Words:
    found = [(str(template._meta.get_field(name).verbose_name), getattr(template, name)) for name in HEADINGS]
    found += [(_("Note under økonomitabellerne"), note) for note in template.notes]
    layout = Layout.model_validate(template.layout)
    return [
        *found,
        (_("Økonomien trykkes som"), LAYOUT["economy_tables"][layout.economy_tables]()),
        (_("Tabellerne nummereres"), LAYOUT["table_numbering"][layout.table_numbering]()),
        (_("Sidetal"), LAYOUT["page_numbers"][layout.page_numbers]()),
        (_("Forslagets ophav trykkes"), LAYOUT["origin_in"][layout.origin_in]()),
        (_("Økonomien trykkes før teksterne"), yes_no(layout.economy_first)),
        (_("Alle styringsområder trykkes, også tomme"), yes_no(layout.print_all_areas)),
    ]


def template_sections(template: Template) -> Words:
    return [(_("Afsnit"), f"{section.number} {section.heading}".strip()) for section in template.sections.all()]


def section(spec: SectionSpec) -> Words:
    parts = dict(TemplateSection.Part.choices)
    return [
        (_("Nummer"), spec.number),
        (_("Overskrift"), spec.heading),
        (_("Del"), str(parts[spec.part])),
        (_("Skal udfyldes"), yes_no(spec.required)),
        (_("Kun tværgående"), yes_no(spec.only_cross_cutting)),
        (_("Vejledning"), spec.guidance),
        *_lines(_("Trykt note før"), spec.notes_before),
        *_lines(_("Trykt note efter"), spec.notes_after),
        *((_("Tabeloverskrift"), f"{name}: {caption}") for name, caption in sorted(spec.tables.items())),
    ]


def _lines(label: str, lines: list[str]) -> Iterator[tuple[str, Any]]:
    return ((label, line) for line in lines)
