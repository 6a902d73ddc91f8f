"""What customers ask most, in the words they use for it: each finds its script in the scripts that travel along."""

import pytest

from handlers.scripts.library import Library

ORDERS = (
    *("订单A10086到哪了？？", "怎么还没到", "到哪里了", "什么时候能到啊", "还没收到货", "还没发货", "帮我催一下"),
    *("包裹還沒到", "什麼時候出貨", "還沒收到耶", "我的訂單到哪裡了"),
    *("where r my pkg, my order is 10042", "not arrived yet", "When will it arrive??", "I havent received it"),
)
RETURNS = ("想退", "这个能退吗", "发错货了", "有质量问题", "我要退貨 10042", "寄錯了", "Wrong item!", "it is defective")
BROKEN = (
    "退钱",
    "东西碎了",
    "少了一件",
    "货不对板",
    "tuikuan",
    "東西裂開了",
    "it arrived broken",
    "you sent the wrong one",
)
MY_RETURNS = ("多久到账", "退货地址", "不想退了", "寄到哪裡", "where do I send it?")
CHANGES = ("能改地址吗", "地址写错了", "我要取消订单", "我想取消訂單", "cancel my order", "wrong address!!")
LOST = ("我的货呢", "丢件了", "kuaidi dao na le", "wheres my stuff", "says delivered but i didnt get it")
COUPONS = ("优惠券用不了", "有没有优惠", "折扣碼", "promo code doesnt work", "any discounts?")
ANGRY = ("重复扣款", "給你負評", "charged twice!!", "i want to complain")
GREETING = ("@客服", "anyone there", "安安")
PERSON = ("客服在吗", "我不要机器人", "不要機器人", "speak to someone", "I want to talk to a person")
HELP = ("你是机器人吗", "你是誰", "are you a bot?")
ASKED = {
    "order_lookup": (*ORDERS, *LOST),
    "returns": (*RETURNS, *BROKEN),
    "coupons": COUPONS,
    "welcome": GREETING,
    "my_returns": MY_RETURNS,
    "order_changes": CHANGES,
    "escalation": (*PERSON, *ANGRY),
    "help": HELP,
}


@pytest.mark.parametrize(
    ("said", "script"), [(said, script) for script, all_said in ASKED.items() for said in all_said]
)
@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
def test_everyday_words_find_their_script_whatever_language_is_read(
    scripts: Library, language: str, said: str, script: str
) -> None:
    assert scripts.triggered(said, language) == script


@pytest.mark.parametrize(
    ("said", "script"),
    [
        ("客服几点上班", "business_hours"),
        ("客服，我要开发票", "invoice"),
        ("订单还没发货，可以改地址吗", "order_changes"),
        ("快递运费多少", "shipping_fee"),
        ("你好，订单号是A10086，到现在还没收到，客服能帮我看看到哪里了吗，谢谢！", "order_lookup"),
        ("退款多久能到", "my_returns"),
    ],
)
def test_what_is_asked_of_an_order_counts_more_than_the_order(scripts: Library, said: str, script: str) -> None:
    assert scripts.triggered(said, "zh-CN") == script
