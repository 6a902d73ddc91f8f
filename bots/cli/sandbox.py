"""`kefu sandbox`: the whole product on this machine, without any account."""

from bots.cli.options import DEFAULT_CONFIG, ConfigOption


def sandbox(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Run everything on this machine: stand-ins for the platforms, sample orders, a chat in the terminal.

    [bold]Example:[/bold] kefu sandbox
    """
