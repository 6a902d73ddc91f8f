"""A contact of whom staff want to hear no more: told so once, and then nothing of theirs comes through."""

from handlers import reporting, trace
from handlers.desk.command import DeskCommand
from handlers.desk.file_words import answered, file_content
from handlers.desk.notes import LONGEST_NOTE, own_note, with_card
from handlers.desk.profile import card_post
from handlers.desk.saying import agent, entry
from handlers.exchange import Outcome, Turn
from handlers.farewell.ending import By, desk_ended
from handlers.scripts.declaration import declare
from storage.content import Content
from storage.desk import ContactChange
from storage.inbound import SPOKEN
from storage.records import replace
from storage.results import EntryKind

SCRIPT = "banned"

DECLARATION = declare(SCRIPT, script=SCRIPT, told="shop", may_be_empty="told")


async def ban(turn: Turn, reason: str) -> Outcome:
    """The conversation is over as well: nothing would be said in it any more."""
    if not may_ban(turn):
        return answered(turn, "supervisors_only")
    if turn.conversation.banned:
        return answered(turn, "banned_already")
    note = own_note(turn, reason[:LONGEST_NOTE]) if reason else None
    change = ContactChange(banned=True, note=note)
    ended = await desk_ended(turn, By.BAN) if turn.at_desk else Outcome()
    card = await card_post(turn, conversation=ended.conversation, case=ended.case, changes=(change,))
    return replace(
        ended,
        contacts=(change,),
        state=replace(ended.state or turn.state, told_of_ban=False),
        entries=(*ended.entries, entry(turn, EntryKind.ACTIVITY, f"banned {reason[:LONGEST_NOTE]}".strip())),
        events=(*ended.events, reporting.banned(turn)),
        posts=(*card, *turn.post(file_content(turn, "ban_set"))),
    )


async def unban(turn: Turn, _argument: str) -> Outcome:
    if not may_ban(turn):
        return answered(turn, "supervisors_only")
    if not turn.conversation.banned:
        return answered(turn, "not_banned")
    change = ContactChange(banned=False)
    return Outcome(
        contacts=(change,),
        entries=(entry(turn, EntryKind.ACTIVITY, "unbanned"),),
        events=(reporting.unbanned(turn),),
        posts=await with_card(turn, "ban_lifted", change),
    )


def may_ban(turn: Turn) -> bool:
    """Where desk.yaml names no supervisor, everybody at the desk is one."""
    policy = turn.desk_policy
    is_anybody = not any(each.supervisor for each in policy.agents.values())
    return is_anybody or policy.profile(agent(turn)).supervisor


def turned_away(turn: Turn) -> Outcome:
    """Said once, in private: an answer to everything would be an invitation."""
    trace.chose(SCRIPT, SCRIPT)
    if turn.state.told_of_ban or not turn.inbound.private or turn.inbound.kind not in SPOKEN:
        return Outcome()
    told = turn.words(SCRIPT).line("told", shop=turn.policy.shop_name)
    return Outcome(
        replies=(Content(text=told),) if told else (), state=replace(turn.state, told_of_ban=True, offered=())
    )


COMMANDS = {"ban": DeskCommand(in_topic=ban), "unban": DeskCommand(in_topic=unban, alone=True)}
