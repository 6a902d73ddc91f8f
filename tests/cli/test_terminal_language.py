"""What an admin reads at a terminal of another language than English."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from storage.lock import FileLock
from tests.cli.terminal import KEFU_YAML, kefu, orders_file, shop

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


BAD_ROWS = """\
order_number,placed_at,status,currency,total,item,quantity,unit_price
A1,2026-02-30,shiped,RMB,10元,保温杯,0,1
2.02611E+13,2026-11-01,paid,CNY,1,杯刷,1,
A2,2026-11-01,paid,CNY,1,杯刷,1,1
A2,2026-11-01,paid,CNY,2,蓝色, 大号,1,1
,2026-11-01,paid,CNY,1,,,
A3,,,,,,,
"""


def test_a_clerk_reads_in_chinese_what_is_wrong_in_the_orders(tmp_path: Path) -> None:
    config = shop(tmp_path)
    result = kefu("orders", "import", orders_file(tmp_path, BAD_ROWS), "--config", config, **IN_CHINA)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "orders.csv:2: placed_at: “2026-02-30”不是时间；请写成 2026-11-11 20:15 或 2026-11-11T20:15+08:00 这样",
        "orders.csv:2: status: “shiped”不能用；可用的是 pending, paid, shipped, delivered, cancelled, refunded；"
        "是不是想写“shipped”？",
        "orders.csv:2: currency: “RMB”不是货币代码；请写 CNY",
        "orders.csv:2: total: “10元”不是金额；请写成 1299.00 这样",
        "orders.csv:2: quantity: “0”不是大于 0 的整数",
        "orders.csv:3: order_number: “2.02611E+13”被电子表格缩写了；请把这一列设为文本格式，再重新导出",
        "orders.csv:5: 这一行的值比列多；是不是有带逗号的文字没有加引号？",
        "orders.csv:6: order_number: 没有填",
        "orders.csv:7: placed_at, status, currency, total: 没有填",
        "没有导入任何订单。",
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("订单号,placed_at\n", "orders.csv:1: 沒有「订单号」這一欄"),
        ("order_numbr,placed_at\n", "orders.csv:1: 沒有「order_numbr」這一欄；是不是想寫「order_number」？"),
        ("", "orders.csv: 檔案裡沒有訂單"),
        ("[{}]", "orders.csv:1: 這是一個 JSON 清單；請每行寫一個訂單（JSON Lines）"),
        ('{"lines": {}}', "orders.csv:1: lines: 必須是物件的清單，例如 [{...}, {...}]"),
    ],
)
def test_a_clerk_in_taiwan_reads_it_in_their_way_of_writing(data: str, told: str, tmp_path: Path) -> None:
    file = orders_file(tmp_path, data)
    result = kefu("orders", "import", file, "--config", shop(tmp_path), LC_ALL="zh_TW.UTF-8")
    assert told in result.stderr.splitlines()
    assert result.stderr.endswith("沒有匯入任何訂單。\n")


def test_a_clerk_reads_in_chinese_what_was_imported(tmp_path: Path) -> None:
    file, config = orders_file(tmp_path), shop(tmp_path)
    file.write_bytes(file.read_text("utf-8").encode("gb18030"))
    result = kefu("orders", "import", file, "--config", config, **IN_CHINA)
    assert result.stderr == "已按 GB18030 读取；如果名字看起来不对，请用 --encoding 指明编码（例如 big5）。\n"
    assert result.stdout == "已导入 2 个订单。\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["orders", "import"], "少了参数“FILE”；用 --help 可以看用法"),
        (["orders", "import", "订单.csv"], "“FILE”的值不对：没有文件“订单.csv”；用 --help 可以看用法"),
        (["orders", "import", "/"], "“FILE”的值不对：“/”是文件夹，不是文件；用 --help 可以看用法"),
        (["check", "--confg", "x"], "没有选项“--confg”（是不是想写 --config？）；用 --help 可以看用法"),
        (["check", "--nope"], "没有选项“--nope”；用 --help 可以看用法"),
        (["chekc"], "没有命令“chekc”；是不是想写“check”？用 --help 可以看用法"),
        (["orders", "导入"], "没有命令“导入”；用 --help 可以看用法"),
        (["report", "--from"], "选项 --from 后面要写一个值；用 --help 可以看用法"),
        (["init", "--force=x"], "选项 --force 后面不能写值；用 --help 可以看用法"),
        (["check", "kefu.yaml"], "多写了：“kefu.yaml”；用 --help 可以看用法"),
        (["outbox", "retry", "x"], "“[ID...]”的值不对：“x”不是整数；用 --help 可以看用法"),
        (["outbox", "list", "--limit", "0"], "“--limit”的值不对：小于 1；用 --help 可以看用法"),
        (["sandbox", "--port", "70000"], "“--port”的值不对：大于 65535；用 --help 可以看用法"),
        (
            ["slack", "manifest", "--mode", "x"],
            "“--mode”的值不对：“x”不能用；可用的是 http, socket；用 --help 可以看用法",
        ),
        (
            ["orders", "import", __file__, "--encoding", "klingon"],
            "“--encoding”的值不对：没有“klingon”这种编码；可以试试 utf-8、gb18030 或 big5；用 --help 可以看用法",
        ),
    ],
)
def test_a_command_typed_wrong_is_answered_in_chinese(words: list[str], told: str) -> None:
    result = kefu(*words, **IN_CHINA)
    assert (result.exit_code, result.stderr) == (2, told + "\n")


def test_a_port_that_is_taken_is_told_in_chinese(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        nobody = KEFU_YAML.replace("hush", 'hush", api_base: "http://127.0.0.1:9')
        config = shop(tmp_path, f"{nobody}server: {{host: 127.0.0.1, port: {port}}}\n")
        command = [sys.executable, "-m", "bots", "run", "--config", str(config)]
        environ = {**os.environ, **IN_CHINA, "PYTHONUTF8": "1"}
        done = subprocess.run(command, capture_output=True, text=True, env=environ, timeout=240, check=False)
    assert done.returncode == 3
    told = f"不能在 127.0.0.1:{port} 上监听：Address already in use；请看 kefu.yaml 里的 `server:`"
    assert done.stderr.splitlines()[-1] == told


def test_a_database_of_another_kefu_is_told_in_chinese(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "kefu.db")
    config = shop(tmp_path, f"database: sqlite:///{tmp_path}/kefu.db\n{KEFU_YAML}")
    try:
        told = kefu("outbox", "list", "--config", config, **IN_CHINA)
        assert told.stderr == (
            f"正在运行的 kefu 在 {tmp_path}/kefu.db.sock 上没有回应（UnixClientConnectorError）；"
            "如果另一个命令正在执行，请等它结束\n"
        )
        told = kefu("run", "--config", config, LC_ALL="zh_TW.UTF-8")
    finally:
        lock.release()
    assert told.exit_code == 3
    assert told.stderr.splitlines()[-1] == (
        f"{tmp_path}/kefu.db 正被另一個 kefu 使用（處理程序 {os.getpid()}）：請先停掉那一個，"
        "或在 kefu.yaml 裡另設一個 `database:`"
    )


def test_a_file_that_is_no_database_is_told_in_chinese(tmp_path: Path) -> None:
    config = shop(tmp_path)
    (tmp_path / "var").mkdir()
    (tmp_path / "var/kefu.db").write_text("订单" * 1000, "utf-8")
    result = kefu("outbox", "list", "--config", config, **IN_CHINA)
    assert (result.exit_code, result.stderr) == (
        3,
        f"{tmp_path}/var/kefu.db 不能用作 kefu 的数据库：file is not a database；请放回用 `kefu backup` 备份的文件；"
        "如果这是别的东西，请在 kefu.yaml 里另设一个 `database:`\n",
    )


def test_check_sums_up_a_shop_in_chinese(tmp_path: Path) -> None:
    config = shop(tmp_path)
    (tmp_path / "hours.yaml").unlink()
    assert kefu("check", "--config", config, **IN_CHINA).stdout.splitlines() == [
        "渠道：telegram",
        "客服群：telegram 的 -1001",
        f"小组：{tmp_path}/desk.yaml",
        "话术：en, zh-CN, zh-TW（默认 zh-CN）",
        f"退货规则：{tmp_path}/returns.yaml",
        f"营业时间：一直营业（没有文件 {tmp_path}/hours.yaml）",
        f"满意度调查：{tmp_path}/surveys.yaml",
        f"数据库：{tmp_path}/var/kefu.db",
        "没有发现问题。",
    ]


def test_an_operator_reads_in_chinese_what_commands_have_done(tmp_path: Path) -> None:
    config, saved = shop(tmp_path), tmp_path / "saved"
    assert kefu("backup", saved, "--config", config, **IN_CHINA).stderr == f"{tmp_path}/var/kefu.db 还没有数据库\n"
    assert kefu("outbox", "list", "--config", config, **IN_CHINA).stdout == "没有发送失败的消息。\n"
    assert kefu("returns", "list", "--config", config, **IN_CHINA).stdout == "没有退货申请。\n"
    told = kefu("contacts", "export", "telegram:1001", "--config", config, **IN_CHINA).stderr
    assert told == "没有保存 telegram:1001 的任何资料；用 `kefu contacts find` 也可以按名字和订单找\n"
    told = kefu("contacts", "export", "#17", "--config", config, **IN_CHINA).stderr
    assert told == "没有保存会话 #17 的任何资料；用 `kefu contacts find` 也可以按名字和订单找\n"
    told = kefu("backup", saved, "--config", config, LC_ALL="zh_TW.UTF-8").stdout
    assert told.startswith("已把 kefu.db（")
    assert told.endswith(f"）和 0 張照片寫到 {saved}。\n")
    told = kefu("backup", saved, "--config", config, **IN_CHINA).stderr
    assert told == f"已经有 {saved} 了；请换一个新文件夹\n"


def test_a_new_shop_is_begun_in_chinese(tmp_path: Path) -> None:
    config = tmp_path / "kefu.yaml"
    told = kefu("init", "--config", config, **IN_CHINA).stdout.splitlines()
    assert told[0].startswith("已写好 kefu.yaml, returns.yaml, ")
    assert told[1:3] == ["接下来：", "  1. kefu sandbox   先试一试，不需要任何账号"]
    again = kefu("init", "--config", config, LC_ALL="zh_TW.UTF-8")
    assert again.exit_code == 1
    assert again.stderr.startswith(f"{config} 和另外 ")
    assert again.stderr.endswith(" 個：已經有了；什麼都沒有寫（要覆寫請加 --force）\n")
    assert kefu("init", "--missing", "--config", config, **IN_CHINA).stdout == "什么都不缺。\n"


def test_no_sandbox_to_sit_in_is_told_in_chinese() -> None:
    told = kefu("sandbox", "--chat", "desk", "--port", "9", LC_ALL="zh_TW.UTF-8").stderr
    assert told == "連接埠 9 上沒有沙盒；請先啟動一個：kefu sandbox\n"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["report", "--team", "售前"], 1, "没有小组“售前”，也没有别的\n"),
        (["report", "--agent", "小丽"], 1, "没有客服“小丽”，也没有别的"),
        (["report", "--channel", "wecaht"], 2, "“--channel”的值不对：“wecaht”不能用；可用的是 telegram, slack, wechat"),
        (["report", "--from", "2026-11-02", "--to", "2026-11-01"], 2, "用法不对：--to 早于 --from；"),
        (["report", "--from", "1990-01-01"], 2, "用法不对：一份报告最多包括 3660 天；"),
        (["slack", "manifest", "--mode", "http"], 1, "Slack 的 HTTP 模式需要一个地址：请加上 --url https://..."),
    ],
)
def test_what_a_report_or_a_manifest_lacks_is_told_in_chinese(
    words: list[str], code: int, told: str, tmp_path: Path
) -> None:
    result = kefu(*words, "--config", shop(tmp_path), **IN_CHINA)
    assert result.exit_code == code
    assert result.stderr.startswith(told)


def test_what_a_shop_that_is_new_can_tell_is_told_in_chinese(tmp_path: Path) -> None:
    config = shop(tmp_path)
    assert kefu("campaigns", "--config", config, **IN_CHINA).stdout == "还没有运行过活动。\n"
    written = kefu("report", "--html", tmp_path / "十一月.html", "--config", config, LC_ALL="zh_TW.UTF-8").stdout
    assert written == "已寫好 十一月.html。\n"
