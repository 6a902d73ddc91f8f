"""The scripts that travel with kefu."""

from pathlib import Path

OUR_SCRIPTS = Path(__file__).parents[2] / "scripts"
"""Beside the rooms in a checkout and in a wheel; a folder `scripts` of the shop must not be mistaken for it."""

LANGUAGES = ("zh-CN", "zh-TW", "en")
"""In which they are, and our rules; into other ones they are translated by shops."""
