"""A platform's bad day, ordered the same way on all three stand-ins."""

from dataclasses import dataclass
from typing import Literal

from bots.sandbox.platforms import Platforms
from bots.sandbox.slack import SlackPhone
from bots.sandbox.slack.faults import Fault as SlackFault
from bots.sandbox.telegram import TelegramPhone
from bots.sandbox.telegram.faults import Fault as TelegramFault
from bots.sandbox.wechat import Fault as WeChatFault
from bots.sandbox.wechat.customers import WeChatPhone
from tests.e2e.chats import Channel, Customer

Trouble = Literal["busy", "error", "hang", "reset", "nonsense"]
TROUBLES: tuple[Trouble, ...] = ("busy", "error", "hang", "reset", "nonsense")
FOR_EVER = 1_000_000
TELEGRAM = {
    "busy": TelegramFault.busy(1),
    "error": TelegramFault.error(),
    "hang": TelegramFault.hang(),
    "reset": TelegramFault.reset(),
    "nonsense": TelegramFault.nonsense(),
}
SLACK = {
    "busy": SlackFault.busy(1),
    "error": SlackFault.server_error(),
    "hang": SlackFault.hang(),
    "reset": SlackFault.reset(),
    "nonsense": SlackFault.nonsense(),
}
WECHAT = {
    "busy": WeChatFault.TOO_MANY_REQUESTS,
    "error": WeChatFault.SERVER_ERROR,
    "hang": WeChatFault.HANG,
    "reset": WeChatFault.RESET,
    "nonsense": WeChatFault.NONSENSE,
}


def chat_of(customer: Customer) -> str:
    match customer.phone:
        case TelegramPhone():
            return str(customer.phone.chat.id)
        case SlackPhone():
            return customer.phone.room.id
        case WeChatPhone():
            return customer.phone.openid


@dataclass(frozen=True, slots=True)
class BadDay:
    """Whatever is sent to this chat fails. In WeChat: to every chat, unless it travels in the answer to a callback."""

    platforms: Platforms
    channel: Channel
    chat_id: str
    trouble: Trouble

    def begins(self) -> None:
        platforms, trouble = self.platforms, self.trouble
        match self.channel:
            case "telegram":
                chat = int(self.chat_id)
                platforms.telegram.faults.next("sendMessage", TELEGRAM[trouble], FOR_EVER, chat_id=chat)
            case "slack":
                platforms.slack.faults.next("chat.postMessage", SLACK[trouble], FOR_EVER, channel=self.chat_id)
            case "wechat":
                platforms.wechat.faults.busy_seconds = 1
                platforms.wechat.faults.plan(WECHAT[trouble], FOR_EVER)

    def has_struck(self) -> bool:
        platforms = self.platforms
        left = [each.times for each in platforms.telegram.faults.ordered]
        left += [each.times for each in platforms.slack.faults.ordered]
        return platforms.wechat.faults.happened > 0 or any(times < FOR_EVER for times in left)

    def ends(self) -> None:
        for platform in (self.platforms.telegram, self.platforms.slack, self.platforms.wechat):
            platform.faults.clear()
