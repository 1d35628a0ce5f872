"""The generated agreements of ``bench.nationwide``, put straight into the projection, and two ways to judge them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random

from django.core.management import call_command
from django.db import connection

from bench.nationwide import AS_OF, FIRST, JOINT, OF_EACH, PARTIES, STEPS, middle, step_windows
from samverk.agreements.actions.counting import windows
from samverk.agreements.models import Agreement, CountedAct, CountedRun, CountedWindow
from samverk.agreements.queries.counted import calendar_code, tally
from samverk.rules.values import Quota

QUOTAS = {12: Quota("year", 1), 6: Quota("half_year", 1), 3: Quota("quarter", 1)}
BATCH = 50
MISSED = 0.1


def generate(random: Random, agreements: int) -> Counter[str]:
    """Fill the projection; how many windows should get each verdict, counted while they are made."""
    call_command("migrate", verbosity=0, interactive=False)
    CountedWindow.objects.bulk_create([row for quota in QUOTAS.values() for row in windows(quota)], batch_size=1000)
    expected: Counter[str] = Counter()
    number = 0
    for first in range(0, agreements, BATCH):
        names = [f"avtal-{n:04d}" for n in range(first, min(first + BATCH, agreements))]
        Agreement.objects.bulk_create(Agreement(id=n, title=n, short_sv=n, short_en=n) for n in names)
        runs = [run for name in names for run in _runs(name)]
        for run in runs:
            number += 1
            run.id = number
        CountedRun.objects.bulk_create(runs, batch_size=2000)
        _insert(list(_acts(random, runs, expected)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return expected


def _runs(agreement: str) -> Iterator[CountedRun]:
    parties = [f"party:{code:04d}" for code in range(PARTIES)]
    for place in range(OF_EACH + JOINT):
        step = STEPS[place % len(STEPS)]
        for subject in parties if place < OF_EACH else ["parties"]:
            yield CountedRun(
                agreement_id=agreement, rule=f"rule-{place}", subject=subject, option=0, options=0, judged=True,
                calendar=calendar_code(QUOTAS[step]), first_win=FIRST * 12, last_win=2100 * 12, waived=False,
                min_count=1, max_count=None, above_is_deviation=False, from_day=date(FIRST, 1, 1), to_day=None,
            )  # fmt: skip


def _acts(random: Random, runs: list[CountedRun], expected: Counter[str]) -> Iterator[tuple[int, int, date]]:
    for run in runs:
        step = STEPS[int(run.rule.removeprefix("rule-")) % len(STEPS)]
        for win, start, stop in step_windows(step):
            if random.random() < MISSED:
                expected["breached"] += 1
            else:
                expected["fulfilled"] += 1
                yield run.id, win, middle(start, stop)
        expected["pending"] += 1  # the window that opens on the day asked for


def _insert(acts: list[tuple[int, int, date]]) -> None:
    """Straight into the table: the acts are three million."""
    table = CountedAct._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copying = cursor.copy(f"COPY {table} (run_id, win, day, late) FROM STDIN")
            with copying as copy:
                for run, win, day in acts:
                    copy.write_row((run, win, day, False))
            return
        statement = f"INSERT INTO {table} (run_id, win, day, late) VALUES (%s, %s, %s, 0)"
        cursor.executemany(statement, [(run, win, day.isoformat()) for run, win, day in acts])


def tally_of(as_of: date) -> dict[str, int]:
    """Every window of every agreement, judged by the database."""
    return tally(as_of)


def one_by_one(random: Random, sample: int) -> float:
    """Seconds for one window judged by a query of its own: the mean of a sample."""
    total = CountedRun.objects.count()
    wanted = [CountedRun.objects.get(pk=random.randint(1, total)) for _ in range(sample)]
    started = time.perf_counter()
    for run in wanted:
        CountedAct.objects.filter(run=run, win=FIRST * 12, day__lte=AS_OF).count()
    return (time.perf_counter() - started) / sample
