"""What was sent can change: edits, deletions and reactions, each way as far as Slack goes."""

import pytest

from bots.channel import Busy, File, Rejected, ShutOut, Unreachable, ids_of
from bots.sandbox.faults import Fault
from bots.sandbox.slack import SlackStandIn
from bots.sandbox.slack.web_api import refused
from bots.slack.emoji import character, name_of
from storage.content import Button, Content
from storage.inbound import Kind, Media, Quote
from storage.results import Mark
from tests.bots.inbox import Inbox
from tests.bots.slack.shop import DESK, Shop, open_shop, options_for

YES = Content(text="<b>到了吗？</b>", buttons=(Button(label="到了", goto="arrived"),))
PDF = File(media=Media.FILE, name="invoice.pdf", mime="application/pdf", data=b"%PDF-1.7")
CARD = Content(text="card", buttons=(Button(label="Claim", goto="desk:claim"),))


async def test_words_and_buttons_are_replaced(shop: Shop) -> None:
    li = shop.customer()
    sent = await shop.slack.send("D0LI", YES)
    await shop.slack.edit("D0LI", sent, Content(text="1 &lt; 2", buttons=(Button(label="好", goto="ok"),)))
    assert (li.screen.shown[-1].text, li.screen.shown[-1].buttons) == ("1 < 2", ("好",))
    await shop.slack.edit("D0LI", sent, Content(text="已送达"))
    assert (li.screen.shown[-1].text, li.screen.shown[-1].buttons) == ("已送达", ())
    await shop.slack.edit("D0LI", sent, Content(text="已送达"))


async def test_a_file_is_known_by_the_message_that_shows_it(shop: Shop) -> None:
    li = shop.customer()
    sent = await shop.slack.send("D0LI", Content(text="发票"), files=(PDF,))
    assert sent == li.screen.shown[-1].message_id
    await shop.slack.edit("D0LI", sent, Content(text="这是发票"))
    assert (li.screen.shown[-1].text, li.screen.shown[-1].media) == ("这是发票", ("file",))
    await shop.slack.unsend("D0LI", sent)
    assert li.screen.shown[-1].deleted


async def test_a_file_with_buttons_is_two_messages_and_the_words_come_first(shop: Shop) -> None:
    li = shop.customer()
    words, file = ids_of(await shop.slack.send("D0LI", YES, files=(PDF,)))
    assert [shown.message_id for shown in li.screen.shown] == [file, words]


async def test_a_file_does_not_come_twice_when_the_buttons_behind_it_have_to_wait(shop: Shop) -> None:
    li = shop.customer()
    shop.standin.faults.next("chat.postMessage", Fault.busy(3))
    with pytest.raises(Busy):
        await shop.slack.send("D0LI", YES, files=(PDF,))
    words, file = ids_of(await shop.slack.send("D0LI", YES, files=(PDF,)))
    assert [shown.message_id for shown in li.screen.shown] == [file, words]


async def test_a_file_that_slack_does_not_place_is_taken_back_as_a_file(standin: SlackStandIn) -> None:
    async with open_shop(standin, options_for(standin, share_pauses=()), Inbox()) as shop:
        shop.customer()
        sent = await shop.slack.send("D0LI", Content(), files=(PDF,))
        assert sent in standin.workspace.files
        with pytest.raises(Rejected):
            await shop.slack.edit("D0LI", sent, YES)
        await shop.slack.unsend("D0LI", sent)
        await shop.slack.unsend("D0LI", sent)
        assert sent not in standin.workspace.files


async def test_a_file_is_sent_although_slack_does_not_say_where_it_is_shown(shop: Shop) -> None:
    li = shop.customer()
    shop.standin.faults.next("files.info", Fault.error())
    assert (await shop.slack.send("D0LI", Content(), files=(PDF,))).startswith("F")
    assert li.screen.shown[-1].media == ("file",)


async def test_a_message_is_taken_back_and_taking_it_back_twice_is_no_error(shop: Shop) -> None:
    li = shop.customer()
    sent = await shop.slack.send("D0LI", YES)
    await shop.slack.unsend("D0LI", sent)
    await shop.slack.unsend("D0LI", sent)
    assert li.screen.shown[-1].deleted


async def test_what_is_not_ours_or_not_there_cannot_be_changed(shop: Shop) -> None:
    said = shop.customer().say("mine")
    for message_id in (said, "1.000001", "31337", ""):
        with pytest.raises(Rejected):
            await shop.slack.edit("D0LI", message_id, YES)
    for message_id in (said, "31337", ""):
        with pytest.raises(Rejected):
            await shop.slack.unsend("D0LI", message_id)
    with pytest.raises(Rejected):
        await shop.slack.react("D0LI", "1.000001", "👍")


async def test_our_reaction_takes_the_place_of_an_earlier_one_and_leaves_the_mark(shop: Shop) -> None:
    han = shop.desk.agent("U0HAN", "韩梅梅")
    thread, _ = await shop.slack.open_thread(DESK, "#7", CARD, number=7)
    said = han.say("已发货", thread=thread)
    han.react(said, "rocket")
    await shop.slack.mark(DESK, said, Mark.DELIVERED)
    for emoji, marks in [
        ("👍🏽", ("rocket", "white_check_mark", "+1")),
        ("👍", ("rocket", "white_check_mark", "+1")),
        ("❤️", ("rocket", "white_check_mark", "heart")),
        (":party-parrot:", ("rocket", "white_check_mark", "party-parrot")),
        ("", ("rocket", "white_check_mark")),
        ("", ("rocket", "white_check_mark")),
    ]:
        await shop.slack.react(DESK, said, emoji)
        assert shop.desk.threads[thread].shown[-1].marks == marks
    with pytest.raises(Rejected):
        await shop.slack.react(DESK, said, "🜚")


async def test_a_reaction_while_slack_is_away_is_tried_again_later(shop: Shop) -> None:
    shop.customer()
    sent = await shop.slack.send("D0LI", YES)
    shop.standin.faults.next("reactions.get", Fault.error())
    with pytest.raises(Unreachable):
        await shop.slack.react("D0LI", sent, "👍")


@pytest.mark.parametrize(
    "name", ["+1", "thumbsup", "thumbsup::skin-tone-2", "eyes", "hand", "raised_hand", "raising_hand"]
)
def test_the_reactions_that_claim_are_known_by_their_characters(name: str) -> None:
    assert character(name) in ("👍", "👀", "✋", "🙋")
    assert character(name_of(character(name))) == character(name)


async def test_an_app_that_may_not_read_reactions_yet_puts_them_all_the_same(shop: Shop) -> None:
    li = shop.customer()
    said = li.say("谢谢")
    shop.standin.faults.next("reactions.get", refused("missing_scope"), 2)
    await shop.slack.react("D0LI", said, "👍")
    await shop.slack.react("D0LI", said, "❤")
    assert li.screen.shown[-1].marks == ("+1", "heart")


async def test_what_a_customer_deletes_is_told(shop: Shop) -> None:
    li = shop.customer()
    asked = await shop.slack.send("D0LI", YES)
    first = li.say("oops")
    second = li.say("with an answer")
    await shop.slack.send("D0LI", Content(text="?"), thread=second)
    li.delete(first)
    li.delete(second)
    told = [await shop.inbox.next(number) for number in (3, 4)]
    assert [(each.kind, each.message_id, each.private) for each in told] == [
        (Kind.DELETED, first, True),
        (Kind.DELETED, second, True),
    ]
    assert asked not in {each.message_id for each in told}


async def test_a_customers_reaction_is_told_and_taking_it_off_too(shop: Shop) -> None:
    li = shop.customer()
    sent = await shop.slack.send("D0LI", YES)
    li.react(sent, "thumbsup")
    li.unreact(sent, "thumbsup")
    put, off = [await shop.inbox.next(number) for number in (1, 2)]
    assert (put.kind, put.payload, put.message_id, put.chat_id, put.private) == (
        Kind.REACTION,
        "👍",
        sent,
        "D0LI",
        True,
    )
    assert (off.kind, off.payload, off.message_id) == (Kind.REACTION, "", sent)


async def test_staffs_reactions_and_deletions_are_told(shop: Shop) -> None:
    han = shop.desk.agent("U0HAN", "韩梅梅")
    thread, card = await shop.slack.open_thread(DESK, "#7", CARD, number=7)
    said = han.say("您好", thread=thread)
    han.react(card, "eyes")
    han.delete(said)
    _, reacted, deleted = [await shop.inbox.next(number) for number in (1, 2, 3)]
    assert (reacted.kind, reacted.payload, reacted.message_id) == (Kind.REACTION, "👀", card)
    assert (reacted.staff, reacted.thread) == (True, None)
    assert (deleted.kind, deleted.message_id, deleted.staff, deleted.thread) == (Kind.DELETED, said, True, thread)


async def test_an_answer_in_a_thread_of_a_direct_conversation_says_what_it_answers(shop: Shop) -> None:
    li = shop.customer()
    asked = await shop.slack.send("D0LI", Content(text="哪一件？"))
    li.reply(asked, "蓝色的")
    said = await shop.inbox.next()
    assert (said.text, said.quote) == ("蓝色的", Quote(message_id=asked))


async def test_what_the_bot_does_itself_is_nobodys_word(shop: Shop) -> None:
    shop.customer()
    sent = await shop.slack.send("D0LI", YES)
    await shop.slack.edit("D0LI", sent, Content(text="later"))
    await shop.slack.react("D0LI", sent, "👍")
    await shop.slack.unsend("D0LI", sent)
    await shop.standin.settled()
    assert len(shop.standin.deliveries) == 4
    assert shop.inbox.offered == 0


async def test_the_desk_tells_that_the_bot_was_put_out_and_nothing_is_given_up(shop: Shop) -> None:
    shop.desk.agent("U0HAN", "韩梅梅")
    thread, card = await shop.slack.open_thread(DESK, "#7", CARD, number=7)
    shop.desk.put_out("U0HAN")
    left = await shop.inbox.next()
    assert (left.kind, left.staff, left.chat_id, left.thread) == (Kind.LEFT, True, DESK, None)
    with pytest.raises(ShutOut, match="/invite"):
        await shop.slack.send(DESK, YES, thread=thread)
    with pytest.raises(ShutOut):
        await shop.slack.edit(DESK, card, YES)
    with pytest.raises(ShutOut):
        await shop.slack.open_thread(DESK, "#8", CARD, number=8)
