"""The projections hold nothing of their own: built again from facts and definition they are the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model
from hypothesis import event, given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from samverk.agreements.actions.facts import record_facts
from samverk.agreements.actions.projections import rebuild_projections
from samverk.agreements.models import Holding, PartyInForce
from samverk.agreements.queries import listings
from samverk.agreements.queries.versions import definition
from samverk.records import queries as records
from samverk.records.actions import NewFact
from samverk.rules.admission import FactRefused
from samverk.rules.situation import situation
from tests.areas.agreements.world import (
    BY,
    LIDINGO,
    NORRORT,
    SOLLENTUNA,
    SOLNA,
    START,
    TABY,
    entry,
    files,
    imported,
    new,
)

PARTIES = (LIDINGO, SOLLENTUNA, SOLNA, TABY)
PROJECTIONS: tuple[type[Model], ...] = (PartyInForce, Holding)
COPY = "norrort-en-gang-till"
type Rows = dict[str, list[tuple[Any, ...]]]


def stored(agreement: str = NORRORT) -> Rows:
    """Every projected row of the agreement, without its own number."""
    found: Rows = {}
    for model in PROJECTIONS:
        columns = [
            field.attname
            for field in model._meta.concrete_fields
            if not field.primary_key and field.name != "agreement"
        ]
        rows = model._default_manager.filter(agreement=agreement).values_list(*columns)
        found[model.__name__] = sorted(rows, key=repr)
    return found


def keys() -> list[list[int]]:
    """The rows' own numbers, which change when a row is written again."""
    return [sorted(model._default_manager.values_list("pk", flat=True)) for model in PROJECTIONS]


def emptied_and_rebuilt() -> Rows:
    for model in PROJECTIONS:
        model._default_manager.all().delete()
    rebuild_projections(agreement=NORRORT)
    return stored()


DAYS = st.integers(0, 4000).map(lambda n: START + timedelta(days=n))
MOMENT = datetime(2026, 1, 1, 12, tzinfo=UTC)


@st.composite
def facts(draw: st.DrawFn) -> NewFact:
    """Any fact that can change a projection, or none of them."""
    party, day = draw(st.sampled_from(PARTIES)), draw(DAYS)
    choices: list[tuple[str, str | None, dict[str, Any]]] = [
        ("decision.adopted", party, {}),
        ("decision.adopted", party, {"reservation": "ja"}),
        ("decision.declined", party, {}),
        ("signature.given", party, {}),
        ("notice.given", party, {}),
        ("notice.received", LIDINGO, {"notice_party": party}),
        ("notice.revoked", party, {"consents": list(PARTIES)}),
        ("role.assigned", None, {"role": "forvaltande-kommun", "holder": f"party:{party}"}),
        ("role.ended", None, {"role": "forvaltande-kommun"}),
        ("role.assigned", party, {"role": "kontaktperson", "holder": f"{party}-1", "title": "Handläggare"}),
        ("role.ended", party, {"role": "kontaktperson", "holder": f"{party}-1"}),
        ("role.assigned", party, {"role": "ledamot", "title": "Socialchef"}),
        ("body.member_added", party, {"body": "styrgrupp"}),
        ("body.member_removed", party, {"body": "styrgrupp"}),
        ("meeting.held", None, {"body": "styrgrupp"}),
        ("meeting.held", None, {"body": "natverk", "group": "a"}),
        ("interpretation.adopted", None, {"interpretation": "t-14-3", "option": "outside"}),
        ("interpretation.adopted", None, {"interpretation": "t-15-1", "option": ["adoption_decision"]}),
        ("newsletter.published", None, {}),
        ("fact.withdrawn", None, {"reasons": "fel"}),
    ]
    kind, named, payload = draw(st.sampled_from(choices))
    return NewFact(kind=kind, valid_on=day, recorded_at=MOMENT, party=named, payload=payload)


HISTORIES = st.lists(st.tuples(facts(), st.none() | st.integers(1, 12)), min_size=1, max_size=14)


class FromAnyHistory(TestCase):
    """Random histories, one fact at a time; what does not fit is refused and simply left out."""

    @classmethod
    def setUpTestData(cls) -> None:
        imported()
        imported(content=files(id=f'"{COPY}"'))

    def recorded(self, history: list[tuple[NewFact, int | None]]) -> list[NewFact]:
        """Two parties from the start, and what fits of the history."""
        found = [replace(fact, recorded_at=MOMENT) for code in PARTIES[:2] for fact in entry(code)]
        record_facts(agreement=NORRORT, facts=found, by=BY)
        for fact, corrects in history:
            target = 1 if corrects is None and fact.kind == "fact.withdrawn" else corrects
            item = replace(fact, corrects=target)
            try:
                record_facts(agreement=NORRORT, facts=[item], by=BY)
            except FactRefused:
                continue
            found.append(item)
        event(f"{len(found)} facts")
        return found

    @given(HISTORIES)
    def test_kept_up_to_date_equals_built_again(self, history: list[tuple[NewFact, int | None]]) -> None:
        self.recorded(history)

        kept = stored()

        assert emptied_and_rebuilt() == kept
        assert kept["PartyInForce"] == by_the_rules()

    @given(HISTORIES)
    def test_many_at_once_equals_one_at_a_time(self, history: list[tuple[NewFact, int | None]]) -> None:
        facts = self.recorded(history)

        record_facts(agreement=COPY, facts=facts, by=BY)

        assert stored(COPY) == stored(NORRORT)
        assert records.facts(COPY) == records.facts(NORRORT)


def by_the_rules() -> list[tuple[Any, ...]]:
    """Who is bound when, straight from the rules."""
    newest = definition(NORRORT, date.max)
    assert newest is not None
    everything = situation(newest, records.facts(NORRORT), as_of=date.max)
    rows = [(code, interval.start, interval.end) for code, held in everything.membership.items() for interval in held]
    return sorted(rows, key=repr)


@pytest.mark.django_db
def test_building_again_writes_nothing_when_all_is_right() -> None:
    imported()
    record_facts(agreement=NORRORT, facts=entry(LIDINGO), by=BY)
    before = keys()

    rebuild_projections(agreement=NORRORT)

    assert keys() == before
    assert all(before)


@pytest.mark.django_db
def test_building_an_unknown_agreement_does_nothing() -> None:
    rebuild_projections(agreement="annat")

    assert PartyInForce.objects.count() == 0


@pytest.mark.django_db
def test_what_the_agreement_itself_says_is_projected_without_a_fact() -> None:
    imported()

    (manager,) = listings.holdings(agreement_id=NORRORT, what="forvaltande-kommun")

    assert (manager.party, manager.from_day, manager.to_day, manager.fact) == (LIDINGO, START, None, None)


@pytest.mark.django_db
def test_roles_and_seats_are_found_by_day_party_and_name() -> None:
    imported()
    told = [
        *entry(LIDINGO),
        new("role.assigned", START, LIDINGO, role="ledamot", title="Socialchef"),
        new("body.member_added", date(2014, 6, 1), LIDINGO, body="styrgrupp"),
        new("body.member_removed", date(2015, 6, 1), LIDINGO, body="styrgrupp"),
    ]
    record_facts(agreement=NORRORT, facts=told, by=BY)

    seats = listings.holdings(agreement_id=NORRORT, what="styrgrupp")
    held = {(row.is_seat, row.what) for row in listings.holdings(on=date(2014, 7, 1), party=LIDINGO)}

    assert [(row.from_day, row.to_day, row.fact) for row in seats] == [(date(2014, 6, 1), date(2015, 6, 1), 4)]
    assert held == {(False, "forvaltande-kommun"), (False, "ledamot"), (True, "ledningsgrupp"), (True, "styrgrupp")}
    assert not [row for row in listings.holdings(on=date(2015, 6, 1), party=LIDINGO) if row.what == "styrgrupp"]


# --- what the tables refuse ------------------------------------------------------------------------------


def refused(row: Any) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        row.save(force_insert=True)
    return str(caught.value)


def party(**changes: Any) -> PartyInForce:
    values: dict[str, Any] = {"agreement_id": NORRORT, "party": LIDINGO, "from_day": START, "to_day": date(2016, 1, 1)}
    return PartyInForce(**(values | changes))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2013, 1, 1), date(2014, 4, 16)),
        (date(2015, 12, 31), None),
        (date(2015, 1, 1), date(2015, 2, 1)),
        (date(2013, 1, 1), None),
        (START, date(2014, 5, 1)),
    ],
)
def test_two_intervals_of_a_party_never_overlap(first: date, last: date | None) -> None:
    imported()
    party().save()

    message = refused(party(from_day=first, to_day=last))

    assert "agreements_party" in message


@pytest.mark.django_db
def test_intervals_may_touch_and_others_may_overlap() -> None:
    imported()
    party().save()
    party(from_day=date(2016, 1, 1), to_day=None).save()
    party(party=SOLNA).save()
    moved = party(from_day=date(2013, 1, 1), to_day=START)
    moved.save()

    moved.to_day = date(2014, 4, 16)
    with pytest.raises(IntegrityError, match="agreements_party_apart"), transaction.atomic():
        moved.save()

    assert PartyInForce.objects.count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("constraint", "row"),
    [
        ("agreements_party_to_after_from", party(to_day=START)),
        ("agreements_party_named", party(party="")),
        (
            "agreements_holding_to_after_from",
            Holding(agreement_id=NORRORT, is_seat=True, what="x", from_day=START, to_day=START),
        ),
        ("agreements_holding_named", Holding(agreement_id=NORRORT, is_seat=True, what="", from_day=START)),
    ],
)
def test_the_constraint_holds(constraint: str, row: Any) -> None:
    imported()

    assert constraint in refused(row)


@pytest.mark.django_db
def test_a_holding_is_projected_once() -> None:
    imported()
    holding = {"agreement_id": NORRORT, "is_seat": False, "what": "strateg", "from_day": START, "fact": 7}
    Holding(**holding).save()

    assert "agreements_holding" in refused(Holding(**holding))
