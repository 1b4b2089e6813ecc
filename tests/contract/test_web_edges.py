"""The edges of a page's routes: races with an account that changes, requests of other pages, sizes, and slow peers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.web.web_harness import PASSWORD, SETTINGS, Rooms, rooms
from tests.worlds import announce, notice, report, site

from commonground.geo.gazetteer import Gazetteer
from commonground.picture.statement import Release
from commonground.web import feed as feed_module
from commonground.web import sessions as sessions_module
from commonground.web.auth import User, change_user
from commonground.web.exporting import local_times
from commonground.web.feed import RELOAD
from commonground.web.sessions import sessions


@pytest.fixture
def r() -> Iterator[Rooms]:
    with rooms() as made:
        yield made


@pytest.mark.parametrize("change", [{"password_hash": "another"}, {"disabled": True}])
def test_an_account_that_changes_while_its_password_is_looked_at_gets_no_session(
    r: Rooms, change: dict[str, Any]
) -> None:
    web = r.apps["A"].state.web
    looked_at = web.authenticator.authenticate

    async def slowly(node: Any, user: str, secret: str) -> User | None:
        found: User | None = await looked_at(node, user, secret)
        values = {"password_hash": "", "disabled": None, "posts": None} | change
        await asyncio.wrap_future(node.write(lambda room: change_user(room.store, "bob", **values)))
        return found

    object.__setattr__(web, "authenticator", type("Slow", (), {"authenticate": staticmethod(slowly)}))
    answer = r.page("A").post("/api/sign-in", {"user": "bob", "password": PASSWORD}, 401)
    assert answer["error"]["kind"] == "NotAuthenticated"
    assert sessions(r.world.room("A").store) == []


def test_who_takes_a_post_from_the_own_account_does_not_stay_on_it(r: Rooms) -> None:
    page = r.signed_in("A", "ann", "watch_officer")
    page.post("/api/users/ann", {"posts": ["humanitarian_liaison"]})
    assert page.get("/api/session")["post"] == ""
    page.get("/api/export?what=sites&format=csv", 403)
    page.post("/api/users/ann", {"posts": ["watch_officer", "watch_officer"]}, 422)
    page.post("/api/take-post", {"post": "watch_officer"}, 403)
    page.post("/api/take-post", {"post": "humanitarian_liaison"})
    page.post("/api/users/ann", {"posts": ["humanitarian_liaison", "custodian"]})
    assert page.get("/api/session")["post"] == "humanitarian_liaison"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://node.test:8402"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_page_of_another_port_opens_no_site(r: Rooms, headers: dict[str, str]) -> None:
    """Cookies know no ports, and to open is told to the originator."""
    said = r.world.say("J", report(site(), "A"))
    r.world.carry("J", "A")
    page = r.signed_in("A")
    path = f"/api/sites/J/{said.version.entity}"
    refused = page.get(path, 403, headers=headers)
    assert refused["error"]["kind"] == "NotPermitted"
    assert not list(r.world.room("A").view.of_kind("receipt"))
    page.get(path, headers={"Sec-Fetch-Site": "same-origin"})
    assert len(list(r.world.room("A").view.of_kind("receipt"))) == 1


@pytest.mark.parametrize("digits", ["9" * 20, "9" * 5_000])
def test_a_leaf_with_many_digits_is_refused(r: Rooms, digits: str) -> None:
    r.world.say("A", announce(notice(), "B"))
    page = r.signed_in("A")
    answer = r.runner.run(page.client.get(f"/api/record/commonground/test/A/{digits}"))
    assert answer.status_code in (400, 422)


def test_of_many_sessions_of_one_person_the_last_stay(r: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    """All are looked through with each beat; a script that signs in without end ends its own."""
    monkeypatch.setattr(sessions_module, "PER_USER_MAX", 3)
    other = r.signed_in("A", "bob")
    pages = []
    for _ in range(5):
        r.world.clock.go_on()
        pages.append(r.signed_in("A", "ann"))
    for number, page in enumerate([*pages, other]):
        page.get("/api/session", 401 if number < 2 else 200)
    assert len(sessions(r.world.room("A").store)) == 4


# -- the feed -----------------------------------------------------------------------------------------------------


def test_the_events_that_are_kept_stay_small_together(r: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_module, "RING_BYTES_MAX", 1_000)
    feed = r.apps["A"].state.web.feed
    for number in range(100):
        feed._remember(number, b"x" * 300)
    assert [number for number, _ in feed.ring] == [97, 98, 99]
    assert feed._ring_bytes == 900
    feed._remember(100, b"x" * 5_000)
    assert [number for number, _ in feed.ring] == [100], "the last one is always kept"


def test_the_count_of_kept_bytes_holds_when_the_ring_is_full() -> None:
    with rooms(settings=replace(SETTINGS, feed_ring_max=4)) as made:
        feed = made.apps["A"].state.web.feed
        for number in range(20):
            feed._remember(number, b"x" * number)
        assert feed._ring_bytes == sum(len(data) for _, data in feed.ring) == 16 + 17 + 18 + 19


def test_rows_that_could_not_be_made_let_every_page_read_again(
    r: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = r.apps["A"].state.web.feed
    r.runner.run(feed.flush())
    cursor = feed.cursor
    r.world.say("A", announce(notice(), "B"))

    def fails(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("commonground.web.feed_rows.notice_row", fails)
        with pytest.raises(ZeroDivisionError):
            r.runner.run(feed.flush())
    assert feed.missed(cursor) == [RELOAD]
    assert feed.missed(feed.cursor) == []


# -- slow work ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/api/search?q=dam", "/api/gazetteer?q=dam"])
def test_places_are_not_searched_in_the_event_loop(
    r: Rooms, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = r.apps["A"].state.web
    search = Gazetteer.search
    threads: list[threading.Thread] = []

    def noted(self: Gazetteer, *asked: Any) -> Any:
        threads.append(threading.current_thread())
        return search(self, *asked)

    page = r.signed_in("A")
    monkeypatch.setattr(type(web.gazetteer), "search", noted)
    assert page.get(path)["rows"]
    assert len(threads) == 1
    assert threads[0] is not threading.current_thread()


@pytest.mark.parametrize("path", ["/api/export?what=notices&format=csv", "/api/print?what=notices"])
def test_files_are_not_written_in_the_event_loop(
    r: Rooms, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    r.world.say("A", announce(notice(), "B"))
    page = r.signed_in("A")
    threads: list[threading.Thread] = []

    def noted(zone: str) -> Any:
        def local(t_ms: int) -> str:
            threads.append(threading.current_thread())
            return local_times(zone)(t_ms)

        return local

    monkeypatch.setattr("commonground.web.routes_export.local_times", noted)
    assert r.runner.run(page.client.get(path)).status_code == 200
    assert threads
    assert threading.current_thread() not in threads


# -- slow peers ---------------------------------------------------------------------------------------------------


def test_nodes_that_do_not_answer_keep_nobody_from_signing_in() -> None:
    go_on = threading.Event()

    def never(*_: object) -> bytes:
        go_on.wait(30)
        return b"{}"

    with rooms(settings=replace(SETTINGS, open_content=never)) as made:
        made.world.say("A", replace(announce(notice()), releases=(Release(party="B", mode="view"),)))
        made.world.carry("A", "B")
        page = made.signed_in("B")
        [row] = page.get("/api/picture")["notices"]["rows"]
        path = f"/api/notices/A/{row['id']}/opened"

        async def play() -> int:
            headers = {"X-CSRF": page.csrf}
            opening = [
                asyncio.create_task(page.client.post(path, json={}, headers=headers)) for _ in range(40)
            ]
            while not any(one.name.startswith("view-only") for one in threading.enumerate()):
                await asyncio.sleep(0)
            other = made.page("B")
            answer = await other.client.post("/api/sign-in", json={"user": "bob", "password": PASSWORD})
            assert not any(one.done() for one in opening)
            go_on.set()
            await asyncio.gather(*opening)
            return int(answer.status_code)

        assert made.runner.run(play()) == 200


def test_json_is_compressed_for_those_who_accept_it_and_for_no_others(r: Rooms) -> None:
    r.world.say("A", announce(notice(text="the same words " * 200), "B"))
    page = r.signed_in("A")
    plain, packed = (
        r.runner.run(page.client.get("/api/picture", headers={"accept-encoding": coding}))
        for coding in ("identity", "gzip")
    )
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert packed.json()["notices"] == plain.json()["notices"]
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 3
