"""What can be wrong with desk.yaml, and what to do; the rest is said as of other files of rules."""

from collections.abc import Mapping

Table = Mapping[str, tuple[str, str]]

EN: Table = {
    "policy_team_unknown": ("there is no team '{team}'", "the teams under `teams:` are {allowed}"),
    "policy_team_of_chat": (
        "kefu.yaml gives the team '{team}' a chat, and it is not here",
        "the teams under `teams:` are {allowed}",
    ),
    "policy_agent_twice": ("'{account}' is already on line {first}", "keep one of them"),
    "policy_account": ("'{account}' is no account", "write it like {channel}:123456"),
    "policy_account_elsewhere": (
        "the desk is on {channel}: '{account}' is nobody there",
        "write it like {channel}:123456",
    ),
    "policy_name_twice": ("'{called}' is already the name on line {first}", "give each a name of its own"),
    "policy_hours": ("'{value}' are no hours", "write them like 22:00-08:00"),
    "policy_weekday": ("'{value}' is not a day", "write {allowed}"),
    "policy_question_once": ("everybody would be handed over at the first question", "write 2 or more, or 0 for never"),
    "policy_warning_late": ("the warning would come after the end", "write less than close_minutes, or 0 for none"),
    "policy_trigger_always": ("this would call a person for everybody", "say when: words, intents, tiers ..."),
    "policy_time": ("'{value}' is no time", "write it like 10m, 4h or 2d: minutes, hours or days of opening hours"),
    "policy_promises_nothing": ("this promises nothing", "say at least one of {terms}"),
}

ZH: Table = {
    "policy_team_unknown": ("没有组“{team}”", "`teams:` 里的组：{allowed}"),
    "policy_team_of_chat": ("kefu.yaml 里给组“{team}”配了群，这里却没有这个组", "`teams:` 里的组：{allowed}"),
    "policy_agent_twice": ("“{account}”在第 {first} 行已经写过", "请只留一个"),
    "policy_account": ("“{account}”不是账号", "请写成 {channel}:123456 这样"),
    "policy_account_elsewhere": ("客服群在 {channel} 上，没有账号“{account}”", "请写成 {channel}:123456 这样"),
    "policy_name_twice": ("名称“{called}”在第 {first} 行已经用过", "每一项请用自己的名称"),
    "policy_hours": ("“{value}”不是时间段", "请写成 22:00-08:00 这样"),
    "policy_weekday": ("“{value}”不是星期几", "可用的是 {allowed}，也可以写周一到周日"),
    "policy_question_once": ("这样每个人问第一句就会转人工", "请写 2 或更多，不用就写 0"),
    "policy_warning_late": ("提醒比结束还晚", "请写得比 close_minutes 小，不用就写 0"),
    "policy_trigger_always": ("这样每个人都会转人工", "请写明条件：words、intents、tiers 等"),
    "policy_time": ("“{value}”不是时长", "请写成 10m、4h、2d 这样，即营业时间的分钟、小时、天"),
    "policy_promises_nothing": ("这里什么也没承诺", "至少写一项：{terms}"),
}

ZH_TW: Table = {
    "policy_team_unknown": ("沒有小組「{team}」", "`teams:` 裡的小組：{allowed}"),
    "policy_team_of_chat": (
        "kefu.yaml 裡給小組「{team}」設了群組，這裡卻沒有這個小組",
        "`teams:` 裡的小組：{allowed}",
    ),
    "policy_agent_twice": ("「{account}」在第 {first} 行已經寫過", "請只留一個"),
    "policy_account": ("「{account}」不是帳號", "請寫成 {channel}:123456 這樣"),
    "policy_account_elsewhere": ("客服群組在 {channel} 上，沒有帳號「{account}」", "請寫成 {channel}:123456 這樣"),
    "policy_name_twice": ("名稱「{called}」在第 {first} 行已經用過", "每一項請用自己的名稱"),
    "policy_hours": ("「{value}」不是時段", "請寫成 22:00-08:00 這樣"),
    "policy_weekday": ("「{value}」不是星期幾", "可用的是 {allowed}，也可以寫週一到週日"),
    "policy_question_once": ("這樣每個人問第一句就會轉真人", "請寫 2 或更多，不用就寫 0"),
    "policy_warning_late": ("提醒比結束還晚", "請寫得比 close_minutes 小，不用就寫 0"),
    "policy_trigger_always": ("這樣每個人都會轉真人", "請寫明條件：words、intents、tiers 等"),
    "policy_time": ("「{value}」不是時長", "請寫成 10m、4h、2d 這樣，即營業時間的分鐘、小時、天"),
    "policy_promises_nothing": ("這裡什麼也沒承諾", "至少寫一項：{terms}"),
}
