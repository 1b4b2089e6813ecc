"""Why a flight is not planned, other than by what it meets: said by the DSS or about another service."""

from __future__ import annotations

from typing import NoReturn

from ...errors import Refused, Unavailable
from ...picture.airspace import IntentState
from ...picture.flight import FlightPlan
from ..airspace.intents import FOLLOWS


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
