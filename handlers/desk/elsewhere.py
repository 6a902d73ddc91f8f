"""A contact whom staff have writes on another of their accounts: it goes into the same topic, and answers go there."""

from handlers.desk.linking import link_line, posted
from handlers.exchange import Outcome, Turn, in_bold
from storage.inbound import SPOKEN
from storage.records import replace


def marked_channel(turn: Turn) -> str:
    """Before what is not said on the topic's own channel; "" on that."""
    if not turn.is_elsewhere:
        return ""
    return link_line(turn, "on", channel=turn.channel_called(turn.inbound.identity.channel)) + " "


def answered_there(turn: Turn, outcome: Outcome) -> Outcome:
    """Staff's next words go to the account that the contact has spoken on last; staff are told when that changes."""
    case, reach = outcome.case or turn.conversation.case, turn.reach
    if case is None or case.closed_at is not None or turn.inbound.kind not in SPOKEN:
        return outcome
    via, chat = (reach.identity, reach.chat_id) if turn.is_elsewhere else (None, "")
    if (case.answer_via, case.answer_chat) == (via, chat):
        return outcome
    moved = replace(case, answer_via=via, answer_chat=chat)
    if case.answer_via == via:
        return replace(outcome, case=moved)
    name = turn.inbound.name
    told = posted(
        turn, "answers_go", channel=turn.channel_called(reach.identity.channel), name=in_bold(name) if name else ""
    )
    return replace(outcome, case=moved, posts=(*told, *outcome.posts))
