"""What customers and staff do with the phones and the group that the page shows side by side."""

from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.browser.accessibility import barriers
from tests.browser.phones import Phones
from tests.browser.staff import Staff, is_delivered
from tests.browser.talk import Channel


async def test_who_writes_for_the_first_time_is_welcomed_with_buttons(phones: Phones) -> None:
    for phone in phones:
        await phone.comes_in()
        for label in phone.talk.buttons:
            await expect(phone.log.get_by_role("button", name=label, exact=True)).to_be_visible()


async def test_an_order_is_told_to_who_knows_its_second_factor(phones: Phones) -> None:
    for phone in phones:
        await phone.comes_in()
        await phone.presses(phone.talk.buttons[0])
        await phone.sees(phone.talk.which)
        await phone.says(phone.talk.number)
        await phone.sees(phone.talk.prove)
        assert not await phone.eyes.counts(phone.talk.order[2])
        await phone.says(phone.talk.digits)
        await phone.sees(*phone.talk.order)


@pytest.mark.parametrize("desk_channel", ["telegram", "slack"])
async def test_who_wants_a_person_is_answered_from_the_staff_group(phones: Phones, staff: Staff) -> None:
    for phone in phones:
        await phone.asks_for_a_person()
        topic = await staff.topic_of(phone.talk.known_as)
        await is_delivered(await topic.says("马上给您换一个"))
        await phone.sees("马上给您换一个")
        await phone.says("太好了 🎉")
        await topic.sees("太好了 🎉")


@pytest.mark.parametrize("desk_channel", ["telegram", "slack"])
async def test_a_customers_picture_is_seen_by_staff(phones: Phones, staff: Staff, picture: Path) -> None:
    for phone in phones:
        await phone.asks_for_a_person()
        await phone.sends_picture(picture)
        await expect(phone.log.locator("img").last).to_have_js_property("naturalWidth", 48)
        topic = await staff.topic_of(phone.talk.known_as)
        await expect(topic.eyes.log.locator("img")).to_have_js_property("naturalWidth", 48)


async def test_a_picture_from_staff_is_seen_in_each_phone(phones: Phones, staff: Staff, picture: Path) -> None:
    for phone in phones:
        await phone.asks_for_a_person()
        topic = await staff.topic_of(phone.talk.known_as)
        await topic.sends_picture(picture)
        await expect(phone.log.locator("img").last).to_have_js_property("naturalWidth", 48)


async def test_a_note_stays_inside(phones: Phones, staff: Staff) -> None:
    phone = phones["wechat"]
    await phone.asks_for_a_person()
    topic = await staff.topic_of(phone.talk.known_as)
    await topic.says("// 老客户，态度好一点")
    await topic.says("您好")
    await phone.sees("您好")
    assert not await phone.eyes.counts("老客户")


async def test_whoever_of_the_staff_takes_a_topic_is_the_one_who_answers(phones: Phones, staff: Staff) -> None:
    phone = phones["slack"]
    await phone.asks_for_a_person()
    await staff.is_now("Sam")
    topic = await staff.topic_of(phone.talk.known_as)
    await topic.says("Hello, Sam here")
    await phone.sees("Hello, Sam here")


async def test_what_looks_like_markup_is_shown_as_it_was_typed(phones: Phones, staff: Staff) -> None:
    typed = '<img src=x onerror=alert(1)> it\'s <b>x</b> &amp; "<script>alert(2)</script>"'
    for phone in phones:
        await phone.asks_for_a_person()
        await phone.says(typed)
        await phone.sees(typed)
        topic = await staff.topic_of(phone.talk.known_as)
        await topic.sees(typed)
        await topic.says(f"{typed} {phone.channel}")
        await phone.sees(f"{typed} {phone.channel}")


async def test_who_unfollows_and_who_blocks_cannot_be_reached_until_they_come_back(
    phones: Phones, staff: Staff
) -> None:
    comings: dict[Channel, tuple[str, str]] = {"wechat": ("Unfollow", "Follow"), "telegram": ("Block", "Unblock")}
    for channel, (goes, comes_back) in comings.items():
        phone = phones[channel]
        await phone.asks_for_a_person()
        topic = await staff.topic_of(phone.talk.known_as)
        await phone.does(goes)
        await expect(phone.field).to_be_hidden()
        await topic.says("还在吗")
        await topic.sees("这条送不到")
        await phone.does(comes_back)
        await phone.says("hello again")
        await topic.sees("hello again")
        assert not await phone.eyes.counts("还在吗")


async def test_a_new_customer_is_one_click_away(phones: Phones) -> None:
    phone = phones["slack"]
    await phone.comes_in()
    await phone.does("A new customer")
    await expect(phone.eyes.messages).to_have_count(0)
    phone.eyes.read_to = -1
    await phone.says(phone.talk.greeting)
    await phone.sees(phone.talk.welcome)


async def test_an_own_message_is_edited_as_in_the_app(phones: Phones) -> None:
    phone = phones["telegram"]
    await phone.comes_in()
    await phone.says("運費多少啊")
    await phone.sees("運費多少啊")
    await phone.field.press("ArrowUp")
    await expect(phone.field).to_have_value("運費多少啊")
    await phone.field.fill("運費")
    await phone.field.press("Enter")
    await expect(phone.log.get_by_text("edited")).to_be_visible()
    assert not await phone.eyes.counts("運費多少啊")


@pytest.mark.parametrize("desk_channel", ["telegram", "slack"])
async def test_messages_are_answered_and_reacted_to_on_both_sides(phones: Phones, staff: Staff) -> None:
    phone = phones["telegram"]
    await phone.asks_for_a_person()
    topic = await staff.topic_of(phone.talk.known_as)
    await topic.says("哪一件壞了？")
    asked = await phone.sees("哪一件壞了？")
    await chooses(asked, "Reply")
    await phone.says("杯蓋")
    await expect((await phone.sees("杯蓋")).locator("blockquote")).to_contain_text("哪一件壞了？")
    answer = await topic.sees("杯蓋")
    await chooses(answer, "React with 👍")
    await expect(phone.log.locator(".row", has_text="杯蓋").locator(".marks")).to_contain_text("👍")
    await chooses(phone.log.locator(".row", has_text="杯蓋"), "React with ❤")
    await expect(topic.eyes.log.locator(".row", has_text="杯蓋").locator(".marks")).to_contain_text("❤")


@pytest.mark.parametrize("desk_channel", ["slack"])
async def test_what_an_agent_deletes_is_gone_from_the_phone(phones: Phones, staff: Staff) -> None:
    phone = phones["telegram"]
    await phone.asks_for_a_person()
    topic = await staff.topic_of(phone.talk.known_as)
    said = await topic.says("給別人的")
    await phone.sees("給別人的")
    await chooses(said, "Delete")
    await expect(phone.log.get_by_text("給別人的")).to_have_count(0)
    await expect(topic.eyes.log.get_by_text("給別人的")).to_have_count(0)


async def test_a_message_has_its_tools_on_the_keyboard_too(phones: Phones) -> None:
    phone = phones["slack"]
    await phone.comes_in()
    await phone.says("shiping")
    row = (await phone.sees("shiping")).locator("xpath=ancestor-or-self::*[@data-message]")
    summary = row.locator("summary")
    await summary.focus()
    await summary.press("Enter")
    await row.get_by_role("button", name="Edit", exact=True).press("Enter")
    await expect(phone.field).to_have_value("shiping")
    await phone.field.fill("shipping")
    await phone.field.press("Enter")
    await expect(phone.log.get_by_text("(edited)")).to_be_visible()
    await summary.press("Enter")
    await summary.press("Escape")
    await expect(row.get_by_role("button", name="Edit", exact=True)).to_be_hidden()


@pytest.mark.parametrize(("desk_channel", "command"), [("telegram", "/resolve"), ("slack", "!resolve")])
async def test_the_group_is_headed_by_the_command_that_ends_a_chat_as_one_writes_it_there(
    phones: Phones, staff: Staff, command: str
) -> None:
    await expect(staff.region).to_contain_text(f"; {command} ends it")
    await phones["wechat"].asks_for_a_person()
    topic = await staff.topic_of(phones["wechat"].talk.known_as)
    await topic.says(command)
    await topic.sees("结束了会话")


async def chooses(message: Locator, what: str) -> None:
    """From the tools of a message."""
    row = message.locator("xpath=ancestor-or-self::*[@data-message]")
    await row.hover()
    await row.locator("summary").click()
    await row.get_by_role("button", name=what, exact=True).click()


@pytest.mark.parametrize("desk_channel", ["slack"])
async def test_an_agent_handles_a_conversation_by_a_form(phones: Phones, staff: Staff) -> None:
    """Slack takes no commands in threads. What is on the form is in the shop's own language."""
    phone = phones["telegram"]
    await phone.asks_for_a_person()
    topic = await staff.topic_of(phone.talk.known_as)
    await chooses(topic.eyes.messages.first, "Handle this conversation")
    form = staff.page.get_by_role("dialog", name="处理会话")
    await form.get_by_label("要做什么", exact=True).select_option("转交")
    await form.get_by_label("同事", exact=True).select_option("Sam")
    await form.get_by_label("要做什么", exact=True).select_option("给客户记一笔")
    await expect(form.get_by_label("同事", exact=True)).to_be_hidden()
    await form.get_by_label("备注（只给同事看）", exact=True).fill("要藍色的")
    assert not await barriers(staff.page)
    await form.get_by_role("button", name="确定").click()
    await expect(form).to_be_hidden()
    await topic.sees("要藍色的")
    await staff.region.get_by_role("button", name="Back to the list").click()
    await staff.region.get_by_role("button", name="Customer service desk").click()
    await form.get_by_role("button", name="取消").click()
    await expect(form).to_be_hidden()
