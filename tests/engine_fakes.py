"""A store in memory, a channel that records, and a clock that moves when somebody sleeps: the engine's surroundings."""

import asyncio
import heapq
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from bots.channel import FILE_BYTES, Accept, Capabilities, File, Route, TooLarge
from bots.desk_chats import DeskChats
from storage.content import Content
from storage.conversations import Conversation, Status
from storage.copies import Copy
from storage.desk import Case
from storage.errors import Conflict
from storage.inbound import Attachment, Identity, Inbound, Kind, Media
from storage.records import replace
from storage.results import Action, Entry, Mark, Outgoing, Side, Timer, TurnResult
from storage.store import Accepted, Fate, Settlement, Undelivered, ignore
from tests.rota_fakes import MemorySwaps


async def until(condition: Callable[[], bool]) -> None:
    """Let the others go on until it happens, however slow the machine is. TimeoutError: it never does."""
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110  # of nothing in here there is an event
            await asyncio.sleep(0)


@dataclass(slots=True)
class MemoryStore:
    """Everything storage/store.py promises except to survive. `fail` says what the next calls raise."""

    fails: dict[str, deque[Exception]] = field(default_factory=lambda: defaultdict(deque))
    inbox: dict[int, Inbound] = field(default_factory=dict)
    keys: dict[tuple[str, str], int] = field(default_factory=dict)
    handled: dict[int, TurnResult] = field(default_factory=dict)
    open: dict[int, None] = field(default_factory=dict)
    """The unhandled inbox ids, oldest first."""
    conversations: dict[int, Conversation] = field(default_factory=dict)
    by_identity: dict[Identity, int] = field(default_factory=dict)
    outbox: dict[int, Outgoing] = field(default_factory=dict)
    settled: dict[int, Settlement] = field(default_factory=dict)
    """The latest settlement of each outbox row."""
    entries: dict[int, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    timers: dict[tuple[int, str], Timer] = field(default_factory=dict)
    left_threads: dict[str, int] = field(default_factory=dict)
    bookmarks: dict[str, str] = field(default_factory=dict)
    copies: list[tuple[Outgoing, tuple[Copy, ...]]] = field(default_factory=list)
    """With the row whose settlement brought them."""
    swaps: MemorySwaps = field(default_factory=MemorySwaps)
    numbers: int = 0
    keeps_history: bool = True
    """False for measuring: what is done with is forgotten, so that memory shows what the engine holds."""

    def fail(self, method: str, *errors: Exception) -> None:
        self.fails[method].extend(errors)

    async def _meet(self, method: str) -> None:
        await asyncio.sleep(0)
        if waiting := self.fails.get(method):
            raise waiting.popleft()

    def _number(self) -> int:
        self.numbers += 1
        return self.numbers

    async def accept(self, inbound: Inbound, at: float, begun: Callable[[int], None] = ignore) -> int | None:
        try:
            await self._meet("accept")
        except asyncio.CancelledError:  # a caller who gives up stops nothing
            self._accepted(inbound, begun)
            raise
        return self._accepted(inbound, begun)

    def _accepted(self, inbound: Inbound, begun: Callable[[int], None]) -> int | None:
        key = (inbound.identity.channel, inbound.key)
        if key in self.keys:
            return None
        inbox_id = self._number()
        self.keys[key] = inbox_id
        self.inbox[inbox_id] = inbound
        self.open[inbox_id] = None
        begun(inbox_id)
        return inbox_id

    async def inbox_id(self, channel: str, key: str) -> int | None:
        return self.keys.get((channel, key))

    async def unhandled(self) -> list[Accepted]:
        await self._meet("unhandled")
        return [Accepted(inbox_id, self.inbox[inbox_id]) for inbox_id in self.open]

    def next_number(self) -> int:
        return self._number()

    async def load(self, identity: Identity) -> Conversation | None:
        await self._meet("load")
        return self.conversations.get(self.by_identity.get(identity, 0))

    async def load_by_id(self, conversation_id: int) -> Conversation | None:
        return self.conversations.get(conversation_id)

    async def load_at_desk(self, contact_id: int) -> Conversation | None:
        theirs = (each for each in self.conversations.values() if each.contact_id == contact_id)
        return next((each for each in theirs if each.status in (Status.OPEN, Status.SNOOZED)), None)

    async def load_by_thread(self, thread: str) -> Conversation | None:
        await self._meet("load_by_thread")
        now = next((each for each in self.conversations.values() if each.thread == thread), None)
        return now or self.conversations.get(self.left_threads.get(thread, 0))

    async def load_by_desk_message(self, chat: str, message_id: str) -> Conversation | None:
        await self._meet("load_by_desk_message")
        copies = (copy for _, written in reversed(self.copies) for copy in written)
        found = (each for each in copies if (each.desk_chat, each.desk_message) == (chat, message_id))
        return self.conversations.get(next((each.conversation_id for each in found), 0))

    def forget(self, identity: Identity) -> None:
        """Nothing is kept twice here."""

    async def commit(self, inbox_id: int, result: TurnResult, at: float) -> tuple[Outgoing, ...]:
        await self._meet("commit")
        if inbox_id not in self.open:
            return ()
        del self.open[inbox_id]
        if self.keeps_history:
            self.handled[inbox_id] = result
        conversation_id = self._save(result.conversation, result.case) if result.conversation else 0
        self.entries[conversation_id].extend(result.entries)
        self.swaps.write(result.swaps)
        for name in result.cancelled_timers:
            self.timers.pop((conversation_id, name), None)
        for timer in result.timers:
            self.timers[timer.conversation_id or conversation_id, timer.name] = replace(timer, conversation_id=0)
        return self._insert(result.outgoing, conversation_id, at, inbox_id)

    def _save(self, conversation: Conversation, written: Case | None) -> int:
        number = conversation.id or self.by_identity.get(conversation.identity) or self._number()
        before = self.conversations.get(number)
        case = before.case if before else None
        if written:
            if written.id != (case.id if case else 0):
                raise Conflict("the conversation has another case, or none")
            is_over = written.closed_at is not None
            case = None if is_over else replace(written, id=written.id or self._number(), conversation_id=number)
        thread = before.thread if before else None
        self.conversations[number] = replace(conversation, id=number, thread=thread, case=case)
        self.by_identity[conversation.identity] = number
        return number

    def _insert(
        self, rows: Iterable[Outgoing], conversation_id: int, at: float, inbox_id: int | None = None
    ) -> tuple[Outgoing, ...]:
        written = []
        for row in rows:
            of = row.conversation_id or conversation_id
            is_answer = inbox_id is not None and row.action is Action.SEND and of == conversation_id
            answers = inbox_id if is_answer else row.answers
            numbered = replace(row, id=self._number(), conversation_id=of, answers=answers)
            written.append(replace(numbered, created_at=row.created_at or at))
        self.outbox.update({row.id: row for row in written})
        return tuple(written)

    async def waiting(self) -> list[Outgoing]:
        await self._meet("waiting")
        return [self._as_it_stands(row) for row in self.outbox.values() if not self._ended(row.id)]

    def _ended(self, row_id: int) -> bool:
        return row_id in self.settled and self.settled[row_id].fate is not Fate.POSTPONED

    def _as_it_stands(self, row: Outgoing) -> Outgoing:
        last = self.settled.get(row.id)
        if last is None:
            return row
        return replace(row, attempts=last.outgoing.attempts + 1, due_at=last.due_at, parts_sent=last.parts_sent)

    async def answers_to(self, inbox_id: int) -> list[Outgoing]:
        return [row for row in self.outbox.values() if row.answers == inbox_id and not self._ended(row.id)]

    async def add(self, outgoing: Sequence[Outgoing], at: float) -> tuple[Outgoing, ...]:
        await self._meet("add")
        return self._insert(tuple(outgoing), 0, at)

    async def settle(self, *settlements: Settlement) -> tuple[Outgoing, ...]:
        await self._meet("settle")
        return tuple(row for each in settlements for row in self._settled(each))

    def _settled(self, settlement: Settlement) -> tuple[Outgoing, ...]:
        if settlement.copies:
            self.copies.append((settlement.outgoing, settlement.copies))
        if self.keeps_history:
            self.settled[settlement.outgoing.id] = settlement
        elif settlement.fate is not Fate.POSTPONED:
            self.outbox.pop(settlement.outgoing.id, None)
        return self._insert(settlement.follow_up, settlement.outgoing.conversation_id, settlement.at)

    async def set_thread(self, conversation_id: int, thread: str | None) -> None:
        await self._meet("set_thread")
        before = self.conversations[conversation_id]
        if before.thread is not None:
            self.left_threads[before.thread] = conversation_id
        self.conversations[conversation_id] = replace(before, thread=thread)

    async def thread_of(self, conversation_id: int) -> str | None:
        await self._meet("thread_of")
        conversation = self.conversations.get(conversation_id)
        return conversation.thread if conversation else None

    async def transcript(self, conversation_id: int, limit: int) -> list[Entry]:
        return self.entries[conversation_id][-limit:]

    async def claim_timers(self, now: float) -> list[Accepted]:
        await self._meet("claim_timers")
        due = sorted((timer.due_at, key) for key, timer in self.timers.items() if timer.due_at <= now)
        return [self._claimed(number, self.timers.pop((number, name))) for _, (number, name) in due]

    def _claimed(self, conversation_id: int, timer: Timer) -> Accepted:
        conversation = self.conversations[conversation_id]
        inbox_id = self._number()
        self.open[inbox_id] = None
        self.inbox[inbox_id] = Inbound(
            identity=conversation.identity,
            key=f"timer:{inbox_id}",
            kind=Kind.TIMER,
            chat_id=conversation.chat_id,
            text=timer.payload,
            payload=timer.name,
            sent_at=timer.due_at,
        )
        return Accepted(inbox_id, self.inbox[inbox_id])

    async def timers_of(self, conversation_id: int) -> list[Timer]:
        own = (timer for (number, _), timer in self.timers.items() if number == conversation_id)
        return sorted(own, key=lambda timer: timer.due_at)

    async def undelivered(self, limit: int) -> list[Undelivered]:
        return []

    async def retry(self, ids: Sequence[int] | None, at: float) -> tuple[Outgoing, ...]:
        failed = [number for number, end in self.settled.items() if end.fate is Fate.FAILED]
        again = [number for number in failed if ids is None or number in ids]
        for number in again:
            del self.settled[number]
            self.outbox[number] = replace(self.outbox[number], due_at=at)
        return tuple(self.outbox[number] for number in again)

    async def bookmark(self, name: str) -> str | None:
        return self.bookmarks.get(name)

    async def set_bookmark(self, name: str, value: str) -> None:
        await self._meet("set_bookmark")
        self.bookmarks[name] = value

    async def purge(self, queues_before: float, transcripts_before: float, returns_before: float = 0.0) -> int:
        return 0

    @property
    def faults(self) -> int:
        return 0

    async def ping(self) -> None:
        await self._meet("ping")

    async def close(self) -> None:
        """Nothing to close."""


@dataclass(slots=True)
class MemoryCopies:
    """Implements `Copies`, over what was settled in a store."""

    store: MemoryStore

    async def of_contact_message(self, conversation_id: int, message_id: str) -> Sequence[Copy]:
        return self._found(
            lambda copy: (copy.conversation_id, copy.contact_message) == (conversation_id, message_id), to_desk=True
        )

    async def of_desk_message(self, conversation_id: int, message_id: str) -> Sequence[Copy]:
        return self._found(
            lambda copy: (copy.conversation_id, copy.desk_message) == (conversation_id, message_id), to_desk=False
        )

    def _found(self, wanted: Callable[[Copy], bool], *, to_desk: bool) -> list[Copy]:
        """Of a message's copies only the latest count; of a copy's origins all, for it may show several messages."""
        if waiting := self.store.fails.get("copies"):
            raise waiting.popleft()
        kept = [(row, copy) for row, copies in self.store.copies for copy in copies if wanted(copy)]
        latest = max((row.id for row, _ in kept if goes_to_desk(row) is to_desk), default=0)
        return list(dict.fromkeys(copy for row, copy in kept if goes_to_desk(row) is not to_desk or row.id == latest))


def goes_to_desk(row: Outgoing) -> bool:
    return row.action in (Action.POST, Action.ALERT) or row.side is Side.DESK


@dataclass(slots=True)
class Clock:
    """Time stands still until everybody sleeps; then it jumps to the next alarm."""

    now: float = 1_800_000_000.0
    alarms: list[tuple[float, int, asyncio.Future[None]]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    stands_still: bool = False
    _numbers: int = 0
    _ticking: asyncio.Task[None] | None = None

    def __call__(self) -> float:
        return self.now

    def ticks(self) -> float:
        return self.now

    def stand_still(self) -> None:
        """Whoever sleeps from now on sleeps for ever."""
        self.stands_still = True

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._numbers += 1
        rings = asyncio.get_running_loop().create_future()
        heapq.heappush(self.alarms, (self.now + seconds, self._numbers, rings))
        if self.stands_still:
            await rings
        if self._ticking is None or self._ticking.done():
            self._ticking = asyncio.get_running_loop().create_task(self._tick())
        await rings

    async def _tick(self) -> None:
        while self.alarms:
            # Long enough for everything that can happen at this moment to have happened.
            for _ in range(50):
                await asyncio.sleep(0)
            if self.alarms:
                at, _, rings = heapq.heappop(self.alarms)
                self.now = max(self.now, at)
                if not rings.done():
                    rings.set_result(None)


@dataclass(frozen=True, slots=True)
class Sent:
    to: str
    content: Content
    thread: str | None = None
    files: tuple[File, ...] = ()
    at: float = 0.0
    quotes: str | None = None


ALL_MEDIA_BUT_LINKS = frozenset(Media) - {Media.LINK}


@dataclass(slots=True)
class FakeChannel:
    """Takes everything, unless `refuse` was told otherwise; then each refusal is used once, oldest first."""

    name: str = "telegram"
    capabilities: Capabilities = Capabilities(
        buttons=True,
        threads=True,
        marks=True,
        media=ALL_MEDIA_BUT_LINKS,
        text_limit=4096,
        pace_chat=(0, 0),
        pace_desk=(0, 0),
    )
    clock: Callable[[], float] = lambda: 0.0
    desk: DeskChats = field(default_factory=lambda: DeskChats("desk"))
    cards_open_threads: bool = False
    sent: list[Sent] = field(default_factory=list)
    marks: list[tuple[str, Mark]] = field(default_factory=list)
    threads: list[tuple[str, Content]] = field(default_factory=list)
    refusals: dict[str, deque[BaseException]] = field(default_factory=lambda: defaultdict(deque))
    files: dict[str, File] = field(default_factory=dict)
    hangs: bool = False

    def refuse(self, to: str, *errors: BaseException) -> None:
        self.refusals[to].extend(errors)

    def texts(self, to: str) -> list[str]:
        return [sent.content.text for sent in self.sent if sent.to == to]

    async def _meet(self, to: str) -> None:
        await asyncio.sleep(0)
        if self.hangs:
            await asyncio.Event().wait()
        if waiting := self.refusals.get(to):
            raise waiting.popleft()

    async def send(
        self,
        to: str,
        content: Content,
        *,
        thread: str | None = None,
        files: tuple[File, ...] = (),
        quotes: str | None = None,
    ) -> str:
        await self._meet(f"{to}/{thread}" if thread else to)
        self.sent.append(Sent(to, content, thread, files, self.clock(), quotes))
        sent = len(self.sent)
        # As a platform that makes a message of each picture of an album.
        return " ".join([str(sent), *(f"{sent}.{more}" for more in range(1, len(content.attachments) + len(files)))])

    def topic_address(self, chat: str, thread: str) -> str:
        return f"https://{chat}.example.com/?topic={thread}&in={chat}"

    async def fetch(self, attachment: Attachment, limit: int = FILE_BYTES) -> File:
        await self._meet(attachment.ref)
        file = self.files[attachment.ref]
        if len(file.data) > limit:
            raise TooLarge(f"larger than {limit} bytes")
        return file

    async def typing(self, to: str) -> None:
        """Nobody looks."""

    def routes(self, accept: Accept) -> Iterable[Route]:
        return ()

    async def run(self, accept: Accept) -> None:
        """Nothing comes in."""

    async def check(self) -> None:
        """Always well."""

    async def close(self) -> None:
        """Nothing to close."""

    async def open_thread(self, chat: str, title: str, card: Content, *, number: int) -> tuple[str, str]:
        await self._meet("open")
        self.threads.append((title, card))
        thread = f"t{len(self.threads)}"
        if self.cards_open_threads:
            self.sent.append(Sent(chat, card, thread, (), self.clock()))
            return thread, str(len(self.sent))
        return thread, ""

    async def mark(self, chat: str, message_id: str, mark: Mark) -> None:
        await self._meet(f"mark {message_id}")
        self.marks.append((message_id, mark))


@dataclass(slots=True)
class RewritingChannel(FakeChannel):
    """One that can change what it sent, too: `changes` says in which chat, which message, and how."""

    changes: list[tuple[str, str, str]] = field(default_factory=list)

    async def edit(self, chat: str, message_id: str, content: Content) -> None:
        await self._meet(f"edit {message_id}")
        self.changes.append((chat, message_id, content.text))

    async def unsend(self, chat: str, message_id: str) -> None:
        await self._meet(f"unsend {message_id}")
        self.changes.append((chat, message_id, "taken back"))

    async def react(self, chat: str, message_id: str, emoji: str) -> None:
        await self._meet(f"react {message_id}")
        self.changes.append((chat, message_id, emoji))
