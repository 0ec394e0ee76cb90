"""What every service tells gunicorn beyond its own numbers: how long a thread listens to somebody who has gone silent."""

from __future__ import annotations

import socket
import struct
from typing import Any

# Longer than a tunnel, and shorter than the time in which a few lost phones would take every thread of a small school.
SILENT_SECONDS = 60


def when_ready(server: Any) -> None:
    """Give every connection the limit, through the sockets that accept them.

    Gunicorn waits for ever: a phone that lost its signal in the middle of a request kept its thread until the service was restarted.
    Only silence ends a connection; whoever goes on sending, however slowly, is heard to the end.
    """
    for listener in server.LISTENERS:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", SILENT_SECONDS, 0))
