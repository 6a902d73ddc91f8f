"""A canned reply as one contact would read it: in their language, with its blanks filled."""

import re
from collections.abc import Iterator
from html import unescape

from handlers.desk.canned_words import SCRIPT
from handlers.desk.naming import for_contacts
from handlers.desk.saying import agent
from handlers.exchange import Turn, plain
from handlers.scripts.library import Library, Script
from storage.records import record, replace

LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)


@record(frozen=True, slots=True, kw_only=True)
class Canned:
    name: str
    language: str
    text: str
    """As an agent would type it."""
    for_staff: str
    """The same in the language of the desk, as far as there are words in it."""
    gaps: tuple[str, ...] = ()
    """The blanks of it that nothing is known for."""


class Gap:
    """Stands in a blank that nothing is known for. A line may ask for it, `{% if order %}`, and do without."""

    def __init__(self, blank: str) -> None:
        self.blank = blank
        self.is_shown = False

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        self.is_shown = True
        return f"[{self.blank}]"


def canned_names(library: Library) -> tuple[str, ...]:
    """Of every language, each once; those of the default language first."""
    return tuple(dict.fromkeys(name for script in scripts(library) for name in script.names))


def scripts(library: Library) -> Iterator[Script]:
    for language in library.languages:
        script = library.script(language, SCRIPT)
        if script is not None and script.language == language:
            yield script


async def filled(turn: Turn, name: str) -> Canned:
    """In the contact's language, else in the default one, else in whichever has it."""
    having = [script for script in scripts(turn.library) if name in script.names]
    script = next((each for each in having if each.language == turn.language), having[0])
    known = {
        "contact": turn.conversation.name,
        "order": latest_order(turn),
        "agent": for_contacts(turn, agent(turn), await turn.doors.floor.agents()),
        "shop": turn.policy.shop_name,
    }
    blanks = {blank: value or Gap(blank) for blank, value in known.items()}
    text = typed(script.line(name, **blanks))
    gaps = (each.blank for each in blanks.values() if isinstance(each, Gap) and each.is_shown)
    found = Canned(name=name, language=script.language, text=text, for_staff=text, gaps=tuple(gaps))
    return found if script is having[0] else replace(found, for_staff=typed(having[0].line(name, **blanks)))


def latest_order(turn: Turn) -> str:
    """The one that was proven last; "" when none is."""
    proven = {number: until for number, until in turn.conversation.proven.items() if until > turn.now}
    return max(proven, key=lambda number: proven[number], default="")


def typed(markup: str) -> str:
    """Without tags; where a link leads stands behind its words."""
    return plain(LINK.sub(lambda found: shown_link(found[2], found[1]), markup))


def shown_link(words: str, address: str) -> str:
    return address if unescape(words) == unescape(address) else f"{words} {address}"
