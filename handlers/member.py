"""What a member of the desk means by a message: a note, a command, or words for the customer.

The default is not to relay: whatever looks like a slip of a note or of a command stays inside.
"""

import re
import unicodedata
from collections.abc import Collection

from storage.inbound import Inbound
from storage.records import record

SLASHES = "/\u2044\u2215\u2571\u29f8\uff0f\u3001"
"""Every slash there is, and `、`, which a Chinese keyboard types for one."""
SLASH = re.compile(f"[{SLASHES}]")
STROKE = re.compile(f"[{SLASHES}\\\\\u29f5\uff3c]")
"""Two of them begin a note, whichever way they lean."""
BANGS = ("!", "\uff01")
"""One begins a command where the platform keeps slashes for itself, and so do several: a key held too long."""
LETTER = re.compile("[A-Za-z\uff21-\uff3a\uff41-\uff5a]")
"""`!` before anything but a letter or a slash is talk, unless it is a name that commands have in Chinese."""
NOTE = re.compile(
    r"(?:note|internal(?: note)?|备注|備註|内部备注|內部備註|内部|內部)"
    "(?:[\\s*_~`]*[:\u2236\ua789]|[*_~`]*[\\])\u3011\u300d])",
    re.IGNORECASE,
)
"""Also with the word alone in bold (`*note*: x`) or in brackets (`【备注】x`)."""
LIKE_NOTE = re.compile(
    "(?:(?:内部)?备注|(?:內部)?備註|内部|內部)[*_~`]*[\\s,;、。]+\\S|note[*_~`]*[\\s,;、。]+[\u3400-\u9fff]",
    re.IGNORECASE,
)
"""The word without its colon, or `/note` without its slash. In English people say "note that ..." to customers."""
NOTE_WORD = 40
"""So many characters are looked at for the word that begins a note."""
MENTION = re.compile(f"(?:<[@!][^<>\\s]{{1,64}}>|@[^\\s{SLASHES}!\uff01:\uff1a,\uff0c]{{1,64}})[\\s:\uff1a,\uff0c]*")
DECORATION = "*_~`>|\"'\u201c\u201d\u2018\u2019\u300c\u300d\u300e\u300f()\uff08\uff09[]\u3010\u3011\u2022-"
"""What makes words bold, quoted or a list."""
PICTURES = {"So", "Sk"}
"""Emoji, and what gives them the colour of a skin."""
INVISIBLE = {"Cf", "Cc", "Mn", "Zs", "Zl", "Zp"}
BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and symbols that show nothing."""
LATE_NOTE = "//"
PERHAPS_NOTE = "//?"


@record(frozen=True, slots=True)
class Note:
    text: str


@record(frozen=True, slots=True)
class Command:
    name: str
    """Lower case, without the slash; "" for a lone slash. `LATE_NOTE`: some later line begins a note;
    `PERHAPS_NOTE`: it may be one.
    """
    rest: str = ""
    """What follows the name: `/rma approve R10042` -> `approve R10042`."""


@record(frozen=True, slots=True)
class Talk:
    text: str


Meant = Note | Command | Talk


def meant(inbound: Inbound, names: Collection[str] = ()) -> Meant:
    """A caption is read like a text: the file that hangs on a note is a note too. `names`: of commands."""
    readings = [read(words, names) for words in (inbound.text, *(each.caption for each in inbound.attachments))]
    if any(isinstance(each, Note) for each in readings):
        return Note(inbound.text)
    return next((each for each in readings if isinstance(each, Command)), Talk(inbound.text))


def read(words: str, names: Collection[str] = ()) -> Meant:
    start = opening(words)
    if noted(words):
        return Note(words)
    if SLASH.match(start):
        return command(start[1:])
    if start.startswith(BANGS) and (following := begun(behind_bangs(start), names)) is not None:
        return command(following)
    if any(map(struck, words.splitlines()[1:])):
        return Command(LATE_NOTE)  # nobody can tell where it would end
    return Command(PERHAPS_NOTE) if LIKE_NOTE.match(first_words(start)) else Talk(words)


def behind_bangs(start: str) -> str:
    while start.startswith(BANGS):
        start = visible(start[1:])
    return start


def begun(following: str, names: Collection[str]) -> str | None:
    """The command that bangs begin, without a slash; None for talk. Behind a name there may be more: in Chinese a
    command is easily written without a blank.
    """
    if SLASH.match(following):
        return following[1:]
    is_name = LETTER.match(following) or first_words(following).casefold().startswith(tuple(names))
    return following if is_name else None


def command(following: str) -> Command:
    """`resolve@kefu_bot now` -> `resolve`, `now`. Behind a Chinese name it is a colleague: `转给@小王`."""
    name, *rest = *visible(following).split(maxsplit=1), ""
    name = unicodedata.normalize("NFKC", name)
    alone = name.partition("@")[0]
    name = (alone if alone.isascii() else name).rstrip(DECORATION).lower()
    return Command(name, rest[0].strip() if rest else "")


def noted(words: str) -> bool:
    return struck(words) or NOTE.match(first_words(opening(words))) is not None


def first_words(start: str) -> str:
    return unicodedata.normalize("NFKC", start[:NOTE_WORD])


def struck(words: str) -> bool:
    """Two slashes of any kind begin it."""
    start = opening(words)
    return bool(STROKE.match(start) and STROKE.match(visible(start[1:])))


def opening(words: str) -> str:
    """What is said, without the mentions, the blanks and the ornaments that stand before it."""
    start = 0
    while True:
        start = next((i for i in range(start, len(words)) if shows(words[i]) and not adorns(words[i])), len(words))
        mentioned = MENTION.match(words, start)
        if mentioned is None:
            return words[start:]
        start = mentioned.end()


def adorns(character: str) -> bool:
    return character in DECORATION or unicodedata.category(character) in PICTURES


def visible(text: str) -> str:
    """Without the blanks and invisible characters before the first visible one."""
    index = next((i for i, each in enumerate(text) if shows(each)), len(text))
    return text[index:]


def shows(character: str) -> bool:
    return unicodedata.category(character) not in INVISIBLE and character not in BLANK
