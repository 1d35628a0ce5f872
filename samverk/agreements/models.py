"""Agreements with their versions and editions, and projections of the facts for reading across agreements.

A version is added and never changed (triggers): what an agreement said is part of every answer given under it. The
projections hold nothing of their own. They can be emptied and built again from facts and definition, and a test does.
Their keys to the agreement need no index of their own: it is the first column of others.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Visibility(models.TextChoices):
    """Who may see an agreement."""

    PUBLIC = "public"
    PARTIES = "parties"


class EditionKind(models.TextChoices):
    """The words as signed, or in plain language."""

    PLAIN = "plain"
    ORIGINAL = "original"


class Agreement(models.Model):
    """An agreement by its id in addresses and files. Names and marks are those of its newest version."""

    id = models.SlugField(max_length=80, primary_key=True)
    title = models.CharField(max_length=300)
    short_sv = models.CharField(max_length=80)
    short_en = models.CharField(max_length=80)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)

    class Meta:
        db_table = "agreements_agreement"
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="agreements_agreement_visibility"
            ),
            models.CheckConstraint(
                condition=~Q(id="") & ~Q(title="") & ~Q(short_sv="") & ~Q(short_en=""),
                name="agreements_agreement_named",
            ),
        ]

    def __str__(self) -> str:
        return self.short_sv


class AgreementVersion(models.Model):
    """One version of an agreement as data: in force from ``valid_from`` until a version with a later day.

    ``definition`` is canonical JSON (RFC 8785) and ``sha256`` its hash. Two versions of the same day: the one recorded
    last holds, from the moment it was recorded.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=20)
    valid_from = models.DateField()
    definition = models.TextField()
    sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        db_table = "agreements_version"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "version"], name="agreements_version_once"),
            models.UniqueConstraint(fields=["agreement", "sha256"], name="agreements_version_content_once"),
            models.CheckConstraint(
                condition=~Q(version="") & ~Q(definition="") & ~Q(sha256="") & ~Q(recorded_by=""),
                name="agreements_version_filled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.version}"


class Edition(models.Model):
    """The words of a version: the original as signed, or the plain-language edition, in a language.

    An original can hold personal data and is therefore not locked: it can be replaced and removed.
    """

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="editions")
    kind = models.CharField(max_length=10, choices=EditionKind)
    language = models.CharField(max_length=2)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        db_table = "agreements_edition"
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "language"], name="agreements_edition_once"),
            models.CheckConstraint(condition=Q(kind__in=EditionKind.values), name="agreements_edition_kind"),
            models.CheckConstraint(
                condition=Q(language__in=["sv", "en"]) & ~Q(text="") & ~Q(sha256="") & ~Q(recorded_by=""),
                name="agreements_edition_filled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind} {self.language}"


class PartyInForce(models.Model):
    """Projection: a party is bound ``[from_day, to_day)``. Intervals of one party never overlap (database)."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties_in_force", db_index=False)
    party = models.CharField(max_length=40)
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "agreements_party_in_force"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__isnull=True) | Q(to_day__gt=F("from_day")),
                name="agreements_party_to_after_from",
            ),
            models.CheckConstraint(condition=~Q(party=""), name="agreements_party_named"),
            models.UniqueConstraint(fields=["agreement", "party", "from_day"], name="agreements_party_once"),
        ]
        indexes = [models.Index(fields=["party", "from_day"], name="agreements_party_ix")]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.party} {self.from_day}–{self.to_day or ''}"


class Holding(models.Model):
    """Projection: a role held or a seat filled ``[from_day, to_day)``.

    ``what`` is the id of the role or body; ``party`` the municipality that holds it or that the holder comes from;
    ``fact`` the number of the fact that says so, None where the agreement itself names the holder.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="holdings", db_index=False)
    is_seat = models.BooleanField()
    what = models.CharField(max_length=80)
    party = models.CharField(max_length=40, blank=True, default="")
    holder = models.CharField(max_length=120, blank=True, default="")
    title = models.CharField(max_length=120, blank=True, default="")
    group = models.CharField(max_length=80, blank=True, default="", db_column="group_name")
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)
    fact = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        db_table = "agreements_holding"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__isnull=True) | Q(to_day__gt=F("from_day")),
                name="agreements_holding_to_after_from",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="agreements_holding_named"),
            models.UniqueConstraint(
                fields=["agreement", "is_seat", "what", "party", "holder", "from_day", "fact"],
                name="agreements_holding_once",
            ),
        ]
        indexes = [models.Index(fields=["party", "from_day"], name="agreements_holding_party_ix")]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.what} {self.party or self.holder} {self.from_day}–{self.to_day or ''}"


class CountedWindow(models.Model):
    """A window of a calendar: the days in time ``[from_day, to_day)`` inside ``[opens, closes)``, when it gets urgent.

    ``calendar`` says how windows are cut (``queries.counted.calendar_code``); ``win`` is the first month of its period,
    year·12 + month − 1.
    """

    calendar = models.BigIntegerField()
    win = models.IntegerField()
    opens = models.DateField()
    closes = models.DateField()
    from_day = models.DateField()
    to_day = models.DateField()
    soon = models.DateField()

    class Meta:
        db_table = "agreements_counted_window"
        constraints = [
            models.UniqueConstraint(fields=["calendar", "win"], name="agreements_counted_window_once"),
            models.CheckConstraint(
                condition=Q(opens__lte=F("from_day")) & Q(from_day__lt=F("to_day")) & Q(to_day__lte=F("closes")),
                name="agreements_counted_window_inside",
            ),
        ]
        # Covering: read once for every window of everything that counts.
        indexes = [
            models.Index(
                fields=["calendar", "win", "opens", "closes", "from_day", "to_day", "soon"],
                name="agreements_counted_window_ix",
            )
        ]

    def __str__(self) -> str:
        return f"{self.calendar} {self.from_day}–{self.to_day}"


class CountedRun(models.Model):
    """Projection: consecutive windows ``first_win``–``last_win`` (both inside) in which a subject owes the same.

    ``option`` 0 is the reading in use; 1, 2 … are the others, of which there are ``options``. The provision says
    something of the subject on the days ``[from_day, to_day)``: from the first day it was ever bound, while the
    provision itself is valid.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="counted_runs", db_index=False)
    rule = models.CharField(max_length=80)
    subject = models.CharField(max_length=90)
    option = models.PositiveSmallIntegerField()
    options = models.PositiveSmallIntegerField()
    calendar = models.BigIntegerField()
    first_win = models.IntegerField()
    last_win = models.IntegerField()
    judged = models.BooleanField()
    waived = models.BooleanField()
    min_count = models.IntegerField(null=True, blank=True)
    max_count = models.IntegerField(null=True, blank=True)
    above_is_deviation = models.BooleanField()
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "agreements_counted_run"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "rule", "subject", "option", "first_win"], name="agreements_counted_run_once"
            ),
            models.CheckConstraint(condition=Q(first_win__lte=F("last_win")), name="agreements_counted_run_forwards"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.rule} {self.subject}"


class CountedAct(models.Model):
    """Projection: something done that counts in a window of a run; ``late`` when its day is after the window's last."""

    run = models.ForeignKey(CountedRun, models.CASCADE, related_name="acts", db_index=False)
    win = models.IntegerField()
    day = models.DateField()
    late = models.BooleanField()

    class Meta:
        db_table = "agreements_counted_act"
        # Covering: the set-based evaluation reads nothing else.
        indexes = [models.Index(fields=["run", "win", "day", "late"], name="agreements_counted_act_ix")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.day}"


class CountedHead(models.Model):
    """What the counted projection of an agreement was made from; another definition or head makes it stale."""

    agreement = models.OneToOneField(Agreement, models.CASCADE, primary_key=True, related_name="counted_head")
    sha256 = models.CharField(max_length=64)
    head = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        db_table = "agreements_counted_head"

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.head}"


class SearchKind(models.TextChoices):
    """What a search can find in an agreement."""

    CLAUSE = "clause"
    ORIGINAL = "original"
    RULE = "rule"
    READING = "reading"
    FACT = "fact"
    DOCUMENT = "document"


class SearchEntry(models.Model):
    """Projection: something that a search can find, with the stems it is found by.

    ``ref`` is its id within the kind: a clause, a provision, a reading, a fact's number. ``place`` orders the entries
    of an agreement. ``restricted``: only for those who take part in the agreement (the signed words, who holds a post).
    ``from_day``–``to_day``: the version of the agreement that says so; without days it holds on any. ``stems`` are
    the terms of the index for title and body (``queries.searching.term``), ``title_stems`` the stems of the title
    alone; single spaces between them. On PostgreSQL ``stems`` has a column of its own type beside it, on SQLite a
    table (``migrations/0003``).
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="search_entries", db_index=False)
    kind = models.CharField(max_length=10, choices=SearchKind)
    ref = models.CharField(max_length=120)
    place = models.PositiveIntegerField()
    restricted = models.BooleanField(default=False)
    from_day = models.DateField(null=True, blank=True)
    to_day = models.DateField(null=True, blank=True)
    title_sv = models.TextField()
    title_en = models.TextField()
    body_sv = models.TextField(blank=True, default="")
    body_en = models.TextField(blank=True, default="")
    title_stems = models.TextField()
    stems = models.TextField()

    class Meta:
        db_table = "agreements_search_entry"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SearchKind.values), name="agreements_search_entry_kind"),
            models.CheckConstraint(condition=~Q(ref="") & ~Q(stems=""), name="agreements_search_entry_filled"),
        ]
        indexes = [models.Index(fields=["agreement", "kind", "ref"], name="agreements_search_entry_ix")]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.kind} {self.ref}"


class SearchWord(models.Model):
    """Projection: a stem that some entry of the kind holds or has held, and a word it stands in. Only grows, until
    rebuilt.
    """

    stem = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=SearchKind)
    form = models.CharField(max_length=60)

    class Meta:
        db_table = "agreements_search_word"
        constraints = [
            models.UniqueConstraint(fields=["stem", "kind"], name="agreements_search_word_once"),
            models.CheckConstraint(condition=Q(kind__in=SearchKind.values), name="agreements_search_word_kind"),
            models.CheckConstraint(condition=~Q(stem="") & ~Q(form=""), name="agreements_search_word_filled"),
        ]

    def __str__(self) -> str:
        return f"{self.stem} ({self.kind})"
