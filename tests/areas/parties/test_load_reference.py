"""Reference data into the tables: complete, repeatable, in Swedish order, and names as they were on a day."""

from datetime import date
from typing import Any

import pytest

from samverk.accounts.policy import VISITOR, NotAllowed, system
from samverk.parties import queries
from samverk.parties.actions import Loaded, load_reference
from samverk.parties.models import Organisation, OrganisationName
from samverk.reference.actors import actors

pytestmark = pytest.mark.django_db

BY = system("Prov")


def test_all_municipalities_counties_and_actors_are_there() -> None:
    loaded = load_reference(by=BY)

    assert loaded == Loaded(made=290 + 21 + len(actors()), changed=0, same=0)
    assert (queries.municipalities().count(), queries.counties().count()) == (290, 21)
    lidingo = queries.organisation("0186")
    assert lidingo is not None
    assert (lidingo.name, lidingo.presented_name, lidingo.legal_name) == ("Lidingö", "Lidingö stad", "Lidingö kommun")
    assert (lidingo.org_number, lidingo.county, str(lidingo)) == ("212000-0191", "01", "Lidingö stad")


def test_loading_again_changes_nothing() -> None:
    first = load_reference(by=BY)
    names = list(OrganisationName.objects.order_by("pk").values())

    assert load_reference(by=BY) == Loaded(0, 0, first.made)
    assert list(OrganisationName.objects.order_by("pk").values()) == names


def test_loading_again_brings_what_differs_up_to_date() -> None:
    load_reference(by=BY)
    Organisation.objects.filter(code="0186").update(presented_name="Lidingö")
    OrganisationName.objects.filter(organisation="ksl", name="Storsthlm").update(source="?")

    assert load_reference(by=BY).changed == 1
    assert queries.presented_municipalities()["0186"] == "Lidingö stad"
    assert not OrganisationName.objects.filter(source="?").exists()


def test_loading_leaves_what_was_changed_here() -> None:
    load_reference(by=BY)
    Organisation.objects.filter(code="0186").update(presented_name="Lidingön", changed_here=True)

    assert load_reference(by=BY).changed == 0
    assert queries.presented_municipalities()["0186"] == "Lidingön"


def test_loading_takes_a_handful_of_statements(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        load_reference(by=BY)


def test_a_visitor_does_not_load() -> None:
    with pytest.raises(NotAllowed):
        load_reference(by=VISITOR)


def test_the_county_sorts_as_swedes_sort() -> None:
    load_reference(by=BY)

    names = [row.name for row in queries.municipalities("01")]

    assert len(names) == 26
    assert names[:3] == ["Botkyrka", "Danderyd", "Ekerö"]
    assert names[-4:] == ["Vallentuna", "Vaxholm", "Värmdö", "Österåker"]


def test_codes_are_put_in_swedish_order_and_unknown_ones_last() -> None:
    load_reference(by=BY)

    assert queries.in_swedish_order(["0117", "9999", "0120", "0125", "0187"]) == [
        "0125",
        "0187",
        "0120",
        "0117",
        "9999",
    ]


def test_short_names_are_in_swedish_order_or_of_some() -> None:
    load_reference(by=BY)

    everyone = queries.short_names()

    assert list(everyone.values())[-2:] == ["Överkalix", "Övertorneå"]
    assert len(everyone) == 290
    assert queries.short_names_of(["0186", "1440", "ksl"], []) == {"0186": "Lidingö", "1440": "Ale"}
    assert queries.short_names_of(["1440"], ["09"]) == {"1440": "Ale", "0980": "Gotland"}
    assert queries.short_names_of([], []) == {}


def test_search_is_blind_to_capitals_also_for_swedish_letters() -> None:
    load_reference(by=BY)

    assert [row.code for row in queries.search("ÖSTERÅKER")] == ["0117"]


def test_an_authority_is_called_what_it_was_called_that_day() -> None:
    load_reference(by=BY)

    then = queries.names_on(date(2013, 6, 5), ["ksl", "skl"])
    now = queries.names_on(date(2026, 1, 1), ["ksl"])

    assert then["ksl"].name.sv == "Kommunförbundet Stockholms län"
    assert then["ksl"].short is not None
    assert (now["ksl"].name.sv, now["ksl"].short, now["ksl"].approximate) == ("Storsthlm", None, True)
    assert set(then) == {"ksl", "skl"}


def test_before_the_first_known_day_the_oldest_name_is_given() -> None:
    load_reference(by=BY)

    names = queries.names_on(date(1900, 1, 1))

    assert names["arbetsformedlingen"].name.sv == "Arbetsmarknadsverket"
    assert set(names) == set(actors())
