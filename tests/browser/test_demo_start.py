"""The demonstration as a person starts it: one command, three addresses, a log-in, a map full of real places."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.served import free_run

ROOT = Path(__file__).parents[2]
READY_MS = 60_000


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[tuple[list[str], list[tuple[str, str]], Any]]:
    """Addresses and log-ins that the command prints, and the process."""
    port = free_run(3)
    environment = {**os.environ, "COLUMNS": "160", "TERM": "dumb", "PYTHONUNBUFFERED": "1"}
    command = str(Path(sys.executable).parent / "commonground")
    process = subprocess.Popen(
        [command, "demo", "--folder", str(tmp_path / "room"), "--port", str(port)],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("ready"):
            break
    text = "".join(lines)
    addresses = re.findall(r"http://127\.0\.0\.1:\d+", text)
    people = re.findall(r"\b(north|south|joint)\b\s.*?\b((?:[a-z0-9]{4}-){2}[a-z0-9]{4})\b", text)
    yield addresses, people, (process, text)
    process.send_signal(signal.SIGINT)
    process.wait(20)


def drones_fly(page: Any) -> None:
    """A flight of South's service, from the list of objects to a simulated drone on the map; then its own screen."""
    flight = page.locator(".jump option", has_text="activated · uss-south")
    expect(flight).to_have_count(1, timeout=READY_MS)
    page.locator(".jump").select_option(flight.get_attribute("value"))
    expect(page.locator(".about")).to_contain_text("uss-south")
    expect(page.locator(".bl.dr")).to_contain_text("simulated")
    page.goto(f"{page.url.partition('#')[0]}#view=drones")
    expect(page.locator(".dr .list")).to_contain_text("nonconforming")
    expect(page.locator(".dr .list")).to_contain_text("constraint")
    page.goto(f"{page.url.partition('#')[0]}#view=watch")


def test_the_demonstration_opens_on_a_map(browser: Any, demo: Any) -> None:
    addresses, people, (process, text) = demo
    assert len(addresses) == 3, text
    assert {name for name, _ in people} == {"north", "south", "joint"}, text
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    said: list[str] = []
    for address, (name, password) in zip(addresses, people, strict=True):
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        page.fill("#in-user", name)
        page.fill("#in-password", password)
        page.locator("form button[type=submit]").click()
        page.get_by_role("button", name="Watch officer", exact=True).click()
        expect(page.locator(".labels .bl").first).to_be_attached(timeout=READY_MS)
        expect(page.locator(".mark")).to_have_text("Demonstration data")
        # The map begins where something happens, not where most sites lie.
        expect(page.locator(".labels .bl >> visible=true").nth(9)).to_be_visible()
        if name == "north":
            drones_fly(page)
        held = page.evaluate("fetch('/api/picture').then((r) => r.json())")
        assert held["sites"]["total"] > 208
        assert held["notices"]["total"] > 20
    # Real places of Za'atari, each centre sees the others.
    expect(page.locator(".ends li", has_text=re.compile(r"\bup\b"))).to_have_count(2)
    assert said == []
    context.close()
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    assert process.wait(20) == 0
    assert "Traceback" not in rest, rest[-2000:]
