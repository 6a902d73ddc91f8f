"""What every test run ends with: a line for each test that has something to tell."""

from typing import Any

import pytest


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, text in report.user_properties if isinstance(report, pytest.TestReport) else ():
            if name == "summary":
                terminalreporter.write_line(text)
