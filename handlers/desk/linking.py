"""What staff see and do of a customer with several accounts."""

from handlers import link_steps, reporting, trace
from handlers.desk.command import DeskCommand
from handlers.desk.profile import card_post
from handlers.desk.saying import agent
from handlers.desk.staff_words import StaffWords
from handlers.desk.usage import misused
from handlers.exchange import Outcome, Turn
from handlers.link import SCRIPT as LINK
from handlers.link import channel_called, linked, question
from handlers.link_steps import ASK, GONE, PREFIX, masked_name, read_timer, refusal, tell
from handlers.numbers import number_in
from handlers.scripts.declaration import declare
from handlers.unlink import SCRIPT as UNLINK
from storage.content import Content
from storage.links import Link, Party, Proposed
from storage.records import replace
from storage.results import Outgoing, Timer

SCRIPT = "desk_link"
ANSWER_SECONDS = 86_400.0
"""A customer does not look at every account of theirs within the hour."""
LOOKED_BACK = 5
"""Cases."""

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    on="channel",  # before words that were written on another account than the topic's
    answers_go="channel name",  # the customer writes on another account now; `name` may be ""
    linked="channel name number",  # number: of the other account's conversation
    unlinked="channel",
    left="channel",  # the customer blocked us there, where they had written last
    proposed="channel name number",
    unknown="number",
    # Why these two cannot be linked
    own_code="",
    already="",
    same_channel="",
    both_linked="",
    refused="",
    may_be_empty="answers_go linked unlinked",
)


WORDS = StaffWords(SCRIPT)
link_line, posted = WORDS.line, WORDS.posted


async def propose(turn: Turn, argument: str) -> Outcome:
    """An agent believes that two conversations are with one customer, who is asked on both: staff can be talked into it
    by somebody who is on one account only.
    """
    number = number_in(argument.strip().lstrip("#＃"))
    if number is None:
        return misused(turn, "link")
    mine = await turn.doors.links.party(turn.conversation.identity)
    theirs = await turn.doors.links.party_of(number)
    if mine is None or theirs is None:
        return Outcome(posts=posted(turn, "unknown", number=number))
    if refused := refusal(mine, theirs):
        return Outcome(posts=posted(turn, refused))
    proposal = Proposed(
        id=turn.doors.links.next_number(),
        first=mine.identity,
        second=theirs.identity,
        by=agent(turn),
        at=turn.now,
        expires_at=turn.now + ANSWER_SECONDS,
    )
    return Outcome(
        links=(proposal,),
        timers=(tell(ASK, proposal.id, mine, turn.now), tell(ASK, proposal.id, theirs, turn.now)),
        posts=posted(
            turn,
            "proposed",
            channel=turn.channel_called(theirs.identity.channel),
            name=masked_name(theirs.name),
            number=number,
        ),
        events=(reporting.merge_proposed(turn),),
    )


async def gone(turn: Turn) -> tuple[Timer, ...]:
    """The contact has left this account, on which staff may be answering them in another conversation."""
    if not turn.conversation.linked:
        return ()
    cases = await turn.doors.floor.cases(turn.conversation.contact_id, LOOKED_BACK)
    others = [each.conversation_id for each in cases if each.answer_via == turn.conversation.identity]
    name = f"{PREFIX}{GONE}:{turn.conversation.id}"
    return tuple(Timer(name=name, due_at=turn.now, conversation_id=each) for each in others)


async def left_elsewhere(turn: Turn, conversation_id: int) -> Outcome:
    """Staff's answers go to the conversation's own account again."""
    case = turn.conversation.case
    party = await turn.doors.links.party_of(conversation_id)
    if case is None or party is None or case.answer_via != party.identity:
        return Outcome()
    told = posted(turn, "left", channel=turn.channel_called(party.identity.channel))
    return Outcome(case=replace(case, answer_via=None, answer_chat=""), posts=told)


async def due(turn: Turn) -> Outcome:
    """One side of a link hears of a step that was taken on the other."""
    trace.chose(LINK, LINK)
    step, number = read_timer(turn.inbound.payload)
    if step == GONE:
        return await left_elsewhere(turn, number)
    found, me = await turn.doors.links.of(number), turn.conversation.identity
    other = (found.other(me) or found.moved) if found else None
    theirs = await turn.doors.links.party(other) if other else None
    if found is None or theirs is None or turn.conversation.banned:
        return Outcome()
    outcome = await heard(turn, step, found, theirs)
    return replace(outcome, replies=()) if turn.conversation.blocked else outcome


async def heard(turn: Turn, step: str, found: Link, theirs: Party) -> Outcome:
    match step:
        case link_steps.ASK if found.is_open(turn.now) and turn.conversation.identity not in found.agreed:
            return Outcome(replies=(question(turn, found.id, theirs, found.proposed_by),))
        case link_steps.DECLINED if turn.conversation.identity in found.agreed:
            return Outcome(replies=(customer_line(turn, LINK, "declined_there", theirs),))
        case link_steps.DONE if found.is_active:
            return Outcome(replies=(linked(turn, found.id, theirs),), posts=await shown(turn, "linked", theirs))
        case link_steps.CARD if found.is_active:
            return Outcome(posts=await shown(turn, "linked", theirs))
        case link_steps.UNDONE if not found.is_active:
            reply = customer_line(turn, UNLINK, "undone", theirs)
            return Outcome(replies=(reply,), posts=await shown(turn, "unlinked", theirs))
        case link_steps.PARTED if not found.is_active:
            return Outcome(posts=await shown(turn, "unlinked", theirs))
    return Outcome()


def customer_line(turn: Turn, script: str, name: str, theirs: Party) -> Content:
    return Content(text=turn.words(script).line(name, channel=channel_called(turn, theirs.identity)))


async def shown(turn: Turn, name: str, theirs: Party) -> tuple[Outgoing, ...]:
    """To the staff who have this customer now."""
    if not turn.at_desk:
        return ()
    blanks = {"name": masked_name(theirs.name), "number": theirs.conversation_id} if name == "linked" else {}
    return (*await card_post(turn), *posted(turn, name, channel=turn.channel_called(theirs.identity.channel), **blanks))


COMMANDS = {"link": DeskCommand(in_topic=propose)}
