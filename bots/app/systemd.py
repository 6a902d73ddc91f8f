"""What systemd is told of how far kefu is (sd_notify(3)), for units of `Type=notify`."""

import os
import socket
from collections.abc import Mapping

READY = "READY=1"
STOPPING = "STOPPING=1"


def notify(state: str, environ: Mapping[str, str] = os.environ) -> None:
    """Nothing happens where nobody has asked."""
    if address := environ.get("NOTIFY_SOCKET"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
            there.connect(f"\0{address[1:]}" if address.startswith("@") else address)
            there.sendall(state.encode())
