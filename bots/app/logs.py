"""Logging: events with ids, to standard error, for people or for machines."""

import logging
import sys

import structlog

from config.sections import Log

QUIET = ("httpx", "httpcore", "aiohttp.access", "apscheduler", "watchfiles", "urllib3")
"""They log every request at INFO, addresses included, and Telegram's address holds the token."""


plain = structlog.dev.plain_traceback
"""Not the default, which draws local variables: they hold tokens and customers' words."""


def set_up(log: Log) -> None:
    level = logging.getLevelNamesMapping()[log.level.upper()]
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s", force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    drawn = (
        structlog.processors.JSONRenderer()
        if log.format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            drawn,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
