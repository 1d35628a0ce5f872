"""The installation that is measured: the demonstration, filled as ``samverk demo`` fills it."""

from datetime import date

from django.conf import settings
from django.core.management import call_command

from samverk.lib import clock
from samverk.ops import static_files
from samverk.ops.demo.filling import fill as steps

NORRORT, COUNTY = "koordination-norrort", "ksl-nyanlanda"
TODAY = date(2026, 11, 21)
STRATEGIST, STRATEGIST_PASSWORD = "strateg@demo.example", "samverk-strateg"


def fill() -> None:
    """Both agreements, their history, an account for each role; pages answer for ``bench.urls`` too."""
    settings.ROOT_URLCONF = "bench.urls"
    call_command("migrate", verbosity=0, interactive=False)
    static_files.collect()
    for _step in steps(clock.now()):
        pass
