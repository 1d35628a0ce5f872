"""Dispatching as people meet it: the form, the preview, the act, receipts, and what waits for a registrar."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from samverk.accounts.policy import system
from samverk.agreements.actions.documents import withdraw_document
from samverk.lib import clock
from samverk.outreach.models import Dispatch, Message, Receipt
from samverk.records.models import Document, DocumentVersion, RegisterEntry
from samverk.records.queries import papers
from samverk.web.dispatch.sending import LATEST
from tests.web.filled import NORRORT, signed_in
from tests.web.pages.test_agreement import text

SEND = f"/avtal/{NORRORT}/expediera/"
LIST = f"/avtal/{NORRORT}/expedierat/"
ONE = f"{LIST}0163/2026/4/"
INBOX = f"/avtal/{NORRORT}/diarium/inkorg/"
EXTRACT, NOTES = "019d62c2bedb", "d2811b46ab83"
VAXHOLM, TABY = "0187/registrator@demo.example", "0160/forvaltningschef@demo.example"
REPORT = "Verksamhetsberättelse 2025 (exempel)"


def post(client: Client, act: str, status: int = 200, **more: Any) -> str:
    values: dict[str, Any] = {"papers": [EXTRACT], "to": [VAXHOLM], "subject": "Protokollsutdrag", "act": act} | more
    answer = client.post(SEND, values, follow=True)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def hidden(page: str) -> dict[str, list[str]]:
    """The fields of the preview, as a browser would send them."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value)
    return found


def test_the_form_offers_documents_and_suggests_registrars(strategist: Client, visitor: Client) -> None:
    page = strategist.get(f"{SEND}?handling={EXTRACT}").content.decode()
    checked = re.findall(r'value="([^"]+)"[^>]*checked', page)
    assert EXTRACT in checked
    assert VAXHOLM in checked
    assert "för hand eller med post" in page
    assert "Minnesanteckningar (exempel) (arbetsmaterial)" in page
    assert 'value="Protokollsutdrag, budget 2026 (exempel)"' in page
    assert visitor.get(SEND).status_code == 302


def test_nothing_leaves_before_it_has_been_shown(strategist: Client) -> None:
    before = Dispatch.objects.count(), Message.objects.count(), RegisterEntry.objects.count()

    page = post(strategist, "preview", papers=[NOTES], words="Hej <alla>")

    for words in ("Inget har skickats än.", "Registrator, Vaxholm", "registrator@demo.example",
                  "en fil med uppgifter till diariet", "Arbetsmaterial blir synligt", "Hej &lt;alla&gt;"):  # fmt: skip
        assert words in page
    assert before == (Dispatch.objects.count(), Message.objects.count(), RegisterEntry.objects.count())
    assert Document.objects.get(key=NOTES).reach == "own"


def test_what_was_shown_is_what_is_sent_and_once(strategist: Client) -> None:
    fields = hidden(post(strategist, "preview", papers=[NOTES, EXTRACT], to=[VAXHOLM, TABY], words="Hej"))
    messages = Message.objects.count()

    page = ""
    for _ in range(2):
        page = strategist.post(SEND, fields | {"act": "send"}, follow=True).content.decode()

    assert "SAM 2026/5" in page
    assert "Kontrollera" not in page
    made = Dispatch.objects.latest("id")
    assert (Dispatch.objects.count(), Message.objects.count() - messages) == (2, 2)
    assert (made.subject, made.words, made.papers.count()) == ("Protokollsutdrag", "Hej", 2)
    assert Document.objects.get(key=NOTES).reach == "parties"
    assert "Protokollsutdrag" in text(strategist, f"/avtal/{NORRORT}/diarium/")
    assert "SAM 2026/5" in text(strategist, f"/avtal/{NORRORT}/handlingar/{NOTES}/")


def test_a_form_that_was_carried_out_is_answered_alike_whatever_has_happened_since(strategist: Client) -> None:
    """Whoever got no answer sends the form again: also when the document has been withdrawn meanwhile."""
    fields = hidden(post(strategist, "preview")) | {"act": "send"}
    first = strategist.post(SEND, fields)
    paper = papers.paper(NORRORT, EXTRACT)
    assert paper is not None
    withdraw_document(paper=paper, reasons="Fel fil", by=system("Prov"), recorded_at=clock.now())

    again = strategist.post(SEND, fields)

    assert (first.status_code, again.status_code, again.headers["Location"]) == (302, 302, first.headers["Location"])
    assert Dispatch.objects.count() == 2
    assert signed_in("lasare").post(SEND, fields).status_code == 403


def test_a_document_can_be_sent_however_many_came_after_it(strategist: Client) -> None:
    """The form offers the latest; the one that the address or a sent form names is offered too."""
    assert "Protokollsutdrag, budget" in text(strategist, SEND)
    many = [
        Document(
            key=f"{number:012d}", agreement=NORRORT, kind="other", title=f"Prov {number}", reach="parties",
            changed_at=clock.now() + timedelta(days=1),
        )
        for number in range(LATEST)
    ]  # fmt: skip
    blob = DocumentVersion.objects.values_list("blob", flat=True)[0]
    DocumentVersion.objects.bulk_create(
        DocumentVersion(document=one, number=1, blob_id=blob, name="a.txt", recorded_at=one.changed_at, actor="Prov")
        for one in Document.objects.bulk_create(many)
    )

    assert "Protokollsutdrag, budget" not in text(strategist, SEND)
    checked = re.findall(r'value="([^"]+)"[^>]*checked', strategist.get(f"{SEND}?handling={EXTRACT}").content.decode())
    assert EXTRACT in checked
    assert "Inget har skickats än." in post(strategist, "preview")
    line = {"direction": "in", "day": "2026-11-20", "counterpart": "X", "subject": "Y", "papers": [EXTRACT]}
    assert strategist.post(f"/avtal/{NORRORT}/diarium/ny/", line).status_code == 302


def test_while_letters_wait_the_page_leads_to_where_they_are_stopped(strategist: Client) -> None:
    way = 'href="/utskick/?visa=waiting"'
    fields = hidden(post(strategist, "preview"))
    sent = strategist.post(SEND, fields | {"act": "send"}, follow=True).content.decode()
    newest = Dispatch.objects.latest("pk").entry
    address = f"{LIST}0163/{newest.year}/{newest.number}/"

    assert "Breven har inte gått än." in sent
    assert way in strategist.get(address).content.decode()
    assert way not in signed_in("registrator").get(address).content.decode()
    assert way not in strategist.get(ONE).content.decode()


def test_what_is_wrong_is_said(strategist: Client) -> None:
    for wrong, words in (
        ({"papers": []}, "Välj minst en handling."),
        ({"to": []}, "Välj minst en mottagare."),
        ({"to": ["0187/annan@demo.example"]}, "Välj ett av alternativen"),
        ({"papers": ["finns-inte"]}, "Välj ett av alternativen"),
        ({"subject": ""}, "Skriv vad försändelsen gäller."),
    ):
        for act in ("preview", "send"):
            assert words in post(strategist, act, 422, **wrong)
    assert Dispatch.objects.count() == 1


def test_a_document_under_a_mark_is_neither_offered_nor_taken(strategist: Client) -> None:
    strategist.post(
        f"/avtal/{NORRORT}/diarium/ny/",
        {"direction": "in", "day": "2026-11-20", "counterpart": "X", "subject": "Y", "papers": [EXTRACT],
         "chapter": "19", "section": "3"},
    )  # fmt: skip

    assert "Protokollsutdrag, budget" not in text(strategist, SEND)
    assert "Välj ett av alternativen" in post(strategist, "send", 422)
    assert f"{SEND}?handling" not in strategist.get(f"/avtal/{NORRORT}/handlingar/{EXTRACT}/").content.decode()


def test_the_list_and_the_dispatch_are_for_those_who_take_part(strategist: Client, visitor: Client) -> None:
    assert "0 av 2 parter" in text(strategist, LIST)
    page = text(strategist, ONE)
    for words in (REPORT, "SAM 2026/4", "Registrator, Vaxholm", "registrator@demo.example", "Överlämnat",
                  "För hand eller med post", "Hur den lämnades"):  # fmt: skip
        assert words in page
    reader = text(signed_in("lasare"), ONE)
    assert "Registrator, Vaxholm" in reader
    assert "registrator@demo.example" not in reader
    for closed in (LIST, ONE):
        assert visitor.get(closed).status_code == 302
        assert signed_in("administrator").get(closed).status_code == 403
    for nothing in (f"{LIST}0163/2026/1/", f"{LIST}0163/99999/1/"):
        assert strategist.get(nothing).status_code == 404


def test_a_registrar_sees_what_has_come_opens_acknowledges_and_registers_it() -> None:
    registrar = signed_in("registrator")
    assert REPORT in text(registrar, INBOX)
    registrar.head(ONE)
    assert Receipt.objects.count() == 0

    page = text(registrar, ONE)
    assert "Öppnad i Samverk" in page
    assert text(registrar, ONE).count("Öppnad i Samverk") == 1

    for kind, note, said in (("acknowledged", "", "Kvitterad"), ("registered", "KS 2026/77", "KS 2026/77")):
        answer = registrar.post(ONE, {"party": "0187", "kind": kind, "note": note}, follow=True)
        assert said in answer.content.decode()
    assert "Allt som har kommit till er är diariefört." in text(registrar, INBOX)
    again = registrar.post(ONE, {"party": "0187", "kind": "registered", "note": "x"})
    assert again.status_code == 422
    assert [(one.kind, one.party) for one in Receipt.objects.order_by("pk")] == [
        ("opened", "0187"), ("acknowledged", "0187"), ("registered", "0187"),
    ]  # fmt: skip


def test_nobody_receives_for_another_and_only_the_keeper_hands_over(strategist: Client) -> None:
    code = Dispatch.objects.get().recipients.get(address="").party
    for name, party, kind in (
        ("kontaktperson", "0187", "acknowledged"), ("lasare", "0187", "registered"),
        ("registrator", code, "acknowledged"), ("registrator", code, "by_hand"),
    ):  # fmt: skip
        answer = signed_in(name).post(ONE, {"party": party, "kind": kind, "note": "x"})
        assert answer.status_code == 403, (name, kind)
    assert strategist.post(ONE, {"party": code, "kind": "by_hand", "note": ""}).status_code == 422

    page = strategist.post(ONE, {"party": code, "kind": "by_hand", "note": "Brev 20 mars"}, follow=True)

    assert "Brev 20 mars" in page.content.decode()
    assert "1 av 2 parter" in text(strategist, LIST)


def test_the_inbox_shows_what_is_not_in_the_register(strategist: Client) -> None:
    page = text(strategist, INBOX)
    assert "Allt är diariefört." in page
    assert "Att lämna för hand eller med post" in page
    assert REPORT in page
    Document.objects.filter(key=NOTES).update(reach="parties")

    page = text(strategist, INBOX)
    assert "Minnesanteckningar (exempel)" in page
    assert f"/avtal/{NORRORT}/diarium/ny/?handling={NOTES}" in strategist.get(INBOX).content.decode()
    assert signed_in("lasare").get(INBOX).status_code == 403


def test_the_pages_ask_little(strategist: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for address in (LIST, ONE, INBOX, SEND):
        strategist.get(address)
        with django_assert_max_num_queries(12):
            assert strategist.get(address).status_code == 200
