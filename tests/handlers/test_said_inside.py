"""What customers say while a question is open: what answers it, and what is plainly something else."""

import pytest

from handlers.trace import traced
from tests.handlers.chat import Chat, library, sayings
from tests.handlers.returns.shop import open_shop
from tests.handlers.returns.talk import filled, picture, to_summary

STARTED = ("你好", "退货 A1001", "1")
BROKEN = (*STARTED, "碎了或坏了", "跳过")
OPEN = {
    "reason": STARTED,
    "note": (*STARTED, "不想要了"),
    "photos": BROKEN,
    "resolution": (*BROKEN, picture("p1"), picture("p2"), "没有了"),
    "confirm": (*STARTED, "不想要了", "跳过"),
}
NOTES = """
    杯子和图片不一样|收到时盒子破了，杯子没坏|物流太慢了，不想要了|等了好久才到，不需要了|快递员态度差，东西也破了|客服说可以退
    经理说可以退货|你们发票也没给我|链接里写的是蓝色，收到绿色|网页上写的是两个|降价了，不划算|买错了|感觉是假的|气死我了|垃圾
    买给妈妈的，她不喜欢|我想换个大一号的|退款退到支付宝|请退到原支付方式|快点|希望能上门取件|地址换了，不方便收|已经寄出了
    太慢了|差评|骗子|等了好久|too slow|rude
    没有发票|说明书看不懂|我打过电话，13800138000|2026年11月20日收到的|和A1002的杯子不一样|快递单号SF1234567890123
    登录页面写着七天无理由|功能不好用|建议改进包装|还没收到就降价了|在门店看到更便宜|不用了，家里有|没事，就是不想要|客服不理人
    with a crack on the side|my manager said it looks fake|order arrived late so I no longer need it
    not as described on the link|see invoice 20251123|please refund asap|it stops when i pour|help, the lid is stuck
"""
OPINIONS = """
    快递三天都没有更新|客服态度不好|发票开得太慢|退货太麻烦|优惠券用不了|网页太难用|很好|不错|建议增加货到付款|希望能开门店
    太慢了|太慢了！！|等了好久|回复太慢|差评|骗子|垃圾|态度差|一直不动|still waiting|too slow|so slow|scam
    为什么不能货到付款|经理态度差|人工客服太难找|取消订单太难了|没有取消按钮|电话 13800138000 打了没人接
    订单A10086一直没发货|改地址不方便|菜单太乱|the return process is confusing
    please add paypal|cancel button is missing
"""
LEAVING = """
    转人工|我要人工|帮我转人工|取消|算了|不退了|我不想退了|发票怎么开？|运费多少？|营业时间是几点？|能货到付款吗？|可以改地址吗？
    A10087到哪了|查一下订单A10087|R10001怎么样了|寄到哪里？|菜单|帮助|/help|human|cancel|never mind|where is A10087
    who pays for shipping?|can I pay with paypal?|do you ship to canada?|密码忘了怎么办？|保修多久？|是正品吗？|有货吗？
"""


async def at(question: str) -> Chat:
    chat = open_shop(Chat(library()), "A1001", "A1002")
    await to_summary(chat, *OPEN[question])
    return chat


@pytest.mark.parametrize("words", sayings(NOTES))
async def test_a_note_is_a_note_whatever_else_it_names(words: str) -> None:
    chat = await at("note")
    await chat.says(words)
    assert filled(chat)["note"]
    assert filled(chat)["order"] == "A1001"


@pytest.mark.parametrize("words", sayings(OPINIONS))
async def test_so_is_an_opinion(words: str) -> None:
    chat = Chat(library())
    await chat.says("你好")
    await chat.says("意见")
    assert "F1" in await chat.says(words)


@pytest.mark.parametrize("words", ["太慢了", "等了好久", "too slow", "so slow"])
@pytest.mark.parametrize("question", ["reason", "resolution", "confirm"])
async def test_who_finds_it_slow_amid_a_return_is_not_shown_the_order(question: str, words: str) -> None:
    chat = await at(question)
    assert await chat.script_for(words) == "returns"
    assert chat.open.state["form"]["form"] == "returns"


ANOTHER = """
    换一个订单|另一个订单|不是这个订单|其他订单|不是这一单|換一筆訂單|別筆訂單|another order|other order
    换一个订单，谢谢|那换个订单吧|请换个订单|麻烦换个订单|不是这个订单啦|换订单！|订单选错了|別的訂單，謝謝
    another order, please|different order pls|wrong order, sorry
"""


@pytest.mark.parametrize("words", sayings(ANOTHER))
@pytest.mark.parametrize("question", ["reason", "resolution", "confirm"])
async def test_who_means_another_order_amid_a_return_chooses_anew(question: str, words: str) -> None:
    chat = await at(question)
    assert await chat.says(words) == chat.line("returns", "ask_order", chat.open.language or "zh-CN")


CHANGED = """
    改数量|改数量吧|改数量，谢谢|麻烦改一下数量|我要改数量|请改一下数量|数量错了！|改數量，謝謝
    change the quantity please|i want to change the quantity|wrong quantity, sorry
"""


@pytest.mark.parametrize("words", sayings(CHANGED))
@pytest.mark.parametrize("question", ["reason", "note", "resolution", "confirm"])
async def test_who_wants_to_change_an_answer_may_be_polite_about_it(question: str, words: str) -> None:
    chat = await at(question)
    await chat.says(words)
    assert "quantity:0" not in filled(chat)


@pytest.mark.parametrize("words", ["改数量？", "数量改过了", "我想确认一下", "请再确认", "没有确认", "没有改数量"])
async def test_who_asks_or_tells_of_it_changes_nothing_and_agrees_to_nothing(words: str) -> None:
    chat = await at("confirm")
    await chat.says(words)
    assert filled(chat)["quantity:0"] == 1


async def test_another_order_that_is_to_be_looked_up_is_not_the_one_that_was_meant() -> None:
    chat = await at("reason")
    assert await chat.script_for("查另一个订单A1002") == "order_lookup"
    assert filled(chat)["order"] == "A1001"


async def test_one_that_was_meant_may_be_named_politely() -> None:
    chat = await at("reason")
    await chat.says("麻烦换一个订单A1002，谢谢")
    assert filled(chat)["order"] == "A1002"


@pytest.mark.parametrize("words", sayings(LEAVING))
@pytest.mark.parametrize("question", OPEN)
async def test_what_is_plainly_something_else_is_answered(question: str, words: str) -> None:
    chat = await at(question)
    with traced() as trace:
        assert await chat.says(words)
    assert trace.script not in ("returns", "fallback")


@pytest.mark.parametrize(
    "words",
    [
        "手机号注销了",
        "手机号换了",
        "我忘了手机号",
        "不记得了",
        "手机丢了",
        "手機號碼換了",
        "i lost my phone",
        "I changed my number",
    ],
)
async def test_who_cannot_tell_the_digits_is_told_what_else_would_do(chat: Chat, words: str) -> None:
    await chat.says("A10086")
    said = await chat.says(words)
    assert said == chat.line("order_lookup", "bad_factor", chat.open.language or "zh-CN")
    assert chat.line("escalation", "button", chat.open.language or "zh-CN") in chat.labels
    assert "SF1234567890" in await chat.says("8000")
