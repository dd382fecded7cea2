"""Is the template's guidance still standing where the writer's own words should be?"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from proposals.guidance import holds_guidance

from .findings import Finding, Subject, check


@check
def guidance_left(subject: Subject) -> Iterator[Finding]:
    """Guidance is never printed; a proposal that holds some is not finished."""
    for section in subject.document.sections:
        if holds_guidance(getattr(section.content, "text", "")):
            message = _("Der står vejledning (⟦ … ⟧) i “%s”. Skriv i stedet for den, eller slet den.")
            words = message % subject.heading(section.key)
            yield Finding("guidance-left", "error", section.key, words, "text")
