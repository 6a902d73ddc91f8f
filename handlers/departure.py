"""What a turn decided, as the rows that will be written and sent."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.desk.holding import unsent
from handlers.exchange import Outcome, Turn, plain
from handlers.relay import label
from handlers.state import State, offers
from storage.content import Content
from storage.conversations import Conversation
from storage.inbound import Inbound, Kind
from storage.results import Action, Entry, EntryKind, Outgoing, TurnResult


def written(turn: Turn, outcome: Outcome, *notes: Entry) -> TurnResult:
    """Of a turn about one conversation, whoever spoke."""
    posts = (*outcome.posts, *unsent(turn, kept(turn, outcome), outcome.relayed))
    return TurnResult(
        conversation=saved(turn, outcome),
        entries=(*notes, *incoming(turn), *outcome.entries, *spoken(turn, outcome)),
        outgoing=(*sent(turn, turn.conversation.chat_id, outcome.replies), *outcome.relayed, *posts),
        timers=outcome.timers,
        cancelled_timers=outcome.cancelled_timers,
        events=outcome.events,
        returns=outcome.returns,
        case=outcome.case,
        agents=outcome.agents,
        contacts=outcome.contacts,
    )


def written_in_group(turn: Turn, outcome: Outcome, stored: Conversation | None) -> TurnResult:
    """Others read a group along: what is open in private is neither shown there nor changed from there."""
    direct = turn.inbound.direct_chat_id
    private = sent(turn, direct, outcome.in_private) if direct else ()
    return TurnResult(
        conversation=stored,
        outgoing=(*sent(turn, turn.inbound.chat_id, outcome.replies), *private, *outcome.posts),
    )


def written_outside(outcome: Outcome) -> TurnResult:
    """Of what staff wrote in no conversation's topic."""
    return TurnResult(outgoing=outcome.posts, timers=outcome.timers, agents=outcome.agents, contacts=outcome.contacts)


def saved(turn: Turn, outcome: Outcome) -> Conversation:
    conversation, state = outcome.conversation or turn.conversation, kept(turn, outcome).as_json()
    return conversation if conversation.state == state else replace(conversation, state=state)


def kept(turn: Turn, outcome: Outcome) -> State:
    state = outcome.state if outcome.state is not None else turn.state
    shown = offers(outcome.replies)
    return replace(state, offered=shown) if shown else state


def sent(turn: Turn, to: str, contents: tuple[Content, ...]) -> tuple[Outgoing, ...]:
    return tuple(
        Outgoing(
            action=Action.SEND,
            channel=turn.conversation.identity.channel,
            to=to,
            conversation_id=turn.conversation.id,
            content=content,
            created_at=turn.now,
        )
        for content in contents
    )


def incoming(turn: Turn) -> Iterator[Entry]:
    inbound = turn.inbound
    if inbound.staff:
        return
    text = label(turn) if inbound.kind is Kind.BUTTON else in_words(inbound)
    if text and inbound.kind in (Kind.TEXT, Kind.EDIT, Kind.BUTTON):
        yield Entry(
            kind=EntryKind.INCOMING,
            author="contact",
            author_name=turn.conversation.name,
            text=text,
            at=turn.now,
            external_id=inbound.message_id,
        )


def in_words(inbound: Inbound) -> str:
    media = (f"[{each.media}] {each.caption or each.name}".strip() for each in inbound.attachments)
    return " ".join((inbound.text, *media)).strip()


def spoken(turn: Turn, outcome: Outcome) -> Iterator[Entry]:
    for content in outcome.replies:
        yield Entry(kind=EntryKind.OUTGOING, author="bot", text=plain(content.text), at=turn.now)
