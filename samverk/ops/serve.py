"""``samverk serve``: the site in this installation, until Ctrl-C or SIGTERM.

Looks first and starts then: the database must be of the program's age, the address free, the pages' files in place.
"""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Sequence
from typing import NoReturn

from django.conf import settings

from samverk.lib import database
from samverk.ops import static_files
from samverk.ops.arguments import LANG, Given, Option, Usage
from samverk.ops.refused import FAILED, Refused, language_of
from samverk.rules.wording import Language, Text

USAGE = Usage(
    "serve",
    Text(
        "Startar webbplatsen i den här installationen (SAMVERK_HOME). Avsluta med Ctrl-C.",
        "Starts the site of this installation (SAMVERK_HOME). Stop with Ctrl-C.",
    ),
    (),
    (
        Option(
            "host",
            Text("adressen att svara på; 127.0.0.1 om inget anges", "the address to answer on; 127.0.0.1 by default"),
            value=Text("ADRESS", "ADDRESS"),
        ),
        Option("port", Text("porten; 8000 om inget anges", "the port; 8000 by default"), value=Text("PORT", "PORT")),
        Option(
            "workers",
            Text("antal processer; 1 om inget anges", "number of processes; 1 by default"),
            value=Text("ANTAL", "COUNT"),
        ),
        LANG,
    ),
)

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
PORTS = 65_535
MOST_WORKERS = 64
BLOCKING = frozenset(
    {database.Kind.ABSENT, database.Kind.OLDER, database.Kind.NEWER, database.Kind.DAMAGED, database.Kind.UNREACHABLE}
)
"""Troubles that no page can be shown with. With the others (locked, full, read-only) pages can still be read."""


def run(argv: Sequence[str]) -> int:
    """Check, then become the server: the process keeps its number, so whoever started it can stop it."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    host = given.values.get("host", "127.0.0.1")
    port = _number(given, "port", 8000, PORTS)
    workers = _number(given, "workers", 1, MOST_WORKERS)
    _refuse_taken(host, port)
    _look_at_database(given.language)
    static_files.collect()
    _say_who_can_reach(host, given.language)
    return _become_server(host, str(port), str(workers), given.language)


def _become_server(*words: str) -> NoReturn:
    """A new program in the same process: the memory that the checks took is given back."""
    sys.stdout.flush()
    # -P: a folder called samverk where the user happens to stand must not be taken for the product.
    program = [sys.executable, "-P", "-m", "samverk.ops.serving", *words]
    # One arena of memory for all threads: several are never given back once they have grown.
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")
    os.execv(sys.executable, program)  # noqa: S606 -- our own interpreter and module, no shell


def _number(given: Given, name: str, default: int, most: int) -> int:
    text = given.values.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= most):
        raise Refused(
            Text(
                f"--{name} ska vara ett tal från 1 till {most} men är ”{text}”.",
                f"--{name} must be a number from 1 to {most} but is “{text}”.",
            )
        )
    return int(text)


def _refuse_taken(host: str, port: int) -> None:
    """Try the address. Two servers could otherwise share a port and answer every other request each."""
    try:
        with _bound(host, port):
            return
    except socket.gaierror as error:
        raise Refused(
            Text(f"--host ”{host}” är ingen adress på den här datorn.", f"--host “{host}” is no address here."),
        ) from error
    except OSError as error:
        raise Refused(_why_not(host, port, error), FAILED) from error


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    tried = socket.socket(family, kind, protocol)
    try:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        tried.bind(address)
    except OSError:
        tried.close()
        raise
    return tried


def _why_not(host: str, port: int, error: OSError) -> Text:
    if error.errno == errno.EADDRINUSE:
        free = _free_port(host, port)
        way = (
            Text(
                f" Port {free} är ledig: samverk serve --port {free}",
                f" Port {free} is free: samverk serve --port {free}",
            )
            if free
            else Text("", "")
        )
        return Text(
            f"Port {port} används redan av ett annat program, kanske av ett Samverk som är igång.{way.sv}",
            f"Port {port} is already used by another program, perhaps by a Samverk that is running.{way.en}",
        )
    if error.errno == errno.EACCES:
        return Text(
            f"Port {port} får bara användas av administratören. Välj en port från 1024 och uppåt.",
            f"Only the administrator may use port {port}. Choose one from 1024 upwards.",
        )
    return Text(
        f"Det går inte att svara på {host} port {port}: {error.strerror}.",
        f"It is not possible to answer on {host} port {port}: {error.strerror}.",
    )


def _free_port(host: str, after: int) -> int | None:
    for port in range(after + 1, min(after + 50, PORTS)):
        try:
            with _bound(host, port):
                return port
        except OSError:
            continue
    return None


def _look_at_database(language: Language) -> None:
    trouble = database.inspect()
    if trouble is None:
        return
    if trouble.kind in BLOCKING:
        raise Refused(trouble.message, FAILED)
    print(trouble.message.in_language(language), file=sys.stderr)


def _say_who_can_reach(host: str, language: Language) -> None:
    if host in LOOPBACK:
        return
    names = ", ".join(settings.ALLOWED_HOSTS)
    said = Text(
        f"Webbplatsen svarar bara den som använder något av namnen {names}. Ändra det med SAMVERK_ALLOWED_HOSTS.",
        f"The site answers only those who use one of the names {names}. Change that with SAMVERK_ALLOWED_HOSTS.",
    )
    print(said.in_language(language), file=sys.stderr)
