"""The group's push address (消息推送): one way in, for when the group does not take what the bot sends.

It takes no buttons and no files, and nobody can answer what it posts by pressing; the numbers in the posts still hold.
"""

from collections.abc import Callable

import aiohttp
import orjson
from pydantic import SecretStr

from bots.channel import Busy, Rejected, TextUnit, Unreachable
from bots.delivery.cutting import cut
from bots.delivery.markup import to_plain
from bots.delivery.runs import escape
from bots.unreached import why
from bots.wecom.budget import Budget
from bots.wecom.cards import numbered
from bots.wecom.failures import NOT_THIS, TOO_OFTEN, WAIT_SECONDS
from storage.records import record

TEXT_BYTES = 2048
NUMBER_BYTES = 16
"""Room for `#17 `, or for the sign of what is about no conversation."""
PER_MINUTE = (20, 60.0)
SECONDS = 10.0
ANSWER_BYTES = 64 * 1024


@record(frozen=True, slots=True)
class Post:
    text: str
    """Plain."""
    number: int | None = None
    """Of the conversation that it is about."""


def pieces(post: Post) -> list[str]:
    """Each with the number above it: a later piece may begin with a number that the customer wrote."""
    parts = cut(escape(post.text), TEXT_BYTES - NUMBER_BYTES, TextUnit.BYTES)
    return [shown for part in parts or [""] if (shown := to_plain(numbered(part, post.number))).strip()]


class Push:
    def __init__(self, address: SecretStr, session: aiohttp.ClientSession, clock: Callable[[], float]) -> None:
        self._address = address
        self._session = session
        self._clock = clock
        self._budget = Budget(PER_MINUTE)

    def __bool__(self) -> bool:
        """Whether the group has one."""
        return bool(self._address.get_secret_value())

    async def __call__(self, *posts: Post) -> None:
        """One message each, or more where one is too long. Raises SendFailed."""
        messages = [message for post in posts for message in pieces(post)]
        if (seconds := self._budget.take(len(messages), self._clock())) > 0:
            raise Busy(seconds)
        for message in messages:
            await self._post(message)

    async def _post(self, text: str) -> None:
        body = {"msgtype": "text", "text": {"content": text}}
        try:
            async with self._session.post(
                self._address.get_secret_value(),
                json=body,
                timeout=aiohttp.ClientTimeout(total=SECONDS),
                allow_redirects=False,
            ) as response:
                answer = _errcode(await response.content.read(ANSWER_BYTES))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            # Its text, and that of its causes, may hold the address.
            raise Unreachable(f"the group's webhook was not reached: {why(error)}") from None
        if answer in TOO_OFTEN:
            raise Busy(WAIT_SECONDS)
        if answer in NOT_THIS:
            raise Rejected(f"the group's webhook does not take this (errcode {answer})")
        if answer != 0:
            raise Unreachable(
                f"the group's webhook refuses (errcode {answer}); compare KEFU_WECOM__WEBHOOK with the group"
            )


def _errcode(data: bytes) -> int:
    try:
        match orjson.loads(data):
            case {"errcode": int(code)}:
                return code
    except orjson.JSONDecodeError:
        pass
    raise Unreachable("the group's webhook answers with something else than WeCom does")
