"""Made-up content for the sheet of parts. The municipalities are real, what they do here is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import get_args

from samverk.rules.finding import Status
from samverk.rules.wording import NBSP, Language, Text, kronor
from samverk.web.formats import countdown, day
from samverk.web.shapes import (
    Cell,
    Chip,
    Choice,
    Column,
    Given,
    Meter,
    Note,
    Quote,
    Switcher,
    Table,
    Timebar,
    Todo,
    Why,
)

TODAY = date(2025, 9, 9)

type Say = Callable[[str, str], str]


def sheet(language: Language) -> dict[str, object]:
    """Context for the sheet, in a language."""

    say = speaker(language)
    return {
        "today": TODAY,
        "amount": 149_000_000,
        "notes": notes(say),
        "todos": todos(say, language),
        "table": table(say),
        "timebar": Timebar(
            sentence=say(
                "Du ser avtalet så som det var 12 november 2013.", "You see the agreement as of 12 November 2013."
            ),
            today_href="?",
        ),
        "switcher": Switcher(
            label="Koordination Norrort",
            choices=(
                Choice(label="Koordination Norrort", href="?a=1", current=True),
                Choice(label=say("Länet, nyanlända", "The county, new arrivals"), href="?a=2"),
                Choice(label=say("Alla avtal", "All agreements"), href="?a"),
            ),
        ),
    }


def speaker(language: Language) -> Say:
    """Chooses between Swedish and English."""
    return lambda sv, en: Text(sv, en).in_language(language)


def notes(say: Say) -> tuple[Note, ...]:
    """A note for every status; one has a meter, one a derivation in place, one a link to it."""
    of_clause_8 = Chip(mark=f"p.{NBSP}8", href="/komponenter/#k1")
    said = [
        Note(
            status="breach",
            heading=say("Styrgruppen möttes 1 gång 2024", "The steering group met once in 2024"),
            body=say(
                "Två till fyra möten krävs. Året är slut.", "Two to four meetings are required. The year is over."
            ),
            basis="stated",
            chips=(of_clause_8,),
            meter=Meter(
                slots=("on", "need", "opt", "opt"), label=say("Ett möte av minst två", "One meeting of at least two")
            ),
            example=True,
        ),
        Note(
            status="notice",
            heading=say("Solna lämnar 3 mars 2026", "Solna leaves on 3 March 2026"),
            body=say("Solna betalar och röstar till dess.", "Solna pays and votes until then."),
            basis="derived",
            why=why(say),
            about=say("Solna lämnar", "Solna leaves"),
            example=True,
        ),
        Note(
            status="late",
            heading=say("Sigtuna har inte betalat", "Sigtuna has not paid"),
            basis="assumed",
            basis_text=say("Trettio dagar är antaget", "Thirty days is assumed"),
            why_href="/komponenter/varfor/",
            about=say("Sigtuna", "Sigtuna"),
            chips=(Chip(mark=f"§{NBSP}6", href="/komponenter/#k1", agreement="KSL"),),
            example=True,
        ),
    ]
    rest = [status for status in get_args(Status.__value__) if status not in {note.status for note in said}]
    plain = say("Läget som en mening", "The state as a sentence")
    return (*said, *(Note(status=status, heading=plain, basis="stated", chips=(of_clause_8,)) for status in rest))


def why(say: Say, name: str = "why-exit") -> Why:
    """A derivation with everything a derivation can hold."""
    return Why(
        id=name,
        question=say("Varför 3 mars 2026?", "Why 3 March 2026?"),
        quotes=(
            Quote(
                text="Kommunen lämnar tolv månader efter dagen för uppsägningen.",
                chip=Chip(mark=f"p.{NBSP}14", href="/komponenter/#k1"),
            ),
        ),
        given=(
            Given(
                label=say("Dag på brevet", "Day of the letter"),
                value=say("3 mars 2025", "3 March 2025"),
                basis="fact",
                source=say("Brev från Solna, dnr 2025/41", "Letter from Solna, no. 2025/41"),
                href="/komponenter/#k2",
            ),
            Given(
                label=say("Uppsägningstid", "Period of notice"), value=say("12 månader", "12 months"), basis="stated"
            ),
            Given(
                label=say("Räknas från", "Counted from"),
                value=say("dagen på brevet", "the day of the letter"),
                basis="assumed",
                source=say("Läsning A, beslutad 20 november 2014", "Reading A, decided on 20 November 2014"),
            ),
            Given(
                label=say("Lämnar", "Leaves"),
                value=say("första dagen som inte part", "first day as no party"),
                basis="derived",
            ),
            Given(label=say("Folkmängd", "Population"), value="85 789", basis="series", source="SCB"),
        ),
        sum=(say("3 mars 2025 + 12 månader", "3 March 2025 + 12 months"),),
        result=say("3 mars 2026", "3 March 2026"),
        others=(
            say(
                "räknat från den dag brevet kom fram blir det 5 mars 2026.",
                "counted from the day the letter arrived it is 5 March 2026.",
            ),
        ),
        receipt=say(
            "Räknat 9 september 2025 med regelversion 1.", "Computed on 9 September 2025 with rules version 1."
        ),
    )


def todos(say: Say, language: Language) -> list[Todo]:
    """A late row, a coming row, and one without a verb."""
    late, coming = date(2025, 8, 1), date(2025, 9, 30)
    return [
        Todo(
            heading=say(
                "Vaxholm saknar representant i ledningsgruppen", "Vaxholm has no representative in the management group"
            ),
            href="/komponenter/#k1",
            day=late,
            day_text=day(late, language, year=2025),
            countdown=countdown(late, TODAY, language),
            late=True,
            detail=say("Platsen blev tom 1 augusti.", "The seat became empty on 1 August."),
            who="Vaxholm",
            chips=(Chip(mark=f"p.{NBSP}6", href="/komponenter/#k1"),),
            verb=say("Påminn", "Remind"),
            verb_href="/komponenter/#k2",
            example=True,
        ),
        Todo(
            heading=say("Styrgruppens andra möte i år", "The steering group's second meeting this year"),
            href="/komponenter/#k1",
            day=coming,
            day_text=day(coming, language, year=2025),
            countdown=countdown(coming, TODAY, language),
            who="Upplands-Bro",
            chips=(
                Chip(mark=f"p.{NBSP}8", href="/komponenter/#k1"),
                Chip(mark=f"§{NBSP}9", href="/komponenter/#k1", agreement="KSL"),
            ),
        ),
    ]


def table(say: Say) -> Table:
    """Numbers, a sum, and the longest name."""
    return Table(
        label=say("Tabell: avgifter", "Table: fees"),
        caption=say("Kronor, 2025.", "Kronor, 2025."),
        columns=(
            Column(heading=say("Kommun", "Municipality")),
            Column(heading=say("Avgift", "Fee"), number=True, chip=Chip(mark=f"p.{NBSP}10", href="/komponenter/#k1")),
        ),
        rows=(
            (Cell(text="Upplands Väsby"), Cell(text=kronor(9_427_300), number=True)),
            (Cell(text="Upplands-Bro"), Cell(text=kronor(6_157_479), number=True)),
        ),
        foot=(Cell(text=say("Två kommuner", "Two municipalities")), Cell(text=kronor(15_584_779), number=True)),
    )
