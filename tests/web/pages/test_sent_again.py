"""Forms that add something: sent again because no answer came, they add nothing more."""

from __future__ import annotations

import re

from django.test import Client

from samverk.records.models import Document, Event, RegisterEntry
from samverk.records.queries.papers import paper_chain
from tests.web.filled import NORRORT
from tests.web.pages import test_documents as documents
from tests.web.pages import test_register as register


def test_a_form_that_is_sent_again_adds_nothing_more(strategist: Client) -> None:
    """Whoever got no answer sends the form again; a new form with the same file adds it once more."""
    (once,) = re.findall(r'name="once" value="([0-9a-f-]{36})"', strategist.get(documents.NEW).content.decode())
    before = Document.objects.count()
    files = (("plan.txt", b"en plan"), ("bilaga.txt", b"en bilaga"))

    documents.send(strategist, files[0], once=once)
    first = documents.newest()
    assert "2 handlingar är inlagda." in documents.send(strategist, *files, once=once)
    documents.send(strategist, *files, once=once)
    assert Document.objects.count() == before + 2
    assert Event.objects.filter(agreement=paper_chain(NORRORT), payload__contains=first.key).count() == 1

    documents.send(strategist, files[0], once=once, title="En annan titel")
    assert Document.objects.count() == before + 3
    new = strategist.get(documents.NEW).content.decode()
    documents.send(strategist, files[0], once=re.findall(r'name="once" value="([^"]+)"', new)[0])
    assert Document.objects.count() == before + 4


def test_a_form_that_is_sent_again_registers_nothing_more(strategist: Client) -> None:
    """Whoever got no answer sends the form again, and is led to the same line."""
    (once,) = re.findall(r'name="once" value="([0-9a-f-]{36})"', strategist.get(register.NEW).content.decode())

    assert "Diarieförd som SAM 2026/5." in register.send(strategist, register.NEW, once=once, papers=[register.EXTRACT])
    assert "Diarieförd som SAM 2026/5." in register.send(strategist, register.NEW, once=once, papers=[register.EXTRACT])
    assert RegisterEntry.objects.filter(year=2026).count() == 5

    assert "Diarieförd som SAM 2026/6." in register.send(strategist, register.NEW, once=once, subject="En annan remiss")
    assert "Diarieförd som SAM 2026/7." in register.send(strategist, register.NEW, once="inget nummer")
    assert "Diarieförd som SAM 2026/8." in register.send(strategist, register.NEW)
    assert len(set(RegisterEntry.objects.values_list("nonce", flat=True))) == RegisterEntry.objects.count()
