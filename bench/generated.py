"""Generated agreements with generated histories: twenty made by chance, each fifty times (BENCH_AGREEMENTS: 1000).

Twelve parties of 290 and thirty duties each: twenty of every party, ten joint. Ten years; 65 % of the duties yearly
(some in a part of the year, some from two to four times), 20 % half-yearly, 15 % quarterly; two of the thirty rest on a
reading that is not decided. Nine windows of ten have what they ask for. A party of every other agreement leaves.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection

from samverk.agreements.models import Agreement, CountedAct, CountedRun
from samverk.rules import cadence
from samverk.rules.definition import Definition
from samverk.rules.facts import Fact
from samverk.rules.intervals import Interval
from samverk.rules.parsing import parameter
from samverk.rules.provisions import Duty
from samverk.rules.ruleset import load
from samverk.rules.values import Quota

TEMPLATES = 20
COPIES = max(1, int(os.environ.get("BENCH_AGREEMENTS", "1000")) // TEMPLATES)
FIRST, YEARS = date(2016, 1, 1), 10
PARTIES, OF_EACH, JOINT = 12, 20, 10
DONE = 0.9

YEARLY: tuple[dict[str, Any], ...] = (
    {"per": "year", "min": 1},
    {"per": "year", "min": 2, "max": 4},
    {"per": "year", "min": 1, "window": {"from": "04-01", "to": "04-30"}},
)
QUOTAS = (*YEARLY * 13, *({"per": "half_year", "min": 1},) * 12, *({"per": "quarter", "min": 1},) * 9)
READINGS = ({"per": "year", "min": 1}, {"per": "half_year", "min": 1}, {"per": "quarter", "min": 1})

HEAD = """
format = "samverkan/1"
[agreement]
id = "{name}"
title = "Avtal"
short = {{ sv = "Avtal", en = "Agreement" }}
language = "sv"
version = "1.0.0"
text = "text.sv.md"
valid_from = 2016-01-01
calendar = {{ zone = "Europe/Stockholm", months = "SFS1930:173-1", holidays = "SFS1989:253" }}
money = {{ currency = "SEK", unit = "ore" }}
clause_name = {{ sv = "punkt {{n}}", en = "clause {{n}}" }}
clause_mark = {{ sv = "p. {{n}}", en = "cl. {{n}}" }}
[clause.1]
kind = "operative"
heading = "Parter"
heading_en = "Parties"
summary = "Parter."
summary_en = "Parties."
[rule.loptid]
kind = "term"
label = {{ sv = "Löptid", en = "Term" }}
cite = ["1/s1"]
duration = "indefinite"
start = 2016-01-01
[rule.giltighet]
kind = "entry"
label = {{ sv = "Giltighet", en = "Entry" }}
cite = ["1/s1"]
requires = ["adoption_decision"]
effective = "adoption_decision"
not_before = "rule:loptid.start"
legal_force = "not_required"
[rule.uttrade]
kind = "withdrawal"
label = {{ sv = "Utträde", en = "Exit" }}
cite = ["1/s1"]
who = "any_party"
form = "open"
addressees = "other_parties"
clock = "notice_dated"
period = "P6M"
month_rule = "same_day_else_last"
last_day = "inside"
holiday_shift = "none"
effect = "party_leaves"
"""
DUTY = """
[rule.{name}]
kind = "duty"
label = {{ sv = "Åtagande", en = "Duty" }}
cite = ["1/s1"]
bearer = "{bearer}"
act = "follow_up"
pattern = "recurring"
quota = {quota}
check = "auto"
evidence = ["document"]
"""
READING = """basis = {{ quota = "t-{name}" }}
[interpretation.t-{name}]
param = "rule.{name}.quota"
status = "provisional"
decides = "body:x"
options = [{options}]
q = "Hur ofta?"
q_en = "How often?"
why = "Texten tiger."
why_en = "The text is silent."
"""


def day_asked() -> date:
    """Some months into the year after the last one with a history."""
    return date(FIRST.year + YEARS, 5, 15)


def templates(chance: random.Random) -> list[tuple[str, Definition, list[Fact]]]:
    """Names, definitions and histories."""
    return [_template(chance, number) for number in range(TEMPLATES)]


def _template(chance: random.Random, number: int) -> tuple[str, Definition, list[Fact]]:
    name = f"avtal-{number:02d}"
    codes = [f"{code:04d}" for code in sorted(chance.sample(range(101, 391), PARTIES))]
    parties = "[party]\n" + "".join(f'{code} = {{ name = "Kommun {code}" }}\n' for code in codes)
    duties = "".join(_duty(chance, place) for place in range(OF_EACH + JOINT))
    text = "# Avtal\n## 1 Parter\nKommunerna är parter.\n"
    read = load({"agreement.toml": (HEAD.format(name=name) + parties + duties).encode(), "text.sv.md": text.encode()})
    return name, read, list(_history(chance, read, codes, leaves=number % 2 == 1))


def _duty(chance: random.Random, place: int) -> str:
    quota = READINGS[0] if place in (0, OF_EACH) else chance.choice(QUOTAS)
    bearer = "each_party" if place < OF_EACH else "all_parties_jointly"
    duty = DUTY.format(name=f"d{place}", bearer=bearer, quota=_toml(quota))
    if place not in (0, OF_EACH):
        return duty
    return duty + READING.format(name=f"d{place}", options=", ".join(map(_toml, READINGS)))


def _toml(value: Any) -> str:
    if not isinstance(value, dict):
        return json.dumps(value)
    return "{ " + ", ".join(f"{key} = {_toml(part)}" for key, part in value.items()) + " }"


def _history(chance: random.Random, read: Definition, codes: list[str], *, leaves: bool) -> Iterator[Fact]:
    told: list[tuple[str, date, str | None, dict[str, Any]]] = [("decision.adopted", FIRST, code, {}) for code in codes]
    told += [("notice.given", date(2020, 3, 1), codes[0], {})] if leaves else []
    for rule in read.of_kind(Duty):
        for code in codes if rule.bearer == "each_party" else (None,):
            told += [("result.produced", day, code, {"rule": rule.id}) for day in _days(chance, rule)]
    recorded = datetime(2026, 1, 1, tzinfo=UTC)
    for seq, (kind, day, party, payload) in enumerate(sorted(told, key=lambda item: item[1]), 1):
        yield Fact(seq, kind, day, recorded, party, payload)


def _days(chance: random.Random, rule: Duty) -> Iterator[date]:
    """Days on which a duty was done: as often as asked for, in nine windows of ten."""
    quota: Quota | None = parameter(Duty, "quota", READINGS[-1]) if rule.basis else rule.quota
    if quota is None:
        raise RuntimeError(f"{rule.id} has no quota")
    last = date(FIRST.year + YEARS, 1, 1) - timedelta(days=1)
    for slot in cadence.slots(quota, (Interval(FIRST),), last):
        if chance.random() < DONE:
            for _ in range(quota.min or 0):
                yield slot.window.start + timedelta(days=chance.randrange(slot.window.days()))


def multiply(names: list[str]) -> None:
    """Every generated agreement as many times as it takes, by the database itself."""
    copies = [f"{name}-{copy}" for name in names for copy in range(1, COPIES)]
    Agreement.objects.bulk_create(Agreement(id=name, title=name, short_sv=name, short_en=name) for name in copies)
    step = CountedRun.objects.order_by("-id")[0].pk
    run, act = CountedRun._meta.db_table, CountedAct._meta.db_table
    kept = [str(field.column) for field in CountedRun._meta.concrete_fields if field.name not in ("id", "agreement")]
    columns = ", ".join(connection.ops.quote_name(column) for column in kept)
    with connection.cursor() as cursor:
        for copy in range(1, COPIES):
            cursor.execute(
                f"INSERT INTO {run} (id, agreement_id, {columns}) "
                f"SELECT id + {copy * step}, agreement_id || '-{copy}', {columns} FROM {run} WHERE id <= {step}"
            )
        for copy in range(1, COPIES):
            cursor.execute(
                f"INSERT INTO {act} (run_id, win, day, late) "
                f"SELECT run_id + {copy * step}, win, day, late FROM {act} WHERE run_id <= {step} ORDER BY run_id, win"
            )
        cursor.execute("ANALYZE")
