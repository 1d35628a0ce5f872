"""Organisations, what they have been called, and the posts by which they can be reached.

Of people there is only what belongs to the post: title, official address and telephone number, dated, removed when
the role has ended and the time for keeping it has passed.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samverk.lib.collation import SVENSKA


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    MUNICIPALITY = "municipality"
    REGION = "region"
    COUNTY = "county"
    ASSOCIATION = "association"
    STATE = "state"
    MUNICIPAL = "municipal"


class Certainty(models.TextChoices):
    """How surely the first day of a name is known."""

    DAY = "day"
    YEAR = "year"
    BETWEEN = "between"
    UNKNOWN = "unknown"


class Organisation(models.Model):
    """A municipality ("0186"), a county ("01"), an association or an authority ("ksl").

    ``name`` is what lists are sorted by ("Lidingö"), ``presented_name`` what the organisation calls itself today
    ("Lidingö stad"), ``legal_name`` what it is called in law. ``successor`` has taken over its tasks.
    ``changed_here``: brought up to date by a file import, so what ships with the product no longer overwrites it.
    """

    code = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    name = models.CharField(max_length=120, db_collation=SVENSKA)
    name_en = models.CharField(max_length=120, blank=True, default="")
    presented_name = models.CharField(max_length=120, db_collation=SVENSKA)
    legal_name = models.CharField(max_length=120)
    org_number = models.CharField(max_length=11, blank=True, default="")
    county = models.CharField(max_length=2, blank=True, default="")
    changed_here = models.BooleanField(default=False)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")

    class Meta:
        db_table = "parties_organisation"
        ordering = ["name", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=OrganisationKind.values), name="parties_organisation_kind"),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name="") & ~Q(presented_name="") & ~Q(legal_name=""),
                name="parties_organisation_named",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("code")), name="parties_organisation_successor"
            ),
            models.UniqueConstraint(
                fields=["org_number"], condition=~Q(org_number=""), name="parties_organisation_number_once"
            ),
        ]
        # In Swedish order already: sorting 290 names anew takes longer than the rest of a page's reads together.
        indexes = [models.Index(fields=["kind", "name", "code"], name="parties_organisation_name_ix")]

    def __str__(self) -> str:
        return self.presented_name


class OrganisationName(models.Model):
    """What an organisation was called ``[from_day, to_day)``; no ``from_day``: as far back as is known.

    With ``certainty`` other than "day" the first day is approximate and must be shown as such.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    short = models.CharField(max_length=40, blank=True, default="")
    short_en = models.CharField(max_length=40, blank=True, default="")
    from_day = models.DateField(null=True, blank=True)
    to_day = models.DateField(null=True, blank=True)
    certainty = models.CharField(max_length=10, choices=Certainty)
    source = models.CharField(max_length=300)

    class Meta:
        db_table = "parties_organisation_name"
        constraints = [
            models.CheckConstraint(condition=Q(certainty__in=Certainty.values), name="parties_name_certainty"),
            models.CheckConstraint(
                condition=Q(from_day__isnull=True) | Q(to_day__isnull=True) | Q(to_day__gt=F("from_day")),
                name="parties_name_to_after_from",
            ),
            models.CheckConstraint(
                condition=Q(from_day__isnull=False) | Q(certainty=Certainty.UNKNOWN), name="parties_name_unknown_start"
            ),
            models.UniqueConstraint(fields=["organisation", "from_day"], name="parties_name_once"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(from_day__isnull=True), name="parties_name_one_unknown_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContactPost(models.Model):
    """A post that can be reached ``[from_day, to_day)``: an organisation's role in an agreement ("" = in general).

    ``role`` is the id of a role or body in the agreement ("kontaktperson", "ledningsgrupp"). ``recorded_by`` and
    ``recorded_at`` say who entered it and when.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    agreement = models.CharField(max_length=80, blank=True, default="")
    role = models.CharField(max_length=80)
    title = models.CharField(max_length=120)
    email = models.EmailField(max_length=254, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        db_table = "parties_contact_post"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__isnull=True) | Q(to_day__gt=F("from_day")), name="parties_post_to_after_from"
            ),
            models.CheckConstraint(
                condition=~Q(role="") & ~Q(title="") & ~Q(recorded_by=""), name="parties_post_named"
            ),
            models.CheckConstraint(condition=~Q(email="") | ~Q(phone=""), name="parties_post_reachable"),
            models.UniqueConstraint(
                fields=["organisation", "agreement", "role", "title", "from_day"], name="parties_post_once"
            ),
        ]
        indexes = [models.Index(fields=["agreement", "role"], name="parties_post_agreement_ix")]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation_id}"


class PostAct(models.TextChoices):
    """What is done with an organisation's contacts."""

    RECORDED = "recorded"
    CHANGED = "changed"
    CORRECTED = "corrected"
    ENDED = "ended"
    CONFIRMED = "confirmed"


class PostTrace(models.Model):
    """What has been done with an organisation's contacts: who, when, with which post. Only added to (triggers).

    It names the post by its title and holds no address or number, so that those can be removed when their time has
    passed. ``what`` "confirmed" is about all the contacts of the organisation in an agreement, and names none.
    """

    at = models.DateTimeField()
    what = models.CharField(max_length=10, choices=PostAct)
    actor = models.CharField(max_length=120)
    actor_id = models.CharField(max_length=40, blank=True, default="")
    party = models.CharField(max_length=40)
    agreement = models.CharField(max_length=80, blank=True, default="")
    role = models.CharField(max_length=80, blank=True, default="")
    title = models.CharField(max_length=120, blank=True, default="")
    from_day = models.DateField(null=True, blank=True)
    to_day = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "parties_post_trace"
        constraints = [
            models.CheckConstraint(condition=Q(what__in=PostAct.values), name="parties_post_trace_what"),
            models.CheckConstraint(condition=~Q(actor="") & ~Q(party=""), name="parties_post_trace_named"),
            models.CheckConstraint(
                condition=Q(what=PostAct.CONFIRMED, title="", from_day__isnull=True)
                | (~Q(what=PostAct.CONFIRMED) & ~Q(title="") & Q(from_day__isnull=False)),
                name="parties_post_trace_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "at"], name="parties_post_trace_party_ix"),
            models.Index(fields=["agreement", "what", "at"], name="parties_post_trace_what_ix"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what} {self.party} {self.title}"


class ContactRound(models.Model):
    """The parties of an agreement are asked whether their contacts are right, to be answered by ``last_day``.

    The newest of an agreement is the one that counts; a party has answered when it has confirmed since ``opened_at``.
    """

    agreement = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=120)
    opened_on = models.DateField()
    last_day = models.DateField()

    class Meta:
        db_table = "parties_contact_round"
        constraints = [
            models.CheckConstraint(condition=~Q(agreement="") & ~Q(opened_by=""), name="parties_round_named"),
            models.CheckConstraint(condition=Q(last_day__gt=F("opened_on")), name="parties_round_days"),
            models.UniqueConstraint(fields=["agreement", "opened_on"], name="parties_round_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.opened_on}–{self.last_day}"
