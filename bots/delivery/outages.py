"""Chats of the desk that the bot was put out of: told once in every other one, and forgotten when it is back."""

from collections.abc import Awaitable, Callable, Sequence

import structlog

from bots.channel import DeskChannel, SendFailed
from bots.delivery.wording import Wording
from bots.metrics import Metrics
from storage.results import Action, Outgoing

Announce = Callable[[Sequence[Outgoing]], Awaitable[None]]

log = structlog.get_logger(__name__)


class Outages:
    def __init__(self, desk: DeskChannel, wording: Wording, announce: Announce, metrics: Metrics) -> None:
        self._desk = desk
        self._wording = wording
        self._announce = announce
        self._metrics = metrics
        self._out: set[str] = set()

    async def shut_out(self, chat: str, error: SendFailed) -> None:
        if chat in self._out:
            return
        self._out.add(chat)
        self._metrics.desk_unreachable(chat, unreachable=True)
        log.critical("desk.shut_out", chat=chat, reason=str(error), advice="let the bot in again; what waits is kept")
        desk = self._desk.desk
        content = self._wording.desk_lost(desk.configured(chat) or chat, str(error))
        others = [each for each in desk if each not in self._out]
        await self._announce(
            [
                Outgoing(action=Action.ALERT, channel=self._desk.name, to=desk.configured(each), content=content)
                for each in others
            ]
        )

    def let_in(self, chat: str) -> None:
        if chat in self._out:
            self._out.discard(chat)
            self._metrics.desk_unreachable(chat, unreachable=False)
            log.warning("desk.let_in_again", chat=chat)
