"""A closed agreement cannot be told from one that is not there: not by any page, file, list, search or error.

The same questions are asked by the same people in two worlds. In one Koordination Norrort is closed to those who take
part in it; in the other it has never been heard of. Every answer is the same, to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from samverk.agreements.actions.definitions import set_visibility
from samverk.agreements.models import SearchKind, Visibility
from samverk.agreements.queries.situations import forget
from samverk.lib import clock
from samverk.ops.demo import filling, mailings, papers, register
from samverk.records.models import Event
from samverk.web import frame
from tests.web import every_page
from tests.web.filled import COUNTY, NORRORT, NOW
from tests.web.matrix.people import BY, INSIDE, OUTSIDE, Person, client, user

pytestmark = pytest.mark.django_db

WITHOUT_A_PART = (*OUTSIDE, next(one for one in INSIDE if one.column == "administrator"))

# Words of the closed agreement alone, of both, of neither; misspelt; municipalities of it.
QUESTIONS = (
    "uppsägning", "norrort", "koordination", "koordinator", "strateg", "strategen", "förvaltande kommun", "styrgrupp",
    "ledningsgrupp", "nyhetsbrev", "bilaga", "lidingö", "sollentuna", "solna", "uppsagning", "uppsägnng", "nätverk",
    "nätvärk", "budget", "avgift", "avgifter", "invånarantal", "folkmängd", "möte", "mote", "kontaktperson",
    "samverkan",
    "flyktingmottagande", "mottagande av flyktingar", "ensamkommande", "årsskifte", "omförhandling", "xyzzy",
)  # fmt: skip
ELSEWHERE = tuple(
    [f"/sok/?q={quote(word)}" for word in QUESTIONS]
    + [f"/sok/?q=strateg&slag={kind}" for kind in (*SearchKind.values, "municipality")]
    + [
        f"/avtal/jamfor/?a={NORRORT}&b={COUNTY}", f"/avtal/jamfor/?a={COUNTY}&b={NORRORT}", "/avtal/jamfor/",
        f"/overblick/?avtal={NORRORT}", "/overblick/?part=0184", f"/overblick/?organ={NORRORT}/styrgrupp",
        "/kommun/0186/", "/kommun/0163/?per=2016-01-01", "/kommun/0163/arshjul/?ar=2025", "/kommun/0163/arshjul.ics",
        "/kommuner/?visa=parter", "/kommuner/jamfor/?kommun=0186&kommun=0163", f"/avtal/{COUNTY}/tank-om/",
        "/kommun/0163/kontakter/", "/kommun/0184/kontakter/", f"/kommun/0163/kontakter/ny/?avtal={NORRORT}",
        f"/avtal/{NORRORT}/?per=2016-01-01", f"/avtal/{NORRORT}/?kand=2016-01-01", f"/avtal/{NORRORT}/?per=x",
        f"/avtal/{NORRORT}/handlingsplan/2014/", f"/avtal/{NORRORT}/finns-inte/",
        f"/avtal/{NORRORT}/original/?som=text",
        f"/avtal/{NORRORT}/avgifter/2022.xlsx", f"/avtal/{NORRORT}/avgifter/2022.docx", f"/avtal/{NORRORT}/omraden/",
        f"/avtal/{NORRORT}/aterlasning.docx", f"/avtal/{NORRORT}/tolkningar.docx", f"/avtal/{NORRORT}/avgifter/1800/",
        f"/avtal/{NORRORT}/handelser/999999/ratta/", f"/avtal/{NORRORT}/tolkningar/finns-inte/",
        f"/avtal/{NORRORT}/varfor/finns-inte/", f"/avtal/{NORRORT}/tank-om/?tank=lamnar:0163:2027-02-28",
        f"/avtal/{NORRORT}/diarium/?q=budget", f"/avtal/{NORRORT}/diarium/2026.docx",
        f"/avtal/{NORRORT}/diarium/0163/2026/99/", f"/avtal/{NORRORT}/handelser/ny/?slag=meeting.held",
        f"/avtal/{NORRORT}/handelser/?slag=meeting.held&sida=2",
    ]
)  # fmt: skip
# Those who run the installation know the names of its agreements, who has a role in them, and how far which letter to
# whom has come (not what it says), and no more.
RUNS = {
    f"{method} {address}"
    for method in ("GET", "HEAD", "POST")
    for address in ("/behorigheter/", f"/avtal/{NORRORT}/behorigheter/", f"/behorigheter/oppna/{NORRORT}/", "/utskick/")
}
_CHANGES_EACH_TIME = re.compile(r'csrfmiddlewaretoken" value="\w+"')


@contextmanager
def world(*, with_norrort: bool) -> Iterator[None]:
    """Both agreements, of which Norrort is closed; or the county's alone."""
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        forget()
        frame.forget()
        if not with_norrort:
            patch.setattr(filling, "STORIES", {COUNTY: filling.STORIES[COUNTY]})
            patch.setattr(papers, "add_papers", lambda _now, _by: 0)
            patch.setattr(register, "add_lines", lambda _now, _by: 0)
            patch.setattr(register, "add_dispatch", lambda _now, _by: 0)
            patch.setattr(mailings, "add_mailings", lambda _now, _by: 0)
        for _step in filling.fill(NOW):
            pass
        if with_norrort:
            set_visibility(agreement=NORRORT, visibility=Visibility.PARTIES, by=BY)
        yield
        transaction.set_rollback(True)
    forget()
    frame.forget()


def answers(browser: Client) -> dict[str, tuple[int, str, str]]:
    """What every address answers, to reading and to writing."""
    found: dict[str, tuple[int, str, str]] = {}
    for address in (*every_page.EVERY.values(), *ELSEWHERE):
        found[f"GET {address}"] = answer(browser, address)
        if NORRORT in address:
            found[f"HEAD {address}"] = answer(browser, address, "head")
            found[f"POST {address}"] = answer(browser, address, "post")
    return found


def answer(browser: Client, address: str, method: str = "get") -> tuple[int, str, str]:
    """The status, where it leads, and the page without what is new on every load."""
    got = getattr(browser, method)(address)
    page = b"".join(got.streaming_content) if got.streaming else got.content
    text = _CHANGES_EACH_TIME.sub("", page.decode(errors="replace"))
    kind = got.headers.get("Content-Type", "") + got.headers.get("Content-Disposition", "")
    return got.status_code, f"{got.headers.get('Location', '')} {kind}", text


@pytest.fixture(scope="module")
def told(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> dict[bool, dict[str, dict[str, tuple[int, str, str]]]]:
    """Every answer to everyone without a part, in the world with the closed agreement (True) and in the one without."""
    found: dict[bool, dict[str, dict[str, tuple[int, str, str]]]] = {}
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv(clock.PINNED, NOW.date().isoformat())
        for there in (True, False):
            with world(with_norrort=there):
                before = Event.objects.filter(agreement=NORRORT).count()
                found[there] = {one.name: answers(client(user(one, NOW))) for one in WITHOUT_A_PART}
                assert Event.objects.filter(agreement=NORRORT).count() == before
    return found


@pytest.mark.parametrize("person", WITHOUT_A_PART, ids=lambda one: one.name)
def test_nobody_without_a_part_can_tell_a_closed_agreement_from_none(
    person: Person, told: dict[bool, dict[str, dict[str, tuple[int, str, str]]]]
) -> None:
    closed, none = told[True][person.name], told[False][person.name]

    told_apart = [address for address in closed if closed[address] != none[address]]
    assert [address for address in told_apart if person.column != "administrator" or address not in RUNS] == []


def test_the_worlds_differ_for_those_who_take_part(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the comparison can fail: the strategist sees the closed agreement."""
    monkeypatch.setenv(clock.PINNED, NOW.date().isoformat())
    strategist = INSIDE[0]
    with django_db_blocker.unblock(), world(with_norrort=True):
        found = answers(client(user(strategist, NOW)))

    assert found[f"GET /avtal/{NORRORT}/"][0] == 200
    assert "Koordination Norrort" in found["GET /avtal/"][2]
    assert NORRORT in found["GET /sok/?q=norrort"][2]
