"""A contact to add or to change, and its last day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samverk.parties.actions.posts import PostRefused, Reachable
from samverk.rules.wording import Language

_AS_DAY = _("Skriv dagen som år-månad-dag, till exempel 2026-03-02.")
_TOO_LONG = _("Skriv kortare: högst %(limit_value)d tecken.")


def _day(label: Any, *, required: bool, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Ange en dag."), "invalid": _AS_DAY},
    )


class ChangeForm(forms.Form):
    """How a post is reached from a day on."""

    title = forms.CharField(
        label=_("Tjänst"),
        help_text=_("Tjänstens eller funktionens namn, till exempel Enhetschef, integration. Inget personnamn."),
        max_length=120,
        error_messages={"required": _("Skriv vad tjänsten heter."), "max_length": _TOO_LONG},
    )
    email = forms.EmailField(
        label=_("E-postadress i tjänsten"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": _("Skriv en e-postadress, till exempel namn@example.org."),
            "max_length": _TOO_LONG,
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Telefon i tjänsten"),
        required=False,
        max_length=40,
        error_messages={"max_length": _TOO_LONG},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    from_day = _day(_("Gäller från och med"), required=True)

    def reach(self) -> Reachable:
        """How the post is reached, of a form that holds."""
        given = self.cleaned_data
        return Reachable(given["title"], given["email"], given["phone"])

    def refuse(self, refusal: PostRefused, language: Language) -> None:
        """Say a refusal of the action at its field."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message.in_language(language))


class AddForm(ChangeForm):
    """A contact more: what it is in the cooperation, how it is reached, from when to when."""

    role = forms.ChoiceField(
        label=_("Uppgift"),
        error_messages={
            "required": _("Välj vad kontakten gäller."),
            "invalid_choice": _("Välj ett av alternativen i listan."),
        },
    )
    last_day = _day(_("Sista dag"), required=False)
    field_order = ("role", "title", "email", "phone", "from_day", "last_day")

    def __init__(self, roles: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Välj")), *roles.items()]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """The days fit each other."""
        given = super().clean() or {}
        first: date | None = given.get("from_day")
        last: date | None = given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Sista dagen ligger före den första. Ange samma dag eller en senare."))
        return given


class EndForm(forms.Form):
    """The last day of a contact."""

    last_day = _day(_("Sista dag"), required=True)


class RoundForm(forms.Form):
    """By when the parties are to confirm."""

    last_day = _day(_("Svara senast"), required=True)
