"""What a letter says, in the recipient's language: written from the payload when it is sent, not when it is queued.

A kind of letter is a function from payload and day to ``Content``, or to None when the letter is no longer called for.
Every letter has the same two forms: plain text, and HTML that says the same with headings, lists and links.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from samverk.accounts.policy import ROLE_NAMES, HeldRole
from samverk.accounts.queries import role as role_by_number
from samverk.accounts.queries.requiring import is_second_step_required
from samverk.agreements.queries.listings import name_of
from samverk.integrations.mail import Enclosure, Parts
from samverk.outreach.models import Kind, Message
from samverk.outreach.queries.classes import ALWAYS, CLASSES
from samverk.outreach.queries.debts import Debt, debts_now
from samverk.outreach.queries.letter_parts import Content, Item
from samverk.outreach.queries.links import HAND_IN, NewLink, link_for, may_act, roles_of_address
from samverk.outreach.queries.reminders import tasks_of
from samverk.outreach.queries.sign_in_letters import NEW_PASSWORD, SIGN_IN_CHANGED, new_password, sign_in_changed
from samverk.outreach.queries.written import written
from samverk.rules.facts import FACT_KINDS
from samverk.rules.wording import Language, Many, Text, day, lowered, say

SALT = "samverk.outreach.decline"


@dataclass(frozen=True, slots=True)
class Rendered:
    """Both forms of a letter, and the links to one act in it."""

    subject: str
    text: str
    html: str
    enclosed: tuple[Enclosure, ...] = ()
    links: tuple[NewLink, ...] = ()
    secrets: tuple[str, ...] = ()

    @property
    def kept(self) -> str:
        """The text as it may be kept and shown: without the secrets, which are the recipient's alone."""
        kept = self.text
        for secret in (*(one.secret for one in self.links), *self.secrets):
            kept = kept.replace(secret, "…")
        return kept


def render(message: Message, today: date) -> Rendered | None:
    """The letter as it is sent on a day; None when nothing is left to say. Error: KeyError for an unknown letter."""
    content = LETTERS[message.letter](message, language_of(message), today)
    if content is None:
        return None
    return _set(message, content, _decline(message), "emails/letter.html")


def shown(message: Message, content: Content) -> Rendered:
    """The same for somebody else to look at: HTML to stand in a page, and no secret with which to decline."""
    decline = _page("decline-mail", "-") if CLASSES[message.kind].declinable else ""
    return _set(message, content, decline, "emails/body.html")


def language_of(message: Message) -> Language:
    """The recipient's."""
    return "en" if message.language == "en" else "sv"


def _set(message: Message, content: Content, decline: str, template: str) -> Rendered:
    language = language_of(message)
    with translation.override(language):
        context = {
            "content": content,
            "language": language,
            "class": CLASSES[message.kind].name.in_language(language),
            "decline": decline,
            "home": settings.PUBLIC_ADDRESS,
            "inside": template != "emails/letter.html",
        }
        text = render_to_string("emails/letter.txt", context)
        html = render_to_string(template, context)
    return Rendered(
        " ".join(content.subject.split()), text.strip() + "\n", html, content.enclosed, content.links, content.secrets
    )


def parts_of(message: Message, rendered: Rendered, sender: str) -> Parts:
    """The letter with the headers of its class."""
    headers = list(CLASSES[message.kind].headers)
    decline = _decline(message)
    if decline:
        headers.append(("List-Unsubscribe", f"<{decline}>"))
        if decline.startswith("https:"):
            headers.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    if message.kind == Kind.NEWSLETTER:
        headers.append(("List-Id", f"<{message.agreement or 'samverk'}.{sender.rpartition('@')[2]}>"))
    return Parts(
        to=message.address, subject=rendered.subject, text=rendered.text, html=rendered.html,
        language=message.language, token=str(message.token), headers=tuple(headers), enclosed=rendered.enclosed,
    )  # fmt: skip


def _decline(message: Message) -> str:
    return "" if message.letter in ALWAYS else decline_address(message.address, message.kind)


def decline_address(address: str, kind: str) -> str:
    """Where the recipient says no to more of the class; "" where that cannot be said."""
    if not CLASSES[kind].declinable:
        return ""
    secret = signing.Signer(salt=SALT).sign_object([address, kind], compress=True)
    return _page("decline-mail", secret)


def declined_in(secret: str) -> tuple[str, str] | None:
    """The address and class in such an address; None when it is not one of ours."""
    try:
        address, kind = signing.Signer(salt=SALT).unsign_object(secret)
    except (signing.BadSignature, ValueError):
        return None
    return str(address), str(kind)


def _page(name: str, *arguments: str, query: str = "") -> str:
    return f"{settings.PUBLIC_ADDRESS}{reverse(name, args=arguments)}{query}"


# --- the letters ----------------------------------------------------------------------------------------


def _plain(message: Message, language: Language, today: date) -> Content:  # noqa: ARG001 - one signature for all
    """Words given in both languages: subject, paragraphs, and perhaps a way on (label, and path or address)."""
    payload = message.payload

    def said(pair: Mapping[str, str]) -> str:
        return Text(pair["sv"], pair["en"]).in_language(language)

    way = payload.get("way")
    href = "" if way is None else str(way["href"])
    return Content(
        subject=said(payload["subject"]),
        paragraphs=tuple(said(pair) for pair in payload["paragraphs"]),
        way=("", "") if way is None else (said(way["label"]), settings.PUBLIC_ADDRESS + href),
        why=said(payload["why"]) if "why" in payload else "",
    )


def _trial(message: Message, language: Language, today: date) -> Content:  # noqa: ARG001 - one signature for all
    """What an administrator sends to see that mail works."""
    subject = Text("Provbrev från Samverk", "Trial letter from Samverk")
    body = say(
        "E-posten från Samverk fungerar. Brevet skrevs den {today}.",
        "Mail from Samverk works. The letter was written on {today}.",
        today=today,
    )
    why = Text("Du bad om det på sidan Utskick.", "You asked for it on the page Outgoing mail.")
    return Content(subject.in_language(language), (body.in_language(language),), why=why.in_language(language))


def _reminder(message: Message, language: Language, today: date) -> Content | None:
    """What the recipient still owes of what the reminder was about, as of the day it is sent. Where the recipient is
    somebody at a party who may do it: with a link to do it.
    """
    wanted = {(str(agreement), str(thing)) for agreement, thing in message.payload["things"]}
    owed = [debt for debt in debts_now({agreement for agreement, _ in wanted}, today) if debt.name in wanted]
    if not owed:
        return None
    owed.sort(key=lambda debt: (debt.due_on, debt.thing))
    roles = roles_of_address(message.address, today)
    made = [link_for(debt, roles, today) for debt in owed]
    items = tuple(_item(debt, new, language, today) for debt, new in zip(owed, made, strict=True))
    if len(owed) == 1:
        subject = say("Påminnelse: {what}", "Reminder: {what}", what=owed[0].what)
    else:
        subject = say(
            "Påminnelse: {count} saker väntar på er", "Reminder: {count} things wait for you", count=Many(len(owed))
        )
    lead = Text("Det här väntar på er enligt avtalet.", "This waits for you under the agreement.")
    why = Text(
        "Du får brevet för att du är angiven för uppgiften. Det slutar komma när uppgiften är gjord.",
        "You get this because the task is yours. It stops when the task is done.",
    )
    way = Text("Allt som väntar, i Samverk", "All that waits, in Samverk")
    return Content(
        subject.in_language(language), (lead.in_language(language),), items,
        (way.in_language(language), _page("overview")), why.in_language(language),
        tuple(new for new in made if new is not None),
    )  # fmt: skip


def _confirm_contacts(message: Message, language: Language, today: date) -> Content | None:
    """The question of a round: are your contacts right? None when it has been answered."""
    payload = message.payload
    wanted = str(payload["agreement"]), str(payload["thing"])
    debt = next((one for one in debts_now([wanted[0]], today) if one.name == wanted), None)
    if debt is None:
        return None
    subject = say("Stämmer kontaktuppgifterna för {who}?", "Are the contact details of {who} right?", who=debt.who)
    lead = say(
        "En gång om året bekräftar varje part i {agreement} att dess kontaktuppgifter stämmer. Svara senast {day}.",
        "Once a year each party of {agreement} confirms that its contact details are right. Answer by {day}.",
        agreement=debt.agreement_name,
        day=debt.due_on,
    )
    how = Text(
        "Titta igenom uppgifterna. Stämmer allt räcker ett tryck på ”Allt stämmer”. Är något fel, ändra det först.",
        "Look the details through. If all is right, press “All is right”. If something is wrong, change that first.",
    )
    way = Text("Till kontaktuppgifterna", "To the contact details")
    why = Text(
        "Du får brevet för att du är kontaktperson för kommunen i avtalet.",
        "You get this because you are the municipality's contact person in the agreement.",
    )
    return Content(
        subject.in_language(language),
        (lead.in_language(language), how.in_language(language)),
        way=(way.in_language(language), _page("party-contacts", str(payload["party"]))),
        why=why.in_language(language),
    )


def _ask(message: Message, language: Language, today: date) -> Content | None:
    """Somebody who runs the agreement asks for one thing. None when who was asked no longer has the role, or has done
    it by an earlier try with the letter.
    """
    payload = message.payload
    role = next((one for one in roles_of_address(message.address, today) if one.pk == payload["role"]), None)
    kind, last = str(payload["kind"]), date.fromisoformat(payload["last_day"])
    if role is None or last < today or not may_act(role, message.agreement, kind) or is_second_step_required(role):
        return None
    if message.links.filter(used_at__isnull=False).exists():
        return None
    new = NewLink(role, message.agreement, role.party, kind, last)
    name = name_of(message.agreement)
    what = HANDS_IN if kind == HAND_IN else FACT_KINDS[kind].name
    asked = say(
        "{who} ber dig lämna en uppgift i {name}: {what}.",
        "{who} asks you for one thing in {name}: {what}.",
        who=Text(message.created_by, message.created_by), name=name, what=lowered(what),
    )  # fmt: skip
    how = say(
        "Det går att göra genom länken, utan att logga in. Den kan användas en gång och gäller till och med {last}.",
        "You can do it by the link, without signing in. It can be used once and holds to {last}.",
        last=last,
    )
    way = Text("Lämna uppgiften", "Do it")
    why = Text(
        "Du får brevet för att du har uppgiften hos er. Skicka det inte vidare: länken talar för dig.",
        "You get this because the task is yours. Do not pass it on: the link speaks for you.",
    )
    subject = say(
        "{name} ber om en uppgift: {what}", "{name} asks for one thing: {what}", name=name, what=lowered(what)
    )
    return Content(
        subject.in_language(language), (asked.in_language(language), how.in_language(language)),
        way=(way.in_language(language), _page("one-act", new.secret)), why=why.in_language(language), links=(new,),
    )  # fmt: skip


HANDS_IN = Text("Lämna in en handling", "Hand in a document")


def _succession(message: Message, language: Language, today: date) -> Content | None:
    """To who comes after somebody: the role, from when, what waits. None when the role is gone again.

    No link with a secret: the letter is read by those who run the agreement too.
    """
    payload = message.payload
    held = role_by_number(int(payload["role"]))
    if held is None or (held.to_day is not None and held.to_day <= today):
        return None
    subject = say("Du är {role} i Samverk", "You are {role} in Samverk", role=lowered(ROLE_NAMES[held.kind]))
    lead = say(
        "Från och med {day} har du rollen {role} efter {after}.",
        "From {day} you hold the role of {role} after {after}.",
        day=held.from_day,
        role=lowered(ROLE_NAMES[held.kind]),
        after=str(payload["after"]),
    )
    signs_in = Text(
        "Du har ett konto med den här adressen. Välj lösenord första gången: tryck på ”Jag har glömt lösenordet” där "
        "du loggar in, så kommer en länk.",
        "You have an account with this address. Choose a password the first time: press “I have forgotten my password” "
        "where you sign in, and a link comes.",
    )
    role = HeldRole(held.kind, held.agreement, held.party, held.body)
    owed = sorted(tasks_of((role,), today), key=lambda debt: (debt.due_on, debt.thing))
    waits = Text("Det här väntar på dig nu.", "This waits for you now.")
    paragraphs = [lead, *([signs_in] if payload["new"] else []), *([waits] if owed else [])]
    why = Text("Du får brevet för att rollen är din.", "You get this because the role is yours.")
    way = Text("Till Samverk", "To Samverk")
    return Content(
        subject.in_language(language), tuple(one.in_language(language) for one in paragraphs),
        tuple(_item(debt, None, language, today) for debt in owed), (way.in_language(language), _page("overview")),
        why.in_language(language),
    )  # fmt: skip


def _item(debt: Debt, new: NewLink | None, language: Language, today: date) -> Item:
    when = day(debt.due_on, language)
    late = (today - debt.due_on).days
    if not debt.dated:
        said = say("Sedan {day}", "Since {day}", day=debt.due_on)
    elif late > 0:
        said = Text(f"Sista dagen var {when}", f"The last day was {when}")
    else:
        said = Text(f"Sista dag {when}", f"Last day {when}")
    detail = f"{said.in_language(language)}. {debt.agreement_name.in_language(language)}."
    heading = debt.what.in_language(language)
    name, _, argument = debt.path.partition(":")
    href = _page(name, argument) if name else _page("overview", query=f"?avtal={debt.agreement}")
    link = _page("one-act", new.secret) if new is not None else ""
    return Item(heading[:1].upper() + heading[1:], detail, href, link)


def _dispatch(message: Message, language: Language, today: date) -> Content:  # noqa: ARG001 - one signature for all
    """Documents that have been dispatched: what, by whom, where they are. For a registrar with a file of data."""
    payload = message.payload
    name = Text(payload["agreement"]["sv"], payload["agreement"]["en"]).in_language(language)
    subject = say(
        "Handlingar från {name}: {subject} ({number})",
        "Documents from {name}: {subject} ({number})",
        name=name,
        subject=payload["subject"],
        number=payload["number"],
    )
    lead = say(
        "{sender} har expedierat handlingar till {party}. De är därmed mottagna där. Läs och kvittera dem i Samverk.",
        "{sender} has dispatched documents to {party}. They have thereby been received there. Read and acknowledge "
        "them in Samverk.",
        sender=payload["sender"],
        party=payload["party"],
    )
    why = Text(
        "Du får brevet för att du är angiven som mottagare hos parten.",
        "You get this because you are named as a recipient at the party.",
    )
    way = Text("Öppna och kvittera", "Open and acknowledge").in_language(language)
    items = tuple(
        Item(one["title"], one["file"], f"{settings.PUBLIC_ADDRESS}{one['href']}") for one in payload["papers"]
    )
    data = payload.get("data")
    enclosed = () if data is None else (Enclosure("diarium.json", "application/json", _json(data)),)
    paragraphs = (lead.in_language(language), *([payload["words"]] if payload["words"] else []))
    to = f"{settings.PUBLIC_ADDRESS}{payload['href']}"
    return Content(
        subject.in_language(language), paragraphs, items, (way, to), why.in_language(language), enclosed=enclosed
    )


def _json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


LETTERS: dict[str, Callable[[Message, Language, date], Content | None]] = {
    "plain": _plain,
    "trial": _trial,
    "reminder": _reminder,
    "confirm-contacts": _confirm_contacts,
    "ask": _ask,
    "succession": _succession,
    "dispatch": _dispatch,
    "mailing": written,
    NEW_PASSWORD: new_password,
    SIGN_IN_CHANGED: sign_in_changed,
}
