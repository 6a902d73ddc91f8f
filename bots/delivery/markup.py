"""kefu markup as each platform wants it, and how long a platform will find it."""

from collections.abc import Sequence
from itertools import groupby

from bots.channel import TextUnit
from bots.delivery.mentions import called, is_mention
from bots.delivery.mrkdwn import to_slack_mrkdwn
from bots.delivery.runs import (
    Run,
    Style,
    announced,
    in_blocks,
    is_plain,
    is_straight,
    parse,
    straight_words,
    to_markup,
    with_bars,
)
from handlers.taps import untapped

__all__ = ["length", "plain_of", "to_plain", "to_slack_mrkdwn", "to_telegram_html", "visible", "visible_length"]


def visible(text: str) -> str:
    """The words alone: what a customer sees where links can be tapped."""
    return text if is_plain(text) else "".join(run.text for run in parse(text))


def to_plain(text: str) -> str:
    """For a channel without any markup: a link's address follows its label."""
    if is_plain(text):
        return text
    return straight_words(text) if is_straight(text) else plain_of(parse(text))


def plain_of(runs: Sequence[Run]) -> str:
    return "".join([with_bars(_words(block)) if barred else _words(block) for barred, block in in_blocks(runs)])


def _words(runs: Sequence[Run]) -> str:
    by_link = groupby(runs, key=lambda run: run.style.href)
    return "".join([_with_address("".join([run.text for run in same]), href) for href, same in by_link])


def _with_address(label: str, href: str) -> str:
    address = href.removeprefix("mailto:").removeprefix("tel:")
    return label if not href or is_mention(href) or address in label else f"{label} ({address})"


def visible_length(text: str, unit: TextUnit) -> int:
    """How long a platform counts a text to be, in the plainest form it may be sent in (with the links' addresses)."""
    return length(to_plain(text), unit)


def length(words: str, unit: TextUnit) -> int:
    if unit is TextUnit.CHARACTERS or words.isascii():
        return len(words)
    # A lone surrogate can come in through JSON; measuring must not fail on it.
    if unit is TextUnit.BYTES:
        return len(words.encode("utf-8", "surrogatepass"))
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def to_telegram_html(text: str) -> str:
    """For `parse_mode=HTML`. Telegram allows no other style inside `code`, so code comes alone."""
    if is_plain(text):
        return text.replace(">", "&gt;")
    if is_straight(text):
        return text.replace("&quot;", '"').replace("&#34;", '"').replace("&#39;", "'")
    return to_markup([_telegram(run) for run in announced(parse(text))], bar="blockquote")


def _telegram(run: Run) -> Run:
    if run.style.barred:
        run = Run(untapped(run.text), run.style)
    if run.style.code:
        return Run(run.text, Style(code=True, barred=run.style.barred))
    if not is_mention(run.style.href):
        return run
    member = called(run.style.href, "telegram")
    return Run(run.text, run.style._replace(href=f"tg://user?id={member}" if member else ""))
