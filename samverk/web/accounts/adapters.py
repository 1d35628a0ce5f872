"""What allauth asks us: where its ways lead, what it says, how its secrets are kept. Named in settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import LoginStage
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samverk.accounts.actions.signing_in import record_sign_in
from samverk.accounts.queries import actor
from samverk.accounts.queries.signing_in import has_second_step
from samverk.lib import clock, sealing
from samverk.web.accounts.devices import device
from samverk.web.accounts.records import sign_in_method, used_passkey_alone
from samverk.web.accounts.remembering import remember

if TYPE_CHECKING:
    from samverk.accounts.models import User

PURPOSE = "second step"
"""What the secrets of second steps are sealed for."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Signing in, up to the session."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def get_login_stages(self) -> list[str]:
        """What comes between the password and the session."""
        return ["samverk.web.accounts.adapters.SecondStepStage"]

    def is_reauthentication_required(self, *, app: str = "") -> bool:
        """Our own pages ask for it, see ``confirming``."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """A closed account is not told apart from one that never was."""
        return HttpResponseRedirect(reverse("sign-in"))

    def login(self, request: HttpRequest, user: User) -> None:
        """The session is the user's now, under a new key, and is in their list."""
        super().login(request, user)
        record_sign_in(
            user=user,
            session_key=request.session.session_key or "",
            method=sign_in_method(request, user),
            device=device(request.META.get("HTTP_USER_AGENT", "")),
            at=clock.now(),
        )

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """On to where they were going, or to set up a second step that their role requires. Language and theme of the
        account come along to this device.
        """
        response = cast(HttpResponse, super().post_login(request, user, **kwargs))
        if actor(user, clock.today()).lacks_second_step:
            response = HttpResponseRedirect(reverse("security"))
        remember(response, language=user.language, theme=user.theme)
        return response

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say themselves what was done."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Our letters are written in ``letters``; allauth sends none."""


class SecondStepStage(LoginStage):  # type: ignore[misc] # allauth has no types
    """Between the password and the session: whoever has set up a second step takes it.

    allauth's own stage does the same but loads what passkeys need, 10 MB, for everybody who signs in.
    """

    key = "mfa_authenticate"
    urlname = "mfa_authenticate"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """The page to go to (None: straight on), and whether to go on at all."""
        user = self.login.user
        if not has_second_step(user) or used_passkey_alone(self.request, user):
            return None, True
        return HttpResponseRedirect(reverse(self.urlname)), True


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """Codes and passkeys."""

    error_messages = {
        "incorrect_code": _("Koden stämmer inte. Vänta på nästa kod i appen och skriv den."),
        "cannot_generate_recovery_codes": _("Ordna ett andra steg först: utan ett har reservkoder inget att ersätta."),
    }

    def encrypt(self, text: str) -> str:
        """Sealed with the installation's key, so that a copy of the database alone signs nobody in."""
        return sealing.seal(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Opened again; a secret sealed with another key is as good as none, and no code fits it."""
        return sealing.unseal(encrypted_text, purpose=PURPOSE)
