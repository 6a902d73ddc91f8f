"""The contact ends a conversation with staff themselves."""

from dataclasses import replace

from handlers.cancel import cancel
from handlers.exchange import Outcome, Turn
from handlers.scripts.declaration import declare
from handlers.state import BLANK
from storage.content import Content
from storage.conversations import Status
from storage.results import ReportingEvent

DECLARATION = declare(
    "end",
    script="end",
    button="",  # the label of a button that leads here
    ended="",
    nothing="",  # there was no conversation with staff
)


async def end(turn: Turn) -> Outcome:
    if not turn.at_desk:
        return await cancel(turn.at("cancel")) if turn.state.form else Outcome(replies=(turn.content("nothing"),))
    note = turn.desk_words.line("ended_by_customer", name=turn.called)
    since = turn.state.waiting_since
    return Outcome(
        replies=(turn.content("ended", turn.button("menu")),),
        conversation=replace(turn.conversation, status=Status.RESOLVED, owner=None),
        state=BLANK,
        posts=turn.post(Content(text=note)),
        events=(resolved_event(turn.now, since, "contact"),),
    )


def resolved_event(now: float, since: float | None, by: str) -> ReportingEvent:
    """Its value: seconds since the contact was handed to the desk."""
    return ReportingEvent(name="resolved", at=now, value=None if since is None else now - since, details={"by": by})
