"""Sign-in, and the two things everyone may set for themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from samverk.accounts.models import Language, Theme, User

type Choices = list[tuple[str, str]]


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


class CodeForm(forms.Form):
    """A code of the app, or one of the reserve codes."""

    code = forms.CharField(
        label=_("Kod"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Skriv koden.")},
    )


class ConfirmPasswordForm(forms.Form):
    """One's own password once more."""

    password = forms.CharField(
        label=_("Lösenord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Skriv ditt lösenord.")},
    )


class PasskeyForm(forms.Form):
    """What the new passkey is called, and the browser's answer."""

    name = forms.CharField(
        label=_("Vad du kallar den"),
        max_length=60,
        help_text=_("Till exempel ”Tjänstetelefonen” eller ”Nyckeln på kontoret”."),
        error_messages={"required": _("Skriv ett namn, så att du känner igen den senare.")},
    )
    credential = forms.CharField(max_length=20_000, widget=forms.HiddenInput, required=False)


class RequirementForm(forms.Form):
    """Of whom a second step is required: a role, an agreement, or a role in an agreement."""

    def __init__(self, *args: Any, kinds: Choices, agreements: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every_kind, every_agreement = ("", _("Alla roller")), ("", _("Alla avtal"))
        self.fields["kind"] = forms.ChoiceField(label=_("Roll"), required=False, choices=[every_kind, *kinds])
        self.fields["agreement"] = forms.ChoiceField(
            label=_("Avtal"), required=False, choices=[every_agreement, *agreements]
        )


class ForgottenPasswordForm(forms.Form):
    """The address that the letter goes to."""

    email = forms.EmailField(
        label=_("E-postadress"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Skriv din e-postadress."),
            "invalid": _("Skriv en hel e-postadress, till exempel namn@kommun.example."),
        },
    )


_RULES = _(
    "Minst tolv tecken. En mening eller några ord i rad är lättare att minnas än krångliga tecken. "
    "Använd inte ett lösenord som du har på något annat ställe."
)
_DIFFERENT = _("De två lösenorden är inte lika. Skriv samma lösenord två gånger.")


class NewPasswordForm(SetPasswordForm[User]):
    """A new password, twice."""

    error_messages = {"password_mismatch": _DIFFERENT}

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        _in_our_words(self)


class ChangePasswordForm(PasswordChangeForm):
    """The old password, and a new one twice."""

    error_messages = {
        "password_mismatch": _DIFFERENT,
        "password_incorrect": _("Det gamla lösenordet stämmer inte."),
    }

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        old = self.fields["old_password"]
        old.label = _("Nuvarande lösenord")
        old.error_messages["required"] = _("Skriv ditt nuvarande lösenord.")
        del old.widget.attrs["autofocus"]
        _in_our_words(self)


def _in_our_words(form: forms.Form) -> None:
    first, second = form.fields["new_password1"], form.fields["new_password2"]
    first.label, second.label = _("Nytt lösenord"), _("Nytt lösenord en gång till")
    first.help_text, second.help_text = _RULES, ""
    first.error_messages["required"] = _("Skriv ett nytt lösenord.")
    second.error_messages["required"] = _("Skriv det nya lösenordet en gång till.")
