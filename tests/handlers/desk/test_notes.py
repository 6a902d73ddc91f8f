"""What staff keep with a customer, and what the customer never learns."""

import pytest

from storage.desk import ContactChange
from storage.results import Action, EntryKind
from tests.handlers.chat import Chat


async def test_a_note_is_kept_with_the_customer_and_stands_on_the_card(at_desk: Chat) -> None:
    assert await at_desk.agent_says("/note 喜欢顺丰") == ""
    [change] = at_desk.last.contacts
    assert change.note
    assert (change.note.author, change.note.author_name, change.note.text) == ("slack:U7", "小美", "喜欢顺丰")
    assert [(each.kind, each.text) for each in at_desk.last.entries] == [(EntryKind.NOTE, "喜欢顺丰")]
    card, told = at_desk.to_desk
    assert card.card
    assert "小美：喜欢顺丰" in card.content.text
    assert told.content.text == at_desk.line("desk_file", "noted")
    assert {each.action for each in at_desk.last.outgoing} == {Action.POST}


async def test_notes_are_listed_the_latest_first_and_masked(at_desk: Chat) -> None:
    await at_desk.agent_says("/note")
    assert at_desk.posted == at_desk.line("desk_file", "no_notes").replace("/note 内容", "/note 内容")
    await at_desk.agent_says("/note 第一条 13900008000")
    await at_desk.agent_says("/note 第二条")
    await at_desk.agent_says("/note")
    assert at_desk.posted.index("第二条") < at_desk.posted.index("第一条")
    assert "13900008000" not in at_desk.posted


async def test_a_note_of_many_lines_is_kept_as_it_is_and_one_too_long_is_not_kept(at_desk: Chat) -> None:
    await at_desk.agent_says("/note 一\n二")
    assert at_desk.last.contacts[0].note
    assert at_desk.last.contacts[0].note.text == "一\n二"
    await at_desk.agent_says("/note " + "长" * 1001)
    assert at_desk.last.contacts == ()
    assert at_desk.posted == at_desk.line("desk_file", "note_too_long", most=1000)


async def test_many_long_notes_are_listed_in_posts_that_every_desk_takes(at_desk: Chat) -> None:
    for number in range(25):
        await at_desk.agent_says(f"/note {number} " + "长" * 900)
    await at_desk.agent_says("/note")
    assert all(len(each.content.text) <= 2500 for each in at_desk.to_desk)
    assert "备注（25）" in at_desk.posted


@pytest.mark.parametrize(
    ("asked", "tags"),
    [
        ("/tag 批发", ["批发"]),
        ("/tag #VIP，批发 大客户", ["vip", "批发", "大客户"]),
        ("/tag vip VIP ｖｉｐ", ["vip"]),
    ],
)
async def test_tags_are_added_however_they_are_typed(at_desk: Chat, asked: str, tags: list[str]) -> None:
    await at_desk.agent_says(asked)
    assert [change.tag for change in at_desk.last.contacts] == tags
    assert at_desk.posted == "标签：" + "、".join(tags)
    assert at_desk.to_desk[0].card
    assert "、".join(tags) in at_desk.to_desk[0].content.text


async def test_a_tag_that_is_there_changes_nothing_and_one_is_taken_off_whatever_its_case(at_desk: Chat) -> None:
    at_desk.contacts.write(7, [ContactChange(tag="Wholesale"), ContactChange(tag="vip")])
    await at_desk.agent_says("/tag vip")
    assert (at_desk.last.contacts, len(at_desk.to_desk)) == ((), 1)
    await at_desk.agent_says("/untag WHOLESALE nothing")
    assert [change.untag for change in at_desk.last.contacts] == ["Wholesale"]
    assert at_desk.posted == "标签：vip"
    await at_desk.agent_says("/untag vip")
    assert at_desk.posted == "没有标签了。"


@pytest.mark.parametrize("asked", ["tag", "untag", "tag #", "tag " + "长" * 33, "untag ，，"])
async def test_what_holds_no_tag_is_answered_with_how_it_is_written(at_desk: Chat, asked: str) -> None:
    await at_desk.agent_says(f"/{asked}")
    assert at_desk.posted == at_desk.line("desk_help", f"usage_{asked.split()[0]}")
    assert at_desk.last.contacts == ()


async def test_a_customer_has_so_many_tags_and_no_more(at_desk: Chat) -> None:
    await at_desk.agent_says("/tag " + " ".join(f"t{number}" for number in range(20)))
    assert len(at_desk.last.contacts) == 20
    await at_desk.agent_says("/tag one_more")
    assert at_desk.posted == at_desk.line("desk_file", "too_many_tags", most=20)
    assert at_desk.last.contacts == ()


@pytest.mark.parametrize(
    ("asked", "kept", "told"),
    [("vip", "vip", "VIP"), ("Returning", "returning", "老客户"), ("老客户", "returning", "老客户")],
)
async def test_staff_say_which_tier_a_customer_has(at_desk: Chat, asked: str, kept: str, told: str) -> None:
    await at_desk.agent_says(f"/tier {asked}")
    assert [change.tier for change in at_desk.last.contacts] == [kept]
    assert at_desk.posted == f"等级改为：{told}"
    assert told in at_desk.to_desk[0].content.text


@pytest.mark.parametrize("asked", ["auto", "normal", "自动"])
async def test_staff_leave_the_tier_to_kefu_again(at_desk: Chat, asked: str) -> None:
    await at_desk.agent_says("/tier vip")
    await at_desk.agent_says(f"/tier {asked}")
    assert [change.tier for change in at_desk.last.contacts] == [""]
    assert "新客户" in at_desk.to_desk[0].content.text


@pytest.mark.parametrize("asked", ["", " gold", " vip please"])
async def test_a_tier_that_nobody_knows_is_answered_with_those_there_are(at_desk: Chat, asked: str) -> None:
    await at_desk.agent_says(f"/tier{asked}")
    assert at_desk.posted == at_desk.line("desk_help", "usage_tier")
    assert at_desk.last.contacts == ()


async def test_two_notes_and_a_tag_by_different_agents_are_all_kept(at_desk: Chat) -> None:
    await at_desk.agent_says("/note 一")
    await at_desk.agent_says("/tag 批发")
    await at_desk.agent_says("/note 二")
    file = at_desk.contacts.files[7]
    assert ([note.text for note in file.notes], file.tags) == (["二", "一"], ("批发",))
