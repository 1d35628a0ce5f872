"""The real command, as a person at a terminal runs it, in an installation of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

EXECUTABLE = Path(sys.executable).parent / "samverk"
CORPUS_IDS = ("koordination-norrort", "ksl-nyanlanda")


@dataclass(frozen=True)
class Terminal:
    """Runs commands with ``home`` as SAMVERK_HOME and SQLite in it, whatever the suite itself runs on."""

    home: Path

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a user who has set nothing but the folder."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
        return {**kept, "PYTHONUTF8": "1", "SAMVERK_HOME": str(self.home), **more}

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """The finished command, with what it printed."""
        return self._run([str(EXECUTABLE), *words], environment)

    def python(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Python instead of the command."""
        return self._run([sys.executable, *words], environment)

    def _run(self, words: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words,
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            encoding="utf-8",
        )

    def start(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        """A command that goes on until it is stopped."""
        return subprocess.Popen(
            [str(EXECUTABLE), *words],
            env=self.environment(**environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
