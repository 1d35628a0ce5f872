"""What is said of new documents, and whom one is opened to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samverk.agreements.actions.documents import LONGEST_TITLE
from samverk.records.queries.papers import DOCUMENT_KINDS, REACHES
from samverk.rules.wording import Language

JOINT = "samarbetet"
"""Instead of a party's code: the cooperation's own. A choice of nothing would look like one that was forgotten."""


class DocumentForm(forms.Form):
    """What the documents are. ``parties``: code and name of those they can belong to, JOINT for the cooperation."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        parties: Iterable[tuple[str, str]],
        reaches: Iterable[str],
        language: Language,
        initial: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        kinds = [(one, name.in_language(language)) for one, name in DOCUMENT_KINDS.items()]
        self.fields["kind"] = forms.ChoiceField(
            label=_("Slag"),
            choices=[("", _("Välj")), *kinds],
            error_messages={"required": _("Välj vad det är för slags handling.")},
        )
        self.fields["party"] = forms.ChoiceField(label=_("Vems handling"), choices=list(parties))
        self.fields["reach"] = forms.ChoiceField(
            label=_("Vem får se den"),
            choices=[(one, REACHES[one].in_language(language)) for one in reaches],
            help_text=_("Det som visas för andra kommuner är därmed expedierat: de har tagit emot det."),
        )
        self.fields["title"] = forms.CharField(
            label=_("Titel"),
            required=False,
            max_length=LONGEST_TITLE,
            help_text=_("Utan titel används filens namn. Väljer du flera filer får var och en sitt eget namn."),
        )
