"""What stops a command: one sentence for the person at the terminal, and the exit code."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence

from samverk.rules.wording import Language, Text

WRONG_USE = 2
"""Exit code: the command was not understood, or what it was given is missing or malformed."""

FAILED = 1
"""Exit code: understood, but it found errors or could not be carried out."""

_WHY: Mapping[int, Text] = {
    errno.ENOENT: Text("filen eller mappen finns inte", "there is no such file or folder"),
    errno.EACCES: Text("du har inte rätt till den", "you have no right to it"),
    errno.EISDIR: Text("det är en mapp", "it is a folder"),
    errno.ENOTDIR: Text("en del av sökvägen är ingen mapp", "a part of the path is no folder"),
    errno.ENOSPC: Text("disken är full", "the disk is full"),
}


def why_not(error: OSError) -> Text:
    """Why a file could not be read or written; in the system's own words where we have none."""
    own = error.strerror or str(error)
    return _WHY.get(error.errno or 0, Text(own, own))


class Refused(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """A command stops here. ``text`` is printed as it is on the error stream."""

    def __init__(self, text: Text, code: int = WRONG_USE) -> None:
        super().__init__(text.sv)
        self.text = text
        self.code = code


def language_of(words: Sequence[str]) -> Language:
    """The language asked for anywhere among the words, also when they are otherwise wrong."""
    return "en" if "--lang=en" in words or " --lang en " in f" {' '.join(words)} " else "sv"
