"""Drafts, documents in preparation and what has been dispatched are three clearly different places."""

from __future__ import annotations

from django.test import Client

from tests.web.filled import signed_in
from tests.web.pages.test_agreement import text
from tests.web.pages.test_documents import NOTES, PAGE, act


def test_drafts_preparation_and_what_is_dispatched_are_three_places(strategist: Client, visitor: Client) -> None:
    assert "Minnesanteckningar" in text(strategist, f"{PAGE}?rum=utkast")
    assert "Ingen handling passar in på valet." in text(strategist, f"{PAGE}?rum=beredning")
    assert "2 handlingar" in text(strategist, f"{PAGE}?rum=expedierat")
    assert "Utkast. Arbetsmaterial hos er." in text(strategist, f"{PAGE}{NOTES}/")
    assert "Beredning" not in text(visitor, PAGE)

    act(strategist, NOTES, act="open", reach="prep")

    assert "Minnesanteckningar" in text(strategist, f"{PAGE}?rum=beredning")
    assert "Under beredning. Samråd om ett utkast" in text(strategist, f"{PAGE}{NOTES}/")
    for who in ("representant", "ordforande", "ledamot", "controller"):
        assert "Minnesanteckningar" in text(signed_in(who), PAGE), who
    for who in ("forvaltningschef", "kontaktperson", "registrator", "lasare", "forbund", "administrator"):
        assert "Minnesanteckningar" not in text(signed_in(who), PAGE), who
        assert signed_in(who).get(f"{PAGE}{NOTES}/").status_code == 404
