"""``samverk ask``: the answers, what is said about a question that cannot be answered, and what is never loaded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from samverk.ops import cli
from samverk.ops.refused import Refused
from samverk.ops.world import Names, population
from samverk.reference import population as shipped
from samverk.reference.errors import DamagedError
from samverk.rules.questions import QUESTIONS, wanted
from samverk.rules.wording import NBSP, THIN, Text
from tests.ops.terminal import Terminal
from tests.rules.definitions import FOOD, RESCUE

NORRORT, COUNTY = "koordination-norrort", "ksl-nyanlanda"


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What is printed for a question that can be answered."""
    assert cli.main(["ask", *words]) == 0

    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(asked(capsys, *words, "--json"))


def test_the_answer_as_json_has_value_reasons_readings_and_receipt(terminal: Terminal) -> None:
    """N-14 from the shell: twelve months from leap day."""
    done = terminal.run("ask", NORRORT, "exit_date", "--given", "received=2024-02-29", "--json")

    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert (found["value"], found["status"]) == ("2025-02-28", "provisional")
    assert "14/s2" in [item["clause"] for item in found["because"]]
    assert f"29{NBSP}februari 2024 + 12 månader = 28{NBSP}februari 2025" in found["steps"]
    assert [item["id"] for item in found["readings"]] >= ["t-14-1"]
    assert {item["reading"] for item in found["alternatives"]} <= {item["id"] for item in found["readings"]}
    assert found["receipt"]["inputs"] == {"received": "2024-02-29"}
    assert len(found["receipt"]["definition_sha256"]) == 64


def test_neither_django_nor_anything_else_heavy_is_loaded(terminal: Terminal) -> None:
    """Each of these would cost more than the answer itself."""
    words = ["ask", NORRORT, "exit_date", "--given", "received=2024-02-29", "--json"]
    terminal.run(*words)
    code = (
        "import sys; from samverk.ops.cli import main; "
        f"main({words!r}); print(*sorted({{name.partition('.')[0] for name in sys.modules}}), file=sys.stderr)"
    )

    loaded = set(terminal.python("-c", code).stderr.split())

    assert "samverk" in loaded
    assert (
        loaded & {"django", "dataclasses", "inspect", "argparse", "tomllib", "decimal", "textwrap", "zoneinfo"} == set()
    )


def test_several_inputs_stand_together_or_apart(capsys: pytest.CaptureFixture[str]) -> None:
    together = answer(capsys, NORRORT, "fees", "--given", "year=2014", "budget=1500000")
    apart = answer(capsys, NORRORT, "fees", "--given", "year=2014", "--given", "budget=1500000")

    assert together == apart
    assert (together["value"]["0114"], together["total"]) == ("92466.00", "1500000.00")


def test_the_answer_in_words_says_why_and_what_else_it_could_be(capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(capsys, NORRORT, "exit_date", "--given", "received=2024-02-29")
    parts = said.split("\n\n")

    assert parts[0].startswith(f"Part till och med 28{NBSP}februari 2025.\nPreliminärt:")
    assert [part.splitlines()[0] for part in parts[1:-1]] == [
        "Varför",
        "Uträkning",
        "Läsningar i svaret",
        "Med andra läsningar",
    ]
    assert "punkt 14 (14/s2): ”Kommunen träder ut 12 månader efter sitt uppsägningsdatum.”" in said
    assert "(t-14-1, preliminär)" in said
    assert f"part till och med 1{NBSP}mars 2025 (t-14-2)" in said
    assert "2 andra läsningar ger samma svar." in said
    assert max(map(len, said.splitlines())) <= 96
    assert parts[-1].startswith("Koordination Norrort, version ")


def test_sums_are_shown_as_a_table_with_names(capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(capsys, NORRORT, "fees", "--given", "year=2014", "budget=1500000")

    rows = [line for line in said.splitlines() if line.endswith(f"{NBSP}kr") and "  " in line.strip()]
    assert [row.split()[:2] for row in rows][6] == ["Täby", "(0160)"]
    assert rows[6].endswith(f" 147{THIN}887,00{NBSP}kr")
    assert rows[-1].split("  ")[1] == "Summa"
    assert len(rows) == 16
    assert len({len(row) for row in rows}) == 1


def test_what_is_due_is_shown_row_by_row(capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(capsys, NORRORT, "due", "--given", "year=2025")

    assert f"  senast 30{NBSP}april 2025: Nya befolkningstal i april" in said
    assert "(10/s3)" in said


def test_the_answer_can_be_had_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(capsys, COUNTY, "exit_date", "--given", "received=2024-05-31", "--lang", "en")

    assert said.startswith(f"A party through 28{NBSP}February 2025.\nProvisional:")
    assert "\nWhy\n" in said


def test_an_open_reading_is_said_to_be_open(capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(capsys, NORRORT, "composition", "--given", "body=ledningsgrupp", "members=0114,0115")

    assert "Öppet: texten lämnar frågan" in said
    assert "\nSaknas\n" in said
    assert ", öppen)" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "AVTAL saknas: en överenskommelse i samlingen, eller mappen den ligger i."),
        ((NORRORT,), "FRÅGA saknas: en av amendment_in_force, chair"),
        (
            ("norort", "exit_date"),
            "Det finns ingen överenskommelse och ingen mapp som heter ”norort”. I samlingen finns",
        ),
        ((NORRORT, "exitdate"), "Frågan ”exitdate” finns inte; menade du exit_date?"),
        ((NORRORT, "exit_date"), "exit_date behöver ”received”: dagen då uppsägningen togs emot"),
        ((NORRORT, "exit_date", "--given", "received"), "”received” efter --given ska skrivas NAMN=VÄRDE"),
        ((NORRORT, "exit_date", "--given", "=2024-02-29"), "”=2024-02-29” efter --given ska skrivas NAMN=VÄRDE"),
        ((NORRORT, "exit_date", "--given", "received=2024-02-30"), "”received” är ”2024-02-30”; det ska vara en dag"),
        ((NORRORT, "exit_date", "--given", "received=i går"), "”received” är ”i går”; det ska vara en dag som finns"),
        ((NORRORT, "exit_date", "--given", "recieved=2024-02-29"), "exit_date tar inte emot ”recieved”"),
        ((NORRORT, "exit_date", "--given", "received=2024-02-29", "received=2024-03-01"), "”received” står två gånger"),
        (
            (NORRORT, "exit_date", "--given", "received=2024-02-29", "party=9999"),
            "”party” är ”9999”; det ska vara koden",
        ),
        ((NORRORT, "exit_date", "--given", "received=2024-02-29", "party=162"), "”party” är ”162”; det ska vara koden"),
        ((NORRORT, "fees", "--given", "year=2014", "budget=mycket"), "”budget” är ”mycket”; det ska vara ett belopp"),
        ((NORRORT, "fees", "--given", "year=fjorton", "budget=1"), "”year” är ”fjorton”; det ska vara ett år"),
        ((COUNTY, "fees", "--given", "year=2014", "budget=1"), ""),
        ((NORRORT, "meetings", "--given", "body=hovet", "year=2014", "held="), ""),
        ((NORRORT, "exit_date", "--lang", "fi"), "--lang ska vara sv eller en men är ”fi”."),
        ((NORRORT, "exit_date", "extra"), "”extra” hör inte hemma här."),
        (("~no-such-user/x", "exit_date"), "”~no-such-user/x” kan inte läsas"),
        (("\0", "exit_date"), ""),
        (("", "exit_date"), ""),
    ],
)
def test_a_question_that_cannot_be_answered_is_met_with_a_sentence(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["ask", *words]) == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(said)
    assert printed.err.endswith("\n")
    assert printed.err.count("\n") == 1


def test_the_sentence_is_in_english_when_the_answer_would_have_been(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", NORRORT, "exit_date", "--lang", "en"]) == 2
    assert capsys.readouterr().err.startswith("exit_date needs “received”")


@pytest.mark.parametrize(
    ("folder", "lasts"), [(FOOD, "2028-06-30"), (FOOD.parent, "2028-06-30")], ids=["version", "newest"]
)
def test_a_definition_written_by_someone_else_is_asked_by_its_folder(
    folder: Path, lasts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No code knows of it: food control by host municipality, notice counted from the end of the year."""
    found = answer(
        capsys, str(folder), "exit_date", "--given", "received=1444:2027-03-01,1470:2027-03-03", "party=1445"
    )

    assert found["value"] == lasts


@pytest.mark.parametrize("question", sorted(QUESTIONS))
@pytest.mark.parametrize("agreement", [NORRORT, COUNTY, str(FOOD), str(RESCUE)], ids=lambda name: Path(name).name)
def test_every_question_can_be_put_to_every_agreement_with_its_own_examples(
    agreement: str, question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An answer or a refusal, never a fault of our own; whatever the agreement happens to say."""
    pairs = [f"{item.name}={item.example}" for item in wanted(question)]

    code = cli.main(["ask", agreement, question, *[word for pair in pairs for word in ("--given", pair)]])

    printed = capsys.readouterr()
    assert (code, bool(printed.out), bool(printed.err)) in {(0, True, False), (2, False, True)}


def test_the_help_lists_the_questions_and_a_question_its_inputs(capsys: pytest.CaptureFixture[str]) -> None:
    listed = asked(capsys, "--help")
    inputs = asked(capsys, "exit_date", "--help")

    assert all(f"  {question} " in listed for question in QUESTIONS)
    assert all(f"  {item.name}={item.example}" in inputs for item in wanted("exit_date"))


def test_names_and_figures_are_those_that_ship_with_the_product() -> None:
    assert Names()["0187"] == "Vaxholm"
    assert len(Names()) == 290
    assert next(iter(Names())) == "0114"
    found = population(2013)
    assert found is not None
    assert found["0180"] == shipped.population(2013)["0180"]
    assert population(1949) is None
    assert population(2200) is None


def test_figures_that_have_been_altered_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(_year: int) -> None:
        raise DamagedError(Text("Ändrade.", "Altered."))

    monkeypatch.setattr(shipped, "snapshot", damaged)

    with pytest.raises(Refused, match=r"Ändrade\.") as refused:
        population(2013)
    assert refused.value.code == 1


def test_json_for_a_terminal_that_is_not_utf8_is_escaped(terminal: Terminal) -> None:
    words = ["ask", NORRORT, "chair", "--given", "manager=0163", "--json"]

    done = terminal.run(*words, PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    assert done.returncode == 0
    assert done.stdout.isascii()
    assert json.loads(done.stdout)["value"] == "0163"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((NORRORT, "fees", "--given", "year=2026", "budget=1 500 000"), "utan mellanslag, 1500000"),
        ((NORRORT, "fees", "--given", "year=2026", "budget=1,5"), "1,5 miljoner skrivs 1500000"),
        ((NORRORT, "fees", "--given", "year=2026", "budget=1", "500", "000"), "Belopp skrivs utan mellanslag"),
        (("ksl-nyanlanda", "fees"), "har ingen avgift"),
        (("ksl-nyanlanda", "overrun"), "säger inget om hur ett överskridande delas"),
        (("finns-inte", "fees"), "finns-inte"),
    ],
)
def test_what_is_refused_is_said_to_people_and_to_programs(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["ask", *words]) == 2
    plain = capsys.readouterr()
    assert cli.main(["ask", *words, "--json"]) == 2
    program = capsys.readouterr()

    assert said in plain.err
    assert plain.out == ""
    assert program.err == plain.err
    assert json.loads(program.out) == {"error": plain.err.strip()}
