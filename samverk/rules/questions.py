"""Asking an agreement: a question and what is given go in, an answer with its reasons comes out.

The same calculations as for recorded facts, on facts made up for the question. Each question is a module of its own,
read when it is asked: a question from the shell is answered before the other modules would have been read.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping

from samverk.rules.answer import Answer
from samverk.rules.definition import Definition
from samverk.rules.given import Asked, Population, QuestionError, Wanted
from samverk.rules.problems import nearest
from samverk.rules.wording import Text, say

QUESTIONS: dict[str, Text] = {
    "amendment_in_force": Text("från vilken dag en ändring gäller", "from which day an amendment holds"),
    "chair": Text("vem som är ordförande", "who chairs"),
    "composition": Text("om ett organ är sammansatt som avtalat", "whether a body is put together as agreed"),
    "due": Text("vad som ska göras under ett år", "what is to be done in a year"),
    "exit_date": Text("sista dagen som part efter en uppsägning", "the last day as a party after a notice"),
    "fees": Text("vad varje part betalar ett år", "what each party pays for a year"),
    "in_force_from": Text("från vilken dag en part är bunden", "from which day a party is bound"),
    "meetings": Text("om ett organ har mötts som avtalat", "whether a body has met as agreed"),
    "overrun": Text("hur ett överskridande delas", "how an overrun is shared"),
}

__all__ = ["QUESTIONS", "Answer", "QuestionError", "ask", "wanted"]


def wanted(question: str) -> tuple[Wanted, ...]:
    """The inputs of a question. Error: QuestionError for a question that does not exist."""
    if question not in QUESTIONS:
        raise _unknown(question)
    found: tuple[Wanted, ...] = importlib.import_module(f"samverk.rules.asking.{question}").WANTED
    return found


def ask(
    definition: Definition,
    question: str,
    given: Mapping[str, str],
    *,
    population: Population | None = None,
    names: Mapping[str, str] | None = None,
) -> Answer:
    """The answer to a question. Error: QuestionError, with one sentence that says what is asked for.

    ``population``: inhabitants by code on 31 December of a year, or None for a year without figures. ``names``:
    presented names by municipality code; with them a code that no municipality has is refused.
    """
    asked = Asked(definition, question, wanted(question), given, population, names or {})
    module = importlib.import_module(f"samverk.rules.asking.{question}")
    if hasattr(module, "require_provision"):
        module.require_provision(definition)  # nobody should look up a budget to be told that there is no fee
    asked.check()
    answer: Answer = module.answer(asked)
    return answer


def _unknown(question: str) -> QuestionError:
    meant = nearest(question, QUESTIONS)
    if meant is None:
        return QuestionError(
            say(
                "Frågan ”{question}” finns inte; de som finns är {known}.",
                "There is no question “{question}”; there are {known}.",
                question=question,
                known=list(QUESTIONS),
            )
        )
    return QuestionError(
        say(
            "Frågan ”{question}” finns inte; menade du {meant}? De som finns är {known}.",
            "There is no question “{question}”; did you mean {meant}? There are {known}.",
            question=question,
            meant=meant,
            known=list(QUESTIONS),
        )
    )
