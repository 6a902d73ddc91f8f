"""Return requests change with the turn that decided on them, or not at all."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.effects import effect_of
from storage.database import Database
from storage.errors import Conflict
from storage.inbound import Identity
from storage.results import TurnResult
from storage.returns import MOVES, Rma, RmaEvent, RmaStatus
from storage.sqlite import SqliteStore
from storage.sqlite.returns import Returns
from tests.storage.conftest import OpenDatabase
from tests.storage.returning import BOUGHT, Shop, moved, opening
from tests.storage.samples import LIN, says, writes


@pytest.fixture
async def shop(database: Database) -> Shop:
    return Shop(database)


async def test_a_request_is_read_as_it_was_written_and_its_moves_are_in_the_books(
    open_database: OpenDatabase,
) -> None:
    shop = Shop(await open_database())
    rma = await shop.opens()
    await shop.turns(moved(rma, RmaStatus.IN_REVIEW))
    returns = Returns(await open_database())
    assert await returns.of_identity(LIN) == [replace(rma, status=RmaStatus.IN_REVIEW, version=2, changed_at=2.0)]
    assert await returns.of_order("A10086") == await returns.of_identity(LIN)
    assert [(event.before, event.after, event.actor_name) for event in await returns.events(rma.number)] == [
        (None, RmaStatus.REQUESTED, ""),
        (RmaStatus.REQUESTED, RmaStatus.IN_REVIEW, "小美"),
    ]


async def test_numbers_are_readable_and_go_on_after_a_restart(open_database: OpenDatabase) -> None:
    shop = Shop(await open_database())
    assert (await shop.opens()).number == "R10001"
    assert Returns(await open_database()).next_number() == "R10002"


async def test_two_who_decide_at_once_on_the_same_request_do_not_both_win(shop: Shop) -> None:
    rma = await shop.opens()
    both = [
        shop.turns(moved(rma, RmaStatus.APPROVED), outgoing=(says("approved"),)),
        shop.turns(moved(rma, RmaStatus.DECLINED), outgoing=(says("declined"),)),
    ]
    won, lost = await asyncio.gather(*both, return_exceptions=True)
    assert isinstance(won, tuple)
    assert isinstance(lost, Conflict)
    assert (await shop.has(rma.number)).status is RmaStatus.APPROVED
    assert [row.content.text for row in await shop.store.waiting()] == ["approved"]
    assert [accepted.inbound.key for accepted in await shop.store.unhandled()] == ["3"], "it is decided anew"


async def test_a_message_told_twice_opens_one_request(shop: Shop) -> None:
    inbox_id = await shop.store.accept(writes("1"), 1.0)
    assert inbox_id
    for _ in range(2):
        change = opening(shop.returns.next_number())
        await shop.store.commit(inbox_id, TurnResult(returns=(change,), outgoing=(says("opened"),)), 1.0)
    assert len(await shop.returns.of_order("A10086")) == 1
    assert len(await shop.store.waiting()) == 1


async def test_more_than_was_bought_is_never_taken_back_however_many_ask_at_once(shop: Shop) -> None:
    asked = await asyncio.gather(*(shop.opens() for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(each, Rma) for each in asked) == BOUGHT[0]
    assert sum(isinstance(each, Conflict) for each in asked) == 3


async def test_a_request_for_two_lines_is_opened_whole_or_not_at_all(shop: Shop) -> None:
    await shop.opens(line=1)
    first = opening(shop.returns.next_number(), 1)
    both = replace(first.rma, lines=(*first.rma.lines, replace(first.rma.lines[0], line=1)))
    with pytest.raises(Conflict):
        await shop.turns(replace(first, rma=both))
    assert await shop.returns.by_number(both.number) is None
    assert await shop.opens(pieces=2), "nothing of it was kept"


async def test_pieces_of_a_request_that_was_given_up_can_be_asked_for_again(shop: Shop) -> None:
    rma = await shop.opens(pieces=2)
    with pytest.raises(Conflict):
        await shop.opens()
    await shop.turns(moved(rma, RmaStatus.CANCELLED))
    assert await shop.opens(pieces=2)


async def test_a_request_may_be_opened_and_decided_in_one_turn(shop: Shop) -> None:
    opened = opening(shop.returns.next_number())
    await shop.turns(opened, moved(opened.rma, RmaStatus.APPROVED))
    assert (await shop.has(opened.rma.number)).status is RmaStatus.APPROVED
    assert len(await shop.returns.events(opened.rma.number)) == 2


async def test_a_forbidden_move_is_a_mistake_and_writes_nothing(shop: Shop) -> None:
    for before, allowed in MOVES.items():
        rma = replace(opening(shop.returns.next_number()).rma, status=before)
        for after in set(RmaStatus) - allowed:
            with pytest.raises(ValueError, match="never followed by"):
                await shop.turns(moved(rma, after))


async def test_what_the_shops_own_system_must_hear_survives_a_restart(open_database: OpenDatabase) -> None:
    shop = Shop(await open_database())
    change = opening(shop.returns.next_number())
    await shop.turns(change, outgoing=(effect_of(change),))
    [row] = await SqliteStore(await open_database()).waiting()
    assert row.effect == change
    assert row.effect.key == "R10001:1"


async def test_who_asked_is_forgotten_long_after_the_end_and_the_numbers_stay(shop: Shop) -> None:
    kept, ended = (opening(shop.returns.next_number(), line=line, variant="灰色 L 码") for line in (0, 1))
    await shop.turns(kept)
    await shop.turns(ended, moved(ended.rma, RmaStatus.DECLINED, at=5.0))
    before = await shop.has(ended.rma.number)
    assert await shop.store.purge(0.0, 0.0, 5.0) == 0
    assert await shop.store.purge(0.0, 0.0, 6.0) == 1
    assert await shop.store.purge(0.0, 0.0, 6.0) == 0, "once is enough"
    assert await shop.has(kept.rma.number) == kept.rma, "it has not ended"
    assert await shop.has(ended.rma.number) == replace(
        before, identity=Identity("telegram", ""), conversation_id=0, note="", variant="", photos=()
    )
    assert await shop.returns.of_identity(LIN) == [kept.rma]
    assert len(await shop.returns.events(ended.rma.number)) == 2


async def test_with_who_asked_their_name_parcel_and_words_leave_the_books(shop: Shop) -> None:
    named = RmaEvent(at=1.0, actor="contact", actor_name="林小满", before=None, after=RmaStatus.REQUESTED)
    sent = {"carrier": "顺丰", "tracking_number": "SF1000000001"}
    open_one = replace(opening(shop.returns.next_number(), line=1), event=named)
    asked = replace(opening(shop.returns.next_number()), event=named)
    shipped = replace(asked.rma, carrier=sent["carrier"], tracking_number=sent["tracking_number"])
    told = RmaEvent(
        at=5.0,
        actor="telegram:7",
        actor_name="小美",
        before=RmaStatus.REQUESTED,
        after=RmaStatus.DECLINED,
        why="林小满说是自己摔的",
        details={**sent, "amount": "99.95"},
    )
    declined = moved(replace(shipped, declined_because=told.why), RmaStatus.DECLINED, at=5.0)
    await shop.turns(open_one)
    await shop.turns(asked, replace(declined, event=told))
    await shop.store.purge(0.0, 0.0, 6.0)
    rma = await shop.has(asked.rma.number)
    assert (rma.carrier, rma.tracking_number, rma.declined_because) == ("", "", "")
    assert rma.amount == asked.rma.amount
    first, last = await shop.returns.events(asked.rma.number)
    assert (first.actor, first.actor_name) == ("contact", "")
    assert (last.actor_name, last.why, last.details) == ("小美", "", {"amount": "99.95"})
    [still] = await shop.returns.events(open_one.rma.number)
    assert still.actor_name == "林小满", "it has not ended"


Step = tuple[str, int, int]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["open", "cancel", "move"]), st.integers(0, 1), st.integers(1, 3))))
def test_whatever_is_asked_and_given_up_the_pieces_out_never_exceed_what_was_bought(steps: list[Step]) -> None:
    async def live() -> None:
        database = await Database.open(":memory:")
        shop, held = Shop(database), dict[str, Rma]()
        for what, line, pieces in steps:
            try:
                if what == "open":
                    rma = await shop.opens(pieces, line=line)
                elif held:
                    after = RmaStatus.CANCELLED if what == "cancel" else RmaStatus.APPROVED
                    rma = next(iter(held.values()))
                    if after not in MOVES[rma.status]:
                        continue
                    await shop.turns(moved(rma, after))
                else:
                    continue
            except Conflict:
                continue
            held[rma.number] = await shop.has(rma.number)
            held = {number: each for number, each in held.items() if each.status is not RmaStatus.CANCELLED}
            out = Counter[int]()
            for each in held.values():
                out.update({piece.line: piece.quantity for piece in each.lines})
            assert all(out[line] <= BOUGHT[line] for line in out)
        await database.close()

    asyncio.run(live())
