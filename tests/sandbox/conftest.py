from collections.abc import AsyncIterator

import pytest

from bots.sandbox.wechat import WeChatPhone
from tests.sandbox.wechat_account import Account, opened_account


@pytest.fixture
async def account() -> AsyncIterator[Account]:
    async with opened_account() as account:
        yield account


@pytest.fixture
def li(account: Account) -> WeChatPhone:
    return account.standin.customer("oLi")
