"""The form of a fact: kinds under headings, words of our own for every error, and what a correction keeps."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from samverk.agreements.queries.situations import evaluation, facts_up_to
from samverk.records.models import Event
from samverk.rules.facts import FACT_KINDS, Fact
from samverk.web.facts.forms import GROUPS, grouped
from tests.web.filled import COUNTY, NORRORT, NOW, signed_in
from tests.web.pages.test_agreement import text

FACTS = f"/avtal/{NORRORT}/handelser/"
NEW = FACTS + "ny/"


def test_every_kind_stands_under_one_heading(strategist: Client) -> None:
    kinds = [kind for kind in FACT_KINDS.values() if kind.id != "fact.withdrawn"]
    assert sorted(id_ for _heading, named in grouped(kinds, "sv") for id_, _name in named) == sorted(
        k.id for k in kinds
    )
    page = strategist.get(NEW).content.decode()
    assert re.findall(r'<optgroup label="([^"]+)">', page) == [str(heading) for heading, _starts in GROUPS]


PAYMENT = {"valid_on": "2026-11-20", "party": "0191", "year": "2026", "amount": "1"}


@pytest.mark.parametrize(
    ("kind", "form", "words"),
    [
        ("payment.received", PAYMENT | {"year": "0"}, "Skriv ett årtal med fyra siffror"),
        ("payment.received", PAYMENT | {"amount": "-1"}, "Skriv ett belopp som inte är mindre än noll."),
        ("payment.received", PAYMENT | {"amount": "x"}, "Skriv ett belopp i kronor med högst två decimaler."),
        ("payment.received", PAYMENT | {"party": "9999"}, "Välj ett av alternativen i listan."),
        ("meeting.held", {"valid_on": "2026-11-20", "body": "x"}, "Välj ett av alternativen i listan."),
        (
            "meeting.held", {"valid_on": "2026-11-20", "body": "styrgrupp", "number": "0"},
            "Skriv ett tal mellan 1 och 9999.",
        ),
        (
            "meeting.held", {"valid_on": "2026-11-20", "body": "styrgrupp", "evidence": "x" * 201},
            "Skriv kortare: högst 200 tecken.",
        ),
    ],
)  # fmt: skip
def test_every_error_is_a_sentence_of_ours(kind: str, form: dict[str, str], words: str, strategist: Client) -> None:
    answer = strategist.post(f"{NEW}?slag={kind}", form)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_what_is_not_plain_from_its_label_is_explained(strategist: Client) -> None:
    page = text(strategist, f"{NEW}?slag=meeting.held")
    for words in ("Löpnummer", "Gruppens namn", "Det som visar att det hände", "Var handlingen finns"):
        assert words in page


def _facts() -> tuple[Fact, ...]:
    answer = evaluation(NORRORT, NOW.date())
    assert answer is not None
    return facts_up_to(NORRORT, answer.head)


def test_a_no_that_has_to_be_said_is_recorded(strategist: Client) -> None:
    """Whether a condition holds must be answered: an empty box is the answer no."""
    form = {"valid_on": "2026-11-20", "condition": "x", "reasons": "Prövat"}
    assert strategist.post(f"{NEW}?slag=assessment.made", form).status_code == 302
    assert _facts()[-1].payload["holds"] is False


def test_a_correction_keeps_what_the_form_does_not_ask_for(strategist: Client) -> None:
    held = next(one for one in _facts() if one.kind == "weights.updated" and one.payload.get("figures"))
    form = {"valid_on": held.valid_on.isoformat(), "year": held.payload["year"], "snapshot": held.payload["snapshot"]}
    assert strategist.post(f"{FACTS}{held.seq}/ratta/", form | {"note": "Ny"}).status_code == 302
    assert _facts()[-1].corrects == held.seq
    assert _facts()[-1].payload["figures"] == held.payload["figures"]


def test_a_corrected_fact_leads_to_the_newer_one(strategist: Client) -> None:
    strategist.post(f"{NEW}?slag=meeting.held", {"valid_on": "2026-11-20", "body": "styrgrupp"})
    seq = Event.objects.filter(agreement=NORRORT).latest("seq").seq
    strategist.post(f"{FACTS}{seq}/ratta/", {"valid_on": "2026-11-19", "body": "styrgrupp"})
    answer = strategist.get(f"{FACTS}{seq}/ratta/")
    assert f'href="{FACTS}?uppgift={seq + 1}#u{seq + 1}"' in answer.content.decode()
    assert "<form class=" not in answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    again = strategist.post(f"{FACTS}{seq}/ratta/", {"valid_on": "2026-11-18", "body": "styrgrupp"})
    assert again.status_code == 422


def test_who_may_record_nothing_is_told_so_without_an_act_being_named() -> None:
    page = text(signed_in("lasare"), NEW, status=403)
    assert "Du kan läsa händelserna men inte registrera dem." in page
    assert "Rekommendation" not in page


def test_a_reading_is_open_assumed_or_decided(strategist: Client) -> None:
    strategist.post(f"{NEW}?slag=interpretation.adopted", {"valid_on": "2026-11-20", "option": "t-14-1#1"})
    page = strategist.get(f"/avtal/{NORRORT}/varfor/uttrade~party.0184~2026-03-02/").content.decode()
    assert re.search(r'data-b="adopted">Beslutat av', page)


def test_an_open_reading_is_not_called_assumed(visitor: Client) -> None:
    page = visitor.get(f"/avtal/{COUNTY}/").content.decode()
    for key in dict.fromkeys(re.findall(r'data-why href="([^"]+)"', page)):
        derivation = visitor.get(key).content.decode()
        if "Ingen läsning används" in derivation:
            assert re.search(r'data-b="open">Öppet</span> Ingen läsning används', derivation)
            return
    pytest.fail("the county's agreement has open readings")


def test_a_correction_keeps_the_ore_of_a_sum(strategist: Client) -> None:
    form = PAYMENT | {"amount": "100.50", "number": "1"}
    assert strategist.post(f"{NEW}?slag=payment.received", form).status_code == 302
    paid = _facts()[-1]
    assert paid.payload["amount"] == 10_050
    assert 'value="100.50"' in strategist.get(f"{FACTS}{paid.seq}/ratta/").content.decode()
