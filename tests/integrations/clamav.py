"""The real ClamAV daemon of Debian's packages, with a signature database of one line instead of a download."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CLAMD = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
SKIP = "the daemon of ClamAV is not installed: scripts/need-debian.sh clamav-daemon"
NAME = "Prov.EICAR"


def eicar() -> bytes:
    """The harmless file that every scanner knows as infected (eicar.org, 68 bytes), put together here: in one piece in
    a source file it would set off scanners on the way.
    """
    return b"".join((rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$", b"EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE!", b"$H+H*"))


@contextmanager
def running(most: str = "25M") -> Iterator[str]:
    """The address of a daemon that knows one infection. ``most``: what it takes in one stream."""
    # A socket's path has room for about a hundred signs: pytest's own folders are too deep.
    with tempfile.TemporaryDirectory(prefix="clamd-", dir="/tmp") as name:
        folder = Path(name)
        # Extended signature: name, any kind of file, anywhere in it, the bytes in hexadecimal.
        (folder / "prov.ndb").write_text(f"{NAME}:0:*:{eicar().hex()}\n", encoding="ascii")
        path = folder / "socket"
        (folder / "clamd.conf").write_text(
            f"DatabaseDirectory {folder}\nLocalSocket {path}\nForeground yes\nStreamMaxLength {most}\n"
            f"OfficialDatabaseOnly no\nTemporaryDirectory {folder}\n",
            encoding="ascii",
        )
        assert CLAMD is not None
        with subprocess.Popen(
            [CLAMD, "--config-file", str(folder / "clamd.conf")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as daemon:
            try:
                _wait(daemon, path)
                yield f"unix:{path}"
            finally:
                daemon.terminate()
                daemon.communicate(timeout=30)


def _wait(daemon: subprocess.Popen[bytes], path: Path) -> None:
    """Until it answers: it says so itself on its output, and then the socket is there."""
    assert daemon.stdout is not None
    said = []
    for line in daemon.stdout:
        said.append(line.decode(errors="replace"))
        if "Self checking" in said[-1] or "Listening daemon" in said[-1]:
            break
    with socket.socket(socket.AF_UNIX) as channel:
        try:
            channel.connect(str(path))
        except OSError as error:
            raise AssertionError("".join(said)) from error
