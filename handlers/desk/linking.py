"""What staff see and do of a customer with several accounts."""

from handlers import trace
from handlers.desk.command import DeskCommand
from handlers.desk.profile import card_post
from handlers.desk.saying import agent
from handlers.desk.usage import misused
from handlers.exchange import Outcome, Turn, plain, script_in
from handlers.link import SCRIPT as LINK
from handlers.link import linked, question
from handlers.link_steps import ASK, CARD, DECLINED, DONE, PARTED, UNDONE, masked_name, read_timer, refusal, tell
from handlers.scripts.declaration import declare
from handlers.unlink import SCRIPT as UNLINK
from storage.content import Content
from storage.inbound import Identity
from storage.links import Link, Party, Proposed
from storage.results import Outgoing, ReportingEvent

SCRIPT = "desk_link"
ANSWER_SECONDS = 86_400.0
"""A customer does not look at every account of theirs within the hour."""

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    on="channel",  # before words that were written on another account than the topic's
    answers_go="channel name",  # the customer writes on another account now; `name` may be ""
    linked="channel name number",  # number: of the other account's conversation
    unlinked="channel",
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


def link_line(turn: Turn, name: str, /, **blanks: object) -> str:
    return script_in(turn.library, turn.policy.default_language, SCRIPT).line(name, **blanks)


def posted(turn: Turn, name: str, /, **blanks: object) -> tuple[Outgoing, ...]:
    text = link_line(turn, name, **blanks)
    return turn.post(Content(text=text)) if text else ()


def channel_at_desk(turn: Turn, identity: Identity) -> str:
    return plain(turn.desk_words.line("channel", channel=identity.channel))


async def propose(turn: Turn, argument: str) -> Outcome:
    """An agent believes that two conversations are with one customer, who is asked on both: staff can be talked into it
    by somebody who is on one account only.
    """
    number = argument.strip().lstrip("#＃")
    if not number.isdecimal():
        return misused(turn, "link")
    mine = await turn.links.party(turn.conversation.identity)
    theirs = await turn.links.party_of(int(number))
    if mine is None or theirs is None:
        return Outcome(posts=posted(turn, "unknown", number=number))
    if refused := refusal(mine, theirs):
        return Outcome(posts=posted(turn, refused))
    proposal = Proposed(
        id=turn.links.next_number(),
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
            channel=channel_at_desk(turn, theirs.identity),
            name=masked_name(theirs.name),
            number=number,
        ),
        events=(ReportingEvent(name="merge_proposed", at=turn.now, details={"agent": agent(turn)}),),
    )


async def due(turn: Turn) -> Outcome:
    """One side of a link hears of a step that was taken on the other."""
    trace.chose(LINK, LINK)
    step, number = read_timer(turn.inbound.payload)
    found, me = await turn.links.of(number), turn.conversation.identity
    other = (found.other(me) or found.moved) if found else None
    theirs = await turn.links.party(other) if other else None
    if found is None or theirs is None or turn.conversation.banned:
        return Outcome()
    return await heard(turn, step, found, theirs)


async def heard(turn: Turn, step: str, found: Link, theirs: Party) -> Outcome:
    match step:
        case "ask" if found.is_open(turn.now) and turn.conversation.identity not in found.agreed:
            return Outcome(replies=(question(turn, found.id, theirs, found.proposed_by),))
        case "declined" if turn.conversation.identity in found.agreed:
            return Outcome(replies=(customer_line(turn, LINK, "declined_there", theirs),))
        case "done" if found.is_active:
            return Outcome(replies=(linked(turn, found.id, theirs),), posts=await shown(turn, "linked", theirs))
        case "card" if found.is_active:
            return Outcome(posts=await shown(turn, "linked", theirs))
        case "undone" if not found.is_active:
            reply = customer_line(turn, UNLINK, "undone", theirs)
            return Outcome(replies=(reply,), posts=await shown(turn, "unlinked", theirs))
        case "parted" if not found.is_active:
            return Outcome(posts=await shown(turn, "unlinked", theirs))
    return Outcome()


def customer_line(turn: Turn, script: str, name: str, theirs: Party) -> Content:
    channel = plain(turn.words(LINK).line("channel", channel=theirs.identity.channel))
    return Content(text=turn.words(script).line(name, channel=channel))


async def shown(turn: Turn, name: str, theirs: Party) -> tuple[Outgoing, ...]:
    """To the staff who have this customer now."""
    if not turn.at_desk:
        return ()
    blanks = {"name": masked_name(theirs.name), "number": theirs.conversation_id} if name == "linked" else {}
    return (*await card_post(turn), *posted(turn, name, channel=channel_at_desk(turn, theirs.identity), **blanks))


COMMANDS = {"link": DeskCommand(in_topic=propose)}
STEPS = (ASK, DONE, CARD, DECLINED, UNDONE, PARTED)
