"""The stand-in refuses what WeChat refuses."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from aiohttp import web

from bots.sandbox.faults import Fault
from bots.sandbox.wechat import NOTICE, WeChatPhone
from bots.sandbox.wechat.bad_days import errcode
from tests.sandbox.wechat_account import Account


async def test_a_message_allows_five_answers_in_two_days(account: Account, li: WeChatPhone) -> None:
    assert await account.say(li) == 45015
    await li.say("你好")
    assert [await account.say(li) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]
    await li.say("还在吗")
    account.clock.now += 48 * 3600
    await account.fetch_token()
    assert await account.say(li) == 45015


@pytest.mark.parametrize("act", [WeChatPhone.follow, lambda li: li.click_menu("k"), lambda li: li.scan("s")])
async def test_an_action_allows_three_answers_in_a_minute(
    account: Account, li: WeChatPhone, act: Callable[[WeChatPhone], Awaitable[None]]
) -> None:
    await act(li)
    assert [await account.say(li) for _ in range(4)] == [0, 0, 0, 45047]
    account.clock.now += 60
    assert await account.say(li) == 45015


async def test_a_tap_on_a_menu_line_allows_no_more_than_an_action(account: Account, li: WeChatPhone) -> None:
    await li.say("你好")
    assert await account.offer_menu(li) == 0
    for _ in range(4):
        await account.say(li)
    await li.tap("满意")
    assert [await account.say(li) for _ in range(4)] == [0, 0, 0, 45047]


async def test_a_test_account_may_not_send_menus(account: Account, li: WeChatPhone) -> None:
    account.standin.switches.test_account = True
    await li.say("你好")
    assert await account.offer_menu(li) == 40200


async def test_who_is_unknown_or_has_left_gets_nothing(account: Account, li: WeChatPhone) -> None:
    await li.say("你好")
    await li.unfollow()
    assert await account.say(li) == 43004
    assert await account.say(WeChatPhone("oNobody", "zh_CN", li._platform)) == 40003


async def test_a_text_over_2048_bytes_is_refused(account: Account, li: WeChatPhone) -> None:
    await li.say("你好")
    assert await account.say(li, "长" * 682) == 0
    assert await account.say(li, "长" * 683) == 45002


async def test_a_token_that_was_revoked_is_refused_and_a_machine_not_listed_gets_none(
    account: Account, li: WeChatPhone
) -> None:
    await li.say("你好")
    account.standin.tokens.revoke()
    assert await account.say(li) == 40001
    account.standin.switches.address_allowed = False
    assert await account.fetch_token() == 40164


async def test_the_stable_token_stays_until_shortly_before_its_end(account: Account) -> None:
    first = account.token
    account.clock.now += 6800
    await account.fetch_token()
    assert account.token == first
    account.clock.now += 200
    await account.fetch_token()
    assert account.token != first


async def test_typing_is_not_repeated_and_only_for_who_was_just_here(account: Account, li: WeChatPhone) -> None:
    typing = {"touser": li.openid, "command": "Typing"}
    assert await account.call("message/custom/typing", typing) == 45080
    await li.say("你好")
    assert [await account.call("message/custom/typing", typing) for _ in range(2)] == [0, 45081]
    assert await account.call("message/custom/typing", typing | {"command": "Dance"}) == 45072


async def test_a_server_that_never_answers_is_tried_three_times(account: Account, li: WeChatPhone) -> None:
    over = asyncio.Event()

    async def hang(_request: web.Request) -> web.Response:
        await over.wait()
        return web.Response()

    account.answers = hang
    await li.say("你好")
    over.set()
    assert (account.posts, li.screen.shown[-1].text) == (3, NOTICE)


@pytest.mark.parametrize("body", ["{}", "<xml><Content>plain</Content></xml>", "您好"])
async def test_an_answer_that_is_no_sealed_reply_shows_the_notice(account: Account, li: WeChatPhone, body: str) -> None:
    async def nonsense(_request: web.Request) -> web.Response:
        return web.Response(text=body)

    account.answers = nonsense
    await li.say("你好")
    assert (account.posts, li.screen.shown[-1].text) == (1, NOTICE)


@pytest.mark.parametrize("body", ["", "success"])
async def test_an_acknowledgement_shows_nothing(account: Account, li: WeChatPhone, body: str) -> None:
    async def acknowledge(_request: web.Request) -> web.Response:
        return web.Response(text=body)

    account.answers = acknowledge
    await li.say("你好")
    assert [shown.text for shown in li.screen.shown] == ["你好"]


async def test_a_bad_day_lasts_as_many_calls_as_planned(account: Account, li: WeChatPhone) -> None:
    await li.say("你好")
    account.standin.faults.next("message/custom/send", errcode(45009), 2)
    assert [await account.say(li) for _ in range(3)] == [45009, 45009, 0]
    account.standin.faults.next("message/custom/send", Fault.reset())
    with pytest.raises(aiohttp.ClientError):
        await account.say(li)


async def test_a_bad_day_can_be_one_customers_alone(account: Account, li: WeChatPhone) -> None:
    han = account.standin.customer("oHan")
    await li.say("你好")
    await han.say("你好")
    account.standin.faults.next("message/custom/send", errcode(45009), chat=li.openid)
    assert [await account.say(customer) for customer in (han, li, li)] == [0, 45009, 0]


async def test_a_lost_answer_means_the_customer_has_the_message(account: Account, li: WeChatPhone) -> None:
    await li.say("你好")
    account.standin.faults.next("message/custom/send", Fault.lost())
    with pytest.raises(aiohttp.ClientError):
        await account.say(li, "发货了")
    assert li.screen.shown[-1].text == "发货了"
    assert account.standin.sent_count == 1


async def test_only_what_is_on_the_screen_can_be_tapped(li: WeChatPhone) -> None:
    with pytest.raises(LookupError, match="nothing on the screen"):
        await li.tap("退款")
