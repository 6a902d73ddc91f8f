"""`farewell:` of desk.yaml, as an admin writes it."""

from pathlib import Path

import pytest

from handlers.desk.policy import DeskPolicy
from handlers.farewell.policy import DEFAULT_FAREWELL, FarewellPolicy, Silence
from tests.handlers.desk.test_policy_file import policy, told

MINUTE = 60.0
TEAMS = "teams: {presales: {name: Pre-sales}, aftersales: {name: After-sales}}\n"


def parting(text: str) -> FarewellPolicy:
    found = policy(f"{TEAMS}farewell: {text}\n")
    assert isinstance(found, DeskPolicy)
    return found.farewell


def test_what_is_left_out_is_as_it_always_was() -> None:
    assert policy("capacity: 5\n").farewell == DEFAULT_FAREWELL
    assert parting("{reopen_minutes: 0}") == FarewellPolicy(reopen_seconds=0.0)


def test_the_bot_the_desk_and_a_team_each_wait_in_their_own_way() -> None:
    teams = "{presales: {close_minutes: 20}}"
    found = parting(f"{{bot: {{warn_minutes: 10, close_minutes: 30}}, desk: {{close_minutes: 240}}, teams: {teams}}}")
    assert found.bot == Silence(warn_seconds=10 * MINUTE, close_seconds=30 * MINUTE)
    assert found.of("aftersales") == Silence(warn_seconds=60 * MINUTE, close_seconds=240 * MINUTE)
    assert found.of("presales") == Silence(close_seconds=20 * MINUTE), "the usual warning would come after that"


def test_0_switches_it_off() -> None:
    assert parting("{desk: {close_minutes: 0}}").desk == Silence()
    assert not parting("{desk: {warn_minutes: 0}}").desk.warns


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (
            "{bot: {warn_minutes: 30, close_minutes: 30}}",
            "farewell.bot.warn_minutes: the warning would come after the end",
        ),
        ("{desk: {close_minutes: 2880}}", "farewell.desk.close_minutes: '2880'"),
        ("{desk: {close_minutes: soon}}", "farewell.desk.close_minutes: 'soon'"),
        ("{reopen_minutes: -5}", "farewell.reopen_minutes: '-5'"),
        ("{teams: {presale: {close_minutes: 20}}}", "farewell.teams.presale: there is no team 'presale'"),
        ("{desk: {warn: 5}}", "farewell.desk: 'warn' is not a key here"),
        ("[5]", "farewell"),
    ],
)
def test_a_mistake_is_told_where_it_is(written: str, words: str) -> None:
    [problem] = told(f"{TEAMS}farewell: {written}\n")
    assert problem.startswith("2: ")
    assert words in problem


def test_a_team_that_is_misspelt_is_guessed() -> None:
    [problem] = told(f"{TEAMS}farewell: {{teams: {{presale: {{close_minutes: 20}}}}}}\n")
    assert "did you mean 'presales'?" in problem


def test_the_sample_of_kefu_init_reads_with_every_line_of_it_uncommented() -> None:
    sample = (Path(__file__).parents[3] / "config" / "desk.sample.yaml").read_text("utf-8")
    lines = sample.partition("# farewell:\n")[2].partition("\n\n")[0].splitlines()
    text = "farewell:\n" + "\n".join(line.removeprefix("# ") for line in lines)
    found = policy(f"{TEAMS}{text}\n").farewell
    assert found == parting("{teams: {presales: {warn_minutes: 10, close_minutes: 20}}}"), "the rest is what is usual"
