"""Messages that were sent are changed: edited, taken back, reacted to."""

from collections.abc import Awaitable, Callable, Sequence

import structlog

from bots.channel import Capabilities, Gone, Moved, Rejected, Rewriting, ThreadGone, Unreachable
from bots.delivery.copying import chats_of
from bots.delivery.degrade import Describe, parts
from bots.delivery.job import Job
from bots.delivery.poster import Poster
from bots.delivery.sender import Sender
from storage.content import Content
from storage.copies import CARD, Copies, Copy
from storage.records import replace
from storage.results import Action, Outgoing, Side

IMPOSSIBLE = (Rejected, ThreadGone, Moved)
"""What a platform says of a message that it does not change, or that it has no more."""

log = structlog.get_logger(__name__)


class CannotBeDone(Exception):
    """No copy is known of the message, or it is not that message's alone."""


class Rewriter:
    def __init__(
        self,
        sender: Sender,
        poster: Poster | None,
        copies: Copies,
        capabilities: Callable[[str], Capabilities | None],
        describe: Describe,
    ) -> None:
        self._sender = sender
        self._poster = poster
        self._copies = copies
        self._capabilities = capabilities
        self._describe = describe

    async def perform(self, job: Job) -> None:
        """Raises SendFailed: try again later, or never."""
        if not job.is_said_instead:
            try:
                return await self._change(job)
            except (*IMPOSSIBLE, CannotBeDone) as cannot:
                log.info("delivery.not_rewritten", row=job.row.id, action=job.row.action, reason=str(cannot))
            except Gone:
                if job.row.action is not Action.REACT:
                    raise
                return None
            job.is_said_instead = True
            job.content = job.row.instead or Content()
        return await self._say_instead(job)

    async def _say_instead(self, job: Job) -> None:
        if job.row.instead is None or job.row.action is Action.REACT:
            return
        if job.row.side is Side.CONTACT:
            await self._sender.send(job)
        elif job.row.conversation_id:
            await self._desk.post(job)
        else:
            await self._desk.alert(job)

    @property
    def _desk(self) -> Poster:
        if self._poster is None:
            raise Unreachable("no desk is configured")
        return self._poster

    async def _change(self, job: Job) -> None:
        row = job.row
        job.known = tuple(await self._known(row))
        if not job.known:
            raise CannotBeDone("no copy of the message is known")
        match row.action:
            case Action.REACT:
                emoji = row.content.text
                await self._ask(job, job.known[0], lambda channel, chat, message: channel.react(chat, message, emoji))
            case Action.UNSEND:
                await self._alone(row, job.known)
                await self._unsend(job, job.known)
            case _:
                await self._alone(row, job.known)
                await self._edit(job)

    async def _known(self, row: Outgoing) -> Sequence[Copy]:
        """The copies in the chat that the row is for."""
        if row.side is Side.DESK:
            return await self._copies.of_contact_message(row.conversation_id, row.of)
        found = await self._copies.of_desk_message(row.conversation_id, row.of)
        chats = chats_of(row, row.to)
        return [copy for copy in found if copy.contact_message != CARD and copy.contact_chat in chats]

    async def _alone(self, row: Outgoing, known: Sequence[Copy]) -> None:
        """What was joined shows other messages too, which must not be written over. Raises CannotBeDone."""
        for copy in known:
            if row.side is Side.DESK:
                shown = await self._copies.of_desk_message(row.conversation_id, copy.desk_message)
                origins = {each.contact_message for each in shown}
            else:
                shown = await self._copies.of_contact_message(row.conversation_id, copy.contact_message)
                origins = {each.desk_message for each in shown}
            if origins - {row.of}:
                raise CannotBeDone("its copy shows other messages, too")

    async def _edit(self, job: Job) -> None:
        """The copies become the new words one by one; what is too many is taken away, unless those are files."""
        content, known = job.row.content, job.known
        capabilities = self._capabilities(job.row.channel)
        if capabilities is None:
            raise CannotBeDone(f"the channel {job.row.channel} is switched off")
        whole = parts(replace(content, attachments=()), capabilities, self._describe) or [Content()]
        if len(whole) > len(known):
            raise CannotBeDone("the new words need more messages than the old ones did")
        for copy, part in zip(known, whole, strict=False):
            await self._ask(job, copy, _edit_to(part))
        if not content.attachments:
            await self._unsend(job, known[len(whole) :])

    async def _unsend(self, job: Job, copies: Sequence[Copy]) -> None:
        for copy in copies:
            await self._ask(job, copy, lambda channel, chat, message: channel.unsend(chat, message))

    async def _ask(self, job: Job, copy: Copy, ask: Callable[[Rewriting, str, str], Awaitable[None]]) -> None:
        if job.row.side is Side.CONTACT:
            await self._sender.change(job, lambda channel, chat: ask(channel, chat, copy.contact_message))
        else:
            await self._desk.change(copy.desk_chat, lambda channel, chat: ask(channel, chat, copy.desk_message))


def _edit_to(content: Content) -> Callable[[Rewriting, str, str], Awaitable[None]]:
    return lambda channel, chat, message: channel.edit(chat, message, content)
