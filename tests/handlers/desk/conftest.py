import pytest

from handlers.scripts.library import Library
from tests.handlers.desk.talk import Talk


@pytest.fixture
async def desk(scripts: Library) -> Talk:
    """A customer in the queue."""
    talk = Talk(scripts)
    await talk.says("茶叶受潮了怎么办啊")
    await talk.says("转人工")
    return talk


@pytest.fixture
async def mine(desk: Talk) -> Talk:
    """小美 has answered."""
    await desk.agent_writes("您好")
    return desk
