"""The feed: one set of rows per change, for everybody who looks; rings, reloads, beats, and sessions that end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.scenario.test_accession import candidate
from tests.unit.web.web_harness import SETTINGS, Page, Rooms, Stream, draft, rooms
from tests.worlds import HOUR_MS, T0_MS, announce, notice, report, site, volume

from commonground.picture.blocks import Reference
from commonground.picture.entity import Reply
from commonground.picture.statement import Release
from commonground.record import full
from commonground.record import replace as renewed
from commonground.room.charters import go_over
from commonground.room.submit import Command
from commonground.web.app import background
from commonground.web.feed import PER_SESSION_MAX, RELOAD


@pytest.fixture(params=["memory", "sqlite"])
def r(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rooms]:
    with rooms(folder=tmp_path if request.param == "sqlite" else None) as made:
        yield made


def following(r: Rooms, page: Page, party: str, story: Callable[[Stream, Any], Awaitable[None]]) -> None:
    """Run a story while the node's tasks run and one page follows the feed."""
    web = r.apps[party].state.web

    async def run() -> None:
        async with background(web):
            await web.feed.flush()
            async with Stream(r.apps[party], f"/api/feed?cursor={web.feed.cursor}", page.cookie) as stream:
                await story(stream, web)

    r.runner.run(run())


def test_the_stream_is_not_held_back_by_compression(r: Rooms) -> None:
    page = r.signed_in("A")

    async def run() -> None:
        stream = Stream(r.apps["A"], "/api/feed?cursor=0", page.cookie)
        stream.accept("gzip, br")
        async with stream:
            assert await stream.event() == ("reload", {})
            assert stream.headers["content-type"].startswith("text/event-stream")
            assert "content-encoding" not in stream.headers
            assert stream.headers["cache-control"] == "no-store"

    r.runner.run(run())


async def next_with(stream: Stream, name: str) -> dict[str, Any]:
    """The next change that holds a list of that name."""
    while True:
        event = await stream.event("change")
        assert event is not None, f"the feed ended before {name}"
        if name in event[1]:
            return event[1]


def test_a_change_brings_its_rows_and_not_the_picture(r: Rooms) -> None:
    r.world.say("B", announce(notice(volume(38.0)), "A"))
    r.world.carry_all()

    async def story(stream: Stream, web: Any) -> None:
        said = r.world.say("B", announce(notice(), "A"))
        r.world.carry("B", "A")
        change = await next_with(stream, "notices")
        assert [row["key"] for row in change["notices"]] == [said.version.key]
        assert "sites" not in change
        r.world.say("J", report(site(), "A"))
        r.world.carry("J", "A")
        change = await next_with(stream, "conflicts")
        assert [row["key"] for row in change["conflicts"]["rows"]] == [f"{said.version.key}|sites|J"]
        rows = {row["key"]: row for row in change["notices"]}
        assert rows[said.version.key]["hits"] == 1
        assert change["sites"][0]["author"] == "J"

    following(r, r.signed_in("A"), "A", story)


def test_the_author_sees_delivery_and_replies_as_they_come(r: Rooms) -> None:
    async def story(stream: Stream, web: Any) -> None:
        said = r.world.say("A", announce(notice(), "B"))
        change = await next_with(stream, "notices")
        assert change["notices"][0]["recipients"][0]["delivered_ms"] is None
        r.world.carry("A", "B")
        change = await next_with(stream, "notices")
        assert change["notices"][0]["recipients"][0]["delivered_ms"] == r.world.clock.ms
        assert {row["party"]: row["waiting"] for row in change["nodes"]}["B"] == 0
        about = Reference(author="A", entity=said.version.entity)
        body = Reply(about=about, about_version=1, what="answer", code="will_avoid")
        r.world.say("B", Command(kind="reply", action="establish", post="watch_officer", body=body,
                                 releases=(Release(party="A"),)))  # fmt: skip
        r.world.carry("B", "A")
        change = await next_with(stream, "messages")
        assert change["messages"][0]["kind"] == "answer"
        assert [one["code"] for one in change["notices"][0]["replies"]] == ["will_avoid"]

    following(r, r.signed_in("A"), "A", story)


def test_drafts_and_held_releases_reach_every_page_of_the_party(r: Rooms) -> None:
    page, other = r.signed_in("A"), r.signed_in("A", "bob")

    async def story(stream: Stream, web: Any) -> None:
        body = {"draft": draft([full(volume())], "B")}
        answer = await page.client.post("/api/drafts", json=body, headers={"X-CSRF": page.csrf})
        change = await next_with(stream, "drafts")
        assert [row["id"] for row in change["drafts"]] == [answer.json()["id"]]
        order = {**body, "acknowledged": [], "report_id": ""}
        answer = await page.client.post("/api/release", json=order, headers={"X-CSRF": page.csrf})
        change = await next_with(stream, "held")
        assert [row["id"] for row in change["held"]] == [answer.json()["held"]["id"]]
        r.world.clock.go_on(10_000)
        change = await next_with(stream, "notices")
        assert change["notices"][0]["id"] == answer.json()["held"]["id_of_entity"]

    following(r, other, "A", story)


def test_who_has_joined_has_a_name_in_pages_that_are_open(r: Rooms) -> None:
    async def story(stream: Stream, web: Any) -> None:
        await stream.event("beat")
        who, _ = candidate()
        r.world.nodes["A"].run_now(
            lambda room: go_over(room, renewed(room.charter, parties=(*room.charter.parties, who)))
        )
        await web.feed.beat()
        change = await next_with(stream, "parties")
        assert [one["id"] for one in change["parties"]] == ["A", "B", "J", "C"]
        assert change["parties"][-1]["name"]["ru"] == "Центр В"

    page = r.signed_in("A")
    assert page.get("/api/picture")["parties"] == page.session["parties"]
    following(r, page, "A", story)
    assert [one["id"] for one in page.get("/api/picture")["parties"]] == ["A", "B", "J", "C"]


def test_what_turns_with_time_alone_is_sent_with_a_beat() -> None:
    async def story(stream: Stream, web: Any) -> None:
        await stream.event("beat")
        for after_ms, state in ((48 * HOUR_MS, "active"), (50 * HOUR_MS + 1, "ended")):
            r.world.clock.ms = T0_MS + after_ms
            await web.feed.beat()
            change = await next_with(stream, "notices")
            assert change["notices"][0]["state"] == state
            assert change["now_ms"] == r.world.clock.ms

    with rooms(settings=replace(SETTINGS, idle_ms=10**9, absolute_ms=10**9)) as r:
        r.world.say("A", announce(notice(), "B"))
        following(r, r.signed_in("A"), "A", story)


def test_a_page_that_comes_back_gets_what_it_missed_or_is_told_to_read_again() -> None:
    with rooms(settings=replace(SETTINGS, feed_ring_max=3, beat_s=30)) as r:
        page = r.signed_in("A")
        feed = r.apps["A"].state.web.feed

        async def run() -> None:
            await feed.flush()
            start = feed.cursor
            for number in range(5):
                r.world.say("A", plain(number))
                await feed.flush()
            last = feed.cursor
            assert last >= start + 5
            async with Stream(r.apps["A"], f"/api/feed?cursor={last - 2}", page.cookie) as stream:
                for expected in (last - 1, last):
                    change = await stream.event("change")
                    assert change is not None
                    assert change[1]["cursor"] == expected
            for cursor in (str(last - 4), str(last + 1), "", "0"):
                async with Stream(r.apps["A"], f"/api/feed?cursor={cursor}", page.cookie) as stream:
                    assert await stream.event() == ("reload", {})
                    assert await stream.event() is None

        r.runner.run(run())


def test_while_nobody_looks_no_rows_are_made_and_who_comes_reads_everything_once() -> None:
    with rooms(settings=replace(SETTINGS, feed_kept_s=0, beat_s=30)) as r:
        page = r.signed_in("A")
        feed = r.apps["A"].state.web.feed

        async def run() -> None:
            await feed.flush()
            start = feed.cursor
            for number in range(3):
                r.world.say("A", plain(number))
                await feed.flush()
            assert [data for _, data in feed.ring] == [RELOAD]
            async with Stream(r.apps["A"], f"/api/feed?cursor={start}", page.cookie) as stream:
                assert await stream.event() == ("reload", {})
                assert await stream.event() is None
            async with Stream(r.apps["A"], f"/api/feed?cursor={feed.cursor}", page.cookie) as stream:
                while not feed.clients:
                    await asyncio.sleep(0)
                r.world.say("A", plain(3))
                await feed.flush()
                change = await stream.event("change")
                assert change is not None
                assert [row["name"]["en"] for row in change[1]["sites"]] == ["S3"]

        r.runner.run(run())


def test_a_page_that_does_not_keep_up_is_told_to_read_again_and_holds_up_nobody() -> None:
    with rooms(settings=replace(SETTINGS, feed_queue_max=2, beat_s=30)) as r:
        web = r.apps["A"].state.web

        async def run() -> None:
            await web.feed.flush()
            slow = web.feed.follow("one", web.feed.cursor)
            first = asyncio.ensure_future(anext(slow))
            while not web.feed.clients:
                await asyncio.sleep(0)
            for number in range(6):
                r.world.say("A", plain(number))
                await web.feed.flush()
            seen = [await first]
            async for data in slow:
                seen.append(data)
            assert len(seen) <= 4
            assert seen[-1].startswith(b"event: reload")
            assert not web.feed.clients

        r.runner.run(run())


def test_more_changes_than_can_be_listed_are_one_reload() -> None:
    with rooms(settings=replace(SETTINGS, beat_s=30)) as r:
        web = r.apps["A"].state.web

        async def run() -> None:
            await web.feed.flush()
            web.node.run_now(lambda room: room.view.changes.keys.update(room.view.picture.entities))
            before = web.feed.cursor
            await web.feed.flush()
            assert web.feed.ring[-1][1].startswith(b"event: reload")
            assert web.feed.cursor == before + 1

        for number in range(1_001):
            r.world.say("A", plain(number))
        r.runner.run(run())


def plain(number: int) -> Command:
    return report(site(34 + number / 200, 30.0, f"S{number}"))


def test_a_feed_ends_with_its_session(r: Rooms) -> None:
    ann, bob = r.signed_in("A"), r.signed_in("A", "bob")
    his = next(row["id"] for row in ann.get("/api/sessions")["rows"] if row["user"] == "bob")

    async def story(stream: Stream, web: Any) -> None:
        await ann.client.post(f"/api/sessions/{his}/revoke", json={}, headers={"X-CSRF": ann.csrf})
        while await stream.event() is not None:
            pass
        assert not web.feed.clients

    following(r, bob, "A", story)


def test_a_feed_ends_when_its_session_has_run_out() -> None:
    with rooms() as r:

        async def story(stream: Stream, web: Any) -> None:
            r.world.clock.go_on(13 * HOUR_MS)
            while await stream.event() is not None:
                pass

        following(r, r.signed_in("A"), "A", story)


def test_without_a_session_there_is_no_feed(r: Rooms) -> None:
    async def run() -> int:
        async with Stream(r.apps["A"], "/api/feed?cursor=0", "cg_session_A=x") as stream:
            return stream.status

    assert r.runner.run(run()) == 401


def test_nothing_that_another_party_keeps_to_itself_is_sent(r: Rooms) -> None:
    async def story(stream: Stream, web: Any) -> None:
        r.world.say("B", report(site(40.0, 35.0, name="Hidden"), "J"))
        r.world.carry_all()
        said = r.world.say("B", announce(notice(), "A"))
        r.world.carry_all()
        change = await next_with(stream, "notices")
        assert [row["key"] for row in change["notices"]] == [said.version.key]
        assert "Hidden" not in str(change)
        assert not any(b"Hidden" in data for _, data in web.feed.ring)

    following(r, r.signed_in("A"), "A", story)


def test_a_session_that_opens_too_many_feeds_loses_its_oldest() -> None:
    with rooms(settings=replace(SETTINGS, beat_s=30)) as r:
        feed = r.apps["A"].state.web.feed

        async def run() -> None:
            await feed.flush()
            opened = []
            for number in range(PER_SESSION_MAX + 1):
                stream = feed.follow("one", feed.cursor)
                opened.append((stream, asyncio.ensure_future(anext(stream))))
                while len(feed.clients) < min(number + 1, PER_SESSION_MAX):
                    await asyncio.sleep(0)
            with pytest.raises(StopAsyncIteration):
                await opened[0][1]
            assert len(feed.clients) == PER_SESSION_MAX
            feed.end_all()
            for _, waiting in opened[1:]:
                with pytest.raises(StopAsyncIteration):
                    await waiting

        r.runner.run(run())


def test_after_a_store_that_failed_pages_read_again_and_the_node_serves_on() -> None:
    with rooms(settings=replace(SETTINGS, beat_s=30)) as r:
        page = r.signed_in("A")
        feed = r.apps["A"].state.web.feed
        r.runner.run(feed.flush())
        body = {"draft": draft([full(volume())], "B")}
        r.world.room("A").store.fail_at(1)  # type: ignore[attr-defined]
        refused = page.post("/api/drafts", body, 503)
        assert refused["error"]["kind"] == "Unavailable"
        page.post("/api/drafts", body)
        r.runner.run(feed.flush())
        assert feed.ring[-1][1].startswith(b"event: reload")
        assert len(page.get("/api/picture")["drafts"]["rows"]) == 1
