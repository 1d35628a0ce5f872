"""``samverk reindex``: what the search finds, built again from versions, editions and facts."""

from __future__ import annotations

from collections.abc import Sequence

from samverk.agreements.actions.indexing import rebuild_whole_index
from samverk.ops import django_ready
from samverk.ops.arguments import LANG, Usage
from samverk.ops.refused import language_of
from samverk.rules.wording import Text

USAGE = Usage(
    "reindex",
    Text(
        "Bygger sökindexet på nytt ur avtalen och händelserna. Behövs bara om sökningen inte hittar det den borde.",
        "Builds the search index again from agreements and facts. Needed only if the search misses something.",
    ),
    (),
    (LANG,),
)


def run(argv: Sequence[str]) -> int:
    """Build the index again and say of how many agreements. Error: Refused."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    with django_ready.said_plainly():
        count = rebuild_whole_index()
    print(
        Text(f"Sökindexet är byggt: {count} avtal.", f"The index is built: {count} agreements.").in_language(
            given.language
        )
    )
    return 0
