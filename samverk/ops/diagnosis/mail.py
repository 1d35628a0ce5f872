"""Mail and background work: is it set up, does somebody do it, does a letter need anybody?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings

from samverk.integrations.mail import SmtpCarrier
from samverk.lib import clock
from samverk.ops.diagnosis import Line, note, well, wrong
from samverk.outreach.actions.carrying import carrier
from samverk.outreach.actions.reminding import DAILY
from samverk.outreach.queries import outbox
from samverk.rules.wording import day

ALIVE = timedelta(minutes=2)
"""A worker says every fifth second that it is there."""


def mail() -> Iterator[Line]:
    """Can letters leave?"""
    waiting = outbox.counts(None).waiting
    mode = settings.MAIL["mode"]
    if mode == "off":
        yield note(
            f"E-post är inte inställd. Brev som väntar: {waiting}.",
            f"Mail is not set up. Letters waiting: {waiting}.",
            "Sätt SAMVERK_MAIL=smtp med server och avsändare; handboken visar hur under Drift. Inget går förlorat.",
            "Set SAMVERK_MAIL=smtp with server and sender; the handbook shows how under Drift. Nothing is lost.",
        )
    elif mode == "folder":
        yield note(
            f"Brev skrivs till filer i {settings.MAIL['folder']}. Inget lämnar datorn.",
            f"Letters are written to files in {settings.MAIL['folder']}. Nothing leaves the computer.",
            "Så är det i en demoinstallation. Sätt SAMVERK_MAIL=smtp för verkligt bruk.",
            "That is so in a demonstration. Set SAMVERK_MAIL=smtp for real work.",
        )
    else:
        yield _server()


def _server() -> Line:
    through = carrier()
    where = f"{settings.MAIL['host']}:{settings.MAIL['port']}"
    trouble = through.trouble() if isinstance(through, SmtpCarrier) else ""
    if not trouble:
        return well(f"E-postservern {where} svarar", f"The mail server {where} answers")
    return wrong(
        f"E-postservern {where} går inte att använda: {trouble}.",
        f"The mail server {where} cannot be used: {trouble}.",
        "Rätta SAMVERK_MAIL_HOST, _PORT, _TLS, _USER eller _PASSWORD, eller fråga serverns ägare. Breven väntar.",
        "Mend SAMVERK_MAIL_HOST, _PORT, _TLS, _USER or _PASSWORD, or ask the server's owner. The letters wait.",
    )


def work() -> Iterator[Line]:
    """Is there a worker, and has the day's work been done?"""
    now = clock.now()
    seen = outbox.worker_seen()
    if seen is not None and now - seen < ALIVE:
        yield well("”samverk work” är igång", "“samverk work” is running")
    else:
        yield note(
            "”samverk work” är inte igång: brev och påminnelser väntar.",
            "“samverk work” is not running: letters and reminders wait.",
            "Starta det bredvid ”samverk serve”, och låt det startas när datorn startar.",
            "Start it beside “samverk serve”, and let it start when the computer does.",
        )
    yield from _daily(now.date() - timedelta(days=1))
    yield from _needed()


def _daily(enough: date) -> Iterator[Line]:
    done = outbox.last_done(DAILY)
    if done is None:
        yield note(
            "Det dagliga arbetet (påminnelserna) har inte körts än.",
            "The daily work (the reminders) has not run yet.",
            "Det körs av ”samverk work” efter klockan sex. Alla sidor stämmer ändå.",
            "“samverk work” does it after six o'clock. All pages are right all the same.",
        )
    elif done < enough:
        yield note(
            f"Det dagliga arbetet kördes senast {day(done, 'sv')}.",
            f"The daily work last ran on {day(done, 'en')}.",
            "Kör ”samverk remind”, och se till att ”samverk work” är igång. Alla sidor stämmer ändå.",
            "Run “samverk remind”, and see to it that “samverk work” is running. All pages are right all the same.",
        )
    else:
        yield well(f"Det dagliga arbetet kördes {day(done, 'sv')}", f"The daily work ran on {day(done, 'en')}")


def _needed() -> Iterator[Line]:
    needed = outbox.counts(None).needed
    if needed:
        yield note(
            f"Brev som behöver någon: {needed}.",
            f"Letters that need somebody: {needed}.",
            "Se sidan Utskick: där står varför och vad som kan göras.",
            "See the page Outgoing mail: it says why and what can be done.",
        )
    failed = outbox.jobs_failed(clock.now() - timedelta(days=7))
    if failed:
        yield note(
            f"Arbeten som misslyckats den senaste veckan: {failed}.",
            f"Jobs that have failed in the last week: {failed}.",
            "Kör ”samverk manage shell” och läs DBTaskResult.traceback, eller fråga dem som utvecklar Samverk.",
            "Run “samverk manage shell” and read DBTaskResult.traceback, or ask those who develop Samverk.",
        )
