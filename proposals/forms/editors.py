"""Which form each kind of section has."""

from .administration import AdministrationEditor
from .base import Page, SectionEditor
from .calculation import CalculationEditor
from .computed import HearingsEditor, TablesEditor, TechnicalEditor
from .distribution import DistributionEditor
from .economy import EconomyEditor
from .facts import FactsEditor
from .follow_up import FollowUpEditor
from .partners import PartnersEditor
from .prioritisation import PrioritisationEditor
from .risks import RisksEditor
from .text import TextEditor

EDITORS: dict[str, type[SectionEditor]] = {
    "facts": FactsEditor,
    "text": TextEditor,
    "economy": EconomyEditor,
    "administration": AdministrationEditor,
    "distribution": DistributionEditor,
    "calculation": CalculationEditor,
    "follow_up": FollowUpEditor,
    "risks": RisksEditor,
    "prioritisation": PrioritisationEditor,
    "partners": PartnersEditor,
    "hearings": HearingsEditor,
    "technical": TechnicalEditor,
    "tables": TablesEditor,
}

__all__ = ["EDITORS", "Page", "SectionEditor"]
