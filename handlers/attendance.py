"""Who attends to a message: a form, a script's handler, the desk, or nobody."""

from dataclasses import replace

from handlers import trace
from handlers.catalogue import FORMS, HANDLERS
from handlers.desk import linking
from handlers.desk import timers as desk_timers
from handlers.desk.ban import turned_away
from handlers.desk.calling import answered, called
from handlers.desk.cases import is_queued
from handlers.desk.elsewhere import answered_there
from handlers.desk.hearing import heard_by_staff
from handlers.desk.lifting import lifted
from handlers.exchange import Outcome, Turn
from handlers.forms import Answer, Ask, Ending, Press, Why, accepts, step
from handlers.hours.absence import is_unattended
from handlers.link_steps import is_about_links
from handlers.picking import Choosing, Pick, Reply, Script, command_in
from handlers.questions import GATHERED, TIMER, FormHandler, counted_together, gathered, over, proceed, questions
from handlers.relay import relay
from handlers.returns import parcel
from handlers.returns import timers as return_timers
from handlers.state import BLANK
from storage.content import Content
from storage.conversations import Status
from storage.inbound import Kind
from storage.link_codes import is_code
from storage.results import Entry, EntryKind, Timer

LEAVING = frozenset({"end"})
ANSWERED_AT_DESK = frozenset({"end", "help", "escalation", "queue", "link", "unlink"})
"""The commands and buttons that the bot still answers while staff have the conversation."""
FOR_STAFF = frozenset({"cancel", "end", "escalation", "fallback", "media"})
"""The scripts with which the bot does not help whoever waits for the shop to open."""
BUSINESS = frozenset({"my_returns", "returns"})
CHANGES = frozenset({Kind.EDIT, Kind.DELETED, Kind.REACTION})
"""Of what was said before: staff who saw it see the change, and nobody is woken by it."""
BY_NUMBER = frozenset({"order_lookup", "fallback"})
"""The scripts to which a message with some number in it leads."""


async def attend(turn: Turn) -> Outcome:
    match turn.inbound.kind:
        case Kind.LEFT:
            return await left(turn)
        case Kind.MOVED:
            return moved(turn)
        case Kind.TIMER:
            return await due(turn)
    if turn.conversation.banned:
        return turned_away(turn)
    if not turn.inbound.private:
        return await in_group(turn)
    if turn.inbound.kind in CHANGES:
        return await changed(turn)
    if turn.at_desk:
        return answered_there(turn, await heard_by_staff(turn, await at_desk(turn)))
    return await with_bot(turn)


async def left(turn: Turn) -> Outcome:
    note = turn.post(Content(text=turn.desk_words.line("left", name=turn.called))) if turn.at_desk else ()
    return Outcome(
        conversation=replace(turn.conversation, blocked=True),
        state=turn.state if turn.at_desk else BLANK,
        posts=note,
        timers=await linking.gone(turn),
        cancelled_timers=(TIMER,) if turn.state.form else (),
        entries=(Entry(kind=EntryKind.ACTIVITY, author="contact", text="left", at=turn.now),),
    )


def moved(turn: Turn) -> Outcome:
    """A group that moved is no conversation's chat: only a private chat's id is kept."""
    if turn.conversation.chat_id != turn.inbound.chat_id or not turn.inbound.payload:
        return Outcome()
    return Outcome(conversation=replace(turn.conversation, chat_id=turn.inbound.payload))


async def due(turn: Turn) -> Outcome:
    """A return request's timer, or the form's. One that was overtaken by a newer answer finds the form not expired."""
    if return_timers.is_ours(turn.inbound.payload):
        return await return_timers.due(turn)
    if is_about_links(turn.inbound):
        return await linking.due(turn)
    if desk_timers.is_ours(turn.inbound.payload):
        return await desk_timers.due(turn)
    form, handler = turn.state.form, open_form(turn)
    if turn.inbound.payload == GATHERED and handler is not None:
        return gathered(turn, handler)
    if turn.inbound.payload != TIMER or form is None or turn.now < form.expires_at:
        return Outcome()
    trace.chose("form", "form")
    return over(turn, Ending.EXPIRED)


async def in_group(turn: Turn) -> Outcome:
    """Whoever says something to the bot in a group is told how to reach it; FAQ are answered where they are asked."""
    if turn.inbound.kind not in (Kind.TEXT, Kind.BUTTON, Kind.START):
        return Outcome()
    pick = choose(turn)
    if isinstance(pick, Reply) or pick.id in ("fallback", "media"):
        pick = Script("welcome")
    return await run(turn, pick)


async def at_desk(turn: Turn) -> Outcome:
    """The bot is silent: everything goes to the topic, but for the ways out."""
    if turn.inbound.kind is Kind.START:
        return await run(turn, Script("welcome"))
    way_out = leaving(turn)
    if way_out is not None:
        return await run(turn, way_out)
    business = own_business(turn)
    relayed = await lifted(turn, await relay(turn))
    if business is not None:
        done = await (reply(turn, business) if isinstance(business, Reply) else run(turn, business))
        return replace(
            done,
            posts=(*relayed.posts, *done.posts),
            case=done.case or relayed.case,
            timers=(*relayed.timers, *done.timers),
        )
    trace.chose("relay")
    # The number of a button ends the conversation only right after that button was shown.
    return replace(relayed, state=replace(turn.state, offered=())) if turn.state.offered else relayed


def own_business(turn: Turn) -> Pick | None:
    """What the bot does while staff have the conversation: their return requests, which began with a button."""
    form, inbound = turn.state.form, turn.inbound
    if is_unattended(turn) and (helping := help_meanwhile(turn)):
        return helping
    if inbound.kind is Kind.BUTTON:
        pressed = choose(turn)
        return pressed if isinstance(pressed, Reply) or pressed.id in BUSINESS else None
    if inbound.kind is Kind.TEXT and asks_for_their_place(turn):
        return Script("queue")
    if form is None or inbound.kind is not Kind.TEXT or turn.now >= form.expires_at:
        return None
    pick, handler = choose(turn), open_form(turn)
    if handler is None or not isinstance(pick, Reply):
        return None
    is_answer = not isinstance(pick.move, Answer) or accepts(handler.form, form, pick.move, turn.policy)
    return pick if is_answer else None


def help_meanwhile(turn: Turn) -> Script | None:
    """Until people are there, the bot answers what it understands. Staff read all of it in the morning."""
    if turn.inbound.kind not in (Kind.TEXT, Kind.BUTTON) or turn.inbound.attachments:
        return None
    pick = choose(turn)
    return pick if isinstance(pick, Script) and pick.id not in FOR_STAFF else None


def asks_for_their_place(turn: Turn) -> bool:
    """While they wait. Staff read the words, too."""
    return is_queued(turn.conversation) and turn.library.triggered(turn.text, turn.language) == "queue"


def leaving(turn: Turn) -> Script | None:
    if turn.inbound.kind is Kind.BUTTON:
        return answered_at_desk(choose(turn))
    if turn.inbound.kind is not Kind.TEXT or turn.inbound.attachments:
        return None
    if command_in(turn.text) or queued_number(turn) or is_code(turn.text):
        return answered_at_desk(choose(turn))
    whole = turn.library.exactly(turn.text, turn.language)
    return Script(whole) if whole in LEAVING else None


def answered_at_desk(pick: Pick) -> Script | None:
    return pick if isinstance(pick, Script) and pick.id in ANSWERED_AT_DESK else None


def queued_number(turn: Turn) -> bool:
    return turn.text.isdecimal() and is_queued(turn.conversation)


async def changed(turn: Turn) -> Outcome:
    if turn.conversation.status in (Status.OPEN, Status.SNOOZED):
        return await relay(turn)
    return await edited(turn) if turn.inbound.kind is Kind.EDIT else Outcome()


async def edited(turn: Turn) -> Outcome:
    """Only a message that the bot could make nothing of is heard again; what was answered stays answered."""
    if turn.state.unanswered is None or turn.inbound.message_id != turn.state.unanswered:
        return Outcome()
    return await with_bot(turn)


async def with_bot(turn: Turn) -> Outcome:
    form = turn.state.form
    if form is not None and turn.now >= form.expires_at:
        return await after_expiry(turn)
    pick = await parcel_or(turn, choose(turn))
    person = await called(turn, pick)
    if person is not None:
        return person
    outcome = await (reply(turn, pick) if isinstance(pick, Reply) else run(turn, pick))
    outcome = heard(turn, await answered(turn, pick, outcome))
    return resumed(turn, outcome) if isinstance(pick, Script) else outcome


async def parcel_or(turn: Turn, pick: Pick) -> Pick:
    """A number alone is an order's, unless we wait for a parcel of theirs."""
    if isinstance(pick, Reply) or pick.argument or pick.id not in BY_NUMBER:
        return pick
    return Script("my_returns") if await parcel.is_meant(turn) else pick


async def after_expiry(turn: Turn) -> Outcome:
    """The form's timer is late: say that it is over, then hear the message on its own."""
    ended = over(turn, Ending.EXPIRED)
    state = ended.state or BLANK
    later = await with_bot(replace(turn, state=state))
    begun = {timer.name for timer in later.timers}
    cancelled = (*(name for name in ended.cancelled_timers if name not in begun), *later.cancelled_timers)
    return replace(later.after(*ended.replies), state=later.state or state, cancelled_timers=cancelled)


def choose(turn: Turn) -> Pick:
    return Choosing(
        inbound=turn.inbound,
        text=turn.text,
        state=turn.state,
        form=open_form(turn),
        library=turn.library,
        language=turn.language,
        policy=turn.policy,
    ).pick()


def open_form(turn: Turn) -> FormHandler | None:
    return FORMS[turn.state.form.form].at(turn) if turn.state.form else None


async def run(turn: Turn, picked: Script) -> Outcome:
    script = turn.library.script(turn.language, picked.id)
    handler = HANDLERS.get(script.handler) if script else None
    if script is None or handler is None:
        return await run(turn, Script("fallback"))
    trace.chose(script.handler, script.id)
    return await handler(replace(turn, script=script, argument=picked.argument))


async def reply(turn: Turn, picked: Reply) -> Outcome:
    handler, state = open_form(turn), turn.state.form
    if handler is None or state is None:
        return await run(turn, Script("cancel"))
    trace.chose(handler.form.name, handler.form.words)
    move = await handler.taken(turn, picked.move) if isinstance(picked.move, Answer) else picked.move
    following = step(handler.form, state, move, turn.policy, turn.now)
    outcome = await proceed(turn, handler, following)
    if isinstance(following, Ask) and isinstance(move, Answer):
        outcome = counted_together(turn, move, following, outcome)
    if isinstance(following, Ask) and following.why in (Why.INVALID, Why.PERSON):
        kept = outcome.state or turn.state
        return replace(outcome, state=replace(kept, unanswered=turn.inbound.message_id), understood=False)
    return outcome


def heard(turn: Turn, outcome: Outcome) -> Outcome:
    """Forget earlier misses once something was understood."""
    state = outcome.state if outcome.state is not None else turn.state
    if not outcome.understood or not (state.misunderstood or state.unanswered):
        return outcome
    return replace(outcome, state=replace(state, misunderstood=0, unanswered=None))


def resumed(turn: Turn, outcome: Outcome) -> Outcome:
    """Ask the open question again after something else was answered."""
    handler, form = open_form(turn), turn.state.form
    state = outcome.state or turn.state
    elsewhere = outcome.conversation is not None and outcome.conversation.status is not Status.PENDING
    if handler is None or form is None or state.form != form or elsewhere:
        return outcome
    speaking = spoken_language(turn, outcome)
    handler = handler.at(speaking)
    following = step(handler.form, form, Press.RESUME, turn.policy, turn.now)
    if not isinstance(following, Ask):
        return outcome
    return replace(
        outcome.then(*questions(speaking, handler.form, following)),
        state=replace(state, form=following.state),
        timers=(*outcome.timers, Timer(name=TIMER, due_at=following.state.expires_at)),
    )


def spoken_language(turn: Turn, outcome: Outcome) -> Turn:
    chosen = outcome.conversation.language if outcome.conversation else None
    return replace(turn, language=chosen) if chosen else turn
