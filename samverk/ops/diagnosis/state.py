"""The database and the collected files: of this version, whole, protected."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import Error, connection

from samverk.accounts.queries import users_with_roles
from samverk.lib import clock, database, store
from samverk.ops import static_files
from samverk.ops.demo.accounts import DOMAIN
from samverk.ops.diagnosis import Line, mail, note, well, wrong
from samverk.ops.integrity import unprotected
from samverk.records import queries as records
from samverk.records.queries.papers import blob_sizes, is_side_chain
from samverk.rules.wording import thousands

READABLE = frozenset({database.Kind.READ_ONLY, database.Kind.FULL, database.Kind.LOCKED})


def database_state() -> Iterator[Line]:
    """Can it be used, and is what it holds whole?"""
    trouble = database.inspect()
    if trouble is None:
        name = database.database_name(connection)
        yield well(
            f"Databasen {name} hör till den här versionen och går att skriva i",
            f"The database {name} belongs to this version and can be written to",
        )
    else:
        yield _trouble(trouble)
    if trouble is not None and trouble.kind not in READABLE:
        return
    try:
        yield from _protection()
        yield from _chains()
        yield from _documents()
        yield from _demo_accounts()
    except Error as error:
        said = database.explain(error)
        if said is None:
            raise
        yield _trouble(said)


def files() -> Iterator[Line]:
    """The pages' stylesheets, fonts and pictures."""
    if not static_files.wanted():
        yield note(
            "Sidornas filer tas direkt ur källkoden.",
            "The pages' files are taken straight from the source.",
            "Så är det vid utveckling. Ta annars bort SAMVERK_STATIC.",
            "That is for development. Otherwise remove SAMVERK_STATIC.",
        )
    elif static_files.are_current():
        yield well("Sidornas filer är framtagna", "The pages' files have been collected")
    else:
        yield note(
            "Sidornas filer är inte framtagna, eller äldre än programmet.",
            "The pages' files have not been collected, or are older than the program.",
            "De tas fram nästa gång du kör ”samverk serve”.",
            "They are collected the next time you run “samverk serve”.",
        )


def mail_and_work() -> Iterator[Line]:
    """Letters and background jobs; nothing where the database cannot be read, which has been said already."""
    trouble = database.inspect()
    if trouble is None or trouble.kind in READABLE:
        yield from mail.mail()
        yield from mail.work()


def _trouble(trouble: database.Trouble) -> Line:
    """The first sentence says what is wrong, the rest what to do."""
    sv, _, do_sv = trouble.message.sv.partition(". ")
    en, _, do_en = trouble.message.en.partition(". ")
    return wrong(f"{sv}.", f"{en}.", do_sv, do_en)


def _protection() -> Iterator[Line]:
    missing = unprotected()
    if missing:
        listed = ", ".join(missing)
        yield wrong(
            f"Skydd mot ändringar saknas i databasen: {listed}.",
            f"Protection against changes is missing in the database: {listed}.",
            "Återställ en säkerhetskopia, och ta reda på vem som har ändrat i databasen.",
            "Restore a backup, and find out who has changed the database.",
        )
    else:
        yield well(
            "Uppgifter, versioner och siffror är skyddade mot ändringar",
            "Facts, versions and figures are protected against change",
        )


def _chains() -> Iterator[Line]:
    heads = records.heads(records.chains())
    if not heads:
        yield well("Inga uppgifter är registrerade än", "No facts have been recorded yet")
    for agreement, head in heads.items():
        broken = records.verify_chain(agreement)
        if broken is not None:
            yield wrong(
                f"{agreement}: kedjan av uppgifter är bruten. {broken.what.sv}",
                f"{agreement}: the chain of facts is broken. {broken.what.en}",
                "Återställ en säkerhetskopia, och ta reda på vem som har ändrat i databasen.",
                "Restore a backup, and find out who has changed the database.",
            )
        elif head.recorded_at > clock.now():
            day = head.recorded_at.astimezone(clock.STOCKHOLM).date()
            yield wrong(
                f"{agreement}: den senaste uppgiften är registrerad {day}, efter vad klockan visar nu.",
                f"{agreement}: the latest fact was recorded on {day}, after what the clock shows now.",
                "Ställ datorns klocka. Annars går inga nya uppgifter att registrera.",
                "Set the computer's clock. Otherwise no new facts can be recorded.",
            )
        else:
            if is_side_chain(agreement):
                yield well(f"{agreement}: kedjan är hel", f"{agreement}: the chain is whole")
                continue
            sv = "1 uppgift" if head.seq == 1 else f"{thousands(head.seq)} uppgifter"
            en = "1 fact" if head.seq == 1 else f"{thousands(head.seq)} facts"
            yield well(f"{agreement}: {sv}, kedjan är hel", f"{agreement}: {en}, the chain is whole")


def _documents() -> Iterator[Line]:
    """Are the files there? Their content is read through by `samverk verify`."""
    place, sizes = store.documents(), blob_sizes()
    wrong_ones = 0
    for sha256, size in sizes.items():
        try:
            wrong_ones += place.open(sha256).stat().st_size != size
        except OSError:
            wrong_ones += 1
    if wrong_ones:
        yield wrong(
            f"Filer till handlingar som saknas eller är skadade: {wrong_ones} av {len(sizes)}.",
            f"Files of documents that are missing or damaged: {wrong_ones} of {len(sizes)}.",
            "Kör ”samverk verify”, som säger vilka, och hämta dem ur en säkerhetskopia.",
            "Run “samverk verify”, which says which, and fetch them from a backup.",
        )
    elif sizes:
        yield well(
            f"{thousands(len(sizes))} filer med handlingar är på plats",
            f"{thousands(len(sizes))} files of documents are in their place",
        )


def _demo_accounts() -> Iterator[Line]:
    count = sum(user.email.endswith(f"@{DOMAIN}") for user, _ in users_with_roles(clock.today()))
    if count:
        yield note(
            f"Konton för förevisning: {count}. Deras lösenord är kända.",
            f"Accounts for demonstration: {count}. Their passwords are known.",
            "Så är det i en demoinstallation. Använd en annan SAMVERK_HOME för verkligt bruk.",
            "That is so in a demonstration. Use another SAMVERK_HOME for real work.",
        )
