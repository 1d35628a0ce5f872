"""The register: numbers without gaps, corrections that leave a trace, and what a secrecy mark hides everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from samverk.accounts.policy import Actor, HeldRole, NotAllowed
from samverk.agreements import policy
from samverk.agreements.actions.register import Line, correct_line, register_line
from samverk.agreements.policy import can_see_document
from samverk.agreements.queries import listings
from samverk.agreements.queries.documents import Eyes, Listing
from samverk.agreements.queries.managing import manager
from samverk.agreements.queries.searching import search
from samverk.ops import integrity
from samverk.records import queries as records
from samverk.records.actions.register import RegisterRefused
from samverk.records.models import RegisterEntry
from samverk.records.queries import papers, register
from samverk.records.queries.register import Entry, Lines, Sought
from tests.areas.agreements.papers import EVERYONE, OUTSIDER, PAPERS_REGISTRAR, add, later, prepared
from tests.areas.agreements.world import (
    CONTROLLER,
    KSL,
    LIDINGO,
    NORRORT,
    NOW,
    REGISTRAR,
    STRATEGIST,
    imported,
)
from tests.wiping import unprotected

pytestmark = pytest.mark.django_db

DAY = date(2026, 2, 27)


@pytest.fixture(autouse=True)
def agreement(db: None) -> Iterator[None]:
    """The agreement, managed by Lidingö as its text says, and an empty folder of documents."""
    with prepared():
        yield


def line(**more: Any) -> Line:
    values: dict[str, Any] = {"direction": "in", "day": DAY, "counterpart": "Solna stad", "subject": "Svar på remiss"}
    return Line(**values | more)


def registered(by: Actor = STRATEGIST, at: datetime = NOW, **more: Any) -> Entry:
    return register_line(agreement=NORRORT, line=line(**more), by=by, recorded_at=at)


def corrected(entry: Entry, why: str = "Fel dag", by: Actor = STRATEGIST, **more: Any) -> Entry:
    return correct_line(entry=entry, line=line(**more), why=why, by=by, recorded_at=later(5))


def seen(secrets: bool = True, **sought: Any) -> list[Entry]:
    return list(Lines(NORRORT, Sought(**sought), secrets=secrets)[:100])


# --- numbers ----------------------------------------------------------------------------------------------


def test_the_register_is_that_of_whoever_manages_the_agreement() -> None:
    imported(KSL)

    assert (manager(NORRORT, DAY), manager(KSL, DAY)) == (LIDINGO, "ksl")
    first = registered()
    assert (first.organisation, first.name, first.revision, first.actor) == (LIDINGO, "SAM 2026/1", 1, "Strateg")


def test_numbers_run_within_the_year_across_the_agreements_of_an_organisation() -> None:
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    made = [registered(), registered(at=later()), registered(at=new_year), registered(at=new_year)]

    assert [one.name for one in made] == ["SAM 2026/1", "SAM 2026/2", "SAM 2027/1", "SAM 2027/2"]


@given(st.lists(st.booleans(), min_size=1, max_size=8))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
def test_whatever_is_refused_or_undone_leaves_no_gap(kept: list[bool]) -> None:
    """A number that was given in a transaction that was taken back is given again."""
    with transaction.atomic():
        for keep in kept:
            with transaction.atomic():
                registered()
                transaction.set_rollback(not keep)
            with pytest.raises(RegisterRefused):
                registered(subject=" ")

        assert [one.number for one in reversed(seen())] == list(range(1, sum(kept) + 1))
        transaction.set_rollback(True)


def test_the_database_itself_refuses_a_gap_a_change_and_a_removal() -> None:
    registered()
    row = {name: value for name, value in RegisterEntry.objects.values()[0].items() if name != "id"}
    for broken in ({"number": 3}, {"number": 1}, {"revision": 3, "why": "x"}, {"number": 2, "revision": 2, "why": "x"},
                   {"number": 2, "subject": ""}, {"number": 2, "chapter": 19}, {"number": 2, "counterpart": ""},
                   {"number": 2, "why": "x"}, {"number": 2, "direction": "sidledes"}):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            RegisterEntry.objects.create(**row | broken)
    for statement in (
        "UPDATE records_register_entry SET subject = 'x'",
        "DELETE FROM records_register_entry",
        "UPDATE records_register_paper SET version = 2",
        "DELETE FROM records_register_paper",
    ):
        add_linked = registered(at=later(), papers=(add().key,))
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            connection.cursor().execute(statement)
        assert add_linked.number > 1


# --- what a line says -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"subject": " \n"}, "Skriv i korthet"),
        ({"counterpart": ""}, "Ange vem"),
        ({"direction": "upp"}, "Välj om den kom in"),
        ({"day": date(2026, 3, 2)}, "har inte varit än"),
        ({"chapter": 19}, "anger kapitel och paragraf"),
        ({"section": "1"}, "anger kapitel och paragraf"),
        ({"chapter": 14, "section": "1"}, "anger kapitel och paragraf"),
        ({"chapter": 19, "section": "första"}, "anger kapitel och paragraf"),
        ({"papers": ("finns-inte",)}, "finns inte här"),
    ],
)
def test_a_line_that_lacks_something_is_refused_whole(said: dict[str, Any], why: str) -> None:
    with pytest.raises(RegisterRefused, match=why):
        registered(**said)

    assert seen() == []
    assert records.head(register.register_chain(LIDINGO)) is None


def test_the_ground_is_written_one_way() -> None:
    assert registered(chapter=26, section="1A §").ground.sv == "OSL 26 kap. 1 a §"
    assert registered(at=later(), direction="internal", counterpart="", party="0184").party == ""


def test_only_documents_that_one_sees_can_be_registered() -> None:
    hidden = add(reach="own", party="0184")

    with pytest.raises(RegisterRefused, match="finns inte här"):
        registered(papers=(hidden.key,))
    kept = registered(papers=(add(b"ett").key, add(b"annat").key))
    assert [version for _, version in register.papers_of(kept)] == [1, 1]


def test_a_correction_keeps_what_was_said_and_says_why() -> None:
    first = registered(their_number="KS 2026/77")

    now = corrected(first, day=date(2026, 2, 26), their_number="KS 2026/78")

    assert (now.name, now.revision, now.why, now.day) == ("SAM 2026/1", 2, "Fel dag", date(2026, 2, 26))
    told = register.revisions(NORRORT, LIDINGO, 2026, 1, secrets=True)
    assert [(one.their_number, one.why) for one in told] == [("KS 2026/78", "Fel dag"), ("KS 2026/77", "")]
    assert [one.revision for one in seen()] == [2]
    with pytest.raises(RegisterRefused, match="Någon annan har rättat"):
        corrected(first)
    with pytest.raises(RegisterRefused, match="Skriv varför"):
        corrected(now, why=" ")


def test_who_keeps_the_register() -> None:
    may = set()
    for actor in EVERYONE:
        try:
            with transaction.atomic():
                entry = registered(by=actor)
                corrected(entry, by=actor)
        except NotAllowed:
            continue
        may.add(actor.label)
    first = registered()
    for actor in EVERYONE:
        if actor.label not in may:
            with pytest.raises(NotAllowed):
                corrected(first, by=actor)

    assert may == {STRATEGIST.label, PAPERS_REGISTRAR.label}
    assert OUTSIDER.label not in may
    assert policy.can_see_secrecy(Actor("9", "A", (HeldRole("administrator"),)), NORRORT) is not None


# --- found ------------------------------------------------------------------------------------------------


def test_lines_are_found_by_number_words_direction_year_and_day() -> None:
    registered(their_number="KS 2026/77")
    registered(at=later(), direction="out", subject="Kallelse till ÅRSMÖTE", counterpart="Täby kommun")
    corrected(registered(at=later(2), subject="Förslag"), subject="Ändrat förslag")
    registered(at=NOW + timedelta(days=400))

    def numbers(**sought: Any) -> list[str]:
        return [one.name.removeprefix("SAM ") for one in seen(**sought)]

    assert numbers(words="årsmöte täby") == ["2026/2"]
    assert numbers(words="2026/2") == ["2026/2"]
    assert numbers(words="sam 2026/77") == []
    assert numbers(words="KS 2026/77") == ["2026/1"]
    assert numbers(words="förslag") == ["2026/3"]
    assert numbers(direction="out") == ["2026/2"]
    assert numbers(year=2027) == ["2027/1"]
    assert numbers(recorded_on=date(2026, 3, 1)) == ["2026/3", "2026/2", "2026/1"]
    assert numbers(recorded_on=date(2026, 3, 2)) == []
    assert register.years(NORRORT) == [2027, 2026]
    assert [one.number for one in Lines(NORRORT, Sought(year=2026), secrets=False).oldest_first()] == [1, 2, 3]


# --- secrecy ----------------------------------------------------------------------------------------------

SECRET: dict[str, Any] = {
    "chapter": 19, "section": "1", "subject": "Anbud från Hemlighetsmakaren", "their_number": "HM 7",
}  # fmt: skip


def test_a_mark_leaves_number_day_and_ground_and_nothing_more() -> None:
    paper = add(b"Hemligt anbud", reach="public")
    registered(papers=(paper.key,), **SECRET)

    (one,) = seen(secrets=False)

    assert (one.name, one.day, one.ground.sv, one.direction) == ("SAM 2026/1", DAY, "OSL 19 kap. 1 §", "in")
    assert (one.subject, one.counterpart, one.party, one.their_number, one.is_masked) == ("", "", "", "", True)
    assert seen()[0].subject == "Anbud från Hemlighetsmakaren"
    assert [one.is_masked for one in register.about(paper.id, secrets=False)] == [True]
    for words in ("Hemlighetsmakaren", "HM 7", "Solna"):
        assert seen(secrets=False, words=words) == []
        assert len(seen(words=words)) == 1
    assert len(seen(secrets=False, words="2026/1")) == 1


def test_a_mark_hides_also_what_was_said_before_it_and_lifting_it_shows_again() -> None:
    first = registered()
    marked = corrected(first, **SECRET)
    assert [one.subject for one in register.revisions(NORRORT, LIDINGO, 2026, 1, secrets=False)] == ["", ""]

    corrected(marked, why="Sekretessen gäller inte längre", subject="Anbud")

    told = register.revisions(NORRORT, LIDINGO, 2026, 1, secrets=False)
    assert [(one.subject, one.is_masked) for one in told] == [
        ("Anbud", False), ("", True), ("Svar på remiss", False),
    ]  # fmt: skip


def listed(actor: Actor, access: listings.Access) -> set[str]:
    eyes = Eyes(
        takes_part=policy.takes_part(actor, access),
        keeps=policy.keeps_documents(actor, NORRORT),
        own=policy.own_parties(actor, access),
        registers=policy.keeps_register(actor, NORRORT),
    )
    return {row.paper.key for row in Listing(NORRORT, eyes)[:100]}


def test_a_document_under_a_mark_is_only_for_those_who_keep_the_register_and_whose_it_is() -> None:
    access = listings.access(NORRORT)
    assert access is not None
    joint = add(b"Samarbetets hemlighet", reach="public")
    theirs = add(b"Partens hemlighet", reach="parties", party=LIDINGO)
    registered(papers=(joint.key, theirs.key), **SECRET)
    marked = [papers.paper(NORRORT, one.key) for one in (joint, theirs)]

    for actor in EVERYONE:
        shown = {one.key for one in marked if one is not None and can_see_document(actor, access, one) is None}
        keeps = actor in (STRATEGIST, PAPERS_REGISTRAR)
        expected = {joint.key, theirs.key} if keeps else {theirs.key} if actor is REGISTRAR else set()
        assert shown == expected, actor.label
        assert listed(actor, access) == expected, actor.label
    assert policy.can_change_document(CONTROLLER, access, replace(joint, secret=True)) is not None
    assert policy.can_change_document(STRATEGIST, access, replace(joint, secret=True)) is None


def test_a_document_under_a_mark_is_found_by_nobody_who_searches() -> None:
    paper = add(b"Xylofonupphandling", "x.txt", title="Xylofonen")

    def hits() -> int:
        return sum(map(len, search("xylofonen", STRATEGIST).hits.values()))

    assert hits() == 1
    entry = registered(papers=(paper.key,), **SECRET)
    assert hits() == 0
    corrected(entry, why="Lyft", papers=(paper.key,))
    assert hits() == 1
    corrected(registered(at=later(9), papers=(paper.key,), **SECRET), why="Fel handling", **SECRET)
    assert hits() == 1


# --- as it was recorded -----------------------------------------------------------------------------------


def test_the_chain_proves_the_lines_without_giving_them_away() -> None:
    registered(papers=(add().key,), **SECRET)
    corrected(registered(at=later()))
    chain = register.register_chain(LIDINGO)

    assert records.verify_chain(chain) is None
    assert [fact.kind for fact in records.facts(chain)] == ["register.added"] * 2 + ["register.corrected"]
    assert "Hemlighetsmakaren" not in repr([(fact.payload, fact.party) for fact in records.facts(chain)])
    assert list(register.register_unlike_chain()) == []
    assert [place for place in integrity.places() if "diariet" in place.sv] == []


def test_a_line_changed_behind_our_back_is_told() -> None:
    registered()
    registered(at=later(), papers=(add().key,))
    registered(at=later(2))
    for statement in (
        "UPDATE records_register_entry SET subject = 'Annat' WHERE number = 1",
        "DELETE FROM records_register_paper",
        "DELETE FROM records_register_entry WHERE number = 3",
    ):
        connection.check_constraints()  # PostgreSQL lifts no trigger while keys wait to be checked
        with unprotected(connection):
            connection.cursor().execute(statement)
            connection.check_constraints()

    wrong = [f"{LIDINGO} 2026/{number}" for number in (1, 2, 3)]
    assert list(register.register_unlike_chain()) == wrong
    assert [place.sv for place in integrity.places() if "diariet" in place.sv] == [
        f"{name}: raden i diariet är inte som den registrerades." for name in wrong
    ]
