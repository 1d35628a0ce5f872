"""``samverk import-text``: shown, printed as JSON or as text, stored as the original edition, or refused plainly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from samverk.accounts.policy import system
from samverk.agreements.actions.definitions import import_definition
from samverk.agreements.queries import versions
from samverk.integrations.documents import LARGEST
from samverk.lib import clock
from samverk.ops.import_text_command import run
from samverk.ops.refused import Refused
from samverk.parties.actions import load_reference
from samverk.reference import corpus

NORRORT = "koordination-norrort"
BADHUS = Path(__file__).parents[1] / "fixtures" / "originals" / "badplatsen.txt"
FOREST = BADHUS.with_name("skogsbrand.txt")


@pytest.fixture
def agreement() -> None:
    load_reference(by=system("Prov"))
    import_definition(files=corpus.locate(NORRORT).files, by=system("Prov"), recorded_at=clock.now())


def original() -> str:
    found = versions.wording(NORRORT, clock.today())
    assert found is not None
    return next((words.text for words in versions.editions(found.id) if words.kind == "original"), "")


def signed(folder: Path, *changes: tuple[str, str]) -> Path:
    """Norrort's text without its marks, as a signed document has it."""
    text = corpus.locate(NORRORT).files["text.sv.md"].decode()
    for before, after in (("# ", ""), ("\n## 0 Inledning\n", ""), ("\n### ", "\n"), ("\n## ", "\n"), *changes):
        text = text.replace(before, after, 1) if before == "# " else text.replace(before, after)
    lines = []
    for line in text.split("\n"):
        number, _, rest = line.partition(" ")
        lines.append(f"{number}. {rest}" if number.isdigit() and rest else line)
    path = folder / "avtal.txt"
    path.write_text(
        "\n".join(lines).replace("F Försäkran", "\n\nFörsäkran").replace("B1 Bilaga 1 ", "\n\nBilaga 1\n\n"),
        encoding="utf-8",
    )
    return path


def test_the_tree_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(BADHUS), "--json"]) == 0
    tree = json.loads(capsys.readouterr().out)
    clauses = {clause["path"]: clause for clause in tree["clauses"]}
    assert tree["unplaced"] == []
    assert clauses["3"]["heading"] == "Skötsel"
    assert [item["path"] for item in clauses["3"]["items"]] == ["3/s1", "3/p1", "3/p2", "3/p3", "3/s2"]
    assert clauses["3"]["items"][1]["text"] == "Hålla bryggorna hela."
    assert clauses["5"]["items"][0]["sentences"][0]["path"] == "5/s1"
    assert "unseen" not in tree


def test_what_could_not_be_placed_is_shown_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(FOREST)]) == 0
    assert "rad 37: Namn Namnsson" in capsys.readouterr().out
    assert run([str(FOREST), "--lang", "en"]) == 0
    assert "line 37: Namn Namnsson" in capsys.readouterr().out
    assert run([str(BADHUS)]) == 0
    assert "Allt är placerat." in capsys.readouterr().out


def test_the_text_printed_and_read_again_is_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run([str(FOREST), "--text"])
    text = capsys.readouterr().out
    (tmp_path / "text.md").write_bytes(text.encode())
    run([str(tmp_path / "text.md"), "--text"])
    assert capsys.readouterr().out == text


@pytest.mark.django_db
@pytest.mark.usefixtures("agreement")
def test_stored_and_exported_and_stored_again_it_is_the_same_to_the_byte(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([str(signed(tmp_path)), "--into", NORRORT]) == 0
    assert "Lagrat som originallydelse" in capsys.readouterr().out
    stored = original()
    assert "## 14 Att lämna samarbetet" in stored
    (tmp_path / "export.md").write_bytes(stored.encode())
    assert run([str(tmp_path / "export.md"), "--into", NORRORT, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unseen"] == []
    assert original() == stored


@pytest.mark.django_db
@pytest.mark.usefixtures("agreement")
def test_a_number_that_the_words_do_not_show_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run([str(signed(tmp_path, ("12 månader", "6 månader"))), "--into", NORRORT])
    assert "visar inte 12 månader" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.usefixtures("agreement")
def test_another_document_than_the_agreement_is_not_stored() -> None:
    with pytest.raises(Refused, match="saknas i texten"):
        run([str(BADHUS), "--into", NORRORT])
    assert original() == ""


@pytest.mark.django_db
def test_an_agreement_that_is_not_there() -> None:
    with pytest.raises(Refused, match="finns inget avtal"):
        run([str(BADHUS), "--into", "finns-inte"])


def test_a_text_without_clauses_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dikt.txt").write_text("Höst\n\nLöven faller.\nVinden vänder.\n", encoding="utf-8")
    with pytest.raises(Refused, match="hittar inga punkter"):
        run([str(tmp_path / "dikt.txt")])


def test_an_empty_an_absent_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "tom.txt").touch()
    with pytest.raises(Refused, match="tom"):
        run([str(tmp_path / "tom.txt")])
    with pytest.raises(Refused, match="går inte att läsa: filen eller mappen finns inte"):
        run([str(tmp_path / "finns-inte.txt")])
    with (tmp_path / "stor.pdf").open("wb") as huge:
        huge.truncate(LARGEST * 4)
    with pytest.raises(Refused, match="200 MB"):
        run([str(tmp_path / "stor.pdf")])


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert "--into AVTAL" in capsys.readouterr().out
