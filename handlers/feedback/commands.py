"""/feedback: what is not answered yet, one of it, and what became of it."""

import re
from collections.abc import Iterator, Sequence

from handlers.desk.command import DeskCommand
from handlers.desk.file_words import staff_day
from handlers.desk.masked import masked
from handlers.desk.staff_words import answered
from handlers.desk.topic_links import to_topic
from handlers.desk.usage import misused
from handlers.exchange import Outcome, Turn, theirs
from handlers.feedback.acts import Deed, asked_of
from handlers.feedback.words import WORDS, is_severe, number_of, staff_buttons, staff_topic
from handlers.member import noted
from handlers.numbers import number_in
from handlers.questions import joined
from storage.content import Content
from storage.feedback import Feedback, FeedbackStatus

MOST = 20
SHORT = 80
"""Characters in a list."""
NUMBERED = re.compile(r"\s*+#?\s*+F?\s*+#?(?P<number>[0-9]+)(?=\s|$)", re.IGNORECASE)
CLOSING = frozenset({"close", "closed", "done", "关闭", "關閉", "完成", "已完成"})
SEEING_TO = frozenset({"task", "任务", "任務"})


async def feedback(turn: Turn, argument: str) -> Outcome:
    """`17`, `F 17 we changed the box`, `17 close`, `17 task`; nothing: the list."""
    if not argument.strip():
        return answered(turn, Content(text=listed(turn, await turn.doors.feedback.unanswered(MOST + 1))))
    asked = NUMBERED.match(argument)
    known = number_in(asked["number"]) if asked else None
    if asked is None or known is None:
        return misused(turn, "feedback")
    found = await turn.doors.feedback.by_id(known)
    return (
        about(turn, found, argument[asked.end() :].strip())
        if found
        else WORDS.told(turn, "unknown", number=f"F{known}")
    )


def about(turn: Turn, found: Feedback, wish: str) -> Outcome:
    if not wish or found.status is not FeedbackStatus.OPEN:
        return answered(turn, shown(turn, found))
    if wish.startswith("@") or noted(wish):  # meant for a colleague: no customer shall read it
        return misused(turn, "feedback")
    word = wish.casefold().rstrip(".!。！")
    do: Deed = "close" if word in CLOSING else "task" if word in SEEING_TO else "tell"
    return Outcome(timers=(asked_of(turn, found, do, wish if do == "tell" else ""),))


def listed(turn: Turn, found: Sequence[Feedback]) -> str:
    if not found:
        return WORDS.line(turn, "nothing")
    return joined(WORDS.line(turn, "heading", count=min(len(found), MOST)), *lines(turn, found))


def lines(turn: Turn, found: Sequence[Feedback]) -> Iterator[str]:
    for each in found[:MOST]:
        text = masked(turn, each.text, SHORT)
        yield WORDS.line(turn, "listed", date=staff_day(turn, each.at), text=text, **facts(turn, each))
    if len(found) > MOST:
        yield WORDS.line(turn, "more")


def shown(turn: Turn, found: Feedback) -> Content:
    text = WORDS.line(
        turn,
        "shown",
        status=WORDS.word(turn, "status", status=found.status),
        date=staff_day(turn, found.at),
        text=theirs(found.text),
        answer=found.answer,
        **facts(turn, found),
    )
    return Content(text=text, buttons=staff_buttons(turn, found) if found.status is FeedbackStatus.OPEN else ())


def facts(turn: Turn, each: Feedback) -> dict[str, object]:
    return {
        "number": number_of(each),
        "topic": staff_topic(turn, each.topic),
        "severe": is_severe(each),
        "conversation": to_topic(each.conversation_id, each.conversation_id),
    }


COMMANDS = {"feedback": DeskCommand(in_topic=feedback, outside=feedback)}
