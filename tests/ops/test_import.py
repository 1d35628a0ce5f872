"""``samverk import``: what is wrong is said at once with line and column, and then nothing is stored."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from samverk.accounts.policy import system
from samverk.agreements.models import AgreementVersion
from samverk.ops.import_command import run
from samverk.ops.refused import Refused
from samverk.parties.actions import load_reference
from samverk.reference.population import population
from samverk.statistics.models import Snapshot
from tests.rules.definitions import FOOD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def organisations() -> None:
    load_reference(by=system("Prov"))


def file(folder: Path, text: str) -> str:
    path = folder / "folkmangd.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def year(figures: dict[str, int]) -> str:
    return "kommunkod,ar,folkmangd\n" + "".join(f"{code},2024,{count}\n" for code, count in figures.items())


def test_a_preview_says_what_would_change_and_stores_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["population", file(tmp_path, year(dict(population(2024)))), "--preview"]) == 0
    assert "31 december 2024" in capsys.readouterr().out
    assert not Snapshot.objects.exists()


def test_a_whole_file_is_stored_with_its_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["population", file(tmp_path, year(dict(population(2024)))), "--source", "SCB", "--table", "TAB"]) == 0
    assert "Lagrat." in capsys.readouterr().out
    assert Snapshot.objects.get().source == "SCB"


def test_a_file_that_lacks_municipalities_is_refused_with_its_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Refused, match="Inget ur"):
        run(["population", file(tmp_path, "kommunkod,ar,folkmangd\n114,2024,12\n0115,2024,x\n0115,2024,7\n")])
    said = capsys.readouterr().out
    assert "rad 2" in said
    assert "rad 3" in said
    assert "290 kommuner" in said
    assert not Snapshot.objects.exists()


def test_an_agreement_is_imported_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["agreement", "koordination-norrort"]) == 0
    assert run(["agreement", "koordination-norrort"]) == 0
    assert AgreementVersion.objects.count() == 1
    assert "fanns redan" in capsys.readouterr().out


def test_a_faulty_definition_is_refused_with_every_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "agreement.toml").write_text(
        'format = "samverkan/1"\n[rule.x]\nkind = "finns-inte"\n', encoding="utf-8"
    )
    (tmp_path / "text.sv.md").write_text("# Prov\n## 1 Ett\nEn mening.\n", encoding="utf-8")
    with pytest.raises(Refused):
        run(["agreement", str(tmp_path)])
    assert "agreement.toml" in capsys.readouterr().out
    assert not AgreementVersion.objects.exists()


@pytest.mark.parametrize("words", [[], ["--preview"]])
def test_a_code_of_another_municipality_is_refused_also_in_a_preview(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(FOOD, tmp_path / FOOD.name))
    written = folder / "agreement.toml"
    text = written.read_text(encoding="utf-8")
    code = re.search(r"\[party\.(\d{4})\]|^(\d{4}) = ", text, re.MULTILINE)
    assert code is not None
    found = code.group(1) or code.group(2)
    written.write_text(text.replace(found, "9999"), encoding="utf-8")

    with pytest.raises(Refused, match="fel och läses inte in"):
        run(["agreement", str(folder), *words])
    assert "Ingen kommun har koden 9999." in capsys.readouterr().out
    assert not AgreementVersion.objects.exists()


def test_a_preview_of_an_agreement_says_whether_it_is_there_and_refuses_a_number_already_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["agreement", str(FOOD), "--preview"]) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith("kan läsas in.")
    assert not AgreementVersion.objects.exists()
    assert run(["agreement", str(FOOD)]) == 0
    assert run(["agreement", str(FOOD), "--preview"]) == 0
    assert "finns redan." in capsys.readouterr().out
    folder = Path(shutil.copytree(FOOD, tmp_path / FOOD.name))
    text = (folder / "agreement.toml").read_text(encoding="utf-8")
    (folder / "agreement.toml").write_text(text.replace("En del lika, resten", "En del lika och resten"), "utf-8")
    with pytest.raises(Refused, match="har redan en version"):
        run(["agreement", str(folder), "--preview"])


@pytest.mark.parametrize("words", [["population", "/finns/inte.csv"], ["annat", "x"], ["agreement", "finns-inte"]])
def test_what_is_not_there_is_said_in_a_sentence(words: list[str]) -> None:
    with pytest.raises(Refused):
        run(words)
