"""Which facts may be recorded: one test per refusal, and that each refusal says what to do."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.reference.corpus import locate
from samverk.rules import admission
from samverk.rules.admission import (
    BeforeTheAgreement,
    FactRefused,
    MalformedPayload,
    NotAParty,
    NothingToCorrect,
    NotYetHappened,
    PartyMissing,
    Proposed,
    TooFarAhead,
    UnknownKind,
    UnknownReference,
    check_against,
    check_shape,
    may_be_party,
)
from samverk.rules.definition import Definition
from samverk.rules.facts import FACT_KINDS
from samverk.rules.intervals import Interval
from samverk.rules.ruleset import load

TODAY = date(2026, 3, 1)
BOUND = {"0186": (Interval(date(2014, 4, 15), date(2020, 1, 1)), Interval(date(2022, 1, 1)))}


@cache
def definition(agreement: str) -> Definition:
    return load(locate(agreement).files)


def fact(kind: str = "meeting.held", **changes: Any) -> Proposed:
    values: dict[str, Any] = {"valid_on": date(2025, 10, 1), "recorded_on": TODAY, "payload": {"body": "styrgrupp"}}
    return Proposed(kind=kind, **(values | changes))


def refusal(proposed: Proposed, agreement: str = "koordination-norrort") -> FactRefused | None:
    try:
        check_shape(proposed)
        check_against(proposed, definition(agreement), BOUND)
    except FactRefused as refused:
        return refused
    return None


def test_a_fact_that_fits_is_let_through() -> None:
    assert refusal(fact()) is None


def test_the_tables_of_kinds_name_kinds_that_exist() -> None:
    tables = (
        admission.MAY_LIE_AHEAD,
        admission.FORMATION,
        admission.BY_PARTY_IN_FORCE,
        admission.BY_PARTY_SO_FAR,
        {admission.WITHDRAWN},
    )

    assert [set(table) - set(FACT_KINDS) for table in tables] == [set()] * 5


def test_an_unknown_kind_is_refused() -> None:
    assert isinstance(refusal(fact("party.held")), UnknownKind)


@pytest.mark.parametrize("kind", [kind.id for kind in FACT_KINDS.values() if kind.needs_party])
def test_a_kind_that_needs_a_party_is_refused_without_one(kind: str) -> None:
    assert isinstance(refusal(fact(kind, payload={})), PartyMissing)


@pytest.mark.parametrize(("kind", "key"), [(kind.id, key) for kind in FACT_KINDS.values() for key in kind.required])
def test_a_required_key_that_is_missing_is_named(kind: str, key: str) -> None:
    payload = dict.fromkeys(FACT_KINDS[kind].required, "x")
    payload.pop(key)

    refused = refusal(fact(kind, party="0186", payload=payload, corrects=1))

    assert isinstance(refused, MalformedPayload)
    assert f"”{key}”" in refused.message.sv


def test_a_key_that_does_not_belong_is_named_with_those_that_do() -> None:
    refused = refusal(fact(payload={"body": "styrgrupp", "weather": "sun"}))

    assert isinstance(refused, MalformedPayload)
    assert "weather" in refused.message.sv
    assert "minutes" in refused.message.sv


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("decision.adopted", {"extract_on": "1 mars 2014"}),
        ("decision.adopted", {"extract_on": "2014-02-30"}),
        ("decision.adopted", {"extract_on": "20140301"}),
        ("decision.adopted", {"extract_on": None}),
        ("budget.adopted", {"year": "2026", "amount": 1}),
        ("budget.adopted", {"year": 26, "amount": 1}),
        ("budget.adopted", {"year": True, "amount": 1}),
        ("budget.adopted", {"year": 2026, "amount": 1.5}),
        ("budget.adopted", {"year": 2026, "amount": "1 500 000"}),
        ("budget.adopted", {"year": 2026, "amount": 2**53}),
        ("meeting.held", {"body": "styrgrupp", "present": "0186"}),
        ("meeting.held", {"body": "styrgrupp", "present": [186]}),
        ("meeting.held", {"body": "styrgrupp", "number": 1.0}),
        ("meeting.held", {"body": "styrgrupp", "note": {"a": [object()]}}),
        ("meeting.held", {"body": "styrgrupp", "note": "\ud800"}),
        ("assessment.made", {"condition": "c", "holds": "ja", "reasons": "r"}),
    ],
)
def test_a_value_of_the_wrong_sort_is_refused(kind: str, payload: dict[str, Any]) -> None:
    assert isinstance(refusal(fact(kind, party="0186", payload=payload)), MalformedPayload)


def test_a_withdrawal_says_of_what() -> None:
    assert isinstance(refusal(fact("fact.withdrawn", payload={"reasons": "fel"})), NothingToCorrect)


@pytest.mark.parametrize(
    ("kind", "days", "error"),
    [
        ("meeting.held", 0, None),
        ("meeting.held", 1, NotYetHappened),
        ("meeting.held", 2 * 366, TooFarAhead),
        ("meeting.planned", 700, None),
        ("meeting.planned", 731, None),
        ("meeting.planned", 732, TooFarAhead),
        ("notice.given", 732, TooFarAhead),
    ],
)
def test_a_day_ahead_is_refused_unless_it_is_planned_and_near(
    kind: str, days: int, error: type[FactRefused] | None
) -> None:
    payload = {} if kind == "notice.given" else {"body": "styrgrupp"}
    refused = refusal(fact(kind, party="0186", valid_on=TODAY + timedelta(days=days), payload=payload))

    assert (type(refused) if refused else None) is error


def test_two_years_after_a_leap_day_is_the_last_of_february() -> None:
    leap = date(2024, 2, 29)

    check_shape(fact("meeting.planned", recorded_on=leap, valid_on=date(2026, 2, 28)))
    with pytest.raises(TooFarAhead, match="2026-02-28"):
        check_shape(fact("meeting.planned", recorded_on=leap, valid_on=date(2026, 3, 1)))


@pytest.mark.parametrize(
    ("kind", "day", "error"),
    [
        ("meeting.held", date(2014, 4, 14), BeforeTheAgreement),
        ("meeting.held", date(2014, 4, 15), None),
        ("decision.adopted", date(2014, 2, 1), None),
        ("decision.adopted", date(2009, 4, 15), None),
        ("decision.adopted", date(2009, 4, 14), BeforeTheAgreement),
    ],
)
def test_a_day_before_the_agreement_is_refused_unless_it_belongs_to_its_making(
    kind: str, day: date, error: type[FactRefused] | None
) -> None:
    payload = {"body": "styrgrupp"} if kind == "meeting.held" else {}
    refused = refusal(fact(kind, party="0186", valid_on=day, payload=payload))

    assert (type(refused) if refused else None) is error


@pytest.mark.parametrize(
    ("agreement", "code", "may"),
    [
        ("koordination-norrort", "0186", True),
        ("koordination-norrort", "0180", False),
        ("koordination-norrort", "1440", False),
        ("ksl-nyanlanda", "0180", True),
        ("ksl-nyanlanda", "1440", False),
    ],
)
def test_who_may_be_a_party(agreement: str, code: str, may: bool) -> None:
    refused = refusal(fact("decision.adopted", party=code, payload={}), agreement)

    assert may_be_party(code, definition(agreement)) is may
    assert (refused is None) is may
    assert refused is None or isinstance(refused, NotAParty)


@pytest.mark.parametrize("key", ["dated", "sent"])
def test_a_notice_is_not_written_before_its_party_was_one(key: str) -> None:
    """Nobody leaves before it has joined."""
    day = date(2022, 6, 1)
    early = fact("notice.given", valid_on=day, party="0186", payload={key: "2021-12-31"})
    refused = refusal(early)
    assert isinstance(refused, NotAParty)
    assert "2021-12-31" in refused.message.sv
    assert "part i Koordination Norrort från 2022-01-01" in refused.message.sv
    assert refusal(fact("notice.given", valid_on=day, party="0186", payload={key: "2022-01-01"})) is None


@pytest.mark.parametrize("payload", [{"body": "styrgrupp", "present": ["0186", "1440"]}, {"notice_party": "1440"}])
def test_a_stranger_in_the_payload_is_refused_too(payload: dict[str, Any]) -> None:
    kind = "notice.received" if "notice_party" in payload else "meeting.held"
    refused = refusal(fact(kind, party="0186", payload=payload))

    assert isinstance(refused, NotAParty)
    assert "1440" in refused.message.sv


@pytest.mark.parametrize(
    ("kind", "payload", "day", "error"),
    [
        ("notice.given", {}, date(2019, 12, 31), None),
        ("notice.given", {}, date(2020, 1, 1), NotAParty),
        ("notice.given", {}, date(2022, 1, 1), None),
        ("renegotiation.demanded", {"reasons": "r"}, date(2021, 6, 1), NotAParty),
        ("payment.received", {"year": 2020, "amount": 1}, date(2021, 6, 1), None),
        ("payment.received", {"year": 2020, "amount": 1}, date(2014, 4, 14), BeforeTheAgreement),
    ],
)
def test_what_takes_a_party_is_refused_when_it_is_none(
    kind: str, payload: dict[str, Any], day: date, error: type[FactRefused] | None
) -> None:
    refused = refusal(fact(kind, party="0186", payload=payload, valid_on=day))

    assert (type(refused) if refused else None) is error


def test_who_was_never_a_party_owes_nothing() -> None:
    refused = refusal(fact("invoice.issued", party="0160", payload={"year": 2025, "amount": 1}))

    assert isinstance(refused, NotAParty)


@pytest.mark.parametrize(
    ("kind", "payload", "word"),
    [
        ("meeting.held", {"body": "kommittén"}, "organet ”kommittén”"),
        ("role.assigned", {"role": "kung"}, "rollen ”kung”"),
        ("document.published", {"rule": "saknas"}, "bestämmelsen ”saknas”"),
        ("interpretation.adopted", {"interpretation": "t-0-0", "option": 1}, "läsningen ”t-0-0”"),
        ("interpretation.adopted", {"interpretation": "t-14-3", "option": "sideways"}, "svaret ”sideways”"),
    ],
)
def test_what_the_agreement_does_not_have_is_refused(kind: str, payload: dict[str, Any], word: str) -> None:
    refused = refusal(fact(kind, payload=payload))

    assert isinstance(refused, UnknownReference)
    assert word in refused.message.sv


def test_a_reading_is_adopted_with_one_of_its_options() -> None:
    assert refusal(fact("interpretation.adopted", payload={"interpretation": "t-14-3", "option": "outside"})) is None


@given(
    st.sampled_from(sorted(FACT_KINDS)),
    st.dictionaries(
        st.sampled_from(["body", "role", "year", "amount", "note", "x"]), st.none() | st.text() | st.floats()
    ),
    st.dates(),
    st.none() | st.sampled_from(["0186", "1440", ""]),
)
def test_a_refusal_is_always_a_sentence_in_both_languages(
    kind: str, payload: dict[str, Any], day: date, party: str | None
) -> None:
    refused = refusal(fact(kind, payload=payload, valid_on=day, party=party))

    if refused is not None:
        assert refused.message.sv.endswith(".")
        assert refused.message.en.endswith(".")
        assert refused.message.sv == str(refused)
