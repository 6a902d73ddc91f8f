"""One attempt at a word to the desk: a post in a topic, an alert, a mark."""

from collections.abc import Awaitable, Callable, Sequence

from bots.channel import Busy, DeskChannel, Rejected, Rewriting, ThreadGone, ids_of
from bots.delivery.asking import Asking
from bots.delivery.desk_topics import OPENING_SECONDS, DeskTopics
from bots.delivery.files import Files
from bots.delivery.gathering import Gathering
from bots.delivery.job import Job, is_card_again
from bots.delivery.joining import is_plain
from bots.delivery.mentions import uncalled
from bots.delivery.part_by_part import PartByPart
from bots.delivery.quoting import NOTHING, Quoted, Quotes, with_words
from bots.delivery.topics import with_addresses
from handlers.exchange import theirs
from storage.content import Content
from storage.copies import CARD, Copies, Copy
from storage.latest import Latest
from storage.records import replace
from storage.results import Mark

HEADING_LINES = 2
"""Of a card: whom it is about, and who has the conversation."""
HEADINGS = 500
"""Of so many conversations it is known what stands on the latest card."""


class Poster:
    def __init__(
        self,
        desk: DeskChannel,
        asking: Asking,
        topics: DeskTopics,
        files: Files,
        part_by_part: PartByPart,
        *,
        copies: Copies,
        quotes: Quotes,
        gathering: Gathering,
    ) -> None:
        self._desk = desk
        self._asking = asking
        self._topics = topics
        self._files = files
        self._part_by_part = part_by_part
        self._copies = copies
        self._quotes = quotes
        self._gathering = gathering
        self._rewriting = desk if isinstance(desk, Rewriting) else None
        self._headings: Latest[str, int] = Latest(HEADINGS)
        """By thread, where nothing can be written over."""

    async def post(self, job: Job) -> None:
        """Into the conversation's topic, which is opened when there is none, or none any more."""
        try:
            await self._post(job)
        except ThreadGone:
            await self._topics.forget(job)
            await self._post(job)

    async def alert(self, job: Job) -> None:
        job.chat = self._desk.desk.now(job.row.to)
        await self._put_parts(job, self._parts(await self._linked(job.content)), job.chat, None)

    async def mark(self, job: Job) -> None:
        relayed, mark = job.row.relays, job.row.mark or Mark.DELIVERED
        if relayed is None or not self._desk.capabilities.marks:
            return
        if mark is Mark.DELIVERED:
            await self._asking.let_others_pass(relayed.chat_id)
        await self._asking.in_turn(relayed.chat_id, lambda chat: self._desk.mark(chat, relayed.message_id, mark))

    async def change(self, configured: str, ask: Callable[[Rewriting, str], Awaitable[None]]) -> None:
        """Ask the platform to change something in a chat of the desk, in its pace. Raises SendFailed."""
        rewriting = self._rewriting
        if rewriting is None:
            raise Rejected(f"{self._desk.name} cannot change what was posted")
        await self._asking.in_turn(self._desk.desk.now(configured), lambda chat: ask(rewriting, chat))

    async def _post(self, job: Job) -> None:
        row = job.row
        job.thread = await self._topics.of(job)
        job.chat, own = self._desk.desk.place(job.thread)
        if job.summary is not None:
            await self._put_summary(job, job.summary, own)
            job.summary = None
        if row.card and (await self._written_over(job) or self._says_nothing_new(job)):
            return
        await self._put_in_topic(job, own)
        if row.card and self._rewriting is None:
            self._headings.keep(job.thread, fingerprint(job.content))

    async def _put_summary(self, job: Job, summary: Content, thread: str) -> None:
        async def put(content: Content) -> list[str]:
            return await self._put(job, content, job.chat, thread, None, passed=False)

        await self._part_by_part.put_one(summary, put, self._desk.capabilities)

    async def _put_in_topic(self, job: Job, thread: str) -> None:
        quoted = await self._quoted(job)
        if job.parts_sent >= len(self._parts(await self._said(job, quoted))):
            return
        passed = is_plain(job.row) or job.row.card
        if passed:
            # What comes in until it is our turn goes along.
            await self._asking.turn(job.chat, opening=_is_of_card(job))
            self._gathering.posts(job)
        whole = self._parts(await self._said(job, quoted))
        await self._put_parts(job, whole, job.chat, thread, quotes=quoted.id, passed=passed)

    async def _said(self, job: Job, quoted: Quoted) -> Content:
        content = await self._linked(with_words(job.content, quoted.words, theirs))
        if not job.is_card_again:
            return content
        return heading(content)

    async def _linked(self, content: Content) -> Content:
        return await with_addresses(content, self._topics.address_of)

    async def _quoted(self, job: Job) -> Quoted:
        if job.row.quotes is None:
            return NOTHING
        chat = self._desk.desk.configured(job.chat)
        return await self._quotes.of(job.row, chat, shows=self._desk.capabilities.quotes)

    async def _written_over(self, job: Job) -> bool:
        """The topic's card says this now. False: there is none that could be written over."""
        found = await self._copies.of_contact_message(job.row.conversation_id, CARD)
        known = [copy for copy in found if copy.contact_chat == job.thread]
        if (
            not known
            and is_card_again(job.row)
            and any(each.opens for each in self._gathering.in_topic(job.row.conversation_id))
        ):
            raise Busy(OPENING_SECONDS)  # the topic is open, and it is not written down yet which post is its card
        if not known or job.parts_sent:
            return False
        rewriting = self._rewriting
        if rewriting is None:
            job.is_card_again = True
            return False
        self._gathering.posts(job)
        whole = self._parts(job.content)
        if len(whole) != len(known):
            return False
        try:
            for copy, part in zip(known, whole, strict=True):
                await self._asking.in_turn(job.chat, _edit(rewriting, copy, part), opening=True)
        except (Rejected, ThreadGone):
            return False  # somebody deleted it, or it is too old
        job.external_ids = [copy.desk_message for copy in known]
        return True

    def _says_nothing_new(self, job: Job) -> bool:
        """As after a note: the heading and its buttons stand there already."""
        return job.is_card_again and not job.parts_sent and self._headings.get(job.thread) == fingerprint(job.content)

    def _parts(self, content: Content) -> list[Content]:
        return self._part_by_part.of(content, self._desk.capabilities)

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

        await self._part_by_part.put(job, whole, put, self._desk.capabilities)

    async def _put(
        self, job: Job, part: Content, chat: str, thread: str | None, quotes: str | None, *, passed: bool
    ) -> list[str]:
        content, files = await self._files.ready(part, self._desk, job)
        if not passed:
            await self._asking.turn(chat, opening=_is_of_card(job))
        sent = await self._asking.now(
            chat, lambda now: self._desk.send(now, content, thread=thread, files=files, quotes=quotes)
        )
        return ids_of(sent)


def heading(card: Content) -> Content:
    """What comes again of it. Nobody is called anew: a card that is written over calls nobody, either."""
    return replace(card, text=uncalled("\n".join(card.text.splitlines()[:HEADING_LINES])))


def fingerprint(card: Content) -> int:
    shown = heading(card)
    return hash((shown.text, shown.buttons))


def _is_of_card(job: Job) -> bool:
    return job.row.card or job.row.opens


def _edit(rewriting: Rewriting, copy: Copy, content: Content) -> Callable[[str], Awaitable[None]]:
    return lambda chat: rewriting.edit(chat, copy.desk_message, content)
