"""Writes: who comes after somebody. Named by the one who leaves, decided by those who give the role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from samverk.accounts.actions import AccountRefused, NewRole, create_user, end_role, give_role
from samverk.accounts.models import Outcome, Role, RoleKind, Succession, User
from samverk.accounts.policy import Actor, can_administer, can_end_role, can_name_successor, require
from samverk.accounts.queries.signing_in import user_with_address
from samverk.accounts.queries.succession import roles_to_hand_over
from samverk.lib.personal_number import has_personal_number
from samverk.rules.wording import Text


class NoSuccessor(AccountRefused):
    """Somebody who cannot come after; ``field`` says which of what was given is wrong, "" when none."""

    def __init__(self, message: Text, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The role as it is held from now on, and whether its holder got an account with it."""

    role: Role
    is_new: bool


@transaction.atomic
def name_successor(
    *, user: User, email: str, title: str, from_day: date, today: date, by: Actor, at: datetime
) -> tuple[Succession, ...]:
    """From the day, somebody else is to hold all of the user's roles. What was named before is replaced.

    Nothing changes until those who give the roles have decided. Errors: NotAllowed, NoSuccessor.
    """
    require(can_name_successor(by, str(user.pk)))
    address, post = email.strip().lower(), " ".join(title.split())
    _must_be_somebody(user, address, post)
    if from_day <= today:
        raise NoSuccessor(
            Text(
                f"Första dagen är {from_day}. Välj en dag efter i dag.",
                f"The first day is {from_day}. Choose a day after today.",
            ),
            "from_day",
        )
    held = [role for role in roles_to_hand_over(user, from_day) if role.from_day < from_day]
    if not held:
        raise NoSuccessor(
            Text(
                "Du har ingen roll att lämna över den dagen. Roller från din organisation lämnas inte över här.",
                "You have no role to hand over on that day. Roles from your organisation are not handed over here.",
            )
        )
    _close(user, by, at)
    return tuple(
        Succession.objects.create(role=role, email=address, title=post, from_day=from_day, named_at=at) for role in held
    )


@transaction.atomic
def withdraw_successor(*, user: User, by: Actor, at: datetime) -> int:
    """Nobody comes after, after all; how many roles that concerns. Error: NotAllowed."""
    require(can_name_successor(by, str(user.pk)))
    return _close(user, by, at)


@transaction.atomic
def hand_over(*, succession: Succession, today: date, by: Actor, at: datetime) -> HandedOver:
    """The role goes to the successor on the day named, or today when that has passed.

    Errors: NotAllowed, AccountRefused. Who has no account gets one, when those who run the installation decide.
    """
    found = _open(succession)
    role = found.role
    first = max(found.from_day, today)
    user = user_with_address(found.email)
    is_new = user is None
    if user is None:
        if can_administer(by) is not None:
            raise NoSuccessor(
                Text(
                    f"{found.email} har inget konto. Be den som administrerar Samverk att lämna över rollen.",
                    f"{found.email} has no account. Ask those who administer Samverk to hand the role over.",
                )
            )
        user = create_user(email=found.email, title=found.title, by=by, at=at)
    if not user.is_active:
        raise NoSuccessor(
            Text(
                f"Kontot {found.email} är stängt. Neka, och be om en annan efterträdare.",
                f"The account {found.email} is closed. Refuse, and ask for another successor.",
            )
        )
    given = give_role(
        user=user, by=by, at=at,
        role=NewRole(
            kind=RoleKind(role.kind), agreement=role.agreement, party=role.party, body=role.body, from_day=first,
            to_day=role.to_day,
        ),
    )  # fmt: skip
    end_role(role=role, last_day=first - timedelta(days=1), by=by, at=at)
    _decide(found, Outcome.HANDED_OVER, by, at)
    return HandedOver(given, is_new)


@transaction.atomic
def refuse_successor(*, succession: Succession, by: Actor, at: datetime) -> None:
    """The role stays where it is. Errors: NotAllowed, NoSuccessor."""
    found = _open(succession)
    require(can_end_role(by, user_id="", kind=found.role.kind, agreement=found.role.agreement))
    _decide(found, Outcome.REFUSED, by, at)


def _open(succession: Succession) -> Succession:
    """The row, held until the end of the transaction. Error: NoSuccessor when it has been decided."""
    row = Succession.objects.select_for_update().filter(pk=succession.pk, outcome="").first()
    if row is None:
        raise NoSuccessor(
            Text("Det är redan avgjort. Ladda om sidan.", "It has already been decided. Load the page again.")
        )
    return row


def _decide(row: Succession, outcome: Outcome, by: Actor, at: datetime) -> None:
    row.outcome, row.decided_at, row.decided_by = outcome, at, by.label
    row.save(update_fields=["outcome", "decided_at", "decided_by"])


def _close(user: User, by: Actor, at: datetime) -> int:
    rows = Succession.objects.filter(role__user=user, outcome="")
    return rows.update(outcome=Outcome.WITHDRAWN, decided_at=at, decided_by=by.label)


def _must_be_somebody(user: User, address: str, title: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise NoSuccessor(
            Text(
                f"”{address}” är ingen e-postadress. Skriv den som namn@kommun.example.",
                f"“{address}” is no e-mail address. Write it like name@kommun.example.",
            ),
            "email",
        ) from error
    if address == user.email:
        raise NoSuccessor(
            Text("Det är din egen adress. Ange någon annans.", "That is your own address. Give somebody else's."),
            "email",
        )
    for field, value in (("email", address), ("title", title)):
        if has_personal_number(value):
            raise NoSuccessor(
                Text(
                    "Här står något som ser ut som ett personnummer. Samverk har inga personnummer.",
                    "There is something here that looks like a personal identity number. Samverk keeps none.",
                ),
                field,
            )
    if not title:
        raise NoSuccessor(Text("Skriv vad tjänsten heter.", "Write what the post is called."), "title")
