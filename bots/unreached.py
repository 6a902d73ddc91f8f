"""Why a platform was not reached, and what whoever runs kefu can do about it.

The errors of the libraries hold addresses with tokens in them: nothing of their text is told, but for what the
certificate was refused for, which names no more than a host.
"""

import errno
import socket
import ssl
from collections.abc import Iterator

WRONG_CERTIFICATE = "is this machine's clock right, are its CA certificates there, does a proxy read along?"
NO_TLS = "no TLS came about: does something in between, a proxy or a firewall, answer in its place?"
NOT_IT = "what answered there is not it: is the address in kefu.yaml right, does a proxy answer in its place?"
NO_NAME = "its name was not found: is this machine online, does its DNS work (`getent hosts NAME`)?"
REFUSED = "the connection was refused: is the address in kefu.yaml right, is a firewall in the way?"
NO_WAY = "there is no way to it: is this machine's network up, may it go out?"
CUT = "the connection was cut, which passes by itself; if not, does a firewall in between do that?"
IS_SLOW = "is it slow, does this machine's DNS work, does a firewall keep kefu (which uses no proxy) from going out?"
SILENT = f"it did not answer in time: {IS_SLOW}"
NO_FILES = (
    "kefu has as many connections open as it may: set LimitNOFILE= of its service higher (`ulimit -n` in a shell)"
)

BY_NUMBER = {
    errno.ENETUNREACH: NO_WAY,
    errno.EHOSTUNREACH: NO_WAY,
    errno.ENETDOWN: NO_WAY,
    errno.EADDRNOTAVAIL: NO_WAY,
    errno.EACCES: NO_WAY,
    errno.EPERM: NO_WAY,
    errno.EMFILE: NO_FILES,
    errno.ENFILE: NO_FILES,
}
BY_KIND: tuple[tuple[type[BaseException], str], ...] = (
    (ssl.SSLError, NO_TLS),
    (socket.gaierror, NO_NAME),
    (ConnectionRefusedError, REFUSED),
    (ConnectionError, CUT),
    (TimeoutError, SILENT),
)
BY_NAME = {
    "WSServerHandshakeError": NOT_IT,
    "ServerDisconnectedError": CUT,
    "ClientPayloadError": CUT,
    "ChunkedEncodingError": CUT,
    "ConnectTimeout": SILENT,
    "ReadTimeout": SILENT,
}
"""Of the libraries' own, which need not be loaded for this."""


def why(error: BaseException) -> str:
    """One line. What none of us knows is told by its kind."""
    return next((told for each in beneath(error) if (told := _told(each))), type(error).__name__)


def beneath(error: BaseException, depth: int = 6) -> Iterator[BaseException]:
    """What it was raised for, the first cause first, and then itself: aiohttp and urllib3 each keep it elsewhere."""
    inner = [error.__cause__, error.__context__, *error.args]
    inner += [getattr(error, name, None) for name in ("os_error", "certificate_error", "reason")]
    if depth:
        for each in inner:
            if isinstance(each, BaseException):
                yield from beneath(each, depth - 1)
    yield error


def _told(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate was not accepted ({error.verify_message}): {WRONG_CERTIFICATE}"
    if said := next((said for kind, said in BY_KIND if isinstance(error, kind)), ""):
        return said
    if isinstance(error, OSError) and error.errno in BY_NUMBER:
        return BY_NUMBER[error.errno]
    return BY_NAME.get(type(error).__name__, "")
