"""Addresses of sign-in and of everyone's own settings. Two have names that allauth looks for."""

from django.urls import path

from samverk.web.accounts.confirming import confirm_identity
from samverk.web.accounts.organisations import by_organisation, from_organisation
from samverk.web.accounts.provider import provider
from samverk.web.accounts.providers import providers
from samverk.web.accounts.requirements import requirements
from samverk.web.accounts.resetting import forgotten_password, new_password
from samverk.web.accounts.saml import saml_answer, saml_metadata
from samverk.web.accounts.security import (
    change_password,
    code_app,
    passkey,
    passkey_creation,
    remove_step,
    reserve_codes,
    security,
)
from samverk.web.accounts.signing_in import passkey_options, second_step
from samverk.web.accounts.views import SignIn, preferences, sign_out

urlpatterns = [
    path("logga-in/", SignIn.as_view(), name="sign-in"),
    path("logga-in/", SignIn.as_view(), name="account_login"),
    path("logga-in/andra-steget/", second_step, name="mfa_authenticate"),
    path("logga-in/bekrafta/", confirm_identity, name="confirm-identity"),
    path("logga-in/passernyckel/", passkey_options, name="passkey-options"),
    path("logga-in/organisation/<slug:slug>/", by_organisation, name="by-organisation"),
    path("logga-in/organisation/<slug:slug>/svar/", from_organisation, name="from-organisation"),
    path("logga-in/organisation/<slug:slug>/saml/", saml_answer, name="saml-answer"),
    path("logga-in/organisation/<slug:slug>/metadata/", saml_metadata, name="saml-metadata"),
    path("logga-ut/", sign_out, name="sign-out"),
    path("losenord/glomt/", forgotten_password, name="forgotten-password"),
    path("losenord/nytt/<str:number>/<str:token>/", new_password, name="new-password"),
    path("installningar/", preferences, name="settings"),
    path("installningar/inloggning/", security, name="security"),
    path("installningar/inloggning/losenord/", change_password, name="change-password"),
    path("installningar/inloggning/kod/", code_app, name="code-app"),
    path("installningar/inloggning/passernyckel/", passkey, name="passkey"),
    path("installningar/inloggning/passernyckel/ny/", passkey_creation, name="passkey-creation"),
    path("installningar/inloggning/ta-bort/<int:step>/", remove_step, name="remove-step"),
    path("installningar/inloggning/reservkoder/", reserve_codes, name="reserve-codes"),
    path("installningar/organisationer/", providers, name="sign-ins"),
    path("installningar/organisationer/<slug:slug>/", provider, name="sign-in-of"),
    path("installningar/krav/", requirements, name="second-step-rules"),
]
