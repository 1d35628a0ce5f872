"""What follows, worked out once for each definition, head and day; and as known at a moment, the same ever after."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from samverk.agreements.actions.facts import record_fact, record_facts
from samverk.agreements.queries import situations
from samverk.agreements.queries.situations import Answer, Chain, evaluation, evaluations, facts_up_to, remember, what_if
from samverk.parties.actions import load_reference
from samverk.parties.models import Organisation
from samverk.parties.queries import short_names
from samverk.records import queries as records
from samverk.records.actions import record_facts as append_facts
from samverk.rules.admission import FactRefused
from samverk.rules.evaluate import evaluate
from samverk.rules.facts import Fact
from samverk.rules.ruleset import load
from tests.areas.agreements.world import (
    BY,
    IMPORTED,
    KSL,
    LIDINGO,
    NORRORT,
    NOW,
    SOLNA,
    START,
    TABY,
    entry,
    files,
    imported,
    new,
)

DAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Nothing kept from another test."""
    situations.forget()
    yield
    situations.forget()


@pytest.fixture
def norrort(db: None) -> None:
    """Norrort with two parties and a meeting."""
    imported()
    told = sorted([*entry(LIDINGO), *entry(SOLNA)], key=lambda fact: fact.recorded_at)
    record_facts(agreement=NORRORT, facts=[*told, new("meeting.held", date(2025, 5, 1), body="styrgrupp")], by=BY)


def answer(as_of: date = DAY, known_at: datetime | None = None) -> Answer:
    found = evaluation(NORRORT, as_of, known_at)
    assert found is not None
    return found


def meeting(day: date) -> Fact:
    return record_fact(
        agreement=NORRORT, kind="meeting.held", valid_on=day, payload={"body": "styrgrupp"}, by=BY, recorded_at=NOW
    )


def test_an_answer_is_what_the_rules_say_of_the_definition_and_the_facts(norrort: None) -> None:
    load_reference(by=BY)
    names = short_names()

    found = answer()

    pure = evaluate(load(files()), records.facts(NORRORT), as_of=DAY, names=names)
    assert found.evaluation.findings == pure.findings
    assert found.head == records.head(NORRORT)
    assert found.evaluation.situation.parties_on(DAY) == (SOLNA, LIDINGO)


def test_an_answer_is_worked_out_once_and_then_costs_three_statements(
    norrort: None, django_assert_num_queries: Any
) -> None:
    first = answer()

    with django_assert_num_queries(3):
        again = answer()

    assert again.evaluation is first.evaluation


def test_a_new_fact_shows_at_once(norrort: None) -> None:
    before = answer()

    meeting(date(2025, 11, 1))

    after = answer()
    assert after.head is not None
    assert before.head is not None
    assert after.head.seq == before.head.seq + 1
    assert len(after.evaluation.situation.by_kind["meeting.held"]) == 2


def test_many_agreements_cost_no_more_statements_than_one(norrort: None, django_assert_num_queries: Any) -> None:
    imported(KSL)
    ids = [NORRORT, KSL, "annat"]
    evaluations(ids, DAY)

    with django_assert_num_queries(3):
        found = evaluations(ids, DAY)

    assert found == {NORRORT: answer(), KSL: evaluation(KSL, DAY)}
    assert evaluations([], DAY) == {}


def test_a_municipality_that_is_renamed_is_renamed_in_the_next_answer(norrort: None) -> None:
    load_reference(by=BY)
    before = answer()

    Organisation.objects.filter(code=SOLNA).update(name="Nya Solna")

    assert before.evaluation.situation.name(SOLNA).sv == "Solna"
    assert answer().evaluation.situation.name(SOLNA).sv == "Nya Solna"


def test_names_are_of_those_who_can_be_parties(norrort: None) -> None:
    load_reference(by=BY)
    imported(KSL)
    imported(content=files(KSL, id='"riket"') | {"agreement.toml": _for_all()})

    found = evaluations([NORRORT, KSL, "riket"], DAY)

    assert {name: len(item.evaluation.situation.names) for name, item in found.items()} == {
        NORRORT: 15,
        KSL: 26,
        "riket": 290,
    }


def _for_all() -> bytes:
    """The county agreement, open to every municipality."""
    toml = files(KSL, id='"riket"')["agreement.toml"].decode()
    opened = toml.replace('{ county = "01" }', "{ all = true }")
    assert opened != toml
    return opened.encode()


def test_a_day_and_a_moment_have_answers_of_their_own(norrort: None) -> None:
    assert answer(date(2015, 1, 1)).evaluation.situation.as_of == date(2015, 1, 1)
    early = answer(known_at=IMPORTED)
    assert (early.head, early.evaluation.situation.facts) == (None, ())


def test_an_unknown_agreement_has_no_answer(norrort: None) -> None:
    assert evaluation("annat", DAY) is None
    assert what_if("annat", DAY, {}) is None


def test_what_if_uses_other_readings_and_is_not_kept(norrort: None) -> None:
    for kind, party, payload in (
        ("notice.given", SOLNA, {}),
        ("notice.received", LIDINGO, {"notice_party": SOLNA}),
    ):
        record_fact(
            agreement=NORRORT,
            kind=kind,
            valid_on=date(2025, 3, 3),
            party=party,
            payload=payload,
            by=BY,
            recorded_at=NOW,
        )

    other = what_if(NORRORT, DAY, {"t-14-3": "outside"})

    assert other is not None
    assert other.situation.membership[SOLNA][0].end == date(2026, 3, 3)
    assert answer().evaluation.situation.membership[SOLNA][0].end == date(2026, 3, 4)


# --- facts kept between answers --------------------------------------------------------------------------


def test_only_new_facts_are_read_when_the_chain_has_grown(norrort: None, django_assert_num_queries: Any) -> None:
    facts_up_to(NORRORT, records.head(NORRORT))
    append_facts(agreement=NORRORT, facts=[new("newsletter.published", DAY - timedelta(days=2))], by=BY)
    head = records.head(NORRORT)

    with django_assert_num_queries(2) as asked:  # is the old head still in the chain; what came after it
        found = facts_up_to(NORRORT, head)

    assert "> 5" in asked.captured_queries[-1]["sql"]
    assert found == records.facts(NORRORT)
    with django_assert_num_queries(0):
        assert facts_up_to(NORRORT, head) is found


def test_an_earlier_head_is_answered_without_forgetting_the_newest(
    norrort: None, django_assert_num_queries: Any
) -> None:
    newest = records.head(NORRORT)
    facts_up_to(NORRORT, newest)
    early = records.head(NORRORT, datetime.fromisoformat("2014-03-02T12:00:00+00:00"))
    assert early is not None

    with django_assert_num_queries(1):
        assert len(facts_up_to(NORRORT, early)) == early.seq
    with django_assert_num_queries(0):
        facts_up_to(NORRORT, newest)


def test_a_chain_that_is_another_one_is_read_anew(norrort: None) -> None:
    kept = facts_up_to(NORRORT, records.head(NORRORT))
    foreign = replace(kept[0], kind="decision.declined")
    head = records.head(NORRORT)
    assert head is not None
    situations._keep(NORRORT, replace(head, hash="0" * 64, seq=1), (foreign,))

    assert facts_up_to(NORRORT, head) == kept


def test_what_was_just_recorded_is_kept_when_it_is_committed(
    norrort: None, django_capture_on_commit_callbacks: Any, django_assert_num_queries: Any
) -> None:
    facts_up_to(NORRORT, records.head(NORRORT))
    with django_capture_on_commit_callbacks(execute=True):
        meeting(date(2025, 11, 1))
    head = records.head(NORRORT)

    with django_assert_num_queries(0):
        found = facts_up_to(NORRORT, head)

    assert found == records.facts(NORRORT)


def test_nothing_is_kept_after_facts_that_are_not(norrort: None) -> None:
    head = records.head(NORRORT)
    assert head is not None

    remember(Chain(NORRORT, head), (), replace(head, seq=head.seq + 1, hash="f" * 64))

    assert facts_up_to(NORRORT, head) == records.facts(NORRORT)


def test_only_so_many_chains_are_kept(norrort: None) -> None:
    head = records.head(NORRORT)
    assert head is not None
    for number in range(situations.KEPT_CHAINS + 3):
        situations._keep(f"avtal-{number}", head, ())

    assert len(situations._kept_facts) == situations.KEPT_CHAINS


def test_an_empty_chain_has_no_facts() -> None:
    chain = Chain("annat", None)

    assert (chain.facts, chain.next_seq) == ((), 1)


# --- as known at a moment --------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["meeting", "notice", "join", "correct", "withdraw"]),
        st.integers(0, 300),
        st.sampled_from([LIDINGO, SOLNA, TABY]),
    ),
    min_size=1,
    max_size=6,
)


class AsKnownAt(TestCase):
    """What was answered at a moment is answered the same ever after, whatever has been recorded since."""

    @classmethod
    def setUpTestData(cls) -> None:
        imported()

    @given(STEPS)
    def test_a_replay_equals_the_state_recorded_then(self, steps: list[tuple[str, int, str]]) -> None:
        record_facts(agreement=NORRORT, facts=entry(LIDINGO), by=BY)
        shown: list[tuple[datetime, Any]] = []
        for number, (what, days, party) in enumerate(steps):
            moment = NOW + timedelta(hours=number)
            self.step(what, START + timedelta(days=10 * days), party, moment)
            shown.append((moment, self.seen(moment)))

        for moment, then in shown:
            assert self.seen(moment) == then

    def seen(self, moment: datetime) -> Any:
        return answer(known_at=moment).evaluation.findings

    def step(self, what: str, day: date, party: str, moment: datetime) -> None:
        last = records.head(NORRORT)
        assert last is not None
        if what == "join":
            facts = [replace(fact, recorded_at=moment) for fact in entry(party, min(day, DAY))]
        elif what == "withdraw":
            facts = [replace(new("fact.withdrawn", DAY, reasons="fel"), recorded_at=moment, corrects=last.seq)]
        else:
            kind = "notice.given" if what == "notice" else "meeting.held"
            fact = new(kind, min(day, DAY), LIDINGO if what == "notice" else None)
            payload = {} if what == "notice" else {"body": "styrgrupp", "note": moment.isoformat()}
            facts = [
                replace(fact, recorded_at=moment, payload=payload, corrects=last.seq if what == "correct" else None)
            ]
        try:
            record_facts(agreement=NORRORT, facts=facts, by=BY)
        except FactRefused:
            return
