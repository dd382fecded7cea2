"""The look is tested by itself, in Danish, the language of its words in the source."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def danish():
    with translation.override("da"):
        yield


@pytest.fixture(autouse=True)
def own_addresses(settings):
    settings.ROOT_URLCONF = "tests.look.urls"
