"""Who fails is told so: reports of exchanges that went wrong, once for each problem, queued, to a service and to a DSS.

The service that misbehaves listens on loopback and answers whatever a test makes it answer; it keeps the reports.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from implicitdict import ImplicitDict
from uas_standards.astm.f3548.v21.api import ErrorReport

from commonground.errors import CommongroundError, Unavailable
from commonground.picture.airspace import DssReport, Exchange
from commonground.protocols.f3548.client import Client
from commonground.protocols.f3548.noting import note_exchange
from commonground.protocols.f3548.sender import Sender
from commonground.room.uss import problems
from commonground.room.uss.terms import Service
from tests.fault.test_uss_faults import LIES, answering, endless, events, hanging, restart
from tests.uss_world import Sky, TestTokens, box, new_id, plan, sky

ONE, TWO, SUB = new_id(1), new_id(2), new_id(9)
COORDINATION = "utm.strategic_coordination"


@pytest.fixture
def three() -> Sky:
    with sky() as made:
        made.dss("A")
        made.uss("B")
        made.uss("J", answer_s=0.2)
        yield made


def but_reports(made: Sky, host: str, instead: Callable[[httpx.Request], Awaitable[httpx.Response]]) -> None:
    """Let a host misbehave in everything but in taking reports."""

    async def go(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/reports"):
            return await made.hosts.apps[host].handle_async_request(request)
        return await instead(request)

    made.hosts.instead[host] = go


def reported(made: Sky, party: str) -> list[DssReport]:
    """The reports that a party archived."""
    node = made.world.nodes[party]
    return [one.body for one in node.read(lambda room: list(room.view.of_kind("dss_report"))).result()]  # type: ignore[misc]


def fails(made: Sky, number: int = 2) -> None:
    """J plans a flight near B's, and cannot know its details."""
    with pytest.raises(CommongroundError):
        made.run(made.services["J"].supplier.change(new_id(number), plan(box(lon=36.51, until_min=240))))
    made.world.nodes["J"].read(lambda room: None).result()


@pytest.mark.parametrize(
    ("instead", "code", "words"),
    [
        (answering(500), 500, "status 500"), (answering(404), 404, "status 404"), (hanging, 0, "no answer within"),
        (endless, 0, "more than"),
    ],
    ids=["500", "404", "hangs", "endless"],
)  # fmt: skip
def test_a_service_that_does_not_answer_as_it_should_is_told_once(
    three: Sky, instead: Any, code: int, words: str
) -> None:
    three.run(three.services["B"].supplier.change(ONE, plan()))
    but_reports(three, "uss-b.test", instead)
    for number in (2, 3, 4):
        fails(three, number)
    three.tell_all()
    [told] = reported(three, "B")
    assert told.reporter == "uss-j"
    exchange = told.exchange
    assert (exchange.method, exchange.response_code, exchange.recorder_role) == ("GET", code, "Client")
    assert exchange.url == f"http://uss-b.test/uss/v1/operational_intents/{ONE}"
    assert words in exchange.problem
    assert exchange.request_source == "uss-j"
    assert exchange.headers == ("Authorization: (18 characters left out)",)
    three.clock.go_on(10 * 60_000)
    fails(three)
    three.tell_all()
    assert len(reported(three, "B")) == 1, "it is the same problem still"


@pytest.mark.parametrize("lie", LIES)
def test_a_service_that_tells_what_cannot_be_is_told_with_its_own_words(three: Sky, lie: str) -> None:
    three.run(three.services["B"].supplier.change(ONE, plan()))
    but_reports(three, "uss-b.test", answering(200, LIES[lie], three))
    fails(three)
    fails(three)
    three.tell_all()
    [told] = reported(three, "B")
    assert json.loads(base64.b64decode(told.exchange.response_body))["operational_intent"]
    assert told.exchange.response_code == 200
    assert told.exchange.problem


def test_a_problem_that_comes_back_later_is_another_one(three: Sky) -> None:
    three.run(three.services["B"].supplier.change(ONE, plan(box(until_min=240))))
    but_reports(three, "uss-b.test", answering(500))
    fails(three)
    three.clock.go_on(problems.LASTS_MS + 1)
    fails(three)
    three.tell_all()
    assert len(reported(three, "B")) == 2


def test_a_service_that_refuses_a_notification_is_told_what_was_sent(three: Sky) -> None:
    b, j = three.services["B"], three.services["J"]
    three.run(b.supplier.change(ONE, plan(box(lon=36.51))))
    three.run(j.supplier.change(TWO, plan()))
    but_reports(three, "uss-b.test", answering(400))
    for _ in range(3):
        three.tell_all()
        three.clock.go_on(60_000)
    [told] = reported(three, "B")
    assert (told.exchange.method, told.exchange.response_code) == ("POST", 400)
    assert json.loads(base64.b64decode(told.exchange.request_body))["operational_intent_id"] == TWO


def test_a_no_is_an_answer_and_nobody_is_told_of_it(three: Sky) -> None:
    """The DSS refuses, and a service that heard something later says so: neither failed."""
    b, j = three.services["B"], three.services["J"]
    three.run(b.supplier.change(ONE, plan(box(lon=36.51))))
    with pytest.raises(CommongroundError):
        three.run(j.supplier.change(ONE, plan()))
    three.run(j.supplier.change(TWO, plan()))
    three.hosts.instead["uss-b.test"] = answering(409)
    assert three.tell_all() == 1
    assert j.node.read(problems.waiting).result() == []


def test_a_dss_that_fails_is_told_at_its_own_door(three: Sky) -> None:
    j = three.services["J"]

    async def nonsense(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b'{"operational_intent_references": 7}')

    but_reports(three, "dss.test", answering(503))
    fails(three)
    but_reports(three, "dss.test", nonsense)
    fails(three)
    fails(three)
    del three.hosts.instead["dss.test"]
    three.tell_all()
    told = [one.exchange for one in reported(three, "A")]
    assert [one.response_code for one in told] == [503, 200]
    assert all(one.url.endswith("/query") for one in told)
    assert ("POST", "http://dss.test/dss/v1/reports") in three.hosts.asked
    assert j.node.read(problems.waiting).result() == []


def test_no_token_is_nobody_elses_fault(three: Sky) -> None:
    j = three.services["J"]

    async def none(audience: str, scopes: tuple[str, ...]) -> str:
        raise Unavailable("the authority for tokens does not answer")

    j.tokens.token = none  # type: ignore[method-assign]
    fails(three)
    j.node.read(lambda room: None).result()
    assert j.node.read(problems.waiting).result() == []
    [asked] = events(j.room, "uss_exchange")[-1:]
    assert "authority" in asked["problem"]


def test_a_report_waits_until_it_is_taken_and_holds_up_no_notification(tmp_path: Path) -> None:
    with sky(folder=tmp_path) as made:
        made.dss("A")
        made.uss("B")
        made.uss("J")
        made.run(made.services["B"].supplier.change(ONE, plan()))
        made.hosts.instead["uss-b.test"] = answering(500)
        fails(made)
        made.tell_all()
        restart(made, "J", tmp_path)
        j = made.services["J"]
        [waits] = j.node.read(problems.waiting).result()
        assert (waits.attempts, waits.url) == (1, "http://uss-b.test/uss/v1/reports")
        real = made.hosts.apps["uss-b.test"]

        async def no_reports(request: httpx.Request) -> httpx.Response:
            return (
                httpx.Response(500) if request.url.path.endswith("/reports")
                else await real.handle_async_request(request)
            )  # fmt: skip

        made.hosts.instead["uss-b.test"] = no_reports
        made.run(j.supplier.change(TWO, plan(box(lon=36.51))))
        made.clock.go_on(1_000)
        assert made.tell_all() == 1, "the notification went"
        del made.hosts.instead["uss-b.test"]
        made.clock.go_on(2_000)
        made.tell_all()
        assert j.node.read(problems.waiting).result() == []
        assert len(reported(made, "B")) == 1
        sent = events(j.room, "uss_report")
        assert [(one["attempt"], bool(one["problem"])) for one in sent] == [(1, True), (2, True), (3, False)]


@pytest.mark.parametrize("code", [400, 403, 404])
def test_a_report_that_is_refused_is_not_sent_again(three: Sky, code: int) -> None:
    three.run(three.services["B"].supplier.change(ONE, plan()))
    three.hosts.instead["uss-b.test"] = answering(code)
    fails(three)
    three.tell_all()
    assert three.services["J"].node.read(problems.waiting).result() == []


def test_a_report_is_given_up_after_six_hours(three: Sky) -> None:
    three.run(three.services["B"].supplier.change(ONE, plan()))
    three.hosts.instead["uss-b.test"] = answering(500)
    fails(three)
    three.clock.go_on(problems.KEPT_MS_MAX + 1)
    three.tell_all()
    assert three.services["J"].node.read(problems.waiting).result() == []


def test_many_problems_of_one_address_do_not_fill_the_store(three: Sky) -> None:
    j = three.services["J"]

    def flood(room: Any) -> None:
        for number in range(60):
            exchange = j_exchange(number)
            problems.report_problem(room, "http://uss-b.test/uss/v1/reports", exchange, f"sort {number}")

    j.node.write(flood).result()
    assert len(j.node.read(problems.waiting).result()) == problems.WAITING_MAX


def j_exchange(number: int) -> Any:
    return Exchange(url=f"http://uss-b.test/{number}", method="GET", recorder_role="Client", request_ms=1)


def test_who_sends_a_notification_that_cannot_be_is_told(three: Sky) -> None:
    """Where it was heard of before; else nobody knows where it is reached."""
    b, j = three.services["B"], three.services["J"]
    bad = {"operational_intent_id": TWO, "subscriptions": []}
    url = "http://uss-b.test/uss/v1/operational_intents"
    assert three.ask("POST", url, "uss-j", COORDINATION, body=bad).status_code == 400
    assert b.node.read(problems.waiting).result() == []
    assert [one["by"] for one in events(b.room, "uss_bad_notification")] == ["uss-j"]
    three.run(b.supplier.change(ONE, plan(box(lon=36.51))))
    three.run(j.supplier.change(TWO, plan()))
    three.tell_all()
    for _ in range(3):
        assert three.ask("POST", url, "uss-j", COORDINATION, body=bad).status_code == 400
    three.tell_all()
    [told] = reported(three, "J")
    assert (told.reporter, told.exchange.recorder_role, told.exchange.response_code) == (
        "uss-b",
        "Server",
        400,
    )
    assert json.loads(base64.b64decode(told.exchange.request_body)) == bad
    assert "subscriptions" in told.exchange.problem


def test_a_report_is_what_the_published_api_says(three: Sky) -> None:
    three.run(three.services["B"].supplier.change(ONE, plan()))
    sent: list[bytes] = []

    async def keeps(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/reports"):
            sent.append(await request.aread())
            return httpx.Response(201, json={"report_id": "1", "exchange": {}})
        return httpx.Response(500)

    three.hosts.instead["uss-b.test"] = keeps
    fails(three)
    three.tell_all()
    [body] = sent
    parsed = ImplicitDict.parse(json.loads(body), ErrorReport)
    assert parsed.exchange.recorder_role == "Client"
    assert "report_id" not in json.loads(body)


class Wayward:
    """A service on loopback that answers nonsense and keeps what is reported to it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.reports: list[dict[str, Any]] = []
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        first = head.split("\r\n")[0]
        length = next(
            (
                int(one.split(":")[1])
                for one in head.split("\r\n")
                if one.lower().startswith("content-length")
            ),
            0,
        )
        body = await reader.readexactly(length)
        self.asked.append(first)
        code = b"200 OK"
        if "/reports" in first:
            self.reports.append(json.loads(body))
            code = b"201 Created"
        writer.write(b"HTTP/1.1 " + code + b"\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]")
        await writer.drain()
        writer.close()


def test_a_service_on_loopback_that_misbehaves_is_told_over_its_socket() -> None:
    """The client's own sockets: nothing between it and the service is played."""

    async def go(made: Sky) -> Wayward:
        peer = Wayward()
        server = await asyncio.start_server(peer.serve, "127.0.0.1", 0)
        peer.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        node = made.world.nodes["J"]
        client = Client(
            TestTokens("uss-j"), node.room.clock.now_ms, lambda one: note_exchange(node, one, "uss-j")
        )
        sender = Sender(node, Service("uss-j", "http://uss-j.test"), client)
        for _ in range(3):
            answer = await client.ask("GET", f"{peer.url}/uss/v1/operational_intents/{ONE}", (COORDINATION,))
            client.wrong(answer, "the details are expected")
        await asyncio.wrap_future(node.read(lambda room: None))
        await sender.tell_due()
        await client.close()
        server.close()
        return peer

    with sky() as made:
        made.world.nodes["J"].start()
        peer = made.run(go(made))
    assert len(peer.asked) == 4
    [told] = peer.reports
    assert base64.b64decode(told["exchange"]["response_body"]) == b"[]"
    assert told["exchange"]["problem"] == "the details are expected"


def test_an_address_that_hangs_holds_up_no_other_and_no_report_a_notification(three: Sky) -> None:
    """The queue as it runs in earnest: what waits for one address is no reason to wait for the next."""
    a, b, j = three.uss("A", start=False), three.services["B"], three.services["J"]
    three.run(a.supplier.change(new_id(3), plan(box(lat=33.007))))
    three.run(b.supplier.change(ONE, plan(box(lon=36.51))))
    real = three.hosts.apps["uss-b.test"]

    async def go() -> None:
        hung, reached = asyncio.Event(), asyncio.Event()

        async def hangs(request: httpx.Request) -> httpx.Response:
            if request.method == "GET":
                return await three.hosts.apps[request.url.host].handle_async_request(request)
            hung.set()
            await asyncio.Event().wait()
            raise AssertionError

        async def reports_hang(request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/reports"):
                return await hangs(request)
            answer = await real.handle_async_request(request)
            if request.method == "POST":
                reached.set()
            return answer

        j.supplier.client._answer_s = 60.0
        three.hosts.instead["uss-a.test"] = hangs
        three.hosts.instead["uss-b.test"] = reports_hang
        running = asyncio.create_task(j.sender.run())
        async with asyncio.timeout(20):
            await j.supplier.change(TWO, plan())
            await hung.wait()
            await reached.wait()
            hung.clear()
            reached.clear()
            report = ("http://uss-b.test/uss/v1/reports", j_exchange(1), "a sort")
            await j.node.write(lambda room: problems.report_problem(room, *report))
            await hung.wait()
            await j.supplier.change(TWO, plan(state="Activated"))
            await reached.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    three.run(go())


def test_an_operator_sees_what_fails_within_the_hour(three: Sky) -> None:
    j = three.services["J"]
    three.run(three.services["B"].supplier.change(ONE, plan(box(until_min=240))))
    but_reports(three, "uss-b.test", answering(500))
    began_ms = three.clock.ms
    fails(three)
    three.tell_all()
    three.clock.go_on(5 * 60_000)
    fails(three)
    [row] = j.node.read(problems.failing).result()
    assert (row["host"], row["asked"]) == ("http://uss-b.test", "GET /uss/v1/operational_intents")
    assert (row["first_ms"], row["last_ms"]) == (began_ms, three.clock.ms)
    assert "500" in str(row["problem"])
    three.clock.go_on(problems.LASTS_MS + 1)
    assert j.node.read(problems.failing).result() == []
