"""When a person is called although nobody asked for one. The first trigger that fits decides."""

from collections.abc import Iterator
from zlib import crc32

from handlers.desk.matching import LONGEST
from handlers.desk.policy import DeskPolicy, Trigger
from handlers.desk.routing import Facts, asks_of_contact, fits, fits_moment
from handlers.scripts.denials import untrue
from handlers.scripts.matching import normal
from handlers.scripts.phrases import Said
from handlers.state import Question
from storage.records import record

SOON = 60 * 60.0
"""Seconds in which the same words are the same question again."""
KEPT = 80
"""Characters by which a question is known again."""


@record(frozen=True, slots=True, kw_only=True)
class Spoken:
    """How a message reached the bot."""

    freely: bool = True
    """In words of their own: no command, and no answer to a question of ours."""
    answered: bool = False
    """The bot has something to say to it."""


FREELY = Spoken()
WORDS_ONLY = Spoken(freely=False, answered=True)
"""Of triggers about words, those that are angry are heard."""


def triggered(policy: DeskPolicy, facts: Facts, spoken: Spoken = FREELY) -> Trigger | None:
    """`facts.said` is this message alone: nobody is called again for what staff have seen to."""
    return next((each for each in listening(policy, spoken) if fits(each.when, facts)), None)


def listening(policy: DeskPolicy, spoken: Spoken) -> Iterator[Trigger]:
    return (each for each in policy.triggers if listens(each, spoken))


def listens(trigger: Trigger, spoken: Spoken) -> bool:
    """An answer to a question of ours may hold any words, and only angry ones are heard there. A trigger that names
    neither words nor intents is about who writes: it takes nothing from the bot that the bot can answer.
    """
    if trigger.when.words:
        return spoken.freely or trigger.angry
    return bool(trigger.when.intents) or not spoken.answered


def may_call(policy: DeskPolicy, said: Said, spoken: Spoken) -> bool:
    """The cheap question before the others: most messages hold none of the words, and no more is asked of them."""
    return bool(policy.watchwords.within(said)) or any(listens(each, spoken) for each in policy.wordless)


def is_denied(policy: DeskPolicy, text: str, said: Said) -> bool:
    """It holds words of triggers, and each of them is denied."""
    words = policy.watchwords.within(said)
    return bool(words) and all(untrue(text, each) for each in words)


def needs_contact(policy: DeskPolicy, facts: Facts, spoken: Spoken) -> bool:
    """Whether it depends on the contact's file or their orders, which have to be read then."""
    return any(asks_of_contact(each.when) and fits_moment(each.when, facts) for each in listening(policy, spoken))


def asked_again(last: Question | None, text: str, answer: str, now: float) -> Question | None:
    """What they ask, counted; None: nothing that could be asked again. Another answer may be the one they need."""
    said, read = normal(text, LONGEST)[:KEPT], crc32(answer.encode())
    if not said:
        return None
    words = f"{crc32(said.encode(errors='replace')):08x}"
    if last is not None and (last.words, last.answer) == (words, read) and now - last.at <= SOON:
        return Question(words, last.times + 1, now, read)
    return Question(words, 1, now, read)


def is_stuck(policy: DeskPolicy, question: Question | None) -> bool:
    return question is not None and 0 < policy.same_question <= question.times
