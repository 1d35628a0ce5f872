"""Norrort's agreement between another number of municipalities, put in the database for a while."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction

from bench.filled import NORRORT
from samverk.accounts.policy import system
from samverk.agreements.actions.projections import rebuild_projections
from samverk.agreements.models import Agreement, AgreementVersion, Edition, EditionKind
from samverk.agreements.queries.situations import forget
from samverk.records.actions import NewFact, record_facts
from samverk.reference.corpus import locate
from samverk.reference.municipalities import municipalities
from samverk.reference.population import latest_year, population
from samverk.rules.ruleset import load

BY = system("Mätningen")
KNOWN = datetime(2014, 5, 1, 12, tzinfo=UTC)
YEARS = range(2015, 2027)
# Those that the text gives something to do, so that every agreement has them.
FIRST = ("0163", "0186", "0160")


@contextmanager
def one_transaction() -> Iterator[None]:
    """Requests inside do not close the connection, and with it the transaction, when they begin and end."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


@contextmanager
def widened(parties: int) -> Iterator[str]:
    """The agreement's id; gone afterwards. All its parties adopted and signed in time."""
    agreement = f"{NORRORT}-{parties}"
    codes = (*FIRST, *(code for code in municipalities() if code not in FIRST))[:parties]
    with transaction.atomic():
        _store(agreement, codes)
        facts = [
            NewFact(kind=kind, valid_on=date(2014, 3, 1), recorded_at=KNOWN, party=code)
            for code in codes
            for kind in ("decision.adopted", "signature.given")
        ]
        record_facts(agreement=agreement, facts=[*facts, *_money(codes)], by=BY)
        rebuild_projections(agreement=agreement)
        yield agreement
        transaction.set_rollback(True)
    forget()


def _money(codes: tuple[str, ...]) -> Iterator[NewFact]:
    """A budget and the numbers of inhabitants for each year, so that there are fees to split."""
    for year in YEARS:
        series = min(year - 1, latest_year())
        figures = {code: population(series)[code] for code in codes}
        weights = {"year": year, "snapshot": f"folkmangd-{series}", "figures": figures}
        budget = {"year": year, "amount": 1_500_000_00, "body": "ledningsgrupp"}
        at = datetime(year, 4, 20, 12, tzinfo=UTC)
        yield NewFact(kind="budget.adopted", valid_on=date(year, 4, 1), recorded_at=at, payload=budget)
        yield NewFact(kind="weights.updated", valid_on=date(year, 4, 15), recorded_at=at, payload=weights)


def _store(agreement: str, codes: tuple[str, ...]) -> None:
    """Without the checks of an import: the words still name the fifteen."""
    files = dict(locate(NORRORT).files)
    toml = files["agreement.toml"].decode()
    toml = re.sub(rf'^id\s*= "{NORRORT}"', f'id = "{agreement}"', toml, count=1, flags=re.MULTILINE)
    named = "".join(f'{code} = {{ name = "{municipalities()[code].presented_name}" }}\n' for code in codes)
    toml = re.sub(r"^\[party\][^\[]*", f"[party]\n{named}\n", toml, count=1, flags=re.MULTILINE)
    files["agreement.toml"] = toml.encode()
    read = load(files)
    made = Agreement.objects.create(
        id=agreement,
        title=read.title,
        short_sv=f"{read.short.sv} {len(codes)}",
        short_en=f"{read.short.en} {len(codes)}",
    )
    common = {"recorded_at": KNOWN, "recorded_by": BY.label}
    version = AgreementVersion.objects.create(
        agreement=made, version=read.version, valid_from=read.valid_from, definition=read.canonical,
        sha256=read.sha256, **common,
    )  # fmt: skip
    Edition.objects.create(
        version=version, kind=EditionKind.PLAIN, language="sv", text=files["text.sv.md"].decode(), sha256="x", **common
    )
