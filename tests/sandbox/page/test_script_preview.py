"""A line is shown on every channel as its customers would get it, before anybody saves it."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import pytest

from bots.channel import Channel
from bots.sandbox.page.scripts.preview import fitted
from bots.sandbox.page.scripts.room import fitting_room
from bots.sandbox.page.scripts.samples import SAMPLERS, Samples
from bots.sandbox.shop import sample_orders
from handlers.catalogue import DECLARATIONS
from handlers.scripts.ours import OUR_SCRIPTS
from storage.content import Content
from tests.sandbox.page.script_editor import Admin, editor_of, our_scripts

FEE = "zh-CN/shipping_fee"
LOOKUP = "zh-CN/order_lookup"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return our_scripts(tmp_path)


async def seen(admin: Admin, script: str, text: str, line: str) -> dict[str, list[dict[str, Any]]]:
    """The messages on each channel."""
    status, answer = await admin.looks(script, text, line)
    assert status == 200
    assert {preview["line"] for preview in answer["previews"]} <= {line}
    return {preview["channel"]: preview["messages"] for preview in answer["previews"]}


async def test_a_line_is_filled_with_a_sample_and_styled(folder: Path) -> None:
    async with editor_of(folder) as admin:
        shown = await seen(admin, LOOKUP, (folder / f"{LOOKUP}.yaml").read_text("utf-8"), "found")
    words = "订单 A20261115：运输中，下单于 2026年11月15日"
    assert shown["telegram"][0]["text"] == shown["slack"][0]["text"] == words
    assert shown["wechat"][0]["text"].startswith(words), "WeChat writes the button below"
    assert shown["telegram"][0]["buttons"] == ["转人工"]
    bold = [span["text"] for span in shown["telegram"][0]["spans"] if "bold" in span["styles"]]
    assert bold == ["A20261115", "运输中"]
    assert not any(span["styles"] for span in shown["wechat"][0]["spans"])


async def test_a_long_line_with_buttons_is_cut_as_each_channel_cuts_it(folder: Path) -> None:
    buttons = [f"  - label: 第{number}个\n    goto: menu\n" for number in range(1, 4)]
    draft = "triggers: [运费]\nlines:\n  text: " + "满九十九元包邮。" * 150 + "\nbuttons:\n" + "".join(buttons)
    async with editor_of(folder) as admin:
        shown = await seen(admin, FEE, draft, "text")
    counts = {channel: len(messages) for channel, messages in shown.items()}
    assert counts == {"wechat": 2, "telegram": 1, "slack": 1}, "3600 bytes, 1200 characters"
    assert all(len(message["text"].encode()) <= 2048 for message in shown["wechat"])
    labels = ["第1个", "第2个", "第3个"]
    for channel in ("telegram", "slack"):
        assert shown[channel][-1]["buttons"] == labels
    for number, label in enumerate(labels, 1):
        assert f"{number}. {label}" in shown["wechat"][-1]["text"]
        assert f"{number}. {label}" not in shown["wechat"][0]["text"]


async def test_what_a_platform_refuses_is_said(folder: Path) -> None:
    """Five messages after a customer's last are all that WeChat lets through."""
    draft = "triggers: [运费]\nlines:\n  text: " + "满九十九元包邮。" * 600 + "\n"
    async with editor_of(folder) as admin:
        _, answer = await admin.looks(FEE, draft, "text")
    refused = {preview["channel"]: preview["refused"] for preview in answer["previews"]}
    assert refused["telegram"] == refused["slack"] == ""
    assert refused["wechat"]
    wechat = next(preview for preview in answer["previews"] if preview["channel"] == "wechat")
    assert len(wechat["messages"]) == 5


async def test_a_label_is_shown_on_a_button(folder: Path) -> None:
    async with editor_of(folder) as admin:
        shown = await seen(admin, LOOKUP, (folder / f"{LOOKUP}.yaml").read_text("utf-8"), "pick_button")
    assert [shown[channel][0]["buttons"] for channel in ("telegram", "slack")] == [["A20261115 运输中"]] * 2


async def test_a_status_is_said_in_the_words_that_are_being_typed(folder: Path) -> None:
    draft = (folder / f"{LOOKUP}.yaml").read_text("utf-8").replace("status_shipped: 运输中", "status_shipped: 在路上")
    async with editor_of(folder) as admin:
        shown = await seen(admin, LOOKUP, draft, "found")
    assert "A20261115：在路上" in shown["telegram"][0]["text"]


async def test_staffs_words_are_shown_where_staff_are(folder: Path) -> None:
    async with editor_of(folder) as admin:
        shown = await seen(admin, "en/desk", (folder / "en" / "desk.yaml").read_text("utf-8"), "card")
    assert shown.keys() == {"telegram", "slack"}
    assert shown["telegram"][0]["text"] == "#17 Maya on Slack, language: English"


async def test_a_line_with_a_mistake_is_not_shown_and_the_others_are(folder: Path) -> None:
    draft = (folder / f"{LOOKUP}.yaml").read_text("utf-8").replace("{{ minutes }}", "{{ 'a' * 10 ** 9 }}")
    async with editor_of(folder) as admin:
        _, answer = await admin.looks(LOOKUP, draft)
        assert [(problem["where"], problem["severity"]) for problem in answer["problems"]] == [
            ("lines.locked", "error")
        ]
        lines = {preview["line"] for preview in answer["previews"]}
        assert "locked" not in lines
        assert {"found", "refused", "event"} <= lines
        wrong_handler = draft.replace("handler: order_lookup", "handler: say")
        assert (await admin.looks(LOOKUP, wrong_handler))[1]["previews"] == []


@pytest.mark.parametrize("language", [*SAMPLERS, "fr"])
def test_every_blank_of_every_line_has_a_sample(language: str) -> None:
    samples = Samples(language, "客服小店", sample_orders("Asia/Shanghai"), lambda script, line: f"{script}.{line}")
    for declared in DECLARATIONS:
        for line, blanks in declared.lines.items():
            given = samples.of(declared.handler, line, blanks)
            assert given.keys() == blanks
            unfilled = [blank for blank, value in given.items() if value == blank]
            assert not unfilled, (
                f"{declared.handler}.{line}: give {unfilled} a value in bots/sandbox/page/scripts/samples.py"
            )


@dataclass
class Watched:
    """A channel, and how many lines were on their way over it at once."""

    channel: Channel
    on_the_way: set[str] = field(default_factory=set)
    most: int = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.channel, name)

    async def send(self, to: str, content: Content) -> Any:
        self.on_the_way.add(to)
        self.most = max(self.most, len(self.on_the_way))
        sent = await self.channel.send(to, content)
        self.on_the_way.remove(to)
        return sent


async def test_a_line_waits_for_its_own_answer_and_not_for_those_of_all_others() -> None:
    contents = {f"line{number}": Content(text=f"第 {number} 句") for number in range(40)}
    async with fitting_room() as room:
        watched = [Watched(channel) for channel in room.channels]
        previews = await fitted(replace(room, channels=cast("Any", tuple(watched))), contents, staff=False)
    assert len(previews) == 3 * len(contents)
    assert not [preview for preview in previews if preview.fitting.refused]
    assert [channel.most for channel in watched] == [1, 1, 1]


@pytest.mark.parametrize(
    "script", sorted(f"{path.parent.name}/{path.stem}" for path in OUR_SCRIPTS.glob("zh-CN/*.yaml"))
)
async def test_every_line_of_our_own_scripts_can_be_shown(script: str) -> None:
    async with editor_of(OUR_SCRIPTS) as admin:
        _, answer = await admin.looks(script, (OUR_SCRIPTS / f"{script}.yaml").read_text("utf-8"))
    assert answer["problems"] == []
    assert answer["previews"]
    for preview in answer["previews"]:
        assert preview["messages"], preview
        assert not preview["refused"], preview
