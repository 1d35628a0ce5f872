"""People who visit."""

import pytest
from django.test import Client

from samverk.accounts.models import User

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("strateg@kommun.example", "hemligt-ord", title="Strateg, Sollentuna")


@pytest.fixture
def visitor() -> Client:
    """A browser that says where its forms come from, as browsers do."""
    return Client(headers=SAME_SITE)


@pytest.fixture
def member(user: User) -> Client:
    """The same, signed in."""
    client = Client(headers=SAME_SITE)
    client.force_login(user)
    return client
