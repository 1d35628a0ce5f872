"""``samverk import``: an agreement, a year's population or the list of municipalities, from files, with a preview.

Everything wrong with a file is said at once, with line and column; then nothing is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from samverk.accounts.policy import system
from samverk.agreements.actions.definitions import (
    DefinitionRefused,
    Imported,
    ImportRefused,
    import_definition,
    preview_definition,
)
from samverk.lib import clock
from samverk.ops import definitions, django_ready
from samverk.ops.arguments import LANG, Given, Option, Position, Usage
from samverk.ops.definition_check import examine
from samverk.ops.refused import FAILED, Refused, language_of, why_not
from samverk.parties.actions import import_municipalities
from samverk.reference.table_file import Problem
from samverk.rules.wording import Language, Text, thousands
from samverk.statistics.actions import YearImport, import_population

LARGEST = 50_000_000
"""Bytes. The largest real file is a fiftieth of this."""

SHOWN = 20
BY = system("Inläsning från terminalen")

_KINDS = Text("agreement, population eller municipalities", "agreement, population or municipalities")
_SOURCE = Option("source", Text("varifrån siffrorna kommer", "where they come from"), value=Text("KÄLLA", "SOURCE"))
_TABLE = Option("table", Text("tabellens namn hos källan", "the table's name there"), value=Text("TABELL", "TABLE"))
USAGE = Usage(
    "import",
    Text(
        "Läser in en överenskommelse, folkmängd eller kommuner från fil. Med --preview visas vad som skulle ändras.",
        "Imports an agreement, population or municipalities from files. With --preview: what would change.",
    ),
    (
        Position(Text("VAD", "WHAT"), _KINDS),
        Position(Text("FIL", "FILE"), Text("en fil, eller avtalets mapp", "a file, or the agreement's folder")),
    ),
    (
        Option("preview", Text("visa bara, lagra inget", "show only, store nothing")),
        _SOURCE,
        _TABLE,
        LANG,
    ),
)


def run(argv: Sequence[str]) -> int:
    """Import or preview. Error: Refused, with everything that is wrong printed before it."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    what, name = given.words
    act = _ACTS.get(what)
    if act is None:
        raise Refused(
            Text(
                f"”{what}” går inte att läsa in; välj agreement, population eller municipalities.",
                f"“{what}” cannot be imported; choose agreement, population or municipalities.",
            )
        )
    with django_ready.said_plainly():
        return act(name, given)


def _agreement(name: str, given: Given) -> int:
    located = definitions.find(name)
    try:
        faults = examine(located).faults
        if faults:
            raise DefinitionRefused(faults)
        if "preview" in given.flags:
            return _previewed(preview_definition(files=located.files, by=BY), given)
        done = import_definition(files=located.files, by=BY, recorded_at=clock.now())
    except DefinitionRefused as refused:
        for problem in refused.problems:
            print(problem.sentence(given.language))
        raise Refused(refused.message, FAILED) from refused
    except ImportRefused as refused:
        raise Refused(refused.message, FAILED) from refused
    sv = f"{done.agreement} {done.version}: " + ("inläst." if done.made else "fanns redan.")
    _say(given, sv, f"{done.agreement} {done.version}: " + ("imported." if done.made else "already there."))
    return 0


def _previewed(found: Imported, given: Given) -> int:
    head = f"{found.agreement} {found.version}: "
    if found.made:
        _say(given, head + "kan läsas in.", head + "can be imported.")
    else:
        _say(given, head + "finns redan.", head + "is already there.")
    _ended(given, stored=False)
    return 0


def _population(name: str, given: Given) -> int:
    now = clock.now()
    found = import_population(
        data=_bytes(name),
        filename=Path(name).name,
        source=given.values.get("source", Path(name).name),
        table=given.values.get("table", ""),
        retrieved_on=now.date(),
        by=BY,
        recorded_at=now,
        preview="preview" in given.flags,
    )
    _problems(found.problems, given.language)
    if not found.ok:
        raise _faulty(name)
    for year in found.years:
        _say(given, f"31 december {year.year}: {_year(year, 'sv')}", f"31 December {year.year}: {_year(year, 'en')}")
    _ended(given, stored=found.stored)
    return 0


def _year(found: YearImport, language: Language) -> str:
    """What the file does to a year: new, the same, or which figures it changes and by how much."""
    if found.known:
        return "samma siffror som förut" if language == "sv" else "the same figures as before"
    total = thousands(found.preview.total_after)
    if found.compared_with is None:
        return f"nytt år, {total} invånare" if language == "sv" else f"new year, {total} inhabitants"
    count, odd = len(found.preview.changes), len(found.preview.unusual)
    if language == "en":
        return f"{count} figures differ from {found.compared_with}, {odd} by more than 10 %, {total} inhabitants"
    return f"{count} tal skiljer sig från {found.compared_with}, {odd} med mer än 10 %, {total} invånare"


def _municipalities(name: str, given: Given) -> int:
    found = import_municipalities(data=_bytes(name), filename=Path(name).name, by=BY, preview="preview" in given.flags)
    _problems(found.problems, given.language)
    if not found.ok:
        raise _faulty(name)
    for change in found.changes[:SHOWN]:
        print(f"  {change.code} {change.field}: {change.before or '–'} → {change.after or '–'}")
    if len(found.changes) > SHOWN:
        _say(given, f"  … och {len(found.changes) - SHOWN} till", f"  … and {len(found.changes) - SHOWN} more")
    _say(given, f"{len(found.changes)} ändringar.", f"{len(found.changes)} changes.")
    _ended(given, stored=found.stored)
    return 0


def _bytes(name: str) -> bytes:
    path = Path(name)
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(
                Text(
                    f"{name} är större än {LARGEST // 1_000_000} MB och läses inte in. Är det rätt fil?",
                    f"{name} is larger than {LARGEST // 1_000_000} MB and is not imported. Is it the right file?",
                ),
                FAILED,
            )
        return path.read_bytes()
    except OSError as error:
        why = why_not(error)
        raise Refused(
            Text(f"{name} går inte att läsa: {why.sv}.", f"{name} cannot be read: {why.en}."), FAILED
        ) from error


def _problems(problems: Sequence[Problem], language: Language) -> None:
    for problem in problems:
        print(str(problem) if language == "sv" else f"{problem.file}:{problem.line}: {problem}")


def _faulty(name: str) -> Refused:
    sv = f"Inget ur {name} är lagrat. Rätta filen och försök igen."
    return Refused(Text(sv, f"Nothing of {name} is stored. Mend the file and try again."), FAILED)


def _ended(given: Given, *, stored: bool) -> None:
    if stored:
        _say(given, "Lagrat.", "Stored.")
    else:
        _say(given, "Inget är lagrat.", "Nothing is stored.")


def _say(given: Given, sv: str, en: str) -> None:
    print(en if given.language == "en" else sv)


_ACTS: dict[str, Callable[[str, Given], int]] = {
    "agreement": _agreement,
    "population": _population,
    "municipalities": _municipalities,
}
