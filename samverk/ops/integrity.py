"""Is everything as it was recorded? Chains, protection, versions, figures, projections: the places where it is not."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import Error, connection

from samverk.agreements.actions.projections import differing
from samverk.agreements.queries import versions
from samverk.lib import database
from samverk.lib.protection import missing_triggers
from samverk.records import queries as records
from samverk.rules.wording import Text
from samverk.statistics import queries as statistics

PROTECTED = ("records_event", "agreements_version", "statistics_snapshot", "statistics_population_figure")
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


def _protection() -> Iterator[Text]:
    for name in [name for table in PROTECTED for name in missing_triggers(connection, table)]:
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
