"""Letters that somebody writes to many: drafts that change, and what was sent, which does not."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samverk.outreach.models.outbox import Kind
from samverk.records.models import RegisterEntry


class Mailing(models.Model):
    """A letter to many: a draft until ``sent_at``. What was sent is never changed (triggers), only taken back.

    ``groups``: who gets it, by task ("kontaktperson", "organ:styrgrupp"); ``chosen``: and these, by
    ``Reader.key``; empty once sent, when ``MailingTo`` says who. ``version`` grows with every change of the draft.
    ``leaves_at``: when its letters leave. ``entry``: the line of the register of a statutory notice.
    """

    token = models.UUIDField(unique=True)
    agreement = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.CharField(max_length=150)
    text = models.TextField()
    groups = models.JSONField()
    chosen = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)
    changed_by_id = models.CharField(max_length=40, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    leaves_at = models.DateTimeField(null=True, blank=True)
    entry = models.OneToOneField(RegisterEntry, on_delete=models.PROTECT, null=True, related_name="mailing")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        db_table = "outreach_mailing"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="outreach_mailing_kind"),
            models.CheckConstraint(
                condition=~Q(agreement="") & ~Q(subject="") & ~Q(changed_by=""), name="outreach_mailing_filled"
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, leaves_at__isnull=True, entry__isnull=True)
                | (
                    Q(sent_at__isnull=False, leaves_at__isnull=False)
                    & ~Q(text="")
                    & (Q(kind=Kind.STATUTORY, entry__isnull=False) | (~Q(kind=Kind.STATUTORY) & Q(entry__isnull=True)))
                ),
                name="outreach_mailing_sent",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by="")
                | (Q(taken_back_at__isnull=False, sent_at__isnull=False) & ~Q(taken_back_by="")),
                name="outreach_mailing_back",
            ),
        ]
        indexes = [models.Index(fields=["agreement", "-changed_at"], name="outreach_mailing_ix")]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.agreement}"


class Missed(models.TextChoices):
    """Why somebody who would have got a letter did not. Words: ``queries.mailings``."""

    NO_ADDRESS = "no_address"
    DECLINED = "declined"


class MailingTo(models.Model):
    """Who a mailing went to, by the title of the post, or did not and why. Only added to (triggers).

    The address is the letter's alone (``letter`` is its ``token``), and goes when that has been kept long enough.
    """

    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, related_name="recipients")
    party = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(max_length=120, blank=True, default="")
    letter = models.UUIDField(null=True, blank=True, unique=True)
    missed = models.CharField(max_length=10, choices=Missed, blank=True, default="")

    class Meta:
        db_table = "outreach_mailing_to"
        constraints = [
            models.CheckConstraint(
                condition=Q(letter__isnull=False, missed="") | Q(letter__isnull=True, missed__in=Missed.values),
                name="outreach_mailing_to_way",
            ),
            models.CheckConstraint(condition=~Q(party="") | ~Q(title=""), name="outreach_mailing_to_named"),
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id} {self.party} {self.title}"


class MailingDone(models.TextChoices):
    """What was done with a mailing."""

    WRITTEN = "written"
    CHANGED = "changed"
    DISCARDED = "discarded"
    SENT = "sent"
    TAKEN_BACK = "taken_back"


class MailingAct(models.Model):
    """The trace of a mailing: who did what. Only added to (triggers). ``mailing`` is its ``token``: a draft can go."""

    at = models.DateTimeField()
    what = models.CharField(max_length=10, choices=MailingDone)
    mailing = models.UUIDField()
    agreement = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    actor = models.CharField(max_length=120)
    actor_id = models.CharField(max_length=40, blank=True, default="")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "outreach_mailing_act"
        constraints = [
            models.CheckConstraint(condition=Q(what__in=MailingDone.values), name="outreach_mailing_act_what"),
            models.CheckConstraint(condition=~Q(actor="") & ~Q(agreement=""), name="outreach_mailing_act_filled"),
        ]
        indexes = [models.Index(fields=["agreement", "at"], name="outreach_mailing_act_ix")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what} {self.mailing}"
