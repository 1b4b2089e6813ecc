"""Availability of services, reports, and what a DSS says of itself: version, health, whether a token is good."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from commonground.errors import MalformedMessage, NotPermitted
from commonground.record import encode_canonical
from commonground.room.airspace.services import availability_of, make_report, set_availability

from . import scopes
from .codec.services import availability, parse_report, parse_set_availability, report
from .door import Call, Dss, answer, asked

AVAILABILITY, REPORTS = "/dss/v1/uss_availability", "/dss/v1/reports"
USS_CHARS_MAX = 200


def routes(dss: Dss) -> list[BaseRoute]:
    """All of them."""

    async def version(_: Request) -> Response:
        return answer(encode_canonical({"version": dss.version}))

    async def healthy(_: Request) -> Response:
        return PlainTextResponse("ok")

    reading, changing = scopes.AVAILABILITY_READING, scopes.AVAILABILITY_CHANGING
    made: list[BaseRoute] = []
    for path in (f"{AVAILABILITY}/", f"{AVAILABILITY}/{{uss_id}}"):
        made += [
            Route(path, asked(dss, _get, reading), methods=["GET"]),
            Route(path, asked(dss, _put, changing), methods=["PUT"]),
        ]
    return [
        *made,
        Route(REPORTS, asked(dss, _report, scopes.ANY), methods=["POST"]),
        Route("/aux/v1/version", version, methods=["GET"]),
        Route("/aux/v1/validate_oauth", asked(dss, _validate, scopes.ANY), methods=["GET"]),
        Route("/healthy", healthy, methods=["GET"]),
        Route("/versions/{system_identity}", asked(dss, _system, scopes.VERSION_READING), methods=["GET"]),
    ]


async def _get(call: Call) -> Response:
    """F3548-21 getUssAvailability."""
    uss = _uss(call)
    return answer(availability(await call.read(lambda room: availability_of(room, uss))))


async def _put(call: Call) -> Response:
    """F3548-21 setUssAvailability."""
    uss = _uss(call)
    wanted = await call.parsed(lambda data: parse_set_availability(uss, data))
    return answer(availability(await call.write(lambda room: set_availability(room, call.manager, wanted))))


def _uss(call: Call) -> str:
    uss = call.part("uss_id")
    if not 1 <= len(uss) <= USS_CHARS_MAX or not uss.isprintable():
        raise MalformedMessage(f"1 to {USS_CHARS_MAX} characters are expected", field="uss_id")
    return uss


async def _report(call: Call) -> Response:
    """F3548-21 makeDssReport."""
    wanted = await call.parsed(parse_report)
    report_id = await call.write(lambda room: make_report(room, call.manager, wanted))
    return answer(report(report_id, wanted), 201)


async def _validate(call: Call) -> Response:
    """The auxiliary API of the reference implementation: whether a token is good here, and whose it is."""
    owner = call.request.query_params.get("owner", "")
    if owner and owner != call.manager:
        raise NotPermitted("the token is of another service", field="owner")
    return answer(b"{}")


async def _system(call: Call) -> Response:
    """The versioning interface of InterUSS: what runs here, whatever it is called (F3548-21 GEN0305)."""
    return answer(
        encode_canonical(
            {"system_identity": call.part("system_identity"), "system_version": call.dss.version}
        )
    )
