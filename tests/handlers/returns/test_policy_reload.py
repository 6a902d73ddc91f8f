"""An admin changes the rules for returns while customers write: good ones are in force at once, bad ones never."""

from pathlib import Path

import pytest

from handlers.returns.policy import ReturnPolicy
from handlers.returns.presets import preset
from handlers.returns.shelf import ReloadingPolicy
from handlers.scripts.problem import Broken
from handlers.scripts.reload import Hearers
from tests.engine_fakes import until
from tests.handlers.admin import Admin

Shop = Admin[ReturnPolicy]


def opened(path: Path, kept_in: Path | None = None) -> Shop:
    def shelf(path: Path, hearers: Hearers[ReturnPolicy]) -> ReloadingPolicy:
        return ReloadingPolicy(path, lambda: ["en"], hearers, default_language="en", kept_in=kept_in)

    return Admin(path, shelf)


@pytest.fixture
def admin(tmp_path: Path) -> Shop:
    path = tmp_path / "returns.yaml"
    path.write_text("refund_days: 5\n")
    return opened(path)


async def test_a_saved_policy_is_followed_from_then_on(admin: Shop) -> None:
    assert admin.policy.refund_days == 5
    async with admin.watched():
        admin.saves("refund_days: 3\n")
        assert await admin.hears() == []
    assert admin.policy.refund_days == 3


async def test_the_last_good_policy_stays_until_the_mistake_is_mended(admin: Shop) -> None:
    async with admin.watched():
        admin.saves("refund_days: three\n")
        assert await admin.hears() == ["policy_whole"]
        assert admin.policy.refund_days == 5
        admin.saves("refund_days: 3\n")
        assert await admin.hears() == []
    assert admin.policy.refund_days == 3


@pytest.mark.parametrize(
    "rules",
    [
        "windows: [{days: 7}, {tags: [outlet], days: 0}]\n",
        "windows: [{tags: 【outlet】, days: 0}]\n",
        "rules: [{id: dear, decision: decline, because: No., currencies: [RMB]}]\n",
        "address: Some Road 1 #2 floor\n",
    ],
    ids=["another comes first", "for nothing with such a tag", "for no such money", "half an address"],
)
async def test_kefu_does_not_start_with_rules_that_promise_what_they_are_not_meant_to(
    rules: str, tmp_path: Path
) -> None:
    """Not even after an upgrade: they are about money."""
    path = tmp_path / "returns.yaml"
    path.write_text(rules)
    with pytest.raises(Broken):
        opened(path)


async def test_a_policy_that_goes_away_stays_in_force(admin: Shop) -> None:
    async with admin.watched():
        admin.path.unlink()
        assert await admin.hears() == ["policy_gone"]
    assert admin.policy.refund_days == 5


async def test_a_policy_that_is_gone_at_the_next_start_stays_in_force_until_it_is_back(tmp_path: Path) -> None:
    path, kept = tmp_path / "returns.yaml", tmp_path / "var/kept"
    path.write_text("refund_days: 5\n")
    async with opened(path, kept).watched():
        await until((kept / "returns.zip").exists)
    path.unlink()
    admin = opened(path, kept)
    assert admin.policy.refund_days == 5
    async with admin.watched():
        problem = (await admin.heard.get())[0]
        assert str(problem) == (
            f"{path}:1: the file is gone, and what it said last stays in force;"
            " put it back; to do without it, delete var/kept/returns.zip and restart kefu"
        )
        admin.saves("refund_days: 3\n")
        assert await admin.hears() == []
    assert admin.policy.refund_days == 3


async def test_a_shop_may_do_without_the_policy_that_it_once_had(tmp_path: Path) -> None:
    path, kept = tmp_path / "returns.yaml", tmp_path / "var/kept"
    path.write_text("refund_days: 5\n")
    async with opened(path, kept).watched():
        await until((kept / "returns.zip").exists)
    path.unlink()
    (kept / "returns.zip").unlink()
    for _ in range(2):
        admin = opened(path, kept)
        async with admin.watched():
            await until((kept / "returns.zip").exists)
        assert admin.policy == preset("cn-7day")
        assert admin.heard.empty()


async def test_without_a_file_seven_days_are_in_force_until_one_is_written(tmp_path: Path) -> None:
    admin = opened(tmp_path / "returns.yaml")
    assert admin.policy == preset("cn-7day")
    async with admin.watched():
        admin.saves("preset: eu-14day\n")
        assert await admin.hears() == []
    assert admin.policy == preset("eu-14day")


async def test_what_else_is_written_beside_it_is_nobody_s_business(admin: Shop) -> None:
    async with admin.watched():
        (admin.path.parent / "kefu.db-wal").write_bytes(b"x" * 1000)
        admin.saves("refund_days: 3\n")
        assert await admin.hears() == []
    assert admin.heard.empty()


def test_a_shop_does_not_open_with_a_policy_nobody_can_follow(tmp_path: Path) -> None:
    path = tmp_path / "returns.yaml"
    path.write_text("refund_days: three\n")
    with pytest.raises(Broken, match=r"returns\.yaml:1: refund_days: 'three' is not a whole number"):
        opened(path)
