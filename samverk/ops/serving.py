"""The server itself, as ``samverk serve`` starts it once everything has been checked."""

from __future__ import annotations

import socket
import sys
import time
from threading import Thread

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from samverk.rules.wording import Text

APPLICATION = "samverk.config.wsgi:application"
THREADS = 4
"""Requests a process works on at once. More would only wait for each other in Python and in SQLite."""

STOPPING = 20
"""Seconds a request in progress gets to finish when the server is stopped."""

PATIENCE = 30
"""Seconds to wait for the first process to answer before saying nothing at all."""


def serve(host: str, port: int, workers: int, language: str) -> None:
    """Answer until stopped. A process that dies is started again; one that cannot start stops the server."""
    server = Granian(
        APPLICATION,
        address=str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0]),
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOPPING,
        log_level=LogLevels.warning,
        websockets=False,
    )
    server.on_startup(lambda: Thread(target=_announce, args=(host, port, language), daemon=True).start())
    server.serve()
    print(Text("Samverk är avslutat.", "Samverk has stopped.").in_language(language), flush=True)


def _announce(host: str, port: int, language: str) -> None:
    """Say the address once something answers there."""
    shown = f"[{host}]" if ":" in host else host
    for _ in range(PATIENCE * 20):
        try:
            with socket.create_connection((host, port), timeout=1):
                break
        except OSError:
            time.sleep(0.05)
    else:
        return
    text = Text(
        f"Samverk svarar på http://{shown}:{port}/ (avsluta med Ctrl-C)",
        f"Samverk answers at http://{shown}:{port}/ (stop with Ctrl-C)",
    )
    print(text.in_language(language), flush=True)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
