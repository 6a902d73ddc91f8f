"""The rota as colleagues have changed it: their swaps, laid over what hours.yaml plans, in the order of agreement.

The admin may change the plan later. A swap of a shift that is not planned any more changes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence

from handlers.hours.business import BusinessHours
from handlers.hours.policy import Duty
from storage.records import replace
from storage.swaps import Span, Swap, SwapStatus


def swapped(planned: Sequence[Duty], swaps: Iterable[Swap]) -> list[Duty]:
    """What is planned may be a part of the rota: then each swap is seen as far as it concerns that part."""
    duties = list(planned)
    for swap in swaps:
        duties = after(duties, swap)
    return duties


def came_to_nothing(
    hours: BusinessHours, agreed: Iterable[Swap], proposed: Iterable[Swap], now: float
) -> Iterator[tuple[Swap, SwapStatus]]:
    """Those that nobody agreed to in time, and those of which a shift to come is not there to be exchanged."""
    agreed, proposed = [each for each in agreed if each.over > now], list(proposed)
    until = max((each.over for each in (*agreed, *proposed)), default=now)
    duties = list(hours.planned(now, until) or ()) if agreed or proposed else []
    for swap in agreed:
        if stands(duties, swap, now):
            duties = after(duties, swap)
        else:
            yield swap, SwapStatus.DROPPED
    for swap in proposed:
        if now >= swap.expires_at:
            yield swap, SwapStatus.EXPIRED
        elif not stands(duties, swap, now):
            yield swap, SwapStatus.DROPPED


def stands(duties: Iterable[Duty], swap: Swap, now: float) -> bool:
    known = {(span(each), account) for each in duties for account in each.agents}
    return all((each, account) in known for each, account, _ in sides(swap) if each.begins > now)


def after(duties: Sequence[Duty], swap: Swap) -> list[Duty]:
    changed = list(duties)
    for concerned, before, now in sides(swap):
        changed = [stood_in(each, before, now) if span(each) == concerned else each for each in changed]
    return changed


def sides(swap: Swap) -> Iterator[tuple[Span, str, str]]:
    """Which shift, who has it before, and who has it then."""
    yield swap.shift, swap.giver, swap.taker
    if swap.back is not None:
        yield swap.back, swap.taker, swap.giver


def stood_in(duty: Duty, before: str, now: str) -> Duty:
    if before not in duty.agents:
        return duty
    planned = duty.instead_of.get(before, before)
    marks = {account: whom for account, whom in duty.instead_of.items() if account != before}
    if planned != now:
        marks[now] = planned
    agents = dict.fromkeys(now if each == before else each for each in duty.agents)
    return replace(duty, agents=tuple(agents), instead_of=marks)


def span(duty: Duty) -> Span:
    return Span(duty.begins, duty.ends)
