"""An actor goes by the name it had on the day in question, and every date says how certain it is."""

from datetime import date, timedelta

import pytest

from samverk.reference import actors as reference
from samverk.reference.errors import NotFoundError


@pytest.mark.parametrize(
    ("actor", "day", "name"),
    [
        ("skl", date(2013, 6, 5), "Sveriges Kommuner och Landsting"),
        ("skl", date(2019, 11, 26), "Sveriges Kommuner och Landsting"),
        ("skl", date(2019, 11, 27), "Sveriges Kommuner och Regioner"),
        ("skl", date(2004, 12, 31), "Svenska Kommunförbundet och Landstingsförbundet"),
        ("ksl", date(2013, 6, 5), "Kommunförbundet Stockholms län"),
        ("ksl", date(2017, 3, 10), "Kommunförbundet Stockholms län"),
        ("ksl", date(2019, 2, 1), "Storsthlm"),
        ("landstinget-ab", date(2018, 12, 31), "Stockholms läns landsting"),
        ("landstinget-ab", date(2019, 1, 1), "Region Stockholm"),
        ("migrationsverket", date(2000, 6, 30), "Statens invandrarverk"),
        ("migrationsverket", date(2000, 7, 1), "Migrationsverket"),
        ("migrationsverket", date(1960, 1, 1), "Statens invandrarverk"),
        ("arbetsformedlingen", date(2007, 12, 31), "Arbetsmarknadsverket"),
        ("arbetsformedlingen", date(2014, 4, 15), "Arbetsförmedlingen"),
        ("forsakringskassan", date(2005, 1, 1), "Försäkringskassan"),
        ("lansstyrelsen-ab", date(2014, 4, 15), "Länsstyrelsen i Stockholms län"),
        ("skolverket", date(2014, 4, 15), "Skolverket"),
        ("socialstyrelsen", date(2014, 4, 15), "Socialstyrelsen"),
    ],
)
def test_an_actor_has_the_name_of_the_day(actor: str, day: date, name: str) -> None:
    assert reference.name_on(actor, day).sv == name


def test_an_actor_is_found_by_the_other_ids_agreements_use() -> None:
    assert reference.actor("landstinget") is reference.actor("landstinget-ab")
    assert reference.actor("lansstyrelsen").id == "lansstyrelsen-ab"
    assert reference.actor("overformyndaren").id == "overformyndaren-stockholm"


def test_a_short_name_falls_back_on_the_full_one() -> None:
    assert reference.short_on("ksl", date(2013, 6, 5)).sv == "KSL"
    assert reference.short_on("ksl", date(2024, 1, 1)).sv == "Storsthlm"


def test_then_and_now_says_both_only_where_the_name_has_changed() -> None:
    then, now = date(2013, 6, 5), date(2026, 1, 1)
    changed = reference.then_and_now("ksl", then, now)
    assert changed.sv == "Kommunförbundet Stockholms län (i dag Storsthlm)"
    assert changed.en == "Stockholm County Association of Local Authorities (today Storsthlm)"
    assert reference.then_and_now("migrationsverket", then, now).sv == "Migrationsverket"
    # The association changed its Swedish name and kept its English one.
    assert reference.then_and_now("skl", then, now).en == "Swedish Association of Local Authorities and Regions"


def test_every_name_is_in_both_languages_with_a_source() -> None:
    for actor in reference.actors().values():
        for name in actor.names:
            assert name.text.sv
            assert name.text.en
            assert name.source


def test_names_follow_each_other_and_only_the_oldest_may_lack_a_start() -> None:
    for actor in reference.actors().values():
        starts = [name.start for name in actor.names]
        known = [start for start in starts if start is not None]
        assert known == sorted(set(known)), actor.id
        assert None not in starts[1:], actor.id


def test_certainty_says_what_the_date_is_worth() -> None:
    for actor in reference.actors().values():
        for name in actor.names:
            match name.certainty:
                case "unknown":
                    assert name.start is None
                case "year":
                    assert name.start is not None
                    assert (name.start.month, name.start.day) == (1, 1)
                case "between":
                    assert name.start is not None
                    assert name.not_before is not None
                    assert name.not_after is not None
                    assert name.not_before <= name.start <= name.not_after
                case "day":
                    assert name.start is not None
            assert (name.certainty == "between") == (name.not_before is not None)


def test_the_name_changes_on_the_very_day_and_not_before() -> None:
    for actor in reference.actors().values():
        for before, name in zip(actor.names, actor.names[1:], strict=False):
            assert name.start is not None
            assert actor.on(name.start) is name
            assert actor.on(name.start - timedelta(days=1)) is before


def test_an_unknown_actor_is_explained() -> None:
    with pytest.raises(NotFoundError) as caught:
        reference.name_on("skatteverket", date(2014, 4, 15))
    assert str(caught.value).startswith("Det finns ingen aktör ”skatteverket”; de som finns är arbetsformedlingen, ")
