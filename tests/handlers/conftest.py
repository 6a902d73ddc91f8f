import pytest

from handlers.scripts.library import Library
from tests.handlers.chat import Chat, library


@pytest.fixture(scope="session")
def scripts() -> Library:
    """The scripts that travel with the product."""
    return library()


@pytest.fixture
def chat(scripts: Library) -> Chat:
    return Chat(scripts)


@pytest.fixture
async def at_desk(chat: Chat) -> Chat:
    """A customer whom staff have, with nobody having answered yet."""
    await chat.says("茶叶受潮了怎么办啊")
    await chat.says("转人工")
    return chat


@pytest.fixture
async def with_agent(at_desk: Chat) -> Chat:
    """A customer who was told that 小美 is there."""
    await at_desk.agent_says("/claim")
    return at_desk
