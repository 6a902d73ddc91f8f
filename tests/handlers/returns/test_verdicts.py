"""What comes of a request that was confirmed: every wish, every verdict, and what has changed meanwhile."""

from dataclasses import replace

import pytest

from storage.errors import Conflict
from storage.inbound import Identity, Kind
from storage.orders import Order
from storage.results import Action
from storage.returns import Resolution, ReturnChange, RmaEvent, RmaStatus
from tests.handlers.chat import Chat
from tests.handlers.returns.requests import CUPS, NEW
from tests.handlers.returns.shop import POLICY, open_shop
from tests.handlers.returns.talk import Step, confirmed, newest, picture, to_summary

R = "returns"
PHOTOS = (picture("p1"), picture("p2"), "发完了")
CHIP = ("有裂纹或缺口", "跳过", picture("p1"), "发完了")


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    open_shop(chat, "A1001", "A1002", "A1005", "A1006")
    await chat.says("你好")
    return chat


@pytest.mark.parametrize(
    ("steps", "resolution", "status"),
    [
        (("碎了或坏了", "跳过", *PHOTOS, "退货退款"), Resolution.REFUND, RmaStatus.AWAITING_SHIPMENT),
        (("碎了或坏了", "跳过", *PHOTOS, "换货", "换同款"), Resolution.EXCHANGE, RmaStatus.AWAITING_SHIPMENT),
        (("碎了或坏了", "跳过", *PHOTOS, "退到店铺余额"), Resolution.STORE_CREDIT, RmaStatus.AWAITING_SHIPMENT),
        ((*CHIP, "仅退款"), Resolution.REFUND_ONLY, RmaStatus.APPROVED),
        ((*CHIP, "补发"), Resolution.REPLACEMENT, RmaStatus.APPROVED),
    ],
)
async def test_each_wish_becomes_a_request_as_the_rules_decide(
    talk: Chat, steps: tuple[Step, ...], resolution: Resolution, status: RmaStatus
) -> None:
    await to_summary(talk, "退货 A1001", "1", *steps)
    rma = await confirmed(talk)
    assert (rma.resolution, rma.status, rma.postage) == (resolution, status, "shop")
    assert (rma.send_back_by is not None) == (status is RmaStatus.AWAITING_SHIPMENT)
    assert ("我已寄出" in talk.labels) == (status is RmaStatus.AWAITING_SHIPMENT)


@pytest.mark.parametrize(("said", "variant"), [("换同款", ""), ("蓝色大号", "蓝色大号")])
async def test_the_variant_of_an_exchange(talk: Chat, said: str, variant: str) -> None:
    await to_summary(talk, "退货 A1001", "1", "太小", "跳过", "换货", said)
    assert (await confirmed(talk)).variant == variant


async def test_a_wish_that_is_the_only_one_is_not_asked_for(talk: Chat) -> None:
    summary = await to_summary(talk, "退货 A1001", "1", "不想要了", "跳过")
    assert "处理方式：退货退款" in summary
    assert "改处理方式" not in talk.labels


async def test_the_summary_tells_who_pays_the_postage(talk: Chat) -> None:
    assert talk.line(R, "postage_customer") in await to_summary(talk, "退货 A1001", "1", "不想要了", "跳过")
    await talk.says("取消")
    assert talk.line(R, "postage_shop") in await to_summary(
        talk, "退货 A1001", "1", "碎了或坏了", "跳过", *PHOTOS, "退货退款"
    )


async def test_nothing_is_said_of_postage_where_nothing_is_sent(talk: Chat) -> None:
    assert "邮费" not in await to_summary(talk, "退货 A1001", "1", *CHIP, "补发")


async def test_declined_in_plain_words(talk: Chat) -> None:
    await to_summary(talk, "退货 A1005", "1", "不想要了", "跳过")
    said = await talk.presses("确认提交")
    assert "特价商品不退不换。" in said
    assert newest(talk).status is RmaStatus.DECLINED
    assert newest(talk).declined_because == "outlet"


async def test_left_to_a_person_who_is_told(talk: Chat) -> None:
    await to_summary(talk, "退货 A1006", "不想要了", "跳过")
    said = await talk.presses("确认提交")
    assert said == talk.line(R, "opened_in_review", number="R10001")
    assert newest(talk).status is RmaStatus.IN_REVIEW
    assert {each.action for each in talk.to_desk} == {Action.POST, Action.ALERT}
    assert talk.open.status == "pending", "the conversation stays with the bot"


async def test_it_goes_on_in_english(talk: Chat) -> None:
    talk.speaks("en")
    await to_summary(talk, "return A1001", "1", "Changed my mind", "Skip")
    said = await talk.presses("Send the request")
    assert "Send it to: 969 West Wen Yi Road" in said
    assert newest(talk).language == "en"


# What has changed since it was asked


async def test_what_somebody_else_took_meanwhile_is_refused_kindly(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "2", "不想要了", "跳过")
    somebody_elses(talk, 1)
    said = await talk.presses("确认提交")
    assert said.startswith(talk.line(R, "taken_meanwhile", number="A1001"))
    assert "青瓷杯子 × 1" in said, "what is left of it, to be confirmed"
    await talk.presses("确认提交")
    assert newest(talk).lines[0].quantity == 1


async def test_nothing_is_left_at_all(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "2", "不想要了", "跳过")
    somebody_elses(talk, 2)
    said = await talk.presses("确认提交")
    assert "现在没有可以退换的商品" in said
    assert talk.open.state.get("form") is None


async def test_a_conflict_at_the_last_moment_is_decided_anew_with_what_is_left(talk: Chat) -> None:
    """The store refuses the turn, and it is decided again."""
    await to_summary(talk, "退货 A1001", "2", "不想要了", "跳过")
    before = talk.conversation
    with pytest.raises(Conflict):
        await raced(talk)
    talk.conversation = before
    assert talk.line(R, "taken_meanwhile", number="A1001") in await talk.says("确认")


async def raced(chat: Chat) -> None:
    """Between the decision and its writing another request takes a cup."""
    inbound = chat.inbound(Kind.TEXT, text="确认")
    result = await chat.reception.customer(inbound, chat.conversation, chat.now)
    somebody_elses(chat, 1)
    chat.commit(result, inbound.chat_id)


async def test_the_last_day_passes_before_it_is_confirmed(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了", "跳过")
    talk.shop.orders["A1001"] = aged(talk, 20)
    assert "（window_over）" in await talk.presses("确认提交")
    assert talk.returns.rmas == {}


async def test_only_the_reason_is_too_late_now(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了", "跳过")
    talk.shop.orders["A1001"] = aged(talk, 10)
    said = await talk.presses("确认提交")
    assert said.endswith(talk.line(R, "ask_quantity", item="青瓷杯子", left=2))


async def test_the_order_system_fails_at_the_end_and_it_can_be_confirmed_again(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了", "跳过")
    talk.shop.down = True
    assert await talk.says("确认") == talk.line("order_lookup", "unavailable")
    talk.shop.down = False
    await talk.says("确认")
    assert newest(talk).status is RmaStatus.AWAITING_SHIPMENT


async def test_the_proof_is_forgotten_before_it_is_confirmed(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了", "跳过")
    talk.shop.proven.clear()
    talk.conversation = replace(talk.open, proven={})
    assert await talk.presses("确认提交") == talk.line("order_lookup", "ask_factor", number="A1001")


async def test_the_policy_is_another_one_in_the_middle(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "太小", "跳过", "换货", "换同款")
    talk.return_policy = replace(POLICY, reasons=POLICY.reasons[:2])
    assert await talk.says("确认") == talk.line(R, "bad_reason")
    assert talk.returns.rmas == {}


def aged(chat: Chat, days: float) -> Order:
    found = chat.shop.orders["A1001"]
    (parcel,) = found.shipments
    return replace(found, shipments=(replace(parcel, delivered_at=chat.now - days * 86400),))


def somebody_elses(chat: Chat, pieces: int) -> None:
    """The order's other half, signed in with another account."""
    rma = replace(
        NEW,
        number="R20001",
        order_number="A1001",
        identity=Identity("slack", "U9"),
        lines=(replace(CUPS, quantity=pieces),),
    )
    event = RmaEvent(at=chat.now, actor="contact", before=None, after=rma.status)
    chat.returns.write([ReturnChange(rma=rma, event=event, bought={0: 2})])
