"""The automated-testing interface `flight_planning/v1` of InterUSS as bytes: what is asked, and answered. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from commonground.errors import MalformedMessage
from commonground.geo.volume import Volume
from commonground.picture.flight import RANK_MAX
from commonground.record import Foreign, decode, encode_canonical
from commonground.room.uss.user_notices import UserNotice

from .values import Time, Volume4D, instant_ms, time_text, volumes

API_NAME, API_VERSION = "Flight Planning Automated Testing Interface", "v0.7.0"
BODY_BYTES_MAX = 1_000_000
Usage = Literal["Planned", "InUse", "Closed"]
UasState = Literal["Nominal", "OffNominal", "Contingent", "NotSpecified"]
Style = Literal["Hypothetical", "IfAllowed", "InReality"]
Result = Literal["Completed", "Rejected", "Failed", "NotSupported"]
Status = Literal["NotPlanned", "Planned", "OkToFly", "OffNominal", "Closed"]


class _Basic(Foreign, frozen=True):
    usage_state: Usage
    uas_state: UasState = "NotSpecified"
    area: tuple[Volume4D, ...] | None = None


class _F3548(Foreign, frozen=True):
    priority: int | None = None


class _Plan(Foreign, frozen=True):
    basic_information: _Basic
    astm_f3548_21: _F3548 | None = None


class _Upsert(Foreign, frozen=True):
    flight_plan: _Plan
    execution_style: Style
    request_id: str


class _Clear(Foreign, frozen=True):
    request_id: str
    extent: Volume4D


@dataclass(frozen=True, slots=True)
class Upsert:
    """What a test wants a user to have done; `volumes` may be empty where the flight is closed."""

    request_id: str
    style: Style
    usage: Usage
    uas: UasState
    volumes: tuple[Volume, ...]
    rank: int


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
    if not 0 <= rank <= RANK_MAX:
        raise MalformedMessage("a lesser number is expected", field="astm_f3548_21.priority")
    area = volumes(basic.area, "area", heights_expected=True) if basic.area else ()
    return Upsert(given.request_id, given.execution_style, basic.usage_state, basic.uas_state, area, rank)


def parse_clear(data: bytes) -> Volume:
    """A request to end every own flight in a volume."""
    given = decode(_Clear, data, bytes_max=BODY_BYTES_MAX)
    return volumes((given.extent,), "extent", heights_expected=False)[0]


def parse_moment(text: str, field: str) -> int:
    """A moment of a query string."""
    return instant_ms(Time(value=text, format="RFC3339"), field)


def status_answer() -> bytes:
    """That tests may begin."""
    return encode_canonical({"status": "Ready", "api_name": API_NAME, "api_version": API_VERSION})


def outcome_answer(outcome: Outcome) -> bytes:
    """What came of a request about a flight plan."""
    return encode_canonical({
        "planning_result": outcome.result, "flight_plan_status": outcome.status, "notes": outcome.notes,
        "includes_advisories": (
            "AtLeastOneAdvisoryOrCondition" if outcome.is_advised else "NoAdvisoriesOrConditions"
        ),
    })  # fmt: skip


def cleared_answer(ended: int, problems: list[str]) -> bytes:
    """How many flights were ended in an area."""
    message = f"{ended} flights ended" + "".join(f"; {one}" for one in problems)
    return encode_canonical({"outcome": {"success": not problems, "message": message}})


def notices_answer(notices: list[UserNotice]) -> bytes:
    """What operators were told."""
    rows = [
        {
            "observed_at": time_text(one.t_ms), "conflicts": "Single",
            "message": f"{one.peer} of {one.manager} meets {', '.join(one.ids)}",
        }
        for one in notices
    ]  # fmt: skip
    return encode_canonical({"user_notifications": rows})
