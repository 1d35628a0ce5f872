"""To dispatch is one act: documents opened, a line in the register, letters queued; then the parties' receipts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from samverk.accounts.actions import NewRole, create_user
from samverk.accounts.models import RoleKind
from samverk.accounts.policy import NotAllowed
from samverk.agreements.actions.documents import withdraw_document
from samverk.agreements.actions.register import Line, register_line
from samverk.ops import integrity
from samverk.outreach.actions.delivery import deliver_message
from samverk.outreach.actions.dispatching import DispatchRefused, Sending, _opened, check_sending, dispatch, receive
from samverk.outreach.models import Dispatch, Message, Receipt
from samverk.outreach.queries import dispatches, proof
from samverk.outreach.queries.recipients import candidates
from samverk.parties.actions import load_reference
from samverk.parties.actions.posts import record_post
from samverk.records import queries as records
from samverk.records.actions.papers import PaperRefused
from samverk.records.models import Document, Event, RegisterEntry
from samverk.records.queries import papers
from samverk.records.queries.papers import Paper
from tests.areas.agreements.papers import EVERYONE, HEAD, PAPERS_REGISTRAR, add, later, prepared
from tests.areas.agreements.world import BY, LIDINGO, NORRORT, NOW, REGISTRAR, SOLNA, STRATEGIST
from tests.mail_sink import Sink
from tests.wiping import unprotected

pytestmark = pytest.mark.django_db

SOLNA_REGISTRAR, LIDINGO_CONTACT = f"{SOLNA}/registrator@solna.example", f"{LIDINGO}/kontakt@lidingo.example"
BY_POST = f"{LIDINGO}/"


@pytest.fixture(autouse=True)
def agreement(db: None) -> Iterator[None]:
    """The agreement between Lidingö and Solna; a registrar in Solna, nobody in Lidingö."""
    with prepared():
        load_reference(by=BY)
        create_user(
            email="registrator@solna.example", title="Registrator, Solna", by=BY, at=NOW,
            roles=(NewRole(kind=RoleKind.REGISTRAR, from_day=date(2020, 1, 1), party=SOLNA),),
        )  # fmt: skip
        yield


def contact_in_lidingo() -> None:
    record_post(
        party=LIDINGO, agreement=NORRORT, role="kontaktperson", title="Samordnare", email="kontakt@lidingo.example",
        from_day=date(2020, 1, 1), by=BY, recorded_at=NOW,
    )  # fmt: skip


def sending(*sent: Paper, **more: Any) -> Sending:
    values = {"papers": tuple(one.key for one in sent), "to": (SOLNA_REGISTRAR,), "subject": "Protokoll"} | more
    return Sending(**values)


def sent(*sent_papers: Paper, by: Any = STRATEGIST, **more: Any) -> Dispatch:
    return dispatch(agreement=NORRORT, sending=sending(*sent_papers, **more), by=by, at=later(10))


def counts() -> tuple[int, ...]:
    models = (Dispatch, RegisterEntry, Message, Event)
    return tuple(model.objects.count() for model in models)


# --- to whom ----------------------------------------------------------------------------------------------


def test_every_party_is_there_its_registrar_suggested_and_by_hand_where_nobody_is_known() -> None:
    found = candidates(NORRORT, NOW.date())
    assert [(one.key, one.is_registrar, one.suggested) for one in found] == [
        (SOLNA_REGISTRAR, True, True), (BY_POST, False, True),
    ]  # fmt: skip

    contact_in_lidingo()
    record_post(
        party=SOLNA, agreement=NORRORT, role="kontaktperson", title="Samordnare", email="kontakt@solna.example",
        from_day=date(2020, 1, 1), by=BY, recorded_at=NOW,
    )  # fmt: skip

    assert [(one.key, one.suggested) for one in candidates(NORRORT, NOW.date())] == [
        (SOLNA_REGISTRAR, True), (f"{SOLNA}/kontakt@solna.example", False), (LIDINGO_CONTACT, True),
    ]  # fmt: skip
    assert [one.party for one in candidates(NORRORT, date(2019, 1, 1))] == [SOLNA, LIDINGO]


# --- the act ----------------------------------------------------------------------------------------------


def test_one_act_opens_registers_and_queues() -> None:
    draft, open_one = add(b"utkast", reach="own"), add(b"oppet", reach="public")

    made = sent(draft, open_one, to=(SOLNA_REGISTRAR, BY_POST), words="Var så god.")

    assert {row.reach for row in Document.objects.filter(pk=draft.id)} == {"parties"}
    assert {row.reach for row in Document.objects.filter(pk=open_one.id)} == {"public"}
    entry = RegisterEntry.objects.get()
    assert (entry.direction, entry.counterpart, entry.subject, entry.party) == (
        "out",
        "Solna, Lidingö",
        "Protokoll",
        "",
    )
    assert made.entry_id == entry.pk
    assert [(paper.key, number) for paper, number in dispatches.papers_of(made)] == [(draft.key, 1), (open_one.key, 1)]
    letter = Message.objects.get()
    assert [(one.party, one.address, one.letter, one.state) for one in dispatches.recipients(made)] == [
        (SOLNA, "registrator@solna.example", letter.token, "waiting"), (LIDINGO, "", None, ""),
    ]  # fmt: skip
    assert (letter.kind, letter.agreement, letter.party) == ("statutory", NORRORT, SOLNA)
    assert letter.send_at == later(20)
    assert [one.pk for one in dispatches.about(draft.id)] == [made.pk]


def test_the_registrar_named_for_the_agreement_dispatches_too_and_nobody_else() -> None:
    paper = add()
    may = set()
    for actor in EVERYONE:
        try:
            with transaction.atomic():
                sent(paper, by=actor)
        except NotAllowed:
            continue
        may.add(actor.label)

    assert may == {STRATEGIST.label, PAPERS_REGISTRAR.label}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"subject": " "}, "Skriv vad"),
        ({"to": ()}, "minst en mottagare"),
        ({"to": (SOLNA_REGISTRAR, "0184/ingen@solna.example")}, "minst en mottagare"),
        ({"papers": ()}, "minst en handling"),
        ({"papers": ("finns-inte",)}, "finns inte här"),
    ],
)
def test_what_is_wrong_is_refused_whole(said: dict[str, Any], why: str) -> None:
    paper = add()
    before = counts()

    with pytest.raises(DispatchRefused, match=why):
        sent(paper, **said)

    assert counts() == before


def test_what_is_secret_withdrawn_or_anothers_draft_is_not_dispatched() -> None:
    secret, gone, theirs = add(b"1"), add(b"2"), add(b"3", reach="own", party=SOLNA)
    line = Line(
        direction="in", day=date(2026, 2, 1), subject="Anbud", counterpart="X", chapter=19, section="3",
        papers=(secret.key,),
    )  # fmt: skip
    register_line(agreement=NORRORT, line=line, by=STRATEGIST, recorded_at=later())
    Document.objects.filter(pk=gone.id).update(withdrawn_at=later(), withdrawn_why="Fel")
    before = counts()

    for paper, why in ((secret, "sekretessmarkerad"), (gone, "tillbakadragen"), (theirs, "finns inte här")):
        with pytest.raises(DispatchRefused, match=why):
            sent(paper)

    assert counts() == before


def test_an_act_that_breaks_off_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = add(reach="own")
    before = counts()

    def breaks(**_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("samverk.outreach.actions.dispatching.put", breaks)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        sent(draft)

    assert counts() == before
    found = papers.paper(NORRORT, draft.key)
    assert found is not None
    assert found.reach == "own"


def test_a_form_sent_twice_is_one_act() -> None:
    paper, token = add(), uuid4()

    def send() -> Dispatch:
        return dispatch(agreement=NORRORT, sending=sending(paper), by=STRATEGIST, at=later(10), token=token)

    first = send()
    before = counts()
    assert send().pk == first.pk
    assert counts() == before
    with pytest.raises(NotAllowed):
        dispatch(agreement=NORRORT, sending=sending(paper), by=HEAD, at=later(10), token=token)


def test_a_draft_that_somebody_else_dispatched_meanwhile_is_sent_too() -> None:
    """As it was looked at, it was a draft; when its turn to be opened came, the parties saw it already."""
    draft = add(reach="own")
    sent(draft)

    assert _opened(draft, STRATEGIST, later(11)).reach == "parties"

    shown = papers.paper(NORRORT, draft.key)
    assert shown is not None
    withdraw_document(paper=shown, reasons="Fel", by=STRATEGIST, recorded_at=later(12))
    with pytest.raises(PaperRefused, match="tillbakadragen"):
        _opened(draft, STRATEGIST, later(13))


def test_looking_first_writes_nothing() -> None:
    paper = add()
    before = counts()

    checked = check_sending(agreement=NORRORT, sending=sending(paper), by=STRATEGIST, at=later())

    assert [one.title for one in checked.to] == ["Registrator, Solna"]
    assert counts() == before


def test_what_was_dispatched_is_never_changed() -> None:
    made = sent(add())
    receive(dispatch=made, party=SOLNA, kind="acknowledged", by=HEAD, at=later(30))
    for table in ("dispatch", "dispatch_paper", "dispatch_to", "receipt"):
        for statement in (f"DELETE FROM outreach_{table}", f"UPDATE outreach_{table} SET id = id + 1"):
            with pytest.raises(DatabaseError), transaction.atomic():
                connection.cursor().execute(statement)
    assert Receipt.objects.count() == 1


# --- as it was recorded -----------------------------------------------------------------------------------


def dispatched_and_received() -> Dispatch:
    made = sent(add(), to=(SOLNA_REGISTRAR, BY_POST), words="Hemligheten i brevet")
    receive(dispatch=made, party=SOLNA, kind="registered", by=HEAD, at=later(30), note="KS 2026/77")
    receive(dispatch=made, party=LIDINGO, kind="by_hand", by=STRATEGIST, at=later(31), note="Rekommenderat brev")
    return made


def told() -> list[str]:
    return [place.sv for place in integrity.places() if "expedieringen" in place.sv]


def test_every_dispatch_and_receipt_stands_in_a_chain_that_gives_nothing_away() -> None:
    dispatched_and_received()
    chain = proof.dispatch_chain(LIDINGO)

    assert records.verify_chain(chain) is None
    facts = records.facts(chain)
    assert [(fact.kind, fact.party, fact.payload["entry"]) for fact in facts] == [
        ("dispatch.made", None, "2026/1"), ("dispatch.received", SOLNA, "2026/1"),
        ("dispatch.received", LIDINGO, "2026/1"),
    ]  # fmt: skip
    said = repr([fact.payload for fact in facts])
    assert not [words for words in ("Hemligheten", "solna.example", "KS 2026") if words in said]
    assert told() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE outreach_dispatch SET words = 'Något annat'",
        "UPDATE outreach_dispatch_paper SET version = 2",
        "UPDATE outreach_dispatch_to SET address = 'annan@solna.example' WHERE address <> ''",
        "DELETE FROM outreach_dispatch_to WHERE address = ''",
        "UPDATE outreach_receipt SET note = 'KS 2026/78' WHERE kind = 'registered'",
        "DELETE FROM outreach_receipt WHERE kind = 'by_hand'",
    ],
)
def test_what_was_changed_behind_our_back_is_told(statement: str) -> None:
    dispatched_and_received()
    connection.check_constraints()  # PostgreSQL lifts no trigger while keys wait to be checked
    with unprotected(connection):
        connection.cursor().execute(statement)
        connection.check_constraints()

    assert told() == [
        f"{LIDINGO} 2026/1: expedieringen, eller vad parterna gjort med den, är inte som den registrerades."
    ]


def test_what_was_dispatched_before_there_was_a_chain_is_entered_in_it() -> None:
    dispatched_and_received()
    sent(add(b"en till"))
    chain = proof.dispatch_chain(LIDINGO)
    before = [(fact.kind, fact.party, fact.payload, fact.actor) for fact in records.facts(chain)]
    connection.check_constraints()
    with unprotected(connection):
        connection.cursor().execute("DELETE FROM records_event WHERE agreement = %s", [chain])
    assert len(told()) == 2

    import_module("samverk.outreach.migrations.0005_dispatch_chain").enter(apps, SimpleNamespace(connection=connection))

    now = [(fact.kind, fact.party, fact.payload, fact.actor) for fact in records.facts(chain)]
    assert sorted(now, key=repr) == sorted(before, key=repr)
    assert records.verify_chain(chain) is None
    assert told() == []


# --- the letter -------------------------------------------------------------------------------------------


def test_the_registrars_letter_arrives_with_a_file_that_their_register_can_take(server: Sink) -> None:
    paper = add(b"Beslut om budget.", "budget.txt", title="Budget 2027", kind="fees")
    made = sent(paper, words="Svara gärna.\n\nHälsningar")
    message = Message.objects.get()

    assert deliver_message(message_id=message.pk, at=later(30)) == "sent"

    (letter,) = server.letters
    assert letter["Subject"] == "Handlingar från Koordination Norrort: Protokoll (SAM 2026/1)"
    (file,) = list(letter.iter_attachments())
    assert (file.get_filename(), file.get_content_type()) == ("diarium.json", "application/json")
    data = json.loads(file.get_content())
    assert data["diarienummer"] == "SAM 2026/1"
    assert data["mottagare"] == "Solna"
    assert data["avsandare"]["namn"] == "Lidingö stad"
    assert data["handlingar"][0]["titel"] == "Budget 2027"
    assert data["handlingar"][0]["sha256"] == papers.versions_of(paper)[0].sha256
    part = letter.get_body(("plain",))
    assert part is not None
    body = part.get_content()
    assert f"/avtal/{NORRORT}/expedierat/{LIDINGO}/2026/1/" in body
    assert f"/avtal/{NORRORT}/handlingar/{paper.key}/" in body
    assert "Svara gärna." in body
    assert [one.state for one in dispatches.recipients(made)] == ["sent"]


def test_a_contact_persons_letter_has_no_file(server: Sink) -> None:
    contact_in_lidingo()
    sent(add(), to=(LIDINGO_CONTACT,))

    deliver_message(message_id=Message.objects.get().pk, at=later(30))

    assert list(server.letters[0].iter_attachments()) == []


# --- receipts ---------------------------------------------------------------------------------------------


def test_a_party_says_once_that_it_has_it_and_which_number_it_got() -> None:
    made = sent(add())
    assert dispatches.listed([made])[0].received == 0

    for kind, note in (("opened", ""), ("opened", ""), ("acknowledged", ""), ("registered", " KS 2026/77 ")):
        receive(dispatch=made, party=SOLNA, kind=kind, by=HEAD, at=later(30), note=note)

    assert [(one.kind, one.actor, one.note) for one in dispatches.receipts(made)] == [
        ("opened", HEAD.label, ""), ("acknowledged", HEAD.label, ""), ("registered", HEAD.label, "KS 2026/77"),
    ]  # fmt: skip
    (row,) = dispatches.listed([made])
    assert (row.number, row.parties, row.received) == ("SAM 2026/1", 1, 1)
    with pytest.raises(DispatchRefused, match="redan angivet"):
        receive(dispatch=made, party=SOLNA, kind="registered", by=HEAD, at=later(31), note="KS 1")


def test_receipts_are_given_by_those_concerned_alone() -> None:
    made = sent(add(), to=(SOLNA_REGISTRAR, BY_POST))

    for actor in EVERYONE:
        expected = {
            ("acknowledged", SOLNA): actor is HEAD,
            ("acknowledged", LIDINGO): actor in (REGISTRAR, PAPERS_REGISTRAR),
            ("by_hand", LIDINGO): actor in (STRATEGIST, PAPERS_REGISTRAR),
        }
        for (kind, party), may in expected.items():
            try:
                with transaction.atomic():
                    receive(dispatch=made, party=party, kind=kind, by=actor, at=later(30), note="Brev 3 mars")
                    transaction.set_rollback(True)
            except NotAllowed:
                assert not may, (actor.label, kind, party)
            else:
                assert may, (actor.label, kind, party)


@pytest.mark.parametrize(
    ("party", "kind", "note", "why"),
    [
        (LIDINGO, "by_hand", "Brev", "ingen sådan försändelse"),
        (SOLNA, "by_hand", " ", "Skriv hur"),
        (SOLNA, "nonsense", "x", "ingen sådan försändelse"),
    ],
)
def test_a_receipt_that_lacks_something_is_refused(party: str, kind: str, note: str, why: str) -> None:
    made = sent(add())

    with pytest.raises(DispatchRefused, match=why):
        receive(dispatch=made, party=party, kind=kind, by=STRATEGIST, at=later(30), note=note)

    assert Receipt.objects.count() == 0


# --- what waits -------------------------------------------------------------------------------------------


def test_what_waits_for_a_registrar_goes_away_when_it_is_registered() -> None:
    shared, draft = add(b"ett"), add(b"tva", reach="own")
    assert [row.key for row in dispatches.unregistered(NORRORT)] == [shared.key]

    made = sent(shared, draft, to=(SOLNA_REGISTRAR, BY_POST))

    assert list(dispatches.unregistered(NORRORT)) == []
    assert dispatches.waiting_for(NORRORT, {SOLNA}) == [(made, SOLNA)]
    assert dispatches.waiting_for(NORRORT, {"0160"}) == []
    assert dispatches.not_handed_over(NORRORT) == [(made, LIDINGO)]
    receive(dispatch=made, party=SOLNA, kind="registered", by=HEAD, at=NOW + timedelta(days=1), note="KS 1")
    receive(dispatch=made, party=LIDINGO, kind="by_hand", by=STRATEGIST, at=NOW + timedelta(days=1), note="Brev")
    assert dispatches.waiting_for(NORRORT, {SOLNA}) == []
    assert dispatches.not_handed_over(NORRORT) == []
