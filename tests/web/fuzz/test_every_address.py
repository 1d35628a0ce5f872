"""Every address survives what nobody sends by mistake: no fault of ours, nothing half-written, nobody led astray.

The addresses come from the resolver. The requests are drawn anew from the same seed each time (``derandomize``), so a
red build is the change's own; ``HYPOTHESIS_PROFILE=thorough`` draws many times as many, different each time.
"""

from __future__ import annotations

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from hypothesis import HealthCheck, Phase, event, given, settings

from samverk.accounts.models import User
from samverk.agreements.queries.situations import forget
from samverk.ops import integrity
from tests.web import every_page
from tests.web.fuzz.addresses import Site, known, site
from tests.web.fuzz.checking import Browser, leads, no_way_out, rows
from tests.web.fuzz.hostile import ELSEWHERE, EVALUATED, SCRIPT, Asking, askings

pytestmark = pytest.mark.django_db

THOROUGH = settings.get_current_profile_name() == "thorough"
DRAWN = settings(
    max_examples=400 if THOROUGH else 25,
    derandomize=not THOROUGH,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink] if THOROUGH else [Phase.generate],
    suppress_health_check=list(HealthCheck),
)
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def sent(browser: Client, asking: Asking) -> tuple[HttpResponseBase, str]:
    """The answer and what it says. A fault of ours comes out as the exception it is."""
    headers = dict(asking.headers)
    own = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
    if asking.cookie:
        headers["Cookie"] = f"{asking.cookie}; {own}"
    answer = browser.generic(
        asking.method, asking.address, asking.body, asking.content_type or "application/octet-stream", headers=headers
    )
    body = answer.getvalue()
    return answer, body.decode(errors="replace")


def judge(here: Site, asking: Asking, answer: HttpResponseBase, text: str) -> None:
    """What holds for every answer."""
    assert answer.status_code < 500, (here.name, asking)
    assert ELSEWHERE not in leads(answer), (here.name, asking)
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        assert EVALUATED not in text, (here.name, asking)
        assert SCRIPT not in text, (here.name, asking)
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'"), (here.name, asking)


@pytest.mark.parametrize("signed_in", [False, True], ids=["visitor", "strongest"])
@pytest.mark.parametrize("name", sorted(every_page.names()))
def test_no_address_breaks(name: str, signed_in: bool, strongest: User) -> None:
    here = site(name)
    browser = Browser(headers={"Sec-Fetch-Site": "same-origin"})
    if signed_in:
        browser.force_login(strongest)
    kept = {name: morsel.value for name, morsel in browser.cookies.items()}
    found = known(browser, here)

    @DRAWN
    @given(askings(here, found))
    def survives(asking: Asking) -> None:
        with transaction.atomic():
            before = rows()
            answer, text = sent(browser, asking)
            event(f"{asking.method} {answer.status_code}")
            judge(here, asking, answer, text)
            after = rows()
            if asking.method not in WRITES or answer.status_code >= 400:
                assert after == before, (name, asking)
            elif after != before:
                assert list(integrity.chains()) == []
            transaction.set_rollback(True)
        if after != before:
            forget()
        browser.cookies.clear()
        browser.cookies.load(kept)

    with no_way_out() as tried:
        survives()
    assert tried == []


def test_every_address_has_an_example() -> None:
    assert every_page.names() == set(every_page.EVERY)


def test_too_many_parameters_in_a_charset_of_ones_own_are_a_400(strongest: User) -> None:
    address = "/sok/?" + "&".join(["a=1"] * 1001)
    kinds = ("text/plain; charset=utf-16", "text/plain;CHARSET=finns-inte", "text/plain; charset*=x''y", "text/plain")
    assert [Browser().generic("GET", address, "x", kind).status_code for kind in kinds] == [400, 400, 400, 400]
