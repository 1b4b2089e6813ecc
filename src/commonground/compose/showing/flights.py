"""The flights of the demonstration: who plans what, where, when, and where a simulated aircraft is at a moment.

The places are real, the flights are not. One of each state; two that meet, since a higher rank may be planned over a
lower one; one constraint. It plans nothing and asks nobody.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ...geo.footprint import Circle
from ...geo.geodesic import direct
from ...geo.interval import Altitude
from ...geo.volume import Volume
from ...picture.airspace import IntentState

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
MINUTE_MS = 60_000
TMM_PER_M = 10_000
SPEED_M_S = 11.0
ROUND = 0.6
"""A simulated aircraft flies round the middle of its plan, at this part of its radius."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One flight or constraint: `ahead_ms` is how long after it is planned it begins, in whole hours; 0 is at once."""

    name: str
    party: str
    lon: float
    lat: float
    radius_m: int
    lower_m: int
    upper_m: int
    state: IntentState = "Accepted"
    ahead_ms: int = 0
    lasts_ms: int = 3 * HOUR_MS
    rank: int = 0
    is_heard: bool = False
    is_constraint: bool = False

    def volume(self, now_ms: int) -> Volume:
        """Where and when it is, planned at a moment."""
        step_ms = HOUR_MS if self.ahead_ms else MINUTE_MS
        from_ms = (now_ms + self.ahead_ms) // step_ms * step_ms
        centre = (round(self.lon * 1e9), round(self.lat * 1e9))
        return Volume(
            footprint=Circle(center=centre, radius_tmm=self.radius_m * TMM_PER_M), lower=_w84(self.lower_m),
            upper=_w84(self.upper_m), from_ms=from_ms, until_ms=from_ms + self.lasts_ms,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a simulated aircraft is: degrees, metres above the ellipsoid, course in degrees."""

    lon: float
    lat: float
    height_m: float
    track_deg: float


FLIGHTS = (
    Shown("survey", "A", 36.3700, 32.3270, 250, 760, 900, "Activated", is_heard=True),
    Shown("delivery", "B", 35.8900, 32.5560, 250, 640, 780, "Activated", is_heard=True),
    Shown("event", "A", 35.8990, 32.2800, 2_500, 500, 1_500, lasts_ms=7 * DAY_MS, is_constraint=True),
    Shown("strayed", "A", 36.1050, 32.6190, 500, 560, 680, "Nonconforming"),
    Shown("lost", "B", 36.5800, 31.9000, 500, 560, 700, "Contingent"),
    Shown("mapping", "A", 36.2080, 32.3430, 1_200, 750, 870, ahead_ms=4 * HOUR_MS),
    Shown("relief", "B", 36.2130, 32.3450, 600, 800, 900, ahead_ms=5 * HOUR_MS, rank=20),
    Shown("inspection", "A", 38.2680, 34.5560, 1_500, 430, 560, ahead_ms=3 * DAY_MS),
    Shown("sampling", "B", 35.9970, 32.0200, 800, 640, 760, ahead_ms=4 * DAY_MS),
)  # fmt: skip
"""In the order in which they are planned: who may fly over another is planned after it."""


def spot_of(shown: Shown, at_ms: int) -> Spot:
    """Where the aircraft of a flight is at a moment: on its round, at a steady speed."""
    round_m = shown.radius_m * ROUND
    turned = (at_ms / 1000 * SPEED_M_S / round_m) % (2 * math.pi)
    bearing = math.degrees(turned)
    lon, lat = direct(shown.lon, shown.lat, bearing, round_m)
    height_m = (shown.lower_m + shown.upper_m) / 2 + 10 * math.sin(3 * turned)
    return Spot(lon, lat, height_m, (bearing + 90) % 360)


def _w84(metres: int) -> Altitude:
    return Altitude(value_tmm=metres * TMM_PER_M, reference="W84", unit="M")
