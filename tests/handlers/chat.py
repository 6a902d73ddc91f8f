"""A chat with the reception: a customer, the staff, and what each of them sees."""

import itertools
from dataclasses import dataclass, field, replace
from pathlib import Path

from handlers.contract import Policy
from handlers.desk.places import NO_DESK, Place, Places
from handlers.desk.policy import DEFAULT_POLICY, DeskPolicy
from handlers.exchange import plain
from handlers.hours.business import BusinessHours
from handlers.reception import Reception
from handlers.returns.policy import ReturnPolicy
from handlers.returns.presets import preset
from handlers.scripts.library import Library
from handlers.surveys.policy import NO_SURVEYS, SurveyPolicy
from handlers.trace import traced
from storage.content import Button, Content
from storage.conversations import Conversation
from storage.desk import Case
from storage.inbound import Attachment, Identity, Inbound, Kind, Media
from storage.results import Action, Entry, Outgoing, ReportingEvent, Timer, TurnResult
from tests import our_scripts
from tests.desk_fakes import MemoryFloor
from tests.handlers.memories import Memories
from tests.handlers.shop import NOW
from tests.handlers.standing import standing
from tests.standing import AlwaysOpen

SCRIPTS = Path(__file__).parents[2] / "scripts"
LEI = Identity("telegram", "1001")
MEI = Identity("slack", "U7")
TOPIC = "topic-1"


def library() -> Library:
    """The scripts that travel with the product."""
    return our_scripts.library()


def photo(caption: str = "") -> Attachment:
    return Attachment(media=Media.PHOTO, channel="telegram", ref="photo-1", caption=caption)


def sticker() -> Attachment:
    return Attachment(media=Media.STICKER, channel="telegram", ref="sticker-1", caption="😀")


def voice() -> Attachment:
    return Attachment(media=Media.VOICE, channel="telegram", ref="voice-1")


def sayings(lines: str) -> list[str]:
    """Of a test's list: a line holds several, with a bar between them."""
    return [words.strip() for words in lines.strip().replace("\n", "|").split("|")]


@dataclass
class Chat(Memories):
    """One customer's chat. Keeps between turns what the store keeps."""

    words: Library
    policy: Policy = field(default_factory=Policy)
    return_policy: ReturnPolicy = field(default_factory=lambda: preset("cn-7day"))
    desk: str | None = "slack"
    topics: bool = True
    desk_policy: DeskPolicy = DEFAULT_POLICY
    survey_policy: SurveyPolicy = NO_SURVEYS
    hours: BusinessHours = field(default_factory=AlwaysOpen)
    floor: MemoryFloor = field(default_factory=MemoryFloor)
    locale: str | None = None
    identity: Identity = LEI
    now: float = NOW
    conversation: Conversation | None = None
    transcript: list[Entry] = field(default_factory=list)
    timers: dict[str, Timer] = field(default_factory=dict)
    last: TurnResult = TurnResult()
    events: list[ReportingEvent] = field(default_factory=list)
    ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    # What the customer does

    async def says(self, text: str, *attachments: Attachment) -> str:
        return await self.turn(Kind.TEXT, text=text, attachments=attachments)

    async def script_for(self, text: str) -> str:
        """Says it, and tells which script answers."""
        with traced() as trace:
            await self.says(text)
        return trace.script

    async def presses(self, label: str) -> str:
        """A button of the last replies, by its label."""
        return await self.taps(next(each.goto for each in self.buttons if each.label == label))

    async def taps(self, goto: str) -> str:
        return await self.turn(Kind.BUTTON, payload=goto)

    async def starts(self, payload: str = "") -> str:
        return await self.turn(Kind.START, payload=payload)

    async def edits(self, message_id: str, text: str) -> str:
        return await self.turn(Kind.EDIT, text=text, message_id=message_id)

    async def leaves(self) -> str:
        return await self.turn(Kind.LEFT)

    async def says_in_group(self, text: str, direct: str | None = None) -> str:
        return await self.turn(Kind.TEXT, text=text, chat_id="group", private=False, direct_chat_id=direct)

    async def waits(self, seconds: float, *, sweep: bool = True) -> str:
        """Time passes, and (unless the sweep is late) the timers that are due come in."""
        self.now += seconds
        sweep_of = sorted(self.timers.values(), key=lambda timer: timer.due_at) if sweep else []
        due = [timer for timer in sweep_of if timer.due_at <= self.now]
        said = [await self.rings(timer.name) for timer in due]
        return "\n".join(said)

    async def rings(self, name: str) -> str:
        timer = self.timers.pop(name, None)
        return await self.turn(Kind.TIMER, payload=name, text=timer.payload if timer else "")

    async def turn(self, kind: Kind, **facts: object) -> str:
        inbound = self.inbound(kind, **facts)
        return self.commit(await self.reception.customer(inbound, self.conversation, self.now), inbound.chat_id)

    def fails(self, case: str, text: str = "你好", **facts: object) -> str:
        """The turn of this message raised something."""
        inbound = self.inbound(Kind.TEXT, text=text, **facts)
        return self.commit(self.reception.apology(inbound, self.conversation, case, self.now), inbound.chat_id)

    def fails_staff(self, case: str, thread: str | None = TOPIC) -> str:
        inbound = self.inbound(Kind.TEXT, text="您好", staff=True, identity=MEI, chat_id="desk", thread=thread)
        known = self.conversation if thread == TOPIC else None
        return self.commit(self.reception.apology(inbound, known, case, self.now), self.private_chat)

    # What the store holds from earlier times

    def remembers(self, state: dict[str, object]) -> None:
        self.conversation = replace(self.open, state=state)

    def speaks(self, language: str) -> None:
        self.conversation = replace(self.open, language=language)

    # What staff do

    async def agent_says(self, text: str, *attachments: Attachment, thread: str | None = TOPIC) -> str:
        return await self.staff(Kind.TEXT, text=text, thread=thread, attachments=attachments)

    async def agent_presses(self, goto: str) -> str:
        return await self.staff(Kind.BUTTON, payload=goto, thread=TOPIC)

    async def agent_edits(self, text: str) -> str:
        return await self.staff(Kind.EDIT, text=text, thread=TOPIC)

    async def staff(self, kind: Kind, **facts: object) -> str:
        inbound = self.inbound(kind, **({"chat_id": "desk", "staff": True, "identity": MEI, "name": "小美"} | facts))
        known = self.conversation if self.conversation and inbound.thread == self.conversation.thread else None
        return self.commit(await self.reception.staff(inbound, known, self.now), self.private_chat)

    # What is seen

    @property
    def reception(self) -> Reception:
        return standing(
            self.words,
            self.doors(self.floor, self.kept),
            lambda: 17,
            policy=self.policy,
            return_policy=self.return_policy,
            desk_policy=self.desk_policy,
            survey_policy=self.survey_policy,
            hours=self.hours,
            places=Places(Place(self.desk, topics=self.topics)) if self.desk else NO_DESK,
        )

    @property
    def private_chat(self) -> str:
        return "chat-1"

    @property
    def replies(self) -> list[Content]:
        return [each.content for each in self.sent]

    @property
    def sent(self) -> list[Outgoing]:
        return [each for each in self.last.outgoing if each.action is Action.SEND]

    @property
    def buttons(self) -> list[Button]:
        return [button for content in self.replies for button in content.buttons]

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    @property
    def to_desk(self) -> list[Outgoing]:
        return [each for each in self.last.outgoing if each.action in (Action.POST, Action.ALERT)]

    @property
    def posted(self) -> str:
        """But for the card that was there before, and is written over."""
        news = (each for each in self.to_desk if each.opens or not each.card)
        return "\n".join(plain(each.content.text) for each in news)

    @property
    def relayed(self) -> list[Outgoing]:
        return [each for each in self.last.outgoing if each.relays is not None]

    @property
    def open(self) -> Conversation:
        assert self.conversation is not None
        return self.conversation

    def line(self, script: str, name: str, language: str = "zh-CN", /, **blanks: object) -> str:
        """What the scripts say, as the customer sees it."""
        found = self.words.script(language, script)
        assert found is not None
        return plain(found.line(name, **blanks))

    # What the store does

    def inbound(self, kind: Kind, **facts: object) -> Inbound:
        number = next(self.ids)
        known: dict[str, object] = {
            "identity": self.identity,
            "key": f"k{number}",
            "chat_id": self.private_chat,
            "sent_at": self.now,
            "message_id": f"m{number}",
            "name": "李雷",
            "locale": self.locale,
        }
        return Inbound(kind=kind, **(known | facts))  # type: ignore[arg-type]  # facts by name

    def commit(self, result: TurnResult, chat_id: str) -> str:
        self.last = result
        self.write(result, 17, 7)
        self.events += result.events
        self.transcript += result.entries
        for name in result.cancelled_timers:
            self.timers.pop(name, None)
        self.timers |= {timer.name: timer for timer in result.timers}
        self.keep(result)
        sends = (each for each in result.outgoing if each.action is Action.SEND and each.to == chat_id)
        return "\n".join(plain(each.content.text) for each in sends)

    def case_after(self, result: TurnResult) -> Case | None:
        if result.case is None:
            return self.conversation.case if self.conversation else None
        return replace(result.case, id=1, conversation_id=17) if result.case.closed_at is None else None

    def keep(self, result: TurnResult) -> None:
        if result.conversation is None:
            return
        posted = any(each.action is Action.POST for each in result.outgoing)
        self.conversation = replace(
            result.conversation,
            id=17,
            contact_id=7,
            thread=result.conversation.thread or (TOPIC if posted else None),
            case=self.case_after(result),
            banned=7 in self.contacts.files and self.contacts.files[7].banned,
            proven=dict(self.shop.proven.get(self.identity, {})),
        )

    async def kept(self, conversation_id: int, limit: int) -> list[Entry]:
        assert conversation_id == 17
        return self.transcript[-limit:]
