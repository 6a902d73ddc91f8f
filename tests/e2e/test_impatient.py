"""A customer in a hurry, through every app: a question mark, a bare number, scorn, and everything sent twice."""

from tests.e2e.channels import EVERY_CHANNEL
from tests.e2e.chats import Customer


@EVERY_CHANNEL
async def test_whoever_types_anything_but_words_gets_to_their_order_all_the_same(customer: Customer) -> None:
    await customer.says("？")
    await customer.reads("我在的")
    await customer.says("1")
    await customer.reads("请把订单号发给我")
    await customer.says("快点")
    await customer.reads("我们接着刚才的来", "请把订单号发给我")
    await customer.says("你们真行")
    await customer.reads("很抱歉让您不满意", "请把订单号发给我")
    await customer.says("支付页面坏了")
    await customer.reads("请先退出重进", "请把订单号发给我")
    await customer.says("A10001")
    await customer.reads("收货手机的后四位")
    await customer.says("？？")
    await customer.reads("我们接着刚才的来", "收货手机的后四位")
