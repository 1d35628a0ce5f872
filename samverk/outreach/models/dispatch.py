"""Documents sent to the parties, and what the parties have done with them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samverk.records.models import Document, RegisterEntry


class Dispatch(models.Model):
    """Documents sent to the parties in one act, under a line of the register. Only added to (triggers), as its parts.

    ``words``: what the sender wrote with them. ``token``: of the form, so that a form sent twice is one act.
    """

    token = models.UUIDField(unique=True)
    entry = models.OneToOneField(RegisterEntry, on_delete=models.PROTECT, related_name="dispatch")
    agreement = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    words = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    actor_id = models.CharField(max_length=40, blank=True, default="")
    is_example = models.BooleanField(default=False)

    class Meta:
        db_table = "outreach_dispatch"
        constraints = [
            models.CheckConstraint(
                condition=~Q(agreement="") & ~Q(subject="") & ~Q(actor=""), name="outreach_dispatch_filled"
            ),
        ]
        indexes = [models.Index(fields=["agreement", "-at"], name="outreach_dispatch_ix")]

    def __str__(self) -> str:
        return f"{self.pk} {self.agreement}"


class DispatchPaper(models.Model):
    """A document that was sent, in the version it had then."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="papers", db_index=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="dispatched")
    version = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "outreach_dispatch_paper"
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "document"], name="outreach_dispatch_paper_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="outreach_dispatch_paper_version"),
        ]

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.document_id}"


class DispatchTo(models.Model):
    """A recipient: a post of a party with its address, or the party by hand where there is none.

    ``letter`` is the ``token`` of the letter in the outbox; a value and no key, since letters are not kept for ever.
    """

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="recipients", db_index=False)
    party = models.CharField(max_length=40)
    title = models.CharField(max_length=120, blank=True, default="")
    address = models.CharField(max_length=254, blank=True, default="")
    letter = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        db_table = "outreach_dispatch_to"
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "party", "address"], name="outreach_dispatch_to_once"),
            models.CheckConstraint(
                condition=~Q(party="")
                & (Q(address="", letter__isnull=True) | (~Q(address="") & ~Q(title="") & Q(letter__isnull=False))),
                name="outreach_dispatch_to_way",
            ),
        ]
        indexes = [models.Index(fields=["party"], name="outreach_dispatch_to_ix")]

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.party}"


class ReceiptKind(models.TextChoices):
    """What a party has done with a dispatch, or what was done for it. Names: ``queries.dispatches``."""

    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    REGISTERED = "registered"
    BY_HAND = "by_hand"


class Receipt(models.Model):
    """A dispatch was opened, acknowledged or registered by a party, or given to it by hand or post.

    ``note``: the party's own number of a registration, or how it was handed over.
    """

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="receipts", db_index=False)
    party = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=ReceiptKind)
    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    actor_id = models.CharField(max_length=40, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        db_table = "outreach_receipt"
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "party", "kind"], name="outreach_receipt_once"),
            models.CheckConstraint(condition=Q(kind__in=ReceiptKind.values), name="outreach_receipt_kind"),
            models.CheckConstraint(
                condition=~Q(party="") & ~Q(actor="") & (~Q(kind__in=["registered", "by_hand"]) | ~Q(note="")),
                name="outreach_receipt_filled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.party} {self.kind}"
