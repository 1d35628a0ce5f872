"""Those who work in Samverk while it is killed under them: each acts over HTTP and writes down what it was told."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePosixPath

from tests.crashes.browser import Answer, Away, Browser, CutOff

NORRORT, COUNTY = "koordination-norrort", "ksl-nyanlanda"
DAY = "2026-11-21"


class Fate(Enum):
    """What whoever did an act was told of it."""

    DONE = "done"
    REFUSED = "refused"
    CUT = "cut off"


@dataclass(frozen=True, slots=True)
class Act:
    """``name``: words that stand in what the act writes and nowhere else. ``sha256``: of the file of a document;
    ``papers`` and ``to``: of a dispatch. ``tries``: how often it was asked for until an answer came.
    """

    kind: str
    name: str
    fate: Fate
    place: str = ""
    sha256: str = ""
    papers: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    tries: int = 1


@dataclass
class Ledger:
    """What everybody was told, and a sign each time somebody sends a form, to aim a kill at."""

    acts: list[Act] = field(default_factory=list)
    unwell: list[tuple[str, int, str]] = field(default_factory=list)
    posting: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)


class Person(threading.Thread):
    """One signed-in client. ``ways``: what it does, one after the other by chance. ``problem``: why it gave up."""

    def __init__(
        self, ledger: Ledger, port: int, *, name: str, account: str, agreement: str, ways: tuple[str, ...], seed: int
    ) -> None:
        super().__init__(name=name, daemon=True)
        self.ledger, self.agreement, self.ways = ledger, agreement, ways
        self.browser = Browser(port)
        self.account = account
        self.chance = random.Random(f"{seed} {name}")
        self.number = 0
        self.problem: BaseException | None = None
        self.own_lines: list[str] = []

    def sign_in(self) -> None:
        self.browser.sign_in(f"{self.account}@demo.example", f"samverk-{self.account}")

    def run(self) -> None:
        acts: dict[str, Callable[[str], None]] = {
            "upload": self._upload, "register": self._register, "correct": self._correct, "dispatch": self._dispatch,
            "receive": self._receive,
        }  # fmt: skip
        try:
            while not self.ledger.over.is_set():
                self.number += 1
                try:
                    acts[self.chance.choice(self.ways)](f"{self.name}-{self.number}.")
                except Away:
                    time.sleep(0.05)
                except CutOff:
                    continue  # on the way to a form: nothing was asked for
        except BaseException as error:  # noqa: BLE001 - told by whoever waits for the thread
            self.problem = error

    # --- the acts ------------------------------------------------------------------------------------------

    def _upload(self, name: str) -> None:
        """One document, or several in one request: answered, all of them are kept."""
        path = f"/avtal/{self.agreement}/handlingar/ny/"
        page = self._page(path)
        names = [f"{name}{letter}" for letter in "abc"[: self.chance.choice((1, 1, 1, 3))]]
        contents = [f"{one} {self.chance.random()} ".encode() * self.chance.randrange(30, 9000) for one in names]
        party = _options(page, "party")[0]
        reach = self.chance.choice(("own", "parties"))
        fields = [*_token(page), *_once(page), ("kind", "report"), ("party", party), ("reach", reach), ("title", "")]
        files = [("files", f"{one}.txt", content) for one, content in zip(names, contents, strict=True)]
        answer, tries = self._send_or_give_up(path, fields, files)
        fate = _fate(answer, "/handlingar/")
        for one, content in zip(names, contents, strict=True):
            sha256 = hashlib.sha256(content).hexdigest()
            self.ledger.acts.append(Act("upload", one, fate, sha256=sha256, tries=tries))

    def _register(self, name: str) -> None:
        path = f"/avtal/{self.agreement}/diarium/ny/"
        page = self._page(path)
        papers = tuple(self.chance.sample(offered := page.values("papers"), min(2, len(offered))))
        about = [("papers", one) for one in papers]
        fields = [*_token(page), *_once(page), ("direction", "in"), ("day", DAY), ("party", ""),
                  ("counterpart", "Länsstyrelsen"), ("subject", name), *about]  # fmt: skip
        answer, tries = self._send_or_give_up(path, fields)
        fate = _fate(answer, "/diarium/")
        if answer is not None and fate is Fate.DONE:
            self.own_lines.append(answer.place)
        self.ledger.acts.append(Act("register", name, fate, answer.place if answer else "", papers=papers, tries=tries))

    def _correct(self, name: str) -> None:
        if not self.own_lines:
            return
        path = self.chance.choice(self.own_lines)
        page = self._page(path)
        fields = [*_token(page), ("direction", "in"), ("day", DAY), ("party", ""), ("counterpart", "Länsstyrelsen"),
                  ("subject", "Rättad"), ("why", name)]  # fmt: skip
        self.ledger.acts.append(Act("correct", name, _fate(self._send(path, fields), "/diarium/"), path))

    def _dispatch(self, name: str) -> None:
        path = f"/avtal/{self.agreement}/expediera/"
        form = self._page(path)
        offered, to = form.values("papers"), tuple(form.values("to"))
        if not offered:
            return
        papers = tuple(self.chance.sample(offered, min(2, len(offered))))
        chosen = [*(("papers", one) for one in papers), *(("to", one) for one in to)]
        said = [("subject", name), ("words", "Hej!"), *chosen]
        preview = self.browser.post(path, [*_token(form), *said, ("act", "preview")])
        if preview.status != 200:
            self._note(path, preview)
            return
        fields = [*_token(preview), *_once(preview), *said, ("act", "send")]
        answer, tries = self._send_until_answered(path, fields)
        fate = _fate(answer, "/expedierat/")
        self.ledger.acts.append(Act("dispatch", name, fate, answer.place, papers=papers, to=to, tries=tries))

    def _receive(self, name: str) -> None:
        """Say of a dispatch that it is registered by the party; once for each."""
        listed = self._page(f"/avtal/{self.agreement}/expedierat/").text
        places = sorted({part.partition('"')[0] for part in listed.split('href="')[1:] if _is_dispatch(part)})
        if not places:
            return
        place = self.chance.choice(places)
        page = self._page(place)
        if 'value="registered"' not in page.text:
            return
        party = page.values("party")[0]
        fields = [*_token(page), ("party", party), ("kind", "registered"), ("note", name)]
        self.ledger.acts.append(Act("receive", name, _fate(self._send(place, fields), "/expedierat/"), place))

    # --- asking --------------------------------------------------------------------------------------------

    def _page(self, path: str) -> Answer:
        """A page to start from. Errors: Away, CutOff; then nothing has been asked for."""
        answer = self.browser.get(path)
        if answer.status != 200:
            self._note(path, answer)
            raise CutOff(path)
        return answer

    def _send_until_answered(
        self, path: str, fields: list[tuple[str, str]], files: list[tuple[str, str, bytes]] | None = None
    ) -> tuple[Answer, int]:
        """What was not answered is sent again, with the same number in the form, until it is; and how many times."""
        tries, answer = 1, self._send(path, fields, files)
        while answer is None:
            self._until_there()
            tries, answer = tries + 1, self._send(path, fields, files, again=True)
        return answer, tries

    def _send_or_give_up(
        self, path: str, fields: list[tuple[str, str]], files: list[tuple[str, str, bytes]] | None = None
    ) -> tuple[Answer | None, int]:
        """The same of every other; the rest never learn what became of what they sent."""
        if self.chance.random() < 0.5:
            return self._send_until_answered(path, fields, files)
        return self._send(path, fields, files), 1

    def _send(
        self, path: str, fields: list[tuple[str, str]], files: list[tuple[str, str, bytes]] | None = None,
        *, again: bool = False,
    ) -> Answer | None:  # fmt: skip
        """The answer, or None when none came. Error: Away, unless something is asked for again."""
        self.ledger.posting.set()
        try:
            answer = self.browser.post(path, fields, files or ())
        except CutOff:
            return None
        except Away:
            if not again:
                raise
            return None
        self._note(path, answer)
        return answer

    def _note(self, path: str, answer: Answer) -> None:
        if answer.status >= 400:
            self.ledger.unwell.append((path, answer.status, answer.said()))

    def _until_there(self) -> None:
        while True:
            try:
                self.browser.get("/avtal/")
            except (Away, CutOff):
                time.sleep(0.05)
            else:
                return


def _token(page: Answer) -> list[tuple[str, str]]:
    return [("csrfmiddlewaretoken", page.values("csrfmiddlewaretoken")[0])]


def _once(page: Answer) -> list[tuple[str, str]]:
    """The number of the form, by which it is carried out once."""
    return [("once", page.values("once")[0])]


def _options(page: Answer, name: str) -> list[str]:
    """The choices of a select."""
    inside = page.text.partition(f'name="{name}"')[2].partition("</select>")[0]
    return [part.partition('"')[0] for part in inside.split('<option value="')[1:]]


def _fate(answer: Answer | None, leads_to: str) -> Fate:
    if answer is None:
        return Fate.CUT
    return Fate.DONE if answer.status == 302 and leads_to in answer.place else Fate.REFUSED


def _is_dispatch(part: str) -> bool:
    path = PurePosixPath(part.partition('"')[0])
    return len(path.parts) == 7 and path.parts[3] == "expedierat"
