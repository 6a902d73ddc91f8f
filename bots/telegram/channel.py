"""Telegram as a channel and as the desk."""

import asyncio
import zlib
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any

import aiohttp
import structlog
from aiohttp import web
from telegram.constants import ForumIconColor, ReactionEmoji

from bots.answer import Answer
from bots.body import body_of
from bots.channel import (
    FILE_BYTES,
    Accept,
    Busy,
    ChannelError,
    File,
    Gone,
    Moved,
    Refused,
    Rejected,
    Route,
    SendFailed,
    ShutOut,
    ThreadGone,
    Unreachable,
)
from bots.desk_chats import DeskChats
from bots.halfway import Halfway
from bots.telegram import door, rewriting, setup
from bots.telegram.api import Api, sent_ids
from bots.telegram.capabilities import capabilities
from bots.telegram.closed_topics import ClosedTopics
from bots.telegram.failures import NoRights
from bots.telegram.files import fetch
from bots.telegram.lost_topics import LostTopics, name_of
from bots.telegram.members import Members
from bots.telegram.options import TelegramOptions
from bots.telegram.patience import patiently
from bots.telegram.polling import Polling
from bots.telegram.presses import Presses
from bots.telegram.private_topics import PrivateTopics
from bots.telegram.reading import Place, read
from bots.telegram.speech import GROUP_ANONYMOUS_BOT, Myself
from bots.telegram.writer import Call, answer_to, calls, destination
from handlers.insistence import Sleep
from storage.content import Content
from storage.inbound import Attachment, Identity, Inbound, Kind
from storage.records import replace
from storage.results import Mark

log = structlog.get_logger(__name__)

TITLE_LIMIT = 128
MARKS = {Mark.DELIVERED: str(ReactionEmoji.OK_HAND_SIGN), Mark.FAILED: str(ReactionEmoji.THUMBS_DOWN)}
"""A bot may react only with the emoji of Telegram's own list, which has neither a tick nor a cross."""
COLOURS = tuple(ForumIconColor)
TYPING_SECONDS = 2.0
WRITTEN = frozenset({Kind.TEXT, Kind.EDIT, Kind.FORWARDED})
COMMANDING = WRITTEN | {Kind.BUTTON, Kind.REACTION}
IN_ITS_NAME = str(GROUP_ANONYMOUS_BOT)
"""Only administrators can."""


class Telegram:
    """A DeskChannel."""

    name = "telegram"

    def __init__(
        self,
        options: TelegramOptions,
        session: aiohttp.ClientSession,
        *,
        clock: Callable[[], float],
        topics: PrivateTopics,
        closed: ClosedTopics,
        desk: DeskChats | None = None,
        unchecked: Callable[[], str] = str,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """`desk` None: staff are elsewhere. `unchecked`: what somebody in the desk reads, plain, whose press was not
        done as Telegram could not be asked about them; "" where there are no words for it.
        """
        self.desk = desk or DeskChats()
        self.capabilities = capabilities(options)
        self._options = options
        self._clock = clock
        self._sleep = sleep
        self._secret = options.secret.get_secret_value().encode()
        self._api = Api(options.token, options.api_base, session)
        self._me = Myself()
        self._unheard = ""
        """Why Telegram does not know yet how we want to hear from it."""
        self._members = Members(self._api, clock)
        self._next_desk = ""
        """Where a chat of the desk said it was going: staff may speak there before `desk` is changed."""
        self._presses = Presses(self._api)
        self._unchecked = unchecked
        self._topics = topics
        self._closed = closed
        self._lost = LostTopics()
        self._halfway = Halfway()

    def __repr__(self) -> str:
        return f"Telegram({self._me.username or 'not checked yet'})"

    def routes(self, accept: Accept) -> Iterable[Route]:
        """No door when polling: there is no secret to keep it."""

        async def updates(request: web.BaseRequest) -> Answer:
            door.admit(request.headers, self._secret)
            update = door.parse(await body_of(request, door.BODY_LIMIT))
            try:
                await self._take_if_read(update, accept)
            except SendFailed as failed:
                raise Refused(f"Telegram cannot be asked who wrote it, and will send it again: {failed}", 503) from None
            return Answer()

        return [Route("POST", "/telegram", updates)] if self._options.mode == "webhook" else []

    async def run(self, accept: Accept) -> None:
        await patiently(self._introduce, self._options.retry_seconds, self._sleep)
        if self._options.mode == "webhook":
            return

        async def take(update: door.Update) -> None:
            await self._take_if_read(update, accept)

        polling = Polling(self._api, take, setup.UPDATES, self._options.poll_seconds)
        while True:
            await patiently(polling.once, self._options.retry_seconds, self._sleep)

    async def send(
        self,
        to: str,
        content: Content,
        *,
        thread: str | None = None,
        files: tuple[File, ...] = (),
        quotes: str | None = None,
    ) -> str:
        if thread is not None and self._closed.has(to, thread):
            await self._reopen(to, thread)
        first, *others = calls(content, files)
        first = replace(first, parameters=answer_to(quotes) | first.parameters)
        steps = [partial(self._put, to, thread, call) for call in (first, *others)]
        sent = await self._halfway.through((to, thread), content, files, steps)
        return " ".join(reversed(sent))  # the words come last

    async def fetch(self, attachment: Attachment, limit: int = FILE_BYTES) -> File:
        return await fetch(self._api, attachment, limit)

    async def typing(self, to: str) -> None:
        try:
            where = destination(to, self._topics.of_chat(to))
            await self._api.call("sendChatAction", TYPING_SECONDS, **where, action="typing")
        except SendFailed as failed:
            log.debug("typing not shown", error=str(failed))

    async def open_thread(self, chat: str, title: str, card: Content, *, number: int) -> tuple[str, str]:
        """The card comes as a post of its own: Telegram opens a topic empty."""
        name = title[:TITLE_LIMIT] or "-"
        topic = {"name": name, "icon_color": COLOURS[zlib.crc32(name.encode()) % len(COLOURS)]}
        known = name_of(chat, name, number)
        if known is None:
            return await self._make(chat, topic), ""
        try:
            thread = self._lost.before(known) or await self._make(chat, topic)
        except Unreachable:
            self._lost.unheard(known)
            raise
        for orphan in self._lost.use(known, thread):
            await self._close(chat, orphan)
        return thread, ""

    def topic_address(self, chat: str, thread: str) -> str:
        """Only supergroups have topics, and their ids begin so."""
        number = chat.removeprefix("-100")
        return f"https://t.me/c/{number}/{thread}" if number != chat else ""

    async def mark(self, chat: str, message_id: str, mark: Mark) -> None:
        await self.react(chat, message_id, MARKS[mark])

    async def edit(self, chat: str, message_id: str, content: Content) -> None:
        await rewriting.edit(self._call, chat, message_id, content)

    async def unsend(self, chat: str, message_id: str) -> None:
        await rewriting.unsend(self._call, chat, message_id)

    async def react(self, chat: str, message_id: str, emoji: str) -> None:
        await rewriting.react(self._call, chat, message_id, emoji)

    async def check(self) -> None:
        self._me = await setup.whoami(self._api)
        if self._unheard:
            raise ChannelError(self._unheard)
        await setup.check_webhook(self._api, self._options, self._clock())
        await self._check_desk()

    async def close(self) -> None:
        """The session belongs to the caller."""
        await self._presses.close()

    def forget(self, identity: Identity, conversation_id: int) -> None:
        if identity.channel == self.name:
            self._topics.forget(identity.account_id)

    async def _introduce(self) -> bool:
        self._me = await setup.whoami(self._api)
        try:
            await self._check_desk()
        except ChannelError as wrong:
            # Customers can be answered all the same.
            log.warning("the desk is not in order", error=str(wrong))
        try:
            await setup.choose_delivery(self._api, self._options)
        except ChannelError as wrong:
            self._unheard = str(wrong)
            raise
        self._unheard = ""
        await setup.list_commands(self._api, self._options, self.desk)
        return True

    async def _check_desk(self) -> None:
        for chat in tuple(self.desk):
            try:
                await setup.check_desk(self._api, chat, self._me)
            except Moved as moved:
                # While we were away, or nobody wrote it down.
                log.warning("a chat of the desk has a new id: set it in kefu.yaml", old=chat, new=moved.chat_id)
                self.desk.follow(chat, moved.chat_id)
                await setup.check_desk(self._api, moved.chat_id, self._me)

    async def _take(self, update: door.Update, accept: Accept) -> None:
        """Raises SendFailed where it has to come again."""
        for inbound in read(update, Place(self._me, self.desk, self._next_desk, self._clock)):
            try:
                if not await self._vouched(inbound, update):
                    continue
            except SendFailed as failed:
                if inbound.kind in WRITTEN and isinstance(failed, Busy | Unreachable):
                    raise  # a customer may wait for these words; whoever pressed reads that nothing was done
                log.warning("not sure who is in the desk, nothing is done", kind=inbound.kind, error=str(failed))
                self._presses.answer(update, self._unchecked())
                return
            # Before it is accepted: the answer may be quick.
            if noting := self._topics.note(inbound):
                await noting
            await accept(inbound)
            if inbound.kind is Kind.MOVED and inbound.staff:
                self._next_desk = inbound.payload
        if noting := self._note_topics(update):
            await noting
        self._presses.answer(update)

    def _note_topics(self, update: door.Update) -> Awaitable[None] | None:
        """What must be awaited before the update is acknowledged, if anything: it tells of one topic at most."""
        if orphan := self._lost.note(update, self._me.id):
            return self._close(*orphan)
        return self._closed.note(update, self.desk)

    async def _reopen(self, chat: str, topic: str) -> None:
        try:
            await self._call(chat, "reopenForumTopic", destination(chat, topic))
        except Rejected as rejected:
            log.info("topic not reopened", chat=chat, topic=topic, reason=str(rejected))  # it may be open already
        await self._closed.opened(chat, topic)

    async def _make(self, chat: str, topic: dict[str, Any]) -> str:
        match await self._call(chat, "createForumTopic", destination(chat, None) | topic):
            case {"message_thread_id": int(thread)}:
                return str(thread)
        raise Unreachable("Telegram opened a topic but did not say which")

    async def _close(self, chat: str, topic: str) -> None:
        """Of a conversation that has another: nobody shall write into this one."""
        try:
            await self._call(chat, "closeForumTopic", destination(chat, topic))
        except SendFailed as failed:
            log.warning("an empty topic stays open: close it by hand", chat=chat, topic=topic, reason=str(failed))

    async def _put(self, to: str, thread: str | None, call: Call) -> str:
        """The ids. To a customer into the topic in which they wrote last, while there is one."""
        if thread is None and (topic := self._topics.of_chat(to)):
            try:
                return await self._put_into(to, topic, call)
            except ThreadGone:
                await self._topics.gone(to)
        return await self._put_into(to, thread, call)

    async def _put_into(self, to: str, thread: str | None, call: Call) -> str:
        return " ".join(sent_ids(await self._call(to, call.method, destination(to, thread) | call.parameters)))

    async def _vouched(self, inbound: Inbound, update: door.Update) -> bool:
        """Whoever presses or reacts in the desk must be in it now; who writes there is, unless it is open to everybody,
        and even then if they write in its name. Raises SendFailed.
        """
        if not inbound.staff or inbound.kind not in COMMANDING:
            return True
        if inbound.kind in WRITTEN and (not is_public(update) or inbound.identity.account_id == IN_ITS_NAME):
            return True
        return await self._members.include(inbound.chat_id, inbound.identity.account_id)

    async def _take_if_read(self, update: door.Update, accept: Accept) -> None:
        try:
            await self._take(update, accept)
        except Refused as refused:
            # It would come again, over a webhook for a day, and hold back everything behind it.
            log.warning("update skipped", update_id=update["update_id"], reason=str(refused))

    async def _call(self, to: str, method: str, parameters: dict[str, Any]) -> Any:
        try:
            return await self._api.call(method, **parameters)
        except SendFailed as failed:
            if to not in self.desk:
                raise
            raise self._desk_failure(to, failed) from None

    def _desk_failure(self, chat: str, failed: SendFailed) -> SendFailed:
        """The desk is never gone for good: an admin can let the bot in again, and nothing said until then is lost."""
        if isinstance(failed, Gone | NoRights):
            return ShutOut(f"the desk {chat} does not let the bot in: {failed}; {setup.ADVICE}")
        return failed


def is_public(update: door.Update) -> bool:
    """Whether anybody may write in the group of a message: it has a name by which it is found."""
    match update:
        case {"message": {"chat": {"username": str(name)}}} | {"edited_message": {"chat": {"username": str(name)}}}:
            return bool(name)
    return False
