"""Fills the installation the measurements are made on."""

from django.conf import settings
from django.core.management import call_command

from samverk.lib import clock
from samverk.ops.demo.filling import fill as steps


def fill() -> None:
    """The demonstration: both agreements, their history, an account for each role."""
    settings.ROOT_URLCONF = "bench.urls"
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    for _step in steps(clock.now()):
        pass
