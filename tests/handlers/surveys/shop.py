"""A shift at the desk of a shop that asks how it was."""

from dataclasses import replace

from handlers.contract import Policy
from handlers.scripts.library import Library
from handlers.surveys.policy import AfterEnd, Questionnaire, Quiet, Reason, Scale, SurveyPolicy
from storage.conversations import Status
from storage.surveys import Survey
from tests.handlers.desk.shift import MEI, Shift

HOUR = 3600.0
DAY = 24 * HOUR
DELAY = 600.0
REASONS = (
    Reason(key="slow", name={"zh-CN": "回复太慢", "en": "Slow answers"}),
    Reason(key="manner", name={"zh-CN": "服务态度", "en": "Not friendly"}),
)
NO_QUIET = Quiet(hours=())
SERVICE = Questionnaire(key="service", reasons=REASONS, remind_after=None)
AFTER_END = AfterEnd(survey="service", delay=DELAY)
POLICY = SurveyPolicy(surveys={"service": SERVICE}, after_end=AFTER_END, quiet=NO_QUIET)


def asking(scale: Scale = Scale.STARS, **known: object) -> SurveyPolicy:
    """A policy with another survey."""
    low = {Scale.TEN: 6, Scale.YES_NO: 0}.get(scale, 2)
    survey = replace(SERVICE, scale=scale, low_up_to=low, **known)  # type: ignore[arg-type]  # facts by name
    return replace(POLICY, surveys={"service": survey})


class Counter(Shift):
    """Where customers are asked."""

    def to_contact(self, name: str, /, **blanks: object) -> str:
        return self._line("survey", name, **blanks)


def shop(words: Library, policy: SurveyPolicy = POLICY, timezone: str = "Asia/Shanghai") -> Counter:
    return Counter(words, survey_policy=policy, policy=Policy(timezone=timezone))


async def served(shift: Shift, customer: int = 1, agent: str = MEI) -> None:
    """A person has answered, and the conversation is over."""
    await shift.waits_for_a_person(customer)
    await shift.writes(agent, customer, "您好，已经为您处理好了")
    await shift.writes(agent, customer, "/resolve")


async def asked(shift: Shift, customer: int = 1) -> Survey:
    await served(shift, customer)
    await shift.passes(DELAY)
    shift.forget()
    return latest(shift)


def latest(shift: Shift) -> Survey:
    return max(shift.surveys.asked.values(), key=lambda each: each.id)


def over(shift: Shift, customer: int = 1) -> bool:
    return shift.conversations[customer].status is Status.RESOLVED
