"""What a contact is told while they wait for a person: the truth, as far as the shop wants it told."""

from collections.abc import Iterator

from handlers.desk import newcomers
from handlers.desk.cases import CLOSING, LATE, agent_of, is_queued
from handlers.desk.naming import for_contacts
from handlers.desk.offers import attended, queue_of, staff_of
from handlers.desk.queue_words import queue_content
from handlers.desk.waits import RECENT, Outlook, before, honest, overtaken, telling, waits_since
from handlers.exchange import Outcome, Turn, plain
from handlers.hours.absence import business_seconds, is_closed, return_of, was_called
from handlers.promises.words import waited
from handlers.questions import joined
from handlers.scripts.declaration import declare
from storage.content import Button, Content
from storage.desk import Case
from storage.records import replace
from storage.results import Timer

SCRIPT = "queue"
LEFT_MESSAGE = "left_message"
MESSAGE = "message"
"""What follows the script's id in the button to leave one."""

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    button="",  # the label of a button that tells the position
    message_button="",  # the label of a button to leave a message instead
    position="position ahead minutes",  # `minutes`: "" while nobody can say
    wait="minutes",  # the position is not told; `minutes` as above
    longer="minutes",  # longer than usual; `minutes`: "" while nobody can say
    nobody="",  # everybody is away
    closed="days day time why",  # out of hours; `days` until people are back: 0, 1 ..., or "" while nobody knows
    on_call="",  # out of hours, in an urgent matter: somebody was called
    joined="agent",
    left="agent next",  # `next`: who goes on; "": they wait again
    with_agent="agent",  # asked for the position while somebody has it
    not_waiting="",
    message="",  # asks for the message
    message_again="",
    message_kept="",
    message_waiting="",  # asked for the position after having left a message
    may_be_empty="position wait longer nobody closed on_call joined left message_kept",
)


async def outlook_of(turn: Turn, case: Case) -> Outlook:
    """Of a case that waits from now on, or that waits already."""
    staff, waits = await staff_of(turn), await turn.doors.floor.waits(case.team, RECENT)
    ahead = before(await queue_of(turn), case, turn.conversation.id)
    forgotten = overtaken(ahead, waits)
    since = min((case.queued_at, *(each.queued_at for each in ahead if each not in forgotten)))
    so_far = business_seconds(turn, case.team, since)
    return Outlook(
        position=1 + len(ahead),
        seconds=honest([turn.hours.seconds_between(case.team, *wait) for wait in telling(waits, forgotten)], so_far),
        attended=attended(turn.desk_policy, staff, case.team, turn.now),
        closed=is_closed(turn, case.team),
    )


def told_outlook(turn: Turn, outlook: Outlook, case: Case) -> Content:
    """Lines that the admin left empty say nothing; without any the content is empty."""
    script, minutes = turn.words(SCRIPT), outlook.minutes or ""
    is_long = outlook.is_long(turn.desk_policy.team(case.team).late_seconds)
    if outlook.closed:
        text = script.line("on_call") if was_called(turn, case) else script.line("closed", **return_of(turn, case))
    elif not outlook.attended:
        text = script.line("nobody")
    elif is_long:
        text = joined(positioned(turn, outlook, ""), script.line("longer", minutes=minutes))
    else:
        text = positioned(turn, outlook, minutes)
    alone = not outlook.attended or (outlook.closed and not was_called(turn, case))
    offers = (message_button(turn),) if text and (is_long or alone) else ()
    return Content(text=text, buttons=offers)


def positioned(turn: Turn, outlook: Outlook, minutes: object) -> str:
    script = turn.words(SCRIPT)
    if not turn.desk_policy.tell_position:
        return script.line("wait", minutes=minutes) if minutes else ""
    return script.line("position", position=outlook.position, ahead=outlook.position - 1, minutes=minutes)


def message_button(turn: Turn) -> Button:
    return Button(label=plain(turn.words(SCRIPT).line("message_button")), goto=f"{SCRIPT}:{MESSAGE}")


async def whereabouts(turn: Turn) -> Outcome:
    """Where am I, and how long will it take?"""
    if not turn.inbound.private:
        return Outcome(replies=(Content(text=turn.words("escalation").line("in_group")),))
    turn = turn.at(SCRIPT)
    case = turn.conversation.case
    if not turn.at_desk and turn.state.comes_in_at > turn.now:
        return Outcome(replies=(newcomers.told(turn, turn.state.comes_in_at),))
    if not turn.at_desk or case is None:
        return Outcome(replies=(turn.content("not_waiting", turn.button("escalation")),))
    if not is_queued(turn.conversation):
        return Outcome(replies=(await whose(turn),))
    if case.reason == LEFT_MESSAGE:
        return Outcome(replies=(turn.content("message_waiting", turn.button("end")),))
    told = told_outlook(turn, await outlook_of(turn, case), case)
    again = told.text or turn.words("escalation").line("already")
    return Outcome(replies=(Content(text=again, buttons=(*told.buttons, turn.button("end"))),))


async def whose(turn: Turn) -> Content:
    account = agent_of(turn.conversation)
    if not account:
        return Content(text=turn.words("escalation").line("already"))
    name = for_contacts(turn, account, await turn.doors.floor.agents())
    return turn.content("with_agent", turn.button("end"), agent=name)


async def late(turn: Turn) -> Outcome:
    """They have waited for longer than usual: said once."""
    case = turn.conversation.case
    if case is None or not is_queued(turn.conversation) or case.told_late or turn.conversation.blocked:
        return Outcome()
    seconds = business_seconds(turn, case.team, waits_since(case))
    text = turn.words(SCRIPT).line("longer", minutes="")
    waiting = queue_content(turn, "still_waiting", **waited(turn, seconds))
    return Outcome(
        replies=(Content(text=text, buttons=(message_button(turn), turn.button("end"))),) if text else (),
        case=replace(case, told_late=True),
        posts=turn.post(waiting) if waiting.text else (),
    )


def closing_timer(turn: Turn, case: Case) -> Iterator[Timer]:
    """When people leave who are there now, or will be: that it is closed already is told at once."""
    opens = turn.hours.next_open(case.team, turn.now)
    closes = None if opens is None else turn.hours.next_close(case.team, opens)
    if closes is not None:
        yield Timer(name=CLOSING, due_at=closes)


async def closing(turn: Turn) -> Outcome:
    """The shop has closed, and nobody has come: said once. Where its hours were changed meanwhile, it is later."""
    case = turn.conversation.case
    if case is None or not is_queued(turn.conversation) or turn.conversation.blocked:
        return Outcome()
    if not is_closed(turn, case.team):
        return Outcome(timers=tuple(closing_timer(turn, case)))
    if case.reason == LEFT_MESSAGE or case.waiting_since is None:
        return Outcome()
    told = told_outlook(turn, await outlook_of(turn, case), case)
    buttons = (*told.buttons, turn.button("end"))
    return Outcome(replies=(replace(told, buttons=buttons),) if told.text else ())


TIMERS = {LATE: late, CLOSING: closing}
