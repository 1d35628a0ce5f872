"""Where each municipality stands and what it lacks (N-2, N-6a, N-12, N-14, N-15, K-9a, K-9b, K-11, K-L8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.definition import Definition
from samverk.rules.evaluate import Evaluation, evaluate
from samverk.rules.standing import Lacking, Standing, standings, state_name
from samverk.rules.summary import by_party, of_subject
from tests.rules.lifecycle import NORRORT, START, Diary, ksl, norrort, reading, started
from tests.rules.small_world import ALE, BJUV, KIL, Story, evaluated
from tests.rules.small_world import START as SMALL_START
from tests.rules.test_entry import ROUND
from tests.rules.test_holdings import REPRESENTATIVE

TODAY = date(2026, 11, 22)


def made(definition: Definition, diary: Diary, as_of: date = TODAY) -> Evaluation:
    return evaluate(definition, diary.facts, as_of=as_of, names=NORRORT)


def found(definition: Definition, diary: Diary, as_of: date = TODAY) -> dict[str, Standing]:
    return {one.party: one for one in standings(made(definition, diary, as_of))}


def county(**changes: str) -> Definition:
    """The county agreement with a round of adoption."""
    late = reading("t-r-1", "rule.antagande.late_answer", ["accepted", "refused"], "accepted")
    base = ksl()
    rule = replace(ROUND, **changes)  # type: ignore[arg-type]  # the test's own changes
    return replace(base, rules={**base.rules, rule.id: rule}, readings={**base.readings, late.id: late})


def said(lacking: tuple[Lacking, ...]) -> list[str]:
    return [item.what.sv for item in lacking]


def test_everybody_named_stands_somewhere() -> None:
    """N-2: the fifteen, whatever they have done."""
    all_ = found(norrort(), Diary())
    assert set(all_) == set(NORRORT)
    assert {one.state for one in all_.values()} == {"named"}
    assert not any(one.is_bound for one in all_.values())


def test_what_stands_between_a_municipality_and_being_bound() -> None:
    """N-15: the decision and the signature, each with the kind of fact that settles it."""
    diary = Diary().add("decision.adopted", date(2014, 3, 1), "0162", extract_on="2014-03-09")
    one = found(norrort(), diary)["0162"]
    assert (one.state, said(one.lacking)) == ("decided", ["Underskrift"])
    (item,) = one.lacking
    assert (item.kind, dict(item.given), item.completes) == ("signature.given", {"party": "0162"}, None)
    assert one.entry is not None
    assert item.finding is one.entry

    nothing = found(norrort(), diary)["0160"]
    assert said(nothing.lacking) == ["Beslut", "Underskrift"]
    assert nothing.lacking[0].what.en == "A decision"


def test_a_decision_without_its_extract_lacks_it_for_ever() -> None:
    """K-L8: the fact to complete is the decision itself."""
    diary = Diary().add("decision.adopted", date(2014, 3, 1), "0162").add("signature.given", date(2014, 3, 1), "0162")
    one = found(norrort(), diary)["0162"]
    decision = next(fact for fact in diary.facts if fact.kind == "decision.adopted")
    assert (one.state, one.is_bound) == ("in_force", True)
    assert said(one.lacking) == ["Protokollsutdrag"]
    assert one.lacking[0].completes == decision.seq


def test_the_managing_municipality_holds_an_office() -> None:
    """N-5a: one for everybody; a role that every party fills is none."""
    all_ = found(norrort(), started())
    assert {code: one.offices for code, one in all_.items() if one.offices} == {"0186": ("forvaltande-kommun",)}

    rules = '\n[rule.x]\nkind = "term"\nlabel = { sv = "x", en = "x" }\ncite = ["1/s1"]\nduration = "indefinite"\n'
    story = Story().all_adopted().on(SMALL_START, "role.assigned", ALE, role="vard", holder=f"party:{ALE}")
    small = {one.party: one.offices for one in standings(evaluated(rules, story, date(2016, 1, 1)))}
    assert small == {ALE: ("vard",), BJUV: (), KIL: ()}


def test_an_office_that_nobody_holds_is_nobodys() -> None:
    story = Story().all_adopted()
    assert all(not one.offices for one in standings(evaluated("", story, date(2016, 1, 1))))


def test_who_has_given_notice_has_the_finding_that_says_until_when() -> None:
    """N-14b."""
    diary = started().add("notice.given", date(2026, 3, 2), "0184", form="written")
    diary.add("notice.received", date(2026, 3, 3), "0186", notice_party="0184")
    all_ = found(norrort(), diary)
    one = all_["0184"]
    assert (one.state, one.is_bound) == ("under_notice", True)
    assert one.leaving is not None
    assert one.leaving.because[0] == next(fact.seq for fact in diary.facts if fact.kind == "notice.given")
    assert all_["0160"].leaving is None


def test_a_notice_waits_for_receipts_and_those_who_owe_them_are_told() -> None:
    """K-9b: the one who leaves sees what is missing, each of the others what it owes."""
    diary = Diary()
    for code in ("0160", "0162", "0184"):
        diary.add("decision.adopted", date(2013, 9, 1), code, extract_on="2013-09-20")
    diary.add("notice.given", date(2026, 5, 18), "0184").add(
        "notice.received", date(2026, 5, 20), "0160", notice_party="0184"
    )
    all_ = found(ksl(), diary)
    assert said(all_["0184"].lacking) == ["Mottagningsbevis från Danderyd"]
    assert said(all_["0160"].lacking) == []
    (owed,) = all_["0162"].lacking
    assert owed.what.sv == "Mottagningsbevis för uppsägningen från Solna"
    assert (owed.kind, dict(owed.given)) == ("notice.received", {"notice_party": "0184", "party": "0162"})


def test_a_notice_without_effect_is_owed_no_receipt() -> None:
    """From somebody who was no party."""
    diary = Diary()
    for code in ("0160", "0162"):
        diary.add("decision.adopted", date(2013, 9, 1), code, extract_on="2013-09-20")
    diary.add("notice.given", date(2026, 5, 18), "0184")
    all_ = found(ksl(), diary)
    assert said(all_["0160"].lacking) == said(all_["0162"].lacking) == []


def test_an_agreement_without_a_way_out_has_nobody_leaving() -> None:
    all_ = found(norrort(without=["uttrade"]), started())
    assert all(one.leaving is None for one in all_.values())


def test_who_has_left_or_declined_lacks_nothing_to_be_bound() -> None:
    """N-14b, K-L8: that matter is closed."""
    diary = Diary().add("decision.declined", date(2014, 3, 1), "0160")
    diary.joins("0162").add("notice.given", date(2015, 1, 1), "0162", form="written")
    diary.add("notice.received", date(2015, 1, 1), "0186", notice_party="0162")
    for fact in started().facts:
        diary.add(
            fact.kind, fact.valid_on, fact.party if fact.party not in {"0160", "0162"} else "0186", **fact.payload
        )
    all_ = found(norrort(), diary)
    assert (all_["0160"].state, said(all_["0160"].lacking)) == ("declined", [])
    assert all_["0162"].state == "exited"
    assert "Beslut" not in said(all_["0162"].lacking)


def test_a_reservation_is_said_once_with_the_act_that_settles_it() -> None:
    """K-11: kept, and no adoption; a round says the same and is left out."""
    diary = Diary().add("decision.adopted", date(2013, 11, 1), "0160", reservation=True, extract_on="2013-11-12")
    for definition in (ksl(), county()):
        one = found(definition, diary)["0160"]
        assert (one.state, said(one.lacking)) == ("reserved", ["Täby har antagit med förbehåll"])
        assert (one.lacking[0].kind, dict(one.lacking[0].given)) == ("decision.adopted", {"party": "0160"})


def test_a_round_asks_for_the_decision_and_the_entry_does_not_ask_again() -> None:
    """K-L9: silent is a state of its own."""
    one = found(county(), Diary().add("decision.postponed", date(2013, 11, 11), "0187"))
    assert one["0187"].state == "postponed"
    assert said(one["0187"].lacking) == ["Vaxholm bordlade frågan 11\N{NO-BREAK SPACE}november 2013"]
    assert one["0162"].state == "silent"
    assert one["0162"].history is None
    assert len(one["0162"].lacking) == 1
    assert one["0162"].lacking[0].kind is None
    assert state_name("silent").sv == "Inte svarat"
    assert state_name("under_notice").en == "Under notice"


def test_somebody_with_a_paper_and_no_decision_has_not_answered() -> None:
    one = found(ksl(), Diary().add("copy.delivered", date(2013, 11, 1), "0160"))["0160"]
    assert one.state == "silent"


def test_a_reading_that_would_leave_a_party_unbound_is_told() -> None:
    """K-10a: late, bound under the reading in use; no fact settles that."""
    definition = county()
    diary = Diary().add("decision.adopted", date(2014, 2, 24), "0162", extract_on="2014-03-01")
    one = found(definition, diary)["0162"]
    assert one.state == "in_force"
    assert [(item.finding.rule, item.kind) for item in one.lacking] == [("giltighet", None)]


def test_a_change_waits_for_the_signature_of_those_who_have_not_signed() -> None:
    """N-12."""
    diary = started().add("amendment.proposed", date(2026, 2, 1), amendment="a-1", summary="Ersättare")
    for code in NORRORT:
        if code != "0187":
            diary.add("amendment.signed", date(2026, 3, 1), code, amendment="a-1", decided_on="2026-02-20")
    diary.add("amendment.signed", date(2026, 3, 1), "0162", amendment="a-2", decided_on="2026-02-20")
    all_ = found(norrort(), diary)
    changes = {code: [item for item in one.lacking if item.kind == "amendment.signed"] for code, one in all_.items()}
    assert said(tuple(changes["0187"])) == [
        "Underskrift av ändringen ”Ersättare”", "Underskrift av ändringen ”a-2”",
    ]  # fmt: skip
    assert dict(changes["0187"][0].given) == {"amendment": "a-1", "party": "0187"}
    assert said(tuple(changes["0162"])) == []


def test_a_missing_representative_is_told_to_the_party_that_owes_one() -> None:
    """N-6a: in the words of the finding, and nobody else is told."""
    story = Story().all_adopted().on(SMALL_START, "role.assigned", ALE, role="ledamot")
    all_ = {one.party: one for one in standings(evaluated(REPRESENTATIVE, story, date(2016, 1, 1)))}
    ours = [item for item in all_[BJUV].lacking if item.finding.rule == "ledamot"]
    assert len(ours) == 1
    assert ours[0].what.sv.startswith("Bjuv saknar representant")
    assert ours[0].kind is None
    assert not [item for item in all_[ALE].lacking if item.finding.rule == "ledamot"]


def test_what_the_parties_owe_together_is_no_state_of_one_of_them() -> None:
    """A finding of a body or of all, though each of them bears it."""
    evaluation = evaluated(REPRESENTATIVE, Story().all_adopted(), date(2016, 1, 1))
    together = replace(evaluation.by_rule["ledamot"][0], subject="parties", bearers=(f"party:{ALE}", f"party:{BJUV}"))
    changed = replace(evaluation, by_rule={**evaluation.by_rule, "ledamot": (together,)})
    assert all("ledamot" not in {item.finding.rule for item in one.lacking} for one in standings(changed))


CODES = sorted(NORRORT)
DAYS = st.dates(START - timedelta(days=60), START + timedelta(days=400))
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["decision.adopted", "signature.given", "decision.declined", "decision.postponed"]),
        DAYS,
        st.sampled_from(CODES[:5]),
    ),
    max_size=14,
)


@given(acts=ACTS, as_of=DAYS)
def test_standings_agree_with_the_facts_themselves(acts: list[tuple[str, date, str]], as_of: date) -> None:
    """N-15, against a reading of the facts by hand; and one reading for all says what one for each says."""
    diary = Diary()
    for kind, day, code in sorted(acts, key=lambda act: act[1]):
        diary.add(kind, day, code, **({"extract_on": day.isoformat()} if kind == "decision.adopted" else {}))
    evaluation = made(norrort(), diary, as_of)
    all_ = {one.party: one for one in standings(evaluation)}

    assert {code for code, one in all_.items() if one.is_bound} == set(evaluation.situation.parties_on(as_of))
    for code, one in all_.items():
        done = {kind for kind, day, who in acts if who == code and day <= as_of}
        asked = {item.kind for item in one.lacking if item.kind in {"decision.adopted", "signature.given"}}
        if one.state in {"in_force", "declined"} or (one.history is not None and one.history.spells):
            assert not asked
        elif "decision.declined" not in done and "decision.postponed" not in done:
            assert asked == {"decision.adopted", "signature.given"} - done
    together = by_party(evaluation)
    assert {code: of_subject(evaluation, f"party:{code}") for code in together} == together
