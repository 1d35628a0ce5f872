"""Writing to many as people meet it: the draft, a conflict, the preview, sending, taking back, one's own choice."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from samverk.ops.demo.mailings import DRAFT, SENT
from samverk.outreach.models import Declined, Mailing, Message, State
from samverk.records.models import RegisterEntry
from tests.web.filled import NORRORT, NOW, signed_in
from tests.web.pages.test_agreement import text

LIST = f"/avtal/{NORRORT}/utskick/"
NEW = f"{LIST}nytt/"
ONE, SENT_ONE = f"{LIST}{DRAFT}/", f"{LIST}{SENT}/"
CHECK = f"{ONE}granska/"
CHOICES = "/installningar/brev/"


def form(**more: Any) -> dict[str, Any]:
    return {"kind": "service", "subject": "Prov", "text": "Hej", "groups": ["kontaktperson"], "act": "save"} | more


def posted(client: Client, address: str, values: dict[str, Any], status: int = 200) -> str:
    answer = client.post(address, values, follow=True)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(version|seen|once)" value="([^"]*)"', page))


def test_the_form_tells_the_rules_and_offers_people_by_task(strategist: Client) -> None:
    page = text(strategist, NEW)
    for words in ("Ingen kan avböja det", "Det diarieförs som utgående", "har en länk att avböja med",
                  "Parternas kontaktpersoner (5)", "Styrgruppen (2)",
                  "Registrator, Vaxholm, registrator@demo.example"):  # fmt: skip
        assert words in page
    assert f'href="{LIST}"' in strategist.get("/utskick/").content.decode()


def test_a_draft_is_saved_once_gone_on_with_and_thrown_away(strategist: Client) -> None:
    once = hidden(strategist.get(NEW).content.decode())["once"]
    posted(strategist, NEW, form(once=once))
    page = posted(strategist, NEW, form(once=once))
    assert Mailing.objects.filter(subject="Prov").count() == 1
    made = Mailing.objects.get(subject="Prov")
    address = f"{LIST}{made.token}/"
    assert 'value="kontaktperson" id="id_groups_1" checked' in page

    posted(strategist, address, form(subject="Annat", version="1"))
    assert "Annat" in text(strategist, LIST)
    assert "kastat" in posted(strategist, address, {"act": "discard", "version": "2"})
    assert not Mailing.objects.filter(pk=made.pk).exists()
    assert strategist.get(address).status_code == 404


def test_two_who_write_at_once_are_told(strategist: Client) -> None:
    other = signed_in("forbund")
    other.force_login(strategist.get(NEW).wsgi_request.user)  # type: ignore[arg-type]  # signed in
    posted(other, ONE, form(subject="Den andras <b>", version="1"))

    page = posted(strategist, ONE, form(subject="Mitt", version="1"), 409)

    assert "Någon annan har ändrat utkastet" in page
    assert "Den andras &lt;b&gt;" in page
    assert 'value="Mitt"' in page
    assert hidden(page)["version"] == "2"
    posted(strategist, ONE, form(subject="Mitt", version="2"))
    assert Mailing.objects.get(token=DRAFT).subject == "Mitt"


def test_what_is_wrong_is_said(strategist: Client) -> None:
    for wrong, words in (
        ({"subject": ""}, "Skriv vad utskicket gäller."),
        ({"kind": ""}, "Välj vilket slags utskick det är."),
        ({"groups": ["annat"]}, "Välj ett av alternativen i listan."),
        ({"chosen": ["0187/x/annan@demo.example"]}, "Välj ett av alternativen i listan."),
    ):
        assert words in posted(strategist, NEW, form(**wrong), 422)
    for when, words in (
        ({"day": "2026-12-01"}, "Ange både dag och tid"),
        ({"day": "i morgon"}, "Skriv dagen som"),
        ({"day": "2020-01-01", "time": "08:00"}, "som inte har varit"),
        ({"seen": "annat"}, "Mottagarna har ändrats"),
    ):
        fields = hidden(strategist.get(CHECK).content.decode())
        assert words in posted(strategist, CHECK, fields | when, 422)
    assert Mailing.objects.get(token=DRAFT).sent_at is None


def test_the_preview_shows_the_letter_of_each_and_who_gets_none(strategist: Client) -> None:
    Declined.objects.create(address="ledamot@demo.example", kind="newsletter", at=NOW)
    before = Message.objects.count()

    page = text(strategist, CHECK)

    for words in ("Ordförande i styrgruppen", "Vaxholm Ingen adress är känd", "Har avböjt brev av det här slaget",
                  "Så får Ordförande i styrgruppen brevet",
                  "Strateg, Koordination Norrort, för Koordination Norrort"):  # fmt: skip
        assert words in page, words
    third = text(strategist, f"{CHECK}?till=3")
    assert "Så får Integrationssamordnare brevet" in third
    for wrong in ("-1", "9999", "x", "²"):
        assert "Så får Ordförande" in text(strategist, f"{CHECK}?till={wrong}")
    # A preview holds nothing with which to decline for somebody.
    assert "/utskick/avboj/-/" in strategist.get(CHECK).content.decode()
    assert Message.objects.count() == before


def test_words_are_words_in_the_preview(strategist: Client) -> None:
    posted(strategist, ONE, form(text="<script>x</script> {{ settings }} {% now %} [a](javascript:b)", version="1"))

    page = strategist.get(CHECK).content.decode()

    assert "<script>x" not in page
    assert "javascript:b" in page
    assert 'href="javascript' not in page
    assert "{{ settings }} {% now %}" in page


def test_what_was_shown_is_sent_once_and_taken_back(strategist: Client) -> None:
    fields = hidden(strategist.get(CHECK).content.decode())
    before = Message.objects.count()

    posted(strategist, CHECK, fields)
    page = posted(strategist, CHECK, fields)

    assert Message.objects.count() - before == 8
    assert "Ta tillbaka det som inte har lämnat" in page
    assert "Väntar" in page
    assert strategist.get(CHECK).status_code == 302
    page = posted(strategist, ONE, {"act": "back"})
    assert "Stoppade brev: 8." in page
    assert "Ta tillbaka det som" not in page
    assert "Togs tillbaka" in text(strategist, LIST)
    assert "går att stoppa" in posted(strategist, ONE, {"act": "back"})
    assert "Kontrollera" not in posted(strategist, ONE, {"act": "något"})


def test_a_notice_gets_its_line_in_the_register_and_leaves_when_it_was_said(strategist: Client) -> None:
    posted(strategist, ONE, form(kind="statutory", subject="Meddelande", version="1"))
    fields = hidden(strategist.get(CHECK).content.decode())
    page = posted(strategist, CHECK, fields | {"day": "2026-12-01", "time": "08:00"})

    entry = RegisterEntry.objects.latest("pk")
    assert entry.subject == "Meddelande (skickas 2026-12-01)"
    assert f"SAM {entry.year}/{entry.number}" in page
    assert "2026-12-01 08.00" in page
    posted(strategist, ONE, {"act": "back"})
    assert "återtaget innan det skickades" in text(strategist, f"/avtal/{NORRORT}/diarium/")


def test_what_was_sent_is_shown_with_how_it_went_and_can_be_begun_from(strategist: Client) -> None:
    letter = Message.objects.filter(letter="mailing").latest("pk")
    Message.objects.filter(pk=letter.pk).update(state=State.BOUNCED, problem="550 Nej")

    page = text(strategist, SENT_ONE)

    for words in ("Överlämnat", "Studsade", "550 Nej", "Fick inte brevet", "Ta med frågorna"):
        assert words in page
    assert "nytt utkast" in posted(strategist, SENT_ONE, {"act": "copy"})
    assert Mailing.objects.filter(sent_at__isnull=True, subject__startswith="Ny tid").count() == 1


def test_only_those_who_run_the_agreement_see_them(visitor: Client) -> None:
    for address in (LIST, NEW, ONE, SENT_ONE, CHECK):
        assert visitor.get(address).status_code == 302
        for name in ("registrator", "kontaktperson", "administrator", "controller"):
            assert signed_in(name).get(address).status_code == 403
    county = f"/avtal/ksl-nyanlanda/utskick/{DRAFT}/"
    assert signed_in("forbund").get(county).status_code in (403, 404)


def test_everyone_chooses_which_letters_to_get(visitor: Client) -> None:
    contact = signed_in("kontaktperson")
    assert "Kan inte avböjas" in text(contact, CHOICES)
    posted(contact, CHOICES, {"slag": ["service", "statutory"]})
    assert list(Declined.objects.values_list("address", "kind")) == [("kontaktperson@demo.example", "newsletter")]
    posted(contact, CHOICES, {"slag": ["service", "newsletter"]})
    assert not Declined.objects.exists()
    assert visitor.get(CHOICES).status_code == 302
    assert visitor.post(CHOICES).status_code == 302


def test_the_pages_ask_little(strategist: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    Mailing.objects.filter(token=DRAFT).update(changed_at=NOW - timedelta(hours=2))
    for address in (LIST, NEW, ONE, SENT_ONE, CHECK, CHOICES):
        strategist.get(address)
        with django_assert_max_num_queries(12):
            assert strategist.get(address).status_code == 200
