"""A form for each kind of fact, made from what the kind must and may hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from samverk.rules.definition import Definition
from samverk.rules.facts import FACT_KINDS, Fact, FactKind
from samverk.rules.provisions import Duty, Power, Purpose
from samverk.rules.wording import Language

# What a form can ask for. Keys that hold lists or tables are filled by the acts they belong to, not typed.
_DAYS = frozenset({"dated", "sent", "decided_on", "due", "prepared_on", "from", "to", "extract_on", "reference_date"})
_NUMBERS = frozenset({"year", "number", "measure"})
_AMOUNTS = frozenset({"amount", "cost"})
_YES_NO = frozenset({"reservation", "holds", "abolished", "substitute", "assumed"})
_NOT_TYPED = frozenset({"figures", "consents", "present", "participants", "sha256", "option", "interpretation"})

_LABELS: Mapping[str, Any] = {
    "act": _("Vad som gjordes"),
    "abolished": _("Tjänsten avskaffad"),
    "amendment": _("Ändring"),
    "amount": _("Belopp i kronor"),
    "answer": _("Svar"),
    "assumed": _("Antaget mottagen"),
    "bearer": _("Vem intyget gäller"),
    "board": _("Nämnd"),
    "body": _("Organ"),
    "by": _("Av"),
    "child_perspective": _("Barnperspektivet"),
    "condition": _("Villkor"),
    "cost": _("Kostnad i kronor"),
    "dated": _("Daterad"),
    "decided_by": _("Beslutat av"),
    "decided_on": _("Beslutat den"),
    "demand": _("Begäran"),
    "document": _("Handling"),
    "due": _("Senast"),
    "employer": _("Arbetsgivare"),
    "evidence": _("Underlag"),
    "extract_on": _("Protokollsutdrag kom"),
    "form": _("Form"),
    "from": _("Från och med"),
    "grade": _("Intygas"),
    "group": _("Grupp"),
    "holder": _("Innehavare"),
    "holds": _("Villkoret är uppfyllt"),
    "interpretation": _("Läsning"),
    "invoice": _("Faktura"),
    "level": _("Befattningsnivå"),
    "measure": _("Insats nr"),
    "meeting": _("Möte"),
    "minutes": _("Protokoll"),
    "note": _("Anteckning"),
    "notice_party": _("Part som sagt upp"),
    "number": _("Nummer"),
    "object": _("Föremål"),
    "paragraph": _("Paragraf i protokollet"),
    "place": _("Plats"),
    "prepared_on": _("Berett den"),
    "plan": _("Plan"),
    "reasons": _("Skäl"),
    "reference_date": _("Avser dagen"),
    "registry_number": _("Diarienummer"),
    "reservation": _("Med förbehåll"),
    "role": _("Roll"),
    "rule": _("Bestämmelse"),
    "seat": _("Plats i organet"),
    "sent": _("Skickad"),
    "signatory_role": _("Undertecknarens befattning"),
    "snapshot": _("Statistikuttag"),
    "source": _("Källa"),
    "status": _("Läge"),
    "subregion": _("Delregion"),
    "substitute": _("Ersättare"),
    "summary": _("Sammanfattning"),
    "time": _("Tid"),
    "title": _("Benämning"),
    "to": _("Till och med"),
    "year": _("År"),
}


_HELP: Mapping[str, Any] = {
    "number": _("Löpnummer, till exempel 3 för årets tredje."),
    "group": _("Gruppens namn, när organet har flera grupper."),
    "evidence": _("Det som visar att det hände, till exempel ett protokoll med sitt diarienummer."),
    "document": _("Var handlingen finns: diarienummer eller adress."),
    "amount": _("Kronor, med ören om det finns några."),
    "cost": _("Kronor, med ören om det finns några."),
}
_NOT_IN_LIST = _("Välj ett av alternativen i listan.")
_AS_DAY = _("Skriv dagen som år-månad-dag, till exempel 2026-03-02.")

# The headings that the kinds are chosen under, and what the names of the kinds begin with; the first that fits holds.
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Möten och beslut"), ("meeting.", "decision.made", "plan.")),
    (
        _("Parter"),
        ("recommendation.", "referral.", "decision.", "adoption.", "signature.", "copy.", "notice."),
    ),
    (_("Pengar"), ("budget.", "weights.", "invoice.", "payment.", "outcome.", "cost.")),
    (_("Roller"), ("role.", "body.")),
    (_("Uppföljning"), ("document.", "newsletter.", "attestation.", "assessment.", "measure.", "result.")),
    (_("Avtalet"), ("renegotiation.", "negotiation.", "amendment.", "interpretation.", "waiver.")),
)


def grouped(kinds: Iterable[FactKind], language: Language) -> list[tuple[Any, list[tuple[str, str]]]]:
    """The kinds under their headings, by name within each; a heading without kinds is left out."""
    found: dict[Any, list[tuple[str, str]]] = {heading: [] for heading, _starts in GROUPS}
    for kind in kinds:
        heading = next(heading for heading, starts in GROUPS if kind.id.startswith(starts))
        found[heading].append((kind.id, kind.name.in_language(language)))
    return [(heading, sorted(named, key=lambda pair: pair[1])) for heading, named in found.items() if named]


class KindForm(forms.Form):
    """Which kind of fact is to be recorded."""

    slag = forms.ChoiceField(
        label=_("Vad har hänt?"),
        error_messages={"required": _("Välj vad som har hänt."), "invalid_choice": _NOT_IN_LIST},
    )

    def __init__(self, kinds: Iterable[FactKind], language: Language, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slag"].choices = [("", _("Välj")), *grouped(kinds, language)]  # type: ignore[attr-defined]  # a ChoiceField


class FactForm(forms.Form):
    """A fact of one kind: its day, its party, and what the kind holds."""

    valid_on = forms.DateField(
        label=_("Dag"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Dagen då det hände, inte dagen då det registreras."),
        error_messages={
            "required": _("Ange dagen då det hände."),
            "invalid": _AS_DAY,
        },
    )

    def __init__(
        self,
        kind: FactKind,
        definition: Definition,
        parties: Mapping[str, str],
        language: Language,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if parties:
            choices = [("", _("Välj") if kind.needs_party else _("Ingen särskild")), *parties.items()]
            self.fields["party"] = forms.ChoiceField(
                label=_("Part"),
                choices=choices,
                required=kind.needs_party,
                error_messages={"required": _("Välj vilken part det gäller."), "invalid_choice": _NOT_IN_LIST},
            )
        # An attestation says nothing until it says of what.
        required = ("rule", *kind.required) if kind.id == "attestation.given" else kind.required
        for key in dict.fromkeys((*required, *kind.optional, "evidence", "document", "note")):
            if key not in _NOT_TYPED:
                self.fields[key] = _field(key, definition, parties, language, required=key in required)
        if kind.id == "attestation.given":
            self.fields["rule"].choices = [("", _("Välj")), *_attested(definition, language)]  # type: ignore[attr-defined]  # a ChoiceField
        if kind.id == "invoice.issued":  # a credit is an invoice of less than nothing
            self.fields["amount"].validators = [
                one for one in self.fields["amount"].validators if not isinstance(one, MinValueValidator)
            ]
            self.fields["amount"].help_text = _("Kronor, med ören om det finns några. Med minus för en kredit.")
        if "act" in self.fields:
            self.fields["act"] = _act_field(definition, language, self.initial.get("act"), self.fields["act"])
        if "option" in (*kind.required, *kind.optional):
            self.fields["option"] = _option_field(definition, language)

    def payload(self) -> dict[str, Any]:
        """What the form holds, as the fact keeps it: dates as text, money in öre, nothing for what was left empty."""
        found: dict[str, Any] = {}
        for key, value in self.cleaned_data.items():
            if key in ("valid_on", "party") or value in ("", None):
                continue
            if value is False and key not in self.kind.required:
                continue
            found[key] = _stored(key, value)
        if "option" in found:
            found["interpretation"], _sep, number = str(found["option"]).rpartition("#")
            found["option"] = int(number)
        return found

    def kept(self, corrected: Fact | None) -> dict[str, Any]:
        """What a corrected fact holds that the form does not ask for. Figures stay only with their own snapshot."""
        if corrected is None:
            return {}
        kept = {key: value for key, value in corrected.payload.items() if key not in (*self.fields, "interpretation")}
        if self.cleaned_data.get("snapshot") != corrected.payload.get("snapshot"):
            kept = {key: value for key, value in kept.items() if key not in ("figures", "sha256")}
        return kept


def prefilled(given: Mapping[str, str]) -> dict[str, str]:
    """What an address fills a new fact's form with; the names are those of the form's fields."""
    return {key: value for key, value in given.items() if key not in ("slag", "next", "bestammelse")}


def initial(fact: Fact) -> dict[str, Any]:
    """A recorded fact as a form shows it."""
    shown = {
        key: in_kronor(int(value)) if key in _AMOUNTS else value
        for key, value in fact.payload.items()
        if not isinstance(value, list | dict)
    }
    return {"valid_on": fact.valid_on, "party": fact.party or "", **shown}


def in_kronor(ore: int) -> str:
    """A sum in öre as a form writes it: kronor, and two decimals only when there are öre."""
    kronor, rest = divmod(ore, 100)
    return f"{kronor}.{rest:02}" if rest else str(kronor)


def _stored(key: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return int(value * 100) if key in _AMOUNTS else value


def _field(
    key: str, definition: Definition, parties: Mapping[str, str], language: Language, *, required: bool
) -> forms.Field:
    label = _LABELS.get(key, key)
    errors = {"required": _("Fyll i det här.")}
    given: dict[str, Any] = {"label": label, "required": required, "error_messages": errors}
    given["help_text"] = _HELP.get(key, "")
    choices = _choices(key, definition, parties, language)
    if choices is not None:
        errors["invalid_choice"] = _NOT_IN_LIST
        return forms.ChoiceField(choices=[("", _("Välj")), *choices], **given)
    if key in _DAYS:
        errors["invalid"] = _AS_DAY
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)
    if key in _AMOUNTS:
        return _amount(given)
    if key in _NUMBERS:
        return _number(key, given)
    if key in _YES_NO:
        return forms.BooleanField(label=label, required=False)
    long = key in ("reasons", "note", "summary", "child_perspective")
    widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput()
    errors["max_length"] = _("Skriv kortare: högst %(limit_value)d tecken.")
    return forms.CharField(max_length=2000 if long else 200, widget=widget, **given)


def _amount(given: dict[str, Any]) -> forms.Field:
    """A sum in kronor and öre, as in the document it comes from."""
    least = _("Skriv ett belopp som inte är mindre än noll.")
    digits = _("Skriv ett belopp i kronor med högst två decimaler.")
    given["error_messages"] |= {
        "invalid": digits,
        "max_decimal_places": digits,
        "max_digits": digits,
        "max_whole_digits": digits,
        "min_value": least,
    }
    return forms.DecimalField(min_value=0, max_digits=14, decimal_places=2, **given)


def _number(key: str, given: dict[str, Any]) -> forms.Field:
    """A whole number: a year or a number in a series."""
    least, most, outside = 1, 9999, _("Skriv ett tal mellan 1 och 9999.")
    if key == "year":
        least, most, outside = 1900, 2200, _("Skriv ett årtal med fyra siffror, till exempel 2026.")
    errors = {"invalid": _("Skriv ett heltal, bara siffror."), "min_value": outside, "max_value": outside}
    given["error_messages"] |= errors
    return forms.IntegerField(min_value=least, max_value=most, **given)


def _attested(definition: Definition, language: Language) -> list[tuple[str, str]]:
    """The provisions that somebody can attest: duties, powers and goals."""
    return [
        (rule.id, rule.label.in_language(language))
        for rule in definition.rules.values()
        if isinstance(rule, Duty | Power | Purpose)
    ]


def _act_field(definition: Definition, language: Language, given: object, field: forms.Field) -> forms.Field:
    """The acts that the agreement knows, by the provision that asks for each, and the one the fact already has."""
    labels: dict[str, str] = {}
    for rule in definition.rules.values():
        if isinstance(rule, Duty | Power):
            labels.setdefault(rule.act, rule.label.in_language(language))
    if given:
        labels.setdefault(str(given), str(given))
    return forms.ChoiceField(
        label=field.label,
        required=field.required,
        choices=[("", _("Välj")), *sorted(labels.items(), key=lambda pair: pair[1])],
        error_messages={"required": _("Fyll i det här."), "invalid_choice": _NOT_IN_LIST},
    )


def _choices(
    key: str, definition: Definition, parties: Mapping[str, str], language: Language
) -> list[tuple[str, str]] | None:
    if key == "body":
        return [(item.id, item.name.in_language(language)) for item in definition.bodies.values()]
    if key == "role":
        return [(item.id, item.name.in_language(language)) for item in definition.roles.values()]
    if key == "rule":
        return [(item.id, item.label.in_language(language)) for item in definition.rules.values()]
    if key == "notice_party":
        return list(parties.items())
    if key == "plan" and definition.plans:
        return [(plan, plan) for plan in definition.plans]
    if key == "grade":
        return [("full", str(_("Ja, helt"))), ("partly", str(_("Till en del"))), ("no", str(_("Nej")))]
    return None


def _option_field(definition: Definition, language: Language) -> forms.Field:
    """Every option of every reading that is not settled: the choice names the reading and the place of the option."""
    choices = [
        (f"{reading.id}#{number}", f"{reading.id}: {reading.label_of(option).in_language(language)}")
        for reading in definition.readings.values()
        for number, option in enumerate(reading.options)
    ]
    errors = {"required": _("Fyll i det här."), "invalid_choice": _NOT_IN_LIST}
    return forms.ChoiceField(
        label=_("Läsning som beslutats"), choices=[("", _("Välj")), *choices], error_messages=errors
    )


def kind_of(name: str) -> FactKind | None:
    """The kind with a name, or None."""
    return FACT_KINDS.get(name)
