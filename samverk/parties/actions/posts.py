"""Writes: posts by which organisations can be reached, dated, with a trace of who did what; official details only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from samverk.accounts.policy import Actor, require
from samverk.lib.personal_number import has_personal_number
from samverk.parties.models import ContactPost, Organisation, PostAct, PostTrace
from samverk.parties.policy import can_change_organisations, can_keep_posts
from samverk.rules.wording import Text

ONE_DAY = timedelta(days=1)

PRIVATE_DOMAINS: Final = frozenset(
    {"gmail.com", "hotmail.com", "hotmail.se", "icloud.com", "live.se", "outlook.com", "telia.com", "yahoo.com"}
)
"""Where people have addresses of their own; an official address is never there."""


class PostRefused(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """A post that is not recorded. ``message``: what was found, what was expected, what to do. ``field``: where."""

    field = ""

    def __init__(self, message: Text, field: str = "") -> None:
        super().__init__(message.sv)
        self.message = message
        self.field = field or self.field


class UnknownOrganisation(PostRefused):
    """There is no organisation with the code."""


class NotReachable(PostRefused):
    """Neither address nor telephone number."""


class NotOfficial(PostRefused):
    """A personal identity number, an address that is none, or one that is private."""


class PostRecordedTwice(PostRefused):
    """The same post from the same day is already there."""


class PostEndsBeforeItStarts(PostRefused):
    """The last day lies before the first."""

    field = "last_day"


class PostEnded(PostRefused):
    """What has ended is not changed."""


@dataclass(frozen=True, slots=True)
class Reachable:
    """How a post is reached: its title (never a person's name), official address and telephone number."""

    title: str
    email: str = ""
    phone: str = ""


def record_post(
    *,
    party: str,
    role: str,
    title: str,
    from_day: date,
    by: Actor,
    recorded_at: datetime,
    agreement: str = "",
    email: str = "",
    phone: str = "",
    to_day: date | None = None,
) -> ContactPost:
    """A post by which the organisation can be reached from the day. ``title`` is the post's, never a person's name.

    Errors: NotAllowed, UnknownOrganisation, NotReachable, NotOfficial, PostRecordedTwice, PostEndsBeforeItStarts.
    """
    require(can_keep_posts(by, agreement=agreement, party=party))
    if to_day is not None and to_day <= from_day:
        raise _ends_before_start(from_day, to_day - ONE_DAY)
    reach = _official(Reachable(title, email, phone))
    with transaction.atomic():
        if not Organisation.objects.filter(code=party).exists():
            raise UnknownOrganisation(
                Text(
                    f"Det finns ingen organisation med koden {party}. Välj en ur listan.",
                    f"There is no organisation with the code {party}. Choose one from the list.",
                )
            )
        post = ContactPost(organisation_id=party, agreement=agreement, role=role, from_day=from_day, to_day=to_day)
        made = _made(post, reach, by, recorded_at)
        _leave_trace(PostAct.RECORDED, made, by, recorded_at)
    return made


@transaction.atomic
def change_post(
    *, post: ContactPost, reach: Reachable, from_day: date, by: Actor, recorded_at: datetime
) -> ContactPost:
    """The post is reached in another way from the day: what it was before stands, as a post that ended then.

    From its own first day or earlier it is a correction, and the post itself is changed. Errors: as ``record_post``,
    PostEnded.
    """
    require(can_keep_posts(by, agreement=post.agreement, party=post.organisation_id))
    found = ContactPost.objects.select_for_update().get(pk=post.pk)
    if found.to_day is not None and found.to_day <= max(from_day, found.from_day):
        last = found.to_day - ONE_DAY
        raise PostEnded(
            Text(
                f"Kontakten upphör {last}. Välj en dag före det, eller lägg till en ny kontakt.",
                f"The contact ends on {last}. Choose a day before that, or add a new contact.",
            ),
            "from_day",
        )
    given = _official(reach)
    if from_day <= found.from_day:
        _must_be_new(found, given)
        found.title, found.email, found.phone = given.title, given.email, given.phone
        found.recorded_at, found.recorded_by = recorded_at, by.label
        found.save(update_fields=["title", "email", "phone", "recorded_at", "recorded_by"])
        _leave_trace(PostAct.CORRECTED, found, by, recorded_at)
        return found
    after = ContactPost(
        organisation_id=found.organisation_id, agreement=found.agreement, role=found.role, from_day=from_day,
        to_day=found.to_day,
    )  # fmt: skip
    found.to_day = from_day
    found.save(update_fields=["to_day"])
    made = _made(after, given, by, recorded_at)
    _leave_trace(PostAct.CHANGED, made, by, recorded_at)
    return made


@transaction.atomic
def end_post(*, post: ContactPost, last_day: date, by: Actor, recorded_at: datetime) -> ContactPost:
    """The post's last day is ``last_day``, that day included. Errors: NotAllowed, PostEndsBeforeItStarts."""
    require(can_keep_posts(by, agreement=post.agreement, party=post.organisation_id))
    if last_day < post.from_day:
        raise _ends_before_start(post.from_day, last_day)
    post.to_day, post.recorded_at, post.recorded_by = last_day + ONE_DAY, recorded_at, by.label
    post.save(update_fields=["to_day", "recorded_at", "recorded_by"])
    _leave_trace(PostAct.ENDED, post, by, recorded_at)
    return post


@transaction.atomic
def remove_ended_posts(*, ended_before: date, by: Actor) -> int:
    """Remove posts whose last day lies before the day, once the time for keeping them has passed. How many went.

    The trace stands: it names posts by their titles and holds no address and no number.
    """
    require(can_change_organisations(by))
    return ContactPost.objects.filter(to_day__lte=ended_before).delete()[0]


def _made(post: ContactPost, reach: Reachable, by: Actor, at: datetime) -> ContactPost:
    """The post saved with how it is reached. Error: PostRecordedTwice."""
    _must_be_new(post, reach)
    post.title, post.email, post.phone = reach.title, reach.email, reach.phone
    post.recorded_at, post.recorded_by = at, by.label
    post.save(force_insert=True)
    return post


def _must_be_new(post: ContactPost, reach: Reachable) -> None:
    same = ContactPost.objects.filter(
        organisation=post.organisation_id, agreement=post.agreement, role=post.role, title=reach.title,
        from_day=post.from_day,
    )  # fmt: skip
    if same.exclude(pk=post.pk).exists():
        raise PostRecordedTwice(
            Text(
                f"Posten ”{reach.title}” från {post.from_day} finns redan för {post.organisation_id}. "
                "Ändra den i stället.",
                f"The post “{reach.title}” from {post.from_day} is already there for {post.organisation_id}. "
                "Change it instead.",
            ),
            "title",
        )


def _official(reach: Reachable) -> Reachable:
    """The same with spaces put right. Errors: NotReachable, NotOfficial."""
    given = Reachable(" ".join(reach.title.split()), reach.email.strip(), " ".join(reach.phone.split()))
    if not given.email and not given.phone:
        raise NotReachable(
            Text(
                f"Posten ”{given.title}” saknar både e-postadress och telefonnummer. Ange minst ett av dem.",
                f"The post “{given.title}” has neither e-mail address nor telephone number. Give at least one of them.",
            )
        )
    for field, value in (("title", given.title), ("email", given.email), ("phone", given.phone)):
        if has_personal_number(value, is_phone=field == "phone"):
            raise NotOfficial(
                Text(
                    "Här står något som ser ut som ett personnummer. Samverk har inga personnummer: ange bara "
                    "tjänstens uppgifter.",
                    "There is something here that looks like a personal identity number. Samverk keeps none: give "
                    "the details of the post only.",
                ),
                field,
            )
    if given.email:
        _official_address(given.email)
    return given


def _official_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise NotOfficial(
            Text(
                f"”{email}” är ingen e-postadress. Skriv den som namn@kommun.example.",
                f"“{email}” is no e-mail address. Write it like name@kommun.example.",
            ),
            "email",
        ) from error
    domain = email.rpartition("@")[2].lower()
    if domain in PRIVATE_DOMAINS:
        raise NotOfficial(
            Text(
                f"Adresser hos {domain} är privata. Ange adressen i tjänsten, gärna en funktionsbrevlåda.",
                f"Addresses at {domain} are private. Give the official address, preferably that of a function.",
            ),
            "email",
        )


def _leave_trace(what: PostAct, post: ContactPost, by: Actor, at: datetime) -> None:
    PostTrace.objects.create(
        at=at, what=what, actor=by.label, actor_id=by.user_id, party=post.organisation_id, agreement=post.agreement,
        role=post.role, title=post.title, from_day=post.from_day, to_day=post.to_day,
    )  # fmt: skip


def _ends_before_start(first: date, last: date) -> PostEndsBeforeItStarts:
    return PostEndsBeforeItStarts(
        Text(
            f"Postens sista dag {last} ligger före dess första dag {first}. Ange en dag från och med {first}.",
            f"The post's last day {last} is before its first day {first}. Give a day from {first} onwards.",
        )
    )
