"""What was said to a contact is taken back: whoever had waited for it waits again, and promises count on."""

from collections.abc import Collection, Iterable

from handlers import reporting
from handlers.desk import said
from handlers.exchange import Outcome, Turn
from storage.desk import Case
from storage.records import replace
from storage.results import Entry, EntryKind


async def waiting_again(turn: Turn, *taken_back: str) -> Case | None:
    """`taken_back`: the messages. None: the contact has other answers, or had asked for none."""
    case = turn.conversation.case
    if case is None or (case.waited_since is None and case.first_response_at is None):
        return None
    entries = await said.latest(turn)
    standing = sent(entries, taken_back)
    is_answered = len(entries) == said.LOOKED_BACK or any(at >= case.opened_at for at in standing)
    case = case if is_answered else replace(case, first_response_at=None)
    if case.waiting_since is not None:  # they have asked something since
        return None if is_answered else case
    if case.waited_since is None or any(at >= case.waited_since for at in standing):
        return None
    return replace(case, waiting_since=case.waited_since, waited_since=None)


def reported(turn: Turn, outcome: Outcome) -> Outcome:
    """Answers that are taken back do not count: the next one is the first again, or the next to what was asked last."""
    before, after = turn.conversation.case, outcome.case
    if before is None or after is None or before.first_response_at is None:
        return outcome
    events = list(outcome.events)
    if after.first_response_at is None:
        events.append(reporting.first_response_undone(before))
    again = after.waiting_since if before.waiting_since is None else None
    if again is not None and again > before.first_response_at:  # else it was the first answer that they had waited for
        events.append(reporting.next_response_undone(turn, before, again))
    return replace(outcome, events=tuple(events))


def sent(entries: Iterable[Entry], taken_back: Collection[str]) -> list[float]:
    """When staff said what the contact still has. What is corrected was said when it was said first."""
    first: dict[str, float] = {}
    kinds: dict[str, EntryKind] = {}
    for each in entries:
        if said.is_of_staff(each):
            key = each.external_id or str(each.at)
            first.setdefault(key, each.at)
            kinds[key] = each.kind
    return [at for key, at in first.items() if kinds[key] is EntryKind.OUTGOING and key not in taken_back]
