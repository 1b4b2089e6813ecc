"""Places: a coordinate read strictly, shown in three notations, and made coarser for those told less.

`parse_coordinate` and `parse_labelled` accept what cannot be misread and refuse the rest with both readings
(REQUIREMENTS T-3); `render` shows a point as DD, DMS and MGRS; `to_cell` and `to_district` replace a point by
the MGRS square that holds it, the same answer for every point of the square.
The one module that imports `mgrs`. It does not know names of places: see `gazetteer`.
"""

from __future__ import annotations

import math
import re
import warnings
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import mgrs
from mgrs.core import MGRSError

from commonground.errors import Refused
from commonground.record import Record

from .coordinate_text import (
    EXPECTED,
    ND,
    TEXT_LENGTH_MAX,
    bare_readings,
    parse_axis,
    parse_lettered,
    plain_characters,
    refuse,
)
from .geodesic import inverse

Precision = Literal["exact", "cell", "district", "unknown"]
HowObtained = Literal["gps", "imagery", "map", "told", "file"]

CELL_SIDE_M = 1_000
DISTRICT_SIDE_M = 10_000
TMM_PER_M = 10_000
_ROUNDING_M = 2  # MGRS digits are whole metres; the radius covers the square and this
_SOUTH_EDGE_ND = -100
_M_PER_DEGREE_MOST = 111_700
_DISTRICT = re.compile("[1-9][0-9]?[C-HJ-NP-X][A-HJ-NP-Z]{2}[0-9]{2}")
_MGRS = mgrs.MGRS()


class Place(Record, frozen=True, kw_only=True):
    """The place block of REQUIREMENTS section 4, stored: nanodegrees and tenths of a millimetre."""

    lon_nd: int
    lat_nd: int
    radius_tmm: int = 0
    precision: Precision = "exact"
    how_obtained: HowObtained = "map"
    gazetteer_id: str = ""
    admin_code: str = ""


class AreaBox(Record, frozen=True, kw_only=True):
    """The charter's area; `west_nd > east_nd` means that it crosses the antimeridian."""

    west_nd: int
    south_nd: int
    east_nd: int
    north_nd: int

    def contains(self, lon_nd: int, lat_nd: int) -> bool:
        """Whether the point lies in the box, edges included."""
        if not self.south_nd <= lat_nd <= self.north_nd:
            return False
        if self.west_nd <= self.east_nd:
            return self.west_nd <= lon_nd <= self.east_nd
        return lon_nd >= self.west_nd or lon_nd <= self.east_nd


@dataclass(frozen=True)
class Rendering:
    """One point in three notations; `mgrs` has ten digits and is read at the centre of its square."""

    dd: str
    dms: str
    mgrs: str

    def plain(self) -> dict[str, str]:
        """The three notations as JSON values."""
        return {"dd": self.dd, "dms": self.dms, "mgrs": self.mgrs}


def parse_coordinate(text: str, area: AreaBox | None = None, field: str = "place") -> tuple[int, int]:
    """`(lon_nd, lat_nd)` from one string with hemisphere letters or a valid MGRS reference.

    Raises `Refused` (T-3) with `detail["code"]`; for bare numbers `detail["readings"]` holds both readings;
    outside `area`, `detail["swapped_inside"]` tells whether the swapped point would lie inside.
    """
    cleaned = plain_characters(text)[: TEXT_LENGTH_MAX + 1]
    if not cleaned or len(cleaned) > TEXT_LENGTH_MAX:
        raise refuse(f"empty or longer than {TEXT_LENGTH_MAX} characters; {EXPECTED}", field, "length")
    reference = _mgrs_reference(cleaned)
    if reference is not None:
        return _inside(_parse_mgrs(reference, field), area, field)
    readings = bare_readings(cleaned)
    if readings:
        shown = [{**render(*r).plain(), "inside_area": area is None or area.contains(*r)} for r in readings]
        listed = " or ".join(str(r["dd"]) for r in shown)
        raise refuse(
            f"{cleaned!r} can be read as {listed}; {EXPECTED}", field, "ambiguous", readings=shown
        )  # fmt: skip
    return _inside(parse_lettered(cleaned, field), area, field)


def parse_labelled(
    lat: str | int | float | Decimal,
    lon: str | int | float | Decimal,
    area: AreaBox | None = None,
    field: str = "place",
) -> tuple[int, int]:
    """`(lon_nd, lat_nd)` from two labelled values: signed degrees or DD, DM, DMS; never swapped (T-3)."""
    lat_nd = parse_axis(lat, "lat", f"{field}.lat")
    lon_nd = parse_axis(lon, "lon", f"{field}.lon")
    return _inside((lon_nd, lat_nd), area, field)


def render(lon_nd: int, lat_nd: int) -> Rendering:
    """The point as DD (6 decimals), DMS (2 decimals of a second) and MGRS (10 digits; UPS near the poles)."""
    dd = f"{_decimal(lat_nd)} {_letter(lat_nd, 'NS')} {_decimal(lon_nd)} {_letter(lon_nd, 'EW')}"
    dms = f"{_sexagesimal(lat_nd, 2)}{_letter(lat_nd, 'NS')} {_sexagesimal(lon_nd, 3)}{_letter(lon_nd, 'EW')}"
    return Rendering(dd, dms, _spaced(_to_mgrs(lon_nd, lat_nd)))


def bearing_distance(a: tuple[int, int], b: tuple[int, int]) -> tuple[float, float]:
    """`(degrees, metres)` of the geodesic from `a` to `b`, both `(lon_nd, lat_nd)`; north is 0, east 90."""
    distance_m, azimuth_deg, _ = inverse(a[0] / ND, a[1] / ND, b[0] / ND, b[1] / ND)
    return azimuth_deg % 360.0, distance_m


def to_cell(lon_nd: int, lat_nd: int) -> Place:
    """The 1 km MGRS square of a point: centre and a radius that covers it, the same for all its points."""
    centre, radius_tmm = _square(lon_nd, lat_nd, CELL_SIDE_M)
    return Place(lon_nd=centre[0], lat_nd=centre[1], radius_tmm=radius_tmm, precision="cell")


def to_district(lon_nd: int, lat_nd: int, admin_code: str = "") -> Place:
    """The 10 km MGRS square of a point with the code of its district; gazetteer and method are dropped."""
    centre, radius_tmm = _square(lon_nd, lat_nd, DISTRICT_SIDE_M)
    return Place(
        lon_nd=centre[0], lat_nd=centre[1], radius_tmm=radius_tmm, precision="district", admin_code=admin_code
    )


def district_ring(reference: str, field: str) -> tuple[tuple[int, int], ...]:
    """Corners (lon_nd, lat_nd) of a 10 km MGRS square such as `37SBU34`, from its south-west anticlockwise.

    Refuses what names no such square, or names it in another way than all others do. Beside the limit of a zone the
    whole square is given, as it is drawn in its own zone.
    """
    found = _DISTRICT.fullmatch(reference)
    if found is None:
        raise refuse(f"{reference[:16]!r} is no square of 10 km; expected as 37SBU34", field, "mgrs_digits")
    try:
        point = _from_mgrs(reference)
        zone, hemisphere, east_m, north_m = _MGRS.MGRSToUTM(reference)
        again = _to_mgrs(*point, 1)
    except MGRSError as error:
        raise refuse(f"{reference} is no MGRS reference; expected as 37SBU34", field, "mgrs") from error
    if again != reference and not _is_cut_square(point, DISTRICT_SIDE_M):
        raise refuse(f"{reference} names no square of the grid; nearest is {again}", field, "mgrs")
    west, south = (int(one) // DISTRICT_SIDE_M * DISTRICT_SIDE_M for one in (east_m, north_m))
    east, north = west + DISTRICT_SIDE_M, south + DISTRICT_SIDE_M
    corners = ((west, south), (east, south), (east, north), (west, north))
    return tuple(_utm_point(zone, hemisphere, *corner) for corner in corners)


def district_centre(reference: str) -> tuple[int, int]:
    """Centre (lon_nd, lat_nd) of a 10 km MGRS square that `district_ring` knows."""
    return _from_mgrs(reference)


def district_of(lon_nd: int, lat_nd: int) -> str:
    """The name of the 10 km MGRS square of a point."""
    if not -80 * ND <= lat_nd <= 84 * ND:
        raise refuse("no kilometre squares beyond 80 S and 84 N (UPS)", "place", "ups")
    return _to_mgrs(lon_nd, lat_nd, 1)


def _inside(point: tuple[int, int], area: AreaBox | None, field: str) -> tuple[int, int]:
    if area is None or area.contains(*point):
        return point
    lon_nd, lat_nd = point
    swapped = abs(lon_nd) <= 90 * ND and area.contains(lat_nd, lon_nd)
    reason = f"{render(*point).dd} lies outside the area of the room"
    detail: dict[str, object] = {"point": render(*point).plain(), "swapped_inside": swapped}
    if swapped:
        detail["swapped"] = render(lat_nd, lon_nd).plain()
        reason += f"; with latitude and longitude exchanged ({render(lat_nd, lon_nd).dd}) it would lie inside"
    code = "swapped_inside" if swapped else "outside_area"
    raise refuse(reason, field, code, **detail)


def _mgrs_reference(text: str) -> str | None:
    """The text without blanks when it has the form of an MGRS (or UPS) reference, else None."""
    squeezed = "".join(text.split()).upper()
    digits_first = len(squeezed) - len(squeezed.lstrip("0123456789"))
    letters = squeezed[digits_first:]
    if not squeezed.isascii() or digits_first > 2 or not letters[:3].isalpha() or len(letters) < 3:
        return None
    return squeezed if not letters[3:] or letters[3:].isdigit() else None


def _parse_mgrs(reference: str, field: str) -> tuple[int, int]:
    digits = len(reference.lstrip("0123456789")) - 3
    if digits % 2 or not 4 <= digits <= 10:
        raise refuse(
            f"{reference} has {digits} digits; expected 4, 6, 8 or 10 after the square letters",
            field, "mgrs_digits",
        )  # fmt: skip
    try:
        point = _from_mgrs(reference)
        again = _to_mgrs(*point, digits // 2)
    except MGRSError as error:
        raise refuse(f"{reference} is no MGRS reference; {EXPECTED}", field, "mgrs") from error
    if again.lstrip("0") != reference.lstrip("0") and not _is_cut_square(point, 10 ** (5 - digits // 2)):
        raise refuse(f"{reference} names no square of the grid; nearest is {again}", field, "mgrs")
    return point


def _is_cut_square(centre: tuple[int, int], side_m: int) -> bool:
    """True for a square across the limit of a zone or band, whose centre may lie on the other side."""
    lon_deg, lat_deg = centre[0] / ND, centre[1] / ND
    within_m = 0.75 * side_m  # half of the diagonal, and a little
    zone_deg = 6 if -80 <= lat_deg < 56 else 3  # Norway and Svalbard shift limits by three degrees
    to_zone_deg = abs(lon_deg - zone_deg * round(lon_deg / zone_deg)) * math.cos(math.radians(lat_deg))
    bands = (*range(-80, 73, 8), 84)
    to_band_deg = min(abs(lat_deg - band) for band in bands)
    return bool(min(to_zone_deg, to_band_deg) * _M_PER_DEGREE_MOST <= within_m * 1.02)


def _square(lon_nd: int, lat_nd: int, side_m: int) -> tuple[tuple[int, int], int]:
    """Centre and covering radius (tmm) of the grid square of a point.

    Where a zone ends, a sliver of a square is left that would tell its reader more than a whole square does;
    it is counted to the square beside it, whose radius then covers both.
    """
    if not -80 * ND <= lat_nd <= 84 * ND:
        raise refuse("no kilometre squares beyond 80 S and 84 N (UPS)", "place", "ups")
    zone, hemisphere, east_m, north_m = _MGRS.MGRSToUTM(_to_mgrs(lon_nd, lat_nd))
    east = int(east_m) // side_m * side_m + side_m // 2
    north = int(north_m) // side_m * side_m + side_m // 2
    inward = side_m if east < 500_000 else -side_m
    if not _is_in_zone(zone, hemisphere, east, north):
        east += inward
    edges = [east - side_m / 2, east + side_m / 2]
    if not _is_in_zone(zone, hemisphere, east - inward, north):
        edges.append(east - inward * 1.5)
    centre = _utm_point(zone, hemisphere, east, north)
    reach_m = max(
        bearing_distance(centre, _utm_point(zone, hemisphere, edge, north + up * side_m / 2))[1]
        for edge in edges
        for up in (-1, 1)
    )
    return centre, int(reach_m + _ROUNDING_M) * TMM_PER_M + TMM_PER_M


def _is_in_zone(zone: int, hemisphere: str, east_m: float, north_m: float) -> bool:
    reference = _to_mgrs(*_utm_point(zone, hemisphere, east_m, north_m))
    return int(_MGRS.MGRSToUTM(reference)[0]) == zone


def _utm_point(zone: int, hemisphere: str, east_m: float, north_m: float) -> tuple[int, int]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return _from_mgrs(_MGRS.UTMToMGRS(zone, hemisphere, float(east_m), float(north_m), 5))


def _from_mgrs(reference: str) -> tuple[int, int]:
    """`(lon_nd, lat_nd)` of the centre of the square (mgrs 1.6 reads at the centre)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a square may reach over its latitude band
        lat, lon = _MGRS.toLatLon(reference)
    return round(lon * ND), round(lat * ND)


def _to_mgrs(lon_nd: int, lat_nd: int, half: int = 5) -> str:
    if _SOUTH_EDGE_ND < lat_nd < 0:  # a hair south of the equator the library rounds into no square at all
        lat_nd = _SOUTH_EDGE_ND
    return str(_MGRS.toMGRS(lat_nd / ND, lon_nd / ND, MGRSPrecision=half))


def _spaced(reference: str) -> str:
    at = len(reference) - 10
    head = reference[: at - 2]
    return f"{head} {reference[at - 2 : at]} {reference[at : at + 5]} {reference[at + 5 :]}"


def _decimal(value_nd: int) -> str:
    millionths = (abs(value_nd) + 500) // 1_000
    return f"{millionths // 1_000_000}.{millionths % 1_000_000:06d}"


def _sexagesimal(value_nd: int, width: int) -> str:
    hundredths = (abs(value_nd) * 360_000 + ND // 2) // ND
    minutes, rest = divmod(hundredths, 6_000)
    return f"{minutes // 60:0{width}d}°{minutes % 60:02d}'{rest // 100:02d}.{rest % 100:02d}\""


def _letter(value_nd: int, letters: str) -> str:
    return letters[value_nd < 0]


__all__ = [
    "AreaBox", "Place", "Refused", "Rendering", "bearing_distance", "parse_coordinate", "parse_labelled",
    "render", "to_cell", "to_district",
]  # fmt: skip
