"""``samverk manage``: accounts, and second steps that have been lost."""

import re
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from samverk.accounts.models import Role, User
from samverk.accounts.queries.organisations import all_providers, secret_of

pytestmark = pytest.mark.django_db

INVITED = ("invite", "Strateg@Kommun.example", "Strateg, Sollentuna", "--role", "strategist", "--agreement", "norrort")


def said(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_an_invited_person_chooses_a_password_and_signs_in(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["samverk.example", "testserver"]
    found = re.search(r"http://samverk\.example(/losenord/nytt/\S+)", said(*INVITED))
    assert found is not None
    visitor = Client()
    chosen = {"new_password1": "fyra gula cyklar i regn", "new_password2": "fyra gula cyklar i regn"}

    visitor.post(visitor.get(found[1])["Location"], chosen)
    answer = visitor.post("/logga-in/", {"username": "strateg@kommun.example", "password": chosen["new_password1"]})

    assert answer.status_code == 302
    [role] = Role.objects.all()
    assert (role.kind, role.agreement, role.user.title) == ("strategist", "norrort", "Strateg, Sollentuna")


def test_until_then_no_password_signs_in() -> None:
    said(*INVITED)

    answer = Client().post("/logga-in/", {"username": "strateg@kommun.example", "password": "!"})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((*INVITED[:3], "--role", "strategist"), "behöver minst ett av dem"),
        ((*INVITED[:3], "--role", "chef"), "chef"),
        (INVITED, "har redan ett konto"),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_nothing_is_written(words: tuple[str, ...], why: str) -> None:
    if why == "har redan ett konto":
        said(*INVITED)
    before = User.objects.count()

    with pytest.raises(CommandError, match=why):
        said(*words)

    assert User.objects.count() == before


def test_a_lost_second_step_is_taken_away() -> None:
    said(*INVITED)
    Authenticator.objects.create(user=User.objects.get(), type="totp", data={})

    assert "hade 1 andra steg" in said("reset_second_step", "strateg@kommun.example")
    assert not Authenticator.objects.exists()


def test_an_address_without_an_account_is_said() -> None:
    with pytest.raises(CommandError, match="har inget konto"):
        said("reset_second_step", "ingen@kommun.example")


def test_a_second_step_is_required_listed_and_lifted() -> None:
    said(*INVITED)

    asked = said("require_second_step", "--role", "strategist", "--agreement", "norrort")
    assert asked == "krävs: strategist, norrort\nsaknar: Strateg, Sollentuna (strateg@kommun.example)\n"
    assert said("require_second_step") == asked
    assert said("require_second_step", "--role", "strategist", "--agreement", "norrort", "--lift") == ""
    with pytest.raises(CommandError, match="inget krav"):
        said("require_second_step", "--role", "strategist", "--lift")


def test_an_organisation_s_sign_in_is_set_up_shown_and_closed(tmp_path: Path) -> None:
    (tmp_path / "hemlighet").write_text("abc\n")
    add = ("identity_provider", "add", "sollentuna", "--title", "Sollentuna kommun", "--client-id", "samverk",
           "--secret-file", str(tmp_path / "hemlighet"), "--issuer")  # fmt: skip

    said(*add, "https://a.example")
    said("identity_provider", "organisation", "sollentuna", "domain", "sollentuna.example", "0163")
    said("identity_provider", "role", "sollentuna", "contact_person", "--group", "GG")
    shown = said("identity_provider", "role", "sollentuna", "reader", "--agreement", "norrort")

    assert shown == (
        "sollentuna: Sollentuna kommun, https://a.example, samverk\n"
        "  domain sollentuna.example är 0163\n"
        "  alla får reader i norrort\n"
        "  GG får contact_person i alla avtal\n"
    )
    assert "GG" not in said("identity_provider", "role", "sollentuna", "contact_person", "--group", "GG", "--remove")
    assert "sollentuna (stängd)" in said("identity_provider", "close", "sollentuna")
    assert secret_of(all_providers()[0]) == "abc"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("add", "x", "--title", "X", "--client-id", "x", "--issuer", "http://a.example"), "https://"),
        (("add", "x", "--title", "X", "--client-id", "x", "--issuer", "https://a.example"), "tom"),
        (("close", "finns-inte"), "Ingen inloggning heter"),
        (("role", "finns-inte", "reader"), "Ingen inloggning heter"),
        (("role", "finns-inte", "administrator"), "administrator"),
        ((), "verb"),
    ],
)
def test_what_cannot_be_set_up_is_said(words: tuple[str, ...], why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(""))

    with pytest.raises(CommandError, match=why):
        said("identity_provider", *words)

    assert all_providers() == []
