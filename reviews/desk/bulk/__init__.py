"""What CFØ can do to many proposals at once. An action is a row here: how it is planned, and the step it takes."""

from . import criteria, decide, meeting, number, remind
from .plan import BulkAction

# By code, in the order they are offered.
BULK: dict[str, BulkAction] = {
    action.code: action
    for action in (
        remind.ACTION,
        meeting.ACTION,
        number.ACTION,
        criteria.ACTION,
        decide.DECIDE,
        decide.RELEASE,
    )
}

__all__ = ["BULK", "BulkAction"]
