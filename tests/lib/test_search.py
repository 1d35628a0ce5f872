"""Words as a search takes them, without a database: stems, compounds, dots, slips, and what is marked."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.lib.search.marking import holds, marked
from samverk.lib.search.query import LONGEST, MOST_COMPOUNDS, MOST_WORDS, meant, wanted
from samverk.lib.search.stems import COMMON, composed, folded, stem, words
from samverk.lib.search.vocabulary import Vocabulary, distance
from samverk.rules.wording import Language

TEXT = """Kommunerna tar emot flyktingar. Mottagandet av flyktingar samordnas av ledningsgruppen och styrgruppen.
En grupp möts. Avgiften fördelas efter folkmängd; avgiftsfördelningen beslutas av kommunfullmäktige. Fördelning.
Uppsägning ska vara skriftlig. Strategen samordnar flyktingmottagandet. Kyrkogården. Kyrka. Gård. Får och far."""


@pytest.fixture(scope="module")
def known() -> Vocabulary:
    return Vocabulary((stem(word, "sv"), word, "clause") for word, _, _ in words(TEXT))


@pytest.mark.parametrize(
    "forms",
    [
        ("flykting", "flyktingar", "flyktingarna", "flyktingarnas"),
        ("avgift", "avgiften", "avgifter", "avgifterna"),
        ("kommun", "kommunen", "kommunernas", "kommuner"),
        ("möte", "möten", "mötet", "mötena"),
        ("överenskommelse", "överenskommelsen", "överenskommelser"),
    ],
)
def test_inflections_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form, "sv") for form in forms}) == 1


def test_english_inflections_share_a_stem_too() -> None:
    assert stem("agreements", "en") == stem("agreement", "en")


def test_words_are_letters_and_figures_in_small_letters_with_their_places() -> None:
    text = "§ 9 Får-Skötsel, år_2014"
    found = list(words(text))
    assert [word for word, _, _ in found] == ["9", "får", "skötsel", "år", "2014"]
    assert [text[begins:ends].lower() for _, begins, ends in found] == [word for word, _, _ in found]


def test_letters_with_dots_are_letters_of_their_own_however_they_are_written() -> None:
    assert next(words(composed("A\u030angermanland")))[0] == "ångermanland"
    assert stem("får", "sv") != stem("far", "sv")
    assert folded("räksmörgås") == "raksmorgas"


def test_a_word_is_found_in_compounds_first_and_last(known: Vocabulary) -> None:
    assert "flyktingmottag" in known.compounds(stem("flyktingar", "sv"), 99)
    assert "flyktingmottag" in known.compounds(stem("mottagande", "sv"), 99)
    assert {"ledningsgrupp", "styrgrupp"} <= set(known.compounds(stem("grupper", "sv"), 99))
    assert "avgiftsfördelning" in known.compounds(stem("fördelningen", "sv"), 99)
    assert known.compounds("av", 99) == ()


def test_a_compound_is_taken_apart_at_its_joint(known: Vocabulary) -> None:
    assert known.parts(stem("flyktingmottagandet", "sv")) == ("flykting", "mottag")
    assert known.parts(stem("avgiftsfördelning", "sv")) == ("avgift", "fördelning")
    assert known.parts(stem("kyrkogården", "sv")) == ("kyrk", "gård")
    assert known.parts(stem("flyktinggruppsmottagande", "sv")) == ("flykting", "grupp", "mottag")
    assert known.parts(stem("strategen", "sv")) == ()


def test_words_without_dots_are_a_way_out_and_not_a_synonym(known: Vocabulary) -> None:
    (plain,) = wanted("uppsagning", known)
    assert stem("uppsägning", "sv") in plain.near
    (far,) = wanted("far", known)
    assert far.near == frozenset()
    (loose,) = wanted("far", known, dots=True)
    assert stem("får", "sv") in loose.near


def test_common_words_count_only_when_there_is_nothing_else(known: Vocabulary) -> None:
    assert [one.word for one in wanted("att lämna och gå", known)] == ["lämna", "gå"]
    assert [one.word for one in wanted("att och", known)] == ["att", "och"]
    assert wanted(" ?! ", known) == ()


def test_a_question_is_read_no_further_than_it_makes_sense(known: Vocabulary) -> None:
    many = wanted(" ".join(f"ord{number}" for number in range(50)), known)
    assert len(many) == MOST_WORDS
    assert wanted("x" * 10_000, known)[0].word == "x" * LONGEST


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("stategen", "strategen"),
        ("flyktinagr", "flyktingar"),
        ("kommuners", ""),
        ("avigft", "avgiften"),
        ("qqqqqq", ""),
        ("av", ""),
        ("", ""),
    ],
)
def test_what_was_perhaps_meant(typed: str, said: str, known: Vocabulary) -> None:
    assert meant(typed, known) == said


def test_only_the_unknown_words_are_changed(known: Vocabulary) -> None:
    assert meant("stategen och avgiften", known) == "strategen och avgiften"


def test_a_vocabulary_grows_and_keeps_the_first_word_of_a_stem() -> None:
    found = Vocabulary([("grupp", "gruppen", "clause")])
    found.add([("grupp", "grupper", "rule"), ("styrgrupp", "styrgruppen", "clause")])
    assert found.held_by("grupp", "clause")
    assert found.held_by("grupp", "rule")
    assert not found.held_by("styrgrupp", "rule")
    assert found.forms == {"grupp": "gruppen", "styrgrupp": "styrgruppen"}
    assert found.compounds("grupp", 99) == ("styrgrupp",)


def test_the_shortest_compounds_are_enough() -> None:
    found = Vocabulary((f"kommun{'abcdefghij'[n // 10]}xx{'abcdefghij'[n % 10]}", "x", "rule") for n in range(100))
    (alone,) = wanted("kommun", found)
    assert len(alone.near) == MOST_COMPOUNDS
    assert [len(one.near) for one in wanted("kommun kommuner", found)] == [MOST_COMPOUNDS // 2] * 2


@pytest.mark.parametrize("stem_", ["kommun", "grupp", "avtal", "s", "ko"])
@pytest.mark.parametrize("most", [0, 1, 5, 99])
def test_as_many_compounds_as_are_asked_for_are_the_first_of_all(stem_: str, most: int, known: Vocabulary) -> None:
    every = known.compounds(stem_, len(known.forms))
    assert known.compounds(stem_, most) == every[:most]
    assert list(every) == sorted(every, key=lambda one: (len(one), one))


SAID = st.text("abdeginstvyäåö", min_size=1, max_size=9)


@given(st.lists(SAID, max_size=12), st.lists(SAID, min_size=1, max_size=3), st.sampled_from(["sv", "en"]))
def test_marked_is_every_word_with_a_stem_that_was_looked_for(
    said: list[str], asked: list[str], language: Language
) -> None:
    looked_for = wanted(" ".join(asked), Vocabulary())
    stems = {one for item in looked_for for one in item.marked()}
    typed = {item.word for item in looked_for}
    found = [piece.text for piece in marked(" ".join(said), looked_for, language) if piece.found]
    assert found == [word for word in said if word in typed or (word not in COMMON and stem(word, language) in stems)]


@pytest.mark.parametrize(("said", "asked"), [("dying", "die"), ("skies", "sky"), ("lying", "lie"), ("ugly", "ugli")])
def test_english_words_that_change_more_than_their_end_are_marked(said: str, asked: str) -> None:
    assert [piece.found for piece in marked(said, wanted(asked, Vocabulary()), "en")] == [True]


LETTERS = st.text("abåä", max_size=7)


@given(LETTERS, LETTERS, st.integers(0, 3))
def test_the_distance_is_that_of_a_plain_recursion(left: str, right: str, most: int) -> None:
    @cache
    def far(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        ways = [far(i - 1, j) + 1, far(i, j - 1) + 1, far(i - 1, j - 1) + (left[i - 1] != right[j - 1])]
        if i > 1 and j > 1 and left[i - 1] == right[j - 2] and left[i - 2] == right[j - 1]:
            ways.append(far(i - 2, j - 2) + 1)
        return min(ways)

    assert distance(left, right, most) == min(far(len(left), len(right)), most + 1)


@given(st.lists(st.text("abcåäö", min_size=3, max_size=7), min_size=1, max_size=15, unique=True), st.data())
def test_the_nearest_are_those_a_slip_or_two_away(stems: list[str], data: st.DataObject) -> None:
    """Compared with measuring the distance to each that begins or ends alike."""
    found = Vocabulary((one, one, "rule") for one in stems)
    word = data.draw(st.one_of(st.sampled_from(stems), st.text("abcåäö", min_size=3, max_size=7)))
    most = 1 if len(word) <= 5 else 2
    alike = {one for one in stems if one[:2] in {word[:2], word[1::-1]} or one[-2:] == word[-2:]}
    expected = {
        one for one in alike if abs(len(one) - len(word)) <= most and distance(folded(word), folded(one), most) <= most
    }
    assert set(found.nearest(word, word)) == expected


STEMS = st.lists(st.text("abcs", min_size=3, max_size=6), min_size=1, max_size=12, unique=True)


@given(STEMS)
def test_parts_are_known_and_make_the_whole(stems: list[str]) -> None:
    found = Vocabulary((one, one, "rule") for one in stems)
    for first in stems:
        for last in stems:
            parts = found.parts(first + last)
            assert all(part in found for part in parts)
            assert parts
            assert (first + last).startswith(parts[0])
            assert (first + last).endswith(parts[-1])


@given(st.text(max_size=80), st.text("abcåä ", max_size=20), st.integers(0, 40))
def test_marking_loses_nothing_and_marks_only_whole_words(text: str, question: str, length: int) -> None:
    pieces = marked(text, wanted(question, Vocabulary()), "sv", length)
    joined = "".join(piece.text for piece in pieces)
    if not length or len(composed(text)) <= length:
        assert joined == composed(text)
    else:
        assert joined.strip("…") in composed(text)
    known = {word for word, _, _ in words(composed(text))}
    assert all(piece.text.lower() in known for piece in pieces if piece.found)


def test_what_is_marked_is_what_was_looked_for(known: Vocabulary) -> None:
    pieces = marked("Flyktingmottagandet kräver avgifter.", wanted("flyktingar avgift", known), "sv")
    assert [piece.text for piece in pieces if piece.found] == ["Flyktingmottagandet", "avgifter"]


def test_a_long_text_is_cut_around_the_first_word_found(known: Vocabulary) -> None:
    text = "Inledande ord om annat. " * 20 + "Strategen samordnar. " + "Avslutande ord. " * 20
    pieces = marked(text, wanted("strateg", known), "sv", 120)
    said = "".join(piece.text for piece in pieces)
    assert said.startswith("…")
    assert said.endswith("…")
    assert "Strategen" in [piece.text for piece in pieces if piece.found]
    assert len(said) <= 122


def test_a_text_holds_every_word_in_any_of_its_ways(known: Vocabulary) -> None:
    assert holds("Mottagandet av flyktingar", wanted("flyktingmottagande", known), "sv")
    assert not holds("Mottagandet av avfall", wanted("flyktingmottagande", known), "sv")
    assert not holds("Strategen", wanted("strateg avgift", known), "sv")
