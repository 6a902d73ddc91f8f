"""What can be wrong with a policy for returns, and what to do; the rest is said as of scripts."""

from collections.abc import Mapping

Table = Mapping[str, tuple[str, str]]

EN: Table = {
    "policy_label_twice": ("'{label}' is already the label on line {first}", "give each words of its own"),
    "policy_id_of_preset": ("the preset has a rule '{id}' already", "give yours another id"),
    "policy_words_of_preset": (
        "the preset has no words in {language}",
        "write your own here, or its readers will get those in {instead}",
    ),
    "policy_no_windows": ("no window is for everything else", "add a last one without categories, tags and skus"),
    "policy_quality_shorter": ("fewer days than the {days} without a fault", "write {days} or more"),
    "policy_extension_idle": ("these days would be everybody's", "name tiers or dates, or lengthen the windows"),
    "policy_season_backwards": ("this is before ordered_from", "exchange the two dates"),
    "policy_no_reasons": ("there are no reasons", "a customer must be able to choose one"),
    "policy_too_many": ("{count} are more than a customer reads", "keep the {most} that matter"),
    "policy_photos_most": ("{photos} photos are asked for, {most} are the most", "ask for fewer, or raise photos_most"),
    "policy_currency": ("'{value}' is not a currency", "write its code as in the orders: CNY, EUR"),
    "policy_no_resolution": ("nothing is offered", "choose from {allowed}"),
    "policy_remind_late": ("the reminder of day {day} comes too late", "all is over after {days} days: write fewer"),
    "policy_no_address": ("it is not said where to send things back to", "staff will have to tell; add `address:`"),
    "policy_decline_unexplained": ("nobody is declined without being told why", "add `because:`"),
    "policy_no_amount": ("no amount is over {over} and up to {up_to}", "correct one of the two"),
    "policy_reason_unknown": ("'{reason}' is not the id of a reason", "the ids are {allowed}"),
    "policy_reason_quality": ("none of the reasons has `quality: {quality}`", "delete this, or correct the reasons"),
    "policy_resolution_not_offered": ("no reason of this rule offers '{resolution}'", "they offer {allowed}"),
}

ZH: Table = {
    "policy_label_twice": ("“{label}”与第 {first} 行相同", "请换一个说法，客户才分得清"),
    "policy_id_of_preset": ("预设里已经有规则“{id}”", "请换一个 id"),
    "policy_words_of_preset": (
        "预设里没有 {language} 的文字",
        "请在这里自己写，否则这些客户会看到 {instead} 的文字",
    ),
    "policy_no_windows": ("没有适用于其余商品的期限", "请在最后加一项，不写 categories、tags 和 skus"),
    "policy_quality_shorter": ("比没有质量问题的 {days} 天还短", "请写 {days} 或更多"),
    "policy_extension_idle": ("这样所有人都会延长", "请写明 tiers 或日期，或直接加长 windows 的天数"),
    "policy_season_backwards": ("比 ordered_from 还早", "请对调这两个日期"),
    "policy_no_reasons": ("一个原因也没有", "客户要能选一个"),
    "policy_too_many": ("{count} 项太多，客户看不过来", "只留最重要的 {most} 项"),
    "policy_photos_most": ("要 {photos} 张照片，但最多 {most} 张", "请减少，或调高 photos_most"),
    "policy_currency": ("“{value}”不是货币", "请写订单里的货币代码，如 CNY、EUR"),
    "policy_no_resolution": ("没有可选的处理方式", "可用的是 {allowed}"),
    "policy_remind_late": ("第 {day} 天提醒太晚", "{days} 天后就作废了，请写小一些"),
    "policy_no_address": ("没有写寄回地址", "客服要自己告诉客户；请补上 `address:`"),
    "policy_decline_unexplained": ("拒绝时要告诉客户原因", "请补上 `because:`"),
    "policy_no_amount": ("没有金额既大于 {over} 又不超过 {up_to}", "请更正其中一个"),
    "policy_reason_unknown": ("没有 id 为“{reason}”的原因", "可用的是 {allowed}"),
    "policy_reason_quality": ("没有一个原因是 `quality: {quality}`", "请删掉这一行，或更正原因"),
    "policy_resolution_not_offered": ("这条规则的原因都不提供“{resolution}”", "它们提供的是 {allowed}"),
}

ZH_TW: Table = {
    "policy_label_twice": ("「{label}」與第 {first} 行相同", "請換一個說法，客戶才分得清"),
    "policy_id_of_preset": ("預設組合裡已經有規則「{id}」", "請換一個 id"),
    "policy_words_of_preset": (
        "預設組合裡沒有 {language} 的文字",
        "請在這裡自己寫，否則這些客戶會看到 {instead} 的文字",
    ),
    "policy_no_windows": ("沒有適用於其餘商品的期限", "請在最後加一項，不寫 categories、tags 和 skus"),
    "policy_quality_shorter": ("比沒有品質問題的 {days} 天還短", "請寫 {days} 或更多"),
    "policy_extension_idle": ("這樣所有人都會延長", "請寫明 tiers 或日期，或直接加長 windows 的天數"),
    "policy_season_backwards": ("比 ordered_from 還早", "請對調這兩個日期"),
    "policy_no_reasons": ("一個原因也沒有", "客戶要能選一個"),
    "policy_too_many": ("{count} 項太多，客戶看不過來", "只留最重要的 {most} 項"),
    "policy_photos_most": ("要 {photos} 張照片，但最多 {most} 張", "請減少，或調高 photos_most"),
    "policy_currency": ("「{value}」不是貨幣", "請寫訂單裡的貨幣代碼，如 CNY、EUR"),
    "policy_no_resolution": ("沒有可選的處理方式", "可用的是 {allowed}"),
    "policy_remind_late": ("第 {day} 天提醒太晚", "{days} 天後就作廢了，請寫小一些"),
    "policy_no_address": ("沒有寫寄回地址", "客服要自己告訴客戶；請補上 `address:`"),
    "policy_decline_unexplained": ("拒絕時要告訴客戶原因", "請補上 `because:`"),
    "policy_no_amount": ("沒有金額既大於 {over} 又不超過 {up_to}", "請更正其中一個"),
    "policy_reason_unknown": ("沒有 id 為「{reason}」的原因", "可用的是 {allowed}"),
    "policy_reason_quality": ("沒有一個原因是 `quality: {quality}`", "請刪掉這一行，或更正原因"),
    "policy_resolution_not_offered": ("這條規則的原因都不提供「{resolution}」", "它們提供的是 {allowed}"),
}
