"""What is told of the database, to whoever runs kefu: `Trouble` is a value, its words are here, a module a language."""

from typing import ClassVar

from storage.records import record
from storage.sentences import Sentence


@record(frozen=True, slots=True)
class Trouble(Sentence):
    room: ClassVar[str] = "storage.words"
