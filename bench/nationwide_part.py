"""The measurement of ``bench.nationwide`` on the database the environment names; prints what it found as JSON."""

from __future__ import annotations

import json
import random
import statistics
from collections import Counter

from django.core.management import call_command

from bench.databases import seconds
from bench.generated import COPIES, TEMPLATES, day_asked, multiply, templates
from samverk.agreements.actions.counting import project
from samverk.agreements.models import Agreement, CountedAct, CountedRun
from samverk.agreements.queries.counted import counted, month_of, tally
from samverk.rules.evaluate import findings_of
from samverk.rules.intervals import FOREVER
from samverk.rules.situation import situation

SAMPLE = 2000


def main() -> None:
    """Generate, evaluate both ways, compare."""
    call_command("migrate", verbosity=0, interactive=False)
    made = templates(random.Random(1))
    names = [name for name, _read, _facts in made]
    Agreement.objects.bulk_create(Agreement(id=name, title=name, short_sv=name, short_en=name) for name in names)
    expected: Counter[tuple[object, ...]] = Counter()
    for name, read, facts in made:
        project(name, situation(read, facts, as_of=FOREVER))
        prepared = situation(read, facts, as_of=day_asked())
        expected.update(
            (name, item.rule, item.subject, item.period.start, item.value["held"], item.verdict.value)
            for rule in read.rules.values()
            for item in findings_of(prepared, rule)
            if item.period is not None and isinstance(item.value, dict) and "held" in item.value
        )
    multiply(names)
    found = Counter(
        (row.agreement, row.rule, row.subject, row.start, row.in_time + row.late, row.verdict)
        for row in counted(day_asked(), names)
    )
    verdicts = Counter(str(key[-1]) for key in expected)
    total = tally(day_asked())
    equal = found == expected and total == {verdict: count * COPIES for verdict, count in verdicts.items()}
    windows = sum(total.values())
    print(
        json.dumps(
            {
                "agreements": TEMPLATES * COPIES,
                "windows": windows,
                "equal": equal,
                "at_once": statistics.median(_at_once() for _ in range(3)),
                "each": _each(random.Random(2)),
            }
        )
    )


def _at_once() -> float:
    """Seconds for the verdicts of all windows."""
    started = seconds()
    tally(day_asked())
    return seconds() - started


def _each(chance: random.Random) -> float:
    """Seconds of one window judged by a query of its own: how many acts it has. The median of a sample."""
    runs = CountedRun.objects.order_by("id")
    first, last = runs[0].pk, runs.reverse()[0].pk
    sampled = CountedRun.objects.in_bulk([chance.randint(first, last) for _ in range(SAMPLE)])
    taken = []
    for run in sampled.values():
        win = chance.randint(run.first_win, month_of(day_asked()))
        started = seconds()
        CountedAct.objects.filter(run=run, win=win, day__lte=day_asked()).count()
        taken.append(seconds() - started)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
