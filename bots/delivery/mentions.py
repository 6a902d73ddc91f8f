"""Members of staff in a text: `<a href="agent:slack:U7">` calls them where their own platform shows it."""

import re

SCHEME = "agent:"
CALL = re.compile(rf'<a href="{SCHEME}[^"]*">(.*?)</a>', re.DOTALL)


def is_mention(href: str) -> bool:
    return href.startswith(SCHEME)


def called(href: str, channel: str) -> str:
    """Their id on this channel; "" for a web address, and for somebody of another channel, whose name is but a word."""
    account = href.removeprefix(SCHEME) if is_mention(href) else ""
    of, _, account_id = account.partition(":")
    return account_id if of == channel else ""


def uncalled(text: str) -> str:
    """The same words, in which nobody is called."""
    return CALL.sub(r"\1", text)
