"""What a line of the register says, and why it is corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samverk.agreements.actions.register import (
    FIRST_CHAPTER,
    LAST_CHAPTER,
    LONGEST_COUNTERPART,
    LONGEST_NUMBER,
    LONGEST_REASON,
    LONGEST_SUBJECT,
    Line,
)
from samverk.records.queries.register import DIRECTIONS
from samverk.rules.wording import Language

_NOT_IN_LIST = _("Välj ett av alternativen i listan.")


class LineForm(forms.Form):
    """A line. ``parties``: code and name of the parties; ``papers``: key and title of documents it can be about."""

    direction = forms.ChoiceField(label=_("Riktning"), error_messages={"required": _("Välj in, ut eller upprättad.")})
    day = forms.DateField(
        label=_("Dag"),
        help_text=_("Då handlingen kom in, gick ut eller upprättades."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Ange en dag."),
            "invalid": _("Skriv dagen som år-månad-dag, till exempel 2026-03-02."),
        },
    )
    party = forms.ChoiceField(label=_("Part"), required=False, error_messages={"invalid_choice": _NOT_IN_LIST})
    counterpart = forms.CharField(
        label=_("Avsändare eller mottagare"),
        required=False,
        max_length=LONGEST_COUNTERPART,
        help_text=_("Behövs när det inte är en part, till exempel Länsstyrelsen."),
    )
    subject = forms.CharField(
        label=_("Vad ärendet rör"),
        max_length=LONGEST_SUBJECT,
        help_text=_("I korthet. Raden visas för alla som ser avtalet: skriv inga personuppgifter som inte behövs."),
        error_messages={"required": _("Skriv i korthet vad ärendet rör.")},
    )
    their_number = forms.CharField(label=_("Motpartens diarienummer"), required=False, max_length=LONGEST_NUMBER)
    chapter = forms.IntegerField(
        label=_("Sekretess: kapitel i offentlighets- och sekretesslagen"),
        required=False,
        min_value=FIRST_CHAPTER,
        max_value=LAST_CHAPTER,
        help_text=_(
            "Fyll i bara om handlingen kan behöva hållas hemlig. Då syns bara nummer, dag, riktning och grund för "
            "andra än dem som för diariet, och handlingen visas inte. Märkningen är en varning och inget beslut: "
            "varje begäran att få ut handlingen prövas för sig."
        ),
    )
    section = forms.CharField(label=_("Sekretess: paragraf"), required=False, max_length=20)
    papers = forms.MultipleChoiceField(
        label=_("Handlingar"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _NOT_IN_LIST},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        parties: Iterable[tuple[str, str]],
        papers: Iterable[tuple[str, str]],
        language: Language,
        initial: Mapping[str, Any],
        correcting: bool = False,
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self._parties = dict(parties)
        directions = [(one, name.in_language(language)) for one, name in DIRECTIONS.items()]
        self.fields["direction"].choices = [("", _("Välj")), *directions]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["party"].choices = [("", _("Ingen av parterna")), *self._parties.items()]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["papers"].choices = list(papers)  # type: ignore[attr-defined]  # a MultipleChoiceField
        if correcting:
            self.fields["why"] = forms.CharField(
                label=_("Varför rättas raden?"),
                max_length=LONGEST_REASON,
                help_text=_("Det som stod förut finns kvar, med skälet."),
                error_messages={"required": _("Skriv varför raden rättas.")},
            )

    def line(self) -> Line:
        """What was filled in. A party is named by its name unless something else is written."""
        given = self.cleaned_data
        return Line(
            direction=given["direction"],
            day=given["day"],
            subject=given["subject"],
            counterpart=given["counterpart"] or self._parties.get(given["party"], ""),
            party=given["party"],
            their_number=given["their_number"],
            chapter=given["chapter"],
            section=given["section"],
            papers=tuple(given["papers"]),
        )
