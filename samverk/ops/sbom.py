"""``samverk sbom``: what the program is made of, as it was locked and shipped (CycloneDX, JSON)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import samverk
from samverk.ops.arguments import LANG, Usage
from samverk.ops.refused import language_of
from samverk.rules.wording import Text

FILE: Final = Path(samverk.__file__).with_name("sbom.cdx.json")

USAGE = Usage(
    "sbom",
    Text(
        "Skriver ut vad Samverk består av (CycloneDX, JSON): varje paket med version och kontrollsummor, och vad som "
        "kräver vad. Till verktyg som jämför med listor över kända sårbarheter.",
        "Prints what Samverk is made of (CycloneDX, JSON): every package with version and checksums, and what needs "
        "what. For tools that compare it with lists of known vulnerabilities.",
    ),
    (),
    (LANG,),
)


def run(argv: Sequence[str]) -> int:
    """Print the file that travels in the package."""
    if USAGE.read(argv) is None:
        print(USAGE.help(language_of(argv)))
        return 0
    print(FILE.read_text(encoding="utf-8"), end="")
    return 0
