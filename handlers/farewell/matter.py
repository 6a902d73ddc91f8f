"""What a visit or a conversation was about, as far as it can be named when it ends."""

from collections.abc import Iterable, Sequence

from handlers.desk.facts import facts_now, with_contact
from handlers.exchange import Turn
from storage.desk import Case
from storage.records import record
from storage.returns import Rma, RmaStatus

NAMED = 3
"""So many orders and requests are named."""
WAITS_FOR_US = frozenset(
    {RmaStatus.REQUESTED, RmaStatus.IN_REVIEW, RmaStatus.APPROVED, RmaStatus.RECEIVED, RmaStatus.INSPECTED}
)
"""What comes next is the shop's to do."""


@record(frozen=True, slots=True, kw_only=True)
class Matter:
    orders: tuple[str, ...] = ()
    """Proven ones that the contact looked at."""
    returns: tuple[str, ...] = ()
    """Requests that were opened or moved meanwhile."""
    waiting: bool = False
    """A request of theirs waits for the shop."""
    settled: bool = False
    tier: str = ""

    @property
    def has_names(self) -> bool:
        return bool(self.orders or self.returns)


async def of_case(turn: Turn, case: Case, *, settled: bool) -> Matter:
    visit = turn.state.visit
    orders = (*case.orders, *(visit.orders if visit else ()))
    return await matter(turn, orders, case.visit_since or case.opened_at, settled=settled)


async def of_visit(turn: Turn) -> Matter:
    """The bot has settled what it could name, or what it understood last."""
    visit = turn.state.visit
    if visit is None:
        return Matter()
    found = await matter(turn, visit.orders, visit.since, settled=False)
    is_settled = not turn.state.misunderstood and bool(found.has_names or turn.state.intent)
    return Matter(
        orders=found.orders, returns=found.returns, waiting=found.waiting, settled=is_settled, tier=found.tier
    )


async def matter(turn: Turn, orders: Iterable[str], since: float, *, settled: bool) -> Matter:
    own = await turn.doors.returns.of_identity(turn.conversation.identity)
    meanwhile = [rma for rma in own if rma.changed_at >= since]
    return Matter(
        orders=tuple(dict.fromkeys(orders))[-NAMED:],
        returns=tuple(rma.number for rma in meanwhile[:NAMED]),
        waiting=any(rma.status in WAITS_FOR_US for rma in meanwhile),
        settled=settled,
        tier=str((await with_contact(facts_now(turn), turn)).tier),
    )


async def waits_for_us(turn: Turn) -> bool:
    """Whether any request of theirs does."""
    return is_any_ours(await turn.doors.returns.of_identity(turn.conversation.identity))


def is_any_ours(rmas: Sequence[Rma]) -> bool:
    return any(rma.status in WAITS_FOR_US for rma in rmas)
