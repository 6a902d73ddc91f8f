"""One attempt at a word to the desk: a post in a topic, an alert, a mark."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar
from weakref import WeakValueDictionary

from bots.channel import Busy, DeskChannel, Linking, Moved, Rejected, Rewriting, ShutOut, ThreadGone, ids_of
from bots.delivery.degrade import Describe, parts
from bots.delivery.files import Files
from bots.delivery.gate import Gate
from bots.delivery.job import Job, is_card_again
from bots.delivery.joining import is_plain
from bots.delivery.moving import follow
from bots.delivery.outages import Outages
from bots.delivery.quoting import NOTHING, Quoted, Quotes, with_words
from bots.delivery.retry import DeliveryLimits
from bots.delivery.runs import escape
from bots.delivery.sender import put_each, put_or_plainer
from bots.delivery.settling import Settling
from bots.delivery.topics import with_addresses
from bots.delivery.wording import Wording
from handlers.exchange import theirs
from handlers.insistence import Insistence
from storage.content import Content
from storage.copies import CARD, Copies, Copy
from storage.records import replace
from storage.results import Mark, Outgoing
from storage.store import Store

T = TypeVar("T")
HEADING_LINES = 2
"""Of a card: whom it is about, and who has the conversation."""
OPENING_SECONDS = 4.0
"""A card for a topic that is about to be opened looks again so soon."""
SUMMED_UP = 8
"""So many of the latest entries of the transcript are in a summary."""

Gather = Callable[[Job], None]
"""Add the rows that wait behind and can go out in the same message."""


class Poster:
    def __init__(
        self,
        desk: DeskChannel,
        gate: Gate,
        files: Files,
        settling: Settling,
        describe: Describe,
        *,
        store: Store,
        copies: Copies,
        quotes: Quotes,
        outages: Outages,
        wording: Wording,
        gather: Gather,
        in_topic: Callable[[int], Sequence[Outgoing]],
        insist: Insistence,
        limits: DeliveryLimits,
    ) -> None:
        self._desk = desk
        self._gate = gate
        self._files = files
        self._settling = settling
        self._describe = describe
        self._store = store
        self._copies = copies
        self._quotes = quotes
        self._outages = outages
        self._wording = wording
        self._gather = gather
        self._in_topic = in_topic
        self._opening: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._insist = insist
        self._limits = limits
        self._rewriting = desk if isinstance(desk, Rewriting) else None
        self._linking = desk if isinstance(desk, Linking) else None

    async def post(self, job: Job) -> None:
        """Into the conversation's topic, which is opened when there is none, or none any more."""
        try:
            await self._post(job)
        except ThreadGone:
            await self._forget_topic(job)
            await self._post(job)

    async def alert(self, job: Job) -> None:
        job.chat = self._desk.desk.now(job.row.to)
        await self._put_parts(job, self._parts(await self._linked(job.content)), job.chat, None)

    async def mark(self, job: Job) -> None:
        relayed, mark = job.row.relays, job.row.mark or Mark.DELIVERED
        if relayed is None or not self._desk.capabilities.marks:
            return
        if mark is Mark.DELIVERED:
            await self._gate.let_others_pass(relayed.chat_id, self._limits.mark_patience)
        await self._asked(relayed.chat_id, lambda chat: self._desk.mark(chat, relayed.message_id, mark))

    async def change(self, configured: str, ask: Callable[[Rewriting, str], Awaitable[None]]) -> None:
        """Ask the platform to change something in a chat of the desk, in its pace. Raises SendFailed."""
        rewriting = self._rewriting
        if rewriting is None:
            raise Rejected(f"{self._desk.name} cannot change what was posted")
        await self._asked(self._desk.desk.now(configured), lambda chat: ask(rewriting, chat))

    async def _post(self, job: Job) -> None:
        row = job.row
        job.thread = await self._topic(job)
        job.chat, own = self._desk.desk.place(job.thread)
        if job.summary is not None:
            await self._put_summary(job, job.summary, own)
            job.summary = None
        if row.card and await self._written_over(job):
            return
        await self._put_in_topic(job, own)

    async def _topic(self, job: Job) -> str:
        """The name of the conversation's topic, which is opened by whoever comes first."""
        row, desk = job.row, self._desk.desk
        async with self._lock_of(row.conversation_id):
            thread = await self._thread_of(row.conversation_id)
            if thread is not None and not (row.opens and desk.place(thread)[0] != desk.now(row.to)):
                return thread
            if is_card_again(row) and self._in_topic(row.conversation_id):
                raise Busy(OPENING_SECONDS)
            return await self._open(job)

    def _lock_of(self, conversation_id: int) -> asyncio.Lock:
        return self._opening.setdefault(conversation_id, asyncio.Lock())

    async def _forget_topic(self, job: Job) -> None:
        """It was deleted; perhaps another post has opened it again meanwhile."""
        number = job.row.conversation_id
        if await self._thread_of(number) == job.thread:
            await self._set_thread(number, None)
        job.reopens = True

    async def _thread_of(self, conversation_id: int) -> str | None:
        return await self._insist("thread_of", lambda: self._store.thread_of(conversation_id))

    async def _put_summary(self, job: Job, summary: Content, thread: str) -> None:
        async def put(content: Content) -> list[str]:
            return await self._put(job, content, job.chat, thread, None, passed=False)

        await put_or_plainer(put, summary, self._desk.capabilities, self._describe)

    async def _put_in_topic(self, job: Job, thread: str) -> None:
        quoted = await self._quoted(job)
        if job.parts_sent >= len(self._parts(await self._said(job, quoted))):
            return
        passed = is_plain(job.row) or job.row.card
        if passed:
            # What comes in until it is our turn goes along.
            await self._gate.pass_desk(job.chat)
            self._gather(job)
        whole = self._parts(await self._said(job, quoted))
        await self._put_parts(job, whole, job.chat, thread, quotes=quoted.id, passed=passed)

    async def _said(self, job: Job, quoted: Quoted) -> Content:
        content = await self._linked(with_words(job.content, quoted.words, theirs))
        if not job.is_card_again:
            return content
        return replace(content, text="\n".join(content.text.splitlines()[:HEADING_LINES]))

    async def _linked(self, content: Content) -> Content:
        return await with_addresses(content, self._address_of)

    async def _address_of(self, conversation_id: int) -> str:
        """One that is being opened is waited for: what is told of it goes out beside it."""
        if self._linking is None:
            return ""
        async with self._lock_of(conversation_id):
            thread = await self._thread_of(conversation_id)
        return self._linking.topic_address(*self._desk.desk.place(thread)) if thread else ""

    async def _quoted(self, job: Job) -> Quoted:
        if job.row.quotes is None:
            return NOTHING
        return await self._quotes.of(job.row, self._desk.capabilities.quotes, self._desk.desk.configured(job.chat))

    async def _written_over(self, job: Job) -> bool:
        """The topic's card says this now. False: there is none that could be written over."""
        found = await self._copies.of_contact_message(job.row.conversation_id, CARD)
        known = [copy for copy in found if copy.contact_chat == job.thread]
        if not known and is_card_again(job.row) and any(each.opens for each in self._in_topic(job.row.conversation_id)):
            raise Busy(OPENING_SECONDS)  # the topic is open, and it is not written down yet which post is its card
        if not known or job.parts_sent:
            return False
        rewriting = self._rewriting
        if rewriting is None:
            job.is_card_again = True
            return False
        self._gather(job)
        whole = self._parts(job.content)
        if len(whole) != len(known):
            return False
        try:
            for copy, part in zip(known, whole, strict=True):
                await self._asked(job.chat, _edit(rewriting, copy, part))
        except (Rejected, ThreadGone):
            return False  # somebody deleted it, or it is too old
        job.external_ids = [copy.desk_message for copy in known]
        return True

    async def _open(self, job: Job) -> str:
        row, desk = job.row, self._desk.desk
        title = row.title or f"#{row.conversation_id}"
        summary = await self._summary(replace(row, title=title)) if job.reopens else None
        card = self._card(job)
        opening = summary or card or Content(text=escape(title))
        number = row.conversation_id
        opened, posted = await self._asked(
            desk.now(row.to), lambda chat: self._desk.open_thread(chat, title, opening, number=number)
        )
        thread = desk.thread(desk.now(row.to), opened)
        await self._set_thread(number, thread)
        job.reopens = False
        if summary is not None:
            job.summary = None if posted else summary
        elif posted and card is not None:
            job.parts_sent = 1
            job.external_ids += ids_of(posted)
        return thread

    def _card(self, job: Job) -> Content | None:
        """What a topic can be opened with. A card with files from elsewhere goes out as a post, which fetches them."""
        whole = self._parts(job.content) if job.row.opens and job.parts_sent == 0 else []
        return whole[0] if whole and not whole[0].attachments else None

    async def _summary(self, row: Outgoing) -> Content:
        """In one message."""
        entries = await self._store.transcript(row.conversation_id, SUMMED_UP)
        return self._parts(self._wording.reopened_topic(row, entries))[0]

    async def _set_thread(self, conversation_id: int, thread: str | None) -> None:
        await self._insist("set_thread", lambda: self._store.set_thread(conversation_id, thread))

    def _parts(self, content: Content) -> list[Content]:
        return parts(content, self._desk.capabilities, self._describe)

    async def _put_parts(
        self,
        job: Job,
        whole: Sequence[Content],
        chat: str,
        thread: str | None,
        *,
        quotes: str | None = None,
        passed: bool = False,
    ) -> None:
        """`passed`: it is the first one's turn already."""

        async def put(content: Content) -> list[str]:
            nonlocal passed
            is_first, passed = passed, False
            return await self._put(job, content, chat, thread, quotes if job.parts_sent == 0 else None, passed=is_first)

        await put_each(
            job, whole, lambda part: put_or_plainer(put, part, self._desk.capabilities, self._describe), self._settling
        )

    async def _put(
        self, job: Job, part: Content, chat: str, thread: str | None, quotes: str | None, *, passed: bool
    ) -> list[str]:
        content, files = await self._files.ready(part, self._desk, job)
        if not passed:
            await self._gate.pass_desk(chat)
        sent = await self._ask(
            chat, lambda now: self._desk.send(now, content, thread=thread, files=files, quotes=quotes)
        )
        return ids_of(sent)

    async def _asked(self, chat: str, ask: Callable[[str], Awaitable[T]]) -> T:
        """Ask the desk's platform, in its pace."""
        await self._gate.pass_desk(chat)
        return await self._ask(chat, ask)

    async def _ask(self, chat: str, ask: Callable[[str], Awaitable[T]]) -> T:
        """Now, and once more where the group has moved to."""
        try:
            return await self._watched(chat, ask)
        except Moved as moved:
            chat_id = moved.chat_id
        if write_down := follow(self._desk.desk, chat, chat_id, self._store):
            await self._insist("set_bookmark", write_down)
        await self._gate.pass_desk(chat_id)
        return await self._watched(chat_id, ask)

    async def _watched(self, chat: str, ask: Callable[[str], Awaitable[T]]) -> T:
        try:
            answer = await self._gate.call(lambda: ask(chat))
        except Busy as busy:
            if not busy.whole_bot:
                self._gate.hold_desk(chat, busy.seconds)
            raise
        except ShutOut as error:
            await self._outages.shut_out(chat, error)
            raise
        self._outages.let_in(chat)
        return answer


def _edit(rewriting: Rewriting, copy: Copy, content: Content) -> Callable[[str], Awaitable[None]]:
    return lambda chat: rewriting.edit(chat, copy.desk_message, content)
