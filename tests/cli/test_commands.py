"""What an admin types, what they read, and the exit code their own programs see."""

import asyncio
import errno
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import orjson
import pytest
import typer

from bots.cli.boundary import PROBLEMS, plain_errors
from handlers.scripts.last_good import LastGood
from storage.database import Database
from storage.order_book import OrderBook
from storage.orders import Order
from tests.cli.terminal import KEFU_YAML, ORDERS, kefu, orders_file, shop

ROOT = Path(__file__).parents[2]
WITHOUT_ADDRESS = (
    "{folder}/returns.yaml:11: address: it is not said where to send things back to; staff will have to tell; "
    "add `address:`"
)
COMMANDS = [
    ["init"],
    ["run"],
    ["sandbox"],
    ["check"],
    ["orders", "import"],
    ["campaigns"],
    ["outbox", "list"],
    ["outbox", "retry"],
    ["returns", "list"],
    ["returns", "show"],
    ["returns", "export"],
    ["slack", "manifest"],
]


def stored(folder: Path, *numbers: str) -> list[Order]:
    async def read() -> list[Order]:
        database = await Database.open(folder / "var/kefu.db")
        try:
            return await OrderBook(database).of_contact(numbers)
        finally:
            await database.close()

    return asyncio.run(read())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chekc"], "No such command 'chekc'; did you mean 'check'? --help shows how"),
        (["orders", "list"], "No such command 'list'; --help shows how"),
        (["check", "it"], "More than was asked for: 'it'; --help shows how"),
        (["check", "why?"], "More than was asked for: 'why?'; --help shows how"),
        (["report", "--from"], "Option --from needs a value; --help shows how"),
        (["check", "--confg", "x"], "No such option '--confg' (Possible options: --config); --help shows how"),
        (["--nope?"], "No such option '--nope?'; --help shows how"),
        (["--\x1b[31mred"], "No such option '--[31mred'; --help shows how"),
        (["orders", "import"], "Missing argument 'FILE'"),
        (["orders", "import", "nowhere.csv"], "Invalid value for 'FILE': file 'nowhere.csv' does not exist"),
        (["orders", "import", __file__, "--encoding", "klingon"], "'klingon' is not an encoding"),
        (["orders", "import", __file__, "--encoding", "base64"], "'base64' is not an encoding"),
        (["outbox", "retry"], "say which: ids, or --all"),
        (["outbox", "retry", "1", "--all"], "say which: ids, or --all"),
        (["outbox", "retry", "first"], "Invalid value for '[ID...]': 'first' is not a whole number"),
        (["outbox", "retry", "\x1b[31m1"], "Invalid value for '[ID...]': '[31m1' is not a whole number"),
        (["outbox", "list", "--limit", "0"], "Invalid value for '--limit': less than 1"),
        (["sandbox", "--desk", "irc"], "Invalid value for '--desk': 'irc' is not one of telegram, slack, wecom"),
        (["outbox", "retry", "9" * 20], "there is no id 99999999999999999999"),
        (["init", "--language", "fr"], "'fr' is not one of zh-CN, zh-TW, en"),
    ],
)
def test_a_command_typed_wrong_is_answered_in_one_line(words: list[str], said: str) -> None:
    result = kefu(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("kefu che", ["check"]),
        ("kefu check --sc", ["--scripts"]),
        ("kefu chekc --sc", []),
        ("kefu orders exprot ", ["import", "export", "erase"]),
    ],
)
def test_a_shell_that_completes_a_line_hears_of_no_mistake_in_it(typed: str, offered: list[str]) -> None:
    asked = {"_KEFU_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    told = kefu(**asked)
    assert (told.exit_code, told.stdout.split(), told.stderr) == (0, offered, "")


@pytest.mark.parametrize("words", [["check"], ["run"], ["orders", "import", __file__], ["outbox", "list"]])
def test_without_settings_the_command_that_writes_them_is_named(words: list[str], tmp_path: Path) -> None:
    result = kefu(*words, "--config", tmp_path / "kefu.yaml")
    assert result.exit_code == 1
    assert "kefu.yaml: not found; `kefu init` writes one" in result.stderr


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_shows_an_example_and_takes_the_settings(words: list[str]) -> None:
    result = kefu(*words, "--help")
    assert result.exit_code == 0
    assert f"kefu {' '.join(words)}" in result.stdout.partition("Example:")[2]
    assert "--config" in result.stdout


def test_the_exit_codes_are_told() -> None:
    assert "Exit codes: 0 done" in kefu("--help").stdout


def test_help_does_not_load_what_it_does_not_need() -> None:
    program = "import sys; from bots.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program, "--help"], capture_output=True, text=True, check=True)
    assert not {"aiohttp", "pydantic", "asyncio", "telegram", "slack_sdk"} & set(done.stderr.split())


@pytest.mark.parametrize(
    ("words", "code"),
    [(["--help"], 0), (["orders", "import", "--help"], 0), (["check", "--config", "nowhere.yaml"], 1)],
)
def test_a_reader_who_has_read_enough_is_no_error(words: list[str], code: int) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    program = [sys.executable, "-m", "bots", *words]
    alone = subprocess.run(program, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    both = subprocess.run(program, stdout=writer, stderr=writer, check=False)
    os.close(writer)
    assert (alone.returncode, both.returncode) == (code, code)
    assert "Error" not in alone.stderr


def test_a_terminal_that_has_no_chinese_shows_all_else(tmp_path: Path) -> None:
    """As one of another country, or a server's without a locale."""
    program = [sys.executable, "-m", "bots", "report", "--config", str(shop(tmp_path))]
    for encoding in ("ascii", "latin-1", "gbk", "utf-8"):
        environ = {**os.environ, "PYTHONIOENCODING": encoding}
        ended = subprocess.run(program, capture_output=True, env=environ, cwd=ROOT, timeout=60)
        assert (ended.returncode, ended.stderr) == (0, b"")
        assert ("客服报表" if encoding in ("gbk", "utf-8") else r"\u5ba2\u670d") in ended.stdout.decode(encoding)


class Interrupted:
    """Ctrl-C, where Python and its libraries let nothing through but errors of their own."""

    def __set_name__(self, _owner: type, _name: str) -> None:
        raise KeyboardInterrupt

    def __json__(self) -> str:
        raise KeyboardInterrupt


def amid_a_class() -> None:
    type("Command", (), {"option": Interrupted()})


def amid_a_library() -> None:
    orjson.dumps(Interrupted(), default=Interrupted.__json__)


@pytest.mark.parametrize("work", [amid_a_class, amid_a_library])
def test_ctrl_c_ends_a_command_without_a_word_wherever_it_comes(
    work: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as ended, plain_errors():
        work()
    assert (ended.value.exit_code, capsys.readouterr().err) == (130, "")


def test_a_file_that_may_not_be_read_is_not_told_to_be_in_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended, plain_errors():
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), "orders.csv")
    assert (ended.value.exit_code, capsys.readouterr().err) == (PROBLEMS, "Permission denied: orders.csv\n")


def test_ctrl_c_while_a_command_is_being_loaded_shows_no_traceback() -> None:
    ended = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


LOADING = """
import builtins

load = builtins.__import__

def loads(name, *rest):
    if name == "typer":
        raise KeyboardInterrupt
    return load(name, *rest)

builtins.__import__ = loads
from bots.cli import main
main()
"""


def test_an_error_nobody_foresaw_shows_no_traceback_and_no_content(tmp_path: Path) -> None:
    config = shop(tmp_path)
    (tmp_path / "var").mkdir()
    (tmp_path / "var/kefu.db").write_bytes(b"hush" * 5000)
    result = kefu("outbox", "list", "--config", config)
    assert result.exit_code != 0
    assert "Traceback" not in result.stderr
    assert "hush" not in result.stderr
    assert result.stderr.count("\n") == 1


def test_init_writes_what_check_reads_and_nobody_else_reads_the_secrets(tmp_path: Path) -> None:
    config = tmp_path / "kefu.yaml"
    result = kefu("init", "--config", config, "--language", "en")
    assert result.exit_code == 0
    assert "kefu sandbox" in result.stdout
    assert config.stat().st_mode & 0o077 == 0
    assert "default_language: en" in config.read_text("utf-8")
    assert {path.name for path in (tmp_path / "scripts").iterdir()} == {"en", "zh-CN", "zh-TW"}
    assert (tmp_path / "returns.yaml").read_text("utf-8").count("preset: cn-7day\n") == 1
    assert (tmp_path / "desk.yaml").read_text("utf-8").count("capacity: 5\n") == 1
    assert (tmp_path / "hours.yaml").read_text("utf-8").count('hours: ["00:00-24:00"]}\n') == 1
    assert (tmp_path / "surveys.yaml").read_text("utf-8").count("scale: stars\n") == 1
    assert json.loads((tmp_path / "kefu.schema.json").read_text("utf-8"))["title"] == "kefu.yaml"


def test_init_overwrites_nothing_unless_told_to(tmp_path: Path) -> None:
    config = shop(tmp_path)
    result = kefu("init", "--config", config)
    assert result.exit_code == 1
    assert "already there; nothing was written (--force overwrites)" in result.stderr
    assert config.read_text() == KEFU_YAML
    assert kefu("init", "--config", config, "--force").exit_code == 0
    assert config.read_text("utf-8") != KEFU_YAML


def test_a_fresh_shop_is_told_what_is_still_missing(tmp_path: Path) -> None:
    config = tmp_path / "kefu.yaml"
    kefu("init", "--config", config)
    result = kefu("check", "--config", config)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "warning: " + WITHOUT_ADDRESS.format(folder=tmp_path),
        "kefu.yaml: no channel is on; fill in telegram, slack or wechat (or try `kefu sandbox`)",
        "1 problem found.",
    ]


def test_a_folder_of_scripts_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    config = shop(tmp_path, KEFU_YAML + "scripts: {path: skripts}\n")
    config.chmod(0o600)
    assert [line for line in kefu("check", "--config", config).stderr.splitlines() if "warning" not in line] == [
        f"{tmp_path}/skripts:1: there is no folder with scripts here; create it with `kefu init`, "
        "or correct scripts.path",
        "1 problem found.",
    ]


def test_a_shop_without_a_desk_is_told_what_customers_read(tmp_path: Path) -> None:
    config = shop(tmp_path)
    config.write_text("".join(line for line in KEFU_YAML.splitlines(keepends=True) if not line.startswith("desk")))
    result = kefu("check", "--config", config)
    assert result.exit_code == 0
    assert "Desk:     none (no section 'desk'); who asks for a person reads no_desk of escalation.yaml" in result.stdout


def test_check_finds_the_problems_of_the_policy_for_returns(tmp_path: Path) -> None:
    config = shop(tmp_path)
    policy = tmp_path / "returns.yaml"
    policy.write_text("preset: cn-7day\nrefund_day: 3\naddress: 上海市\n", "utf-8")
    result = kefu("check", "--config", config)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"warning: {policy}:3: address: the words in en are missing; its readers will get those in zh-CN",
        f"warning: {policy}:3: address: the words in zh-TW are missing; its readers will get those in zh-CN",
        f"{policy}:2: 'refund_day' is not a key here; did you mean 'refund_days'?",
        "1 problem found.",
    ]


def test_check_says_which_policy_for_returns_is_in_force(tmp_path: Path) -> None:
    config, policy = shop(tmp_path), tmp_path / "returns.yaml"
    assert f"Returns:  {policy}\n" in kefu("check", "--config", config).stdout
    policy.unlink()
    assert f"Returns:  seven days, as built in ({policy} is not there)\n" in kefu("check", "--config", config).stdout
    config.write_text(re.sub("(?m)^desk:.*$", "", config.read_text("utf-8")), "utf-8")
    assert "Returns:  none, as there is no desk to decide on them\n" in kefu("check", "--config", config).stdout


def test_check_finds_the_problems_of_the_opening_hours_and_says_which_are_in_force(tmp_path: Path) -> None:
    config, hours = shop(tmp_path), tmp_path / "hours.yaml"
    assert f"Hours:    {hours}\n" in kefu("check", "--config", config).stdout
    hours.write_text("open:\n  - {days: [mon], hours: ['9 to 5']}\n")
    result = kefu("check", "--config", config)
    assert result.exit_code == 1
    assert f"{hours}:2: open.0.hours: '9 to 5' are no hours; write them like 22:00-08:00" in result.stderr
    hours.unlink()
    assert f"Hours:    always open ({hours} is not there)\n" in kefu("check", "--config", config).stdout


def test_check_finds_the_problems_of_the_surveys_and_says_whether_anybody_is_asked(tmp_path: Path) -> None:
    config, surveys = shop(tmp_path), tmp_path / "surveys.yaml"
    assert f"Surveys:  {surveys}\n" in kefu("check", "--config", config).stdout
    surveys.write_text("surveys: {service: }\nafter_end: {survey: servce}\n")
    result = kefu("check", "--config", config)
    assert result.exit_code == 1
    assert f"{surveys}:2: after_end.survey: 'servce' is not possible here; did you mean 'service'?" in result.stderr
    surveys.unlink()
    assert f"Surveys:  nobody is asked ({surveys} is not there)\n" in kefu("check", "--config", config).stdout


def test_check_finds_the_problems_of_the_desk_s_rules(tmp_path: Path) -> None:
    config = shop(tmp_path, KEFU_YAML.replace("-1001}", "-1001, teams: {aftersale: '-1002'}}"))
    rules = tmp_path / "desk.yaml"
    rules.write_text(
        "agents: [{account: slack:U1}]\nteams: {aftersales: }\nrouting: [{name: a, when: {intents: [return]}}]\n",
        "utf-8",
    )
    result = kefu("check", "--config", config)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[1:] == [
        f"warning: {rules}:1: agents.0.account: the desk is on telegram: 'slack:U1' is nobody there; "
        "write it like telegram:123456",
        f"{rules}:2: teams: kefu.yaml gives the team 'aftersale' a chat, and it is not here; "
        "did you mean 'aftersales'?",
        f"{rules}:3: routing.0.when.intents: 'return' is not possible here; did you mean 'returns'?",
        "2 problems found.",
    ]


def test_a_team_s_chat_without_any_rules_is_found(tmp_path: Path) -> None:
    config = shop(tmp_path, KEFU_YAML.replace("-1001}", "-1001, teams: {aftersales: '-1002'}}"))
    rules = tmp_path / "desk.yaml"
    rules.unlink()
    told = f"desk.teams: aftersales: there is no such team, as {rules} is not there; write it"
    assert told in kefu("check", "--config", config).stderr.splitlines()


def test_check_says_which_rules_of_the_desk_are_in_force(tmp_path: Path) -> None:
    config, rules = shop(tmp_path), tmp_path / "desk.yaml"
    assert f"Teams:    {rules}\n" in kefu("check", "--config", config).stdout
    rules.unlink()
    assert f"Teams:    one team, as built in ({rules} is not there)\n" in kefu("check", "--config", config).stdout


def test_check_misses_a_file_of_rules_that_was_in_force_once(tmp_path: Path) -> None:
    config = shop(tmp_path)
    (tmp_path / "var").mkdir()
    for name in ("returns", "hours", "surveys", "desk"):
        rules = tmp_path / f"{name}.yaml"
        kept = LastGood(tmp_path / f"var/last_good/kefu/{name}.zip", rules, [rules].copy)
        kept.keep(kept.packed())
        rules.rename(tmp_path / f"{name}.old")
    result = kefu("check", "--config", config)
    assert result.exit_code == 1
    for name in ("returns", "hours", "surveys", "desk"):
        assert (
            f"{tmp_path}/{name}.yaml:1: the file is gone, and what it said last stays in force; put it back;"
            f" to do without it, delete var/last_good/kefu/{name}.zip and restart kefu"
        ) in result.stderr.splitlines()


def test_check_finds_a_file_of_rules_under_another_name(tmp_path: Path) -> None:
    config = shop(tmp_path)
    for name, ending in (("hours", ".yml"), ("desk", ".yaml.txt"), ("returns", " (1).yaml"), ("surveys", ".YAML")):
        (tmp_path / f"{name}.yaml").rename(tmp_path / f"{name}{ending}")
    said = kefu("check", "--config", config).stderr
    for name in ("hours.yml:1", "desk.yaml.txt:1", "returns (1).yaml:1", "surveys.YAML:1"):
        right = name.partition(".")[0].removesuffix(" (1)")
        assert f"{tmp_path}/{name}: under this name the file is not read; rename it to {right}.yaml\n" in said


@pytest.mark.parametrize("name", ["kefu.yml", "kefu.yaml.txt", "kefu (1).yaml", "KEFU.yaml"])
@pytest.mark.parametrize("command", ["check", "run", "report"])
def test_settings_under_another_name_are_found(name: str, command: str, tmp_path: Path) -> None:
    config = shop(tmp_path)
    config.rename(tmp_path / name)
    result = kefu(command, "--config", config)
    assert result.exit_code == 1
    assert f"{tmp_path}/{name}:1: under this name the file is not read; rename it to kefu.yaml\n" in result.stderr


def test_a_link_to_nothing_is_not_said_to_have_another_name(tmp_path: Path) -> None:
    config = shop(tmp_path)
    (tmp_path / "hours.yaml").unlink()
    (tmp_path / "hours.yaml").symlink_to("nowhere.yaml")
    said = kefu("check", "--config", config).stderr
    assert f"{tmp_path}/hours.yaml:1: the file cannot be read: No such file or directory" in said


def test_a_copy_of_a_folder_of_scripts_is_no_language_that_rules_would_have_to_speak(tmp_path: Path) -> None:
    config = shop(tmp_path)
    for name in ("_zh-CN", "zh-CN - 副本"):
        shutil.copytree(tmp_path / "scripts/zh-CN", tmp_path / "scripts" / name)
    said = kefu("check", "--config", config).stderr
    assert "surveys.yaml" not in said
    assert f"{tmp_path}/scripts/zh-CN - 副本:1: 'zh-CN - 副本' is not a language" in said


def test_check_finds_the_problems_of_settings_and_scripts_in_one_go(tmp_path: Path) -> None:
    config = shop(tmp_path, KEFU_YAML + "sever: {}\n")
    script = tmp_path / "scripts/en/welcome.yaml"
    script.write_text(script.read_text("utf-8") + "colour: red\n", "utf-8")
    result = kefu("check", "--config", config)
    assert result.exit_code == 1
    assert "kefu.yaml:3: sever: not a setting; did you mean 'server'?" in result.stderr
    assert "scripts/en/welcome.yaml:" in result.stderr


def test_check_sums_up_a_good_shop(tmp_path: Path) -> None:
    result = kefu("check", "--config", shop(tmp_path))
    assert result.exit_code == 0
    assert "Channels: telegram" in result.stdout
    assert "Scripts:  en, zh-CN, zh-TW (default zh-CN)" in result.stdout
    assert result.stdout.endswith("No problems found.\n")
    assert "hush" not in result.output


def test_check_looks_at_scripts_alone(tmp_path: Path) -> None:
    shop(tmp_path)
    assert kefu("check", "--scripts", tmp_path / "scripts").exit_code == 0
    assert kefu("check", "--scripts", tmp_path / "nowhere").exit_code == 1


def test_orders_are_imported_and_imported_again(tmp_path: Path) -> None:
    config = shop(tmp_path)
    result = kefu("orders", "import", orders_file(tmp_path), "--config", config)
    assert (result.exit_code, result.stdout) == (0, "Imported 2 orders.\n")
    kefu("orders", "import", orders_file(tmp_path, ORDERS.replace("paid", "shipped")), "--config", config)
    [order] = stored(tmp_path, "A1001")
    assert (order.status, order.name) == ("shipped", "王小明")


def test_a_single_order_is_counted_as_one(tmp_path: Path) -> None:
    head, first, *_ = ORDERS.splitlines(keepends=True)
    result = kefu("orders", "import", orders_file(tmp_path, head + first), "--config", shop(tmp_path))
    assert (result.exit_code, result.stdout) == (0, "Imported 1 order.\n")


def test_a_file_with_one_bad_row_imports_nothing(tmp_path: Path) -> None:
    config = shop(tmp_path)
    result = kefu("orders", "import", orders_file(tmp_path, ORDERS.replace("shipped", "shiped")), "--config", config)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "orders.csv:3: status: 'shiped' is not one of pending, paid, shipped, delivered, cancelled, refunded; "
        "did you mean 'shipped'?",
        "Nothing was imported.",
    ]
    assert stored(tmp_path, "A1001") == []


def test_a_long_list_of_bad_rows_is_cut_and_counted(tmp_path: Path) -> None:
    config = shop(tmp_path)
    bad = ORDERS + "".join(f"B{n},x,paid,CNY,1,,,,,,,\n" for n in range(100))
    lines = kefu("orders", "import", orders_file(tmp_path, bad), "--config", config).stderr.splitlines()
    assert len(lines) == 22
    assert lines[-2:] == ["... and 80 more.", "Nothing was imported."]


def test_a_guessed_encoding_is_told(tmp_path: Path) -> None:
    config = shop(tmp_path)
    path = tmp_path / "orders.csv"
    path.write_bytes(ORDERS.encode("gb18030"))
    result = kefu("orders", "import", path, "--config", config)
    assert result.exit_code == 0
    assert "Read as GB18030" in result.stderr
    assert stored(tmp_path, "A1002")[0].name == "李芳"


def test_slacks_manifest_comes_before_any_setting(tmp_path: Path) -> None:
    result = kefu("slack", "manifest", "--config", tmp_path / "kefu.yaml")
    assert json.loads(result.stdout)["settings"]["socket_mode_enabled"]


def test_slacks_manifest_for_http_needs_an_address(tmp_path: Path) -> None:
    config = tmp_path / "kefu.yaml"
    assert kefu("slack", "manifest", "--config", config, "--mode", "http").exit_code == 1
    result = kefu("slack", "manifest", "--config", config, "--mode", "http", "--url", "https://shop.example.com")
    assert "https://shop.example.com/slack/events" in result.stdout


def test_the_settings_choose_slacks_manifest(tmp_path: Path) -> None:
    config = shop(tmp_path, "slack: {mode: http}\nserver: {public_url: 'https://a.example.com'}\n")
    assert "https://a.example.com/slack/events" in kefu("slack", "manifest", "--config", config).stdout


def test_an_empty_outbox_says_so(tmp_path: Path) -> None:
    result = kefu("outbox", "list", "--config", shop(tmp_path))
    assert result.stdout == "Nothing has failed.\n"


def test_a_database_of_a_later_kefu_is_named_and_is_nothing_that_waiting_helps(tmp_path: Path) -> None:
    config = shop(tmp_path)
    assert kefu("outbox", "list", "--config", config).exit_code == 0
    file = tmp_path / "var/kefu.db"
    with closing(sqlite3.connect(file)) as later, later:
        later.execute("INSERT INTO migrations (name, applied_at) VALUES ('9999_shops.sql', '')")
    told = kefu("outbox", "list", "--config", config)
    assert (told.exit_code, told.stderr.count("\n")) == (1, 1)
    assert told.stderr.startswith(f"{file}: written by a later kefu")
    assert "install that version, or put back what `kefu backup` wrote before it" in told.stderr


def test_no_sandbox_to_sit_in_is_a_sentence() -> None:
    result = kefu("sandbox", "--chat", "desk", "--port", "9")
    assert result.exit_code == 3
    assert "no sandbox at port 9" in result.stderr


def test_a_secret_in_a_file_for_all_is_warned_about(tmp_path: Path) -> None:
    config = shop(tmp_path)
    config.chmod(0o644)
    assert "warning: kefu.yaml holds secrets (telegram.token)" in kefu("check", "--config", config).stderr


WITH_A_MENU = f"wechat: {{app_id: wx1, app_secret: s, token: abc, aes_key: {'k' * 43}, menu: true}}\n"


def test_a_menu_that_no_script_says_is_warned_about(tmp_path: Path) -> None:
    config = shop(tmp_path, WITH_A_MENU)
    assert "wechat.menu" not in kefu("check", "--config", config).stderr
    for column in tmp_path.glob("scripts/zh-CN/wechat_menu_*.yaml"):
        column.unlink()
    result = kefu("check", "--config", config)
    assert "warning: wechat.menu: " in result.stderr
    assert "has none of wechat_menu_left.yaml, wechat_menu_middle.yaml" in result.stderr
    assert "`kefu init` in an empty folder writes some to copy" in result.stderr


def test_a_port_that_is_taken_is_said_to_a_program_that_starts_kefu(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        nobody = f"{KEFU_YAML}server: {{port: {port}}}\n".replace("hush", 'hush", api_base: "http://127.0.0.1:9')
        config = shop(tmp_path, nobody)
        command = [sys.executable, "-m", "bots", "run", "--config", str(config)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 3
    assert "Address already in use; see `server:` in kefu.yaml" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert "hush" not in done.stderr


def test_a_machine_that_gives_too_few_files_is_named_with_the_number_before_any_message_is_lost(tmp_path: Path) -> None:
    config = shop(tmp_path)
    command = ["sh", "-c", 'ulimit -n 128; exec "$@"', "sh", sys.executable, "-m", "bots", "run", "--config"]
    done = subprocess.run([*command, str(config)], capture_output=True, text=True, timeout=240, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1 + done.stderr.count("warning: "))
    assert "kefu may open no more than 128 files, and needs 256: set LimitNOFILE=4096 in its service" in done.stderr
