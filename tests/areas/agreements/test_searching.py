"""The index and the search on either database: what is found, by whom, and that the index is what the record says."""

from __future__ import annotations

import importlib
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samverk.accounts.policy import VISITOR, Actor, HeldRole, system
from samverk.agreements import policy
from samverk.agreements.actions.definitions import import_edition, remove_edition, set_visibility
from samverk.agreements.actions.facts import record_facts
from samverk.agreements.actions.indexing import index_missing, rebuild_index, rebuild_whole_index, tidy_index
from samverk.agreements.models import EditionKind, SearchEntry, SearchKind, SearchWord, Visibility
from samverk.agreements.queries import listings, searching
from samverk.lib.search.query import Wanted, meant
from samverk.parties.actions import load_reference
from tests.areas.agreements.world import (
    BY,
    CONTROLLER,
    KSL,
    LIDINGO,
    NORRORT,
    NOW,
    REGISTRAR,
    SOLNA,
    STRATEGIST,
    entry,
    files,
    imported,
    new,
)

pytestmark = pytest.mark.django_db

ADMINISTRATOR = Actor("4", "Administratör", (HeldRole("administrator"),))
OPENED = Actor("4", "Administratör", (HeldRole("administrator"),), opened=frozenset({NORRORT}))
OUTSIDER = Actor("5", "Strateg, annat avtal", (HeldRole("strategist", "annat"),))
EVERYONE = (VISITOR, OUTSIDER, REGISTRAR, CONTROLLER, STRATEGIST, ADMINISTRATOR, OPENED)


@pytest.fixture
def both() -> None:
    """Both agreements, parties, and somebody who holds a post."""
    load_reference(by=BY)
    imported()
    imported(KSL)
    record_facts(
        agreement=NORRORT,
        facts=[
            *entry(LIDINGO),
            *entry(SOLNA),
            new("role.assigned", date(2014, 5, 1), LIDINGO, role="kontaktperson", title="Lotsvärd", holder="0186-1"),
            new("meeting.held", date(2014, 6, 1), body="natverk", number=1),
        ],
        by=BY,
    )


def refs(question: str, actor: Actor = BY, kind: str = "clause") -> set[tuple[str, str]]:
    """Agreement and id of what has every word of the question."""
    found = searching.search(question, actor)
    return set() if found.some else {(hit.agreement, hit.ref) for hit in found.hits.get(kind, ())}


def stored() -> list[tuple[object, ...]]:
    columns = ("agreement_id", "kind", "ref", "place", "restricted", "from_day", "to_day", "title_sv", "stems")
    return list(
        SearchEntry.objects.order_by("agreement_id", "kind", "place", "ref", "restricted").values_list(*columns)
    )


# --- what is found ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize("typed", ["uppsägning", "uppsägningen", "Uppsägningar", "UPPSÄGNING", "uppsagning"])
def test_a_word_is_found_in_every_form_and_without_its_dots(typed: str) -> None:
    found = searching.search(typed, VISITOR)
    assert {hit.ref for hit in found.hits["reading"]} == {
        hit.ref for hit in searching.search("uppsägning", VISITOR).hits["reading"]
    }
    assert found.hits["reading"]


@pytest.mark.usefixtures("both")
def test_compounds_and_their_parts_find_each_other() -> None:
    apart = {(NORRORT, "0")}  # "mottagande av flyktingar"
    assert apart <= refs("flyktingmottagande")
    assert (NORRORT, "1") in refs("flyktingar")
    assert (NORRORT, "8") in refs("grupp")


@pytest.mark.usefixtures("both")
def test_a_clause_is_found_by_its_number_and_in_english() -> None:
    assert (NORRORT, "14") in refs("punkt 14")
    assert (NORRORT, "14") in refs("clause 14")
    assert (KSL, "9") in refs("§ 9")


@pytest.mark.usefixtures("both")
def test_every_word_must_be_there_and_else_some() -> None:
    strict = searching.search("lämna samarbetet", VISITOR)
    assert not strict.some
    assert ("koordination-norrort", "14") in {(hit.agreement, hit.ref) for hit in strict.hits["clause"]}
    loose = searching.search("lämna rymdraket", VISITOR)
    assert loose.some
    assert loose.hits
    assert searching.search("rymdraket", VISITOR).hits == {}
    assert searching.search("", VISITOR).hits == {}


@pytest.mark.usefixtures("both")
def test_facts_are_found_by_kind_party_and_body_as_soon_as_they_are_recorded() -> None:
    assert {ref for _, ref in refs("undertecknat Solna", kind="fact")} == {"4"}
    assert {ref for _, ref in refs("nätverket möte 2014", kind="fact")} >= {"6"}
    record_facts(agreement=NORRORT, facts=[new("meeting.held", date(2015, 2, 3), body="natverk", number=2)], by=BY)
    assert {ref for _, ref in refs("möte februari 2015", kind="fact")} == {"7"}


@pytest.mark.usefixtures("both")
def test_what_is_undone_is_not_found() -> None:
    with transaction.atomic():
        record_facts(agreement=NORRORT, facts=[new("meeting.held", date(2015, 2, 3), body="natverk", number=2)], by=BY)
        transaction.set_rollback(True)
    assert refs("möte februari 2015", kind="fact") == set()


@pytest.mark.usefixtures("both")
def test_the_best_come_first_and_as_good_in_swedish_order() -> None:
    hits = searching.search("uppföljning", BY).hits["clause"]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].score == 3
    hits = searching.search("kommun", BY, ["clause"]).hits["clause"]
    names = [hit.short_sv for hit in hits if hit.score == 0]
    assert names == sorted(names, key=["Koordination Norrort", "Länet, nyanlända"].index)


@pytest.mark.usefixtures("both")
def test_no_more_than_asked_for_and_that_there_is_more() -> None:
    found = searching.search("kommun", BY, ["clause"], most=3)
    assert len(found.hits["clause"]) == 3
    assert found.more == {"clause"}
    whole = searching.search("kommun", BY, ["clause"])
    assert whole.more == frozenset()


def matching(looked_for: tuple[Wanted, ...], stems: str) -> bool:
    """The question answered without an index: an oracle."""
    there = {term[2:] for term in stems.split()}
    return all(there & (one.exact | one.near) or (one.parts and set(one.parts) <= there) for one in looked_for)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
@pytest.mark.usefixtures("both")
def test_the_index_finds_what_reading_every_entry_finds(data: st.DataObject) -> None:
    forms = sorted(searching.vocabulary().forms.values())
    question = " ".join(data.draw(st.lists(st.sampled_from(forms), min_size=1, max_size=3)))
    found = searching.search(question, BY, most=10_000)
    if found.some:
        return
    expected = {
        (agreement, kind, ref)
        for agreement, kind, ref, stems in SearchEntry.objects.values_list("agreement_id", "kind", "ref", "stems")
        if found.words and matching(found.words, stems)
    }
    assert {(hit.agreement, hit.kind, hit.ref) for hits in found.hits.values() for hit in hits} == expected


# --- who finds it -----------------------------------------------------------------------------------------


def original() -> None:
    text = files()["text.sv.md"].decode().replace("strategen", "kvastskaftet")
    import_edition(
        agreement=NORRORT, version="1.0.0", kind=EditionKind.ORIGINAL, language="sv", text=text, by=BY, recorded_at=NOW
    )


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize("visibility", list(Visibility))
def test_everyone_finds_and_counts_what_the_policies_let_them_see(visibility: Visibility) -> None:
    """Every entry, with a word of its own, asked for by everyone; the oracle is the policy of the page it leads to."""
    original()
    set_visibility(agreement=NORRORT, visibility=visibility, by=BY)
    access = listings.access(NORRORT)
    assert access is not None
    for actor in EVERYONE:
        sees = policy.can_see_agreement(actor, access) is None
        takes_part = policy.can_see_original(actor, access) is None
        assert takes_part == (policy.can_see_people(actor, access) is None)
        assert ((NORRORT, "14") in refs("lämna samarbetet", actor)) == sees
        assert bool(refs("kvastskaftet", actor, "original")) == takes_part
        assert bool(refs("Lotsvärd", actor, "fact")) == takes_part
        found = searching.search("möte", actor, most=1_000)
        seen = {(hit.agreement, hit.kind) for hits in found.hits.values() for hit in hits}
        assert any(agreement == NORRORT for agreement, _ in seen) == sees
        assert ((NORRORT, "original") in seen) == takes_part


@pytest.mark.usefixtures("both")
def test_a_holder_is_one_fact_also_for_those_who_see_the_title() -> None:
    for actor in (VISITOR, STRATEGIST):
        assert len(searching.search("kontaktperson Lidingö", actor).hits["fact"]) == 1
    assert searching.search("Lotsvärd", VISITOR).hits == {}


# --- the index is a projection ----------------------------------------------------------------------------


@pytest.mark.usefixtures("both")
def test_built_again_it_is_the_same() -> None:
    original()
    before, words = stored(), set(SearchWord.objects.values_list("stem", flat=True))

    rebuild_index(agreement=NORRORT)
    assert stored() == before
    assert rebuild_whole_index() == 2

    assert stored() == before
    assert set(SearchWord.objects.values_list("stem", flat=True)) <= words
    assert refs("kvastskaftet", kind="original")


@pytest.mark.usefixtures("both")
def test_what_has_no_index_is_given_one() -> None:
    before = stored()
    SearchEntry.objects.filter(agreement=KSL).delete()
    assert (KSL, "9") not in refs("§ 9 giltighetstid")

    index_missing()

    assert stored() == before
    assert (KSL, "9") in refs("§ 9 giltighetstid")


@pytest.mark.usefixtures("both")
def test_an_original_that_is_removed_is_not_found() -> None:
    original()
    assert refs("kvastskaftet", kind="original")
    remove_edition(agreement=NORRORT, version="1.0.0", kind=EditionKind.ORIGINAL, language="sv", by=BY)
    assert refs("kvastskaftet", kind="original") == set()


def test_words_of_an_older_version_are_found_with_their_days() -> None:
    imported()
    changed = ("ska meddela det i skrift", "ska meddela det muntligen")
    newer = files(text=changed, version='"2.0.0"', valid_from="2020-01-01")
    imported(content=newer, recorded_at=NOW + timedelta(days=1))

    (old,) = (hit for hit in searching.search("meddela skrift", VISITOR).hits["clause"] if hit.ref == "14")
    (young,) = (hit for hit in searching.search("meddela muntligen", VISITOR).hits["clause"] if hit.ref == "14")
    (same,) = (hit for hit in searching.search("punkt 15", VISITOR).hits["clause"] if hit.ref == "15")

    assert (old.from_day, old.to_day) == (date(2014, 4, 15), date(2020, 1, 1))
    assert (young.from_day, young.to_day) == (date(2020, 1, 1), None)
    assert (same.from_day, same.to_day) == (date(2014, 4, 15), None)


@pytest.mark.usefixtures("both")
def test_the_database_s_own_index_follows_every_change() -> None:
    """Also of those who write past the actions."""
    row = SearchEntry.objects.filter(agreement=NORRORT, kind=SearchKind.CLAUSE, ref="14").get()
    SearchEntry.objects.filter(id=row.id).update(stems=searching.term("clause", "rymdraket"))
    assert refs("rymdraket") == {(NORRORT, "14")}
    SearchEntry.objects.filter(id=row.id).delete()
    assert refs("rymdraket") == set()


@pytest.mark.usefixtures("both")
def test_older_entries_get_the_terms_that_new_ones_have() -> None:
    migration = importlib.import_module("samverk.agreements.migrations.0006_search_beside")
    new_ones = dict(SearchEntry.objects.values_list("id", "stems"))
    holder = refs("Lotsvärd", kind="fact")
    assert holder

    migration.remove(apps, SimpleNamespace(connection=connection))
    older = dict(SearchEntry.objects.values_list("id", "stems"))
    assert not any(one.startswith("x0") for stems in older.values() for one in stems.split(" "))
    assert any(older[key] != new_ones[key] for key in older)

    migration.add(apps, SimpleNamespace(connection=connection))
    assert dict(SearchEntry.objects.values_list("id", "stems")) == new_ones
    assert refs("Lotsvärd", kind="fact") == holder


@pytest.mark.usefixtures("both")
def test_everything_is_found_after_the_index_was_put_together() -> None:
    questions = ("kommun", "strategen", "avgift")
    before = [searching.search(question, BY).hits for question in questions]
    record_facts(agreement=NORRORT, facts=[new("meeting.held", date(2014, 9, 1), body="natverk", number=2)], by=BY)
    tidy_index()
    after = [searching.search(question, BY).hits for question in questions]
    assert [{kind: hits for kind, hits in one.items() if kind != "fact"} for one in after] == [
        {kind: hits for kind, hits in one.items() if kind != "fact"} for one in before
    ]


@pytest.mark.usefixtures("both")
def test_sqlite_ranks_without_reading_the_texts() -> None:
    if connection.vendor != "sqlite":
        pytest.skip(reason="PostgreSQL keeps long texts apart by itself")
    with CaptureQueriesContext(connection) as asked:
        searching.search("kommun", BY)
    looked = [one["sql"] for one in asked if "agreements_search_fts MATCH" in one["sql"]]
    assert looked
    with connection.cursor() as cursor:
        for statement in looked:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            steps = " ".join(str(row[-1]) for row in cursor.fetchall())
            assert "SEARCH e USING COVERING INDEX agreements_search_entry_narrow" in steps


@pytest.mark.usefixtures("both")
def test_a_word_of_a_text_cannot_pass_for_a_term_of_another_kind() -> None:
    """What is written is a stem behind a mark, never a mark."""
    stated = searching.term("clause", "kvastskaft")
    assert stated == "c0kvastskaft"
    text = files()["text.sv.md"].decode().replace("strategen", stated)
    import_edition(
        agreement=NORRORT, version="1.0.0", kind=EditionKind.ORIGINAL, language="sv", text=text, by=BY, recorded_at=NOW
    )
    assert refs("kvastskaft") == set()
    assert refs("kvastskaft", kind="original") == set()
    assert refs(stated, kind="original")


@pytest.mark.usefixtures("both")
def test_where_there_is_much_what_has_the_word_in_its_title_comes_first() -> None:
    every = searching.search("kommun", BY).hits["clause"]
    titled = [hit for hit in every if hit.score]
    assert 0 < len(titled) < len(every)
    few = searching.search("kommun", BY, most=len(titled))
    assert few.more >= {"clause"}
    assert set(few.hits["clause"]) == set(titled)


@pytest.mark.usefixtures("both")
def test_the_vocabulary_is_read_again_when_the_words_were_built_again() -> None:
    assert "strateg" in searching.vocabulary()
    SearchWord.objects.all().delete()
    SearchWord.objects.create(stem="rymdraket", kind="clause", form="rymdraketen")
    assert "rymdraket" in searching.vocabulary()
    assert "strateg" not in searching.vocabulary()
    assert "uppsägning" in searching.vocabulary()  # a kind of fact, whatever the agreements say
    assert meant("rymdrakt", searching.vocabulary()) == "rymdraketen"


@pytest.mark.usefixtures("both")
def test_a_search_costs_few_statements(django_assert_max_num_queries: object) -> None:
    searching.vocabulary()
    with django_assert_max_num_queries(3):  # type: ignore[operator]  # a fixture of pytest-django
        searching.search("möte kommun", STRATEGIST)
    assert connection.vendor in ("sqlite", "postgresql")


def test_whether_agreements_are_few() -> None:
    imported()
    imported(KSL)
    assert searching.state(2).few
    assert not searching.state(1).few


def test_the_system_itself_sees_everything() -> None:
    imported(visibility=Visibility.PARTIES)
    assert refs("lämna samarbetet", system("Prov"))
    assert searching.search("lämna samarbetet", VISITOR).hits == {}
