"""Numbers of ours that somebody typed, or that came back with a button."""

LONGEST = 15
"""Digits. Python reads no more than 4300 of them, and the database holds no number of 19."""


def number_in(text: str) -> int | None:
    """None: it is no number, or a longer one than any of ours."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None
