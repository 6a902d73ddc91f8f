"""The form from its opening to the command that it becomes."""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog

from bots.channel import Rejected
from bots.slack.api import Api
from bots.slack.form import CALLBACK, OUTSIDE, WHAT, Forms, Missing, Place, command_of, place_of, view
from bots.slack.form_payloads import Shortcut, Submission
from bots.slack.installed import Installed, outsider
from bots.slack.members import Members
from bots.slack.payloads import Account
from storage.inbound import Identity, Inbound
from storage.latest import Latest

log = structlog.get_logger(__name__)

REMEMBERED = 1000
"""Open forms."""
Errors = dict[str, str]
"""By block, shown beside it."""


class FormDesk:
    """Each step asks anew who somebody is. Raises SendFailed."""

    def __init__(self, api: Api, members: Members, forms: Forms, clock: Callable[[], float]) -> None:
        self.api = api
        self.members = members
        self.forms = forms
        self.clock = clock
        self.turns: Latest[str, asyncio.Lock] = Latest(REMEMBERED)

    async def open(self, shortcut: Shortcut, us: Installed) -> None:
        place = await self._place(shortcut, us)
        if place is not None:
            opened = {"trigger_id": shortcut.trigger_id, "view": view(self.forms(), place)}
            await self.api.post("views.open", opened)

    async def redraw(self, changed: Submission) -> None:
        """Something else is to be done, and needs other fields.

        Choices that follow each other are drawn in their order. With a `hash`, which is behind by then, Slack would
        refuse all but the first, and what was chosen last would lack its fields.
        """
        form, place = changed.view, place_of(changed.view.private_metadata)
        if place is None:
            return
        drawn = {"view_id": form.id, "view": view(self.forms(), place, form.value(WHAT))}
        async with self._turn_of(form.id):
            try:
                await self.api.post("views.update", drawn)
            except Rejected as gone:
                log.info("form not drawn again: it was closed or sent off", channel="slack", reason=str(gone))

    def _turn_of(self, form: str) -> asyncio.Lock:
        lock = self.turns.use(form) or asyncio.Lock()
        self.turns.keep(form, lock)
        return lock

    async def read(self, sent: Submission, us: Installed) -> Inbound | Errors | None:
        """None: whoever sent it off may not (any more), or it is no form of the desk's."""
        place = place_of(sent.view.private_metadata)
        if place is None or not await self._may(sent.user, place.channel, us):
            return None
        command = command_of(self.forms(), sent.view, place)
        if isinstance(command, Missing):
            return dict(command.errors)
        return Inbound(
            identity=Identity("slack", sent.user.id),
            key=f"view:{sent.view.id}",
            chat_id=place.channel,
            text=command,
            sent_at=self.clock(),
            private=False,
            staff=True,
            thread=us.desk.thread(place.channel, place.thread) if place.thread else None,
            direct_chat_id=sent.user.id,
        )

    async def _place(self, shortcut: Shortcut, us: Installed) -> Place | None:
        """What it is about: the message's thread; or, from anywhere, the first chat of the desk that they are in."""
        if shortcut.callback_id == CALLBACK and shortcut.channel is not None:
            channel = shortcut.channel.id
            return Place(channel, shortcut.thread) if await self._may(shortcut.user, channel, us) else None
        if shortcut.callback_id == OUTSIDE:
            for channel in us.desk:
                if await self._may(shortcut.user, channel, us):
                    return Place(channel)
        return None

    async def _may(self, user: Account, channel: str, us: Installed) -> bool:
        if channel not in us.desk:
            log.info("no form here: it is not the desk", channel="slack", chat=channel, user=user.id)
            return False
        if user.team_id is not None and not us.is_ours(user.team_id):
            outsider(channel, user.id)
            return False
        return await self.members.include(channel, user.id, us)


def is_form(payload: Any) -> bool:
    """Of a `block_actions` or a `view_submission`."""
    match payload:
        case {"view": {"callback_id": str(callback)}}:
            return callback == CALLBACK
    return False
