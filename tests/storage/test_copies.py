"""Which message is a copy of which: kept with the end of the delivery that made it."""

from dataclasses import replace

from storage.content import Content
from storage.copies import CARD, Copy
from storage.database import Database
from storage.results import Action, Outgoing, Side
from storage.sqlite import SqliteStore
from storage.sqlite.copies import SqliteCopies
from storage.store import Fate, Settlement, Store
from tests.storage.conftest import OpenDatabase
from tests.storage.samples import conversation_of, says, turn

POST = says("她说", channel="slack", action=Action.POST, copies="c1")
REPLY = says("我们说")


async def settled(store: Store, row: Outgoing, *pairs: tuple[str, str], desk_chat: str = "", at: float = 3.0) -> None:
    """The row was delivered; each pair is (message at the desk, message of the contact)."""
    made = tuple(
        Copy(
            conversation_id=row.conversation_id,
            desk_chat=desk_chat,
            desk_message=desk,
            contact_chat="lin",
            contact_message=contact,
        )
        for desk, contact in pairs
    )
    await store.settle(Settlement(outgoing=row, fate=Fate.DELIVERED, at=at, copies=made))


async def at_desk(database: Database, message: str) -> list[str]:
    lin = await conversation_of(SqliteStore(database))
    return [copy.desk_message for copy in await SqliteCopies(database).of_contact_message(lin.id, message)]


async def at_contact(database: Database, message: str) -> list[str]:
    lin = await conversation_of(SqliteStore(database))
    return [copy.contact_message for copy in await SqliteCopies(database).of_desk_message(lin.id, message)]


async def test_a_copy_is_known_from_both_sides_also_over_a_restart(open_database: OpenDatabase) -> None:
    store = SqliteStore(await open_database())
    post, reply = await turn(store, "1", outgoing=(POST, REPLY))
    await settled(store, post, ("d1", "c1"))
    await settled(store, reply, ("d2", "c2"))
    database = await open_database()
    assert await at_desk(database, "c1") == ["d1"]
    assert await at_contact(database, "d1") == ["c1"]
    assert await at_desk(database, "c2") == ["d2"]
    assert await at_contact(database, "d2") == ["c2"]
    assert await at_desk(database, "c9") == await at_contact(database, "d9") == []
    elsewhere = SqliteCopies(database)
    assert await elsewhere.of_contact_message(99, "c1") == []


async def test_a_message_that_was_cut_has_its_copies_in_order(database: Database) -> None:
    store = SqliteStore(database)
    (reply,) = await turn(store, "1", outgoing=(REPLY,))
    await settled(store, reply, ("d1", "c3"), ("d1", "c1"), ("d1", "c2"))
    assert await at_contact(database, "d1") == ["c3", "c1", "c2"]
    assert [await at_desk(database, contact) for contact in ("c1", "c2", "c3")] == [["d1"]] * 3


async def test_messages_that_were_joined_are_all_shown_by_one_post(database: Database) -> None:
    store = SqliteStore(database)
    first, second = await turn(store, "1", outgoing=(POST, replace(POST, copies="c2")))
    await settled(store, first, ("d1", "c1"))
    await settled(store, second, ("d1", "c2"))
    assert await at_contact(database, "d1") == ["c1", "c2"]
    assert await at_desk(database, "c1") == await at_desk(database, "c2") == ["d1"]


async def test_only_the_latest_card_is_the_card(database: Database) -> None:
    store = SqliteStore(database)
    card = replace(POST, card=True, copies=None)
    first, second = await turn(store, "1", outgoing=(card, card))
    await settled(store, first, ("d1", CARD))
    await settled(store, second, ("d7", CARD))
    assert await at_desk(database, CARD) == ["d7"]
    assert await at_contact(database, "d1") == [CARD], "a button on the old one still says what it was"


async def test_what_was_said_once_more_instead_is_what_the_next_edit_changes(database: Database) -> None:
    store = SqliteStore(database)
    reply, edit = await turn(
        store, "1", outgoing=(REPLY, says("", action=Action.EDIT, of="d1", instead=Content(text="(edited)")))
    )
    await settled(store, reply, ("d1", "c1"))
    await settled(store, edit, ("d1", "c2"))
    assert await at_contact(database, "d1") == ["c2"]
    post, again = await turn(store, "2", outgoing=(POST, replace(POST, action=Action.EDIT, side=Side.DESK)))
    await settled(store, post, ("d8", "c8"))
    await settled(store, again, ("d9", "c8"))
    assert await at_desk(database, "c8") == ["d9"]


async def test_two_chats_of_the_desk_may_count_their_messages_alike(database: Database) -> None:
    store = SqliteStore(database)
    first, second = await turn(store, "1", outgoing=(REPLY, REPLY))
    await settled(store, first, ("5", "c1"))
    await settled(store, second, ("5", "c2"), desk_chat="-100")
    lin = await conversation_of(store)
    found = await SqliteCopies(database).of_desk_message(lin.id, "5")
    assert [(copy.desk_chat, copy.contact_message) for copy in found] == [("", "c1"), ("-100", "c2")]


async def test_whose_a_message_at_the_desk_is_found_by_its_chat_and_id(database: Database) -> None:
    store = SqliteStore(database)
    first, second = await turn(store, "1", outgoing=(REPLY, replace(POST, card=True)))
    lin = await conversation_of(store)
    await settled(store, first, ("5", "c1"))
    await settled(store, second, ("6", CARD), desk_chat="-100")
    assert await store.load_by_desk_message("", "5") == lin
    assert await store.load_by_desk_message("-100", "6") == lin
    assert await store.load_by_desk_message("-100", "5") is None
    assert await store.load_by_desk_message("", "9") is None


async def test_a_delivery_that_failed_or_waits_made_no_copy(database: Database) -> None:
    store = SqliteStore(database)
    (reply,) = await turn(store, "1", outgoing=(REPLY,))
    await store.settle(Settlement(outgoing=reply, fate=Fate.POSTPONED, at=3.0, due_at=9.0))
    await store.settle(Settlement(outgoing=reply, fate=Fate.FAILED, at=4.0))
    assert await at_contact(database, "d1") == []


async def test_copies_are_forgotten_with_what_was_said(database: Database) -> None:
    store = SqliteStore(database)
    first, second = await turn(store, "1", outgoing=(REPLY, REPLY))
    await settled(store, first, ("d1", "c1"), at=3.0)
    await settled(store, second, ("d2", "c2"), at=8.0)
    assert await store.purge(0.0, 5.0) == 1
    assert await at_contact(database, "d1") == []
    assert await at_contact(database, "d2") == ["c2"]
