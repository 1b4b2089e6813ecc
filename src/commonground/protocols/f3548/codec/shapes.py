"""Volumes as messages hold them: the way back from `values`, so that what was read is written as it was."""

from __future__ import annotations

from collections.abc import Iterable

from commonground.errors import Refused
from commonground.geo.footprint import Circle, Footprint, Polygon
from commonground.geo.interval import Altitude
from commonground.geo.volume import Volume

from .values import time_text


def volume4d(volume: Volume, field: str = "volumes") -> dict[str, object]:
    """A volume of the standard; refused where the standard has no such shape or height."""
    outline = _outline(volume.footprint, f"{field}.footprint")
    if volume.upper is None:
        raise Refused("an upper limit is expected", field=f"{field}.upper", clause="F3548-21 Volume4D")
    return {
        "volume": outline | {
            "altitude_lower": _height(volume.lower, f"{field}.lower"),
            "altitude_upper": _height(volume.upper, f"{field}.upper"),
        },
        "time_start": time_text(volume.from_ms),
        "time_end": time_text(volume.until_ms),
    }  # fmt: skip


def extents(volumes: Iterable[Volume]) -> list[dict[str, object]]:
    """Several of them."""
    return [volume4d(one, f"volumes[{number}]") for number, one in enumerate(volumes)]


def _outline(footprint: Footprint, field: str) -> dict[str, object]:
    if isinstance(footprint, Circle):
        radius = {"value": footprint.radius_tmm / 10_000, "units": "M"}
        return {"outline_circle": {"center": _point(footprint.center), "radius": radius}}
    if isinstance(footprint, Polygon) and len(footprint.rings) == 1:
        return {"outline_polygon": {"vertices": [_point(one) for one in footprint.rings[0]]}}
    raise Refused("a circle or a polygon without holes is expected", field=field, clause="F3548-21 Volume3D")


def _point(position: tuple[int, int]) -> dict[str, float]:
    return {"lng": position[0] / 1e9, "lat": position[1] / 1e9}


def _height(altitude: Altitude, field: str) -> dict[str, object]:
    if altitude.reference != "W84":
        raise Refused("a height above the ellipsoid is expected", field=field, clause="F3548-21 Altitude")
    return {"value": altitude.value_tmm / 10_000, "reference": "W84", "units": "M"}
