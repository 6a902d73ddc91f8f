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
        ("link", "Link your account in another app"),
        ("help", "How this works"),
        ("cancel", "Stop what we are doing"),
    ),
    "zh-CN": (
        ("start", "重新开始"),
        ("order", "查询订单"),
        ("human", "转人工客服"),
        ("menu", "全部服务"),
        ("language", "切换语言"),
        ("link", "绑定其他应用里的账号"),
        ("help", "使用帮助"),
        ("cancel", "取消当前操作"),
    ),
    "zh-TW": (
        ("start", "重新開始"),
        ("order", "查詢訂單"),
        ("human", "轉接真人客服"),
        ("menu", "全部服務"),
        ("language", "切換語言"),
        ("link", "綁定其他應用程式的帳號"),
        ("help", "使用說明"),
        ("cancel", "取消目前操作"),
    ),
}
IN_THE_DESK: Mapping[str, Commands] = {
    "en": (
        ("claim", "Take this conversation"),
        ("release", "Back to the queue"),
        ("transfer", "To a person or a team: /transfer returns why"),
        ("r", "A canned reply: /r shipping"),
        ("note", "Keep a note on this customer"),
        ("profile", "Who this is"),
        ("order", "Their orders"),
        ("returns", "Their return requests"),
        ("history", "Earlier conversations"),
        ("priority", "urgent, high, normal or low"),
        ("snooze", "Come back later: /snooze 2h"),
        ("resolve", "End this conversation"),
        ("reopen", "Open it again"),
        ("rma", "Decide on a return request"),
        ("tag", "Add tags"),
        ("untag", "Take a tag off"),
        ("tier", "new, returning, vip or auto"),
        ("link", "Ask whether another conversation is theirs: /link 23"),
        ("ban", "Shut this customer out"),
        ("unban", "Let them in again"),
        ("queue", "Who is waiting"),
        ("rota", "Who is on duty"),
        ("away", "Offer me nothing: /away 1h"),
        ("back", "I am back"),
        ("help", "List the commands"),
    ),
    "zh-CN": (
        ("claim", "接待这位客户"),
        ("release", "放回队列"),
        ("transfer", "转交给同事或小组：/transfer 售后 原因"),
        ("r", "快捷回复：/r 物流"),
        ("note", "给这位客户记一笔"),
        ("profile", "客户资料"),
        ("order", "客户的订单"),
        ("returns", "客户的退货"),
        ("history", "以前的会话"),
        ("priority", "优先级：紧急、高、普通、低"),
        ("snooze", "搁置：/snooze 2h"),
        ("resolve", "结束当前会话"),
        ("reopen", "重新打开会话"),
        ("rma", "处理退货申请"),
        ("tag", "添加标签"),
        ("untag", "去掉标签"),
        ("tier", "客户等级：new、returning、vip、auto"),
        ("link", "请客户确认另一个会话也是本人：/link 23"),
        ("ban", "拉黑这位客户"),
        ("unban", "取消拉黑"),
        ("queue", "谁在排队"),
        ("rota", "谁在值班"),
        ("away", "暂时离开：/away 1h"),
        ("back", "我回来了"),
        ("help", "查看命令"),
    ),
    "zh-TW": (
        ("claim", "接待這位顧客"),
        ("release", "放回佇列"),
        ("transfer", "轉交給同事或小組：/transfer 售後 原因"),
        ("r", "罐頭回覆：/r 物流"),
        ("note", "為這位顧客記一筆"),
        ("profile", "顧客資料"),
        ("order", "顧客的訂單"),
        ("returns", "顧客的退貨"),
        ("history", "以前的對話"),
        ("priority", "優先順序：緊急、高、普通、低"),
        ("snooze", "擱置：/snooze 2h"),
        ("resolve", "結束目前的對話"),
        ("reopen", "重新開啟對話"),
        ("rma", "處理退貨申請"),
        ("tag", "加上標籤"),
        ("untag", "拿掉標籤"),
        ("tier", "顧客等級：new、returning、vip、auto"),
        ("link", "請顧客確認另一個對話也是本人：/link 23"),
        ("ban", "封鎖這位顧客"),
        ("unban", "解除封鎖"),
        ("queue", "誰在排隊"),
        ("rota", "誰在值班"),
        ("away", "暫時離開：/away 1h"),
        ("back", "我回來了"),
        ("help", "查看指令"),
    ),
}


def by_language_code(menus: Mapping[str, Commands], chinese: Chinese) -> Mapping[str, Commands]:
    """As setMyCommands takes them: an empty `language_code` is for everybody else.

    Telegram knows two letters of a language and so has one Chinese, whatever the script of a customer's app. The shop
    decides: it is the one that it speaks by default. What the bot says in the chat follows the customer all the same.
    """
    return {"": menus["en"], "zh": menus[chinese]}
