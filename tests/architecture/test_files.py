"""Files stay small, exceptions give their reasons, and nothing private or local slips in."""

import re

import pytest

from tests.architecture.repository import ROOT, files, texts

LONGEST = 500
CODE = (".py", ".html", ".js", ".css", ".sh", ".txt")

# Longer than LONGEST, each with the reason.
LONG: dict[str, str] = {"requirements.txt": "made by `make lock`", "requirements-dev.txt": "made by `make lock`"}

# An exception to a rule, and after it on the same line why: at least two words.
MARKER = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma:\s*no (?:cover|branch|mutate)|mypy:|ruff:|pyright:)")
REASON = re.compile(r"(?:\s+[-–—]|\s*#|:)\s+\w[^#]*\s\w+")
SKIP = re.compile(r"\b(?:pytest\.(?:skip|xfail|importorskip)|mark\.(?:skip|skipif|xfail))\b")


def exceptions(text: str) -> list[tuple[int, str, str]]:
    """(line number, line, what stands after the marker) of every exception in a file."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        marker = MARKER.search(line)
        if marker:
            found.append((number, line.strip(), line[marker.end() :]))
    return found


def test_no_file_is_too_long() -> None:
    lengths = {path: len(text.splitlines()) for path, text in texts(*CODE)}
    long = {path for path, length in lengths.items() if length > LONGEST and not path.startswith("corpus/")}

    assert long == {path for path in LONG if path in lengths}


def test_every_exception_gives_its_reason_on_its_line() -> None:
    unexplained = [
        f"{path}:{number}: {line}"
        for path, text in texts(".py", ".sh")
        for number, line, rest in exceptions(text)
        if not REASON.search(rest)
    ]

    assert unexplained == []


@pytest.mark.parametrize(
    ("line", "explained"),
    [
        ("x = 1  # noqa" + ": S101", False),
        ("x = 1  # noqa" + ": S101 - a test may assert", True),
        ("x = 1  # type" + ": ignore[arg-type]", False),
        ("x = 1  # type" + ": ignore[arg-type]  # the stub is wrong", True),
        ("x = 1  # pragma" + ": no cover", False),
        ("x = 1  # pragma" + ": no cover - only on Windows", True),
        ("# mypy" + ": ignore-errors", False),
    ],
)
def test_a_reason_is_recognised(line: str, explained: bool) -> None:
    [(_, _, rest)] = exceptions(line)

    assert bool(REASON.search(rest)) is explained


def test_every_skipped_test_gives_its_reason() -> None:
    unexplained = [
        f"{path}:{number}"
        for path, text in texts(".py", under=ROOT / "tests")
        for number, line in enumerate(text.splitlines(), start=1)
        if SKIP.search(line) and "reason=" not in line and "SKIP = " not in line
    ]

    assert unexplained == []


def test_migrations_change_the_rows_of_the_database_that_is_migrated() -> None:
    """It need not be the one in use: ``samverk move`` makes the tables of another beside it."""
    of_rows = [(path, text) for path, text in texts(".py", under=ROOT / "samverk") if "migrations.RunPython(" in text]

    assert of_rows
    assert [path for path, text in of_rows if "schema_editor.connection.alias" not in text] == []


# Put together here, so that this file does not hold what it forbids.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("debian", "org"),
        ("crates", "io"),
        ("golang", "org"),
        ("docker", "io"),
    )
]
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)
RESERVED = (
    ".example",
    "@example.com",
    "@example.org",
    "@example.net",
    "@example.se",
    ".test",
    ".invalid",
    ".localhost",
)


def test_no_file_names_a_package_registry() -> None:
    # Which registry to install from is the machine's business; in a lock it would also break every mirror.
    named = [f"{path}: {host}" for path, text in texts() for host in REGISTRIES if host in text]

    assert named == []


PACKAGE_URL = re.compile(r"pkg:pypi/[^\"\s]+")
"""The name of a package and its version with an @ between them (the purl specification)."""


def test_mail_addresses_are_only_those_reserved_for_examples() -> None:
    personal = [
        f"{path}: {address}"
        for path, text in texts()
        for address in ADDRESS.findall(PACKAGE_URL.sub("", text))
        if not address.lower().endswith(RESERVED)
    ]

    assert personal == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    homes = re.compile(r"(?<![\w.~$}])/(?:home|Users|root|work)/\w+")
    local = [f"{path}: {match}" for path, text in texts() for match in homes.findall(text)]

    assert local == []


def test_file_names_are_plain() -> None:
    # Names that differ only in case, or hold spaces or other letters, do not survive every file system.
    names = [path.relative_to(ROOT).as_posix() for path in files()]

    assert [name for name in names if not re.fullmatch(r"[A-Za-z0-9._/@+-]+", name)] == []
    assert len({name.lower() for name in names}) == len(names)
