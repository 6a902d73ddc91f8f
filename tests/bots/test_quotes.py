"""Answers that show what they answer, and never show a customer what was not theirs."""

import pytest

from bots.delivery.quoting import MOST_WORDS
from storage.inbound import Quote
from storage.results import Action, Entry, EntryKind, Outgoing
from tests.bots.posting import ASKED, PostOffice, able, post, to
from tests.engine_fakes import FakeChannel

TITLE = "Ann"


def office_that(*, quotes: bool) -> PostOffice:
    return PostOffice(telegram=FakeChannel(capabilities=able(quotes=quotes)))


async def wrote_in_chat(office: PostOffice, text: str, message_id: str, kind: EntryKind = EntryKind.INCOMING) -> None:
    number = await office.topic()
    author = "contact" if kind is EntryKind.INCOMING else "telegram:7"
    entry = Entry(kind=kind, author=author, text=text, at=office.clock.now, external_id=message_id)
    office.store.entries[number].append(entry)


def answer(text: str, quotes: Quote) -> Outgoing:
    return to("ann", text, relays=ASKED, quotes=quotes)


async def test_an_agents_answer_quotes_the_customers_own_message() -> None:
    office = office_that(quotes=True)
    await office.topic()
    shown, *_ = await office.sends(post("is it blue?", copies="c5"))
    posted = office.store.settled[shown.id].external_id
    await office.sends(answer("yes", Quote(message_id=posted, text="is it blue?")))
    assert (office.telegram.sent[-1].content.text, office.telegram.sent[-1].quotes) == ("yes", "c5")


async def test_a_customers_answer_quotes_the_agents_message_at_the_desk() -> None:
    office = office_that(quotes=True)
    await office.topic()
    sent, *_ = await office.sends(to("ann", "blue or red?", relays=ASKED))
    got = office.store.settled[sent.id].external_id
    await office.sends(post("red", copies="c6", quotes=Quote(message_id=got, text="blue or red?")))
    assert (office.telegram.sent[-1].content.text, office.telegram.sent[-1].quotes) == ("red", ASKED.message_id)


async def test_only_the_first_part_of_a_long_answer_quotes() -> None:
    office = PostOffice(telegram=FakeChannel(capabilities=able(quotes=True, text_limit=10)))
    await office.topic()
    shown, *_ = await office.sends(post("hm?", copies="c5"))
    posted = office.store.settled[shown.id].external_id
    await office.sends(answer("one two three four", Quote(message_id=posted)))
    assert [sent.quotes for sent in office.telegram.sent if sent.to == "ann"] == ["c5", None]


async def test_where_nothing_can_be_quoted_the_customers_own_words_stand_above() -> None:
    office = office_that(quotes=False)
    await wrote_in_chat(office, "is it <blue>?", "c5")
    shown, *_ = await office.sends(post("is it blue?", copies="c5"))
    posted = office.store.settled[shown.id].external_id
    await office.sends(answer("yes", Quote(message_id=posted, text="whatever the desk's platform says")))
    assert office.telegram.texts("ann") == ["<i>&gt; is it &lt;blue&gt;?</i>\nyes"]


async def test_where_nothing_can_be_quoted_what_the_customer_got_stands_above() -> None:
    office = office_that(quotes=False)
    await wrote_in_chat(office, "It comes tomorrow.", ASKED.message_id, EntryKind.OUTGOING)
    await office.sends(to("ann", "It comes tomorrow.", relays=ASKED))
    await office.sends(answer("or later", Quote(message_id=ASKED.message_id, text="// she is angry")))
    assert office.telegram.texts("ann")[1:] == ["<i>&gt; It comes tomorrow.</i>\nor later"]


async def test_at_a_desk_that_cannot_quote_the_customers_quote_stands_above_in_one_short_line() -> None:
    office = office_that(quotes=False)
    await office.topic()
    await office.sends(post("this one", quotes=Quote(message_id="c1", text="a\nlong " + "word " * 50)))
    line, words = office.telegram.sent[-1].content.text.split("\n")
    assert line.startswith("<i><q>&gt; a long word")
    assert line.endswith("…</q></i>")
    assert len(line) <= MOST_WORDS + len("<i><q>&gt; </q></i>")
    assert words == "this one"


@pytest.mark.parametrize("quotes", [True, False])
@pytest.mark.parametrize("quoted", [Quote(message_id="99", text="// he is a liar"), Quote(text="// he is a liar")])
async def test_an_answer_to_a_note_quotes_nothing(quotes: bool, quoted: Quote) -> None:
    office = office_that(quotes=quotes)
    await wrote_in_chat(office, "// he is a liar", "99", EntryKind.NOTE)
    await office.sends(answer("We look into it.", quoted))
    assert [(sent.content.text, sent.quotes) for sent in office.telegram.sent] == [("We look into it.", None)]


@pytest.mark.parametrize("quotes", [True, False])
async def test_an_answer_to_the_card_quotes_nothing(quotes: bool) -> None:
    office = office_that(quotes=quotes)
    await office.topic()
    card, *_ = await office.sends(post("Ann, VIP, difficult", title=TITLE, card=True))
    posted = office.store.settled[card.id].external_id
    await office.sends(answer("Hello!", Quote(message_id=posted, text="Ann, VIP, difficult")))
    assert [(sent.content.text, sent.quotes) for sent in office.telegram.sent if sent.to == "ann"] == [("Hello!", None)]


async def test_a_quote_of_another_chat_of_the_same_customer_is_left_out() -> None:
    office = office_that(quotes=True)
    await office.topic()
    await office.sends(to("ann", "hello", relays=ASKED))
    row = to("ann-at-work", "again", relays=ASKED, quotes=Quote(message_id=ASKED.message_id))
    await office.sends(row)
    assert [sent.quotes for sent in office.telegram.sent] == [None, None]


async def test_quoting_waits_for_the_message_that_is_quoted() -> None:
    office = office_that(quotes=True)
    await office.topic()
    rows = await office.wrote(to("ann", "first", relays=ASKED), answer("second", Quote(message_id=ASKED.message_id)))
    office.delivery.submit(rows)
    await office.delivery.idle()
    assert [(sent.content.text, sent.quotes) for sent in office.telegram.sent] == [("first", None), ("second", "1")]
    assert [row.action for row in rows] == [Action.SEND, Action.SEND]


async def test_who_goes_on_in_another_app_reads_the_words_that_are_answered() -> None:
    office = office_that(quotes=True)
    await wrote_in_chat(office, "is it blue?", "c5")
    shown, *_ = await office.sends(post("is it blue?", copies="c5"))
    quote = Quote(message_id=office.store.settled[shown.id].external_id)
    await office.sends(to("ann-elsewhere", "yes", relays=ASKED, quotes=quote, elsewhere=True))
    assert [(sent.content.text, sent.quotes) for sent in office.telegram.sent if sent.to == "ann-elsewhere"] == [
        ("<i>&gt; is it blue?</i>\nyes", None)
    ]


async def test_what_was_written_in_another_app_is_not_quoted_where_it_may_not_be_theirs_any_more() -> None:
    office = office_that(quotes=False)
    await wrote_in_chat(office, "is it blue?", "c5")
    shown, *_ = await office.sends(post("is it blue?", copies="c5", copies_chat="ann-elsewhere"))
    await office.sends(answer("yes", Quote(message_id=office.store.settled[shown.id].external_id)))
    assert office.telegram.texts("ann") == ["yes"]
