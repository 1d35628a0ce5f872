"""Asking the two agreements and made-up ones (issue item 8): answers, other readings, receipts, refusals."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from samverk.rules.answer import status_of
from samverk.rules.finding import ENGINE, ReadingUse
from samverk.rules.provisions import Meeting, Provision
from samverk.rules.questions import QUESTIONS, QuestionError, ask, wanted
from samverk.rules.values import ClassOf, Period, Quota
from tests.rules.asking import KSL_ID, NORRORT_ID, corpus, others, put, refused
from tests.rules.lifecycle import (
    AMENDMENT,
    CHAIR,
    ENTRY,
    KSL_ENTRY,
    KSL_MEMBERSHIP,
    KSL_WITHDRAWAL,
    TERM,
    WITHDRAWAL,
    definition,
    ksl,
    norrort,
    reading,
    same,
)

# --- exit_date ------------------------------------------------------------------------------------------


def test_the_answer_of_the_issue_word_for_word() -> None:
    """``samverk ask koordination-norrort exit_date --given received=2024-02-29 --json``."""
    found = put(NORRORT_ID, "exit_date", received="2024-02-29").as_json()
    assert (found["value"], found["status"], found["basis"], found["verdict"]) == (
        "2025-02-28", "provisional", "assumed", None,
    )  # fmt: skip
    assert "14/s2" in [item["clause"] for item in found["because"]]
    assert found["steps"] == [
        "Ordföranden i ledningsgruppen fick uppsägningen 29\u00a0februari 2024",
        "29\u00a0februari 2024 + 12 månader = 28\u00a0februari 2025",
        "Dagen är med: part till och med 28\u00a0februari 2025",
    ]
    assert {item["id"] for item in found["readings"]} >= {"t-14-1", "t-14-2", "t-14-3"}
    assert found["receipt"] == {
        "definition_sha256": corpus(NORRORT_ID).sha256, "engine": ENGINE, "as_of": None, "known_at": None,
        "inputs": {"received": "2024-02-29"},
    }  # fmt: skip
    assert json.loads(json.dumps(found)) == found


def test_each_cited_clause_comes_with_its_name_and_words() -> None:
    found = put(NORRORT_ID, "exit_date", received="2024-02-29").as_json("en")
    last = found["because"][-1]
    assert (last["clause"], last["name"]) == ("14/s2", "clause 14")
    assert last["words"]
    assert found["sentence"] == "A party through 28\u00a0February 2025."
    silent = replace(corpus(NORRORT_ID), text=None)
    assert "words" not in put(silent, "exit_date", received="2024-02-29").as_json()["because"][0]


def test_all_readings_of_vaxholms_notice() -> None:
    """Semantics C.2: dated 29 August, sent 31 August, received 2 September 2025."""
    answer = put(NORRORT_ID, "exit_date", dated="2025-08-29", sent="2025-08-31", received="2025-09-02")
    assert answer.value == "2026-09-02"
    assert others(answer)["t-14-1", "notice_dated"] == "2026-08-29"
    assert others(answer)["t-14-1", "notice_sent"] == "2026-08-31"
    assert others(answer)["t-14-3", "outside"] == "2026-09-01"


def test_readings_that_need_more_than_was_given_say_what() -> None:
    answer = put(NORRORT_ID, "exit_date", received="2025-09-02")
    assert others(answer)["t-14-1", "notice_dated"] is None
    texts = [item.text.sv for item in answer.alternatives if item.option == "notice_dated" and item.text is not None]
    assert texts[0].endswith("behöver ”dated”")


def test_the_spread_of_ksl() -> None:
    """K-9b, semantics C.2."""
    answer = put(KSL_ID, "exit_date", received="0114:2025-05-29,0180:2025-05-31,0186:2025-06-03")
    assert answer.value == "2026-03-03"
    assert others(answer)["t-9-2", "first_receipt"] == "2026-02-28"
    assert others(answer)["t-9-2", "receipt_by_coordinator"] is None
    assert others(answer)["t-9-1", "agreement_ends_for_all"] == "2026-03-03"
    one_day = put(KSL_ID, "exit_date", received="2025-06-03")
    assert others(one_day)["t-9-2", "receipt_by_coordinator"] == "2026-03-03"


def test_a_letter_alone_is_not_enough_and_the_other_reading_is_told() -> None:
    said = refused(NORRORT_ID, "exit_date", dated="2025-08-29")
    assert said.startswith("exit_date behöver ”received”")
    assert "punkt 14" in said
    assert "29\u00a0augusti 2026" in said
    assert "received=2024-02-29" in refused(KSL_ID, "exit_date", dated="2025-08-29")
    assert "behöver ”dated”" in refused(
        norrort(replace(WITHDRAWAL, clock="notice_dated")), "exit_date", sent="2025-08-29"
    )


def test_the_manager_gives_notice_to_all_the_others() -> None:
    """N-14 ?2."""
    found = put(NORRORT_ID, "exit_date", party="0186", received="2025-03-01")
    assert found.steps[0].text.sv == "Alla 14 fick uppsägningen 1\u00a0mars 2025"
    by_code = put(NORRORT_ID, "exit_date", party="0163", manager="0163", received="0114:2025-03-01,0186:2025-03-04")
    assert by_code.value == "2026-03-04"


def test_who_chairs_decides_whose_receipt_counts() -> None:
    first = put(NORRORT_ID, "exit_date", received="0114:2025-03-01,0186:2025-03-04,0160:2025-03-09")
    assert first.value == "2026-03-04"  # Lidingö, by the agreement's own words
    later = put(NORRORT_ID, "exit_date", manager="0160", received="0114:2025-03-01,0186:2025-03-04,0160:2025-03-09")
    assert later.value == "2026-03-09"
    unknown = put(NORRORT_ID, "exit_date", received="0114:2025-03-01,0160:2025-03-09")
    assert unknown.value == "2026-03-09"
    assert "behöver ”received”" in refused(NORRORT_ID, "exit_date", manager="0163", received="0114:2025-03-01")


def test_the_one_who_leaves_does_not_receive_its_own_notice() -> None:
    assert put(KSL_ID, "exit_date", party="0140", received="0136:2026-01-12,0140:2026-02-01").value == "2026-10-12"


@pytest.mark.parametrize(
    ("change", "given", "value"),
    [
        ({"clock": "calendar_year_end_after_receipt"}, {"received": "2025-09-02"}, "2026-12-31"),
        ({"addressees": "party:0114"}, {"received": "0114:2025-09-02,0115:2025-10-01"}, "2026-09-02"),
        ({"addressees": "role:forvaltande-kommun"}, {"received": "0186:2025-09-02,0115:2025-10-01"}, "2026-09-02"),
        ({"addressees": "other_parties"}, {"received": "2025-09-02"}, "2026-09-02"),
        ({"period": Period(6, "M")}, {"received": "2025-08-31"}, "2026-02-28"),
    ],
)
def test_agreements_by_others_need_no_code(change: dict[str, Any], given: dict[str, str], value: str) -> None:
    assert put(norrort(replace(WITHDRAWAL, **change)), "exit_date", **given).value == value


def test_an_open_clock_is_answered_only_when_every_reading_agrees() -> None:
    unsettled = norrort(replace(WITHDRAWAL, clock="open"))
    assert unsettled.readings["t-14-1"].status == "provisional"
    agreed = put(unsettled, "exit_date", dated="2025-03-03", sent="2025-03-03", received="2025-03-03")
    assert (agreed.value, agreed.verdict) == ("2026-03-03", None)
    apart = put(unsettled, "exit_date", dated="2025-03-01", sent="2025-03-02", received="2025-03-03")
    assert (apart.value, apart.verdict) == (None, "unknown")
    assert apart.sentence.sv.startswith("Dagen går inte att säga: ett val mellan")
    partly = put(unsettled, "exit_date", received="2025-03-03")
    assert (partly.value, partly.verdict, len(partly.missing)) == (None, "unknown", 1)
    strict = put(norrort(replace(WITHDRAWAL, month_rule="refuse_if_ambiguous")), "exit_date", received="2024-02-29")
    assert (strict.value, strict.verdict) == (None, "unknown")


def test_an_agreement_by_two_who_are_not_named_has_one_other_party() -> None:
    by_chair = ksl(replace(KSL_WITHDRAWAL, clock="notice_received"))
    assert (
        put(by_chair, "exit_date", received="2025-03-03").steps[0].text.en
        == "The other party received the notice on 3\u00a0March 2025"
    )


# --- in_force_from --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decided", "signed", "value"),
    [("2014-05-20", "2014-04-10", "2014-05-20"), ("2014-03-01", "2014-03-10", "2014-04-15")],
)
def test_in_force_from_of_norrort(decided: str, signed: str, value: str) -> None:
    """N-15, clauses.md §7."""
    answer = put(NORRORT_ID, "in_force_from", decided=decided, signed=signed, party="0162")
    assert (answer.value, answer.status) == (value, "provisional")
    assert others(answer)["t-15-2", "required"] is None


def test_the_earliest_day_cites_its_own_clause() -> None:
    assert "4/s2" in put(NORRORT_ID, "in_force_from", decided="2014-03-01", signed="2014-03-10").because
    assert "4/s2" not in put(NORRORT_ID, "in_force_from", decided="2014-05-01", signed="2014-05-10").because
    fixed = norrort(replace(ENTRY, not_before="2014-07-01"))
    assert put(fixed, "in_force_from", decided="2014-03-01", signed="2014-03-10").value == "2014-07-01"


def test_in_force_from_of_ksl_and_a_round_that_may_have_closed() -> None:
    """K-9a, K-11, t-10-1, t-r-1."""
    in_time = put(KSL_ID, "in_force_from", decided="2013-11-15", signed="2013-12-01")
    assert (in_time.value, in_time.status, in_time.verdict) == ("2013-11-15", "provisional", None)
    late = put(KSL_ID, "in_force_from", decided="2014-02-24")
    assert late.value == "2014-02-24"
    assert others(late)["t-10-1", "2013-11-15"] is None
    assert others(late)["t-r-1", "refused"] is None
    assert others(late)["t-9-11", "2"] == "2014-02-24"
    undecided = put(ksl(), "in_force_from", decided="2014-02-24")
    assert (undecided.value, undecided.status, undecided.verdict) == ("2014-02-24", "open", "unknown")


def test_what_the_provision_requires_must_be_given() -> None:
    assert refused(NORRORT_ID, "in_force_from", decided="2014-03-01").startswith("in_force_from behöver ”signed”")
    assert "”decided”" in refused(KSL_ID, "in_force_from", signed="2013-10-14")
    strict = ksl(replace(KSL_ENTRY, legal_force="required"))
    assert "”legal_force”" in refused(strict, "in_force_from", decided="2013-09-01")
    assert put(strict, "in_force_from", decided="2013-09-01", legal_force="2013-09-30").value == "2013-09-30"
    everybody = norrort(replace(ENTRY, requires=("adoption_decision", "all_parties_adopted", "deposit")))
    given = {"decided": "2014-05-01", "everyone": "2014-06-01", "deposited": "2014-05-05"}
    assert put(everybody, "in_force_from", **given).value == "2014-06-01"


def test_a_closed_round_binds_nobody() -> None:
    closed = ksl()
    rules = {**closed.rules, "parter": replace(closed.rules["parter"], closes="2013-11-15")}  # type: ignore[call-arg]  # only an entry has it
    answer = put(replace(closed, rules=rules), "in_force_from", decided="2014-02-24")
    assert (answer.value, answer.verdict) == (None, "unknown")
    assert answer.sentence.en == "Not bound: the last day to adopt was 15\u00a0November 2013."


def test_a_number_of_parties_required_is_said() -> None:
    answer = put(ksl(replace(KSL_ENTRY, min_parties=3)), "in_force_from", decided="2013-09-01")
    assert [text.sv for text in answer.missing] == ["att minst 3 parter har blivit bundna"]


# --- chair, meetings, composition ------------------------------------------------------------------------


def test_the_managing_municipality_chairs() -> None:
    """N-8h."""
    answer = put(NORRORT_ID, "chair", manager="0163")
    assert (answer.value, answer.status, answer.basis) == ("0163", "derived", "derived")
    assert answer.sentence.sv == "Representanten för Sollentuna leder ledningsgruppen."
    assert put(NORRORT_ID, "chair", manager="0163", body="styrgrupp").value == "0163"
    assert "svarar på frågan för ledningsgrupp och styrgrupp" in refused(
        NORRORT_ID, "chair", manager="0163", body="natverk"
    )


def test_a_chair_who_is_elected_is_not_known_from_the_manager() -> None:
    answer = put(norrort(replace(CHAIR, ex_officio=None, elected_by="body:ledningsgrupp")), "chair", manager="0163")
    assert (answer.value, answer.verdict) == (None, "unknown")
    assert answer.sentence.sv == "Ledningsgruppen: ingen ordförande är vald."
    assert "säger inget om vem" in refused(norrort(without=["ordforande"]), "chair", manager="0163")


@pytest.mark.parametrize(
    ("held", "verdict", "count"),
    [("", "breached", 0), ("2015-02-10", "breached", 1), ("2015-02-10,2015-09-01", "fulfilled", 2),
     ("2015-01-10,2015-02-10,2015-03-10,2015-04-10,2015-05-10", "fulfilled_above_max", 5)],
)  # fmt: skip
def test_meetings_of_the_steering_group(held: str, verdict: str, count: int) -> None:
    """N-8g: one by 31 December is a breach, five a note (clauses.md §7)."""
    answer = put(NORRORT_ID, "meetings", body="styrgrupp", year="2015", held=held)
    assert answer.value == {"verdict": verdict, "held": count, "min": 2, "max": 4}
    assert answer.verdict == verdict


def test_meetings_that_cannot_be_judged() -> None:
    network = put(NORRORT_ID, "meetings", body="natverk", year="2015", held="2015-02-10")
    assert (network.verdict, network.status) == ("counted", "open")
    assert {item.value["verdict"] for item in network.alternatives} == {"breached"}
    assert put(NORRORT_ID, "meetings", body="styrgrupp", year="2014", held="2014-06-03").verdict == "not_judged_partial"
    assert "gäller inte under 2013" in refused(NORRORT_ID, "meetings", body="styrgrupp", year="2013", held="")
    assert "dagar under 2015" in refused(NORRORT_ID, "meetings", body="styrgrupp", year="2015", held="2016-01-02")
    assert "”body” är ”x”" in refused(NORRORT_ID, "meetings", body="x", year="2015", held="")
    assert "för något organ" in refused(norrort(), "meetings", body="x", year="2015", held="")


def test_a_reading_under_which_a_year_has_no_window_gives_no_alternative() -> None:
    quota = {"per": "year", "min": 1, "window": {"from": "01-01", "to": "03-31"}}
    quarterly = reading(
        "t-8-2", "rule.moten.quota", [{"per": "quarter", "min": 1}, quota], {"per": "quarter", "min": 1}
    )
    rule = Meeting(id="moten", label=same("Möten"), cite=("8",), body="body:ledningsgrupp",
                   quota=Quota(per="quarter", min=1), basis={"quota": "t-8-2"})  # fmt: skip
    known = replace(norrort(rule), readings={quarterly.id: quarterly})
    first = put(known, "meetings", body="ledningsgrupp", year="2014", held="2014-08-01")
    assert first.value == {"verdict": "breached", "held": 1, "min": 1, "max": None} or first.verdict == "unknown"
    assert first.alternatives == ()
    assert len(put(known, "meetings", body="ledningsgrupp", year="2015", held="").alternatives) == 1


@pytest.mark.parametrize(
    ("count", "verdict"), [(6, "breached"), (7, "fulfilled"), (8, "fulfilled"), (9, "fulfilled"), (10, "breached")]
)
def test_the_steering_group_of_ksl_has_seven_to_nine(count: int, verdict: str) -> None:
    """K-6c, clauses.md §7."""
    members = ("0180", "0181", "0127", "0136", "0182", "0163", "0183", "0191", "0160", "0126")[:count]
    answer = put(KSL_ID, "composition", body="styrgrupp", members=",".join(members))
    assert (answer.value["verdict"], answer.value["count"]) == (verdict, count)
    assert bool(answer.missing) is (verdict == "breached")


def test_the_manager_must_be_in_the_steering_group_under_the_reading_in_use() -> None:
    """N-8e, t-8-4: an assumption, so no breach."""
    without = put(NORRORT_ID, "composition", body="styrgrupp", members="0163,0184")
    assert without.verdict == "unknown"
    assert others(without)["t-8-4", "[]"]["verdict"] == "fulfilled"
    assert put(NORRORT_ID, "composition", body="styrgrupp", members="0163,0184", manager="0163").verdict == "fulfilled"
    words = without.as_json("en")["value"]["faults"]
    assert words == ["Managing municipality is not included"]


def test_parties_can_be_named_for_an_open_agreement() -> None:
    answer = put(KSL_ID, "composition", body="forvaltningschefer", members="0180", parties="0180,0136")
    assert answer.verdict == "vacant_unjudged"
    assert [text.sv for text in answer.missing] == ["Haninge saknar representant"]
    assert put(KSL_ID, "composition", body="forvaltningschefer", members="").value["count"] == 0


# --- amendment_in_force, due -----------------------------------------------------------------------------


def test_a_change_holds_when_everybody_has_signed() -> None:
    """N-12."""
    codes = sorted(corpus(NORRORT_ID).parties)
    signed = [f"{code}:2026-03-{day:02}" for day, code in enumerate(codes, 1)]
    answer = put(NORRORT_ID, "amendment_in_force", signed=",".join(signed))
    assert (answer.value, answer.verdict, answer.missing) == ("2026-03-15", None, ())
    lacking = put(NORRORT_ID, "amendment_in_force", signed=",".join(signed[:-1]))
    assert (lacking.value, lacking.verdict) == (None, "pending")
    assert [text.sv for text in lacking.missing] == ["underskrift av Sigtuna"]
    leaving = put(NORRORT_ID, "amendment_in_force", signed=",".join(signed[:-1]), leaves="0191:2026-09-02")
    assert leaving.value == "2026-09-03"
    named = put(NORRORT_ID, "amendment_in_force", signed=",".join(signed), **{"from": "2026-07-01"})
    assert named.value == "2026-07-01"
    nobody = put(NORRORT_ID, "amendment_in_force", signed="")
    assert nobody.value is None
    assert "säger inget om hur texten ändras" in refused(
        norrort(without=[AMENDMENT.id]), "amendment_in_force", signed=""
    )


def test_those_who_sign_are_the_parties_where_none_are_named() -> None:
    answer = put(KSL_ID, "amendment_in_force", signed="0180:2026-03-01,0163:2026-04-15")
    assert answer.value == "2026-04-15"
    more = put(KSL_ID, "amendment_in_force", signed="0180:2026-03-01", parties="0180,0163")
    assert more.value is None
    early = put(NORRORT_ID, "amendment_in_force", signed="0186:2010-01-01", proposed="2009-12-01", parties="0186")
    assert early.value == "2010-01-01"


def test_what_is_due_in_a_year() -> None:
    """The yearly cycle of clauses.md §8 that the text itself gives."""
    found = put(NORRORT_ID, "due", year="2027").as_json("en")
    rows = {item["rule"]: item for item in found["value"]}
    april = rows["april-uppdatering"]
    assert (april["due_on"], april["window"], april["clause"]) == (
        "2027-04-30", {"from": "2027-04-01", "to": "2027-04-30"}, "10/s3",
    )  # fmt: skip
    assert april["who"] == ["Managing municipality"]
    assert rows["uppfoljning"]["window"]["from"] == "2027-09-01"
    days = [item["due_on"] for item in found["value"]]
    assert days == sorted(days)
    assert found["sentence"] == f"{len(days)} things are to be done in 2027."
    first = put(NORRORT_ID, "due", year="2014")
    assert first.sentence.sv == "En sak ska vara gjord under 2014."
    assert "gäller inte under hela 2013" in refused(NORRORT_ID, "due", year="2013")
    assert put(KSL_ID, "due", year="2015").value


# --- the questions themselves ----------------------------------------------------------------------------


def test_every_question_is_a_module_with_inputs_that_have_examples() -> None:
    for question in QUESTIONS:
        for item in wanted(question):
            assert item.example, (question, item.name)
            assert item.about.sv
            assert item.about.en


def test_a_question_that_does_not_exist_lists_those_that_do() -> None:
    assert refused(NORRORT_ID, "exit_day") == (
        "Frågan ”exit_day” finns inte; menade du exit_date? De som finns är amendment_in_force, chair, composition, "
        "due, exit_date, fees, in_force_from, meetings och overrun."
    )
    assert refused(NORRORT_ID, "nothing like it").startswith("Frågan ”nothing like it” finns inte; de som finns är")
    with pytest.raises(QuestionError):
        wanted("nothing like it")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"foo": "1"}, "exit_date tar inte emot ”foo”; det som kan anges är received, dated, sent, party och manager."),
        ({}, "exit_date behöver ”received”: dagen då uppsägningen togs emot"),
        ({"received": ""}, "exit_date behöver ”received”"),
        ({"received": "2024-02-30"}, "”received” är ”2024-02-30”; det ska vara en dag som finns, ÅÅÅÅ-MM-DD"),
        ({"received": "1024-02-20"}, "en dag från år 1900 till 2200"),
        ({"received": "0114:2025-05-29,0180"}, "”received” är ”0180”; det ska vara KOD:DATUM"),
        ({"received": "0114:2025-05-29,0114:2025-05-30"}, "varje kod står en gång"),
        ({"received": "0180:2025-05-29"}, "”received” är ”0180”; det ska vara koden för en av parterna"),
        ({"received": "2024-02-29", "party": "87"}, "koden för en av parterna, 0114"),
    ],
)
def test_what_does_not_fit_is_said_with_an_example(given: dict[str, str], said: str) -> None:
    assert said in refused(NORRORT_ID, "exit_date", **given)


def test_an_open_agreement_takes_codes_of_its_class_that_exist() -> None:
    assert "koden för en kommun i län 01" in refused(KSL_ID, "exit_date", received="2024-02-29", party="0380")
    assert "koden för en kommun i län 01" in refused(KSL_ID, "exit_date", received="2024-02-29", party="0199")
    unnamed = ask(corpus(KSL_ID), "exit_date", {"received": "2024-02-29", "party": "0199"})
    assert unnamed.value == "2024-11-29"
    open_to_all = ksl(replace(KSL_MEMBERSHIP, class_=ClassOf(all=True)))
    said = refused(open_to_all, "exit_date", received="2024-02-29", party="9999")
    assert "det ska vara koden för en kommun, till exempel" in said


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        ((), "derived"),
        (("adopted",), "adopted"),
        (("adopted", "provisional"), "provisional"),
        (("provisional", "open"), "open"),
    ],
)
def test_the_status_is_that_of_the_least_decided_reading(statuses: tuple[Any, ...], status: str) -> None:
    assert status_of(ReadingUse(f"t-{n}", item, None) for n, item in enumerate(statuses)) == status


@pytest.mark.parametrize(
    ("question", "given", "missing"),
    [("exit_date", {"received": "2024-02-29"}, "uttrade"), ("in_force_from", {"decided": "2014-01-01"}, "giltighet")],
)
def test_an_agreement_that_is_silent_on_the_question_says_so(
    question: str, given: dict[str, str], missing: str
) -> None:
    assert "säger inget om" in refused(norrort(without=[missing]), question, **given)


def test_a_bare_agreement_can_be_asked() -> None:
    rules: tuple[Provision, ...] = (replace(WITHDRAWAL, basis={}, addressees="other_parties"), TERM)
    bare = definition(*rules, parties={"0114": "A", "0115": "B"})
    answer = put(bare, "exit_date", received="2024-02-29", party="0114")
    assert (answer.value, answer.status, answer.basis, answer.readings) == ("2025-02-28", "derived", "derived", ())
    assert (
        put(bare, "exit_date", received="2024-02-29").steps[0].text.sv
        == "Alla två fick uppsägningen 29\u00a0februari 2024"
    )
    assert isinstance(answer.as_json()["receipt"]["inputs"]["party"], str)
