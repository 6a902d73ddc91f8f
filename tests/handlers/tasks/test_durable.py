"""Over the real database: what is done in one place of the desk happens in the conversation's own turn, and stays."""

import pytest

from handlers.scripts.library import Library
from storage.feedback import FeedbackStatus
from storage.inbound import Kind
from storage.sqlite.feedback import SqliteFeedback
from storage.sqlite.tasks import SqliteTasks
from storage.tasks import Ending, TaskKind
from tests.handlers.linking import MEI, TELEGRAM, Street, opened

HOUR = 3600.0


async def writes_outside(street: Street, text: str) -> None:
    """小美, in the desk's general topic."""
    await street.turns.accept(street.inbound(MEI, Kind.TEXT, text=text, staff=True, chat_id="desk", name="小美"))
    await street.turns.idle()


async def passes(street: Street, seconds: float) -> None:
    street.now += seconds
    await street.turns.sweep()
    await street.turns.idle()


async def test_severe_feedback_is_a_task_until_the_contact_says_it_is_better(scripts: Library) -> None:
    async with opened(scripts) as street:
        tasks, feedback = SqliteTasks(street.database), SqliteFeedback(street.database)
        assert "F1" in await street.says(TELEGRAM, "意见：茶叶里有异物")
        (task,) = await tasks.unended()
        assert (task.kind, task.feedback_id) == (TaskKind.FEEDBACK, 1)
        assert await tasks.unwatched() == []
        await writes_outside(street, "/task 1 done 已补寄")
        settled = await tasks.by_id(1)
        assert settled is not None
        assert (settled.said, settled.settled_by, settled.note) == (Ending.RECOVERED, str(MEI), "已补寄")
        await street.agent_says(TELEGRAM, "/resolve")
        await passes(street, HOUR)
        assert await street.presses(TELEGRAM, "好些了")
        ended = await tasks.by_id(1)
        assert ended is not None
        assert ended.outcome is Ending.RECOVERED
        assert await tasks.unended() == []
        await writes_outside(street, "/feedback F1 我们换了包装")
        said = await feedback.by_id(1)
        assert said is not None
        assert (said.status, said.answer) == (FeedbackStatus.ANSWERED, "我们换了包装")
        assert "我们换了包装" in street.told(TELEGRAM)


@pytest.mark.parametrize(("act", "comes_of_it"), [("/task 1 done", "过一会儿"), ("/feedback F1 好了", "有结果了")])
async def test_nothing_is_done_twice_by_two_who_act_at_once(scripts: Library, act: str, comes_of_it: str) -> None:
    async with opened(scripts) as street:
        await street.says(TELEGRAM, "意见：茶叶里有异物")
        for _ in range(2):
            await street.turns.accept(street.inbound(MEI, Kind.TEXT, text=act, staff=True, chat_id="desk"))
        await street.turns.idle()
        assert len([row for row in street.said if comes_of_it in row.content.text]) == 1
