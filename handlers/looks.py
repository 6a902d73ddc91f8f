"""A text as whoever reads it sees it."""

import re
import unicodedata

UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""What comes along when something is pasted: no blank, no letter, and nothing that joins two signs to another one."""


def as_it_looks(text: str) -> str:
    """Full-width letters and digits are plain ones."""
    return text if text.isascii() else UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def capitals(text: str) -> str:
    """As order numbers are written, each sign in its place: ß, of which two would be made, stays."""
    upper = text.upper()
    if len(upper) == len(text):
        return upper
    return "".join(each if len(each.upper()) > 1 else each.upper() for each in text)
