"""On which channels a test is run: those of customers, and those of the desk."""

import pytest

from tests.e2e.chats import CHANNELS

EVERY_CHANNEL = pytest.mark.parametrize("channel", CHANNELS)
EVERY_DESK = pytest.mark.parametrize("desk_channel", ["telegram", "slack", "wecom"])
BOTH_DESKS = pytest.mark.parametrize("desk_channel", ["telegram", "slack"])
"""Those with topics."""
