"""Koordination Norrort filled, open or closed, with everyone who may ask signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.test import Client

from samverk.accounts.models import User
from samverk.accounts.policy import Actor
from samverk.agreements.actions.definitions import set_visibility
from samverk.agreements.models import Visibility
from samverk.agreements.queries.situations import forget
from samverk.web import frame
from tests.web.filled import NORRORT, NOW, filled
from tests.web.matrix.people import BY, PEOPLE, Person, acting, client, user


class World:
    """Everyone, with their accounts."""

    def __init__(self) -> None:
        self.users: dict[str, User | None] = {one.name: user(one, NOW) for one in PEOPLE}

    def client(self, person: Person) -> Client:
        """A browser of theirs."""
        return client(self.users[person.name])

    def actor(self, person: Person) -> Actor:
        """The person as actions see them."""
        return acting(person, self.users[person.name], NOW)


@contextmanager
def world(*, closed: bool) -> Iterator[World]:
    """Both agreements; with ``closed`` Norrort is shown only to those who take part."""
    with filled():
        frame.forget()
        if closed:
            set_visibility(agreement=NORRORT, visibility=Visibility.PARTIES, by=BY)
        yield World()
    frame.forget()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written in it is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget()
