"""Nothing internal reaches the customer: every form of staff message, and to the byte what becomes of it there."""

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.desk.commands import COMMANDS
from storage.inbound import Attachment, Identity, Quote
from storage.results import Action
from tests.handlers.chat import MEI, TOPIC, library
from tests.handlers.desk.talk import BO, Talk, as_read, picture

SECRET, PUBLIC = "机密", "公开"
SCRIPTS = library()

NOTES = [
    *(
        "// {}",
        "//{}",
        "／／{}",
        "、、{}",
        "/ / {}",
        "\\\\{}",
        "\u200b// {}",
        "\u3164//{}",
        "*// {}*",
        "> // {}",
        "_//{}_",
    ),
    *(
        "note: {}",
        "NOTE：{}",
        "ｎｏｔｅ：{}",
        "备注：{}",
        "備註: {}",
        "内部备注：{}",
        "internal note: {}",
        "**note:** {}",
    ),
    *("@kefu_bot // {}", "<@U0BOT> 备注：{}", "@阿波 @小美 //{}", "「// {}」", "- // {}"),
]
SLIPS = [
    *("/nota {}", "/ {}", "／nota {}", "、nota {}", "!nota {}", "！nota {}", "/{}", "/nota@kefu_bot {}", "*/nota {}*"),
    *("@kefu_bot /nota {}", "<@U0BOT> !nota {}", "\ufeff/nota {}", "\u2800!nota {}", "/nota\n{}"),
    *("{}\n// 内部", "您好\n／／{}", "您好\n\n  > // {}", "您好\r\n//{}"),
    *("备注 {}", "*备注* {}", "内部，{}"),
]
FORMS = NOTES + SLIPS


def formed(form: str) -> str:
    return form.format(SECRET)


Act = Callable[[Talk, str], Awaitable[object]]


async def as_text(talk: Talk, words: str) -> None:
    await talk.agent_writes(words)


async def as_caption(talk: Talk, words: str) -> None:
    await talk.agent_writes(words, picture(SECRET))


async def as_caption_of_a_file(talk: Talk, words: str) -> None:
    await talk.agent_writes("", picture(SECRET, caption=words))


async def as_caption_beside_words(talk: Talk, words: str) -> None:
    await talk.agent_writes(SECRET, picture("F1"), picture(SECRET, caption=words))


async def as_first_of_an_album(talk: Talk, words: str) -> None:
    await talk.agent_writes(words, picture(SECRET), album="a1")
    await talk.agent_writes("", picture(SECRET), album="a1")


async def as_an_edit_of_a_note(talk: Talk, words: str) -> None:
    written = await talk.agent_writes(words)
    await talk.agent_rewrites(written, SECRET)


async def as_an_edit_of_an_answer(talk: Talk, words: str) -> None:
    written = await talk.agent_writes("您好")
    await talk.agent_rewrites(written, words)


async def as_an_answer(talk: Talk, words: str) -> None:
    await talk.says("在吗")
    await talk.agent_answers("post-2", words, "在吗")


async def quoted_by_an_answer(talk: Talk, words: str) -> None:
    written = await talk.agent_writes(words)
    await talk.agent_answers(written, "您好", words)


async def quoted_after_it_was_deleted(talk: Talk, words: str) -> None:
    written = await talk.agent_writes(words)
    await talk.agent_deletes(written)
    await talk.agent_answers(written, "您好", words)


async def in_a_colleagues_conversation(talk: Talk, words: str) -> None:
    await talk.agent_taps("desk:takeover", by=BO)
    await talk.agent_writes(words)
    await talk.agent_taps("desk:takeover")


async def as_an_edit_of_what_waits(talk: Talk, words: str) -> None:
    await talk.agent_taps("desk:takeover", by=BO)
    written = await talk.agent_writes("您好")
    await talk.agent_rewrites(written, words)
    await talk.agent_taps("desk:takeover")


async def on_a_forged_button(talk: Talk, words: str) -> None:
    for goto in (words, f"desk:{words}", f"desk:takeover:{words}", f"desk:discard:{words}", f"rma:{words}"):
        await talk.agent_taps(goto)


async def as_a_reaction(talk: Talk, words: str) -> None:
    await talk.agent_reacts(words)


async def outside_of_the_thread(talk: Talk, words: str) -> None:
    for thread in (None, "topic-9"):
        await talk.agent_writes(words, thread=thread)
        await talk.agent_writes(SECRET, thread=thread)


async def in_a_topic_that_was_left(talk: Talk, words: str) -> None:
    talk.conversation = replace(talk.open, thread="topic-2")
    for each in (words, SECRET):
        written = await talk.agent_writes(each)
        await talk.agent_rewrites(written, SECRET)


WAYS: list[Act] = [
    *(as_text, as_caption, as_caption_of_a_file, as_caption_beside_words, as_first_of_an_album),
    *(as_an_edit_of_a_note, as_an_edit_of_an_answer, as_an_answer, quoted_by_an_answer, quoted_after_it_was_deleted),
    *(in_a_colleagues_conversation, as_an_edit_of_what_waits, on_a_forged_button, as_a_reaction),
    *(outside_of_the_thread, in_a_topic_that_was_left),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_whatever_is_not_for_the_customer_stays_inside(mine: Talk, way: Act, form: str) -> None:
    mine.sent_ever.clear()
    await way(mine, formed(form))
    assert SECRET not in "".join(map(as_read, mine.sent_ever))


@pytest.mark.parametrize("name", sorted(COMMANDS))
async def test_no_command_tells_the_customer_what_follows_it(mine: Talk, name: str) -> None:
    mine.sent_ever.clear()
    for words in (f"/{name} {SECRET}", f"!{name} {SECRET}", f"@kefu_bot /{name} {SECRET}", f"/{name}\n{SECRET}"):
        await mine.agent_writes(words)
        await mine.agent_writes(words, picture(SECRET), by=BO)
    await mine.agent_taps(f"desk:{name}:{SECRET}")
    await mine.agent_taps("desk:takeover", by=BO)
    assert SECRET not in "".join(map(as_read, mine.sent_ever))


ANSWERS = ["好的 // 就这样", "https://a.example//b", "1/2 已退", "noted", "备注栏里写的是什么？", "a\nb", "!!", "<b>&"]


@pytest.mark.parametrize("words", ANSWERS)
async def test_an_answer_arrives_to_the_byte(mine: Talk, words: str) -> None:
    written = await mine.agent_writes(words)
    [row] = mine.for_contact
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert (row.action, row.content.text, row.content.buttons, row.quotes) == (Action.SEND, escaped, (), None)
    assert row.relays is not None
    assert row.relays.message_id == written


# Whatever staff do, in whatever order

secret = st.sampled_from(FORMS)
album = st.sampled_from([None, None, "a1", "a2"])
who = st.sampled_from([MEI, BO])
step = st.one_of(
    st.tuples(st.just("secret"), who, secret),
    st.tuples(st.just("secret_in_album"), who, secret),
    st.tuples(st.just("public"), who, album),
    st.tuples(st.just("public"), who, album),
    st.tuples(st.just("edit"), who, st.one_of(st.none(), secret)),
    st.tuples(st.just("delete"), who, st.none()),
    st.tuples(st.just("answer"), who, st.none()),
    st.tuples(st.just("react"), who, st.sampled_from(["👍", "✅", "😂", "", f":{SECRET}:"])),
    st.tuples(st.just("tap"), who, st.sampled_from(["takeover", "discard", "claim", "release", "resolve", "reopen"])),
    st.tuples(st.just("customer"), who, st.sampled_from(["在吗", "/end", "转人工", "1"])),
)


@dataclass
class Desk:
    """Two agents who do anything at all. Each message has words of its own: internal ones say so, and so do others."""

    talk: Talk
    written: list[tuple[Identity, str, str]] = field(default_factory=list)
    """Author, id and words of every message."""
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def does(self, what: str, by: Identity, how: str | None) -> None:
        act: Callable[[Identity, str | None], Awaitable[object]] = getattr(self, what)
        await act(by, how)

    async def secret(self, by: Identity, form: str | None) -> None:
        await self.write(by, (form or "").format(self.new(SECRET)))

    async def secret_in_album(self, by: Identity, form: str | None) -> None:
        """The note hangs on the first picture; the second one says nothing of itself."""
        name, caption = f"secret-{next(self.numbers)}", (form or "").format(self.new(SECRET))
        for words in (caption, ""):
            await self.write(by, words, picture(self.new(SECRET)), album=name)

    async def public(self, by: Identity, album: str | None) -> None:
        attached = (picture(self.new(PUBLIC)),) if album else ()
        await self.write(by, self.new(PUBLIC), *attached, album=album)

    async def edit(self, by: Identity, form: str | None) -> None:
        if own := [each for each in self.written if each[0] == by]:
            words = form.format(self.new(SECRET)) if form else self.new(PUBLIC)
            await self.talk.agent_rewrites(own[-1][1], words, by=by)

    async def delete(self, by: Identity, _how: str | None) -> None:
        if self.written:
            await self.talk.agent_deletes(self.written[-1][1], by=by)

    async def answer(self, by: Identity, _how: str | None) -> None:
        if self.written:
            _, quoted, words = self.written[-1]
            await self.write(by, self.new(PUBLIC), quote=Quote(message_id=quoted, text=words))

    async def react(self, by: Identity, emoji: str | None) -> None:
        await self.talk.agent_reacts(emoji or "", "post-1", by=by)

    async def tap(self, by: Identity, command: str | None) -> None:
        await self.talk.agent_taps(f"desk:{command}", by=by)

    async def customer(self, _by: Identity, words: str | None) -> None:
        await self.talk.says(words or "")

    async def write(self, by: Identity, words: str, *attached: Attachment, **facts: object) -> None:
        written = await self.talk.agent_writes(words, *attached, by=by, thread=TOPIC, **facts)
        self.written.append((by, written, words))

    def new(self, kind: str) -> str:
        return f"{kind}{next(self.numbers)}。"


@settings(max_examples=150, deadline=None)
@given(st.lists(step, max_size=20))
async def test_whatever_staff_do_nothing_internal_is_sent_and_nothing_twice(
    steps: list[tuple[str, Identity, str | None]],
) -> None:
    desk = Desk(Talk(SCRIPTS))
    await desk.talk.says("转人工")
    for what, by, how in steps:
        await desk.does(what, by, how)
    assert SECRET not in "".join(map(as_read, desk.talk.sent_ever))
    relayed = [row.relays.message_id for row in desk.talk.sent_ever if row.relays]
    assert len(relayed) == len(set(relayed))
    order = {written: number for number, (_, written, _) in enumerate(desk.written)}
    for author in (MEI, BO):
        own = {written for by, written, _ in desk.written if by == author}
        sent = [order[each] for each in relayed if each in own]
        assert sent == sorted(sent)
