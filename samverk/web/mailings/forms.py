"""What is written to many and to whom, and when it is to leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from samverk.lib.clock import STOCKHOLM
from samverk.outreach.actions.mailing import LONGEST_SUBJECT, LONGEST_TEXT, Draft
from samverk.outreach.queries.classes import CLASSES
from samverk.outreach.queries.mailings import RULES
from samverk.rules.wording import Language

_NOT_IN_LIST = _("Välj ett av alternativen i listan.")


class MailingForm(forms.Form):
    """``groups``: key and name of tasks; ``chosen``: key and name of people."""

    kind = forms.ChoiceField(
        label=_("Slag av utskick"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vilket slags utskick det är."), "invalid_choice": _NOT_IN_LIST},
    )
    groups = forms.MultipleChoiceField(
        label=_("Mottagare efter uppgift"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _NOT_IN_LIST},
    )
    chosen = forms.MultipleChoiceField(
        label=_("Enskilda mottagare"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _NOT_IN_LIST},
    )
    subject = forms.CharField(
        label=_("Ärende"),
        max_length=LONGEST_SUBJECT,
        help_text=_("Brevets ärenderad. Ett meddelande enligt avtal eller lag får samma rad i diariet."),
        error_messages={"required": _("Skriv vad utskicket gäller.")},
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "En tom rad börjar ett nytt stycke. ## först på raden gör en rubrik, - en punkt i en lista. En adress som "
            "börjar med https:// blir en länk, liksom [ord](https://…)."
        ),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        language: Language,
        groups: Iterable[tuple[str, str]],
        chosen: Iterable[tuple[str, str]],
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        kinds = [
            (
                str(kind),
                format_html(
                    "<span><b>{}</b><br><small>{}</small></span>",
                    one.name.in_language(language),
                    RULES[kind].in_language(language),
                ),
            )
            for kind, one in CLASSES.items()
        ]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["groups"].choices = list(groups)  # type: ignore[attr-defined]  # a MultipleChoiceField
        self.fields["chosen"].choices = list(chosen)  # type: ignore[attr-defined]  # a MultipleChoiceField

    def draft(self) -> Draft:
        """What was filled in."""
        given = self.cleaned_data
        return Draft(
            kind=given["kind"], subject=given["subject"], text=given["text"], groups=tuple(given["groups"]),
            chosen=tuple(given["chosen"]),
        )  # fmt: skip


class WhenForm(forms.Form):
    """The day and time at which it leaves; neither: now."""

    day = forms.DateField(
        label=_("Dag"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Skriv dagen som år-månad-dag, till exempel 2026-03-02.")},
    )
    time = forms.TimeField(
        label=_("Tid"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Skriv tiden som timme:minut, till exempel 08:00.")},
    )

    def clean(self) -> dict[str, Any]:
        """Both or neither."""
        given = super().clean() or self.cleaned_data
        if not self.errors and (given.get("day") is None) != (given.get("time") is None):
            self.add_error("time", _("Ange både dag och tid, eller ingendera för att skicka nu."))
        return given

    def moment(self) -> datetime | None:
        """The moment in Sweden, or None for now."""
        day, time = self.cleaned_data["day"], self.cleaned_data["time"]
        return datetime.combine(day, time, STOCKHOLM) if day is not None and time is not None else None
