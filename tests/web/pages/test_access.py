"""Every role and the anonymous visitor against every address: who comes in, who is asked to sign in, who is refused."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.test import Client

from samverk.agreements.models import Agreement, Visibility
from samverk.agreements.queries.situations import forget
from samverk.ops.demo.accounts import ACCOUNTS
from samverk.records.models import Event
from tests.web import every_page
from tests.web.filled import COUNTY, NORRORT, signed_in
from tests.web.pages.test_agreement import text

WHO = ["besökare", "strateg", "forvaltningschef", "kontaktperson", "registrator", "controller", "forbund", "lasare",
       "administrator"]  # fmt: skip

# 200 the page, in: to be asked to sign in, on: sent on to another page, no: refused.
#                  besökare, strateg, förvaltningschef, kontaktperson, registrator, controller, förbund, läsare, admin
TABLE = {
    "start":          "on    on    on    on    on    on    on    on    on",
    "overview":       "in    200   200   200   200   200   200   200   200",
    "agreements":     "200   200   200   200   200   200   200   200   200",
    "agreement":      "200   200   200   200   200   200   200   200   200",
    "readback":       "200   200   200   200   200   200   200   200   200",
    "readback-file":  "200   200   200   200   200   200   200   200   200",
    "security-text":  "404   404   404   404   404   404   404   404   404",
    "readings-file":  "200   200   200   200   200   200   200   200   200",
    "readings":       "200   200   200   200   200   200   200   200   200",
    "reading":        "200   200   200   200   200   200   200   200   200",
    "plan":           "200   200   200   200   200   200   200   200   200",
    "areas":          "200   200   200   200   200   200   200   200   200",
    "wheel":          "200   200   200   200   200   200   200   200   200",
    "wheel-feed":     "200   200   200   200   200   200   200   200   200",
    "municipality-wheel": "200 200 200   200   200   200   200   200   200",
    "municipality-wheel-feed": "200 200 200 200 200  200   200   200   200",
    "my-wheel":       "in    200   200   200   200   200   200   200   200",
    "my-wheel-feed":  "404   404   404   404   404   404   404   404   404",
    "calendar-address": "in  200   200   200   200   200   200   200   200",
    "what-if":        "200   200   200   200   200   200   200   200   200",
    "why":            "200   200   200   200   200   200   200   200   200",
    "original":       "in    200   200   200   200   200   no    200   no",
    "import-original": "in   200   no    no    no    no    no    no    no",
    "documents":      "200   200   200   200   200   200   200   200   200",
    "document":       "200   200   200   200   200   200   200   200   200",
    "document-file":  "200   200   200   200   200   200   200   200   200",
    "document-page":  "200   200   200   200   200   200   200   200   200",
    "add-document":   "in    200   200   200   200   200   no    no    no",
    "health":         "200   200   200   200   200   200   200   200   200",
    "versions":       "200   200   200   200   200   200   200   200   200",
    "compare-agreements": "200 200 200   200   200   200   200   200   200",
    "facts":          "200   200   200   200   200   200   200   200   200",
    "record-fact":    "in    200   200   200   200   200   no    no    no",
    "correct-fact":   "in    200   no    no    no    no    no    no    no",
    "parties":        "200   200   200   200   200   200   200   200   200",
    "fees":           "200   200   200   200   200   200   200   200   200",
    "fees-of-year":   "200   200   200   200   200   200   200   200   200",
    "keep-fees":      "405   405   405   405   405   405   405   405   405",
    "fees-file":      "200   200   200   200   200   200   200   200   200",
    "fees-update":    "in    200   no    no    no    200   no    no    no",
    "municipalities": "200   200   200   200   200   200   200   200   200",
    "compare-municipalities": "200 200 200 200 200 200 200 200 200",
    "municipality":   "200   200   200   200   200   200   200   200   200",
    "processing":     "200   200   200   200   200   200   200   200   200",
    "my-data":        "in    200   200   200   200   200   200   200   200",
    "my-data-file":   "in    200   200   200   200   200   200   200   200",
    "successor":      "in    200   200   200   200   200   200   200   200",
    "successions":    "in    200   no    no    no    no    200   no    200",
    "party-contacts": "in    200   200   200   200   200   no    200   no",
    "add-contact":    "in    200   no    no    200   no    no    no    no",
    "change-contact": "in    404   404   404   404   404   no    404   no",
    "agreement-contacts": "in 200  200   200   200   200   no    200   no",
    "outbox":         "in    200   no    no    no    no    200   no    200",
    "message":        "in    200   no    no    no    no    404   no    200",
    "reminders":      "in    200   no    no    no    no    200   no    200",
    "links":          "in    200   no    no    no    no    200   no    200",
    "ask-by-link":    "in    200   no    no    no    no    no    no    no",
    "one-act":        "404   404   404   404   404   404   404   404   404",
    "decline-mail":   "404   404   404   404   404   404   404   404   404",
    "search":         "200   200   200   200   200   200   200   200   200",
    "access":         "in    200   no    no    no    no    200   no    200",
    "agreement-access": "in   200   no    no    no    no    no    no    200",
    "log-file":       "in    200   no    no    no    no    no    no    no",
    "open-content":   "in    no    no    no    no    no    no    no    200",
    "end-role":       "in    404   404   404   404   404   404   404   404",
    "sign-in":        "200   200   200   200   200   200   200   200   200",
    "sign-out":       "200   200   200   200   200   200   200   200   200",
    "settings":       "200   200   200   200   200   200   200   200   200",
    # The last proof of who it is must be fresh; these have signed in without one, and are sent to give it.
    "change-password": "in    on    on    on    on    on    on    on    on",
    "code-app":      "in    on    on    on    on    on    on    on    on",
    "passkey":       "in    on    on    on    on    on    on    on    on",
    "reserve-codes": "in    on    on    on    on    on    on    on    on",
    "remove-step":   "in    on    on    on    on    on    on    on    on",
    "security":      "in    200   200   200   200   200   200   200   200",
    "confirm-identity": "in    200   200   200   200   200   200   200   200",
    "second-step-rules": "in no    no    no    no    no    no    no    200",
    "forgotten-password": "200   200   200   200   200   200   200   200   200",
    "account_login": "200   200   200   200   200   200   200   200   200",
    "mfa_authenticate": "on    on    on    on    on    on    on    on    on",
    "by-organisation": "404   404   404   404   404   404   404   404   404",
    "from-organisation": "404   404   404   404   404   404   404   404   404",
    "saml-answer":   "405   405   405   405   405   405   405   405   405",
    "saml-metadata": "404   404   404   404   404   404   404   404   404",
    "sign-ins":      "in    on    on    on    on    on    on    on    on",
    "sign-in-of":    "in    on    on    on    on    on    on    on    on",
    "new-password":  "404   404   404   404   404   404   404   404   404",
    "passkey-options": "405   405   405   405   405   405   405   405   405",
    "passkey-creation": "405   405   405   405   405   405   405   405   405",
    "mailings":       "in    200   no    no    no    no    no    no    no",
    "write-mailing":  "in    200   no    no    no    no    no    no    no",
    "mailing":        "in    200   no    no    no    no    no    no    no",
    "check-mailing":  "in    200   no    no    no    no    no    no    no",
    "mail-choices":   "in    200   200   200   200   200   200   200   200",
    "dispatch":       "in    200   no    no    no    no    no    no    no",
    "dispatched":     "in    200   200   200   200   200   no    200   no",
    "dispatches":     "in    200   200   200   200   200   no    200   no",
    "register":       "200   200   200   200   200   200   200   200   200",
    "register-entry": "200   200   200   200   200   200   200   200   200",
    "register-file":  "200   200   200   200   200   200   200   200   200",
    "register-inbox": "in    200   200   200   200   no    no    no    no",
    "register-line":  "in    200   no    no    no    no    no    no    no",
}  # fmt: skip
# The same when the agreement is shown only to those who take part: for everyone else there is no such agreement.
# The staff of the county association work with the other agreement and stand for no party of this one.
CLOSED = {
    "agreement-access": "404   200   no    no    no    no    404   no    200",
    "log-file":       "404   200   no    no    no    no    404   no    404",
    "open-content":   "404   no    no    no    no    no    404   no    200",
    "agreement":      "404   200   200   200   200   200   404   200   404",
    "readback":       "404   200   200   200   200   200   404   200   404",
    "readback-file":  "404   200   200   200   200   200   404   200   404",
    "readings-file":  "404   200   200   200   200   200   404   200   404",
    "readings":       "404   200   200   200   200   200   404   200   404",
    "reading":        "404   200   200   200   200   200   404   200   404",
    "parties":        "404   200   200   200   200   200   404   200   404",
    "wheel":          "404   200   200   200   200   200   404   200   404",
    "wheel-feed":     "404   200   200   200   200   200   404   200   404",
    "why":            "404   200   200   200   200   200   404   200   404",
    "original":       "404   200   200   200   200   200   404   200   404",
    "import-original": "404   200   no    no    no    no    404   no    404",
    "documents":      "404   200   200   200   200   200   404   200   404",
    "document":       "404   200   200   200   200   200   404   200   404",
    "document-file":  "404   200   200   200   200   200   404   200   404",
    "document-page":  "404   200   200   200   200   200   404   200   404",
    "ask-by-link":    "404   200   no    no    no    no    404   no    404",
    "add-document":   "404   200   200   200   200   200   404   no    404",
    "what-if":        "404   200   200   200   200   200   404   200   404",
    "health":         "404   200   200   200   200   200   404   200   404",
    "versions":       "404   200   200   200   200   200   404   200   404",
    "facts":          "404   200   200   200   200   200   404   200   404",
    "record-fact":    "404   200   200   200   200   200   404   no    404",
    "correct-fact":   "404   200   no    no    no    no    404   no    404",
    "fees":           "404   200   200   200   200   200   404   200   404",
    "fees-of-year":   "404   200   200   200   200   200   404   200   404",
    "keep-fees":      "405   405   405   405   405   405   405   405   405",
    "fees-file":      "404   200   200   200   200   200   404   200   404",
    "fees-update":    "404   200   no    no    no    200   404   no    404",
    "agreement-contacts": "404 200  200   200   200   200   404   200   404",
    "add-contact":    "in    200   no    no    200   no    no    no    no",
    "mailings":       "404   200   no    no    no    no    404   no    404",
    "write-mailing":  "404   200   no    no    no    no    404   no    404",
    "mailing":        "404   200   no    no    no    no    404   no    404",
    "check-mailing":  "404   200   no    no    no    no    404   no    404",
    "dispatch":       "404   200   no    no    no    no    404   no    404",
    "dispatched":     "404   200   200   200   200   200   404   200   404",
    "dispatches":     "404   200   200   200   200   200   404   200   404",
    "register":       "404   200   200   200   200   200   404   200   404",
    "register-entry": "404   200   200   200   200   200   404   200   404",
    "register-file":  "404   200   200   200   200   200   404   200   404",
    "register-inbox": "404   200   200   200   200   no    404   no    404",
    "register-line":  "404   200   no    no    no    no    404   no    404",
}  # fmt: skip


def came(client: Client, address: str) -> str:
    """What happened, as the table says it."""
    answer = client.get(address)
    if answer.status_code == 302:
        return "in" if answer.headers["Location"] == f"/logga-in/?next={quote(address, safe='/')}" else "on"
    return {200: "200", 403: "no"}.get(answer.status_code, str(answer.status_code))


def client_of(who: str) -> Client:
    """A browser of one of those in the table."""
    return Client(headers={"Sec-Fetch-Site": "same-origin"}) if who == "besökare" else signed_in(who)


@pytest.fixture
def closed(today: None) -> Iterator[None]:
    """Koordination Norrort shown only to those who take part."""
    Agreement.objects.filter(pk=NORRORT).update(visibility=Visibility.PARTIES)
    forget()
    yield
    forget()


@pytest.fixture
def stranger() -> Client:
    """Signed in, and with no part in Koordination Norrort."""
    return signed_in("forbund")


def test_the_tables_are_complete() -> None:
    assert set(TABLE) == set(every_page.EVERY) == every_page.names()
    assert {"besökare", *(account.name for account in ACCOUNTS)} >= set(WHO)
    assert set(CLOSED) == {name for name, address in every_page.EVERY.items() if NORRORT in address}


@pytest.mark.parametrize("who", WHO)
def test_who_comes_in(who: str) -> None:
    client = client_of(who)
    expected = {name: row.split()[WHO.index(who)] for name, row in TABLE.items()}

    assert {name: came(client, address) for name, address in every_page.EVERY.items()} == expected


@pytest.mark.parametrize("who", WHO)
def test_who_comes_in_when_the_agreement_is_closed(who: str, closed: None) -> None:
    client = client_of(who)
    expected = {name: row.split()[WHO.index(who)] for name, row in CLOSED.items()}

    assert {name: came(client, every_page.EVERY[name]) for name in CLOSED} == expected


def test_the_controller_corrects_money_and_nothing_else() -> None:
    client = signed_in("controller")
    seq = {
        kind: Event.objects.filter(agreement=NORRORT, kind=kind).latest("seq").seq
        for kind in ("invoice.issued", "meeting.held")
    }

    found = {kind: came(client, f"/avtal/{NORRORT}/handelser/{number}/ratta/") for kind, number in seq.items()}

    assert found == {"invoice.issued": "200", "meeting.held": "no"}


@pytest.mark.parametrize("who", ["besökare", "forbund"])
def test_a_closed_agreement_is_named_nowhere(who: str, closed: None) -> None:
    client = client_of(who)
    open_pages = ["/avtal/", f"/avtal/{COUNTY}/", f"/avtal/{COUNTY}/aterlasning/", f"/avtal/{COUNTY}/handelser/",
                  "/kommuner/", "/kommun/0184/", f"/avtal/{COUNTY}/parter/",
                  every_page.PAGES["compare-municipalities"], every_page.PAGES["plan"],
                  "/kommun/0184/arshjul/", "/kommun/0184/arshjul.ics"]  # fmt: skip
    if who != "besökare":
        open_pages.append("/overblick/")

    for address in open_pages:
        page = client.get(address)
        assert page.status_code == 200
        assert f'"/avtal/{NORRORT}/' not in page.content.decode(), address
        assert ">Koordination Norrort" not in page.content.decode(), address
    for name in CLOSED:
        assert "Samverkansöverenskommelse" not in client.get(every_page.EVERY[name], follow=True).content.decode(), name


def test_a_closed_agreement_says_so_to_those_who_see_it(closed: None, strategist: Client) -> None:
    assert "Syns bara för parterna" in text(strategist, "/avtal/")


def test_a_closed_agreement_refuses_facts_from_a_stranger(closed: None, stranger: Client) -> None:
    before = Event.objects.count()
    form = {"valid_on": "2026-11-20", "body": "styrgrupp"}

    answer = stranger.post(f"/avtal/{NORRORT}/handelser/ny/?slag=meeting.held", form)

    assert answer.status_code == 404
    assert Event.objects.count() == before


@pytest.mark.parametrize("who", ["besökare", "forbund"])
def test_posts_are_shown_only_to_those_who_take_part(who: str, strategist: Client) -> None:
    """A title nobody else has is recorded; then every page about the party and its facts is read."""
    form = {"valid_on": "2026-11-20", "party": "0114", "role": "kontaktperson", "title": "Lotsvärd", "holder": "0114-9"}
    answer = strategist.post(f"/avtal/{NORRORT}/handelser/ny/?slag=role.assigned", form)
    assert answer.status_code == 302
    seq = Event.objects.filter(agreement=NORRORT).latest("seq").seq
    register = f"/avtal/{NORRORT}/handelser/"
    why = f"/avtal/{NORRORT}/varfor/ha-kontaktperson~party.0114/"
    narrowed = [f"{register}?slag=role.assigned", f"{register}?uppgift={seq}", f"{register}?part=0114"]
    pages = [f"/avtal/{NORRORT}/", register, *narrowed, "/kommun/0114/", why]

    assert "Lotsvärd" in strategist.get("/kommun/0114/").content.decode()
    assert "Lotsvärd" in strategist.get(register).content.decode()
    client = client_of(who)
    for address in pages:
        page = client.get(address).content.decode()
        assert "Lotsvärd" not in page, address
        assert "Strateg, Koordination Norrort" not in page, address


@pytest.mark.parametrize("name", sorted(every_page.EVERY))
def test_head_answers_as_get_without_the_page(name: str, strategist: Client) -> None:
    address = every_page.EVERY[name]
    head = strategist.head(address)

    assert head.status_code == strategist.get(address).status_code
    assert head.content == b""


# The pages that hold an act; every other address only shows.
ACTS = {
    "add-document",
    "document",
    "register-line",
    "register-entry",
    "check-mailing",
    "mail-choices",
    "mailing",
    "write-mailing",
    "dispatch",
    "dispatched",
    "access",
    "agreement-access",
    "add-contact",
    "agreement-contacts",
    "change-contact",
    "party-contacts",
    "successor",
    "successions",
    "end-role",
    "open-content",
    "calendar-address",
    "fees-update",
    "import-original",
    "decline-mail",
    "one-act",
    "links",
    "ask-by-link",
    "message",
    "outbox",
    "keep-fees",
    "reading",
    "record-fact",
    "correct-fact",
    "sign-in",
    "sign-out",
    "settings",
    "account_login",
    "mfa_authenticate",
    "confirm-identity",
    "forgotten-password",
    "new-password",
    "security",
    "change-password",
    "code-app",
    "passkey",
    "passkey-options",
    "passkey-creation",
    "remove-step",
    "reserve-codes",
    "second-step-rules",
    "saml-answer",
    "sign-ins",
    "sign-in-of",
}


@pytest.mark.parametrize("name", sorted(set(every_page.EVERY) - ACTS))
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pages_that_only_show_change_nothing(name: str, method: str, strategist: Client) -> None:
    before = Event.objects.count()

    answer = getattr(strategist, method)(every_page.EVERY[name])

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].replace(" ", "").split(",")) == {"GET", "HEAD"}
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/avtal/finns-inte/", "Det finns inget avtal som heter ”finns-inte” här."),
        ("/avtal/finns-inte/aterlasning/", "Alla avtal"),
        ("/avtal/finns-inte/handelser/", "Alla avtal"),
        ("/avtal/finns-inte/handelser/ny/", "Alla avtal"),
        ("/avtal/finns-inte/varfor/x/", "Alla avtal"),
        ("/avtal/finns-inte/handlingsplan/2013-2014/", "Alla avtal"),
        (f"/avtal/{NORRORT}/handlingsplan/2013-2014/", "Avtalet har ingen handlingsplan som heter ”2013-2014”."),
        (f"/avtal/{NORRORT}/varfor/finns-inte~party.0184/", "gäller inte den dagen"),
        (f"/avtal/{NORRORT}/handelser/999999/ratta/", "Avtalet har ingen uppgift 999999."),
        (f"/avtal/{NORRORT}/?per=2026-02-30", "”2026-02-30” är inte en dag i kalendern."),
        (f"/avtal/{NORRORT}/?kand=igår", "”igår” är inte en dag i kalendern."),
        (f"/avtal/{COUNTY}/handlingsplan/2013-2014/?per=1850-01-01", "Dagen i adressen är 1850-01-01."),
        ("/kommun/9999/", "Alla kommuner"),
        ("/kommun/0184/?per=x", "Visa i dag i stället"),
        ("/finns-inte/", "finns inte"),
    ],
)
def test_what_does_not_exist_is_said_in_words_with_a_way_on(address: str, words: str, strategist: Client) -> None:
    assert words in text(strategist, address, status=404)


def test_who_signs_in_comes_back_to_the_page_asked_for(visitor: Client) -> None:
    address = f"/avtal/{NORRORT}/handelser/ny/?slag=meeting.held"
    asked = visitor.get(address)
    assert asked.headers["Location"] == f"/logga-in/?next={quote(address)}"

    form = {"username": "strateg@demo.example", "password": "samverk-strateg"}
    answer = visitor.post(asked.headers["Location"], form)

    assert answer.status_code == 302
    assert answer.headers["Location"] == address
    assert "Möte hållet" in text(visitor, address)


@pytest.mark.parametrize("elsewhere", ["https://annan.example/", "//annan.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(elsewhere: str, visitor: Client) -> None:
    form = {"username": "strateg@demo.example", "password": "samverk-strateg"}

    answer = visitor.post(f"/logga-in/?next={quote(elsewhere)}", form)

    assert answer.headers["Location"] == "/"
