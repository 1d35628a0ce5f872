"""``samverk verify``: every place where something is not as it was recorded. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from samverk.ops import django_ready, integrity
from samverk.ops.arguments import LANG, Usage
from samverk.ops.refused import FAILED, language_of
from samverk.records import queries as records
from samverk.rules.wording import Language, Text, thousands

USAGE = Usage(
    "verify",
    Text(
        "Läser igenom hela installationen och prövar att varje uppgift, version, siffra och uträknad tabell är som den "
        "registrerades. Utgångskod 1 när något inte är det.",
        "Reads through the whole installation and proves that every fact, version, figure and derived table is as it "
        "was recorded. Exit code 1 when something is not.",
    ),
    (),
    (LANG,),
)


def run(argv: Sequence[str]) -> int:
    """Say each place that is wrong, or that all is well."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    with django_ready.said_plainly():
        return FAILED if tell(given.language) else 0


def tell(language: Language) -> int:
    """Print every place that is wrong, and the sum; how many there were."""
    places = list(integrity.places())
    for place in places:
        print(place.in_language(language))
    if places:
        print(_broken(len(places)).in_language(language))
        return len(places)
    heads = records.heads(records.chains())
    print(_whole(len(heads), sum(head.seq for head in heads.values())).in_language(language))
    return 0


def _whole(agreements: int, facts: int) -> Text:
    return Text(
        f"Allt är som det registrerades: {thousands(facts)} uppgifter i {agreements} avtal.",
        f"Everything is as it was recorded: {thousands(facts)} facts in {agreements} agreements.",
    )


def _broken(count: int) -> Text:
    sv = "1 ställe är" if count == 1 else f"{count} ställen är"
    en = "1 place is" if count == 1 else f"{count} places are"
    return Text(
        f"{sv} inte som det registrerades. Ändra inget mer, ta reda på vad som har hänt och återställ en kopia.",
        f"{en} not as recorded. Change nothing more, find out what has happened, and restore a copy.",
    )
