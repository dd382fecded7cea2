"""The chart of the process in docs/process.md, drawn from the table in `reviews.process`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import translation

from proposals.models import ProposalState

from .process import COMMENTS, HEARINGS, MEETINGS, PROCESS, Step


def page() -> str:
    """docs/process.md: the chart of the states (Mermaid) and a table of every step, labels in Danish."""
    with translation.override("da"):
        return "\n".join(
            [
                "# The process",
                "",
                "Written by `manage.py process_chart > docs/process.md` from the table in `reviews/process.py`.",
                "",
                "```mermaid",
                *_chart(),
                "```",
                "",
                "## Steps of a proposal",
                "",
                *_table(PROCESS),
                "",
                "## Steps of a hearing",
                "",
                *_table(HEARINGS),
                "",
                "## Steps of a meeting",
                "",
                *_table(MEETINGS),
                "",
                "## Steps of a comment",
                "",
                *_table(COMMENTS),
                "",
            ]
        )


def _chart() -> Iterator[str]:
    yield "stateDiagram-v2"
    for state in ProposalState:
        yield f'    state "{state.label}" as {state.value}'
    yield f"    [*] --> {ProposalState.DRAFT.value}"
    for step in PROCESS:
        for source in step.sources:
            if step.target is not None:
                yield f"    {source.value} --> {step.target.value}: {step.label}"
            if step.partly is not None or (step.main and step.target is None):
                yield f"    {source.value} --> {source.value}: {step.label}"


def _target(step: Step) -> str:
    if step.target is None:
        return "(unchanged)"
    partly = f", once `{step.partly.enough.__name__}`; before that event `{step.partly.event}`" if step.partly else ""
    return f"{step.target.label}{partly}"


def _table(steps: Iterable[Step]) -> Iterator[str]:
    yield "| step | from | to | right | reason | conditions | in an archive | event |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for step in steps:
        cells = [
            str(step.label),
            ", ".join(str(source.label) for source in step.sources),
            _target(step),
            f"`{step.right}`",
            "yes" if step.needs_reason else "",
            ", ".join(f"`{one.__name__}`" for one in (step.round_has, *step.conditions) if one),
            "yes" if step.in_archive else "",
            f"`{step.event}`",
        ]
        yield f"| {' | '.join(cells)} |"
