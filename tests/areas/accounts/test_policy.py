"""Who an actor is, and what "no" looks like. Pure: no database."""

import pytest

from samverk.accounts.models import RoleKind
from samverk.accounts.policy import (
    ROLE_NAMES,
    VISITOR,
    Actor,
    Denied,
    HeldRole,
    NotAllowed,
    can_administer,
    can_change_preferences,
    require,
    system,
)

STRATEGIST = Actor("1", "Strateg", (HeldRole("strategist", agreement="norrort"),))
REGISTRAR = Actor("2", "Registrator", (HeldRole("registrar", party="0186"), HeldRole("reader", "ksl", "0160")))
ADMINISTRATOR = Actor("3", "Administratör", (HeldRole("administrator"),))


def test_every_kind_of_role_has_a_name_in_both_languages() -> None:
    assert set(ROLE_NAMES) == set(RoleKind)
    assert all(name.sv and name.en for name in ROLE_NAMES.values())


def test_a_visitor_is_anonymous_and_the_system_is_not() -> None:
    assert [who.is_anonymous for who in (VISITOR, system("Demo"), STRATEGIST)] == [True, False, False]


def test_administrators_and_the_system_run_the_installation() -> None:
    allowed = [who for who in (VISITOR, STRATEGIST, ADMINISTRATOR, system("Demo")) if can_administer(who) is None]

    assert allowed == [ADMINISTRATOR, system("Demo")]


@pytest.mark.parametrize(
    ("actor", "kinds", "agreement", "party", "held"),
    [
        (STRATEGIST, {"strategist"}, "norrort", None, True),
        (STRATEGIST, {"strategist"}, "norrort", "0186", True),
        (STRATEGIST, {"strategist"}, "ksl", None, False),
        (STRATEGIST, {"registrar"}, "norrort", None, False),
        (REGISTRAR, {"registrar"}, "norrort", "0186", True),
        (REGISTRAR, {"registrar"}, "norrort", "0160", False),
        (REGISTRAR, {"reader"}, "ksl", "0160", True),
        (REGISTRAR, {"reader"}, "norrort", "0160", False),
        (VISITOR, set(RoleKind), "norrort", None, False),
    ],
)
def test_a_role_holds_within_its_agreement_and_party(
    actor: Actor, kinds: set[str], agreement: str, party: str | None, held: bool
) -> None:
    assert actor.holds(kinds, agreement=agreement, party=party) is held


def test_an_actor_knows_the_parties_and_agreements_of_its_roles() -> None:
    assert REGISTRAR.parties() == {"0186", "0160"}
    assert REGISTRAR.agreements() == {"ksl"}


def test_nobody_changes_the_preferences_of_a_visitor() -> None:
    assert can_change_preferences(VISITOR, "") is not None
    assert can_change_preferences(STRATEGIST, "1") is None
    assert can_change_preferences(STRATEGIST, "2") is not None


def test_a_refusal_says_why() -> None:
    denied = can_administer(VISITOR)

    assert isinstance(denied, Denied)
    with pytest.raises(NotAllowed) as caught:
        require(denied)
    assert str(caught.value) == denied.reason.sv
    require(None)
