"""What feedback is about and how severe it is, by the words of the scripts. Those of every language count."""

import re
from collections.abc import Iterator

from handlers.desk.facts import facts_now
from handlers.desk.matching import heard
from handlers.desk.routing import anger
from handlers.desk.triggers import is_denied
from handlers.exchange import Turn, script_in
from handlers.feedback.words import SCRIPT
from handlers.scripts.matching import as_written, normal
from handlers.scripts.phrases import Phrases
from storage.feedback import Topic
from storage.tasks import Severity

KNOWN = tuple(each for each in Topic if each is not Topic.OTHER)
SEPARATORS = re.compile("[,，、;；\n]")


def topic_of(turn: Turn, text: str) -> Topic:
    """That of which most words were said; of several the first."""
    said = heard(turn.library.meant(text))
    counted = {each: len(Phrases(words(turn, f"{each.value}_words")).within(said)) for each in KNOWN}
    best = max(KNOWN, key=lambda each: counted[each])
    return best if counted[best] else Topic.OTHER


def severity_of(turn: Turn, text: str) -> Severity:
    """Danger by the script's words, anger and the law by those of desk.yaml that call a person."""
    text = turn.library.meant(text)
    said = heard(text)
    dangerous = Phrases(words(turn, "severe_words")).within(said)
    told = () if is_denied(turn.desk_policy, text, said) else (said,)
    angry = anger(turn.desk_policy, facts_now(turn, told))
    return Severity.SEVERE if dangerous or angry else Severity.NORMAL


def words(turn: Turn, line: str) -> Iterator[str]:
    for language in turn.library.languages:
        listed = SEPARATORS.split(script_in(turn.library, language, SCRIPT).line(line))
        yield from filter(None, map(normal, map(as_written, listed)))
