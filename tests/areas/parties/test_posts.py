"""Posts by which organisations can be reached: dated, ended, removed; who keeps and sees them; the constraints."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from samverk.accounts.policy import VISITOR, Actor, HeldRole, NotAllowed, system
from samverk.parties import queries
from samverk.parties.actions.posts import (
    NotReachable,
    PostEndsBeforeItStarts,
    PostRecordedTwice,
    UnknownOrganisation,
    end_post,
    record_post,
    remove_ended_posts,
)
from samverk.parties.models import ContactPost, Organisation, OrganisationName
from samverk.parties.policy import can_keep_posts, can_see_posts

pytestmark = pytest.mark.django_db

BY = system("Prov")
MOMENT = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAY = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def municipalities() -> None:
    for code, name in (("0186", "Lidingö"), ("0117", "Österåker"), ("0120", "Värmdö")):
        Organisation.objects.create(
            code=code, kind="municipality", name=name, presented_name=name, legal_name=f"{name} kommun", county="01"
        )


def post(**changes: Any) -> ContactPost:
    values: dict[str, Any] = {
        "party": "0186",
        "agreement": "norrort",
        "role": "kontaktperson",
        "title": "Enhetschef, integration",
        "email": "integration.lidingo@example.org",
        "from_day": DAY,
        "by": BY,
        "recorded_at": MOMENT,
    }
    return record_post(**(values | changes))


def test_a_post_is_found_by_agreement_party_and_role_on_its_days() -> None:
    post(to_day=date(2026, 2, 1))

    def found(day: date, **where: str) -> int:
        return len(queries.posts(on=day, **where))

    assert [found(day) for day in (date(2025, 12, 31), DAY, date(2026, 1, 31), date(2026, 2, 1))] == [0, 1, 1, 0]
    assert (found(DAY, agreement="norrort"), found(DAY, agreement="ksl")) == (1, 0)
    assert (found(DAY, party="0186"), found(DAY, party="0117")) == (1, 0)
    assert (found(DAY, role="kontaktperson"), found(DAY, role="strateg")) == (1, 0)


def test_posts_come_in_swedish_order_of_organisation_with_one_statement(django_assert_num_queries: Any) -> None:
    for party in ("0117", "0120", "0186"):
        post(party=party)
    post(party="0120", agreement="", title="Kommunkansli")

    with django_assert_num_queries(1):
        found = queries.posts(on=DAY, agreement="norrort")

    assert [(item.organisation, item.title) for item in found] == [
        ("Lidingö", "Enhetschef, integration"),
        ("Värmdö", "Kommunkansli"),
        ("Värmdö", "Enhetschef, integration"),
        ("Österåker", "Enhetschef, integration"),
    ]


def test_a_post_ends_on_its_last_day() -> None:
    ended = end_post(post=post(), last_day=date(2026, 1, 31), by=BY, recorded_at=MOMENT)

    assert ended.to_day == date(2026, 2, 1)
    with pytest.raises(PostEndsBeforeItStarts, match="2025-12-31 ligger före"):
        end_post(post=ended, last_day=date(2025, 12, 31), by=BY, recorded_at=MOMENT)


def test_ended_posts_are_removed_when_their_time_has_passed() -> None:
    kept = post()
    post(title="Tidigare chef", to_day=date(2026, 2, 1))

    assert remove_ended_posts(ended_before=date(2026, 1, 31), by=BY) == 0
    assert remove_ended_posts(ended_before=date(2026, 2, 1), by=BY) == 1
    assert queries.post_for_change("0186", kept.pk) == kept


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"party": "9999"}, UnknownOrganisation),
        ({"email": ""}, NotReachable),
        ({"to_day": DAY}, PostEndsBeforeItStarts),
    ],
)
def test_a_post_that_cannot_be_is_refused(changes: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        post(**changes)

    assert ContactPost.objects.count() == 0


def test_the_same_post_twice_is_refused() -> None:
    post()

    with pytest.raises(PostRecordedTwice, match="finns redan för 0186"):
        post(email="annan@example.org")


STRATEGIST = Actor("1", "Strateg", (HeldRole("strategist", "norrort"),))
CONTACT = Actor("2", "Kontaktperson, Lidingö", (HeldRole("contact_person", "norrort", "0186"),))
OTHER = Actor("3", "Registrator, Österåker", (HeldRole("registrar", party="0117"),))


def test_who_keeps_a_partys_posts() -> None:
    may = {
        who.label: can_keep_posts(who, agreement="norrort", party="0186") is None
        for who in (STRATEGIST, CONTACT, OTHER, VISITOR, BY)
    }

    assert may == {
        "Strateg": True,
        "Kontaktperson, Lidingö": True,
        "Registrator, Österåker": False,
        "Besökare": False,
        "Prov": True,
    }
    with pytest.raises(NotAllowed):
        post(by=OTHER)


def test_who_sees_posts() -> None:
    def sees(who: Actor, *parties: str) -> bool:
        return can_see_posts(who, agreement="norrort", parties=frozenset(parties)) is None

    assert [sees(STRATEGIST), sees(CONTACT), sees(OTHER, "0117"), sees(BY)] == [True] * 4
    assert [sees(OTHER, "0186"), sees(VISITOR, "0186")] == [False, False]


def refused(row: Any) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        row.save(force_insert=True)
    return str(caught.value)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("parties_post_to_after_from", {"to_day": DAY}),
        ("parties_post_named", {"role": ""}),
        ("parties_post_named", {"title": ""}),
        ("parties_post_named", {"recorded_by": ""}),
        ("parties_post_reachable", {"email": ""}),
    ],
)
def test_the_post_constraint_holds(constraint: str, changes: dict[str, Any]) -> None:
    values = {"organisation_id": "0186", "role": "r", "title": "t", "email": "a@example.org", "from_day": DAY}
    row = ContactPost(**(values | {"recorded_at": MOMENT, "recorded_by": "Prov"} | changes))

    assert constraint in refused(row)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("parties_organisation_kind", {"kind": "kingdom"}),
        ("parties_organisation_named", {"presented_name": ""}),
        ("parties_organisation_named", {"code": ""}),
        ("parties_organisation_successor", {"successor_id": "0199"}),
        ("parties_organisation", {"org_number": "212000-0191"}),
    ],
)
def test_the_organisation_constraint_holds(constraint: str, changes: dict[str, Any]) -> None:
    Organisation.objects.filter(code="0186").update(org_number="212000-0191")
    values = {"code": "0199", "kind": "municipality", "name": "A", "presented_name": "A", "legal_name": "A kommun"}

    assert constraint in refused(Organisation(**(values | changes)))


def test_organisations_without_a_number_do_not_collide() -> None:
    assert Organisation.objects.filter(org_number="").count() == 3


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("parties_name_certainty", {"certainty": "perhaps"}),
        ("parties_name_to_after_from", {"to_day": DAY}),
        ("parties_name_unknown_start", {"from_day": None}),
        ("parties_organisation_name", {}),
    ],
)
def test_the_name_constraint_holds(constraint: str, changes: dict[str, Any]) -> None:
    values = {
        "organisation_id": "0186",
        "name": "A",
        "name_en": "A",
        "from_day": DAY,
        "certainty": "day",
        "source": "s",
    }
    if not changes:
        OrganisationName.objects.create(**values)

    assert constraint in refused(OrganisationName(**(values | changes))).replace(
        "parties_name_once", "parties_organisation_name"
    )


def test_an_organisation_has_one_name_with_unknown_start() -> None:
    values = {"organisation_id": "0186", "name": "A", "name_en": "A", "certainty": "unknown", "source": "s"}
    OrganisationName.objects.create(**values)

    assert "organisation" in refused(OrganisationName(**values)) or "one_unknown_start" in refused(
        OrganisationName(**values)
    )
