"""``samverk check``: everything that is wrong, with file and line, and the examples worked again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from samverk.ops import cli
from samverk.ops.definition_check import disagreements
from samverk.reference import corpus
from samverk.rules.questions import ask
from samverk.rules.ruleset import load
from tests.ops.terminal import CORPUS_IDS, Terminal
from tests.rules.definitions import FOOD, RESCUE, files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The food control agreement, for the test to damage."""
    return Path(shutil.copytree(FOOD, tmp_path / FOOD.name))


def change(path: Path, before: str, after: str) -> int:
    """Change the first place where some words stand; its line."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return text[: text.index(before)].count("\n") + 1


def test_the_corpus_is_without_faults(terminal: Terminal) -> None:
    done = terminal.run("check")

    assert (done.returncode, done.stderr) == (0, "")
    said = done.stdout.splitlines()
    assert [line.partition(": ")[0] for line in said] == [str(corpus.locate(name).path) for name in CORPUS_IDS]
    assert all("inga fel:" in line and "räknade exempel stämmer" in line for line in said)


def test_a_definition_written_by_someone_else_is_checked_by_its_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(FOOD), str(RESCUE.parent)]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said == [
        f"{FOOD}: inga fel: 32 bestämmelser, 18 läsningar, 2 av 2 räknade exempel stämmer",
        f"{RESCUE}: inga fel: 13 bestämmelser, 0 läsningar, 0 av 0 räknade exempel stämmer",
    ]


def test_every_version_in_a_folder_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for day in ("2025-07-01", "2026-07-01"):
        shutil.copytree(RESCUE, tmp_path / "agreement" / day)

    assert cli.main(["check", str(tmp_path / "agreement")]) == 0
    assert [line.split("/")[-1][:10] for line in capsys.readouterr().out.splitlines()] == ["2025-07-01", "2026-07-01"]
    assert cli.main(["check", str(tmp_path / "agreement" / "2025-07-01")]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_everything_wrong_is_said_at_once_with_file_line_clause_and_what_was_expected(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kind = change(folder / "agreement.toml", 'kind = "withdrawal"', 'kind = "withdrawel"')
    twice = change(folder / "text.sv.md", "## 13 Samordning", "## 12 Samordning")

    assert cli.main(["check", str(folder)]) == 1

    *faults, last = capsys.readouterr().out.splitlines()
    assert last == f"{folder}: {len(faults)} fel"
    assert len(faults) >= 2
    (of_kind,) = [line for line in faults if "withdrawel" in line]
    assert of_kind.startswith(f"{folder}/agreement.toml:{kind}: [12] ")
    assert "Menade du ”withdrawal”?" in of_kind
    assert any(line.startswith(f"{folder}/text.sv.md:{twice}: [12] Punkt 12 står två gånger") for line in faults)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("agreement.toml", b"", "Filen är tom."),
        ("agreement.toml", 'title = "Överenskommelse"'.encode("latin-1"), "Filen är inte UTF-8"),
        ("agreement.toml", b"[agreement\n", "går inte att läsa som TOML"),
        ("text.sv.md", b"", "Filen är tom."),
        ("scenarios.toml", b"[[scenario]]\nask = 1\n", "Scenariots namn saknas"),
    ],
)
def test_a_file_that_is_no_such_file_is_said_to_be_so(
    name: str, data: bytes, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_bytes(data)

    assert cli.main(["check", str(folder)]) == 1
    assert said in capsys.readouterr().out


def test_an_example_that_does_not_hold_is_a_fault_at_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder / "scenarios.toml", 'expect = "2028-06-30"', 'expect = "2028-07-01"')
    change(folder / "scenarios.toml", 'expect_error = "en dag som finns"', 'expect_error = "aldrig"')

    assert cli.main(["check", str(folder)]) == 1

    first, second, last = capsys.readouterr().out.splitlines()
    assert first == (
        f"{folder}/scenarios.toml:1: ”Uppsägning i mars: sex månader räknade från årets slut”: "
        "Svaret är ”2028-06-30”. Väntat: ”2028-07-01”."
    )
    assert second.startswith(f"{folder}/scenarios.toml:8: ”Ett datum som inte finns”: Frågan går inte att besvara: ")
    assert second.endswith("Väntat: ett nej med orden ”aldrig”.")
    assert "2 fel: 32 bestämmelser" in last
    assert "0 av 2 räknade exempel stämmer" in last


@pytest.mark.parametrize(
    ("row", "found", "expected"),
    [
        (
            {"ask": "exit_date", "given": {"received": "2024-02-29"}, "expect_error": "nej"},
            "Svaret är ”2025-02-28”.",
            "Väntat: ett nej med orden ”nej”.",
        ),
        (
            {
                "ask": "exit_date",
                "given": {"received": "2024-02-29"},
                "expect": "2025-02-28",
                "because": ["3", "14/s2"],
            },
            "Svaret stöder sig på 14/s1 och 14/s2.",
            "Väntat: också 3.",
        ),
        (
            {
                "ask": "fees",
                "given": {"year": "2014", "budget": "1500000"},
                "expect": {"0114": "1.00", "total": "1500000.00"},
            },
            "Svaret är 0114 = ”92466.00”.",
            "Väntat: 0114 = ”1.00”.",
        ),
        (
            {"ask": "exit_date", "given": {"received": "2024-02-29"}, "expect": {"status": "open", "missing": ["a"]}},
            "Svaret är status = ”provisional”; missing = [].",
            "Väntat: status = ”open”; missing = ”a”.",
        ),
        (
            {"ask": "amendment_in_force", "given": {"signed": "0114:2024-01-01"}, "expect": "2024-01-01"},
            "Svaret är inget.",
            "Väntat: ”2024-01-01”.",
        ),
    ],
    ids=["no refusal", "another clause", "one sum of many", "status and what is missing", "no answer"],
)
def test_an_example_that_does_not_hold_says_only_what_differs(
    row: dict[str, object], found: str, expected: str
) -> None:
    definition = load(corpus.locate("koordination-norrort").files)

    assert [(said.sv, wanted.sv) for said, wanted in disagreements(definition, row)] == [(found, expected)]


def test_of_a_list_only_the_places_that_differ_are_said() -> None:
    definition = load(corpus.locate("koordination-norrort").files)
    rows = ask(definition, "due", {"year": "2026"}).as_json()["value"]
    rows[1]["clause"] = "99"

    ((found, expected),) = disagreements(definition, {"ask": "due", "given": {"year": "2026"}, "expect": rows})

    assert (found.sv, expected.sv) == ("Svaret är clause = ”8/s2”.", "Väntat: clause = ”99”.")


def test_sentences_that_no_provision_points_at_are_shown_on_request(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder / "text.sv.md", "Samarbetet samordnas med", "Extra mening här. Samarbetet samordnas med")
    line = next(
        n for n, words in enumerate((folder / "text.sv.md").read_text("utf-8").splitlines(), 1) if "Extra" in words
    )

    code = cli.main(["check", str(folder), "--coverage"])

    said = capsys.readouterr().out
    assert f"{folder}/text.sv.md:{line}: [13/s" in said
    assert "; 1 mening utan bestämmelse" in said
    assert code == 0


def test_the_report_can_be_had_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = change(folder / "agreement.toml", 'kind = "withdrawal"', 'kind = "withdrawel"')

    assert cli.main(["check", "--json", str(folder), str(RESCUE), "--lang", "en"]) == 1

    broken, well = json.loads(capsys.readouterr().out)
    assert (broken["folder"], broken["ok"], broken["provisions"]) == (str(folder), False, None)
    (problem,) = [item for item in broken["problems"] if item["line"] == line]
    assert (problem["file"], problem["clause"], problem["hint"]) == (
        "agreement.toml",
        "12",
        "Did you mean “withdrawal”?",
    )
    assert "withdrawel" in problem["found"]
    assert problem["expected"].startswith("Expected: one of the kinds")
    assert (well["ok"], well["provisions"], well["readings"], well["examples"]) == (True, 13, 0, 0)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("no-such-agreement", "Det finns ingen överenskommelse och ingen mapp som heter ”no-such-agreement”."),
        ("/", "Mappen / har varken agreement.toml eller en undermapp"),
        (__file__, f"{__file__} är en fil. Ange mappen den ligger i."),
    ],
)
def test_a_folder_that_is_none_is_refused(word: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", word]) == 2
    assert capsys.readouterr().err.startswith(said)


def test_the_files_are_left_as_they_were(folder: Path) -> None:
    before = files(folder)

    cli.main(["check", str(folder)])

    assert files(folder) == before


def test_a_party_is_the_municipality_its_code_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A slip in a code would bill another municipality without a word."""
    agreement = folder / "agreement.toml"
    first, second = list(load(files(folder)).parties)[:2]
    lines = [change(agreement, f"{first} = {{", "9999 = {"), change(agreement, f"{second} = {{", "0180 = {")]

    assert cli.main(["check", str(folder)]) == 1

    said = capsys.readouterr().out
    assert f"{agreement}:{lines[0]}: Ingen kommun har koden 9999. Väntat: {first} för " in said
    assert f"{agreement}:{lines[1]}: Koden 0180 är Stockholms stad, inte ”" in said
    assert f"Väntat: {second} för " in said


@pytest.mark.parametrize("words", ["namn@exempel.test", "08-123 456 78", "070-123 45 67", "+46 8 123 456 78"])
def test_how_to_reach_a_person_is_refused_in_the_text(
    words: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = folder / "text.sv.md"
    text.write_text(text.read_text(encoding="utf-8") + f"\nFrågor: {words}\n", encoding="utf-8")

    assert cli.main(["check", str(folder)]) == 1
    said = capsys.readouterr().out
    assert f"”{words}” står i texten." in said
    assert "nämn rollen i stället" in said


def test_a_folder_named_after_another_day_is_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shutil.copytree(RESCUE, tmp_path / "2026-07-01")

    assert cli.main(["check", str(folder)]) == 0
    assert "; obs: mappen heter 2026-07-01 men versionen gäller från 2025-07-01" in capsys.readouterr().out


def test_several_sentences_without_a_provision_are_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder / "text.sv.md", "Samarbetet samordnas med", "Extra här. Extra igen. Samarbetet samordnas med")

    assert cli.main(["check", str(folder)]) == 0
    assert "; 2 meningar utan bestämmelse" in capsys.readouterr().out
