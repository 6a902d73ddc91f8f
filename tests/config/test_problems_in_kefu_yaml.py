"""What an admin reads when kefu.yaml is wrong: one line a problem, all of them at once."""

from pathlib import Path

import pytest

from config.loading import load
from config.problems import BadSettings

GOOD = """\
telegram: {token: "123:abc"}
desk: {channel: telegram, chat: "-1001"}
"""

WECHAT = "wechat: {app_id: wx1, app_secret: s, token: %s, aes_key: %s}\ndesk: {channel: telegram, chat: '-1'}\n"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
WITH_TEMPLATE = (
    GOOD
    + f"wechat: {{app_id: wx1, app_secret: s, token: abc, aes_key: {AES_KEY}, template: {{id: T1,\n  fields: %s}}}}\n"
)


def problems(folder: Path, text: str, **environ: str) -> list[str]:
    path = folder / "kefu.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadSettings) as caught:
        load(path, environ)
    return [str(problem) for problem in caught.value.problems]


ONE_PROBLEM = {
    "a bracket of a Chinese keyboard": (
        GOOD.replace('telegram: {token: "123:abc"}', 'telegram: ｛token: "123:abc"｝'),
        "kefu.yaml:1: a bracket is full-width; write { } or [ ]",
    ),
    "a list in brackets of a Chinese keyboard": (
        GOOD + "numbers: 【1, 2】\n  to: 3\n",
        "kefu.yaml:3: a bracket is full-width; write { } or [ ]",
    ),
    "a bracket left open below a name that begins with another": (
        GOOD + "shop:\n  name: 【官方】小店\nserver: {port: 80\n",
        "kefu.yaml:5: a bracket opened here is not closed, or a comma is missing",
    ),
    "more levels than YAML can be read in": (
        "a: " + "[" * 5000,
        "kefu.yaml: not YAML: more levels than any setting has",
    ),
    "a key with a typing mistake": (
        GOOD + "server:\n  prot: 80\n",
        "kefu.yaml:4: server.prot: not a setting; did you mean 'port'?",
    ),
    "a section with a typing mistake": (
        GOOD + "sever: {}\n",
        "kefu.yaml:3: sever: not a setting; did you mean 'server'?",
    ),
    "a key that is like nothing": (GOOD + "colour: red\n", "kefu.yaml:3: colour: not a setting"),
    "a key written twice": (GOOD + "telegram: {}\n", "kefu.yaml:3: telegram: written twice; the first is in line 1"),
    "a port that is no number": (
        GOOD + "server: {port: eighty}\n",
        "kefu.yaml:3: server.port: 'eighty' is not a whole number",
    ),
    "a port out of range": (GOOD + "server: {port: 70000}\n", "kefu.yaml:3: server.port: must be 65535 or less"),
    "a section with a value": (GOOD + "log: loud\n", "kefu.yaml:3: log: needs keys below it: level, format"),
    "a value with a section": (
        GOOD + "database: {file: x}\n",
        "kefu.yaml:3: database: must be one value, not a list and not a section",
    ),
    "a mode that does not exist": (
        "telegram: {token: '1:a', mode: webhok}\ndesk: {channel: telegram, chat: '-1'}\n",
        "kefu.yaml:1: telegram.mode: 'webhok' is not one of webhook, polling; did you mean 'webhook'?",
    ),
    "a channel without its token": (
        "telegram:\n  mode: polling\ndesk: {channel: telegram, chat: '-1'}\n",
        "kefu.yaml:1: telegram.token: missing; write it here or set KEFU_TELEGRAM__TOKEN",
    ),
    "a token left blank": (
        "telegram:\n  token:\ndesk: {channel: telegram, chat: '-1'}\n",
        "kefu.yaml:2: telegram.token: missing; write it here or set KEFU_TELEGRAM__TOKEN",
    ),
    "an empty section of a channel": (
        "telegram:\ndesk: {channel: telegram, chat: '-1'}\n",
        "kefu.yaml:1: telegram.token: missing; write it here or set KEFU_TELEGRAM__TOKEN",
    ),
    "a webhook without a secret": (
        "telegram: {token: '1:a', mode: webhook}\ndesk: {channel: telegram, chat: '-1'}\n"
        "server: {public_url: 'https://shop.example.com'}\n",
        "kefu.yaml:1: telegram.secret: missing; webhook mode needs it: write it here or set KEFU_TELEGRAM__SECRET",
    ),
    "a webhook without an address": (
        "telegram: {token: '1:a', mode: webhook, secret: s}\ndesk: {channel: telegram, chat: '-1'}\n",
        "kefu.yaml: server.public_url: missing; Telegram's webhook mode needs to know where to reach this server",
    ),
    "an address without https": (
        GOOD + "server: {public_url: 'http://shop.example.com'}\n",
        "kefu.yaml:3: server.public_url: must begin with https://; the platforms refuse plain http",
    ),
    "an address that is none": (
        GOOD + "server: {public_url: shop}\n",
        "kefu.yaml:3: server.public_url: not a web address (https://...)",
    ),
    "a secret that Telegram refuses": (
        "telegram: {token: '1:a', secret: 'pass word'}\ndesk: {channel: telegram, chat: '-1'}\n",
        "kefu.yaml:1: telegram.secret: must be 1-256 of A-Z a-z 0-9 _ -",
    ),
    "Socket Mode without its token": (
        "slack: {bot_token: xoxb-1}\ndesk: {channel: slack, chat: C1}\n",
        "kefu.yaml:1: slack.app_token: missing; Socket Mode needs it: write it here or set KEFU_SLACK__APP_TOKEN",
    ),
    "HTTP mode without its secret": (
        "slack: {bot_token: xoxb-1, mode: http}\ndesk: {channel: slack, chat: C1}\n",
        "kefu.yaml:1: slack.signing_secret: missing; "
        "HTTP mode needs it: write it here or set KEFU_SLACK__SIGNING_SECRET",
    ),
    "Slack's tokens swapped": (
        "slack: {bot_token: xapp-1, mode: http, signing_secret: s}\ndesk: {channel: slack, chat: C1}\n",
        "kefu.yaml:1: slack.bot_token: must begin with xoxb-; this looks like another token",
    ),
    "a short AES key": (
        "telegram: {token: '1:a'}\n" + WECHAT % ("abc", "short"),
        "kefu.yaml:2: wechat.aes_key: must be the 43 characters of the EncodingAESKey",
    ),
    "a short WeChat token": (
        "telegram: {token: '1:a'}\n" + WECHAT % ("ab", AES_KEY),
        "kefu.yaml:2: wechat.token: must be 3-32 letters or digits",
    ),
    "a template without its fields": (
        WITH_TEMPLATE % "{}",
        "kefu.yaml:4: wechat.template.fields: empty; write each field of the template, like thing1: '{{ shop }}'",
    ),
    "a template's field by another name": (
        WITH_TEMPLATE % "{thing1.DATA: 客服小店}",
        "kefu.yaml:4: wechat.template.fields: thing1.DATA: not a field's name; copy it without .DATA, like thing1",
    ),
    "a template's field with too many words": (
        WITH_TEMPLATE % "{thing1: 请您用一分钟的时间为我们这次的服务评个分数}",
        "kefu.yaml:4: wechat.template.fields: thing1: 21 characters; WeChat takes 20",
    ),
    "a blank that no template has": (
        WITH_TEMPLATE % "{thing1: '{{ tex }}'}",
        "kefu.yaml:4: wechat.template.fields: thing1: 'tex' is not a blank; there is shop, time, text; "
        "did you mean 'text'?",
    ),
    "Chinese where a template takes letters": (
        WITH_TEMPLATE % "{character_string2: 单号}",
        "kefu.yaml:4: wechat.template.fields: character_string2: must be letters, digits and signs; "
        "WeChat takes no Chinese there",
    ),
    "a template's field without words": (
        WITH_TEMPLATE % "{thing1: '  '}",
        "kefu.yaml:4: wechat.template.fields: thing1: empty; WeChat refuses a field without words",
    ),
    "a desk on a channel that is off": (
        "telegram: {token: '1:a'}\ndesk: {channel: slack, chat: C1}\n",
        "kefu.yaml:2: desk.channel: slack is off; fill in the section 'slack' or choose another channel",
    ),
    "a desk by its name": (
        "telegram: {token: '1:a'}\ndesk: {channel: telegram, chat: staff}\n",
        "kefu.yaml:2: desk.chat: must be the number of the Telegram group, like -1001234567890",
    ),
    "two teams in one chat": (
        "telegram: {token: '1:a'}\ndesk: {channel: telegram, chat: -1, teams: {a: -2, b: '-2'}}\n",
        "kefu.yaml:2: desk.teams: b: '-2' is that of a already; leave it out, or give it another",
    ),
    "a team in the desk's own chat": (
        "telegram: {token: '1:a'}\ndesk: {channel: telegram, chat: -1, teams: {a: -1}}\n",
        "kefu.yaml:2: desk.teams: a: '-1' is desk.chat already; leave it out, or give it another",
    ),
    "a team's chat by its name": (
        "telegram: {token: '1:a'}\ndesk: {channel: telegram, chat: -1, teams: {a: sales}}\n",
        "kefu.yaml:2: desk.teams: a: must be the number of the Telegram group, like -1001234567890",
    ),
    "a team with a list of chats": (
        "telegram: {token: '1:a'}\ndesk: {channel: telegram, chat: -1, teams: {a: [-2, -3]}}\n",
        "kefu.yaml:2: desk.teams: must be one value, not a list and not a section",
    ),
    "a desk with keys below its chat": (
        "telegram: {token: '1:a'}\ndesk: {channel: telegram, chat: {id: -1}, teams: {a: -2}}\n",
        "kefu.yaml:2: desk.chat: must be one value, not a list and not a section",
    ),
    "a desk in WeCom without a bot there": (
        "telegram: {token: '1:a'}\ndesk: {channel: wecom, chat: wr1}\n",
        "kefu.yaml:2: desk.channel: wecom is off; fill in the section 'wecom' or choose another channel",
    ),
    "WeCom's secret in the clear": (
        GOOD + "wecom: {bot_id: aib1, secret: s, bot_name: b, ws_url: 'ws://example.com'}\n",
        "kefu.yaml:3: wecom.ws_url: must begin with wss://; the bot's secret goes over it",
    ),
    "half a webhook": (
        GOOD + "wecom: {bot_id: aib1, secret: s, bot_name: b, webhook: 693a91f6}\n",
        "kefu.yaml:3: wecom.webhook: must be the whole address (https://...?key=...)",
    ),
    "a desk that is nowhere": (
        "telegram: {token: '1:a', mode: polling}\ndesk:\n  channel: telegram\n  chat:\n",
        "kefu.yaml:4: desk.chat: missing",
    ),
    "no channel": (
        "desk: {channel: telegram, chat: '-1'}\n",
        "kefu.yaml: no channel is on; fill in telegram, slack or wechat (or try `kefu sandbox`)",
    ),
    "PostgreSQL": (
        GOOD + "database: postgresql://kefu@localhost/kefu\n",
        "kefu.yaml:3: database: PostgreSQL is not supported yet; write sqlite:///var/kefu.db",
    ),
    "a database with too few slashes": (
        GOOD + "database: sqlite:/kefu.db\n",
        "kefu.yaml:3: database: write sqlite:///folder/kefu.db (from here) or sqlite:////folder/kefu.db (absolute)",
    ),
    "a time zone that does not exist": (
        GOOD + "shop: {timezone: Asia/Shangai}\n",
        "kefu.yaml:3: shop.timezone: 'Asia/Shangai' is not a time zone; write one like Asia/Shanghai",
    ),
    "an order number that does not compile": (
        GOOD + "policy: {order_number: '['}\n",
        "kefu.yaml:3: policy.order_number: not a regular expression: unterminated character set at position 0",
    ),
    "no attempts at all": (
        GOOD + "policy: {proof_attempts: 0}\n",
        "kefu.yaml:3: policy.proof_attempts: must be 1 or more",
    ),
    "half a pace": (
        "telegram: {token: '1:a', pace: {chat: [20]}}\ndesk: {channel: telegram, chat: '-1'}\n",
        "kefu.yaml:1: telegram.pace.chat: must be two numbers, [messages, seconds], like [20, 60]",
    ),
    "a switch that is neither on nor off": (
        GOOD + f"wechat: {{app_id: wx1, app_secret: s, token: abc, aes_key: {AES_KEY}, menu: ja}}\n",
        "kefu.yaml:3: wechat.menu: 'ja' is neither true nor false",
    ),
    "teams without their chats": (
        "telegram: {token: '1:a'}\ndesk: {channel: telegram, chat: -1, teams: sales}\n",
        "kefu.yaml:2: desk.teams: needs keys of your own below it, each with a value",
    ),
    "a pace that is no pair": (
        "telegram: {token: '1:a', pace: {chat: 20}}\ndesk: {channel: telegram, chat: '-1'}\n",
        "kefu.yaml:1: telegram.pace.chat: must be two numbers, [messages, seconds], like [20, 60]",
    ),
    "a key that is a list": (GOOD + "? [a]\n: b\n", "kefu.yaml:3: a key must be a plain word"),
    "a token of spaces": (
        "telegram: {token: '  '}\ndesk: {channel: telegram, chat: '-1'}\n",
        "kefu.yaml:1: telegram.token: empty",
    ),
    "a language by its name": (
        GOOD + "scripts: {default_language: Chinese}\n",
        "kefu.yaml:3: scripts.default_language: 'Chinese' does not look right; write it like zh-CN",
    ),
    "an hour without minutes": (
        GOOD + "reports: {daily: 9}\n",
        "kefu.yaml:3: reports.daily: '9' is not a time of day; write one like 09:00, in quotes",
    ),
    "a weekday in full": (
        GOOD + "reports: {weekly: monday 9}\n",
        "kefu.yaml:3: reports.weekly: 'monday 9' begins with no weekday; write it like mon 09:00",
    ),
    "a socket by the address of a page": (
        GOOD + "wecom: {bot_id: aib1, secret: s, bot_name: b, ws_url: 'https://a.cn'}\n",
        "kefu.yaml:3: wecom.ws_url: not a WebSocket's address (wss://...)",
    ),
    "a character that YAML does not allow": (
        GOOD + "shop: {name: a\x00b}\n",
        "kefu.yaml: not YAML: it holds a character that YAML does not allow",
    ),
    "a file that is no settings": (
        "a: b\n" * 200_001,
        "kefu.yaml: larger than 1 MB; is this the right file?",
    ),
    "a tab": ("server:\n\tport: 80\n", "kefu.yaml:2: this line is indented with a tab; use spaces"),
    "a full-width colon": (
        "desk:\n  channel：telegram\n  chat: -1\n",
        "kefu.yaml:2: the colon after 'channel' is full-width (：); write : and a space",
    ),
    "no space after a colon": (
        "desk:\n  channel:telegram\n  chat: -1\n",
        "kefu.yaml:2: a space is missing after the colon of 'channel'",
    ),
    "a space that looks like one": (
        "desk:\n\u3000channel: telegram\n  chat: -1\n",
        "kefu.yaml:2: a full-width or no-break space is in front; type spaces",
    ),
    "quotation marks of a word processor": (
        "# “shop”\nshop: {name: “a, b: c”, x}: y\n",
        "kefu.yaml:2: a quotation mark is not \" or '",
    ),
    "an unfinished merge": (
        "<<<<<<< HEAD\nserver: {}\n",
        "kefu.yaml:1: a merge of git is not finished here; keep one version",
    ),
    "an indentation that does not fit": (
        "server:\n  port: 80\n host: x\n",
        "kefu.yaml:3: the indentation does not fit, or a colon is missing, here or in the line above",
    ),
    "a colon left out": (
        "server:\n  port: 80\n  host x\n  public_url: https://a.cn\n",
        "kefu.yaml:4: the indentation does not fit, or a colon is missing, here or in the line above",
    ),
    "a value that YAML keeps for itself": (
        "shop: {timezone: UTC}\nserver:\n  host: @home\n",
        "kefu.yaml:3: a value cannot begin with @; put it in quotation marks",
    ),
    "a version of YAML that there is not": (
        "%YAML 1.9\n---\n" + GOOD,
        "kefu.yaml: a value cannot begin with %; put it in quotation marks",
    ),
    "a version of YAML that is not even looked at": (
        "? \n%YAML 2.0",
        "kefu.yaml: a value cannot begin with %; put it in quotation marks",
    ),
    "an anchor": (
        GOOD + "server:\n  port: &8000\n",
        "kefu.yaml:4: server.port: a value cannot begin with &, * or !; put it in quotation marks",
    ),
    "a tag": (
        GOOD + "server:\n  host: !home x\n",
        "kefu.yaml:4: server.host: a value cannot begin with &, * or !; put it in quotation marks",
    ),
    "an alias": (
        "server:\n  host: *home\n",
        "kefu.yaml:2: a value cannot begin with &, * or !; put it in quotation marks",
    ),
    "a value that begins like a longer text": (
        GOOD + "server:\n  host: > home\n",
        "kefu.yaml:4: a value cannot begin with |, >, ? or a comma; put it in quotation marks",
    ),
    "a bracket that is never closed": (
        "telegram: {token: '1:a'\nshop: {name: x}\n",
        "kefu.yaml:1: a bracket opened here is not closed, or a comma is missing",
    ),
    "a mistake of another kind": (
        'server:\n  host: "\\q"\n',
        "kefu.yaml:2: not YAML: found unknown escape character 'q'",
    ),
    "a quotation mark that swallows what follows": (
        'shop:\n  name: "x\n  timezone: "UTC"\n',
        "kefu.yaml:2: a quotation mark opened here is never closed",
    ),
    "a file that was saved by half": (
        "desk: {chat: '-1'}\ntelegram: {token: \"1:a",
        "kefu.yaml:2: a quotation mark opened here is never closed",
    ),
    "a full-width colon before a brace": (
        GOOD + "shop：{name: 小店}\n",
        "kefu.yaml:3: the colon after 'shop' is full-width (：); write : and a space",
    ),
    "a full-width colon within braces": (
        GOOD + "server: {port：80, host: 127.0.0.1}\n",
        "kefu.yaml:3: server: the colon after 'port' is full-width (：); write : and a space",
    ),
    "no space behind a colon within braces": (
        GOOD + "server: {port:80, host: 127.0.0.1}\n",
        "kefu.yaml:3: server: a space is missing after the colon of 'port'",
    ),
    "a character that nobody sees": (
        GOOD + "\u200bshop: {name: 小店}\n",
        "kefu.yaml:3: \u200bshop: an invisible character stands in this key; delete the line, and type it again",
    ),
    "a token in quotation marks of a word processor": (
        "telegram: {token: “1:a”}\ndesk: {channel: telegram, chat: '-1'}\n",
        "kefu.yaml:1: telegram.token: holds a quotation mark, or a letter that no secret has; copy it anew",
    ),
    "a token that ends with a quotation mark": (
        "telegram:\n  token: 1:a\"\ndesk: {channel: telegram, chat: '-1'}\n",
        "kefu.yaml:2: telegram.token: holds a quotation mark, or a letter that no secret has; copy it anew",
    ),
    "a quotation mark that is never closed": (
        'shop:\n  name: "x\n  timezone: UTC\n',
        "kefu.yaml:2: a quotation mark opened here is never closed",
    ),
    "a list": ("- telegram\n", "kefu.yaml: must hold sections, like 'desk:' with its keys below it"),
}


@pytest.mark.parametrize(("text", "expected"), ONE_PROBLEM.values(), ids=ONE_PROBLEM.keys())
def test_an_admin_is_told_in_one_line(text: str, expected: str, tmp_path: Path) -> None:
    assert problems(tmp_path, text) == [expected]


def test_an_admin_is_told_everything_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        "server: {prot: 80}\ntelegram:\n  mode: webhook\n  tokn: '1:a'\n"
        "desk: {channel: slack, chat: C1}\nlog: {level: loud}\n"
    )
    assert problems(tmp_path, text) == [
        "kefu.yaml:1: server.prot: not a setting; did you mean 'port'?",
        "kefu.yaml:1: server.public_url: missing; Telegram's webhook mode needs to know where to reach this server",
        "kefu.yaml:2: telegram.token: missing; write it here or set KEFU_TELEGRAM__TOKEN",
        "kefu.yaml:2: telegram.secret: missing; webhook mode needs it: write it here or set KEFU_TELEGRAM__SECRET",
        "kefu.yaml:4: telegram.tokn: not a setting; did you mean 'token'?",
        "kefu.yaml:5: desk.channel: slack is off; fill in the section 'slack' or choose another channel",
        "kefu.yaml:6: log.level: 'loud' is not one of debug, info, warning, error",
    ]


def test_a_file_that_is_not_there_names_the_command_that_writes_it(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"kefu\.yaml: not found; `kefu init` writes one"):
        load(tmp_path / "kefu.yaml", {})


def test_a_file_in_another_encoding_says_so(tmp_path: Path) -> None:
    path = tmp_path / "kefu.yaml"
    path.write_bytes("shop: {name: 小店}".encode("gb18030"))
    with pytest.raises(BadSettings, match=r"kefu\.yaml: not UTF-8 text; save it as UTF-8"):
        load(path, {})


def test_a_folder_in_the_place_of_the_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"cannot be read: Is a directory"):
        load(tmp_path, {})


def test_an_anchor_that_holds_itself_ends(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD + "log: &log {level: *log}\n")


def test_a_variable_that_sets_nothing_is_not_passed_over(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD, KEFU_TELEGRAM__TOKN="x", KEFU_COLOUR="red") == [
        "KEFU_COLOUR: not a setting",
        "KEFU_TELEGRAM__TOKN: not a setting; did you mean 'KEFU_TELEGRAM__TOKEN'?",
    ]


def test_a_variable_with_a_wrong_value_is_named_instead_of_a_line(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD, KEFU_SERVER__PORT="eighty") == [
        "KEFU_SERVER__PORT: server.port: 'eighty' is not a whole number"
    ]


def test_a_wrong_value_within_a_variable_is_looked_for_there(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD, KEFU_SERVER='{"port": "eighty", "hots": "a"}') == [
        "KEFU_SERVER: server.port: 'eighty' is not a whole number",
        "KEFU_SERVER: server.hots: not a setting; did you mean 'host'?",
    ]
    assert problems(tmp_path, GOOD + "server: {port: eighty}\n", KEFU_SERVER='{"host": "a"}') == [
        "kefu.yaml:3: server.port: 'eighty' is not a whole number"
    ]


def test_a_variable_of_a_thousand_brackets_is_named(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, GOOD, KEFU_DESK__TEAMS="[" * 100_000)
    assert problem.startswith("KEFU_DESK__TEAMS: not JSON")


def test_a_variable_that_holds_no_json_is_named(tmp_path: Path) -> None:
    why = 'not JSON; write a list like [20, 60], and keys like {"a": "b"}'
    assert problems(tmp_path, GOOD, KEFU_DESK__TEAMS="sales", KEFU_TELEGRAM__PACE="{") == [
        f"KEFU_DESK__TEAMS: {why}",
        f"KEFU_TELEGRAM__PACE: {why}",
    ]


@pytest.mark.parametrize("token", ["1:hush hush", "1:hush\nhush"])
def test_a_secret_that_was_copied_with_something_in_it_is_told_and_not_shown(tmp_path: Path, token: str) -> None:
    told = "telegram.token: holds a space or a line break; copy it anew"
    assert problems(tmp_path, GOOD, KEFU_TELEGRAM__TOKEN=token) == [f"KEFU_TELEGRAM__TOKEN: {told}"]


@pytest.mark.parametrize("token", ["AAHhush", "hush:1", "1:"])
def test_half_a_token_of_telegram_is_told_before_telegram_refuses_it(tmp_path: Path, token: str) -> None:
    told = "telegram.token: must look like 123456:ABC..., with the number and the colon; copy it anew"
    assert problems(tmp_path, GOOD, KEFU_TELEGRAM__TOKEN=token) == [f"KEFU_TELEGRAM__TOKEN: {told}"]


@pytest.mark.parametrize(
    "url",
    ["https://[::1", "https://a:99999", "https://a:b", "https://u:p@a", "https://a/?b", "http://[::1", "https://:1"],
)
def test_an_address_that_leads_nowhere_is_told(tmp_path: Path, url: str) -> None:
    told = "KEFU_SERVER__PUBLIC_URL: server.public_url: not a web address (https://...)"
    assert problems(tmp_path, GOOD, KEFU_SERVER__PUBLIC_URL=url) == [told]


def test_a_tab_behind_a_colon_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD + "server:\n  port:\t80\n") == [
        "kefu.yaml:4: a tab stands behind the colon; use a space"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "telegram: {token: '1:a', secret: 'hush hush'}\n",
        "telegram: [hush hush]\n",
        "telegram: {token: {hush hush: 1}}\n",
        "telegram: {token: '1:a'}\nserver: {port: 'hush hush and very long'}\n",
        "shop: {timezone: 'hush hush and very long'}\nreports: {daily: 'hush hush and very long'}\n",
        "reports: {weekly: 'hush hush and very long'}\n",
        "reports: {weekly: 'mon hush hush and very long'}\n",
        "telegram: {token: 'hush hush\n",
        "wechat: {app_id: wx, app_secret: s, token: hush hush, aes_key: hush hush}\n",
        "slack: {bot_token: hush hush}\n",
    ],
)
def test_no_secret_is_quoted_wherever_it_was_pasted(text: str, tmp_path: Path) -> None:
    told = "\n".join(problems(tmp_path, text))
    assert "hush hush" not in told.replace("telegram.token.hush hush", "")
