import pytest

from tests.handlers.chat import Chat
from tests.handlers.returns.shop import open_shop


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    """With somebody who has proven the order of two cups, and not yet their others."""
    open_shop(chat, "A1001")
    await chat.says("你好")
    return chat
