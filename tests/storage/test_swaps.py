"""Swaps of shifts are kept over a restart, and what is decided once is not decided again."""

from dataclasses import replace

import pytest

from storage.errors import Conflict
from storage.inbound import Identity, Inbound, Kind
from storage.results import TurnResult
from storage.store import Store
from storage.swaps import Span, Swap, SwapStatus
from tests.storage.conftest import OpenStore

MONDAY, WEDNESDAY = Span(1_000.0, 2_000.0), Span(5_000.0, 6_000.0)
ASKED = Swap(id=1, giver="slack:U7", taker="slack:U9", shift=MONDAY, back=WEDNESDAY, proposed_at=10.0, expires_at=900.0)
AGREED = replace(ASKED, status=SwapStatus.AGREED, decided_by="slack:U9", place=1)


async def writes(store: Store, *swaps: Swap, key: str = "") -> None:
    inbound = Inbound(
        identity=Identity("slack", "U7"), key=key or str(swaps), kind=Kind.TEXT, chat_id="desk", sent_at=1, staff=True
    )
    inbox_id = await store.accept(inbound, 1.0)
    assert inbox_id is not None
    await store.commit(inbox_id, TurnResult(swaps=swaps), 2.0)


async def test_what_is_proposed_is_found_and_counts_only_when_it_is_agreed_on(store: Store) -> None:
    await writes(store, ASKED)
    assert (await store.swaps.proposed(), store.swaps.agreed()) == ([ASKED], [])
    await writes(store, AGREED)
    assert (await store.swaps.proposed(), store.swaps.agreed()) == ([], [AGREED])
    assert await store.swaps.by_id(1) == AGREED
    assert store.swaps.next_place() == 2


async def test_a_restart_knows_what_was_agreed_on(store: Store, open_store: OpenStore) -> None:
    await writes(store, ASKED)
    await writes(store, AGREED)
    later = await open_store()
    await later.swaps.load()
    assert later.swaps.agreed() == [AGREED]
    assert (later.swaps.next_place(), later.swaps.next_id()) == (2, 2)


@pytest.mark.parametrize("again", [SwapStatus.AGREED, SwapStatus.DECLINED, SwapStatus.WITHDRAWN, SwapStatus.EXPIRED])
async def test_of_two_who_decide_at_once_one_decides(store: Store, again: SwapStatus) -> None:
    await writes(store, ASKED)
    await writes(store, replace(ASKED, status=SwapStatus.DECLINED, decided_by="slack:U9"))
    with pytest.raises(Conflict):
        await writes(store, replace(AGREED, status=again), key="late")
    assert store.swaps.agreed() == []


async def test_two_that_are_agreed_on_at_once_do_not_both_stand_on_the_same_rota(store: Store) -> None:
    await writes(store, ASKED, replace(ASKED, id=2, taker="slack:U3"))
    await writes(store, AGREED)
    with pytest.raises(Conflict):
        await writes(store, replace(AGREED, id=2, taker="slack:U3"))
    assert store.swaps.agreed() == [AGREED]
    await writes(store, replace(AGREED, id=2, taker="slack:U3", place=2), key="decided anew")
    assert [each.id for each in store.swaps.agreed()] == [1, 2]


async def test_one_whose_shift_is_gone_counts_no_more(store: Store, open_store: OpenStore) -> None:
    await writes(store, ASKED)
    await writes(store, AGREED)
    await writes(store, replace(AGREED, status=SwapStatus.DROPPED))
    assert store.swaps.agreed() == []
    later = await open_store()
    await later.swaps.load()
    assert later.swaps.agreed() == []


async def test_swaps_are_forgotten_with_the_transcripts_of_their_time(store: Store) -> None:
    await writes(store, ASKED, replace(ASKED, id=2, back=None))
    await store.purge(0, WEDNESDAY.ends)
    assert [each.id for each in await store.swaps.proposed()] == [1], "its second shift is not over yet"
    await store.purge(0, WEDNESDAY.ends + 1)
    assert await store.swaps.proposed() == []
