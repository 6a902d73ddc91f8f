"""The staff side: what a member of the desk writes in a conversation's topic."""

from dataclasses import replace

from handlers.end import resolved_event
from handlers.exchange import Outcome, Turn, marked, plain
from handlers.member import Command, Meant, Note, Talk, following, meant
from handlers.questions import TIMER
from handlers.returns import desk as returns
from handlers.returns.commands import read_command, read_press
from handlers.scripts.declaration import declare
from handlers.state import BLANK, State
from storage.content import Button, Content
from storage.conversations import Owner, OwnerKind, Status
from storage.inbound import Kind
from storage.results import Action, Entry, EntryKind, Outgoing, ReportingEvent, StaffMessage

DECLARATION = declare(
    "desk",
    script="desk",
    # The card, the first post of a topic; each on a line of its own. Everything personal comes masked.
    title="number name channel asked",  # the topic's name, plain
    channel="channel",  # how the channel (`wechat`, `telegram`, `slack`) is called
    card="number name channel language",
    card_again="number name",  # instead of `card` when the topic is opened again
    card_asked="text",
    card_orders="orders",
    card_messages="",  # above the last messages
    message="time author text",
    author_contact="name",
    author_bot="",
    author_agent="name",
    resolve_button="",
    reopen_button="",
    # What happens in the topic
    edited="text",  # the customer changed a message
    pressed="label",  # the customer pressed a button
    left="name",  # the customer blocked us
    ended_by_customer="name",
    resolved="agent",
    reopened="agent",
    # Answers to members
    help="",
    unknown_command="command",  # it was not sent to the customer
    edit_not_relayed="",
    already_resolved="",
    already_open="",
    not_open="",  # resolved, or with the bot: not sent to the customer; /reopen first
    blocked="name",  # the customer left: not sent
    only_in_topic="command",  # a command for one conversation, written outside of its topic
    # Alerts
    locked="name number minutes",  # too many wrong proofs
    failed="number name case",  # a turn failed
    member_failed="case",  # the turn of a member's own message failed: it was not sent
    may_be_empty="card_orders card_messages",
)
TOPIC_COMMANDS = frozenset({"resolve", "reopen"})


async def in_topic(turn: Turn) -> Outcome:
    """`turn.script` is the desk's own; `turn.language` is the customer's."""
    match turn.inbound.kind:
        case Kind.TEXT:
            return await wrote(turn, meant(turn.inbound))
        case Kind.EDIT:
            return edited(turn, meant(turn.inbound))
        case Kind.BUTTON if turn.inbound.payload.startswith("rma:"):
            return await returns.pressed(turn, turn.inbound.payload)
        case Kind.BUTTON:
            return commanded(turn, turn.inbound.payload.removeprefix("desk:"))
        case _:
            return Outcome()


async def wrote(turn: Turn, said: Meant) -> Outcome:
    match said:
        case Note(text):
            return Outcome(entries=(entry(turn, EntryKind.NOTE, text),))
        case Command("rma"):
            return await returns.commanded(turn, following(turn.inbound))
        case Command(name):
            return commanded(turn, name)
        case Talk(text):
            return talked(turn, text)


def edited(turn: Turn, said: Meant) -> Outcome:
    """What the customer has already read cannot be taken back quietly. Who edits a note need not be told."""
    return Outcome() if isinstance(said, Note) else told(turn, "edit_not_relayed")


def commanded(turn: Turn, name: str) -> Outcome:
    match name:
        case "resolve":
            return resolve(turn)
        case "reopen":
            return reopen(turn)
        case "help":
            return told(turn, "help")
        case _:
            return told(turn, "unknown_command", command=f"/{name}")


def talked(turn: Turn, text: str) -> Outcome:
    if not text.strip() and not turn.inbound.attachments:
        return Outcome()
    if turn.conversation.blocked:
        return told(turn, "blocked", name=turn.called)
    if not turn.at_desk:
        return Outcome(posts=turn.post(line(turn, "not_open", button(turn, "reopen"))))
    return relayed(turn, text)


def relayed(turn: Turn, text: str) -> Outcome:
    """Into the customer's own app. How it ended is marked on the member's message."""
    first = turn.conversation.owner is None or turn.conversation.owner.kind is not OwnerKind.AGENT
    since = turn.state.waiting_since
    waited = turn.now - since if since is not None else None
    answered = ReportingEvent(name="first_response", at=turn.now, value=waited, details={"agent": agent(turn)})
    owner = Owner(OwnerKind.AGENT, agent(turn))
    return Outcome(
        relayed=(outgoing(turn, text),),
        conversation=replace(turn.conversation, owner=owner) if first else None,
        # A number typed from now on answers the agent, and no menu of ours.
        state=replace(turn.state, offered=()) if turn.state.offered else None,
        entries=(entry(turn, EntryKind.OUTGOING, text),),
        events=(answered,) if first else (),
    )


def outgoing(turn: Turn, text: str) -> Outgoing:
    inbound = turn.inbound
    mark = StaffMessage(chat_id=inbound.chat_id, message_id=inbound.message_id or "", thread=inbound.thread)
    return Outgoing(
        action=Action.SEND,
        channel=turn.conversation.identity.channel,
        to=turn.conversation.chat_id,
        conversation_id=turn.conversation.id,
        content=Content(text=marked(text), attachments=inbound.attachments),
        relays=mark if inbound.message_id else None,
        created_at=turn.now,
    )


def resolve(turn: Turn) -> Outcome:
    if not turn.at_desk:
        return told(turn, "already_resolved")
    farewell = Content(text=turn.words("escalation").line("farewell"))
    return Outcome(
        replies=() if turn.conversation.blocked else (farewell,),
        conversation=replace(turn.conversation, status=Status.RESOLVED, owner=None),
        state=BLANK,
        posts=turn.post(line(turn, "resolved", button(turn, "reopen"), agent=member(turn))),
        events=(resolved_event(turn.now, turn.state.waiting_since, "agent"),),
        entries=(entry(turn, EntryKind.ACTIVITY, "resolved"),),
    )


def reopen(turn: Turn) -> Outcome:
    """The conversation is this member's; whatever the bot was asking is dropped."""
    if turn.at_desk:
        return told(turn, "already_open")
    return Outcome(
        conversation=replace(turn.conversation, status=Status.OPEN, owner=Owner(OwnerKind.AGENT, agent(turn))),
        state=State(waiting_since=turn.now),
        posts=turn.post(line(turn, "reopened", button(turn, "resolve"), agent=member(turn))),
        cancelled_timers=(TIMER,) if turn.state.form else (),
        events=(ReportingEvent(name="reopened", at=turn.now, details={"agent": agent(turn)}),),
        entries=(entry(turn, EntryKind.ACTIVITY, "reopened"),),
    )


async def outside(turn: Turn) -> Outcome:
    """Written in the desk, but in no conversation's topic: nothing is relayed, and only commands are answered."""
    if turn.inbound.kind is Kind.BUTTON and turn.inbound.payload.startswith("rma:"):
        return await returns.outside(turn, read_press(turn.inbound.payload))
    said = meant(turn.inbound) if turn.inbound.kind is Kind.TEXT else None
    match said:
        case Command("rma"):
            return await returns.outside(turn, read_command(following(turn.inbound)))
        case Command("help"):
            return Outcome(posts=turn.alert(line(turn, "help")))
        case Command(name) if name in TOPIC_COMMANDS:
            return Outcome(posts=turn.alert(line(turn, "only_in_topic", command=f"/{name}")))
        case Command(name) if name.isalpha():
            return Outcome(posts=turn.alert(line(turn, "unknown_command", command=f"/{name}")))
        case _:
            return Outcome()


def told(turn: Turn, name: str, /, **blanks: object) -> Outcome:
    return Outcome(posts=turn.post(line(turn, name, **blanks)))


def line(turn: Turn, name: str, /, *buttons: Button, **blanks: object) -> Content:
    return Content(text=turn.desk_words.line(name, **blanks), buttons=buttons)


def button(turn: Turn, command: str) -> Button:
    return Button(label=plain(turn.desk_words.line(f"{command}_button")), goto=f"desk:{command}")


def agent(turn: Turn) -> str:
    return str(turn.inbound.identity)


def member(turn: Turn) -> str:
    return turn.inbound.name or turn.inbound.identity.account_id


def entry(turn: Turn, kind: EntryKind, text: str) -> Entry:
    return Entry(
        kind=kind,
        author=agent(turn),
        author_name=turn.inbound.name,
        text=text,
        at=turn.now,
        external_id=turn.inbound.message_id,
    )
