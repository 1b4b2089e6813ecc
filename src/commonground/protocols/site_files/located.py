"""From the cells or the geometry of a row to one point and one footprint, or a refusal with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from commonground.errors import Refused
from commonground.geo.footprint import Polygon, validate_footprint
from commonground.geo.place import AreaBox, parse_coordinate, parse_labelled

from .rows import Geometry

VERTICES_MAX = 10_000
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Located:
    """A point in nanodegrees and the footprint as plain JSON values."""

    lon_nd: int
    lat_nd: int
    footprint: dict[str, object]
    notes: tuple[str, ...] = ()


def locate_cells(cells: dict[str, list[str]], area: AreaBox | None) -> Located:
    """The point of labelled latitude and longitude cells, or of one coordinate cell."""
    lat, lon = cells.get("lat", []), cells.get("lon", [])
    if lat and lon:
        return _point(parse_labelled(lat[0], lon[0], area))
    if lat or lon:
        missing = "longitude" if lat else "latitude"
        raise Refused(f"{missing} is empty; expected both", field="place", clause="T-3")
    if cells.get("coordinate"):
        return _point(parse_coordinate(cells["coordinate"][0], area))
    raise Refused(
        "no coordinates; expected columns latitude and longitude, or one coordinate with hemisphere letters",
        field="place", clause="T-3", detail={"code": "no_coordinates"},
    )  # fmt: skip


def locate_geometry(geometry: Geometry, area: AreaBox | None) -> Located:
    """The point and footprint of a Point, Polygon or MultiPolygon; other shapes are refused."""
    if geometry.kind == "Point":
        return _point(_position(geometry.coordinates, area))
    if geometry.kind not in ("Polygon", "MultiPolygon"):
        raise Refused(
            f"a {geometry.kind or 'shape without a type'}; expected a Point, Polygon or MultiPolygon",
            field="geometry",
        )  # fmt: skip
    parts = geometry.coordinates if geometry.kind == "MultiPolygon" else [geometry.coordinates]
    if not isinstance(parts, list) or not parts:
        raise Refused("no coordinates; expected rings", field="geometry.coordinates")
    polygons = [_rings(part, area) for part in parts]
    notes: tuple[str, ...] = ()
    rings = polygons[0]
    if len(polygons) > 1:
        rings = [_hull([point for part in polygons for point in part[0]])]
        notes = (f"{len(polygons)} separate parts: the footprint is the outline around all of them",)
    validate_footprint(Polygon(rings=tuple(tuple(ring) for ring in rings)), "footprint")
    lon_nd, lat_nd = _middle(rings[0])
    footprint: dict[str, object] = {"type": "polygon", "rings": [[list(p) for p in ring] for ring in rings]}
    return Located(lon_nd, lat_nd, footprint, notes)


def _point(point: Point) -> Located:
    return Located(*point, {"type": "circle", "center": list(point), "radius_tmm": 0})


def _position(coordinates: object, area: AreaBox | None) -> Point:
    if not isinstance(coordinates, list) or len(coordinates) < 2:
        raise Refused(
            f"{str(coordinates)[:40]}; expected [longitude, latitude]", field="geometry.coordinates"
        )
    return parse_labelled(coordinates[1], coordinates[0], area, "geometry")


def _rings(part: object, area: AreaBox | None) -> list[list[Point]]:
    if not isinstance(part, list) or not part or not all(isinstance(ring, list) for ring in part):
        raise Refused("no rings; expected a list of rings", field="geometry.coordinates")
    if sum(len(ring) for ring in part) > VERTICES_MAX:
        raise Refused(f"more than {VERTICES_MAX:,} vertices", field="geometry.coordinates", clause="limits")
    rings = []
    for ring in part:
        points = [_position(position, area) for position in ring]
        if len(points) < 4 or points[0] != points[-1]:
            raise Refused("a ring is not closed; expected its first point again at its end", field="geometry")
        rings.append([p for i, p in enumerate(points[:-1]) if p != points[i - 1] or i == 0])
    return rings


def _middle(ring: list[Point]) -> Point:
    """The centroid of the ring, as the point that stands for it on a list."""
    lon_0, lat_0 = ring[0]
    twice_area = lon = lat = 0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        x1, y1, x2, y2 = x1 - lon_0, y1 - lat_0, x2 - lon_0, y2 - lat_0
        cross = x1 * y2 - x2 * y1
        twice_area += cross
        lon += (x1 + x2) * cross
        lat += (y1 + y2) * cross
    if twice_area == 0:
        return ring[0]
    return lon_0 + round(lon / (3 * twice_area)), lat_0 + round(lat / (3 * twice_area))


def _hull(points: list[Point]) -> list[Point]:
    """The convex outline around points that lie near each other (monotone chain)."""
    ordered = sorted(set(points))

    def half(sequence: list[Point]) -> list[Point]:
        chain: list[Point] = []
        for point in sequence:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]

    return half(ordered) + half(ordered[::-1])


def _turn(a: Point, b: Point, c: Point) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
