"""What the tests of this room ask for."""

from collections.abc import Callable

import pytest

from appendix.models import Edition, Format, Job
from proposals.document import canonical_bytes, fingerprint

from .snapshots import snapshot


@pytest.fixture
def make_job(make_round) -> Callable[..., Job]:
    """A queued job for an edition of Budget 2025's figures; nobody is told of it."""

    def make(formats: list[str] | None = None, **fields) -> Job:
        raw = canonical_bytes(snapshot().model_dump(mode="json", by_alias=True))
        edition = Edition.objects.create(
            round=make_round(),
            number=1,
            snapshot=raw.decode(),
            sha256=fingerprint(raw),
            created_at=snapshot().date,
            created_by_name="CFØ",
        )
        return Job.objects.create(edition=edition, formats=formats or ["pdf"], **fields)

    return make
