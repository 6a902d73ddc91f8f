"""What can be wrong with surveys.yaml, and what to do; the rest is said as of other files of rules."""

from collections.abc import Mapping

Table = Mapping[str, tuple[str, str]]

EN: Table = {
    "survey_zone": ("'{value}' is no time zone", "write it like Asia/Shanghai or America/New_York"),
    "survey_always_quiet": ("it is always quiet", "leave some hours in which customers may be asked"),
    "survey_remind_late": ("the reminder comes when the survey is over", "write fewer hours than valid_hours"),
    "survey_cron": ("'{value}' is no time of the calendar", "write five fields, like '0 10 1 * *'"),
    "survey_none": ("there are no surveys", "write one below `surveys:`"),
    "survey_reasons_idle": ("nobody is ever asked for these reasons", "they are for low scores: raise low_up_to"),
}

ZH: Table = {
    "survey_zone": ("“{value}”不是时区", "请写成 Asia/Shanghai、America/New_York 这样"),
    "survey_always_quiet": ("全天都是免打扰时间", "请留出可以询问客户的时间"),
    "survey_remind_late": ("提醒的时候评价已经过期", "请写得比 valid_hours 小"),
    "survey_cron": ("“{value}”不是定时表达式", "请写五段，如 '0 10 1 * *'"),
    "survey_none": ("一个评价也没有", "请在 `surveys:` 下面写一个"),
    "survey_reasons_idle": ("这些原因永远不会问到", "原因只在低分时问：请调高 low_up_to"),
}

ZH_TW: Table = {
    "survey_zone": ("「{value}」不是時區", "請寫成 Asia/Taipei、America/New_York 這樣"),
    "survey_always_quiet": ("全天都是勿擾時間", "請留出可以詢問客戶的時間"),
    "survey_remind_late": ("提醒的時候評價已經過期", "請寫得比 valid_hours 小"),
    "survey_cron": ("「{value}」不是排程表達式", "請寫五段，如 '0 10 1 * *'"),
    "survey_none": ("一個評價也沒有", "請在 `surveys:` 下面寫一個"),
    "survey_reasons_idle": ("這些原因永遠不會問到", "原因只在低分時問：請調高 low_up_to"),
}
