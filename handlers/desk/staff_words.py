"""The scripts that only staff read: always in the shop's own language, whichever the customer's is."""

from handlers.exchange import Outcome, Turn, plain, script_in
from handlers.formats import minute
from storage.content import Button, Content
from storage.records import record
from storage.results import Outgoing


@record(frozen=True, slots=True)
class StaffWords:
    script: str
    """Its id."""

    def line(self, turn: Turn, name: str, /, **blanks: object) -> str:
        return script_in(turn.library, turn.policy.default_language, self.script).line(name, **blanks)

    def word(self, turn: Turn, name: str, /, **blanks: object) -> str:
        """To stand inside another line, or on a button."""
        return plain(self.line(turn, name, **blanks))

    def content(self, turn: Turn, name: str, /, *buttons: Button, **blanks: object) -> Content:
        return Content(text=self.line(turn, name, **blanks), buttons=buttons)

    def told(self, turn: Turn, name: str, /, *buttons: Button, **blanks: object) -> Outcome:
        return answered(turn, self.content(turn, name, *buttons, **blanks))

    def posted(self, turn: Turn, name: str, /, **blanks: object) -> tuple[Outgoing, ...]:
        """In the topic, unless the admin left the line empty."""
        content = self.content(turn, name, **blanks)
        return turn.post(content) if content.text else ()

    def button(self, turn: Turn, command: str) -> Button:
        """The line `<command>_button` is its label."""
        return Button(label=self.word(turn, f"{command}_button"), goto=f"desk:{command}")


def answered(turn: Turn, content: Content) -> Outcome:
    """To a member where they asked: in the topic, or outside of any."""
    return Outcome(posts=turn.post(content) if turn.conversation.contact_id else turn.alert(content, turn.asked_from))


def staff_minute(turn: Turn, at: float) -> str:
    """11月22日 14:05, as the desk writes it."""
    return minute(at, turn.policy.default_language, turn.policy.timezone)
