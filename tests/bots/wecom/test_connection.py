"""One connection, kept: lost and found again, taken over, given back."""

import asyncio
from contextlib import suppress

import aiohttp
import pytest
from structlog.testing import capture_logs

from bots.channel import ChannelError, Unreachable
from storage.content import Content
from tests.bots.inbox import Inbox
from tests.bots.wecom.shop import DESK, LONG, PING_SECONDS, Pauses, Shop, open_shop, options_for, running
from tests.engine_fakes import until


async def test_a_lost_connection_is_made_again_and_what_was_not_answered_is_not_taken_for_sent() -> None:
    """And nobody waits for an answer that cannot come any more."""
    async with open_shop(answer_seconds=3600) as shop:
        shop.standin.silent = True
        sending = asyncio.ensure_future(shop.wecom.send(DESK, Content(text="在吗")))
        await until(lambda: shop.standin.heard["aibot_send_msg"] == 1)
        shop.standin.silent = False
        await shop.standin.drop()
        with pytest.raises(Unreachable, match="lost before the answer"):
            await sending
        await shop.standin.until_subscribed(2)
        await shop.wecom.send(DESK, Content(text="在吗"))
        assert shop.texts()[-1] == "在吗"


async def test_what_is_posted_while_it_connects_waits_for_the_connection(shop: Shop) -> None:
    shop.standin.closed = True
    await shop.standin.drop()
    await shop.standin.until_turned_away(1)
    sending = asyncio.ensure_future(shop.wecom.send(DESK, Content(text="在吗")))
    await asyncio.sleep(0)
    shop.standin.closed = False
    await sending
    assert shop.texts() == ["在吗"]


async def test_a_connection_that_says_nothing_any_more_is_replaced() -> None:
    async with open_shop(answer_seconds=0.05) as shop:
        standin = shop.standin
        subscribed, asked = standin.subscriptions, standin.heard["aibot_subscribe"]
        standin.silent = True
        await until(lambda: standin.heard["aibot_subscribe"] > asked)
        standin.silent = False
        await standin.until_subscribed(subscribed + 1)
        while not shop.texts():
            with suppress(Unreachable):  # a slow machine may pass for such a connection, too
                await shop.wecom.send(DESK, Content(text="在吗"))
        assert shop.texts()[0] == "在吗"


async def test_a_platform_that_lets_nobody_in_is_told_of_and_tried_again(shop: Shop) -> None:
    shop.standin.closed = True
    await shop.standin.drop()
    await shop.standin.until_turned_away(3)
    with pytest.raises(ChannelError, match="WeCom was not reached: what answered there is not it"):
        await shop.wecom.check()
    shop.standin.closed = False
    await shop.standin.until_subscribed(2)
    await shop.wecom.send(DESK, Content(text="在吗"))
    await shop.wecom.check()


async def test_wrong_credentials_are_told_with_what_to_do_and_without_the_secret(shop: Shop) -> None:
    with capture_logs() as logs:
        shop.standin.refuse(40001, "aibot_subscribe")
        await shop.standin.drop()
        await shop.standin.until_subscribed(2)
    (told,) = [line for line in logs if "does not accept" in str(line.get("reason"))]
    assert told["log_level"] == "error"
    assert "KEFU_WECOM__SECRET" in told["reason"]
    assert shop.standin.secret not in str(logs)


async def test_who_is_displaced_says_so_and_takes_over_when_the_other_has_died(shop: Shop) -> None:
    """Two programs with the same bot: the later one has it, and the earlier one waits."""
    shop.pauses.door.clear()
    other = Inbox()
    with capture_logs() as logs:
        async with (
            aiohttp.ClientSession() as session,
            running(options_for(shop.standin), session, shop.clock, other, Pauses()),
        ):
            await shop.standin.until_subscribed(2)
            shop.mei.say("谁在", thread="#17")
            assert (await other.next()).text == "谁在"
            with pytest.raises(ChannelError, match="another program"):
                await shop.wecom.check()
        shop.pauses.door.set()
        await shop.standin.until_subscribed(3)
    assert [line["log_level"] for line in logs if "another program" in str(line.get("reason"))] == ["error"]
    shop.mei.say("现在呢", thread="#17")
    assert (await shop.inbox.next()).text == "现在呢"


async def test_the_oftener_two_programs_disagree_the_longer_each_waits(shop: Shop) -> None:
    for number in range(2, 8):
        await shop.standin.displace()
        await shop.standin.until_subscribed(number)
    waited = [seconds for seconds in shop.pauses.asked if seconds >= LONG]
    assert all(most / 2 <= seconds <= most for seconds, most in zip(waited, [60, 120, 300, 600, 600, 600], strict=True))
    shop.clock.now += 3601
    await shop.standin.displace()
    await shop.standin.until_subscribed(8)
    assert [seconds for seconds in shop.pauses.asked if seconds >= LONG][-1] <= 60


async def test_wecom_is_asked_for_a_sign_of_life_now_and_then_and_not_all_the_time(shop: Shop) -> None:
    await until(lambda: shop.standin.heard["ping"] >= 4)
    assert shop.pauses.asked.count(PING_SECONDS) >= 4


async def held(shop: Shop) -> None:
    """At least one ping is answered: another has come."""
    pings = shop.standin.heard["ping"]
    await until(lambda: shop.standin.heard["ping"] > pings + 1)


async def test_a_connection_that_held_for_a_while_is_made_again_as_soon_as_the_first(shop: Shop) -> None:
    """However often it was lost in all."""
    for number in range(2, 7):
        await held(shop)
        await shop.standin.drop()
        await shop.standin.until_subscribed(number)
    waited = [seconds for seconds in shop.pauses.asked if seconds != PING_SECONDS]
    assert len(waited) == 5
    assert max(waited) <= options_for(shop.standin).retry_seconds[0]
