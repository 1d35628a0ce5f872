"""Who has signed in: Django's passwords, and the user read the quick way on every page after that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.backends import ModelBackend

from samverk.accounts.queries import user_by_id

if TYPE_CHECKING:
    from samverk.accounts.models import User


class Backend(ModelBackend):
    """Address and password; named in settings."""

    def get_user(self, user_id: int) -> User | None:
        """The active user of a session, or None."""
        return user_by_id(user_id)
