"""``samverk verify``: every place where something is not as it was recorded. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from samverk.accounts.queries.trace import trace_rows
from samverk.lib import database
from samverk.ops import django_ready, integrity
from samverk.ops.arguments import LANG, Usage
from samverk.ops.refused import FAILED, language_of
from samverk.outreach.queries.whole import mailing_rows, step_rows
from samverk.records import queries as records
from samverk.records.queries.papers import blob_sizes, is_side_chain
from samverk.rules.wording import Language, Text, thousands

USAGE = Usage(
    "verify",
    Text(
        "Läser igenom hela installationen och prövar att varje uppgift, version, siffra, uträknad tabell och handling "
        "är som den registrerades. Utgångskod 1 när något inte är det.",
        "Reads through the whole installation and proves that every fact, version, figure, derived table and document "
        "is as it was recorded. Exit code 1 when something is not.",
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
    heads = records.heads([chain for chain in records.chains() if not is_side_chain(chain)])
    print(_whole(len(heads), sum(head.seq for head in heads.values()), _files()).in_language(language))
    if _is_of_today():
        print(_log(trace_rows(), step_rows(), mailing_rows()).in_language(language))
    return 0


def _files() -> int:
    """How many contents of documents were read through; none in a database that is older than they are."""
    return len(blob_sizes()) if _is_of_today() else 0


def _is_of_today() -> bool:
    """Whether the database has every table that the program knows."""
    trouble = database.inspect()
    return trouble is None or trouble.kind is not database.Kind.OLDER


def _log(rights: int, steps: int, many: int) -> Text:
    return Text(
        f"Loggen är hel: {thousands(rights)} åtgärder med behörigheter och {thousands(many)} med brev till många (bara "
        f"tillägg), och {thousands(steps)} steg i utskick, som alla stämmer med utskickens läge.",
        f"The log is whole: {thousands(rights)} acts on rights and {thousands(many)} on letters to many (only added "
        f"to), and {thousands(steps)} steps of mail, which all agree with the state of the messages.",
    )


def _whole(agreements: int, facts: int, files: int) -> Text:
    return Text(
        f"Allt är som det registrerades: {thousands(facts)} uppgifter i {agreements} avtal och {thousands(files)} "
        "filer med handlingar.",
        f"Everything is as it was recorded: {thousands(facts)} facts in {agreements} agreements and {thousands(files)} "
        "files of documents.",
    )


def _broken(count: int) -> Text:
    sv = "1 ställe är" if count == 1 else f"{count} ställen är"
    en = "1 place is" if count == 1 else f"{count} places are"
    return Text(
        f"{sv} inte som det registrerades. Ändra inget mer, ta reda på vad som har hänt och återställ en kopia.",
        f"{en} not as recorded. Change nothing more, find out what has happened, and restore a copy.",
    )
