"""Writes of sign-in by SAML: set up by administrators, and answers that are good once."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from samverk.accounts.actions import AccountRefused
from samverk.accounts.actions.organisations import MappingRefused, trace_change
from samverk.accounts.models import IdentityProvider, ProviderShape, SamlAnswer, SamlServer
from samverk.accounts.policy import Actor, can_administer, require
from samverk.accounts.queries.organisations import PURPOSE, secret_of
from samverk.integrations.saml import KeyPair, Server, pairs_as_text, pairs_from_text
from samverk.lib import sealing
from samverk.rules.wording import Text

ANSWER: Final = "saml answer"
"""What answers are sealed for, while they wait for the browser that asked."""

PATIENCE: Final = timedelta(minutes=10)
"""How long an answer waits."""

_DRIFT: Final = timedelta(minutes=10)
"""An assertion is kept in mind this much longer than it is good: clocks differ."""

_MOST_PAIRS: Final = 2


class AnswerTaken(AccountRefused):
    """The assertion has been taken before, or there is another answer to the same question."""


@transaction.atomic
def add_saml_provider(
    *, slug: str, title: str, entity_id: str, server: Server, metadata_address: str, pair: KeyPair, by: Actor,
    at: datetime,
) -> IdentityProvider:  # fmt: skip
    """An organisation's sign-in by SAML, closed until it is opened. ``entity_id``: ours. Error: MappingRefused."""
    require(can_administer(by))
    if IdentityProvider.objects.filter(slug=slug).exists():
        raise MappingRefused(
            Text(
                f"Det finns redan en inloggning med det korta namnet ”{slug}”. Välj ett annat.",
                f"There already is a sign-in with the short name “{slug}”. Choose another.",
            )
        )
    provider = IdentityProvider.objects.create(
        shape=ProviderShape.SAML, slug=slug, title=title, issuer=server.entity_id, client_id=entity_id, is_open=False,
        secret=sealing.seal(pairs_as_text([pair]), purpose=PURPOSE),
    )  # fmt: skip
    SamlServer.objects.create(
        provider=provider, sign_in_address=server.sign_in_address, certificates="".join(server.certificates),
        metadata_address=metadata_address, read_at=at,
    )  # fmt: skip
    trace_change(provider, f"SAML: {server.entity_id}, {server.sign_in_address}", by=by, at=at)
    return provider


@transaction.atomic
def renew_server(*, provider: IdentityProvider, server: Server, metadata_address: str, by: Actor, at: datetime) -> None:
    """What the server now says about itself: another address, new certificates. Error: MappingRefused."""
    require(can_administer(by))
    if server.entity_id != provider.issuer:
        raise MappingRefused(
            Text(
                f"Metadata är för ”{server.entity_id}” men inloggningen är för ”{provider.issuer}”. Lägg upp en ny "
                "inloggning för en annan server.",
                f"The metadata is of “{server.entity_id}” but the sign-in is of “{provider.issuer}”. Set up a new "
                "sign-in for another server.",
            )
        )
    SamlServer.objects.filter(provider=provider).update(
        sign_in_address=server.sign_in_address, certificates="".join(server.certificates),
        metadata_address=metadata_address, read_at=at,
    )  # fmt: skip
    trace_change(provider, f"Metadata läst: {len(server.certificates)} certifikat", by=by, at=at)


@transaction.atomic
def let_it_start(*, provider: IdentityProvider, starts_itself: bool, by: Actor, at: datetime) -> None:
    """Whether a sign-in that begins at the organisation, without a question of ours, is taken too."""
    require(can_administer(by))
    SamlServer.objects.filter(provider=provider).update(starts_itself=starts_itself)
    words = "Inloggning från organisationens portal tillåts" if starts_itself else "Inloggning från portal tillåts inte"
    trace_change(provider, words, by=by, at=at)


@transaction.atomic
def add_pair(*, provider: IdentityProvider, pair: KeyPair, by: Actor, at: datetime) -> bool:
    """A next key of ours: it stands in our metadata, but the one before it is used still. False: there is one."""
    require(can_administer(by))
    pairs = pairs_from_text(secret_of(provider))
    if len(pairs) >= _MOST_PAIRS:
        return False
    _keep(provider, (*pairs, pair))
    trace_change(provider, "Nästa nyckel skapad", by=by, at=at)
    return True


@transaction.atomic
def change_pair(*, provider: IdentityProvider, by: Actor, at: datetime) -> bool:
    """The next key is used from now on, and the one before it is gone. False: there is no next."""
    require(can_administer(by))
    pairs = pairs_from_text(secret_of(provider))
    if len(pairs) < _MOST_PAIRS:
        return False
    _keep(provider, pairs[1:])
    trace_change(provider, "Nästa nyckel används", by=by, at=at)
    return True


def _keep(provider: IdentityProvider, pairs: tuple[KeyPair, ...]) -> None:
    provider.secret = sealing.seal(pairs_as_text(pairs), purpose=PURPOSE)
    provider.save(update_fields=["secret"])


def take_answer(
    *, provider: IdentityProvider, assertion: str, question: str, said: str, until: datetime, at: datetime
) -> None:
    """An assertion is taken, this once. ``said`` waits, sealed, for the browser that asked ("": nobody asked).

    ``until``: when the assertion is good no more; it is kept in mind so long. Error: AnswerTaken.
    """
    SamlAnswer.objects.filter(expires_at__lt=at).delete()
    SamlAnswer.objects.filter(received_at__lt=at - PATIENCE).exclude(said="").update(said="")
    try:
        with transaction.atomic():
            SamlAnswer.objects.create(
                provider=provider, assertion_hash=_hash(assertion), question_hash=_hash(question) if question else "",
                said=sealing.seal(said, purpose=ANSWER) if said else "", received_at=at,
                expires_at=max(until, at) + _DRIFT,
            )  # fmt: skip
    except IntegrityError as error:
        raise AnswerTaken(
            Text("Svaret har redan använts. Logga in på nytt.", "The answer has been used already. Sign in again.")
        ) from error


@transaction.atomic
def fetch_answer(*, provider: IdentityProvider, question: str, at: datetime) -> str | None:
    """What was said in answer to the question, once; None when nothing waits. Error: sealing.Unreadable."""
    waiting = SamlAnswer.objects.select_for_update().filter(
        provider=provider, question_hash=_hash(question), received_at__gte=at - PATIENCE
    )
    found = waiting.exclude(said="").first()
    if found is None:
        return None
    sealed, found.said = found.said, ""
    found.save(update_fields=["said"])
    return sealing.unseal(sealed, purpose=ANSWER)


def _hash(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()
