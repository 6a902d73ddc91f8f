"""What is said last on a platform that counts: it may take what is kept in reserve, and fails without a word."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from bots.channel import Capabilities, File, Gone, Rejected, SendFailed, Unreachable, UsedUp, WindowOver
from storage.content import Button, Content
from storage.results import Action, Outgoing
from storage.store import Fate
from tests.bots.posting import PostOffice, able, to
from tests.engine_fakes import FakeChannel, until


@dataclass(slots=True)
class Counting(FakeChannel):
    """A platform with windows."""

    capabilities: Capabilities = field(default_factory=lambda: able(joins=True, text_limit=60, pace_chat=(1, 1)))
    notices: list[tuple[str, str, str]] = field(default_factory=list)
    has_template: bool = False
    following: list[int] = field(default_factory=list)

    async def send_final(self, to: str, content: Content, *, files: tuple[File, ...] = (), following: int = 0) -> str:
        self.following.append(following)
        return await FakeChannel.send(self, f"{to} (final)", content, files=files)

    async def send_notice(self, to: str, content: Content, *, key: str) -> str | None:
        if not self.has_template:
            return None
        await self._meet(f"{to} (notice)")
        self.notices.append((to, content.text, key))
        return f"notice {len(self.notices)}"


@pytest.fixture
def wechat() -> Counting:
    return Counting()


@pytest.fixture
def office(wechat: Counting) -> PostOffice:
    return PostOffice(telegram=wechat)


def survey(customer: str, text: str = "满意吗？", **more: int) -> Outgoing:
    return replace(to(customer, text, **more), final=True, survey_id=7)


def told(office: PostOffice) -> Sequence[Outgoing]:
    return [row for row in office.store.outbox.values() if row.action in (Action.POST, Action.ALERT, Action.MARK)]


async def test_what_is_final_may_take_what_is_kept_and_what_is_not_may_not(
    office: PostOffice, wechat: Counting
) -> None:
    await office.sends(to("ann", "you are welcome"), survey("ann"))
    assert wechat.texts("ann") == ["you are welcome"]
    assert wechat.texts("ann (final)") == ["满意吗？"]


async def test_what_is_final_is_joined_with_what_is_final_alone(office: PostOffice, wechat: Counting) -> None:
    rows = [to("ann", "refunded", answers=5), to("ann", "anything else?", answers=5)]
    rows += [replace(to("ann", "good-bye", answers=5), final=True), survey("ann", answers=5)]
    written = await office.sends(*rows)
    assert wechat.texts("ann") == ["refunded\n\nanything else?"]
    assert wechat.texts("ann (final)") == ["good-bye\n\n满意吗？"]
    assert {office.fate(row) for row in written} == {Fate.DELIVERED}


async def test_a_survey_that_needs_two_messages_says_so_before_the_first(office: PostOffice, wechat: Counting) -> None:
    await office.sends(survey("ann", "一二三四五六七八九。" * 9))
    assert wechat.following == [1, 0]


@pytest.mark.parametrize(
    "refused", [WindowOver("48 h"), UsedUp("five"), Gone("blocked"), Rejected("words"), Unreachable("502")], ids=str
)
async def test_staff_are_told_of_no_survey_that_did_not_go_out(
    office: PostOffice, wechat: Counting, refused: SendFailed
) -> None:
    await office.topic(customer="ann")
    wechat.refuse("ann (final)", *[refused] * 10_000)
    (row,) = await office.sends(survey("ann"))
    assert office.fate(row) is Fate.FAILED
    assert str(refused) in office.store.settled[row.id].error
    assert told(office) == []


async def test_staff_are_told_of_an_ordinary_message_all_the_same(office: PostOffice, wechat: Counting) -> None:
    wechat.refuse("ann", UsedUp("five"))
    await office.sends(to("ann", "hello"))
    assert [row.action for row in told(office)] == [Action.ALERT]


@pytest.mark.parametrize("refused", [WindowOver("48 h"), UsedUp("five")], ids=str)
async def test_a_shop_with_a_template_sends_a_notice_when_nothing_else_may_be_sent(
    office: PostOffice, wechat: Counting, refused: SendFailed
) -> None:
    wechat.has_template = True
    wechat.refuse("ann (final)", refused)
    (row,) = await office.sends(survey("ann"))
    assert wechat.notices == [("ann", "满意吗？", f"kefu-{row.id}")]
    assert office.fate(row) is Fate.DELIVERED
    assert office.store.settled[row.id].external_id == "notice 1"


async def test_no_notice_stands_for_what_is_ordinary_or_for_whoever_left(office: PostOffice, wechat: Counting) -> None:
    wechat.has_template = True
    wechat.refuse("ann", WindowOver("48 h"))
    wechat.refuse("bob (final)", Gone("does not follow"))
    rows = await office.sends(to("ann", "hello"), survey("bob"))
    assert [office.fate(row) for row in rows] == [Fate.FAILED, Fate.FAILED]
    assert wechat.notices == []


async def test_a_notice_that_meets_a_bad_day_is_sent_later_under_the_same_key(
    office: PostOffice, wechat: Counting
) -> None:
    wechat.has_template = True
    wechat.refuse("ann (final)", *[WindowOver("48 h")] * 3)
    wechat.refuse("ann (notice)", Unreachable("502"), Unreachable("reset"))
    (row,) = await office.sends(survey("ann"))
    assert wechat.notices == [("ann", "满意吗？", f"kefu-{row.id}")]


async def test_a_kill_before_a_notice_is_written_down_sends_it_again_under_the_same_key(
    office: PostOffice, wechat: Counting
) -> None:
    """And the platform, which knows the key, shows it once."""
    wechat.has_template = True
    wechat.refuse("ann (final)", WindowOver("48 h"), WindowOver("48 h"))
    office.store.fail("settle", OSError("no space left on device"))
    office.clock.stand_still()
    office.delivery.submit(await office.wrote(survey("ann")))
    await until(lambda: bool(office.clock.slept))
    office.clock.stands_still = False
    office.restart()
    await office.delivery.recover()
    await office.delivery.idle()
    keys = [key for _, _, key in wechat.notices]
    assert len(keys) == 2
    assert len(set(keys)) == 1


async def test_a_notice_the_platform_refuses_ends_the_survey_without_a_word(
    office: PostOffice, wechat: Counting
) -> None:
    wechat.has_template = True
    wechat.refuse("ann (final)", WindowOver("48 h"))
    wechat.refuse("ann (notice)", Rejected("40037"))
    (row,) = await office.sends(survey("ann"))
    assert (office.fate(row), office.store.settled[row.id].error) == (Fate.FAILED, "Rejected: 40037")
    assert told(office) == []


async def test_of_what_is_half_said_no_notice_tells_the_rest(office: PostOffice, wechat: Counting) -> None:
    wechat.has_template = True
    long = Content(text="一二三四五六七八九。" * 9, buttons=(Button(label="5", goto="survey"),))
    sending = office.sends(replace(survey("ann"), content=long))
    task = asyncio.ensure_future(sending)
    await until(lambda: bool(wechat.sent))
    wechat.refuse("ann (final)", UsedUp("five"))
    (row,) = await task
    assert office.fate(row) is Fate.FAILED
    assert wechat.notices == []


async def test_elsewhere_a_survey_goes_out_like_anything_else() -> None:
    office = PostOffice()
    (row,) = await office.sends(survey("ann"))
    assert office.telegram.texts("ann") == ["满意吗？"]
    assert office.fate(row) is Fate.DELIVERED
