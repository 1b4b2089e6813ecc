"""A point as a screen shows it: three notations, where it lies in three languages, and the text that gave it."""

from __future__ import annotations

from typing import Any

from ..errors import Refused
from ..geo.gazetteer import Gazetteer
from ..geo.place import (
    AreaBox,
    district_of,
    district_ring,
    parse_coordinate,
    parse_labelled,
    render,
    to_cell,
    to_district,
)
from ..picture.charter import Charter
from ..record import Record, full


class PlaceText(Record, frozen=True):
    """A coordinate as somebody wrote it: one text, or two labelled fields."""

    text: str = ""
    lat: str = ""
    lon: str = ""


class PointGiven(Record, frozen=True):
    """A point in nanodegrees."""

    lon_nd: int
    lat_nd: int


def area_box(charter: Charter) -> AreaBox:
    """The area of the room."""
    area = charter.area
    return AreaBox(
        west_nd=area.lon_nd_min, south_nd=area.lat_nd_min, east_nd=area.lon_nd_max, north_nd=area.lat_nd_max
    )


def parse_place(given: PlaceText, charter: Charter) -> tuple[int, int]:
    """`(lon_nd, lat_nd)` of what was written; `Refused` with both readings where it can be read in two ways (T-3)."""
    if given.lat.strip() or given.lon.strip():
        if given.text.strip():
            raise Refused("one text or two labelled fields expected, not both", field="text", clause="T-3")
        return parse_labelled(given.lat, given.lon, area_box(charter))
    return parse_coordinate(given.text, area_box(charter), "text")


def rendering(gazetteer: Gazetteer, point: tuple[int, int]) -> dict[str, Any]:
    """The Rendering of a point."""
    lon_nd, lat_nd = point
    shown = render(lon_nd, lat_nd)
    place, _, _ = gazetteer.nearest(lon_nd, lat_nd)
    return {
        "lon_nd": lon_nd, "lat_nd": lat_nd, "dd": shown.dd, "dms": shown.dms, "mgrs": shown.mgrs,
        "near": gazetteer.describe(lon_nd, lat_nd), "gazetteer_id": place.gazetteer_id,
    }  # fmt: skip


def square_of(given: PointGiven) -> dict[str, Any]:
    """Name and corners of the 10 km MGRS square of a point, and the `cell` and the `district` that it may be told as.

    `Refused` off the Earth and beyond 84 N and 80 S.
    """
    if abs(given.lon_nd) > 180 * 10**9:
        raise Refused("-180 to 180 degrees, in nanodegrees, expected", field="lon_nd")
    if abs(given.lat_nd) > 90 * 10**9:
        raise Refused("-90 to 90 degrees, in nanodegrees, expected", field="lat_nd")
    name = district_of(given.lon_nd, given.lat_nd)
    cell = to_cell(given.lon_nd, given.lat_nd)
    district = to_district(given.lon_nd, given.lat_nd)
    return {
        "name": name, "ring": district_ring(name, "place"), "cell": full(cell), "district": full(district),
    }  # fmt: skip
