"""The topics of conversations at the desk: found, opened when they are needed, and opened again when somebody deletes
them.
"""

import asyncio
from collections.abc import Awaitable
from contextlib import nullcontext
from weakref import WeakValueDictionary

from bots.channel import Busy, DeskChannel, Linking, ids_of
from bots.delivery.asking import Asking
from bots.delivery.degrade import Describe, parts
from bots.delivery.gathering import Gathering
from bots.delivery.job import Job, is_card_again
from bots.delivery.runs import escape
from bots.delivery.unwritten import Unwritten
from bots.delivery.wording import Wording
from handlers.insistence import Insistence
from storage.content import Content
from storage.conversations import called
from storage.records import replace
from storage.results import Outgoing
from storage.store import Store

OPENING_SECONDS = 4.0
"""After how long a card is tried again whose topic is about to be opened."""
SUMMED_UP = 8
"""So many of the latest entries of the transcript are in the summary with which a topic is opened again."""


class DeskTopics:
    def __init__(
        self,
        desk: DeskChannel,
        asking: Asking,
        describe: Describe,
        *,
        store: Store,
        wording: Wording,
        gathering: Gathering,
        insist: Insistence,
        unwritten: Unwritten,
    ) -> None:
        self._desk = desk
        self._asking = asking
        self._describe = describe
        self._store = store
        self._wording = wording
        self._gathering = gathering
        self._insist = insist
        self._unwritten = unwritten
        self._linking = desk if isinstance(desk, Linking) else None
        self._opening: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        """By conversation: so that two posts at once do not open two topics."""

    async def of(self, job: Job) -> str:
        """The name of the conversation's topic, which is opened by whoever comes first.

        A card is the first post of a topic, and so opens it; a card that is only brought up to date waits for that.
        """
        row, desk = job.row, self._desk.desk
        async with self._lock_of(row.conversation_id):
            thread = await self._thread_of(row.conversation_id)
            if thread is not None and not (row.opens and desk.place(thread)[0] != desk.now(row.to)):
                return thread
            if is_card_again(row) and self._gathering.in_topic(row.conversation_id):
                raise Busy(OPENING_SECONDS)
            return await self._open(job)

    async def forget(self, job: Job) -> None:
        """It was deleted; perhaps another post has opened it again meanwhile."""
        number = job.row.conversation_id
        if await self._thread_of(number) == job.thread:
            await self._set_thread(number, None)
        job.reopens = True

    async def address_of(self, conversation_id: int, *, waits: bool) -> str:
        """The topic's address on the web; "" where it has none. `waits`: for a topic that is being opened, as a post
        that leads to it goes out at the same time.
        """
        if self._linking is None:
            return ""
        async with self._lock_of(conversation_id) if waits else nullcontext():
            thread = await self._thread_of(conversation_id)
        return self._linking.topic_address(*self._desk.desk.place(thread)) if thread else ""

    def _lock_of(self, conversation_id: int) -> asyncio.Lock:
        return self._opening.setdefault(conversation_id, asyncio.Lock())

    async def _thread_of(self, conversation_id: int) -> str | None:
        return await self._insist("thread_of", lambda: self._store.thread_of(conversation_id))

    async def _set_thread(self, conversation_id: int, thread: str | None) -> None:
        await self._insist("set_thread", lambda: self._store.set_thread(conversation_id, thread))

    async def _open(self, job: Job) -> str:
        """A platform that posts something as it opens a topic is given the summary, or the card, for that."""
        row = job.row
        title = row.title or f"#{row.conversation_id}"
        summary = await self._summary(replace(row, title=title)) if job.reopens else None
        card = self._card(job)
        opening = summary or card or Content(text=escape(title))
        thread, posted = await self._opened(row, title, opening)
        job.reopens = False
        if summary is not None:
            job.summary = None if posted else summary
        elif posted and card is not None:
            job.parts_sent = 1
            job.external_ids += ids_of(posted)
        return thread

    async def _opened(self, row: Outgoing, title: str, opening: Content) -> tuple[str, str]:
        """Staff may write in it before we are told its name."""
        desk, number = self._desk.desk, row.conversation_id
        with self._unwritten.another() as asked:

            def ask(chat: str) -> Awaitable[tuple[str, str]]:
                asked()
                return self._desk.open_thread(chat, title, opening, number=number)

            opened, posted = await self._asking.in_turn(desk.now(row.to), ask, opening=True)
            thread = desk.thread(desk.now(row.to), opened)
            await self._set_thread(number, thread)
        return thread, posted

    def _card(self, job: Job) -> Content | None:
        """What a topic can be opened with. A card with files from elsewhere goes out as a post, which fetches them."""
        whole = self._parts(job.content) if job.row.opens and job.parts_sent == 0 else []
        return whole[0] if whole and not whole[0].attachments else None

    async def _summary(self, row: Outgoing) -> Content:
        """As much of it as goes into one message."""
        entries = await self._store.transcript(row.conversation_id, SUMMED_UP)
        conversation = await self._store.load_by_id(row.conversation_id)
        contact = called(conversation.name, conversation.identity.account_id) if conversation else ""
        return self._parts(self._wording.reopened_topic(row, contact, entries))[0]

    def _parts(self, content: Content) -> list[Content]:
        return parts(content, self._desk.capabilities, self._describe)
