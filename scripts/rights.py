"""Writes docs/handbook/behorigheter.md from the matrix that the tests walk (tests/web/matrix/table.py)."""

import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samverk.config.settings")
django.setup()

from samverk.accounts.policy import ROLE_NAMES  # noqa: E402 - models need settings
from samverk.rules.wording import Text  # noqa: E402 - with the line above
from tests.web.matrix.table import (  # noqa: E402 - likewise
    ACTIONS,
    BESIDE,
    COLUMNS,
    COMMANDS,
    ELSEWHERE,
    INNER,
    OPENED,
    READING,
    VISITOR,
    WRITING,
    Row,
)

PAGE = Path(__file__).resolve().parents[1] / "docs" / "handbook" / "behorigheter.md"
_OTHERS = {
    VISITOR: "Besökare",
    ELSEWHERE: "Med roll någon annanstans",
    OPENED: "Administratör som har öppnat innehållet",
}
_ANSWERS = {
    "200": "ja", "302": "ja", "303": "ja", "on": "ja", "405": "ja", "in": "logga in", "403": "nej", "404": "finns inte",
    "422": "nej, går inte att välja",
}  # fmt: skip

HEAD = """\
# Vem som får vad

Skrivs av `make docs` ur den tabell som testerna går igenom, rad för rad och roll för roll, på riktigt: varje adress,
varje formulär, varje åtgärd och varje kommando, med avtalet öppet och stängt. Det som saknar rad fäller testet.

Rättigheter följer av daterade roller. En roll gäller från sin första dag till och med sin sista. *Med roll någon
annanstans* är varje roll i ett annat avtal eller för en kommun som inte är part, och en roll i avtalet som har slutat
eller inte har börjat. I ett öppet avtal får den som talar för en sådan kommun registrera vad kommunen själv har
beslutat: så blir man part.

Ett avtal kan vara stängt för andra än dem som deltar. För alla andra svarar det då som ett avtal som inte finns: samma
sida, samma träffar, samma antal. Den som administrerar Samverk ser inte avtalens innehåll. Det öppnas ett avtal och en
timme i taget, med ett skäl, och står i ett spår som strategen läser.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(
        [
            HEAD,
            "## Läsa",
            "",
            *_table(READING, closed=True),
            "",
            "## Skriva",
            "",
            *_table(WRITING, closed=True),
            "",
            "## Åtgärder",
            "",
            "Det som formulären och kommandona anropar. Varje åtgärd frågar själv, vem som än anropar den.",
            "",
            *_table(ACTIONS, closed=False),
            "",
            "Åtgärder som inte frågar: " + "; ".join(f"`{name}` ({why.lower()})" for name, why in INNER.items()) + ".",
            "",
            "Prövas i områdets egna tester: " + ", ".join(f"`{name}`" for name in BESIDE) + ".",
            "",
            "## Kommandon",
            "",
            "Den som har datorns terminal har allt; kedjan säger att det var ett kommando. De som skriver:",
            "",
            *(f"- `samverk {name}`: {what}" for name, what in COMMANDS.items()),
            "",
        ]
    )


def _table(rows: dict[str, Row], *, closed: bool) -> list[str]:
    """A line for each: who may; and what the others are answered, open and closed."""
    head = ["| vad | vem får | andra får svaret |" + (" när avtalet är stängt |" if closed else "")]
    lines = [*head, "|---|---|---|" + ("---|" if closed else "")]
    for name, row in rows.items():
        cells = [f"{row.sv}<br>`{name}`", _who(row), _others(row, closed=False) if closed else "nej"]
        cells += [_others(row, closed=True) if row.agreement else ""] if closed else []
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _who(row: Row) -> str:
    allowed = [column for column in COLUMNS if column in row.who]
    if len(allowed) == len(COLUMNS):
        return "alla"
    if set(COLUMNS) - set(allowed) == {VISITOR}:
        return "alla som har loggat in"
    return ", ".join(_name(column) for column in allowed) or "ingen"


def _others(row: Row, *, closed: bool) -> str:
    answers: dict[str, list[str]] = {}
    for column in COLUMNS:
        answer = row.expected(column, closed=closed)
        if answer != row.yes or column not in row.who:
            answers.setdefault(_ANSWERS[answer], []).append(_name(column))
    if len(answers) == 1:
        return next(iter(answers)) + ("" if not closed else ": " + ", ".join(*answers.values()))
    return "; ".join(f"{answer}: {', '.join(names)}" for answer, names in answers.items())


def _name(column: str) -> str:
    name: Text | str = ROLE_NAMES.get(column, _OTHERS.get(column, column))
    return name if isinstance(name, str) else name.sv


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
