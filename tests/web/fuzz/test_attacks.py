"""The known attacks, each by its name, over all addresses where it can be made there.

Beside these: who may (tests/web/matrix), what a closed agreement gives away (tests/web/matrix/test_leaks.py), accounts
that cannot be told apart (tests/web/accounts/test_sign_in.py, test_limits.py, test_forgotten_password.py), other
people's sessions and second steps (tests/web/accounts), what an organisation's server may point to
(tests/integrations/test_openid.py).
"""

from __future__ import annotations

from itertools import cycle
from urllib.parse import urlencode

import pytest
from django.test import Client

from samverk.accounts.models import Role, User
from samverk.records.models import Document, Event
from tests.web import every_page
from tests.web.filled import COUNTY, NORRORT
from tests.web.fuzz.addresses import known, site
from tests.web.fuzz.checking import leads, rows
from tests.web.fuzz.hostile import ELSEWHERE
from tests.web.matrix.worlds import undone

pytestmark = pytest.mark.django_db

NEW_FACT = f"/avtal/{NORRORT}/handelser/ny/?slag=meeting.held"
MEETING = {"valid_on": "2026-11-20", "body": "styrgrupp"}
# Opened by a secret in the address alone, which a form from elsewhere does not know (RFC 8058).
BY_SECRET = frozenset({"decline-mail"})


def signed_in(user: User, *, checked: bool = False, site: str = "same-origin") -> Client:
    """A browser of the user's; with ``checked``, tokens are asked for as they are outside tests."""
    browser = Client(enforce_csrf_checks=checked, headers={"Sec-Fetch-Site": site})
    browser.force_login(user)
    return browser


@pytest.mark.parametrize("name", sorted(every_page.names() - BY_SECRET))
def test_no_form_from_another_site_is_taken(name: str, strongest: User) -> None:
    """Cross-site request forgery: what a page would send, sent by another site in the browser of the strongest."""
    here = site(name)
    browser = signed_in(strongest, checked=True, site="cross-site")
    form = {field: found[-1] for field, found in known(browser, here, pages=1).values.items()}
    with undone():
        before = rows()

        answer = browser.post(here.example, form, headers={"Origin": f"https://{ELSEWHERE}"})

        assert rows() == before
    # Refused; or there is nothing to send a form to; or one is asked to prove who one is, before anything is read.
    asked = answer.status_code == 302 and "/logga-in/" in answer.headers["Location"]
    assert asked or answer.status_code in (403, 404, 405), answer.status_code


def test_no_address_leads_to_another_site(strongest: User) -> None:
    """Open redirect: every name that might say where to go on to, at every address, read and sent."""
    browser = signed_in(strongest)
    ways = cycle((f"https://{ELSEWHERE}/", f"//{ELSEWHERE}/", f"/\\{ELSEWHERE}", f"https:{ELSEWHERE}"))
    led = set()
    for name, way in zip(sorted(every_page.names()), ways, strict=False):
        query = urlencode(dict.fromkeys(("next", "url", "till", "tillbaka", "return_to", "redirect"), way))
        path = every_page.EVERY[name].partition("?")[0]
        with undone():
            answers = [browser.get(f"{path}?{query}"), browser.post(f"{path}?{query}", {"next": way})]
        browser.force_login(strongest)
        led |= {leads(answer) for answer in answers}
    assert led == {"testserver"}


def test_nobody_gives_themselves_more_by_fields_that_no_form_has(strongest: User) -> None:
    """Mass assignment of an account: the settings take their two fields."""
    user = User.objects.create_user("vanlig@prov.example", "hemligt-ord", title="Vanlig")
    form = {
        "theme": "dark", "email": "annan@prov.example", "title": "Annan", "is_superuser": "1", "is_staff": "1",
        "is_active": "0", "password": "x", "id": str(strongest.pk), "pk": str(strongest.pk), "user": str(strongest.pk),
        "kind": "administrator", "roles": "administrator", "roles-0-kind": "administrator",
    }  # fmt: skip
    browser = signed_in(user)
    before = User.objects.filter(pk=user.pk).values().get()

    assert browser.post("/installningar/", form).status_code == 303

    assert User.objects.filter(pk=user.pk).values().get() == before | {"theme": "dark"}
    assert not Role.objects.filter(user=user).exists()


def test_a_fact_says_who_and_when_itself(strongest: User) -> None:
    """Mass assignment of the chain: who, when, where and the hash are not for the form to say."""
    form = {
        **MEETING, "actor": "Någon annan", "actor_id": "1", "agreement": COUNTY, "recorded_at": "2001-01-01T00:00",
        "seq": "1", "hash": "0" * 64, "prev_hash": "0" * 64, "is_example": "1", "kind": "contract.signed",
        "corrects": "1", "payload": "{}",
    }  # fmt: skip
    with undone():
        assert signed_in(strongest).post(NEW_FACT, MEETING).status_code == 302
        plain = Event.objects.filter(agreement=NORRORT).latest("seq")
    with undone():
        assert signed_in(strongest).post(NEW_FACT, form).status_code == 302
        told = Event.objects.filter(agreement=NORRORT).latest("seq")

        assert {name: value for name, value in vars(told).items() if name not in ("_state", "id")} == {
            name: value for name, value in vars(plain).items() if name not in ("_state", "id")
        }


def test_words_that_look_like_a_template_are_words(strongest: User) -> None:
    """Template injection that is stored: what somebody writes is shown as written, and as text."""
    words = "{{1337*1337}} {% now 'Y' %} <svg onload=prov()>"
    browser = signed_in(strongest)
    with undone():
        assert browser.post(NEW_FACT, MEETING | {"evidence": words}).status_code == 302

        told = Event.objects.filter(agreement=NORRORT).latest("seq")
        facts = f"/avtal/{NORRORT}/handelser/"
        page = "".join(browser.get(way).content.decode() for way in (facts, f"{facts}{told.seq}/ratta/"))

    assert "{{1337*1337}} {% now &#x27;Y&#x27; %} &lt;svg onload=prov()&gt;" in page
    assert "<svg onload" not in page


@pytest.mark.parametrize("way", ["{}/", "{}/1/fil", "{}/1/sida-1.png"])
def test_a_document_is_not_reached_through_another_agreement(way: str, strongest: User) -> None:
    """Direct references: the key of a document opens it only in its own agreement."""
    key = Document.objects.filter(agreement=NORRORT, withdrawn_at=None).earliest("key").key
    browser = signed_in(strongest)

    assert browser.get(f"/avtal/{COUNTY}/handlingar/{way.format(key)}").status_code == 404
    assert browser.get(f"/avtal/{NORRORT}/handlingar/{key}/").status_code == 200
