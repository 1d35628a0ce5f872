"""The forms by which an administrator sets up how an organisation's people sign in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

type Choices = list[tuple[str, str]]


class MetadataForm(forms.Form):
    """The organisation's metadata: its address, or the text itself."""

    address = forms.CharField(
        label=_("Adress till organisationens metadata"),
        required=False,
        max_length=500,
        help_text=_("Börjar med https://, till exempel https://idp.kommun.example/metadata"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": _("Adressen är för lång: högst 500 tecken.")},
    )
    text = forms.CharField(
        label=_("Eller klistra in metadata"),
        required=False,
        strip=True,
        help_text=_("Hela filen i XML, när den inte kan hämtas från en adress."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(given.get("address")) == bool(given.get("text")):
            raise forms.ValidationError(_("Ange en adress eller klistra in metadata: ett av dem."))
        return given


class NewSignInForm(MetadataForm):
    """A sign-in to set up by SAML."""

    title = forms.CharField(
        label=_("Organisationens namn"),
        max_length=120,
        help_text=_("Det står på knappen på inloggningssidan."),
        error_messages={"required": _("Skriv organisationens namn.")},
    )
    slug = forms.SlugField(
        label=_("Kort namn i adressen"),
        max_length=40,
        help_text=_("Små bokstäver a–z, siffror och bindestreck, till exempel sollentuna. Det går inte att ändra."),
        error_messages={
            "required": _("Skriv ett kort namn."),
            "invalid": _("Använd bara bokstäver a–z, siffror och bindestreck."),
        },
    )
    field_order = ["title", "slug", "address", "text"]


class OrganisationForm(forms.Form):
    """What points to a party: a number, a domain or a tenant."""

    key = forms.ChoiceField(
        label=_("Uppgift"),
        choices=[
            ("domain", _("E-postadressens domän")),
            ("number", _("Organisationsnummer")),
            ("tenant", _("Tenant (Entra ID)")),
        ],
    )
    value = forms.CharField(
        label=_("Värde"), max_length=120, error_messages={"required": _("Skriv värdet, till exempel kommun.example.")}
    )

    def __init__(self, *args: Any, parties: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"] = forms.ChoiceField(label=_("Part"), choices=parties)


class GroupForm(forms.Form):
    """A role that those of a group get."""

    group = forms.CharField(
        label=_("Grupp hos organisationen"), required=False, max_length=200, help_text=_("Tomt: alla därifrån.")
    )

    def __init__(self, *args: Any, kinds: Choices, agreements: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(label=_("Roll"), choices=kinds)
        self.fields["agreement"] = forms.ChoiceField(
            label=_("Avtal"), required=False, choices=[("", _("Alla avtal")), *agreements]
        )
