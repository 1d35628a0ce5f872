"""What can be supposed, how it is written, and what it does to who is bound and what is paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.evaluate import Evaluation, evaluate
from samverk.rules.facts import SUPPOSED_FROM, Fact
from samverk.rules.intervals import ONE_DAY
from samverk.rules.suppositions import address
from samverk.rules.suppositions.applying import notice_day
from samverk.rules.suppositions.checking import MOST, checked
from samverk.rules.suppositions.kinds import (
    BandedKey,
    Budget,
    GivesNotice,
    Growth,
    Joins,
    Leaves,
    Reads,
    Supposition,
)
from samverk.rules.suppositions.words import sentence, together
from samverk.rules.values import Period
from samverk.rules.wording import Text
from tests.rules.lifecycle import MANAGER, NORRORT, RECORDED, WITHDRAWAL, Diary
from tests.rules.supposing import (
    DEFINITION,
    SOLNA,
    TABY,
    TODAY,
    days,
    evaluated,
    made,
    parties,
    record,
    several,
    sorted_out,
    standing,
    suppositions,
    years_of,
)

# --- the address ----------------------------------------------------------------------------------------


@given(suppositions)
def test_a_supposition_is_read_back_from_its_address(item: Supposition) -> None:
    assert address.read(address.written(item)) == item


@given(st.text(max_size=60) | st.sampled_from(["lamnar", "budget", "nyckel", "lasning"]).flatmap(
    lambda word: st.text(max_size=40).map(lambda rest: f"{word}:{rest}")
))  # fmt: skip
def test_whatever_stands_in_an_address_is_a_supposition_or_refused_in_both_languages(text: str) -> None:
    try:
        found: Supposition | Text = address.read(text)
    except address.Unreadable as error:
        found = error.message
    if isinstance(found, Text):
        assert found.sv
        assert found.en
    else:
        assert address.read(address.written(found)) == found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("budget:2027:0", "större än noll"),
        ("budget:2027:-5", "större än noll"),
        ("budget:2027:1000,50", "hela kronor"),
        ("budget:2027:1000.5", "hela kronor"),
        ("budget:2027:mycket", "inget belopp"),
        ("budget:2027:2000000000000", "räknar med högst"),
        ("budget:27:1000", "inget årtal"),
        ("budget:2150:1000", "utanför"),
        ("budget:2027", "inte helt"),
        ("lamnar:184:2027-03-01", "ingen kommunkod"),
        ("lamnar:0184:2027-02-30", "inte en dag i kalendern"),
        ("lamnar:0184:20270301", "inte en dag i kalendern"),
        ("lamnar:0184:2027-W09-1", "inte en dag i kalendern"),
        ("lamnar:0184:1899-01-01", "utanför det Samverk kan räkna på"),
        ("tillvaxt:0", "men inte 0"),
        ("tillvaxt:101", "från −50 till 100"),
        ("tillvaxt:fyra", "inget procenttal"),
        ("nyckel:2027:lika=101", "från 0 till 100"),
        ("nyckel:2027:storlek=0-1,0-2", "stigande från 0"),
        ("nyckel:2027:storlek=5-1", "stigande från 0"),
        ("nyckel:2027:storlek=stora-2", "stigande från 0"),
        ("nyckel:2027:storlek=0-0,100-0", "betalar ingen"),
        ("nyckel:2027:annat", "ingen nyckel"),
        ("lasning:t-10-4", "inte helt"),
        ("flyttar:0184", "inget antagande"),
        ("x" * 201, "201 tecken"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_write(text: str, says: str) -> None:
    with pytest.raises(address.Unreadable) as refused:
        address.read(text)
    assert says in refused.value.message.sv


def test_a_sum_may_have_spaces_and_the_unit_but_is_written_in_one_way() -> None:
    assert address.kronor_of("1 900\u202f000 kr") == 190_000_000
    assert address.written(Budget(2027, 190_000_000)) == "budget:2027:1900000"
    assert address.written(Growth(Fraction(5, 2))) == "tillvaxt:2,5"
    assert address.written(BandedKey(2027, ((0, 1), (25_000, 2)))) == "nyckel:2027:storlek=0-1,25000-2"


# --- what is possible -----------------------------------------------------------------------------------


def why(*texts: str) -> list[str]:
    return [item.why.sv for item in checked(texts, DEFINITION, record(), NORRORT).refused]


def test_everything_wrong_is_said_at_once_and_the_rest_is_kept() -> None:
    found = checked(
        ["lamnar:0184:2010-01-01", "lamnar:9999:2027-01-01", "budget:2027:0", "lamnar:0160:2027-01-01"],
        DEFINITION,
        record(),
        NORRORT,
    )
    assert found.suppositions == (Leaves(TABY, date(2027, 1, 1)),)
    assert sorted(item.written for item in found.refused) == [
        "budget:2027:0",
        "lamnar:0184:2010-01-01",
        "lamnar:9999:2027-01-01",
    ]


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (["lamnar:0184:2014-01-01"], "blev part 15\u00a0april 2014 och kan inte lämna"),
        (["lamnar:1480:2027-01-01"], "1480 kan inte vara part"),
        (["gar-med:1480:2027-01-01"], "1480 kan inte vara part"),
        (["gar-med:0184:2027-01-01"], "Solna är redan part 1\u00a0januari 2027, sedan 15\u00a0april 2014."),
        (["lasning:t-1:x"], "ingen läsning som heter ”t-1”"),
        (["lasning:t-10-4:varannan"], "har inte svaret ”varannan”. Välj bland ”weight_days” (weight_days)"),
        (["lasning:t-10-4:full_year", "lasning:t-10-4:whole_months"], "har två svar"),
        (["budget:2027:5", "budget:2027:6"], "antagen två gånger"),
        (["tillvaxt:4", "tillvaxt:5"], "två tal för tillväxten"),
        (["nyckel:2027:lika=5", "nyckel:2028:lika=6"], "två nycklar"),
        (["lamnar:0184:2027-01-01", "lamnar:0184:2028-01-01"], "stämmer inte med de andra antagandena"),
    ],
)
def test_what_the_agreement_leaves_no_room_for_is_refused(texts: list[str], says: str) -> None:
    assert any(says in sentence for sentence in why(*texts)), why(*texts)


def test_who_has_left_may_join_again_and_leave_again() -> None:
    items = (Leaves(SOLNA, date(2027, 3, 1)), Joins(SOLNA, date(2028, 1, 1)), Leaves(SOLNA, date(2029, 6, 30)))
    found = sorted_out(items)
    assert (found.suppositions, found.refused) == (items, ())
    assert found.takes_effect == date(2029, 7, 1)
    held = standing(items, date(2030, 1, 1)).membership[SOLNA]
    assert [(item.start, item.last_day) for item in held] == [
        (date(2014, 4, 15), date(2027, 3, 1)),
        (date(2028, 1, 1), date(2029, 6, 30)),
    ]


def test_growth_from_nothing_is_refused_until_a_budget_is_supposed_too() -> None:
    nothing = Diary().facts
    alone = checked(["tillvaxt:4"], DEFINITION, nothing, NORRORT)
    assert "att växa från" in alone.refused[0].why.sv
    both = checked(["tillvaxt:4", "budget:2027:1000"], DEFINITION, nothing, NORRORT)
    assert both.refused == ()


def test_no_more_than_twelve_at_a_time() -> None:
    texts = [f"budget:{number}:1000" for number in range(2027, 2027 + MOST + 3)]
    found = checked(texts, DEFINITION, record(), NORRORT)
    assert len(found.suppositions) == MOST
    assert [item.why.sv for item in found.refused] == ["Högst 12 antaganden på en gång."] * 3


@given(several)
def test_whatever_is_supposed_together_is_possible_or_refused(items: tuple[Supposition, ...]) -> None:
    found = sorted_out(items)
    written = {address.written(item) for item in items}
    assert {address.written(item) for item in found.suppositions} | {item.written for item in found.refused} == written
    assert all(item.why.sv and item.why.en for item in found.refused)


# --- who is bound ---------------------------------------------------------------------------------------


@given(parties, days)
def test_a_leaving_party_is_bound_through_the_day_and_not_after(party: str, day: date) -> None:
    """Any day will do, also one that no period of notice ends on (29 February under twelve months)."""
    items = (Leaves(party, day),)
    assert sorted_out(items).refused == ()
    after = standing(items, day + 400 * ONE_DAY)
    assert party in after.parties_on(day)
    assert party not in after.parties_on(day + ONE_DAY)
    others = [code for code in NORRORT if code != party]
    assert all(code in after.parties_on(day + ONE_DAY) for code in others)


@given(days)
def test_the_notice_that_is_taken_for_granted_would_have_been_in_time_but_not_a_day_later(day: date) -> None:
    """N-14: twelve months from receipt, worked out by trying."""
    found = notice_day(WITHDRAWAL, day)
    months = date(found.year + 1, found.month, min(found.day, 28 if found.month == 2 else found.day))
    assert months <= day
    later = found + ONE_DAY
    reached = date(later.year + 1, later.month, 28 if (later.month, later.day) == (2, 29) else later.day)
    assert reached > day or (later.month, later.day) == (2, 29)


def test_notice_given_leads_to_the_day_the_agreement_says() -> None:
    """N-14: twelve months from the day everybody has it."""
    items = (GivesNotice(TABY, date(2027, 2, 28)),)
    assert sorted_out(items).takes_effect == date(2028, 2, 29)
    (held,) = standing(items, date(2028, 6, 1)).membership[TABY]
    assert held.last_day == date(2028, 2, 28)


def test_what_is_supposed_takes_the_place_of_a_notice_that_was_given() -> None:
    told = Diary()
    told.facts += record()
    told.add("notice.given", date(2026, 3, 2), SOLNA, form="written", dated="2026-03-02")
    told.add("notice.received", date(2026, 3, 3), MANAGER, notice_party=SOLNA)
    before = evaluate(DEFINITION, told.facts, as_of=TODAY, names=NORRORT)
    assert before.situation.membership[SOLNA][0].last_day == date(2027, 3, 3)
    supposed = evaluated((Leaves(SOLNA, date(2029, 12, 31)),), date(2030, 1, 1), told.facts)
    assert supposed.situation.membership[SOLNA][0].last_day == date(2029, 12, 31)


# --- nothing is recorded --------------------------------------------------------------------------------


@given(several, st.dates(date(2015, 1, 1), date(2033, 12, 31)))
def test_the_record_is_the_beginning_of_the_supposed_world_untouched(
    items: tuple[Supposition, ...], as_of: date
) -> None:
    facts = record()
    found = made(sorted_out(items).suppositions, as_of)
    assert found.facts[: len(facts)] == facts
    assert all(fact.seq >= SUPPOSED_FROM and fact.supposed for fact in found.facts[len(facts) :])
    assert record() == facts


def told_by(evaluation: Evaluation, *, but: frozenset[str] = frozenset()) -> dict[str, tuple[object, ...]]:
    return {
        item.key: (item.verdict, item.headline.sv, item.headline.en, item.value, item.due_on)
        for item in evaluation.findings
        if item.kind not in but
    }


@given(st.dates(date(2015, 1, 1), date(2033, 12, 31)))
def test_supposing_nothing_gives_what_follows_anyway(as_of: date) -> None:
    plain = evaluate(DEFINITION, record(), as_of=as_of, names=NORRORT)
    found = made((), as_of)
    assert found.facts == record()
    assert told_by(evaluate(found.definition, found.facts, as_of=as_of, names=NORRORT)) == told_by(plain)
    assert not any(item.differs for item in years_of(()))


RECORDABLE = (Joins, GivesNotice, Budget, Reads)


@given(several, st.dates(date(2026, 7, 1), date(2033, 12, 31)))
def test_to_suppose_something_and_to_record_it_come_to_the_same(items: tuple[Supposition, ...], as_of: date) -> None:
    """The facts a supposition puts beside the record, recorded as any others, give the same findings.

    Sums of years ahead are left out: only a what-if carries budgets and figures on.
    """
    chosen = sorted_out(tuple(item for item in items if isinstance(item, RECORDABLE))).suppositions
    facts = record()
    found = made(chosen, as_of)
    numbers = {fact.seq: place for place, fact in enumerate(found.facts[len(facts) :], len(facts) + 1)}
    recorded = tuple(
        replace_fact(fact, seq=numbers[fact.seq], corrects=numbers.get(fact.corrects or 0, fact.corrects))
        for fact in found.facts[len(facts) :]
    )
    supposed = evaluate(found.definition, found.facts, as_of=as_of, names=NORRORT, ahead=found.ahead)
    real = evaluate(DEFINITION, (*facts, *recorded), as_of=as_of, names=NORRORT)
    sums = frozenset({"fee", "cost_event", "apportionment_key"})
    assert told_by(supposed, but=sums) == told_by(real, but=sums)


def replace_fact(fact: Fact, *, seq: int, corrects: int | None) -> Fact:
    return Fact(seq, fact.kind, fact.valid_on, RECORDED, fact.party, fact.payload, corrects)


def test_what_rests_on_a_supposition_is_assumed_and_never_a_breach() -> None:
    found = evaluated((Leaves(TABY, date(2027, 3, 1)), Budget(2027, 100_000_000)), date(2027, 6, 1))
    resting = [item for item in found.findings if any(seq >= SUPPOSED_FROM for seq in item.because)]
    assert resting
    assert {item.basis for item in resting} == {"assumed"}
    assert [item for item in found.findings if found.rests_on_supposition(item)] == resting
    assert "breached" not in {item.verdict for item in resting}


def test_a_supposed_reading_is_adopted_by_nobody() -> None:
    found = evaluated((Reads("t-10-4", "full_year"),), date(2027, 6, 1))
    reading = found.situation.definition.readings["t-10-4"]
    assert (reading.chosen, reading.status) == ("full_year", "provisional")


# --- in words -------------------------------------------------------------------------------------------


def name(code: str) -> Text:
    return Text(NORRORT[code], NORRORT[code])


@pytest.mark.parametrize(
    ("text", "sv", "en"),
    [
        ("lamnar:0184:2027-03-01", "Solna lämnar 1\u00a0mars 2027", "Solna leaves on 1\u00a0March 2027"),
        ("gar-med:0184:2027-03-01", "Solna går med 1\u00a0mars 2027", "Solna joins on 1\u00a0March 2027"),
        ("tillvaxt:-2,5", "budgeten minskar 2,5 procent om året", "the budget shrinks 2.5 per cent a year"),
        ("nyckel:2027:lika=100", "från 2027 delas avgiften lika", "from 2027 the fee is split equally"),
        ("lasning:t-10-4:full_year", "läsningen t-10-4 är ”full_year”", "the reading t-10-4 is “full_year”"),
        ("lasning:t-0:x", "läsningen t-0 är x", "the reading t-0 is x"),
    ],
)
def test_in_words(text: str, sv: str, en: str) -> None:
    found = sentence(address.read(text), DEFINITION, name)
    assert (found.sv, found.en) == (sv, en)


def test_the_bar_says_all_of_it_and_that_nothing_is_recorded() -> None:
    items = (Leaves(SOLNA, date(2027, 3, 1)), Budget(2028, 190_000_000))
    assert together(items, DEFINITION, name).sv == (
        "Tänk om: Solna lämnar 1\u00a0mars 2027; budgeten för 2028 är 1\u202f900\u202f000\u00a0kr. "
        "Inget är registrerat."
    )


def test_the_period_of_notice_back_from_a_day_in_days_and_without_a_number() -> None:
    in_days = replace(WITHDRAWAL, period=Period(30, "D"))
    assert notice_day(in_days, date(2027, 3, 1)) == date(2027, 3, 1) - timedelta(days=30)
    assert notice_day(replace(WITHDRAWAL, period="open"), date(2027, 3, 1)) == date(2027, 3, 1)
    assert notice_day(replace(WITHDRAWAL, month_rule="open"), date(2027, 3, 1)) == date(2026, 3, 1)
