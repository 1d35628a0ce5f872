"""Action plans and their measures, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from samverk.rules.definition import Commitment, Measure, Plan
from samverk.rules.readback.document import Citation, MeasureRead, PlanRead
from samverk.rules.readback.frame import indicators
from samverk.rules.readback.names import Names, free
from samverk.rules.readback.phrases import quota
from samverk.rules.readback.speaking import apart, sentence
from samverk.rules.readback.words import act
from samverk.rules.wording import Text, say

_ROLES = {
    "lead": Text("Leder", "Leading"),
    "participant": Text("Deltar", "Taking part"),
    "consulted": Text("Tillfrågas", "Consulted"),
    "informed": Text("Informeras", "Informed"),
}
_MEASURE_STATES = {
    "active": Text("Insatsen pågår.", "The measure is under way."),
    "waiting": Text("Insatsen väntar.", "The measure is waiting."),
    "done": Text("Insatsen är klar.", "The measure is done."),
}
_PLAN_STATES = {
    "adopted": Text("Den är beslutad.", "It is adopted."),
    "draft": Text("Den är ett utkast.", "It is a draft."),
}


def read_plan(plan: Plan, names: Names) -> PlanRead:
    """A plan with its measures in order."""
    return PlanRead(
        plan.id,
        Citation(plan.cite, names.place(plan.cite)),
        tuple(_lines(plan)),
        tuple(_measure(measure, names) for measure in plan.measures),
    )


def _lines(plan: Plan) -> Iterator[Text]:
    yield say(
        "Planen avser tiden från den {a} till och med den {b}.", "The plan covers {a} to {b}.", a=plan.from_, b=plan.to
    )
    if plan.dated is not None:
        yield say("Den är daterad den {x}.", "It is dated {x}.", x=plan.dated)
    yield _PLAN_STATES.get(plan.status) or say("Dess läge är {x}.", "Its state is {x}.", x=free(plan.status))


def _measure(measure: Measure, names: Names) -> MeasureRead:
    cite = Citation(measure.cite, names.place(measure.cite))
    return MeasureRead(measure.number, measure.title, cite, tuple(_of(measure, names)))


def _of(measure: Measure, names: Names) -> Iterator[Text]:
    held = names.definition
    yield say("Grupp: {x}.", "Group: {x}.", x=held.groups.get(measure.group) or free(measure.group))
    yield say("Hur: {x}", "How: {x}", x=measure.how)
    yield say("Förväntat resultat: {x}", "Expected result: {x}", x=measure.result)
    for role, heading in _ROLES.items():
        who = tuple(names.of(actor.actor) for actor in measure.actors if actor.role == role)
        if who:
            yield say("{role}: {x}.", "{role}: {x}.", role=heading, x=who)
    if measure.areas:
        yield say("Områden: {x}.", "Areas: {x}.", x=apart(names.all_of(f"area:{area}" for area in measure.areas)))
    for commitment in measure.commitments:
        yield _commitment(commitment, names)
    if measure.indicators:
        yield indicators(measure.indicators, names)
    yield _MEASURE_STATES[measure.status]


def _commitment(item: Commitment, names: Names) -> Text:
    """Something definite, as one sentence."""
    promised = act(item.act, item.object)
    who = names.of(item.by) if item.by is not None else None
    parts = [
        say("{who} ska {x}", "{who} is to {x}", who=who, x=promised)
        if who is not None
        else say("åtagande: {x}", "commitment: {x}", x=promised)
    ]
    if item.quota is not None:
        parts.append(say(", {x}", ", {x}", x=quota(item.quota)))
    if item.due is not None:
        parts.append(say(", senast den {x}", ", by {x}", x=item.due))
    if item.body is not None:
        parts.append(say(", i {x}", ", in {x}", x=names.of(item.body)))
    if item.chair is not None:
        parts.append(say(", där ordförande är {x}", ", chaired by {x}", x=names.of(item.chair)))
    if item.parties:
        parts.append(say(", med {x}", ", with {x}", x=names.all_of(item.parties)))
    parts += (say(", läsning {x}", ", reading {x}", x=rid) for rid in dict.fromkeys(item.basis.values()))
    return sentence(*parts)
