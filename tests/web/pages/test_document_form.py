"""The form that adds documents: what it begins with, what it says is missing, and what it does not let happen."""

from __future__ import annotations

import re

from django.test import Client

from samverk.records.models import Document
from samverk.records.queries.papers import PREPARATION
from tests.web.filled import signed_in
from tests.web.pages.test_agreement import text
from tests.web.pages.test_documents import NEW, PAGE, send


def test_the_form_begins_with_the_narrowest_reach_and_marks_the_field_of_the_files(strategist: Client) -> None:
    page = strategist.get(NEW).content.decode()
    assert re.findall(r'<option value="(\w+)" selected', page) == ["own"]

    page = strategist.post(NEW, {"party": "samarbetet", "reach": "own"}).content.decode()
    assert 'id="fel-filerna">Välj minst en fil.</p>' in page
    assert 'aria-describedby="om-filerna fel-filerna" aria-invalid="true"' in page
    assert "Slag: Välj vad det är för slags handling." in page
    assert "<title>Fel: Lägg in handlingar" in page


def test_nobody_adds_what_they_would_not_see_afterwards(strategist: Client) -> None:
    before = Document.objects.count()
    page = send(strategist, ("svar.txt", b"Ett svar"), status=422, party="0184", reach="own")
    assert "Då ser bara partens egna den, och inte du." in page
    assert Document.objects.count() == before
    send(strategist, ("svar.txt", b"Ett svar"), party="0184", reach=PREPARATION)
    assert Document.objects.count() == before + 1


def test_who_is_signed_in_is_not_told_to_sign_in(visitor: Client) -> None:
    assert "när du har loggat in" in text(visitor, PAGE)
    page = text(signed_in("administrator"), PAGE)
    assert "när du har loggat in" not in page
    assert "ser du inte: du har ingen uppgift i det" in page
