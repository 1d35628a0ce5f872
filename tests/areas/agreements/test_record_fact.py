"""Recording through the agreement: what fits goes in and shows in the projections, what does not leaves no trace."""

from datetime import date, timedelta
from typing import Any

import pytest

from samverk.accounts.policy import VISITOR, Actor, HeldRole, NotAllowed
from samverk.agreements.actions.facts import record_fact, record_facts, withdraw_fact
from samverk.agreements.models import Holding, PartyInForce
from samverk.agreements.queries import listings
from samverk.records import queries as records
from samverk.records.models import Event
from samverk.rules.admission import (
    AlreadyCorrected,
    AlreadyUnderNotice,
    BeforeTheAgreement,
    FactRefused,
    NotAParty,
    NothingToCorrect,
    RecordedTwice,
    TooFarAhead,
    UnknownAgreement,
    UnknownReference,
)
from samverk.rules.facts import Fact
from tests.areas.agreements.world import (
    BY,
    CONTROLLER,
    KSL,
    LIDINGO,
    NORRORT,
    NOW,
    REGISTRAR,
    SOLLENTUNA,
    SOLNA,
    START,
    STOCKHOLM,
    STRATEGIST,
    entry,
    imported,
    new,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def norrort() -> None:
    """Norrort, with Lidingö and Solna as parties from the start."""
    imported()
    record_facts(agreement=NORRORT, facts=sorted(entry(LIDINGO) + entry(SOLNA), key=lambda f: f.recorded_at), by=BY)


def record(kind: str = "meeting.held", **changes: Any) -> Fact:
    values: dict[str, Any] = {
        "agreement": NORRORT,
        "valid_on": date(2025, 10, 1),
        "payload": {"body": "styrgrupp"},
        "by": STRATEGIST,
        "recorded_at": NOW,
    }
    return record_fact(kind=kind, **(values | changes))


def test_a_meeting_is_recorded_and_listed() -> None:
    fact = record(payload={"body": "styrgrupp", "group": "a"})

    (met,) = listings.meetings(NORRORT)

    assert (met.body, met.group, met.held_on, met.fact) == ("styrgrupp", "a", date(2025, 10, 1), fact.seq)
    assert listings.meetings(NORRORT, body="styrgrupp", year=2025) == (met,)
    assert listings.meetings(NORRORT, body="natverk") == listings.meetings(NORRORT, year=2024) == ()
    assert records.verify_chain(NORRORT) is None


def test_a_notice_ends_the_party_in_the_projection_on_its_last_day() -> None:
    record("role.assigned", valid_on=START, payload={"role": "forvaltande-kommun", "holder": f"party:{LIDINGO}"})
    record("notice.given", party=SOLNA, valid_on=date(2025, 3, 3), payload={})
    record("notice.received", party=LIDINGO, valid_on=date(2025, 3, 3), payload={"notice_party": SOLNA})

    solna = [(row.from_day, row.to_day) for row in listings.agreements_of(SOLNA)]

    assert solna == [(START, date(2026, 3, 4))]
    assert [row.party for row in listings.parties_of(NORRORT, date(2026, 3, 3))] == [SOLNA, LIDINGO]
    assert [row.party for row in listings.parties_of(NORRORT, date(2026, 3, 4))] == [LIDINGO]


def test_a_second_notice_is_refused_while_the_first_stands() -> None:
    first = record("notice.given", party=SOLNA, valid_on=date(2025, 3, 3), payload={})

    for day in (date(2025, 2, 3), date(2025, 6, 2)):
        with pytest.raises(AlreadyUnderNotice) as refused:
            record("notice.given", party=SOLNA, valid_on=day, payload={})
        assert "2025-03-03" in refused.value.message.sv
        assert "Rätta den första" in refused.value.message.sv
        assert "Correct the first" in refused.value.message.en
    record("notice.given", party=LIDINGO, valid_on=date(2025, 6, 2), payload={})
    corrected = record("notice.given", party=SOLNA, valid_on=date(2025, 4, 1), payload={}, corrects=first.seq)
    with pytest.raises(AlreadyUnderNotice, match="2025-04-01"):
        record("notice.given", party=SOLNA, valid_on=date(2025, 6, 2), payload={})

    withdraw_fact(
        agreement=NORRORT, seq=corrected.seq, reasons="fel part", on=NOW.date(), by=STRATEGIST, recorded_at=NOW
    )
    assert record("notice.given", party=SOLNA, valid_on=date(2025, 6, 2), payload={}).party == SOLNA


def test_a_notice_after_a_revoked_one_is_recorded() -> None:
    record("notice.given", party=SOLNA, valid_on=date(2025, 3, 3), payload={})
    record("notice.revoked", party=SOLNA, valid_on=date(2025, 4, 1), payload={"consents": [LIDINGO]})

    assert record("notice.given", party=SOLNA, valid_on=date(2025, 6, 2), payload={}).party == SOLNA


def test_two_notices_of_one_party_in_one_go_are_refused() -> None:
    both = [new("notice.given", date(2025, month, 3), SOLNA) for month in (3, 4)]

    with pytest.raises(AlreadyUnderNotice):
        record_facts(agreement=NORRORT, facts=both, by=BY)


def test_a_withdrawn_meeting_leaves_the_list() -> None:
    fact = record()

    withdraw_fact(agreement=NORRORT, seq=fact.seq, reasons="fel avtal", on=NOW.date(), by=STRATEGIST, recorded_at=NOW)

    assert listings.meetings(NORRORT) == ()


def test_a_corrected_meeting_is_listed_once_on_its_right_day() -> None:
    fact = record()

    record(valid_on=date(2025, 10, 2), corrects=fact.seq)

    assert [met.held_on for met in listings.meetings(NORRORT)] == [date(2025, 10, 2)]


@pytest.mark.parametrize(
    ("kind", "changes", "error"),
    [
        ("decision.adopted", {"party": STOCKHOLM, "payload": {}}, NotAParty),
        ("notice.given", {"party": SOLLENTUNA, "payload": {}}, NotAParty),
        ("payment.received", {"party": SOLLENTUNA, "payload": {"year": 2025, "amount": 1}}, NotAParty),
        ("meeting.held", {"valid_on": date(2014, 4, 14)}, BeforeTheAgreement),
        ("notice.given", {"party": SOLNA, "payload": {}, "valid_on": date(2029, 1, 1)}, TooFarAhead),
        ("meeting.held", {"payload": {"body": "kommittén"}}, UnknownReference),
        ("meeting.held", {"corrects": 99}, NothingToCorrect),
        ("decision.adopted", {"party": LIDINGO, "payload": {}, "valid_on": date(2014, 3, 1)}, RecordedTwice),
        ("meeting.held", {"agreement": "annat"}, UnknownAgreement),
        ("meeting.held", {"agreement": "annat", "by": BY}, UnknownAgreement),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_no_trace(
    kind: str, changes: dict[str, Any], error: type[FactRefused]
) -> None:
    before = Event.objects.count(), PartyInForce.objects.count(), Holding.objects.count()

    with pytest.raises(error):
        record(kind, **changes)

    after = Event.objects.count(), PartyInForce.objects.count(), Holding.objects.count()
    assert after == before


def test_correcting_a_corrected_fact_is_refused() -> None:
    fact = record()
    record(valid_on=date(2025, 10, 2), corrects=fact.seq)

    with pytest.raises(AlreadyCorrected):
        record(valid_on=date(2025, 10, 3), corrects=fact.seq)


def test_within_many_facts_each_sees_the_parties_the_earlier_ones_made() -> None:
    pay = new("payment.received", date(2015, 5, 1), SOLLENTUNA, year=2015, amount=100)
    join = entry(SOLLENTUNA, date(2015, 4, 1))

    with pytest.raises(NotAParty):
        record_facts(agreement=NORRORT, facts=[pay, *join], by=BY)
    recorded = record_facts(agreement=NORRORT, facts=[*join, pay], by=BY)

    assert [fact.kind for fact in recorded] == ["decision.adopted", "signature.given", "payment.received"]


def test_within_many_facts_a_withdrawn_entry_no_longer_counts() -> None:
    join = entry(SOLLENTUNA, date(2015, 4, 1))
    number = len(records.facts(NORRORT)) + 1
    undo = new("fact.withdrawn", date(2015, 4, 2), reasons="fel kommun")
    undone = type(undo)(
        kind=undo.kind, valid_on=undo.valid_on, recorded_at=undo.recorded_at, payload=undo.payload, corrects=number
    )
    pay = new("payment.received", date(2015, 5, 1), SOLLENTUNA, year=2015, amount=100)

    with pytest.raises(NotAParty):
        record_facts(agreement=NORRORT, facts=[*join, undone, pay], by=BY)


# --- who may ---------------------------------------------------------------------------------------------


def test_a_registrar_records_the_own_partys_decisions_and_nothing_else() -> None:
    record("notice.given", party=LIDINGO, payload={}, by=REGISTRAR)

    with pytest.raises(NotAllowed):
        record("notice.given", party=SOLNA, payload={}, by=REGISTRAR)
    with pytest.raises(NotAllowed):
        record(by=REGISTRAR)


def test_a_controller_records_money() -> None:
    record("budget.adopted", payload={"year": 2026, "amount": 100}, by=CONTROLLER)

    with pytest.raises(NotAllowed):
        record(by=CONTROLLER)


@pytest.mark.parametrize("who", [VISITOR, Actor("9", "Administratör", (HeldRole("administrator"),))])
def test_who_takes_no_part_records_nothing(who: Actor) -> None:
    with pytest.raises(NotAllowed):
        record(by=who)


def test_correcting_takes_the_right_to_record_the_corrected_fact_too() -> None:
    others = record("notice.given", party=SOLNA, payload={})
    own = record("notice.given", party=LIDINGO, payload={}, by=REGISTRAR)
    changed = {"party": LIDINGO, "payload": {"dated": "2025-09-30"}, "by": REGISTRAR}

    with pytest.raises(NotAllowed):
        record("notice.given", corrects=others.seq, **changed)
    with pytest.raises(NotAllowed):
        withdraw_fact(agreement=NORRORT, seq=others.seq, reasons="x", on=NOW.date(), by=REGISTRAR, recorded_at=NOW)

    assert record("notice.given", corrects=own.seq, **changed).corrects == own.seq


def test_withdrawing_ones_own_fact_is_allowed() -> None:
    own = record("notice.given", party=LIDINGO, payload={}, by=REGISTRAR)

    withdrawn = withdraw_fact(
        agreement=NORRORT, seq=own.seq, reasons="fel", on=NOW.date(), by=REGISTRAR, recorded_at=NOW
    )

    assert withdrawn.kind == "fact.withdrawn"


def test_no_facts_is_no_work() -> None:
    imported(KSL)

    assert record_facts(agreement=KSL, facts=[], by=BY) == ()


def test_a_fact_costs_few_statements_whatever_the_length_of_the_chain(django_assert_max_num_queries: Any) -> None:
    many = [new("meeting.held", START + timedelta(days=7 * n), body="natverk") for n in range(1, 500)]
    record_facts(agreement=NORRORT, facts=many, by=BY)

    # A savepoint and its release; the versions, the lock on PostgreSQL and the head; the fact itself and
    # what the search finds of it.
    with django_assert_max_num_queries(7):
        record()
