"""The forms behind a link to one act: only what is still open, and nothing to choose out of the agreement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from samverk.agreements.actions.documents import LONGEST_TITLE
from samverk.outreach.queries.links import CHOSEN
from samverk.records.queries.papers import DOCUMENT_KINDS
from samverk.rules.definition import Definition
from samverk.rules.facts import FactKind
from samverk.rules.wording import Language
from samverk.web.facts.forms import FactForm

_NOT_IN_LIST = _("Välj ett av alternativen i listan.")


class OneActForm(FactForm):
    """A fact whose party is known and of which something is settled. What is settled stands, whatever is sent."""

    def __init__(
        self,
        kind: FactKind,
        definition: Definition,
        given: Mapping[str, str | int],
        language: Language,
        data: QueryDict | None,
        *,
        today: date,
    ) -> None:
        sent = data.copy() if data is not None else None
        if sent is not None:
            for key, value in given.items():
                sent[key] = str(value)
        super().__init__(kind, definition, {}, language, sent, initial={"valid_on": today, **given})
        for key in CHOSEN - set(given):
            self.fields.pop(key, None)
        self._given = given

    def asked(self) -> list[BoundField]:
        """The fields that are still open and must be filled."""
        return [field for field in self if field.name not in self._given and field.field.required]

    def more(self) -> list[BoundField]:
        """Those that may be."""
        return [field for field in self if field.name not in self._given and not field.field.required]

    def settled(self) -> list[tuple[str, str]]:
        """What is settled, as label and words."""
        own = ((key, value) for key, value in self._given.items() if key in self.fields)
        return [(str(self[key].label), self._words(key, value)) for key, value in own]

    def filled(self) -> list[tuple[str, str]]:
        """What has been given, as label and words."""
        values = ((field, self.cleaned_data.get(field.name)) for field in self)
        return [
            (str(field.label), self._words(field.name, value))
            for field, value in values
            if value not in ("", None, False)
        ]

    def _words(self, key: str, value: Any) -> str:
        if value is True:
            return str(_("Ja"))
        choices = getattr(self.fields[key], "choices", ())
        known = {str(code): str(name) for code, name in choices if not isinstance(name, list | tuple)}
        return known.get(str(value), str(value))


class HandInForm(forms.Form):
    """What a document is; the file comes beside it."""

    def __init__(self, data: Mapping[str, Any] | None, language: Language) -> None:
        super().__init__(data)
        kinds = [(one, name.in_language(language)) for one, name in DOCUMENT_KINDS.items()]
        self.fields["kind"] = forms.ChoiceField(
            label=_("Slag"),
            choices=[("", _("Välj")), *kinds],
            error_messages={
                "required": _("Fyll i det här."),
                "invalid_choice": _("Välj ett av alternativen i listan."),
            },
        )
        self.fields["title"] = forms.CharField(
            label=_("Titel"),
            required=False,
            max_length=LONGEST_TITLE,
            help_text=_("Utan titel används filens namn."),
        )


class AskForm(forms.Form):
    """What somebody is asked for, and by when."""

    kind = forms.ChoiceField(
        label=_("Vad"),
        error_messages={"required": _("Fyll i det här."), "invalid_choice": _NOT_IN_LIST},
    )
    last_day = forms.DateField(
        label=_("Sista dag"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Länken gäller till och med den dagen."),
        error_messages={
            "required": _("Fyll i det här."),
            "invalid": _("Skriv dagen som år-månad-dag, till exempel 2026-03-02."),
        },
    )

    def __init__(
        self, kinds: Iterable[tuple[str, str]], first: date, last: date, data: Mapping[str, Any] | None, initial: date
    ) -> None:
        super().__init__(data, initial={"last_day": initial})
        self._first, self._last = first, last
        self.fields["kind"].choices = [("", _("Välj")), *kinds]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_last_day(self) -> date:
        """Not before today, and not so far away that the link is forgotten."""
        day: date = self.cleaned_data["last_day"]
        if not self._first <= day <= self._last:
            raise forms.ValidationError(
                _("Välj en dag från %(first)s till %(last)s.") % {"first": self._first, "last": self._last}
            )
        return day
