"""The bot's token is in every URL, and must be nowhere else."""

import logging
import traceback
from dataclasses import replace

import pytest
import structlog
from pydantic import SecretStr

from bots.channel import ChannelError
from bots.sandbox.faults import Fault
from bots.sandbox.telegram import TelegramStandIn
from bots.sandbox.telegram.refusal import NOT_OK
from bots.telegram.options import TelegramOptions
from storage.content import Content
from storage.inbound import Attachment, Media
from tests.bots.telegram.shop import DESK, SECRET, TOKEN, Shop, options

WORDS = "秘密 words"
FAULTS = [Fault.error(), Fault.reset(), Fault.nonsense(), NOT_OK, Fault.busy(3), Fault.lost()]


def chain(error: BaseException | None) -> list[BaseException]:
    return [] if error is None else [error, *chain(error.__cause__), *chain(error.__context__)]


def told(error: BaseException) -> str:
    """Everything a log could show of an error, also what `from None` only hides."""
    return " ".join([*traceback.format_exception(error), *(f"{link!r} {link}" for link in chain(error))])


@pytest.mark.parametrize("fault", FAULTS, ids=str)
async def test_no_failure_tells_the_token_or_the_words(
    shop: Shop, platform: TelegramStandIn, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    platform.customer(5, "Li").start()
    failures: list[BaseException] = []
    with structlog.testing.capture_logs() as logged, caplog.at_level(logging.DEBUG):
        platform.faults.next("*", fault, times=1000)
        for attempt in (
            shop.channel.send("5", Content(text=WORDS)),
            shop.channel.fetch(Attachment(media=Media.FILE, channel="telegram", ref="x")),
            shop.channel.open_thread(str(DESK), WORDS, Content(), number=7),
            shop.channel.check(),
        ):
            with pytest.raises(ChannelError) as failed:
                await attempt
            failures.append(failed.value)
        await shop.channel.typing("5")
    said = f"{' '.join(map(told, failures))} {logged} {caplog.text}"
    assert platform.token not in said
    assert WORDS not in said


async def test_no_line_of_the_log_tells_whose_chat_it_was(shop: Shop, platform: TelegramStandIn) -> None:
    customer = "700000042"
    platform.customer(int(customer), "Li").start()
    with structlog.testing.capture_logs() as logged:
        platform.faults.next("*", Fault.error(), times=1000)
        await shop.channel.typing(customer)
        shop.book.fails = True
        await shop.topics.gone(customer)
    assert [each["event"] for each in logged] == ["typing not shown", "a deleted topic is still written down"]
    assert customer not in str(logged)


async def test_no_connection_and_no_file_tell_the_token(shop: Shop, platform: TelegramStandIn) -> None:
    with pytest.raises(ChannelError) as no_file:
        await shop.channel._api.download("nowhere", 1)
    await platform.close()
    with pytest.raises(ChannelError) as no_connection:
        await shop.channel.check()
    with pytest.raises(ChannelError) as no_server:
        await shop.channel._api.download("nowhere", 1)
    for failed in (no_file, no_connection, no_server):
        assert platform.token not in told(failed.value)


async def test_a_whole_day_leaves_no_token_in_the_log(
    shop: Shop, platform: TelegramStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    with structlog.testing.capture_logs() as logged, caplog.at_level(logging.DEBUG):
        await shop.open_door()
        li = platform.customer(5, "Li")
        li.say(WORDS)
        await shop.inbox.texts(1)
        await shop.channel.send("5", Content(text=WORDS))
        li.block()
        with pytest.raises(ChannelError):
            await shop.channel.send("5", Content(text=WORDS))
    said = f"{logged} {caplog.text}"
    for secret in (platform.token, SECRET, WORDS):
        assert secret not in said


async def test_nothing_shows_its_secrets(shop: Shop, platform: TelegramStandIn) -> None:
    api = shop.channel._api
    shown = f"{options()!r} {shop.channel!r} {shop.channel.__dict__!r} {api.__dict__!r} {api.bot!r} {api.bot.request!r}"
    assert TOKEN not in shown
    assert platform.token not in shown


def test_options_that_do_not_fit_together_are_refused_without_their_secrets() -> None:
    known: TelegramOptions = options()
    for wrong in ("", "spaces are not allowed", "é", "x" * 257):
        with pytest.raises(ValueError, match=r"telegram\.secret") as refused:
            replace(known, secret=SecretStr(wrong))
        assert not wrong or wrong not in str(refused.value)
    with pytest.raises(ValueError, match="KEFU_TELEGRAM__TOKEN"):
        replace(known, token=SecretStr(""))
