"""Every problem of the settings in every language, and none with a secret in it."""

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import config
from config.english import ENGLISH
from config.loading import load
from config.problems import MAX_NAMED, TABLES, BadSettings, sentence
from config.vocabulary import fields
from tests.config.test_problems_in_kefu_yaml import GOOD, ONE_PROBLEM
from tests.config.test_settings import cautions

ROOM = Path(config.__file__).parent
TABLES_IN = {"english.py", "simplified.py", "traditional.py"}
CHINESE = ["zh-CN", "zh-TW"]


def test_every_sentence_is_said_somewhere() -> None:
    written = {
        node.value
        for path in ROOM.glob("*.py")
        if path.name not in TABLES_IN
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert ENGLISH.keys() - written == set()


@pytest.mark.parametrize("language", CHINESE)
@pytest.mark.parametrize("text", [text for text, _ in ONE_PROBLEM.values()], ids=ONE_PROBLEM.keys())
def test_whatever_is_wrong_is_told_in_chinese(text: str, language: str, tmp_path: Path) -> None:
    found = broken(tmp_path, text)
    for problem in found.problems:
        assert any(is_han(character) for character in problem.told(language))
        assert problem.told("en") == str(problem)
        assert problem.told(language).startswith(f"{problem.where}: ")


AT_NIGHT = """\
telegram:
  mode: webhok
  tokn: "1:hush"
desk: {channel: telegram, chat: 客服群, teams: {sales: "-2", care: "-2"}}
server: {port: eighty, public_url: http://shop.example.com}
wechat: {app_id: wx1, app_secret: “hush”, token: hu, aes_key: hush, menu: ja, pace: {chat: [20]}}
shop: {timezone: Asia/Shangai}
log: loud
hours: {policy: 营业时间.yaml}
colour: red
"""


def test_an_admin_who_breaks_everything_at_night_reads_it_in_chinese(tmp_path: Path) -> None:
    found = broken(tmp_path, AT_NIGHT, KEFU_TELEGRAM__TOKN="2:hush", KEFU_DESK__TEAMS="hush")
    assert found.told("zh-CN").splitlines() == [
        'KEFU_DESK__TEAMS: 不是 JSON；列表请写成 [20, 60]，带名称的请写成 {"a": "b"}',
        "KEFU_TELEGRAM__TOKN: 没有这个设置；是不是想写“KEFU_TELEGRAM__TOKEN”？",
        "kefu.yaml:1: telegram.token: 没有填；请写在这里，或设置环境变量 KEFU_TELEGRAM__TOKEN",
        "kefu.yaml:2: telegram.mode: “webhok”不能用；可用的是 webhook, polling；是不是想写“webhook”？",
        "kefu.yaml:3: telegram.tokn: 没有这个设置；是不是想写“token”？",
        "kefu.yaml:4: desk.chat: 必须是 Telegram 群的编号，例如 -1001234567890",
        "kefu.yaml:4: desk.teams: care: “-2”已经是 sales 的；请去掉，或换一个",
        "kefu.yaml:5: server.port: “eighty”不是整数",
        "kefu.yaml:5: server.public_url: 必须以 https:// 开头；各平台不接受明文的 http",
        "kefu.yaml:6: wechat.app_secret: 里面有引号，或密钥里不会有的字符；请重新复制",
        "kefu.yaml:6: wechat.token: 必须是 3–32 个字母或数字",
        "kefu.yaml:6: wechat.aes_key: 必须是 EncodingAESKey 的 43 个字符",
        "kefu.yaml:6: wechat.menu: “ja”既不是 true 也不是 false",
        "kefu.yaml:6: wechat.pace.chat: 必须是两个数字：消息条数和秒数，例如 [20, 60]",
        "kefu.yaml:7: shop.timezone: “Asia/Shangai”不是时区；请写成 Asia/Shanghai 这样",
        "kefu.yaml:8: log: 下面要写它的各项：level, format",
        "kefu.yaml:9: hours.policy: 没有文件“营业时间.yaml”；请更正文件名，或写好这个文件",
        "kefu.yaml:10: colour: 没有这个设置",
    ]
    assert "hush" not in "".join(found.told(language) for language in TABLES)


def test_slips_of_a_chinese_keyboard_are_told_in_both_ways_of_writing(tmp_path: Path) -> None:
    found = broken(tmp_path, "desk:\n  channel：telegram\n  chat: -1\n\u3000mode: x\nshop: {name: “小店}\n")
    assert found.told("zh-CN").splitlines() == [
        "kefu.yaml:2: “channel”后面是全角冒号（：）；请写半角冒号 : 加一个空格",
        "kefu.yaml:4: 前面有全角空格或不间断空格；请改用普通的半角空格",
        "kefu.yaml:5: 引号不是半角的 \" 或 '",
    ]
    assert found.told("zh-TW").splitlines() == [
        "kefu.yaml:2: 「channel」後面是全形冒號（：）；請寫半形冒號 : 加一個空白",
        "kefu.yaml:4: 前面有全形空白或不換行空白；請改用一般的半形空白",
        "kefu.yaml:5: 引號不是半形的 \" 或 '",
    ]


def test_what_is_unwise_is_told_in_chinese(tmp_path: Path) -> None:
    path = tmp_path / "kefu.yaml"
    path.write_text(GOOD + "shop: {name: “茶铺”}\n", "utf-8")
    path.chmod(0o644)
    assert cautions(path, "zh-CN") == [
        "kefu.yaml 里有密钥（telegram.token），这台机器上人人可读；请对它执行 chmod 600",
        "kefu.yaml:3: shop.name: 客户会连引号一起看到；请去掉引号，或改用半角的 \" 或 '",
    ]


def test_a_value_too_long_to_be_shown_is_spoken_of(tmp_path: Path) -> None:
    found = broken(tmp_path, GOOD + f"server: {{port: {'x' * 21}}}\n")
    assert [found.told(language) for language in ("en", *CHINESE)] == [
        "kefu.yaml:3: server.port: this is not a whole number",
        "kefu.yaml:3: server.port: 这个值不是整数",
        "kefu.yaml:3: server.port: 這個值不是整數",
    ]


@pytest.mark.parametrize(
    "token", ["!hush!me", "&hush", "*hush", "%hush", "hush: me: x", '"hush', "'hush", "[hush", "@hush"]
)
def test_no_token_is_shown_that_yaml_stumbles_over(token: str, tmp_path: Path) -> None:
    found = broken(tmp_path, f"telegram:\n  token: {token}\ndesk: {{channel: slack, chat: C1}}\n")
    for language in TABLES:
        assert "hush" not in found.told(language)


PASTED = "xoxb-1234567890-hush"


@pytest.mark.parametrize(
    "text",
    [
        f"slack: {{mode: socket, bot_token:{PASTED}}}\n",
        f"slack: {{bot_token:{PASTED}, bot_token:{PASTED}}}\n",
        f"slack: {{bot_token：{PASTED}, mode: socket}}\n",
        f"slack：{{bot_token：{PASTED}，mode：socket}}\n",
        f"slack：{{bot_token: {PASTED}, mode: socket}}: x\n",
        f"slack: {{{PASTED}-and-so-on: }}\n",
        f"slack: {{{PASTED}-and-so-on: x, {PASTED}-and-so-on: x}}\n",
        f"{PASTED}-and-so-on: x\n",
        f"desk: {{channel: slack, chat: {PASTED}-1, teams: {{a: {PASTED}-1}}}}\n",
        f"desk: {{channel: slack, chat: C1, teams: {{a: {PASTED}-1, b: {PASTED}-1}}}}\n",
        f"desk: {{channel: slack, chat: C1, teams: {{{PASTED}-and-so-on: C1}}}}\n",
        f"desk: {{channel: telegram, chat: -1, teams: {{{PASTED}-and-so-on: C1}}}}\n",
        f"wechat: {{template: {{id: x, fields: {{{PASTED}-and-so-on: x}}}}}}\n",
        f"wechat: {{template: {{id: x, fields: {{thing1: '{{{{ {PASTED}-and-so-on }}}}'}}}}}}\n",
    ],
)
def test_no_token_is_shown_that_was_taken_for_a_key(text: str, tmp_path: Path) -> None:
    found = broken(tmp_path, text)
    for language in TABLES:
        assert "hush" not in found.told(language)


def test_no_setting_is_taken_for_a_token() -> None:
    assert max(len(key) for keys in fields() for key in keys) <= MAX_NAMED


def test_no_token_is_shown_that_is_a_key_in_a_variable(tmp_path: Path) -> None:
    found = broken(tmp_path, GOOD, KEFU_SLACK=f'{{"{PASTED}-and-so-on": "x", "bot_token:{PASTED}": "x"}}')
    for language in TABLES:
        assert "hush" not in found.told(language)


SECRETS = st.text("hushHUSH1:_-/+ '\"“”!&*%{}[]#，：\t", min_size=4, max_size=60).map(lambda text: f"Geheim{text}")


@given(secret=SECRETS, variable=st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_secret_is_shown_whatever_it_holds(
    secret: str, variable: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("shop")
    names = ("KEFU_WECHAT__APP_SECRET", "KEFU_WECHAT__TOKEN", "KEFU_SLACK__BOT_TOKEN", "KEFU_WECOM__WEBHOOK")
    lines = [f"telegram: {{token: '1:a', secret: {secret}}}", f"slack: {{app_token: {secret}}}"]
    text = "colour: red\n" if variable else "colour: red\n" + "\n".join(lines)
    found = broken(folder, text, **(dict.fromkeys(names, secret) if variable else {}))
    for language in TABLES:
        assert "Geheim" not in found.told(language)


def test_what_a_fact_holds_is_no_part_of_the_sentence_s_own_form() -> None:
    assert sentence("no_such_file", {"name": "{why}"}, "zh-CN") == "没有文件“{why}”；请更正文件名，或写好这个文件"


def broken(folder: Path, text: str, **environ: str) -> BadSettings:
    path = folder / "kefu.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadSettings) as caught:
        load(path, environ)
    return caught.value


def is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"
