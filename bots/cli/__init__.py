"""The `kefu` command: one command a module. What a command needs is imported when it runs, so that --help is quick."""

from bots.cli.program import main

__all__ = ["main"]
