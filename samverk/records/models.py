"""The one table of facts, append-only, bitemporal and hash-chained per agreement; and the papers that prove them.

Triggers on both databases stop UPDATE, DELETE and TRUNCATE, and refuse a row that does not continue its chain (see
``migrations/0002``). A correction is a new row whose ``corrects`` is the ``seq`` of the row it takes the place of.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

PAPER_ACTS = ("document.added", "document.version", "document.opened", "document.withdrawn")
"""Kinds of events that are acts with a document: they lie in chains of their own (``queries.paper_chain``)."""


class Event(models.Model):
    """A recorded fact: what, about whom, for which day, recorded when and by whom.

    ``seq`` is the place in the agreement's chain: 1, 2, 3 … without gaps. ``hash`` is the SHA-256 of the row and of
    ``prev_hash``, so a chain whose last hash is known cannot have been changed anywhere. ``payload`` is canonical JSON
    kept as text: a JSON column would give its keys back in another order and with it another hash.

    ``subject`` (the body or role the fact concerns), ``rule`` and ``win`` repeat what payload and day say, for joins
    over many agreements: ``win`` is year·12 + month − 1, so a calendar window is an equality between integers.

    ``actor`` and ``actor_id`` are text: the log outlives the accounts. ``origin`` is how the actor came, where that was
    not by signing in ("link:contact_person"). It is inside ``hash``.
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
    origin = models.CharField(max_length=40, blank=True, default="", db_default="")
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
            # What has been done with one paper; facts of agreements are not in it and cost nothing.
            models.Index(
                fields=["agreement", "subject"], condition=Q(kind__in=PAPER_ACTS), name="records_event_paper_ix"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.seq} {self.kind} {self.valid_on}"


class Reach(models.TextChoices):
    """Whom a document is for: those who keep it, those who prepare matters of the agreement with one another, those
    who take part in it, everyone who sees it. The first two are drafts, the others are dispatched.
    """

    OWN = "own"
    PREPARATION = "prep"
    PARTIES = "parties"
    PUBLIC = "public"


class DocumentKind(models.TextChoices):
    """What a document is in the cooperation. Names in both languages: ``queries.DOCUMENT_KINDS``."""

    AGREEMENT = "agreement"
    DECISION = "decision"
    MINUTES = "minutes"
    NOTICE = "notice"
    REPORT = "report"
    FEES = "fees"
    LETTER = "letter"
    OTHER = "other"


class Blob(models.Model):
    """A content that is kept once, by its SHA-256, however many documents it stands in. The bytes lie in the store.

    ``text`` are its words, to search in; they can be read again from the bytes. ``pages``: of a PDF, otherwise 0.
    ``is_cut``: it says more than is kept here; ``is_unread``: it could not be read.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    pages = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True, default="")
    is_cut = models.BooleanField(default=False)
    is_unread = models.BooleanField(default=False)

    class Meta:
        db_table = "records_blob"
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0) & ~Q(media_type=""), name="records_blob_filled"),
        ]

    def __str__(self) -> str:
        return self.sha256


class Document(models.Model):
    """A paper of an agreement, as its chain of acts has made it: the newest state, not the history.

    ``key`` is its name in addresses. ``party``: whose it is, "" for the cooperation's own. ``version`` is the number of
    its newest version, ``changed_at`` the moment of the last act. What is here is proved by the chain
    ``queries.paper_chain``; `samverk verify` compares.
    """

    key = models.CharField(max_length=12, unique=True)
    agreement = models.CharField(max_length=80)
    party = models.CharField(max_length=40, blank=True, default="")
    kind = models.CharField(max_length=10, choices=DocumentKind)
    title = models.CharField(max_length=200)
    reach = models.CharField(max_length=10, choices=Reach)
    version = models.PositiveSmallIntegerField(default=1)
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        db_table = "records_document"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="records_document_kind"),
            models.CheckConstraint(condition=Q(reach__in=Reach.values), name="records_document_reach"),
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(agreement="") & ~Q(title="") & Q(version__gte=1),
                name="records_document_filled",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="records_document_withdrawn_why",
            ),
        ]
        indexes = [models.Index(fields=["agreement", "changed_at"], name="records_document_ix")]

    def __str__(self) -> str:
        return self.key


class DocumentVersion(models.Model):
    """A version of a document: which content, called what, by whom and when. Added and never changed (triggers)."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="versions")
    name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    actor_id = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        db_table = "records_document_version"
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="records_document_version_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(name="") & ~Q(actor=""), name="records_document_version_filled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.number}"


class Direction(models.TextChoices):
    """Which way a registered document went. Names in both languages: ``queries.register``."""

    IN = "in"
    OUT = "out"
    INTERNAL = "internal"


class RegisterEntry(models.Model):
    """A line of the register (diarium) of the organisation that manages an agreement. Only added to (triggers).

    ``number`` runs from 1 without gaps within organisation and year. A correction is a new ``revision`` of the same
    number, whole, and says why; the highest is the one in force. ``day``: when the document came in, left or was drawn
    up. ``party``: the counterpart's code where it is a known organisation. ``chapter`` and ``section``: the ground of a
    secrecy mark in the act on public access and secrecy (OSL 5:5), none without a mark. ``nonce``: random, so that the
    digest in the chain does not give away what a line with a mark says.
    """

    organisation = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)
    agreement = models.CharField(max_length=80)
    direction = models.CharField(max_length=10, choices=Direction)
    day = models.DateField()
    counterpart = models.CharField(max_length=200, blank=True, default="")
    party = models.CharField(max_length=40, blank=True, default="")
    subject = models.CharField(max_length=300)
    their_number = models.CharField(max_length=80, blank=True, default="")
    chapter = models.PositiveSmallIntegerField(null=True, blank=True)
    section = models.CharField(max_length=20, blank=True, default="")
    why = models.CharField(max_length=500, blank=True, default="")
    nonce = models.CharField(max_length=32)
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    actor_id = models.CharField(max_length=40, blank=True, default="")
    is_example = models.BooleanField(default=False)

    class Meta:
        db_table = "records_register_entry"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "number", "revision"], name="records_register_entry_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, revision__gte=1, year__gte=1900)
                & ~Q(organisation="")
                & ~Q(agreement="")
                & ~Q(subject="")
                & ~Q(actor="")
                & ~Q(nonce=""),
                name="records_register_entry_filled",
            ),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="records_register_entry_way"),
            models.CheckConstraint(
                condition=Q(direction=Direction.INTERNAL) | ~Q(counterpart=""), name="records_register_entry_with"
            ),
            models.CheckConstraint(
                condition=Q(chapter__isnull=True, section="") | (Q(chapter__gte=1) & ~Q(section="")),
                name="records_register_entry_ground",
            ),
            models.CheckConstraint(
                condition=Q(revision=1, why="") | (Q(revision__gt=1) & ~Q(why="")),
                name="records_register_entry_why",
            ),
        ]
        indexes = [models.Index(fields=["agreement", "year", "number"], name="records_register_entry_ix")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}/{self.number} ({self.revision})"


class RegisterPaper(models.Model):
    """A version of a document that a line of the register is about. Only added to (triggers)."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="papers", db_index=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="registered")
    version = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "records_register_paper"
        constraints = [
            models.UniqueConstraint(fields=["entry", "document"], name="records_register_paper_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="records_register_paper_version"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.document_id} {self.version}"
