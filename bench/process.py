"""What a process costs: the terminal's start, a server's start and its memory."""

from __future__ import annotations

import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Row, at_most, ratio

BIN = Path(sys.executable).parent
ASK = [str(BIN / "samverk"), "ask", "koordination-norrort", "exit_date", "--given", "received=2024-02-29", "--json"]


def rows(home: str) -> Iterator[Row]:
    """Start of ``samverk ask``, start and memory of the server."""
    environment = {**os.environ, "SAMVERK_HOME": home}
    nothing = _spent([sys.executable, "-c", "pass"], environment)
    yield ratio("`samverk ask` against `python -c pass`", _spent(ASK, environment), nothing, 8)
    yield from _server(environment)


def _spent(command: list[str], environment: dict[str, str]) -> float:
    """Processor seconds of a command, its start included: the median of 15."""
    taken = []
    for _ in range(17):
        before = os.times()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
        after = os.times()
        taken.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return statistics.median(taken[2:])


def _server(environment: dict[str, str]) -> Iterator[Row]:
    port = _free_port()
    warm = [str(BIN / "samverk"), "serve", "--port", str(port)]
    _run(warm, port, environment)  # the static files are made the first time
    seconds, memory = min(_run(warm, port, environment) for _ in range(3))
    yield at_most("cold start to the first page", seconds, 3, "s")
    yield at_most("memory of a worker after 50 pages", memory, 120, "MB")


def _run(command: list[str], port: int, environment: dict[str, str]) -> tuple[float, float]:
    started = time.perf_counter()
    server = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait(f"http://127.0.0.1:{port}/avtal/koordination-norrort/")
        seconds = time.perf_counter() - started
        for number in range(50):
            _get(f"http://127.0.0.1:{port}/{('avtal/ksl-nyanlanda/', 'kommuner/', 'avtal/')[number % 3]}")
        return seconds, max(_resident(pid) for pid in _family(server.pid))
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def _wait(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            _get(address)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"{address} does not answer")


def _get(address: str) -> None:
    with urllib.request.urlopen(address, timeout=20) as answer:
        answer.read()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        if parent in found:
            found.append(int(path.parent.name))
    return found


def _resident(pid: int) -> float:
    text = Path(f"/proc/{pid}/status").read_text()
    match = re.search(r"VmRSS:\s+(\d+) kB", text)
    return int(match[1]) / 1024 if match else 0.0
