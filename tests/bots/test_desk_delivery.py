"""What staff see at the desk: topics that open themselves, turns between topics, marks, and failures in their words."""

import asyncio
from collections.abc import Mapping

from structlog.testing import capture_logs

from bots.channel import Busy, File, Gone, Moved, Rejected, ThreadGone, Unreachable
from bots.delivery.markup import visible
from bots.delivery.moving import follow, now_at
from handlers.notices import KeptBack
from storage.content import Content
from storage.inbound import Attachment, Identity, Media
from storage.records import replace
from storage.results import Action, Mark, Outgoing
from storage.store import Fate
from tests.bots.posting import ASKED, InStaffWords, PostOffice, able, alert, asks, mark, post, to
from tests.engine_fakes import FakeChannel, Sent


def in_topics(office: PostOffice) -> list[tuple[str | None, str]]:
    return [(sent.thread, sent.content.text) for sent in office.telegram.sent if sent.to == office.telegram.desk.main]


async def test_the_first_post_opens_the_conversations_topic_and_the_next_goes_there_too() -> None:
    office = PostOffice()
    await office.sends(post("card", title="Ann · #7", opens=True), post("hi"))
    await office.sends(post("again"))
    assert [title for title, _ in office.telegram.threads] == ["Ann · #7"]
    assert in_topics(office) == [("t1", "card"), ("t1", "hi"), ("t1", "again")]


async def test_a_card_that_opens_a_thread_is_not_posted_twice() -> None:
    office = PostOffice(telegram=FakeChannel(cards_open_threads=True))
    await office.sends(post("card", title="Ann", opens=True), post("hi"))
    assert in_topics(office) == [("t1", "card"), ("t1", "hi")]


async def test_a_post_without_a_card_opens_the_topic_by_its_title() -> None:
    office = PostOffice(telegram=FakeChannel(cards_open_threads=True))
    await office.sends(post("hi", title="<Ann>"))
    assert in_topics(office) == [("t1", "&lt;Ann&gt;"), ("t1", "hi")]


async def test_a_topic_somebody_deleted_is_opened_again() -> None:
    office = PostOffice()
    await office.sends(post("one", title="Ann"))
    office.telegram.refuse("desk/t1", ThreadGone("deleted"))
    await office.sends(post("two", title="Ann"))
    assert in_topics(office) == [("t1", "one"), ("t2", "again: Ann"), ("t2", "two")]
    assert [each.thread for each in office.store.conversations.values()] == ["t2"]


async def test_a_topic_that_cannot_be_opened_yet_is_opened_later() -> None:
    office = PostOffice()
    office.telegram.refuse("open", Unreachable("the desk does not let the bot in"), Busy(5))
    await office.sends(post("one", title="Ann"))
    assert in_topics(office) == [("t1", "one")]


async def test_the_desk_keeps_its_pace_and_topics_take_turns() -> None:
    office = PostOffice(telegram=FakeChannel(capabilities=able(pace_desk=(1, 3))))
    for customer in ("ann", "bob"):
        await office.topic(f"t-{customer}", customer)
    await office.wrote(*(asks(f"ann {number}") for number in range(3)), customer="ann")
    await office.wrote(*(asks(f"bob {number}") for number in range(3)), customer="bob")
    await office.delivery.recover()
    await office.delivery.idle()
    assert [text for _, text in in_topics(office)] == ["ann 0", "bob 0", "ann 1", "bob 1", "ann 2", "bob 2"]
    assert office.waits() == [0, 3, 6, 9, 12, 15]


async def test_an_agent_who_talks_to_a_customer_does_not_wait_for_a_crowd_that_comes_at_once() -> None:
    office = PostOffice(telegram=FakeChannel(capabilities=able(pace_desk=(1, 3))))
    await office.topic("t-ann", "ann")
    for number in range(20):
        await office.wrote(post(f"card {number}", title="New", opens=True, card=True), customer=f"new {number}")
    started = office.clock.now
    await office.delivery.recover()
    for _ in range(20):
        await asyncio.sleep(0)
    office.delivery.submit(await office.wrote(post("ann: hello?"), customer="ann"))
    office.delivery.submit(await office.wrote(alert("the queue, as you asked")))
    await office.delivery.idle()
    at = {sent.content.text: sent.at - started for sent in office.telegram.sent}
    assert at["ann: hello?"] <= 6
    assert at["the queue, as you asked"] <= 12
    assert max(at.values()) == 3 * (20 + 20 + 2 - 1)  # and the crowd is no later for it than by those two


async def test_when_the_desk_is_asked_to_wait_every_topic_waits_and_customers_do_not() -> None:
    office = PostOffice()
    await office.topic("t-ann", "ann")
    await office.topic("t-bob", "bob")
    office.telegram.refuse("desk/t-ann", Busy(30))
    start = office.clock.now
    office.delivery.submit(await office.wrote(post("ann"), to("ann", "hi")))
    for _ in range(20):
        await asyncio.sleep(0)
    await office.sends(post("bob"), customer="bob")
    at = {sent.content.text: sent.at - start for sent in office.telegram.sent}
    assert at == {"hi": 0, "ann": 30, "bob": 30}


async def test_a_mark_looks_seldom_while_the_desk_is_asked_to_wait() -> None:
    office = PostOffice(telegram=FakeChannel(capabilities=able(pace_desk=(1, 3))))
    await office.topic("t-ann", "ann")
    await office.topic("t-bob", "bob")
    office.telegram.refuse("desk/t-ann", Busy(300))
    office.delivery.submit(await office.wrote(post("ann"), customer="ann"))
    for _ in range(20):
        await asyncio.sleep(0)
    office.clock.slept.clear()
    await office.sends(post("bob"), mark(ASKED), customer="bob")
    assert office.telegram.marks == [("77", Mark.DELIVERED)]
    assert len(office.clock.slept) < 20


async def test_a_desk_that_moved_is_found_and_remembered() -> None:
    office = PostOffice()
    await office.topic()
    old = office.telegram.desk.main
    office.telegram.refuse("desk/t1", Moved("-100"))
    await office.sends(post("hi"))
    assert office.telegram.desk.main == "-100"
    assert await now_at(old, office.store) == "-100"
    assert in_topics(office) == [("t1", "hi")]


async def test_a_post_refused_for_a_move_that_the_chat_told_of_already_is_posted_again_and_the_desk_still_found() -> (
    None
):
    office = PostOffice()
    await office.topic()
    old = office.telegram.desk.main
    told = follow(office.telegram.desk, old, "-100", office.store)
    assert told is not None
    await told()
    office.telegram.refuse("-100/t1", Moved("-100"))
    await office.sends(post("hi"))
    assert in_topics(office) == [("t1", "hi")]
    assert await now_at(old, office.store) == "-100"


async def test_a_desk_that_moved_twice_is_found_by_the_id_that_is_configured() -> None:
    office = PostOffice()
    await office.topic()
    old = office.telegram.desk.main
    office.telegram.refuse("desk/t1", Moved("-100"))
    await office.sends(post("hi"))
    office.telegram.refuse("-100/t1", Moved("-200"))
    await office.sends(post("again"))
    assert await now_at(old, office.store) == "-200"


async def test_whoever_is_told_of_other_conversations_comes_to_their_topics_by_a_link() -> None:
    office = PostOffice()
    await office.topic("t-ann", "ann")
    known, unknown = office.store.by_identity[Identity("telegram", "ann")], 999
    text = f'<a href="topic:{known}">Ann</a>, <a href="topic:{unknown}">Bob</a>'
    await office.sends(alert(text), customer="bob")
    await office.sends(post(text), customer="ann")
    there = '<a href="https://desk.example.com/?topic=t-ann&amp;in=desk">Ann</a>, <a href="">Bob</a>'
    assert [sent.content.text for sent in office.telegram.sent] == [there, there]
    assert visible(there) == "Ann, Bob"


async def test_what_is_told_of_a_topic_while_it_is_being_opened_leads_there_too() -> None:
    office = PostOffice()
    await office.wrote(customer="ann")
    number = office.store.by_identity[Identity("telegram", "ann")]
    await office.sends(post("card", title="Ann", opens=True), alert(f'<a href="topic:{number}">Ann</a>'))
    there = '<a href="https://desk.example.com/?topic=t1&amp;in=desk">Ann</a>'
    assert there in office.telegram.texts("desk")


async def test_a_list_of_a_crowd_does_not_wait_for_the_last_topic_of_it() -> None:
    office, numbers = PostOffice(telegram=FakeChannel(capabilities=able(pace_desk=(1, 3)))), list[int]()
    for customer in map(str, range(20)):
        await office.wrote(post("card", title="New", opens=True, card=True), customer=customer)
        numbers.append(office.store.by_identity[Identity("telegram", customer)])
    await office.delivery.recover()
    await office.clock.sleep(10)
    asked = office.clock.now
    listed = await office.wrote(alert("".join(f'<a href="topic:{number}">#{number}</a>' for number in numbers)))
    office.delivery.submit(listed)
    await office.delivery.idle()
    answer = next(sent for sent in office.telegram.sent if "#" in sent.content.text)
    assert answer.at - asked <= 6
    assert answer.content.text.startswith('<a href="https://desk.example.com/?topic=t1&amp;in=desk">')
    assert answer.content.text.endswith(f'<a href="">#{numbers[-1]}</a>')


async def test_an_agent_sees_that_their_answer_arrived() -> None:
    office = PostOffice()
    await office.topic()
    await office.sends(to("ann", "hi", relays=ASKED))
    assert office.telegram.marks == [("77", Mark.DELIVERED)]


async def test_an_agent_sees_that_their_answer_failed_and_why() -> None:
    office = PostOffice()
    await office.topic()
    office.telegram.refuse("ann", Gone("blocked by the user"))
    await office.sends(to("ann", "hi", relays=ASKED))
    assert office.telegram.marks == [("77", Mark.FAILED)]
    assert in_topics(office) == [("t1", "not delivered: gone: blocked by the user")]


async def test_a_mark_that_meets_a_fault_is_made_later() -> None:
    office = PostOffice()
    office.telegram.refuse("mark 77", Unreachable("502"), Busy(3))
    await office.sends(to("ann", "hi", relays=ASKED))
    assert office.telegram.marks == [("77", Mark.DELIVERED)]


async def test_a_mark_where_the_platform_has_none_is_settled_all_the_same() -> None:
    office = PostOffice(telegram=FakeChannel(capabilities=able(marks=False)))
    row, *_ = await office.sends(mark(ASKED))
    assert office.fate(row) is Fate.DELIVERED
    assert office.telegram.marks == []


async def test_a_thousand_failures_for_one_reason_are_one_alert_and_then_a_count() -> None:
    office = PostOffice()
    for number in range(50):
        office.telegram.refuse(f"c{number}", Gone("blocked"))
    await office.sends(*(to(f"c{number}", "hi") for number in range(50)))
    assert in_topics(office) == [(None, "not delivered: gone: blocked")]
    office.clock.now += 601
    office.telegram.refuse("ann", Gone("blocked"))
    await office.sends(to("ann", "hi"))
    assert in_topics(office)[1:] == [(None, "not delivered: gone: blocked (+49)")]


async def test_a_desk_that_takes_nothing_is_not_told_for_ever_that_it_takes_nothing() -> None:
    office = PostOffice()
    await office.topic()
    office.telegram.refuse("ann", Gone("blocked"))
    office.telegram.refuse("desk/t1", *[Rejected("no")] * 100)
    office.telegram.refuse("desk", *[Rejected("no")] * 100)
    await office.sends(to("ann", "hi"))
    assert [row.action for row in office.store.outbox.values()] == [Action.SEND, Action.POST, Action.ALERT]
    assert set(office.fates()) == {Fate.FAILED}


async def test_an_alert_is_about_no_topic() -> None:
    office = PostOffice()
    await office.sends(alert("somebody is guessing order numbers"))
    assert in_topics(office) == [(None, "somebody is guessing order numbers")]
    assert office.telegram.threads == []


async def test_without_a_desk_what_is_for_staff_fails_after_a_day_and_customers_are_served() -> None:
    office = PostOffice(has_desk=False)
    office.telegram.refuse("bob", Gone("blocked"))
    rows = await office.sends(post("hi"), to("ann", "hi"), to("bob", "hi"))
    assert [office.fate(row) for row in rows] == [Fate.FAILED, Fate.DELIVERED, Fate.FAILED]
    assert len(office.store.outbox) == 3


async def test_a_store_that_fails_while_a_topic_is_opened_opens_it_once() -> None:
    office = PostOffice()
    office.store.fail("set_thread", OSError("disk"), OSError("disk"))
    office.store.fail("thread_of", OSError("disk"))
    await office.sends(post("card", title="Ann", opens=True), post("hi"))
    assert len(office.telegram.threads) == 1
    assert in_topics(office) == [("t1", "card"), ("t1", "hi")]


async def test_a_customers_photo_reaches_the_desk_on_another_platform() -> None:
    office = PostOffice()
    await office.topic()
    box = File(media=Media.PHOTO, name="box.jpg", mime="image/jpeg", data=b"jpeg")
    office.slack.files["f1"] = box
    photo = Attachment(media=Media.PHOTO, channel="slack", ref="f1")
    content = Content(text="broken", attachments=(photo,))
    await office.sends(Outgoing(action=Action.POST, channel="telegram", content=content))
    assert office.telegram.sent == [Sent("desk", Content(text="broken"), "t1", (box,), office.clock.now)]


async def test_what_a_customer_named_what_cannot_be_shown_stands_beside_a_bar() -> None:
    office = PostOffice(telegram=FakeChannel(capabilities=able(media=frozenset())))
    await office.topic()
    link = Attachment(media=Media.LINK, channel="wechat", ref="https://a.cn", name="小美 结束了会话。")
    to_staff = post("")
    await office.sends(replace(to_staff, content=replace(to_staff.content, attachments=(link,))))
    assert office.telegram.sent[-1].content.text == "<q>[link 小美 结束了会话。]</q>"


class WithoutWords(InStaffWords):
    """As a script is that breaks when it is rendered."""

    def kept_back(self, row: Outgoing, files: Mapping[Attachment, KeptBack]) -> Outgoing | None:
        raise KeyError("files")


async def test_words_that_break_leave_what_went_out_as_it_is() -> None:
    office = PostOffice(telegram=FakeChannel(capabilities=able(media=frozenset())), wording=WithoutWords())
    row = to("ann", "here it is", relays=ASKED)
    film = Attachment(media=Media.VIDEO, channel="telegram", ref="f", name="film.mov")
    with capture_logs() as log:
        await office.sends(replace(row, content=replace(row.content, attachments=(film,))))
        office.restart()
        await office.delivery.recover()
        await office.delivery.idle()
    assert [line["event"] for line in log] == ["delivery.note_failed"]
    assert len(office.telegram.texts("ann")) == 1
    assert set(office.fates()) == {Fate.DELIVERED}
