"""The farewell and the survey: the message that is kept for them, and the template when the windows are over."""

import asyncio
from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from bots.channel import Busy, Gone, Rejected, SendFailed, Unreachable, UsedUp, WindowOver
from bots.sandbox.faults import Fault
from bots.sandbox.wechat import RATING, WeChatPhone, WeChatStandIn
from bots.sandbox.wechat.bad_days import errcode
from bots.wechat.template import Field, Template
from storage.content import Button, Content
from tests.bots.wechat.shop import Clock, Shop

HELLO = Content(text="您的包裹到了")
SURVEY = Content(
    text="<b>您对这次服务满意吗？</b>",
    buttons=tuple(Button(label=f"{stars} 星", goto=f"survey:7:{stars}") for stars in range(5, 0, -1)),
)
TEMPLATE = Template(
    id=RATING.id,
    fields={
        "thing1": Field("{{ shop }}", 20),
        "thing2": Field("请评分：{{text}}", 20),
        "time3": Field("{{ time }}", 0),
    },
    shop="客服小店",
    timezone=ZoneInfo("Asia/Shanghai"),
)


@pytest.fixture
async def templated(standin: WeChatStandIn, clock: Clock) -> AsyncIterator[Shop]:
    async with Shop.beside(standin, clock, standin.credentials, template=TEMPLATE) as shop:
        standin.connect("http://127.0.0.1:9/wechat")  # nobody has to hear that a notice arrived
        yield shop


async def used_up(shop: Shop, customer: WeChatPhone) -> None:
    for _ in range(4):
        await shop.wechat.send(customer.openid, HELLO)


async def refused(shop: Shop, customer: WeChatPhone, content: Content = SURVEY, following: int = 0) -> SendFailed:
    with pytest.raises(SendFailed) as failed:
        await shop.wechat.send_final(customer.openid, content, following=following)
    return failed.value


async def test_the_survey_takes_the_fifth_message_and_nobody_else_does(shop: Shop, wrote: WeChatPhone) -> None:
    await used_up(shop, wrote)
    with pytest.raises(UsedUp, match="kept in reserve"):
        await shop.wechat.send(wrote.openid, HELLO)
    await shop.wechat.send_final(wrote.openid, SURVEY)
    assert wrote.screen.shown[-1].buttons == ("5 星", "4 星", "3 星", "2 星", "1 星")
    assert isinstance(await refused(shop, wrote), UsedUp)


async def test_after_two_days_no_survey_goes_out(shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn) -> None:
    shop.clock.pass_(48 * 3600)
    assert isinstance(await refused(shop, wrote), WindowOver)
    assert standin.sent_count == 0


async def test_a_survey_in_two_messages_is_not_begun_with_one_left(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn
) -> None:
    await used_up(shop, wrote)
    assert isinstance(await refused(shop, wrote, following=1), UsedUp)
    assert standin.sent_count == 4
    await shop.wechat.send_final(wrote.openid, SURVEY)


async def test_a_tap_in_the_survey_is_answered_within_the_taps_own_request(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn
) -> None:
    await used_up(shop, wrote)
    await shop.wechat.send_final(wrote.openid, SURVEY)

    async def thanks(_inbound: object) -> Content:
        return Content(text="谢谢！是哪里没有做好？", buttons=(Button(label="太慢", goto="survey:7:slow"),))

    shop.answer = thanks
    await wrote.tap("2 星")
    assert shop.accepted[-1].payload == "survey:7:2"
    assert wrote.screen.shown[-1].buttons == ("太慢",)
    assert (standin.sent_count, standin.passive_count) == (5, 1)


async def test_a_score_that_is_typed_needs_no_tap(shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn) -> None:
    standin.switches.test_account = True
    await shop.wechat.send_final(wrote.openid, SURVEY)
    await wrote.tap("4 星")
    assert (shop.accepted[-1].text, shop.accepted[-1].payload) == ("4 星", "")


async def test_three_messages_after_a_tap_leave_the_one_of_the_two_days(shop: Shop, wrote: WeChatPhone) -> None:
    await used_up(shop, wrote)
    await wrote.click_menu("menu")
    with pytest.raises(UsedUp):
        await shop.wechat.send(wrote.openid, HELLO)
    shop.clock.pass_(61)
    await shop.wechat.send_final(wrote.openid, SURVEY)


async def test_when_the_survey_is_out_a_tap_allows_two_messages_again(shop: Shop, wrote: WeChatPhone) -> None:
    await used_up(shop, wrote)
    await shop.wechat.send_final(wrote.openid, SURVEY)
    await wrote.tap("2 星")
    for _ in range(2):
        await shop.wechat.send(wrote.openid, HELLO)
    with pytest.raises(UsedUp):
        await shop.wechat.send(wrote.openid, HELLO)


async def test_who_stops_following_and_comes_back_has_no_old_window(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn
) -> None:
    await wrote.unfollow()
    left = await refused(shop, wrote)
    assert (type(left), "does not follow" in str(left)) == (Gone, True)
    await wrote.follow()
    shop.clock.pass_(61)
    assert isinstance(await refused(shop, wrote), WindowOver)
    assert standin.sent_count == 0


async def test_a_long_bad_day_costs_no_more_than_the_one(
    shop: Shop, wrote: WeChatPhone, standin: WeChatStandIn
) -> None:
    await used_up(shop, wrote)
    standin.faults.next("message/custom/send", Fault.reset(), 20)
    for _ in range(20):
        assert isinstance(await refused(shop, wrote), Unreachable)
    await shop.wechat.send_final(wrote.openid, SURVEY)
    assert standin.sent_count == 5


async def test_a_shop_without_a_template_sends_no_notice(shop: Shop, li: WeChatPhone) -> None:
    assert await shop.wechat.send_notice(li.openid, SURVEY, key="kefu-7") is None
    assert li.screen.shown == []


async def test_a_notice_says_what_the_shop_wrote_cut_to_what_fits(templated: Shop, li: WeChatPhone) -> None:
    assert await templated.wechat.send_notice(
        li.openid, Content(text="<b>您对这次\n服务</b>满意吗？请回复一个数字"), key="k"
    )
    assert li.screen.shown[-1].text.split("\n") == [
        "服务评价提醒",
        "商家名称：客服小店",
        "温馨提示：请评分：您对这次 服务满意吗？请回复一…",
        "服务时间：2027年1月15日 16:00",
    ]


async def test_a_notice_that_was_taken_without_our_hearing_of_it_is_not_repeated(
    templated: Shop, li: WeChatPhone, standin: WeChatStandIn
) -> None:
    standin.faults.next("message/template/send", Fault.lost())
    with pytest.raises(Unreachable):
        await templated.wechat.send_notice(li.openid, SURVEY, key="kefu-7")
    assert await templated.wechat.send_notice(li.openid, SURVEY, key="kefu-7")
    assert len(standin.notices) == 1


async def test_a_notice_the_platform_took_a_moment_ago_is_not_one_that_failed(
    templated: Shop, li: WeChatPhone, standin: WeChatStandIn
) -> None:
    standin.faults.next("message/template/send", errcode(40241))
    assert await templated.wechat.send_notice(li.openid, SURVEY, key="kefu-7") == ""


@pytest.mark.parametrize(("refuses", "logged"), [(True, ["failed:user block"]), (False, [])])
async def test_a_notice_that_its_customer_never_sees_is_in_the_log(
    shop: Shop, li: WeChatPhone, standin: WeChatStandIn, refuses: bool, logged: list[str]
) -> None:
    li.refuses_notices = refuses
    async with Shop.beside(standin, shop.clock, standin.credentials, template=TEMPLATE) as templated:
        with capture_logs() as logs:
            await templated.wechat.send_notice(li.openid, SURVEY, key="kefu-7")
            await asyncio.wait_for(shop.requests.get(), 60)
            await li.say("你好")  # by then it is answered
    assert [each["reason"] for each in logs if "reason" in each] == logged
    assert any(shown.text.startswith(RATING.title) for shown in li.screen.shown) is not refuses
    assert [each.text for each in shop.accepted] == ["你好"]


@pytest.mark.parametrize(
    ("code", "expected", "words"),
    [
        (40037, Rejected, "wechat.template.id"),
        (43116, Rejected, "banned"),
        (47003, Rejected, "wechat.template.fields"),
        (48001, Rejected, "apply for 模板消息"),
        (43004, Gone, "does not follow"),
        (43101, Gone, "refuses"),
        (43117, Busy, "3600 s"),
        (45009, Busy, "3600 s"),
        (-1, Unreachable, "busy"),
    ],
)
async def test_every_refusal_of_a_notice_says_what_to_do(
    templated: Shop, li: WeChatPhone, standin: WeChatStandIn, code: int, expected: type[SendFailed], words: str
) -> None:
    standin.faults.next("message/template/send", errcode(code))
    with pytest.raises(expected, match=words) as failed:
        await templated.wechat.send_notice(li.openid, SURVEY, key="kefu-7")
    assert not getattr(failed.value, "whole_bot", False), "customer messages do not wait for notices"


async def test_a_field_that_the_platform_refuses_is_named(
    standin: WeChatStandIn, clock: Clock, li: WeChatPhone
) -> None:
    wrong = Template(id=RATING.id, fields={"thing1": Field("店", 20)}, shop="店", timezone=ZoneInfo("Asia/Shanghai"))
    async with Shop.beside(standin, clock, standin.credentials, template=wrong) as shop:
        with pytest.raises(Rejected, match=r"wechat\.template\.fields\.thing2"):
            await shop.wechat.send_notice(li.openid, SURVEY, key="kefu-7")
