"""Two people wrote in the same place: both versions side by side, a choice for each place, the rest already joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..compare.labels import HIDDEN, Labels
from ..compare.merge import ORDER, ROW, Clash
from ..compare.shown import RICH_TEXT, shown_difference
from ..compare.words import rich_difference, word_sides
from ..contents import Content
from ..crispy import AFTER_SAVE
from ..forms.rows import ROW_ACTION, whole
from ..merging import Choices, ClashingSave, Saved

if TYPE_CHECKING:
    from .sections import SectionDesk

VERSION, AGAINST, CHOICE = "version", "against", "choice:"
NOT_CONTENT = ("csrfmiddlewaretoken", VERSION, AFTER_SAVE, ROW_ACTION, AGAINST)
# More places than these are counted, not named, when a save is told of.
MOST_NAMED = 6


@dataclass(frozen=True)
class ShownClash:
    """One place both wrote in; their words are marked against what stood there before."""

    name: str
    label: str
    base: SafeString | str
    mine: SafeString | str
    theirs: SafeString | str
    rich: bool
    chosen: str
    missing: bool


def choices_of(request: HttpRequest) -> Choices:
    """What was chosen on the page of a clash; nothing on any other."""
    sides = {name[len(CHOICE) :]: request.POST[name] for name in request.POST if name.startswith(CHOICE)}
    return Choices(whole(request.POST.get(AGAINST, "")), sides)


def clash_page(desk: SectionDesk, mine: Content, clash: ClashingSave) -> HttpResponse:
    """Nothing has been stored; what was typed stays in hidden fields."""
    labels = labels_for(desk, mine, clash.theirs, clash.base)
    choices = choices_of(desk.request)
    asked_before = choices.against == clash.current.version
    kept = [
        (name, value)
        for name, values in desk.request.POST.lists()
        if name not in NOT_CONTENT and not name.startswith(CHOICE)
        for value in values
    ]
    context = {
        **desk.context(),
        "current": clash.current,
        "base_version": desk.posted_version,
        "clashes": [
            _shown(one, labels, choices.sides.get(one.place, "") if asked_before else "", asked_before)
            for one in clash.merged.clashes
        ],
        "taken": shown_difference(mine, clash.merged.content, labels),
        "asked_before": asked_before,
        "kept": kept,
    }
    return render(desk.request, "proposals/sections/clash.html", context, status=409)


def labels_for(desk: SectionDesk, *contents: Content) -> Labels:
    """Names for versions of the desk's section."""
    return Labels.of(contents, desk.page.book, desk.page.administrations, (desk.page.document,))


def told(desk: SectionDesk, saved: Saved) -> str:
    """What came in from others and where; "" when nothing did."""
    # A page that was joined before is behind what is stored until it is read anew: that is no news.
    if not saved.taken or (desk.held and not saved.others):
        return ""
    labels = labels_for(desk, saved.merged, saved.mine)
    places = [labels.cell(cell.name) for cell in saved.taken.fields]
    places += [labels.row(row.list_name, row.row) + _cells_named(row.cells, labels) for row in saved.taken.rows]
    named = "; ".join(places[:MOST_NAMED])
    if (more := len(places) - MOST_NAMED) > 0:
        named += " " + _("og %d steder til") % more
    values = {"names": ", ".join(saved.others) or _("du selv i et andet vindue"), "places": named}
    return _("Samlet med det, der er gemt imens af %(names)s: %(places)s.") % values


def _cells_named(cells: tuple, labels: Labels) -> str:
    names = [labels.cell(cell.name) for cell in cells if cell.name not in HIDDEN]
    return f" ({', '.join(names)})" if 0 < len(names) <= MOST_NAMED else ""


def _shown(clash: Clash, labels: Labels, chosen: str, asked: bool) -> ShownClash:
    base, mine, theirs = (_words(clash, value, labels) for value in (clash.base, clash.mine, clash.theirs))
    rich = clash.name == RICH_TEXT and not clash.list_name
    if rich:
        shown = (base, rich_difference(base, mine), rich_difference(base, theirs))
    else:
        shown = (base, word_sides(base, mine)[1], word_sides(base, theirs)[1])
    chosen = chosen if chosen in ("mine", "theirs") else ""
    return ShownClash(f"{CHOICE}{clash.place}", _label(clash, labels), *shown, rich, chosen, asked and not chosen)


def _label(clash: Clash, labels: Labels) -> str:
    if clash.name == ORDER:
        return _("Rækkefølgen")
    if not clash.list_name:
        return labels.cell(clash.name)
    row = labels.row(clash.list_name, clash.row)
    return row if clash.name == ROW else f"{row}, {labels.cell(clash.name)}"


def _words(clash: Clash, value: Any, labels: Labels) -> str:
    if clash.name == ORDER:
        return "\n".join(labels.row(clash.list_name, row) for row in value)
    if clash.name == ROW:
        if value is None:
            return _("Fjernet")
        parts = ((name, labels.value(name, part)) for name, part in value.items() if name not in HIDDEN)
        return "\n".join(f"{labels.cell(name)}: {words}" for name, words in parts if words)
    if clash.name == RICH_TEXT and not clash.list_name:
        return value or ""
    return labels.value(clash.name, value)
