"""What is said to whoever types a command: `Said` is a value, and its words are here, a module a language."""

from typing import ClassVar

from storage.records import record
from storage.sentences import Sentence


@record(frozen=True, slots=True)
class Said(Sentence):
    room: ClassVar[str] = "bots.words"
