"""An agreement is found by its id or by a path, and what cannot be found is explained with what there is."""

from pathlib import Path

import pytest

from samverk.reference import corpus as reference
from samverk.reference.errors import NotFoundError

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus with one agreement in two versions, one in one, and a folder that is neither."""
    root = tmp_path / "samling"
    for agreement, version in [("alfa", "2014-04-15"), ("alfa", "2020-01-01"), ("beta", "2013-06-05")]:
        folder = root / agreement / version
        folder.mkdir(parents=True)
        (folder / "agreement.toml").write_text(f"# {agreement} {version}", encoding="utf-8")
        (folder / "text.sv.md").write_text("# Rubrik", encoding="utf-8")
    (root / "alfa" / "utkast").mkdir()
    (root / "alfa" / "2021-13-01").mkdir()
    (root / "alfa" / "20210101").mkdir()
    (root / "bilder").mkdir()
    (root / "README.md").write_text("läs mig", encoding="utf-8")
    monkeypatch.setenv(reference.VARIABLE, str(root))
    monkeypatch.chdir(tmp_path)
    return root


def refused(agreement: str, *, version: str | None = None) -> str:
    with pytest.raises(NotFoundError) as caught:
        reference.locate(agreement, version=version)
    assert caught.value.text.en != caught.value.text.sv
    return str(caught.value)


def test_an_id_gives_the_newest_version(shelf: Path) -> None:
    found = reference.locate("alfa")
    assert (found.id, found.version, found.path) == ("alfa", "2020-01-01", shelf / "alfa" / "2020-01-01")
    assert dict(found.files) == {"agreement.toml": b"# alfa 2020-01-01", "text.sv.md": b"# Rubrik"}


def test_only_folders_named_by_a_real_day_are_versions(shelf: Path) -> None:
    assert reference.versions(shelf / "alfa") == ("2014-04-15", "2020-01-01")
    assert reference.versions(shelf / "gamma") == ()


def test_an_older_version_can_be_asked_for(shelf: Path) -> None:
    assert reference.locate("alfa", version="2014-04-15").files["agreement.toml"] == b"# alfa 2014-04-15"


def test_the_ids_are_the_folders_that_hold_a_version(shelf: Path) -> None:
    assert reference.agreement_ids() == ("alfa", "beta")


def test_a_path_to_a_version_folder_is_read_and_keeps_its_id_inside_the_corpus(shelf: Path) -> None:
    found = reference.locate(str(shelf / "alfa" / "2014-04-15"))
    assert (found.id, found.version) == ("alfa", "2014-04-15")


def test_a_folder_elsewhere_goes_by_its_path(shelf: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mitt-avtal"
    mine.mkdir()
    (mine / "agreement.toml").write_bytes(b"x = 1")
    found = reference.locate("./mitt-avtal")
    assert (found.id, found.version, dict(found.files)) == ("./mitt-avtal", "mitt-avtal", {"agreement.toml": b"x = 1"})


def test_a_folder_elsewhere_with_dated_versions_gives_the_newest(shelf: Path, tmp_path: Path) -> None:
    for version in ("2015-01-01", "2016-01-01"):
        (tmp_path / "annat" / version).mkdir(parents=True)
        (tmp_path / "annat" / version / "agreement.toml").write_bytes(version.encode())
    assert reference.locate("annat").files["agreement.toml"] == b"2016-01-01"
    assert reference.locate("annat/2015-01-01").version == "2015-01-01"


def test_an_id_comes_before_a_folder_of_the_same_name(shelf: Path, tmp_path: Path) -> None:
    (tmp_path / "beta").mkdir()
    (tmp_path / "beta" / "agreement.toml").write_bytes(b"mine")
    assert reference.locate("beta").path.is_relative_to(shelf)
    assert reference.locate("./beta").files["agreement.toml"] == b"mine"


def test_a_version_folder_without_rules_is_still_read_so_that_the_check_can_say_so(shelf: Path) -> None:
    (shelf / "beta" / "2013-06-05" / "agreement.toml").unlink()
    assert set(reference.locate("beta").files) == {"text.sv.md"}


def test_only_definition_files_are_read(shelf: Path) -> None:
    folder = shelf / "beta" / "2013-06-05"
    (folder / "skiss.png").write_bytes(b"\x89PNG")
    (folder / ".gömd.toml").write_bytes(b"")
    (folder / "action-plan-2013-2014.toml").write_bytes(b"")
    (folder / "bilagor.md").mkdir()
    assert set(reference.locate("beta").files) == {"agreement.toml", "text.sv.md", "action-plan-2013-2014.toml"}


def test_an_unknown_id_is_told_with_what_there_is(shelf: Path) -> None:
    assert refused("gamma") == (
        "Det finns ingen överenskommelse och ingen mapp som heter ”gamma”. I samlingen finns alfa, beta."
    )


@pytest.mark.parametrize("agreement", ["", "  ", "..\0", "x" * 5000, "saknas/helt"])
def test_what_can_be_no_agreement_is_told(shelf: Path, agreement: str) -> None:
    assert "”" in refused(agreement)


def test_a_file_instead_of_a_folder_is_told(shelf: Path) -> None:
    path = str(shelf / "README.md")
    assert refused(path) == f"{path} är en fil. Ange mappen den ligger i."


def test_a_folder_without_an_agreement_is_told_with_what_it_holds(shelf: Path) -> None:
    assert refused("bilder").endswith("Den är tom.")
    (shelf / "bilder" / "karta.svg").write_text("<svg/>", encoding="utf-8")
    assert refused("bilder") == (
        f"Mappen {shelf / 'bilder'} har varken agreement.toml eller en undermapp med versionens datum (ÅÅÅÅ-MM-DD). "
        "Den innehåller karta.svg."
    )
    for number in range(20):
        (shelf / "bilder" / f"{number:02}.png").touch()
    assert refused("bilder").endswith("09.png ….")


def test_an_unknown_version_is_told_with_those_there_are(shelf: Path) -> None:
    assert refused("alfa", version="2019-01-01") == (
        "alfa har ingen version 2019-01-01. Versionerna är 2014-04-15, 2020-01-01."
    )
    folder = str(shelf / "beta" / "2013-06-05")
    assert reference.locate(folder, version="2013-06-05").version == "2013-06-05"
    assert "Versionerna är 2013-06-05." in refused(folder, version="2014-01-01")
    assert "Den har inga versioner." in refused("bilder", version="2014-01-01")


def test_a_file_far_too_large_is_not_read(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "LARGEST", 3)
    assert "kan inte vara en avtalsdefinition" in refused("beta")


def test_a_folder_that_may_not_be_read_is_told(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", deny)
    assert refused("beta") == "”beta” kan inte läsas: Permission denied."


def test_no_id_reaches_outside_the_corpus(shelf: Path, tmp_path: Path) -> None:
    (tmp_path / "hemligt").mkdir()
    (tmp_path / "hemligt" / "agreement.toml").write_bytes(b"secret")
    assert not reference._is_plain_name("../hemligt")
    assert not reference._is_plain_name("..")
    assert reference._is_plain_name("alfa")


def test_an_empty_corpus_is_told(shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tom").mkdir()
    monkeypatch.setenv(reference.VARIABLE, str(tmp_path / "tom"))
    assert refused("alfa").endswith("Samlingen är tom.")


def test_a_corpus_that_is_no_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(reference.VARIABLE, str(tmp_path / "borta"))
    assert refused("alfa") == f"SAMVERK_CORPUS pekar på {tmp_path / 'borta'}, som inte är en mapp."


def test_without_any_corpus_a_path_still_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(reference.VARIABLE, raising=False)
    monkeypatch.setattr(reference, "_PACKAGE", tmp_path / "installed" / "samverk")
    (tmp_path / "agreement.toml").write_bytes(b"")
    assert reference.locate(str(tmp_path)).id == str(tmp_path)
    assert "ange var den ligger med SAMVERK_CORPUS" in refused("alfa")


def test_an_installed_package_uses_its_own_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder called corpus beside the package is someone else's, unless it lies in a source checkout."""
    monkeypatch.delenv(reference.VARIABLE, raising=False)
    package = tmp_path / "site-packages" / "samverk"
    (package / "corpus").mkdir(parents=True)
    (package.parent / "corpus").mkdir()
    monkeypatch.setattr(reference, "_PACKAGE", package)
    assert reference.root() == package / "corpus"
    (package.parent / "pyproject.toml").touch()
    assert reference.root() == package.parent / "corpus"


def test_a_checkout_uses_the_corpus_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(reference.VARIABLE, raising=False)
    assert reference.root() == REPOSITORY / "corpus"
    assert {"koordination-norrort", "ksl-nyanlanda"} <= set(reference.agreement_ids())
    found = reference.locate("koordination-norrort")
    assert found.version == "2014-04-15"
    assert "text.sv.md" in found.files


def test_the_home_of_a_user_that_does_not_exist_is_said_in_a_sentence() -> None:
    with pytest.raises(NotFoundError, match=r"~no-such-user/x.* kan inte läsas"):
        reference.locate("~no-such-user/x")
