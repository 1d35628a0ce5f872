"""Every action of every area, called by everyone, and every command: who may is what the matrix says."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import samverk
from samverk.accounts import actions as accounts
from samverk.accounts.actions import erasing, succession
from samverk.accounts.models import Role, RoleKind, Succession, User
from samverk.accounts.policy import Actor, NotAllowed
from samverk.accounts.queries import openings
from samverk.agreements.actions import definitions, facts
from samverk.agreements.models import EditionKind, Visibility
from samverk.ops.cli import COMMANDS as EVERY_COMMAND
from samverk.outreach.actions.asking import ask_to_confirm
from samverk.outreach.actions.erasing import erase
from samverk.outreach.actions.handing_over import hand_over_and_tell
from samverk.parties import actions as parties
from samverk.parties.actions import confirming, posts
from samverk.records.actions import NewFact
from samverk.reference.corpus import locate
from samverk.reference.population import population
from samverk.reference.population_file import Row, format_population
from samverk.statistics import actions as statistics
from tests.web.filled import NORRORT, NOW
from tests.web.matrix.people import BY, OTHER, OWN, PEOPLE, Person
from tests.web.matrix.table import ACTIONS, BESIDE, COMMANDS, INNER, ONLY_READ
from tests.web.matrix.worlds import World, undone

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]
LATER = NOW + timedelta(minutes=1)
DAY = date(2026, 11, 20)


def another() -> User:
    made, _ = User.objects.get_or_create(email="annan@prov.example", defaults={"title": "Någon annan"})
    return made


def _role() -> Role:
    return Role.objects.create(user=another(), kind=RoleKind.READER, agreement=NORRORT, from_day=date(2020, 1, 1))


def _fact(party: str) -> NewFact:
    return NewFact(kind="decision.postponed", valid_on=DAY, recorded_at=LATER, party=party, payload={})


def _withdraw(by: Actor) -> None:
    told = facts.record_facts(agreement=NORRORT, facts=(_fact(OTHER),), by=BY)
    facts.withdraw_fact(agreement=NORRORT, seq=told[0].seq, reasons="Fel", on=DAY, by=by, recorded_at=LATER)


def _close(by: Actor) -> None:
    """What the actor has opened; somebody else's when there is none."""
    own = openings(by.user_id, NOW)
    accounts.close_content(number=own[0].number if own else 0, by=by, at=LATER)


_NAMED: dict[str, Any] = {
    "email": "tredje@prov.example", "title": "Någon tredje", "from_day": date(2026, 12, 1), "today": DAY, "at": LATER
}  # fmt: skip


def _named() -> Succession:
    """Somebody who is to come after in a role of the agreement, and has an account."""
    User.objects.get_or_create(email="tredje@prov.example", defaults={"title": "Någon tredje"})
    role = _role()
    return succession.name_successor(user=role.user, by=Actor(str(role.user_id), "Någon annan"), **_NAMED)[0]


def _end_post(by: Actor) -> None:
    post = _post(BY)
    posts.end_post(post=post, last_day=DAY, by=by, recorded_at=LATER)


def _change_post(by: Actor) -> None:
    reach = posts.Reachable("Enhetschef", "enhetschef@prov.example")
    posts.change_post(post=_post(BY), reach=reach, from_day=DAY, by=by, recorded_at=LATER)


def _open_round(by: Actor) -> None:
    last = DAY + timedelta(days=30)
    confirming.open_round(agreement=NORRORT, opened_on=DAY, last_day=last, by=by, at=LATER)


def _confirm(by: Actor) -> None:
    _open_round(BY)
    confirming.confirm_posts(party=OWN, agreements=[NORRORT], by=by, at=LATER)


def _post(by: Actor) -> Any:
    return posts.record_post(
        party=OWN, role="kontaktperson", title="Samordnare", from_day=date(2020, 1, 1), by=by, recorded_at=LATER,
        agreement=NORRORT, email="samordnare@prov.example",
    )  # fmt: skip


def _text() -> str:
    return locate(NORRORT).files["text.sv.md"].decode()


def _figures() -> bytes:
    return format_population(Row(code, 2024, count) for code, count in population(2024).items())


_ORIGINAL: dict[str, Any] = {
    "agreement": NORRORT, "version": "1.0.0", "kind": EditionKind.ORIGINAL, "language": "sv",
}  # fmt: skip

CALLS: dict[str, Callable[[Actor], object]] = {
    "accounts.create_user": lambda by: accounts.create_user(email="ny@prov.example", title="Ny", by=by, at=LATER),
    "accounts.give_role": lambda by: accounts.give_role(
        user=another(), role=accounts.NewRole(kind=RoleKind.READER, from_day=DAY, agreement=NORRORT), by=by, at=LATER
    ),
    "accounts.end_role": lambda by: accounts.end_role(role=_role(), last_day=DAY, by=by, at=LATER),
    "accounts.name_successor": lambda by: succession.name_successor(user=_role().user, by=by, **_NAMED),
    "accounts.withdraw_successor": lambda by: succession.withdraw_successor(user=another(), by=by, at=LATER),
    "accounts.hand_over": lambda by: succession.hand_over(succession=_named(), today=DAY, by=by, at=LATER),
    "accounts.refuse_successor": lambda by: succession.refuse_successor(succession=_named(), by=by, at=LATER),
    "outreach.hand_over_and_tell": lambda by: hand_over_and_tell(succession=_named(), today=DAY, by=by, at=LATER),
    "accounts.erase_accounts": lambda by: erasing.erase_accounts(today=DAY, by=by, at=LATER),
    "accounts.erase_successions": lambda by: erasing.erase_successions(by=by, at=LATER),
    "outreach.erase": lambda by: erase(today=DAY, by=by, at=LATER),
    "accounts.open_content": lambda by: accounts.open_content(
        agreement=NORRORT, reason="Ett prov av behörigheter", by=by, at=LATER
    ),
    "accounts.close_content": _close,
    "accounts.set_preferences": lambda by: accounts.set_preferences(user=another(), by=by),
    "accounts.make_calendar_address": lambda by: accounts.make_calendar_address(user=another(), by=by, at=LATER),
    "accounts.close_calendar_address": lambda by: accounts.close_calendar_address(user=another(), by=by),
    "agreements.import_definition": lambda by: definitions.import_definition(
        files=locate(NORRORT).files, by=by, recorded_at=LATER
    ),
    "agreements.preview_definition": lambda by: definitions.preview_definition(files=locate(NORRORT).files, by=by),
    "agreements.import_edition": lambda by: definitions.import_edition(
        **_ORIGINAL, text=_text(), by=by, recorded_at=LATER
    ),
    "agreements.import_original": lambda by: definitions.import_original(
        agreement=NORRORT, on=DAY, text=_text(), by=by, recorded_at=LATER
    ),
    "agreements.remove_edition": lambda by: definitions.remove_edition(**_ORIGINAL, by=by),
    "agreements.remove_original": lambda by: definitions.remove_original(agreement=NORRORT, version="1.0.0", by=by),
    "agreements.set_visibility": lambda by: definitions.set_visibility(
        agreement=NORRORT, visibility=Visibility.PUBLIC, by=by
    ),
    "agreements.record_fact": lambda by: facts.record_fact(
        agreement=NORRORT, kind="decision.postponed", valid_on=DAY, payload={}, by=by, recorded_at=LATER, party=OWN
    ),
    "agreements.record_facts": lambda by: facts.record_facts(agreement=NORRORT, facts=(_fact(OTHER),), by=by),
    "agreements.withdraw_fact": _withdraw,
    "parties.load_reference": lambda by: parties.load_reference(by=by),
    "parties.import_municipalities": lambda by: parties.import_municipalities(
        data=b"", filename="kommuner.csv", by=by, preview=True
    ),
    "parties.record_post": _post,
    "parties.change_post": _change_post,
    "parties.end_post": _end_post,
    "parties.open_round": _open_round,
    "parties.confirm_posts": _confirm,
    "outreach.ask_to_confirm": lambda by: ask_to_confirm(
        agreement=NORRORT, today=DAY, last_day=DAY + timedelta(days=30), by=by, at=LATER
    ),
    "parties.remove_ended_posts": lambda by: posts.remove_ended_posts(ended_before=date(2000, 1, 1), by=by),
    "statistics.import_population": lambda by: statistics.import_population(
        data=_figures(), filename="scb.csv", source="SCB", table="x", retrieved_on=DAY, by=by, recorded_at=LATER,
        preview=True,
    ),
    "statistics.load_shipped_population": lambda by: statistics.load_shipped_population(
        by=by, recorded_at=LATER, years=[]
    ),
}  # fmt: skip


def actions() -> set[str]:
    """ "area.verb" of every public function of an area's actions that asks who acts."""
    found: set[str] = set()
    for area in pkgutil.iter_modules(samverk.__path__):
        if area.ispkg and importlib.util.find_spec(f"samverk.{area.name}.actions") is not None:
            modules = _modules(f"samverk.{area.name}.actions")
            found |= {f"{area.name}.{verb}" for module in modules for verb in _verbs(module)}
    return found


def _modules(name: str) -> list[ModuleType]:
    module = importlib.import_module(name)
    inner = pkgutil.iter_modules(getattr(module, "__path__", ()))
    return [module, *(importlib.import_module(f"{name}.{one.name}") for one in inner)]


def _verbs(module: ModuleType) -> list[str]:
    return [
        name
        for name, one in vars(module).items()
        if inspect.isfunction(one)
        and not name.startswith("_")
        and inspect.unwrap(one).__module__ == module.__name__
        and "by" in inspect.signature(one).parameters
    ]


def test_every_action_and_every_command_has_a_line() -> None:
    assert actions() == set(ACTIONS) | set(INNER) | set(BESIDE)
    assert all((ROOT / file).exists() for file in BESIDE.values())
    assert set(CALLS) == set(ACTIONS)
    assert set(EVERY_COMMAND) == set(COMMANDS) | ONLY_READ


@pytest.mark.parametrize("person", PEOPLE, ids=lambda one: one.name)
def test_who_may_act(person: Person, filled_world: tuple[World, bool]) -> None:
    made, _closed = filled_world
    by = made.actor(person)
    expected = {verb for verb, row in ACTIONS.items() if person.column in row.who}

    assert {verb for verb, call in CALLS.items() if _done(call, by)} == expected


def _done(call: Callable[[Actor], object], by: Actor) -> bool:
    """Whether it was carried out; taken back again. Only a policy's refusal counts as a no."""
    with undone():
        try:
            call(by)
        except (NotAllowed, accounts.NothingOpen):
            return False
    return True
