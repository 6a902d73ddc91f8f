"""A shift is given to a colleague, or exchanged with one, who has to agree."""

from collections.abc import Sequence
from datetime import datetime, time

from handlers.desk.naming import calling
from handlers.desk.offers import staff_of
from handlers.desk.people import among_staff
from handlers.desk.rota.presence import are_colleagues
from handlers.desk.rota.wishes import Choice, Unclear, Wish, read_wish
from handlers.desk.rota.words import WORDS, clock, day_of, name_of, shift_words
from handlers.desk.saying import agent
from handlers.desk.targets import Target, buttons_for, of_agent, perhaps_meant
from handlers.exchange import Outcome, Turn
from handlers.formats import moment, zone
from handlers.hours.policy import Duty
from handlers.hours.swapping import after, sides, span, stands
from storage.content import Button
from storage.desk import Agent
from storage.records import replace
from storage.swaps import Span, Swap, SwapStatus

VALID = 3 * 86_400.0
"""Seconds in which a colleague can agree, unless the shift begins sooner."""
MOST_OPEN = 20
"""Of one member, that nobody has decided on."""
DAY = 86_400.0


async def propose(turn: Turn, words: Sequence[str]) -> Outcome:
    if turn.hours.duties(turn.now, turn.now) is None:
        return WORDS.told(turn, "no_rota")
    agents = await colleagues(turn)
    known = [of_agent(turn, each) for each in agents]
    wish = read_wish(turn, words, agent(turn), known)
    if isinstance(wish, Unclear):
        return with_whom(turn, words, wish.name, known) if wish.name else WORDS.told(turn, "how_to_swap")
    for choice in (wish.own, wish.back):
        if choice is not None and len(choice.duties) != 1:
            return which(turn, wish, choice, agents)
    return await proposed(turn, wish, agents)


async def colleagues(turn: Turn) -> list[Agent]:
    """Whoever could have a shift: also whom only the rota names."""
    known = {each.account: each for each in (await staff_of(turn)).agents}
    known |= {each.account: each for each in await turn.doors.floor.agents() if each.account not in known}
    planned = turn.hours.planned(turn.now - 7 * DAY, turn.now + 7 * DAY) or ()
    named = dict.fromkeys(account for duty in planned for account in duty.agents if account not in known)
    return [*known.values(), *(Agent(account=account) for account in named)]


def with_whom(turn: Turn, words: Sequence[str], name: str, known: Sequence[Target]) -> Outcome:
    """Several are called so, or nobody is. Whoever may be meant has a button: the same command, with their account."""
    place = words.index(name)
    day, written = " ".join(words[:place]), " ".join(words[place:])
    meant, rest, several = perhaps_meant(written, known)
    line = "which_colleague" if several else "unknown_colleague"
    offered = ((each, f"desk:rota:swap {day} {each.account} {rest}".rstrip()) for each in meant)
    return WORDS.told(turn, line, *buttons_for(offered, known), name=name)


def which(turn: Turn, wish: Wish, choice: Choice, agents: Sequence[Agent]) -> Outcome:
    """They have several shifts on that day, or none that is still to begin."""
    begins = datetime.combine(choice.day, time(12), zone(turn.policy.timezone)).timestamp()
    blanks = {"agent": among_staff(turn, choice.account, agents), "day": day_of(turn, begins)}
    if not choice.duties:
        return WORDS.told(turn, "no_shift", **blanks)
    buttons = (
        Button(label=shift_words(turn, span(each), name_of(turn, each)), goto=repeated(turn, wish, choice, each))
        for each in choice.duties
    )
    return WORDS.told(turn, "which_shift", *buttons, **blanks)


def repeated(turn: Turn, wish: Wish, choice: Choice, duty: Duty) -> str:
    """The same command, with this shift for that day."""
    own = duty if choice is wish.own else wish.own.duties[0]
    written = f"swap {in_figures(turn, own)} {wish.taker.account}"
    if wish.back is None:
        return f"desk:rota:{written}"
    meant = duty if choice is wish.back else wish.back.duties[0] if len(wish.back.duties) == 1 else None
    return f"desk:rota:{written} {in_figures(turn, meant) if meant else f'{wish.back.day:%m-%d}'}"


def in_figures(turn: Turn, duty: Duty) -> str:
    return f"{moment(duty.begins, turn.policy.timezone):%m-%d} {clock(turn, duty.begins)}"


async def proposed(turn: Turn, wish: Wish, agents: Sequence[Agent]) -> Outcome:
    own, back = wish.own.duties[0], wish.back.duties[0] if wish.back else None
    swap = Swap(
        id=turn.doors.swaps.next_id(),
        giver=agent(turn),
        taker=wish.taker.account,
        shift=span(own),
        back=span(back) if back else None,
        proposed_at=turn.now,
        expires_at=min(turn.now + VALID, own.begins, back.begins if back else own.begins),
    )
    refused = cannot_be(turn, swap, agents) or already_open(turn, swap, await turn.doors.swaps.proposed())
    if refused:
        return refused
    blanks = {
        "agent": among_staff(turn, swap.giver, agents),
        "taker": calling(turn, swap.taker, agents),
        "shift": shift_words(turn, swap.shift, name_of(turn, own)),
        "back": shift_words(turn, swap.back, name_of(turn, back) if back else ""),
    }
    return replace(WORDS.told(turn, "proposed", *buttons_of(turn, swap), **blanks), swaps=(swap,))


def buttons_of(turn: Turn, swap: Swap) -> tuple[Button, ...]:
    return tuple(
        Button(label=WORDS.word(turn, f"{name}_button"), goto=f"desk:rota:{name} {swap.id}")
        for name in ("agree", "refuse")
    )


def cannot_be(turn: Turn, swap: Swap, agents: Sequence[Agent]) -> Outcome | None:
    """What is told where nobody could keep to it; None where all can."""
    if swap.giver == swap.taker:
        return WORDS.told(turn, "with_oneself")
    if not are_colleagues(turn.desk_policy, swap.giver, swap.taker):
        return WORDS.told(turn, "other_team", agent=among_staff(turn, swap.taker, agents))
    for concerned, _, account in sides(swap):
        other = at_the_same_time(turn, swap, concerned, account)
        if other is not None:
            name = among_staff(turn, account, agents)
            return WORDS.told(
                turn, "both_at_once", agent=name, shift=shift_words(turn, span(other), name_of(turn, other))
            )
    return None


def at_the_same_time(turn: Turn, swap: Swap, concerned: Span, account: str) -> Duty | None:
    """Another shift that they would have then, or this one, which they have already."""
    duties = turn.hours.duties(concerned.begins, concerned.ends - 1) or ()
    has_it = next((each for each in duties if span(each) == concerned and account in each.agents), None)
    then = (each for each in after(duties, swap) if account in each.agents and span(each) != concerned)
    return has_it or next(then, None)


def already_open(turn: Turn, swap: Swap, proposals: Sequence[Swap]) -> Outcome | None:
    own = [each for each in proposals if each.giver == swap.giver and each.expires_at > turn.now]
    if any((each.taker, each.shift, each.back) == (swap.taker, swap.shift, swap.back) for each in own):
        return WORDS.told(turn, "already_asked")
    return WORDS.told(turn, "too_many") if len(own) >= MOST_OPEN else None


# The colleague decides


async def agree(turn: Turn, swap: Swap) -> Outcome:
    agents, account = await colleagues(turn), agent(turn)
    if account != swap.taker and not turn.desk_policy.profile(account).supervisor:
        return WORDS.told(turn, "not_to_agree", taker=among_staff(turn, swap.taker, agents))
    if not is_possible(turn, swap):
        return await ended(turn, swap, SwapStatus.DROPPED)
    refused = cannot_be(turn, swap, agents)
    if refused:
        return refused
    agreed = replace(swap, status=SwapStatus.AGREED, decided_by=account, place=turn.doors.swaps.next_place())
    by = "" if account == swap.taker else among_staff(turn, account, agents)
    return replace(WORDS.told(turn, "agreed", **blanks_of(turn, swap, agents), by=by), swaps=(agreed,))


async def refuse(turn: Turn, swap: Swap) -> Outcome:
    """The one who was asked declines, the one who asked withdraws."""
    agents, account = await colleagues(turn), agent(turn)
    if account == swap.giver:
        return await ended(turn, swap, SwapStatus.WITHDRAWN, account)
    if account == swap.taker or turn.desk_policy.profile(account).supervisor:
        return await ended(turn, swap, SwapStatus.DECLINED, account)
    names = {"giver": among_staff(turn, swap.giver, agents), "taker": among_staff(turn, swap.taker, agents)}
    return WORDS.told(turn, "not_to_withdraw", **names)


async def decided(turn: Turn, name: str, number: int) -> Outcome:
    """`name`: `agree` or `refuse`."""
    swap = await turn.doors.swaps.by_id(number)
    if swap is None or swap.status is not SwapStatus.PROPOSED:
        return WORDS.told(turn, "decided_already")
    if turn.now >= swap.expires_at:
        return await ended(turn, swap, SwapStatus.EXPIRED)
    return await (agree if name == "agree" else refuse)(turn, swap)


async def ended(turn: Turn, swap: Swap, status: SwapStatus, by: str = "") -> Outcome:
    """Nothing comes of it (any more), and both are told."""
    over = replace(swap, status=status, decided_by=by or swap.decided_by)
    blanks = blanks_of(turn, swap, await colleagues(turn))
    if status is not SwapStatus.DROPPED:
        blanks.pop("back")
    return replace(WORDS.told(turn, str(status), **blanks), swaps=(over,))


def blanks_of(turn: Turn, swap: Swap, agents: Sequence[Agent]) -> dict[str, str]:
    """Both are called by name, but for whoever speaks."""
    return {
        "giver": called(turn, swap.giver, agents),
        "taker": called(turn, swap.taker, agents),
        "shift": shift_words(turn, swap.shift),
        "back": shift_words(turn, swap.back),
    }


def called(turn: Turn, account: str, agents: Sequence[Agent]) -> str:
    return among_staff(turn, account, agents) if account == agent(turn) else calling(turn, account, agents)


def is_possible(turn: Turn, swap: Swap) -> bool:
    found = [
        each for concerned, _, _ in sides(swap) for each in turn.hours.duties(concerned.begins, concerned.begins) or ()
    ]
    return stands(found, swap, turn.now)
