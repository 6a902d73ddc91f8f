"""What the first customer of each phone says in their language, and what they are told in it."""

from dataclasses import dataclass
from typing import Literal

Channel = Literal["wechat", "telegram", "slack"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    customer: str
    known_as: str
    """To staff: WeChat tells no names, so it is the end of the account's."""
    greeting: str
    welcome: str
    buttons: tuple[str, ...]
    """Under the welcome."""
    where: str
    """is my order?"""
    which: str
    number: str
    prove: str
    digits: str
    order: tuple[str, ...]
    """What the proven customer reads of it."""
    person: str
    """is whom I want to talk to."""
    handed_over: str
    shipping: str
    fee: str


TALKS: dict[Channel, Talk] = {
    "wechat": Talk(
        customer="王小明",
        known_as="7dQ2Kx",
        greeting="你好",
        welcome="欢迎光临客服小店",
        buttons=("查订单", "常见问题", "转人工"),
        where="我的快递到哪了",
        which="请把订单号发给我",
        number="A20261119",
        prove="收货手机的后四位",
        digits="1234",
        order=("A20261119", "运输中", "羊毛围巾", "顺丰速运"),
        person="转人工",
        handed_over="已经为您转接人工客服",
        shipping="运费",
        fee="订单满 99 元包邮",
    ),
    "telegram": Talk(
        customer="吳佳穎",
        known_as="吳佳穎",
        greeting="您好",
        welcome="歡迎光臨客服小店",
        buttons=("查訂單", "常見問題", "真人客服"),
        where="查訂單",
        which="請提供您的訂單編號",
        number="TW-10029",
        prove="收件人手機的末四碼",
        digits="0777",
        order=("TW-10029", "已送達", "保溫杯", "黑貓宅急便"),
        person="真人客服",
        handed_over="已為您轉接客服人員",
        shipping="運費",
        fee="訂單滿 99 元免運費",
    ),
    "slack": Talk(
        customer="Emma",
        known_as="Emma",
        greeting="hello",
        welcome="welcome to 客服小店",
        buttons=("Where is my order?", "Common questions", "Talk to a person"),
        where="where is my order",
        which="Please send me your order number",
        number="US-20463",
        prove="last four digits of the phone number",
        digits="0123",
        order=("US-20463", "on its way", "Bedside lamp", "UPS"),
        person="human",
        handed_over="I've called one of my colleagues",
        shipping="shipping",
        fee="Shipping is free from ¥99",
    ),
}
CHANNELS: tuple[Channel, ...] = tuple(TALKS)
