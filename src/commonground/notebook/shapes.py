"""Footprints from degrees and metres, from GeoJSON, and from whatever speaks it (`__geo_interface__`, as shapely does).

Longitude comes before latitude, as in GeoJSON. Edges between the given points are geodesics whatever drew them.
Nothing is imported for the sake of a type: a shapely geometry is known by what it answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from commonground.errors import Refused
from commonground.geo.footprint import Circle, Corridor, Footprint, Polygon, validate_footprint
from commonground.geo.outline import Position
from commonground.protocols.volume_files.codec import footprint_of
from commonground.protocols.volume_files.words import read_degrees_nd, read_length_tmm

#: A footprint, a GeoJSON geometry or Feature, or anything with `__geo_interface__`.
ShapeLike: TypeAlias = Any
LonLat: TypeAlias = Sequence[float]
GEOMETRIES = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")
SHAPE_EXPECTED = "a footprint, a GeoJSON geometry or Feature, or a geometry with __geo_interface__ expected"
_ONLY_FOR = {"radius_m": "Point", "width_m": "LineString"}


def circle(lon: float, lat: float, radius_m: float) -> Circle:
    """Every point within `radius_m` metres of a centre in degrees on WGS84, by geodesic distance.

    0 m is a point; otherwise 0.1 m to 1000 km. Raises `Refused`, naming the field, for anything else.

    >>> import commonground as cg
    >>> cg.circle(lon=36.326, lat=32.292, radius_m=3000).radius_tmm
    30000000

    Source: docs/geometry.md, definitions.
    """
    made = Circle(
        center=_position((lon, lat), "circle"), radius_tmm=read_length_tmm(radius_m, "circle.radius_m")
    )
    validate_footprint(made, "circle")
    return made


def corridor(points: Iterable[LonLat], width_m: float) -> Corridor:
    """Every point within half of `width_m` metres (the full width) of a path of `(lon, lat)` points in degrees.

    Ends and bends are round, edges are geodesics. Raises `Refused`, naming the field, for fewer than 2 points, the
    same point twice in a row, or a width outside 0.1 m to 1000 km.

    >>> import commonground as cg
    >>> cg.corridor([(36.0, 33.0), (37.2, 33.1)], width_m=9260).width_tmm
    92600000

    Source: docs/geometry.md, definitions.
    """
    path = _line(points, "corridor.path")
    made = Corridor(path=path, width_tmm=read_length_tmm(width_m, "corridor.width_m"))
    validate_footprint(made, "corridor")
    return made


def polygon(points: Iterable[LonLat], holes: Iterable[Iterable[LonLat]] = ()) -> Polygon:
    """The region inside a ring of `(lon, lat)` points in degrees and outside its holes; edges are geodesics.

    A ring may be closed (first point again at its end) or not, in either direction. Raises `Refused`, naming ring and
    edge, for rings that cross, touch or run back, and holes that are not inside.

    >>> import commonground as cg
    >>> len(cg.polygon([(36.4, 32.9), (36.8, 32.9), (36.8, 33.2)]).rings[0])
    3

    Source: docs/geometry.md, definitions.
    """
    rings = [_line(points, "polygon.rings[0]")]
    rings += [_line(hole, f"polygon.rings[{number}]") for number, hole in enumerate(holes, 1)]
    made = Polygon(rings=tuple(_open(ring) for ring in rings))
    validate_footprint(made, "polygon")
    return made


def feature_of(shape: ShapeLike, field: str) -> dict[str, Any]:
    """A GeoJSON Feature of a geometry, a Feature, or anything with `__geo_interface__`."""
    held = shape if isinstance(shape, Mapping) else getattr(shape, "__geo_interface__", None)
    if not isinstance(held, Mapping):
        raise Refused(f"{type(shape).__name__}; {SHAPE_EXPECTED}", field=field)
    if held.get("type") == "Feature":
        properties = held.get("properties") or {}
        if not isinstance(properties, Mapping):
            raise Refused("an object expected", field=f"{field}.properties")
        return {**held, "properties": properties}
    if held.get("type") in GEOMETRIES:
        return {"type": "Feature", "geometry": held, "properties": {}}
    raise Refused(f"{str(held.get('type'))[:40]!r}; {SHAPE_EXPECTED}", field=f"{field}.type")


def footprints_of(feature: Mapping[str, Any], given: Mapping[str, object]) -> list[Footprint]:
    """The footprints of a Feature: several for a Multi- geometry. `given` holds what its properties lack."""
    geometry, properties = feature.get("geometry"), dict(feature["properties"])
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    single = str(kind).removeprefix("Multi")
    for name, value in given.items():
        if _ONLY_FOR[name] == single and properties.get(name) is None and value is not None:
            properties[name] = value
    if not isinstance(geometry, Mapping) or kind == single or _is_exact(properties):
        return [footprint_of(geometry, properties)]
    parts = geometry.get("coordinates")
    if not isinstance(parts, list | tuple) or not parts:
        raise Refused("a list of parts expected", field="geometry.coordinates")
    return [footprint_of({"type": single, "coordinates": part}, properties) for part in parts]


def refuse_idle(feature: Mapping[str, Any], given: Mapping[str, object]) -> None:
    """Refuse a radius or width that the shape has no use for, or that it already has."""
    geometry, properties = feature.get("geometry"), feature["properties"]
    kind = str(geometry.get("type")).removeprefix("Multi") if isinstance(geometry, Mapping) else "shape"
    for name, value in given.items():
        if value is not None and kind != _ONLY_FOR[name]:
            raise Refused(f"given for a {kind}, expected for a {_ONLY_FOR[name]} only", field=name)
        if value is not None and (properties.get(name) is not None or _is_exact(properties)):
            raise Refused("given twice: as an argument and by the Feature", field=name)


def _is_exact(properties: Mapping[str, Any]) -> bool:
    """Does an exported Feature hold its exact shape beside a geometry that comes near it?"""
    return isinstance(properties.get("footprint"), dict)


def _line(points: Iterable[LonLat], field: str) -> tuple[Position, ...]:
    return tuple(_position(point, f"{field}[{number}]") for number, point in enumerate(points))


def _open(ring: tuple[Position, ...]) -> tuple[Position, ...]:
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring


def _position(point: LonLat, field: str) -> Position:
    try:
        lon, lat = point
    except (TypeError, ValueError):
        raise Refused(f"{str(point)[:40]}; (longitude, latitude) expected", field=field) from None
    return read_degrees_nd(lon, 180, f"{field}.lon"), read_degrees_nd(lat, 90, f"{field}.lat")
