"""Whatever happens between a shop and its customers: nobody is asked when they should not be."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from handlers.hours.policy import Stretch
from handlers.scripts.library import Library
from handlers.surveys.policy import Quiet, SurveyPolicy
from handlers.surveys.quiet import QuietHours
from storage.conversations import Conversation, Reach, Status
from storage.desk import Case, ContactFile, KnownIdentity
from storage.openings import ALWAYS, Opening
from storage.results import TurnResult
from storage.surveys import Survey, SurveyStatus
from tests.desk_fakes import MemoryContacts
from tests.handlers.desk.shift import MEI
from tests.handlers.shop import NOW
from tests.handlers.surveys.shop import AFTER_END, DAY, HOUR, POLICY, SERVICE, Counter

EVERY = 2 * DAY
WINDOW = 48 * HOUR
QUIET = Quiet(hours=(Stretch(13 * 60, 14 * 60), Stretch(21 * 60, 33 * 60)))
SHANGHAI = QuietHours(QUIET.hours, ZoneInfo("Asia/Shanghai"))
"""The test customers write Chinese."""


@dataclass
class Windows:
    """`Openings` of a platform that lets us write for 48 hours after a customer's last word."""

    shift: "Witness"

    async def of(self, reach: Reach, now: float) -> Opening:
        if not self.shift.has_windows:
            return ALWAYS
        found = [each for each in self.shift.conversations.values() if each.identity == reach.identity]
        return Opening(until=found[0].last_message_at + WINDOW, messages=3) if found else Opening(until=0.0)


@dataclass
class Witness(Counter):
    """Looks at every question as it is asked."""

    has_windows: bool = False
    linked: bool = False
    """Both customers are one contact, who writes on two accounts."""

    def __post_init__(self) -> None:
        self.contacts = Accounts(shift=self)

    def _commit(self, number: int, result: TurnResult) -> str:
        before = list(self.surveys.asked.values())
        for each in result.surveys:
            if each.id not in self.surveys.asked and each.status is SurveyStatus.ASKED:
                self.witness(number, each, before)
        return super()._commit(number, result)

    def witness(self, number: int, survey: Survey, before: list[Survey]) -> None:
        conversation, contact = self.conversations[number], self.contact_of(number)
        earlier = [each for each in before if each.contact_id == contact]
        assert all(each.status is SurveyStatus.UNSENDABLE or each.asked_at <= self.now - EVERY for each in earlier)
        assert conversation.status is Status.RESOLVED
        others = [each for each in self.conversations.values() if each.contact_id == contact]
        assert not [each for each in others if each.status in (Status.OPEN, Status.SNOOZED)]
        assert not conversation.blocked
        closes = conversation.last_message_at + WINDOW
        assert not self.has_windows or self.now < closes
        span = SHANGHAI.span(self.now)
        assert span is None or (self.has_windows and span[1] > closes - HOUR), "only where the window forces it"

    # The store

    def contact_of(self, number: int) -> int:
        return 1 if self.linked else number

    def _stored(self, number: int, result: TurnResult) -> Conversation:
        return replace(super()._stored(number, result), contact_id=self.contact_of(number))

    async def cases(self, contact_id: int, limit: int) -> Sequence[Case]:
        whose = {each.id for each in self.conversations.values() if each.contact_id == contact_id}
        going_on = [each.case for each in self.conversations.values() if each.case]
        found = [each for each in (*self.ended, *going_on) if each.conversation_id in whose]
        return sorted(found, key=lambda each: (each.opened_at, each.id), reverse=True)[:limit]


@dataclass
class Accounts(MemoryContacts):
    shift: Witness = field(kw_only=True)

    async def of(self, contact_id: int) -> ContactFile | None:
        theirs = [each for each in self.shift.conversations.values() if each.contact_id == contact_id]
        known = self.files.get(contact_id) or ContactFile(contact_id=contact_id, since=0.0)
        return replace(known, identities=tuple(map(account, theirs)))


def account(conversation: Conversation) -> KnownIdentity:
    return KnownIdentity(
        identity=conversation.identity,
        conversation_id=conversation.id,
        chat_id=conversation.chat_id,
        name=conversation.name,
        last_message_at=conversation.last_message_at,
    )


WORDS = st.sampled_from(
    [
        "5",
        "1",
        "很满意",
        "没有了",
        "谢谢",
        "运费怎么算",
        "查订单",
        "转人工",
        "菜单",
        "2",
        "A20261115",
        "太慢了",
        "再见",
        "⭐⭐",
    ]
)
Step = Callable[[Witness], Awaitable[object]]


def says(customer: int, words: str) -> Step:
    return lambda shift: shift.says(customer, words)


def passes(seconds: float) -> Step:
    return lambda shift: shift.passes(seconds)


def served(customer: int, ending: str) -> Step:
    async def step(shift: Witness) -> None:
        await shift.says(customer, "转人工")
        for words in ("您好", ending):
            await shift.writes(MEI, customer, words)

    return step


def writes(customer: int, words: str) -> Step:
    async def step(shift: Witness) -> None:
        if customer in shift.conversations:
            await shift.writes(MEI, customer, words)

    return step


def presses(customer: int, answer: str) -> Step:
    async def step(shift: Witness) -> None:
        for each in [each for each in shift.surveys.asked.values() if each.conversation_id == customer]:
            await shift.presses(customer, f"survey:{each.id}:{answer}")

    return step


def rated(customer: int, waits: float, *words: str) -> Step:
    """They are served, perhaps asked, and answer."""

    async def step(shift: Witness) -> None:
        await served(customer, "/resolve")(shift)
        await shift.passes(waits)
        for each in words:
            await shift.says(customer, each)

    return step


CUSTOMERS = st.sampled_from([1, 2])
WAITS = st.sampled_from([60.0, 600.0, 2 * HOUR, 12 * HOUR, 40 * HOUR])
STEPS = st.one_of(
    st.builds(rated, CUSTOMERS, WAITS, WORDS),
    st.builds(rated, CUSTOMERS, WAITS, st.sampled_from(["1", "2 分", "差"]), WORDS, WORDS),
    st.builds(says, CUSTOMERS, WORDS),
    st.builds(served, CUSTOMERS, st.sampled_from(["/resolve", "/resolve", "请问订单号？"])),
    st.builds(writes, CUSTOMERS, st.sampled_from(["/resolve", "/reopen", "/claim", "请稍等"])),
    st.builds(presses, CUSTOMERS, st.sampled_from(["5", "1", "reason:slow", "done", "skip", "9", "x"])),
    st.builds(lambda customer: lambda shift: shift.blocks(customer), CUSTOMERS),
    st.builds(passes, st.sampled_from([60.0, 600.0, 2 * HOUR, 7 * HOUR, 11 * HOUR, DAY, 3 * DAY])),
    st.builds(passes, st.floats(0, 3 * DAY)),
)


def policy(delay: float, *, bot_only: bool, when_idle: bool, remind: bool) -> SurveyPolicy:
    after = replace(AFTER_END, delay=delay, bot_only=bot_only, when_idle=when_idle, unanswered=bot_only)
    survey = replace(SERVICE, remind_after=DAY if remind else None)
    return replace(POLICY, surveys={"service": survey}, after_end=after, quiet=QUIET, every=EVERY)


POLICIES = st.builds(
    policy,
    st.sampled_from([0.0, 600.0, 8 * HOUR]),
    bot_only=st.booleans(),
    when_idle=st.booleans(),
    remind=st.booleans(),
)


AT_THE_SAME_MOMENT: Mapping[str, Any] = {
    "rules": policy(0.0, bot_only=True, when_idle=False, remind=False),
    "has_windows": False,
    "linked": False,
    "hour": 0.0,
    "steps": [says(1, "5"), rated(1, 40 * HOUR, "5"), rated(1, 12 * HOUR, "1", "没有了", "5")],
}
"""They write again in the very second in which they said that it was all."""


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@example(**AT_THE_SAME_MOMENT)
@given(POLICIES, st.booleans(), st.booleans(), st.floats(0, DAY), st.lists(STEPS, min_size=3, max_size=16))
async def test_whatever_happens_nobody_is_asked_when_they_should_not_be(
    scripts: Library, rules: SurveyPolicy, has_windows: bool, linked: bool, hour: float, steps: list[Step]
) -> None:
    shift = Witness(scripts, survey_policy=rules, has_windows=has_windows, linked=linked, now=NOW + hour)
    shift.platform = Windows(shift)  # type: ignore[assignment]  # another platform
    for step in steps:
        await step(shift)
    await shift.passes(10 * DAY)
    for each in shift.surveys.asked.values():
        check_kept(shift, each)


def check_kept(shift: Witness, survey: Survey) -> None:
    """After its time each is answered, expired or could not be asked, and says nothing that it does not mean."""
    assert survey.status is not SurveyStatus.ASKED
    assert (survey.status is SurveyStatus.ANSWERED) == (survey.value is not None)
    if survey.value is None:
        assert (survey.score, survey.low, survey.reasons, survey.comment) == (None, False, (), "")
        return
    assert survey.value in SERVICE.scale.values
    assert survey.low == SERVICE.is_low(survey.value)
    assert survey.answered_at is not None
    assert survey.asked_at <= survey.answered_at < survey.valid_until
