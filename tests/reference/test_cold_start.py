"""What the command line pays for population figures the first time, in a process of its own."""

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]

READ = """
import sys, time, dataclasses, datetime, functools, hashlib, pathlib, types
import samverk.reference.population as reference
codes = "0162 0125 0123 0186 0188 0191 0163 0184 0183 0160 0139 0114 0115 0187 0117".split()
start = time.perf_counter()
figures = [reference.population(2013)[code] for code in codes]
spent = time.perf_counter() - start
assert sum(figures) == 672_393
print(spent * 1000, int("django" in sys.modules), int("csv" in sys.modules), int("tomllib" in sys.modules))
"""


def test_fifteen_figures_of_one_year_are_read_in_three_milliseconds_without_heavy_modules() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(REPOSITORY)!r})\n{READ}"],
            capture_output=True, text=True, check=True,
        ).stdout.split()
        for _ in range(5)
    ]  # fmt: skip
    assert min(float(run[0]) for run in runs) < 3
    assert {tuple(run[1:]) for run in runs} == {("0", "0", "0")}
