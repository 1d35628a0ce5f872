"""Reading a definition: quickly the second time, rightly every time, and never stopped by its own memory."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from samverk.ops import definitions, kept
from samverk.ops.refused import Refused
from samverk.reference.corpus import Located
from samverk.rules import ruleset
from samverk.rules.canonical import digest
from samverk.rules.definition import Definition
from tests.rules.definitions import RESCUE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A definition that the test may change."""
    return Path(shutil.copytree(RESCUE, tmp_path / "2025-07-01"))


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Definition]]:
    """The definitions that were read from their files, and not from memory."""
    read: list[Definition] = []
    load = ruleset.load

    def counting(files: dict[str, bytes]) -> Definition:
        read.append(load(files))
        return read[-1]

    monkeypatch.setattr(ruleset, "load", counting)
    return iter([read])


def found(folder: Path) -> Located:
    return definitions.find(str(folder))


def kept_files(home: Path) -> list[Path]:
    return sorted((home / "cache" / "definitions").iterdir())


def test_the_second_time_the_files_are_not_read_and_the_definition_is_the_same(
    folder: Path, home: Path, loads: Iterator[list[Definition]]
) -> None:
    read = next(loads)

    first = definitions.read(found(folder))
    second = definitions.read(found(folder))

    assert first == second
    assert len(read) == 1
    assert (home / "cache" / "definitions").stat().st_mode & 0o077 == 0


def test_a_changed_file_is_read_again(folder: Path, loads: Iterator[list[Definition]]) -> None:
    read = next(loads)
    before = definitions.read(found(folder))
    agreement = folder / "agreement.toml"
    agreement.write_text(agreement.read_text(encoding="utf-8").replace("2025-07-01", "2025-08-01"), encoding="utf-8")

    after = definitions.read(found(folder))

    assert len(read) == 2
    assert before.valid_from != after.valid_from


def test_a_changed_example_is_no_change_of_the_definition(folder: Path, loads: Iterator[list[Definition]]) -> None:
    read = next(loads)
    definitions.read(found(folder))
    (folder / "scenarios.toml").write_text("# none\n", encoding="utf-8")

    definitions.read(found(folder))

    assert len(read) == 1


def test_changed_rules_do_not_use_what_older_ones_have_kept(
    folder: Path, loads: Iterator[list[Definition]], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = next(loads)
    definitions.read(found(folder))
    monkeypatch.setattr(definitions, "__version__", "0.0.0")

    definitions.read(found(folder))

    assert len(read) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("2025-07-01", "2025-07-02"),
        lambda text: "0" * 64 + "\n[]",
        lambda text: text.replace("\n", "", 1),
        lambda text: "\ud800",
    ],
    ids=["empty", "half", "one character changed", "not JSON of ours", "without its seal", "not UTF-8"],
)
def test_a_damaged_copy_is_not_used_but_replaced(
    damage: object, folder: Path, home: Path, loads: Iterator[list[Definition]]
) -> None:
    read = next(loads)
    right = definitions.read(found(folder))
    (path,) = kept_files(home)
    whole = path.read_text(encoding="utf-8")
    path.write_text(damage(whole), encoding="utf-8", errors="surrogatepass")  # type: ignore[operator]  # a function

    assert definitions.read(found(folder)) == right
    assert len(read) == 2
    assert path.read_text(encoding="utf-8") == whole


def test_a_copy_of_something_else_under_the_right_seal_is_not_used(folder: Path, home: Path) -> None:
    right = definitions.read(found(folder))
    (path,) = kept_files(home)
    document = kept.pack("something else")
    path.write_text(f"{digest(document)}\n{document}", encoding="utf-8")

    assert definitions.read(found(folder)) == right


@pytest.mark.parametrize("home_is", ["/proc/samverk", "relative", "/dev/null/samverk"])
def test_where_nothing_can_be_kept_the_files_are_read(
    home_is: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMVERK_HOME", home_is)
    monkeypatch.chdir(tmp_path)

    assert definitions.read(found(folder)).id == "raddning-vast"
    assert not (tmp_path / "relative").exists()


def test_a_user_without_a_home_is_no_hindrance(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(path: Path) -> Path:
        if path.parts[0] == "~":
            raise RuntimeError("Could not determine home directory.")
        return path

    monkeypatch.delenv("SAMVERK_HOME")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr(Path, "expanduser", homeless)

    assert definitions.read(found(folder)).id == "raddning-vast"


def test_only_the_newest_copies_are_kept(folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(definitions, "MOST_KEPT", 2)

    for number in range(4):
        (folder / f"action-plan-{number}.toml").write_text("# none\n", encoding="utf-8")
        definitions.read(found(folder))

    assert len(kept_files(home)) == 2


def test_two_homes_know_nothing_of_each_other(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loads: Iterator[list[Definition]]
) -> None:
    read = next(loads)

    for name in ("one", "two", "one"):
        monkeypatch.setenv("SAMVERK_HOME", str(tmp_path / name))
        definitions.read(found(folder))

    assert len(read) == 2


def test_a_definition_that_cannot_be_read_is_refused_with_its_first_fault(folder: Path, home: Path) -> None:
    agreement = folder / "agreement.toml"
    agreement.write_text(agreement.read_text(encoding="utf-8").replace("kind = ", "kin = "), encoding="utf-8")

    with pytest.raises(Refused) as refused:
        definitions.read(found(folder))

    assert refused.value.code == 2
    assert str(refused.value).startswith(f"{folder} går inte att läsa (")
    assert f"Se allt med ”samverk check {folder}”." in str(refused.value)
    assert "agreement.toml, line " in refused.value.text.en
    assert not home.exists()
