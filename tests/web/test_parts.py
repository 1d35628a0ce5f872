"""The parts: shape, word and colour for every status; everything escaped; what is kept is kept per language."""

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from django.contrib.staticfiles import finders
from django.utils import translation

from samverk.rules.finding import Basis, InputBasis, Status
from samverk.web import frame, markup, words
from samverk.web.catalogue import samples
from samverk.web.shapes import Chip, Given, Note, Part, Quote, Settling, Slot, Table, Timebar, Todo, Why

NASTY = '<i>&"'
ESCAPED = "&lt;i&gt;&amp;&quot;"


def sv(swedish: str, english: str) -> str:
    return swedish


def symbols() -> set[str]:
    sprite = finders.find("icons.svg")
    assert isinstance(sprite, str)
    return set(re.findall(r'<symbol id="([^"]+)"', Path(sprite).read_text(encoding="utf-8")))


PARTS: list[Callable[[], Part]] = [
    lambda: samples.notes(sv)[1],
    lambda: samples.why(sv),
    lambda: samples.todos(sv, "sv")[0],
    lambda: samples.table(sv),
    lambda: Timebar(sentence="Du ser avtalet.", today_href="/"),
]


def test_every_status_of_the_rules_has_its_word_and_its_shape() -> None:
    assert set(words.STATUS) == set(get_args(Status.__value__))
    settling = set(get_args(Settling.__value__))
    assert set(words.BASIS) == set(get_args(Basis.__value__)) | settling
    assert set(words.INPUT_BASIS) == set(get_args(InputBasis.__value__)) | settling
    assert {f"s-{code}" for code in words.STATUS} == {name for name in symbols() if name.startswith("s-")}


@pytest.mark.parametrize("code", sorted(words.STATUS))
def test_a_status_shows_shape_word_and_colour(code: str) -> None:
    with translation.override("sv"):
        shown = markup.status(code)

    assert f'data-s="{code}"' in shown
    assert f"icons.svg#s-{code}" in shown
    assert words.STATUS[code] in shown


def test_what_is_kept_is_kept_for_each_language() -> None:
    shown = {}
    for language in ("sv", "en", "sv"):
        with translation.override(language):
            shown[language] = (
                markup.status("late"),
                markup.status_icon("late"),
                markup.basis("assumed"),
                markup.input_basis("fact"),
            )

    assert ["Försenat" in shown["sv"][0], "Försenat" in shown["sv"][1], "Antaget" in shown["sv"][2]] == [True] * 3
    assert ["Late" in shown["en"][0], "Late" in shown["en"][1], "Assumed" in shown["en"][2]] == [True] * 3
    assert "Uppgift" in shown["sv"][3]
    assert "Fact" in shown["en"][3]


@pytest.mark.parametrize(
    "shown",
    [
        markup.status("notice", NASTY),
        markup.tick("ok", NASTY),
        markup.basis("assumed", NASTY),
        markup.chip(NASTY, "/"),
        markup.chip("14", NASTY),
        markup.chip("14", "/", NASTY),
        markup.meter(("on",), NASTY),
    ],
)
def test_the_small_parts_escape_what_they_are_given(shown: str) -> None:
    assert NASTY not in shown
    assert ESCAPED in shown


@pytest.mark.parametrize(
    "unknown",
    [
        lambda: markup.status("nearly"),
        lambda: markup.status("nearly", "3 mars"),
        lambda: markup.tick("nearly", "22 maj"),
        lambda: markup.basis("hoped"),
        lambda: markup.basis("hoped", "Tio dagar"),
        lambda: markup.input_basis("guess"),
        lambda: markup.meter(("on", "half"), "Ett"),
    ],
)
def test_a_word_that_is_not_ours_is_refused(unknown: Callable[[], str]) -> None:
    with pytest.raises(KeyError):
        unknown()


def test_a_meter_has_a_slot_for_each_and_says_the_same_in_words() -> None:
    slots: tuple[Slot, ...] = ("on", "plan need", "", "opt")

    assert markup.meter(slots, "Ett av två") == (
        '<span class="meter" role="img" aria-label="Ett av två">'
        '<i class="on"></i><i class="plan need"></i><i></i><i class="opt"></i></span>'
    )
    assert 'aria-hidden="true"' in markup.meter_mini(slots)


@pytest.mark.parametrize("make", PARTS)
def test_a_part_is_written_out_once_and_an_equal_one_is_the_same(make: Callable[[], Part]) -> None:
    with translation.override("sv"):
        assert frame.part(make(), "sv") is frame.part(make(), "sv")


def spoiled(shape: object) -> object:
    """The shape with something nasty in every field that takes any text."""
    if isinstance(shape, tuple):
        return tuple(spoiled(item) for item in shape)
    if not dataclasses.is_dataclass(shape) or isinstance(shape, type):
        return shape
    codes = {"status", "basis", "slots", "language"}
    changes = {
        field.name: NASTY if isinstance(value, str) else spoiled(value)
        for field in dataclasses.fields(shape)
        if field.name not in codes and (value := getattr(shape, field.name)) not in ("", None)
    }
    return dataclasses.replace(shape, **changes)


@pytest.mark.parametrize("make", PARTS)
def test_the_parts_escape_what_they_are_given(make: Callable[[], Part]) -> None:
    part = spoiled(make())
    assert isinstance(part, Part)

    with translation.override("sv"):
        shown = frame.part(part, "sv")

    assert NASTY not in shown
    assert ESCAPED in shown


def test_a_note_without_more_than_a_heading_shows_nothing_else() -> None:
    with translation.override("sv"):
        shown = frame.part(Note(status="na", heading="Ingen har begärt det"), "sv")

    assert "Gäller inte: </span>Ingen har begärt det</h3>" in shown
    assert [mark for mark in ("<p", "why", "basis", "chip", "meter", "id=") if mark in shown] == []


def test_a_derivation_in_place_is_opened_by_its_note_and_one_elsewhere_is_a_link() -> None:
    why = Why(id="why-x", question="Varför?")
    with translation.override("sv"):
        in_place = frame.part(Note(status="ok", heading="Ja", why=why, about="ja"), "sv")
        elsewhere = frame.part(Note(status="ok", heading="Ja", why_href="/varfor/x/", about="ja"), "sv")
        alone = frame.part(why, "sv")

    assert 'popovertarget="why-x"' in in_place
    assert 'id="why-x" popover role="dialog"' in in_place
    assert '<a class="why-btn" data-why href="/varfor/x/">' in elsewhere
    assert "popover " not in alone
    assert "dialog" not in alone


def test_a_derivation_quotes_in_the_language_of_the_text() -> None:
    quote = Quote(text="Tolv månader.", chip=Chip(mark="p. 14", href="#14"))
    with translation.override("en"):
        shown = frame.part(Why(id="w", question="Why?", quotes=(quote,)), "en")

    assert '<q lang="sv">Tolv månader.</q>' in shown


def test_a_row_of_a_derivation_names_its_source_with_or_without_a_link() -> None:
    given = (
        Given(label="A", value="1", basis="fact", source="Brev", href="/brev/"),
        Given(label="B", value="2", basis="series", source="SCB"),
        Given(label="C", value="3", basis="assumed"),
    )
    with translation.override("sv"):
        shown = frame.part(Why(id="w", question="Varför?", given=given), "sv")

    assert '<a href="/brev/">Brev</a>' in shown
    assert "<small>SCB</small>" in shown
    assert shown.count("</span></td>") == 1, "the third has no source"


def test_a_row_of_what_is_due_without_day_or_verb() -> None:
    with translation.override("sv"):
        shown = frame.part(Todo(heading="Frågan har stannat", href="/x/", day_text="Sedan 3 juni"), "sv")

    assert "Sedan 3 juni" in shown
    assert [mark for mark in ("<time", "btn", "over", "<p") if mark in shown] == []


def test_a_table_has_row_headings_and_a_sum_only_when_there_is_one() -> None:
    table = samples.table(sv)
    with translation.override("sv"):
        whole = frame.part(table, "sv")
        without: Table = dataclasses.replace(table, foot=())
        part = frame.part(without, "sv")

    assert whole.count('<th scope="row">') == 3
    assert 'role="region" aria-label="Tabell: avgifter"' in whole
    assert "<tfoot>" in whole
    assert "<tfoot>" not in part
