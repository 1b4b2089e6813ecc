"""A simulated service beside the demonstration's own: it identifies what it simulates (ASTM F3411).

It is reached under an address of North's node and named "simulator" in the DSS. Every aircraft that it tells of says
`simulated`, which the pages show as a word beside it. Aircraft have no operator, since there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ...geo.footprint import Circle
from ...protocols.f3411.codec.held import Extents, Put
from ...protocols.f3411.codec.v22a import V22A
from ...protocols.f3548.codec.values import time_text
from ...room.context import Room
from ..nodes import RunningNode
from .flights import FLIGHTS, SPEED_M_S, Shown, spot_of

NAME = "simulator"
PREFIX = "/simulator"
AREA_ID = "0de50000-0000-4000-8000-0000000a%04x"
AREA_MS = 12 * 3_600_000
PAST_MS = 60_000
STEP_MS = 2_000
MARGIN = 1.5


@dataclass(slots=True)
class Simulator:
    """One simulated service at a node that runs the DSS; `ids` are the flights that it simulates, by name."""

    at: RunningNode
    now_ms: Callable[[], int]
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where services and displays reach it."""
        return f"{self.at.config.url}{PREFIX}"

    @property
    def door(self) -> tuple[Starlette, Callable[[str], bool]]:
        """What it answers, and which addresses are its own."""
        routes = [
            Route(f"{PREFIX}/uss/flights", self._flights),
            Route(f"{PREFIX}/uss/flights/{{id}}/details", self._details),
        ]
        return Starlette(routes=routes), lambda path: path.startswith(f"{PREFIX}/")

    async def declare(self) -> None:
        """Declare the areas in which it identifies flights; again before they end."""
        remote = self.at.remote_id
        assert remote is not None
        for number, shown in enumerate(_heard()):
            await self.at.node.write(lambda room, n=number, one=shown: self._area(room, n, one))  # type: ignore[misc]
        remote_display = remote.display
        if remote_display is not None:
            await remote_display.step()

    def _area(self, room: Room, number: int, shown: Shown) -> None:
        remote, now_ms = self.at.remote_id, room.clock.now_ms()
        assert remote is not None
        id = AREA_ID % number
        last = remote.dss.book(room, V22A).area(id, now_ms)
        volume = shown.volume(now_ms)
        assert isinstance(volume.footprint, Circle)
        wide = Circle(center=volume.footprint.center, radius_tmm=round(volume.footprint.radius_tmm * MARGIN))
        asked = Extents(wide, volume.lower, volume.upper, now_ms, now_ms + AREA_MS)
        put = Put(id, last.version if last is not None else "", asked, self.url)
        remote.dss.put_area(room, V22A, NAME, put)

    # -- what it answers --------------------------------------------------------------------------------------------

    async def _flights(self, _: Request) -> Response:
        """F3411-22a: what flies now; a display asks about a view, and takes from the answer what lies in it."""
        now_ms = self.now_ms()
        told = [_flight(shown, now_ms) for shown in _heard() if shown.name in self.ids]
        return JSONResponse({"timestamp": time_text(now_ms), "flights": told})

    async def _details(self, request: Request) -> Response:
        id = request.path_params["id"]
        found = next(
            (self.ids[one.name] for one in _heard() if _name(one) == id and one.name in self.ids), None
        )
        if found is None:
            return JSONResponse({"message": "no such flight"}, 404)
        return JSONResponse({"details": {"id": id, "uas_id": {"utm_id": found}}})


def _heard() -> list[Shown]:
    return [one for one in FLIGHTS if one.is_heard]


def _name(shown: Shown) -> str:
    return f"SIM-{shown.name.upper()}"


def _flight(shown: Shown, now_ms: int) -> dict[str, Any]:
    at = spot_of(shown, now_ms)
    height = {"distance": round(at.height_m - shown.lower_m + 30, 1), "reference": "TakeoffLocation"}
    return {
        "id": _name(shown), "aircraft_type": "Helicopter", "simulated": True,
        "current_state": {
            "timestamp": time_text(now_ms), "timestamp_accuracy": 0.1, "operational_status": "Airborne",
            "position": {**_position(shown, now_ms), "height": height}, "track": round(at.track_deg, 1),
            "speed": SPEED_M_S, "speed_accuracy": "SA1mps", "vertical_speed": 0.0,
        },
        "recent_positions": [
            {"time": time_text(at_ms), "position": _position(shown, at_ms)}
            for at_ms in range(now_ms - PAST_MS, now_ms, STEP_MS)
        ],
    }  # fmt: skip


def _position(shown: Shown, at_ms: int) -> dict[str, Any]:
    at = spot_of(shown, at_ms)
    return {
        "lat": round(at.lat, 7), "lng": round(at.lon, 7), "alt": round(at.height_m, 1), "accuracy_h": "HA10m",
        "accuracy_v": "VA10m", "extrapolated": False,
    }  # fmt: skip
