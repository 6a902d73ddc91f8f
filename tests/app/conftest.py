from pathlib import Path

import pytest

from handlers.catalogue import DECLARATIONS
from handlers.scripts.library import Library
from handlers.scripts.loading import fresh


@pytest.fixture(scope="session")
def scripts() -> Library:
    return fresh(Path(__file__).parents[2] / "scripts", DECLARATIONS).loaded
