"""Which messages are feedback, beside those that the triggers of its script find."""

from handlers.exchange import Turn
from handlers.feedback.words import SCRIPT
from handlers.picks import Pick, ToForm, ToScript
from storage.inbound import Kind

HEAD = 12
"""Characters before the colon of `意见：包装太差了`."""


def meant(turn: Turn) -> ToScript | None:
    """A trigger before a colon, and the feedback behind it: `意见：包装太差了`. None: it is not written so."""
    head, colon, rest = turn.text[: HEAD + 1].partition(":")
    if not colon or turn.inbound.kind is not Kind.TEXT or turn.library.exactly(head, turn.language) != SCRIPT:
        return None
    return ToScript(SCRIPT, f"{rest}{turn.text[HEAD + 1 :]}".strip())


def is_feedback(turn: Turn, pick: Pick) -> bool:
    """What is said here may be angry: then it is handed over as feedback, with its number."""
    if isinstance(pick, ToForm):
        return turn.state.form is not None and turn.state.form.form == SCRIPT
    return pick.id == SCRIPT
