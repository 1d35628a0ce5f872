"""The county agreement on newly arrived people, 2013–2026.

Documented: the recommendation of 5 June 2013 and its wish for answers by 15 November, the referral of February 2013
with answers by 15 April (15 came), the action plan of 15 April 2013. Which municipality did what is example.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from samverk.ops.demo.story import Story, attest
from samverk.reference import municipalities
from samverk.rules.definition import Definition

AGREEMENT = "ksl-nyanlanda"
STOCKHOLM, NYKVARN, NORRTALJE, NYNASHAMN, VAXHOLM = "0180", "0140", "0188", "0192", "0187"
SODERTALJE, BOTKYRKA, HANINGE, NACKA, HUDDINGE, TYRESO = "0181", "0127", "0136", "0182", "0126", "0138"
SOLLENTUNA, SUNDBYBERG, SIGTUNA, TABY = "0163", "0183", "0191", "0160"
STEERING = (STOCKHOLM, SODERTALJE, BOTKYRKA, HANINGE, NACKA, SOLLENTUNA, SUNDBYBERG, SIGTUNA)
LAST_YEAR = 2026
CHILD: dict[str, Any] = {"child_perspective": "Barn i familjer som återförenas är beaktade i underlaget."}
ATTESTED_FROM = 2022


def county() -> tuple[str, ...]:
    """The 26 municipalities of Stockholm county, by code."""
    return tuple(sorted(item.code for item in municipalities.in_county("01")))


def story(definition: Definition) -> Story:
    """The whole history, with an attestation for each duty of the definition that is attested."""
    told = Story()
    _round(told)
    _people(told)
    for year in range(2013, LAST_YEAR + 1):
        _year(told, year)
        if ATTESTED_FROM <= year < LAST_YEAR:
            attest(told, definition, _adopted(), year, grade=_grade)
    _plan(told)
    _decisions(told)
    _events(told)
    return told


def _round(told: Story) -> None:
    codes = county()
    told.tell(
        date(2013, 2, 1),
        "referral.sent",
        None,
        fact=True,
        due="2013-04-15",
        note="Utskickad i februari; dagen är antagen.",
    )
    for number, code in enumerate(codes[:15]):
        answer = "no_comment" if number < 6 else "comments"
        told.tell(date(2013, 3, 4) + timedelta(days=2 * number), "referral.answered", code, answer=answer)
    told.tell(date(2013, 6, 5), "recommendation.issued", None, fact=True, by="body:ksl-styrelse")
    for number, code in enumerate(codes):
        decided = date(2013, 9, 2) + timedelta(days=3 * number)
        if code == VAXHOLM:
            told.tell(date(2013, 11, 11), "decision.postponed", code, board="Kommunstyrelsen")
            continue
        if code == NORRTALJE:
            told.tell(date(2013, 10, 14), "decision.declined", code, board="Kommunstyrelsen")
            continue
        if code == TYRESO:
            decided = date(2014, 2, 24)  # after the day wished for
        extract = (decided + timedelta(days=12)).isoformat()
        papers: dict[str, Any] = {} if code == HUDDINGE else {"extract_on": extract, "evidence": "decision"}
        if code == NYNASHAMN:
            papers["reservation"] = True
        paragraph = f"§ {101 + number}"
        told.tell(decided, "decision.adopted", code, board="Kommunstyrelsen", paragraph=paragraph, **papers)


def _adopted() -> tuple[str, ...]:
    return tuple(code for code in county() if code not in (VAXHOLM, NORRTALJE, NYNASHAMN))


def _people(told: Story) -> None:
    for code in _adopted():
        told.tell(date(2014, 3, 1), "role.assigned", code, role="forvaltningschef", title="Förvaltningschef")
    told.tell(date(2026, 6, 1), "role.ended", SIGTUNA, role="forvaltningschef")
    told.tell(date(2026, 9, 1), "role.assigned", SIGTUNA, role="forvaltningschef", title="Förvaltningschef")
    for code in STEERING:
        told.tell(date(2014, 3, 1), "body.member_added", code, body="styrgrupp", level="förvaltningschef")
    for code in (SIGTUNA, SUNDBYBERG):
        told.tell(date(2018, 4, 1), "body.member_removed", code, body="styrgrupp")
        told.tell(date(2018, 10, 15), "body.member_added", code, body="styrgrupp", level="förvaltningschef")
    for code, subregion in ((STOCKHOLM, "stockholm"), (SOLLENTUNA, "norrort"), (BOTKYRKA, "sodertorn")):
        told.tell(
            date(2014, 3, 1), "body.member_added", code, body="beredningsgrupp", subregion=subregion, group="NYIN"
        )


def _year(told: Story, year: int) -> None:
    for number, month in enumerate((3, 6, 9, 12), 1):
        day = date(year, month, 9)
        if day > date(2014, 3, 1) and day <= date(2026, 11, 1):
            told.tell(day, "meeting.held", None, body="styrgrupp", number=number)
            told.tell(
                day + timedelta(days=10), "document.published", None, act="report", title="Rapport till förbundet"
            )
    if year == 2013 or year >= LAST_YEAR:
        return
    told.tell(
        date(year, 12, 9), "document.published", None, act="follow_up", year=year, title=f"Årlig uppföljning {year}"
    )
    if year >= 2014:
        # The decision of 2025 does not say how the child's perspective was weighed in.
        child: dict[str, Any] = (
            {} if year == 2025 else {"child_perspective": "Planens insatser för barn är beskrivna var för sig."}
        )
        first, last = f"{year + 1}-01-01", f"{year + 1}-12-31"
        told.tell(date(year, 12, 9), "plan.adopted", None, from_=first, to=last, body="styrgrupp", **child)


def _grade(rule: str, code: str, year: int) -> str | None:
    if (code, year, rule) == (BOTKYRKA, 2025, "aktivt-bidra"):
        return "no"
    return "partly" if (int(code or "3") + len(rule) * 5 + year) % 9 == 0 else "full"


def _plan(told: Story) -> None:
    told.tell(
        date(2013, 4, 15),
        "plan.adopted",
        None,
        fact=True,
        plan="2013-2014",
        from_="2013-01-01",
        to="2014-12-31",
        body="styrgrupp",
    )
    for day in (date(2013, 10, 8), date(2013, 12, 3), date(2014, 4, 8), date(2014, 10, 7)):
        told.tell(day, "meeting.held", None, body="regionalt-samrad")
    reported = dict.fromkeys(range(1, 14), "active") | {2: "done", 9: "waiting"}
    for measure, status in reported.items():
        told.tell(date(2014, 9, 9), "measure.reported", None, plan="2013-2014", measure=measure, status=status)
    told.tell(
        date(2014, 11, 18), "document.published", None, measure=2, act="produce", title="Kommunernas bild av reformen"
    )
    told.tell(date(2013, 12, 10), "document.published", None, measure=13, act="produce", title="Kommunikationsplan")
    told.tell(date(2014, 6, 12), "result.produced", None, title="Modell för ansvarsfördelning", body="styrgrupp")


def _decisions(told: Story) -> None:
    mandate: dict[str, Any] = {"body": "forvaltningschefer", "act": "mandate", "object": "styrgrupp", **CHILD}
    told.tell(date(2014, 3, 4), "decision.made", None, **mandate)
    for year in range(2014, 2026, 2):
        measure: dict[str, Any] = {"body": "styrgrupp", "act": "decide_measure", **CHILD}
        told.tell(date(year, 6, 9), "decision.made", None, prepared_on=date(year, 5, 20).isoformat(), **measure)
    group: dict[str, Any] = {"body": "styrgrupp", "act": "create_body", "object": "arbetsgrupp", **CHILD}
    told.tell(date(2014, 9, 9), "decision.made", None, **group)


def _events(told: Story) -> None:
    told.tell(date(2026, 5, 18), "notice.given", NYKVARN, dated="2026-05-18", sent="2026-05-19", form="written")
    for number, code in enumerate(code for code in _adopted() if code != NYKVARN):
        if number % 7 == 3:
            continue  # has not confirmed
        day = date(2026, 5, 20) + timedelta(days=number % 12)
        told.tell(day, "notice.received", code, notice_party=NYKVARN)
