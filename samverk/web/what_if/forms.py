"""What can be supposed, as fields of one form: any of them may be filled in, and everything wrong is said at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samverk.rules.definition import Definition
from samverk.rules.provisions import Fee
from samverk.rules.suppositions import address
from samverk.rules.suppositions.kinds import (
    BandedKey,
    Budget,
    GivesNotice,
    Growth,
    Joins,
    Leaves,
    MixedKey,
    Reads,
    Supposition,
)
from samverk.rules.wording import Language
from samverk.web.words import page_language

_DAY = forms.DateInput(attrs={"type": "date", "min": "1990-01-01", "max": "2099-12-31"}, format="%Y-%m-%d")
_NUMBER = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
_DECIMAL = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
_TEXT = forms.TextInput(attrs={"autocomplete": "off"})


class PlainSelect(forms.Select):
    """A select written out in one go: Django's own renders a template for each option, and the readings have fifty."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: object | None = None
    ) -> SafeString:
        """The element with its options, those of a group together."""
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        chosen = "" if value is None else str(value)
        return format_html("<select{}>{}</select>", flatatt(given), _options(self.choices, chosen))


def _options(choices: Iterable[Any], chosen: str) -> SafeString:
    return format_html_join("", "{}", ((_option(one, label, chosen),) for one, label in choices))


def _option(one: Any, label: Any, chosen: str) -> SafeString:
    if isinstance(label, list | tuple):
        return format_html('<optgroup label="{}">{}</optgroup>', one, _options(label, chosen))
    selected = mark_safe(" selected") if str(one) == chosen else ""
    return format_html('<option value="{}"{}>{}</option>', one, selected, label)


# The parts of the form, each with the fields that belong together, in the order they stand.
PARTS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("lamnar", gettext_lazy("En part lämnar"), ("lamnar_part", "lamnar_satt", "lamnar_dag")),
    ("med", gettext_lazy("En kommun går med"), ("med_part", "med_dag")),
    ("budget", gettext_lazy("En annan budget"), ("budget_ar", "budget_kr", "tillvaxt")),
    ("nyckel", gettext_lazy("En annan nyckel"), ("nyckel_form", "nyckel_ar", "nyckel_lika", "nyckel_storlek")),
    ("lasning", gettext_lazy("En annan läsning"), ("lasning",)),
)
_ACROSS = ("lamnar_part", "lamnar_satt", "med_part", "nyckel_form", "nyckel_storlek", "lasning")
_OF_MONEY = frozenset({"budget", "nyckel"})
# Where what was found wrong with a supposition is said.
_FIELD_OF: Mapping[type, str] = {
    Leaves: "lamnar_dag", GivesNotice: "lamnar_dag", Joins: "med_dag", Budget: "budget_kr", Growth: "tillvaxt",
    MixedKey: "nyckel_lika", BandedKey: "nyckel_storlek", Reads: "lasning",
}  # fmt: skip


class SupposeForm(forms.Form):
    """``leaving`` and ``joining``: names by code. ``found``: what was supposed, once the form is valid."""

    lamnar_part = forms.ChoiceField(label=gettext_lazy("Part"), required=False, widget=PlainSelect)
    lamnar_satt = forms.ChoiceField(label=gettext_lazy("Dagen är"), required=False, widget=PlainSelect)
    lamnar_dag = forms.CharField(label=gettext_lazy("Dag"), required=False, widget=_DAY)
    med_part = forms.ChoiceField(label=gettext_lazy("Kommun"), required=False, widget=PlainSelect)
    med_dag = forms.CharField(label=gettext_lazy("Första dagen som part"), required=False, widget=_DAY)
    budget_ar = forms.CharField(label=gettext_lazy("År"), required=False, widget=_NUMBER)
    budget_kr = forms.CharField(label=gettext_lazy("Hela kronor"), required=False, widget=_NUMBER)
    tillvaxt = forms.CharField(label=gettext_lazy("Eller: procent mer varje år"), required=False, widget=_DECIMAL)
    nyckel_form = forms.ChoiceField(label=gettext_lazy("Fördelas"), required=False, widget=PlainSelect)
    nyckel_ar = forms.CharField(label=gettext_lazy("Från och med"), required=False, widget=_NUMBER)
    nyckel_lika = forms.CharField(label=gettext_lazy("Lika del, procent"), required=False, widget=_DECIMAL)
    nyckel_storlek = forms.CharField(label=gettext_lazy("Invånare och vikt"), required=False, widget=_TEXT)
    lasning = forms.ChoiceField(label=gettext_lazy("Fråga och svar"), required=False, widget=PlainSelect)

    def __init__(
        self,
        definition: Definition,
        leaving: Mapping[str, str],
        joining: Mapping[str, str],
        data: Mapping[str, Any] | None,
        next_year: int,
    ) -> None:
        super().__init__(
            data,
            use_required_attribute=False,
            initial={
                "nyckel_ar": str(next_year),
                "budget_ar": str(next_year),
                "nyckel_storlek": "0-1, 25000-2, 50000-3",
            },
        )
        self.definition = definition
        self.found: tuple[Supposition, ...] = ()
        language = page_language()
        choices: dict[str, list[Any]] = {
            "lamnar_part": _pairs(leaving),
            "lamnar_satt": [
                ("lamnar", _("sista dagen som part")),
                ("sager-upp", _("dagen då uppsägningen har nått alla")),
            ],
            "med_part": _pairs(joining),
            "nyckel_form": [
                ("", _("Som avtalet säger")),
                ("lika", _("En del lika, resten efter folkmängd")),
                ("storlek", _("Efter storlek")),
            ],
            "lasning": [("", _("Som i dag")), *_readings(definition, language)],
        }
        for name, options in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = options
                field.error_messages["invalid_choice"] = _("Välj ett av alternativen i listan.")
        for name in _ACROSS:
            self.fields[name].across = True  # type: ignore[attr-defined]  # read by the template
        for part in self._left_out(joining):
            for name in next(names for one, _label, names in PARTS if one == part):
                del self.fields[name]

    def _left_out(self, joining: Mapping[str, str]) -> Iterator[str]:
        rule = self.definition.first(Fee)
        if rule is None or rule.total == "none":
            yield from _OF_MONEY
        if not joining:
            yield "med"

    @property
    def parts(self) -> list[tuple[str, Any, list[forms.BoundField]]]:
        """The fields under their headings; parts that do not apply are left out."""
        return [
            (part, label, [self[name] for name in names]) for part, label, names in PARTS if names[0] in self.fields
        ]

    def clean(self) -> dict[str, Any]:
        """Reads every part that has been filled in. Everything that cannot be read is said at its own field."""
        found = [self._leaves(), self._joins(), self._budget(), self._growth(), self._key(), self._reads()]
        self.found = tuple(item for item in found if item is not None)
        if not self.found and not self.errors:
            self.add_error(None, _("Fyll i något att anta, till exempel en part och en dag."))
        return self.cleaned_data

    def refuse(self, supposition: Supposition, why: str) -> None:
        """Says at the field of a supposition why it cannot be made."""
        self.add_error(_FIELD_OF[type(supposition)], why)

    def _text(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "").strip()

    def _read[T](self, name: str, reader: Callable[[str], T]) -> T | None:
        """What the field says; None with the reason at the field when it says nothing that can be used."""
        text = self._text(name)
        if not text:
            self.add_error(name, _("Fyll i det här också."))
            return None
        try:
            return reader(text)
        except address.Unreadable as error:
            self.add_error(name, error.message.in_language(page_language()))
            return None

    def _leaves(self) -> Supposition | None:
        if not (self._text("lamnar_part") or self._text("lamnar_dag")):
            return None
        party = self._read("lamnar_part", address.code_of)
        day = self._read("lamnar_dag", address.day_of)
        if party is None or day is None:
            return None
        return GivesNotice(party, day) if self._text("lamnar_satt") == "sager-upp" else Leaves(party, day)

    def _joins(self) -> Supposition | None:
        if not (self._text("med_part") or self._text("med_dag")):
            return None
        party = self._read("med_part", address.code_of)
        day = self._read("med_dag", address.day_of)
        return Joins(party, day) if party is not None and day is not None else None

    def _budget(self) -> Supposition | None:
        if not self._text("budget_kr"):
            return None
        year = self._read("budget_ar", address.year_of)
        amount = self._read("budget_kr", address.kronor_of)
        return Budget(year, amount) if year is not None and amount is not None else None

    def _growth(self) -> Supposition | None:
        if not self._text("tillvaxt"):
            return None
        percent = self._read("tillvaxt", address.growth_of)
        return Growth(percent) if percent is not None else None

    def _key(self) -> Supposition | None:
        form = self._text("nyckel_form")
        if not form:
            return None
        year = self._read("nyckel_ar", address.year_of)
        if form == "lika":
            percent = self._read("nyckel_lika", address.share_of)
            return MixedKey(year, percent) if year is not None and percent is not None else None
        bands = self._read("nyckel_storlek", address.bands_of)
        return BandedKey(year, bands) if year is not None and bands is not None else None

    def _reads(self) -> Supposition | None:
        reading, mark, option = self._text("lasning").partition(":")
        return Reads(reading, option) if mark else None


def _pairs(names: Mapping[str, str]) -> list[tuple[str, str]]:
    return [("", _("Välj")), *((code, name) for code, name in names.items())]


def _readings(definition: Definition, language: Language) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The answers that are not in use, under their questions."""
    for reading in definition.readings.values():
        others = [
            (f"{reading.id}:{address.option_text(option)}", reading.label_of(option).in_language(language))
            for option in reading.options
            if option != reading.chosen
        ]
        if others and len(others[0][0]) <= address.LONGEST:
            yield f"{reading.id} {reading.question.in_language(language)}", others
