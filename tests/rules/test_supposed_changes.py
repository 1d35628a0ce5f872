"""What a supposition changes besides sums: findings, what falls due, numbers, seats; and which readings it hangs on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from samverk.rules.definition import Body, Definition, Role
from samverk.rules.evaluate import EVALUATORS, Evaluation, evaluate
from samverk.rules.facts import Fact
from samverk.rules.provisions import Composition, Duty, Power, Provision
from samverk.rules.suppositions import counts, differences
from samverk.rules.suppositions.applying import world
from samverk.rules.suppositions.checking import checked
from samverk.rules.suppositions.kinds import Budget, GivesNotice, Joins, Leaves, MixedKey, Reads, Supposition
from samverk.rules.suppositions.words import sentence
from samverk.rules.suppositions.years import fee_years, last_of, otherwise
from samverk.rules.values import Seats
from samverk.rules.wording import Text
from tests.rules.lifecycle import AMENDMENT, ENTRY, MANAGER, NORRORT, WITHDRAWAL, Diary, ksl, norrort, same, started
from tests.rules.money_case import FEE, KEY, POPULATION_2024, paying, year

SOLNA, TABY, VAXHOLM, LIDINGO = "0184", "0160", "0187", MANAGER
DAY = date(2027, 7, 1)
LEAVES = Leaves(TABY, date(2027, 6, 30))
STEERING = Composition(
    id="sg", label=same("Styrgruppen"), cite=("8/s3",), body="body:styrgrupp", seats=Seats(min=3, max=4), level=(),
    substitutes="free", basis={"seats": "t-8-3"},
)  # fmt: skip
NETWORK = replace(STEERING, id="nv", body="body:natverk", seats=Seats(distinct_parties_min=2))
FORUM = replace(STEERING, id="fm", body="body:forum", seats=Seats(max=2))
FREE = replace(STEERING, id="fr", body="body:fri", seats=Seats())
BUDGET = Power(
    id="lg-budget", label=same("Budget"), cite=("8/s2",), holder="body:ledningsgrupp", act="decide_budget",
    modality="must", decision_rule="simple_majority", evidence=("minutes",),
)  # fmt: skip

CONTACT = Duty(
    id="kontakt", label=same("Kontaktperson"), cite=("6",), bearer="each_party", act="keep_role_filled",
    object="role:kontakt", pattern="maintain", check="auto", evidence=("appointment_record",),
)  # fmt: skip


def agreement(*more: Provision) -> Definition:
    """The fifteen with money, and bodies of some."""
    made = paying(STEERING, NETWORK, FORUM, FREE, *more)
    names = {"styrgrupp": "Styrgruppen", "natverk": "Nätverket", "forum": "Forumet", "fri": "Gruppen"}
    bodies = {body: Body(body, same(name)) for body, name in names.items()}
    roles = {"kontakt": Role("kontakt", same("Kontaktperson"), "person", per="party")}
    return replace(made, bodies={**made.bodies, **bodies}, roles={**made.roles, **roles})


def record() -> Diary:
    """Everybody bound; four in the steering group, two in the network, three in the forum."""
    told = year(2026, 1_850_000, POPULATION_2024)
    for body, codes in (
        ("styrgrupp", (TABY, SOLNA, VAXHOLM, LIDINGO)), ("natverk", (TABY, SOLNA)), ("forum", (TABY, SOLNA, LIDINGO)),
    ):  # fmt: skip
        for code in codes:
            told.add("body.member_added", date(2020, 1, 1), code, body=body)
    return told


def evaluated(
    definition: Definition, facts: Iterable[Fact], items: Iterable[Supposition], as_of: date = DAY
) -> Evaluation:
    made = world(definition, facts, items, as_of)
    return evaluate(made.definition, made.facts, as_of=as_of, names=NORRORT, ahead=made.ahead)


def sides(
    *items: Supposition, definition: Definition | None = None, as_of: date = DAY
) -> tuple[Evaluation, Evaluation]:
    read, facts = definition or agreement(), record().facts
    return evaluate(read, facts, as_of=as_of, names=NORRORT), evaluated(read, facts, items, as_of)


# --- findings -------------------------------------------------------------------------------------------


def test_every_kind_of_provision_has_its_place_among_the_changes() -> None:
    assert set(differences._GROUP_OF) | differences._SUMS == set(EVALUATORS)


def test_nothing_supposed_changes_nothing() -> None:
    now, _ = sides()
    found = differences.differences(now, now)
    assert (found.changes, found.of_parties) == ((), ())
    assert differences.due_changes(now, now, date(2026, 1, 1), date(2030, 1, 1)) == ()


def test_what_a_leaving_changes_is_told_by_what_it_is_about() -> None:
    found = differences.differences(*sides(LEAVES))
    told = {
        (item.group, item.subject, item.now is None, item.then is None): item.shown.headline.sv
        for item in found.changes
    }
    assert told["parties", f"party:{TABY}", False, False] == "Täby var bunden till och med 30\u00a0juni 2027"
    assert told["parties", "parties", False, False] == "14 parter"
    assert "fee" not in {item.shown.kind for item in found.changes}
    assert found.of("duties") == ()


def test_what_goes_with_a_party_is_told_apart_and_so_is_what_comes_with_it() -> None:
    told = record()
    for code in NORRORT:
        told.add("role.assigned", date(2020, 1, 1), code, role="kontakt", holder=f"{code}-1")
    read = agreement(CONTACT)
    now = evaluate(read, told.facts, as_of=DAY, names=NORRORT)
    then = evaluated(read, told.facts, (LEAVES,))
    (gone,) = differences.differences(now, then).of_parties
    (back,) = differences.differences(then, now).of_parties
    assert (gone.party, gone.gone, [item.shown.rule for item in gone.changes]) == (TABY, True, ["kontakt"])
    assert (back.party, back.gone, [item.shown.rule for item in back.changes]) == (TABY, False, ["kontakt"])


def test_one_partys_part_of_a_cost_is_a_sum_and_no_change() -> None:
    told = record()
    told.add("outcome.recognised", date(2027, 2, 1), year=2026, amount=190_000_000)
    read = agreement()
    now = evaluate(read, told.facts, as_of=DAY, names=NORRORT)
    then = evaluated(read, told.facts, (Budget(2026, 180_000_000),))
    found = differences.differences(now, then)
    assert [(item.group, item.subject) for item in found.changes] == [("changes", "parties")]


def test_the_last_day_of_who_leaves_falls_due_and_no_longer_when_it_stays() -> None:
    now, then = sides(LEAVES)
    after, until = date(2027, 1, 1), date(2028, 1, 1)
    (new,) = differences.due_changes(now, then, after, until)
    assert (new.new, new.item.due_on) == (True, date(2027, 6, 30))
    (gone,) = differences.due_changes(then, now, after, until)
    assert (gone.new, gone.item.what.sv) == (False, "Täby: sista dagen som part")


# --- numbers --------------------------------------------------------------------------------------------


def counted(*items: Supposition, definition: Definition | None = None) -> dict[str, tuple[int, int, str, str]]:
    now, then = sides(*items, definition=definition)
    found = counts.counts(now.situation, then.situation)
    return {item.what.sv: (item.now, item.then, item.asked.sv, item.held) for item in found}


def test_how_many_there_are_and_how_many_it_takes() -> None:
    found = counted(LEAVES, Leaves(SOLNA, date(2027, 6, 30)))
    assert found == {
        "Parter": (15, 13, "inget minsta antal står i avtalet", "unasked"),
        "Underskrifter för att ändra avtalet": (15, 13, "alla parter", "unasked"),
        "Kommuner i ledningsgruppen": (0, 0, "en från varje part", "too_few"),
        "Kommuner i styrgruppen": (4, 2, "3–4", "too_few"),
        "Kommuner i nätverket": (2, 0, "minst 2", "too_few"),
        "Kommuner i forumet": (3, 1, "högst 2", "enough"),
    }


def test_too_many_is_said_and_a_least_number_of_parties_judged() -> None:
    entry = replace(ENTRY, min_parties=14)
    found = counted(LEAVES, definition=agreement(entry))
    assert found["Parter"] == (15, 14, "minst 14", "enough")
    assert found["Kommuner i forumet"] == (3, 2, "högst 2", "enough")
    assert counted(Leaves(SOLNA, date(2027, 6, 30)), LEAVES, definition=agreement(entry))["Parter"][3] == "too_few"
    assert counted(definition=agreement())["Kommuner i forumet"][3] == "too_many"


@pytest.mark.parametrize(
    ("rule", "now", "then", "asked"),
    [
        ("consensus", 15, 14, "alla är eniga"),
        ("simple_majority", 8, 8, "mer än hälften"),
        ("chair_casts", 8, 8, "mer än hälften, ordföranden avgör vid lika"),
        ("qualified_two_thirds", 10, 10, "minst två tredjedelar"),
    ],
)
def test_votes_where_a_rule_is_set(rule: str, now: int, then: int, asked: str) -> None:
    power = replace(BUDGET, decision_rule=rule)  # type: ignore[arg-type]  # one of the rules, told as text
    twice = replace(power, id="lg-plan")
    elsewhere = replace(power, id="sg-x", holder="body:styrgrupp")
    found = counted(LEAVES, definition=agreement(power, twice, elsewhere))
    assert found["Röster för beslut i ledningsgruppen"] == (now, then, asked, "unasked")
    assert not [what for what in found if what.startswith("Röster för beslut i styrgruppen")]


def test_an_open_rule_for_deciding_gives_no_number_of_votes() -> None:
    found = counted(LEAVES, definition=agreement(replace(BUDGET, decision_rule="open")))
    assert not [what for what in found if what.startswith("Röster")]


def test_an_agreement_without_a_rule_for_entry_or_unanimity_asks_for_none() -> None:
    read = norrort(replace(AMENDMENT, consent="body"), without=("giltighet", "lg"))
    now = evaluate(read, started().facts, as_of=DAY, names=NORRORT)
    assert counts.counts(now.situation, now.situation) == ()


def test_who_sits_where_and_who_chairs() -> None:
    """N-8h: the managing municipality's representative chairs; when it leaves nobody does."""
    now, then = sides(Leaves(LIDINGO, date(2027, 6, 30)))
    found = {item.body: item for item in counts.sittings(now.situation, then.situation)}
    assert (found["body:styrgrupp"].now, found["body:styrgrupp"].then) == (
        (TABY, SOLNA, LIDINGO, VAXHOLM),
        (TABY, SOLNA, VAXHOLM),
    )
    assert (found["body:ledningsgrupp"].chair_now, found["body:ledningsgrupp"].chair_then) == (LIDINGO, None)
    assert (found["body:ledningsgrupp"].chaired, found["body:forum"].chaired) == (True, False)
    (holder,) = counts.holders(now.situation, then.situation)
    assert (holder.role, holder.now, holder.then, holder.cites) == (
        "role:forvaltande-kommun",
        LIDINGO,
        None,
        ("5/s1",),
    )


def test_a_role_that_nobody_appoints_or_holds() -> None:
    read = norrort(without=("utse-forvaltare", "byta-forvaltare", "forsta-forvaltare", "ordforande"))
    now = evaluate(read, started().facts, as_of=DAY, names=NORRORT)
    (holder,) = counts.holders(now.situation, now.situation)
    assert (holder.now, holder.cites) == (None, ())


# --- readings and years ---------------------------------------------------------------------------------


def test_the_first_year_in_which_another_reading_gives_other_sums() -> None:
    """t-10-4: what a party pays that leaves in June 2027."""
    day = last_of(2026)
    read, facts = agreement(), record().facts
    now, then = evaluated(read, facts, (), day).situation, evaluated(read, facts, (LEAVES,), day).situation
    years = fee_years(now, then, 2026)
    found = {(item.reading, item.option): (item.year, item.text.sv) for item in otherwise(then, years)}
    assert found["t-10-4", "full_year"][0] == 2027
    assert found["t-10-4", "full_year"][1].startswith("Täby betalar ")
    assert "i stället för" in found["t-10-4", "full_year"][1]
    assert ("t-10-1", "table") not in found, "cannot be computed"


def test_an_agreement_without_a_fee_has_no_years() -> None:
    plain = evaluate(norrort(), started().facts, as_of=last_of(2026), names=NORRORT).situation
    assert fee_years(plain, plain, 2026) == ()
    none = evaluate(paying(replace(FEE, total="none")), started().facts, as_of=last_of(2026), names=NORRORT).situation
    assert fee_years(none, none, 2026) == ()
    assert list(otherwise(plain, ())) == []


def test_a_year_that_cannot_be_shared_says_why_and_hangs_on_nothing() -> None:
    read = agreement(replace(KEY, form="mixed", fixed_share="open", basis={}))
    facts = record().facts
    day = last_of(2026)
    now = evaluated(read, facts, (), day).situation
    years = fee_years(now, now, 2026)
    assert years[0].obstacle is not None
    assert years[0].obstacle.sv == "hur stor den fasta delen är"
    assert {item.year: item.sum_then for item in years}[2030] == 0
    assert all(item.year for item in otherwise(now, years))


# --- what other agreements leave room for ---------------------------------------------------------------


def why(definition: Definition, facts: list[Fact], *texts: str) -> list[str]:
    names = {**NORRORT, "0180": "Stockholm"}
    return [item.why.sv for item in checked(texts, definition, facts, names).refused]


def test_an_agreement_that_says_nothing_of_leaving_or_of_money() -> None:
    read = norrort(without=("uttrade",))
    assert why(read, started().facts, "lamnar:0184:2027-01-01", "tillvaxt:4") == [
        "Norrort säger inget om hur en part lämnar, så det går inte att räkna på.",
        "Norrort har ingen avgift, så budget och nyckel gör ingen skillnad.",
    ]
    made = world(read, started().facts, (LEAVES, Budget(2027, 100)), DAY)
    assert made.facts == tuple(started().facts)


def test_who_has_never_been_bound_cannot_leave_and_who_has_left_cannot_give_notice() -> None:
    told = Diary().joins(*(code for code in NORRORT if code != SOLNA))
    told.leaves(TABY, date(2020, 1, 1), (MANAGER, date(2020, 1, 1)), dated="2020-01-01", form="written")
    assert why(norrort(), told.facts, "lamnar:0184:2027-01-01", "sager-upp:0160:2027-01-01") == [
        "Solna är inte part i Norrort och kan inte lämna. Anta först att kommunen går med.",
        "Täby var part till och med 1\u00a0januari 2021 och kan inte säga upp sig 1\u00a0januari 2027.",
    ]


def test_nobody_joins_before_the_agreement_begins_or_after_it_has_closed() -> None:
    (early,) = why(norrort(), Diary().facts, "gar-med:0184:2014-01-01")
    assert early == "Solna kan inte bli part 1\u00a0januari 2014: tidigast 15\u00a0april 2014."
    facts = Diary().joins("0180").facts
    (closed,) = why(ksl(), facts, "lasning:t-10-1:2013-11-15", "gar-med:0184:2027-01-01")
    assert closed == "Norrort är stängt för nya parter sedan 15\u00a0november 2013, med den läsning som används."
    all_adopt = replace(ENTRY, requires=("adoption_decision", "all_parties_adopted"))
    (waiting,) = why(norrort(all_adopt), Diary().facts, "gar-med:0184:2027-01-01")
    assert waiting == "Att Solna går med 1\u00a0januari 2027 stämmer inte med avtalet eller de andra antagandena."


def test_a_notice_without_a_day_takes_effect_at_once_for_the_comparison() -> None:
    """N-14: while the length of notice is open there is no last day."""
    read = norrort(replace(WITHDRAWAL, period="open", basis={}))
    found = checked(["sager-upp:0184:2027-01-01"], read, started().facts, NORRORT)
    assert (found.suppositions, found.takes_effect) == ((GivesNotice(SOLNA, date(2027, 1, 1)),), date(2027, 1, 1))


def test_a_supposed_answer_that_is_no_option_is_left_out() -> None:
    made = world(agreement(), record().facts, (Reads("t-0", "x"),), DAY)
    assert (made.facts, made.ahead.readings) == (tuple(record().facts), ())


def test_an_agreement_without_terms_of_entry_takes_a_joining_for_nothing() -> None:
    made = world(norrort(without=("giltighet",)), [], (Joins(SOLNA, DAY),), DAY)
    assert made.facts == ()


def name(code: str) -> Text:
    return Text(NORRORT[code], NORRORT[code])


def test_the_words_of_notice_and_of_a_key() -> None:
    assert sentence(GivesNotice(SOLNA, DAY), agreement(), name).sv == (
        "Solna säger upp sig och alla har uppsägningen 1\u00a0juli 2027"
    )
    assert sentence(MixedKey(2027, Fraction(25)), agreement(), name).en == (
        "from 2027 25 per cent of the fee is split equally and the rest by population"
    )
