"""The automated-testing interface `flight_planning/v1` of InterUSS as bytes: what is asked, and answered. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from commonground.errors import MalformedMessage, Refused
from commonground.geo.interval import TIME_MS_MAX, Altitude
from commonground.geo.volume import Volume
from commonground.picture.flight import RANK_MAX
from commonground.record import Foreign, decode, encode_canonical
from commonground.room.uss.user_notices import UserNotice
from commonground.tracks.conformance import Fix

from .shapes import extents
from .values import LOWEST, LatLng, Time, Volume4D, area, instant_ms, time_text, volumes

API_NAME, API_VERSION = "Flight Planning Automated Testing Interface", "v0.7.0"
BODY_BYTES_MAX = 1_000_000
STATES_MAX = 2_000
Usage = Literal["Planned", "InUse", "Closed"]
UasState = Literal["Nominal", "OffNominal", "Contingent", "NotSpecified"]
Style = Literal["Hypothetical", "IfAllowed", "InReality"]
Result = Literal["Completed", "Rejected", "Failed", "NotSupported"]
Status = Literal["NotPlanned", "Planned", "OkToFly", "OffNominal", "Closed"]


class _Basic(Foreign, frozen=True):
    usage_state: Usage
    uas_state: UasState = "NotSpecified"


class _F3548(Foreign, frozen=True):
    priority: int | None = None


class _Altitude(Foreign, frozen=True):
    value: float
    reference: str
    units: str = "M"


class _Position(Foreign, frozen=True):
    location: LatLng | None = None
    altitudes: tuple[_Altitude, ...] | None = None


class _Aircraft(Foreign, frozen=True):
    id: str
    timestamp: Time
    position: _Position | None = None
    uas_state: UasState | None = None


class _Telemetry(Foreign, frozen=True):
    states: tuple[_Aircraft, ...] | None = None


class _Plan(Foreign, frozen=True):
    basic_information: _Basic
    telemetry: _Telemetry | None = None
    astm_f3548_21: _F3548 | None = None


class _Upsert(Foreign, frozen=True):
    flight_plan: _Plan
    execution_style: Style
    request_id: str


class _Area(Foreign, frozen=True):
    area: tuple[Volume4D, ...] | None = None


class _Drawn(Foreign, frozen=True):
    basic_information: _Area


class _Where(Foreign, frozen=True):
    flight_plan: _Drawn


class _Asked(Foreign, frozen=True):
    request_id: str


class _Clear(Foreign, frozen=True):
    extent: Volume4D


@dataclass(frozen=True, slots=True)
class Report:
    """Where an aircraft is to be heard at its moment, and the state that it tells of itself."""

    id: str
    fix: Fix
    uas: UasState


@dataclass(frozen=True, slots=True)
class Upsert:
    """What a test wants a user to have done; `volumes` may be empty where the flight is closed.

    `left_out` counts reports of aircraft without a place or without a height above the ellipsoid: they are not played.
    `problem` is why a plan that is well-formed cannot be one: the published interface has no status for that, and tells
    it as a result.
    """

    request_id: str
    style: Style
    usage: Usage
    uas: UasState
    volumes: tuple[Volume, ...]
    rank: int
    reports: tuple[Report, ...] = ()
    left_out: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    result: Result
    status: Status
    notes: str = ""
    is_advised: bool = False


def parse_upsert(data: bytes) -> Upsert:
    """A request to create or change a flight plan."""
    given = decode(_Upsert, data, bytes_max=BODY_BYTES_MAX)
    plan = given.flight_plan
    basic = plan.basic_information
    rank = (plan.astm_f3548_21.priority if plan.astm_f3548_21 is not None else 0) or 0
    found: tuple[Volume, ...] = ()
    reports: list[Report | None] = []
    problem = "" if 0 <= rank <= RANK_MAX else "astm_f3548_21.priority: a lesser number is expected"
    try:
        drawn = decode(_Where, data, bytes_max=BODY_BYTES_MAX).flight_plan.basic_information.area
        found = volumes(drawn, "area", heights_expected=True) if drawn else ()
        reports = _reports((plan.telemetry.states if plan.telemetry is not None else None) or ())
    except Refused as error:
        problem = str(error)
    heard = {one.id: one for one in reversed(reports) if one is not None}
    return Upsert(
        given.request_id, given.execution_style, basic.usage_state, basic.uas_state, found, rank,
        tuple(heard.values()), sum(one is None for one in reports), problem,
    )  # fmt: skip


def _reports(states: tuple[_Aircraft, ...]) -> list[Report | None]:
    if len(states) > STATES_MAX:
        raise MalformedMessage(
            f"at most {STATES_MAX} are accepted", field="telemetry.states", clause="limits"
        )
    return [_report(one, f"telemetry.states[{number}]") for number, one in enumerate(states)]


def _report(state: _Aircraft, field: str) -> Report | None:
    t_ms = instant_ms(state.timestamp, f"{field}.timestamp")
    position = state.position
    heights = (position.altitudes if position is not None else None) or ()
    height = next((one for one in heights if one.reference == "W84" and one.units == "M"), None)
    if position is None or position.location is None or height is None:
        return None
    place = position.location
    if not (-90 <= place.lat <= 90 and -180 <= place.lng <= 180 and -8_000 <= height.value <= 100_000):
        raise MalformedMessage("a place on Earth is expected", field=f"{field}.position")
    altitude = Altitude(value_tmm=round(height.value * 10_000), reference="W84", unit="M")
    fix = Fix(t_ms, round(place.lng * 1e9), round(place.lat * 1e9), altitude)
    return Report(state.id, fix, state.uas_state or "NotSpecified")


def parse_clear(data: bytes) -> Volume | str:
    """A request to end every own flight in a volume, or why that is none; what it does not bound is open."""
    decode(_Asked, data, bytes_max=BODY_BYTES_MAX)
    try:
        where = area(decode(_Clear, data, bytes_max=BODY_BYTES_MAX).extent, "extent")
    except Refused as error:
        return str(error)
    return Volume(
        footprint=where.footprint, lower=where.lower or LOWEST, upper=where.upper,
        from_ms=where.from_ms or 0, until_ms=TIME_MS_MAX if where.until_ms is None else where.until_ms,
    )  # fmt: skip


def parse_moment(text: str, field: str) -> int:
    """A moment of a query string."""
    return instant_ms(Time(value=text, format="RFC3339"), field)


def status_answer() -> bytes:
    """That tests may begin."""
    return encode_canonical({"status": "Ready", "api_name": API_NAME, "api_version": API_VERSION})


def outcome_answer(outcome: Outcome, wanted: Upsert | None = None) -> bytes:
    """What came of a request about a flight plan; with what is played of it, where that is not all that was asked."""
    changed = {"as_planned": _as_planned(wanted)} if wanted is not None and wanted.left_out else {}
    return encode_canonical(changed | {
        "planning_result": outcome.result, "flight_plan_status": outcome.status, "notes": outcome.notes,
        "includes_advisories": (
            "AtLeastOneAdvisoryOrCondition" if outcome.is_advised else "NoAdvisoriesOrConditions"
        ),
    })  # fmt: skip


def _as_planned(wanted: Upsert) -> dict[str, object]:
    return {
        "basic_information": {
            "usage_state": wanted.usage, "uas_state": wanted.uas, "area": extents(wanted.volumes),
        },
        "astm_f3548_21": {"priority": wanted.rank},
        "telemetry": {"states": [_state(one) for one in wanted.reports]},
    }  # fmt: skip


def _state(report: Report) -> dict[str, object]:
    fix = report.fix
    height = {"value": fix.altitude.value_tmm / 10_000, "reference": "W84", "units": "M"}
    return {
        "id": report.id, "timestamp": time_text(fix.t_ms), "uas_state": report.uas,
        "position": {"location": {"lng": fix.lon_nd / 1e9, "lat": fix.lat_nd / 1e9}, "altitudes": [height]},
    }  # fmt: skip


def cleared_answer(ended: int, problems: list[str]) -> bytes:
    """How many flights were ended in an area."""
    message = f"{ended} flights ended" + "".join(f"; {one}" for one in problems)
    return encode_canonical({"outcome": {"success": not problems, "message": message}})


def notices_answer(notices: list[UserNotice]) -> bytes:
    """What operators were told."""
    rows = [
        {
            "observed_at": time_text(one.t_ms), "conflicts": "Single" if len(one.ids) == 1 else "Multiple",
            "message": f"{one.peer} of {one.manager} meets {', '.join(one.ids)}",
        }
        for one in notices
    ]  # fmt: skip
    return encode_canonical({"user_notifications": rows})
