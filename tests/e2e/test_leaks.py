"""What staff write for one another never reaches a customer: every form of message, from every desk to every channel.

Everything that is not for customers says so: it has SECRET in it. The phones are watched from the first message on, so
that what came and was taken back again is seen, too.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from bots.sandbox.phone import Shown
from bots.sandbox.platforms import DeskName
from bots.sandbox.slack import interactions, payloads
from bots.sandbox.slack.delivery import Sort
from bots.sandbox.slack.workspace import BOT_USER
from tests.e2e.channels import EVERY_CHANNEL, EVERY_DESK
from tests.e2e.chats import CHANNELS, Customer, Desk, Street, Topic, handed_over, settled
from tests.e2e.shop import MINUTE

JOINED = "我是 小美，接下来由我为您服务。"
SECRET = "内情"
JPEG = b"\xff\xd8\xff\xe0" + b"kefu" * 64 + b"\xff\xd9"
PDF = b"%PDF-1.4 prices"

NOTES = (
    "// {}",
    "//{}",
    "／／{}",
    "/／ {}",
    "、、{}",
    "\\\\ {}",
    " // {}",
    "\n\n// {}",
    "\u200b//{}",
    "\u3000//{}",
    "> // {}",
    "*// {}*",
    "`// {}`",
    "「// {}」",
    "⚠️ // {}",
    "@阿波 // {}",
    "note: {}",
    "Note：{}",
    "NOTE : {}",
    "*note*: {}",
    "internal note: {}",
    "备注：{}",
    "备注: {}",
    "備註：{}",
    "*备注*：{}",
    "【备注】{}",
    "内部：{}",
    "@阿波 备注：{}",
    "// {}\n第二行 {}",
    "您好\n// {}",
    "您好\n\n／／{}",
)
COMMANDS = (
    "/reslove {}",
    "／reslove {}",
    " /reslove {}",
    "/ {}",
    "/{}",
    "!reslove {}",
    "！reslove {}",
    "@阿波 !reslove {}",
    "/note {}",
    "!note {}",
    "/help {}",
    "/r {}",
    "/transfer {}",
    "/order {}",
    "/tag {}",
    "/priority {}",
    "/snooze {}",
    "/link {}",
    "/rma {}",
    "/history {}",
    "/note@kefu_sandbox_bot {}",
)
FORGED = ("desk:note:{}", "desk:r:{}", "desk:say:{}", "desk:takeover:{}", "desk:discard:{}", "rma:{}", "{}", "desk:")


@dataclass
class Watch:
    """Over a phone, all the time."""

    customer: Customer
    seen: list[Shown] = field(default_factory=list)

    def __post_init__(self) -> None:
        screen = self.customer.screen
        screen.on_change = lambda index: self.seen.append(screen.shown[index])

    def saw_nothing(self) -> None:
        for each in self.seen:
            said = (each.text, *each.buttons, *each.links, *(span.text for span in each.spans))
            assert not any(SECRET in words for words in said), f"on {self.customer.channel}: {each}"
            assert each.media == (), f"on {self.customer.channel}: {each}"

    @property
    def left(self) -> list[bytes]:
        shown = self.customer.screen.shown
        return [each.text.encode() for each in shown if not (each.mine or each.deleted)]


Say = Callable[[Desk, Topic], None]


def on_telegram(desk: Desk, topic: Topic) -> None:
    """Beside what can be typed."""
    agent, thread = desk.forum_agent, topic.id
    note = agent.say(f"// {SECRET}", thread=thread)
    answer = agent.reply(note, f"{SECRET}，答备注")
    agent.reply(answer, f"{SECRET}，答答备注")
    agent.edit(note, f"{SECRET}，不再是备注")
    agent.edit(answer, f"{SECRET}，改过")
    picture = agent.send_photo(JPEG, f"// {SECRET}", thread=thread)
    agent.edit(picture, SECRET)
    agent.send_document(PDF, f"{SECRET}.pdf", caption=f"备注：{SECRET}", thread=thread)
    agent.send_document(PDF, f"{SECRET}.pdf", caption=f"/reslove {SECRET}", thread=thread)
    agent.react(note, "👍")
    agent.rename_topic(thread, SECRET)
    desk.shop.platforms.forum.agent(1087968824, "匿名", anonymous=True).say(f"// {SECRET}", thread=thread)
    agent.say(f"@阿波 {SECRET}")
    agent.say(SECRET, reply_to=note)
    for captioned in range(3):
        _album(desk, thread, captioned)
    _injected(desk, thread, {"text": SECRET, "is_topic_message": True, "message_thread_id": 987_654})
    _injected(desk, thread, {"text": SECRET, "message_thread_id": int(thread)})  # an answer that is in no topic
    _injected(desk, thread, {"poll": {"id": "1", "question": SECRET, "options": []}})
    _injected(desk, thread, {"new_chat_title": SECRET})
    _injected(desk, thread, {"pinned_message": {"message_id": int(note), "text": SECRET}})
    quoted = {"message_id": int(note), "text": f"// {SECRET}", "chat": {"id": int(desk.shop.platforms.forum.id)}}
    _injected(desk, thread, {"text": SECRET, "reply_to_message": quoted, "quote": {"text": SECRET}})
    _injected(desk, thread, {"text": SECRET, "message_id": 999_999}, kind="edited_message")
    card = desk.shop.platforms.forum.chat.messages[_card(topic)].message
    for number, data in enumerate(FORGED):
        query = f"{thread}000{number}"
        desk.shop.platforms.telegram.account.queries[query] = desk.shop.clock()
        press = {"id": query, "from": agent.user, "message": card, "chat_instance": "1"}
        _add(desk, "callback_query", press | {"data": data.format(SECRET)})


def _card(topic: Topic) -> int:
    return next(int(each.message_id) for each in topic.eyes.screen.shown if each.buttons)


def _album(desk: Desk, thread: str, captioned: int) -> None:
    """`captioned`: under which picture the words stand."""
    for number in range(3):
        caption = {"caption": f"// {SECRET}"} if number == captioned else {}
        stored = desk.shop.platforms.telegram.world.store("photo", "photo.jpg", JPEG)
        sizes = [{"file_id": stored.id, "file_unique_id": "u", "width": 90, "height": 60, "file_size": len(JPEG)}]
        message_id = 900_000 + int(thread) * 100 + captioned * 10 + number
        album = {"media_group_id": f"album-{thread}-{captioned}", "message_id": message_id}
        _injected(desk, thread, album | caption | {"photo": sizes})


def _injected(desk: Desk, thread: str, content: dict[str, Any], kind: str = "message") -> None:
    """What a member's app can send and the stand-in's has no button for."""
    forum = desk.shop.platforms.forum
    topic = {"is_topic_message": True, "message_thread_id": int(thread)} if "message_thread_id" not in content else {}
    base = {"message_id": 800_000 + next(desk.numbers), "from": desk.forum_agent.user, "chat": forum.chat.described}
    now = int(desk.shop.clock())
    _add(desk, kind, base | {"date": now, "edit_date": now} | topic | content)


def _add(desk: Desk, kind: str, content: dict[str, Any]) -> None:
    forum = desk.shop.platforms.forum
    desk.shop.platforms.telegram.updates.add(kind, content, ("chat", forum.chat.id))


def on_slack(desk: Desk, topic: Topic) -> None:
    agent, thread, slack = desk.channel_agent, topic.id, desk.shop.platforms.slack
    note = agent.say(f"// {SECRET}", thread=thread)
    agent.edit(note, f"{SECRET}，不再是备注")
    agent.delete(note)
    agent.upload(JPEG, f"{SECRET}.jpg", f"// {SECRET}", thread=thread)
    agent.upload(PDF, f"{SECRET}.pdf", f"!reslove {SECRET}", thread=thread)
    agent.edit(agent.upload(JPEG, "a.jpg", f"备注：{SECRET}", thread=thread), SECRET)
    for text in (SECRET, f"<@{BOT_USER}> {SECRET}", f"@阿波 {SECRET}"):
        loose = agent.say(text)
        agent.say(f"{SECRET}，在别人的话下面", thread=loose)
        agent.edit(loose, f"{SECRET}，改过")
    agent.upload(JPEG, f"{SECRET}.jpg", SECRET)
    room, person = agent.desk.room, agent.person
    for more in (
        {"subtype": "thread_broadcast", "text": f"// {SECRET}"},
        {"subtype": "me_message", "text": f"备注：{SECRET}"},
        {"subtype": "bot_message", "bot_id": "B0OTHER"},
        {"bot_id": "B0OTHER"},
        {"subtype": "channel_topic"},
        {"thread_ts": "1.000001"},
        {"user": "USLACKBOT"},
    ):
        said = payloads.message(slack.workspace, person, SECRET, thread) | more
        slack.telling.tell(Sort.EVENT, payloads.envelope(slack.workspace, payloads.in_room(said, room), room), "x")
    slack.customer(person.id, person.name).command(f"note {SECRET}", channel=room.id)
    card = room.messages[thread]
    for data in FORGED:
        button = {"action_id": "forged", "value": data.format(SECRET), "text": {"type": "plain_text", "text": "x"}}
        slack.telling.tell(Sort.PRESS, interactions.press(slack.workspace, person, button, room, card), person.id)


def on_wecom(desk: Desk, topic: Topic) -> None:
    agent, thread, group = desk.group_agent, topic.id, desk.shop.platforms.group
    number = thread.removeprefix("#")
    note = agent.say(f"// {SECRET}", thread=thread)
    agent.say(f"{SECRET}，答备注", quote=note)
    agent.say(f"{thread} {SECRET}，答备注", quote=note)
    agent.say(f"// {SECRET}", quote=_post(topic))
    agent.say(f"!reslove {SECRET}", quote=_post(topic))
    agent.talk(f"{thread} {SECRET}")
    agent.talk(SECRET)
    for said in (SECRET, f"#987654 {SECRET}", f"987654 {SECRET}", f"{number}// {SECRET}", f"{SECRET} {thread}"):
        agent.say(said)
    agent.say(f"#987654 {SECRET}", quote=_post(topic))
    agent.write(f"@{group.bot_name} {thread}：// {SECRET}")
    agent.write(f"@{group.bot_name} 回复 {thread} 备注：{SECRET}")
    agent.write(f"@阿波 @{group.bot_name} {thread} // {SECRET}")
    agent.send_photos([JPEG, JPEG], f"// {SECRET}", thread=thread)
    agent.send_photos([JPEG], f"{thread} 备注：{SECRET}")
    agent.send_photos([JPEG], SECRET)
    file = agent.share(PDF, f"{SECRET}.pdf")
    agent.say(f"{thread} // {SECRET}", quote=file)
    agent.say(f"{thread} /reslove {SECRET}", quote=file)
    agent.say("", quote=file)
    for data in FORGED:
        group.pressed(agent.userid, group.card_with("结束会话")[0], data.format(SECRET))


def _post(topic: Topic) -> str:
    return next(each.message_id for each in topic.eyes.screen.shown if not each.mine)


FORMS: dict[DeskName, Say] = {"telegram": on_telegram, "slack": on_slack, "wecom": on_wecom}


@pytest.mark.timeout(120)
@EVERY_DESK
async def test_what_staff_write_for_one_another_reaches_no_phone(street: Street, desk: Desk) -> None:
    customers = [street.customer(channel) for channel in CHANNELS]
    topics = [await handed_over(each, desk) for each in customers]
    watches = [Watch(each) for each in customers]
    before = [each.left for each in watches]
    for topic in topics:
        for form in (*NOTES, *COMMANDS):
            topic.says(form.format(SECRET, SECRET))
        FORMS[desk.channel](desk, topic)
        await settled(desk.shop)
    desk.shop.clock.forward(5 * MINUTE)
    for customer, topic in zip(customers, topics, strict=True):
        topic.says("您好")
        await customer.reads(JOINED, "您好")
    await settled(desk.shop)
    for watch, earlier in zip(watches, before, strict=True):
        watch.saw_nothing()
        assert watch.left == [*earlier, JOINED.encode(), "您好".encode()], watch.customer.channel


@EVERY_CHANNEL
async def test_words_in_a_topic_that_another_has_replaced_reach_nobody(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    watch, before = Watch(customer), customer.everything
    desk.shop.platforms.forum.delete_topic(topic.id)
    await customer.says("还在吗？")
    again = await desk.reads("还在吗？")
    assert again.thread not in (None, topic.id)
    _injected(desk, topic.id, {"text": SECRET})
    await settled(desk.shop)
    watch.saw_nothing()
    assert customer.everything == before
