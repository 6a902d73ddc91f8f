"""A change of what is on the other side already: an edit, a deletion, a reaction."""

from handlers.exchange import Turn
from storage.content import Content
from storage.results import Action, Outgoing, Side

NOTHING = Content()


def for_contact(
    turn: Turn, action: Action, of: str, content: Content = NOTHING, instead: Content | None = None
) -> Outgoing:
    """Of what staff wrote (`of`), or of what they reacted to."""
    return Outgoing(
        action=action,
        side=Side.CONTACT,
        channel=turn.conversation.identity.channel,
        to=turn.conversation.chat_id,
        conversation_id=turn.conversation.id,
        of=of,
        content=content,
        instead=instead,
        created_at=turn.now,
    )


def for_desk(
    turn: Turn, action: Action, of: str, content: Content, instead: Content | None = None
) -> tuple[Outgoing, ...]:
    """Of what the contact wrote; nothing without a desk."""
    place = turn.place
    if place is None:
        return ()
    row = Outgoing(
        action=action,
        side=Side.DESK,
        channel=place.channel,
        to=place.chat,
        conversation_id=turn.conversation.id,
        of=of,
        content=content,
        instead=instead,
        created_at=turn.now,
    )
    return (row,)
