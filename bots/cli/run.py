"""`kefu run`: the desk, until it is told to stop."""

from bots.cli.options import DEFAULT_CONFIG, ConfigOption, settings_of


def run(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Run the desk: every channel that kefu.yaml turns on. Ctrl-C or SIGTERM stops it cleanly.

    [bold]Example:[/bold] KEFU_TELEGRAM__TOKEN=123:abc kefu run --config /srv/shop/kefu.yaml
    """
    settings = settings_of(config)
    from bots.app import process, serve

    process.run(serve(settings))
