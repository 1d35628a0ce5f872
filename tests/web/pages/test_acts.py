"""From what is to be done to the form: one verb for each row, prefilled, and back again with the new state."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from samverk.agreements.queries.acts import Act, act_of
from samverk.agreements.queries.situations import evaluation
from samverk.rules.finding import Finding
from samverk.rules.situation import Situation
from tests.web.filled import COUNTY, NORRORT, NOW, signed_in
from tests.web.pages.test_agreement import text


def _found(agreement: str, rule: str, subject: str = "") -> tuple[Situation, Finding]:
    answer = evaluation(agreement, NOW.date())
    assert answer is not None
    open_ = [one for one in answer.evaluation.current(rule) if one.status in ("late", "due", "notice")]
    return answer.evaluation.situation, next(one for one in open_ if subject in ("", one.subject))


@pytest.mark.parametrize(
    ("agreement", "rule", "subject", "kind", "initial"),
    [
        (NORRORT, "lg-moten", "", "meeting.held", {"body": "ledningsgrupp"}),
        (NORRORT, "utse-ledamot", "party:0187", "role.assigned", {"role": "ledamot", "party": "0187"}),
        (
            NORRORT, "aterkoppla", "party:0188", "attestation.given",
            {"rule": "aterkoppla", "party": "0188", "year": 2025},
        ),
        (NORRORT, "uppfoljning", "", "document.published", {"year": 2026}),
        (COUNTY, "arliga-uppfoljningar", "", "document.published", {"year": 2026}),
        (COUNTY, "antagande", "party:0187", "decision.adopted", {"party": "0187"}),
        (COUNTY, "uppsagning", "party:0140", "notice.received", {"notice_party": "0140"}),
    ],
)  # fmt: skip
def test_each_open_finding_has_the_act_that_answers_it(
    agreement: str, rule: str, subject: str, kind: str, initial: dict[str, str | int]
) -> None:
    act = act_of(*_found(agreement, rule, subject))
    assert act is not None
    assert act.kind == kind
    assert initial.items() <= dict(act.initial).items()


def test_an_unpaid_fee_is_filled_with_the_year_and_sum_of_its_invoice() -> None:
    situation, finding = _found(NORRORT, "finansiera", "party:0191")
    invoice = next(one for one in situation.facts if one.seq in finding.because and one.kind == "invoice.issued")
    act = act_of(situation, finding)
    amount = invoice.payload["amount"] // 100
    expected = {"party": "0191", "year": 2026, "amount": amount}
    assert act == Act("payment.received", "Anteckna betalning", expected)


def test_a_decision_that_lacks_something_is_completed_in_its_own_place() -> None:
    situation, finding = _found(COUNTY, "sg-handlingsplan")
    act = act_of(situation, finding)
    assert act is not None
    assert (act.corrects, act.verb) == (finding.because[0], "Komplettera")


def test_what_needs_nobody_has_no_act() -> None:
    answer = evaluation(NORRORT, NOW.date())
    assert answer is not None
    met = next(one for one in answer.evaluation.current("sg-moten") if one.status == "ok")
    assert act_of(answer.evaluation.situation, met) is None


def _link(client: Client, address: str, verb: str) -> str:
    page = client.get(address).content.decode()
    found = re.search(rf'<a class="btn [a-z]+" href="([^"]+)">{verb}', page)
    assert found is not None, verb
    return unescape(found[1])


def test_a_row_leads_to_the_filled_form_and_back_with_the_new_state(strategist: Client) -> None:
    href = _link(strategist, "/overblick/?organ=koordination-norrort/ledningsgrupp", "Anteckna möte")
    assert 'value="ledningsgrupp" selected' in strategist.get(href).content.decode()
    answer = strategist.post(href, {"valid_on": "2026-11-20", "body": "ledningsgrupp"})
    back = answer.headers["Location"]
    assert urlsplit(back).path == "/overblick/"
    assert parse_qs(urlsplit(back).query) == {"organ": ["koordination-norrort/ledningsgrupp"]}
    page = text(strategist, back)
    assert "Uppgiften är registrerad. p. 8: Ledningsgruppen har haft ett möte 2026" in page


def test_the_derivation_leads_to_the_same_form(strategist: Client) -> None:
    _situation, finding = _found(NORRORT, "finansiera", "party:0191")
    address = f"/avtal/{NORRORT}/varfor/{finding.key}/"
    href = _link(strategist, address, "Anteckna betalning")
    filled = strategist.get(href).content.decode()
    assert 'value="0191" selected' in filled
    assert 'name="year" value="2026"' in filled


def test_an_attestation_says_of_what_and_counts(strategist: Client) -> None:
    href = _link(strategist, "/overblick/?part=0188", "Intyga")
    assert 'value="aterkoppla" selected' in strategist.get(href).content.decode()
    form = {"valid_on": "2026-11-20", "party": "0188", "rule": "aterkoppla", "year": "2025", "grade": "full"}
    assert strategist.post(href, form).status_code == 302
    assert "intyg för 2025 saknas" not in text(strategist, "/overblick/?part=0188")


def test_only_what_one_may_record_is_offered() -> None:
    page = text(signed_in("lasare"), "/overblick/")
    assert "Varför?" in page
    assert "Anteckna betalning" not in page
    head = text(signed_in("forvaltningschef"), "/overblick/")
    assert "Anteckna möte" not in head


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_the_way_back_is_always_ours(elsewhere: str, strategist: Client) -> None:
    address = f"/avtal/{NORRORT}/handelser/ny/?slag=meeting.held&next={elsewhere}"
    answer = strategist.post(address, {"valid_on": "2026-11-20", "body": "styrgrupp"})
    assert answer.headers["Location"] == f"/avtal/{NORRORT}/handelser/"


def test_a_day_that_was_only_wished_for_comes_last_and_is_not_late() -> None:
    page = text(signed_in("forbund"), "/overblick/?avtal=ksl-nyanlanda")
    assert "Sedan 15 november 2013" in page
    assert "4 755" not in page
    assert page.index("uppgift om barns perspektiv saknas") < page.index("Vaxholm bordlade frågan")
