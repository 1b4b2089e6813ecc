"""A GeoJSON file of volumes (RFC 7946 with our properties, docs/volumes.md) to typed volumes and named refusals.

Pure: bytes in, a report out. Each feature is either read or refused with its number, field, what was found and what
was expected; a missing height or time is refused and never means "everywhere" (that reading would hide a meeting or
invent one). A feature with none of the four properties of a volume is a *place*: it stands at every height and time.
Files that `export_files` writes are read back with their exact shapes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from commonground.errors import MalformedMessage, Refused
from commonground.geo.footprint import Circle, Corridor, Footprint, Polygon, validate_footprint
from commonground.geo.volume import Volume, validate_volume
from commonground.record import convert, decode

from .words import read_altitude, read_degrees_nd, read_length_tmm, read_time_ms

BYTES_MAX = 20 * 1024 * 1024
FEATURES_MAX = 100_000
NAME_CHARS_MAX = 200
_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326", "WGS84")
BAND_EXPECTED = "nothing; a volume needs lower, upper, from and until"
BAND = ("lower", "upper", "from", "until")
# What a property may also be called: the second name is that of an exported file.
_ALSO = {"from": "from_utc", "until": "until_utc"}
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One feature that was read: a volume, or a place when `volume` is None.

    What comes from a picture and not from a file has a `party`, and a hazard its own wider `buffer_m`.
    """

    number: int
    name: str
    footprint: Footprint
    volume: Volume | None = None
    party: str = ""
    buffer_m: float = 0.0


@dataclass(frozen=True, slots=True)
class RefusedFeature:
    """Why a feature was not taken."""

    number: int
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class VolumeFile:
    """What a file of volumes held."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[RefusedFeature] = field(default_factory=list)


def read_volumes(data: bytes, filename: str, *, places_allowed: bool = False) -> VolumeFile:
    """Every feature of the file; `MalformedMessage` when the file as a whole cannot be read.

    Without `places_allowed` a feature that has no height and no time is refused like one that lacks some of them.
    """
    if len(data) > BYTES_MAX:
        raise MalformedMessage(f"{len(data):,} bytes, at most {BYTES_MAX:,}", field=filename, clause="limits")
    features = features_of(decode(dict[str, Any], data, bytes_max=BYTES_MAX))
    if len(features) > FEATURES_MAX:
        raise MalformedMessage(f"{len(features):,} features, at most {FEATURES_MAX:,}", field="features")
    held = VolumeFile()
    for number, feature in enumerate(features, 1):
        try:
            held.entries.append(_entry(number, feature, places_allowed))
        except Refused as error:
            held.refused.append(RefusedFeature(number, error.field, error.reason))
    return held


def features_of(document: Mapping[str, Any]) -> Sequence[object]:
    """The features of a FeatureCollection, or the one Feature; refuses other coordinates than WGS84 degrees."""
    _refuse_other_crs(document.get("crs"))
    if document.get("type") == "Feature":
        return [document]
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list | tuple):
        raise MalformedMessage("a FeatureCollection or a Feature expected", field="type", clause="RFC 7946 3")
    return features


def _refuse_other_crs(crs: object) -> None:
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if not name.endswith(_WGS84):
        raise MalformedMessage(
            f"coordinates in {name or 'another system'}; longitude and latitude on WGS84 expected", field="crs",
            clause="RFC 7946 4",
        )  # fmt: skip


def _entry(number: int, feature: object, places_allowed: bool) -> Entry:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise Refused("a Feature expected", field="type")
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise Refused("an object expected", field="properties")
    footprint = footprint_of(feature.get("geometry"), properties)
    name = name_of(feature, properties) or f"feature {number}"
    given = [key for key in BAND if property_of(properties, key) is not None]
    if places_allowed and not given:
        return Entry(number, name, footprint)
    for key in BAND:
        if key not in given:
            raise Refused(BAND_EXPECTED, field=f"properties.{key}")
    lower = read_altitude(property_of(properties, "lower"), "properties.lower")
    if lower is None:
        raise Refused("'UNL'; a lower limit expected", field="properties.lower")
    volume = Volume(
        footprint=footprint,
        lower=lower,
        upper=read_altitude(property_of(properties, "upper"), "properties.upper"),
        from_ms=read_time_ms(property_of(properties, "from"), "properties.from"),
        until_ms=read_time_ms(property_of(properties, "until"), "properties.until"),
    )
    validate_volume(volume, "volume")
    return Entry(number, name, footprint, volume)


def property_of(properties: Mapping[str, Any], key: str) -> object:
    """A property of BAND under either of its names; None when there is none."""
    value = properties.get(key)
    return properties.get(_ALSO.get(key, key)) if value is None else value


def name_of(feature: Mapping[str, Any], properties: Mapping[str, Any]) -> str:
    """The name or id of a feature without control characters; "" when it has none."""
    for value in (properties.get("name"), properties.get("name_en"), feature.get("id"), properties.get("id")):
        if isinstance(value, str | int) and str(value).strip():
            return "".join(c for c in str(value) if c.isprintable())[:NAME_CHARS_MAX]
    return ""


def footprint_of(geometry: object, properties: Mapping[str, Any]) -> Footprint:
    """The acceptable footprint of a GeoJSON geometry with `radius_m` or `width_m`, or of an exact `footprint`."""
    exact = properties.get("footprint")
    if isinstance(exact, dict):  # written by `export_files` beside a geometry that only comes near
        footprint: Footprint = convert(exact, Circle | Corridor | Polygon)  # type: ignore[arg-type]
    else:
        footprint = _drawn(geometry, properties)
    validate_footprint(footprint, "geometry")
    return footprint


def _drawn(geometry: object, properties: Mapping[str, Any]) -> Footprint:
    if not isinstance(geometry, Mapping):
        raise Refused("nothing; a Point, LineString or Polygon expected", field="geometry")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Point":
        radius_tmm = read_length_tmm(properties.get("radius_m", 0), "properties.radius_m")
        return Circle(center=_position(coordinates), radius_tmm=radius_tmm)
    if kind == "LineString":
        if "width_m" not in properties:
            raise Refused("nothing; the full width of a corridor expected", field="properties.width_m")
        width_tmm = read_length_tmm(properties["width_m"], "properties.width_m")
        return Corridor(path=tuple(_position(one) for one in _list(coordinates)), width_tmm=width_tmm)
    if kind == "Polygon":
        return Polygon(rings=tuple(_ring(ring, place) for place, ring in enumerate(_list(coordinates))))
    raise Refused(f"{str(kind)[:40]!r}; a Point, LineString or Polygon expected", field="geometry.type")


def _ring(ring: object, place: int) -> tuple[Point, ...]:
    points = tuple(_position(one) for one in _list(ring))
    if len(points) < 4 or points[0] != points[-1]:
        reason = "the ring is not closed; its first point again at its end expected"
        raise Refused(reason, field=f"geometry.coordinates[{place}]", clause="RFC 7946 3.1.6")
    return points[:-1]


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list | tuple) or not value:
        raise Refused("a list of positions expected", field="geometry.coordinates")
    return value


def _position(value: object) -> Point:
    if not isinstance(value, list | tuple) or len(value) < 2:
        raise Refused(f"{str(value)[:40]}; [longitude, latitude] expected", field="geometry.coordinates")
    # RFC 7946 3.1.1: numbers, so nothing here is degrees and minutes.
    lon_nd = read_degrees_nd(value[0], 180, "geometry.coordinates.lon")
    return lon_nd, read_degrees_nd(value[1], 90, "geometry.coordinates.lat")
