"""What is there after a run, beside what everybody was told: lost, doubled, half done, done though refused."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from tests.crashes.browser import Browser
from tests.crashes.people import NORRORT, Act, Fate, Ledger
from tests.ops.installations import Installation

SOME = 20
"""Documents that are fetched as people fetch them; ``samverk verify`` reads every file."""


@dataclass(frozen=True)
class Found:
    """``acts`` by kind and fate; ``resent``: those asked for more than once; ``refusals``: what people were told.

    ``wrong``: every place where what is there is not what somebody was told, in words.
    """

    acts: Counter[tuple[str, str]]
    resent: int
    letters: int
    uncertain: int
    reminders: int
    refusals: tuple[str, ...]
    wrong: tuple[str, ...]


def compare(
    installation: Installation, ledger: Ledger, browser: Browser, *, taken: Collection[str], before: Collection[str],
    reminded: Mapping[str, int],
) -> Found:  # fmt: skip
    """``taken``: letters, by the mail server; ``before``: sent before the run; ``reminded``: on a day, how many."""
    states = letters(installation)
    wrong = [
        *_documents(installation, ledger.acts),
        *_fetched(installation, ledger.acts, browser),
        *_lines(installation, ledger.acts),
        *_dispatches(installation, ledger.acts),
        *_receipts(installation, ledger.acts),
        *_letters(states, taken, before),
        *_reminders(installation, reminded),
        *(f"{path} answered {status}" for path, status, _ in ledger.unwell if status >= 500 and status != 503),
    ]
    return Found(
        acts=Counter((act.kind, act.fate.value) for act in ledger.acts),
        resent=sum(act.tries > 1 for act in ledger.acts),
        letters=len(taken),
        uncertain=sum(state == "uncertain" for state in states.values()),
        reminders=sum(reminded.values()),
        refusals=tuple(f"{path} {status} {said}" for path, status, said in ledger.unwell),
        wrong=tuple(wrong),
    )


def letters(installation: Installation) -> dict[str, str]:
    """The state of each by its token, which SQLite keeps without its hyphens."""
    rows = installation.sql("SELECT token, state FROM outreach_message")
    return {str(UUID(str(token))): str(state) for token, state in rows}


def _counted(acts: Collection[Act], there: Mapping[str, int]) -> Iterator[str]:
    """Done: once. Cut off: once or not at all. Refused: not at all."""
    for act in acts:
        times = there.get(act.name, 0)
        allowed = {Fate.DONE: (1,), Fate.CUT: (0, 1), Fate.REFUSED: (0,)}[act.fate]
        if times not in allowed:
            yield f"{act.kind} {act.name} was {act.fate.value} and is there {times} times"


def _of(acts: Collection[Act], kind: str) -> list[Act]:
    return [act for act in acts if act.kind == kind]


def _documents(installation: Installation, acts: Collection[Act]) -> Iterator[str]:
    rows = installation.sql(
        "SELECT d.title, v.blob_id, d.version FROM records_document d "
        "LEFT JOIN records_document_version v ON v.document_id = d.id"
    )
    there = Counter(str(title) for title, _, _ in rows)
    yield from _counted(_of(acts, "upload"), there)
    sent = {act.name: act.sha256 for act in _of(acts, "upload")}
    for title, blob, version in rows:
        if title in sent and (blob, version) != (sent[str(title)], 1):
            yield f"document {title} is {blob} in version {version}, and not what was sent"


def _fetched(installation: Installation, acts: Collection[Act], browser: Browser) -> Iterator[str]:
    """The latest of them, as the browser gets them."""
    browser.sign_in("strateg@demo.example", "samverk-strateg")
    rows = installation.sql(
        f"SELECT title, key FROM records_document WHERE agreement = '{NORRORT}' AND party = '' ORDER BY id DESC"
    )
    sent = {act.name: act.sha256 for act in _of(acts, "upload")}
    for title, key in [row for row in rows if row[0] in sent][:SOME]:
        answer = browser.get(f"/avtal/{NORRORT}/handlingar/{key}/1/fil")
        if hashlib.sha256(answer.text.encode()).hexdigest() != sent[str(title)]:
            yield f"document {title} is fetched as something else ({answer.status})"


def _lines(installation: Installation, acts: Collection[Act]) -> Iterator[str]:
    rows = installation.sql(
        "SELECT organisation, year, number, revision, subject, why, "
        "(SELECT count(*) FROM records_register_paper p WHERE p.entry_id = e.id) FROM records_register_entry e"
    )
    yield from _counted(_of(acts, "register"), Counter(str(row[4]) for row in rows if row[3] == 1))
    yield from _counted(_of(acts, "correct"), Counter(str(row[5]) for row in rows))
    papers = {row[4]: row[6] for row in rows if row[3] == 1}
    for act in _of(acts, "register"):
        if act.name in papers and papers[act.name] != len(act.papers):
            yield f"register {act.name} has {papers[act.name]} documents and not {len(act.papers)}"
    numbers: dict[tuple[object, object], list[int]] = {}
    for organisation, year, number, revision, *_ in rows:
        if revision == 1:
            numbers.setdefault((organisation, year), []).append(int(str(number)))
    for place, given in numbers.items():
        if sorted(given) != list(range(1, len(given) + 1)):
            yield f"the numbers of {place} have a gap: {sorted(given)}"


def _dispatches(installation: Installation, acts: Collection[Act]) -> Iterator[str]:
    rows = installation.sql(
        "SELECT d.subject, e.subject, "
        "(SELECT count(*) FROM outreach_dispatch_paper p WHERE p.dispatch_id = d.id), "
        "(SELECT count(*) FROM records_register_paper r WHERE r.entry_id = d.entry_id), "
        "(SELECT count(*) FROM outreach_dispatch_to t WHERE t.dispatch_id = d.id), "
        "(SELECT count(*) FROM outreach_dispatch_to t JOIN outreach_message m ON m.token = t.letter "
        " WHERE t.dispatch_id = d.id), "
        "(SELECT count(*) FROM outreach_dispatch_paper p JOIN records_document o ON o.id = p.document_id "
        " WHERE p.dispatch_id = d.id AND o.reach IN ('own', 'prep')) "
        "FROM outreach_dispatch d JOIN records_register_entry e ON e.id = d.entry_id"
    )
    yield from _counted(_of(acts, "dispatch"), Counter(str(row[0]) for row in rows))
    lines = Counter(str(row[0]) for row in installation.sql("SELECT subject FROM records_register_entry"))
    yield from _counted(_of(acts, "dispatch"), lines)
    there = {row[0]: row[1:] for row in rows}
    for act in _of(acts, "dispatch"):
        letters = sum(not one.endswith("/") for one in act.to)
        whole = (act.name, len(act.papers), len(act.papers), len(act.to), letters, 0)
        if act.name in there and there[act.name] != whole:
            yield f"dispatch {act.name} is {there[act.name]} and not {whole}"


def _receipts(installation: Installation, acts: Collection[Act]) -> Iterator[str]:
    rows = installation.sql("SELECT note FROM outreach_receipt")
    yield from _counted(_of(acts, "receive"), Counter(str(row[0]) for row in rows))


def _letters(states: Mapping[str, str], taken: Collection[str], before: Collection[str]) -> Iterator[str]:
    """No letter lost, none twice. One that is shown as uncertain is neither: somebody looks."""
    times = Counter(taken)
    yield from (f"letter {token} was taken {count} times" for token, count in times.items() if count > 1)
    yield from (f"letter {token} was taken and is not there" for token in times if token not in states)
    for token, state in states.items():
        if state == "sent" and token not in times and token not in before:
            yield f"letter {token} was lost"
        if state in ("waiting", "claimed", "handed"):
            yield f"letter {token} is still {state}"
        if token in times and state not in ("sent", "uncertain"):
            yield f"letter {token} was taken and is {state}"


def _reminders(installation: Installation, reminded: Mapping[str, int]) -> Iterator[str]:
    """Each day's reminders, all of them once; and no letter without its memory."""
    rows = installation.sql("SELECT day, count(DISTINCT message_id) FROM outreach_reminder GROUP BY day")
    there = {str(day): int(str(count)) for day, count in rows}
    for day, count in reminded.items():
        if there.get(day, 0) != count:
            yield f"{there.get(day, 0)} were reminded on {day} and not {count}"
    forgotten = installation.sql(
        "SELECT count(*) FROM outreach_message m WHERE m.letter = 'reminder' "
        "AND NOT EXISTS (SELECT 1 FROM outreach_reminder r WHERE r.message_id = m.id)"
    )
    if forgotten != [(0,)]:
        yield f"{forgotten[0][0]} reminders are not remembered"
