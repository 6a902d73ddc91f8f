"""What systemd is told of how far kefu is (sd_notify(3)), for units of `Type=notify`."""

import os
import socket
from collections.abc import Mapping

import structlog

log = structlog.get_logger(__name__)

READY = "READY=1"
STOPPING = "STOPPING=1"


def notify(state: str, environ: Mapping[str, str] = os.environ) -> None:
    """Nothing happens where nobody has asked, or whoever has is gone."""
    if address := environ.get("NOTIFY_SOCKET"):
        try:
            tell(f"\0{address[1:]}" if address.startswith("@") else address, state)
        except OSError as error:
            log.warning("systemd.unreachable", address=address, error=error.strerror or type(error).__name__)


def tell(address: str, state: str) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
        there.connect(address)
        there.sendall(state.encode())
