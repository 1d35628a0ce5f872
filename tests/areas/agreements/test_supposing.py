"""What is supposed beside the chain: worked out for an address, kept for a while, and never in the chain."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from samverk.agreements.actions.facts import record_facts
from samverk.agreements.queries import situations, what_if
from samverk.agreements.queries.situations import Supposing, evaluation, facts_up_to, supposing
from samverk.agreements.queries.what_if import comparison
from samverk.records import queries as records
from samverk.rules.suppositions.kinds import Leaves
from tests.areas.agreements.world import BY, KSL, LIDINGO, NORRORT, SOLNA, TABY, entry, imported, new

DAY = date(2026, 3, 1)
LEAVES = f"lamnar:{SOLNA}:2027-06-30"


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Nothing kept from another test."""
    situations.forget()
    what_if.forget()
    yield
    situations.forget()
    what_if.forget()


def told() -> None:
    """Norrort with three parties, a budget and figures."""
    imported()
    figures = {LIDINGO: 48_377, SOLNA: 85_789, TABY: 77_744}
    facts = [
        *entry(LIDINGO), *entry(SOLNA), *entry(TABY),
        new("budget.adopted", date(2025, 11, 20), year=2026, amount=90_000_000),
        new("weights.updated", date(2026, 2, 1), year=2026, snapshot="folkmangd-2024", figures=figures),
    ]  # fmt: skip
    record_facts(agreement=NORRORT, facts=sorted(facts, key=lambda fact: fact.recorded_at), by=BY)


@pytest.fixture
def norrort(db: None) -> None:
    told()


def found(*given: str, as_of: date = DAY, settled: bool = False) -> Supposing:
    answer = supposing(NORRORT, given, as_of, settled=settled)
    assert answer is not None
    return answer


def test_there_is_nothing_to_suppose_about_an_agreement_that_is_not_there(norrort: None) -> None:
    assert supposing("finns-inte", [LEAVES], DAY) is None
    assert supposing("finns-inte", [], DAY) is None
    assert supposing(KSL, [], DAY) is None


def test_supposing_nothing_is_the_answer_itself(norrort: None) -> None:
    plain = evaluation(NORRORT, DAY)
    assert found() == Supposing(plain) if plain is not None else False


def test_what_is_supposed_is_part_of_what_pages_keep_by(norrort: None) -> None:
    plain, supposed = found().answer, found(LEAVES).answer
    assert supposed.suppositions == (Leaves(SOLNA, date(2027, 6, 30)),)
    assert supposed.key == (*plain.key, LEAVES)
    assert supposed.head == plain.head


def test_the_same_is_worked_out_once_and_anew_after_a_new_fact(norrort: None) -> None:
    first = found(LEAVES).answer.evaluation
    assert found(LEAVES).answer.evaluation is first
    record_facts(agreement=NORRORT, facts=[new("meeting.held", date(2026, 2, 3), body="styrgrupp")], by=BY)
    assert found(LEAVES).answer.evaluation is not first


def test_only_so_many_are_kept_and_none_of_what_everybody_looks_at_is_pushed_out(norrort: None) -> None:
    plain = found().answer.evaluation
    for year in range(2027, 2027 + situations.KEPT_SUPPOSED + 10):
        found(f"budget:{year}:1000")
    assert found().answer.evaluation is plain


def test_what_cannot_be_supposed_is_told_and_the_rest_is_the_answer(norrort: None) -> None:
    answer = found("hej", LEAVES, "lamnar:0184:2010-01-01")
    assert [item.written for item in answer.refused] == ["hej", "lamnar:0184:2010-01-01"]
    assert answer.answer.suppositions == (Leaves(SOLNA, date(2027, 6, 30)),)
    nothing = found("hej")
    plain = evaluation(NORRORT, DAY)
    assert plain is not None
    assert nothing.answer == plain


def test_settled_is_the_first_day_after_everybody_has_moved(norrort: None) -> None:
    assert found(LEAVES, settled=True).answer.evaluation.situation.as_of == date(2027, 7, 1)
    later = date(2030, 1, 1)
    assert found(LEAVES, as_of=later, settled=True).answer.evaluation.situation.as_of == later
    assert found("tillvaxt:4", settled=True).answer.evaluation.situation.as_of == DAY
    assert found(LEAVES).takes_effect == date(2027, 7, 1)


def test_it_costs_as_few_statements_as_the_answer(
    norrort: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    evaluation(NORRORT, DAY)
    with django_assert_max_num_queries(3):
        found(LEAVES)
    with django_assert_max_num_queries(3):
        found(LEAVES)


def test_both_sides_are_of_the_day_compared_and_ten_years_are_shared(norrort: None) -> None:
    supposed = found(LEAVES, settled=True)
    sides = comparison(supposed.answer, DAY, date(2027, 7, 1), None)
    assert (sides.now.situation.as_of, sides.then.situation.as_of) == (date(2027, 7, 1), date(2027, 7, 1))
    assert sides.now.situation.parties_on(sides.day) == (TABY, SOLNA, LIDINGO)
    assert sides.then.situation.parties_on(sides.day) == (TABY, LIDINGO)
    assert [item.year for item in sides.years] == list(range(2027, 2037))
    assert {item.sum_now for item in sides.years} == {item.sum_then for item in sides.years} == {90_000_000}
    assert comparison(supposed.answer, DAY, date(2027, 7, 1), None) is sides


def test_the_year_of_the_day_is_among_the_ten_when_it_changes(norrort: None) -> None:
    supposed = found(f"lamnar:{SOLNA}:2026-06-30")
    sides = comparison(supposed.answer, DAY, DAY, None)
    assert [item.year for item in sides.years] == list(range(2026, 2036))


class Record(TestCase):
    """Whatever is supposed, the chain ends where it did and reads as it did."""

    @classmethod
    def setUpTestData(cls) -> None:
        """A chain of nine facts."""
        situations.forget()
        told()

    @given(
        st.lists(
            st.sampled_from(
                [
                    LEAVES, f"sager-upp:{TABY}:2026-09-01", f"gar-med:{SOLNA}:2029-01-01", "budget:2026:1",
                    "tillvaxt:-4", "nyckel:2026:lika=50", "nyckel:2027:storlek=0-1,80000-2", "lasning:t-10-4:full_year",
                    "hej",
                ]
            ),
            max_size=5,
        ),
        st.dates(date(2014, 1, 1), date(2040, 1, 1)),
    )  # fmt: skip
    def test_nothing_is_recorded(self, texts: list[str], as_of: date) -> None:
        head = records.head(NORRORT)
        before = facts_up_to(NORRORT, head)
        answer = supposing(NORRORT, texts, as_of)
        assert answer is not None
        comparison(answer.answer, as_of, as_of + timedelta(days=30), None)
        assert records.head(NORRORT) == head
        situations.forget()
        assert facts_up_to(NORRORT, head) == before
