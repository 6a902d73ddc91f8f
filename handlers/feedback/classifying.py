"""What feedback is about and how severe it is, by the words of the scripts. Those of every language count."""

from handlers.desk.facts import facts_now
from handlers.desk.matching import heard
from handlers.desk.routing import anger
from handlers.desk.triggers import is_denied
from handlers.exchange import Turn
from handlers.feedback.words import SCRIPT
from handlers.overheard import listed
from handlers.scripts.phrases import Said
from storage.feedback import Topic
from storage.tasks import Severity

KNOWN = tuple(each for each in Topic if each is not Topic.OTHER)


def topic_of(turn: Turn, text: str) -> Topic:
    """That of which most words were said; of several the first."""
    said = heard(turn.library.meant(text))
    counted = {each: len(told_by(turn, f"{each.value}_words", said)) for each in KNOWN}
    best = max(KNOWN, key=lambda each: counted[each])
    return best if counted[best] else Topic.OTHER


def severity_of(turn: Turn, text: str) -> Severity:
    """Danger by the script's words, anger and the law by those of desk.yaml that call a person."""
    text = turn.library.meant(text)
    said = heard(text)
    dangerous = told_by(turn, "severe_words", said)
    told = () if is_denied(turn.desk_policy, text, said) else (said,)
    angry = anger(turn.desk_policy, facts_now(turn, told))
    return Severity.SEVERE if dangerous or angry else Severity.NORMAL


def told_by(turn: Turn, line: str, said: Said) -> list[str]:
    """The words of this line that are said."""
    return listed(turn.library, SCRIPT, line).within(said)
