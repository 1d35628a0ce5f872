"""Who may do what with an agreement; and that the listing and the policy say the same."""

from datetime import date

import pytest

from samverk.accounts.models import RoleKind
from samverk.accounts.policy import VISITOR, Actor, HeldRole, system
from samverk.agreements.actions.facts import record_facts
from samverk.agreements.models import Visibility
from samverk.agreements.policy import (
    can_import_definition,
    can_import_original,
    can_record_fact,
    can_record_something,
    can_see_agreement,
    can_see_facts,
    can_see_original,
    can_see_people,
    can_set_visibility,
)
from samverk.agreements.queries import listings
from samverk.agreements.queries.listings import Access
from samverk.rules.facts import FACT_KINDS
from tests.areas.agreements.world import (
    BY,
    CONTROLLER,
    KSL,
    LIDINGO,
    NORRORT,
    REGISTRAR,
    SOLNA,
    STRATEGIST,
    entry,
    imported,
)

ADMINISTRATOR = Actor("4", "Administratör", (HeldRole("administrator"),))
OPENED = Actor("4", "Administratör", (HeldRole("administrator"),), opened=frozenset({NORRORT}))
ELSEWHERE = Actor("4", "Administratör", (HeldRole("administrator"),), opened=frozenset({KSL}))
OUTSIDER = Actor("5", "Strateg, annat avtal", (HeldRole("strategist", "annat"),))
EVERYONE = (VISITOR, OUTSIDER, REGISTRAR, CONTROLLER, STRATEGIST, ADMINISTRATOR, OPENED, ELSEWHERE, system("Demo"))
TAKE_PART = (REGISTRAR, CONTROLLER, STRATEGIST, OPENED, system("Demo"))

OPEN = Access(NORRORT, Visibility.PUBLIC, frozenset({LIDINGO}))
CLOSED = Access(NORRORT, Visibility.PARTIES, frozenset({LIDINGO}))


def test_everyone_sees_a_public_agreement_and_its_facts() -> None:
    assert [can_see_agreement(who, OPEN) for who in EVERYONE] == [None] * len(EVERYONE)
    assert [can_see_facts(who, OPEN) for who in EVERYONE] == [None] * len(EVERYONE)


@pytest.mark.parametrize("rule", [can_see_agreement, can_see_facts, can_see_people, can_see_original])
def test_a_closed_agreement_is_seen_by_those_who_take_part(rule: object) -> None:
    assert tuple(who for who in EVERYONE if rule(who, CLOSED) is None) == TAKE_PART  # type: ignore[operator]  # a policy


@pytest.mark.parametrize("rule", [can_see_people, can_see_original])
def test_people_and_originals_are_seen_by_those_who_take_part_also_when_the_agreement_is_public(rule: object) -> None:
    assert tuple(who for who in EVERYONE if rule(who, OPEN) is None) == TAKE_PART  # type: ignore[operator]  # a policy


def test_the_original_is_imported_by_those_who_keep_the_agreement_or_its_papers() -> None:
    keeper = Actor("9", "Registrator, Koordination Norrort", (HeldRole("registrar", NORRORT, LIDINGO),))

    allowed = tuple(who for who in (*EVERYONE, keeper) if can_import_original(who, NORRORT) is None)

    assert allowed == (STRATEGIST, OPENED, system("Demo"), keeper)


@pytest.mark.parametrize("rule", [can_import_definition, can_set_visibility])
def test_definitions_and_visibility_are_for_administrators(rule: object) -> None:
    allowed = tuple(who for who in EVERYONE if rule(who) is None)  # type: ignore[operator]  # a policy

    assert allowed == (ADMINISTRATOR, OPENED, ELSEWHERE, system("Demo"))


def test_a_refusal_names_the_kind_in_both_languages() -> None:
    denied = can_record_fact(VISITOR, NORRORT, kind="meeting.held", party=None)

    assert denied is not None
    assert "Möte hållet" in denied.reason.sv
    assert "Meeting held" in denied.reason.en
    assert can_record_fact(VISITOR, NORRORT, kind="okänt", party=None) is not None


def recordable(actor: Actor, party: str | None) -> set[str]:
    return {kind for kind in FACT_KINDS if can_record_fact(actor, NORRORT, kind=kind, party=party) is None}


@pytest.mark.parametrize("party", [None, LIDINGO, SOLNA])
def test_strategist_staff_and_system_record_everything_in_their_agreement(party: str | None) -> None:
    staff = Actor("6", "Förbundet", (HeldRole("association_staff", NORRORT),))

    assert [recordable(who, party) for who in (STRATEGIST, staff, system("Demo"))] == [set(FACT_KINDS)] * 3


@pytest.mark.parametrize("party", [None, LIDINGO, SOLNA])
def test_visitors_readers_administrators_and_outsiders_record_nothing(party: str | None) -> None:
    reader = Actor("7", "Läsare", (HeldRole("reader", NORRORT, LIDINGO),))

    assert [recordable(who, party) for who in (VISITOR, reader, ADMINISTRATOR, OPENED, OUTSIDER)] == [set()] * 5


@pytest.mark.parametrize(
    ("kind", "one", "not_one"),
    [
        (RoleKind.REGISTRAR, "decision.adopted", "role.assigned"),
        (RoleKind.HEAD_OF_ADMINISTRATION, "renegotiation.demanded", "decision.adopted"),
        (RoleKind.REPRESENTATIVE, "referral.answered", "role.assigned"),
        (RoleKind.CONTACT_PERSON, "attestation.given", "renegotiation.demanded"),
    ],
)
def test_a_partys_people_record_what_is_theirs_for_their_own_party(kind: str, one: str, not_one: str) -> None:
    who = Actor("8", "Lidingö", (HeldRole(kind, "", LIDINGO),))

    assert one in recordable(who, LIDINGO)
    assert not_one not in recordable(who, LIDINGO)
    assert recordable(who, SOLNA) == recordable(who, None) == set()
    assert can_record_something(who, NORRORT) is None


def test_a_role_in_one_agreement_is_none_in_another() -> None:
    who = Actor("8", "Lidingö", (HeldRole("registrar", KSL, LIDINGO),))

    assert recordable(who, LIDINGO) == set()
    assert can_record_something(who, NORRORT) is not None


def led(body: str | None, agreement: str = NORRORT, party: str | None = None) -> set[str]:
    chair = Actor("8", "Ordförande", (HeldRole("body_chair", NORRORT, body="styrgrupp"),))
    asked = {kind: can_record_fact(chair, agreement, kind=kind, party=party, body=body) for kind in FACT_KINDS}
    return {kind for kind, denied in asked.items() if denied is None}


def test_a_chair_records_the_meetings_and_decisions_of_the_body_and_nothing_else() -> None:
    chair = Actor("8", "Ordförande", (HeldRole("body_chair", NORRORT, body="styrgrupp"),))

    assert led("styrgrupp") == {"meeting.planned", "meeting.held", "decision.made"}
    assert led("ledningsgrupp") == led(None) == led("styrgrupp", KSL) == led("styrgrupp", party=LIDINGO) == set()
    assert can_record_something(chair, NORRORT) is None
    assert can_record_something(chair, KSL) is not None


def test_a_member_of_a_body_sees_the_agreement_and_records_nothing() -> None:
    member = Actor("8", "Ledamot", (HeldRole("body_member", NORRORT, body="styrgrupp"),))

    assert can_see_people(member, CLOSED) is None
    assert can_record_something(member, NORRORT) is not None


def test_a_controller_records_money_and_nothing_else() -> None:
    assert recordable(CONTROLLER, None) == {
        "budget.adopted", "weights.updated", "invoice.issued", "payment.received", "outcome.recognised",
        "cost.recognised",
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("visibility", Visibility)
def test_the_list_of_agreements_and_the_policy_say_the_same(visibility: Visibility) -> None:
    imported(NORRORT, visibility=visibility)
    imported(KSL, visibility=Visibility.PARTIES)
    from_actions(NORRORT)

    for who in EVERYONE:
        listed = {item.id for item in listings.visible_to(who)}
        allowed = {
            agreement
            for agreement in (NORRORT, KSL)
            if (known := listings.access(agreement)) and can_see_agreement(who, known) is None
        }
        assert listed == allowed, who.label


def from_actions(agreement: str) -> None:
    """Lidingö becomes a party."""
    record_facts(agreement=agreement, facts=entry(LIDINGO), by=BY)


@pytest.mark.django_db
def test_access_knows_all_who_are_or_have_been_parties() -> None:
    imported()
    from_actions(NORRORT)

    assert listings.access(NORRORT) == Access(NORRORT, "public", frozenset({LIDINGO}))
    assert listings.access("annat") is None
    assert listings.agreements_of(LIDINGO, date(2013, 1, 1)) == ()
