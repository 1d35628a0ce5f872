"""Links to one act: in a reminder to who may do it, good for that and once, ended by whatever ends the right to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoDbBlocker

from samverk.accounts.actions import NewRole, create_user, end_role
from samverk.accounts.actions.requiring import require_second_step
from samverk.accounts.models import Role, RoleKind, User
from samverk.accounts.policy import VISITOR, NotAllowed
from samverk.accounts.queries import actor, secret_hash
from samverk.agreements.actions.facts import record_fact
from samverk.ops.demo.filling import BY as DEMO
from samverk.outreach.actions.links import (
    Ask,
    CannotBeAsked,
    LinkOver,
    ask_by_link,
    record_by_link,
    revoke_link,
    revoke_links_of,
)
from samverk.outreach.actions.outbox import send_again
from samverk.outreach.actions.reminding import BY, remind
from samverk.outreach.models import Link, Message
from samverk.outreach.queries.links import HAND_IN, Standing, kinds_for, link_of, standing
from samverk.records.models import Event
from samverk.records.queries import facts, sealed, verify_chain
from samverk.rules.admission import FactRefused
from tests.areas.outreach.test_delivery import work
from tests.mail_sink import Sink
from tests.web.filled import NORRORT, NOW, filled

TODAY = NOW.date()
PARTY = "0188"
ADDRESS = "kontakt.norrtalje@demo.example"
OWED = "aterkoppla~party.0188~2025-01-01"
ATTEST = {"grade": "full"}


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), filled():
        yield


@pytest.fixture(autouse=True)
def today(demonstration: None, db: None) -> None:
    """In the demonstration, whose own letters are out of the way."""
    Message.objects.all().delete()


@pytest.fixture
def contact() -> User:
    """The contact person of Norrtälje, who owes an attestation and has no password."""
    role = NewRole(kind=RoleKind.CONTACT_PERSON, party=PARTY, from_day=date(2020, 1, 1))
    return create_user(email=ADDRESS, title="Integrationssamordnare", by=DEMO, at=NOW, roles=(role,))


def strategist() -> object:
    return User.objects.get(email="strateg@demo.example")


def secret_in(text: str) -> str:
    found = re.search(r"/lank/([\w-]+)/", text)
    assert found is not None, text
    return found[1]


def letters_to(server: Sink, address: str = ADDRESS) -> list[str]:
    """The plain text of the letters to an address."""
    return [next(one.iter_parts()).get_content() for one in server.letters if one["To"] == address]


@pytest.fixture
def secret(contact: User, server: Sink) -> str:
    """The secret in the reminder that the contact person has got."""
    remind(today=TODAY, by=BY, at=NOW)
    work(NOW)
    [letter] = letters_to(server)
    return secret_in(letter)


def attest(secret: str, at: datetime = NOW) -> int:
    return record_by_link(secret=secret, valid_on=TODAY, payload=ATTEST, at=at).seq


def test_the_reminder_has_a_link_and_only_its_hash_is_kept(secret: str, contact: User) -> None:
    [link] = Link.objects.all()
    message = Message.objects.get(address=ADDRESS)

    assert len(secret) == 43
    assert (link.secret_hash, link.user, link.thing, link.kind) == (
        secret_hash(secret), contact, OWED, "attestation.given"
    )  # fmt: skip
    assert link.given == {"rule": "aterkoppla", "year": 2025}
    assert link.message == message
    assert secret not in message.text
    assert "/lank/…/" in message.text
    assert standing(link, NOW) is Standing.OPEN


def test_the_act_is_recorded_as_the_persons_in_the_role_and_by_link(secret: str, contact: User) -> None:
    seq = attest(secret)

    event = Event.objects.get(agreement=NORRORT, seq=seq)
    assert (event.actor, event.actor_id, event.origin) == (contact.title, str(contact.pk), "link:contact_person")
    assert (event.kind, event.party, event.rule) == ("attestation.given", PARTY, "aterkoppla")
    assert facts(NORRORT)[-1].origin == "link:contact_person"
    assert verify_chain(NORRORT) is None
    link = link_of(secret)
    assert link is not None
    assert (link.used_at, link.used_as) == (NOW, str(seq))


def test_the_origin_is_part_of_what_the_chain_proves(secret: str) -> None:
    seq = attest(secret)
    row = Event.objects.filter(agreement=NORRORT, seq=seq).values().get()
    assert sealed(row) == row["hash"]
    assert sealed(row | {"origin": ""}) != row["hash"]


def test_what_is_settled_holds_whatever_is_sent(secret: str) -> None:
    payload = {**ATTEST, "rule": "finansiera", "year": 1999}
    seq = record_by_link(secret=secret, valid_on=TODAY, payload=payload, at=NOW).seq

    event = Event.objects.get(agreement=NORRORT, seq=seq)
    assert (event.party, event.rule) == (PARTY, "aterkoppla")
    assert '"year":2025' in event.payload


def test_it_is_good_once(secret: str) -> None:
    attest(secret)
    with pytest.raises(LinkOver) as over:
        attest(secret, NOW + timedelta(seconds=1))
    assert over.value.standing is Standing.USED


def test_a_fact_that_does_not_hold_leaves_the_link_as_it_was(secret: str) -> None:
    with pytest.raises(FactRefused):
        record_by_link(secret=secret, valid_on=TODAY + timedelta(days=4000), payload=ATTEST, at=NOW)
    assert attest(secret)


def test_a_secret_that_is_nobodys_opens_nothing(secret: str) -> None:
    for wrong in ("", "x", secret[:-1], secret + "A", secret.swapcase()):
        with pytest.raises(LinkOver) as over:
            attest(wrong)
        assert over.value.standing is None


def why(secret: str, at: datetime = NOW) -> Standing | None:
    """Why it cannot be used; nothing is written."""
    before = Event.objects.count()
    with pytest.raises(LinkOver) as over:
        attest(secret, at)
    assert Event.objects.count() == before
    return over.value.standing


def test_it_ends_after_its_last_day(secret: str) -> None:
    assert why(secret, NOW + timedelta(days=31)) is Standing.EXPIRED


def test_it_ends_with_the_role(secret: str, contact: User) -> None:
    end_role(role=contact.roles.get(), last_day=TODAY - timedelta(days=1), by=DEMO, at=NOW)
    assert why(secret) is Standing.ENDED


def test_it_ends_with_the_account(secret: str, contact: User) -> None:
    User.objects.filter(pk=contact.pk).update(is_active=False)
    assert why(secret) is Standing.ENDED


def test_a_role_in_another_agreement_is_no_help(secret: str, contact: User) -> None:
    contact.roles.update(agreement="ett-annat")
    assert why(secret) is Standing.ENDED


@pytest.mark.parametrize("scope", [{"kind": "contact_person"}, {"agreement": NORRORT}])
def test_no_second_step_is_passed_by(secret: str, scope: dict[str, str]) -> None:
    require_second_step(**scope, by=DEMO, at=NOW)
    assert why(secret) is Standing.SIGN_IN


def test_it_ends_when_the_thing_has_been_done_in_another_way(secret: str) -> None:
    record_fact(
        agreement=NORRORT, kind="attestation.given", valid_on=TODAY, party=PARTY, by=DEMO, recorded_at=NOW,
        payload={"rule": "aterkoppla", "year": 2025, "grade": "full"},
    )  # fmt: skip
    assert why(secret) is Standing.DONE


def test_two_links_to_the_same_thing_do_it_once(secret: str, server: Sink) -> None:
    later = NOW + timedelta(days=30)
    remind(today=later.date(), by=BY, at=later)
    work(later)
    newer = secret_in(letters_to(server)[-1])

    assert newer != secret
    attest(newer, later)
    assert why(secret, NOW) is Standing.DONE


def test_whoever_runs_the_agreement_makes_it_worthless(secret: str, contact: User) -> None:
    by = actor(strategist(), TODAY)
    link = Link.objects.get()

    assert revoke_link(link=link, by=by, at=NOW)
    assert not revoke_link(link=link, by=by, at=NOW)
    assert why(secret) is Standing.REVOKED
    assert Link.objects.get().revoked_by == by.label


def test_all_of_a_persons_links_at_once(secret: str, contact: User) -> None:
    by = actor(strategist(), TODAY)
    assert revoke_links_of(user=contact, agreements=[NORRORT], by=by, at=NOW) == 1
    assert revoke_links_of(user=contact, agreements=[NORRORT], by=by, at=NOW) == 0
    assert why(secret) is Standing.REVOKED


def test_nobody_else_may(secret: str, contact: User) -> None:
    link = Link.objects.get()
    ask = Ask(contact.roles.get(), HAND_IN, TODAY)
    for by in (VISITOR, actor(contact, TODAY), actor(User.objects.get(email="forbund@demo.example"), TODAY)):
        with pytest.raises(NotAllowed):
            revoke_link(link=link, by=by, at=NOW)
        with pytest.raises(NotAllowed):
            revoke_links_of(user=contact, agreements=[NORRORT], by=by, at=NOW)
        with pytest.raises(NotAllowed):
            ask_by_link(agreement=NORRORT, ask=ask, by=by, at=NOW)


def test_a_letter_that_is_sent_again_has_a_new_link_and_the_old_one_is_over(secret: str, server: Sink) -> None:
    message = Message.objects.get(address=ADDRESS)
    Message.objects.filter(pk=message.pk).update(state="uncertain", ended_at=NOW)
    send_again(message=message, by=DEMO, at=NOW)
    work(NOW + timedelta(minutes=1))
    again = secret_in(letters_to(server)[-1])

    assert why(secret) is Standing.REVOKED
    assert attest(again, NOW + timedelta(minutes=2))


def test_a_letter_that_does_not_leave_has_no_link_that_holds(contact: User, server: Sink) -> None:
    User.objects.filter(pk=contact.pk).update(email="nobody@demo.example")
    remind(today=TODAY, by=BY, at=NOW)
    work(NOW)

    assert Message.objects.get(address="nobody@demo.example").state == "failed"
    assert not Link.objects.exists()


def test_a_post_without_an_account_gets_no_link(server: Sink) -> None:
    remind(today=TODAY, by=BY, at=NOW)
    work(NOW)
    assert len(letters_to(server)) == 1
    assert "/lank/" not in letters_to(server)[0]
    assert not Link.objects.exists()


@pytest.mark.parametrize("kind", [RoleKind.REGISTRAR, RoleKind.READER, RoleKind.STRATEGIST])
def test_who_may_not_do_it_or_may_too_much_gets_no_link(kind: RoleKind, server: Sink) -> None:
    agreement = NORRORT if kind == RoleKind.STRATEGIST else ""
    role = NewRole(kind=kind, party="" if agreement else PARTY, agreement=agreement, from_day=date(2020, 1, 1))
    create_user(email=ADDRESS, title="Någon", by=DEMO, at=NOW, roles=(role,))
    remind(today=TODAY, by=BY, at=NOW)
    work(NOW)
    assert not Link.objects.exists()


# --- asking ---------------------------------------------------------------------------------------------


def registrar() -> Role:
    return Role.objects.get(user__email="registrator@demo.example")


def test_a_registrar_is_asked_for_a_decision_and_gives_it(server: Sink) -> None:
    by = actor(strategist(), TODAY)
    ask = Ask(registrar(), "decision.adopted", TODAY + timedelta(days=14))
    message = ask_by_link(agreement=NORRORT, ask=ask, by=by, at=NOW)
    work(NOW)
    [letter] = letters_to(server, "registrator@demo.example")
    seq = record_by_link(
        secret=secret_in(letter), valid_on=TODAY, payload={"paragraph": "§ 12"}, at=NOW + timedelta(hours=1)
    ).seq

    event = Event.objects.get(agreement=NORRORT, seq=seq)
    assert (event.kind, event.party, event.origin) == ("decision.adopted", "0187", "link:registrar")
    asked = "Strateg, Koordination Norrort ber dig lämna en uppgift i Koordination Norrort: beslut att anta."
    assert asked in " ".join(letter.split())
    Message.objects.filter(pk=message.pk).update(state="uncertain", ended_at=NOW)
    send_again(message=message, by=DEMO, at=NOW)
    work(NOW + timedelta(minutes=1))
    assert len(letters_to(server, "registrator@demo.example")) == 1  # what has been done is not asked for again


def test_nobody_is_asked_for_what_they_may_not_do_or_what_must_be_chosen(contact: User) -> None:
    role = contact.roles.get()
    by = actor(strategist(), TODAY)
    for kind in ("decision.adopted", "attestation.given", "role.assigned", "fact.withdrawn", "nonsense"):
        with pytest.raises(CannotBeAsked):
            ask_by_link(agreement=NORRORT, ask=Ask(role, kind, TODAY), by=by, at=NOW)


def test_what_each_post_can_be_asked_for(contact: User) -> None:
    assert set(kinds_for(contact.roles.get(), NORRORT)) == {"negotiation.joined", "result.produced", HAND_IN}
    assert {
        "referral.answered", "decision.adopted", "decision.declined", "decision.postponed", "copy.delivered", HAND_IN
    } <= set(kinds_for(registrar(), NORRORT))  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret_hash": ""}, {"kind": ""}, {"agreement": ""}, {"party": ""}, {"until": NOW - timedelta(days=1)},
        {"used_at": NOW}, {"used_as": "1"}, {"revoked_at": NOW}, {"revoked_by": "x"},
        {"used_at": NOW, "used_as": "1", "revoked_at": NOW, "revoked_by": "x"},
    ],
)  # fmt: skip
def test_the_database_keeps_a_link_whole(secret: str, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.update(**wrong)
