"""The `kefu` command: one command a module. What a command needs is imported when it runs, so that --help is quick."""

INTERRUPTED = 130
"""The exit code of whoever was stopped by Ctrl-C."""


def main() -> None:
    try:
        from bots.cli import program  # as much as a second, in which somebody may press Ctrl-C

        program.main()
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None


__all__ = ["INTERRUPTED", "main"]
