"""Codes that one reads on one telephone and types on another."""

import hashlib
import re
import unicodedata
from collections.abc import Callable

ALPHABET = "BCDFGHJKMNPQRSTVWXZ23456789"
"""No vowels, so that no code is a word; nothing that looks like something else."""
HALF = 4
LENGTH = 2 * HALF
BETWEEN = re.compile(r"[\s\u2010-\u2015\u2212\-_.]+")
SHOWN = re.compile(rf"[{ALPHABET}]{{{HALF}}}-[{ALPHABET}]{{{HALF}}}")
WITHIN = re.compile(rf"(?<!\w){SHOWN.pattern}(?!\w)|(?<!\w)[{ALPHABET}]{{{LENGTH}}}(?!\w)", re.IGNORECASE)


def new_code(choice: Callable[[str], str]) -> str:
    """`choice` picks one character, unpredictably."""
    letters = "".join(choice(ALPHABET) for _ in range(LENGTH))
    return f"{letters[:HALF]}-{letters[HALF:]}"


def plain(code: str) -> str:
    """However it was typed: full-width, in small letters, with another dash or none."""
    return BETWEEN.sub("", unicodedata.normalize("NFKC", code)[: 4 * LENGTH]).upper()


def is_code(text: str) -> bool:
    """Written as it is shown: nothing else that customers type looks like it."""
    written = unicodedata.normalize("NFKC", text).strip()
    return "-" in written and SHOWN.fullmatch(written.upper()) is not None


def hidden(text: str) -> str:
    """The same words, without the codes in them."""
    return WITHIN.sub("****-****", text)


def hashed(code: str) -> str:
    """It lives for minutes, and opens nothing by itself: both accounts still have to agree."""
    return hashlib.sha256(plain(code).encode()).hexdigest()
