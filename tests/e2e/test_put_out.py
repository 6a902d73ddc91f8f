"""Somebody puts the bot out of the staff group: the alarm is raised at once, and nothing said meanwhile is lost."""

import asyncio

import aiohttp

from tests.e2e.channels import BOTH_DESKS
from tests.e2e.chats import Customer, Desk, handed_over
from tests.e2e.shop import Shop


def put_out(desk: Desk) -> None:
    if desk.channel == "telegram":
        desk.shop.platforms.forum.kick()
    else:
        desk.shop.platforms.channel.put_out("U0AGENT")


def let_in(desk: Desk) -> None:
    if desk.channel == "telegram":
        desk.shop.platforms.forum.chat.blocked = False
    else:
        desk.shop.platforms.channel.room.bot_is_member = True


async def alarm_is(shop: Shop, value: str) -> None:
    """As an operator's monitor sees it."""
    async with asyncio.timeout(60), aiohttp.ClientSession(shop.url) as session:
        while True:
            async with session.get("/metrics") as answer:
                lines = (await answer.text()).splitlines()
            if any(line.startswith("kefu_desk_unreachable{") and line.endswith(f" {value}") for line in lines):
                return
            await asyncio.sleep(0.05)


@BOTH_DESKS
async def test_what_was_said_meanwhile_comes_when_the_bot_is_back(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    put_out(desk)
    await alarm_is(desk.shop, "1.0")
    await customer.says("还在吗")
    let_in(desk)
    desk.shop.clock.forward(3600)
    await topic.eyes.screen.until(lambda each: "还在吗" in each.text)
    await desk.reads("被移出了这个群")
    await alarm_is(desk.shop, "0.0")
