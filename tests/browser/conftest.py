"""Real pages in the distribution's browser: a room and a browser for a file, a context for each person."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from .page_room import PageRoom, page_room

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
# No WebGL anywhere: the map draws on a plain canvas, and a machine in a centre may have no graphics card.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-webgl", "--disable-3d-apis", "--disable-dev-shm-usage",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser."""
    for item in items:
        if HERE in Path(str(item.path)).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for a file: while it is open its driver holds an event loop, which other tests want for theirs."""
    if not CHROMIUM:
        if os.environ.get("COMMONGROUND_ALL") == "1":
            pytest.fail("COMMONGROUND_ALL=1 and no chromium on this machine")
        pytest.skip("no chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageRoom]:
    """One room for a file, so that only its own tests, in their order, leave calls and alarms in it."""
    with page_room(tmp_path_factory.mktemp("room")) as made:
        yield made


@pytest.fixture
def another_room(tmp_path: Path) -> Iterator[Callable[..., PageRoom]]:
    """`another_room(peer_lost_ms=3_000)`: a room of a test's own, which stands until its pages are closed."""
    with ExitStack() as stack:
        yield lambda **how: stack.enter_context(page_room(tmp_path, **how))


@pytest.fixture
def person(
    browser: Any, room: PageRoom, another_room: Callable[..., PageRoom]
) -> Iterator[Callable[..., Any]]:
    """`person("A", lang="ar")`: somebody at the page of A. At the end each console must have been quiet."""
    from .person import Person

    there: list[Person] = []

    def come(party: str, **how: Any) -> Person:
        there.append(Person(browser, how.pop("room", room), party, **how))
        return there[-1]

    yield come
    failed = []
    for one in there:
        try:
            one.close()
        except AssertionError as error:
            failed.append(f"{one.party}: {error}")
    assert not failed, failed
