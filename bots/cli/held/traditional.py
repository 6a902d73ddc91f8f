"""What each table holds of a person, in traditional Chinese, in the words of Taiwan."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "inbox": "此人寫來的內容，以及同事寫給此人或關於此人的",
    "outbox": "發給此人的，以及發到客服群的相關內容",
    "messages": "聊天紀錄；也包括此人在已取消連結的帳號上說的",
    "contact_notes": "同事寫的備註",
    "contact_tags": "同事加的標籤",
    "copies": "客服群裡的哪一則對應此人的哪一則",
    "desk_threads": "此人的對話在客服群裡用過的舊主題",
    "cases": "哪些時候由客服接待",
    "timers": "以後要為此人做的事",
    "surveys": "滿意度；評分留在統計裡",
    "feedback": "對店鋪的意見和答覆；主題留在統計裡",
    "tasks": "因此人不滿意要跟進的事；有過這件事會留在統計裡",
    "campaign_targets": "哪些活動問過此人；問過一個人會留在統計裡",
    "reporting_events": "報告要統計的事；會留下，但不再和任何人有關",
    "rma_events": "退貨申請的每一步，是店鋪的帳：什麼、何時、多少",
    "rmas": "退貨申請，是店鋪的帳：什麼、何時、多少",
    "photos": "退貨申請的照片；檔案一起刪除",
    "proofs": "此人核對過哪些訂單",
    "proof_attempts": "還算數的核對嘗試",
    "proof_locks": "試錯太多次的紀錄",
    "quota": "平台還允許發給此人多少則訊息",
    "private_topics": "此人最近在自己聊天的哪個主題裡說話：平台自己的編號",
    "link_codes": "可以用來連結帳號的驗證碼，只存雜湊值",
    "link_attempts": "還算數的錯誤驗證碼",
    "links": "哪些帳號連結過，或本來要連結",
    "identities": "此人的帳號",
    "conversations": "此人的對話：名字、語言，以及機器人在兩則訊息之間記住的",
    "contacts": "同事對此人的安排：等級、封鎖、是否願意接受詢問",
}
