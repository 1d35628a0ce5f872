"""What is kept of sign-in by SAML: who sets it up, keys that change, and answers that are good once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from samverk.accounts.actions.organisations import MappingRefused, add_provider
from samverk.accounts.actions.saml import (
    AnswerTaken,
    add_pair,
    add_saml_provider,
    change_pair,
    fetch_answer,
    let_it_start,
    renew_server,
    take_answer,
)
from samverk.accounts.models import IdentityProvider, SamlAnswer, SamlServer
from samverk.accounts.policy import VISITOR, NotAllowed, system
from samverk.accounts.queries.saml import ourselves_to, server_of
from samverk.integrations.saml import KeyPair, Server

pytestmark = pytest.mark.django_db

ADMIN = system("Prov")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CERTIFICATE = "-----BEGIN CERTIFICATE-----\nAAA\n-----END CERTIFICATE-----\n"
OTHER = CERTIFICATE.replace("AAA", "BBB")
SERVER = Server("https://idp.example", "https://idp.example/sso", (CERTIFICATE,))
FIRST, NEXT = KeyPair("nyckel 1", CERTIFICATE), KeyPair("nyckel 2", OTHER)


def made() -> IdentityProvider:
    return add_saml_provider(
        slug="taby", title="Täby kommun", entity_id="https://samverk.example/metadata/", server=SERVER,
        metadata_address="", pair=FIRST, by=ADMIN, at=NOON,
    )  # fmt: skip


@pytest.fixture
def provider(db: None) -> IdentityProvider:
    return made()


def take(provider: IdentityProvider, assertion: str = "_a", question: str = "_q", **changes: datetime) -> None:
    when = {"until": NOON + timedelta(minutes=5), "at": NOON} | changes
    take_answer(provider=provider, assertion=assertion, question=question, said="sagt", **when)


def test_what_was_set_up_is_read_back(provider: IdentityProvider) -> None:
    assert server_of(provider) == SERVER
    ourselves = ourselves_to(provider, answer_path="/svar/")
    assert (ourselves.answer_address, ourselves.pairs) == ("https://samverk.example/svar/", (FIRST,))
    assert not provider.is_open


def test_two_certificates_are_kept_while_the_organisation_changes(provider: IdentityProvider) -> None:
    both = Server(SERVER.entity_id, "https://idp.example/ny", (CERTIFICATE, OTHER))
    renew_server(provider=provider, server=both, metadata_address="https://idp.example/m", by=ADMIN, at=NOON)

    assert server_of(IdentityProvider.objects.get()) == both


def test_another_server_s_metadata_is_refused(provider: IdentityProvider) -> None:
    other = Server("https://annan.example", "https://annan.example/sso", (OTHER,))
    with pytest.raises(MappingRefused):
        renew_server(provider=provider, server=other, metadata_address="", by=ADMIN, at=NOON)

    assert server_of(IdentityProvider.objects.get()) == SERVER


def test_our_keys_change_one_at_a_time(provider: IdentityProvider) -> None:
    assert not change_pair(provider=provider, by=ADMIN, at=NOON)
    assert add_pair(provider=provider, pair=NEXT, by=ADMIN, at=NOON)
    assert not add_pair(provider=provider, pair=NEXT, by=ADMIN, at=NOON)
    assert ourselves_to(provider, answer_path="/").pairs == (FIRST, NEXT)

    assert change_pair(provider=provider, by=ADMIN, at=NOON)
    assert ourselves_to(provider, answer_path="/").pairs == (NEXT,)


def test_a_short_name_belongs_to_one(provider: IdentityProvider) -> None:
    with pytest.raises(MappingRefused):
        made()
    with pytest.raises(MappingRefused):
        add_provider(slug="taby", title="x", issuer="https://x.example", client_id="x", secret="x", by=ADMIN, at=NOON)


def test_an_answer_is_taken_and_fetched_once(provider: IdentityProvider) -> None:
    take(provider)
    with pytest.raises(AnswerTaken):
        take(provider, question="_annan")
    with pytest.raises(AnswerTaken):
        take(provider, assertion="_b")

    assert fetch_answer(provider=provider, question="_annan", at=NOON) is None
    assert fetch_answer(provider=provider, question="_q", at=NOON) == "sagt"
    assert fetch_answer(provider=provider, question="_q", at=NOON) is None


def test_another_organisation_may_have_the_same_number(provider: IdentityProvider) -> None:
    other = IdentityProvider.objects.create(
        shape="saml", slug="nacka", title="Nacka", issuer="https://b.example", client_id="b", secret="x"
    )
    take(provider)
    take(other)

    assert fetch_answer(provider=other, question="_q", at=NOON) == "sagt"
    assert fetch_answer(provider=provider, question="_q", at=NOON) == "sagt"


def test_what_nobody_fetches_is_forgotten_before_its_number_is(provider: IdentityProvider) -> None:
    hour = NOON + timedelta(hours=1)
    take(provider, until=hour)
    assert fetch_answer(provider=provider, question="_q", at=NOON + timedelta(minutes=11)) is None

    take(provider, "_b", "_r", at=NOON + timedelta(minutes=11), until=hour)
    assert SamlAnswer.objects.order_by("pk").values_list("said", flat=True)[0] == ""

    take(provider, "_c", "_s", at=hour + timedelta(minutes=11), until=hour + timedelta(minutes=20))
    assert SamlAnswer.objects.count() == 1


def test_answers_without_a_question_are_each_taken_once(provider: IdentityProvider) -> None:
    take(provider, question="")
    take(provider, "_b", "")
    with pytest.raises(AnswerTaken):
        take(provider, "_b", "")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time, and the test above")
@pytest.mark.django_db(transaction=True)
def test_of_the_same_answer_at_the_same_moment_one_is_taken() -> None:
    provider = made()

    def once(_number: int) -> bool:
        try:
            take(provider)
        except AnswerTaken:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(once, range(8))) == [False] * 7 + [True]


def test_only_administrators_set_it_up(provider: IdentityProvider) -> None:
    with pytest.raises(NotAllowed):
        add_saml_provider(
            slug="x", title="x", entity_id="x", server=SERVER, metadata_address="", pair=FIRST, by=VISITOR, at=NOON
        )
    with pytest.raises(NotAllowed):
        renew_server(provider=provider, server=SERVER, metadata_address="", by=VISITOR, at=NOON)
    with pytest.raises(NotAllowed):
        let_it_start(provider=provider, starts_itself=True, by=VISITOR, at=NOON)
    with pytest.raises(NotAllowed):
        add_pair(provider=provider, pair=NEXT, by=VISITOR, at=NOON)
    with pytest.raises(NotAllowed):
        change_pair(provider=provider, by=VISITOR, at=NOON)


def test_the_database_wants_it_whole(provider: IdentityProvider) -> None:
    for rows, values in (
        (SamlServer.objects, {"sign_in_address": ""}),
        (SamlServer.objects, {"certificates": ""}),
        (IdentityProvider.objects, {"shape": "annat"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        SamlAnswer.objects.create(provider=provider, assertion_hash="", received_at=NOON, expires_at=NOON)
