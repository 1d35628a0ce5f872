"""``samverk doctor``: is this installation well? Each line says what was looked at, what was found and what to do.

Changes nothing but creates what a first start would create (the folder, the secret key).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

from samverk.ops.arguments import LANG, Usage
from samverk.ops.diagnosis import Level, Line, installation, material
from samverk.ops.refused import FAILED, language_of
from samverk.rules.wording import Language, Text

USAGE = Usage(
    "doctor",
    Text(
        "Undersöker installationen och säger vad som är fel och vad du kan göra åt det.",
        "Examines the installation and says what is wrong and what you can do about it.",
    ),
    (),
    (LANG,),
)

WORDS = {
    Level.WELL: Text("✓ bra ", "✓ good"),
    Level.NOTE: Text("! obs ", "! note"),
    Level.WRONG: Text("✗ fel ", "✗ bad "),
}

type Examination = Callable[[], Iterator[Line]]


def run(argv: Sequence[str]) -> int:
    """Examine everything that can be examined; 1 when something is wrong."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    found = list(_shown(given.language))
    wrong = sum(line.level is Level.WRONG for line in found)
    print(_summary(wrong).in_language(given.language))
    return FAILED if wrong else 0


def _shown(language: Language) -> Iterator[Line]:
    for examination in (*material.EXAMINATIONS, *installation.EXAMINATIONS):
        for line in examination():
            print(f"{WORDS[line.level].in_language(language)}  {line.what.in_language(language)}")
            if line.advice is not None:
                print(f"       {line.advice.in_language(language)}")
            sys.stdout.flush()
            yield line


def _summary(wrong: int) -> Text:
    if not wrong:
        return Text("Installationen mår bra.", "The installation is well.")
    if wrong == 1:
        return Text("Ett fel att rätta till.", "One fault to put right.")
    return Text(f"{wrong} fel att rätta till.", f"{wrong} faults to put right.")
