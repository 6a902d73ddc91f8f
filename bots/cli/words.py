"""What commands say of the files an admin edits, beyond the problems in them, in the language of the terminal."""

from collections.abc import Mapping

from bots.cli.language import language_of_the_terminal

Table = Mapping[str, str]

EN: Table = {
    "warning": "warning: {said}",
    "problem": "1 problem found.",
    "problems": "{count} problems found.",
    "no_problems": "No problems found.",
    "no_scripts": "{folder}: there are no scripts; `kefu init` writes them",
    "no_menu": (
        "wechat.menu: {folder} has none of {files}: the account keeps the menu that it has; "
        "`kefu init` in an empty folder writes some to copy"
    ),
    "no_teams": "desk.teams: {team}: there is no such team, as {path} is not there; write it",
}
ZH: Table = {
    "warning": "警告：{said}",
    "problem": "发现 1 个问题。",
    "problems": "发现 {count} 个问题。",
    "no_problems": "没有发现问题。",
    "no_scripts": "{folder}: 没有话术；用 `kefu init` 可以生成",
    "no_menu": (
        "wechat.menu: {folder} 里没有 {files}；公众号会保留现在的菜单；"
        "在空文件夹里运行 `kefu init`，可以生成一份供您复制"
    ),
    "no_teams": "desk.teams: {team}: 没有这个组，因为没有文件 {path}；请写好这个文件",
}
ZH_TW: Table = {
    "warning": "警告：{said}",
    "problem": "發現 1 個問題。",
    "problems": "發現 {count} 個問題。",
    "no_problems": "沒有發現問題。",
    "no_scripts": "{folder}: 沒有話術；用 `kefu init` 可以產生",
    "no_menu": (
        "wechat.menu: {folder} 裡沒有 {files}；公眾號會保留現在的選單；"
        "在空資料夾裡執行 `kefu init`，可以產生一份供您複製"
    ),
    "no_teams": "desk.teams: {team}: 沒有這個小組，因為沒有檔案 {path}；請寫好這個檔案",
}
TABLES: Mapping[str, Table] = {"en": EN, "zh-CN": ZH, "zh-TW": ZH_TW}


def worded(code: str, **facts: object) -> str:
    return TABLES[language_of_the_terminal()][code].format_map(facts)
