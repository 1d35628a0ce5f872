"""Sign-in, and the two things everyone may set for themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from samverk.accounts.models import Language, Theme


class SignInForm(AuthenticationForm):
    """An e-mail address and a password."""

    error_messages = {
        "invalid_login": _("Adressen och lösenordet hör inte ihop. Kontrollera båda och försök igen."),
        "inactive": _("Kontot är avstängt. Hör av dig till den som sköter Samverk hos er."),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        address, password = self.fields["username"], self.fields["password"]
        address.label, password.label = _("E-postadress"), _("Lösenord")
        address.error_messages["required"] = _("Skriv din e-postadress.")
        password.error_messages["required"] = _("Skriv ditt lösenord.")
        # The error summary takes the focus when there is one; on an empty form the reader starts at the heading.
        del address.widget.attrs["autofocus"]
        address.widget.input_type = "email"


class PreferencesForm(forms.Form):
    """Language and theme; each may be sent alone, by the buttons in the masthead and the footer."""

    language = forms.TypedChoiceField(
        label=_("Språk"),
        choices=[(Language.SWEDISH, "Svenska"), (Language.ENGLISH, "English")],
        coerce=Language,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Välj svenska eller engelska.")},
    )
    theme = forms.TypedChoiceField(
        label=_("Utseende"),
        choices=[(Theme.SYSTEM, _("Som enheten")), (Theme.LIGHT, _("Ljust")), (Theme.DARK, _("Mörkt"))],
        coerce=Theme,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Välj som enheten, ljust eller mörkt.")},
    )
