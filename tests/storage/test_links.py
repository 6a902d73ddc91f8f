"""Two accounts of one customer become one contact by a yes on both, and two again by a no on either."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import suppress
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from storage.conversations import Owner, OwnerKind, Status
from storage.database import Database
from storage.desk import Case, ContactChange, StaffNote
from storage.errors import Conflict
from storage.inbound import Identity
from storage.link_codes import ALPHABET, is_code, new_code, plain
from storage.links import CodeVerdict, Declined, Party
from storage.orders import Order, OrderStatus
from storage.proofs import Proofs
from storage.sqlite.contacts import SqliteContacts
from tests.storage.linking import LIN, LIN_ON_WECHAT, WANG, Linking

BOTH = {LIN, LIN_ON_WECHAT}
PEOPLE = (LIN, LIN_ON_WECHAT, WANG)


@pytest.fixture
async def linking() -> AsyncIterator[Linking]:
    database = await Database.open(":memory:")
    yield Linking(database)
    await database.close()


def accounts(party: Party) -> set[Identity]:
    return set(party.identities)


async def test_a_yes_on_both_accounts_makes_them_one_contact(linking: Linking) -> None:
    await linking.linked()
    assert accounts(await linking.party(LIN)) == accounts(await linking.party(LIN_ON_WECHAT)) == BOTH
    for each in BOTH:
        known = await linking.store.load(each)
        assert known
        assert known.linked


async def test_undoing_it_gives_back_the_contact_that_each_was(linking: Linking) -> None:
    for each in BOTH:
        await linking.writes(each)
    before = {each: (await linking.party(each)).contact_id for each in BOTH}
    number = await linking.linked()
    await linking.writes(LIN)
    await linking.writes(LIN_ON_WECHAT)
    await linking.undone(LIN_ON_WECHAT, number)
    assert {each: (await linking.party(each)).contact_id for each in BOTH} == before
    known = await linking.store.load(LIN_ON_WECHAT)
    assert known
    assert not known.linked


async def test_one_yes_links_nothing(linking: Linking) -> None:
    for each in BOTH:
        await linking.writes(each)
    number = await linking.proposed(LIN_ON_WECHAT, LIN)
    with pytest.raises(Conflict):
        await linking.joins(LIN, number)
    await linking.agrees(LIN, number)
    with pytest.raises(Conflict):
        await linking.joins(LIN, number)
    assert accounts(await linking.party(LIN)) == {LIN}


async def test_two_who_agree_at_once_are_linked_by_the_one_who_looks_again(linking: Linking) -> None:
    for each in BOTH:
        await linking.writes(each)
    number = await linking.proposed(LIN_ON_WECHAT, LIN)
    both = await asyncio.gather(*(linking.agrees(each, number) for each in BOTH), return_exceptions=True)
    assert [type(each) for each in both].count(Conflict) == 1
    late = next(who for who, ended in zip(BOTH, both, strict=True) if isinstance(ended, Conflict))
    await linking.joins(late, number)
    assert accounts(await linking.party(LIN)) == BOTH


async def test_a_stranger_agrees_to_nothing(linking: Linking) -> None:
    for each in (*BOTH, WANG):
        await linking.writes(each)
    number = await linking.proposed(LIN_ON_WECHAT, LIN)
    with pytest.raises(Conflict):
        await linking.agrees(WANG, number)
    with pytest.raises(Conflict):
        await linking.decides(WANG, Declined(id=number, identity=WANG, at=linking.now))


async def test_what_was_declined_or_has_expired_is_agreed_to_no_more(linking: Linking) -> None:
    for each in BOTH:
        await linking.writes(each)
    declined = await linking.proposed(LIN_ON_WECHAT, LIN)
    await linking.decides(LIN, Declined(id=declined, identity=LIN, at=linking.now))
    expired = await linking.proposed(LIN_ON_WECHAT, LIN)
    for number in (declined, expired):
        linking.now += 700
        with pytest.raises(Conflict):
            await linking.agrees(LIN, number)


async def test_a_link_is_undone_once(linking: Linking) -> None:
    number = await linking.linked()
    both = await asyncio.gather(*(linking.undone(each, number) for each in BOTH), return_exceptions=True)
    assert [type(each) for each in both].count(Conflict) == 1
    assert accounts(await linking.party(LIN)) == {LIN}


async def test_a_second_account_of_the_same_channel_is_not_linked(linking: Linking) -> None:
    other = Identity("telegram", "lin-2")
    await linking.linked()
    with pytest.raises(Conflict):
        await linking.linked(other, LIN)
    assert accounts(await linking.party(other)) == {other}


async def test_nobody_is_linked_out_of_a_ban_or_into_one(linking: Linking) -> None:
    for each in BOTH:
        await linking.writes(each)
    await linking.writes(LIN_ON_WECHAT, contacts=(ContactChange(banned=True),))
    with pytest.raises(Conflict):
        await linking.linked()


async def test_a_ban_covers_every_account_and_outlasts_the_link(linking: Linking) -> None:
    number = await linking.linked()
    link = await linking.links.of(number)
    assert link
    stale = link.from_contact
    await linking.writes(LIN, contacts=(ContactChange(contact_id=stale, banned=True),))
    assert (await linking.party(LIN)).banned
    assert (await linking.party(LIN_ON_WECHAT)).banned
    with pytest.raises(Conflict):
        await linking.undone(LIN, number)
    await linking.writes(LIN, contacts=(ContactChange(banned=False),))
    await linking.undone(LIN, number)
    assert not (await linking.party(LIN)).banned


async def test_who_asks_not_to_be_asked_is_not_on_any_account_also_when_they_part(linking: Linking) -> None:
    async def declined(who: Identity) -> bool:
        file = await SqliteContacts(linking.database).of((await linking.party(who)).contact_id)
        return bool(file and file.declined)

    await linking.writes(LIN)
    await linking.writes(LIN_ON_WECHAT, contacts=(ContactChange(declined=True),))
    number = await linking.linked()
    assert await declined(LIN), "said before they were linked"
    await linking.writes(LIN, contacts=(ContactChange(declined=False),))
    assert not await declined(LIN), "whichever of them said so"
    await linking.writes(LIN, contacts=(ContactChange(declined=True),))
    await linking.undone(LIN, number)
    assert [await declined(each) for each in BOTH] == [True, True]


async def test_a_code_works_once_and_for_five_minutes(linking: Linking) -> None:
    for each in (*BOTH, WANG):
        await linking.writes(each)
    code = await linking.shown(LIN_ON_WECHAT)
    assert await linking.types(LIN, code) is CodeVerdict.FOUND
    two = await asyncio.gather(
        *(linking.proposed(LIN_ON_WECHAT, who, code) for who in (LIN, WANG)), return_exceptions=True
    )
    assert [type(each) for each in two].count(Conflict) == 1
    assert await linking.types(LIN, code) is CodeVerdict.WRONG
    late = await linking.shown(LIN_ON_WECHAT)
    linking.now += 300
    assert await linking.types(LIN, late) is CodeVerdict.WRONG
    with pytest.raises(Conflict):
        await linking.proposed(LIN_ON_WECHAT, LIN, late)


async def test_a_new_code_takes_the_place_of_the_one_before(linking: Linking) -> None:
    await linking.writes(LIN)
    first, second = await linking.shown(LIN_ON_WECHAT), await linking.shown(LIN_ON_WECHAT)
    assert await linking.types(LIN, first) is CodeVerdict.WRONG
    assert await linking.types(LIN, second) is CodeVerdict.FOUND


async def test_no_code_is_kept_as_it_is_shown(linking: Linking) -> None:
    code = await linking.shown(LIN)
    ((kept,),) = await linking.database.look_up("SELECT hash FROM link_codes")
    assert plain(code) not in kept.upper()


async def test_who_guesses_is_soon_not_listened_to_on_any_of_their_accounts(linking: Linking) -> None:
    await linking.linked()
    await linking.writes(WANG)
    code = await linking.shown(WANG)
    guesses = [await linking.types(who, "BBBB-BBBB") for who in (LIN, LIN_ON_WECHAT, LIN, LIN_ON_WECHAT, LIN)]
    assert guesses == [CodeVerdict.WRONG] * 5
    assert await linking.types(LIN_ON_WECHAT, code) is CodeVerdict.LOCKED
    linking.now += 901
    assert await linking.types(LIN, code) is CodeVerdict.WRONG  # it has expired meanwhile


async def test_notes_tags_and_tier_of_both_show_until_they_part(linking: Linking) -> None:
    contacts = SqliteContacts(linking.database)
    note = StaffNote(author="slack:U1", author_name="Anna", text="偏好顺丰", at=1.0)
    await linking.writes(LIN, contacts=(ContactChange(tag="wholesale"),))
    await linking.writes(LIN_ON_WECHAT, contacts=(ContactChange(tier="vip", tag="tea", note=note),))
    number = await linking.linked()
    together = await contacts.of((await linking.party(LIN)).contact_id)
    assert together
    assert (together.tier, together.tags, together.notes) == ("vip", ("tea", "wholesale"), (note,))
    assert {each.identity for each in together.identities} == BOTH
    await linking.undone(LIN, number)
    alone = await contacts.of((await linking.party(LIN)).contact_id)
    other = await contacts.of((await linking.party(LIN_ON_WECHAT)).contact_id)
    assert alone
    assert other
    assert (alone.tier, alone.tags, alone.notes) == ("", ("wholesale",), ())
    assert (other.tier, other.tags, other.notes) == ("vip", ("tea",), (note,))


class Orders:
    """Knows one order."""

    order = Order(
        number="A10086", placed_at=1.0, status=OrderStatus.PAID, currency="CNY", total=Decimal(9), phone="13812345678"
    )

    async def find(self, number: str) -> Order | None:
        return self.order if number == self.order.number else None

    async def of_contact(self, proven: object) -> list[Order]:
        return [self.order]


async def test_what_one_account_has_proven_is_proven_on_the_other_while_they_are_linked(linking: Linking) -> None:
    proofs = Proofs(linking.database, Orders())
    number = await linking.linked()
    contact_id = (await linking.party(LIN_ON_WECHAT)).contact_id
    await proofs.prove(LIN_ON_WECHAT, contact_id, "A10086", "5678", linking.now)
    known = await linking.store.load(LIN)
    assert known
    assert list(known.proven) == ["A10086"]
    await linking.undone(LIN, number)
    parted, owner = await linking.store.load(LIN), await linking.store.load(LIN_ON_WECHAT)
    assert parted
    assert owner
    assert (dict(parted.proven), list(owner.proven)) == ({}, ["A10086"])


async def test_attempts_at_a_proof_are_counted_over_all_accounts(linking: Linking) -> None:
    proofs = Proofs(linking.database, Orders(), attempts=2)
    await linking.linked()
    contact_id = (await linking.party(LIN)).contact_id
    await proofs.prove(LIN, contact_id, "A1", "1111", linking.now)
    await proofs.prove(LIN_ON_WECHAT, contact_id, "A2", "1111", linking.now)
    assert (await proofs.prove(LIN, contact_id, "A3", "1111", linking.now)).verdict == "locked"


async def test_a_contact_reads_the_language_they_last_wrote_on_any_account(linking: Linking) -> None:
    await linking.linked()
    await linking.writes(LIN, {"language": "en", "last_message_at": 5.0})
    await linking.writes(LIN_ON_WECHAT, {"language": "zh-TW", "last_message_at": 6.0})
    known = await linking.store.load(LIN)
    assert known
    assert known.language == "zh-TW"


AT_DESK = {"status": Status.OPEN, "owner": Owner(OwnerKind.QUEUE)}


async def test_the_conversation_that_staff_have_is_found_from_every_account_while_they_are_linked(
    linking: Linking,
) -> None:
    number = await linking.linked()
    via = Case(opened_at=1.0, reason="asked", answer_via=LIN_ON_WECHAT, answer_chat="chat-o-lin")
    await linking.writes(LIN, AT_DESK, case=via)
    contact_id = (await linking.party(LIN_ON_WECHAT)).contact_id
    at_desk = await linking.store.load_at_desk(contact_id)
    assert at_desk
    assert (at_desk.identity, at_desk.reach.identity, at_desk.reach.chat_id) == (LIN, LIN_ON_WECHAT, "chat-o-lin")
    await linking.undone(LIN_ON_WECHAT, number)
    alone = await linking.store.load(LIN)
    assert alone
    assert alone.reach.identity == LIN
    other = await linking.party(LIN_ON_WECHAT)
    assert await linking.store.load_at_desk(other.contact_id) is None


@given(st.randoms(use_true_random=False))
def test_codes_are_read_however_they_are_typed_and_no_word_is_one(random: Random) -> None:
    code = new_code(random.choice)
    assert is_code(code)
    assert is_code(f" {code.lower()} ")
    assert len({plain(each) for each in (code, code.lower(), code.replace("-", " "), code.replace("-", ""))}) == 1
    assert not set("AEIOULY01") & set(ALPHABET)


class Steps(RuleBasedStateMachine):
    """Any steps in any order, of two customers and a stranger: an account is always of exactly one contact, and whoever
    undoes all links is who they were.
    """

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.linking = Linking(self.loop.run_until_complete(Database.open(":memory:")))
        self.before = {each: self.run(self.begun(each)) for each in PEOPLE}

    def run(self, doing: Any) -> Any:
        return self.loop.run_until_complete(doing)

    async def begun(self, who: Identity) -> int:
        await self.linking.writes(who)
        return (await self.linking.party(who)).contact_id

    @rule(first=st.sampled_from(PEOPLE), second=st.sampled_from(PEOPLE))
    def proposes(self, first: Identity, second: Identity) -> None:
        if first != second:
            self.run(self.linking.proposed(first, second))

    @rule(who=st.sampled_from(PEOPLE), number=st.integers(1, 4))
    def agrees(self, who: Identity, number: int) -> None:
        self.run(self.tried(self.linking.agrees(who, number)))

    @rule(who=st.sampled_from(PEOPLE), number=st.integers(1, 4))
    def joins(self, who: Identity, number: int) -> None:
        link = self.run(self.linking.links.of(number))
        if link is not None and link.other(who) is not None:
            self.run(self.tried(self.linking.joins(who, number)))

    @rule(who=st.sampled_from(PEOPLE), number=st.integers(1, 4))
    def undoes(self, who: Identity, number: int) -> None:
        if self.run(self.linking.links.of(number)) is not None:
            self.run(self.tried(self.linking.undone(who, number)))

    async def tried(self, step: Awaitable[None]) -> None:
        with suppress(Conflict):
            await step

    @invariant()
    def every_link_is_what_the_accounts_say(self) -> None:
        for who in PEOPLE:
            party = self.run(self.linking.party(who))
            active = self.run(self.linking.links.active(party.contact_id))
            moved = {each.moved for each in active}
            assert accounts(party) - moved == {each for each in PEOPLE if self.before[each] == party.contact_id}

    def teardown(self) -> None:
        for number in range(1, 20):
            if self.run(self.linking.links.of(number)) is not None:
                self.run(self.tried(self.linking.undone(PEOPLE[0], number)))
        assert {each: self.run(self.linking.party(each)).contact_id for each in PEOPLE} == self.before
        self.run(self.linking.database.close())
        self.loop.close()


Steps.TestCase.settings = settings(max_examples=30, stateful_step_count=12, deadline=None)
TestSteps = Steps.TestCase
