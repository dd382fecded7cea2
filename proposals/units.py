"""The unit book of the rules, read from the organisation's rows."""

from .economy.model import Committee, Unit, UnitBook
from .models import Administration
from .models import Unit as UnitRow


def unit_book() -> UnitBook:
    """Committees in their fixed order; an administration's own code is a unit that is its committee."""
    administrations = list(Administration.objects.select_related("committee"))
    committees = tuple(Committee(code=a.committee.code, label=a.committee.name) for a in administrations)
    own = tuple(
        Unit(code=a.code, label=a.committee.name, committee=a.committee.code, is_committee=True)
        for a in administrations
    )
    rows = UnitRow.objects.select_related("committee")
    units = tuple(Unit(code=unit.code, label=unit.name, committee=unit.committee.code) for unit in rows)
    return UnitBook(committees=committees, units=own + units)
