"""Adding a fact: what it becomes, what is refused, and that nothing is half-written."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import connection

from samverk.accounts.policy import Actor, system
from samverk.records import queries
from samverk.records.actions import NewFact, record_fact, record_facts
from samverk.records.models import Event
from samverk.rules.admission import (
    AlreadyCorrected,
    FactRefused,
    MalformedPayload,
    NothingToCorrect,
    RecordedBackwards,
    RecordedTwice,
    UnknownKind,
)
from samverk.rules.facts import Fact

pytestmark = pytest.mark.django_db

NOON = datetime(2015, 3, 2, 11, tzinfo=UTC)
STRATEGIST = Actor(user_id="7", label="Strateg, Lidingö")


def record(**changes: Any) -> Fact:
    values: dict[str, Any] = {
        "agreement": "norrort",
        "kind": "meeting.held",
        "valid_on": date(2015, 3, 1),
        "payload": {"body": "styrgrupp", "present": ["0186", "0160"]},
        "by": STRATEGIST,
        "recorded_at": NOON,
    }
    return record_fact(**(values | changes))


def new(**changes: Any) -> NewFact:
    values: dict[str, Any] = {
        "kind": "meeting.held",
        "valid_on": date(2015, 3, 1),
        "recorded_at": NOON,
        "payload": {"body": "styrgrupp"},
    }
    return NewFact(**(values | changes))


def test_a_fact_reads_back_as_it_was_recorded() -> None:
    recorded = record(kind="decision.adopted", party="0186", payload={"board": "Åäö", "extract_on": "2015-02-28"})

    assert queries.facts("norrort") == (recorded,)
    assert recorded == Fact(
        seq=1,
        kind="decision.adopted",
        valid_on=date(2015, 3, 1),
        recorded_at=NOON,
        party="0186",
        payload={"board": "Åäö", "extract_on": "2015-02-28"},
        actor="Strateg, Lidingö",
    )


def test_a_row_carries_its_search_keys_and_who_did_it() -> None:
    record(payload={"body": "styrgrupp", "rule": "sg-moten"}, example=True)

    row = Event.objects.get()

    assert (row.subject, row.rule, row.win, row.is_example) == ("styrgrupp", "sg-moten", 2015 * 12 + 2, True)
    assert (row.actor, row.actor_id, row.party) == ("Strateg, Lidingö", "7", "")


def test_a_role_is_the_subject_where_there_is_no_body() -> None:
    record(kind="role.assigned", payload={"role": "strateg"})

    assert Event.objects.get().subject == "strateg"


def test_each_agreement_has_its_own_chain() -> None:
    first, second, other = record(), record(valid_on=date(2015, 3, 2)), record(agreement="ksl")

    rows = {(row.agreement, row.seq): row for row in Event.objects.all()}

    assert (first.seq, second.seq, other.seq) == (1, 2, 1)
    assert rows["norrort", 2].prev_hash == rows["norrort", 1].hash
    assert rows["norrort", 1].prev_hash == rows["ksl", 1].prev_hash == ""
    assert rows["norrort", 1].hash != rows["ksl", 1].hash


def test_the_same_moment_in_another_time_zone_gives_the_same_hash() -> None:
    summer = timezone(timedelta(hours=2))
    record(agreement="a", recorded_at=NOON)
    stored = Event.objects.get()
    values = {field.name: getattr(stored, field.name) for field in Event._meta.concrete_fields}

    assert queries.sealed(values | {"recorded_at": NOON.astimezone(summer)}) == stored.hash


def test_the_day_of_recording_is_the_swedish_day() -> None:
    late_evening_utc = datetime(2015, 2, 28, 23, 30, tzinfo=UTC)

    assert record(valid_on=date(2015, 3, 1), recorded_at=late_evening_utc).seq == 1


def test_the_shape_is_checked_before_anything_is_written() -> None:
    with pytest.raises(UnknownKind, match=r"party\.held"):
        record(kind="party.held")
    with pytest.raises(MalformedPayload, match="body"):
        record(payload={})

    assert Event.objects.count() == 0


def test_exactly_the_same_twice_is_refused_with_the_number_of_the_first() -> None:
    record(kind="meeting.held", valid_on=date(2015, 2, 1))
    record()

    with pytest.raises(RecordedTwice, match="uppgift 2"):
        record(recorded_at=NOON + timedelta(days=1), payload={"present": ["0186", "0160"], "body": "styrgrupp"})


@pytest.mark.parametrize(
    "change",
    [
        {"valid_on": date(2015, 3, 2)},
        {"payload": {"body": "styrgrupp", "present": ["0160", "0186"]}},
        {"payload": {"body": "ledningsgrupp", "present": ["0186", "0160"]}},
        {"agreement": "ksl"},
        {"party": "0186"},
    ],
)
def test_what_differs_in_anything_is_another_fact(change: dict[str, Any]) -> None:
    record()

    assert record(**change).seq in (1, 2)


def test_what_was_withdrawn_may_be_recorded_anew() -> None:
    record()
    record(kind="fact.withdrawn", payload={"reasons": "fel avtal"}, corrects=1)

    assert record().seq == 3


def test_a_correction_that_changes_nothing_is_refused() -> None:
    record()

    with pytest.raises(RecordedTwice):
        record(corrects=1)


def test_two_facts_may_be_withdrawn_for_the_same_reason_on_the_same_day() -> None:
    record()
    record(valid_on=date(2015, 2, 1))

    for target in (1, 2):
        record(kind="fact.withdrawn", payload={"reasons": "dubblett"}, corrects=target)

    assert len(queries.facts("norrort")) == 4


def test_a_corrected_fact_is_not_corrected_again_but_its_correction_is() -> None:
    record()
    record(valid_on=date(2015, 2, 1), corrects=1)

    with pytest.raises(AlreadyCorrected, match="av uppgift 2"):
        record(valid_on=date(2015, 1, 1), corrects=1)

    assert record(valid_on=date(2015, 1, 1), corrects=2).corrects == 2


@pytest.mark.parametrize("target", [0, 2, 3, -1])
def test_only_a_fact_of_the_same_agreement_is_corrected(target: int) -> None:
    record()
    record(agreement="ksl")
    record(agreement="ksl", valid_on=date(2015, 2, 1))

    with pytest.raises(NothingToCorrect, match=f"{target} finns inte i avtalet norrort, som har 1"):
        record(valid_on=date(2015, 2, 1), corrects=target)


def test_recording_goes_forward_in_time() -> None:
    record()

    with pytest.raises(RecordedBackwards, match="tidsordning"):
        record(valid_on=date(2015, 2, 1), recorded_at=NOON - timedelta(minutes=6))


def test_who_waited_for_their_turn_is_recorded_at_their_turn() -> None:
    record()

    assert record(valid_on=date(2015, 2, 1), recorded_at=NOON - timedelta(minutes=5)).recorded_at == NOON


def test_many_facts_make_the_same_chain_as_one_at_a_time() -> None:
    many = [new(valid_on=date(2014, 1, 1) + timedelta(days=30 * n)) for n in range(14)]

    recorded = record_facts(agreement="norrort", facts=many, by=STRATEGIST)
    for one in many:
        record_fact(
            agreement="ksl",
            kind=one.kind,
            valid_on=one.valid_on,
            payload=one.payload,
            by=STRATEGIST,
            recorded_at=one.recorded_at,
        )

    assert recorded == queries.facts("norrort") == queries.facts("ksl")
    assert queries.verify_chain("norrort") is None


@pytest.mark.parametrize(
    ("last", "error"),
    [
        (new(), RecordedTwice),
        (new(valid_on=date(2015, 2, 1), corrects=1, kind="meeting.planned"), AlreadyCorrected),
        (new(valid_on=date(2015, 2, 1), corrects=4), NothingToCorrect),
        (new(valid_on=date(2015, 2, 1), recorded_at=NOON - timedelta(days=1)), RecordedBackwards),
        (new(kind="okänt"), UnknownKind),
    ],
    ids=["twice", "corrected", "nothing to correct", "backwards", "unknown"],
)
def test_many_facts_are_recorded_all_or_none(last: NewFact, error: type[FactRefused]) -> None:
    facts = [new(valid_on=date(2015, 1, 1)), new(), new(corrects=1, valid_on=date(2015, 1, 2)), last]

    with pytest.raises(error):
        record_facts(agreement="norrort", facts=facts, by=STRATEGIST)

    assert Event.objects.count() == 0


def test_within_many_a_withdrawn_fact_may_come_again() -> None:
    withdrawn = new(kind="fact.withdrawn", payload={"reasons": "fel"}, corrects=1)

    recorded = record_facts(agreement="norrort", facts=[new(), withdrawn, new()], by=STRATEGIST)

    assert [fact.seq for fact in recorded] == [1, 2, 3]


def test_no_facts_is_no_work() -> None:
    assert record_facts(agreement="norrort", facts=[], by=STRATEGIST) == ()


def test_the_installation_itself_can_record() -> None:
    record(by=system("Demohistorik"))

    assert Event.objects.values_list("actor", "actor_id").get() == ("Demohistorik", "")


def test_the_number_of_statements_does_not_grow_with_the_facts(django_assert_max_num_queries: Any) -> None:
    few = [new(valid_on=date(2014, 1, 1) + timedelta(days=n)) for n in range(3)]
    many = [new(valid_on=date(2014, 1, 1) + timedelta(days=n)) for n in range(400)]
    locks = 1 if connection.vendor == "postgresql" else 0

    with django_assert_max_num_queries(5 + locks):  # savepoint, head, repetition, insert, release
        record_facts(agreement="few", facts=few, by=STRATEGIST)
    with django_assert_max_num_queries(5 + locks + 15):  # SQLite takes 999 values at a time
        record_facts(agreement="many", facts=many, by=STRATEGIST)
