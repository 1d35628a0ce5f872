"""Norrort's agreement between another number of municipalities, put in the database for a while."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.db import transaction

from bench.filled import NORRORT
from samverk.accounts.policy import system
from samverk.agreements.actions.projections import rebuild_projections
from samverk.agreements.models import Agreement, AgreementVersion, Edition, EditionKind
from samverk.agreements.queries.situations import forget
from samverk.records.actions import NewFact, record_facts
from samverk.reference.corpus import locate
from samverk.reference.municipalities import municipalities
from samverk.rules.ruleset import load

BY = system("Mätningen")
KNOWN = datetime(2014, 5, 1, 12, tzinfo=UTC)
# Those that the text gives something to do, so that every agreement has them.
FIRST = ("0163", "0186", "0160")


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
        record_facts(agreement=agreement, facts=facts, by=BY)
        rebuild_projections(agreement=agreement)
        yield agreement
        transaction.set_rollback(True)
    forget()


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
