"""A chat whose staff write, edit, delete, react and answer, and what of it is on its way to the customer."""

from dataclasses import dataclass, field, replace

from handlers.state import read_state
from storage.codec import dumps, loads
from storage.conversations import Conversation
from storage.desk import Agent
from storage.inbound import Attachment, Identity, Kind, Media, Quote
from storage.results import Action, Outgoing, Side
from tests.desk_fakes import MemoryFloor
from tests.handlers.chat import MEI, TOPIC, Chat

BO = Identity("slack", "U9")
NAMES = {MEI: "小美", BO: "阿波"}


def picture(ref: str, caption: str = "") -> Attachment:
    return Attachment(media=Media.PHOTO, channel="slack", ref=ref, caption=caption)


def is_for_contact(row: Outgoing) -> bool:
    match row.action:
        case Action.SEND:
            return True
        case Action.EDIT | Action.UNSEND | Action.REACT:
            return row.side is Side.CONTACT
    return False


def as_read(row: Outgoing) -> str:
    """Everything of a row that can come to a customer's eyes."""
    return dumps([row.content, row.quotes, row.instead])


@dataclass
class Talk(Chat):
    """Every turn takes a second."""

    floor: MemoryFloor = field(
        default_factory=lambda: MemoryFloor(staff=[Agent(account=str(who), name=NAMES[who]) for who in NAMES])
    )
    sent_ever: list[Outgoing] = field(default_factory=list)
    """Whatever staff had sent, changed or taken back."""

    async def agent_writes(
        self, text: str, *attachments: Attachment, by: Identity = MEI, thread: str | None = TOPIC, **facts: object
    ) -> str:
        """Returns the message's id."""
        return await self.acts(Kind.TEXT, by, text=text, attachments=attachments, thread=thread, **facts)

    async def agent_rewrites(self, message_id: str, text: str, by: Identity = MEI) -> None:
        await self.acts(Kind.EDIT, by, text=text, message_id=message_id)

    async def agent_deletes(self, message_id: str, by: Identity = MEI, thread: str | None = TOPIC) -> None:
        await self.acts(Kind.DELETED, by, message_id=message_id, thread=thread)

    async def agent_reacts(self, emoji: str, message_id: str = "post-1", by: Identity = MEI) -> None:
        """No platform tells the thread of a reaction."""
        await self.acts(Kind.REACTION, by, payload=emoji, message_id=message_id, thread=None)

    async def agent_taps(self, goto: str, by: Identity = MEI) -> None:
        await self.acts(Kind.BUTTON, by, payload=goto)

    async def agent_presses_first(self, label: str, by: Identity = MEI) -> None:
        """A button of what was posted last."""
        buttons = [button for row in self.to_desk for button in row.content.buttons]
        await self.agent_taps(next(each.goto for each in buttons if each.label == label), by)

    async def agent_answers(self, quote: str, text: str, words: str = "", **facts: object) -> str:
        return await self.agent_writes(text, quote=Quote(message_id=quote, text=words), **facts)  # type: ignore[arg-type]  # facts by name

    async def acts(self, kind: Kind, by: Identity, **facts: object) -> str:
        known = {"identity": by, "name": NAMES.get(by, ""), "chat_id": "desk", "thread": TOPIC, "staff": True}
        inbound = self.inbound(kind, **(known | facts))
        is_here = inbound.thread == TOPIC or inbound.kind is Kind.REACTION
        result = await self.reception.staff(inbound, self.open if is_here else None, self.now)
        self.commit(result, self.private_chat)
        return inbound.message_id or ""

    def keep(self, result: object) -> None:
        super().keep(result)  # type: ignore[arg-type]  # a TurnResult
        self.now += 1
        self.sent_ever += self.for_contact
        if self.conversation is not None:
            self.conversation = stored(self.conversation)

    def line_of_desk(self, name: str, /, **blanks: object) -> str:
        return self.line("desk_talk", name, **blanks)

    @property
    def for_contact(self) -> list[Outgoing]:
        return [row for row in self.last.outgoing if is_for_contact(row)]

    @property
    def read(self) -> list[str]:
        """The texts that go to the customer."""
        return [row.content.text for row in self.for_contact if row.action is Action.SEND]

    @property
    def changes(self) -> list[tuple[Action, Side, str, str]]:
        """What is changed on either side: how, where, of which message, into what."""
        return [
            (row.action, row.side, row.of, row.content.text)
            for row in self.last.outgoing
            if row.action in (Action.EDIT, Action.UNSEND, Action.REACT)
        ]


def stored(conversation: Conversation) -> Conversation:
    """As it comes back from the database."""
    state = loads(dumps(conversation.state))
    assert read_state(state).as_json() == state
    return replace(conversation, state=state)
