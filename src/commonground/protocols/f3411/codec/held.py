"""What both versions of the standard speak of: where and when, service areas, subscriptions, whom to tell.

Times are UTC in ms. A service area says that a service knows about flights somewhere, never where one is. These records
are what the DSS keeps, and what its answers are printed from.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonground.geo.footprint import Footprint
from commonground.geo.interval import Altitude
from commonground.record import Record


@dataclass(frozen=True, slots=True)
class Extents:
    """Where and when, as it is asked for: heights above the ellipsoid and times may be open."""

    footprint: Footprint
    lower: Altitude | None = None
    upper: Altitude | None = None
    from_ms: int | None = None
    until_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Put:
    """A service area or a subscription to be made (`version` empty) or changed; `url` is where its owner is reached."""

    id: str
    version: str
    extents: Extents
    url: str


class ServiceArea(Record, frozen=True):
    """An area in which a service identifies flights, as the DSS holds it."""

    id: str
    owner: str
    version: str
    url: str
    footprint: Footprint
    from_ms: int
    until_ms: int
    lower: Altitude | None = None
    upper: Altitude | None = None


class Subscription(Record, frozen=True):
    """Who wants to be told of service areas somewhere; `notified` counts how often that was due."""

    id: str
    owner: str
    version: str
    url: str
    footprint: Footprint
    from_ms: int
    until_ms: int
    lower: Altitude | None = None
    upper: Altitude | None = None
    notified: int = 0


class Named(Record, frozen=True):
    """A service area as another DSS shows it: whose, where to ask, from when until when. Not where it lies."""

    id: str
    owner: str
    url: str
    from_ms: int
    until_ms: int


@dataclass(frozen=True, slots=True)
class RefusedPart:
    """Why one flight, or one area, of an answer was not taken; the others were."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Areas:
    """The service areas that a DSS answered with, and what was not taken of them."""

    named: tuple[Named, ...]
    refused: tuple[RefusedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """That a service area was made, changed or (`is_gone`) removed, and because of which subscriptions we are told."""

    area_id: str
    subscriptions: tuple[str, ...]
    is_gone: bool
