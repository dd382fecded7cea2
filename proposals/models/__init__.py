"""Rounds, templates, proposals and their sections: the draft, and the organisation it lives in."""

from .dismissal import Dismissal
from .organisation import Administration, Committee, HearingBody, Unit
from .presence import Presence
from .proposal import Attachment, Proposal, ProposalState, Section, SectionVersion
from .round import Pool, Round, RoundTemplate
from .saved_filter import SavedFilter
from .template import Template, TemplateSection

__all__ = [
    "Administration",
    "Attachment",
    "Committee",
    "Dismissal",
    "HearingBody",
    "Pool",
    "Presence",
    "Proposal",
    "ProposalState",
    "Round",
    "RoundTemplate",
    "SavedFilter",
    "Section",
    "SectionVersion",
    "Template",
    "TemplateSection",
    "Unit",
]
