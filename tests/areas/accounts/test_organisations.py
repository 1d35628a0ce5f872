"""People who come by their organisation: whose they are, what account and roles they get, and who is refused."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from samverk.accounts.actions import NewRole, create_user, give_role
from samverk.accounts.actions.organisations import (
    AccountClosed,
    Arriving,
    MappingRefused,
    NoAddress,
    UnknownOrganisation,
    add_provider,
    arrive,
    close_provider,
    know_person,
    map_organisation,
    map_role,
    open_provider,
    trust_second_step,
    unmap_organisation,
    unmap_role,
)
from samverk.accounts.actions.requiring import require_second_step
from samverk.accounts.models import Identity, IdentityProvider, IdentityRole, Role, RoleKind, Trace, User
from samverk.accounts.policy import HeldRole, NotAllowed, system
from samverk.accounts.queries import actor
from samverk.accounts.queries.organisations import changes_of, open_providers, provider_named, secret_of
from samverk.accounts.queries.requiring import titles_lacking
from samverk.lib.sealing import Unreadable

pytestmark = pytest.mark.django_db

ADMIN, DAY = system("Prov"), date(2026, 3, 1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def provider(db: None) -> IdentityProvider:
    made = add_provider(
        slug="sollentuna",
        title="Sollentuna kommun",
        issuer="https://a.example",
        client_id="s",
        secret="hemlis",
        by=ADMIN,
        at=NOON,
    )
    map_organisation(provider=made, key="domain", value="@Sollentuna.example", party="0163", by=ADMIN, at=NOON)
    return made


MADE_AT = datetime(2026, 1, 1, 12, tzinfo=UTC)


def who(**changes: Any) -> Arriving:
    address = changes.pop("address", "strateg@sollentuna.example")
    keys = changes.pop("keys", (("domain", address.partition("@")[2]),))
    values = {"subject": "a1", "title": "Strateg", "groups": frozenset({"GG-Samverk"})}
    return Arriving(address=address, keys=keys, **(values | changes))


def came(provider: IdentityProvider, someone: Arriving | None = None, on: date = DAY) -> User:
    return arrive(provider=provider, who=someone or who(), on=on, at=NOON)


def test_someone_new_gets_an_account_without_a_password_and_without_roles(provider: IdentityProvider) -> None:
    user = came(provider)

    assert (user.email, user.title, user.has_usable_password()) == ("strateg@sollentuna.example", "Strateg", False)
    assert actor(user, DAY).roles == ()


def test_without_a_title_the_organisation_s_name_is_used(provider: IdentityProvider) -> None:
    assert came(provider, who(title="")).title == "Medarbetare, Sollentuna kommun"


def test_coming_again_is_the_same_account_also_under_another_address(provider: IdentityProvider) -> None:
    first = came(provider)
    again = came(provider, who(address="ny.adress@sollentuna.example", title="Samverkansstrateg"))

    assert (again.pk, again.title) == (first.pk, "Samverkansstrateg")
    assert (User.objects.count(), Identity.objects.count()) == (1, 1)


def test_an_account_that_was_there_is_joined_by_its_address(provider: IdentityProvider) -> None:
    before = create_user(
        email="strateg@sollentuna.example", title="Strateg, Koordination", by=ADMIN, password="x", at=MADE_AT
    )

    user = came(provider)

    assert (user.pk, user.title, user.has_usable_password()) == (before.pk, "Strateg, Koordination", True)


def test_only_mapped_roles_are_given_for_the_party_they_come_from(provider: IdentityProvider) -> None:
    map_role(provider=provider, group="GG-Samverk", kind="contact_person", by=ADMIN, at=NOON)
    map_role(provider=provider, group="GG-Annat", kind="strategist", by=ADMIN, at=NOON)
    map_role(provider=provider, group="", kind="reader", agreement="norrort", by=ADMIN, at=NOON)

    assert set(actor(came(provider), DAY).roles) == {
        HeldRole("contact_person", "", "0163"),
        HeldRole("reader", "norrort", "0163"),
    }


def test_a_role_ends_when_the_group_has_gone_and_comes_back_with_it(provider: IdentityProvider) -> None:
    map_role(provider=provider, group="GG-Samverk", kind="contact_person", by=ADMIN, at=NOON)
    held = []
    for days, groups in (
        (0, {"GG-Samverk"}),
        (9, set[str]()),
        (9, {"GG-Samverk"}),
        (9, set[str]()),
        (20, {"GG-Samverk"}),
    ):
        on = DAY + timedelta(days=days)
        held.append(len(actor(came(provider, who(groups=frozenset(groups)), on), on).roles))

    assert held == [1, 0, 1, 0, 1]
    spans = [(str(role.from_day), str(role.to_day or "")) for role in Role.objects.order_by("from_day")]
    assert spans == [("2026-03-01", "2026-03-10"), ("2026-03-21", "")]


def test_a_role_ends_when_it_is_no_longer_mapped(provider: IdentityProvider) -> None:
    what = {"group": "GG-Samverk", "kind": "contact_person"}
    map_role(provider=provider, **what, by=ADMIN, at=NOON)
    came(provider)

    assert unmap_role(provider=provider, **what, by=ADMIN, at=NOON) is True

    later = DAY + timedelta(days=1)
    assert actor(came(provider, on=later), later).roles == ()
    assert unmap_role(provider=provider, **what, by=ADMIN, at=NOON) is False


def test_roles_given_by_hand_are_left_alone(provider: IdentityProvider) -> None:
    user = came(provider)
    give_role(user=user, role=NewRole(kind=RoleKind.REGISTRAR, from_day=DAY, party="0163"), by=ADMIN, at=MADE_AT)

    came(provider)

    assert [role.kind for role in actor(user, DAY).roles] == ["registrar"]


def test_an_administrator_is_never_made_by_a_provider(provider: IdentityProvider) -> None:
    with pytest.raises(MappingRefused):
        map_role(provider=provider, group="", kind="administrator", by=ADMIN, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityRole.objects.create(provider=provider, kind="administrator")


def test_another_organisation_s_address_is_refused(provider: IdentityProvider) -> None:
    """Else one municipality's server could sign in as another's administrator."""
    create_user(email="chef@taby.example", title="Chef", by=ADMIN, password="x", at=MADE_AT)

    for address in ("chef@taby.example", "chef@evil.sollentuna.example", "chef@sollentuna.example.evil.example"):
        with pytest.raises(UnknownOrganisation):
            came(provider, who(address=address))
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("keys", "known"),
    [
        ((("tenant", "aa"), ("domain", "sollentuna.example")), True),
        ((("number", "2120000134"), ("domain", "sollentuna.example")), True),
        ((("tenant", "bb"), ("domain", "sollentuna.example")), False),
        ((("domain", "sollentuna.example"),), False),
        ((("tenant", "aa"),), False),
        ((("tenant", "aa"), ("domain", "taby.example")), False),
        ((("tenant", "cc"), ("domain", "sollentuna.example")), False),
        ((), False),
    ],
)
def test_tenant_or_number_and_domain_agree(
    keys: tuple[tuple[str, str], ...], known: bool, provider: IdentityProvider
) -> None:
    map_organisation(provider=provider, key="tenant", value="AA", party="0163", by=ADMIN, at=NOON)
    map_organisation(provider=provider, key="tenant", value="cc", party="0160", by=ADMIN, at=NOON)
    map_organisation(provider=provider, key="number", value="212000-0134", party="0163", by=ADMIN, at=NOON)

    if known:
        assert came(provider, who(keys=keys)).pk
    else:
        with pytest.raises(UnknownOrganisation) as refusal:
            came(provider, who(keys=keys))
        assert all(value in refusal.value.message.sv for _, value in keys)


def test_without_an_address_or_with_a_closed_account_nobody_comes_in(provider: IdentityProvider) -> None:
    with pytest.raises(NoAddress):
        came(provider, who(address="", keys=(("domain", "sollentuna.example"),)))
    user = came(provider)
    User.objects.update(is_active=False)
    with pytest.raises(AccountClosed):
        came(provider)
    with pytest.raises(AccountClosed):
        came(provider, who(subject="en annan"))
    assert Identity.objects.get(user=user).subject == "a1"


def test_the_secret_is_sealed(provider: IdentityProvider, settings: Settings) -> None:
    assert "hemlis" not in provider.secret
    assert secret_of(provider) == "hemlis"
    settings.SECRET_KEY = "en helt annan nyckel som också är minst femtio tecken lång"
    with pytest.raises(Unreadable):
        secret_of(provider)


def test_a_closed_provider_is_not_offered(provider: IdentityProvider) -> None:
    close_provider(provider=provider, by=ADMIN, at=NOON)

    assert (open_providers(), provider_named("sollentuna")) == ([], None)
    assert provider_named("sollentuna", closed_too=True) == provider


def test_one_who_has_taken_the_second_step_there_need_not_take_it_here(provider: IdentityProvider) -> None:
    map_role(provider=provider, group="", kind="reader", by=ADMIN, at=NOON)
    user = came(provider)
    require_second_step(kind="reader", by=ADMIN, at=NOON)
    assert actor(user, DAY).lacks_second_step
    assert titles_lacking(DAY) == [("Strateg", "strateg@sollentuna.example")]

    IdentityProvider.objects.update(asks_second_step=True)
    assert not actor(user, DAY).lacks_second_step
    assert titles_lacking(DAY) == []

    # With a password there is a way in that asks for nothing more.
    user.set_password("hemligt-ord")
    user.save()
    assert actor(user, DAY).lacks_second_step
    assert len(titles_lacking(DAY)) == 1


def test_one_without_an_address_comes_in_when_the_organisation_s_name_for_them_is_known(
    provider: IdentityProvider,
) -> None:
    map_organisation(provider=provider, key="number", value="212000-0134", party="0163", by=ADMIN, at=NOON)
    nameless = who(subject="anst7@2120000134", address="", keys=(("number", "2120000134"),))
    with pytest.raises(NoAddress):
        came(provider, nameless)
    user = create_user(email="strateg@sollentuna.example", title="Strateg", by=ADMIN, at=MADE_AT)

    know_person(provider=provider, subject="anst7@2120000134", user=user, by=ADMIN, at=NOON)

    assert came(provider, nameless).pk == user.pk
    with pytest.raises(UnknownOrganisation):
        came(provider, who(subject="anst7@2120000134", address="", keys=(("number", "2120000142"),)))
    other = create_user(email="annan@sollentuna.example", title="Annan", by=ADMIN, at=MADE_AT)
    for subject in ("anst7@2120000134", "", "18900101-9802@2120000134"):
        with pytest.raises(MappingRefused):
            know_person(provider=provider, subject=subject, user=other, by=ADMIN, at=NOON)


def test_what_is_done_is_in_the_trace(provider: IdentityProvider) -> None:
    map_role(provider=provider, group="GG-Samverk", kind="contact_person", by=ADMIN, at=NOON)
    came(provider)
    came(provider, who(groups=frozenset()), on=DAY + timedelta(days=3))
    number = provider.organisations.get().pk
    unmap_organisation(provider=provider, number=number, by=ADMIN, at=NOON)
    assert not unmap_organisation(provider=provider, number=number, by=ADMIN, at=NOON)
    open_provider(provider=provider, by=ADMIN, at=NOON)

    done = [(row.kind, row.actor, row.about) for row in Trace.objects.order_by("pk")]
    title = "Sollentuna kommun"
    assert done == [
        ("sign_in_changed", "Prov", title),
        ("sign_in_changed", "Prov", title),
        ("sign_in_changed", "Prov", title),
        ("user_created", title, "Strateg"),
        ("role_given", title, "Strateg"),
        ("role_ended", title, "Strateg"),
        ("sign_in_changed", "Prov", title),
        ("sign_in_changed", "Prov", title),
    ]
    assert next(row.reason for row in changes_of(provider)) == "Öppnad"


def test_only_administrators_set_it_up(provider: IdentityProvider) -> None:
    nobody = actor(came(provider), DAY)

    with pytest.raises(NotAllowed):
        open_provider(provider=provider, by=nobody, at=NOON)
    with pytest.raises(NotAllowed):
        trust_second_step(provider=provider, asks=True, by=nobody, at=NOON)
    with pytest.raises(NotAllowed):
        unmap_organisation(provider=provider, number=1, by=nobody, at=NOON)
    with pytest.raises(NotAllowed):
        know_person(provider=provider, subject="x", user=User.objects.get(), by=nobody, at=NOON)

    with pytest.raises(NotAllowed):
        map_organisation(provider=provider, key="domain", value="x.example", party="0184", by=nobody, at=NOON)
    with pytest.raises(NotAllowed):
        map_role(provider=provider, group="", kind="reader", by=nobody, at=NOON)
    with pytest.raises(NotAllowed):
        unmap_role(provider=provider, group="", kind="reader", by=nobody, at=NOON)
    with pytest.raises(NotAllowed):
        close_provider(provider=provider, by=nobody, at=NOON)
    with pytest.raises(NotAllowed):
        add_provider(slug="x", title="x", issuer="https://x.example", client_id="x", secret="x", by=nobody, at=NOON)


@pytest.mark.parametrize(
    ("key", "value", "party"), [("epost", "x", "0163"), ("domain", "", "0163"), ("domain", "x", "")]
)
def test_a_mapping_that_says_nothing_is_refused(key: str, value: str, party: str, provider: IdentityProvider) -> None:
    with pytest.raises(MappingRefused):
        map_organisation(provider=provider, key=key, value=value, party=party, by=ADMIN, at=NOON)
