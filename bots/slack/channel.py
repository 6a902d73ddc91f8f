"""Slack as a channel and as the desk.

Over HTTP the events, by far most of what comes, are read by us once the SDK has verified them: through bolt's dispatch
one costs 0.7 ms of processor time, past it 0.2. url_verification, interactivity, commands and all of Socket Mode go
through bolt. Likewise chat.postMessage is posted to the shared session directly (0.37 ms against 0.53).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bots.channel import FILE_BYTES, Accept, Capabilities, ChannelError, File, Gone, Route, ShutOut
from bots.delivery.markup import to_slack_mrkdwn
from bots.delivery.runs import escape
from bots.desk_chats import DeskChats
from bots.halfway import Halfway, Step
from bots.slack import files as slack_files
from bots.slack import rewriting
from bots.slack.api import Api
from bots.slack.blocks import ROW_LIMIT, message
from bots.slack.bolt import bolt_app, library_log
from bots.slack.door import OurClock, door
from bots.slack.form import Forms
from bots.slack.form_desk import FormDesk
from bots.slack.limits import LIMITS
from bots.slack.listeners import Home, Listeners
from bots.slack.members import Members, Named
from bots.slack.options import SlackOptions
from bots.slack.people import REMEMBERED, People
from bots.slack.socket_mode import listen
from bots.slack.whoami import WhoAmI
from storage.content import Content
from storage.inbound import Attachment, Identity, Media
from storage.latest import Latest
from storage.records import replace
from storage.results import Mark

ALBUM = 10
"""Slack would show more; an upload has to end within the time of one request."""


class Slack:
    """A DeskChannel."""

    name = "slack"

    def __init__(
        self,
        options: SlackOptions,
        session: aiohttp.ClientSession,
        *,
        clock: Callable[[], float],
        desk: DeskChats | None = None,
        home: Home | None = None,
        forms: Forms | None = None,
        named: Named = frozenset,
    ) -> None:
        """`desk` None: staff are elsewhere. `forms`: what stands on the form by which staff handle a conversation;
        None: there is none. `named`: guests of the workspace among these are staff.
        """
        self.options = options
        self.desk = desk or DeskChats()
        self.log = library_log()
        self.clock = clock
        self.api = Api(options, session, self.log)
        self.whoami = WhoAmI(self.api, self.desk)
        self.people = People(self.api, clock)
        self.members = Members(self.api, clock, named)
        form_desk = FormDesk(self.api, self.members, forms, clock) if forms else None
        self.listeners = Listeners(self.api, self.whoami, self.people, self.members, form_desk, home, clock)
        self.direct: Latest[str, str] = Latest(REMEMBERED)
        """Conversations with people, by their user id."""
        self.halfway = Halfway()
        self.capabilities = capabilities(options)

    async def send(
        self,
        to: str,
        content: Content,
        *,
        thread: str | None = None,
        files: tuple[File, ...] = (),
        quotes: str | None = None,
    ) -> str:
        # Slack cannot show one conversation's file in another: what is its own already is uploaded like any other.
        files = (*[await self.fetch(each) for each in content.attachments], *files)
        with self._let_into(to):
            steps = self._steps(to, content, thread, files)
            sent = await self.halfway.through((to, thread), content, files, steps)
        return " ".join(reversed(sent))  # the words come last

    def _steps(self, to: str, content: Content, thread: str | None, files: tuple[File, ...]) -> list[Step]:
        """Words go above the files; with buttons they need a message of their own, after the files."""
        post = partial(self._post, to, content, thread)
        if not files:
            return [post]
        upload = partial(self._upload, to, "" if content.buttons else content.text, thread, files)
        return [upload, post] if content.buttons else [upload]

    async def _post(self, to: str, content: Content, thread: str | None) -> str:
        arguments = {"channel": to, "unfurl_links": False, "unfurl_media": False, **message(content)}
        if thread:
            arguments["thread_ts"] = thread
        answer = await self.api.post("chat.postMessage", arguments)
        return str(answer.get("ts", ""))

    async def _upload(self, to: str, text: str, thread: str | None, files: tuple[File, ...]) -> str:
        room, pauses = await self._room(to), self.options.share_pauses
        words = "\n".join(filter(None, (text, *(escape(file.caption) for file in files))))
        return await slack_files.upload(self.api, room, files, to_slack_mrkdwn(words), thread, pauses)

    async def _room(self, to: str) -> str:
        """Uploads go to conversations only; a person pressed on the Home tab is known by their user id."""
        if not to.startswith(("U", "W")):
            return to
        known = self.direct.use(to)
        if known is None:
            answer = await self.api.post("conversations.open", {"users": to})
            room = answer.get("channel")
            known = str(room["id"]) if isinstance(room, dict) else to
            self.direct.keep(to, known)
        return known

    async def fetch(self, attachment: Attachment, limit: int = FILE_BYTES) -> File:
        return await slack_files.download(self.api, attachment, limit)

    async def typing(self, to: str) -> None:
        """Slack has no such sign for bots."""

    async def open_thread(self, chat: str, title: str, card: Content, *, number: int) -> tuple[str, str]:
        """The card is the parent of the thread: its message id names the thread."""
        headed = replace(card, text=f"<b>{escape(title)}</b>\n{card.text}")
        with self._let_into(chat):
            posted = await self._post(chat, headed, None)
        return posted, posted

    def topic_address(self, chat: str, thread: str) -> str:
        """Of the card, with its thread beside it."""
        us = self.whoami.known
        if us is None or not us.url:
            return ""
        return f"{us.url}archives/{chat}/p{thread.replace('.', '')}?thread_ts={thread}&cid={chat}"

    async def mark(self, chat: str, message_id: str, mark: Mark) -> None:
        with self._let_into(chat):
            await rewriting.mark(self.api, chat, message_id, mark)

    async def edit(self, chat: str, message_id: str, content: Content) -> None:
        with self._let_into(chat):
            await rewriting.edit(self.api, chat, message_id, content)

    async def unsend(self, chat: str, message_id: str) -> None:
        with self._let_into(chat):
            await rewriting.unsend(self.api, chat, message_id)

    async def react(self, chat: str, message_id: str, emoji: str) -> None:
        us = await self.whoami()
        with self._let_into(chat):
            await rewriting.react(self.api, us.user_id, chat, message_id, emoji, but=rewriting.MARKS.values())

    @contextmanager
    def _let_into(self, chat: str) -> Iterator[None]:
        """The desk is never gone for good: somebody can invite the bot again, and nothing said until then is lost."""
        try:
            yield
        except Gone as gone:
            if chat not in self.desk:
                raise
            reason = f"the desk {chat} does not let the bot in: {gone}; invite it there: /invite @kefu"
        else:
            return
        raise ShutOut(reason)

    def routes(self, accept: Accept) -> Iterable[Route]:
        if self.options.mode == "socket":
            return []
        app = bolt_app(self.api.client, self.listeners, accept, self.log)
        verifier = SignatureVerifier(self.options.signing_secret.get_secret_value(), OurClock(self.clock))
        return [Route("POST", "/slack/events", door(verifier, app, self.listeners, accept))]

    async def run(self, accept: Accept) -> None:
        if self.options.mode == "socket":
            await listen(self.api, bolt_app(self.api.client, self.listeners, accept, self.log), self.options)

    async def check(self) -> None:
        self.whoami.known = await self.whoami.ask()
        for chat in self.desk:
            await self._check_desk(chat)

    async def _check_desk(self, chat: str) -> None:
        absent = f"the bot is not in the desk's channel {chat}; invite it there: /invite @kefu"
        try:
            answer = await self.api.ask("conversations.info", self.api.client.conversations_info(channel=chat))
        except Gone:
            raise ChannelError(absent) from None
        room = answer.get("channel")
        if not isinstance(room, dict) or not room.get("is_member"):
            raise ChannelError(absent)

    async def close(self) -> None:
        await self.listeners.close()
        await self.members.close()
        await self.people.close()
        await self.whoami.close()

    def forget(self, identity: Identity, conversation_id: int) -> None:
        if identity.channel == self.name:
            self.people.forget(identity.account_id)
            self.direct.pop(identity.account_id, None)


def capabilities(options: SlackOptions) -> Capabilities:
    return Capabilities(
        buttons=True,
        max_buttons=ROW_LIMIT,
        threads=True,
        marks=True,
        media=frozenset({Media.PHOTO, Media.VOICE, Media.VIDEO, Media.FILE}),
        limits=LIMITS,
        album=ALBUM,
        text_limit=3000,
        pace_chat=options.pace_chat,
        pace_bot=options.pace_bot,
        pace_desk=options.pace_desk,
    )
