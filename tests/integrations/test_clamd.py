"""The check for malware, against the real daemon, and against what is no daemon."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from samverk.integrations import clamd
from tests.integrations import clamav
from tests.integrations.clamav import eicar

needs_clamav = pytest.mark.skipif(clamav.CLAMD is None, reason=clamav.SKIP)


@pytest.fixture(scope="module")
def daemon() -> Iterator[str]:
    with clamav.running("1M") as address:
        yield address


def written(folder: Path, data: bytes) -> Path:
    path = folder / "fil"
    path.write_bytes(data)
    return path


@needs_clamav
def test_what_is_infected_is_found_wherever_in_the_file_it_is(daemon: str, tmp_path: Path) -> None:
    assert clamd.infection(daemon, written(tmp_path, b"Protokoll")) is None
    for data in (eicar(), b"Protokoll " * 9000 + eicar() + b" slut" * 9000):
        assert clamd.infection(daemon, written(tmp_path, data)) == f"{clamav.NAME}.UNOFFICIAL"


@needs_clamav
def test_the_daemon_says_what_it_is(daemon: str) -> None:
    assert clamd.version(daemon).startswith("ClamAV 1.")


@needs_clamav
def test_a_file_beyond_the_daemon_s_own_limit_is_not_called_clean(daemon: str, tmp_path: Path) -> None:
    with pytest.raises(clamd.ScanFailed):
        clamd.infection(daemon, written(tmp_path, bytes(3_000_000)))


def test_nobody_at_the_address(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp:127.0.0.1:{free.getsockname()[1]}"
        for nobody in (f"unix:{tmp_path}/socket", address):
            with pytest.raises(clamd.ScanFailed):
                clamd.infection(nobody, written(tmp_path, b"hej"))
            with pytest.raises(clamd.ScanFailed):
                clamd.version(nobody)


@pytest.mark.parametrize(
    "said",
    [b"", b"\0", b"stream: \0", b"UNKNOWN COMMAND\0", b"stream: OK", b"stream: OK?\0", b"HTTP/1.1 400 \r\n\r\n"],
)
def test_an_answer_that_cannot_be_relied_on_is_no_answer(said: bytes, tmp_path: Path) -> None:
    """Another service at the address, or a daemon that breaks off. Only a whole "OK" is one."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def answer() -> None:
            channel, _ = server.accept()
            with channel:
                while b"\0\0\0\0" not in channel.recv(1 << 16):
                    pass
                channel.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        address, path = f"tcp:127.0.0.1:{port}", written(tmp_path, b"hej")
        with pytest.raises(clamd.ScanFailed):
            clamd.infection(address, path)
        thread.join()
