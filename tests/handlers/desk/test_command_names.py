"""Staff who write Chinese command in Chinese; the names that kefu gives its commands always work, too."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from handlers.catalogue import DECLARATIONS
from handlers.desk.command_names import ALL, command_of, names
from handlers.scripts.check import check
from handlers.scripts.library import Library
from storage.conversations import Owner, OwnerKind, Status
from storage.desk import Priority
from storage.inbound import Quote
from storage.results import EntryKind
from tests.handlers.chat import MEI, SCRIPTS, Chat
from tests.handlers.desk.talk import Talk, picture

NAMED = re.compile(r"<code>/([^/\s<{]+)")
"""A command in a line."""
MINE = Owner(OwnerKind.AGENT, str(MEI))


def test_whatever_a_command_is_called_is_one_that_can_be_typed(scripts: Library) -> None:
    assert set(names(scripts).values()) == set(ALL)


@pytest.mark.parametrize(
    "written",
    [
        "/解决",
        "／解决",
        "、解决",
        "!解决",
        "！解决",
        "/ 解决",
        "！！解决",
        "！ 解决",
        "!/解决",
        "/结束。",
        "/結束",
        "@客服 /解决",
        "/done",
    ],
)
async def test_a_conversation_is_resolved_in_chinese_however_it_is_typed(at_desk: Chat, written: str) -> None:
    await at_desk.agent_says(written)
    assert at_desk.open.status is Status.RESOLVED


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
def test_lines_name_commands_that_there_are_as_their_readers_type_them(scripts: Library, language: str) -> None:
    files = [each for each in (SCRIPTS / language).glob("*.yaml") if each.stem != "desk_help"]
    lines = [line for each in files for line in each.read_text("utf-8").splitlines() if not line.startswith("#")]
    said = {name for line in lines for name in NAMED.findall(line)}
    assert said
    assert {command_of(scripts, each) for each in said} <= {*ALL}
    assert language == "en" or {each for each in said if each.isascii()} <= {"r", "rma"}


async def test_the_words_behind_a_name_are_heard_as_behind_the_command(desk: Talk) -> None:
    await desk.agent_writes("/认领")
    assert desk.open.owner == MINE
    await desk.agent_writes("/优先级 紧急")
    assert desk.open.case
    assert desk.open.case.priority is Priority.URGENT
    await desk.agent_writes("/搁置 明天 9:00")
    assert desk.open.status is Status.SNOOZED


async def test_who_writes_traditional_characters_is_understood_in_a_shop_of_simplified_ones(desk: Talk) -> None:
    await desk.agent_writes("/認領")
    assert desk.open.owner == MINE


@pytest.mark.parametrize("written", ["/备注他只收顺丰", "/备注：他只收顺丰", "！备注他只收顺丰"])
async def test_without_the_blank_nothing_is_sent_and_what_was_meant_is_a_button(mine: Talk, written: str) -> None:
    await mine.agent_writes(written)
    assert mine.for_contact == []
    [button] = mine.to_desk[0].content.buttons
    assert button.label.startswith("/备注 ")
    await mine.agent_taps(button.goto)
    assert [each.note.text for each in mine.last.contacts if each.note] == ["他只收顺丰"]


async def test_a_colleague_who_is_named_without_the_blank_is_not_lost(mine: Talk) -> None:
    for written in ["!转给@U9 请看照片", "/转给@阿波 请看照片"]:
        await mine.agent_writes(written)
        [button] = mine.to_desk[0].content.buttons
        assert button.goto.casefold() == f"desk:transfer:{written.partition('给')[2]}".casefold()


@pytest.mark.parametrize(("written", "goto"), [("/离开2h", "desk:away:2h"), ("/离开@阿波", "desk:away:@阿波")])
async def test_outside_of_topics_what_was_meant_is_a_button_too(at_desk: Chat, written: str, goto: str) -> None:
    await at_desk.agent_says(written, thread=None)
    assert [each.goto for each in at_desk.to_desk[0].content.buttons] == [goto]


@pytest.mark.parametrize("written", ["/2026/11/23", "/home/fred"])
async def test_what_only_begins_with_a_slash_is_nobodys_command_there(at_desk: Chat, written: str) -> None:
    await at_desk.agent_says(written, thread=None)
    assert at_desk.to_desk == []


@pytest.mark.parametrize("written", ["/resolve 谢谢您", "/认领 您好，马上为您查", "/reopen 还有一件事"])
async def test_words_behind_a_command_that_takes_none_are_told_to_have_gone_nowhere(mine: Talk, written: str) -> None:
    if written.startswith("/reopen"):
        await mine.agent_writes("/resolve")
    await mine.agent_writes(written)
    assert mine.line_of_desk("words_behind") in mine.posted
    assert not any(written.partition(" ")[2] in words for words in mine.read)
    await mine.agent_writes(written.split()[0])
    assert mine.line_of_desk("words_behind") not in mine.posted


@pytest.mark.parametrize("written", ["/claim", "!解决", "/r hello", "/标签 批发"])
async def test_a_picture_beside_a_command_is_told_to_have_gone_nowhere(mine: Talk, written: str) -> None:
    for message in [(written, picture("f1")), ("", picture("f2", written))]:
        await mine.agent_writes(*message)
        assert mine.line_of_desk("file_beside") in mine.posted


async def test_one_beside_a_note_was_not_to_go_anywhere(mine: Talk) -> None:
    await mine.agent_writes("/备注 他寄来的", picture("f1"))
    assert mine.for_contact == []
    assert mine.line_of_desk("file_beside") not in mine.posted


async def test_nor_does_the_button_for_such_a_command_take_any_along(mine: Talk) -> None:
    await mine.agent_writes("/解决会话")
    assert [each.goto for each in mine.to_desk[0].content.buttons] == ["desk:resolve"]


async def test_a_slip_is_pointed_at_the_name_that_looks_like_it(at_desk: Chat) -> None:
    await at_desk.agent_says("/查看资料")
    assert [each.label for each in at_desk.to_desk[0].content.buttons] == ["/资料"]
    assert at_desk.line("desk", "unknown_command", command="/查看资料", near="/资料") == at_desk.posted
    await at_desk.agent_says("/别退给他")
    assert at_desk.to_desk[0].content.buttons == ()
    assert at_desk.open.status is Status.OPEN


@pytest.mark.parametrize("written", ["！好", "！！", "！您的包裹到了"])
async def test_a_bang_before_no_name_is_still_words_for_the_customer(mine: Talk, written: str) -> None:
    await mine.agent_writes(written)
    assert mine.read == [written]


async def test_an_answer_to_a_command_is_not_sent_whatever_its_name_was(mine: Talk) -> None:
    """In a group that tells no message's id but its words alone."""
    await mine.agent_writes("他又来了", quote=Quote(text="!认领"))
    assert mine.for_contact == []
    assert [each.kind for each in mine.last.entries] == [EntryKind.NOTE]


async def test_words_that_are_edited_into_a_command_are_not_changed_for_the_customer(mine: Talk) -> None:
    said = await mine.agent_writes("马上查")
    await mine.agent_rewrites(said, "!解决")
    assert mine.for_contact == []


async def test_outside_of_topics_names_do_what_their_commands_do(at_desk: Chat) -> None:
    await at_desk.agent_says("/排队", thread=None)
    assert at_desk.posted == at_desk.line("desk_queue", "empty")
    await at_desk.agent_says("/解决", thread=None)
    assert at_desk.posted == at_desk.line("desk", "only_in_topic", command="/解决")


async def test_one_word_shows_the_tasks_and_settles_one(at_desk: Chat) -> None:
    await at_desk.agent_says("/任务")
    everything = at_desk.posted
    await at_desk.agent_says("/任务 12 完成")
    assert at_desk.posted == at_desk.line("desk_tasks", "unknown", number="12") != everything


async def test_help_shows_the_first_name_of_each_in_the_shops_language(at_desk: Chat) -> None:
    await at_desk.agent_says("/帮助")
    assert "/认领 /claim " in at_desk.posted
    assert "/接待" not in at_desk.posted
    assert "/take" not in at_desk.posted
    await at_desk.agent_says("/帮助 接手")
    assert at_desk.posted.startswith("/认领 /接待 /接手 /我来 /我来接待 /claim ")
    at_desk.policy = replace(at_desk.policy, default_language="en")
    await at_desk.agent_says("/help")
    assert "/take /claim " in at_desk.posted
    assert "/认领" not in at_desk.posted


async def test_a_customer_commands_nothing_in_chinese_either(at_desk: Chat) -> None:
    for words in ["/解决", "!解决", "/拉黑"]:
        await at_desk.says(words)
        assert at_desk.open.status is Status.OPEN


@pytest.mark.parametrize(
    ("language", "before", "after", "complaint"),
    [
        (
            "zh-TW",
            "release: 放回、",
            "release: 认领、",
            "'认领' is already a name of claim in zh-CN/desk_commands.yaml:",
        ),
        ("zh-CN", "claim: 认领", "claim: Resolve、认领", "'resolve' is the command resolve itself"),
        ("zh-CN", "claim: 认领", "claim: send、认领", "'send' is the command send itself"),
        ("en", "claim: take", "claim: take it", "'take it' is two words"),
    ],
)
def test_two_commands_share_no_name(tmp_path: Path, language: str, before: str, after: str, complaint: str) -> None:
    path = SCRIPTS / language / "desk_commands.yaml"
    spoilt = path.read_text("utf-8").replace(before, after)
    assert after in spoilt
    for each in SCRIPTS.glob("*/desk_commands.yaml"):
        place = tmp_path / each.parent.name
        place.mkdir()
        place.joinpath(each.name).write_text(spoilt if each == path else each.read_text("utf-8"), "utf-8")
    ours = tuple(each for each in DECLARATIONS if each.script == "desk_commands")
    [problem] = check(tmp_path, ours)
    assert complaint in str(problem)
