"""A change of what is on the other side already: an edit, a deletion, a reaction."""

from handlers.exchange import Turn
from storage.content import Content
from storage.conversations import Reach
from storage.results import Action, Outgoing, Side

NOTHING = Content()


def for_contact(
    turn: Turn,
    action: Action,
    of: str,
    content: Content = NOTHING,
    instead: Content | None = None,
    to: Reach | None = None,
) -> Outgoing:
    """Of what staff wrote (`of`), or of what they reacted to. `to`: where it went, if not to the conversation's own."""
    own = Reach(turn.conversation.identity, turn.conversation.chat_id)
    to = to or own
    return Outgoing(
        action=action,
        side=Side.CONTACT,
        channel=to.identity.channel,
        to=to.chat_id,
        conversation_id=turn.conversation.id,
        elsewhere=to.identity != own.identity,
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
        copies_chat=turn.inbound.chat_id if turn.is_elsewhere else "",
        of=of,
        content=content,
        instead=instead,
        created_at=turn.now,
    )
    return (row,)
