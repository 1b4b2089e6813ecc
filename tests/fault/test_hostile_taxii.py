"""Servers that are read and mean harm, or do not know better: each is left in words, and what was good before stays."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commonground.protocols.stix.codec import answers
from commonground.protocols.stix.codec.answers import time_text, wait_ms
from commonground.protocols.stix.pull import client as client_module
from commonground.protocols.stix.pull import kept as kept_module
from commonground.protocols.stix.pull import source as source_module
from commonground.protocols.stix.pull import walk
from commonground.protocols.stix.pull.client import Client
from commonground.protocols.stix.pull.drafts import LOST_MAX, shown
from commonground.protocols.stix.pull.kept import listed, raw
from commonground.protocols.stix.pull.schedule import due, next_in_ms, pull_once
from commonground.protocols.stix.pull.source import Position, State, add_source, source_of, state_of
from commonground.protocols.stix.pull.walk import Pull
from commonground.room.node import Node
from tests.taxii_servers import Here, added, stix, stix_id
from tests.worlds import T0_MS, TestClock, TestSalt, charter, make_node

Page = Callable[[Request], Awaitable[Response] | Response]
NAME = "Field office"
TAXII = "application/taxii+json;version=2.1"
DAY_MS = 86_400_000


def answer(body: Any, *, status: int = 200, kind: str = TAXII, **headers: str) -> Response:
    """An answer; headers by their names with low lines."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(content, status, {"content-type": kind, **named})


def page(*objects: Any, added_ms: int = T0_MS, **more: Any) -> Response:
    """A page of objects that were all added at one time."""
    at = time_text(added_ms * 1000)
    return answer({"objects": list(objects), **more}, X_TAXII_Date_Added_First=at, X_TAXII_Date_Added_Last=at)


def server(objects: Page, **others: Page) -> Starlette:
    """One API root with one collection, whose objects are what `objects` answers."""

    def root(_: Request) -> Response:
        return answer({"title": "x", "versions": [TAXII], "max_content_length": 9})

    def collections(_: Request) -> Response:
        return answer({"collections": [{"id": "c", "title": "C", "can_read": True, "can_write": False}]})

    return Starlette(
        routes=[
            Route("/r/", others.get("root", root)),
            Route("/r/collections/", others.get("collections", collections)),
            Route("/r/collections/c/objects/", objects),
        ]
    )


class Read:
    """One node that reads one such server, as often as it is asked to."""

    def __init__(self, app: Starlette, **source: Any) -> None:
        self.clock = TestClock()
        self.node: Node = make_node("A", charter(), self.clock, TestSalt())
        self.transport = httpx.ASGITransport(app=app)
        self.answer_s = 20.0
        added(
            self.node, **{"url": "http://127.0.0.1:9/r/", "auth": "none", "user": "", "secret": "", **source}
        )

    def pull(self) -> Pull:
        def make(source: Any, now_ms: int) -> Client:
            return Client(source, now_ms, transport=self.transport, answer_s=self.answer_s)

        return asyncio.run(pull_once(Here(self.node), NAME, make))

    @property
    def state(self) -> State:
        return state_of(self.node.room.store, NAME)

    @property
    def position(self) -> Position:
        [one] = self.state.positions
        return one


GOOD = stix("report", 1)


def test_more_for_ever_on_the_same_page() -> None:
    asked = count()
    read = Read(server(lambda _: page(GOOD, more=True, next=str(next(asked)))))
    done = read.pull()
    assert done.troubles == ["C: it gives the same page again"]
    assert (done.pages, dict(done.kept)) == (2, {"report": 1})
    assert listed(read.node.room.store, "waiting", "", 9) == [GOOD["id"]]


def test_a_next_that_leads_to_itself_with_new_objects_is_a_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some servers call every page of a walk by one `next`: it is the page that may not come again."""
    asked = count(1)
    read = Read(server(lambda _: page(stix("report", next(asked)), more=True, next="here")))
    monkeypatch.setattr(walk, "PAGES_MAX", 30)
    assert dict(read.pull().kept) == {"report": 30}
    assert dict(read.pull().kept) == {"report": 30}, "it goes on at the next pull"


def test_empty_pages_for_ever() -> None:
    asked = count()
    read = Read(server(lambda _: answer({"more": True, "next": str(next(asked))})))
    done = read.pull()
    assert done.troubles == ["C: it gives one empty page after another"]
    assert done.pages < 30


def test_more_without_where() -> None:
    read = Read(server(lambda _: answer({"objects": [GOOD], "more": True})))
    assert read.pull().troubles == ["C: it says that there is more, and not where"]


def test_more_without_next_goes_on_by_time() -> None:
    def objects(request: Request) -> Response:
        after = request.query_params.get("added_after", "")
        left = [n for n in range(1, 6) if time_text((T0_MS - 1000 * (9 - n)) * 1000) > after][:2]
        body = {"objects": [stix("report", n) for n in left], "more": len(left) == 2 and left[-1] < 5}
        first, last = (time_text((T0_MS - 1000 * (9 - n)) * 1000) for n in (left[0], left[-1]))
        return answer(body, X_TAXII_Date_Added_First=first, X_TAXII_Date_Added_Last=last)

    read = Read(server(objects))
    assert dict(read.pull().kept) == {"report": 5}


def test_a_time_that_is_yet_to_come_hides_nothing() -> None:
    """A server whose clock is wrong by years: what it adds later, with a right clock, comes too."""
    held = [(stix("report", 1), T0_MS + 20 * 365 * DAY_MS)]

    def objects(request: Request) -> Response:
        after = request.query_params.get("added_after", "")
        found = [(one, at) for one, at in held if time_text(at * 1000) > after]
        return page(*(one for one, _ in found), added_ms=max((at for _, at in found), default=T0_MS))

    read = Read(server(objects))
    assert dict(read.pull().kept) == {"report": 1}
    assert read.position.after_us <= T0_MS * 1000
    read.clock.go_on(DAY_MS)
    held.append((stix("report", 2), T0_MS + 1000))
    assert dict(read.pull().kept) == {"report": 1}


def test_times_that_go_back_pass_over_nothing() -> None:
    pages = {"": (stix("report", 1), T0_MS - 1000, "b"), "b": (stix("report", 2), T0_MS - 9000, "c"),
             "c": (stix("report", 3), T0_MS - 5000, "")}  # fmt: skip

    def objects(request: Request) -> Response:
        one, at, following = pages[request.query_params.get("next", "")]
        if request.query_params.get("next") == "c" and not served:
            return answer({}, status=500)
        return page(one, added_ms=at, **({"more": True, "next": following} if following else {}))

    served: list[int] = []
    read = Read(server(objects))
    assert read.pull().troubles == ["it failed (500)"]
    assert read.position.after_us == 0
    served.append(1)
    assert dict(read.pull().kept) == {"report": 1}
    assert read.position.after_us == (T0_MS - 1000) * 1000


@pytest.mark.parametrize(
    ("given", "trouble"),
    [
        (lambda _: answer(b"{"), "C: not JSON in UTF-8"),
        (lambda _: answer(b"[]"), "C: Expected `object`"),
        (lambda _: answer(b"[" * 100_000), "C: nested deeper"),
        (lambda _: answer({"objects": 3}), "C: objects: Expected `array"),
        (lambda _: answer({"objects": [], "next": "x" * 3_000, "more": True}), "C: next: at most 2000"),
        (lambda _: answer({}, kind="text/html"), "C: it does not speak TAXII 2.1"),
        (lambda _: answer({}, kind="application/taxii+json;version=2.0"), "C: it does not speak TAXII 2.1"),
        (lambda _: answer({}, kind="application/vnd.oasis.taxii+json"), "C: it does not speak TAXII 2.1"),
        (lambda _: answer({}, Content_Encoding="gzip"), "C: it answered in an encoding"),
        (lambda _: answer({}, status=302, Location="http://192.0.2.1/"), "C: it sends us to another address"),
        (lambda _: answer({}, status=401), "C: it did not take the name"),
        (lambda _: answer({}, status=403), "C: it does not let us read"),
        (lambda _: answer({}, status=404), "C: it does not know what was asked for"),
        (lambda _: answer({}, status=406), "C: it does not speak TAXII 2.1"),
        (lambda _: answer({}, status=204), "C: it answered with status 204"),
        (lambda _: answer({}, status=500), "it failed (500)"),
        (lambda _: answer({}, status=503), "it asks us to wait"),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_said_in_words(given: Page, trouble: str) -> None:
    read = Read(server(given))
    [said] = read.pull().troubles
    assert said.startswith(trouble)
    assert read.state.failures == 1
    assert read.state.pulled_ms == 0


def test_objects_that_are_none_are_counted_and_the_others_taken() -> None:
    bad = [3, None, "x", [], {}, {"type": "report"}, {"type": "report", "id": "report--1"},
           {"type": "../x", "id": "../x"}, {"type": "report", "id": stix_id("identity", 1)},
           {**GOOD, "id": stix_id("report", 2), "modified": "yesterday"},
           {**GOOD, "id": stix_id("report", 3), "modified": 5},
           {**GOOD, "id": stix_id("report", 4), "description": "x" * 1_000_001}]  # fmt: skip
    read = Read(server(lambda _: page(*bad, GOOD)))
    done = read.pull()
    assert (done.troubles, dict(done.kept)) == ([], {"report": 1})
    assert dict(done.left_out) == {"no STIX object": 9, "a time that is none": 2, "longer than 1 MB": 1}


def test_more_objects_than_anybody_asked_for() -> None:
    read = Read(server(lambda _: page(*[3] * (answers.OBJECTS_MAX + 1))))
    assert read.pull().troubles == [f"C: objects: at most {answers.OBJECTS_MAX} items expected"]


def test_an_answer_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "ANSWER_BYTES_MAX", 1_000)
    read = Read(server(lambda _: page({"x": "y" * 2_000})))
    assert read.pull().troubles == ["C: it answered with more than 1000 bytes"]


def test_an_answer_that_never_comes() -> None:
    async def never(_: Request) -> Response:
        await asyncio.Event().wait()
        raise AssertionError

    read = Read(server(never))
    read.answer_s = 0.05
    assert read.pull().troubles == ["no answer within 0.05 s"]


def test_a_discovery_that_points_elsewhere_is_not_followed_there() -> None:
    """The secret of a source goes to its own host alone."""
    asked: list[str] = []

    class Watched(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            asked.append(request.url.host)
            return await inside.handle_async_request(request)

    roots = [
        "http://192.0.2.1/r/",
        "//192.0.2.1/r/",
        "https://127.0.0.1:9/r/",
        "http://127.0.0.1:10/r/",
        "/r/",
    ]
    app = server(lambda _: page(GOOD))
    app.routes.append(Route("/", lambda _: answer({"title": "x", "api_roots": roots})))
    inside = httpx.ASGITransport(app=app)
    read = Read(app, url="http://127.0.0.1:9/", auth="bearer", secret="token")
    read.transport = Watched()  # type: ignore[assignment]
    done = read.pull()
    assert set(done.troubles) == {"it points at another host, which is not asked"}
    assert (set(asked), dict(done.kept)) == ({"127.0.0.1"}, {"report": 1})


def test_so_much_and_no_more_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "KEPT_BYTES_MAX", 1_000)
    asked = count(1)
    read = Read(server(lambda _: page(stix("report", next(asked)), more=True, next=str(next(asked)))))
    done = read.pull()
    assert done.troubles == ["C: so much of it is kept that no more is taken"]
    assert read.state.kept_bytes < 2_000


def test_new_collections_at_every_pull_are_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "POSITIONS_MAX", 4)
    asked = count()

    def collections(_: Request) -> Response:
        return answer({"collections": [{"id": "c", "title": "C"}, {"id": f"n{next(asked)}"}]})

    read = Read(server(lambda _: page(GOOD), collections=collections))
    for _ in range(9):
        read.pull()
    assert len(read.state.positions) == 4
    assert "c" in [one.collection for one in read.state.positions]


def test_types_without_end_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_module, "TYPES_MAX", 3)
    objects = [{**stix("x-thing", n), "type": f"x-{n:03d}", "id": stix_id(f"x-{n:03d}", n)} for n in range(9)]
    read = Read(server(lambda _: page(*objects, GOOD)))
    done = read.pull()
    assert dict(done.kept) == {"x-000": 1, "x-001": 1, "x-002": 1, "other": 6, "report": 1}
    assert len(raw(read.node.room.store, "other", "", 99)) == 6


def test_a_report_that_points_at_very_much_is_shown_all_the_same() -> None:
    """What it points at is read up to a length: the writer of the node has other things to do."""
    long = [stix("note", n, content="x" * 900_000) for n in range(8)]
    many = {
        **GOOD,
        "object_refs": [one["id"] for one in long] + [stix_id("indicator", n) for n in range(9_000)],
    }
    read = Read(server(lambda _: page(*long, many)))
    read.pull()
    found = shown(read.node.room.store, GOOD["id"])
    assert found is not None
    assert found.information is not None
    assert len(found.lost) == LOST_MAX


def test_one_collection_that_fails_does_not_hurt_the_others() -> None:
    def collections(_: Request) -> Response:
        return answer({"collections": [{"id": "gone", "title": "Gone"}, {"id": "c", "title": "C"}]})

    done = Read(server(lambda _: page(GOOD), collections=collections)).pull()
    assert done.troubles == ["Gone: it does not know what was asked for"]
    assert dict(done.kept) == {"report": 1}


@pytest.mark.parametrize(
    ("every", "given", "least_ms"), [(15, "7200", 7_200_000), (15, "", 900_000), (15, "-3", 900_000)]
)
def test_whoever_asks_to_wait_is_left_alone_so_long(every: int, given: str, least_ms: int) -> None:
    read = Read(server(lambda _: answer({}, status=429, Retry_After=given)), every_minutes=every)
    assert due(read.node.room) == [NAME]
    read.pull()
    assert read.state.next_ms == T0_MS + least_ms
    read.clock.go_on(least_ms - 1)
    assert due(read.node.room) == []
    read.clock.go_on(1)
    assert due(read.node.room) == [NAME]


def test_a_source_that_fails_is_asked_less_and_less() -> None:
    assert [next_in_ms(10, n, 0) // 60_000 for n in (0, 1, 2, 3, 9, 40)] == [10, 10, 20, 40, 1440, 1440]
    assert next_in_ms(10_000, 5, 0) == 10_000 * 60_000
    assert next_in_ms(10, 0, 10**9) == 10**9


def test_retry_after_in_any_form() -> None:
    date = "Wed, 18 Mar 2026 09:00:00 GMT"
    given = [
        ("5", 5_000),
        (date, 3_600_000),
        ("Wed, 18 Mar 2020 09:00:00 GMT", 0),
        ("x", 0),
        ("", 0),
        ("9" * 30, DAY_MS),
    ]
    assert [wait_ms(text, T0_MS) for text, _ in given] == [ms for _, ms in given]


def test_a_source_that_is_changed_while_it_is_read_keeps_nothing_of_the_old() -> None:
    def objects(_: Request) -> Response:
        other = added_other.pop()
        read.node.run_now(lambda room: other(room))
        return page(GOOD)

    def change(room: Any) -> None:
        from commonground.protocols.stix.pull.source import remove_source

        one = source_of(room.store, NAME)
        remove_source(room.store, NAME)
        add_source(room.store, type(one)(name=NAME, url="http://127.0.0.1:9/other/"), T0_MS)

    added_other = [change]
    read = Read(server(objects))
    done = read.pull()
    assert dict(done.kept) == {}
    assert read.state == State()
