"""The outbox, its log, links to one act, the memory of reminders, who has declined what, and runs of the daily work.

A message is written in the transaction of the act it follows from, and is rendered when it is handed over. Its state
says how far it has come, also after a crash (docs/decisions/0021):

    waiting → claimed → handed → sent → bounced
       ↓         ↓         ↓
    stopped   waiting   uncertain        and from claimed: failed, dropped (no longer called for)
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samverk.accounts.models import Role, User


class Kind(models.TextChoices):
    """The three classes of mail; their rules are in ``queries.classes``."""

    STATUTORY = "statutory"
    SERVICE = "service"
    NEWSLETTER = "newsletter"


class State(models.TextChoices):
    """How far a message has come."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    HANDED = "handed"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    BOUNCED = "bounced"
    STOPPED = "stopped"
    DROPPED = "dropped"


UNDER_WAY = (State.CLAIMED, State.HANDED)
NEEDS_SOMEONE = (State.UNCERTAIN, State.FAILED, State.BOUNCED)


class Message(models.Model):
    """A letter to one address. ``letter`` names how it is written and ``payload`` holds what it is written from.

    ``token`` is its name in addresses and the first half of its Message-ID, the same in every attempt. ``claim`` is new
    for each attempt: who no longer holds it cannot hand over. ``lease_until`` is when others may conclude that a claim
    died. ``job`` is the job it has; ``poke_after`` when it gets another if that one is gone. ``subject`` and ``text``
    are what was handed over. ``handled_at``/``handled_by``: a human has taken care of what went wrong.
    """

    kind = models.CharField(max_length=10, choices=Kind)
    letter = models.CharField(max_length=40)
    agreement = models.CharField(max_length=80, blank=True, default="")
    party = models.CharField(max_length=40, blank=True, default="")
    address = models.EmailField(max_length=254)
    recipient = models.CharField(max_length=120)
    language = models.CharField(max_length=2)
    payload = models.JSONField()
    token = models.UUIDField(unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=120)
    created_by_id = models.CharField(max_length=40, blank=True, default="")
    send_at = models.DateTimeField()
    poke_after = models.DateTimeField()
    job = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True, default="")
    subject = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField(blank=True, default="")
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        db_table = "outreach_message"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="outreach_message_kind"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="outreach_message_state"),
            models.CheckConstraint(
                condition=~Q(address="") & ~Q(recipient="") & ~Q(letter="") & ~Q(created_by=""),
                name="outreach_message_named",
            ),
            models.CheckConstraint(condition=Q(language__in=["sv", "en"]), name="outreach_message_language"),
            models.CheckConstraint(
                condition=Q(state__in=UNDER_WAY, lease_until__isnull=False, claim__isnull=False)
                | (~Q(state__in=UNDER_WAY) & Q(lease_until__isnull=True)),
                name="outreach_message_leased",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", *UNDER_WAY], ended_at__isnull=True)
                | (~Q(state__in=["waiting", *UNDER_WAY]) & Q(ended_at__isnull=False)),
                name="outreach_message_ended",
            ),
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, handled_by="")
                | (Q(handled_at__isnull=False, state__in=NEEDS_SOMEONE) & ~Q(handled_by="")),
                name="outreach_message_handled",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "poke_after"], name="outreach_message_due_ix"),
            models.Index(fields=["agreement", "-created_at"], name="outreach_message_agreement_ix"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.letter} {self.state}"


class Step(models.Model):
    """What happened to a message and when: queued, handed over, refused, stopped … Only grows."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    what = models.CharField(max_length=20)
    by = models.CharField(max_length=120, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        db_table = "outreach_step"
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="outreach_step_named")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"


class Reminder(models.Model):
    """The memory of reminders: someone was reminded of something on a day. ``step`` is days from the last day."""

    agreement = models.CharField(max_length=80)
    thing = models.CharField(max_length=200)
    due_on = models.DateField()
    address = models.EmailField(max_length=254)
    step = models.IntegerField()
    day = models.DateField()
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reminders")

    class Meta:
        db_table = "outreach_reminder"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "thing", "address", "due_on", "step"], name="outreach_reminder_once"
            ),
            models.CheckConstraint(condition=~Q(thing="") & ~Q(address=""), name="outreach_reminder_named"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.thing} {self.step:+}"


class Link(models.Model):
    """A link in a letter that lets one person do one thing, once, without signing in.

    Only the hash of its secret is kept. ``role`` is what it may be done as, and the link ends with it. ``kind`` is the
    kind of fact, or HAND_IN for a document; ``given`` is what of the fact is settled beforehand, as the form writes it.
    ``thing``: the debt it is for ("" when somebody asked), and it is worth nothing when that has been paid. ``used_as``
    is the number of the fact, or the document's key.
    """

    secret_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="links")
    agreement = models.CharField(max_length=80)
    party = models.CharField(max_length=40)
    thing = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=40)
    given = models.JSONField()
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, related_name="links")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_as = models.CharField(max_length=40, blank=True, default="")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        db_table = "outreach_link"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(secret_hash="") & ~Q(agreement="") & ~Q(party="") & ~Q(kind=""),
                name="outreach_link_whole",
            ),
            models.CheckConstraint(condition=Q(until__gt=F("made_at")), name="outreach_link_until"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, used_as="") | (Q(used_at__isnull=False) & ~Q(used_as="")),
                name="outreach_link_used",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="")
                | (Q(revoked_at__isnull=False, used_at__isnull=True) & ~Q(revoked_by="")),
                name="outreach_link_revoked",
            ),
        ]
        indexes = [models.Index(fields=["agreement", "-made_at"], name="outreach_link_agreement_ix")]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.agreement}/{self.party}"


class Declined(models.Model):
    """An address that wants no more of a class of mail. Statutory notices cannot be declined."""

    address = models.EmailField(max_length=254)
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()

    class Meta:
        db_table = "outreach_declined"
        constraints = [
            models.UniqueConstraint(fields=["address", "kind"], name="outreach_declined_once"),
            models.CheckConstraint(condition=Q(kind__in=["service", "newsletter"]), name="outreach_declined_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.kind}"


class JobRun(models.Model):
    """A run of something that is done once a day. ``outcome`` is what it did, ``problem`` why it could not."""

    name = models.CharField(max_length=40)
    day = models.DateField()
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True, default="")
    problem = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        db_table = "outreach_job_run"
        constraints = [
            models.UniqueConstraint(fields=["name", "day"], name="outreach_job_run_once"),
            models.CheckConstraint(condition=~Q(name=""), name="outreach_job_run_named"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("asked_at")), name="outreach_job_run_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.day}"


class Worker(models.Model):
    """A sign of life: a process that takes jobs, when it began and when it was last seen."""

    name = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "outreach_worker"
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="outreach_worker_named")]

    def __str__(self) -> str:
        return self.name
