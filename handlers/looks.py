"""A text as whoever reads it sees it."""

import re
import unicodedata

UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""What comes along when something is pasted: no blank, no letter, and nothing that joins two signs to another one."""


def as_it_looks(text: str) -> str:
    """Full-width letters and digits are plain ones."""
    return text if text.isascii() else UNSEEN.sub("", unicodedata.normalize("NFKC", text))
