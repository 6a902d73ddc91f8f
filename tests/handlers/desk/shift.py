"""A shift at the desk: several customers and agents, with timers, cases and the floor that the store would keep."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from handlers.contract import Policy
from handlers.desk.cases import fault_of
from handlers.desk.places import Place, Places
from handlers.desk.policy import DEFAULT_POLICY, DeskPolicy
from handlers.exchange import plain
from handlers.hours.business import BusinessHours
from handlers.reception import Reception
from handlers.scripts.library import Library
from handlers.surveys.policy import NO_SURVEYS, SurveyPolicy
from storage.conversations import Conversation, OwnerKind, Status
from storage.desk import PRIORITIES, WAKE_TIMER, Agent, Astray, Case, Held, Waiting
from storage.inbound import Identity, Inbound, Kind
from storage.results import Action, Entry, Outgoing, ReportingEvent, Timer, TurnResult
from tests.handlers.memories import Memories
from tests.handlers.shop import NOW
from tests.handlers.standing import standing
from tests.standing import AlwaysOpen

MEI = "slack:U7"
BO = "slack:U9"
LAO = "slack:U3"
NAMES = {MEI: "小美", BO: "阿波", LAO: "老王"}


@dataclass
class Shift(Memories):
    """Implements `Floor`, too. The first customer is 1, the second 2."""

    words: Library
    desk_policy: DeskPolicy = DEFAULT_POLICY
    survey_policy: SurveyPolicy = NO_SURVEYS
    policy: Policy = field(default_factory=Policy)
    hours: BusinessHours = field(default_factory=AlwaysOpen)
    places: Places = Places(Place("slack"))
    now: float = NOW
    conversations: dict[int, Conversation] = field(default_factory=dict)
    timers: dict[tuple[int, str], Timer] = field(default_factory=dict)
    staff: dict[str, Agent] = field(default_factory=dict)
    ended: list[Case] = field(default_factory=list)
    transcript: dict[int, list[Entry]] = field(default_factory=dict)
    events: list[ReportingEvent] = field(default_factory=list)
    outgoing: list[Outgoing] = field(default_factory=list)
    """Of everything since `forget`."""
    ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    # What people do

    async def says(self, customer: int, text: str) -> str:
        return await self.customer(customer, Kind.TEXT, text=text)

    async def presses(self, customer: int, goto: str) -> str:
        return await self.customer(customer, Kind.BUTTON, payload=goto)

    async def blocks(self, customer: int) -> str:
        return await self.customer(customer, Kind.LEFT)

    async def waits_for_a_person(self, *customers: int) -> None:
        for each in customers:
            await self.says(each, "茶叶受潮了怎么办啊")
            await self.says(each, "转人工")

    async def wait_all_at_once(self, *customers: int) -> None:
        """Each turn decides before any is written."""
        decided = await asyncio.gather(*(self._decided(each, Kind.TEXT, text="转人工") for each in customers))
        for each, result in zip(customers, decided, strict=True):
            self._commit(each, result)

    async def writes(self, agent: str, customer: int | None, text: str) -> str:
        """In the customer's topic, or in none."""
        return await self.member(agent, customer, Kind.TEXT, text=text)

    async def taps(self, agent: str, customer: int | None, goto: str) -> str:
        return await self.member(agent, customer, Kind.BUTTON, payload=goto)

    async def reacts(self, agent: str, customer: int, emoji: str, chat: str = "desk") -> str:
        """No platform tells the thread of a reaction."""
        return await self.member(
            agent, customer, Kind.REACTION, payload=emoji, message_id="post-1", chat_id=chat, thread=None
        )

    async def passes(self, seconds: float) -> str:
        """Time goes by, and what becomes due meanwhile happens in its order."""
        until, said = self.now + seconds, []
        while due := sorted((t.due_at, key) for key, t in self.timers.items() if t.due_at <= until):
            at, key = due[0]
            self.now = max(self.now, at)
            said.append(await self.rings(*key))
        self.now = until
        return "\n".join(each for each in said if each)

    async def rings(self, customer: int, name: str, remembered: str | None = None) -> str:
        timer = self.timers.pop((customer, name), None)
        text = remembered if remembered is not None else timer.payload if timer else ""
        return await self.customer(customer, Kind.TIMER, payload=name, text=text)

    # What is seen

    def forget(self) -> None:
        self.outgoing.clear()
        self.events.clear()

    def case(self, customer: int) -> Case:
        case = self.conversations[customer].case
        assert case is not None
        return case

    def has(self, customer: int) -> str:
        """Who: `bot`, `queue`, an account, `wake`, or nobody."""
        owner = self.conversations[customer].owner
        if owner is None:
            return ""
        return owner.ref if owner.kind is OwnerKind.AGENT else str(owner.kind)

    @property
    def posted(self) -> str:
        """But for cards."""
        rows = (each for each in self.outgoing if each.action in (Action.POST, Action.ALERT) and not each.card)
        return "\n".join(plain(each.content.text) for each in rows)

    @property
    def cards(self) -> list[str]:
        return [plain(each.content.text) for each in self.outgoing if each.card]

    def told(self, customer: int) -> list[str]:
        rows = [each for each in self.outgoing if each.action is Action.SEND and each.to == f"chat-{customer}"]
        return [plain(each.content.text) for each in rows]

    def buttons(self, customer: int) -> list[str]:
        rows = [each for each in self.outgoing if each.action is Action.SEND and each.to == f"chat-{customer}"]
        return [button.label for row in rows[-1:] for button in row.content.buttons]

    def line(self, name: str, /, **blanks: object) -> str:
        return self._line("desk_queue", name, **blanks)

    def to_customer(self, name: str, /, **blanks: object) -> str:
        return self._line("queue", name, **blanks)

    def _line(self, script: str, name: str, /, **blanks: object) -> str:
        found = self.words.script("zh-CN", script)
        assert found is not None
        return plain(found.line(name, **blanks))

    # The floor

    async def agents(self) -> Sequence[Agent]:
        return list(self.staff.values())

    async def load(self) -> Mapping[str, int]:
        held = [each.owner for each in await self.held() if each.owner]
        return Counter(held)

    async def queue(self) -> Sequence[Waiting]:
        waiting = [self._waiting(each) for each in self.conversations.values() if kind(each) == "queue"]
        return sorted(waiting, key=lambda each: (PRIORITIES.index(each.priority), each.queued_at, each.conversation_id))

    async def held(self, account: str | None = None) -> Sequence[Held]:
        held = [self._held(each) for each in self.conversations.values() if kind(each) in ("agent", "wake")]
        return [each for each in held if account in (None, each.owner)]

    async def waits(self, team: str, limit: int) -> Sequence[tuple[float, float]]:
        known = [*self.ended, *(each.case for each in self.conversations.values() if each.case)]
        waited = [(each.accepted_at, each.opened_at) for each in known if each.accepted_at and each.team == team]
        return [(opened, accepted) for accepted, opened in sorted(waited, reverse=True)][:limit]

    async def cases(self, contact_id: int, limit: int) -> Sequence[Case]:
        """Here each customer's conversation has their own number."""
        return [each for each in reversed(self.ended) if each.conversation_id == contact_id][:limit]

    async def astray(self) -> Sequence[Astray]:
        found = ((each.id, self._why(each)) for each in self.conversations.values())
        return [Astray(conversation_id=number, why=why) for number, why in found if why]

    # What the store does

    @property
    def reception(self) -> Reception:
        return standing(
            self.words,
            self.doors(self, self._kept),
            lambda: 1 + max(self.conversations, default=0),
            policy=self.policy,
            desk_policy=self.desk_policy,
            survey_policy=self.survey_policy,
            hours=self.hours,
            places=self.places,
        )

    async def customer(self, number: int, kind: Kind, **facts: object) -> str:
        return self._commit(number, await self._decided(number, kind, **facts))

    async def _decided(self, number: int, kind: Kind, **facts: object) -> TurnResult:
        inbound = self._inbound(kind, identity=Identity("telegram", str(number)), chat_id=f"chat-{number}", **facts)
        return await self.reception.customer(inbound, self.conversations.get(number), self.now)

    async def member(self, account: str, number: int | None, kind: Kind, **facts: object) -> str:
        thread = None if number is None else f"topic-{number}"
        who = Identity(*account.split(":"))
        where = {"chat_id": "desk", "thread": thread}
        inbound = self._inbound(kind, identity=who, name=NAMES.get(account, ""), staff=True, **(where | facts))
        known = None if number is None else self.conversations[number]
        return self._commit(number or 0, await self.reception.staff(inbound, known, self.now))

    def _inbound(self, kind: Kind, **facts: object) -> Inbound:
        number = next(self.ids)
        known: dict[str, object] = {"key": f"k{number}", "message_id": f"m{number}", "sent_at": self.now}
        return Inbound(kind=kind, **(known | facts))  # type: ignore[arg-type]  # facts by name

    def _commit(self, number: int, result: TurnResult) -> str:
        self.outgoing += result.outgoing
        self.events += result.events
        for name in result.cancelled_timers:
            self.timers.pop((number, name), None)
        for timer in result.timers:
            self.timers[timer.conversation_id or number, timer.name] = timer
        self.staff |= {each.account: each for each in result.agents}
        self.write(result, number, number)
        if result.conversation is not None:
            self.conversations[number] = self._stored(number, result)
            self.transcript.setdefault(number, []).extend(result.entries)
        sends = [each for each in result.outgoing if each.action is Action.SEND]
        return "\n".join(plain(each.content.text) for each in sends)

    def _stored(self, number: int, result: TurnResult) -> Conversation:
        known = self.conversations.get(number)
        case = known.case if known else None
        if result.case is not None:
            case = replace(result.case, id=result.case.id or next(self.ids), conversation_id=number)
            if case.closed_at is not None:
                self.ended.append(case)
                case = None
        assert result.conversation is not None
        posted = any(each.action is Action.POST and each.conversation_id == number for each in result.outgoing)
        thread = f"topic-{number}" if posted else result.conversation.thread
        return replace(result.conversation, id=number, contact_id=number, case=case, thread=thread)

    async def _kept(self, number: int, limit: int) -> list[Entry]:
        return self.transcript.get(number, [])[-limit:]

    def _waiting(self, conversation: Conversation) -> Waiting:
        case = conversation.case or Case(opened_at=0, reason="")
        return Waiting(
            conversation_id=conversation.id,
            name=conversation.name,
            channel=conversation.identity.channel,
            team=case.team,
            priority=case.priority,
            queued_at=case.queued_at,
            waiting_since=case.waiting_since,
            offered_to=case.offered_to,
            promises=case.promises,
        )

    def _held(self, conversation: Conversation) -> Held:
        case, owner = conversation.case or Case(opened_at=0, reason=""), conversation.owner
        assert owner is not None
        sleeps = owner.kind is OwnerKind.WAKE
        return Held(
            conversation_id=conversation.id,
            name=conversation.name,
            channel=conversation.identity.channel,
            owner="" if sleeps else owner.ref,
            waiting_since=case.waiting_since,
            wakes_at=float(owner.ref) if sleeps and owner.ref.isdecimal() else None,
            snoozed_by=case.snoozed_by,
            team=case.team,
            promises=case.promises,
        )

    def _why(self, conversation: Conversation) -> str:
        """As the database sees it: whose agent nobody knows, and what nothing would wake, too."""
        fault = fault_of(conversation)
        if fault:
            return fault
        if kind(conversation) == "agent" and self.has(conversation.id) not in self.staff:
            return "unknown_agent"
        asleep = conversation.status is Status.SNOOZED
        return "no_wake_up" if asleep and (conversation.id, WAKE_TIMER) not in self.timers else ""


def kind(conversation: Conversation) -> str:
    """Of the owner, of a conversation that is at the desk."""
    at_desk = conversation.status in (Status.OPEN, Status.SNOOZED)
    return str(conversation.owner.kind) if at_desk and conversation.owner else ""
