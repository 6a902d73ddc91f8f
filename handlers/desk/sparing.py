"""Staff note that a contact does not want to be asked how it was. Only the contact can take that back."""

from handlers import reporting
from handlers.desk.command import DeskCommand
from handlers.desk.notes import with_card
from handlers.desk.saying import agent, entry
from handlers.desk.usage import misused
from handlers.exchange import Outcome, Turn
from storage.desk import ContactChange
from storage.results import EntryKind

OFF = frozenset({"off", "stop", "no", "关", "关闭", "關", "關閉"})


async def surveys(turn: Turn, argument: str) -> Outcome:
    if argument.casefold() not in OFF:
        return misused(turn, "surveys")
    change = ContactChange(declined=True)
    return Outcome(
        contacts=(change,),
        entries=(entry(turn, EntryKind.ACTIVITY, "surveys off"),),
        posts=await with_card(turn, "surveys_off", change),
        events=(reporting.asking_declined(turn, agent(turn)),),
    )


COMMANDS = {"surveys": DeskCommand(in_topic=surveys)}
