"""What is done with what Slack sends: read, introduce, accept; the same over HTTP and Socket Mode."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import structlog

from bots.channel import Accept, SendFailed
from bots.slack import rewriting
from bots.slack.api import Api
from bots.slack.blocks import home_view
from bots.slack.events import read_event
from bots.slack.form import CALLBACK, OUTSIDE
from bots.slack.form_desk import Errors, FormDesk, is_form
from bots.slack.form_payloads import Shortcut, Submission
from bots.slack.members import Members
from bots.slack.payloads import BlockActions, Command, Envelope, HomeOpened
from bots.slack.people import People
from bots.slack.pressing import read_command, read_press
from bots.slack.whoami import WhoAmI
from handlers.faults import why
from storage.content import Content
from storage.inbound import Inbound, Kind
from storage.results import Mark

log = structlog.get_logger(__name__)

Home = Callable[[str], Content]
"""The App Home's menu for a locale as Slack names it (`zh-CN`; empty when unknown)."""


class NotAccepted(Exception):
    """The inbox did not take it. Slack must not hear a 200."""


class Listeners:
    """Each returns when the inbound is persisted. Raises NotAccepted, SendFailed (Slack cannot be asked) or
    pydantic's ValidationError (malformed)."""

    def __init__(
        self,
        api: Api,
        whoami: WhoAmI,
        people: People,
        members: Members,
        forms: FormDesk | None,
        home: Home | None,
        clock: Callable[[], float],
    ) -> None:
        self.api = api
        self.whoami = whoami
        self.people = people
        self.members = members
        self.forms = forms
        self.home = home
        self.clock = clock
        self.unwaited: set[asyncio.Task[None]] = set()

    async def event(self, envelope: Envelope, accept: Accept) -> None:
        told = read_event(envelope, await self.whoami())
        if told and await self._is_heard(told[0]):  # all of one event are by one person, in one place
            for inbound in told:
                await self._take(inbound, accept)
        if self.home is not None and envelope.event.get("type") == "app_home_opened":
            self._later(self._publish(HomeOpened.model_validate(envelope.event).user, self.home))

    async def press(self, payload: Mapping[str, Any], accept: Accept) -> None:
        if is_form(payload):
            await self._redraw(Submission.model_validate(payload))
            return
        inbound = read_press(BlockActions.model_validate(payload), await self.whoami())
        if inbound is not None and await self._may_command(inbound):
            await self._take(inbound, accept)

    async def command(self, payload: Mapping[str, Any], accept: Accept) -> None:
        inbound = read_command(Command.model_validate(payload), await self.whoami(), self.clock())
        if inbound is not None and await self._may_command(inbound):
            await self._take(inbound, accept)

    def not_done(self) -> str:
        """What whoever sent a command reads while Slack cannot be asked; "" where the shop has no words for it."""
        return self.forms.forms().words["not_done"] if self.forms else ""

    async def shortcut(self, payload: Mapping[str, Any]) -> None:
        if self.forms is not None and payload.get("callback_id") in (CALLBACK, OUTSIDE):
            await self.forms.open(Shortcut.model_validate(payload), await self.whoami())

    async def submit(self, payload: Mapping[str, Any], accept: Accept) -> Errors:
        """What is wrong with it; nothing: it is taken."""
        if self.forms is None or not is_form(payload):
            return {}
        read = await self.forms.read(Submission.model_validate(payload), await self.whoami())
        if isinstance(read, Inbound):
            await self._take(read, accept)
            return {}
        return read or {}

    async def _redraw(self, changed: Submission) -> None:
        if self.forms is not None:
            await self.forms.redraw(changed)

    async def _is_heard(self, inbound: Inbound) -> bool:
        """Of an event. What was taken back, and what Slack itself tells of the desk, is so whoever did it.

        The words that were taken back may still wait for what Slack says of their author.
        """
        match inbound.kind:
            case Kind.REACTION:
                return await self._may_command(inbound)
            case Kind.TEXT | Kind.EDIT | Kind.FORWARDED if inbound.staff:
                return await self._may_write(inbound)
            case Kind.DELETED if inbound.staff:
                await self.members.wait_turn(inbound.identity.account_id)
        return True

    async def _may_write(self, inbound: Inbound) -> bool:
        """Whoever may not sees it at their words in a customer's thread: they would wait for an answer."""
        allowed = await self.members.let_write(inbound.chat_id, inbound.identity.account_id, await self.whoami())
        if not allowed and inbound.thread and inbound.message_id:
            self._later(self._cross(inbound.chat_id, inbound.message_id))
        return allowed

    async def _cross(self, chat: str, message_id: str) -> None:
        try:
            await rewriting.mark(self.api, chat, message_id, Mark.FAILED)
        except SendFailed as error:
            log.warning("not marked as not sent", channel="slack", chat=chat, error=str(error))

    async def _may_command(self, inbound: Inbound) -> bool:
        """At the desk, whoever does something other than write must be in it now."""
        if not inbound.staff:
            return True
        return await self.members.include(inbound.chat_id, inbound.identity.account_id, await self.whoami())

    async def _take(self, inbound: Inbound, accept: Accept) -> None:
        inbound = await self.people.introduce(inbound)
        try:
            await accept(inbound)
        except Exception as error:  # whatever the inbox raises; told apart from what a payload makes bolt raise
            log.error("not accepted, Slack will deliver it again", kind=inbound.kind, **why(error))  # noqa: TRY400  # a traceback could quote the message
            raise NotAccepted(type(error).__name__) from error

    async def _publish(self, user: str, home: Home) -> None:
        profile = await self.people.profile(user)
        try:
            await self.api.post("views.publish", {"user_id": user, "view": home_view(home(profile.locale or ""))})
        except SendFailed as error:  # the menu is there again at the next look; nobody waits for it
            log.warning("home not shown", channel="slack", error=str(error))

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.unwaited.add(task)
        task.add_done_callback(self.unwaited.discard)

    async def close(self) -> None:
        tasks = list(self.unwaited)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
