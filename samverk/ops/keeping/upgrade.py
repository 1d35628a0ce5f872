"""``samverk upgrade``: look through, back up, migrate, look through again. Nothing is migrated on a broken record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from samverk import __version__
from samverk.accounts.policy import system
from samverk.lib import clock, database
from samverk.lib.archive import tables
from samverk.ops import django_ready, integrity
from samverk.ops.arguments import LANG, Usage
from samverk.ops.keeping import backup, verify
from samverk.ops.refused import FAILED, Refused, language_of
from samverk.parties.actions import load_reference
from samverk.rules.wording import Language, Text
from samverk.statistics.actions import load_shipped_population

BY = system("Uppgradering från terminalen")
USAGE = Usage(
    "upgrade",
    Text(
        "För databasen till programmets version, eller skapar den. Först prövas att allt är som det registrerades och "
        "en säkerhetskopia skrivs till backups/ i SAMVERK_HOME. Är något fel ändras ingenting.",
        "Brings the database to the program's version, or makes it. First everything is proved to be as recorded and "
        "a backup is written to backups/ in SAMVERK_HOME. If anything is wrong, nothing is changed.",
    ),
    (),
    (LANG,),
)


def run(argv: Sequence[str]) -> int:
    """Upgrade. Error: Refused; then the database is as before."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    with django_ready.said_plainly():
        return _upgrade(given.language)


def _upgrade(language: Language) -> int:
    trouble = database.inspect()
    if trouble is not None and trouble.kind is database.Kind.ABSENT:
        settings.SAMVERK_HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
        call_command("migrate", verbosity=0, interactive=False)
        _say(language, f"Databasen {_name()} är skapad.", f"The database {_name()} has been made.")
        _load_shipped(language)
        return 0
    if trouble is not None and trouble.kind is not database.Kind.OLDER:
        raise Refused(trouble.message, FAILED)
    if trouble is None:
        _say(
            language,
            f"Databasen {_name()} hör redan till version {__version__}.",
            f"The database {_name()} already belongs to version {__version__}.",
        )
        _load_shipped(language)
        return FAILED if verify.tell(language) else 0
    _refuse_broken(language)
    path = _new_backup()
    backup.write(path)
    _say(language, f"Säkerhetskopia: {path}", f"Backup: {path}")
    before = set(tables.applied())
    call_command("migrate", verbosity=0, interactive=False)
    steps = len(set(tables.applied()) - before)
    _say(language, f"{steps} steg till version {__version__}.", f"{steps} steps to version {__version__}.")
    _load_shipped(language)
    return FAILED if verify.tell(language) else 0


def _load_shipped(language: Language) -> None:
    """Municipalities and population as this version ships them; what has been imported here is left as it is."""
    organisations = load_reference(by=BY)
    years = load_shipped_population(by=BY, recorded_at=clock.now())
    if organisations.made or organisations.changed or years:
        count = organisations.made + organisations.changed
        _say(
            language,
            f"Officiella uppgifter: {count} kommuner, län och andra organisationer, folkmängd för {years} år.",
            f"Official data: {count} municipalities, counties and other organisations, population for {years} years.",
        )


def _refuse_broken(language: Language) -> None:
    places = list(integrity.places())
    for place in places:
        print(place.in_language(language))
    if places:
        raise Refused(
            Text(
                "Databasen uppgraderas inte: den är inte som den registrerades. Återställ en säkerhetskopia först.",
                "The database is not upgraded: it is not as it was recorded. Restore a backup first.",
            ),
            FAILED,
        )


def _new_backup() -> Path:
    folder: Path = settings.SAMVERK_HOME / "backups"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{clock.now():%Y-%m-%d-%H%M%S}-{__version__}.zip"


def _name() -> str:
    return database.database_name(connection)


def _say(language: Language, sv: str, en: str) -> None:
    print(en if language == "en" else sv, flush=True)
