"""What a member of the desk means by a message: a note, a command, or words for the customer.

The default is not to relay: whatever looks like a slip of a note or of a command stays inside.
"""

import re
import unicodedata
from dataclasses import dataclass

from storage.inbound import Inbound

SLASHES = "/\u2044\u2215\u29f8\uff0f\u3001"
"""Every slash there is, and `、`, which a Chinese keyboard types for one."""
SLASH = re.compile(f"[{SLASHES}]")
NOTE = re.compile(r"(?:note|备注|備註|内部|內部)\s*[:\uff1a]", re.IGNORECASE)
INVISIBLE = {"Cf", "Cc", "Zs", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class Note:
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    """Lower case, without the slash; "" for a lone slash."""


@dataclass(frozen=True, slots=True)
class Talk:
    text: str


Meant = Note | Command | Talk


def meant(inbound: Inbound) -> Meant:
    """A caption is read like a text: the file that hangs on a note is a note too."""
    said = words_of(inbound)
    if noted(said):
        return Note(inbound.text)
    start = visible(said)
    if SLASH.match(start):
        return Command(name_of(start))
    if any(SLASH.match(line) and SLASH.match(line[1:]) for line in map(visible, said.splitlines())):
        return Command("//")  # a note that begins in a later line: nobody can tell where it would end
    return Talk(inbound.text)


def words_of(inbound: Inbound) -> str:
    return inbound.text.strip() or next((each.caption for each in inbound.attachments if each.caption), "")


def following(inbound: Inbound) -> str:
    """What follows the name of a command: `/rma approve R10042` -> `approve R10042`."""
    _, *rest = *visible(visible(words_of(inbound))[1:]).split(maxsplit=1), ""
    return rest[0].strip() if rest else ""


def noted(said: str) -> bool:
    start = visible(said)
    return bool(NOTE.match(start)) or bool(SLASH.match(start) and SLASH.match(visible(start[1:])))


def name_of(start: str) -> str:
    """`/resolve@kefu_bot now` -> `resolve`."""
    words = visible(start[1:]).split()
    return unicodedata.normalize("NFKC", words[0]).partition("@")[0].lower() if words else ""


def visible(text: str) -> str:
    """Without the blanks and invisible characters before the first visible one."""
    index = next((i for i, each in enumerate(text) if unicodedata.category(each) not in INVISIBLE), len(text))
    return text[index:]
