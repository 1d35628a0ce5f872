"""The statutes the catalogue refers to, in words a reader can look up."""

from __future__ import annotations

from samverk.rules.wording import Text, joined


def _ch(sv: str, en: str, chapter: int, *sections: str) -> Text:
    where, where_en = joined(sections, "sv"), joined(sections, "en")
    mark, mark_en = ("§§", "ss.") if len(sections) > 1 or "–" in where else ("§", "s.")
    return Text(f"{sv} {chapter} kap. {where} {mark}", f"{en}, ch. {chapter}, {mark_en} {where_en}")


def kl(chapter: int, *sections: str) -> Text:
    """Kommunallagen."""
    return _ch("kommunallagen (2017:725)", "Local Government Act (2017:725)", chapter, *sections)


def tf(*sections: str) -> Text:
    """Tryckfrihetsförordningen, chapter 2."""
    return _ch("tryckfrihetsförordningen", "Freedom of the Press Act", 2, *sections)


def osl(chapter: int, *sections: str) -> Text:
    """Offentlighets- och sekretesslagen."""
    return _ch(
        "offentlighets- och sekretesslagen (2009:400)",
        "Public Access to Information and Secrecy Act (2009:400)",
        chapter,
        *sections,
    )


ARCHIVES = Text("arkivlagen (1990:782) 3–6 §§", "Archives Act (1990:782), ss. 3–6")
CALENDAR = Text(
    "lagen (1930:173) om beräkning av lagstadgad tid, 1 och 2 §§, som förebild",
    "Act (1930:173) on the computation of statutory time, ss. 1 and 2, by analogy",
)
COPYRIGHT = Text("upphovsrättslagen (1960:729) 1 §", "Copyright Act (1960:729), s. 1")
DAMAGES = Text("skadeståndslagen (1972:207) 2 och 3 kap.", "Tort Liability Act (1972:207), chs. 2 and 3")
EIDAS = Text("förordning (EU) nr 910/2014 (eIDAS) artikel 25", "Regulation (EU) No 910/2014 (eIDAS), art. 25")
EMPLOYMENT = Text(
    "lagen (1982:80) om anställningsskydd 6 b §", "Employment Protection Act (1982:80), s. 6 b"
)  # fmt: skip
GDPR = Text("dataskyddsförordningen (EU) 2016/679 artiklarna 24, 26 och 28", "GDPR (EU) 2016/679, arts. 24, 26 and 28")
INTEREST = Text("räntelagen (1975:635) 3, 4 och 6 §§", "Interest Act (1975:635), ss. 3, 4 and 6")
PROCUREMENT = Text(
    "lagen (2016:1145) om offentlig upphandling 3 kap. 17 och 18 §§",
    "Public Procurement Act (2016:1145), ch. 3, ss. 17 and 18",
)
VAT = Text("mervärdesskattelagen (2023:200) 4 kap. 6 §", "Value Added Tax Act (2023:200), ch. 4, s. 6")
