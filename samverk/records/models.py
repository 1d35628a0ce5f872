"""The one table of facts: append-only, bitemporal, hash-chained per agreement.

Triggers on both databases stop UPDATE, DELETE and TRUNCATE, and refuse a row that does not continue its chain (see
``migrations/0002``). A correction is a new row whose ``corrects`` is the ``seq`` of the row it takes the place of.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Event(models.Model):
    """A recorded fact: what, about whom, for which day, recorded when and by whom.

    ``seq`` is the place in the agreement's chain: 1, 2, 3 … without gaps. ``hash`` is the SHA-256 of the row and of
    ``prev_hash``, so a chain whose last hash is known cannot have been changed anywhere. ``payload`` is canonical JSON
    kept as text: a JSON column would give its keys back in another order and with it another hash.

    ``subject`` (the body or role the fact concerns), ``rule`` and ``win`` repeat what payload and day say, for joins
    over many agreements: ``win`` is year·12 + month − 1, so a calendar window is an equality between integers.

    ``actor`` and ``actor_id`` are text: the log outlives the accounts.
    """

    agreement = models.CharField(max_length=80)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    party = models.CharField(max_length=40, blank=True, default="")
    subject = models.CharField(max_length=80, blank=True, default="")
    rule = models.CharField(max_length=80, blank=True, default="")
    valid_on = models.DateField()
    win = models.IntegerField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    actor_id = models.CharField(max_length=40, blank=True, default="")
    payload = models.TextField()
    is_example = models.BooleanField(default=False)
    corrects = models.PositiveIntegerField(null=True, blank=True)
    prev_hash = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "records_event"
        ordering = ["agreement", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "seq"], name="records_event_place"),
            models.UniqueConstraint(
                fields=["agreement", "corrects"],
                condition=Q(corrects__isnull=False),
                name="records_event_corrected_once",
            ),
            # The chain has no gaps, so an earlier number is a fact of the same agreement.
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | Q(corrects__gte=1, corrects__lt=F("seq")),
                name="records_event_corrects_earlier",
            ),
            models.CheckConstraint(condition=~Q(agreement="") & ~Q(kind=""), name="records_event_named"),
            models.CheckConstraint(condition=~Q(actor=""), name="records_event_has_actor"),
            models.CheckConstraint(
                condition=Q(seq=1, prev_hash="") | (Q(seq__gt=1) & ~Q(prev_hash="")), name="records_event_linked"
            ),
            models.CheckConstraint(condition=~Q(hash="") & ~Q(hash=F("prev_hash")), name="records_event_hashed"),
        ]
        indexes = [
            # Evidence in windows, over all agreements at once.
            models.Index(fields=["agreement", "kind", "win", "party", "subject"], name="records_event_window"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.seq} {self.kind} {self.valid_on}"
