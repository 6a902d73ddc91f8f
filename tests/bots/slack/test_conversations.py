"""What people do in Slack, and what reaches the inbox."""

import asyncio
import time

import pytest
from structlog.testing import capture_logs

from bots.channel import ChannelError
from bots.desk_chats import DeskChats
from bots.sandbox.faults import Fault
from bots.slack.channel import Slack
from bots.slack.people import Profile
from storage.content import Button, Content
from storage.errors import StorageFailed
from storage.inbound import Identity, Inbound, Kind, Media
from storage.results import Mark
from tests.bots.slack.shop import DESK, Shop
from tests.engine_fakes import until


async def test_a_customer_writes_to_the_bot(shop: Shop) -> None:
    li = shop.customer()
    ts = li.say("订单 A10086 到哪了?")
    said = await shop.inbox.next()
    assert said == Inbound(
        identity=Identity("slack", "U0LI"),
        key=f"message:D0LI:{ts}",
        chat_id="D0LI",
        text="订单 A10086 到哪了?",
        sent_at=float(ts),
        message_id=ts,
        name="李雷",
        locale="zh-CN",
    )


async def test_what_slack_makes_of_words_is_read_as_they_were_typed(shop: Shop) -> None:
    li = shop.customer()
    li.say("1 < 2 & 3 > 2, li.lei@example.cn, https://example.cn/a?b=1&c=2")
    assert (await shop.inbox.next()).text == "1 < 2 & 3 > 2, li.lei@example.cn, https://example.cn/a?b=1&c=2"


async def test_the_bot_answers_and_the_customer_presses_a_button(shop: Shop) -> None:
    li = shop.customer()
    await shop.slack.send(
        "D0LI", Content(text="<b>您好</b> &lt;3", buttons=(Button(label="查订单", goto="order_lookup"),))
    )
    shown = await li.screen.until(lambda shown: not shown.mine)
    assert (shown.text, shown.buttons) == ("您好 <3", ("查订单",))
    li.press("查订单")
    pressed = await shop.inbox.next()
    assert (pressed.kind, pressed.payload, pressed.chat_id) == (Kind.BUTTON, "order_lookup", "D0LI")
    assert (pressed.private, pressed.staff, pressed.thread) == (True, False, None)
    assert pressed.message_id == shown.message_id


async def test_a_button_that_opens_a_page_tells_the_bot_nothing(shop: Shop) -> None:
    li = shop.customer()
    await shop.slack.send("D0LI", Content(text="物流", buttons=(Button(label="查看", url="https://example.cn"),)))
    li.press("查看")
    await shop.standin.settled()
    assert shop.standin.deliveries[-1].acknowledged
    assert not shop.inbox.taken


async def test_a_mention_in_a_channel_arrives_once_and_says_where_to_reach_the_person(shop: Shop) -> None:
    shop.standin.channel("C0HELP", "help")
    li = shop.customer()
    ts = li.mention("C0HELP", "A10086")
    li.say_in("C0HELP", "not for the bot")
    await shop.standin.settled()
    [said] = shop.inbox.taken
    assert (said.text, said.private, said.direct_chat_id) == ("A10086", False, "U0LI")
    assert (said.chat_id, said.key) == ("C0HELP", f"message:C0HELP:{ts}")
    assert shop.inbox.offered == 2, "Slack sent both message and app_mention"


async def test_a_mention_inside_a_thread_keeps_the_thread(shop: Shop) -> None:
    shop.standin.channel("C0HELP", "help")
    li = shop.customer()
    parent = li.say_in("C0HELP", "anybody?")
    li.mention("C0HELP", "help", thread=parent)
    assert (await shop.inbox.next()).thread == parent


@pytest.mark.parametrize("text", ["A10086", "payload of my order"])
async def test_a_slash_command_is_a_message(shop: Shop, text: str) -> None:
    li = shop.customer()
    li.command(text)
    said = await shop.inbox.next()
    assert (said.kind, said.text, said.chat_id, said.private) == (Kind.TEXT, text, "D0LI", True)


async def test_a_slash_command_in_a_channel_is_not_private(shop: Shop) -> None:
    shop.standin.channel("C0HELP", "help")
    shop.customer().command("A10086", channel="C0HELP")
    said = await shop.inbox.next()
    assert (said.private, said.direct_chat_id) == (False, "U0LI")


async def test_a_home_that_cannot_be_shown_is_told_of_without_its_owner(shop: Shop) -> None:
    shop.standin.faults.next("views.publish", Fault.error())
    with capture_logs() as logged:
        shop.customer().open_home()
        await until(lambda: bool(logged))
    assert [each["event"] for each in logged] == ["home not shown"]
    assert "U0LI" not in str(logged)


@pytest.mark.parametrize("failed", [StorageFailed("the disk is full"), ValueError("A10086 of U0LI")])
async def test_a_message_that_cannot_be_kept_is_told_of_without_its_words_and_its_author(
    shop: Shop, failed: Exception
) -> None:
    shop.inbox.failure, shop.inbox.failures = failed, 1
    with capture_logs() as logged:
        shop.customer().say("A10086")
        await shop.inbox.next()
    [line] = [each for each in logged if each["event"].startswith("not accepted")]
    assert ("the disk is full" in str(line)) is isinstance(failed, StorageFailed)
    assert "A10086" not in str(line)
    assert "0LI" not in str(line), "neither the account nor the channel that is theirs alone"


async def test_app_home_shows_the_menu_and_its_buttons_work(shop: Shop) -> None:
    li = shop.customer()
    li.open_home()
    shown = await li.home.until(lambda _: True)
    assert (shown.text, shown.buttons) == ("菜单", ("查订单",))
    assert not shop.inbox.taken
    li.press("查订单")
    pressed = await shop.inbox.next()
    assert (pressed.kind, pressed.payload) == (Kind.BUTTON, "order_lookup")
    assert (pressed.chat_id, pressed.private) == ("U0LI", True)
    await shop.slack.send(pressed.chat_id, Content(text="好的"))
    await li.screen.until(lambda shown: shown.text == "好的")


async def test_opening_the_messages_tab_opens_the_door_once(shop: Shop) -> None:
    li = shop.customer()
    li.open_messages()
    li.open_messages()
    await shop.standin.settled()
    [start] = shop.inbox.taken
    assert (start.kind, start.chat_id) == (Kind.START, "D0LI")


async def test_an_edit_is_told_only_when_the_words_changed(shop: Shop) -> None:
    li = shop.customer()
    ts = li.say("A10068")
    li.edit(ts, "A10068")
    li.edit(ts, "A10086")
    edited = await shop.inbox.next(2)
    assert (edited.kind, edited.text, edited.message_id) == (Kind.EDIT, "A10086", ts)
    await shop.standin.settled()
    assert len(shop.inbox.taken) == 2


async def test_an_edit_still_carries_the_file_beside_the_words(shop: Shop) -> None:
    li = shop.customer()
    ts = li.upload(b"bytes", "box.jpg", "看这个")
    li.edit(ts, "看那个")
    edited = await shop.inbox.next(2)
    assert (edited.kind, edited.text) == (Kind.EDIT, "看那个")
    assert [each.media for each in edited.attachments] == [Media.PHOTO]


@pytest.mark.parametrize(
    ("name", "media"),
    [("box.jpg", Media.PHOTO), ("note.m4a", Media.VOICE), ("film.mp4", Media.VIDEO), ("bill.pdf", Media.FILE)],
)
async def test_a_customer_shares_a_file_and_it_can_be_fetched(shop: Shop, name: str, media: Media) -> None:
    shop.customer().upload(b"bytes", name, "看这个")
    said = await shop.inbox.next()
    [attachment] = said.attachments
    assert (said.text, attachment.media, attachment.name, attachment.size) == ("看这个", media, name, 5)
    assert (await shop.slack.fetch(attachment)).data == b"bytes"


async def test_the_bot_does_not_answer_itself(shop: Shop) -> None:
    shop.customer()
    await shop.slack.send("D0LI", Content(text="您好"))
    await shop.standin.settled()
    assert shop.standin.deliveries[-1].acknowledged, "Slack told the bot of its own message"
    assert shop.inbox.offered == 0


async def test_a_person_without_a_name_is_served_too(shop: Shop) -> None:
    shop.standin.faults.next("users.info", Fault.error())
    shop.customer().say("在吗")
    said = await shop.inbox.next()
    assert (said.text, said.name, said.locale) == ("在吗", "", None)


async def test_a_name_that_slack_tells_late_comes_with_the_next_message(shop: Shop) -> None:
    shop.slack.people.patience = 0.1
    shop.standin.faults.next("users.info", Fault.slow(1))
    li = shop.customer()
    li.say("在吗")
    assert (await shop.inbox.next()).name == ""
    await shop.slack.people.asking["U0LI"]
    li.say("我想退货")
    assert (await shop.inbox.next(2)).name == "李雷"
    assert shop.standin.calls["users.info"] == 1


async def test_a_machine_that_stands_still_is_not_taken_for_a_slack_that_says_nothing(shop: Shop) -> None:
    shop.slack.people.patience = 0.4
    shop.customer().say("在吗")
    await until(lambda: "U0LI" in shop.slack.people.asking)
    time.sleep(0.6)  # noqa: ASYNC251  # the whole process, and with it both sides
    assert (await shop.inbox.next()).name == "李雷"


async def test_nobody_who_was_erased_is_remembered_by_a_late_answer(shop: Shop) -> None:
    shop.slack.people.patience = 0.1
    shop.standin.faults.next("users.info", Fault.slow(1))
    shop.customer().say("在吗")
    erased = (await shop.inbox.next()).identity
    asking = shop.slack.people.asking["U0LI"]
    shop.slack.forget(erased, 1)
    await asking
    assert not shop.slack.people.known


async def test_an_answer_of_before_an_erasure_does_not_stand_for_the_one_asked_since(shop: Shop) -> None:
    people = shop.slack.people
    people.patience = 0.1
    shop.standin.faults.next("users.info", Fault.slow(1))
    shop.standin.faults.next("users.info", Fault.hang())
    li = shop.customer()
    li.say("在吗")
    erased = (await shop.inbox.next()).identity
    before = people.asking["U0LI"]
    shop.slack.forget(erased, 1)
    li.say("我想退货")
    await shop.inbox.next(2)
    await before
    assert people.known["U0LI"][1] == Profile()
    assert "U0LI" in people.asking


async def test_nobody_overtakes_their_own_words_that_wait_for_their_name(shop: Shop) -> None:
    shop.customer()
    people, said = shop.slack.people, list[str]()

    async def introduced(words: str) -> None:
        await people.profile("U0LI")
        said.append(words)

    async with asyncio.TaskGroup() as messages:
        messages.create_task(introduced("first"))
        await until(lambda: "U0LI" in people.asking)
        await people.asking["U0LI"]
        await introduced("second")
    assert said == ["first", "second"]


async def test_names_are_asked_once(shop: Shop) -> None:
    li = shop.customer()
    li.say("1")
    li.say("2")
    assert [(await shop.inbox.next(number)).name for number in (1, 2)] == ["李雷", "李雷"]
    assert shop.standin.calls["users.info"] == 1


async def test_a_thread_is_headed_by_the_name_as_it_is_written(shop: Shop) -> None:
    await shop.slack.open_thread(DESK, "#7 Ann's <b>", Content(text="card"), number=7)
    assert shop.desk.screen.shown[-1].text == "#7 Ann's <b>\ncard"


async def test_a_thread_is_led_to_by_the_address_of_its_card(shop: Shop) -> None:
    thread, _ = await shop.slack.open_thread(DESK, "#7", Content(text="card"), number=7)
    there = f"https://sandbox.slack.com/archives/{DESK}/p{thread.replace('.', '')}?thread_ts={thread}&cid={DESK}"
    shop.slack.whoami.known = None
    assert shop.slack.topic_address(DESK, thread) == "", "before Slack has said which workspace it is"
    await shop.slack.whoami()
    assert shop.slack.topic_address(DESK, thread) == there


async def test_a_thread_is_opened_for_a_conversation_and_staff_answer_in_it(shop: Shop) -> None:
    han = shop.desk.agent("U0HAN", "韩梅梅")
    card = Content(text="李雷 · 微信", buttons=(Button(label="Claim", goto="claim:7"),))
    thread, posted = await shop.slack.open_thread(DESK, "#7 李雷 <vip>", card, number=7)
    assert posted
    parent = await shop.desk.threads[thread].until(lambda _: True)
    assert parent.text == "#7 李雷 <vip>\n李雷 · 微信"
    await shop.slack.send(DESK, Content(text="在吗"), thread=thread)
    await shop.desk.threads[thread].until(lambda shown: shown.text == "在吗")

    ts = han.say("您好", thread=thread)
    answer = await shop.inbox.next()
    assert (answer.staff, answer.thread, answer.chat_id, answer.text) == (True, thread, DESK, "您好")
    await shop.slack.mark(DESK, ts, Mark.DELIVERED)
    await shop.slack.mark(DESK, ts, Mark.DELIVERED)
    marked = await shop.desk.threads[thread].until(lambda shown: bool(shown.marks))
    assert (marked.message_id, marked.marks) == (ts, ("white_check_mark",))

    han.press("Claim", thread=thread)
    pressed = await shop.inbox.next(2)
    assert (pressed.staff, pressed.thread, pressed.payload) == (True, thread, "claim:7")


async def test_a_message_outside_any_thread_of_the_desk_has_no_thread(shop: Shop) -> None:
    shop.desk.agent("U0HAN", "韩梅梅").say("morning")
    said = await shop.inbox.next()
    assert (said.staff, said.thread) == (True, None)


async def test_people_of_another_company_in_the_desk_are_not_staff(shop: Shop) -> None:
    han = shop.desk.agent("U0HAN", "韩梅梅")
    thread, _ = await shop.slack.open_thread(
        DESK, "#7", Content(text="card", buttons=(Button(label="Claim", goto="claim:7"),)), number=7
    )
    stranger = shop.desk.agent("U0EVE", "Eve", team="T0OTHER")
    stranger.say("/resolve", thread=thread)
    stranger.press("Claim", thread=thread)
    stranger.edit(stranger.say("hello", thread=thread), "//hello")
    han.say("still mine", thread=thread)
    await shop.standin.settled()
    assert [said.text for said in shop.inbox.taken] == ["still mine"]
    assert all(delivery.acknowledged for delivery in shop.standin.deliveries)


async def test_a_command_in_the_desk_is_staffs(shop: Shop) -> None:
    shop.desk.agent("U0HAN", "韩梅梅")
    shop.customer("U0HAN", "韩梅梅").command("hello", channel=DESK)
    assert (await shop.inbox.next()).staff


async def test_what_nobody_listens_for_is_answered_quietly(shop: Shop) -> None:
    from bots.sandbox.slack import payloads
    from bots.sandbox.slack.delivery import Sort

    for event in ({"type": "team_join", "user": {"id": "U9"}}, {"type": "message", "subtype": "channel_join"}):
        envelope = payloads.envelope(shop.standin.workspace, event)
        shop.standin.telling.tell(Sort.EVENT, envelope, "slack")
    shop.standin.telling.tell(Sort.PRESS, {"type": "view_closed", "user": {"id": "U9"}, "team": {"id": "T"}}, "slack")
    shop.standin.telling.tell(Sort.PRESS, {"type": "shortcut", "callback_id": "x", "user": {"id": "U9"}}, "slack")
    await shop.standin.settled()
    assert [delivery.refused for delivery in shop.standin.deliveries] == [200] * 4
    assert shop.inbox.offered == 0


async def test_the_check_says_who_we_are_and_that_the_bot_must_be_invited(shop: Shop) -> None:
    await shop.slack.check()
    shop.desk.room.bot_is_member = False
    with pytest.raises(ChannelError, match="/invite"):
        await shop.slack.check()
    clock = shop.standin.workspace.clock
    elsewhere = Slack(shop.slack.options, shop.session, clock=clock, desk=DeskChats("C0NOWHERE"))
    with pytest.raises(ChannelError, match="C0NOWHERE"):
        await elsewhere.check()
