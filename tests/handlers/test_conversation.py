"""The small things: greetings, menus, misunderstandings, pictures, edits, departures."""

import pytest

from storage.conversations import Status
from storage.inbound import Attachment, Kind, Media
from storage.results import Action, EntryKind
from tests.handlers.chat import Chat, photo, sticker, voice


async def test_a_first_contact_is_welcomed_by_name_with_the_menu(chat: Chat) -> None:
    assert await chat.starts() == chat.line("welcome", "first", shop="客服小店", name="李雷")
    assert chat.labels == ["查订单", "常见问题", "转人工"]


@pytest.mark.parametrize("greeting", ["你好", "您好！", "在吗", "在不在", "喂？", "hi", "谢谢", "👍", "/start"])
async def test_a_greeting_is_welcomed_like_an_opened_door(chat: Chat, greeting: str) -> None:
    assert await chat.says(greeting) == chat.line("welcome", "first", shop="客服小店", name="李雷")


async def test_who_returns_is_told_what_is_under_way(chat: Chat) -> None:
    await chat.says("A10086 8000")
    await chat.says("A10087 8000")
    said = await chat.says("你好")
    assert chat.line("welcome", "again", shop="客服小店", name="李雷") in said
    assert chat.line("welcome", "open_order", number="A10086", status="运输中") in said
    assert "A10087" not in said


async def test_a_greeting_does_without_the_orders_while_their_source_is_down(chat: Chat) -> None:
    await chat.says("A10086 8000")
    chat.shop.down = True
    assert await chat.says("你好") == chat.line("welcome", "again", shop="客服小店", name="李雷")


async def test_the_menu_by_word_command_and_button(chat: Chat) -> None:
    expected = chat.line("menu", "text", shop="客服小店")
    assert await chat.says("菜单") == expected
    assert await chat.says("/menu") == expected
    assert await chat.taps("menu") == expected


async def test_a_menu_entry_by_its_number_its_label_and_its_button(chat: Chat) -> None:
    expected = chat.line("shipping_fee", "text", shop="客服小店", name="李雷")
    await chat.says("菜单")
    assert await chat.says("3") == expected
    await chat.says("菜单")
    assert await chat.says("运费") == expected
    await chat.says("菜单")
    assert await chat.presses("运费") == expected


@pytest.mark.parametrize("typed", ["3.", "三", "第三个", "选3", "③"])
async def test_a_menu_entry_is_chosen_as_people_type_it(chat: Chat, typed: str) -> None:
    await chat.says("菜单")
    assert await chat.says(typed) == chat.line("shipping_fee", "text", shop="客服小店", name="李雷")


@pytest.mark.parametrize("meanwhile", [Kind.REACTION, Kind.DELETED, Kind.EDIT])
async def test_a_menu_is_still_there_after_something_that_gets_no_answer(chat: Chat, meanwhile: Kind) -> None:
    await chat.says("菜单")
    await chat.turn(meanwhile, payload="👍" if meanwhile is Kind.REACTION else "", text="菜单", message_id="m1")
    assert not chat.replies
    assert await chat.says("3") == chat.line("shipping_fee", "text", shop="客服小店", name="李雷")


@pytest.mark.parametrize("number", ["0", "99", "9", "第九个"])
async def test_a_number_that_is_in_no_menu_shows_the_menu_again(chat: Chat, number: str) -> None:
    await chat.says("菜单")
    shown = chat.labels
    assert await chat.says(number) == chat.line("fallback", "wordless")
    assert chat.labels == shown
    assert chat.open.state["misunderstood"] == 1


async def test_help_by_command(chat: Chat) -> None:
    assert await chat.says("/help") == chat.line("help", "text", shop="客服小店")


async def test_a_command_to_the_bot_by_name(chat: Chat) -> None:
    assert await chat.says("/help@kefu_bot") == chat.line("help", "text", shop="客服小店")


async def test_an_unknown_command_is_not_understood(chat: Chat) -> None:
    assert await chat.says("/explode") == chat.line("fallback", "unknown")


async def test_near_matches_are_offered(chat: Chat) -> None:
    assert await chat.says("支什么付方式") == chat.line("fallback", "near")
    assert "转人工" in chat.labels


async def test_what_may_be_meant_is_offered_by_the_labels_of_buttons(chat: Chat) -> None:
    chat.locale = "en"
    await chat.says("were is my retturrn")
    assert "My returns" in chat.labels
    assert "my return" not in chat.labels


async def test_a_button_that_leads_nowhere_any_more_is_not_understood(chat: Chat) -> None:
    assert await chat.taps("gone_since_last_year") == chat.line("fallback", "unknown")


@pytest.mark.parametrize("goto", ["desk:resolve", "desk", "apology", ""])
async def test_no_button_leads_to_what_is_not_for_customers(chat: Chat, goto: str) -> None:
    assert await chat.taps(goto) == chat.line("fallback", "unknown")
    assert chat.to_desk == []


@pytest.mark.parametrize("goto", ["form", "form:back"])
async def test_no_button_leads_back_into_a_form_that_is_over(chat: Chat, goto: str) -> None:
    assert await chat.taps(goto) == chat.line("cancel", "late")
    assert chat.to_desk == []


async def test_a_picture_is_acknowledged_and_a_person_offered(chat: Chat) -> None:
    assert await chat.says("", photo()) == chat.line("media", "received")
    assert "转人工" in chat.labels
    assert [each.text for each in chat.last.entries if each.kind is EntryKind.INCOMING] == ["[photo]"]


async def test_a_voice_is_asked_to_be_typed(chat: Chat) -> None:
    assert await chat.says("", voice()) == chat.line("media", "voice")


async def test_a_sticker_gets_a_light_word(chat: Chat) -> None:
    assert await chat.says("", sticker()) == chat.line("media", "sticker")


async def test_a_picture_with_words_is_about_the_words(chat: Chat) -> None:
    assert await chat.says("查订单", photo()) == chat.line("order_lookup", "ask_number")
    await chat.says("取消")
    assert await chat.says("看这个", photo()) == chat.line("media", "received")


async def test_an_empty_message_is_met_with_the_menu(chat: Chat) -> None:
    assert await chat.says(" ") == chat.line("fallback", "wordless")


async def test_a_message_that_was_not_understood_may_be_corrected(chat: Chat) -> None:
    await chat.says("乱打")
    assert await chat.edits("m1", "菜单") == chat.line("menu", "text", shop="客服小店")
    assert await chat.edits("m1", "查订单") == ""


async def test_an_invalid_answer_may_be_corrected(chat: Chat) -> None:
    await chat.says("查订单")
    await chat.says("什么")
    assert await chat.edits("m2", "A10086") == chat.line("order_lookup", "ask_factor", number="A10086")


async def test_an_edit_of_what_was_answered_changes_nothing(chat: Chat) -> None:
    await chat.says("菜单")
    assert await chat.edits("m1", "转人工") == ""
    assert chat.open.status is Status.PENDING
    assert [each.text for each in chat.last.entries] == ["转人工"]


async def test_who_leaves_is_sent_nothing_and_asked_nothing(chat: Chat) -> None:
    await chat.says("查订单")
    assert await chat.leaves() == ""
    assert chat.open.blocked
    assert chat.timers == {}
    await chat.says("你好")
    assert not chat.open.blocked


async def test_that_they_left_before_they_wrote_again_is_told_too_late_to_count(chat: Chat) -> None:
    await chat.says("查订单")
    assert await chat.turn(Kind.LEFT, sent_at=chat.now - 5) == ""
    assert not chat.open.blocked
    assert [each.name for each in chat.timers.values()] != []
    await chat.turn(Kind.LEFT, sent_at=chat.now)
    assert chat.open.blocked


async def test_somebody_never_seen_leaves_unnoticed(chat: Chat) -> None:
    assert await chat.leaves() == ""
    assert chat.conversation is None


async def test_how_many_messages_were_ever_sent_is_counted(chat: Chat) -> None:
    await chat.starts()
    await chat.says("菜单")
    await chat.taps("menu")
    await chat.edits("m2", "别的")
    await chat.rings("form")
    assert chat.open.messages == 3


async def test_both_sides_are_in_the_transcript(chat: Chat) -> None:
    await chat.says("菜单")
    assert [(each.kind, each.author) for each in chat.transcript] == [
        (EntryKind.INCOMING, "contact"),
        (EntryKind.OUTGOING, "bot"),
    ]


async def test_an_attachments_name_is_in_the_transcript(chat: Chat) -> None:
    await chat.says("发票", Attachment(media=Media.FILE, channel="slack", name="发票.pdf"))
    assert chat.transcript[0].text == "发票 [file] 发票.pdf"


@pytest.mark.parametrize(
    "state",
    [
        {"form": "order_lookup"},
        {"form": {"form": "order_lookup"}},
        {"form": {"form": "order_lookup", "expires_at": "soon", "filled": {}, "invalid": 0}},
        {"form": {"form": 7, "expires_at": 1e12, "filled": {}, "invalid": 0}},
        {"form": {"form": "order_lookup", "expires_at": 1e12, "filled": [1], "invalid": 0}},
        {"form": {"form": "order_lookup", "expires_at": 1e12, "filled": "number", "invalid": 0}},
        {"offered": [1, 2]},
        {"offered": 7},
        {"misunderstood": "often"},
    ],
)
async def test_a_state_that_cannot_be_read_is_dropped_with_a_note(chat: Chat, state: dict[str, object]) -> None:
    await chat.says("你好")
    chat.remembers(state)
    assert await chat.says("菜单") == chat.line("menu", "text", shop="客服小店")
    assert EntryKind.ACTIVITY in {each.kind for each in chat.last.entries}


async def test_a_form_that_is_no_more_is_dropped_with_a_note(chat: Chat) -> None:
    await chat.says("你好")
    chat.remembers({"form": {"form": "raffle", "expires_at": 1e12, "filled": {}, "invalid": 0}})
    assert await chat.says("菜单") == chat.line("menu", "text", shop="客服小店")
    assert chat.last.entries[0].text == "form dropped: raffle"


async def test_a_state_of_another_version_with_more_in_it_is_read(chat: Chat) -> None:
    await chat.says("你好")
    chat.remembers({"misunderstood": 1, "colour": "green"})
    await chat.says("哞哞哞")
    assert chat.open.state["misunderstood"] == 2


async def test_a_failed_turn_is_apologised_for_without_its_reasons(chat: Chat) -> None:
    await chat.says("查订单")
    assert chat.fails("KeyError, message 9") == chat.line("apology", "sorry")
    assert "KeyError" in chat.posted
    assert [each.action for each in chat.to_desk] == [Action.ALERT]
    assert "form" in chat.open.state


async def test_a_failed_first_contact_is_apologised_for_too(chat: Chat) -> None:
    chat.locale = "en"
    assert chat.fails("KeyError", "hello") == chat.line("apology", "sorry", "en")
    assert chat.open.messages == 1


async def test_a_turn_that_fails_at_the_desk_still_brings_staff_the_words(at_desk: Chat) -> None:
    assert at_desk.fails("KeyError", "第二盒也受潮了") == at_desk.line("apology", "sorry_at_desk")
    assert at_desk.posted.startswith("第二盒也受潮了")
    assert {each.action for each in at_desk.to_desk} == {Action.POST}


async def test_without_a_desk_a_failure_is_still_apologised_for(chat: Chat) -> None:
    chat.desk = None
    assert chat.fails("KeyError") == chat.line("apology", "sorry")
    assert chat.to_desk == []
