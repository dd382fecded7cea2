"""What the tests of this room ask for."""

import pytest

from .cases import Case, make_case


@pytest.fixture
def case(organisation) -> Case:
    """A complete draft, and everybody who has something to do with it."""
    return make_case()
