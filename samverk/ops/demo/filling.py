"""Fills an installation: reference data, both agreements with their stories, accounts. Twice is as good as once.

Everything goes through the areas' own actions, so a demonstration that can be filled is also a proof that they work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from samverk.accounts.policy import system
from samverk.agreements.actions.definitions import ImportRefused, import_definition
from samverk.agreements.actions.facts import record_facts
from samverk.ops.demo import accounts, ksl, mailings, norrort, papers, register
from samverk.ops.demo.letters import fill_letters
from samverk.ops.demo.story import Story
from samverk.ops.refused import FAILED, Refused
from samverk.parties.actions import load_reference
from samverk.records import queries as records
from samverk.records.actions import NewFact
from samverk.records.queries.papers import is_side_chain
from samverk.reference.corpus import locate
from samverk.rules.admission import FactRefused
from samverk.rules.canonical import canonical
from samverk.rules.definition import Definition
from samverk.rules.facts import Fact
from samverk.rules.ruleset import load
from samverk.rules.wording import Text, Year, say
from samverk.statistics.actions import load_shipped_population

BY = system("Förevisningen")
STORIES: dict[str, Callable[[Definition], Story]] = {norrort.AGREEMENT: norrort.story, ksl.AGREEMENT: ksl.story}


def fill(now: datetime) -> Iterator[Text]:
    """Step by step; each text says what has just been done. Error: Refused in an installation in real use."""
    refuse_real_use(now.date())
    made = load_reference(by=BY)
    yield say(
        "{count} kommuner, län och andra organisationer",
        "{count} municipalities, counties and other organisations",
        count=made.made + made.changed + made.same,
    )
    years = load_shipped_population(by=BY, recorded_at=now)
    yield _new(years, "Folkmängd för {count} år", "Population for {count} years", "Folkmängden", "The population")
    for agreement, story in STORIES.items():
        yield _fill_agreement(agreement, story, now)
    added = papers.add_papers(now, BY)
    yield _new(added, "{count} handlingar", "{count} documents", "Handlingarna", "The documents")
    added = register.add_lines(now, BY)
    yield _new(added, "{count} rader i diariet", "{count} lines in the register", "Diariet", "The register")
    count = accounts.create(at=now, by=BY)
    yield _new(count, "{count} konton", "{count} accounts", "Kontona", "The accounts")
    count = fill_letters(now, BY)
    yield _new(count, "{count} brev i utskicken", "{count} letters in the outbox", "Breven", "The letters")
    count = register.add_dispatch(now, BY)
    yield _new(count, "{count} expediering", "{count} dispatch", "Expedieringen", "The dispatch")
    count = mailings.add_mailings(now, BY)
    yield _new(count, "{count} brev till många", "{count} letters to many", "Breven till många", "The letters to many")


def refuse_real_use(today: date) -> None:
    """Accounts with known passwords must never end up where real people work."""
    own = accounts.strangers(today)
    foreign = sorted({chain for chain in records.chains() if not is_side_chain(chain)} - set(STORIES))
    if own or foreign:
        what = own[0] if own else foreign[0]
        raise Refused(
            Text(
                f"Installationen används redan på riktigt: här finns {what}. Förevisningen har konton med kända "
                "lösenord; ge den en egen mapp, till exempel SAMVERK_HOME=~/samverk-demo samverk demo",
                f"The installation is in real use: it holds {what}. The demonstration has accounts with known "
                "passwords; give it a folder of its own, for example SAMVERK_HOME=~/samverk-demo samverk demo",
            ),
            FAILED,
        )


def _fill_agreement(agreement: str, story: Callable[[Definition], Story], now: datetime) -> Text:
    files = locate(agreement).files
    try:
        import_definition(files=files, by=BY, recorded_at=now)
        read = load(files)
        told = story(read).facts(now.date())
        new = untold(told, records.facts(agreement))
        if new:
            record_facts(agreement=agreement, facts=new, by=BY)
    except (ImportRefused, FactRefused) as error:
        raise Refused(_outgrown(error.message), FAILED) from error
    if new is None:
        sv, en = "{name}: har egna uppgifter och lämnas som den är", "{name}: has facts of its own and is left as it is"
    elif new:
        sv, en = "{name}: {count} händelser från {first} till {last}", "{name}: {count} events from {first} to {last}"
    else:
        sv, en = "{name}: {count} händelser fanns redan", "{name}: {count} events were already there"
    first, last = told[0].valid_on.year, told[-1].recorded_at.year
    return say(sv, en, name=read.short, count=len(told), first=Year(first), last=Year(last))


def untold(told: Sequence[NewFact], recorded: Sequence[Fact]) -> Sequence[NewFact] | None:
    """The end of the story that is not recorded; None when something else has been recorded too."""
    if len(recorded) > len(told) or any(_same(fact) != _same(new) for fact, new in zip(recorded, told, strict=False)):
        return None
    return told[len(recorded) :]


def _same(fact: Fact | NewFact) -> tuple[object, ...]:
    return (fact.kind, fact.valid_on, fact.party, canonical(fact.payload), fact.corrects)


def _new(count: int, sv: str, en: str, same_sv: str, same_en: str) -> Text:
    if count:
        return say(sv, en, count=count)
    return Text(f"{same_sv} fanns redan", f"{same_en}: already there")


def _outgrown(message: Text) -> Text:
    return Text(
        f"{message.sv} Förevisningen är fylld med en äldre uppteckning; ta bort dess mapp och fyll den på nytt.",
        f"{message.en} The demonstration was filled with an older encoding; remove its folder and fill it again.",
    )
