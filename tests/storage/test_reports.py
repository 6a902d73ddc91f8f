"""Pages of what reports are counted from."""

from pathlib import Path

import pytest

from storage.content import Content
from storage.conversations import Conversation
from storage.database import Database
from storage.desk import Agent
from storage.inbound import Identity, Inbound, Kind
from storage.reports import Fact, Place, Verdict
from storage.results import Action, Outgoing, ReportingEvent, TurnResult
from storage.sqlite import SqliteStore
from storage.sqlite.reports import SqliteReportBooks
from storage.surveys import Survey, SurveyStatus

ASKED = Survey(
    id=3,
    survey="service",
    channel="wechat",
    team="sales",
    agents=("slack:U1", "slack:U2"),
    status=SurveyStatus.ANSWERED,
    asked_at=50.0,
    valid_until=99.0,
    score=0.75,
    value=4,
    comment="只有我们知道",
)


async def happened(store: SqliteStore, *events: ReportingEvent, surveys: tuple[Survey, ...] = ()) -> None:
    identity = Identity("telegram", "7")
    inbound = Inbound(key=str(events), kind=Kind.TEXT, identity=identity, chat_id="7", text="在吗", sent_at=1.0)
    inbox_id = await store.accept(inbound, 1.0)
    assert inbox_id is not None
    conversation = await store.load(identity) or Conversation(identity=identity, chat_id="7")
    result = TurnResult(
        conversation=conversation, events=events, surveys=surveys, agents=(Agent(account="slack:U1", name="小美"),)
    )
    await store.commit(inbox_id, result, 1.0)


def event(name: str, at: float, **fields: object) -> ReportingEvent:
    return ReportingEvent(name=name, at=at, channel="telegram", **fields)  # type: ignore[arg-type]  # fields by name


async def test_events_come_in_pages_the_oldest_first_and_each_once() -> None:
    database = await Database.open(":memory:")
    books = SqliteReportBooks(database, page=2)
    await happened(SqliteStore(database), *(event("opened", at) for at in (30, 10, 20, 20, 40)), event("handoff", 15))
    pages, after = [], Place(10.0)
    while page := await books.facts("opened", after, 40.0):
        pages.append([each.at for each in page])
        after = Place(page[-1].at, page[-1].id)
    assert pages == [[10, 20], [20, 30]]
    await database.close()


async def test_an_event_is_told_with_what_reports_divide_by() -> None:
    database = await Database.open(":memory:")
    books = SqliteReportBooks(database)
    told = event(
        "resolved",
        10,
        value=9.5,
        business_value=4.5,
        team="sales",
        agent="slack:U1",
        script="x",
        details={"by": "idle"},
    )
    await happened(SqliteStore(database), told, event("claimed", 11, details={"from": "slack:U2"}))
    [resolved] = await books.facts("resolved", Place(0), 99)
    assert resolved == Fact(resolved.id, "resolved", 10.0, 9.5, 4.5, "telegram", "sales", "slack:U1", "x", "idle")
    [claimed] = await books.facts("claimed", Place(0), 99)
    assert claimed.kind == ""
    assert await books.names() == {"slack:U1": "小美"}
    await database.close()


async def test_a_survey_is_told_without_the_contact_and_their_words() -> None:
    database = await Database.open(":memory:")
    await happened(SqliteStore(database), surveys=(ASKED,))
    books = SqliteReportBooks(database)
    assert await books.verdicts(Place(50.0), 50.5) == [
        Verdict(3, "service", 50.0, SurveyStatus.ANSWERED, "wechat", "sales", ("slack:U1", "slack:U2"), 0.75, 4)
    ]
    assert await books.verdicts(Place(50.0, 3), 99.0) == []
    await database.close()


async def test_pages_are_read_by_their_indexes() -> None:
    from storage.sqlite.reports import FACTS, VERDICTS

    database = await Database.open(":memory:")
    plans = [
        await database.read(f"EXPLAIN QUERY PLAN {FACTS}", ("", "opened", 0.0, 0, 9.0, 5)),
        await database.read(f"EXPLAIN QUERY PLAN {VERDICTS}", (0.0, 0, 9.0, 5)),
    ]
    told = [" ".join(str(row[-1]) for row in plan) for plan in plans]
    assert "reporting_events_name (name=? AND " in told[0]
    assert "surveys_asked" in told[1]
    assert not any("SCAN" in plan or "TEMP B-TREE" in plan for plan in told)
    await database.close()


@pytest.mark.parametrize("moment", ["0900", "0800"])
async def test_a_summary_is_posted_once_also_after_a_restart(tmp_path: Path, moment: str) -> None:
    row = Outgoing(action=Action.ALERT, channel="slack", content=Content(text="小结"))
    database = await Database.open(tmp_path / "kefu.db")
    [posted] = await SqliteReportBooks(database).post_once("summary:daily", "0900", [row], 5.0)
    assert (posted.id > 0, posted.created_at) == (True, 5.0)
    await database.close()
    database = await Database.open(tmp_path / "kefu.db")
    books = SqliteReportBooks(database)
    assert await books.post_once("summary:daily", moment, [row], 6.0) == ()
    assert len(await SqliteStore(database).waiting()) == 1
    assert len(await books.post_once("summary:weekly", moment, [row], 6.0)) == 1
    assert len(await books.post_once("summary:daily", "0901", [row], 7.0)) == 1
    await database.close()
