"""What the questions of a return request are put in: the customer's words."""

from handlers.exchange import Turn, plain
from handlers.fields.words import Words, words_in
from handlers.forms.form import Choice
from handlers.order_proof import SCRIPT as ORDERS
from handlers.overheard import heard_words, said_alone
from handlers.returns.policy import ReturnPolicy
from handlers.scripts.courtesies import is_nod
from storage.records import record

NAME = "returns"
LABEL = 40
"""Characters of a button's label."""
LONGEST = 500
"""Characters of an answer in their own words."""


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
        return is_nod(text) or said_alone(self.turn.library, text, self.words("heard_yes"))

    def choice(self, line: str, value: str) -> Choice:
        return Choice(self.word(line), value)

    def called(self, slot: str) -> tuple[str, ...]:
        """What customers say who want to change the answer."""
        return (self.word(f"change_{slot}").casefold(), *self.words(f"called_{slot}"))

    def of_another_order(self) -> tuple[str, ...]:
        """What they say who want another one than they are asked about, whatever for."""
        return heard_words(self.turn.library, ORDERS, "heard_another")

    def said(self, words: Words) -> str:
        """The policy's own words."""
        return words_in(words, self.turn.language, self.turn.policy.default_language)
