"""A platform's bad day."""

from dataclasses import dataclass

from bots.sandbox.faults import Fault, Faults
from bots.sandbox.platforms import Platforms
from bots.sandbox.slack import SlackPhone
from bots.sandbox.telegram import TelegramPhone
from bots.sandbox.wechat.customers import WeChatPhone
from tests.e2e.chats import Channel, Customer

TROUBLES = (Fault.busy(1), Fault.error(), Fault.hang(), Fault.reset(), Fault.nonsense())
FOR_EVER = 1_000_000
SENDING = {"telegram": "sendMessage", "slack": "chat.postMessage", "wechat": "message/custom/send"}


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
    """Whatever is sent to this chat fails; in WeChat, unless it travels in the answer to a callback."""

    platforms: Platforms
    channel: Channel
    chat_id: str
    fault: Fault

    def begins(self) -> None:
        self._faults.next(SENDING[self.channel], self.fault, FOR_EVER, chat=self.chat_id)

    def has_struck(self) -> bool:
        return self._faults.happened > 0

    def ends(self) -> None:
        self._faults.clear()

    @property
    def _faults(self) -> Faults:
        return self.platforms.faults[self.channel]
