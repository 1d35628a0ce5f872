"""A visitor's browser, no more than is needed: pages, cookies, forms with files; and it knows when it was cut off."""

from __future__ import annotations

import html
import http.client
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

PATIENCE = 60
"""Seconds to wait for an answer on a machine with other work."""

type Fields = Sequence[tuple[str, str]]
type Files = Sequence[tuple[str, str, bytes]]


class Away(Exception):  # noqa: N818 - named for what happened, as every refusal is
    """Nobody listened: nothing was asked, so nothing was done."""


class CutOff(Exception):  # noqa: N818 - named for what happened, as every refusal is
    """The connection broke before an answer came: what was asked is done, or not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``place``: where a redirect leads, without its host."""

    status: int
    place: str
    text: str

    def said(self) -> str:
        """What a form that is refused says is wrong."""
        return html.unescape(" ".join(re.findall(r'role="alert".*?</ul>', self.text, re.DOTALL)))

    def values(self, name: str) -> list[str]:
        """What the fields of this name can be set to, or are: inputs and options, in the order of the page."""
        found = []
        for tag in re.findall(r"<input\b[^>]*>", self.text):
            given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
            if given.get("name") == name:
                found.append(html.unescape(given.get("value", "")))
        return found


@dataclass
class Browser:
    """``port`` of 127.0.0.1. Errors of every request: Away, CutOff."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", {})

    def post(self, path: str, fields: Fields, files: Files = ()) -> Answer:
        if not files:
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            return self._ask("POST", path, urlencode(list(fields)).encode(), headers)
        boundary = secrets.token_hex(12)
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self._ask("POST", path, _multipart(boundary, fields, files), headers)

    def sign_in(self, address: str, password: str) -> None:
        token = self.get("/logga-in/").values("csrfmiddlewaretoken")[0]
        fields = [("csrfmiddlewaretoken", token), ("username", address), ("password", password), ("next", "")]
        answer = self.post("/logga-in/", fields)
        assert answer.status == 302, (address, answer.status, answer.text)

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.connect()
        except OSError as error:
            connection.close()
            raise Away(path) from error
        try:
            connection.request(method, path, body or None, {"Cookie": cookie, "Accept-Language": "sv", **headers})
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            place = urlsplit(answer.headers.get("Location") or "").path
            # What leads on has been done: nobody reads what stands under it.
            text = "" if place else answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise CutOff(path) from error
        finally:
            connection.close()
        return Answer(answer.status, place, text)


def _multipart(boundary: str, fields: Fields, files: Files) -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    parts += [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        f"Content-Type: application/octet-stream\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, file, content in files
    ]
    return b"".join([*parts, f"--{boundary}--\r\n".encode()])
