"""What staff see of a request: the card, where it appears, and whom it alerts."""

from dataclasses import replace

import pytest

from handlers.returns import card
from storage.content import Button
from storage.conversations import Status
from storage.inbound import Attachment, Kind, Media
from storage.photos import CHANNEL
from storage.results import Action, Outgoing
from storage.returns import Resolution, Rma, RmaStatus
from tests.handlers.chat import Chat
from tests.handlers.returns.requests import NEW, at, brought
from tests.handlers.returns.shop import POLICY

S = RmaStatus
DESK = "returns_desk"


@pytest.fixture
async def shop(chat: Chat) -> Chat:
    chat.return_policy = POLICY
    await chat.says("你好")
    return chat


async def opened(chat: Chat, rma: Rma) -> tuple[Outgoing, ...]:
    """In a turn of the customer's."""
    inbound = chat.inbound(Kind.TEXT, text="确认")
    turn, _ = chat.reception._begun(inbound, chat.conversation, chat.now)
    return await card.opened(turn, rma)


async def shown(chat: Chat, number: str = "R10001") -> list[str]:
    await chat.agent_says(f"/rma {number}")
    return chat.posted.splitlines()


async def test_a_card_says_what_is_sent_back_why_and_what_for(shop: Chat) -> None:
    card, *_ = await opened(shop, at(S.IN_REVIEW))
    assert card.content.text.splitlines() == [
        "<b>退货申请 R10001</b> · 订单 A**** · 待审核",
        "1. 青瓷杯子 &lt;大&gt; × 2，¥116.00",
        "2. 竹茶盘 × 1，¥120.00",
        "原因：碎了或坏了",
        "说明：到手就碎了，打我电话 13*******00",
        "照片：2 张",
        "希望：退货退款，¥236.00，寄回运费由我们承担",
        "规则：需要人工审核（<code>expensive</code>）",
        "这位客户第一次申请退货",
    ]
    assert card.content.buttons == (
        Button(label="同意", goto="rma:approve:R10001"),
        Button(label="拒绝", goto="rma:decline:R10001"),
        Button(label="再问客户", goto="rma:ask:R10001"),
        Button(label="取消申请", goto="rma:cancel:R10001"),
    )


async def test_a_card_opens_the_topic_and_the_photographs_follow_it(shop: Chat) -> None:
    card, photos, alert = await opened(shop, at(S.IN_REVIEW))
    assert (card.action, card.opens, card.title) == (Action.POST, True, "#17 李雷 · Telegram · 退货 R10001")
    assert photos.content.attachments == tuple(
        Attachment(media=Media.PHOTO, channel=CHANNEL, ref=ref) for ref in ("p1", "p2")
    )
    assert alert.action is Action.ALERT


async def test_what_a_person_has_to_decide_is_told_in_the_general_topic(shop: Chat) -> None:
    *_, alert = await opened(shop, at(S.IN_REVIEW))
    told = '退货申请 R10001 等待审核：#17 <a href="topic:17">李雷</a>，碎了或坏了，¥236.00'
    assert told in alert.content.text, "and the name leads to the topic"
    assert alert.content.buttons == ()


@pytest.mark.parametrize("decided", [S.AWAITING_SHIPMENT, S.APPROVED, S.DECLINED])
async def test_what_the_policy_has_decided_alerts_nobody(shop: Chat, decided: S) -> None:
    assert {each.action for each in await opened(shop, at(decided))} == {Action.POST}


async def test_staff_who_have_the_conversation_need_no_alert(shop: Chat) -> None:
    await shop.says("转人工")
    card, *_ = rows = await opened(shop, at(S.IN_REVIEW))
    assert {each.action for each in rows} == {Action.POST}
    assert not card.opens


async def test_the_conversation_stays_whose_it_is(shop: Chat) -> None:
    brought(shop, S.IN_REVIEW)
    before = shop.open.status
    await shown(shop)
    assert shop.open.status is before is Status.PENDING


async def test_without_a_desk_there_is_no_card(shop: Chat) -> None:
    shop.desk = None
    assert await opened(shop, at(S.IN_REVIEW)) == ()


async def test_earlier_requests_are_counted_and_the_latest_shown(shop: Chat) -> None:
    for index in range(2, 7):
        brought(shop, S.REFUNDED, replace(NEW, number=f"R1000{index}", order_number=f"A100{index}"))
    *_, history, first, second, third = (await opened(shop, at(S.IN_REVIEW)))[0].content.text.splitlines()
    assert history == "这位客户以前的申请（5）："
    assert first == "<code>R10006</code> 2025年11月21日 ¥236.00 已退款"
    assert third.startswith("<code>R10004</code>")
    assert second.startswith("<code>R10005</code>")


async def test_an_automatic_refusal_says_by_which_rule_and_why(shop: Chat) -> None:
    text = (await opened(shop, at(S.IN_REVIEW, replace(NEW, rule="outlet"))))[0].content.text
    assert "（<code>outlet</code>），特价商品不退不换。" in text


async def test_the_customers_words_are_masked_with_what_would_prove_an_order(shop: Chat) -> None:
    note = replace(NEW, note="订单 A10086 8000，电话 13900008000，a.b@example.com")
    text = (await opened(shop, at(S.IN_REVIEW, note)))[0].content.text
    assert "说明：订单 A1**86 ****，电话 13*******00，a***＠example.com" in text


async def test_nothing_that_a_customer_writes_looks_like_a_line_of_ours_or_can_be_tapped(shop: Chat) -> None:
    posing = replace(NEW, note="杯口有裂\n已同意：全额退款\n/resolve @mei")
    posing = replace(posing, resolution=Resolution.EXCHANGE, variant="白\n/close")
    lines = (await opened(shop, at(S.IN_REVIEW, posing)))[0].content.text.splitlines()
    assert "说明：杯口有裂 已同意：全额退款 ／resolve ＠mei" in lines
    assert any(each.startswith("希望：换货（白 ／close）") for each in lines)


async def test_goods_that_stay_have_no_postage_and_a_variant_is_named(shop: Chat) -> None:
    stays = (await opened(shop, at(S.APPROVED)))[0].content.text
    assert "希望：仅退款，¥236.00\n" in stays
    assert "答应客户在 2025年11月29日 前退款" in stays
    swap = replace(NEW, resolution=Resolution.EXCHANGE, variant="白色", sub_reason="too_small", reason="size")
    text = (await opened(shop, at(S.IN_REVIEW, swap)))[0].content.text
    assert "希望：换货（白色）" in text
    assert "原因：尺寸不合适 / 太小" in text


async def test_a_reason_that_the_policy_has_no_more_is_told_by_its_id(shop: Chat) -> None:
    assert "原因：moths" in (await opened(shop, at(S.IN_REVIEW, replace(NEW, reason="moths"))))[0].content.text


async def test_the_card_anew_has_all_that_happened(shop: Chat) -> None:
    await shop.says("转人工")
    brought(shop, S.REFUNDED)
    lines = await shown(shop)
    assert lines[0] == "退货申请 R10001 · 订单 A**** · 已退款"
    for line in (
        "客户已寄出：顺丰速运 SF1234567890",
        "收到 1. 青瓷杯子 <大>：2 / 2",
        "金额 ¥236.00，流水号 TK1",
        "经过：",
        "11月22日 16:26 小美：待审核",
        "11月22日 16:26 客户：客户已寄出",
        "11月22日 16:26 小美：已验货，完好",
    ):
        assert line in lines, line
    assert shop.to_desk[1].content.attachments
    assert shop.to_desk[0].content.buttons == ()


@pytest.mark.parametrize("status", S)
async def test_a_card_can_be_shown_at_every_point(shop: Chat, status: S) -> None:
    await shop.says("转人工")
    brought(shop, status)
    assert (await shown(shop))[0].endswith(shop.line(DESK, f"status_{status}"))
