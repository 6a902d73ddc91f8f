"""One attempt at a word to the desk: a post in a topic, an alert, a mark."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bots.channel import DeskChannel, Moved, ThreadGone
from bots.delivery.degrade import Describe, parts
from bots.delivery.files import Files
from bots.delivery.gate import Gate
from bots.delivery.job import Job
from bots.delivery.moving import follow
from bots.delivery.runs import escape
from bots.delivery.sender import put_each, put_or_plainer
from bots.delivery.settling import Settling
from handlers.insistence import Insistence
from storage.content import Content
from storage.results import Mark
from storage.store import Store

T = TypeVar("T")


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
        insist: Insistence,
    ) -> None:
        self._desk = desk
        self._gate = gate
        self._files = files
        self._settling = settling
        self._describe = describe
        self._store = store
        self._insist = insist

    async def post(self, job: Job) -> None:
        """Into the conversation's topic, which is opened when there is none, or none any more."""
        try:
            await self._post(job)
        except ThreadGone:
            await self._set_thread(job.row.conversation_id, None)
            await self._post(job)

    async def alert(self, job: Job) -> None:
        await self._put_parts(job, self._parts(job.content), self._desk.desk.now(job.row.to), None)

    async def mark(self, job: Job) -> None:
        relayed, mark = job.row.relays, job.row.mark or Mark.DELIVERED
        if relayed is None or not self._desk.capabilities.marks:
            return
        await self._asked(relayed.chat_id, lambda chat: self._desk.mark(chat, relayed.message_id, mark))

    async def _post(self, job: Job) -> None:
        conversation_id = job.row.conversation_id
        whole = self._parts(job.content)
        thread = await self._insist("thread_of", lambda: self._store.thread_of(conversation_id))
        if thread is None:
            thread = await self._open(job, whole)
        await self._put_parts(job, whole, *self._desk.desk.place(thread))

    async def _open(self, job: Job, whole: list[Content]) -> str:
        row = job.row
        title = row.title or f"#{row.conversation_id}"
        is_card = row.opens and job.parts_sent == 0 and bool(whole)
        card = whole[0] if is_card else Content(text=escape(title))
        # A card with files from elsewhere goes out as a post, which fetches them.
        is_bare = not card.attachments
        opening = card if is_bare else Content(text=escape(title))
        desk = self._desk.desk
        number = row.conversation_id
        opened, posted = await self._asked(
            desk.now(row.to), lambda chat: self._desk.open_thread(chat, title, opening, number=number)
        )
        thread = desk.thread(desk.now(row.to), opened)
        await self._set_thread(number, thread)
        if posted and is_card and is_bare:
            job.parts_sent = 1
        return thread

    async def _set_thread(self, conversation_id: int, thread: str | None) -> None:
        await self._insist("set_thread", lambda: self._store.set_thread(conversation_id, thread))

    def _parts(self, content: Content) -> list[Content]:
        return parts(content, self._desk.capabilities, self._describe)

    async def _put_parts(self, job: Job, whole: list[Content], chat: str, thread: str | None) -> None:
        async def put(content: Content) -> str:
            return await self._put(content, chat, thread)

        await put_each(
            job, whole, lambda part: put_or_plainer(put, part, self._desk.capabilities, self._describe), self._settling
        )

    async def _put(self, part: Content, chat: str, thread: str | None) -> str:
        content, files = await self._files.ready(part, self._desk.name)
        return await self._asked(chat, lambda now: self._desk.send(now, content, thread=thread, files=files))

    async def _asked(self, chat: str, ask: Callable[[str], Awaitable[T]]) -> T:
        """Ask the desk's platform, in its pace, and once more where the group has moved to."""
        await self._gate.pass_desk()
        try:
            return await self._gate.call(lambda: ask(chat))
        except Moved as moved:
            chat_id = moved.chat_id
        if write_down := follow(self._desk.desk, chat, chat_id, self._store):
            await self._insist("set_bookmark", write_down)
        await self._gate.pass_desk()
        return await self._gate.call(lambda: ask(chat_id))
