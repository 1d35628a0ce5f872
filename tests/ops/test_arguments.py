"""The words after a command: what is taken, and what is said about the rest."""

from __future__ import annotations

import pytest

from samverk.ops.arguments import JSON, LANG, Option, Position, Usage
from samverk.ops.refused import Refused
from samverk.rules.wording import Text

USAGE = Usage(
    "sample",
    Text("Ett prov.", "A sample."),
    (Position(Text("AVTAL", "AGREEMENT"), Text("ett avtal", "an agreement")),),
    (
        Option("given", Text("det givna", "what is given"), value=Text("NAMN=VÄRDE", "NAME=VALUE"), pairs=True),
        Option("port", Text("porten", "the port"), value=Text("PORT", "PORT")),
        JSON,
        LANG,
    ),
)
MANY = Usage(
    "many", Text("Flera.", "Many."), (Position(Text("MAPP", "FOLDER"), Text("en mapp", "a folder"), many=True),)
)


@pytest.mark.parametrize(
    ("words", "pairs"),
    [
        (["a", "--given", "x=1"], ["x=1"]),
        (["a", "--given", "x=1", "y=2"], ["x=1", "y=2"]),
        (["a", "--given", "x=1", "--given", "y=2"], ["x=1", "y=2"]),
        (["--given", "x=1", "y=2", "a"], ["x=1", "y=2"]),
        (["a", "--given=x=1"], ["x=1"]),
        (["a", "--given", "x="], ["x="]),
        (["a", "--given", "loose"], ["loose"]),
        (["a"], []),
    ],
)
def test_pairs_may_stand_together_or_apart(words: list[str], pairs: list[str]) -> None:
    given = USAGE.read(words)

    assert given is not None
    assert (given.words, given.pairs) == (["a"], pairs)


def test_options_may_stand_anywhere_and_carry_their_value_with_a_sign_of_equality() -> None:
    given = USAGE.read(["--lang=en", "a", "--json", "--port", "81"])

    assert given is not None
    assert (given.language, given.flags, given.values) == ("en", {"json"}, {"lang": "en", "port": "81"})


def test_after_two_dashes_everything_is_a_word() -> None:
    given = MANY.read(["--", "--odd", "-x"])

    assert given is not None
    assert given.words == ["--odd", "-x"]


@pytest.mark.parametrize("words", [["--help"], ["a", "-h"], ["--given", "--help"]])
def test_help_is_given_whatever_else_is_asked_for(words: list[str]) -> None:
    assert USAGE.read(words) is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "AVTAL saknas: ett avtal."),
        (["a", "b"], "”b” hör inte hemma här."),
        (["a", "--jsn"], "--jsn finns inte. Menade du --json?"),
        (["a", "--unheard-of"], "--unheard-of finns inte."),
        (["a", "-x"], "-x finns inte."),
        (["a", "--port"], "--port saknar sitt värde: --port PORT."),
        (["a", "--port", "--json"], "--port saknar sitt värde: --port PORT."),
        (["a", "--json=1"], "--json tar inget värde."),
        (["a", "--lang", "fi"], "--lang ska vara sv eller en men är ”fi”."),
        (["a", "--port", "1", "--port", "2"], "--port står två gånger."),
    ],
)
def test_what_is_wrong_is_said_with_how_it_is_written(words: list[str], said: str) -> None:
    with pytest.raises(Refused) as refused:
        USAGE.read(words)

    assert str(refused.value) == (
        f"{said} Så här skrivs det: samverk sample AVTAL [--given NAMN=VÄRDE …] [--port PORT] [--json] [--lang sv|en]"
    )
    assert refused.value.code == 2
    assert refused.value.text.en != refused.value.text.sv


def test_a_command_that_takes_many_words_needs_one() -> None:
    with pytest.raises(Refused, match="MAPP saknas"):
        MANY.read([])


def test_the_help_explains_every_word_in_both_languages() -> None:
    assert USAGE.help() == (
        "samverk sample AVTAL [--given NAMN=VÄRDE …] [--port PORT] [--json] [--lang sv|en]\n"
        "\n"
        "Ett prov.\n"
        "\n"
        "  AVTAL                 ett avtal\n"
        "  --given NAMN=VÄRDE …  det givna\n"
        "  --port PORT           porten\n"
        "  --json                svara med JSON för andra program\n"
        "  --lang sv|en          svarets språk\n"
        "  --help                visa den här hjälpen"
    )
    assert "an agreement" in USAGE.help("en")
