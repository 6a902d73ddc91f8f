"""What the desk is told of the files that its admin saves."""

import shutil
from pathlib import Path

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
