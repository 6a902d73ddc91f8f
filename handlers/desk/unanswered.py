"""What was said to a contact is taken back: whoever had waited for it waits again, and promises count on."""

from collections.abc import Collection, Iterable

from handlers.desk import said
from handlers.exchange import Turn
from storage.desk import Case
from storage.records import replace
from storage.results import Entry, EntryKind


async def waiting_again(turn: Turn, *taken_back: str) -> Case | None:
    """`taken_back`: the messages. None: the contact has other answers, waits already, or never waited."""
    case = turn.conversation.case
    if case is None or case.waited_since is None or case.waiting_since is not None:
        return None
    standing = [each.at for each in sent(await said.latest(turn), taken_back)]
    if any(at >= case.waited_since for at in standing):
        return None
    is_answered = any(at >= case.opened_at for at in standing)
    first = case.first_response_at if is_answered else None
    return replace(case, waiting_since=case.waited_since, waited_since=None, first_response_at=first)


def sent(entries: Iterable[Entry], taken_back: Collection[str]) -> list[Entry]:
    """What staff said to the contact, and the contact still has."""
    now = {each.external_id or str(each.at): each for each in entries if said.is_of_staff(each)}
    return [each for key, each in now.items() if each.kind is EntryKind.OUTGOING and key not in taken_back]
