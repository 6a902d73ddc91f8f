"""What can be wrong with hours.yaml, and what to do; the rest is said as of other files of rules."""

from collections.abc import Mapping

Table = Mapping[str, tuple[str, str]]

EN: Table = {
    "policy_hours_overlap": ("these hours overlap", "write each time of the day once"),
    "policy_no_days": ("it is not said on which days", "write days: [mon-fri], or days: [daily]"),
    "policy_date_twice": ("{value} is already on line {first}", "keep one of them"),
    "policy_from_to": ("this ends before it begins", "correct from and to"),
    "policy_moment": ("'{value}' is no time", "write it like 2026-12-01 or 2026-12-01 18:00"),
    "policy_too_long": ("this is longer than {limit} days", "write the hours of the week instead"),
    "policy_country": (
        "no holidays are known of '{value}'",
        "write a code like CN, TW or DE, or list the days yourself",
    ),
    "policy_ical_gone": ("there is no file '{value}'", "put it beside hours.yaml"),
    "policy_ical_beside": ("'{value}' is not beside hours.yaml", "write the name of a file of this folder"),
    "policy_ical": ("'{value}' is no calendar", "export it as iCal (.ics) again"),
    "policy_ical_large": ("'{value}' is too large for opening hours", "export only the holidays"),
    "policy_ical_often": ("'{value}' has events that come every hour or more often", "leave them out"),
    "policy_no_rota": ("there is no rota that this could be about", "write rota:, or delete this line"),
    "policy_team_elsewhere": ("desk.yaml has no team '{team}'", "the teams there are {allowed}"),
}

ZH: Table = {
    "policy_hours_overlap": ("这些时间段有重叠", "一天里的同一段时间只写一次"),
    "policy_no_days": ("没有写是哪几天", "请写 days: [mon-fri]，每天就写 days: [daily]"),
    "policy_date_twice": ("{value} 在第 {first} 行已经写过", "请只留一个"),
    "policy_from_to": ("结束早于开始", "请更正 from 和 to"),
    "policy_moment": ("“{value}”不是时间", "请写成 2026-12-01 或 2026-12-01 18:00 这样"),
    "policy_too_long": ("超过 {limit} 天", "请改写每周的营业时间"),
    "policy_country": ("不知道“{value}”的节假日", "请写 CN、TW、DE 这样的代码，或自己列出日期"),
    "policy_ical_gone": ("没有文件“{value}”", "请放在 hours.yaml 旁边"),
    "policy_ical_beside": ("“{value}”不在 hours.yaml 旁边", "请写这个文件夹里的文件名"),
    "policy_ical": ("“{value}”不是日历", "请重新导出为 iCal（.ics）"),
    "policy_ical_large": ("“{value}”太大，不适合作营业时间", "请只导出节假日"),
    "policy_ical_often": ("“{value}”里有每小时或更频繁的日程", "请去掉"),
    "policy_no_rota": ("没有写 rota，这一行不起作用", "请写上 rota，或删掉这一行"),
    "policy_team_elsewhere": ("desk.yaml 里没有组“{team}”", "那里的组：{allowed}"),
}

ZH_TW: Table = {
    "policy_hours_overlap": ("這些時段有重疊", "一天裡的同一段時間只寫一次"),
    "policy_no_days": ("沒有寫是哪幾天", "請寫 days: [mon-fri]，每天就寫 days: [daily]"),
    "policy_date_twice": ("{value} 在第 {first} 行已經寫過", "請只留一個"),
    "policy_from_to": ("結束早於開始", "請更正 from 和 to"),
    "policy_moment": ("「{value}」不是時間", "請寫成 2026-12-01 或 2026-12-01 18:00 這樣"),
    "policy_too_long": ("超過 {limit} 天", "請改寫每週的營業時間"),
    "policy_country": ("不知道「{value}」的節假日", "請寫 CN、TW、DE 這樣的代碼，或自己列出日期"),
    "policy_ical_gone": ("沒有檔案「{value}」", "請放在 hours.yaml 旁邊"),
    "policy_ical_beside": ("「{value}」不在 hours.yaml 旁邊", "請寫這個資料夾裡的檔名"),
    "policy_ical": ("「{value}」不是行事曆", "請重新匯出為 iCal（.ics）"),
    "policy_ical_large": ("「{value}」太大，不適合當營業時間", "請只匯出節假日"),
    "policy_ical_often": ("「{value}」裡有每小時或更頻繁的行程", "請去掉"),
    "policy_no_rota": ("沒有寫 rota，這一行不起作用", "請寫上 rota，或刪掉這一行"),
    "policy_team_elsewhere": ("desk.yaml 裡沒有小組「{team}」", "那裡的小組：{allowed}"),
}
