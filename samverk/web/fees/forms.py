"""The forms of the April update: a snapshot, a file, one figure, and the day it was fixed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samverk.reference.population_file import LARGEST

_NOT_IN_LIST = _("Välj ett av alternativen i listan.")


class SnapshotForm(forms.Form):
    """Which of the snapshots that the installation holds."""

    uttag = forms.ChoiceField(
        label=_("Uttag"), error_messages={"required": _("Välj ett uttag."), "invalid_choice": _NOT_IN_LIST}
    )

    def __init__(self, snapshots: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uttag"].choices = list(snapshots)  # type: ignore[attr-defined]  # a ChoiceField


class FileForm(forms.Form):
    """A file with figures, and where they come from."""

    fil = forms.FileField(
        label=_("Fil med folkmängd"),
        help_text=_("CSV med kolumnerna kommunkod, år och folkmängd, eller kommunkod och en kolumn per år."),
        max_length=200,
        error_messages={
            "required": _("Välj en fil."),
            "empty": _("Filen är tom. Välj en fil med en rubrikrad och en rad per kommun."),
            "max_length": _("Filens namn är längre än 200 tecken. Ge den ett kortare namn."),
        },
    )
    kalla = forms.CharField(
        label=_("Källa"),
        initial="SCB",
        max_length=200,
        error_messages={
            "required": _("Skriv varifrån siffrorna kommer."),
            "max_length": _("Skriv kortare: högst %(limit_value)d tecken."),
        },
    )


class FigureForm(forms.Form):
    """One figure in the place of a wrong one."""

    kommun = forms.ChoiceField(
        label=_("Kommun"), error_messages={"required": _("Välj en kommun."), "invalid_choice": _NOT_IN_LIST}
    )
    invanare = forms.IntegerField(
        label=_("Rätt antal invånare"),
        min_value=1,
        max_value=LARGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Skriv hur många invånare kommunen har."),
            "invalid": _("Skriv ett heltal, bara siffror."),
            "min_value": _("Skriv ett antal som är minst 1."),
            "max_value": _("Så många invånare har ingen kommun. Skriv kommunens eget antal."),
        },
    )

    def __init__(self, municipalities: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kommun"].choices = [("", _("Välj")), *municipalities]  # type: ignore[attr-defined]  # a ChoiceField


class ConfirmForm(forms.Form):
    """That the figures are fixed: the day, and what shows it."""

    dag = forms.DateField(
        label=_("Fastställd den"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Ange dagen då siffrorna fastställdes."),
            "invalid": _("Skriv dagen som år-månad-dag, till exempel 2026-03-02."),
        },
    )
    underlag = forms.CharField(
        label=_("Underlag"),
        required=False,
        max_length=200,
        help_text=_("Det som visar att det hände, till exempel ett protokoll med sitt diarienummer."),
        error_messages={"max_length": _("Skriv kortare: högst %(limit_value)d tecken.")},
    )
    forslag = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, fixed_on: date | None = None, **kwargs: Any) -> None:
        """``fixed_on``: the day that a correction keeps; the form then does not ask for one."""
        super().__init__(*args, **kwargs)
        self.fixed_on = fixed_on
        if fixed_on is not None:
            del self.fields["dag"]

    @property
    def day(self) -> date:
        """The day the figures were fixed, when the form is valid."""
        if self.fixed_on is not None:
            return self.fixed_on
        found: date = self.cleaned_data["dag"]
        return found
