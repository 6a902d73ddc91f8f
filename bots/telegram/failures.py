"""What Telegram's refusals mean for us.

The HTTP status picks python-telegram-bot's exception; of a 400 only the description tells the cause.
Texts are those of https://github.com/tdlib/telegram-bot-api (Client.cpp) and of TDLib.
"""

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    TelegramError,
)

from bots.channel import Busy, Gone, Moved, Rejected, SendFailed, ThreadGone, Unreachable
from bots.telegram.transport import Flooded, Unreached

THREAD_GONE = ("thread not found", "topic_deleted", "topic_closed", "topic_id_invalid", "topic not found")
CONTACT_GONE = ("chat not found", "peer_id_invalid", "user_is_deactivated", "user not found")
NO_RIGHTS = ("rights", "chat_write_forbidden", "chat_admin_required", "not a forum")


class NoRights(Rejected):
    """The bot lacks a right in the chat: the desk's admin has to grant it."""


def failure(error: TelegramError) -> SendFailed:
    # BadRequest is a NetworkError in python-telegram-bot, so it has to be asked for first.
    match error:
        case Flooded():
            return Busy(error.seconds)
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden():
            return Gone(_cause(error))
        case BadRequest():
            return _refusal(_cause(error))
        case InvalidToken():
            return Unreachable(
                "Telegram does not accept the bot's token: set KEFU_TELEGRAM__TOKEN to what @BotFather says"
            )
        case Conflict():
            return Unreachable(
                "another program reads this bot's updates (or a webhook is set): stop it, or use another bot"
            )
        case Unreached():
            return Unreachable(str(error))
        case _:
            return Unreachable(_cause(error))


def _refusal(cause: str) -> SendFailed:
    said = cause.lower()
    if any(text in said for text in THREAD_GONE):
        return ThreadGone(cause)
    if any(text in said for text in CONTACT_GONE):
        return Gone(cause)
    if any(text in said for text in NO_RIGHTS):
        return NoRights(cause)
    return Rejected(cause)


def _cause(error: TelegramError) -> str:
    """Up to the first colon: behind it Telegram quotes what we sent (`can't parse entities: ...`). Of a webhook it says
    what is wrong with our address.
    """
    said = str(error).removeprefix("Forbidden: ")
    return (said if said.startswith("Bad webhook") else said.partition(":")[0])[:200]
