"""Logging: events with ids, to standard error, for people or for machines."""

import logging
import sys

import structlog
from structlog.typing import Processor

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
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)
    )
    shared: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
    ]
    of_libraries(level, shared, drawn)
    structlog.configure(
        processors=[*shared, drawn],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def of_libraries(level: int, shared: list[Processor], drawn: Processor) -> None:
    """What goes through Python's own logging."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, drawn],
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
