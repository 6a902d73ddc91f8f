"""While an admin types: the same complaints as `kefu check`, and what can be written next."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.catalogue import DECLARATIONS
from tests.cli.terminal import kefu
from tests.sandbox.page.script_editor import Admin, editor_of, our_scripts

LOOKUP = "zh-CN/order_lookup"


def as_printed(problem: dict[str, Any]) -> str:
    place = f"{problem['file']}:{problem['line']}: " + (f"{problem['where']}: " if problem["where"] else "")
    warning = "warning: " if problem["severity"] == "warning" else ""
    return warning + place + "; ".join(part for part in (problem["message"], problem["hint"]) if part)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return our_scripts(tmp_path)


BROKEN: dict[str, Callable[[str], str]] = {
    "a blank that is none": lambda text: text.replace("<b>{{ status }}", "<b>{{ staus }}"),
    "a line left out": lambda text: text.replace("  unavailable:", "  unavailabel:"),
    "a tab": lambda text: text.replace("  refused:", "\trefused:"),
    "a trigger of another script": lambda text: text.replace("triggers: [", "triggers: [运费, "),
    "a button to nowhere": lambda text: text.replace("goto: escalation", "goto: escalatoin"),
    "nothing at all": lambda text: "",
}


@pytest.mark.parametrize("mistake", BROKEN)
async def test_a_draft_is_told_what_the_command_says_of_the_saved_file(folder: Path, mistake: str) -> None:
    path = folder / f"{LOOKUP}.yaml"
    draft = BROKEN[mistake](path.read_text("utf-8"))
    async with editor_of(folder) as admin:
        status, answer = await admin.types(LOOKUP, draft)
        assert status == 200
        assert not kefu("check", "--scripts", "scripts").stderr, "the draft is not on disk"
        path.write_text(draft, "utf-8")
        printed = kefu("check", "--scripts", folder, LC_ALL="C").stderr.splitlines()
        assert sorted(map(as_printed, answer["problems"])) == sorted(printed[:-1])
        assert printed[-1].endswith("found.")


async def test_complaints_come_in_the_readers_language(folder: Path) -> None:
    draft = BROKEN["a blank that is none"]((folder / f"{LOOKUP}.yaml").read_text("utf-8"))
    async with editor_of(folder) as admin:
        (in_english,) = (await admin.types(LOOKUP, draft))[1]["problems"]
        (in_chinese,) = (await admin.types(LOOKUP, draft, reader="zh-TW"))[1]["problems"]
    assert in_english["hint"] == "did you mean 'status'?"
    assert in_chinese["hint"] == "是不是想寫「status」？"


async def test_what_can_be_written_is_offered(folder: Path) -> None:
    async with editor_of(folder) as admin:
        _, offered = await admin.completes(LOOKUP)
        assert offered["handler"] == "order_lookup"
        assert offered["keys"] == ["handler", "triggers", "lines", "buttons"]
        assert offered["handlers"] == sorted(declared.handler for declared in DECLARATIONS)
        assert offered["blanks"]["order_lookup"]["found"] == ["number", "placed", "status"]
        lines = {line["name"]: line for line in offered["lines"]["order_lookup"]}
        assert lines["found"] == {"name": "found", "optional": False, "label": False, "buttons": True}
        assert lines["event"]["optional"]
        assert lines["pick_button"]["label"]
        targets = {target["id"]: target["label"] for target in offered["targets"]}
        assert targets["escalation"] == "转人工"
        assert targets["shipping_fee"] == "运费"
        assert "desk" not in targets
        assert offered["tags"] == ["a", "b", "code", "i"]
        assert {"upper", "default"} <= set(offered["filters"])
        assert (await admin.completes("zh-CN/invoice"))[1]["handler"] == ""
        assert (await admin.completes("xx/invoice"))[0] == 404


NO_QUESTIONS = ["[]", "{", '{"language": "zh-CN"}', '{"language": 1, "id": [], "text": {}}']
HALF_A_CHARACTER = r'{"language": "zh-CN", "id": "menu", "text": "\ud83d"}'


@pytest.mark.parametrize("body", [*NO_QUESTIONS, HALF_A_CHARACTER])
@pytest.mark.parametrize("path", ["check", "preview"])
async def test_what_is_no_question_is_refused_in_a_sentence(folder: Path, path: str, body: str) -> None:
    async with editor_of(folder) as admin:
        answer = await admin.client.post(f"/scripts/{path}", data=body, headers={"X-Kefu-Sandbox": "1"})
        assert answer.status == 400
        assert (await answer.json())["error"]


SHAPES = [
    "handler: ",
    "order_lookup",
    "say",
    "lines:",
    "\n",
    "  ",
    "\t",
    "text",
    "found",
    ": ",
    "|",
    '"',
    "'",
    "#",
    "- ",
]
BUTTONS = [
    "buttons:\n  - label: x\n    goto: ",
    "menu",
    "    url: https://x",
    "triggers: [",
    "]",
    ",",
    "运费",
    "\u200b",
]
WORDS = ["&", "<b>", "</b>", '<a href="', "{{", "}}", "{% if ", " %}", "{% endif %}", "{{ number|", "upper", "{#"]
HOSTILE = ["'a' * 10 ** 9", "!!python/name:os.system", "&a", "*a", "---", "\x00", "😀", "default('x')"]
PIECES = st.sampled_from([*SHAPES, *BUTTONS, *WORDS, *HOSTILE])
DRAFTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=300))


@pytest.fixture
async def admin(folder: Path) -> AsyncIterator[Admin]:
    async with editor_of(folder) as admin:
        yield admin


@given(draft=DRAFTS)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
async def test_any_text_gets_an_answer(admin: Admin, draft: str) -> None:
    assert (await admin.types("zh-CN/shipping_fee", draft))[0] == 200
    assert (await admin.looks("zh-CN/shipping_fee", draft))[0] == 200
