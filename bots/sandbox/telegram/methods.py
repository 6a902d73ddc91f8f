"""The methods of the Bot API that are spoken here."""

from collections.abc import Callable
from typing import Any

from bots.sandbox.telegram.account import Account
from bots.sandbox.telegram.changing import Changing
from bots.sandbox.telegram.parameters import Parameters
from bots.sandbox.telegram.sending import FILES, Sending
from bots.sandbox.telegram.topics import Topics

Method = Callable[[Parameters], Any]


def methods(account: Account, sending: Sending, changing: Changing, topics: Topics) -> dict[str, Method]:
    """By name in lower case: the platform does not mind the case either."""

    def upload(name: str) -> Method:
        return lambda parameters: sending.file(name, parameters)

    return {name: upload(name) for name in FILES} | {
        "getme": account.me,
        "setwebhook": account.set_webhook,
        "deletewebhook": account.delete_webhook,
        "getwebhookinfo": account.webhook_info,
        "getupdates": account.poll,
        "answercallbackquery": account.answer_query,
        "sendchataction": account.chat_action,
        "setmycommands": account.set_commands,
        "getfile": account.file,
        "getchat": account.chat,
        "getchatmember": account.member,
        "sendmessage": sending.message,
        "sendmediagroup": sending.album,
        "sendlocation": sending.location,
        "sendcontact": sending.contact,
        "editmessagetext": changing.text,
        "editmessagecaption": changing.caption,
        "editmessagereplymarkup": changing.keyboard,
        "deletemessage": changing.delete,
        "createforumtopic": topics.create,
        "editforumtopic": topics.edit,
        "closeforumtopic": topics.close,
        "reopenforumtopic": topics.reopen,
        "deleteforumtopic": topics.delete,
        "setmessagereaction": changing.react,
    }
