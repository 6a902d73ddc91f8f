"""A conversation is over while its task is not: staff are asked how it ended."""

from handlers.desk.masked import masked
from handlers.exchange import Turn
from handlers.tasks.words import WORDS, ending_buttons
from storage.content import Content
from storage.results import Outgoing


async def how_it_ended(turn: Turn) -> tuple[Outgoing, ...]:
    """For the topic. Until somebody says so there are reminders."""
    posts: tuple[Outgoing, ...] = ()
    for task in await turn.doors.tasks.of_conversation(turn.conversation.id):
        if task.settled_at is None:
            text = WORDS.line(turn, "how_did_it_end", number=task.id, summary=masked(turn, task.summary))
            posts += turn.post(Content(text=text, buttons=ending_buttons(turn, task)))
    return posts
