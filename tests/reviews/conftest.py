"""What the tests of this room ask for."""

import pytest

from .cases import Case, make_case
from .comment_cases import put_to_the_body


@pytest.fixture
def case(organisation) -> Case:
    """A complete draft, and everybody who has something to do with it."""
    return make_case()


@pytest.fixture
def asked(case) -> Case:
    """Submitted, with HR-kredsen asked and IT-kredsen asked no more."""
    return put_to_the_body(case)
