"""The topics of a round's set-up: what each is called, says in words, and is edited by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from proposals.models import Round

from ..forms import setup as forms
from ..forms import setup_hearings as hearings
from ..forms import setup_rows as rows
from ..forms.setup_messages import MessagesForm
from ..forms.setup_process import ProcessForm
from . import words
from .change import Words


@dataclass(frozen=True)
class Topic:
    """`code` stands in the address; `explained` says what the topic is for."""

    code: str
    label: str
    words: Callable[[Round], Words]
    form: type[forms.TopicForm]
    explained: str
    wide: bool = False


_ALL = (
    Topic("stamdata", _("Navn, år og nummerserie"), words.basics, forms.BasicsForm, _("Det, runden hedder og viser.")),
    Topic(
        "frister",
        _("Frister"),
        words.deadlines,
        forms.DeadlinesForm,
        _("Fristerne vises for skribenterne. Efter fristen for indsendelse kræver det CFØ’s lov at indsende."),
    ),
    Topic(
        "skabeloner",
        _("Skabeloner"),
        words.templates,
        forms.TemplatesForm,
        _("Vælg den skabelon, hver type forslag skrives i. Kladder følger med; indsendte forslag ændres ikke."),
    ),
    Topic(
        "sagsgang",
        _("Sagsgang"),
        words.process,
        ProcessForm,
        _("Hvem der indsender, hvem der skriver under i CFØ, og hvem der kommer før udvalget."),
    ),
    Topic(
        "beskeder",
        _("Beskeder"),
        words.messages,
        MessagesForm,
        _("Hvornår deltagerne mindes om frister, og om rundens mail går ud eller venter i udbakken."),
    ),
    Topic("puljer", _("Puljer"), words.pools, forms.PoolsForm, _("De puljer, runden søger, og det, der er tilbage.")),
    Topic(
        "kriterier",
        _("Kriterier"),
        words.criteria,
        forms.CriteriaForm,
        _("Kriterierne advarer. De holder aldrig et forslag tilbage."),
    ),
    Topic(
        "hoeringsparter",
        _("Høringsparter"),
        words.hearings,
        hearings.HearingsForm,
        _("Hvem der høres i runden, hvornår, og hvad de holder tilbage."),
        wide=True,
    ),
    Topic(
        "hoeringsord",
        _("Det, høringerne ser efter"),
        words.hearing_words,
        hearings.HearingWordsForm,
        _(
            "Ordene viser, at høringsparten skal høres. Skriv komma mellem dem, og stjerne for alle endelser: "
            "lejemål*. Et svar forældes, når et af afsnittene ændres. Tøm et felt for at bruge programmets egne."
        ),
        wide=True,
    ),
    Topic(
        "pl-indeks",
        _("P/l-indeks"),
        words.price_indices,
        rows.IndicesForm,
        _(
            "Bruges, når et forslag kopieres fra en runde i et andet pris- og lønniveau. "
            "Alle år skal have samme udgangspunkt, fx 2025 = 100. Tøm en række for at slette den."
        ),
        wide=True,
    ),
    Topic(
        "tabeller",
        _("Præsentation af tabellerne"),
        words.presentation,
        forms.PresentationForm,
        _("Sådan trykkes tabel 1–3 i bilaget."),
    ),
    Topic(
        "fodnoter",
        _("Fodnoter"),
        words.footnotes,
        rows.FootnotesForm,
        _("Står her ingen, skriver programmet fodnoterne ud fra forslagene. Tøm en række for at slette den."),
        wide=True,
    ),
)
TOPICS = {topic.code: topic for topic in _ALL}
