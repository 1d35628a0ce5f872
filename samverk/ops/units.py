"""``samverk units FOLDER``: what systemd and the web server in front need, with this installation's paths in it.

The files are written once and are then the administrator's: one that has been changed is not written over.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from samverk.ops import deployment
from samverk.ops.arguments import LANG, Given, Option, Position, Usage
from samverk.ops.refused import FAILED, Refused, language_of
from samverk.rules.wording import Text

USAGE = Usage(
    "units",
    Text(
        "Skriver filerna som behövs för att köra Samverk som tjänst: systemd, inställningar och webbservern framför. "
        "Handboken Installera säger var de ska ligga.",
        "Writes the files needed to run Samverk as a service: systemd, settings and the web server in front. "
        "The handbook page Installera says where they go.",
    ),
    (Position(Text("MAPP", "FOLDER"), Text("mappen att skriva i", "the folder to write in")),),
    (
        Option(
            "site",
            Text("webbplatsens namn, till exempel samverk.example", "the name of the site, such as samverk.example"),
            value=Text("NAMN", "NAME"),
        ),
        Option(
            "home",
            Text("installationens mapp; /var/lib/samverk om inget anges", "its folder; /var/lib/samverk by default"),
            value=Text("MAPP", "FOLDER"),
        ),
        Option(
            "user",
            Text("användaren som kör Samverk; samverk om inget anges", "the user that runs it; samverk by default"),
            value=Text("NAMN", "NAME"),
        ),
        Option("port", Text("porten; 8000 om inget anges", "the port; 8000 by default"), value=Text("PORT", "PORT")),
        LANG,
    ),
)

FILES = (
    "samverk.service",
    "samverk-work.service",
    "samverk-nightly.service",
    "samverk-nightly.timer",
    "samverk.env",
    "nginx.conf",
)
ENVIRONMENT = "/etc/samverk/samverk.env"
STATE = "/var/lib"

# What may be in a unit without being taken for something else: no space, no %, no quote, no new line.
_PATH = re.compile(r"/[A-Za-z0-9._/-]*[A-Za-z0-9._-]")
_NAME = re.compile(r"[a-z_][a-z0-9_-]{0,30}")
_SITE = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")


def run(argv: Sequence[str]) -> int:
    """Write the files and say what became of each; 1 when one had been changed and was left. Error: Refused."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    folder = Path(given.words[0]).expanduser().absolute()
    written = contents(
        site=_checked(given, "site", "samverk.example", _SITE),
        home=_checked(given, "home", f"{STATE}/samverk", _PATH),
        user=_checked(given, "user", "samverk", _NAME),
        port=_checked(given, "port", "8000", re.compile(r"[1-9][0-9]{3,4}")),
        samverk=Path(sys.prefix) / "bin" / "samverk",
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        left = [name for name, content in written.items() if not _put(folder / name, content, given)]
    except OSError as error:
        raise Refused(
            Text(
                f"Det går inte att skriva i {folder}: {error.strerror}. Välj en annan mapp eller kör som root.",
                f"{folder} cannot be written to: {error.strerror}. Choose another folder or run as root.",
            ),
            FAILED,
        ) from error
    return FAILED if left else 0


def contents(*, site: str, home: str, user: str, port: str, samverk: Path) -> dict[str, str]:
    """Every file by its name."""
    values = {
        "site": site,
        "home": home,
        "user": user,
        "port": port,
        "samverk": str(samverk),
        "environment": ENVIRONMENT,
        "workers": "2",
    }
    return {name: _filled(name, {**values, "guarded": _guarded(values)}) for name in FILES}


def _guarded(values: Mapping[str, str]) -> str:
    """What the service may not do. A home elsewhere than below /var/lib is made by the administrator."""
    home = Path(values["home"])
    state = str(home.relative_to(STATE)) if home.is_relative_to(STATE) else ""
    lines = _filled("guarded.txt", {**values, "state": state}).splitlines()
    # A folder below /var/lib is made by systemd, which also lets the service write in it.
    unwanted = "ReadWritePaths" if state else "StateDirectory"
    return "\n".join(line for line in lines if not line.startswith(unwanted)) + "\n"


def _filled(name: str, values: Mapping[str, str]) -> str:
    return files(deployment).joinpath(name).read_text(encoding="utf-8").format_map(values)


def _checked(given: Given, name: str, default: str, allowed: re.Pattern[str]) -> str:
    text = given.values.get(name, default)
    if not allowed.fullmatch(text):
        expected = _EXPECTED[name]
        raise Refused(
            Text(
                f"--{name} ska vara {expected.sv} men är ”{text}”.", f"--{name} must be {expected.en} but is “{text}”."
            )
        )
    return text


_EXPECTED = {
    "site": Text(
        "ett fullständigt värdnamn med små bokstäver, som samverk.example",
        "a full host name in small letters, such as samverk.example",
    ),
    "home": Text(
        "en hel sökväg utan blanksteg, som /var/lib/samverk", "a whole path without spaces, such as /var/lib/samverk"
    ),
    "user": Text("en användares namn, som samverk", "the name of a user, such as samverk"),
    "port": Text("en port från 1000 till 65535", "a port from 1000 to 65535"),
}


def _put(path: Path, content: str, given: Given) -> bool:
    """Write the file, unless it is there and says something else; whether it now says this."""
    there = path.read_text(encoding="utf-8") if path.exists() else None
    if there is None:
        path.write_text(content, encoding="utf-8")
        said = Text(f"{path}: skriven", f"{path}: written")
    elif there == content:
        said = Text(f"{path}: oförändrad", f"{path}: unchanged")
    else:
        said = Text(
            f"{path}: finns redan och säger något annat. Lämnad som den är; ta bort den för att få den på nytt.",
            f"{path}: is there and says something else. Left as it is; remove it to have it written again.",
        )
    print(said.in_language(given.language))
    return there in (None, content)
