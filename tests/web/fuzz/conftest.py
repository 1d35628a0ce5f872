"""The demonstration, and someone who may do everything in it."""

from collections.abc import Iterator
from datetime import date

import pytest
from pytest_django import DjangoDbBlocker

from samverk.accounts.actions import NewRole, create_user, open_content
from samverk.accounts.models import RoleKind, User
from samverk.accounts.policy import system
from samverk.accounts.queries import actor
from samverk.lib import clock
from tests.web.filled import COUNTY, NORRORT, NOW, filled

OWN = "0187"
_EVERYTHING = (
    NewRole(kind=RoleKind.ADMINISTRATOR, from_day=date(2014, 1, 1)),
    *(
        NewRole(kind=kind, from_day=date(2014, 1, 1), agreement=agreement)
        for kind in (RoleKind.STRATEGIST, RoleKind.ASSOCIATION_STAFF, RoleKind.CONTROLLER)
        for agreement in (NORRORT, COUNTY)
    ),
    NewRole(kind=RoleKind.REGISTRAR, from_day=date(2014, 1, 1), party=OWN),
    NewRole(kind=RoleKind.CONTACT_PERSON, from_day=date(2014, 1, 1), party=OWN),
)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration's day."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(scope="module")
def strongest(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[User]:
    """Who may do everything in both agreements, with their content open; made once, in the filled demonstration."""
    with django_db_blocker.unblock(), filled():
        user = create_user(email="allt@prov.example", title="Allt", by=system("Prov"), at=NOW, roles=_EVERYTHING)
        for agreement in (NORRORT, COUNTY):
            open_content(agreement=agreement, reason="Ett prov av allt", by=actor(user, NOW.date()), at=NOW)
        yield user
