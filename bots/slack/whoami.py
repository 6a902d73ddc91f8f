"""Who the bot is in the workspace it is installed in. Nothing can be read before this is known."""

import asyncio

from bots.channel import Unreachable
from bots.desk_chats import DeskChats
from bots.slack.api import Api
from bots.slack.installed import Installed


class WhoAmI:
    def __init__(self, api: Api, desk: DeskChats) -> None:
        self.api = api
        self.desk = desk
        self.known: Installed | None = None
        self.asking: asyncio.Task[Installed] | None = None

    async def __call__(self) -> Installed:
        """Asked once, for all who wait. Raises SendFailed."""
        if self.known is not None:
            return self.known
        if self.asking is None:
            self.asking = asyncio.create_task(self.ask())
            self.asking.add_done_callback(self._answered)
        return await asyncio.shield(self.asking)

    def _answered(self, task: asyncio.Task[Installed]) -> None:
        self.asking = None
        if not task.cancelled() and task.exception() is None:
            self.known = task.result()

    async def close(self) -> None:
        if self.asking is not None:
            self.asking.cancel()
            await asyncio.gather(self.asking, return_exceptions=True)

    async def ask(self) -> Installed:
        answer = await self.api.post("auth.test", {})
        team, user = answer.get("team_id"), answer.get("user_id")
        if not team or not user:
            raise Unreachable("Slack's auth.test did not say which workspace and which bot the token is for")
        return Installed(
            team_id=str(team),
            user_id=str(user),
            bot_id=str(answer.get("bot_id") or ""),
            url=str(answer.get("url") or ""),
            enterprise_id=str(answer.get("enterprise_id") or ""),
            desk=self.desk,
        )
