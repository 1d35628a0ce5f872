"""The sheet of parts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from samverk.web.catalogue import samples
from samverk.web.words import BASIS, INPUT_BASIS, STATUS, page_language


class SampleForm(forms.Form):
    """One field that is wrong, one that is right."""

    decided = forms.DateField(
        error_messages={"required": "–"}, widget=forms.DateInput(attrs={"type": "date"}), help_text="–"
    )
    remark = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided"].label = gettext("Beslutad")
        self.fields["decided"].help_text = gettext("Dagen då nämnden beslutade.")
        self.fields["decided"].error_messages["required"] = gettext("Skriv dagen.")
        self.fields["remark"].label = gettext("Anmärkning")


def components(request: HttpRequest) -> HttpResponse:
    """Every partial with every status, in the language of the page."""
    messages.success(request, gettext("Det är gjort."), extra_tags="ok")
    sheet = samples.sheet(page_language())
    context = {
        "statuses": tuple(STATUS),
        "bases": tuple(BASIS),
        "input_bases": tuple(INPUT_BASIS),
        "share": Decimal("0.1208"),
        "slots": ("on", "on", ""),
        "form": SampleForm({}),
        "page": Paginator(range(90), 10).page(4),
        "example": True,
        **sheet,
    }
    return render(request, "catalogue/components.html", context)


def why(request: HttpRequest) -> HttpResponse:
    """A derivation on a page of its own, where its link leads without JavaScript."""
    derivation = samples.why(samples.speaker(page_language()), "why-elsewhere")
    return render(request, "catalogue/why.html", {"why": derivation, "example": True})
