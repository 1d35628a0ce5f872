"""The demonstration: filled through the areas' own actions, the same after the second time, never where people work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import get_args

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory
from pytest_django import DjangoDbBlocker, Settings

from samverk.accounts.models import RoleKind, User
from samverk.accounts.policy import system
from samverk.accounts.queries import users_with_roles
from samverk.agreements.actions.facts import record_fact
from samverk.agreements.queries.situations import evaluation
from samverk.ops import cli
from samverk.ops.demo import filling, norrort
from samverk.ops.demo.accounts import ACCOUNTS, DOMAIN
from samverk.ops.demo.filling import fill, untold
from samverk.ops.refused import Refused
from samverk.records import queries as records
from samverk.reference import corpus
from samverk.rules.finding import Status
from samverk.rules.ruleset import load
from tests.web.filled import NOW, filled

pytestmark = pytest.mark.django_db
AGREEMENTS = tuple(filling.STORIES)


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Filled once, for the whole module."""
    with django_db_blocker.unblock(), filled():
        yield


@pytest.fixture(autouse=True)
def today(demonstration: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day the demonstration was filled for."""
    monkeypatch.setenv("SAMVERK_TODAY", NOW.date().isoformat())


def counts() -> tuple[object, ...]:
    """How much there is of everything that filling makes."""
    heads = records.heads(records.chains())
    return heads, User.objects.count(), len(users_with_roles(NOW.date()))


def test_filling_again_changes_nothing_and_says_so() -> None:
    before = counts()

    said = [step.sv for step in fill(NOW)]

    assert counts() == before
    assert said[1:] == [
        "Folkmängden fanns redan",
        "Koordination Norrort: 1\u202f273 händelser fanns redan",
        said[3],
        "Handlingarna fanns redan",
        "Diariet fanns redan",
        "Kontona fanns redan",
        "Breven fanns redan",
        "Expedieringen fanns redan",
        "Breven till många fanns redan",
    ]
    assert said[3].startswith("Länet, nyanlända: ")
    assert said[3].endswith(" händelser fanns redan")


def test_both_stories_are_told_in_full_and_the_chains_are_whole() -> None:
    for agreement, story in filling.STORIES.items():
        told = story(load(corpus.locate(agreement).files)).facts(NOW.date())
        assert len(records.facts(agreement)) == len(told) > 700
        assert records.verify_chain(agreement) is None


def test_only_what_the_papers_tell_is_fact_and_all_else_is_marked_as_example() -> None:
    documented = [fact for agreement in AGREEMENTS for fact in records.facts(agreement) if not fact.example]

    assert {(fact.kind, fact.valid_on) for fact in documented} >= {("recommendation.issued", date(2013, 6, 5))}
    assert len(documented) < 60
    assert {fact.party for fact in documented} == {None}


def test_every_status_of_the_interface_occurs() -> None:
    days = (NOW.date(), date(2016, 6, 1), date(2019, 3, 20))
    found = {
        finding.status
        for agreement in AGREEMENTS
        for day in days
        if (answer := evaluation(agreement, day)) is not None
        for finding in answer.evaluation.findings
    }

    assert set(get_args(Status.__value__)) - found == set()


def test_there_is_an_account_for_every_role_and_its_password_works() -> None:
    held = {account.name: account.roles[0].kind for account in ACCOUNTS}
    assert sorted(held.values()) == sorted(RoleKind)

    for account in ACCOUNTS:
        user = authenticate(RequestFactory().post("/"), username=account.email, password=account.password)
        assert isinstance(user, User)
        assert (user.email, user.title) == (account.email, account.title)


def test_a_day_later_only_what_has_happened_since_is_added() -> None:
    story = filling.STORIES[norrort.AGREEMENT](load(corpus.locate(norrort.AGREEMENT).files))
    recorded = records.facts(norrort.AGREEMENT)

    later = untold(story.facts(date(2027, 12, 31)), recorded)

    assert later is not None
    assert len(later) == len(story.facts(date(2027, 12, 31))) - len(recorded)
    assert untold(story.facts(NOW.date()), recorded) == ()


def test_an_agreement_with_facts_of_its_own_is_left_as_it_is() -> None:
    record_fact(
        agreement=norrort.AGREEMENT,
        kind="meeting.held",
        valid_on=NOW.date(),
        payload={"body": "styrgrupp"},
        by=system("Prov"),
        recorded_at=NOW + timedelta(minutes=1),
    )
    before = counts()

    said = [step.sv for step in fill(NOW + timedelta(days=1))]

    assert said[2] == "Koordination Norrort: har egna uppgifter och lämnas som den är"
    assert counts() == before


def test_where_real_people_work_nothing_is_filled() -> None:
    User.objects.create_user("strateg@kommun.example", "hemligt-ord", title="Strateg")

    with pytest.raises(Refused, match=r"här finns strateg@kommun\.example") as refused:
        list(fill(NOW))
    assert refused.value.code == 1


def test_an_older_encoding_is_replaced_by_filling_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    located = corpus.locate(norrort.AGREEMENT)
    agreement = located.files["agreement.toml"].decode().replace("Koordination Norrort", "Koordination Norr", 1)
    other = replace_files(located, agreement.encode())
    monkeypatch.setattr(filling, "locate", lambda _name: other)

    with pytest.raises(Refused, match="fylld med en äldre uppteckning; ta bort dess mapp"):
        list(fill(NOW))


def replace_files(located: corpus.Located, agreement: bytes) -> corpus.Located:
    """The same folder with another definition, encoded anew."""
    files = {**located.files, "agreement.toml": agreement.replace(b"T\xc3\xa4by", b"T\xc3\xa4by stad", 1)}
    return corpus.Located(located.id, located.version, located.path, files)


def test_the_command_says_where_to_go_and_whom_to_sign_in_as(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.PUBLIC_ADDRESS = "http://127.0.0.1:8123"
    assert cli.main(["demo"]) == 0

    said = capsys.readouterr().out
    assert "samverk serve --port 8123”. Gå till http://127.0.0.1:8123/ och logga in" in said
    assert all(f"  {account.email} " in said and f" {account.password} " in said for account in ACCOUNTS)
    assert all(account.email.endswith(f"@{DOMAIN}") for account in ACCOUNTS)
