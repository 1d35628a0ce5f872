"""What is dispatched, to whom, and with which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samverk.outreach.actions.dispatching import LONGEST_SUBJECT, LONGEST_WORDS, Sending


class DispatchForm(forms.Form):
    """``papers``: key and title; ``to``: key and name of recipients, party by party."""

    papers = forms.MultipleChoiceField(
        label=_("Handlingar"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Välj minst en handling."),
            "invalid_choice": _("Välj ett av alternativen i listan."),
        },
    )
    to = forms.MultipleChoiceField(
        label=_("Mottagare"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Välj minst en mottagare."),
            "invalid_choice": _("Välj ett av alternativen i listan."),
        },
    )
    subject = forms.CharField(
        label=_("Vad försändelsen gäller"),
        max_length=LONGEST_SUBJECT,
        help_text=_("Står i brevets ärenderad och i diariet."),
        error_messages={"required": _("Skriv vad försändelsen gäller.")},
    )
    words = forms.CharField(
        label=_("Några ord i brevet"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        papers: Iterable[tuple[str, str]],
        to: Iterable[tuple[str, str]],
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.fields["papers"].choices = list(papers)  # type: ignore[attr-defined]  # a MultipleChoiceField
        self.fields["to"].choices = list(to)  # type: ignore[attr-defined]  # a MultipleChoiceField

    def sending(self) -> Sending:
        """What was filled in."""
        given = self.cleaned_data
        return Sending(
            papers=tuple(given["papers"]), to=tuple(given["to"]), subject=given["subject"], words=given["words"]
        )
