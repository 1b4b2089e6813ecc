"""A person in front of a page: a browser context of its own, what it asked for, what its console said.

Nothing here waits for a time: every wait is for something that a person would see.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from .page_room import PASSWORD, USERS, PageRoom

SEEN_MS = 15_000
WINDOW = {"width": 1440, "height": 900}
NOBODY_YET = "/api/session)"
"""The page asks who is signed in; that nobody is comes as a 401, which the browser logs."""
expect.set_options(timeout=SEEN_MS)


@dataclass
class Person:
    """Somebody at the page of one party. `said` is what the console said at warning and above."""

    browser: Browser
    room: PageRoom
    party: str
    lang: str = "en"
    theme: str = "dark"
    window: dict[str, int] = field(default_factory=lambda: dict(WINDOW))
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    may_fail: tuple[str, ...] = ()
    """Parts of console lines that the story itself causes (a refusal is an HTTP error in the console)."""
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(
            viewport=self.window,
            accept_downloads=True,
            locale="en-GB",
            reduced_motion="reduce",  # type: ignore[arg-type]
        )
        kept = {"cg.lang": self.lang, "cg.theme": self.theme}
        self.context.add_init_script(
            "if (location.protocol === 'http:' && !localStorage.getItem('cg.lang'))"
            f" Object.assign(localStorage, {json.dumps(kept)});"
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(SEEN_MS)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        self.page.on("request", self._requested)

    def _heard(self, message: ConsoleMessage) -> None:
        line = f"{message.type}: {message.text} ({message.location.get('url', '')})"
        if message.type in ("error", "warning") and not any(
            part in line for part in (NOBODY_YET, *self.may_fail)
        ):
            self.said.append(line)

    def _requested(self, request: Request) -> None:
        self.asked.append(request.url)

    @property
    def url(self) -> str:
        """Where this person's page is."""
        return self.room.url(self.party)

    @property
    def strangers(self) -> set[str]:
        """Origins other than the node's own that this page asked."""
        parts = [urlsplit(one) for one in self.asked]
        own = urlsplit(self.url).netloc
        return {
            f"{one.scheme}://{one.netloc}"
            for one in parts
            if one.scheme not in ("data", "blob") and one.netloc != own
        }

    def open(self, view: str = "watch", **params: str) -> Person:
        """Go to a screen by its address, as a link or a bookmark does."""
        address = "&".join(f"{name}={value}" for name, value in {"view": view, **params}.items())
        self.page.goto(f"{self.url}/#{address}")
        return self

    def signed_in(
        self, view: str = "watch", post: str = "watch_officer", user: str = "", **params: str
    ) -> Person:
        """Sign in and take a post without the page (it has a test of its own), then open a screen."""
        answer = self._post("/api/sign-in", {"user": user or USERS[self.party], "password": PASSWORD}, "")
        if post:
            self._post("/api/take-post", {"post": post}, answer["csrf"])
        was_here = self.page.url.startswith(self.url)
        self.open(view, **params)
        if was_here:  # an address that differs in its hash alone does not load the page again
            self.page.reload()
        expect(self.page.locator("header.top")).to_be_visible()
        return self

    def _post(self, path: str, body: dict[str, Any], csrf: str) -> Any:
        answer = self.context.request.post(self.url + path, data=body, headers={"X-CSRF": csrf})
        assert answer.ok, (path, answer.status, answer.text())
        return answer.json()

    def ask(self, path: str) -> Any:
        """What the node answers to this person's browser."""
        answer = self.context.request.get(self.url + path)
        assert answer.ok, (path, answer.status, answer.text())
        return answer.json()

    def go(self, view: str, **params: str) -> None:
        """Change the screen without loading the page again."""
        address = "&".join(f"{name}={value}" for name, value in {"view": view, **params}.items())
        self.page.evaluate("address => { location.hash = address }", address)

    def close(self) -> None:
        """Close the context; a page whose console complained is a failure."""
        self.context.close()
        assert self.said == [], self.said
        assert self.strangers == set()


def choose(page: Page, key: str) -> None:
    """Select a notice or site on the watch screen by the list of objects."""
    page.locator("select.jump").select_option(key)
