"""What nobody sends by mistake: values, names, bodies, headers and methods that a page must survive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote_plus, urlencode

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.web.fuzz.addresses import Known, Site, asked_names

ELSEWHERE = "ond.example"
"""A host that is not ours. No answer leads there."""
EVALUATED = "1787569"
"""What ``{{1337*1337}}`` is. No answer says so."""
SCRIPT = "<svg onload=prov()>"
"""Markup that no answer may repeat as markup."""

VALUES = (
    "", " ", "\x00", "a\x00b", "\r\nSet-Cookie: ond=1", "'", "\"'><", SCRIPT, "{{1337*1337}}", "{% debug %}",
    "{1337*1337}", "${1337*1337}", "%(x)s", "%s%s%n", "{0.__class__}", "' OR 1=1 --", "../../../../etc/passwd",
    "..\\..\\", "/etc/passwd", "file:///etc/passwd", f"https://{ELSEWHERE}/", f"//{ELSEWHERE}", f"/\\{ELSEWHERE}",
    f"https:{ELSEWHERE}", f"\\\\{ELSEWHERE}", f"/\t/{ELSEWHERE}", f"javascript:alert('{ELSEWHERE}')",
    "data:text/html,x",
    "http://169.254.169.254/", "http://127.0.0.1:1/", "http://[", "http://[::1", "//[x", "0", "-1", "1.5", "1e309",
    "NaN", "Infinity", "9" * 19, "9" * 30, "9" * 5000, "-" + "9" * 25, "0x10", "1_000", "٣", "²", "½", "１２", "2026",
    "0000", "10000", "99999", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "2026-13-01", "2026-1-1",
    "-2026-01-01", "2026-11-21T12:00:00+99:99", "20261121", "2026-W47-6", "٢٠٢٦-٠١-٠١", "null", "None", "true", "[]",
    "{}", "[[", "a" * 300, "å" * 10_000, "👩‍👩‍👧‍👦", "e\u0301\u0302" * 40, "\u202e\u2066", "\ufeff", "İıſß",
    "(" * 400, "*" * 400, "~", "~" * 50, ":", "::::", ":::0163",
    ",", ";" * 80, "|", "\\", "\n" * 50, "\t", "koordination-norrort", "ksl-nyanlanda", "0184", "0163", "9999",
    "strateg@demo.example", "a@b", "@", "1", "2", "administrator", "__class__", "on", "admin",
)  # fmt: skip

# As they may stand in an address without being encoded: broken and over-long UTF-8, lone surrogates.
RAW_QUERIES = (
    "%", "%zz", "%ff%fe", "%ed%a0%80", "%c0%af", "%00", "&&&===", "=", "?", "a[]=1&a[0][b]=2", ";", "%u0041",
    "&".join(f"a{number}=1" for number in range(300)), "&".join(["a=1"] * 1200), "q=%F0%9F%98", "+", "%0d%0aX: y",
)  # fmt: skip
RAW_PATHS = (
    "%00", "%ff", "%ed%a0%80", "..%2f..%2fetc%2fpasswd", "%2e%2e", "%0d%0aX:y", "%c3%28", "a%2fb", "%25", "%3f", "%23",
    "%5c", ".", "..", "%F0%9F%98%80", "a" * 3000,
)  # fmt: skip
HEADERS: dict[str, tuple[str, ...]] = {
    "Accept-Language": ("en", "sv", "xx-" + "a" * 200, "*", ",,,;;;q=", "en;q=NaN", "\xff", "en" * 3000, "sv-\x00"),
    "Accept-Encoding": ("gzip", "br", "identity;q=0", "*", "gzip;q=x", ",,,"),
    "Accept": ("application/json", "*/*;q=x", "\xff\xfe"),
    "Host": ("ond.example", "testserver:99999", "[::1", "a b", "testserver@ond.example", ".", "\xe5.example"),
    "Origin": ("null", f"https://{ELSEWHERE}", "http://[", "http://testserver"),
    "Sec-Fetch-Site": ("cross-site", "none", "same-origin", "\xff"),
    "Referer": (f"https://{ELSEWHERE}/", "http://[", "javascript:1"),
    "X-Forwarded-For": ("1.2.3.4", "x", "::1%eth0, 999.1.1.1", "," * 500, "127.0.0.1, \xff"),
    "X-Forwarded-Proto": ("https", "x,y"),
    "X-Forwarded-Host": (ELSEWHERE,),
    "If-None-Match": ('"x"', "*", 'W/"', '"' * 50, "\xff", "x" * 5000),
    "If-Modified-Since": ("0", "Thu, 99 Foo 2026 99:99:99 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Sat, 01 Jan 0000 0"),
    "Range": ("bytes=0-0", "bytes=-1", "bytes=9-1", "bytes=" + "0-1," * 400, "bytes=x-y", "lines=1", f"bytes={9**40}-"),
    "If-Range": ('"x"', "0"),
    "X-Requested-With": ("XMLHttpRequest",),
    "HX-Request": ("true", "\x01"),
    "HX-Current-URL": ("http://[", f"https://{ELSEWHERE}"),
    "User-Agent": ("", "{{1337*1337}}", SCRIPT, "\xff" * 300, "Mozilla/5.0 " + "(" * 900),
    "X-HTTP-Method-Override": ("DELETE",),
    "Content-Length": ("", "0", "x", "-1"),
}
COOKIES = (
    "sessionid=x", "sessionid=" + "a" * 5000, "csrftoken=x", "django_language=xx", "django_language=../../x", "=;=;",
    "a",
    'messages="{', "messages=a:b:c", "sessionid=\xff", "django_language=en", '"', "sessionid=;sessionid=", "\x00=1",
)  # fmt: skip
METHODS = ("GET", "GET", "GET", "POST", "POST", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
TYPES = (
    "application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=" + "x" * 300,
    "multipart/form-data; boundary=", "application/x-www-form-urlencoded; charset=utf-16", "x", "",
    "application/x-www-form-urlencoded; charset=finns-inte", "multipart/form-data; boundary=x; charset=finns-inte",
    "multipart/form-data; boundary=å", "application/xml",
)  # fmt: skip
BODIES = (
    b"", b"\xff\xfe\x00", b"{", b"[" * 5000, b"a=1&" * 1200, b"%ff=%ff", b"--x\r\n", b"--x--", b"null", b"NaN", b'"x"',
    b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="file"; filename=".."\r\nContent-Transfer-Encoding: base64\r\n\r\n!',
    b'--x\r\nContent-Disposition: form-data; filename="\x00"\r\n\r\n\r\n--x--\r\n',
    b"<?xml version='1.0'?><!DOCTYPE a [",
    b'{"id": "x", "rawId": null, "response": [], "type": 1}',
)  # fmt: skip
FILES = (
    b"", b"\x00" * 100, b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>",
    b"PK\x03\x04" + b"\x00" * 60, b"PK\x05\x06" + b"\x00" * 18,
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
    b"GIF89a\x00\x00", b"MZ" + b"\x00" * 80, "å;ä;ö\n".encode("utf-16"), b"\xff" * 200, b'{"a": 1}', b"[" * 9000,
    b"a,b\n" + b'"' * 200, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, b"id = 'x'\n[[[",
)  # fmt: skip
FILE_NAMES = ("a.pdf", "../../x.pdf", "a\x00.pdf", "å" * 300 + ".pdf", ".", "", "con", "a.docx", "a.exe", "a\r\nb.pdf")


@dataclass(frozen=True, slots=True)
class Asking:
    """One request, ready to be sent."""

    method: str
    address: str
    body: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cookie: str = ""


type Pairs = Sequence[tuple[str, str]]
type Upload = tuple[str, str, bytes]
"""The field, the name of the file and its bytes."""

_BOUNDARY = "ingen-annan-har-denna"


def multipart(form: Pairs, uploads: Sequence[Upload]) -> bytes:
    """The form as a browser without manners would send it: names are not tidied."""
    lines: list[bytes] = []
    for name, value in form:
        lines += [f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()]
    for name, called, content in uploads:
        head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n\r\n'
        lines += [head.encode() + content]
    return b"\r\n".join([*lines, f"--{_BOUNDARY}--\r\n".encode()])


def askings(here: Site, known: Known) -> SearchStrategy[Asking]:
    """Requests to the address: mostly what it takes with something in it that it does not, sometimes nonsense."""
    text = st.sampled_from(VALUES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=25)
    names = st.sampled_from((*known.values, *asked_names())) if known.values else st.sampled_from(asked_names())
    pairs = names.flatmap(lambda name: st.tuples(st.just(name), _value(known, name, text)))
    query = (
        st.just("")
        | st.lists(pairs, min_size=1, max_size=4).map(urlencode)
        | st.lists(st.tuples(text, text), min_size=1, max_size=2).map(urlencode)
        | st.sampled_from(RAW_QUERIES)
        | (st.sampled_from(known.queries) if known.queries else st.just(""))
    )
    form = st.dictionaries(names, text, max_size=4).flatmap(lambda changed: _whole(known, changed))
    upload = st.tuples(
        st.sampled_from((*known.files, "file", "fil")), st.sampled_from(FILE_NAMES), st.sampled_from(FILES)
    )
    header = st.sampled_from(sorted(HEADERS)).flatmap(
        lambda name: st.tuples(st.just(name), st.sampled_from(HEADERS[name]))
    )
    bodies = st.just((b"", "")) | st.tuples(st.sampled_from(BODIES), st.sampled_from(TYPES))
    return st.builds(
        _asking, st.sampled_from(METHODS), _paths(here, text), query, form, st.lists(upload, max_size=2), bodies,
        st.just({}) | st.lists(header, max_size=3).map(dict), st.just("") | st.just("") | st.sampled_from(COOKIES),
    )  # fmt: skip


def _value(known: Known, name: str, text: SearchStrategy[str]) -> SearchStrategy[str]:
    good = known.values.get(name, ())
    return text | st.sampled_from(good) if good else text


def _whole(known: Known, changed: dict[str, str]) -> SearchStrategy[dict[str, str]]:
    """All the fields of the page, each with a value it suggests, and some of them exchanged."""
    suggested = st.fixed_dictionaries({name: st.sampled_from(found) for name, found in known.values.items()})
    return suggested.map(lambda given: given | changed) | st.just(changed)


def _paths(here: Site, text: SearchStrategy[str]) -> SearchStrategy[str]:
    """The example's own path; or one with a part exchanged, encoded well or badly."""
    own = st.just(here.path({}))
    if not here.parts:
        return own
    part = st.sampled_from(sorted(here.parts))
    numbers = st.sampled_from(("0", "1", "00", "9999", "10000", "9" * 19, "9" * 30, "9" * 4000))
    slugs = st.sampled_from(("x", "-", "_", "a" * 300, "koordination-norrort", "ksl-nyanlanda", "csv", "pdf", "docx"))
    exchanged = st.dictionaries(part, text | numbers | slugs, min_size=1, max_size=2).map(here.path)
    broken = st.tuples(part, st.sampled_from(RAW_PATHS)).map(
        lambda chosen: here.path({chosen[0]: "¤"}).replace(quote_plus("¤"), chosen[1])
    )
    return own | own | exchanged | broken


def _asking(  # noqa: PLR0917 - called by Hypothesis alone, in the order of the strategies
    method: str, path: str, query: str, form: dict[str, str], uploads: list[Upload], body: tuple[bytes, str],
    headers: dict[str, str], cookie: str,
) -> Asking:  # fmt: skip
    address = f"{path}?{query}" if query else path
    if method != "POST" or body[1]:
        return Asking(method, address, *body, headers, cookie)
    pairs = list(form.items())
    if uploads:
        kind = f"multipart/form-data; boundary={_BOUNDARY}"
        return Asking(method, address, multipart(pairs, uploads), kind, headers, cookie)
    return Asking(method, address, urlencode(pairs).encode(), "application/x-www-form-urlencoded", headers, cookie)
