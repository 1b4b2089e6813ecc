"""What is kept of an exchange with a DSS or another service, and who is told that it went wrong.

Each is a line of the party's own log, without tokens and bodies. One that went wrong at the other end is reported to
it (`room/uss/problems`): no answer, a status of its own fault, an answer or a notification that cannot be. A no of a
DSS or of a service is an answer, and nobody is told of it; nor of a report that failed.
"""

from __future__ import annotations

import base64

from starlette.requests import Request

from commonground.picture import airspace
from commonground.room.context import Room
from commonground.room.node import Node
from commonground.room.submit import note_event
from commonground.room.uss.peers import base_url_of
from commonground.room.uss.problems import report_problem

from .client import Exchange, event_of

HIDDEN = "Authorization: Bearer (left out)"
BODY_BYTES_MAX = 64 * 1024
PROBLEM_CHARS_MAX = 200
DOORS = ("/dss/v1/", "/uss/v1/")


def note_exchange(node: Node, exchange: Exchange, uss: str = "") -> None:
    """Keep an exchange in the party's own log; owe a report of it where the other end is at fault."""
    address = reports_address(exchange.url) if exchange.fault else ""

    def note(room: Room) -> None:
        note_event(room, dict(event_of(exchange)))
        if address:
            report_problem(room, address, record_of(exchange, uss), exchange.fault)

    node.write(note)


def reports_address(url: str) -> str:
    """Where an error of the end at an address is reported; empty for what is no operation of the standard."""
    for door in DOORS:
        base, found, rest = url.partition(door)
        if found and rest != "reports":
            return f"{base}{door}reports"
    return ""


def record_of(exchange: Exchange, uss: str) -> airspace.Exchange:
    """An exchange of this service as a report gives it, with bodies cut at 64 kB and without its token."""
    return airspace.Exchange(
        url=exchange.url, method=exchange.method, recorder_role="Client", request_ms=exchange.began_ms,
        request_source=uss, response_ms=exchange.began_ms + exchange.took_ms if exchange.status else None,
        response_code=exchange.status, headers=(HIDDEN,), request_body=_base64(exchange.request),
        response_body=_base64(exchange.response), problem=(exchange.problem or exchange.fault)[:PROBLEM_CHARS_MAX],
    )  # fmt: skip


def note_bad_notification(
    room: Room, request: Request, body: bytes, caller: str, status: int, problem: str
) -> None:
    """A notification that cannot be: kept, and reported to its sender where that was ever heard of before."""
    now_ms = room.clock.now_ms()
    url = str(request.url)[:500]
    note_event(room, {
        "what": "uss_bad_notification", "url": url, "by": caller, "status": status,
        "problem": problem[:PROBLEM_CHARS_MAX],
    })  # fmt: skip
    base = base_url_of(room, caller)
    if base:
        exchange = airspace.Exchange(
            url=url, method=request.method, recorder_role="Server", request_ms=now_ms, request_source=caller,
            response_ms=now_ms, response_code=status, headers=(HIDDEN,), request_body=_base64(body),
            problem=problem[:PROBLEM_CHARS_MAX],
        )  # fmt: skip
        report_problem(room, f"{base}/uss/v1/reports", exchange, problem)


def _base64(body: bytes) -> str:
    return base64.b64encode(body[:BODY_BYTES_MAX]).decode()
