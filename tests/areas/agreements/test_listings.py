"""Reads over many agreements: the number of statements does not depend on how many parties there are."""

from datetime import date
from typing import Any

import pytest

from samverk.accounts.policy import VISITOR, Actor, HeldRole
from samverk.agreements.models import Agreement, PartyInForce
from samverk.agreements.queries import listings

pytestmark = pytest.mark.django_db

DAY = date(2026, 1, 1)


def agreement(number: int, parties: int, visibility: str = "public") -> str:
    made = Agreement.objects.create(
        id=f"avtal-{number}",
        title="T",
        short_sv=f"Avtal {number}",
        short_en=f"Agreement {number}",
        visibility=visibility,
    )
    PartyInForce.objects.bulk_create(
        PartyInForce(agreement=made, party=f"{1000 + n}", from_day=date(2015, 1, 1)) for n in range(parties)
    )
    return made.id


@pytest.mark.parametrize("parties", [3, 300])
def test_the_number_of_statements_is_the_same_for_3_and_300_parties(
    parties: int, django_assert_num_queries: Any
) -> None:
    ids = [agreement(number, parties) for number in range(3)]
    who = Actor("1", "Alla", tuple(HeldRole("reader", party=f"{1000 + n}") for n in range(parties)))

    with django_assert_num_queries(6):
        assert len(listings.visible_to(who)) == 3
        assert len(listings.parties_of(ids[0], DAY)) == parties
        assert {len(codes) for codes in listings.parties_of_many(ids, DAY).values()} == {parties}
        assert len(listings.agreements_of("1000", DAY)) == 3
        assert listings.holdings(on=DAY, party="1000") == ()
        assert listings.meetings(ids[0], body="x", year=2026) == ()


def test_a_closed_agreement_is_not_listed_for_a_visitor() -> None:
    agreement(1, 1, visibility="parties")
    agreement(2, 1)

    assert [item.id for item in listings.visible_to(VISITOR)] == ["avtal-2"]


def test_an_agreement_is_listed_once_for_who_stands_for_several_parties() -> None:
    agreement(1, 2, visibility="parties")
    who = Actor("1", "Båda", (HeldRole("reader", party="1000"), HeldRole("reader", party="1001")))

    assert [item.id for item in listings.visible_to(who)] == ["avtal-1"]


def test_parties_of_an_agreement_without_any() -> None:
    agreement(1, 0)

    assert listings.parties_of_many(["avtal-1"], DAY) == {"avtal-1": ()}


@pytest.mark.parametrize("most", [1, 3, 8])
@pytest.mark.parametrize("here", ["avtal-0", "avtal-4", "finns-inte"])
def test_agreements_to_go_to_are_few_may_be_seen_and_hold_the_one_you_see(most: int, here: str) -> None:
    for number in range(5):
        agreement(number, 1, visibility="parties" if number in (0, 3) else "public")
    staff = HeldRole("association_staff", "avtal-3")
    for who in (VISITOR, Actor("1", "Kansli", (staff,)), Actor("2", "Drift", is_system=True)):
        visible = {one.id for one in listings.visible_to(who)}

        found = listings.near(who, here, most)

        ids = [one.id for one in found.agreements]
        assert set(ids) <= visible
        assert len(set(ids)) == len(ids) <= most
        assert (here in ids) == (here in visible)
        assert found.more == (len(visible) > most)
        assert found.more or set(ids) == visible
        assert not found.more or most == 1 or {"avtal-3"} & visible & who.agreements() <= set(ids)
        assert [one.short_sv for one in found.agreements] == sorted(one.short_sv for one in found.agreements)
