"""Every address and every act, by everyone: what happens is what the matrix says, the agreement open and closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client

from samverk.accounts.models import Role, RoleKind, Trace, User
from samverk.ops.demo.mailings import DRAFT
from samverk.outreach.actions.mailing import outcomes
from samverk.outreach.models import Mailing
from samverk.outreach.queries.readers import digest
from samverk.parties.actions.confirming import open_round
from samverk.parties.actions.posts import record_post
from samverk.parties.models import ContactRound, PostTrace
from samverk.records.models import Event
from tests.web import every_page
from tests.web.filled import COUNTY, NORRORT, NOW
from tests.web.matrix.people import BY, OTHER, OWN, PEOPLE, Person
from tests.web.matrix.table import COLUMNS, READING, WRITING
from tests.web.matrix.worlds import World, undone
from tests.web.pages.test_access import ACTS

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]
NEW = f"/avtal/{NORRORT}/handelser/ny/?slag="
DAY = "2026-11-20"
LINE = {"direction": "in", "day": DAY, "counterpart": "Länsstyrelsen", "subject": "Remiss"}
MEETING = {"valid_on": DAY, "body": "styrgrupp"}


def came(client: Client, address: str, form: dict[str, str] | None = None) -> str:
    """What happened, as the matrix says it: the status; "in" to be asked to sign in, "on" to be sent elsewhere."""
    answer = client.get(address) if form is None else client.post(address, form)
    if answer.status_code == 302 and answer.headers["Location"].startswith("/logga-in/?next="):
        back = quote(address, safe="/") if form is None else quote(address, safe="/?=")
        assert answer.headers["Location"].partition("next=")[2].startswith(back.partition("?")[0])
        return "in"
    return "on" if answer.status_code == 302 and form is None else str(answer.status_code)


def another_role(agreement: str) -> Role:
    """A role that somebody else holds."""
    someone, _ = User.objects.get_or_create(email="annan@prov.example", defaults={"title": "Någon annan"})
    return Role.objects.create(user=someone, kind=RoleKind.READER, agreement=agreement, from_day=date(2020, 1, 1))


def _other_partys_fact() -> int:
    return Event.objects.filter(agreement=NORRORT, kind="meeting.held").latest("seq").seq


def _give(kind: str, **more: str) -> Callable[[], dict[str, str]]:
    def form() -> dict[str, str]:
        User.objects.get_or_create(email="annan@prov.example", defaults={"title": "Någon annan"})
        return {"email": "annan@prov.example", "kind": kind, "from_day": DAY, **more}

    return form


def _contact(party: str) -> str:
    """The address of a contact of the party."""
    post = record_post(
        party=party, agreement=NORRORT, role="kontaktperson", title="Samordnare", email="samordnare@prov.example",
        from_day=date(2020, 1, 1), by=BY, recorded_at=NOW,
    )  # fmt: skip
    return f"/kommun/{party}/kontakter/{post.pk}/"


FARTHER = "0188"
"""Another party, of this agreement alone."""
NEW_CONTACT = {"role": "kontaktperson", "title": "Enhetschef", "email": "enhetschef@prov.example", "from_day": DAY}


def _asked() -> str:
    """The page of a party that has been asked to confirm."""
    open_round(
        agreement=NORRORT, opened_on=NOW.date(), last_day=NOW.date() + timedelta(days=30), by=BY,
        at=NOW - timedelta(hours=1),
    )  # fmt: skip
    return f"/kommun/{OWN}/kontakter/"


# What is sent for each act: the address, and a form that holds.
SENT: dict[str, tuple[Callable[[], str], Callable[[], dict[str, str]]]] = {
    "record-fact: meeting of the steering group": (lambda: f"{NEW}meeting.held", lambda: MEETING),
    "record-fact: meeting of another body": (
        lambda: f"{NEW}meeting.held", lambda: MEETING | {"body": "ledningsgrupp"}
    ),
    "record-fact: decision of own party": (
        lambda: f"{NEW}decision.postponed", lambda: {"valid_on": DAY, "party": OWN}
    ),
    "record-fact: decision of another party": (
        lambda: f"{NEW}decision.postponed", lambda: {"valid_on": DAY, "party": OTHER}
    ),
    "record-fact: cost": (lambda: f"{NEW}cost.recognised", lambda: {"valid_on": DAY, "amount": "100"}),
    "record-fact: attestation of own party": (
        lambda: f"{NEW}attestation.given",
        lambda: {"valid_on": DAY, "party": OWN, "rule": "aterkoppla", "year": "2026", "grade": "full"},
    ),
    "correct-fact: another party's": (
        lambda: f"/avtal/{NORRORT}/handelser/{_other_partys_fact()}/ratta/", lambda: MEETING
    ),
    "correct-fact: withdraw": (
        lambda: f"/avtal/{NORRORT}/handelser/{_other_partys_fact()}/ratta/",
        lambda: {"withdraw": "1", "reasons": "Det hände inte."},
    ),
    "register-line: line": (lambda: f"/avtal/{NORRORT}/diarium/ny/", lambda: LINE),
    "register-entry: correct": (
        lambda: every_page.EVERY["register-entry"], lambda: LINE | {"why": "Fel motpart"}
    ),
    "dispatch: send": (
        lambda: f"/avtal/{NORRORT}/expediera/",
        lambda: {
            "papers": "019d62c2bedb", "to": f"{OTHER}/representant@demo.example", "subject": "Protokoll", "act": "send",
        },
    ),
    "write-mailing: draft": (lambda: every_page.EVERY["write-mailing"], lambda: {"kind": "service", "subject": "Prov"}),
    "mailing: back": (lambda: every_page.EVERY["mailing"], lambda: {"act": "back"}),
    "check-mailing: send": (
        lambda: every_page.EVERY["check-mailing"],
        lambda: {"version": "1", "seen": digest(outcomes(Mailing.objects.get(token=DRAFT), NOW))},
    ),
    "mail-choices: choose": (lambda: every_page.EVERY["mail-choices"], lambda: {"slag": "service"}),
    "agreement-access: give": (lambda: f"/avtal/{NORRORT}/behorigheter/", _give("reader")),
    "access: give": (lambda: "/behorigheter/", _give("administrator")),
    "end-role: another's": (
        lambda: f"/behorigheter/roll/{another_role(NORRORT).pk}/", lambda: {"last_day": DAY}
    ),
    "end-role: in another agreement": (
        lambda: f"/behorigheter/roll/{another_role('ett-annat').pk}/", lambda: {"last_day": DAY}
    ),
    "open-content: open": (
        lambda: f"/behorigheter/oppna/{NORRORT}/", lambda: {"reason": "Ett prov av behörigheter"}
    ),
    "add-contact: own party's": (lambda: f"/kommun/{OWN}/kontakter/ny/?avtal={NORRORT}", lambda: NEW_CONTACT),
    "add-contact: another party's": (lambda: f"/kommun/{FARTHER}/kontakter/ny/?avtal={NORRORT}", lambda: NEW_CONTACT),
    "change-contact: own party's": (lambda: _contact(OWN), lambda: NEW_CONTACT),
    "change-contact: another party's": (lambda: _contact(FARTHER), lambda: {"gor": "avsluta", "last_day": DAY}),
    "party-contacts: confirm own party's": (_asked, dict),
    "agreement-contacts: ask": (lambda: f"/avtal/{NORRORT}/kontakter/", lambda: {"last_day": "2026-12-31"}),
    "calendar-address: make": (lambda: "/installningar/kalender/", lambda: {"gor": "skapa"}),
    "settings: theme": (lambda: "/installningar/", lambda: {"theme": "dark"}),
    "sign-out: out": (lambda: "/logga-ut/", dict),
}  # fmt: skip
# Acts proved elsewhere, where their forms of several steps are.
ELSEWHERE = {
    "sign-in": "tests/web/accounts/test_sign_in.py",
    **dict.fromkeys(("successor", "successions"), "tests/web/pages/test_succession.py"),
    "reading": "tests/web/pages/test_readings_desk.py",
    "fees-update": "tests/web/pages/test_fees_update.py",
    "import-original": "tests/web/pages/test_originals.py",
    **dict.fromkeys(("add-document", "document", "keep-fees"), "tests/web/pages/test_documents.py"),
    **dict.fromkeys(("one-act", "links", "ask-by-link"), "tests/web/pages/test_links.py"),
    "dispatched": "tests/web/pages/test_dispatch.py",
    **dict.fromkeys(("message", "outbox", "decline-mail"), "tests/web/pages/test_outreach.py"),
    **dict.fromkeys(
        (
            "account_login",
            "change-password",
            "code-app",
            "confirm-identity",
            "forgotten-password",
            "mfa_authenticate",
            "new-password",
            "passkey",
            "passkey-creation",
            "passkey-options",
            "remove-step",
            "reserve-codes",
            "second-step-rules",
            "saml-answer",
            "security",
            "sign-in-of",
            "sign-ins",
        ),
        "tests/web/accounts",
    ),
}


def test_every_address_and_every_act_has_a_line() -> None:
    assert set(READING) == set(every_page.EVERY) == every_page.names()
    assert set(WRITING) == set(SENT)
    assert {name.partition(":")[0] for name in WRITING} | set(ELSEWHERE) == ACTS
    assert all((ROOT / file).exists() for file in ELSEWHERE.values())
    assert {one.column for one in PEOPLE} == set(COLUMNS)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda one: one.name)
def test_who_comes_in(person: Person, filled_world: tuple[World, bool]) -> None:
    made, closed = filled_world
    client = made.client(person)
    expected = {name: _expected(name, person, closed=closed) for name in READING}

    assert {name: came(client, every_page.EVERY[name]) for name in READING} == expected


def _speaks_elsewhere(person: Person) -> bool:
    """Speaks for a municipality that is no party (yet): it tells what it has decided, for so parties come to be."""
    role = person.role
    return person.column == "elsewhere" and role is not None and bool(role.party) and role.kind != RoleKind.READER


def _expected(name: str, person: Person, *, closed: bool) -> str:
    """Those who keep another agreement look after its roles; nobody else with a role elsewhere looks after any."""
    if _speaks_elsewhere(person) and not closed and name == "record-fact":
        return "200"
    keeps = person.role is not None and person.role.kind in ("strategist", "association_staff")
    keeps = keeps and person.role is not None and person.role.agreement == COUNTY
    if name in ("access", "outbox", "reminders", "links", "successions") and person.column == "elsewhere" and not keeps:
        return "403"
    if name == "message" and keeps:
        return "404"  # looks after mail, but not this
    return READING[name].expected(person.column, closed=closed)


def _written() -> tuple[int, ...]:
    """How much there is of all that an act leaves behind."""
    return tuple(one.objects.count() for one in (Event, Role, Trace, PostTrace, ContactRound))


@pytest.mark.parametrize("act", WRITING)
@pytest.mark.parametrize("person", PEOPLE, ids=lambda one: one.name)
def test_who_carries_out_an_act(person: Person, act: str, filled_world: tuple[World, bool]) -> None:
    made, closed = filled_world
    address, form = SENT[act]
    with undone():
        client = made.client(person)
        sent = form()
        where = address()
        before = _written()

        happened = came(client, where, sent)

        after = _written()
    offered = WRITING[act].offers and _speaks_elsewhere(person) and not closed
    assert happened == ("422" if offered else WRITING[act].expected(person.column, closed=closed))
    if happened not in ("200", "302", "303"):
        assert after == before
