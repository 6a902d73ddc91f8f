"""What the questions of a return request are put in: the customer's words."""

from collections.abc import Callable

from handlers.exchange import Turn, plain
from handlers.fields.words import Words, words_in
from handlers.forms.form import Choice
from handlers.order_proof import SCRIPT as ORDERS
from handlers.overheard import Line, heard_words, said_alone, wished
from handlers.returns.policy import ReturnPolicy
from handlers.scripts.courtesies import is_nod
from storage.records import record

NAME = "returns"
LABEL = 40
"""Characters of a button's label."""
LONGEST = 500
"""Characters of an answer in their own words."""
AGREED: tuple[Line, ...] = ((NAME, "confirm"), (NAME, "heard_yes"))
ANOTHER_ORDER: tuple[Line, ...] = ((NAME, "change_order"), (NAME, "called_order"), (ORDERS, "heard_another"))
"""What they say who want another one than they are asked about, whatever for."""


@record(frozen=True, slots=True)
class Wording:
    """The script of returns, and the policy's words, in one turn."""

    turn: Turn

    @property
    def policy(self) -> ReturnPolicy:
        return self.turn.return_policy

    def word(self, line: str, /, **blanks: object) -> str:
        """A line as plain text, to stand on a button or inside another line."""
        return plain(self.turn.words(NAME).line(line, **blanks))

    def words(self, line: str) -> tuple[str, ...]:
        """What customers say, of a line that lists it."""
        return heard_words(self.turn.library, NAME, line)

    def agreed(self, text: str) -> bool:
        return is_nod(text) or said_alone(self.turn.library, text, *AGREED)

    def choice(self, line: str, value: str) -> Choice:
        return Choice(self.word(line), value)

    def called(self, slot: str) -> Callable[[str], bool]:
        """Whether customers say this who want to change the answer."""
        lines = ANOTHER_ORDER if slot == "order" else ((NAME, f"change_{slot}"), (NAME, f"called_{slot}"))
        return lambda text: wished(self.turn.library, text, *lines)

    def said(self, words: Words) -> str:
        """The policy's own words."""
        return words_in(words, self.turn.language, self.turn.policy.default_language)
