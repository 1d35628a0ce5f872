"""The signed wording in the browser: read, put right, confirmed, shown beside the plain text, and kept to the byte.

The words are our own plain text, made to look like a signed document: no original enters the tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from samverk.accounts.actions import open_content
from samverk.accounts.models import User
from samverk.accounts.queries import actor
from samverk.agreements.models import Edition
from samverk.integrations import reading
from samverk.lib import clock
from samverk.ops import export_text_command, import_text_command
from samverk.rules.originals.edition import read_original
from samverk.web.originals import desk as desks
from tests.integrations.papers import pdf, picture_pdf, word_lines
from tests.ops.test_import_text import FOREST, signed
from tests.web.filled import NORRORT, signed_in
from tests.web.pages.test_agreement import text

PAGE = f"/avtal/{NORRORT}/original/"
NEW = f"{PAGE}ny/"


@pytest.fixture(autouse=True)
def clean() -> Iterator[None]:
    """No desk from another test."""
    yield
    for folder in desks.uploads().iterdir():
        for file in folder.iterdir() if folder.is_dir() else ():
            file.unlink()
        folder.rmdir() if folder.is_dir() else folder.unlink()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, the page waits until a document has been read."""
    monkeypatch.setattr(desks, "PATIENCE", 60.0)


@pytest.fixture
def words(tmp_path: Path) -> str:
    """Norrort's text as a signed document has it."""
    return signed(tmp_path).read_text(encoding="utf-8")


def upload(client: Client, data: bytes, name: str = "avtal.txt") -> str:
    """Send a file; the page that follows."""
    answer = client.post(NEW, {"act": "upload", "file": SimpleUploadedFile(name, data)}, follow=True)
    return answer.content.decode()


def post(client: Client, **values: str) -> str:
    step = re.search(r'name="step" value="(\d+)"', client.get(NEW).content.decode())
    return client.post(NEW, {"step": step.group(1) if step else "0", **values}, follow=True).content.decode()


def stored() -> list[str]:
    return list(Edition.objects.filter(kind="original").values_list("text", flat=True))


def on_desk() -> list[str]:
    return sorted(str(path.relative_to(desks.uploads())) for path in desks.uploads().rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("name", "made"),
    [("avtal.txt", str.encode), ("avtal.docx", word_lines), ("avtal.pdf", pdf)],
    ids=["txt", "docx", "pdf"],
)
def test_text_word_and_pdf_are_read_shown_confirmed_and_stored(
    name: str, made: object, words: str, strategist: Client
) -> None:
    plain = words.replace("–", "-").replace("”", '"')  # what the PDF's own type has
    page = upload(strategist, made(plain), name)  # type: ignore[operator]  # one of the three above

    assert "Texten passar avtalet." in page
    assert stored() == []
    assert "Originalet är lagrat." in post(strategist, act="store")
    assert stored() == [read_original(plain.split("\n")).text]
    assert on_desk() == []


def test_the_stored_original_stands_beside_the_plain_text_with_its_provisions(words: str, strategist: Client) -> None:
    upload(strategist, words.encode())
    post(strategist, act="store")

    page = strategist.get(PAGE).content.decode()
    clause = page.partition('<li id="p14"')[2].partition("</li>\n")[0]

    assert "Det här bygger på punkten" in clause
    assert "I klarspråk" in clause
    for target in re.findall(r'href="#(o14-[\d-]+)"', clause):
        assert f'id="{target}" class="cited"' in clause
    assert re.search(rf'href="/avtal/{NORRORT}/#n-[\w-]+"', clause)
    assert "Strateg, Koordination Norrort" in page


def test_exported_and_imported_again_it_is_the_same_to_the_byte(
    words: str, strategist: Client, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """By the page, by the command, and through the page once more."""
    upload(strategist, words.encode())
    post(strategist, act="store")
    first = stored()[0].encode()

    file = strategist.get(f"{PAGE}?som=text")
    assert file.content == first
    assert file.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert export_text_command.run([NORRORT]) == 0
    assert capfdbinary.readouterr().out == first
    assert export_text_command.run([NORRORT, "--to", str(tmp_path / "ut.md")]) == 0
    assert (tmp_path / "ut.md").read_bytes() == first
    assert "Texten passar avtalet." in upload(strategist, first, "ut.md")
    post(strategist, act="store")
    assert [text.encode() for text in stored()] == [first]
    import_text_command.run([str(tmp_path / "ut.md"), "--into", NORRORT])
    assert [text.encode() for text in stored()] == [first]


def test_a_reading_is_put_right_by_hand_step_by_step(words: str, strategist: Client) -> None:
    """A clause with another number than the agreement's."""
    spoilt = words.replace("\nFörsäkran", "\nIntygande", 1)
    page = upload(strategist, spoilt.encode())
    assert "Texten kan inte lagras än." in page
    assert "Punkt I hör inte till avtalet." in page
    assert 'value="store"' not in page

    at = re.search(r'rad=(\d+)">Rätta rubriken<span class="vh"> I<', page)
    assert at is not None
    opened = strategist.get(f"{NEW}?rad={at.group(1)}").content.decode()
    assert 'value="renumber"' in opened
    page = post(strategist, act="correct", at=at.group(1), do="renumber", to="F")

    assert "Texten passar avtalet." in page
    assert "Ångra senaste rättelsen" in page
    page = post(strategist, act="undo")
    assert "Punkt I hör inte till avtalet." in page
    post(strategist, act="correct", at=at.group(1), do="renumber", to="F")
    post(strategist, act="store")
    assert stored() == [read_original(words.split("\n")).text.replace("Försäkran", "Intygande", 1)]


def test_each_correction_is_on_the_page_and_works_without_a_script(words: str, strategist: Client) -> None:
    upload(strategist, words.encode())
    opened = strategist.get(f"{NEW}?rad=2.1").content.decode()
    offered = set(re.findall(r'name="do" value="(\w+)"', opened))

    assert {"item", "up", "down", "drop", "heading", "move", "split"} <= offered | {"paragraph"}
    page = post(strategist, act="correct", at="2.0", do="drop")
    assert "Borttagen av dig." in page
    line = re.search(r'name="at" value="(u\d+)"><p lang="sv" class="law">', page)
    assert line is not None
    assert "Texten passar avtalet." in post(strategist, act="correct", at="u0", do="place", to="2")


def test_a_correction_that_cannot_be_made_is_said_and_changes_nothing(words: str, strategist: Client) -> None:
    upload(strategist, words.encode())
    answer = strategist.post(NEW, {"act": "correct", "step": "0", "at": "2", "do": "renumber", "to": "femton"})

    assert answer.status_code == 422
    assert "är inget punktnummer" in answer.content.decode()
    assert "Ångra" not in strategist.get(NEW).content.decode()


def test_two_windows_do_not_correct_each_other(words: str, strategist: Client) -> None:
    upload(strategist, words.encode())
    post(strategist, act="correct", at="2.0", do="drop")
    for act in ({"act": "correct", "at": "3.0", "do": "drop"}, {"act": "store"}):
        answer = strategist.post(NEW, {"step": "0", **act})
        assert answer.status_code == 422
        assert "ändrats i ett annat fönster" in answer.content.decode()
    assert stored() == []


def test_another_document_is_shown_and_cannot_be_stored(strategist: Client) -> None:
    page = upload(strategist, FOREST.read_bytes())
    assert "Är det rätt dokument?" in page
    assert "Namn Namnsson" in page
    page = post(strategist, act="store")
    assert "saknas i texten" in page
    assert stored() == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "tom"),
        (picture_pdf(), "inskannad"),
        (pdf("Avtal", password="hemligt"), "krypterad"),
        (bytes(range(256)) * 40, "inget dokument"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "bild"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "äldre format"),
        (b"En dikt.\n\nUtan punkter.\n", "inga punkter"),
    ],
)
def test_bad_files_get_a_plain_answer_and_nothing_is_stored(data: bytes, said: str, strategist: Client) -> None:
    page = upload(strategist, data, "avtal.pdf")
    assert "Filen lästes inte in" in page
    assert said in page
    assert "avtal.pdf" in page
    assert stored() == []
    assert not any(name.endswith("/upload") for name in on_desk())


def test_a_file_too_large_is_refused_and_not_kept(strategist: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred megabytes would be sent; the limits are made small instead."""
    for module in ("samverk.web.originals.upload.LARGEST", "samverk.web.originals.importing.LARGEST"):
        monkeypatch.setattr(module, 1_000)
    page = upload(strategist, b"x" * 3_000_000)
    assert "Filen är 3 MB" in page
    assert on_desk() == []


def test_no_file_chosen(strategist: Client) -> None:
    answer = strategist.post(NEW, {"act": "upload"})
    assert answer.status_code == 422
    assert "Välj först filen" in answer.content.decode()


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "cp1252", "utf-8-sig"])
def test_text_in_other_encodings_is_read_right(encoding: str, words: str, strategist: Client) -> None:
    plain = words.replace("–", "-").replace("”", '"')
    page = upload(strategist, plain.encode(encoding))
    assert "Texten passar avtalet." in page
    assert ("lästes som Latin-1" in page) == (encoding in ("latin-1", "cp1252"))
    post(strategist, act="store")
    assert stored() == [read_original(plain.split("\n")).text]


def test_a_long_reading_shows_how_far_it_has_come_and_is_followed(
    words: str, strategist: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "read", lambda folder: None)  # as if it were not done yet
    page = upload(strategist, words.encode())
    assert "Filen är mottagen och öppnas." in page
    folder = next(desks.uploads().iterdir())
    (folder / reading.PROGRESS).write_text("[3, 40]")
    page = strategist.get(NEW).content.decode()
    assert "3 av 40 delar är lästa." in page
    assert '<progress id="last" value="3" max="40">' in page
    about = json.loads((folder / "about.json").read_text())
    about["at"] = (clock.now() - timedelta(minutes=20)).isoformat()
    (folder / "about.json").write_text(json.dumps(about))
    assert "Läsningen avbröts" in text(strategist, NEW, status=422)


def test_giving_up_leaves_nothing(words: str, strategist: Client) -> None:
    upload(strategist, words.encode())
    assert on_desk() != []
    assert "Inget lagrades." in post(strategist, act="cancel")
    assert on_desk() == []


def opened() -> Client:
    """The administrator, who has opened the content for a while."""
    who = actor(User.objects.get(email="administrator@demo.example"), clock.today())
    open_content(agreement=NORRORT, reason="Läser in originalet", by=who, at=clock.now())
    return signed_in("administrator")


def test_what_has_lain_a_day_is_gone_for_everyone(words: str, strategist: Client) -> None:
    upload(strategist, words.encode())
    folder = next(desks.uploads().iterdir())
    about = json.loads((folder / "about.json").read_text())
    about["at"] = (clock.now() - timedelta(hours=25)).isoformat()
    (folder / "about.json").write_text(json.dumps(about))

    opened().get(NEW)

    assert on_desk() == []


def test_one_s_desk_is_one_s_own(words: str, strategist: Client) -> None:
    upload(strategist, words.encode())
    assert "Läs filen" in opened().get(NEW).content.decode()
    assert oct(Path(settings.SAMVERK_HOME, "uploads").stat().st_mode)[-3:] == "700"


@pytest.mark.parametrize("who", ["besökare", "forvaltningschef", "registrator", "controller", "lasare", "forbund"])
def test_who_may_not_import_sends_nothing(who: str, words: str, visitor: Client) -> None:
    client = visitor if who == "besökare" else signed_in(who)
    answer = client.post(NEW, {"act": "upload", "file": SimpleUploadedFile("a.txt", words.encode())})
    assert answer.status_code == 403
    assert on_desk() == []
    assert stored() == []


def test_a_form_from_elsewhere_is_refused(words: str) -> None:
    client = signed_in("strateg")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answer = strict.post(NEW, {"act": "upload", "file": SimpleUploadedFile("a.txt", words.encode())})
    assert answer.status_code == 403
    assert on_desk() == []


def test_the_original_can_be_removed(words: str, strategist: Client) -> None:
    upload(strategist, words.encode())
    post(strategist, act="store")
    assert "Ta bort originalet" in text(strategist, NEW)
    assert "Originalet är borttaget." in post(strategist, act="remove")
    assert stored() == []
    assert "Originalet är inte inläst." in text(strategist, PAGE)


def test_an_empty_page_leads_to_the_import_for_those_who_may(strategist: Client) -> None:
    assert f'href="{NEW}"' in strategist.get(PAGE).content.decode()
    reader = signed_in("lasare").get(PAGE).content.decode()
    assert NEW not in reader
    assert "Strategen läser in det" in reader


def test_the_row_of_pages_leads_to_the_original_for_those_who_may_see_it(visitor: Client, strategist: Client) -> None:
    assert f'href="{PAGE}"' in strategist.get(f"/avtal/{NORRORT}/").content.decode()
    assert f'href="{PAGE}"' not in visitor.get(f"/avtal/{NORRORT}/").content.decode()


def test_the_english_pages_are_english(words: str, strategist: Client) -> None:
    assert "Import the original" in text(strategist, NEW, "en")
    upload(strategist, words.encode())
    page = text(strategist, NEW, "en")
    assert "The text fits the agreement." in page
    assert "Nothing has been stored yet." in page
    post(strategist, act="store")
    page = text(strategist, PAGE, "en")
    assert "This rests on the clause" in page
    assert "sentence 1" in page


def test_the_page_needs_few_statements(words: str, strategist: Client, django_assert_max_num_queries: object) -> None:
    upload(strategist, words.encode())
    post(strategist, act="store")
    for address in (PAGE, NEW):
        with django_assert_max_num_queries(12):  # type: ignore[operator]  # a fixture of pytest-django
            strategist.get(address)
