"""What staff do with a request in the customer's topic, and what the customer reads of it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from handlers.catalogue import DECLARATIONS
from handlers.exchange import plain
from handlers.scripts.library import Library
from handlers.scripts.loading import fresh
from storage.content import Button
from storage.conversations import Owner, OwnerKind, Status
from storage.errors import Conflict
from storage.inbound import Identity, Kind
from storage.results import Action
from storage.returns import ENDED, Resolution, RmaStatus, permitted
from tests.handlers.chat import MEI, SCRIPTS, TOPIC, Chat, photo
from tests.handlers.returns.requests import NEW, STAYS, brought
from tests.handlers.returns.shop import POLICY

S = RmaStatus
DESK = "returns_desk"
BO = Identity("slack", "U8")
TYPED = {
    S.APPROVED: "/rma approve R10001",
    S.DECLINED: "/rma decline R10001 有明显的使用痕迹",
    S.RECEIVED: "/rma received R10001 1=1",
    S.INSPECTED: "/rma inspected R10001 完好",
    S.REFUNDED: "/rma refunded R10001 236.00 TK2026",
    S.CREDITED: "/rma credited R10001 236.00 TK2026",
    S.EXCHANGED: "/rma sent R10001 顺丰 SF7654321",
    S.CANCELLED: "/rma cancel R10001 客户来电",
}
MADE = {S.APPROVED: S.AWAITING_SHIPMENT}


@pytest.fixture
async def shop(chat: Chat) -> Chat:
    """A customer whom the bot has, and who once talked to staff, so that there is a topic."""
    return await prepared(chat)


async def prepared(chat: Chat) -> Chat:
    chat.return_policy = POLICY
    await chat.says("转人工")
    await chat.agent_says("/resolve")
    return chat


async def shop_of(scripts: Library) -> Chat:
    return await prepared(Chat(scripts))


def status(chat: Chat) -> RmaStatus:
    return chat.returns.rmas["R10001"].status


def desk_buttons(chat: Chat) -> list[Button]:
    return [button for each in chat.to_desk for button in each.content.buttons]


def label(chat: Chat, name: str) -> str:
    return chat.line(DESK, f"{name}_button")


# Each move


async def test_an_approval_tells_where_to_send_it_until_when_and_who_pays(shop: Chat) -> None:
    brought(shop, S.IN_REVIEW)
    told = await shop.agent_says("/rma approve R10001")
    assert status(shop) is S.AWAITING_SHIPMENT
    assert "R10001" in told
    assert "杭州市余杭区文一西路 969 号" in told
    assert "2025年12月20日 前" in told
    assert "运费由我们承担" in told
    assert "已同意，等客户寄回" in shop.posted
    assert "小美" in shop.posted
    assert [each.goto for each in desk_buttons(shop)] == [
        "rma:received:R10001",
        "rma:part:R10001",
        "rma:ask:R10001",
        "rma:cancel:R10001",
    ]


async def test_an_approval_where_the_goods_stay_promises_the_money(shop: Chat) -> None:
    brought(shop, S.IN_REVIEW, STAYS)
    told = await shop.agent_presses("rma:approve:R10001")
    assert status(shop) is S.APPROVED
    assert told == shop.line(
        DESK, "told_approved_kept", number="R10001", promise="退款", amount="¥236.00", date="2025年11月29日"
    )


async def test_a_replacement_is_promised_without_an_amount(shop: Chat) -> None:
    brought(shop, S.IN_REVIEW, replace(STAYS, resolution=Resolution.REPLACEMENT))
    told = await shop.agent_presses("rma:approve:R10001")
    assert "补发" in told
    assert "¥" not in told


async def test_a_shop_without_an_address_tells_it_by_hand(shop: Chat) -> None:
    shop.return_policy = replace(POLICY, address={})
    brought(shop, S.IN_REVIEW)
    assert "地址由客服告诉您" in await shop.agent_presses("rma:approve:R10001")


async def test_a_refusal_in_staffs_own_words(shop: Chat) -> None:
    brought(shop, S.IN_REVIEW)
    told = await shop.agent_says("/rma decline R10001 杯子 <大> 有明显的使用痕迹")
    assert "原因：杯子 <大> 有明显的使用痕迹" in told
    assert shop.returns.rmas["R10001"].declined_because == "杯子 <大> 有明显的使用痕迹"
    assert "有明显的使用痕迹" in shop.posted
    assert desk_buttons(shop) == []


async def test_a_refusal_by_a_button_is_told_in_the_customers_language(shop: Chat) -> None:
    shop.speaks("en")
    brought(shop, S.IN_REVIEW)
    assert await shop.agent_presses("rma:decline:R10001") == ""
    labels = {button.label: button.goto for button in desk_buttons(shop)}
    assert label(shop, "reason_used") in labels
    assert "（window_over）" in labels
    assert labels["特价商品不退不换。"] == "rma:decline:R10001:outlet"
    told = await shop.agent_presses("rma:decline:R10001:outlet")
    assert "Outlet items are final." in told
    assert shop.returns.rmas["R10001"].declined_because == "outlet"
    assert "特价商品不退不换。" in shop.posted


@pytest.mark.parametrize("reason", ["used", "incomplete", "different", "unproven", "window_over"])
async def test_every_reason_on_a_button_is_words_for_the_customer(shop: Chat, reason: str) -> None:
    brought(shop, S.IN_REVIEW)
    told = await shop.agent_presses(f"rma:decline:R10001:{reason}")
    assert reason not in told.replace("（window_over）", "")
    assert status(shop) is S.DECLINED


async def test_a_reason_that_the_policy_has_no_more_is_chosen_anew(shop: Chat) -> None:
    brought(shop, S.IN_REVIEW)
    assert await shop.agent_presses("rma:decline:R10001:last_years_rule") == ""
    assert status(shop) is S.IN_REVIEW
    assert shop.line(DESK, "choose_reason", number="R10001") in shop.posted


async def test_a_question_brings_the_answer_to_the_topic(shop: Chat) -> None:
    brought(shop, S.IN_REVIEW)
    told = await shop.agent_says("/rma ask R10001 杯底也请拍一张")
    assert "杯底也请拍一张" in told
    assert status(shop) is S.IN_REVIEW
    assert shop.open.owner == Owner(OwnerKind.AGENT, str(MEI))
    assert shop.open.status is Status.OPEN
    await shop.says("好的，马上")
    assert shop.posted == "好的，马上"


async def test_a_question_to_somebody_who_waits_is_the_first_response(shop: Chat) -> None:
    brought(shop, S.IN_REVIEW)
    await shop.says("转人工")
    shop.now += 90
    await shop.agent_says("/rma ask R10001 杯底也请拍一张")
    assert shop.open.owner == Owner(OwnerKind.AGENT, str(MEI))
    assert [(each.name, each.value) for each in shop.last.events] == [("claimed", 90), ("first_response", 90)]
    await shop.agent_says("/rma ask R10001 还有杯盖")
    assert shop.last.events == ()


async def test_a_question_drops_what_the_bot_was_asking(shop: Chat) -> None:
    brought(shop, S.IN_REVIEW)
    await shop.says("查订单")
    assert "form" in shop.timers
    await shop.agent_says("/rma ask R10001 杯底也请拍一张")
    assert "form" not in shop.timers
    await shop.says("A10086")
    assert shop.posted == "A10086"


async def test_when_everything_has_arrived_the_customer_reads_by_when_they_are_paid(shop: Chat) -> None:
    brought(shop, S.SHIPPED)
    told = await shop.agent_presses("rma:received:R10001")
    assert told == shop.line(DESK, "told_received", number="R10001", promise="退款", date="2025年11月29日")
    assert "收到 1. 青瓷杯子 <大>：2 / 2" in shop.posted
    assert "return:R10001:refund_late" in shop.timers


async def test_goods_arrive_that_nobody_said_were_sent(shop: Chat) -> None:
    brought(shop, S.AWAITING_SHIPMENT)
    await shop.agent_says("/rma received R10001")
    assert status(shop) is S.RECEIVED
    assert shop.timers.keys() == {"return:R10001:refund_late"}


async def test_a_part_has_arrived_and_then_the_rest(shop: Chat) -> None:
    brought(shop, S.SHIPPED)
    await shop.agent_presses("rma:part:R10001")
    assert "/rma received R10001 1=1" in shop.posted
    told = await shop.agent_says("/rma received R10001 1=1")
    assert "青瓷杯子 <大>：1 / 2" in told
    assert "竹茶盘：0 / 1" in told
    assert "其余的收到以后会告诉您" in told
    assert "rma:received:R10001" in [each.goto for each in desk_buttons(shop)]
    told = await shop.agent_says("/rma received R10001 1=2, 2=1")
    assert "已经收到" in told
    assert "rma:received:R10001" not in [each.goto for each in desk_buttons(shop)]


@pytest.mark.parametrize(
    ("counts", "answer", "blanks"),
    [
        ("1=3", "too_many", {}),
        ("9=1", "no_line", {"count": 2}),
        ("0=1", "no_line", {"count": 2}),
        ("1=0 2=0", "no_pieces", {}),
        ("两个杯子", "bad_counts", {"text": "两个杯子"}),
        ("1=1 1=2", "bad_counts", {"text": "1=1 1=2"}),
        ("1=-1", "bad_counts", {"text": "1=-1"}),
        ("1=1 2", "bad_counts", {"text": "1=1 2"}),
    ],
)
async def test_counts_that_cannot_be(shop: Chat, counts: str, answer: str, blanks: dict[str, object]) -> None:
    brought(shop, S.SHIPPED)
    assert await shop.agent_says(f"/rma received R10001 {counts}") == ""
    assert shop.posted == shop.line(DESK, answer, **blanks)
    assert status(shop) is S.SHIPPED


async def test_an_inspection_is_told_and_its_note_is_not(shop: Chat) -> None:
    brought(shop, S.RECEIVED)
    told = await shop.agent_says("/rma inspected R10001 杯口有茶渍")
    assert told == shop.line(DESK, "told_inspected", number="R10001")
    assert "杯口有茶渍" in shop.posted
    assert [each.why for each in shop.returns.books["R10001"]][-1] == "杯口有茶渍"


async def test_a_refund_with_its_amount_and_reference(shop: Chat) -> None:
    brought(shop, S.INSPECTED)
    await shop.agent_presses("rma:refunded:R10001")
    assert "/rma refunded R10001 236.00 流水号" in shop.posted
    told = await shop.agent_says("/rma refunded R10001 236.00 TK2026")
    assert told == shop.line(DESK, "told_refunded", number="R10001", amount="¥236.00", reference="TK2026")
    assert "1–7 个工作日" in told
    assert shop.timers == {}
    assert [(each.name, each.value) for each in shop.last.events] == [("return_refunded", 236.0)]


async def test_a_credit_instead_of_a_refund(shop: Chat) -> None:
    brought(shop, S.INSPECTED)
    told = await shop.agent_says("/rma credited R10001 200 JF1")
    assert told == shop.line(DESK, "told_credited", number="R10001", amount="¥200.00", reference="JF1")


async def test_an_exchange_is_on_its_way(shop: Chat) -> None:
    brought(shop, S.INSPECTED, replace(NEW, resolution=Resolution.EXCHANGE))
    await shop.agent_presses("rma:sent:R10001")
    assert shop.posted == shop.line(DESK, "type_sent", number="R10001")
    told = await shop.agent_says("/rma sent R10001 SF Express ＳＦ7654321")
    assert told == shop.line(DESK, "told_exchanged", number="R10001", carrier="SF Express", tracking_number="SF7654321")
    assert status(shop) is S.EXCHANGED


@pytest.mark.parametrize(
    "parcel",
    [
        "SF7654321",
        "顺丰",
        "顺丰 abc",
        "顺丰 SF 76543 21?",
        "顺丰 " + "9" * 41,
        "UPS 1Z999AA10123456785",
        "顺丰 13900008000",
    ],
)
async def test_a_parcel_that_cannot_be(shop: Chat, parcel: str) -> None:
    brought(shop, S.INSPECTED)
    assert await shop.agent_says(f"/rma sent R10001 {parcel}") == ""
    assert shop.posted == shop.line(DESK, "bad_parcel", text=parcel)
    assert status(shop) is S.INSPECTED


async def test_a_cancelled_request_is_told_with_its_reason(shop: Chat) -> None:
    brought(shop, S.AWAITING_SHIPMENT)
    assert await shop.agent_says("/rma cancel R10001 您来电说不退了") == shop.line(
        DESK, "told_cancelled", number="R10001", why="您来电说不退了"
    )
    assert shop.timers == {}


@pytest.mark.parametrize("target", TYPED)
async def test_every_move_is_told_in_the_customers_language_and_confirmed_in_the_shops(
    scripts: Library, target: S
) -> None:
    before = next(each for each in S if permitted(each, target) and each is not S.REQUESTED)
    told: set[str] = set()
    for language in ("zh-CN", "zh-TW", "en"):
        chat = await shop_of(scripts)
        chat.speaks(language)
        brought(chat, before)
        told.add(await chat.agent_says(TYPED[target]))
        assert chat.line(DESK, f"status_{status(chat)}") in chat.posted
    assert "" not in told
    assert len(told) == 3


# What cannot be


@pytest.mark.parametrize("before", S)
async def test_every_command_in_every_state_is_carried_out_or_kindly_refused(scripts: Library, before: S) -> None:
    for target, command in TYPED.items():
        chat = await shop_of(scripts)
        brought(chat, before)
        told = await chat.agent_says(command)
        assert [each.action for each in chat.to_desk] == [Action.POST]
        if permitted(before, target):
            assert status(chat) is MADE.get(target, target)
            assert told
            continue
        assert status(chat) is before
        assert told == ""
        assert chat.last.returns == ()
        assert chat.last.timers == ()
        assert f"现在是“{chat.line(DESK, f'status_{before}')}”" in chat.posted
        assert ("这个申请已经结束" in chat.posted) is (before in ENDED)


@pytest.mark.parametrize("before", S)
async def test_every_button_that_is_shown_can_be_pressed(scripts: Library, before: S) -> None:
    chat = await shop_of(scripts)
    brought(chat, before)
    await chat.agent_says("/rma R10001")
    shown = [each.goto for each in desk_buttons(chat)]
    assert bool(shown) is (before not in ENDED)
    for goto in shown:
        chat = await shop_of(scripts)
        brought(chat, before)
        await chat.agent_presses(goto)
        assert "什么都没有改" not in chat.posted
        assert "没有做" not in chat.posted


async def test_a_button_that_is_pressed_twice_counts_once_and_is_told_who_was_first(shop: Chat) -> None:
    brought(shop, S.IN_REVIEW)
    assert await shop.agent_presses("rma:approve:R10001")
    assert await shop.agent_presses("rma:approve:R10001") == ""
    assert "R10001 现在是“已同意，等客户寄回”（小美，11月22日 16:26）" in shop.posted
    assert "/rma received R10001、/rma ask R10001、/rma cancel R10001" in shop.posted
    assert "<code>/rma received R10001</code>" in shop.to_desk[-1].content.text, "Slack writes it with its !"
    assert len(shop.returns.books["R10001"]) == 4


async def test_two_agents_press_at_once_and_one_of_them_is_told_what_the_other_did(shop: Chat) -> None:
    brought(shop, S.IN_REVIEW)
    first = shop.inbound(Kind.BUTTON, payload="rma:approve:R10001", **by(MEI, "小美"))
    second = shop.inbound(Kind.BUTTON, payload="rma:decline:R10001:used", **by(BO, "小波"))
    approved = await shop.reception.staff(first, shop.conversation, shop.now)
    declined = await shop.reception.staff(second, shop.conversation, shop.now)
    shop.commit(approved, shop.private_chat)
    with pytest.raises(Conflict):
        shop.commit(declined, shop.private_chat)
    anew = await shop.reception.staff(second, shop.conversation, shop.now)
    assert shop.commit(anew, shop.private_chat) == ""
    assert status(shop) is S.AWAITING_SHIPMENT
    assert "（小美，" in shop.posted


def by(identity: Identity, name: str) -> dict[str, object]:
    return {"chat_id": "desk", "staff": True, "identity": identity, "name": name, "thread": TOPIC}


@pytest.mark.parametrize(
    ("typed", "answer", "blanks"),
    [
        ("236,00", "bad_amount", {"text": "236,00", "example": "236.00"}),
        ("1,236.00", "bad_amount", {"text": "1,236.00", "example": "236.00"}),
        ("236.005", "bad_amount", {"text": "236.005", "example": "236.00"}),
        ("-5", "bad_amount", {"text": "-5", "example": "236.00"}),
        ("全部", "bad_amount", {"text": "全部", "example": "236.00"}),
        ("$236", "other_currency", {"text": "$236", "currency": "CNY"}),
        ("236USD", "other_currency", {"text": "236USD", "currency": "CNY"}),
        ("0.00", "no_amount", {}),
        ("236.01", "too_much", {"most": "¥236.00"}),
    ],
)
async def test_an_amount_that_cannot_be_is_not_refunded(
    shop: Chat, typed: str, answer: str, blanks: dict[str, object]
) -> None:
    brought(shop, S.INSPECTED)
    assert await shop.agent_says(f"/rma refunded R10001 {typed} TK1") == ""
    assert shop.posted == shop.line(DESK, answer, **blanks)
    assert status(shop) is S.INSPECTED


@pytest.mark.parametrize("typed", ["236", "236.0", "236.00", "¥236", "￥236.00", "236元", "CNY236", "２３６．００"])
async def test_an_amount_as_people_type_it(shop: Chat, typed: str) -> None:
    brought(shop, S.INSPECTED)
    assert "¥236.00" in await shop.agent_says(f"/rma refunded R10001 {typed} TK1")


async def test_more_than_the_goods_cost_with_a_reason(shop: Chat) -> None:
    brought(shop, S.INSPECTED)
    assert "¥246.00" in await shop.agent_says("/rma refunded R10001 246 TK1 含寄回的运费")
    assert "含寄回的运费" in shop.posted


async def test_a_refund_without_a_reference_is_asked_for_it(shop: Chat) -> None:
    brought(shop, S.INSPECTED)
    assert await shop.agent_says("/rma refunded R10001 200") == ""
    assert shop.posted == shop.line(DESK, "type_refunded", number="R10001", amount="200")


@pytest.mark.parametrize("command", ["decline", "ask", "cancel", "inspected"])
async def test_a_novel_is_not_told(shop: Chat, command: str) -> None:
    brought(shop, S.RECEIVED if command == "inspected" else S.IN_REVIEW)
    assert await shop.agent_says(f"/rma {command} R10001 {'长' * 501}") == ""
    assert shop.posted == shop.line(DESK, "too_long", most=500)


# Which request


async def test_the_only_open_request_needs_no_number(shop: Chat) -> None:
    brought(shop, S.REFUNDED)
    brought(shop, S.IN_REVIEW, replace(NEW, number="R10002", order_number="A1001"))
    await shop.agent_says("/rma approve")
    assert shop.returns.rmas["R10002"].status is S.AWAITING_SHIPMENT


async def test_one_of_several_open_requests_must_be_named(shop: Chat) -> None:
    brought(shop, S.IN_REVIEW)
    brought(shop, S.IN_REVIEW, replace(NEW, number="R10002", order_number="A1001"))
    assert await shop.agent_says("/rma decline 有使用痕迹") == ""
    assert shop.posted.startswith(shop.line(DESK, "which"))
    assert [(each.label, each.goto) for each in desk_buttons(shop)] == [
        ("R10002", "rma:show:R10002"),
        ("R10001", "rma:show:R10001"),
    ]
    assert status(shop) is S.IN_REVIEW


@pytest.mark.parametrize(
    "typed",
    [
        "/rma approve r10001",
        "／ＲＭＡ approve Ｒ１０００１",
        "/rma R10001 approve",
        "/退货单 同意",
        "/RMA  Approve\u3000R10001",
        "、rma approve",
    ],
)
async def test_a_command_however_it_is_typed(shop: Chat, typed: str) -> None:
    brought(shop, S.IN_REVIEW)
    await shop.agent_says(typed)
    assert status(shop) is S.AWAITING_SHIPMENT


@pytest.mark.parametrize(
    "typed", ["/rma aprove R10001", "/rma 行吧", "/rma R10001 R10001", "/rma R1", "/rma approve/R10001"]
)
async def test_a_slip_of_the_finger_does_nothing_and_is_not_relayed(shop: Chat, typed: str) -> None:
    brought(shop, S.IN_REVIEW)
    assert await shop.agent_says(typed) == ""
    assert "什么都没有做，也没有发给客户" in shop.posted
    assert status(shop) is S.IN_REVIEW


async def test_the_list_of_a_customers_requests(shop: Chat) -> None:
    await shop.agent_says("/rma")
    assert shop.posted == shop.line(DESK, "none")
    brought(shop, S.REFUNDED)
    await shop.agent_says("/rma")
    assert "退货申请 R10001" in shop.posted
    brought(shop, S.IN_REVIEW, replace(NEW, number="R10002", order_number="A1001"))
    await shop.agent_says("/rma")
    assert shop.posted.splitlines() == [
        shop.line(DESK, "listed"),
        "R10002 2025年11月21日 ¥236.00 待审核",
        "R10001 2025年11月21日 ¥236.00 已退款",
    ]


async def test_help_tells_how_to_write_each_decision(shop: Chat) -> None:
    await shop.agent_says("/rma help")
    assert "/rma refunded R10001 金额 流水号" in shop.posted
    await shop.agent_says("/help")
    assert "/rma help" in shop.posted


async def test_another_customers_request_is_not_touched_from_here(shop: Chat) -> None:
    other = replace(NEW, identity=Identity("wechat", "o1"), conversation_id=18)
    brought(shop, S.IN_REVIEW, other)
    for said in ("/rma approve R10001", "/rma R10001"):
        assert await shop.agent_says(said) == ""
        assert shop.posted == shop.line(DESK, "elsewhere", number="R10001", conversation=18)
    await shop.agent_presses("rma:approve:R10001")
    assert status(shop) is S.IN_REVIEW
    await shop.agent_says("/rma approve")
    assert shop.posted == shop.line(DESK, "none")


async def test_a_number_that_nobody_has(shop: Chat) -> None:
    await shop.agent_says("/rma approve R99999")
    assert shop.posted == shop.line(DESK, "unknown_number", number="R99999")


async def test_in_the_general_channel_nothing_is_moved_and_the_card_goes_to_its_topic(shop: Chat) -> None:
    brought(shop, S.IN_REVIEW)
    await shop.agent_says("/rma approve R10001", thread=None)
    alert, card, photos = shop.last.outgoing
    assert (alert.action, plain(alert.content.text)) == (
        Action.ALERT,
        shop.line(DESK, "outside_number", number="R10001", conversation=17),
    )
    assert {(each.action, each.conversation_id) for each in (card, photos)} == {(Action.POST, 17)}
    assert card.content.buttons[0].goto == "rma:approve:R10001"
    assert status(shop) is S.IN_REVIEW


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/rma", "请在客户的话题里发 /rma"),
        ("/rma approve", "请在客户的话题里发 /rma"),
        ("/rma R99999", "没有编号为 R99999 的退货申请"),
        ("/rma help", "/rma approve R10001"),
        ("/rma wat", "没有 /rma wat 这个命令"),
    ],
)
async def test_other_words_in_the_general_channel(shop: Chat, said: str, answer: str) -> None:
    await shop.agent_says(said, thread=None)
    assert [each.action for each in shop.last.outgoing] == [Action.ALERT]
    assert answer in shop.posted


async def test_a_button_in_the_general_channel_points_to_the_topic(shop: Chat) -> None:
    brought(shop, S.IN_REVIEW)
    await shop.staff(Kind.BUTTON, payload="rma:approve:R10001", thread="1700000000.1")
    assert "卡片已经重新发到那个话题" in shop.posted
    assert status(shop) is S.IN_REVIEW


@pytest.mark.parametrize(
    "goto", ["rma:approve:R10001", "rma:decline:R10001:used", "returns_desk", "returns_desk:approve"]
)
async def test_a_customer_who_knows_the_buttons_can_do_nothing_with_them(shop: Chat, goto: str) -> None:
    brought(shop, S.IN_REVIEW)
    await shop.taps(goto)
    await shop.says("/rma approve R10001")
    await shop.says("/returns_desk")
    assert status(shop) is S.IN_REVIEW


async def test_a_customer_who_left_is_not_written_to_and_staff_know(shop: Chat) -> None:
    await shop.leaves()
    brought(shop, S.IN_REVIEW)
    assert await shop.agent_says("/rma approve R10001") == ""
    assert shop.sent == []
    assert status(shop) is S.AWAITING_SHIPMENT
    assert shop.line(DESK, "left", name="李雷") in shop.posted
    assert await shop.agent_says("/rma ask R10001 在吗") == ""
    assert shop.posted == shop.line(DESK, "left", name="李雷")
    assert shop.open.status is Status.RESOLVED


async def test_the_bot_keeps_the_conversation_while_staff_move_its_request(shop: Chat) -> None:
    brought(shop, S.IN_REVIEW)
    await shop.says("你好")
    before = shop.open
    await shop.agent_says("/rma approve R10001")
    assert (shop.open.status, shop.open.owner) == (before.status, before.owner)


@pytest.mark.parametrize("at_desk", [False, True])
async def test_an_approval_has_buttons_for_what_comes_next_also_while_staff_have_the_conversation(
    shop: Chat, at_desk: bool
) -> None:
    brought(shop, S.IN_REVIEW)
    if at_desk:
        await shop.agent_says("/reopen")
    await shop.agent_says("/rma approve R10001")
    assert [each.goto for each in shop.buttons] == ["my_returns:sent:R10001", "my_returns:cancel:R10001"]
    await shop.taps("my_returns:sent:R10001")
    await shop.says("顺丰速运 SF1234567890")
    assert status(shop) is S.SHIPPED
    assert "客户已寄出：顺丰速运 SF1234567890" in shop.posted


@pytest.mark.parametrize(("command", "offered"), [("/help", ["escalation"]), ("/reopen", [])])
async def test_who_is_refused_can_ask_a_person_unless_one_is_there(
    shop: Chat, command: str, offered: list[str]
) -> None:
    brought(shop, S.IN_REVIEW)
    await shop.agent_says(command)
    await shop.agent_presses("rma:decline:R10001:used")
    assert [each.goto for each in shop.buttons] == offered


async def test_a_shop_that_speaks_english_reads_english_and_its_customer_chinese(shop: Chat) -> None:
    shop.policy = replace(shop.policy, default_language="en")
    shop.speaks("zh-TW")
    brought(shop, S.INSPECTED)
    assert await shop.agent_says("/rma approve R10001") == ""
    assert "R10001 is inspected (小美, Nov 22 16:26)" in shop.posted
    assert "已為您退款" in await shop.agent_says("/rma refunded R10001 ¥236 TK1")
    assert shop.posted.splitlines() == ["R10001 → refunded (小美)", "Amount CN¥236.00, reference TK1"]


async def test_a_command_as_the_caption_of_a_file_is_a_command(shop: Chat) -> None:
    brought(shop, S.IN_REVIEW)
    await shop.agent_says("", photo("/rma approve R10001"))
    assert status(shop) is S.AWAITING_SHIPMENT


async def test_an_edited_command_is_not_carried_out(shop: Chat) -> None:
    brought(shop, S.IN_REVIEW)
    await shop.agent_edits("/rma approve R10001")
    assert status(shop) is S.IN_REVIEW


async def test_a_line_that_the_shop_left_empty_is_not_said(shop: Chat, tmp_path: Path) -> None:
    folder = tmp_path / "scripts"
    shutil.copytree(SCRIPTS, folder)
    script = folder / "zh-CN" / "returns_desk.yaml"
    words = shop.line(DESK, "told_inspected", number="{{ number }}")
    script.write_text(script.read_text("utf-8").replace(words, '""'), "utf-8")
    shop.words = fresh(folder, DECLARATIONS).loaded
    brought(shop, S.RECEIVED)
    assert await shop.agent_presses("rma:inspected:R10001") == ""
    assert shop.sent == []
    assert status(shop) is S.INSPECTED
