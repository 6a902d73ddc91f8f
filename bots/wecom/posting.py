"""What goes into the desk's groups: posts, cards and files by the bot, or words by the webhook while a group sleeps."""

from collections.abc import Callable
from functools import partial

import aiohttp
import structlog

from bots.channel import Busy, File
from bots.delivery.markup import to_plain
from bots.delivery.runs import escape
from bots.halfway import Halfway
from bots.wecom import cards
from bots.wecom.budget import PER_HOUR, Budget
from bots.wecom.cards import Body
from bots.wecom.connection import LongConnection
from bots.wecom.failures import Asleep, MediaForgotten, failure_in_group
from bots.wecom.files import Uploads
from bots.wecom.frames import SEND, UPDATE
from bots.wecom.options import WeComOptions
from bots.wecom.reading import conversation_of, task_id
from bots.wecom.tickets import thread_of
from bots.wecom.webhook import Post, Push
from storage.content import Content
from storage.latest import Latest

log = structlog.get_logger(__name__)

GROUP = 2
"""`chat_type`."""
REMEMBERED = 500
"""Cards that can still be changed, and titles."""


class Posting:
    def __init__(
        self,
        options: WeComOptions,
        connection: LongConnection,
        session: aiohttp.ClientSession,
        *,
        clock: Callable[[], float],
        asleep: Callable[[], str],
        push_chat: str,
        new_id: Callable[[], str],
    ) -> None:
        """`push_chat`: where the webhook leads to. `asleep`: what is read there, plain, to have the bot woken."""
        self._options = options
        self._connection = connection
        self._clock = clock
        self._asleep = asleep
        self._push_chat = push_chat
        self._new_id = new_id
        self._push = Push(options.webhook, session, clock)
        self._uploads = Uploads(connection, clock)
        self._budgets: dict[str, Budget] = {}
        self._titles: Latest[str, str] = Latest(REMEMBERED)
        self._cards: Latest[str, Body] = Latest(REMEMBERED)
        self._halfway = Halfway()
        self.sleeping: dict[str, str] = {}
        """Groups that do not take what the bot sends, and how WeCom says so."""

    def entitle(self, number: int, title: str) -> None:
        self._titles.keep(thread_of(number), to_plain(title))

    def forget(self, number: int) -> None:
        """What was posted about this conversation."""
        self._titles.pop(thread_of(number), None)
        for task in [task for task in self._cards if conversation_of(task) == number]:
            self._cards.pop(task)

    def woken(self, chat: str) -> None:
        if self.sleeping.pop(chat, None) is not None:
            log.info("wecom group awake again", chat=chat)

    async def post(self, chat: str, content: Content, number: int | None, sent_along: tuple[File, ...]) -> str:
        """The id of our request: WeCom names none for the message. Raises SendFailed."""
        try:
            # Files first onto WeCom's side: that is what fails, and nothing has been posted then.
            shown = [(file, await self._uploads.shown(file)) for file in sent_along]
            words = self._words(content, number, sent_along)
            self._count(chat, len(words) + len(shown))
            steps = [partial(self._put, chat, body) for body in words]
            steps += [partial(self._put_file, chat, file, body) for file, body in shown]
            sent = await self._halfway.through((chat, number), content, sent_along, steps)
            return sent[0] if sent else ""
        except Asleep as refused:
            return await self._push_instead(chat, content, number, sent_along, refused)

    async def press_taken(self, req_id: str, task: str, key: str) -> None:
        """Puts a tick on the button of its card."""
        if (shown := self._cards.get(task)) is not None:
            changed = cards.marked(shown, key)
            self._cards.keep(task, changed)
            await self._connection.tell(UPDATE, req_id, cards.update(changed))

    def _words(self, content: Content, number: int | None, sent_along: tuple[File, ...]) -> list[Body]:
        """A file shows no number of its own, so there are always words before it."""
        text = "\n".join(filter(None, (content.text, *(escape(file.caption) for file in sent_along))))
        thread = "" if number is None else thread_of(number)
        title = self._titles.get(thread, thread) or self._options.bot_name
        said = Content(text=text, buttons=content.buttons)
        if number is None and not text.strip() and not content.buttons:
            return []
        return cards.bodies(said, number, title, lambda: task_id(number, self._new_id()))

    def _count(self, chat: str, messages: int) -> None:
        """Raises Busy."""
        budget = self._budgets.setdefault(chat, Budget(self._options.pace_desk, PER_HOUR))
        if (seconds := budget.take(messages, self._clock())) > 0:
            raise Busy(seconds)

    async def _put(self, chat: str, body: Body) -> str:
        answer = await self._connection.ask(SEND, {"chatid": chat, "chat_type": GROUP, **body})
        if failed := failure_in_group(answer.errcode):
            raise failed
        self.woken(chat)
        if body["msgtype"] == "template_card":
            self._cards.keep(body["template_card"]["task_id"], body["template_card"])
        return answer.headers.req_id

    async def _put_file(self, chat: str, file: File, body: Body) -> str:
        try:
            return await self._put(chat, body)
        except MediaForgotten:  # earlier than WeCom says
            return await self._put(chat, await self._uploads.shown(file, anew=True))

    async def _push_instead(
        self, chat: str, content: Content, number: int | None, sent_along: tuple[File, ...], refused: Asleep
    ) -> str:
        """In words. What has files waits until the group is awake."""
        is_news = chat not in self.sleeping
        if is_news:
            log.error("wecom group asleep", chat=chat, reason=str(refused), webhook=bool(self._push))
        if not self._push or chat != self._push_chat or sent_along:
            self.sleeping[chat] = str(refused)
            raise refused
        await self._push(Post(self._asleep() if is_news else ""), Post(to_plain(content.text), number))
        self.sleeping[chat] = str(refused)
        return f"webhook_{self._new_id()}"
