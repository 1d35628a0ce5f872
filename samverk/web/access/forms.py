"""A role to give, its last day, and the reason for opening what an agreement holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samverk.accounts.actions import LONGEST_REASON, NewRole
from samverk.accounts.models import BODY_KINDS, RoleKind
from samverk.accounts.policy import KEEPERS, ROLE_NAMES
from samverk.rules.wording import Language

IN_AN_AGREEMENT = tuple(kind for kind in RoleKind if kind != RoleKind.ADMINISTRATOR)
OUTSIDE = tuple(kind for kind in RoleKind if kind not in BODY_KINDS and kind not in KEEPERS)
"""Roles that can be given in an agreement, and without one."""

OF_A_PARTY = (RoleKind.HEAD_OF_ADMINISTRATION, RoleKind.REPRESENTATIVE, RoleKind.CONTACT_PERSON)
"""Roles that mean nothing without a party."""

_NOT_IN_LIST = _("Välj ett av alternativen i listan.")
_AS_DAY = _("Skriv dagen som år-månad-dag, till exempel 2026-03-02.")


def _day(label: Any, *, required: bool) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Ange en dag."), "invalid": _AS_DAY},
    )


class RoleForm(forms.Form):
    """Who gets which role, for whom, from when, to when."""

    email = forms.EmailField(
        label=_("E-postadress"),
        help_text=_("Adressen som personen loggar in med."),
        error_messages={
            "required": _("Skriv adressen."),
            "invalid": _("Skriv en e-postadress, till exempel namn@example.org."),
        },
    )
    kind = forms.ChoiceField(
        label=_("Roll"), error_messages={"required": _("Välj en roll."), "invalid_choice": _NOT_IN_LIST}
    )
    party = forms.ChoiceField(label=_("Part"), required=False, error_messages={"invalid_choice": _NOT_IN_LIST})
    body = forms.ChoiceField(
        label=_("Organ"),
        required=False,
        help_text=_("Bara för ordförande och ledamot."),
        error_messages={"invalid_choice": _NOT_IN_LIST},
    )

    def __init__(
        self,
        kinds: tuple[RoleKind, ...],
        parties: Mapping[str, str],
        bodies: Mapping[str, str],
        language: Language,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(kind), ROLE_NAMES[kind].in_language(language)) for kind in kinds]
        self.fields["kind"].choices = [("", _("Välj")), *named]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["party"].choices = [("", _("Ingen särskild")), *parties.items()]  # type: ignore[attr-defined]  # a ChoiceField
        if bodies:
            self.fields["body"].choices = [("", _("Inget")), *bodies.items()]  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["body"]
        self.fields["from_day"] = _day(_("Första dag"), required=True)
        self.fields["last_day"] = _day(_("Sista dag"), required=False)

    def clean(self) -> dict[str, Any]:
        """The parts fit each other; what they may be together is said by the action."""
        given = super().clean() or {}
        kind = given.get("kind")
        if kind in OF_A_PARTY and not given.get("party"):
            self.add_error("party", _("Välj vilken part rollen gäller."))
        if kind in BODY_KINDS and "body" in self.fields and not given.get("body"):
            self.add_error("body", _("Välj vilket organ rollen gäller."))
        first, last = given.get("from_day"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Sista dagen ligger före den första. Ange samma dag eller en senare."))
        return given

    def role(self, agreement: str) -> NewRole:
        """The role of a form that holds. The last day is included."""
        given = self.cleaned_data
        last: date | None = given["last_day"]
        return NewRole(
            kind=RoleKind(given["kind"]),
            agreement=agreement,
            party=given["party"],
            body=given.get("body", ""),
            from_day=given["from_day"],
            to_day=last + timedelta(days=1) if last else None,
        )


class LastDayForm(forms.Form):
    """The last day of a role."""

    last_day = _day(_("Sista dag"), required=True)


class ReasonForm(forms.Form):
    """Why an administrator must see what an agreement holds."""

    reason = forms.CharField(
        label=_("Varför behöver du se innehållet?"),
        help_text=_("Avtalets strateg kan läsa det du skriver."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Skriv varför innehållet behöver ses."),
            "max_length": _("Skriv kortare: högst %(limit_value)d tecken."),
        },
    )


class SuccessorForm(forms.Form):
    """Who comes after, from which day."""

    email = forms.EmailField(
        label=_("Efterträdarens e-postadress i tjänsten"),
        error_messages={
            "required": _("Skriv adressen."),
            "invalid": _("Skriv en e-postadress, till exempel namn@example.org."),
        },
    )
    title = forms.CharField(
        label=_("Efterträdarens tjänst"),
        help_text=_("Till exempel Enhetschef, Vaxholm. Inget personnamn."),
        max_length=120,
        error_messages={
            "required": _("Skriv vad tjänsten heter."),
            "max_length": _("Skriv kortare: högst %(limit_value)d tecken."),
        },
    )
    from_day = _day(_("Tar över från och med"), required=True)
