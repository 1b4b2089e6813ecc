"""A drill in a real page, in three languages: its mark is everywhere, and a real FLASH stands above it until taken."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from commonground.compose.drill.hosting import DrillHost, open_with_drills
from commonground.compose.nodes import RunningNode
from commonground.config import Listen
from commonground.picture.charter import POSTS
from commonground.record import replace
from commonground.room import line
from commonground.web.auth import create_user
from tests.served import free_ports, room_files, serve_here

MARKS = {"en": "DRILL", "ar": "تمرين", "ru": "УЧЕНИЕ"}
REAL = {"en": "REAL, NOT THE DRILL", "ar": "حقيقي، وليس من التمرين", "ru": "ПО-НАСТОЯЩЕМУ, НЕ УЧЕНИЕ"}
PASSWORD = "of-a-drill-alone-4711"


class Room:
    """Two real nodes and a drill beside the first, in a loop of their own."""

    def __init__(self, folder: Path, story: str = "khasham") -> None:
        self.story = story
        configs = room_files(folder)
        [port] = free_ports(1)
        configs["A"] = replace(configs["A"], drill_listen=Listen(port=port))
        self.ready: Future[tuple[dict[str, RunningNode], DrillHost]] = Future()
        self.over = threading.Event()
        self.thread = threading.Thread(
            target=lambda: asyncio.run(serve_here(configs, self._act, open_with_drills))
        )
        self.thread.start()
        self.nodes, self.host = self.ready.result(60)

    async def _act(self, nodes: dict[str, RunningNode], hosts: dict[str, DrillHost]) -> None:
        try:
            await asyncio.wrap_future(nodes["A"].node.write(
                lambda room: create_user(room.store, "chief", "Chief", PASSWORD, True, ("en", "ar", "ru"), POSTS)
            ))  # fmt: skip
            if self.story:
                await hosts["A"].start(self.story, "duty_chief")
        except BaseException as error:
            self.ready.set_exception(error)
            raise
        self.ready.set_result((nodes, hosts["A"]))
        await asyncio.to_thread(self.over.wait)

    def write(self, party: str, command: Any) -> Any:
        return self.nodes[party].node.write(command).result(20)

    def stop(self) -> None:
        self.over.set()
        self.thread.join(30)


@pytest.fixture
def drilled(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    try:
        yield room
    finally:
        room.stop()


def test_a_real_flash_is_seen_in_a_drill_in_three_languages(drilled: Room, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    try:
        page.goto(drilled.host.address)
        page.wait_for_selector("input[type=password]")
        for word in MARKS.values():
            assert word in page.locator(".bar").inner_text(), "before anybody has signed in"
        page.locator("input").first.fill("chief")
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("button[type=submit]").first.click()
        page.get_by_role("button", name="Watch officer").first.click()
        page.wait_for_selector(".top")
        assert page.locator(".real").count() == 0
        [done, *_], _ = drilled.write("B", lambda room: line.stop(room, "A", "watch_officer", "b"))
        page.wait_for_selector(".real")
        for lang, word in MARKS.items():
            page.locator(f".sw button[lang={lang}]").click()
            page.wait_for_function("word => document.title.startsWith(word)", arg=word)
            assert REAL[lang] in page.locator(".real").inner_text()
            assert all(one in page.locator(".bar").inner_text() for one in MARKS.values())
        page.keyboard.press("Escape")
        assert page.locator(".real").is_visible(), "nothing in the page takes it away"
        drilled.write("A", lambda room: line.take(room, done.version.key, "watch_officer", "a"))
        page.wait_for_selector(".real", state="detached")
        page.keyboard.press("F10")
        page.wait_for_selector(".times")
    finally:
        page.close()


def test_a_duty_chief_starts_a_drill_from_the_strip_and_ends_it(tmp_path: Path, browser: Any) -> None:
    room = Room(tmp_path, story="")
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    try:
        page.goto(room.nodes["A"].config.url)
        page.locator("input").first.fill("chief")
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("button[type=submit]").first.click()
        page.get_by_role("button", name="Watch officer").first.click()
        page.wait_for_selector(".top")
        start = page.get_by_role("button", name="Start the drill")
        assert start.count() == 0, "it is the duty chief's to start one"
        page.locator(".who > button").click()
        page.get_by_role("button", name="Duty chief").first.click()
        page.get_by_label("Drill on a story").select_option("khasham")
        start.click()
        link = page.get_by_role("link", name="Open its page")
        link.wait_for()
        assert link.get_attribute("href") == room.host.address
        there = browser.new_page(viewport={"width": 1440, "height": 900})
        there.goto(room.host.address)
        there.wait_for_selector("input[type=password]")
        assert all(word in there.locator(".bar").inner_text() for word in MARKS.values())
        there.close()
        page.get_by_role("button", name="End the drill").click()
        start.wait_for()
        page.get_by_role("link", name="Save its record").wait_for()
    finally:
        page.close()
        room.stop()
