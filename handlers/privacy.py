"""What is kept about a contact, in plain words; and their wish for a copy of it, or for its end, on its way to staff.

The bot does neither by itself: somebody who holds the phone for a minute must not read a history, or erase it.
"""

from collections.abc import Sequence

from handlers.desk import flooding
from handlers.escalation import ends_too_often, opened
from handlers.exchange import Outcome, Turn, plain
from handlers.formats import listed
from handlers.questions import joined
from handlers.scripts.declaration import declare
from handlers.scripts.library import Script
from storage.content import Button, Content
from storage.records import replace
from storage.results import Outgoing

SCRIPT = "privacy"
COPY, ERASE = "copy", "erase"
COMMANDS = {COPY: "export", ERASE: "erase"}

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    in_group="",
    text="days return_days order_days contact_days desk",  # what is kept, for how many days, and who else gets it
    copy_button="",
    erase_button="",
    # What happens next, and by when
    copy_asked="",
    erase_asked="",
    no_desk="",  # the shop has no staff desk: say how else to reach it
    # To staff, in the topic
    desk_copy="name command",
    desk_erase="name command",
    desk_erased="number",  # the last post: an operator erased the person
    desk_erased_returns="returns",  # ... while these were not settled
)


async def privacy(turn: Turn) -> Outcome:
    if not turn.inbound.private:
        return Outcome(replies=(turn.content("in_group"),))
    wish = turn.argument.strip().casefold()
    if wish not in COMMANDS:
        return Outcome(replies=(explained(turn),))
    if turn.places.main is None:
        return Outcome(replies=(turn.content("no_desk"),))
    if turn.at_desk:
        return asked_at_desk(turn, wish)
    if await ends_too_often(turn):
        return Outcome(replies=(turn.at("escalation").content("too_often"),))
    handed = await opened(turn.at("escalation"), "asked")
    first, *others = handed.replies
    together = replace(first, text=joined(turn.script.line(f"{wish}_asked"), first.text))
    if handed.case is None:  # they wait outside, and their wish with them
        return replace(handed, replies=(together, *others))
    there = replace(turn, conversation=replace(handed.conversation or turn.conversation, case=handed.case))
    return replace(handed, replies=(together, *others), posts=(*handed.posts, *for_staff(there, wish)))


def asked_at_desk(turn: Turn, wish: str) -> Outcome:
    """The button may be pressed over and over, like anything that is relayed."""
    turn = flooding.counted(turn)
    if held := flooding.kept_back(turn):
        return held
    return Outcome(replies=(turn.content(f"{wish}_asked"),), posts=for_staff(turn, wish), state=turn.state)


def explained(turn: Turn) -> Content:
    policy = turn.policy
    return turn.content(
        "text",
        *(Button(label=plain(turn.script.line(f"{wish}_button")), goto=f"{SCRIPT}:{wish}") for wish in COMMANDS),
        days=policy.transcript_days,
        return_days=policy.return_days,
        order_days=policy.order_days,
        contact_days=policy.contact_days,
        desk=turn.places.main.channel if turn.places.main else "",
    )


def for_staff(turn: Turn, wish: str) -> tuple[Outgoing, ...]:
    """The command names the conversation: the account stays masked in the desk."""
    words = turn.library.script(turn.policy.default_language, SCRIPT) or turn.script
    command = f"kefu contacts {COMMANDS[wish]} {turn.number}"
    return turn.post(Content(text=words.line(f"desk_{wish}", name=turn.named, command=command)))


def last_word(script: Script, language: str, number: int, returns: Sequence[str]) -> str:
    """`returns`: such as are not settled, and from now on nobody's."""
    unsettled = script.line("desk_erased_returns", returns=listed(returns, language)) if returns else ""
    return joined(script.line("desk_erased", number=number), unsettled)
