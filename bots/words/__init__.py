"""What is said to whoever types a command: `Said` is a value, and its words are here, a module a language."""

from typing import ClassVar

from storage.records import record
from storage.sentences import Sentence


@record(frozen=True, slots=True)
class Said(Sentence):
    room: ClassVar[str] = "bots.words"


class NotPossible(OSError):
    """The system does not let kefu do it. `number`: its own."""

    def __init__(self, number: int | None, said: Said) -> None:
        super().__init__(number, str(said))
        self.said = said

    def told(self, language: str) -> str:
        return self.said.told(language)
