"""Secrets in the database: unreadable without the installation's key, and of no use for another purpose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from samverk.lib.sealing import Unreadable, seal, unseal


@given(st.text(max_size=200))
def test_what_is_sealed_can_be_opened(text: str) -> None:
    sealed = seal(text, purpose="prov")

    assert unseal(sealed, purpose="prov") == text
    assert len(text) < 4 or text not in sealed


def test_the_same_secret_is_never_sealed_alike() -> None:
    assert seal("hemligt", purpose="prov") != seal("hemligt", purpose="prov")


def test_another_purpose_cannot_open_it() -> None:
    with pytest.raises(Unreadable):
        unseal(seal("hemligt", purpose="prov"), purpose="något annat")


def test_another_key_cannot_open_it(settings: Settings) -> None:
    sealed = seal("hemligt", purpose="prov")
    settings.SECRET_KEY = "en helt annan nyckel som också är minst femtio tecken lång"

    with pytest.raises(Unreadable):
        unseal(sealed, purpose="prov")


@pytest.mark.parametrize("place", [1, 20, -5])
def test_what_has_been_altered_cannot_be_opened(place: int) -> None:
    sealed = list(seal("hemligt", purpose="prov"))
    sealed[place] = "A" if sealed[place] != "A" else "B"

    with pytest.raises(Unreadable):
        unseal("".join(sealed), purpose="prov")


@pytest.mark.parametrize("text", ["", "hemligt", "åäö"])
def test_what_was_never_sealed_cannot_be_opened(text: str) -> None:
    with pytest.raises(Unreadable):
        unseal(text, purpose="prov")
