"""Hearings: which bodies are needed, where each stands, what it holds back and what is printed."""

from .asked import to_prefetch, waiting_requests
from .needs import Need, needs
from .printed import printed_hearings
from .rounds import set_up
from .status import BodyStatus, holding_back, statuses

__all__ = [
    "BodyStatus",
    "Need",
    "holding_back",
    "needs",
    "printed_hearings",
    "set_up",
    "statuses",
    "to_prefetch",
    "waiting_requests",
]
