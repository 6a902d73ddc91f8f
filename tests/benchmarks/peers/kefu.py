"""kefu as it runs in production but for its pacing: bare bots have none, and thirty a second is nothing to measure.

With `--database :memory:` nothing is kept on disk: what the durable pipeline costs beside it.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Literal

import structlog
from pydantic import SecretStr

from bots.app import Running, process, running
from config.sections import Desk, Pace, Scripts, Server, Slack, Telegram, WeChat
from config.settings import Settings
from storage.conversations import Conversation
from storage.database import Database
from storage.inbound import Identity
from storage.records import replace
from tests.benchmarks.loads import (
    LOADS,
    SLACK_SECRET,
    SLACK_TOKEN,
    TELEGRAM_SECRET,
    TELEGRAM_TOKEN,
    WECHAT_AES_KEY,
    WECHAT_APP_ID,
    WECHAT_TOKEN,
    order_number,
)
from tests.benchmarks.shop import DAY, order
from tests.engine_fakes import MemoryStore

MEMORY: Literal[":memory:"] = ":memory:"
UNPACED: Any = {"chat": (1_000_000, 1), "bot": (1_000_000, 1), "desk": (1_000_000, 1)}
SCRIPTS = Path(__file__).parents[3] / "scripts"


def settings(api_port: int, port: int, database: str) -> Settings:
    base = f"http://127.0.0.1:{api_port}"
    pace = Pace.model_construct(**UNPACED)
    return Settings(
        database=f"sqlite:///{database}",
        server=Server(port=port),
        telegram=Telegram(
            mode="webhook",
            token=SecretStr(TELEGRAM_TOKEN),
            secret=SecretStr(TELEGRAM_SECRET),
            api_base=base,
            pace=pace,
        ),
        slack=Slack(
            mode="http",
            bot_token=SecretStr(SLACK_TOKEN),
            signing_secret=SecretStr(SLACK_SECRET),
            api_base=f"{base}/api/",
            pace=pace,
        ),
        wechat=WeChat(
            app_id=WECHAT_APP_ID,
            app_secret=SecretStr("bench"),
            token=SecretStr(WECHAT_TOKEN),
            aes_key=SecretStr(WECHAT_AES_KEY),
            api_base=base,
            pace=pace,
        ),
        desk=Desk(channel="telegram", chat="-1001"),
        scripts=Scripts(path=SCRIPTS, default_language="en"),
    )


class Twin(MemoryStore):
    """Nothing is read from the database: who has proven an order would be asked for the proof in every message."""

    def __init__(self) -> None:
        super().__init__(keeps_history=False)
        self.proofs: dict[Identity, dict[str, float]] = {}

    async def load(self, identity: Identity) -> Conversation | None:
        known = await super().load(identity)
        if known is not None and not known.proven:
            known = self.conversations[known.id] = replace(known, proven=self.proofs[identity])
        return known


def in_memory(shop: Settings) -> AbstractAsyncContextManager[Running]:
    return running(
        shop.model_copy(update={"database": f"sqlite:///{tempfile.mkdtemp()}/none"}),
        open_database=lambda _path: Database.open(MEMORY),
        store_of=lambda _database: Twin(),
    )


async def get_known(kefu: Running, channel: str, accounts: Sequence[int], now: float) -> None:
    """Each has an order, and has proven that it is theirs."""
    await kefu.book.import_orders([order(account, now) for account in accounts])
    load = LOADS[channel]()
    for account in accounts:
        identity = Identity(channel, load.account_id(account))
        await kefu.engine.proofs.prove(identity, account, order_number(account), "1234", now)
        if isinstance(kefu.store, Twin):
            kefu.store.proofs[identity] = {order_number(account): now + DAY}


async def main(arguments: argparse.Namespace) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    now = time.time()
    shop = settings(arguments.api_port, arguments.port, arguments.database)
    async with in_memory(shop) if arguments.database == MEMORY else running(shop) as kefu:
        if not arguments.filled:
            await get_known(kefu, arguments.channel, range(arguments.customers), now)
        process.settle()
        print("ready", flush=True)  # noqa: T201 - the runner waits for this line
        await asyncio.Event().wait()


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("api_port", type=int)
    parser.add_argument("port", type=int)
    parser.add_argument("--channel", required=True)
    parser.add_argument("--customers", type=int, required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--filled", action="store_true", help="the database has the customers and their orders")
    return parser.parse_args()


if __name__ == "__main__":
    process.run(main(parsed()))
