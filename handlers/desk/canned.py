"""Canned replies: found by a few letters, looked at, and sent like an agent's own words."""

from collections.abc import Sequence
from hashlib import blake2s

from handlers.desk.answering import talked
from handlers.desk.canned_text import Canned, canned_names, filled
from handlers.desk.command import DeskCommand
from handlers.desk.file_words import answered, file_line, file_word
from handlers.desk.finding import matching
from handlers.exchange import Outcome, Turn
from handlers.language import own_name
from handlers.questions import joined
from storage.content import Button, Content
from storage.inbound import Kind
from storage.records import replace

LISTED = 10
BEGINNING = 60
"""Characters of a reply that are enough to tell it from the others."""
PREVIEWS = 5
"""So many of a conversation can still be sent, the latest ones."""


async def reply(turn: Turn, argument: str) -> Outcome:
    names = canned_names(turn.library)
    if not names:
        return answered(turn, "no_canned")
    known = [await filled(turn, name) for name in names]
    found = matching(argument, known) if argument else known
    if not found:
        return answered(turn, "canned_unknown", text=argument[:BEGINNING], names=", ".join(names))
    return previewed(turn, found[0]) if argument and len(found) == 1 else listed(turn, found)


def listed(turn: Turn, found: Sequence[Canned]) -> Outcome:
    shown = found[:LISTED]
    lines = (file_line(turn, "canned", name=each.name, text=beginning(each.for_staff)) for each in shown)
    more = file_line(turn, "canned_more", count=len(found) - LISTED) if len(found) > LISTED else ""
    buttons = tuple(Button(label=each.name, goto=f"desk:r:{each.name}") for each in shown)
    return Outcome(posts=turn.post(Content(text=joined(file_line(turn, "canned_list"), *lines, more), buttons=buttons)))


def beginning(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= BEGINNING else flat[:BEGINNING] + "…"


def previewed(turn: Turn, canned: Canned) -> Outcome:
    """As the contact would read it. What lacks something can only be looked at."""
    language = own_name(turn.library, canned.language)
    text = file_line(turn, "canned_preview", name=canned.name, language=language, text=canned.text)
    if canned.gaps:
        gaps = (file_line(turn, f"gap_{gap}") for gap in canned.gaps)
        return Outcome(posts=turn.post(Content(text=joined(text, *gaps))))
    which = f"{canned.name}:{token(turn)}"
    buttons = tuple(
        Button(label=file_word(turn, f"{command}_button"), goto=f"desk:{command}:{which}")
        for command in ("send", "drop")
    )
    state = replace(turn.state, previews=(*turn.state.previews, which)[-PREVIEWS:])
    return Outcome(posts=turn.post(Content(text=text, buttons=buttons)), state=state)


def token(turn: Turn) -> str:
    """Another one for each preview: a button is good for sending once."""
    return blake2s(turn.inbound.key.encode(), digest_size=4).hexdigest()


async def send(turn: Turn, which: str) -> Outcome:
    """Filled anew: the contact may have changed their language, or the admin the words."""
    name = which.partition(":")[0]
    if which not in turn.state.previews or name not in canned_names(turn.library):
        return answered(turn, "canned_stale")
    canned = await filled(turn, name)
    if canned.gaps:
        return previewed(turn, canned)
    # A button of some desks is in no message; what waits for a take-over is found by one.
    message = turn.inbound.message_id or turn.inbound.key
    written = replace(turn.inbound, kind=Kind.TEXT, text=canned.text, payload="", message_id=message)
    outcome = await talked(replace(turn, inbound=written))
    is_refused = not outcome.relayed and outcome.state is None
    return outcome if is_refused else without(turn, outcome, which)


async def drop(turn: Turn, which: str) -> Outcome:
    if which not in turn.state.previews:
        return answered(turn, "canned_stale")
    return without(turn, answered(turn, "canned_dropped"), which)


def without(turn: Turn, outcome: Outcome, which: str) -> Outcome:
    state = outcome.state or turn.state
    return replace(outcome, state=replace(state, previews=tuple(each for each in state.previews if each != which)))


COMMANDS = {
    "r": DeskCommand(in_topic=reply),
    "send": DeskCommand(in_topic=send),
    "drop": DeskCommand(in_topic=drop),
}
