"""Emoji as platforms name them: the same one comes with and without what only changes its looks."""

import re

VARIANT = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")
"""Skin tones, and what makes a picture of an old sign."""


def bare(emoji: str) -> str:
    return VARIANT.sub("", emoji)
