"""Documents as people meet them: the list, adding files, versions, what is fetched, and what nobody else learns of."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from samverk.accounts.models import Role, User
from samverk.integrations import looking
from samverk.lib import store
from samverk.records.models import Document, DocumentVersion, Event
from samverk.records.queries.papers import paper_chain
from tests.integrations import clamav
from tests.integrations.clamav import eicar
from tests.integrations.papers import pdf, word_lines
from tests.web import every_page
from tests.web.filled import COUNTY, NORRORT, signed_in
from tests.web.pages.test_agreement import text

PAGE = f"/avtal/{NORRORT}/handlingar/"
NEW = f"{PAGE}ny/"
EXTRACT, REPORT, NOTES = "019d62c2bedb", "0ad2456f0625", "d2811b46ab83"
EVERYBODY = ("forvaltningschef", "kontaktperson", "registrator", "controller", "forbund", "lasare", "administrator")


@pytest.fixture(autouse=True)
def clean() -> Iterator[None]:
    """No pictures of pages, and no arrivals, from another test."""
    yield
    shutil.rmtree(settings.SAMVERK_HOME / "cache" / "pages", ignore_errors=True)
    assert arrivals() == []


def arrivals() -> list[str]:
    folder = settings.DOCUMENTS / ".incoming"
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock") if folder.exists() else []


def send(client: Client, *files: tuple[str, bytes], status: int = 200, **more: str) -> str:
    """Send files from the page; the page that follows."""
    values: dict[str, Any] = {"kind": "letter", "party": "samarbetet", "reach": "public", "title": ""} | more
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    answer = client.post(NEW, {**values, "files": sent}, follow=True)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def newest() -> Document:
    return Document.objects.latest("id")


def act(client: Client, key: str, status: int = 200, **values: Any) -> str:
    answer = client.post(f"{PAGE}{key}/", values, follow=True)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


# --- seen -------------------------------------------------------------------------------------------------


def test_the_list_shows_what_there_is_for_the_one_who_looks(strategist: Client, visitor: Client) -> None:
    everything = text(strategist, PAGE)
    assert "3 handlingar, den senast ändrade först." in everything
    for words in ("Protokollsutdrag, budget 2026", "Beslut eller protokollsutdrag, Lidingö", "PDF, ", "Word, ",
                  "Arbetsmaterial", "Deltagarna", "Förevisningen", "Lägg in handlingar"):  # fmt: skip
        assert words in everything
    public = text(visitor, PAGE)
    assert "1 handling, den senast ändrade först." in public
    assert "Protokollsutdrag, budget 2026" in public
    for words in ("Verksamhetsberättelse", "Minnesanteckningar", "Förevisningen", "Lägg in", "Visas för"):
        assert words not in public


def test_the_list_is_narrowed(strategist: Client) -> None:
    assert "Verksamhetsberättelse" in text(strategist, f"{PAGE}?slag=report")
    assert "Protokollsutdrag, budget" not in text(strategist, f"{PAGE}?slag=report")
    assert "Protokollsutdrag, budget" in text(strategist, f"{PAGE}?part=0186")
    assert "Ingen handling passar in på valet." in text(strategist, f"{PAGE}?part=0184")
    assert "3 handlingar" in text(strategist, f"{PAGE}?slag=hemligt&sida=99")
    assert "Här finns inga handlingar än." in text(strategist, f"/avtal/{COUNTY}/handlingar/")


def test_a_document_shows_its_page_its_words_and_what_was_done(strategist: Client, visitor: Client) -> None:
    page = text(strategist, f"{PAGE}{EXTRACT}/")
    for words in ("Sida 1 av 1", "Så börjar texten", "Styrgruppen sammanträdde", "Alla som får se avtalet",
                  "Lades in", "Version 1, protokollsutdrag-2025-10-16.pdf", "Ny version", "Dra tillbaka"):  # fmt: skip
        assert words in page
    public = text(visitor, f"{PAGE}{EXTRACT}/")
    assert "Styrgruppen sammanträdde" in public
    for words in ("Vad som har gjorts", "Förevisningen ", "Ny version", "Dra tillbaka"):
        assert words not in public
    word = text(strategist, f"{PAGE}{REPORT}/")
    assert "Hälsokommunikatörerna nådde alla kommuner" in word
    assert "<img" not in strategist.get(f"{PAGE}{REPORT}/").content.decode()


def test_what_one_may_not_see_is_as_what_is_not_there(visitor: Client) -> None:
    """The same answer, word for word, for a document of others and for none: as a page, a file and a picture."""
    ends = ("/", "/1/fil", "/1/sida-1.png")
    for who in ("besökare", *EVERYBODY):
        client = visitor if who == "besökare" else signed_in(who)
        hidden = {NOTES, REPORT} if who in ("besökare", "forbund", "administrator") else {NOTES}
        hidden -= {NOTES} if who == "controller" else set()
        for key in (NOTES, REPORT):
            for end in ends:
                answer = client.get(f"{PAGE}{key}{end}")
                nothing = client.get(f"{PAGE}finns-inte{end}")
                assert nothing.status_code == 404
                if key in hidden:
                    assert answer.status_code == 404, (who, key, end)
                    assert answer.content == nothing.content
                elif not end.endswith("png"):
                    assert answer.status_code == 200, (who, key, end)


def test_nothing_of_a_hidden_document_is_anywhere(visitor: Client) -> None:
    for client, words in (
        (visitor, ("Minnesanteckningar (exempel)", "Verksamhetsberättelse 2025")),
        (signed_in("forbund"), ("Minnesanteckningar (exempel)", "Verksamhetsberättelse 2025")),
        (signed_in("kontaktperson"), ("Minnesanteckningar (exempel)",)),
        (signed_in("administrator"), ("Minnesanteckningar (exempel)",)),
    ):
        pages = [PAGE, f"/avtal/{NORRORT}/", f"/avtal/{NORRORT}/handelser/", f"/avtal/{NORRORT}/handelser/?sida=25"]
        pages += ["/sok/?q=minnesanteckningar", "/sok/?q=överförmyndarna", "/sok/?q=verksamhetsberättelse"]
        for address in pages:
            found = text(client, address)
            for word in words:
                assert word not in found, address


def test_a_document_is_found_by_its_words(strategist: Client, visitor: Client) -> None:
    page = strategist.get("/sok/?q=hälsokommunikatör&slag=document").content.decode()
    assert "Handlingar" in page
    assert f'href="{PAGE}{REPORT}/"' in page
    assert f'href="{PAGE}{EXTRACT}/"' in visitor.get("/sok/?q=vikarierna").content.decode()
    assert REPORT not in visitor.get("/sok/?q=hälsokommunikatör").content.decode()


# --- added ------------------------------------------------------------------------------------------------


def test_files_are_added_and_listed(strategist: Client) -> None:
    page = send(
        strategist, ("Svar_från kommunen.pdf", pdf("Kommunens svar")), ("bilaga.docx", word_lines("Bilaga ett"))
    )

    assert "2 handlingar är inlagda." in page
    assert "Svar från kommunen" in page
    assert DocumentVersion.objects.latest("id").actor == "Strateg, Koordination Norrort"
    assert [row.kind for row in Event.objects.filter(agreement=paper_chain(NORRORT))][-2:] == ["document.added"] * 2
    assert "5 handlingar" in page


def test_a_title_is_for_one_file(strategist: Client) -> None:
    send(strategist, ("a.txt", b"ett"), title="Svar på remissen", kind="letter", party="0184", reach="parties")

    added = newest()
    assert (added.title, added.kind, added.party, added.reach) == ("Svar på remissen", "letter", "0184", "parties")
    send(strategist, ("b.txt", "två".encode()), ("c.txt", b"tre"), title="Svar på remissen")
    assert newest().title == "c"


def test_each_file_is_taken_or_refused_on_its_own(strategist: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "LARGEST_DOCUMENT", 2_000_000)
    page = send(
        strategist,
        ("bra.txt", b"Bra"),
        ("tom.pdf", b""),
        ("stor.pdf", b"%PDF-" + bytes(2_500_000)),
        ("spel.exe", b"MZ\x90\0"),
        status=422,
    )

    assert "Det här togs inte emot" in page
    for said in ("tom.pdf är tom.", "stor.pdf är 3 MB, och högst 2 MB tas emot.", "spel.exe är ett program"):
        assert said in page
    assert "Inlagt: bra.txt." in page
    assert newest().title == "bra"


def test_what_is_missing_in_the_form_is_said_and_nothing_is_kept(strategist: Client) -> None:
    before = sorted(store.documents().names())
    assert "Välj minst en fil." in send(strategist, status=422)
    assert "Rätta det här först" in send(strategist, ("a.txt", b"unik text"), kind="", status=422)
    assert "Rätta det här först" in send(strategist, ("a.txt", b"unik text"), reach="alla", status=422)
    assert sorted(store.documents().names()) == before


@pytest.mark.skipif(clamav.CLAMD is None, reason=clamav.SKIP)
def test_an_infected_file_is_refused_by_the_real_daemon(strategist: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with clamav.running() as address:
        monkeypatch.setattr(settings, "CLAMD", address)
        assert "De kontrolleras mot skadlig kod." in text(strategist, NEW)
        page = send(strategist, ("faktura.pdf", eicar()), ("bra.txt", b"kontrollerad"), status=422)
        assert "faktura.pdf innehåller skadlig kod (Prov.EICAR.UNOFFICIAL)" in page
        assert "Inlagt: bra.txt." in page
    told = Event.objects.filter(agreement=paper_chain(NORRORT)).latest("seq")
    assert '"scanned":true' in told.payload
    assert not any(eicar() == path.read_bytes() for path in settings.DOCUMENTS.rglob("*") if path.is_file())
    page = send(strategist, ("sedan.txt", b"daemonen borta"), status=422)
    assert "kunde inte kontrolleras mot skadlig kod just nu" in page


def test_who_adds_for_whom(visitor: Client) -> None:
    """A party's own people for their party; the cooperation's own papers by those who keep them."""
    registrar, head = signed_in("registrator"), signed_in("forvaltningschef")
    form = registrar.get(NEW).content.decode()
    assert "Vaxholm" in form
    assert "Samarbetets egen" not in form
    assert "Alla som får se avtalet" in form
    assert "Alla som får se avtalet" not in head.get(NEW).content.decode()
    send(registrar, ("svar.txt", b"Vaxholms svar"), party="0187")
    assert newest().party == "0187"
    send(registrar, ("svar.txt", b"mera svar"), party="0184", status=422)
    send(registrar, ("svar.txt", b"mera svar"), party="samarbetet", status=422)
    send(head, ("svar.txt", "Täby".encode()), party="0160", reach="public", status=422)
    before = Document.objects.count()
    for who in ("lasare", "forbund", "administrator"):
        answer = signed_in(who).post(NEW, {"files": [SimpleUploadedFile("a.txt", b"a")], "kind": "letter"})
        assert answer.status_code == 403
    assert visitor.post(NEW, {"files": [SimpleUploadedFile("a.txt", b"a")]}).status_code == 403
    assert Document.objects.count() == before


def test_a_form_from_elsewhere_is_refused_and_leaves_nothing() -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in("strateg").cookies
    before = sorted(store.documents().names())
    for address in (NEW, f"{PAGE}{EXTRACT}/"):
        answer = strict.post(address, {"files": [SimpleUploadedFile("a.txt", b"fr\xc3\xa5n annat h\xc3\xa5ll")]})
        assert answer.status_code == 403
    assert sorted(store.documents().names()) == before
    assert arrivals() == []


def test_names_of_files_cannot_reach_outside(strategist: Client) -> None:
    for name in ("../../../etc/passwd", "..\\..\\a.txt", "/etc/x\r\nSet-Cookie: a=b.txt", '"; filename=x.html".txt'):
        send(strategist, (name, f"innehåll {name}".encode()))
        answer = strategist.get(f"{PAGE}{newest().key}/1/fil")
        header = answer.headers["Content-Disposition"]
        assert header.startswith("attachment; filename")
        assert not set("\r\n") & set(header)
        assert "/" not in header.partition("''")[2]
        assert "Set-Cookie" not in answer.headers
    inside = {path.resolve() for path in settings.DOCUMENTS.rglob("*")}
    assert all(path.is_relative_to(Path(settings.DOCUMENTS).resolve()) for path in inside)


# --- fetched ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("avtal.pdf", pdf("Avtal"), "application/pdf"),
        ("sida.html", b"<!doctype html><script>alert(1)</script>", "application/octet-stream"),
        ("karta.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "application/octet-stream"),
        ("bild.png", b"<html><script>alert(1)</script></html>", "application/octet-stream"),
        ("brev.eml", b"From: a\n\n<script>", "application/octet-stream"),
        ("text.txt", b"bara text", "text/plain"),
    ],
)
def test_a_file_is_fetched_as_it_was_sent_and_never_shown(
    name: str, data: bytes, kind: str, strategist: Client, visitor: Client
) -> None:
    send(strategist, (name, data))
    answer = visitor.get(f"{PAGE}{newest().key}/1/fil")

    assert answer.content == data
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Content-Length"] == str(len(data))
    told = "Filens namn stämmer inte med innehållet" in text(visitor, f"{PAGE}{newest().key}/")
    assert told == (name == "bild.png")


def test_a_large_file_is_sent_piece_by_piece(strategist: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytes(range(256)) * 20_000
    send(strategist, ("stor.bin", data))
    answer = strategist.get(f"{PAGE}{newest().key}/1/fil")

    assert answer.streaming
    assert answer.getvalue() == data
    assert answer.headers["Content-Length"] == str(len(data))
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")


def test_a_name_with_other_letters_is_kept(strategist: Client) -> None:
    send(strategist, ("Överenskommelse – 2026.pdf", pdf("Avtal")))
    header = strategist.get(f"{PAGE}{newest().key}/1/fil").headers["Content-Disposition"]
    assert header == "attachment; filename*=utf-8''%C3%96verenskommelse%20%E2%80%93%202026.pdf"


def test_a_page_is_a_picture_that_is_drawn_once(strategist: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"{PAGE}{EXTRACT}/1/sida-1.png"
    first = strategist.get(address)
    assert (first.status_code, first.headers["Content-Type"]) == (200, "image/png")
    assert first.headers["Content-Security-Policy"].startswith("sandbox;")
    monkeypatch.setattr(looking, "page", lambda *_asked: pytest.fail("drawn again"))
    assert strategist.get(address).content == first.content
    assert strategist.get(f"{PAGE}{EXTRACT}/1/sida-2.png").status_code == 404
    assert strategist.get(f"{PAGE}{REPORT}/1/sida-1.png").status_code == 404


def test_pictures_do_not_fill_the_disk(strategist: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samverk.web.documents.contents.MOST_PICTURES", 4)
    folder = settings.SAMVERK_HOME / "cache" / "pages"
    folder.mkdir(parents=True)
    for number in range(9):
        (folder / f"gammal-{number}.png").write_bytes(b"x")

    assert strategist.get(f"{PAGE}{EXTRACT}/1/sida-1.png").status_code == 200

    assert len(list(folder.iterdir())) == 5


def test_a_damaged_or_lost_file_is_not_handed_out(strategist: Client) -> None:
    send(strategist, ("viktig.txt", b"Viktigt innehall"))
    key = newest().key
    path = store.documents().open(DocumentVersion.objects.latest("id").blob_id)
    path.chmod(0o600)
    path.write_bytes(b"Viktigt innehalL")
    strategist.raise_request_exception = False
    for _state in ("damaged", "lost"):
        answer = strategist.get(f"{PAGE}{key}/1/fil")
        assert answer.status_code == 500
        assert "lämnas därför inte ut" in answer.content.decode()
        assert "Content-Disposition" not in answer.headers
        path.unlink(missing_ok=True)


# --- versions, more people, withdrawn ---------------------------------------------------------------------


def test_a_new_version_stands_before_the_old(strategist: Client) -> None:
    send(strategist, ("plan.txt", b"Plan ett"))
    key, second = newest().key, pdf("Plan två")
    page = act(strategist, key, act="version", file=SimpleUploadedFile("plan 2.pdf", second))

    assert "Den nya versionen är inlagd." in page
    assert "Version 2, plan 2.pdf" in page
    assert page.index("plan 2.pdf</a>") < page.index("plan.txt</a>")
    assert strategist.get(f"{PAGE}{key}/1/fil").content == b"Plan ett"
    assert "Plan ett" in text(strategist, f"{PAGE}{key}/?version=1")
    assert strategist.get(f"{PAGE}{key}/?version=9").status_code == 404
    assert strategist.get(f"{PAGE}{key}/9/fil").status_code == 404
    again = act(strategist, key, 422, act="version", file=SimpleUploadedFile("plan 2.pdf", second))
    assert "Det gick inte" in again
    assert "Välj filen med den nya versionen." in act(strategist, key, 422, act="version")


def test_working_material_is_shown_to_more_step_by_step(strategist: Client, visitor: Client) -> None:
    assert "Visa för fler" in text(strategist, f"{PAGE}{NOTES}/")
    assert "Handlingen visas nu för fler." in act(strategist, NOTES, act="open", reach="parties")
    assert signed_in("lasare").get(f"{PAGE}{NOTES}/").status_code == 200
    assert visitor.get(f"{PAGE}{NOTES}/").status_code == 404
    act(strategist, NOTES, act="open", reach="public")
    assert visitor.get(f"{PAGE}{NOTES}/").status_code == 200
    assert "Visa för fler" not in text(strategist, f"{PAGE}{NOTES}/")
    assert "kan inte bli av med den" in act(strategist, NOTES, 422, act="open", reach="own")


def test_what_is_withdrawn_is_shown_as_such_and_its_content_to_few(strategist: Client, visitor: Client) -> None:
    assert "Skriv varför" in act(strategist, EXTRACT, 422, act="withdraw", reasons=" ")
    page = act(strategist, EXTRACT, act="withdraw", reasons="Fel paragraf.")
    assert "Handlingen är tillbakadragen." in page
    assert "Tillbakadragen 2026-11-21" in page
    assert "Ny version" not in page
    reader = signed_in("lasare")
    seen = text(reader, f"{PAGE}{EXTRACT}/")
    assert "Fel paragraf." in seen
    assert "Innehållet visas bara för dem som har hand om handlingen." in seen
    assert "Styrgruppen sammanträdde" not in seen
    assert reader.get(f"{PAGE}{EXTRACT}/1/fil").status_code == 404
    assert reader.get(f"{PAGE}{EXTRACT}/1/sida-1.png").status_code == 404
    assert strategist.get(f"{PAGE}{EXTRACT}/1/fil").status_code == 200
    assert "Tillbakadragen" in text(reader, PAGE)
    assert visitor.get(f"{PAGE}{EXTRACT}/").status_code == 404
    assert "Protokollsutdrag, budget" not in text(visitor, PAGE)
    assert EXTRACT not in visitor.get("/sok/?q=vikarierna").content.decode()


@pytest.mark.parametrize("who", ["lasare", "forbund", "administrator", "kontaktperson"])
def test_who_may_not_changes_nothing(who: str) -> None:
    before = Event.objects.count()
    client = signed_in(who)
    for values in ({"act": "withdraw", "reasons": "x"}, {"act": "open", "reach": "public"}, {"act": "version"}):
        for key, refused in ((EXTRACT, {403, 422}), (NOTES, {404})):
            file = SimpleUploadedFile("a.txt", b"annan")
            assert client.post(f"{PAGE}{key}/", {**values, "file": file}).status_code in refused
    assert Event.objects.count() == before


# --- what Samverk itself makes ----------------------------------------------------------------------------


def test_the_fee_sheet_is_kept_as_a_document(
    strategist: Client, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = f"/avtal/{NORRORT}/avgifter/2022/"
    keep = f"{year}handling/"
    assert f'action="{keep}"' in strategist.get(year).content.decode()
    assert keep not in visitor.get(year).content.decode()
    assert keep not in strategist.get(f"{year}?per=2024-01-01").content.decode()

    page = strategist.post(keep, follow=True).content.decode()

    assert "Sparad som handling." in page
    assert "Avgiftsblad 2022" in page
    kept = newest()
    assert (kept.kind, kept.reach, kept.party, kept.version) == ("fees", "parties", "", 1)
    sheet = strategist.get(f"{PAGE}{kept.key}/1/fil").content
    assert sheet.startswith(b"%PDF-")
    again = strategist.post(keep, follow=True).content.decode()
    assert "finns redan som handling" in again
    monkeypatch.setenv("SAMVERK_TODAY", "2026-11-22")
    strategist.post(keep, follow=True)
    assert (newest().key, newest().version) == (kept.key, 2)
    before = Event.objects.count()
    assert strategist.post(f"/avtal/{NORRORT}/avgifter/2027/handling/").status_code == 302
    assert visitor.post(keep).status_code == 403
    for who in ("lasare", "registrator", "administrator", "forbund"):
        assert signed_in(who).post(keep).status_code == 403
    assert Event.objects.count() == before


# --- the pages themselves ---------------------------------------------------------------------------------


def test_the_pages_are_english_in_english(strategist: Client) -> None:
    assert "3 documents, the one changed last first." in text(strategist, PAGE, "en")
    page = text(strategist, f"{PAGE}{EXTRACT}/", "en")
    for words in ("How the text begins", "What has been done", "Decision or minutes extract", "Everyone who may see"):
        assert words in page
    assert "Add documents" in text(strategist, NEW, "en")


def test_the_row_of_pages_leads_to_the_documents(visitor: Client) -> None:
    assert f'href="{PAGE}"' in visitor.get(f"/avtal/{NORRORT}/").content.decode()


def test_the_pages_need_few_statements_however_many_documents(
    strategist: Client, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in (PAGE, f"{PAGE}{EXTRACT}/", NEW, f"{PAGE}{EXTRACT}/1/fil"):
        with django_assert_max_num_queries(12):
            strategist.get(address)
    monkeypatch.setattr(looking, "words", lambda _path: looking.Words())
    send(strategist, *((f"{n}.txt", f"fil {n}".encode()) for n in range(12)))
    with django_assert_max_num_queries(12):
        assert len(re.findall("<tr>", strategist.get(PAGE).content.decode())) == 16


def test_every_address_of_documents_is_walked() -> None:
    assert {"documents", "document", "add-document"} <= set(every_page.PAGES)
    assert {"document-file", "document-page"} <= set(every_page.FILES)


@pytest.mark.parametrize("supposed", ["", "?tank=gar-med:0192:2027-01-01"])
def test_who_is_only_supposed_to_join_sees_no_more(supposed: str, strategist: Client) -> None:
    """The registrar of a municipality that said no; the address supposes that it joins, and nothing more is seen."""
    outsider = User.objects.create_user("registrator@kommun.example", title="Registrator, Nynäshamn")
    Role.objects.create(user=outsider, kind="registrar", party="0192", from_day=date(2020, 1, 1))
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.force_login(outsider)
    county = f"/avtal/{COUNTY}/handlingar/"
    file = SimpleUploadedFile("a.txt", b"till deltagarna")
    values = {"kind": "letter", "party": "samarbetet", "reach": "parties", "title": "Till deltagarna", "files": file}
    assert signed_in("forbund").post(f"{county}ny/", values).status_code == 302

    assert "Till deltagarna" in text(signed_in("forbund"), county)
    page = client.get(f"{county}{supposed}")
    assert page.status_code == 200
    assert "Till deltagarna" not in page.content.decode()
    assert client.get(f"{county}{newest().key}/{supposed}").status_code == 404
    assert client.get(f"{county}ny/{supposed}").status_code == 403
