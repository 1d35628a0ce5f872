"""A sum split, as a page of a spreadsheet: each step of the split a column of live formulas (N-10a, t-10-10).

Spreadsheets count in binary floating point, exact for integers below 2^53. Where sum × weight is larger, the division
is done as by hand, a few digits of the sum at a time (``stages_of``); where not even that is exact, the cells hold
values and the page says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from samverk.rules.fee_sheet import Line, Sheet
from samverk.rules.money import ORE_PER_KRONA
from samverk.rules.shares import by_table, fixed_share
from samverk.rules.wording import Language, Text
from samverk.web.fees.book import Split

EXACT = 2**53
FIRST_ROW = 10
"""The row of the column headings, counted from 0; the parties come after it."""

_MOST_DIGITS = 15


def stages_of(total: int, weights: Sequence[int]) -> tuple[int, int] | None:
    """How ``total × weight ÷ whole`` is divided: (base, number of steps); None where no base keeps every step exact.

    A step has a rest below the whole, times the base, plus a digit of the total times the weight.
    """
    whole, largest = sum(weights), max(weights)
    if total * largest < EXACT and total * largest + whole < EXACT:
        return max(total + 1, 2), 1
    for power in range(_MOST_DIGITS, 0, -1):
        base = 10**power
        if base * (whole + largest) < EXACT:
            return base, max(1, -(-len(str(total)) // power))
    return None


@dataclass(frozen=True, slots=True)
class Formats:
    """How the cells look."""

    title: Any
    head: Any
    head_right: Any
    quiet: Any
    text: Any
    whole: Any
    money: Any
    percent: Any
    total: Any
    total_whole: Any
    total_money: Any
    total_percent: Any


def formats_of(made: Workbook) -> Formats:
    """The formats of a workbook."""
    rule = {"top": 1, "bottom": 6, "bold": True}
    whole, money, percent = {"num_format": "#,##0"}, {"num_format": "#,##0.00"}, {"num_format": "0.0 %"}
    return Formats(
        title=made.add_format({"bold": True, "font_size": 14}),
        head=made.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
        head_right=made.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "align": "right"}
        ),
        quiet=made.add_format({"font_color": "#41514D"}),
        text=made.add_format({"num_format": "@"}),
        whole=made.add_format(whole),
        money=made.add_format(money),
        percent=made.add_format(percent),
        total=made.add_format(rule),
        total_whole=made.add_format(rule | whole),
        total_money=made.add_format(rule | money),
        total_percent=made.add_format(rule | percent),
    )


def worded(sv: str, en: str, language: Language) -> str:
    """The words in the language of the file."""
    return Text(sv, en).in_language(language)


class SplitPage:
    """A sum split, step by step: the numbers above, a row for each party, the sums under them."""

    def __init__(self, page: Worksheet, formats: Formats, split: Split, title: str, language: Language) -> None:
        self.page = page
        self.formats = formats
        self.split = split
        self.sheet: Sheet = split.sheet
        self.title = title
        self.language: Language = language
        self.lines = {line.party: line for line in self.sheet.lines}
        self.units = ORE_PER_KRONA // self.sheet.unit
        self.total = abs(self.sheet.charge.total) // self.sheet.unit
        self.stages = stages_of(self.total, [line.share.weight for line in self.sheet.lines])
        self.mixed = self.sheet.charge.key.form == "mixed" and not by_table(self.sheet.charge.key)
        self.columns = self._columns()
        self.first = FIRST_ROW + 1
        self.last = FIRST_ROW + len(split.entries)

    def _columns(self) -> dict[str, int]:
        """The columns by what they hold, in order."""
        steps = [f"{what}{number}" for number in range(1, self._steps) for what in ("q", "r")]
        named = ["code", "name", "figure", "part", "parts", *(["own"] if self.mixed else []), "weight", "share"]
        named += ["exact", *steps, "floor", "rest", "turn", "extra", "amount"]
        named += ["before", "change"] if self.split.before else []
        return {name: place for place, name in enumerate(named)}

    @property
    def _steps(self) -> int:
        return self.stages[1] if self.stages is not None else 1

    # --- cells ------------------------------------------------------------------------------------------

    def at(self, column: str, row: int) -> str:
        """The cell of a column in a row."""
        return str(xl_rowcol_to_cell(row, self.columns[column], col_abs=True))

    def all(self, column: str) -> str:
        """The cells of a column for every party."""
        name = xl_col_to_name(self.columns[column])
        return f"${name}${self.first + 1}:${name}${self.last + 1}"

    def sum_of(self, column: str) -> str:
        """The cell with the sum of a column."""
        return f"${xl_col_to_name(self.columns[column])}${self.last + 2}"

    # --- writing ----------------------------------------------------------------------------------------

    def write(self) -> None:
        """The whole page."""
        self._write_top()
        self._write_heads()
        for row, entry in enumerate(self.split.entries, self.first):
            self._write_row(row, self.lines[entry.code], entry.name, entry.before)
        self._write_foot()
        self.page.freeze_panes(self.first, 2)
        self.page.set_column(0, 0, 12)
        self.page.set_column(1, 1, 26)
        self.page.set_column(2, max(self.columns.values()), 15)
        self.page.set_landscape()
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(FIRST_ROW)

    def _t(self, sv: str, en: str) -> str:
        return worded(sv, en, self.language)

    def _write_top(self) -> None:
        page, formats, charge = self.page, self.formats, self.sheet.charge
        page.write_string(0, 0, f"{self.title}: {self.split.title}", formats.title)
        page.write_string(1, 0, self._t("Summa att dela, kronor", "Sum to split, kronor"))
        page.write_number(1, 3, abs(charge.total) / ORE_PER_KRONA, formats.money)
        page.write_string(
            2, 0, self._t("Enheter per krona (1 = hela kronor, 100 = ören)", "Units per krona (1 or 100)")
        )
        page.write_number(2, 3, self.units, formats.whole)
        page.write_string(3, 0, self._t("Enheter att dela", "Units to split"))
        page.write_formula(3, 3, "=ROUND($D$2*$D$3,0)", formats.whole, self.total)
        page.write_string(4, 0, self._t("Blir över när allt rundas nedåt", "Left over when all is rounded down"))
        page.write_formula(4, 3, f"=$D$4-SUM({self.all('floor')})", formats.whole, self.sheet.left)
        page.write_string(
            5, 0, self._t("Kontroll: andelarna minus summan, ska vara 0", "Check: shares less sum, must be 0")
        )
        page.write_formula(5, 3, f"=ROUND({self.sum_of('amount')}-$D$2,2)", formats.money, 0)
        self._write_fixed_share()
        self._write_digits()
        page.write_string(9, 0, self._how(), formats.quiet)

    def _write_fixed_share(self) -> None:
        if not self.mixed:
            return
        share = fixed_share(self.sheet.charge.key)
        self.page.write_string(6, 0, self._t("Fast del, täljare och nämnare", "Fixed share, numerator and denominator"))
        self.page.write_number(6, 3, share.numerator, self.formats.whole)
        self.page.write_number(6, 4, share.denominator, self.formats.whole)

    def _write_digits(self) -> None:
        """The digits of the sum in the base of the division, where it takes several steps."""
        if self.stages is None or self._steps == 1:
            return
        base, steps = self.stages
        self.page.write_string(7, 0, self._t("Dividera i steg, bas", "Divide in steps, base"))
        self.page.write_number(7, 3, base, self.formats.whole)
        for step in range(steps):
            power = base ** (steps - 1 - step)
            digit = self.total // power % base
            whole = f"INT($D$4/{power})"
            formula = f"={whole}-INT({whole}/{base})*{base}" if step else f"={whole}"
            self.page.write_formula(7, 4 + step, formula, self.formats.whole, digit)

    def _how(self) -> str:
        ties = {
            "higher_weight_then_code": ("först den med störst vikt, sedan lägst kod", "larger weight first, then code"),
            "lower_weight_then_code": ("först den med minst vikt, sedan lägst kod", "smaller weight first, then code"),
            "code": ("lägst kod först", "lowest code first"),
        }[self.sheet.charge.key.ties]
        said = self._t(
            f"Nedåt till hela enheter; det som blir över en enhet var till de största resterna, vid lika {ties[0]}.",
            f"Down to whole units; what is left over goes one unit each to the largest rests, on a tie {ties[1]}.",
        )
        if self.stages is None:
            said += " " + self._t(
                "Talen är för stora för kalkylprogrammets räkning: kolumnerna Nedåt och Rest är uträknade värden.",
                "The numbers are too large for a spreadsheet: the columns Down and Rest are computed values.",
            )
        return said

    def _heads(self) -> dict[str, str]:
        t = self._t
        weight = t("Vikt", "Weight")
        by_inhabitants = not by_table(self.sheet.charge.key) and self.sheet.charge.key.weights == "population"
        return {
            "code": t("Kommunkod", "Code"), "name": t("Kommun", "Municipality"),
            "figure": t("Invånare", "Inhabitants") if by_inhabitants else weight,
            "part": t("Del av perioden", "Part of the period"), "parts": t("Hela perioden", "Whole period"),
            "own": t("Invånare × del", "Inhabitants × part"), "weight": weight, "share": t("Andel", "Share"),
            "exact": t("Exakt, kronor", "Exact, kronor"), "floor": t("Nedåt, enheter", "Down, units"),
            "rest": t("Rest", "Rest"), "turn": t("Tur", "Turn"), "extra": t("Får en till", "One more"),
            "amount": f"{self.split.title}, {t('kronor', 'kronor')}", "before": self.split.before,
            "change": t("Ändring", "Change"),
        }  # fmt: skip

    def _write_heads(self) -> None:
        heads = self._heads()
        for name, place in self.columns.items():
            words = heads.get(name, f"{self._t('Steg', 'Step')} {name[1:]} {name[0]}")
            form = self.formats.head if name in ("code", "name") else self.formats.head_right
            self.page.write_string(FIRST_ROW, place, words, form)

    def _write_row(self, row: int, line: Line, name: str, before: int | None) -> None:
        page, formats, share, col = self.page, self.formats, line.share, self.columns
        page.write_string(row, col["code"], line.party, formats.text)
        page.write_string(row, col["name"], name)
        page.write_number(row, col["figure"], share.figure, formats.whole)
        page.write_number(row, col["part"], share.part, formats.whole)
        page.write_number(row, col["parts"], share.parts, formats.whole)
        self._write_weight(row, line)
        weight, whole = self.at("weight", row), self.sum_of("weight")
        page.write_formula(row, col["share"], f"={weight}/{whole}", formats.percent, share.weight / share.whole)
        exact = self.total * share.weight / share.whole / self.units
        page.write_formula(row, col["exact"], f"=$D$4*{weight}/{whole}/$D$3", formats.money, exact)
        self._write_division(row, line)
        self._write_turn(row, line)
        amount = f"=({self.at('floor', row)}+{self.at('extra', row)})/$D$3"
        page.write_formula(row, col["amount"], amount, formats.money, abs(share.amount) / ORE_PER_KRONA)
        if self.split.before:
            self._write_before(row, abs(share.amount), before)

    def _write_weight(self, row: int, line: Line) -> None:
        share, col = line.share, self.columns
        own = f"{self.at('figure', row)}*{self.at('part', row)}"
        if not self.mixed:
            self.page.write_formula(row, col["weight"], f"={own}", self.formats.whole, share.weight)
            return
        self.page.write_formula(row, col["own"], f"={own}", self.formats.whole, share.figure * share.part)
        formula = (
            f"=$D$7*{self.at('part', row)}*{self.sum_of('own')}"
            f"+($E$7-$D$7)*{self.at('own', row)}*SUM({self.all('part')})"
        )
        self.page.write_formula(row, col["weight"], formula, self.formats.whole, share.weight)

    def _write_division(self, row: int, line: Line) -> None:
        """The whole units and the rest, in as many steps as it takes to be exact."""
        share, col = line.share, self.columns
        rest = self.total * share.weight - line.floor * share.whole
        if self.stages is None:
            self.page.write_number(row, col["floor"], line.floor, self.formats.whole)
            self.page.write_number(row, col["rest"], rest, self.formats.whole)
            return
        base, steps = self.stages
        weight, whole = self.at("weight", row), self.sum_of("weight")
        product, value, quotients = f"$D$4*{weight}", self.total * share.weight, []
        for step in range(steps):
            last = step == steps - 1
            if steps > 1:
                digit = xl_rowcol_to_cell(7, 4 + step, row_abs=True, col_abs=True)
                carried = self.at(f"r{step}", row) if step else ""
                product = f"({carried}*{base}+{digit}*{weight})" if step else f"({digit}*{weight})"
                before = value if step else 0
                value = before * base + self.total // base ** (steps - 1 - step) % base * share.weight
            quotient = value // share.whole
            into = "rest" if last else f"r{step + 1}"
            cell = self.at(f"q{step + 1}", row) if not last else ""
            formula = _floored(product, whole)
            if last:
                parts = [f"{self.at(f'q{n}', row)}*{base ** (steps - n)}" for n in range(1, steps)]
                self.page.write_formula(
                    row, col["floor"], "=" + "+".join([*parts, formula]), self.formats.whole, line.floor
                )
                taken = f"({self.at('floor', row)}" + "".join(f"-{part}" for part in parts) + ")"
            else:
                self.page.write_formula(row, col[f"q{step + 1}"], f"={formula}", self.formats.whole, quotient)
                taken = cell
            value -= quotient * share.whole
            quotients.append(quotient)
            self.page.write_formula(row, col[into], f"={product}-{taken}*{whole}", self.formats.whole, value)

    def _write_turn(self, row: int, line: Line) -> None:
        rest, weight, code = self.at("rest", row), self.at("weight", row), self.at("code", row)
        rests, weights, codes = self.all("rest"), self.all("weight"), self.all("code")
        same = f"({rests}={rest})"
        earlier = {
            "higher_weight_then_code": f"+SUMPRODUCT({same}*({weights}>{weight}))"
            f"+SUMPRODUCT({same}*({weights}={weight})*({codes}<{code}))",
            "lower_weight_then_code": f"+SUMPRODUCT({same}*({weights}<{weight}))"
            f"+SUMPRODUCT({same}*({weights}={weight})*({codes}<{code}))",
            "code": f"+SUMPRODUCT({same}*({codes}<{code}))",
        }[self.sheet.charge.key.ties]
        turn = f'=IF({rest}=0,"",1+SUMPRODUCT(({rests}>{rest})*1){earlier})'
        self.page.write_formula(
            row, self.columns["turn"], turn, self.formats.whole, line.turn if line.turn is not None else ""
        )
        turn_cell = self.at("turn", row)
        extra = f'=IF({turn_cell}="",0,IF({turn_cell}<=$D$5,1,0))'
        self.page.write_formula(row, self.columns["extra"], extra, self.formats.whole, line.extra)

    def _write_before(self, row: int, amount: int, before: int | None) -> None:
        if before is None:
            return
        self.page.write_number(row, self.columns["before"], before / ORE_PER_KRONA, self.formats.money)
        formula = f"={self.at('amount', row)}-{self.at('before', row)}"
        value = (amount - before) / ORE_PER_KRONA
        self.page.write_formula(row, self.columns["change"], formula, self.formats.money, value)

    def _write_foot(self) -> None:
        row, formats, sheet = self.last + 1, self.formats, self.sheet
        amount = sum(abs(line.share.amount) for line in sheet.lines) / ORE_PER_KRONA
        known = sum(entry.before or 0 for entry in self.split.entries) / ORE_PER_KRONA
        changed = sum(
            abs(entry.amount) - entry.before for entry in self.split.entries if entry.before is not None
        ) / ORE_PER_KRONA  # fmt: skip
        own = sum(line.share.figure * line.share.part for line in sheet.lines)
        sums: dict[str, tuple[float, Any]] = {
            "figure": (sheet.figures, formats.total_whole), "own": (own, formats.total_whole),
            "weight": (sheet.whole, formats.total_whole), "share": (1, formats.total_percent),
            "floor": (sum(line.floor for line in sheet.lines), formats.total_whole),
            "extra": (sheet.left, formats.total_whole), "amount": (amount, formats.total_money),
            "before": (known, formats.total_money), "change": (changed, formats.total_money),
        }  # fmt: skip
        for name, place in self.columns.items():
            if name in sums:
                value, form = sums[name]
                self.page.write_formula(row, place, f"=SUM({self.all(name)})", form, value)
            else:
                words = self._t("Summa", "Sum") if name == "code" else ""
                self.page.write_string(row, place, words, formats.total)


def _floored(product: str, whole: str) -> str:
    """``product ÷ whole`` rounded down, exactly: a division in floating point can be one too high or too low."""
    near = f"INT({product}/{whole})"
    rest = f"({product}-{near}*{whole})"
    return f"({near}+IF({rest}>={whole},1,0)-IF({rest}<0,1,0))"
