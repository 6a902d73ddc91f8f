"""The menus of commands that Telegram shows beside the input field."""

from collections.abc import Mapping
from typing import Literal

Commands = tuple[tuple[str, str], ...]
"""(name without slash, what it does), in the order the menu shows them."""
Chinese = Literal["zh-CN", "zh-TW"]

FOR_CUSTOMERS: Mapping[str, Commands] = {
    "en": (
        ("start", "Start over"),
        ("order", "Where is my order?"),
        ("human", "Talk to a person"),
        ("menu", "Everything I can do"),
        ("language", "Change the language"),
        ("help", "How this works"),
        ("cancel", "Stop what we are doing"),
    ),
    "zh-CN": (
        ("start", "重新开始"),
        ("order", "查询订单"),
        ("human", "转人工客服"),
        ("menu", "全部服务"),
        ("language", "切换语言"),
        ("help", "使用帮助"),
        ("cancel", "取消当前操作"),
    ),
    "zh-TW": (
        ("start", "重新開始"),
        ("order", "查詢訂單"),
        ("human", "轉接真人客服"),
        ("menu", "全部服務"),
        ("language", "切換語言"),
        ("help", "使用說明"),
        ("cancel", "取消目前操作"),
    ),
}
IN_THE_DESK: Mapping[str, Commands] = {
    "en": (
        ("resolve", "End this conversation"),
        ("reopen", "Open it again"),
        ("rma", "Return requests of this customer"),
        ("help", "List the commands"),
    ),
    "zh-CN": (
        ("resolve", "结束当前会话"),
        ("reopen", "重新打开会话"),
        ("rma", "这位客户的退货申请"),
        ("help", "查看命令"),
    ),
    "zh-TW": (
        ("resolve", "結束目前的對話"),
        ("reopen", "重新開啟對話"),
        ("rma", "這位顧客的退貨申請"),
        ("help", "查看指令"),
    ),
}


def by_language_code(menus: Mapping[str, Commands], chinese: Chinese) -> Mapping[str, Commands]:
    """As setMyCommands takes them: an empty `language_code` is for everybody else.

    Telegram knows two letters of a language and so has one Chinese, whatever the script of a customer's app. The shop
    decides: it is the one that it speaks by default. What the bot says in the chat follows the customer all the same.
    """
    return {"": menus["en"], "zh": menus[chinese]}
