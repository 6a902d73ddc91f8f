"""What members of the desk do with return requests: `/rma ...`, and the buttons of a card.

In a conversation's topic, and only with the requests of its customer: whoever is in a topic sees whom a command is
about. Elsewhere nothing is changed, and the card is put where it can be.
"""

from markupsafe import Markup, escape

from handlers import trace
from handlers.desk import answering
from handlers.desk.cases import case_of
from handlers.desk.closing import begun
from handlers.desk.owning import taken_over
from handlers.desk.staff_words import staff_minute
from handlers.desk.topic_links import to_topic
from handlers.exchange import Outcome, Turn
from handlers.formats import comma
from handlers.questions import joined
from handlers.returns import card, declined, notices
from handlers.returns.acts import ACTS, MOST_WORDS, TARGETS
from handlers.returns.commands import MOVES, Asked, Unknown, read_command, read_press
from handlers.returns.desk_words import SCRIPT, staff_content, staff_line
from handlers.returns.moves import Refusal
from storage.content import Button, Content
from storage.records import replace
from storage.returns import ENDED, Rma, permitted

LISTED = 10
EXAMPLE = "R10001"
COMMAND = Markup("<code>/rma {} {}</code>")


async def commanded(turn: Turn, argument: str) -> Outcome:
    """`/rma` and what follows, written in a topic."""
    return await asked(turn, read_command(argument))


async def pressed(turn: Turn, goto: str) -> Outcome:
    """A button of a card in a topic: perhaps of an old one."""
    wanted = read_press(goto)
    if isinstance(wanted, Asked) and not (wanted.command == "decline" and declined.is_known(turn, wanted.rest)):
        wanted = replace(wanted, rest="")  # also a reason that the policy has no more: choose anew
    return await asked(turn, wanted)


async def asked(turn: Turn, wanted: Asked | Unknown) -> Outcome:
    trace.chose(SCRIPT, SCRIPT)
    if isinstance(wanted, Unknown):
        return answered(turn, staff_content(turn, "unknown_move", command=wanted.words[:MOST_WORDS]))
    if wanted.command == "help":
        return answered(turn, staff_content(turn, "help", number=wanted.number or EXAMPLE))
    rmas = await turn.doors.returns.of_identity(turn.conversation.identity)
    found = chosen(rmas, wanted)
    if found is None:
        return answered(turn, await which(turn, rmas, wanted))
    return await acted(turn, found, wanted)


def chosen(rmas: list[Rma], wanted: Asked) -> Rma | None:
    """The request that is named; where none is, the only one that could be meant."""
    if wanted.number is not None:
        return next((rma for rma in rmas if rma.number == wanted.number), None)
    still_open = [rma for rma in rmas if rma.status not in ENDED]
    meant = rmas if wanted.command == "list" else still_open or rmas
    return meant[0] if len(meant) == 1 else None


async def which(turn: Turn, rmas: list[Rma], wanted: Asked) -> Content:
    """No request was found: there is none, it is somebody else's, or there are several."""
    if wanted.number is not None:
        rma = await turn.doors.returns.by_number(wanted.number)
        if rma is None:
            return staff_content(turn, "unknown_number", number=wanted.number)
        return staff_content(turn, "elsewhere", number=rma.number, conversation=topic_of(rma))
    if not rmas:
        return staff_content(turn, "none")
    heading = staff_line(turn, "listed" if wanted.command == "list" else "which")
    lines = (card.in_list(turn, rma) for rma in rmas[:LISTED])
    buttons = (Button(label=rma.number, goto=f"rma:show:{rma.number}") for rma in rmas[:LISTED])
    return Content(text=joined(heading, *lines), buttons=tuple(buttons))


async def acted(turn: Turn, rma: Rma, wanted: Asked) -> Outcome:
    if wanted.command in ("show", "list"):
        return Outcome(posts=await card.shown(turn, rma))
    if wanted.command == "ask":
        return await question(turn, rma, wanted.rest)
    if not permitted(rma.status, TARGETS[wanted.command]):
        return answered(turn, await as_it_stands(turn, rma))
    made = ACTS[wanted.command](turn, rma, wanted.rest)
    match made:
        case Content():
            return answered(turn, made)
        case Refusal():
            return answered(turn, await refused(turn, rma, made))
    return notices.carried_out(turn, made)


async def refused(turn: Turn, rma: Rma, why: Refusal) -> Content:
    match why:
        case Refusal.NOT_NOW | Refusal.UNCHANGED:
            return await as_it_stands(turn, rma)
        case Refusal.NO_LINE:
            return staff_content(turn, "no_line", count=len(rma.lines))
        case Refusal.TOO_MUCH:
            return staff_content(turn, "too_much", most=card.amount(turn, rma))
    return staff_content(turn, why.value)


async def as_it_stands(turn: Turn, rma: Rma) -> Content:
    """To whoever asked for what cannot be done, or has been done: who has done what, and what can be done now."""
    last = (await turn.doors.returns.events(rma.number))[-1]
    stands = staff_line(
        turn,
        "stands",
        number=rma.number,
        status=card.status(turn, rma.status),
        who=card.who(turn, last),
        date=staff_minute(turn, last.at),
    )
    commands = [COMMAND.format(each, rma.number) for each in card.possible(rma) if each in MOVES]
    together = escape(comma(turn.policy.default_language)).join(commands)
    following = staff_line(turn, "possible", commands=together) if commands else staff_line(turn, "nothing_possible")
    return Content(text=joined(stands, following), buttons=card.buttons(turn, rma))


async def question(turn: Turn, rma: Rma, text: str) -> Outcome:
    """No move: the customer is asked, and what they say comes to the topic, so it is the member's from now on."""
    if rma.status in ENDED:
        return answered(turn, await as_it_stands(turn, rma))
    if not text:
        return answered(turn, staff_content(turn, "type_ask", number=rma.number))
    if len(text) > MOST_WORDS:
        return answered(turn, staff_content(turn, "too_long", most=MOST_WORDS))
    if turn.conversation.blocked:
        return answered(turn, staff_content(turn, "left", name=turn.named))
    return await put_to_customer(turn, rma, text)


async def put_to_customer(turn: Turn, rma: Rma, text: str) -> Outcome:
    taken = await (taken_over(turn) if turn.at_desk else begun(turn))
    case = taken.case or case_of(turn.conversation, turn.now)
    state = taken.state or turn.state
    question = Content(text=turn.words(SCRIPT).line("told_question", number=rma.number, text=text))
    return replace(
        taken,
        replies=(*taken.replies, question),
        state=replace(state, offered=()),
        case=answering.answered(turn, case),
        posts=(*taken.posts, *turn.post(staff_content(turn, "asked", number=rma.number, text=text))),
        events=(*taken.events, *(answering.response(turn, case) if turn.at_desk else ())),
    )


def answered(turn: Turn, content: Content) -> Outcome:
    return Outcome(posts=turn.post(content))


async def outside(turn: Turn, wanted: Asked | Unknown) -> Outcome:
    """Written or pressed in no conversation's topic: the answer says where to go on, and the card is there."""
    trace.chose(SCRIPT, SCRIPT)
    match wanted:
        case Unknown(words):
            return Outcome(posts=turn.alert(staff_content(turn, "unknown_move", command=words[:MOST_WORDS])))
        case Asked(command="help"):
            return Outcome(posts=turn.alert(staff_content(turn, "help", number=wanted.number or EXAMPLE)))
        case Asked(number=str(number)):
            return await elsewhere(turn, number)
    return Outcome(posts=turn.alert(staff_content(turn, "outside")))


def topic_of(rma: Rma) -> str:
    return to_topic(rma.conversation_id, rma.conversation_id)


async def elsewhere(turn: Turn, number: str) -> Outcome:
    rma = await turn.doors.returns.by_number(number)
    if rma is None:
        return Outcome(posts=turn.alert(staff_content(turn, "unknown_number", number=number)))
    pointer = staff_content(turn, "outside_number", number=rma.number, conversation=topic_of(rma))
    return Outcome(posts=(*turn.alert(pointer), *await card.shown(about(turn, rma), rma)))


def about(turn: Turn, rma: Rma) -> Turn:
    """What is posted goes into the topic of the request's own conversation."""
    of_customer = replace(turn.conversation, id=rma.conversation_id, identity=rma.identity, name="")
    return replace(turn, conversation=of_customer)
