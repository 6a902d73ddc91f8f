"""A shop with everything in it: the platforms on loopback, the production kefu behind them, and sample orders."""

import json
import random
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bots.app import Running, running
from bots.sandbox.clock import MovableClock
from bots.sandbox.platforms import DeskName, Platforms
from bots.sandbox.shop import sample_orders
from config.loading import load
from config.settings import Settings
from handlers.scripts.ours import OUR_SCRIPTS
from storage.database import Database
from storage.sqlite import SqliteStore
from storage.store import Store

MINUTE = 60.0
Wiring = Literal["called", "polling"]
"""Whether the platforms call kefu (webhook, events), or it asks them (getUpdates, Socket Mode). WeChat only calls."""

BRISK = "pace: {chat: [1000, 1], bot: [1000, 1], desk: [1000, 1]}"
"""The platforms' limits are proved elsewhere; here they would only make everybody wait."""
KEFU_YAML = f"""
shop: {{name: 客服小店}}
telegram: {{{BRISK}}}
slack: {{{BRISK}}}
wechat: {{{BRISK}}}
"""
WECOM = f"wecom: {{{BRISK}}}\n"
STAFF_OF_WECOM = "agents: [{account: 'wecom:xiaomei', name: 小美}, {account: 'wecom:xiaomei2', name: 阿波}]"
"""WeCom tells no names."""


@dataclass(frozen=True, slots=True)
class Shop:
    platforms: Platforms
    kefu: Running
    desk_channel: DeskName
    clock: MovableClock
    folder: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.kefu.port}"

    @property
    def scripts(self) -> Path:
        return self.folder / "scripts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a shop is to be opened."""

    folder: Path
    desk_channel: DeskName = "telegram"
    wiring: Wiring = "polling"
    clock: MovableClock = field(default_factory=MovableClock)
    policy: str = "{}"
    returns: str | None = None
    """The shop's policy for returns; None: it has written none."""
    desk: str = ""
    """More for desk.yaml."""
    own_scripts: bool = False
    """Whether somebody edits them: a copy of the product's then."""
    hours: str = ""
    """hours.yaml; empty: there is none."""
    surveys: str = ""
    """surveys.yaml; empty: nobody is asked."""
    reports: str = "{}"
    retention: str = "{}"
    team_chats: Mapping[str, str] = field(default_factory=dict)
    store_of: Callable[[Database], Store] = SqliteStore


@asynccontextmanager
async def open_shop(plan: Plan) -> AsyncIterator[Shop]:
    platforms = Platforms(clock=plan.clock)
    platforms.slack.flood_control = platforms.group.flood_control = False
    await platforms.start()
    try:
        async with running(settings_of(plan, platforms), clock=plan.clock, store_of=plan.store_of) as kefu:
            platforms.connect(kefu.port, calling=plan.wiring == "called")
            await kefu.book.import_orders(sample_orders("Asia/Shanghai", plan.clock()))
            yield Shop(platforms, kefu, plan.desk_channel, plan.clock, plan.folder)
    finally:
        await platforms.close()


def settings_of(plan: Plan, platforms: Platforms) -> Settings:
    config = plan.folder / "kefu.yaml"
    is_wecom = plan.desk_channel == "wecom"
    if is_wecom or plan.desk:
        staff = f"{STAFF_OF_WECOM}\n" if is_wecom else ""
        (plan.folder / "desk.yaml").write_text(f"{staff}{plan.desk}", "utf-8")
    teams = f"desk: {{teams: {json.dumps(dict(plan.team_chats))}}}\n"
    config.write_text(
        f"{KEFU_YAML}{WECOM if is_wecom else ''}{teams}"
        f"policy: {plan.policy}\nreports: {plan.reports}\nretention: {plan.retention}\n",
        "utf-8",
    )
    if plan.returns is not None:
        (plan.folder / "returns.yaml").write_text(plan.returns, "utf-8")
    if plan.hours:
        (plan.folder / "hours.yaml").write_text(plan.hours, "utf-8")
    if plan.surveys:
        (plan.folder / "surveys.yaml").write_text(plan.surveys, "utf-8")
    called = plan.wiring == "called"
    environment = platforms.environment(
        plan.desk_channel, plan.folder / "kefu.db", port=free_port() if called else 0, calling=called
    )
    environment["KEFU_SCRIPTS__PATH"] = str(scripts_of(plan))
    return load(config, environment)


def scripts_of(plan: Plan) -> Path:
    if not plan.own_scripts:
        return OUR_SCRIPTS
    own = plan.folder / "scripts"
    return own if own.exists() else shutil.copytree(OUR_SCRIPTS, own)  # as they were left, where it opens again


def free_port() -> int:
    """Below those that the system gives to whoever asks for any, and those of kefus that are killed and started again:
    nobody else takes it before kefu does.
    """
    while True:
        port = random.randrange(10_000, 20_000)
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
