"""The parties of an agreement: map, timeline, table, what is missing; with 15, 26 and 290 of them."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from samverk.reference.municipalities import in_county
from samverk.web import frame
from tests.web.filled import COUNTY, NORRORT, signed_in
from tests.web.pages.test_agreement import text
from tests.web.reading import read

PAGE, COUNTY_PAGE = f"/avtal/{NORRORT}/parter/", f"/avtal/{COUNTY}/parter/"
NORRORTS = {"0114", "0115", "0117", "0123", "0125", "0139", "0160", "0162", "0163", "0183", "0184", "0186", "0187",
            "0188", "0191"}  # fmt: skip


def html(client: Client, address: str, language: str = "sv") -> str:
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.content[:2000]
    return answer.content.decode()


def rows(page: str) -> list[str]:
    """Codes of the municipalities with a row, in the order of the table."""
    return re.findall(r'<tr id="k-(\d{4})"', page)


def row(page: str, code: str) -> str:
    """A municipality's row, as words."""
    found = re.search(rf'<tr id="k-{code}".*?</tr>', page, re.DOTALL)
    assert found is not None, code
    words = unescape(re.sub(r"<[^>]+>", " ", found[0]))
    return " ".join(words.replace("\u00a0", " ").split())


def drawn(page: str) -> dict[str, tuple[str, str, str]]:
    """The links of the map (not of its enlargement): code → address, title, fill."""
    [chart] = re.findall(r'<svg class="fig map" .*?</svg>', page, re.DOTALL)
    places = re.findall(r'<a href="([^"]*)"[^>]*><title>([^<]*)</title><path class="([^"]*)" d="M', chart)
    return {href.partition("#k-")[2]: (unescape(href), unescape(title), fill) for href, title, fill in places}


# --- the picture and its words --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "15 kommuner är bundna den 21 november 2026",  # N-2
        "Solna har sagt upp sig och är part till och med 3 mars 2027",  # N-14b
        "Förvaltande kommun Lidingö Sollentuna",  # N-5a, N-B1: the row of the timeline
        "Vaxholm saknar representant i ledningsgruppen sedan 1 augusti 2026 (exempel) p. 6 Varför?",  # N-6a
    ],
)
def test_what_a_visitor_reads(sentence: str, visitor: Client) -> None:
    assert sentence in text(visitor, PAGE)


@pytest.mark.parametrize(("address", "codes"), [(PAGE, NORRORTS), (COUNTY_PAGE, {m.code for m in in_county("01")})])
def test_each_municipality_on_the_map_leads_to_its_row(address: str, codes: set[str], visitor: Client) -> None:
    page = html(visitor, address)
    places = drawn(page)

    assert set(places) == set(rows(page)) == codes
    assert {href for href, _, _ in places.values()} == {f"#k-{code}" for code in codes}
    assert 'role="group" aria-labelledby="karta-namn" aria-describedby="karta-om"' in page


def test_a_state_differs_in_word_and_shape_and_not_in_colour_alone(visitor: Client) -> None:
    places = drawn(html(visitor, PAGE))
    assert places["0184"][1:] == ("Solna: Part, har sagt upp sig, till och med 3\u00a0mars 2027", "g-hatch")
    assert places["0163"][1:] == ("Sollentuna: Part och förvaltande kommun", "g-acc")
    assert places["0160"][1:] == ("Täby: Part", "g-mid")
    county = drawn(html(visitor, COUNTY_PAGE))
    assert [county[code][2] for code in ("0188", "0192", "0187", "0140")] == ["g-cross", "g-rings", "g-grey", "g-hatch"]


def test_the_legend_has_every_fill_of_the_map_with_its_word_and_count(visitor: Client) -> None:
    page = html(visitor, COUNTY_PAGE)
    legend = re.findall(r'<rect class="([^"]+)"[^>]*/></svg><span>([^<]+) <b>(\d+)</b>', page)
    counted = {fill: int(n) for fill, _, n in legend}
    fills = [fill for _, _, fill in drawn(page).values()]

    assert counted == {fill: fills.count(fill) for fill in set(fills)}
    assert len({word for _, word, _ in legend}) == len(legend)


def test_every_pattern_used_is_on_the_page(visitor: Client) -> None:
    """A fill that points at nothing is drawn as nothing."""
    page = html(visitor, COUNTY_PAGE)
    for name in ("snitt", "kryss", "prickar", "ringar", "streck"):
        assert page.count(f'id="{name}"') == 1


def test_ids_are_unique_and_references_lead_somewhere(visitor: Client) -> None:
    for address in (PAGE, COUNTY_PAGE):
        page = read(html(visitor, address))
        assert len(page.ids) == len(set(page.ids))
        assert page.references - {""} <= set(page.ids)


def test_the_timeline_says_in_words_what_its_bars_show(visitor: Client) -> None:
    page = unescape(html(visitor, PAGE)).replace("\u00a0", " ")
    assert 'aria-label="bunden 15 april 2014 till och med 3 mars 2027, uppsagd 2 mars 2026"' in page
    assert 'aria-label="bunden från 20 maj 2014, tills vidare"' in page
    assert 'aria-label="Lidingö från 15 april 2014 och Sollentuna från 1 januari 2017"' in page
    assert page.count('class="g-hatch" x="') == 1


def test_the_bars_are_where_their_days_are(visitor: Client) -> None:
    """Ekerö came 35 days after the others, and the notice of Solna divides its bar."""
    page = html(visitor, PAGE)
    bars = re.findall(r'<rect class="(g-mid|g-hatch)" x="([\d.]+)%" y="8" width="([\d.]+)%"', page)
    first = min(float(x) for fill, x, _ in bars if fill == "g-mid")
    later = sorted({float(x) for fill, x, _ in bars if fill == "g-mid"})
    [(notice, length)] = [(float(x), float(width)) for fill, x, width in bars if fill == "g-hatch"]
    day = (notice - first) / 4339  # days from 15 April 2014 to 2 March 2026

    assert later == [first, pytest.approx(first + 35 * day, abs=0.02)]
    assert length == pytest.approx(367 * day, abs=0.02)  # 2 March 2026 through 3 March 2027


# --- the table ------------------------------------------------------------------------------------------


def test_a_row_says_since_when_and_by_which_act(visitor: Client) -> None:
    """N-15: the later of the two decides."""
    assert row(html(visitor, PAGE), "0125").startswith(
        "Ekerö Gäller sedan 20 maj 2014 (Varför? Ekerö) Inget 20 maj 2014 Kommunstyrelsen § 25 2 april 2014"
    )


def test_who_holds_an_office_says_so_in_its_row(visitor: Client) -> None:
    """N-5a."""
    assert row(html(visitor, PAGE), "0163").startswith("Sollentuna Gäller, förvaltande kommun sedan 15 april 2014")


def test_an_agreement_without_signatures_has_no_column_for_them(visitor: Client) -> None:
    """K-11: the decision is enough."""
    assert '<th scope="col">Underskrift</th>' in html(visitor, PAGE)
    assert '<th scope="col">Underskrift</th>' not in html(visitor, COUNTY_PAGE)


def test_who_is_not_bound_says_why(visitor: Client) -> None:
    """K-L8, K-11: declined, postponed, adopted with a reservation."""
    page = html(visitor, COUNTY_PAGE)
    assert "Avböjt inte bunden" in row(page, "0188")
    assert "Bordlagt inte bunden" in row(page, "0187")
    assert "Antagit med förbehåll inte bunden" in row(page, "0192")


@pytest.mark.parametrize(
    ("who", "address", "code", "verb", "given"),
    [
        ("strateg", PAGE, "0187", "Utse", {"slag": "role.assigned", "role": "ledamot", "party": "0187"}),
        ("strateg", PAGE, "0191", "Anteckna betalning", {"slag": "payment.received", "party": "0191"}),
        ("strateg", PAGE, "0191", "Anteckna underskrift", {"slag": "amendment.signed", "amendment": "tillagg-1"}),
        ("strateg", PAGE, "0188", "Intyga", {"slag": "attestation.given", "party": "0188"}),
        ("forbund", COUNTY_PAGE, "0120", "Anteckna mottagande", {"slag": "notice.received", "notice_party": "0140"}),
        ("forbund", COUNTY_PAGE, "0187", "Registrera beslut", {"slag": "decision.adopted", "party": "0187"}),
        ("forbund", COUNTY_PAGE, "0192", "Registrera beslut", {"slag": "decision.adopted", "party": "0192"}),
    ],
)
def test_what_is_missing_has_the_verb_that_settles_it(
    who: str, address: str, code: str, verb: str, given: dict[str, str]
) -> None:
    client = signed_in(who)
    page = html(client, address)
    mine = re.search(rf'<tr id="k-{code}".*?</tr>', page, re.DOTALL)
    assert mine is not None
    hrefs = [unescape(href) for href in re.findall(rf'<a class="btn soft" href="([^"]+)">{verb}<', mine[0])]
    asked = [{key: value[0] for key, value in parse_qs(urlsplit(href).query).items()} for href in hrefs]

    [form] = [one for one in asked if given.items() <= one.items()]
    assert form["next"].endswith(f"#k-{code}")
    assert client.get(hrefs[asked.index(form)]).status_code == 200


def test_a_missing_extract_is_added_to_the_decision_itself(strategist: Client) -> None:
    """K-L8, N-15."""
    page = html(strategist, PAGE)
    mine = re.search(r'<tr id="k-0139".*?</tr>', page, re.DOTALL)
    assert mine is not None
    [href] = re.findall(r'<a class="btn soft" href="([^"]+)">Komplettera', mine[0])
    assert re.match(rf"/avtal/{NORRORT}/handelser/\d+/ratta/\?", href)
    assert "Beslut att anta" in text(strategist, unescape(href))


def test_a_receipt_is_asked_of_those_who_owe_it() -> None:
    """K-9b: three have not answered the notice; each of them is told, and the one who waits."""
    page = html(signed_in("forbund"), COUNTY_PAGE)
    owing = [code for code in rows(page) if "Mottagningsbevis för uppsägningen från Nykvarn" in row(page, code)]
    assert owing == ["0182", "0138", "0120"]
    assert "Mottagningsbevis från Värmdö, mottagningsbevis från Tyresö" in row(page, "0140")


def test_verbs_are_for_those_who_may_and_for_today(visitor: Client, strategist: Client) -> None:
    assert 'class="btn soft"' not in html(visitor, PAGE)
    assert 'class="btn soft"' not in html(signed_in("lasare"), PAGE)
    assert 'class="btn soft"' not in html(strategist, PAGE + "?per=2026-11-20")
    own = html(signed_in("registrator"), PAGE)
    assert 0 < own.count('class="btn soft"') < html(strategist, PAGE).count('class="btn soft"')


def test_everything_missing_has_its_clause_and_its_reason(visitor: Client) -> None:
    for address in (PAGE, COUNTY_PAGE):
        lacks = re.findall(r'<div class="lack">(.*?)</div>', html(visitor, address), re.DOTALL)
        assert lacks
        for lack in lacks:
            assert 'class="chip"' in lack
            [why] = re.findall(r'<a class="why-btn" data-why href="([^"]+)"', lack)
            assert visitor.get(unescape(why)).status_code == 200


def test_no_officials_title_is_on_the_page(visitor: Client, strategist: Client) -> None:
    """Posts are for those who take part, and this page needs none."""
    for client in (visitor, strategist):
        assert "Integrationssamordnare" not in text(client, PAGE)


# --- narrowing and order --------------------------------------------------------------------------------


def test_the_table_is_narrowed_without_a_script(visitor: Client) -> None:
    lacking = rows(html(visitor, PAGE + "?visa=saknas"))
    assert lacking == ["0188", "0191", "0139", "0187"]  # by name: Norrtälje, Sigtuna, Upplands-Bro, Vaxholm
    assert rows(html(visitor, PAGE + "?visa=under_notice")) == ["0184"]
    assert rows(html(visitor, PAGE + "?namn=  SOL ")) == ["0163", "0184"]
    assert rows(html(visitor, COUNTY_PAGE + "?del=stockholm")) == ["0180"]
    assert "2 av 15 visas." in text(visitor, PAGE + "?namn=sol")


def test_the_order_is_asked_for_in_the_address(visitor: Client) -> None:
    by_name = rows(html(visitor, PAGE))
    assert by_name[:3] == ["0162", "0125", "0123"]
    assert by_name[-1] == "0117"  # Österåker, after Vaxholm
    assert rows(html(visitor, PAGE + "?ordna=sedan"))[-1] == "0125"
    assert rows(html(visitor, PAGE + "?ordna=lage"))[:4] == ["0188", "0191", "0139", "0187"]
    parts = html(visitor, COUNTY_PAGE + "?ordna=del")
    assert re.findall(r'scope="rowgroup">([^<]+) <small>(\d+)', parts) == [
        ("Stockholm", "1"), ("Norrort", "15"), ("Södertörn", "10"),
    ]  # fmt: skip


def test_a_row_that_is_left_out_is_reached_from_the_map_all_the_same(visitor: Client) -> None:
    places = drawn(html(visitor, PAGE + "?visa=saknas&per=2026-11-20"))
    assert places["0187"][0] == "#k-0187"
    assert places["0184"][0] == f"{PAGE}?per=2026-11-20#k-0184"


@pytest.mark.parametrize("query", ["visa=finns-inte", "del=01", "ordna=x", "visa=saknas&visa=", "namn=%00"])
def test_a_choice_that_does_not_exist_leaves_nothing_broken(query: str, visitor: Client) -> None:
    assert visitor.get(f"{PAGE}?{query}").status_code == 200


def test_what_is_searched_for_is_not_kept(visitor: Client) -> None:
    """Nobody can fill the memory by searching."""
    visitor.get(f"{PAGE}?namn=x&visa=saknas")
    visitor.get("/kommuner/?namn=x")
    before = frame.held()
    for number in range(30):
        visitor.get(f"{PAGE}?namn=x{number}&visa=saknas")
        visitor.get(f"/kommuner/?namn=x{number}")
    assert frame.held() == before


def test_nothing_found_is_said(visitor: Client) -> None:
    page = text(visitor, PAGE + "?namn=zzz")
    assert "0 av 15 visas" in page
    assert "Ingen kommun stämmer med urvalet." in page


def test_what_is_written_in_the_search_is_not_markup(visitor: Client) -> None:
    assert "<script>x" not in html(visitor, PAGE + "?namn=<script>x")


def test_the_choice_is_kept_when_the_day_is_changed_and_the_day_when_the_choice_is(visitor: Client) -> None:
    page = html(visitor, PAGE + "?visa=saknas&per=2026-11-20")
    by_day, by_choice = re.findall(r'<form class="bar[^>]*>(.*?)</form>', page, re.DOTALL)
    assert '<input type="hidden" name="visa" value="saknas">' in by_day
    assert '<input type="hidden" name="per" value="2026-11-20">' in by_choice


# --- sub-regions, days, languages -----------------------------------------------------------------------


def test_the_parts_of_the_agreement_have_their_numbers(visitor: Client) -> None:
    """K-6c: the three parts of the county."""
    page = text(visitor, COUNTY_PAGE)
    assert "Stockholm 1 av 1 – Norrort 13 av 15" in page
    assert "Södertörn 9 av 10" in page
    assert "Del för del" not in text(visitor, PAGE)


def test_another_day(visitor: Client) -> None:
    """N-14b, N-15: before Ekerö had signed, and after Solna has left."""
    before = html(visitor, PAGE + "?per=2014-05-19")
    assert drawn(before)["0125"][2] == "g-dots"
    after = html(visitor, PAGE + "?per=2027-03-04")
    assert "14 kommuner är bundna den 4 mars 2027" in text(visitor, PAGE + "?per=2027-03-04")
    assert drawn(after)["0184"][2] == "g-bars"
    assert "Utträdd" in row(after, "0184")


def test_before_the_agreement_nobody_is_bound(visitor: Client) -> None:
    page = text(visitor, PAGE + "?per=2013-01-01")
    assert "Ingen kommun är bunden den 1 januari 2013" in page
    assert "Ingen har varit bunden av avtalet den dagen." in page


def test_the_days_to_jump_to(visitor: Client) -> None:
    page = html(visitor, PAGE)
    assert f'<a href="{PAGE}?per=2014-04-15">Start 2014</a>' in page
    assert f'<a href="{PAGE}?per=2027-03-04">När Solna lämnat</a>' in page


def test_what_is_supposed_shows_on_the_map_and_offers_no_verbs(strategist: Client) -> None:
    """Tänk om: Täby leaves; the way to another day keeps it."""
    page = html(strategist, PAGE + "?tank=lamnar:0160:2027-06-30")
    assert drawn(page)["0160"][1:] == ("Täby: Part, har sagt upp sig, till och med 30\u00a0juni 2027", "g-hatch")
    assert 'class="btn soft"' not in page
    assert "2027-07-01&amp;tank=lamnar" in page
    assert 'name="tank" value="lamnar:0160:2027-06-30"' in page
    assert ">i dag</text>" in page


def test_the_round_of_adoption_stands_in_the_margin(visitor: Client) -> None:
    """K-L8, K-L9."""
    page = text(visitor, COUNTY_PAGE)
    assert "26 av 26 har svarat 1 saknar utdrag" in page
    assert "Antagit med förbehåll 1 Nynäshamn" in page
    assert "Antaganderundan" not in text(visitor, PAGE)


def test_the_page_is_in_english_too(visitor: Client) -> None:
    page = text(visitor, PAGE, "en")
    assert "15 municipalities are bound on 21 November 2026." in page
    assert "Solna has given notice and is a party through 3 March 2027." in page
    assert "In force since 15 April 2014" in page
    swedish = {"Läge", "Saknas", "Parter", "Bunden", "Inget", "Varför?", "Visa", "Ordna"}
    assert not swedish & set(page.split())
