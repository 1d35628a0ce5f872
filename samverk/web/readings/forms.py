"""The form in which a decision on a reading is recorded, and how the list is narrowed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samverk.rules.definition import Definition, Reading
from samverk.rules.wording import Language

_AS_DAY = _("Skriv dagen som år-månad-dag, till exempel 2026-03-02.")
_NOT_IN_LIST = _("Välj ett av alternativen i listan.")
_LONGEST = _("Skriv kortare: högst %(limit_value)d tecken.")


class DecisionForm(forms.Form):
    """Which answer was decided, when, and what proves it."""

    option = forms.TypedChoiceField(
        label=_("Vad har beslutats?"),
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={"required": _("Välj vilket svar som har beslutats."), "invalid_choice": _NOT_IN_LIST},
    )
    valid_on = forms.DateField(
        label=_("Dagen för beslutet"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Läsningen gäller från den dagen."),
        error_messages={"required": _("Ange dagen för beslutet."), "invalid": _AS_DAY},
    )
    minutes = forms.CharField(
        label=_("Protokoll"),
        required=False,
        max_length=200,
        help_text=_("Paragraf och diarienummer, så att beslutet går att hitta."),
        error_messages={"max_length": _LONGEST},
    )
    evidence = forms.CharField(
        label=_("Annat underlag"), required=False, max_length=200, error_messages={"max_length": _LONGEST}
    )
    note = forms.CharField(
        label=_("Anteckning"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _LONGEST},
    )

    def __init__(self, reading: Reading, language: Language, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        labels = [
            (place, reading.label_of(option).in_language(language)) for place, option in enumerate(reading.options)
        ]
        self.fields["option"].choices = labels  # type: ignore[attr-defined]  # a ChoiceField

    def payload(self) -> dict[str, Any]:
        """What the fact holds: the reading, the option itself, the body that may decide it, what proves it."""
        told = self.cleaned_data
        found: dict[str, Any] = {
            "interpretation": self.reading.id,
            "option": self.reading.options[told["option"]],
        }
        kind, _sep, body = self.reading.decides.partition(":")
        if kind == "body":
            found["body"] = body
        return found | {key: told[key] for key in ("minutes", "evidence", "note") if told[key]}


class NarrowForm(forms.Form):
    """Which of the readings to show. What is not in the lists shows all."""

    lage = forms.ChoiceField(label=_("Läge"), required=False)
    punkt = forms.ChoiceField(label=_("Var i avtalet"), required=False)

    STATUSES = (
        ("", _("Alla")),
        ("open", _("Öppna")),
        ("provisional", _("Används tills vidare")),
        ("adopted", _("Beslutade")),
    )

    def __init__(
        self, definition: Definition, clauses: set[str], language: Language, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lage"].choices = self.STATUSES  # type: ignore[attr-defined]  # a ChoiceField
        named = [
            (clause.id, f"{clause.mark.in_language(language)} {clause.heading.in_language(language)}")
            for clause in definition.clauses.values()
            if clause.id in clauses
        ]
        silent = [("-", _("Där texten tiger"))] if "" in clauses else []
        self.fields["punkt"].choices = [("", _("Hela avtalet")), *named, *silent]  # type: ignore[attr-defined]  # another ChoiceField

    def chosen(self, name: str) -> str:
        """What was chosen, "" for all."""
        self.full_clean()
        return str(self.cleaned_data.get(name) or "") if hasattr(self, "cleaned_data") else ""
