"""Who we are in the workspace, and where: what every payload is read by."""

from dataclasses import field

import structlog

from bots.desk_chats import DeskChats
from storage.records import record

log = structlog.get_logger(__name__)


@record(frozen=True, slots=True, kw_only=True)
class Installed:
    """Who we are where the app is installed, from auth.test, and which channels are the desk."""

    team_id: str
    user_id: str
    bot_id: str = ""
    url: str = ""
    """Of the workspace, with a slash at its end."""
    enterprise_id: str = ""
    """Of the organisation that the workspace belongs to (Enterprise Grid), if any."""
    desk: DeskChats = field(default_factory=DeskChats)

    def is_ours(self, team: str) -> bool:
        """Whether it is our workspace, or our organisation: of its people Slack may name that instead."""
        return bool(team) and team in (self.team_id, self.enterprise_id)

    def thread(self, chat: str, thread_ts: str | None, ts: str | None) -> str | None:
        """The parent of a thread carries its own `ts` as `thread_ts`: it is not a reply."""
        if thread_ts is None or thread_ts == ts:
            return None
        return self.desk.thread(chat, thread_ts) if chat in self.desk else thread_ts


def is_direct(channel: str, channel_type: str = "") -> bool:
    return channel_type == "im" if channel_type else channel.startswith("D")


def outsider(chat: str, user: str) -> None:
    log.warning("not a member of the desk's workspace, ignored", channel="slack", chat=chat, user=user)
