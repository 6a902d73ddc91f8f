"""What the desk is told of the files that its admin saves."""

import asyncio
import os
import shutil
from pathlib import Path

from structlog.testing import capture_logs

from bots.app.in_force import InForce
from config.loading import load
from handlers.exchange import plain
from handlers.scripts.ours import OUR_SCRIPTS
from storage.results import Action
from tests.bots.posting import PostOffice

SETTINGS = """\
telegram: {mode: polling, token: "123456:abcdefghijklmnopqrstuvwxyzabcdefghi"}
desk: {channel: telegram, chat: "-1001234567890"}
"""


async def test_what_is_in_force_and_yet_unwise_is_told_where_mistakes_are(tmp_path: Path) -> None:
    (tmp_path / "kefu.yaml").write_text(SETTINGS)
    shutil.copytree(OUR_SCRIPTS, tmp_path / "scripts")
    office = PostOffice()
    in_force = InForce(load(tmp_path / "kefu.yaml", {}), office.store, office.clock)
    (tmp_path / "scripts/zh-CN/warranty.yaml").unlink()
    await in_force.read_again()
    (tmp_path / "scripts/en/parking.yaml").write_text("triggers: [parking]\nlines: {text: 'In front. # Free.'}\n")
    (tmp_path / "returns.yaml").write_text("preset: none\nwindows: [{days: 7}]\n")
    await in_force.read_again()
    told = [row.content.text for row in office.store.outbox.values() if row.action is Action.ALERT]
    assert len(told) == 3
    assert "文件已经生效" in told[0]
    assert "warranty.yaml" in told[0]
    assert "parking.yaml" in told[1]
    assert "warranty.yaml" not in told[1]
    assert "address: 没有写寄回地址" in plain(told[2])


async def test_at_night_a_file_goes_missing_and_a_pipe_stands_where_a_script_was(tmp_path: Path) -> None:
    """Told in the desk's language; and kefu goes on reading what is saved."""
    (tmp_path / "kefu.yaml").write_text(SETTINGS)
    (tmp_path / "desk.yaml").write_text("capacity: 4\n")
    shutil.copytree(OUR_SCRIPTS, tmp_path / "scripts")
    office = PostOffice()
    in_force = InForce(load(tmp_path / "kefu.yaml", {}), office.store, office.clock)
    (tmp_path / "desk.yaml").rename(tmp_path / "desk.yaml.txt")
    menu = tmp_path / "scripts/zh-CN/menu.yaml"
    menu.unlink()
    os.mkfifo(menu)
    os.utime(menu, (1_800_000_000, 1_800_000_000))
    with capture_logs() as logged:
        async with asyncio.timeout(10):
            await in_force.read_again()
    told = [plain(row.content.text) for row in office.store.outbox.values() if row.action is Action.ALERT]
    assert [each.splitlines()[1].partition(".yaml:1: ")[2] for each in told] == [
        "文件是空的；在空文件夹里运行 `kefu init`，会写一个能用的",
        "文件不见了，目前沿用它上次的内容；请放回来；确实不要它，请删掉 var/last_good/kefu/desk.zip 再重启 kefu",
    ]
    renamed = "desk.yaml.txt:1: 用这个名字，文件不会被读取；请改名为 desk.yaml"
    assert told[1].splitlines()[2].endswith(renamed)
    (of_desk,) = [line["problems"] for line in logged if line["event"] == "files.broken" and line["files"] == "desk"]
    assert "文件不见了" in of_desk[0]
    assert of_desk[1].endswith(renamed)
