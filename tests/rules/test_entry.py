"""What is said of each party's entry (N-4, N-15, K-9a, K-11, K-L8; semantics C.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from samverk.rules import entry
from samverk.rules.definition import Definition
from samverk.rules.finding import Finding, Verdict
from samverk.rules.histories import STATUS_NAMES, histories
from samverk.rules.membership import timeline
from samverk.rules.provisions import AdoptionRound, Entry
from samverk.rules.situation import situation
from samverk.rules.values import RoundResponse, RoundStep
from tests.rules.lifecycle import (
    ENTRY,
    KSL_ENTRY,
    KSL_MEMBERSHIP,
    KSL_READINGS,
    MANAGER,
    NORRORT,
    Diary,
    ksl,
    norrort,
    reading,
    same,
    started,
)

DAY = date(2026, 11, 1)
ROUND = AdoptionRound(
    id="antagande",
    label=same("Antagande"),
    cite=("R",),
    steps=(RoundStep(id="antagande", act="adopt", due=date(2013, 11, 15)),),
    response=RoundResponse(to="role:registrator"),
    outcomes=("adopts",),
    late_answer="accepted",
    basis={"late_answer": "t-r-1"},
)


def found(definition: Definition, diary: Diary, as_of: date = DAY) -> dict[str, Finding]:
    made = situation(definition, diary.facts, as_of=as_of, names=NORRORT)
    rule = made.definition.first(Entry)
    assert rule is not None
    return {item.subject: item for item in entry.findings(made, rule)}


def of_party(definition: Definition, diary: Diary, code: str = "0162", as_of: date = DAY) -> Finding:
    return found(definition, diary, as_of)[f"party:{code}"]


def test_a_bound_party_is_said_with_its_day_and_how_it_was_reached() -> None:
    """N-15."""
    item = of_party(norrort(), Diary().joins("0162", decided=date(2014, 5, 20), signed=date(2014, 4, 2)))
    assert (item.verdict, item.value, item.since) == (Verdict.FULFILLED, "2014-05-20", date(2014, 5, 20))
    assert item.headline.sv == "Danderyd är bunden sedan 20\u00a0maj 2014"
    assert item.headline.en == "Danderyd has been bound since 20\u00a0May 2014"
    assert [step.text.sv for step in item.steps] == [
        "Underskrift: 2\u00a0april 2014",
        "Beslut: 20\u00a0maj 2014",
        "Den senaste dagen avgör: 20\u00a0maj 2014",
    ]
    assert item.because == (2, 1)
    assert [use.id for use in item.readings] == ["t-15-1", "t-15-2", "t-4-1"]
    assert item.basis == "assumed"
    assert item.missing == ()


def test_nobody_is_bound_before_the_start_and_the_other_reading_is_shown() -> None:
    """N-4, t-4-1."""
    item = of_party(norrort(), Diary().joins("0162"))
    assert item.value == "2014-04-15"
    assert item.steps[-1].text.en == "Nobody is bound before 15\u00a0April 2014"
    assert {(other.reading, other.value) for other in item.alternatives} == {("t-4-1", "2014-03-25"), ("t-15-2", None)}
    texts = {other.reading: other.text.sv for other in item.alternatives if other.text is not None}
    assert texts["t-15-2"] == "Med läsningen ”required” behövs också laga kraft, och den dagen är inte antecknad."
    assert texts["t-4-1"] == "Med läsningen ”none” bunden från 25\u00a0mars 2014."


def test_before_the_start_the_day_is_still_to_come() -> None:
    item = of_party(norrort(), Diary().joins("0162"), as_of=date(2014, 4, 1))
    assert (item.verdict, item.headline.sv) == (Verdict.PENDING, "Danderyd blir bunden 15\u00a0april 2014")


@pytest.mark.parametrize(
    ("kind", "payload", "verdict", "headline", "missing"),
    [
        ("decision.adopted", {"extract_on": "2014-04-01"}, Verdict.PENDING,
         "Danderyd är inte bunden: underskrift saknas", ["underskrift"]),
        ("signature.given", {}, Verdict.PENDING, "Danderyd är inte bunden: beslut saknas", ["beslut"]),
        ("decision.adopted", {}, Verdict.PENDING, "Danderyd är inte bunden: underskrift saknas",
         ["underskrift", "protokollsutdrag"]),
        ("decision.declined", {}, Verdict.NOT_APPLICABLE, "Danderyd har avböjt", ["beslut", "underskrift"]),
        ("decision.adopted", {"reservation": "inte punkt 10"}, Verdict.UNKNOWN, "Danderyd har antagit med förbehåll",
         ["beslut", "underskrift", "protokollsutdrag"]),
        ("decision.postponed", {}, Verdict.PENDING, "Danderyd är inte bunden: beslut och underskrift saknas",
         ["beslut", "underskrift"]),
    ],
)  # fmt: skip
def test_one_who_is_not_bound_is_said_with_what_is_missing(
    kind: str, payload: dict[str, str], verdict: Verdict, headline: str, missing: list[str]
) -> None:
    item = of_party(norrort(), Diary().add(kind, date(2014, 4, 1), "0162", **payload))
    assert (item.verdict, item.headline.sv, item.value) == (verdict, headline, None)
    assert [text.sv for text in item.missing] == missing


def test_a_postponed_matter_is_said() -> None:
    item = of_party(norrort(), Diary().add("decision.postponed", date(2014, 4, 1), "0162"))
    assert item.detail is not None
    assert item.detail.sv == "Frågan är bordlagd."
    assert item.because == (1,)


def test_one_named_without_any_fact_is_waited_for() -> None:
    item = of_party(norrort(), Diary())
    assert (item.verdict, item.because) == (Verdict.PENDING, ())


def test_one_who_has_left_was_bound() -> None:
    diary = Diary().joins("0162").leaves("0162", date(2018, 1, 1), (MANAGER, date(2018, 1, 2)))
    item = of_party(norrort(), diary)
    assert (item.verdict, item.headline.sv) == (
        Verdict.NOT_APPLICABLE,
        "Danderyd var bunden till och med 2\u00a0januari 2019",
    )


def test_a_number_of_parties_required_moves_the_day() -> None:
    two = ksl(replace(KSL_ENTRY, min_parties=2))
    diary = Diary().add("decision.adopted", date(2013, 9, 1), "0162").add("decision.adopted", date(2013, 10, 1), "0180")
    item = of_party(two, diary)
    assert item.value == "2013-10-01"
    assert item.steps[-1].text.sv == "Bunden från 1\u00a0oktober 2013"


def test_a_late_adopter_is_unclear_while_nobody_has_decided_whether_the_class_closes() -> None:
    """K-10a, t-10-1, t-r-1: bound, and marked."""
    with_round = replace(ksl(), rules={**ksl().rules, ROUND.id: ROUND}, readings={
        **ksl().readings, "t-r-1": reading("t-r-1", "rule.antagande.late_answer", ["accepted", "refused"], "accepted"),
    })  # fmt: skip
    diary = (
        Diary().add("decision.adopted", date(2014, 2, 24), "0162").add("decision.adopted", date(2013, 11, 15), "0160")
    )
    late, in_time = of_party(with_round, diary), of_party(with_round, diary, "0160")
    assert (late.verdict, late.value) == (Verdict.UNKNOWN, "2014-02-24")
    assert late.detail is not None
    assert late.detail.sv == "Med läsningen ”2013-11-15” är Danderyd inte bunden."
    assert [(other.reading, other.value) for other in late.alternatives] == [
        ("t-9-3", None),
        ("t-10-1", None),
        ("t-r-1", None),
    ]
    assert in_time.verdict is Verdict.FULFILLED


def test_an_agreement_without_a_list_of_parties_is_read_by_its_names() -> None:
    item = of_party(norrort(without=["parter"]), Diary().joins("0162"))
    assert item.verdict is Verdict.FULFILLED


def test_a_closed_class_leaves_the_late_one_outside() -> None:
    closed = ksl(replace(KSL_MEMBERSHIP, closes="2013-11-15"))
    item = of_party(closed, Diary().add("decision.adopted", date(2014, 2, 24), "0162"))
    assert item.verdict is Verdict.NOT_APPLICABLE
    assert item.headline.en == "Danderyd decided after 15\u00a0November 2013 and is not bound"


def test_a_provision_that_waits_for_more_than_days_says_only_that_it_is_not_yet() -> None:
    few = ksl(replace(KSL_ENTRY, min_parties=2))
    item = of_party(few, Diary().add("decision.adopted", date(2013, 9, 1), "0162"))
    assert (item.verdict, item.headline.sv) == (Verdict.PENDING, "Danderyd är inte bunden än")


# --- everybody together ---------------------------------------------------------------------------------


def test_the_summary_counts_and_names_the_last() -> None:
    diary = Diary().joins(*[code for code in NORRORT if code != "0139"]).joins("0139", signed=date(2014, 6, 12))
    whole = found(norrort(), diary)["parties"]
    assert (whole.verdict, whole.headline.sv, whole.value) == (
        Verdict.FULFILLED, "Alla 15 har blivit bundna", {"bound": 15, "named": 15},
    )  # fmt: skip
    assert whole.detail is not None
    assert whole.detail.sv == "Sist var Upplands-Bro, 12\u00a0juni 2014."


def test_the_summary_names_those_who_are_not_bound_and_whose_extract_is_missing() -> None:
    diary = Diary().joins(*[code for code in NORRORT if code not in ("0139", "0125")])
    diary.add("decision.adopted", date(2014, 3, 1), "0125").add("signature.given", date(2014, 3, 1), "0125")
    whole = found(norrort(), diary)["parties"]
    assert (whole.verdict, whole.headline.sv) == (Verdict.PENDING, "14 av 15 är bundna")
    assert whole.detail is not None
    assert whole.detail.sv.endswith("Inte bundna: Upplands-Bro.")
    assert [text.sv for text in whole.missing] == ["protokollsutdrag från Ekerö"]


def test_a_single_party_has_nobody_to_agree_with() -> None:
    """Semantics C.4: the first adopter of an open class has no counterparty."""
    whole = found(ksl(), Diary().add("decision.adopted", date(2013, 9, 1), "0162"))["parties"]
    assert (whole.verdict, whole.headline.sv) == (Verdict.INFORMATION, "En kommun är bunden")
    assert whole.detail is not None
    assert whole.detail.en == "There is no counterparty yet."
    assert found(ksl(), Diary())["parties"].verdict is Verdict.PENDING


# --- histories ------------------------------------------------------------------------------------------


def test_statuses_follow_the_way_in_and_out() -> None:
    diary = Diary()
    steps = [
        (date(2014, 1, 1), "named"), (date(2014, 2, 1), "postponed"), (date(2014, 3, 1), "reserved"),
        (date(2014, 3, 10), "decided"), (date(2014, 3, 25), "signed"), (date(2014, 4, 15), "in_force"),
        (date(2018, 1, 10), "under_notice"), (date(2019, 1, 12), "under_notice"), (date(2019, 1, 13), "exited"),
    ]  # fmt: skip
    diary.add("decision.postponed", date(2014, 2, 1), "0162")
    diary.add("decision.adopted", date(2014, 3, 1), "0162", reservation="x")
    diary.add("decision.adopted", date(2014, 3, 10), "0162").add("signature.given", date(2014, 3, 25), "0162")
    diary.add("copy.delivered", date(2014, 5, 1), "0162").add("decision.legal_force", date(2014, 4, 2), "0162")
    diary.leaves("0162", date(2018, 1, 10), (MANAGER, date(2018, 1, 12)))
    for day, status in steps:
        history = histories(norrort(), diary.facts, day)["0162"]
        assert history.status == status, day
        assert history.status in STATUS_NAMES
    last = histories(norrort(), diary.facts, DAY)["0162"]
    assert (last.bound_from, last.last_day) == (date(2014, 4, 15), date(2019, 1, 12))
    assert last.copy is not None
    assert last.legal_force is not None
    assert last.exit is not None
    assert last.lacks_extract
    assert not last.has_reservation


def test_histories_hold_everybody_named_and_everybody_with_a_fact() -> None:
    assert set(histories(norrort(), [], DAY)) == set(NORRORT)
    diary = Diary().add("decision.declined", date(2013, 9, 1), "0180").add("decision.adopted", date(2013, 9, 1), "0380")
    county = histories(ksl(), diary.facts, DAY)
    assert {code: history.status for code, history in county.items()} == {"0180": "declined"}
    assert county["0180"].bound_from is None
    assert county["0180"].last_day is None


def test_histories_can_be_made_from_a_timeline_at_hand() -> None:
    diary = started()
    line = timeline(norrort(), diary.facts)
    assert histories(norrort(), diary.facts, DAY, bound=line) == histories(norrort(), diary.facts, DAY)


@pytest.mark.parametrize("proof", [{"extract_on": "2014-04-01"}, {"document": "d"}, {"evidence": "decision"}])
def test_any_paper_that_proves_the_decision_is_enough(proof: dict[str, str]) -> None:
    """K-L8: minutes extract or other decision document."""
    diary = Diary().add("decision.adopted", date(2013, 9, 1), "0180", **proof)
    assert not histories(ksl(), diary.facts, DAY)["0180"].lacks_extract


def test_readings_of_the_small_agreements_are_all_used() -> None:
    used = {rid for rule in (*norrort().rules.values(), *ksl().rules.values()) for rid in rule.basis.values()}
    assert {item.id for item in KSL_READINGS} <= used
    assert ENTRY.basis.keys() <= {"requires", "legal_force", "not_before"}
