"""What the tests of this room ask for."""

from collections.abc import Callable

import pytest

from appendix.models import Edition, Format, Job
from proposals.document import canonical_bytes, fingerprint

from .snapshots import DATE, snapshot


@pytest.fixture(scope="session")
def budget_2025() -> bytes:
    """Budget 2025's figures as an edition keeps them."""
    return canonical_bytes(snapshot().model_dump(mode="json", by_alias=True))


@pytest.fixture
def make_job(make_round, budget_2025) -> Callable[..., Job]:
    """A queued job for an edition of Budget 2025's figures; nobody is told of it."""

    def make(formats: list[str] | None = None, **fields) -> Job:
        edition = Edition.objects.create(
            round=make_round(),
            number=1,
            snapshot=budget_2025.decode(),
            sha256=fingerprint(budget_2025),
            created_at=DATE,
            created_by_name="CFØ",
        )
        return Job.objects.create(edition=edition, formats=formats or Format.values, **fields)

    return make
