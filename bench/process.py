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
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.filled import COUNTY, NORRORT
from bench.measure import Row, at_most, ratio

BIN = Path(sys.executable).parent
ASK = [str(BIN / "samverk"), "ask", NORRORT, "exit_date", "--given", "received=2024-02-29", "--json"]
NOTHING = [sys.executable, "-c", "pass"]
# As many days as a process keeps answers for, so that its memory is what it becomes and not what it starts with.
DAYS = 48


def rows() -> Iterator[Row]:
    """Start of ``samverk ask``, start and memory of the server."""
    asking, nothing = _commands(ASK, NOTHING)
    note = f"{asking * 1e3:.0f} ms; `python -c pass` {nothing * 1e3:.0f} ms"
    yield ratio("`samverk ask` from the shell, against `python -c pass`", asking / nothing, 8, note=note)
    starts = []
    memory = 0.0
    for number in range(3):
        with serving() as server:
            starts.append(server.seconds)
            if number == 0:
                memory = _worn_in(server)
    yield at_most("memory of a worker", memory, 120, "MB", note="after 150 pages of 48 days", peers="65–269 MB")
    yield at_most(
        "cold start: from the shell to the first page", statistics.median(starts), 3, "s",
        note="on the clock: `samverk serve`, then the agreement page with everything worked out", peers="1.5–13.6 s",
    )  # fmt: skip


def _commands(*commands: list[str]) -> list[float]:
    """Processor seconds of each command, its start included: medians of 15 turns."""
    taken: list[list[float]] = [[] for _ in commands]
    for turn in range(17):
        for place, command in enumerate(commands):
            before = os.times()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            after = os.times()
            spent = after.children_user + after.children_system - before.children_user - before.children_system
            if turn >= 2:
                taken[place].append(spent)
    return [statistics.mean(sorted(each)[3:-3]) for each in taken]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its number, its address, how long it took until the first page."""

    pid: int
    address: str
    seconds: float


@contextmanager
def serving() -> Iterator[Server]:
    """``samverk serve`` on a free port, until the end of the block."""
    address = f"http://127.0.0.1:{(port := _free_port())}"
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(BIN / "samverk"), "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        _wait(f"{address}/avtal/{NORRORT}/", process)
        yield Server(process.pid, address, time.perf_counter() - started)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def _worn_in(server: Server) -> float:
    """Resident megabytes of the largest process after many pages of many days."""
    for number in range(DAYS):
        day = f"?per=2025-{number % 12 + 1:02d}-{number // 12 + 1:02d}"
        for page in (f"/avtal/{NORRORT}/", f"/avtal/{COUNTY}/", "/kommun/0163/"):
            _get(server.address + page + day)
    for page in ("/", "/avtal/", "/kommuner/"):
        _get(server.address + page)
    return max(_resident(pid) for pid in _family(server.pid))


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            _get(address)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.01)
        else:
            return
    raise RuntimeError(f"{address} does not answer")


def _get(address: str) -> None:
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        answer.read()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found


def _resident(pid: int) -> float:
    text = Path(f"/proc/{pid}/status").read_text()
    match = re.search(r"VmRSS:\s+(\d+) kB", text)
    return int(match[1]) / 1024 if match else 0.0
