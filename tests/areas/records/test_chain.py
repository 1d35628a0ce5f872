"""Reading a chain: as known at a moment, its head, and where it is broken."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from samverk.accounts.policy import system
from samverk.records import queries
from samverk.records.actions import NewFact, record_facts
from samverk.records.models import Event
from samverk.records.queries import Broken, Head
from samverk.rules.canonical import canonical, digest
from samverk.rules.facts import in_force
from tests.wiping import unprotected

START = datetime(2015, 1, 1, 12, tzinfo=UTC)
BY = system("Prov")


def chain(agreement: str = "norrort", length: int = 4) -> None:
    facts = [
        NewFact(
            kind="meeting.held",
            valid_on=date(2014, 1, 1) + timedelta(days=n),
            recorded_at=START + timedelta(hours=n),
            payload={"body": "styrgrupp"},
        )
        for n in range(length)
    ]
    record_facts(agreement=agreement, facts=facts, by=BY)


@pytest.mark.django_db
def test_facts_are_read_with_one_statement_in_the_order_recorded(django_assert_num_queries: pytest.Item) -> None:
    chain(length=40)

    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture is untyped
        found = queries.facts("norrort")

    assert [fact.seq for fact in found] == list(range(1, 41))


@pytest.mark.django_db
def test_known_at_is_inside() -> None:
    chain()

    assert [fact.seq for fact in queries.facts("norrort", START + timedelta(hours=1))] == [1, 2]
    assert queries.facts("norrort", START - timedelta(microseconds=1)) == ()


@pytest.mark.django_db
def test_only_what_came_after_can_be_read() -> None:
    chain()

    assert [fact.seq for fact in queries.facts("norrort", after=2)] == [3, 4]


@pytest.mark.django_db
def test_the_head_is_the_last_link_known() -> None:
    chain()
    last = Event.objects.get(seq=4)

    assert queries.head("norrort") == Head(4, last.hash, last.recorded_at)
    assert queries.head("norrort", START) == Head(1, Event.objects.get(seq=1).hash, START)
    assert queries.head("norrort", START - timedelta(seconds=1)) is None
    assert queries.head("annat") is None


@pytest.mark.django_db
def test_all_heads_in_one_statement(django_assert_num_queries: pytest.Item) -> None:
    chain("norrort", 3)
    chain("ksl", 2)

    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture is untyped
        found = queries.heads(["norrort", "ksl", "annat"])

    assert found == {"ksl": queries.head("ksl"), "norrort": queries.head("norrort")}
    assert queries.heads(["norrort", "ksl"], START) == {
        "ksl": queries.head("ksl", START),
        "norrort": queries.head("norrort", START),
    }
    assert queries.heads(["norrort"], START - timedelta(seconds=1)) == {}
    assert queries.heads([]) == {}
    assert queries.chains() == ("ksl", "norrort")


@pytest.mark.django_db
def test_heads_of_very_many_chains() -> None:
    names = [f"avtal-{number}" for number in range(410)]
    chain(names[0], 2)
    chain(names[-1], 1)

    assert {name: head.seq for name, head in queries.heads(names).items()} == {names[0]: 2, names[-1]: 1}


@pytest.mark.django_db
def test_a_whole_chain_and_an_empty_one_are_not_broken() -> None:
    chain()

    assert queries.verify_chain("norrort") is None
    assert queries.verify_chain("annat") is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "seq", "words"),
    [
        ('payload = \'{"body":"natverk"}\' WHERE seq = 3', 3, "har ändrats"),
        ("valid_on = '2014-06-01' WHERE seq = 2", 2, "har ändrats"),
        ("actor = 'Någon annan' WHERE seq = 1", 1, "har ändrats"),
        ("is_example = NOT is_example WHERE seq = 4", 4, "har ändrats"),
        ("prev_hash = substr(hash, 2) WHERE seq = 3", 3, "pekar inte"),
        ("seq = 9 WHERE seq = 4", 4, "saknas; nästa som finns är 9"),
        ("subject = 'natverk' WHERE seq = 2", 2, "sökord"),
        ("win = win + 1 WHERE seq = 2", 2, "sökord"),
        ("rule = 'sg-moten' WHERE seq = 2", 2, "sökord"),
    ],
)
def test_a_chain_that_was_tampered_with_is_found_at_its_first_broken_place(change: str, seq: int, words: str) -> None:
    chain()
    with unprotected(connection), connection.cursor() as cursor:
        cursor.execute(f"UPDATE records_event SET {change}")

    broken = queries.verify_chain("norrort")

    assert isinstance(broken, Broken)
    assert (broken.agreement, broken.seq) == ("norrort", seq)
    assert words in broken.what.sv


@pytest.mark.django_db
def test_a_removed_fact_is_missed() -> None:
    chain()
    with unprotected(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM records_event WHERE seq = 2")

    broken = queries.verify_chain("norrort")

    assert broken is not None
    assert (broken.seq, broken.what.en) == (2, "Fact 2 is missing; the next there is 3.")


@given(actor=st.text(st.characters(exclude_categories=["Cs"])), seq=st.integers(1, 2**31), example=st.booleans())
def test_the_hash_is_over_canonical_json(actor: str, seq: int, example: bool) -> None:
    row = {
        "agreement": "norrort", "seq": seq, "kind": "meeting.held", "party": "", "valid_on": START.date(),
        "recorded_at": START, "actor": actor, "actor_id": "7", "payload": "{}", "is_example": example, "corrects": None,
        "prev_hash": "", "origin": "",
    }  # fmt: skip
    stated = {
        "actor": actor, "actor_id": "7", "agreement": "norrort", "corrects": None, "example": example,
        "kind": "meeting.held", "party": "", "prev": "", "recorded_at": "2015-01-01T12:00:00.000000Z", "seq": seq,
        "valid_on": "2015-01-01",
    }  # fmt: skip

    assert queries.sealed(row) == digest(canonical(stated) + "\n{}")
    by_link = {"origin": "link:registrar"}
    assert queries.sealed(row | by_link) == digest(canonical(stated | by_link) + "\n{}")


@pytest.mark.django_db
def test_the_protection_is_in_place() -> None:
    assert queries.unprotected() == []


HISTORIES = st.lists(
    st.tuples(st.integers(0, 360), st.sampled_from(["styrgrupp", "ledningsgrupp"]), st.booleans()),
    min_size=1,
    max_size=12,
)


class AsKnownAt(TestCase):
    """What was known at a moment reads the same ever after."""

    @given(HISTORIES)
    def test_a_replay_equals_the_state_recorded_then(self, history: list[tuple[int, str, bool]]) -> None:
        shown_then = []
        for n, (day, body, correct_last) in enumerate(history):
            moment = START + timedelta(hours=n)
            fact = NewFact(
                kind="meeting.held",
                valid_on=date(2014, 1, 1) + timedelta(days=day),
                recorded_at=moment,
                payload={"body": body, "number": n},
                corrects=n if correct_last and n else None,
            )
            record_facts(agreement="norrort", facts=[fact], by=BY)
            shown_then.append((moment, in_force(queries.facts("norrort")), queries.head("norrort")))

        for moment, state, head in shown_then:
            assert in_force(queries.facts("norrort", moment)) == state
            assert in_force(queries.facts("norrort"), moment) == state
            assert queries.head("norrort", moment) == head
