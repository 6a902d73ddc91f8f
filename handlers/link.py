"""One customer, several channels: `/link` shows a code on one account and takes it on another.

Nothing moves before both accounts have said yes. Whoever reads a code over a shoulder, or asks for it on the telephone,
holds one account only; and so does whoever talks a customer into typing theirs.
"""

from math import ceil

from handlers import reporting
from handlers.exchange import Outcome, Turn, plain
from handlers.link_steps import ASK, CARD, DECLINED, DONE, masked_name, refusal, stays, tell
from handlers.numbers import number_in
from handlers.scripts.declaration import declare
from storage.content import Button, Content
from storage.inbound import Identity
from storage.link_codes import is_code
from storage.links import BY_CONTACT, Agreed, CodeShown, CodeVerdict, Declined, Joined, Link, Party, Proposed
from storage.records import replace

SCRIPT = "link"
CODE_SECONDS = 300.0
ANSWER_SECONDS = 900.0
"""Both have to agree within this time."""
MINUTE = 60.0

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    in_group="",  # asked in a group: only in private
    in_private="",  # then, where only this person reads it
    channel="channel",  # how the channel (`wechat`, `telegram`, `slack`) is called
    code="code minutes",
    question="channel name",  # of the other account; `name` is masked, or ""
    question_staff="channel name shop",  # the same, where staff have proposed it
    yes_button="",
    no_button="",
    waiting="channel",  # this account has said yes, the other one has not
    linked="channel name",
    undo_button="",
    declined="",
    declined_there="channel",
    wrong="",  # no such code, or not any more
    locked="minutes",  # too many wrong codes
    own_code="",  # typed where it was shown
    already="",
    same_channel="",
    both_linked="",
    refused="",
    over="",  # a button of a proposal that has ended
    may_be_empty="in_private",
)


async def link(turn: Turn) -> Outcome:
    if not turn.inbound.private:
        private = turn.script.line("in_private")
        return Outcome(replies=(turn.content("in_group"),), in_private=(Content(text=private),) if private else ())
    step, _, number = turn.argument.partition(":")
    proposal = number_in(number)
    if step in ("yes", "no") and proposal is not None:
        return await decided(turn, proposal, agrees=step == "yes")
    typed = turn.argument or (turn.text if is_code(turn.text) else "")
    return await code_typed(turn, typed) if typed else code_shown(turn)


def code_shown(turn: Turn) -> Outcome:
    links = turn.doors.links
    code = links.new_code()
    shown = CodeShown(
        identity=turn.inbound.identity, hash=links.hashed(code), at=turn.now, expires_at=turn.now + CODE_SECONDS
    )
    return Outcome(replies=(turn.content("code", code=code, minutes=int(CODE_SECONDS / MINUTE)),), links=(shown,))


async def code_typed(turn: Turn, typed: str) -> Outcome:
    checked = await turn.doors.links.check(turn.inbound.identity, turn.conversation.contact_id, typed, turn.now)
    if checked.verdict is CodeVerdict.LOCKED:
        minutes = max(1, ceil((checked.until - turn.now) / MINUTE))
        return Outcome(replies=(turn.content("locked", minutes=minutes),))
    theirs = checked.party
    if theirs is None:
        return Outcome(replies=(turn.content("wrong"),), understood=False)
    mine = await party_of(turn)
    if refused := refusal(mine, theirs):
        return Outcome(replies=(turn.content(refused),))
    number = turn.doors.links.next_number()
    proposal = Proposed(
        id=number,
        first=theirs.identity,
        second=mine.identity,
        by=BY_CONTACT,
        at=turn.now,
        expires_at=turn.now + ANSWER_SECONDS,
        code=checked.hash,
    )
    return Outcome(
        replies=(question(turn, number, theirs, BY_CONTACT),),
        links=(proposal,),
        timers=(tell(ASK, number, theirs, turn.now),),
    )


async def party_of(turn: Turn) -> Party:
    """Whoever writes for the first time is nobody yet."""
    identity = turn.inbound.identity
    known = await turn.doors.links.party(identity)
    return known or Party(identity=identity, contact_id=0, conversation_id=turn.conversation.id, identities=(identity,))


def question(turn: Turn, number: int, theirs: Party, proposed_by: str) -> Content:
    """What moves, and how it is undone; nothing of the other account but its channel and a masked name."""
    turn = turn.at(SCRIPT)
    blanks = {"channel": channel_called(turn, theirs.identity), "name": masked_name(theirs.name)}
    buttons = (
        Button(label=plain(turn.script.line("yes_button")), goto=f"link:yes:{number}"),
        Button(label=plain(turn.script.line("no_button")), goto=f"link:no:{number}"),
    )
    if proposed_by == BY_CONTACT:
        return turn.content("question", *buttons, **blanks)
    return turn.content("question_staff", *buttons, shop=turn.policy.shop_name, **blanks)


def channel_called(turn: Turn, identity: Identity) -> str:
    return plain(turn.words(SCRIPT).line("channel", channel=identity.channel))


async def decided(turn: Turn, number: int, *, agrees: bool) -> Outcome:
    """A button of the question. Who is on neither side learns nothing by it."""
    found, me = await turn.doors.links.of(number), turn.inbound.identity
    other = found.other(me) if found else None
    if found is None or other is None:
        return Outcome(replies=(turn.content("over"),))
    if found.is_active:
        return Outcome(replies=(turn.content("already"),))
    theirs = await turn.doors.links.party(other)
    if not found.is_open(turn.now) or theirs is None:
        return Outcome(replies=(turn.content("over"),))
    if not agrees:
        return said_no(turn, found, theirs)
    if me in found.agreed:
        return waiting(turn, theirs)
    if other not in found.agreed:
        return replace(waiting(turn, theirs), links=(Agreed(id=number, identity=me, at=turn.now),))
    return await joined(turn, found, theirs)


def said_no(turn: Turn, found: Link, theirs: Party) -> Outcome:
    return Outcome(
        replies=(turn.content("declined"),),
        links=(Declined(id=found.id, identity=turn.inbound.identity, at=turn.now),),
        timers=(tell(DECLINED, found.id, theirs, turn.now),),
    )


def waiting(turn: Turn, theirs: Party) -> Outcome:
    return Outcome(replies=(turn.content("waiting", channel=channel_called(turn, theirs.identity)),))


async def joined(turn: Turn, found: Link, theirs: Party) -> Outcome:
    mine = await party_of(turn)
    if refused := refusal(mine, theirs):
        return Outcome(replies=(turn.content(refused),))
    into, moved = (mine, theirs) if stays(mine, theirs) else (theirs, mine)
    change = Joined(
        id=found.id,
        identity=mine.identity,
        moved=moved.identity,
        stays=into.identity,
        from_contact=moved.contact_id,
        into_contact=into.contact_id,
        at=turn.now,
    )
    channels = sorted((mine.identity.channel, theirs.identity.channel))
    return Outcome(
        replies=(linked(turn, found.id, theirs),),
        links=(change,),
        timers=(tell(DONE, found.id, theirs, turn.now), tell(CARD, found.id, mine, turn.now)),
        events=(reporting.linked(turn, channels),),
    )


def linked(turn: Turn, number: int, theirs: Party) -> Content:
    turn = turn.at(SCRIPT)
    undo = Button(label=plain(turn.script.line("undo_button")), goto=f"unlink:{number}")
    channel = channel_called(turn, theirs.identity)
    return turn.content("linked", undo, channel=channel, name=masked_name(theirs.name))
