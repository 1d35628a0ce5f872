"""A form for each kind of fact, made from what the kind must and may hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samverk.rules.definition import Definition
from samverk.rules.facts import FACT_KINDS, Fact, FactKind
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


class KindForm(forms.Form):
    """Which kind of fact is to be recorded."""

    slag = forms.ChoiceField(label=_("Vad har hänt?"), error_messages={"required": _("Välj vad som har hänt.")})

    def __init__(self, kinds: Iterable[FactKind], language: Language, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted((kind.name.in_language(language), kind.id) for kind in kinds)
        self.fields["slag"].choices = [("", _("Välj")), *((id_, name) for name, id_ in named)]  # type: ignore[attr-defined]  # a ChoiceField


class FactForm(forms.Form):
    """A fact of one kind: its day, its party, and what the kind holds."""

    valid_on = forms.DateField(
        label=_("Dag"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Dagen då det hände, inte dagen då det registreras."),
        error_messages={
            "required": _("Ange dagen då det hände."),
            "invalid": _("Skriv dagen som år-månad-dag, till exempel 2026-03-02."),
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
                error_messages={"required": _("Välj vilken part det gäller.")},
            )
        for key in dict.fromkeys((*kind.required, *kind.optional, "evidence", "document", "note")):
            if key not in _NOT_TYPED:
                self.fields[key] = _field(key, definition, parties, language, required=key in kind.required)
        if "option" in (*kind.required, *kind.optional):
            self.fields["option"] = _option_field(definition, language)

    def payload(self) -> dict[str, Any]:
        """What the form holds, as the fact keeps it: dates as text, money in öre, nothing for what was left empty."""
        found: dict[str, Any] = {}
        for key, value in self.cleaned_data.items():
            if key in ("valid_on", "party") or value in ("", None, False):
                continue
            found[key] = _stored(key, value)
        if "option" in found:
            found["interpretation"], _sep, number = str(found["option"]).rpartition("#")
            found["option"] = int(number)
        return found


def initial(fact: Fact) -> dict[str, Any]:
    """A recorded fact as a form shows it."""
    shown = {
        key: value // 100 if key in _AMOUNTS else value
        for key, value in fact.payload.items()
        if not isinstance(value, list | dict)
    }
    return {"valid_on": fact.valid_on, "party": fact.party or "", **shown}


def _stored(key: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) * 100 if key in _AMOUNTS else value


def _field(
    key: str, definition: Definition, parties: Mapping[str, str], language: Language, *, required: bool
) -> forms.Field:
    label = _LABELS.get(key, key)
    given: dict[str, Any] = {"label": label, "required": required, "error_messages": {"required": _("Fyll i det här.")}}
    choices = _choices(key, definition, parties, language)
    if choices is not None:
        return forms.ChoiceField(choices=[("", _("Välj")), *choices], **given)
    if key in _DAYS:
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)
    if key in _NUMBERS:
        return forms.IntegerField(min_value=1, max_value=9999, **given)
    if key in _AMOUNTS:
        return forms.IntegerField(min_value=0, help_text=_("Hela kronor."), **given)
    if key in _YES_NO:
        return forms.BooleanField(label=label, required=False)
    long = key in ("reasons", "note", "summary", "child_perspective")
    widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput()
    return forms.CharField(max_length=2000 if long else 200, widget=widget, **given)


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
    return forms.ChoiceField(label=_("Läsning som beslutats"), choices=[("", _("Välj")), *choices])


def kind_of(name: str) -> FactKind | None:
    """The kind with a name, or None."""
    return FACT_KINDS.get(name)
