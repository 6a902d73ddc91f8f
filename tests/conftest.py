"""How every test run begins, and what it ends with: a line for each test that has something to tell."""

import gc
import signal
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import our_scripts

# A machine that stands still for a moment says nothing about the example that was tried just then.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session", autouse=True)
def an_interrupt_ends_the_run_and_no_task() -> Iterator[None]:
    """For each step of a test asyncio would put its own handler where it finds Python's. Python looks for that among
    its names of handlers, fails, and words the failure: with all that the task was given, in thousands of characters.
    """
    before = signal.signal(signal.SIGINT, lambda number, frame: signal.default_int_handler(number, frame))
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session", autouse=True)
def commands_speak_english_where_a_test_does_not_say_otherwise() -> Iterator[None]:
    """Whatever the terminal speaks in which the tests are run."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LC_ALL", "C.UTF-8")
        yield


@pytest.fixture(scope="session", autouse=True)
def our_scripts_are_taken_apart_once() -> Iterator[None]:
    with our_scripts.taken_apart_once():
        yield


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Twelve thousand tests and all that they import stay for the whole run, in every worker: whoever looks for garbage
    need not walk through them, neither while they become more nor later.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes begins first: begun last, it would keep all other workers waiting."""
    items.sort(key=lambda item: item.get_closest_marker("crash") is None)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, text in report.user_properties if isinstance(report, pytest.TestReport) else ():
            if name == "summary":
                terminalreporter.write_line(text)
