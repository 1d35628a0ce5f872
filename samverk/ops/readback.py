"""``samverk readback``: everything that is entered for an agreement, in whole sentences for those who may adopt it."""

from __future__ import annotations

from collections.abc import Sequence

from samverk.ops import definitions
from samverk.ops.arguments import LANG, Usage
from samverk.ops.ask import AGREEMENT
from samverk.ops.refused import language_of
from samverk.ops.world import Names
from samverk.rules.readback import as_text, read_back
from samverk.rules.wording import Text

USAGE = Usage(
    "readback",
    Text(
        "Läser upp hela uppteckningen av en överenskommelse: varje bestämmelse som en mening, med punkt och läsning.",
        "Reads back the whole encoding of an agreement: every provision as a sentence, with clause and reading.",
    ),
    (AGREEMENT,),
    (LANG,),
)


def run(argv: Sequence[str]) -> int:
    """The document on standard output. Error: Refused."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    definition = definitions.read(definitions.find(given.words[0]))
    print(as_text(read_back(definition, municipalities=Names()), given.language), end="")
    return 0
