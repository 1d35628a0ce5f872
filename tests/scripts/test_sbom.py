"""The bill of materials: valid by the standard's own schema, as the lock, the same every time, without addresses."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

import samverk
from samverk.ops import cli
from scripts.sbom import FILE, LOCK, bom, text

LOCKED = """\
a==1.0 \\
    --hash=sha256:{0} \\
    --hash=sha256:{1}
    # via
    #   -r requirements.in
    #   b
b==2.0 ; sys_platform == 'win32' \\
    --hash=sha256:{0}
    # via -r requirements.in
""".format("0" * 64, "1" * 64)


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    """The file as it is shipped."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def test_the_file_is_as_the_lock() -> None:
    assert FILE.read_text(encoding="utf-8") == text(), "write it again: make docs"


def test_the_schema_of_the_standard_holds(made: dict[str, Any]) -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)

    assert validator.validate_str(FILE.read_text(encoding="utf-8")) is None
    assert validator.validate_str(json.dumps(made | {"components": [{"name": "utan slag"}]})) is not None


def test_every_locked_package_is_there_once_with_every_hash(made: dict[str, Any]) -> None:
    lock = LOCK.read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9._-]+)==(\S+)", lock, re.MULTILINE)
    packages = [one for one in made["components"] if one["type"] == "library"]

    assert [(one["name"], one["version"]) for one in packages] == pinned
    assert sum(len(one["hashes"]) for one in packages) == lock.count("--hash=sha256:")
    assert {name: of for name, of in pinned if name in ("django", "granian")} == {
        name: version(name) for name in ("django", "granian")
    }


def test_every_package_is_reached_from_the_program(made: dict[str, Any]) -> None:
    needs = {one["ref"]: one["dependsOn"] for one in made["dependencies"]}
    reached, waiting = {"samverk"}, ["samverk"]
    while waiting:
        new = set(needs[waiting.pop()]) - reached
        reached |= new
        waiting += new

    assert reached == {"samverk"} | {one["bom-ref"] for one in made["components"] if one["type"] == "library"}
    assert made["metadata"]["component"]["version"] == samverk.__version__


def test_who_needs_what_and_where() -> None:
    found = bom(LOCKED, "1.0.0")

    assert [(one["name"], len(one["hashes"]), one.get("properties")) for one in found["components"][:2]] == [
        ("a", 2, None),
        ("b", 1, [{"name": "python:marker", "value": "sys_platform == 'win32'"}]),
    ]
    assert found["dependencies"] == [
        {"ref": "pkg:pypi/a@1.0", "dependsOn": []},
        {"ref": "pkg:pypi/b@2.0", "dependsOn": ["pkg:pypi/a@1.0"]},
        {"ref": "samverk", "dependsOn": ["pkg:pypi/a@1.0", "pkg:pypi/b@2.0"]},
    ]
    assert bom(LOCKED, "1.0.1")["serialNumber"] != found["serialNumber"]


def test_no_address_stands_in_it() -> None:
    assert "://" not in FILE.read_text(encoding="utf-8")


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sbom"]) == 0
    assert capsys.readouterr().out == FILE.read_text(encoding="utf-8")
