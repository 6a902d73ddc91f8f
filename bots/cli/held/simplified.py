"""What each table holds of a person, in simplified Chinese."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "inbox": "此人写来的内容，以及同事写给此人或关于此人的",
    "outbox": "发给此人的，以及发到客服群的相关内容",
    "messages": "聊天记录；也包括此人在已取消关联的账号上说的",
    "contact_notes": "同事写的备注",
    "contact_tags": "同事加的标签",
    "copies": "客服群里的哪一条对应此人的哪一条",
    "desk_threads": "此人的会话在客服群里用过的旧话题",
    "cases": "哪些时候由客服接待",
    "timers": "以后要为此人做的事",
    "surveys": "满意度；评分留在统计里",
    "feedback": "对店铺的意见和答复；主题留在统计里",
    "tasks": "因此人不满意要跟进的事；有过这件事会留在统计里",
    "campaign_targets": "哪些活动问过此人；问过一个人会留在统计里",
    "reporting_events": "报告要统计的事；会留下，但不再和任何人有关",
    "rma_events": "退货申请的每一步，是店铺的账：什么、何时、多少",
    "rmas": "退货申请，是店铺的账：什么、何时、多少",
    "photos": "退货申请的照片；文件一起删除",
    "proofs": "此人核对过哪些订单",
    "proof_attempts": "还算数的核对尝试",
    "proof_locks": "试错太多次的记录",
    "quota": "平台还允许发给此人多少条消息",
    "private_topics": "此人最近在自己聊天的哪个话题里说话：平台自己的编号",
    "link_codes": "可以用来关联账号的验证码，只存散列值",
    "link_attempts": "还算数的错误验证码",
    "links": "哪些账号关联过，或本来要关联",
    "identities": "此人的账号",
    "conversations": "此人的会话：名字、语言，以及机器人在两条消息之间记住的",
    "contacts": "同事对此人的安排：等级、拉黑、是否愿意接受询问",
}
