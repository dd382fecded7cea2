"""The look is tested in Danish, the language of its words in the source."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def danish():
    with translation.override("da"):
        yield
