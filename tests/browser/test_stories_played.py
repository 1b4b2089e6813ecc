"""Each story as a person starts it: `demo --story NAME` in a process of its own, watched in a page, checked by rows.

The process holds every step to what must then be true and says so; here the pages of A and B must have followed it
without being loaded again, and what they were given must be what the story is about.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from commonground.compose.accounts import Account
from commonground.compose.demo import init_demo
from commonground.compose.stories.seen import mismatch
from commonground.compose.stories.shelf import load_story, shipped
from tests.served import free_run

PACE = "0.05"
LANGS = ("en", "ar", "ru")
TOLD_S = 60
SEEN_MS = 20_000
Rows = dict[str, Any]
MET = {"at_least": 1}
ROWS: dict[str, tuple[tuple[str, str, Rows], ...]] = {
    "deir-ez-zor": (
        ("AB", "notices", {"version": 2, "replies": {"has": [{"kind": "understood", "about_version": 2}]}}),
        ("AB", "calls", {"state": "abandoned", "done": True, "rungs": {"has": [{"step": "deputy"}]}}),
        ("AB", "calls", {
            "state": "understood", "rungs": {"has": [{"step": "every_post", "backup_line": True}]},
            "words": {"has": [{"what": "read_back", "matches": False, "delta_m": {"at_least": 8900}}]},
            "read_back": {"matches": True},
        }),
        ("AB", "calls", {"stop": True, "state": "acted", "done": True}),
    ),
    "il-20": (
        ("B", "notices", {
            "author": "A", "lateness": "very_late", "lead_time_ms": {"at_most": 60_000},
            "author_lead_time_ms": {"at_least": 1_190_000}, "replies": {"has": [{"kind": "understood"}]},
        }),
        ("AB", "calls", {"message": {"phrase": "passed_on"}}),
        ("A", "requests", {"to": "J", "state": "granted"}),
        ("J", "notices", {"author": "A", "lateness": "very_late", "precedence": "IMMEDIATE"}),
    ),
    "harb-bebsi": (
        ("AB", "calls", {"unlocated": True, "place": None, "place_text": "Harb Bebsi", "sent_point": None}),
        ("AB", "calls", {"author": "A", "message": {"phrase": "say_again_place"}}),
        ("AB", "calls", {"unlocated": False, "read_back": {"matches": True}, "understood_ms": MET}),
    ),
    "castello": (
        ("AB", "areas", {"status": "agreed", "in_force": {"not": ""}, "copies": {"count": 2}}),
        ("AB", "instruments", {"status": "not_agreed", "differences": {"count": 1}}),
    ),
    "october-2016": (
        ("AB", "channels", {"channel_class": "CEASEFIRE", "status": "open", "reconciliation": {"complete": True}}),
        ("AB", "channels", {"channel_class": "HUMANITARIAN", "status": "suspended"}),
        ("AB", "channels", {"channel_class": "LIAISON", "status": "suspended"}),
        ("AB", "calls", {"passed_while_suspended": True, "state": "acted", "read_back": {"matches": True}}),
    ),
    "euphrates": (
        ("AB", "commitments", {}),
        *(("AB", "flights", {"comparisons": {"has": [{"word": one, "party": "A"}]}}) for one in (
            "covered", "not_covered", "disputed",
        )),
        ("AB", "flights", {"statements": {"has": [{"stance": "not_ours", "for_whom": "own_forces"}]}}),
    ),
    "khasham": (
        ("AB", "calls", {"words": {"has": [{"code": "not_ours", "speaks_for": "own"}]}}),
        ("AB", "calls", {"words": {"has": [
            {"speaks_for": "allied", "forces": ["River Guard"], "undeclared": True},
            {"code": "checking", "speaks_for": "unknown"},
        ]}}),
    ),
    "six-hours": (
        ("B", "calls", {"precedence": "FLASH", "taken_ms": MET, "rungs": {"has": [{"step": "joint_office"}]}}),
        ("A", "calls", {"author": "B", "apart_ms": {"at_least": 18_000_000}}),
        ("AB", "beats", {"seq": {"at_least": 2}}),
        ("AB", "line", {"waiting": 0, "missing_beats": [], "missing_calls": []}),
    ),
}  # fmt: skip
"""By story: at which parties, in which list of the picture, one row holds this (`stories/seen.mismatch`)."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Account]]:
    """The demonstration room, made once; each story is played in a copy."""
    folder = tmp_path_factory.mktemp("demo") / "room"
    return folder, init_demo(folder).accounts


@dataclass
class Played:
    """`commonground demo --story NAME`, running. `over` is set when it has told the story or stopped it."""

    folder: Path
    story: str
    lines: list[str] = field(default_factory=list)
    ready: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.port = free_run(3)
        command = str(Path(sys.executable).parent / "commonground")
        self.process = subprocess.Popen(
            [command, "demo", "--folder", str(self.folder), "--port", str(self.port), "--story", self.story, "--pace",
             PACE],
            env={**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if line.startswith("ready"):
                self.ready.set()
            if "told to its end" in line or line.startswith("STOPPED"):
                self.over.set()
        self.ready.set()
        self.over.set()

    def url(self, party: str) -> str:
        return f"http://127.0.0.1:{self.port + 'ABJ'.index(party)}"

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(TOLD_S)
        self.thread.join(TOLD_S)
        return code


@pytest.fixture
def play(made: tuple[Path, list[Account]], tmp_path: Path) -> Iterator[Any]:
    there: list[Played] = []

    def start(story: str) -> Played:
        there.append(Played(Path(shutil.copytree(made[0], tmp_path / "room")), story))
        return there[-1]

    yield start
    for one in there:
        if one.process.poll() is None:
            one.stop()


def test_every_story_that_is_shipped_has_its_rows() -> None:
    assert set(ROWS) == set(shipped())


@pytest.mark.parametrize("name", shipped())
def test_a_story_is_played_to_its_end_in_real_pages(
    name: str, play: Any, made: tuple[Path, list[Account]], browser: Any
) -> None:
    story, lang = load_story(name), LANGS[shipped().index(name) % 3]
    seat, played = story.crew or "A", play(name)
    assert played.ready.wait(TOLD_S), played.text
    admins = {one.party: one for one in made[1] if one.admin}
    people = {party: Viewer(browser, played.url(party), admins[party], lang) for party in "ABJ"}
    try:
        page = people[seat].open()
        assert played.over.wait(TOLD_S), played.text
        assert f"{name}: told to its end" in played.text, played.text
        steps = story.told()
        assert [f"{number}/{len(steps)}" for number in range(1, len(steps) + 1)] == [
            line.partition(" ")[0] for line in played.lines if line[:1].isdigit()
        ]
        strip = page.locator("section.story")
        expect(strip).to_contain_text(getattr(story.title, lang), timeout=SEEN_MS)
        expect(strip.locator("p")).to_contain_text(getattr(steps[-1].text, lang), timeout=SEEN_MS)
        for parties, listed, holds in ROWS[name]:
            for party in parties:
                rows = people[party].rows(listed)
                gaps = [mismatch(row, holds) for row in rows]
                assert "" in gaps, (party, listed, holds, gaps)
        assert people[seat].said == []
    finally:
        for one in people.values():
            one.context.close()
    assert played.stop() == 0
    assert "Traceback" not in played.text


class Viewer:
    """Somebody on watch, signed in before the story goes on: what the page of a party gets, and the page itself."""

    def __init__(self, browser: Any, url: str, account: Account, lang: str) -> None:
        self.url, self.said = url, list[str]()
        self.context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        self.context.add_init_script(f"localStorage.setItem('cg.lang', '{lang}')")
        csrf = self._post("sign-in", {"user": account.user, "password": account.password}, "")["csrf"]
        self._post("take-post", {"post": "watch_officer"}, csrf)

    def _post(self, path: str, body: Rows, csrf: str) -> Any:
        # The driver keeps connections by address: one to a port of an earlier story is reset at its first use.
        answer = self.context.request.post(
            f"{self.url}/api/{path}", data=body, headers={"X-CSRF": csrf}, max_retries=1
        )
        assert answer.ok, answer.text()
        return answer.json()

    def open(self) -> Any:
        """The page; it is never loaded again."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.goto(f"{self.url}/")
        return page

    def rows(self, listed: str) -> list[Rows]:
        """The rows of a list of the picture."""
        answer = self.context.request.get(f"{self.url}/api/picture")
        assert answer.ok, answer.text()
        found = answer.json()[listed]
        return list(found["rows"] if isinstance(found, dict) else found)
