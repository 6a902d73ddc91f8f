"""Template messages on the stand-in: outside of every window, and of fixed form."""

import pytest

from bots.sandbox.phone import Span
from bots.sandbox.wechat import WeChatPhone
from bots.sandbox.wechat.bad_days import errcode
from tests.engine_fakes import until
from tests.sandbox.wechat_account import Account


async def test_a_notice_needs_no_window_and_is_drawn_as_a_card(account: Account, li: WeChatPhone) -> None:
    assert await account.say(li) == 45015
    assert await account.notify(li) == 0
    title, rest = li.screen.shown[-1].spans
    assert title == Span(text="服务评价提醒", styles=("bold",))
    assert rest.text == "\n商家名称：客服小店\n温馨提示：回复 1–5 评分\n服务时间：2027年1月15日 16:00"


async def test_a_notice_opens_no_window(account: Account, li: WeChatPhone) -> None:
    await account.notify(li)
    assert await account.say(li) == 45015


async def test_the_account_is_told_that_a_notice_arrived(account: Account, li: WeChatPhone) -> None:
    await account.notify(li)
    await until(lambda: account.posts == 1)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("thing1", "一" * 20, 0),
        ("thing1", "一" * 21, 47003),
        ("thing2", "", 47003),
        ("time3", "16:00", 0),
        ("time3", "下午四点", 47003),
    ],
)
async def test_each_field_has_its_form(account: Account, li: WeChatPhone, field: str, value: str, code: int) -> None:
    assert await account.notify(li, **{field: value}) == code
    assert len(li.screen.shown) == (code == 0)


async def test_a_template_of_another_account_is_refused(account: Account, li: WeChatPhone) -> None:
    assert await account.notify(li, template="T-elsewhere") == 40037


async def test_who_is_unknown_or_has_left_gets_no_notice(account: Account, li: WeChatPhone) -> None:
    await li.unfollow()
    assert await account.notify(li) == 43004
    assert await account.call("message/template/send", {"touser": "oNobody"}) == 40003


async def test_a_notice_that_is_sent_again_arrives_once_for_ten_minutes(account: Account, li: WeChatPhone) -> None:
    for seconds in (0, 300, 299):
        account.clock.now += seconds
        assert await account.notify(li, "kefu-7") == 0
    assert len(li.screen.shown) == 1
    account.clock.now += 1
    await account.notify(li, "kefu-7")
    assert len(li.screen.shown) == 2


async def test_a_bad_day_of_notices_can_be_one_customers_alone(account: Account, li: WeChatPhone) -> None:
    han = account.standin.customer("oHan")
    account.standin.faults.next("message/template/send", errcode(43117), chat=li.openid)
    assert [await account.notify(customer) for customer in (han, li, li)] == [0, 43117, 0]
