"""``samverk demo``: a filled installation to look around in, and whom to sign in as."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command

from samverk.lib import clock
from samverk.lib.home import VARIABLE, default_home
from samverk.ops import django_ready
from samverk.ops.arguments import LANG, Usage
from samverk.ops.demo.accounts import ACCOUNTS
from samverk.ops.demo.filling import fill
from samverk.ops.refused import language_of
from samverk.rules.wording import Language, Text

USAGE = Usage(
    "demo",
    Text(
        "Fyller installationen (SAMVERK_HOME) med båda överenskommelserna, en historia från 2013 till i dag och ett "
        "konto för varje roll. Kan köras flera gånger.",
        "Fills the installation (SAMVERK_HOME) with both agreements, a history from 2013 until today and an account "
        "for each role. Can be run again.",
    ),
    (),
    (LANG,),
)


def run(argv: Sequence[str]) -> int:
    """Migrate, fill, say how to sign in."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    started = monotonic()
    language = given.language
    _say(language, f"Fyller {settings.SAMVERK_HOME}", f"Filling {settings.SAMVERK_HOME}")
    with django_ready.said_plainly():
        call_command("migrate", verbosity=0, interactive=False)
        _say(language, "  Databasen", "  The database")
        for done in fill(clock.now()):
            _say(language, f"  {done.sv}", f"  {done.en}")
    seconds = monotonic() - started
    _say(language, f"Klart på {seconds:.0f} s.", f"Done in {seconds:.0f} s.")
    _sign_in(language)
    return 0


def _sign_in(language: Language) -> None:
    address = settings.PUBLIC_ADDRESS
    start = f"{_home()}samverk serve{_port(address)}"
    _say(
        language,
        f"\nWebbplatsen startas med ”{start}”. Gå till {address}/ och logga in som\n",
        f"\nThe site is started with “{start}”. Go to {address}/ and sign in as\n",
    )
    for account in ACCOUNTS:
        print(f"  {account.email:<32}{account.password:<28}{account.title}")
    _say(
        language,
        "\nDet som avtalens egna handlingar berättar är fakta. Allt annat är exempel och märkt så.",
        "\nWhat the agreements' own papers tell is fact. Everything else is example, and marked so.",
    )


def _port(address: str) -> str:
    """What makes the site answer on the port of its address; nothing for the usual one."""
    port = urlsplit(address).port
    return "" if port in (None, 8000) else f" --port {port}"


def _home() -> str:
    """What to put before a command so that it finds this installation; nothing where it lies in the usual place."""
    home = settings.SAMVERK_HOME
    usual = Path(default_home(os.environ)).expanduser()
    return "" if Path(home) == usual else f"{VARIABLE}={home} "


def _say(language: Language, sv: str, en: str) -> None:
    print(en if language == "en" else sv, flush=True)
