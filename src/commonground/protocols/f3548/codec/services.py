"""Availability of services and reports: what is asked about them, and what is answered.

A report quotes a request with its headers, and so with its token: what authorises is cut out here, and no log holds it.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from commonground.errors import MalformedMessage
from commonground.picture.airspace import Availability, Exchange, UssAvailability
from commonground.record import BODY_BYTES_MAX, Foreign, decode, encode_canonical
from commonground.room.airspace.asked import MakeReport, SetAvailability

from .values import Time, instant_ms, time_text

REPORT_CHARS_MAX = 500_000
HEADERS_MAX = 100
_SECRET = re.compile(r"\s*(proxy-authorization|authorization|cookie|set-cookie)\s*:", re.IGNORECASE)


class _SetAvailability(Foreign, frozen=True):
    old_version: str
    availability: Availability


class _Exchange(Foreign, frozen=True):
    url: str
    method: str
    recorder_role: Literal["Client", "Server"]
    request_time: Time
    request_source: Any = None
    headers: tuple[str, ...] | None = None
    request_body: str | None = None
    response_time: Time | None = None
    response_body: str | None = None
    response_code: int | None = None
    problem: str | None = None


class _Report(Foreign, frozen=True):
    exchange: _Exchange
    report_id: str | None = None


def parse_set_availability(uss: str, data: bytes) -> SetAvailability:
    """A request to say whether a service answers."""
    given = decode(_SetAvailability, data, bytes_max=BODY_BYTES_MAX)
    return SetAvailability(uss=uss, availability=given.availability, old_version=given.old_version)


def availability(said: UssAvailability) -> bytes:
    """What is known of a service."""
    status = {"uss": said.uss, "availability": said.availability}
    return encode_canonical({"status": status, "version": said.version})


def parse_report(data: bytes) -> MakeReport:
    """A report of a problem, without what authorised the exchange."""
    given = decode(_Report, data, bytes_max=BODY_BYTES_MAX)
    told, answered = given.exchange, given.exchange.response_time
    if given.report_id is not None and len(given.report_id) > 128:
        raise MalformedMessage("at most 128 characters expected", field="report_id", clause="limits")
    headers = told.headers or ()
    bodies = (told.request_body or "", told.response_body or "")
    if (
        sum(map(len, (*headers, *bodies, told.url, told.problem or ""))) > REPORT_CHARS_MAX
        or len(headers) > HEADERS_MAX
    ):
        raise MalformedMessage(
            f"at most {REPORT_CHARS_MAX} characters and {HEADERS_MAX} headers are accepted",
            field="exchange",
            clause="limits",
        )
    if not 0 <= (told.response_code or 0) < 1_000:
        raise MalformedMessage("a status of HTTP is expected", field="exchange.response_code")
    return MakeReport(
        Exchange(
            url=told.url, method=told.method, recorder_role=told.recorder_role,
            request_ms=instant_ms(told.request_time, "exchange.request_time"),
            request_source=told.request_source if isinstance(told.request_source, str) else "",
            response_ms=None if answered is None else instant_ms(answered, "exchange.response_time"),
            response_code=told.response_code or 0, headers=tuple(map(_without_secret, headers)),
            request_body=bodies[0], response_body=bodies[1], problem=told.problem or "",
        )
    )  # fmt: skip


def _without_secret(header: str) -> str:
    found = _SECRET.match(header)
    return (
        header if found is None else f"{found[0].strip()} ({len(header) - found.end()} characters left out)"
    )


def report(report_id: str, asked: MakeReport) -> bytes:
    """A report as it was archived."""
    return encode_canonical({"report_id": report_id, "exchange": _exchange(asked.exchange)})


def error_report(told: Exchange) -> bytes:
    """A report of an exchange of this service: who takes it gives it its identifier."""
    return encode_canonical({"exchange": _exchange(told)})


def _exchange(told: Exchange) -> dict[str, object]:
    exchange: dict[str, object] = {
        "url": told.url, "method": told.method, "recorder_role": told.recorder_role,
        "request_time": time_text(told.request_ms), "headers": list(told.headers), "request_body": told.request_body,
        "response_body": told.response_body, "response_code": told.response_code,
        "request_source": told.request_source,  # required by the published API, which says nothing else of it
    }  # fmt: skip
    if told.response_ms is not None:
        exchange["response_time"] = time_text(told.response_ms)
    if told.problem:
        exchange["problem"] = told.problem
    return exchange
