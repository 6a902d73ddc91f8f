"""A conversation that is at the desk: what the contact says goes there, and the bot keeps silent."""

from handlers.exchange import Outcome, Turn, marked
from storage.content import Content
from storage.inbound import Kind


async def relay(turn: Turn) -> Outcome:
    content = told(turn)
    return Outcome(posts=turn.post(content) if content.text or content.attachments else ())


def told(turn: Turn) -> Content:
    inbound, script = turn.inbound, turn.desk_words
    match inbound.kind:
        case Kind.EDIT:
            return Content(text=script.line("edited", text=inbound.text), attachments=inbound.attachments)
        case Kind.BUTTON:
            return Content(text=script.line("pressed", label=label(turn)))
        case Kind.TEXT:
            return Content(text=marked(inbound.text), attachments=inbound.attachments)
        case _:
            return Content()


def label(turn: Turn) -> str:
    """What stood on the button; one from long ago is told by where it led."""
    goto = turn.inbound.payload
    return next((offer.label for offer in turn.state.offered if offer.goto == goto), goto)
