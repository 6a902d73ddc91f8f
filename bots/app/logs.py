"""Logging: events with ids, to standard error, for people or for machines."""

import logging
import os
from typing import TextIO, cast

import structlog
from structlog.typing import EventDict, Processor

from bots.app.log_stream import STDERR, LogStream
from config.sections import Log

QUIET = ("httpx", "httpcore", "aiohttp.access", "watchfiles", "urllib3")
"""They log every request at INFO, addresses included, and Telegram's address holds the token."""


plain = structlog.dev.plain_traceback
"""Not the default, which draws local variables: they hold tokens and customers' words."""


def set_up(log: Log) -> None:
    """Our own events and the libraries' lines, drawn alike: a machine that reads JSON reads all of it."""
    level = logging.getLevelNamesMapping()[log.level.upper()]
    drawn = (
        structlog.processors.JSONRenderer()
        if log.format == "json"
        else structlog.dev.ConsoleRenderer(colors=os.isatty(STDERR), exception_formatter=plain)
    )
    shared: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
    ]

    def told_of_loss(lines: int) -> str:
        event: EventDict = {"event": "log.lost", "lines": lines, "why": "nobody took them, or no room was left"}
        for processor in (*shared, drawn):
            event = cast(EventDict, processor(None, "warning", event))
        return str(event)

    stream = LogStream(told_of_loss)
    of_libraries(level, shared, drawn, stream)
    structlog.configure(
        processors=[*shared, drawn],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(cast(TextIO, stream)),
        cache_logger_on_first_use=True,
    )


def of_libraries(level: int, shared: list[Processor], drawn: Processor, stream: LogStream) -> None:
    """What goes through Python's own logging."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, drawn],
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
