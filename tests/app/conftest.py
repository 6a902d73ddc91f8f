from pathlib import Path

import pytest

from handlers.catalogue import DECLARATIONS
from handlers.scripts.library import Library
from handlers.scripts.loading import load


@pytest.fixture(scope="session")
def scripts() -> Library:
    return load(Path(__file__).parents[2] / "scripts", DECLARATIONS)
