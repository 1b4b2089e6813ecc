"""Why a flight is not planned, other than by what it meets: said by the DSS or about another service."""

from __future__ import annotations

from typing import NoReturn

from ...errors import Refused, Unavailable
from ...geo.footprint import Polygon
from ...picture.airspace import IntentState
from ...picture.flight import FlightPlan
from ..airspace.intents import FOLLOWS, NEEDS_KEY

AHEAD_DAYS_MAX, CORNERS_MAX = 30, 10_000
"""OiMaxPlanHorizon and OiMaxVertices of F3548-21."""
_DAY_MS = 24 * 3_600_000


class DssRefused(Refused):
    """The DSS said no. `status` is that of its answer."""

    def __init__(self, reason: str, status: int) -> None:
        self.status = status
        super().__init__(reason, field="id")


def refuse_by_dss(status: int, said: str) -> NoReturn:
    """Refuse because the DSS did; what it said is its own."""
    words = said or f"status {status}"
    raise DssRefused(f"the DSS refused it: {words}", status)


class PeerFailed(Unavailable):
    """Another service did not answer, or answered what cannot be: whose end it was stands in the record."""

    def __init__(self, manager: str, url: str, problem: str) -> None:
        self.manager, self.url, self.problem = manager, url, problem
        super().__init__(f"the service {manager} at {url} did not tell its details: {problem}")


class NotStraying(Refused):
    """Telemetry is told of flights that strayed alone."""


class NothingHeard(Refused):
    """No position is known."""


def refuse_state(state: IntentState, held: FlightPlan | None) -> None:
    """Refuse a state that does not follow: a lost flight only ends, and a new one begins planned."""
    allowed = FOLLOWS[held.state] if held is not None else frozenset({"Accepted"})
    if state not in allowed:
        raise Refused("this state does not follow the one that the flight is in", field="state")


def refuse_plan(plan: FlightPlan, now_ms: int) -> None:
    """Refuse what no service may share: where a flight strays while it keeps to its plan (F3548-21 OPIN0015), more
    corners than others must take (F3548-21 OPIN0020), a plan too far ahead (F3548-21 OPIN0030), or one that is over.
    """
    volumes = plan.volumes + plan.off_nominal
    if plan.off_nominal and plan.state in NEEDS_KEY:
        raise Refused("no area for straying is expected in this state", field="off_nominal")
    outlines = [one.footprint for one in volumes]
    if sum(len(ring) for one in outlines if isinstance(one, Polygon) for ring in one.rings) > CORNERS_MAX:
        raise Refused(f"at most {CORNERS_MAX} corners in all are expected", field="volumes")
    if min((one.from_ms for one in volumes), default=now_ms) > now_ms + AHEAD_DAYS_MAX * _DAY_MS:
        raise Refused(f"a begin within {AHEAD_DAYS_MAX} days is expected", field="volumes")
    if max((one.until_ms for one in volumes), default=now_ms) < now_ms:
        raise Refused("an end that has not passed is expected", field="volumes")


def refuse_down(manager: str) -> NoReturn:
    """Refuse to plan past what nobody can tell: a flight in the air of a service that is down counts as of the
    greatest rank (F3548-21 SCD0010); one that was only planned counts for nothing (F3548-21 SCD0005)."""
    raise Refused(f"{manager} is down and has a flight in the air there", field="volumes")
