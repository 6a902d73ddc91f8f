import pytest

from handlers.scripts.library import Library
from tests import our_scripts


@pytest.fixture(scope="session")
def scripts() -> Library:
    return our_scripts.library()
