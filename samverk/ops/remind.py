"""``samverk remind``: the day's reminders. ``--preview`` shows who would get what and sends nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from samverk.lib import clock
from samverk.ops import django_ready
from samverk.ops.arguments import LANG, Option, Usage
from samverk.ops.refused import language_of
from samverk.outreach.actions.reminding import BY, remind
from samverk.outreach.queries.reminders import Plan, plan
from samverk.rules.wording import Language, Text, day

USAGE = Usage(
    "remind",
    Text(
        "Påminner i dag dem som enligt avtalen har något kvar att göra. Breven läggs i utskicken och skickas av "
        "”samverk work”. Ingen får samma påminnelse två gånger.",
        "Reminds today those who have something left to do under the agreements. The letters are put in the outbox and "
        "sent by “samverk work”. Nobody gets the same reminder twice.",
    ),
    (),
    (
        Option(
            "preview", Text("visa vem som skulle få vad, och skicka ingenting", "show who would get what; send none")
        ),
        LANG,
    ),
)


def run(argv: Sequence[str]) -> int:
    """Preview, or queue the day's letters."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    today = clock.today()
    with django_ready.said_plainly():
        if "preview" in given.flags:
            for line in _shown(plan(today), given.language):
                print(line)
            return 0
        count = remind(today=today, by=BY, at=clock.now())
    said = Text(f"Påminnelser i utskicken: {count}.", f"Reminders in the outbox: {count}.")
    print(said.in_language(given.language))
    return 0


def _shown(found: Plan, language: Language) -> Iterator[str]:
    for digest in found.digests:
        no = Text(" (avböjt, skickas inte)", " (declined, not sent)").in_language(language) if digest.declined else ""
        yield f"{digest.to.title} <{digest.to.address}>, {digest.agreement}{no}"
        for due in digest.due:
            yield f"    {day(due.debt.due_on, language)} ({due.step:+d}): {due.debt.what.in_language(language)}"
    if not found.digests:
        yield Text("Ingen ska påminnas i dag.", "Nobody is to be reminded today.").in_language(language)
    for debt in found.unreachable:
        said = Text("Ingen adress: {who}: {what}", "No address: {who}: {what}").in_language(language)
        yield said.format(who=debt.who.in_language(language), what=debt.what.in_language(language))
