"""An agreement between as many municipalities as a test asks for, kept for as long as the test runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from samverk.accounts.policy import system
from samverk.agreements.actions.projections import rebuild_projections
from samverk.agreements.models import Agreement, AgreementVersion, Edition, EditionKind
from samverk.agreements.queries.situations import forget
from samverk.records.actions import NewFact, record_facts
from samverk.reference.corpus import locate
from samverk.reference.municipalities import municipalities
from samverk.rules.ruleset import load
from tests.web.filled import NORRORT

BY = system("Provet")
KNOWN = datetime(2026, 11, 1, 12, tzinfo=UTC)
# Those that the text gives something to do, so that every agreement has them.
FIRST = ("0163", "0186", "0160")


@contextmanager
def widened(parties: int) -> Iterator[str]:
    """The agreement's id: Norrort's words between ``parties`` municipalities, most of them bound.

    Every seventeenth lacks its minutes extract, every fifty-third its signature, every sixtieth has given notice, and
    every third came some time after the others.
    """
    agreement = f"bred-{parties}"
    codes = (*FIRST, *(code for code in municipalities() if code not in FIRST))[:parties]
    with transaction.atomic():
        _store(agreement, codes)
        record_facts(agreement=agreement, facts=list(_facts(codes)), by=BY)
        rebuild_projections(agreement=agreement)
        yield agreement
        transaction.set_rollback(True)
    forget()


def _facts(codes: tuple[str, ...]) -> Iterator[NewFact]:
    for number, code in enumerate(codes):
        day = date(2014, 3, 1) + timedelta(days=number * 37 % 900 if number % 3 == 0 else 0)
        payload = {"board": "Kommunstyrelsen", "paragraph": f"§ {number}"}
        if number % 17 != 3:
            payload["extract_on"] = day.isoformat()
        yield NewFact(kind="decision.adopted", valid_on=day, recorded_at=KNOWN, party=code, payload=payload)
        if number % 53 != 52:
            yield NewFact(kind="signature.given", valid_on=day, recorded_at=KNOWN, party=code)
        if number % 60 == 10:
            given = {"form": "written"}
            yield NewFact(kind="notice.given", valid_on=date(2026, 5, 1), recorded_at=KNOWN, party=code, payload=given)


def _store(agreement: str, codes: tuple[str, ...]) -> None:
    """Without the checks of an import: the words still name the fifteen."""
    files = dict(locate(NORRORT).files)
    toml = files["agreement.toml"].decode()
    toml = re.sub(rf'^id\s*= "{NORRORT}"', f'id = "{agreement}"', toml, count=1, flags=re.MULTILINE)
    named = "".join(f'{code} = {{ name = "{municipalities()[code].presented_name}" }}\n' for code in codes)
    toml = re.sub(r"^\[party\][^\[]*", f"[party]\n{named}\n", toml, count=1, flags=re.MULTILINE)
    read = load({**files, "agreement.toml": toml.encode()})
    made = Agreement.objects.create(
        id=agreement, title=read.title, short_sv=f"Brett {len(codes)}", short_en=f"Wide {len(codes)}"
    )
    common = {"recorded_at": KNOWN, "recorded_by": BY.label}
    version = AgreementVersion.objects.create(
        agreement=made, version=read.version, valid_from=read.valid_from, definition=read.canonical,
        sha256=read.sha256, **common,
    )  # fmt: skip
    Edition.objects.create(
        version=version, kind=EditionKind.PLAIN, language="sv", text=files["text.sv.md"].decode(), sha256="x", **common
    )
