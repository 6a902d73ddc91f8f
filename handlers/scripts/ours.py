"""The scripts that travel with kefu."""

from pathlib import Path

OUR_SCRIPTS = Path(__file__).parents[2] / "scripts"
"""Beside the rooms in a checkout and in a wheel; a folder `scripts` of the shop must not be mistaken for it."""

LANGUAGES = ("zh-CN", "zh-TW", "en")
"""In which they are, and our rules; into other ones they are translated by shops."""

TRADITIONAL = ("-hant", "-tw", "-hk", "-mo")


def nearest(language: str) -> str:
    """Of these. `language` as a browser or a terminal names it: zh-TW, zh_HK.UTF-8, zh-Hant-HK, fr ..."""
    tag = language.lower().replace("_", "-").partition(",")[0]
    if not tag.startswith("zh"):
        return "en"
    return "zh-TW" if any(mark in tag for mark in TRADITIONAL) else "zh-CN"
