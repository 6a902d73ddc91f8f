"""A customer parts what was linked: each account is again who it was."""

from handlers import reporting
from handlers.exchange import Outcome, Turn, plain
from handlers.link import channel_called, party_of
from handlers.link_steps import PARTED, UNDONE, masked_name, tell
from handlers.scripts.declaration import declare
from storage.content import Button
from storage.inbound import Identity
from storage.links import BY_CONTACT, Link, Party, Undone

SCRIPT = "unlink"

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    in_group="",
    nothing="",  # no account is linked to this one
    which="",  # above a button for each link
    choice="channel name",  # on such a button; `name` is masked, or ""
    undone="channel",
)


async def unlink(turn: Turn) -> Outcome:
    if not turn.inbound.private:
        return Outcome(replies=(turn.content("in_group"),))
    mine = await party_of(turn)
    active = await turn.doors.links.active(mine.contact_id) if mine.contact_id else []
    wanted = [each for each in active if str(each.id) == turn.argument]
    if not active or (turn.argument.isdecimal() and not wanted):
        return Outcome(replies=(turn.content("nothing"),))
    if len(wanted or active) > 1:
        return Outcome(replies=(turn.content("which", *[await choice(turn, each) for each in active]),))
    return await undone(turn, mine, (wanted or active)[0])


async def choice(turn: Turn, link: Link) -> Button:
    other = other_side(turn, link)
    party = await turn.doors.links.party(other)
    name = masked_name(party.name) if party else ""
    label = turn.script.line("choice", channel=channel_called(turn, other), name=name)
    return Button(label=plain(label), goto=f"unlink:{link.id}")


def other_side(turn: Turn, link: Link) -> Identity:
    """As it looks from here; from a third account, the one that goes."""
    return link.other(turn.inbound.identity) or link.moved or link.second


async def undone(turn: Turn, mine: Party, link: Link) -> Outcome:
    sides = [await turn.doors.links.party(each) for each in (link.first, link.second)]
    told = [each for each in sides if each is not None and each.identity != mine.identity]
    change = Undone(
        id=link.id, by=BY_CONTACT, from_contact=link.from_contact, into_contact=link.into_contact, at=turn.now
    )
    return Outcome(
        replies=(turn.content("undone", channel=channel_called(turn, other_side(turn, link))),),
        links=(change,),
        timers=(*(tell(UNDONE, link.id, each, turn.now) for each in told), tell(PARTED, link.id, mine, turn.now)),
        events=(reporting.unlinked(turn),),
    )
