"""Tasks and feedback on disk: as they were written, found by whoever needs them, and forgotten in time."""

from dataclasses import replace

import pytest

from storage.database import Database
from storage.feedback import Feedback, FeedbackStatus, Topic
from storage.results import Outgoing, Timer, TurnResult
from storage.sqlite import SqliteStore
from storage.sqlite.feedback import SqliteFeedback
from storage.sqlite.tasks import SqliteTasks
from storage.store import Fate, Settlement
from storage.tasks import Ending, Severity, Task, TaskKind
from tests.storage.conftest import OpenDatabase
from tests.storage.samples import LIN, conversation_of, says, turn, writes

TASK = Task(id=0, kind=TaskKind.LOW_SCORE, opened_at=1.0, due_at=9.0, remind_at=8.0)
ENDED = {
    "owner": "slack:U7",
    "team": "care",
    "severity": Severity.SEVERE,
    "summary": "2/5: 坏了",
    "reminded_at": 8.0,
    "reminders": 2,
    "settled_at": 10.0,
    "settled_by": "slack:U7",
    "said": Ending.RECOVERED,
    "note": "已补寄",
    "asked_again_at": 11.0,
    "answer_by": 20.0,
    "answered_at": 12.0,
    "ended_at": 12.0,
    "outcome": Ending.NOT_RECOVERED,
}


@pytest.fixture
def store(database: Database) -> SqliteStore:
    return SqliteStore(database)


@pytest.fixture
def tasks(database: Database) -> SqliteTasks:
    return SqliteTasks(database)


@pytest.fixture
def feedback(database: Database) -> SqliteFeedback:
    return SqliteFeedback(database)


async def opened(store: SqliteStore, tasks: SqliteTasks, *timers: str, **facts: object) -> Task:
    task = replace(TASK, id=tasks.next_id(), **facts)  # type: ignore[arg-type]  # facts by name
    due = tuple(Timer(name=name.format(task.id), due_at=8.0) for name in timers)
    await turn(store, f"rated-{task.id}", tasks=(task,), timers=due)
    found = await tasks.by_id(task.id)
    assert found is not None
    return found


async def test_it_belongs_to_the_conversation_and_is_read_back_whole(store: SqliteStore, tasks: SqliteTasks) -> None:
    task = await opened(store, tasks, survey_id=5)
    conversation = await conversation_of(store)
    assert (task.conversation_id, task.contact_id) == (conversation.id, conversation.contact_id)
    assert await tasks.of_survey(5) == task
    assert await tasks.of_survey(0) is None
    after = replace(task, **ENDED)  # type: ignore[arg-type]  # facts by name
    await turn(store, "answered", tasks=(after,))
    assert await tasks.by_id(task.id) == after


async def test_what_has_ended_is_in_no_list(store: SqliteStore, tasks: SqliteTasks) -> None:
    late, soon = await opened(store, tasks, due_at=50.0), await opened(store, tasks, due_at=20.0)
    await opened(store, tasks, **ENDED)
    assert [each.id for each in await tasks.unended()] == [soon.id, late.id]
    assert [each.id for each in await tasks.of_conversation(late.conversation_id)] == [late.id, soon.id]
    assert await tasks.of_conversation(99) == []


async def test_what_was_asked_about_it_is_remembered_until_it_has_ended(store: SqliteStore, tasks: SqliteTasks) -> None:
    task = await opened(store, tasks)
    offered = {"offered": [["是", f"task_contact:{task.id}:yes"]]}
    conversation = replace(await conversation_of(store), last_message_at=1.0, state=offered)
    for ended, left in (({}, offered), (ENDED, {})):
        after = replace(task, **ended)  # type: ignore[arg-type]  # facts by name
        inbox_id = await store.accept(writes(f"asked-{len(ended)}"), 1.0) or 0
        await store.commit(inbox_id, TurnResult(conversation=conversation, tasks=(after,)), 1.0)
        await store.purge(0.0, 99.0)
        store.forget(LIN)
        assert (await conversation_of(store)).state == left


async def test_one_that_no_timer_watches_is_found(store: SqliteStore, tasks: SqliteTasks) -> None:
    await opened(store, tasks, "task:{}")
    lost = await opened(store, tasks, "task:{}0", "idle")
    await opened(store, tasks, **ENDED)
    assert [each.id for each in await tasks.unwatched()] == [lost.id]


async def test_numbers_go_on_after_a_restart(open_database: OpenDatabase) -> None:
    first = await open_database()
    task = await opened(SqliteStore(first), SqliteTasks(first))
    assert SqliteTasks(await open_database()).next_id() == task.id + 1


async def test_a_turn_about_no_conversation_has_neither(store: SqliteStore) -> None:
    inbox_id = await store.accept(writes("1"), 1.0)
    assert inbox_id is not None
    with pytest.raises(ValueError, match="without a conversation"):
        await store.commit(inbox_id, TurnResult(tasks=(replace(TASK, id=1),)), 2.0)


async def given(store: SqliteStore, feedback: SqliteFeedback, **facts: object) -> Feedback:
    said = Feedback(id=feedback.next_id(), topic=Topic.DELIVERY, text="太慢了", at=1.0)
    said = replace(said, **facts)  # type: ignore[arg-type]  # facts by name
    await turn(store, f"said-{said.id}", feedback=(said,))
    found = await feedback.by_id(said.id)
    assert found is not None
    return found


async def test_feedback_is_read_back_whole(store: SqliteStore, feedback: SqliteFeedback) -> None:
    said = await given(store, feedback, severity=Severity.SEVERE, team="care", channel="telegram", language="zh-CN")
    assert said.conversation_id == (await conversation_of(store)).id
    answered = {"status": FeedbackStatus.ANSWERED, "answer": "换了", "answered_at": 5.0, "answered_by": "slack:U7"}
    after = replace(said, **answered)  # type: ignore[arg-type]  # facts by name
    await turn(store, "answer", feedback=(after,))
    assert await feedback.by_id(said.id) == after
    assert await feedback.by_id(99) is None


async def told(store: SqliteStore, feedback: SqliteFeedback, status: FeedbackStatus) -> Outgoing:
    """The row of the outbox that tells what became of it."""
    said = await given(store, feedback, status=status, answer="换了", answered_at=5.0)
    (row,) = await turn(store, f"told-{said.id}", outgoing=(says("换了", feedback_id=said.id),))
    return row


async def status_of(feedback: SqliteFeedback, row: Outgoing) -> FeedbackStatus | None:
    said = await feedback.by_id(row.feedback_id)
    return said.status if said else None


@pytest.mark.parametrize(
    ("fate", "expected"),
    [
        (Fate.DELIVERED, FeedbackStatus.ANSWERED),
        (Fate.POSTPONED, FeedbackStatus.ANSWERED),
        (Fate.FAILED, FeedbackStatus.OPEN),
    ],
)
async def test_feedback_is_open_again_when_its_answer_did_not_arrive(
    store: SqliteStore, feedback: SqliteFeedback, fate: Fate, expected: FeedbackStatus
) -> None:
    row, other = [await told(store, feedback, FeedbackStatus.ANSWERED) for _ in range(2)]
    await store.settle(Settlement(outgoing=row, fate=fate, at=6.0))
    assert await status_of(feedback, row) is expected
    assert await status_of(feedback, other) is FeedbackStatus.ANSWERED


async def test_an_answer_that_an_operator_had_sent_again_has_arrived_after_all(
    store: SqliteStore, feedback: SqliteFeedback
) -> None:
    row = await told(store, feedback, FeedbackStatus.ANSWERED)
    await store.settle(Settlement(outgoing=row, fate=Fate.FAILED, at=6.0))
    (again,) = await store.retry([row.id], 7.0)
    await store.settle(Settlement(outgoing=again, fate=Fate.DELIVERED, at=8.0))
    assert await status_of(feedback, row) is FeedbackStatus.ANSWERED


@pytest.mark.parametrize("fate", [Fate.FAILED, Fate.DELIVERED])
async def test_feedback_that_was_closed_meanwhile_stays_so(
    store: SqliteStore, feedback: SqliteFeedback, fate: Fate
) -> None:
    row = await told(store, feedback, FeedbackStatus.CLOSED)
    await store.settle(Settlement(outgoing=row, fate=fate, at=6.0))
    assert await status_of(feedback, row) is FeedbackStatus.CLOSED


async def test_the_severe_ones_wait_before_others(store: SqliteStore, feedback: SqliteFeedback) -> None:
    first, second = await given(store, feedback, at=1.0), await given(store, feedback, at=2.0)
    severe = await given(store, feedback, at=3.0, severity=Severity.SEVERE)
    await given(store, feedback, status=FeedbackStatus.CLOSED)
    assert [each.id for each in await feedback.unanswered(9)] == [severe.id, first.id, second.id]
    assert [each.id for each in await feedback.unanswered(1)] == [severe.id]
    contact = (await conversation_of(store, LIN)).contact_id
    assert [each.id for each in await feedback.latest(contact, 2)] == [severe.id, second.id]
    assert await feedback.latest(99, 2) == []


async def test_words_are_forgotten_and_what_became_of_it_stays(
    store: SqliteStore, tasks: SqliteTasks, feedback: SqliteFeedback
) -> None:
    ended, open_one = await opened(store, tasks, **ENDED), await opened(store, tasks, summary="还没有结束")
    said = await given(store, feedback, answer="换了", status=FeedbackStatus.ANSWERED)
    await store.purge(0.0, 100.0)
    kept = await tasks.by_id(ended.id)
    assert kept == replace(ended, summary="", note="")
    assert await tasks.by_id(open_one.id) == open_one
    assert await feedback.by_id(said.id) == replace(said, text="", answer="")
