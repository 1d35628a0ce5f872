"""Users and the dated roles they hold.

A user is shown by the title of the post ("Strateg, Sollentuna"), never by a personal name. What a user may do follows
from the roles that are in force on the day: half-open intervals of calendar days, the last day included.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from samverk.accounts.models.saml import SamlAnswer as SamlAnswer
from samverk.accounts.models.saml import SamlServer as SamlServer


class RoleKind(models.TextChoices):
    """What a person can be in the cooperation. Names in both languages: ``policy.ROLE_NAMES``."""

    STRATEGIST = "strategist"
    HEAD_OF_ADMINISTRATION = "head_of_administration"
    REPRESENTATIVE = "representative"
    CONTACT_PERSON = "contact_person"
    REGISTRAR = "registrar"
    CONTROLLER = "controller"
    BODY_CHAIR = "body_chair"
    BODY_MEMBER = "body_member"
    ASSOCIATION_STAFF = "association_staff"
    ADMINISTRATOR = "administrator"
    READER = "reader"


BODY_KINDS = (RoleKind.BODY_CHAIR, RoleKind.BODY_MEMBER)
"""Roles held in a body of an agreement."""


class TraceKind(models.TextChoices):
    """What is done with accounts and rights, and kept for good."""

    USER_CREATED = "user_created"
    USER_ERASED = "user_erased"
    ROLE_GIVEN = "role_given"
    ROLE_ENDED = "role_ended"
    CONTENT_OPENED = "content_opened"
    CONTENT_CLOSED = "content_closed"
    SIGN_IN_CHANGED = "sign_in_changed"


class Language(models.TextChoices):
    """The languages of the interface."""

    SWEDISH = "sv"
    ENGLISH = "en"


class Theme(models.TextChoices):
    """Light, dark, or as the device is set."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class SignInMethod(models.TextChoices):
    """How someone signed in. Words in both languages: the page that lists them."""

    PASSWORD = "password"  # noqa: S105 - the name of a way to sign in
    PASSWORD_AND_CODE = "password_and_code"  # noqa: S105 - likewise
    PASSKEY = "passkey"
    ORGANISATION = "organisation"


class UserManager(BaseUserManager["User"]):
    """Makes users; addresses are kept in lower case so that one person cannot get two accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A saved user with the password hashed. No password: the account cannot sign in with one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this address, however it is typed."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Someone who signs in with an e-mail address.

    No columns: ``openings``, what the user has open just now, and ``keeps``, whether the user looks after roles; both
    are set when the roles are read (``queries.actor``), None and False before.
    """

    openings: tuple[Any, ...] | None = None
    keeps: bool = False

    email = models.EmailField(max_length=254, unique=True)
    title = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=Language, default=Language.SWEDISH)
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    is_active = models.BooleanField(default=True)

    lacks_second_step = False
    """No column: set by ``queries.actor`` on the one who asks, for the page to say why it shows so little."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["title"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        db_table = "accounts_user"
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="accounts_user_email_lower"),
            models.CheckConstraint(condition=~Q(title=""), name="accounts_user_has_title"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="accounts_user_language"),
            models.CheckConstraint(condition=Q(theme__in=Theme.values), name="accounts_user_theme"),
        ]

    def __str__(self) -> str:
        return self.title


class Role(models.Model):
    """A role that a user holds ``[from_day, to_day)``, in an agreement, for a party, or both.

    ``agreement`` is the agreement's id and ``party`` the party's code; empty means "any". They are text and not keys,
    because agreements and parties are built on top of this area. Only an administrator has neither. ``body`` is the id
    of a body of the agreement, for its chair and members only.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=30, choices=RoleKind)
    agreement = models.CharField(max_length=80, blank=True, default="")
    party = models.CharField(max_length=40, blank=True, default="")
    body = models.CharField(max_length=80, blank=True, default="")
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)
    given_through = models.CharField(max_length=40, blank=True, default="")
    """The organisation's sign-in that gave the role and takes it back (its ``IdentityProvider.slug``); "" by hand."""

    class Meta:
        db_table = "accounts_role"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RoleKind.values), name="accounts_role_kind"),
            models.CheckConstraint(
                condition=Q(to_day__isnull=True) | Q(to_day__gt=F("from_day")), name="accounts_role_to_after_from"
            ),
            models.CheckConstraint(
                condition=Q(kind=RoleKind.ADMINISTRATOR, agreement="", party="")
                | (~Q(kind=RoleKind.ADMINISTRATOR) & (~Q(agreement="") | ~Q(party=""))),
                name="accounts_role_scope",
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=BODY_KINDS) & ~Q(body="") & ~Q(agreement=""))
                | (~Q(kind__in=BODY_KINDS) & Q(body="")),
                name="accounts_role_body",
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "agreement", "party", "body", "from_day"], name="accounts_role_once"
            ),
        ]

    def __str__(self) -> str:
        body = f" {self.body}" if self.body else ""
        return f"{self.kind}{body} {self.agreement or '*'}/{self.party or '*'} {self.from_day}–{self.to_day or ''}"


class Outcome(models.TextChoices):
    """What became of a successor that was named."""

    HANDED_OVER = "handed_over"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Succession(models.Model):
    """Who holds a role has named who comes after, from a day; somebody who may give the role decides. Kept with both.

    ``email`` and ``title`` are the successor's, who may not have an account yet. ``outcome`` is "" while undecided.
    """

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="successions")
    email = models.EmailField(max_length=254)
    title = models.CharField(max_length=120)
    from_day = models.DateField()
    named_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True, default="")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default="")

    class Meta:
        db_table = "accounts_succession"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True, decided_by="")
                | (Q(outcome__in=Outcome.values, decided_at__isnull=False) & ~Q(decided_by="")),
                name="accounts_succession_decided",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")) & ~Q(email="") & ~Q(title=""), name="accounts_succession_named"
            ),
            models.UniqueConstraint(fields=["role"], condition=Q(outcome=""), name="accounts_succession_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.role_id} {self.from_day} {self.outcome}"


class Trace(models.Model):
    """What has been done with accounts and rights: who, when, about whom, why. Only added to (triggers).

    ``about`` and ``about_id`` are the account concerned; all are text, for the trace outlives the accounts. A row
    ``content_opened`` lets its ``actor_id`` see what an agreement holds up to ``until``, unless a row
    ``content_closed`` with its number in ``closes`` came before that.
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=TraceKind)
    actor = models.CharField(max_length=120)
    actor_id = models.CharField(max_length=40, blank=True, default="")
    about = models.CharField(max_length=120, blank=True, default="")
    about_id = models.CharField(max_length=40, blank=True, default="")
    role = models.CharField(max_length=30, blank=True, default="")
    agreement = models.CharField(max_length=80, blank=True, default="")
    party = models.CharField(max_length=40, blank=True, default="")
    body = models.CharField(max_length=80, blank=True, default="")
    from_day = models.DateField(null=True, blank=True)
    to_day = models.DateField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True, default="")
    closes = models.BigIntegerField(null=True, blank=True, unique=True)

    class Meta:
        db_table = "accounts_trace"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TraceKind.values), name="accounts_trace_kind"),
            models.CheckConstraint(condition=~Q(actor=""), name="accounts_trace_has_actor"),
            models.CheckConstraint(
                condition=~Q(kind=TraceKind.CONTENT_OPENED)
                | (~Q(agreement="") & ~Q(actor_id="") & ~Q(reason="") & Q(until__isnull=False, until__gt=F("at"))),
                name="accounts_trace_opened_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind=TraceKind.CONTENT_CLOSED, closes__isnull=False)
                | (~Q(kind=TraceKind.CONTENT_CLOSED) & Q(closes__isnull=True)),
                name="accounts_trace_closes_one",
            ),
        ]
        indexes = [
            models.Index(fields=["agreement", "at"], name="accounts_trace_agreement"),
            models.Index(fields=["actor_id", "until"], name="accounts_trace_open"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.actor}"


class SignIn(models.Model):
    """A session that someone has signed in to, so that they can see it in their list and end it.

    ``session_key`` is the key of the session itself: the row is worth nothing once the session has ended. ``method`` is
    how they signed in and ``device`` the browser and system as the browser told them, in short.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    method = models.CharField(max_length=20, choices=SignInMethod)
    device = models.CharField(max_length=80, blank=True, default="")
    signed_in_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_sign_in"
        constraints = [
            models.CheckConstraint(condition=Q(method__in=SignInMethod.values), name="accounts_sign_in_method"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.method} {self.signed_in_at:%Y-%m-%d %H:%M}"


class SecondStepRule(models.Model):
    """Those who hold a role must have a second step: of a kind, in an agreement, or of a kind in an agreement.

    Empty means "any", and one of the two is given. Kept when it is lifted, so that it can be told since when it held.
    """

    kind = models.CharField(max_length=30, choices=RoleKind, blank=True, default="")
    agreement = models.CharField(max_length=80, blank=True, default="")
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=120)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        db_table = "accounts_second_step_rule"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__in=RoleKind.values), name="accounts_second_step_rule_kind"
            ),
            models.CheckConstraint(condition=~Q(kind="", agreement=""), name="accounts_second_step_rule_scope"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by="") | (Q(lifted_at__isnull=False) & ~Q(lifted_by="")),
                name="accounts_second_step_rule_lifted",
            ),
            models.UniqueConstraint(
                fields=["kind", "agreement"],
                condition=Q(lifted_at__isnull=True),
                name="accounts_second_step_rule_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind or '*'} {self.agreement or '*'} {self.set_at:%Y-%m-%d}"


class ProviderShape(models.TextChoices):
    """How an organisation says who somebody is."""

    OPENID = "openid"
    SAML = "saml"


class IdentityProvider(models.Model):
    """An organisation's own sign-in. ``secret`` is sealed with the installation's key.

    ``issuer`` is the organisation's server as it calls itself, ``client_id`` Samverk as the organisation knows it: by
    OpenID Connect the id it has given, by SAML 2.0 our entity id. By SAML the secret is our key pairs.
    ``asks_second_step``: the organisation itself asks its people for a second step, so that Samverk need not.
    """

    shape = models.CharField(max_length=10, choices=ProviderShape, default=ProviderShape.OPENID)
    slug = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    issuer = models.CharField(max_length=250)
    client_id = models.CharField(max_length=250)
    secret = models.TextField()
    asks_second_step = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)

    class Meta:
        db_table = "accounts_identity_provider"
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug="") & ~Q(title="") & ~Q(issuer="") & ~Q(client_id=""),
                name="accounts_identity_provider_whole",
            ),
            models.CheckConstraint(
                condition=Q(shape__in=ProviderShape.values), name="accounts_identity_provider_shape"
            ),
            models.UniqueConstraint(fields=["issuer", "client_id"], name="accounts_identity_provider_once"),
        ]

    def __str__(self) -> str:
        return self.slug


class OrganisationKey(models.TextChoices):
    """What tells the organisation of someone who signs in: their tenant, its number, or the domain of the address."""

    TENANT = "tenant"
    NUMBER = "number"
    DOMAIN = "domain"


class IdentityOrganisation(models.Model):
    """What a provider says when someone is of a party: "tenant 1f3c… is 0163", "sollentuna.example is 0163"."""

    provider = models.ForeignKey(IdentityProvider, on_delete=models.CASCADE, related_name="organisations")
    key = models.CharField(max_length=10, choices=OrganisationKey)
    value = models.CharField(max_length=120)
    party = models.CharField(max_length=40)

    class Meta:
        db_table = "accounts_identity_organisation"
        constraints = [
            models.CheckConstraint(condition=Q(key__in=OrganisationKey.values), name="accounts_identity_org_key"),
            models.CheckConstraint(
                condition=~Q(value="") & ~Q(party="") & Q(value=Lower("value")), name="accounts_identity_org_whole"
            ),
            models.UniqueConstraint(fields=["provider", "key", "value"], name="accounts_identity_org_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.value} → {self.party}"


class IdentityRole(models.Model):
    """What those of a group get: the role, for the party they come from, in one agreement or ("") in all.

    ``group`` is as the provider says it; "" gives it to everybody who comes from there. Never an administrator.
    """

    provider = models.ForeignKey(IdentityProvider, on_delete=models.CASCADE, related_name="mapped_roles")
    group = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=30, choices=RoleKind)
    agreement = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        db_table = "accounts_identity_role"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RoleKind.values) & ~Q(kind=RoleKind.ADMINISTRATOR),
                name="accounts_identity_role_kind",
            ),
            models.UniqueConstraint(
                fields=["provider", "group", "kind", "agreement"], name="accounts_identity_role_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group or '*'} → {self.kind} {self.agreement or '*'}"


class Identity(models.Model):
    """Who someone is at their organisation: ``subject`` is the name it has made up for them, nothing else is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    provider = models.ForeignKey(IdentityProvider, on_delete=models.CASCADE, related_name="identities")
    subject = models.CharField(max_length=255)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_identity"
        constraints = [
            models.CheckConstraint(condition=~Q(subject=""), name="accounts_identity_has_subject"),
            models.UniqueConstraint(fields=["provider", "subject"], name="accounts_identity_once"),
            models.UniqueConstraint(fields=["provider", "user"], name="accounts_identity_one_each"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.provider_id}"


class Attempt(models.Model):
    """A try at something that may only be tried so often: a password, a code, a letter. ``subject_hash`` tells tries at
    one thing from tries at another without saying what it is: an address or a place is not kept.
    """

    kind = models.CharField(max_length=30)
    subject_hash = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_attempt"
        indexes = [models.Index(fields=["kind", "subject_hash", "at"], name="accounts_attempt_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class CalendarAddress(models.Model):
    """The secret address of someone's own calendar. Only the hash of its secret is kept: the address itself is shown
    once, when it is made, and cannot be found again, only replaced.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_address")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_calendar_address"
        constraints = [
            models.CheckConstraint(condition=~Q(secret_hash=""), name="accounts_calendar_address_has_secret"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"
