"""What an admin reads at a terminal of another language than English."""

from pathlib import Path

import pytest

from bots.cli.words import TABLES
from tests.cli.terminal import KEFU_YAML, kefu, shop
from tests.config.test_words_of_problems import blanks

IN_CHINA = {"LC_ALL": "zh_CN.UTF-8"}
BROKEN = KEFU_YAML.replace("channel: telegram", "channel: slck") + "sever: {}\n"


def test_check_tells_in_chinese_what_is_wrong(tmp_path: Path) -> None:
    config = shop(tmp_path, BROKEN)
    config.chmod(0o600)
    assert kefu("check", "--config", config, **IN_CHINA).stderr.splitlines()[1:] == [
        "kefu.yaml:2: desk.channel: “slck”不能用；可用的是 telegram, slack, wecom；是不是想写“slack”？",
        "kefu.yaml:3: sever: 没有这个设置；是不是想写“server”？",
        "发现 2 个问题。",
    ]


OF_DATABASE = "kefu.yaml:1: database: 请写 sqlite:///folder/kefu.db（相对路径）或 sqlite:////folder/kefu.db（绝对路径）"
OF_SECTION = "kefu.yaml:4: sever: 没有这个设置；是不是想写“server”？"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run"], OF_SECTION),
        (["sandbox"], OF_SECTION),
        (["outbox", "list"], OF_DATABASE),
        (["orders", "import", __file__], OF_DATABASE),
        (["contacts", "find", "王小明"], OF_DATABASE),
    ],
)
def test_every_command_tells_it_in_chinese(words: list[str], told: str, tmp_path: Path) -> None:
    config = shop(tmp_path, "database: mysql://x\n" + BROKEN)
    result = kefu(*words, "--config", config, **IN_CHINA)
    assert result.exit_code == 1
    assert told in result.stderr.splitlines()


def test_scripts_that_keep_kefu_from_starting_are_told_in_chinese(tmp_path: Path) -> None:
    config = shop(tmp_path)
    (tmp_path / "scripts/zh-CN/fee.yaml").write_text("triggers：[运费]\n", "utf-8")
    result = kefu("report", "--config", config, LC_ALL="zh_TW.UTF-8")
    assert f"{tmp_path}/scripts/zh-CN/fee.yaml:1: 「triggers」後面是全形冒號（：）" in result.stderr


def test_what_is_unwise_is_told_in_chinese(tmp_path: Path) -> None:
    config = shop(tmp_path)
    config.chmod(0o644)
    told = "警告：kefu.yaml 里有密钥（telegram.token），这台机器上人人可读；请对它执行 chmod 600"
    result = kefu("check", "--config", config, **IN_CHINA)
    assert told in result.stderr.splitlines()
    assert result.stdout.endswith("没有发现问题。\n")


def test_a_file_that_is_not_there_is_told_in_chinese(tmp_path: Path) -> None:
    config = tmp_path / "kefu.yaml"
    told = kefu("run", "--config", config, **IN_CHINA).stderr
    assert told == f"{config}: 没有这个文件；用 `kefu init` 可以生成\n"
    told = kefu("init", "--missing", "--config", config, LC_ALL="zh_HK.UTF-8").stderr
    assert told == f"{tmp_path / 'scripts'}: 沒有話術；用 `kefu init` 可以產生\n"


def test_teams_and_menus_without_their_files_are_told_in_chinese(tmp_path: Path) -> None:
    teams = KEFU_YAML.replace("-1001}", "-1001, teams: {aftersales: '-1002'}}")
    menu = f"wechat: {{app_id: wx1, app_secret: s, token: abc, aes_key: {'k' * 43}, menu: true}}\n"
    config = shop(tmp_path, teams + menu)
    (tmp_path / "desk.yaml").unlink()
    for column in tmp_path.glob("scripts/zh-CN/wechat_menu_*.yaml"):
        column.unlink()
    told = kefu("check", "--config", config, **IN_CHINA).stderr
    rules = tmp_path / "desk.yaml"
    assert f"desk.teams: aftersales: 没有这个组，因为没有文件 {rules}；请写好这个文件\n" in told
    assert f"警告：wechat.menu: {tmp_path / 'scripts/zh-CN'} 里没有 wechat_menu_left.yaml, " in told
    assert "发现 1 个问题。" in told


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW"])
def test_commands_say_the_same_things_in_every_language(language: str) -> None:
    for code, english in TABLES["en"].items():
        assert blanks(TABLES[language][code]) == blanks(english), code
    assert TABLES[language].keys() == TABLES["en"].keys()
