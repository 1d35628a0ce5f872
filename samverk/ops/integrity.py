"""Is everything as it was recorded? Chains, protection, versions, figures, projections: the places where it is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import Error, connection

from samverk.accounts.queries.trace import closes_nothing
from samverk.agreements.actions.projections import differing
from samverk.agreements.queries import versions
from samverk.lib import database, store
from samverk.lib.protection import missing_triggers
from samverk.ops.refused import why_not
from samverk.outreach.queries.proof import dispatches_unlike_chain
from samverk.outreach.queries.whole import unlike_steps
from samverk.records import queries as records
from samverk.records.queries import papers, register
from samverk.rules.wording import Text
from samverk.statistics import queries as statistics

PROTECTED = (
    "accounts_trace",
    "parties_post_trace",
    "records_event",
    "records_document_version",
    "records_register_entry",
    "records_register_paper",
    "agreements_version",
    "outreach_dispatch",
    "outreach_dispatch_paper",
    "outreach_dispatch_to",
    "outreach_mailing_act",
    "outreach_mailing_to",
    "outreach_receipt",
    "statistics_snapshot",
    "statistics_population_figure",
)
"""Tables that only grow; a test compares them with the migrations."""

READABLE = frozenset({database.Kind.READ_ONLY, database.Kind.FULL, database.Kind.LOCKED, database.Kind.OLDER})
"""Troubles with which the record can still be read through."""


def places() -> Iterator[Text]:
    """Every place where something is not as it was recorded; none when all is well. Reads every fact once."""
    trouble = database.inspect()
    if trouble is not None and trouble.kind not in READABLE:
        yield trouble.message
        return
    try:
        yield from chains()
        yield from _protection()
        if trouble is None or trouble.kind is not database.Kind.OLDER:
            yield from _contents()
            yield from documents()
            yield from _register()
            yield from log()
    except Error as error:
        said = database.explain(error)
        if said is None:
            raise
        yield said.message


def chains() -> Iterator[Text]:
    """The first break of each chain of facts."""
    for agreement in records.chains():
        broken = records.verify_chain(agreement)
        if broken is not None:
            yield Text(f"{agreement}: {broken.what.sv}", f"{agreement}: {broken.what.en}")


def unprotected() -> list[str]:
    """Protections that should be there. A database of an older version has no more tables than it has."""
    there = set(connection.introspection.table_names())
    return [name for table in PROTECTED if table in there for name in missing_triggers(connection, table)]


def _protection() -> Iterator[Text]:
    for name in unprotected():
        yield Text(
            f"Skyddet {name} mot ändringar saknas i databasen.",
            f"The protection {name} against changes is missing in the database.",
        )


def _contents() -> Iterator[Text]:
    damaged = versions.damaged()
    for name in damaged:
        yield Text(f"{name}: texten är inte den som lästes in.", f"{name}: the text is not the one that was imported.")
    for number in statistics.damaged():
        yield Text(
            f"Folkmängden i ögonblicksbild {number} är inte den som lästes in.",
            f"The population of snapshot {number} is not the one that was imported.",
        )
    unreadable = {name.split()[0] for name in damaged}
    for agreement in versions.with_versions():
        if agreement in unreadable:
            continue
        for table in differing(agreement):
            yield Text(
                f"{agreement}: {table} stämmer inte med uppgifterna.", f"{agreement}: {table} does not match the facts."
            )


def _register() -> Iterator[Text]:
    for name in register.register_unlike_chain():
        yield Text(
            f"{name}: raden i diariet är inte som den registrerades.",
            f"{name}: the line of the register is not as it was recorded.",
        )
    for name in dispatches_unlike_chain():
        yield Text(
            f"{name}: expedieringen, eller vad parterna gjort med den, är inte som den registrerades.",
            f"{name}: the dispatch, or what the parties did with it, is not as it was recorded.",
        )


def documents() -> Iterator[Text]:
    """Documents that are not as their chain says; files that are missing, damaged or nobody's. Reads every file once.

    A file without a row that is on its way in is an upload, perhaps an interrupted one: nothing is wrong.
    """
    for name in papers.papers_unlike_chain():
        yield Text(
            f"{name}: handlingen är inte som den registrerades.", f"{name}: the document is not as it was recorded."
        )
    place = store.documents()
    # The files first: one that comes meanwhile has its row, or its arrival, before it is looked for.
    there = list(place.names())
    kept = papers.blob_sizes()
    yield from files_wrong(place, kept)
    for name in there:
        if name not in kept and name not in place.on_their_way() and not papers.has_blob(name):
            yield Text(
                f"Filen {name} i {place.root} hör inte till någon handling.",
                f"The file {name} in {place.root} belongs to no document.",
            )


def log() -> Iterator[Text]:
    """Rows of the log that do not hold together: of rights, and of mail."""
    for number in closes_nothing():
        yield Text(
            f"Behörigheter, rad {number}: stänger något som samma person inte hade öppnat.",
            f"Rights, row {number}: closes something that the same person had not opened.",
        )
    for token in unlike_steps():
        yield Text(
            f"Utskick {token}: läget stämmer inte med dess steg.",
            f"Message {token}: its state is not what its steps say.",
        )


def files_wrong(place: store.Store, kept: Iterable[str]) -> Iterator[Text]:
    """Contents that there are rows for and that are gone or changed. Reads every file."""
    for sha256 in sorted(kept):
        try:
            whole = place.is_whole(sha256)
        except FileNotFoundError:
            yield Text(f"Filen {sha256} till en handling saknas.", f"The file {sha256} of a document is missing.")
            continue
        except OSError as error:
            why = why_not(error)
            yield Text(f"Filen {sha256} går inte att läsa: {why.sv}.", f"The file {sha256} cannot be read: {why.en}.")
            continue
        if not whole:
            yield Text(
                f"Filen {sha256} till en handling är skadad: innehållet har ändrats.",
                f"The file {sha256} of a document is damaged: its content has changed.",
            )
