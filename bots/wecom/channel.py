"""WeCom (企业微信) as the desk: an internal group with a 智能机器人. No customers come this way.

The group has no topics: `#17` at the beginning of every post is the thread, see `tickets`. What the bot sends has no id
that it is told, and is changed by nothing but the answer to the press of its own button.
"""

import asyncio
import random
import uuid
from collections.abc import Callable, Iterable

import aiohttp
import structlog

from bots.channel import FILE_BYTES, Accept, Capabilities, ChannelError, File, Route, TextUnit
from bots.desk_chats import DeskChats
from bots.hearing import Hearing
from bots.wecom import cards, files
from bots.wecom.arrivals import Arrival, Arrivals
from bots.wecom.connection import LongConnection, Sleep
from bots.wecom.frames import Event, Message
from bots.wecom.options import WeComOptions
from bots.wecom.posting import Posting
from bots.wecom.reading import CHANNEL, Us, read_message, read_press
from bots.wecom.tickets import mentions, number_of, thread_of
from handlers.faults import told
from handlers.insistence import Insistence
from storage.content import Content
from storage.inbound import Attachment, Identity, Inbound
from storage.latest import Latest
from storage.results import Mark

log = structlog.get_logger(__name__)

ANSWER_SECONDS = 5.0
"""So long may the answer to a press take for WeCom to change the card."""
STRANGERS = 100


class WeCom:
    """A DeskChannel."""

    name = CHANNEL

    def __init__(
        self,
        options: WeComOptions,
        session: aiohttp.ClientSession,
        *,
        clock: Callable[[], float],
        asleep: Callable[[], str],
        desk: DeskChats | None = None,
        sleep: Sleep = asyncio.sleep,
        jitter: random.Random | None = None,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        """`desk` None: staff are elsewhere. `asleep`: what a group reads by its webhook, plain, when it has to wake
        the bot.
        """
        self.desk = desk or DeskChats()
        self.capabilities = capabilities(options)
        self._options = options
        self._session = session
        self._clock = clock
        self._us = Us(options.bot_name, self.desk)
        self._arrivals = Arrivals()
        self.hearing = Hearing()
        spread = jitter or random.Random()  # noqa: S311 - spreads attempts, guards nothing
        self._insist = Insistence(sleep, spread)
        self._connection = LongConnection(
            options, session, self._arrivals.put, self.hearing, clock=clock, sleep=sleep, jitter=spread, new_id=new_id
        )
        self._posting = Posting(
            options, self._connection, session, clock=clock, asleep=asleep, push_chat=self.desk.main, new_id=new_id
        )
        self._strangers: Latest[str, None] = Latest(STRANGERS)

    def __repr__(self) -> str:
        return f"WeCom({self._options.bot_id})"

    async def send(
        self,
        to: str,
        content: Content,
        *,
        thread: str | None = None,
        files: tuple[File, ...] = (),
        quotes: str | None = None,
    ) -> str:
        own = [await self.fetch(each) for each in content.attachments]
        return await self._posting.post(to, content, number_of(thread), (*own, *files))

    async def open_thread(self, chat: str, title: str, card: Content, *, number: int) -> tuple[str, str]:
        """There is nothing to open: the card says the number."""
        self._posting.entitle(number, title)
        return thread_of(number), await self._posting.post(chat, card, number, ())

    async def fetch(self, attachment: Attachment, limit: int = FILE_BYTES) -> File:
        return await files.download(self._session, attachment, limit, self._options.ws_url)

    async def typing(self, to: str) -> None:
        """WeCom has no such sign."""

    async def mark(self, chat: str, message_id: str, mark: Mark) -> None:
        """WeCom has none that would cost no message."""

    def routes(self, accept: Accept) -> Iterable[Route]:
        return ()

    async def run(self, accept: Accept) -> None:
        async def take(arrival: Arrival) -> None:
            await self._take(arrival, accept)

        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._connection.run())
                group.create_task(self._arrivals.take_each(take))
        finally:
            await self._arrivals.drain(take)

    async def check(self) -> None:
        if self._connection.trouble:
            raise ChannelError(self._connection.trouble)
        if asleep := self._posting.sleeping:
            raise ChannelError("; ".join(f"group {chat}: {reason}" for chat, reason in asleep.items()))

    async def close(self) -> None:
        """The connection ends with `run`; the session belongs to the caller."""

    def forget(self, identity: Identity, conversation_id: int) -> None:
        self._posting.forget(conversation_id)

    async def _take(self, arrival: Arrival, accept: Accept) -> None:
        inbound = self._read(arrival)
        if inbound is None:
            return
        try:
            await self._insist("accept", lambda: accept(inbound))
        except Exception as error:  # noqa: BLE001 - the boundary of one message: what storage refuses for good stops no other
            log.critical("message of staff lost", channel=CHANNEL, key=inbound.key, **told(error))
            return
        await self._answer(arrival)

    def _read(self, arrival: Arrival) -> Inbound | None:
        self._heard(arrival.body.chatid)
        match arrival.body:
            case Message() as message:
                self._compare_name(message)
                return read_message(message, self._us, arrival.at)
            case Event() as event if event.event.template_card_event:
                return read_press(event, event.event.template_card_event, self._us, arrival.at)
        return None

    def _heard(self, chat: str) -> None:
        """Who calls the bot there can be answered. Of one that is no desk the log says the id: nothing else does."""
        self._posting.woken(chat)
        if chat and chat not in self.desk and chat not in self._strangers:
            self._strangers.keep(chat, None)
            log.warning("the bot was called in a group that is not the desk; to make it one, set desk.chat", chat=chat)

    def _compare_name(self, message: Message) -> None:
        if message.chatid in self.desk and not mentions(message.words, self._options.bot_name):
            log.warning("the group calls the bot by another name; compare wecom.bot_name", chat=message.chatid)

    async def _answer(self, arrival: Arrival) -> None:
        press = arrival.body.event.template_card_event if isinstance(arrival.body, Event) else None
        if press is not None and self._clock() - arrival.at < ANSWER_SECONDS:
            await self._posting.press_taken(arrival.req_id, press.task_id, press.event_key)


def capabilities(options: WeComOptions) -> Capabilities:
    return Capabilities(
        buttons=True,
        media=frozenset(files.MEDIA_LIMITS),
        limits=files.MEDIA_LIMITS,
        text_limit=cards.TEXT_BYTES,
        text_unit=TextUnit.BYTES,
        menu_size=cards.menu_size,
        menu_signs=cards.TEXT_BYTES,
        pace_desk=options.pace_desk,
    )
