"""Volumes out of what people have: shapes, GeoJSON, lists, tables with geometry (GeoDataFrame).

A volume that cannot be read is refused by field; nothing is repaired, and a height or time that is missing never
means everywhere. Tables are known by what they answer (`to_crs`, `__geo_interface__`); no such library is imported.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from commonground.errors import Refused, Unavailable
from commonground.geo.footprint import Circle, Corridor, Footprint, Polygon, validate_footprint
from commonground.geo.interval import Altitude, validate_altitudes, validate_window
from commonground.geo.volume import Volume, validate_volume
from commonground.protocols.volume_files.codec import BAND, BAND_EXPECTED, features_of, name_of, property_of
from commonground.record import decode

from .limits import HeightLike, TimeLike, lower_limit, time_ms, upper_limit
from .shapes import ShapeLike, feature_of, footprints_of, refuse_idle
from .volume_list import Volumes

FILE_BYTES_MAX = 1 << 30
_EXPECTED = "a FeatureCollection (dict, text or path), a list of Features or volumes, or a table with geometry expected"


def volume(
    shape: ShapeLike,
    lower: HeightLike,
    upper: HeightLike,
    from_: TimeLike,
    until: TimeLike,
    *,
    unit: str = "",
    radius_m: float | None = None,
    width_m: float | None = None,
) -> Volume:
    """One volume: a shape on the ground between two heights during a closed window of time.

    `shape` is made by `circle`, `corridor` or `polygon`, or is a GeoJSON geometry or Feature, or a shapely geometry,
    in degrees on WGS84: a Point with `radius_m` (metres; none is a point), a LineString with `width_m` (metres, the
    full width), or a Polygon. `lower` and `upper` are text with a reference (`"SFC"`, `"300 M AGL"`, `"5000 FT AMSL"`,
    `"90.5 M W84"`, `"FL180"`, upper also `"UNL"`), or numbers in `unit` (`"FT AMSL"`, `"M AGL"`, `"FL"`...).
    `from_` and `until` are datetimes with a zone, ISO 8601 text with a zone, or UTC milliseconds.

    Raises `Refused` with the field and what was expected: a number without its unit, a time without its zone, a shape
    of several parts (`volumes` makes one of each), a ring that crosses itself.

    >>> import commonground as cg
    >>> at = cg.circle(lon=36.326, lat=32.292, radius_m=3000)
    >>> made = cg.volume(at, "SFC", 1000, "2030-03-01T06:00:00Z", "2030-03-01T08:00:00Z", unit="FT AGL")
    >>> made.upper.value_tmm  # 1 ft is 3,048 tenths of a millimetre
    3048000

    Source: docs/geometry.md; the words are those of docs/volumes.md.
    """
    footprint = _one_footprint(shape, {"radius_m": radius_m, "width_m": width_m})
    limits = lower_limit(lower, unit, "lower"), upper_limit(upper, unit, "upper")
    return _volume(footprint, limits, (time_ms(from_, "from_"), time_ms(until, "until")))


def volumes(
    obj: Any,
    lower: HeightLike | None = None,
    upper: HeightLike | None = None,
    from_: TimeLike | None = None,
    until: TimeLike | None = None,
    *,
    unit: str = "",
    radius_m: float | None = None,
    width_m: float | None = None,
) -> Volumes:
    """Every volume of a file, a list or a table.

    `obj` is a GeoJSON FeatureCollection or Feature (dict, text, or the path of a file), a list of Features, geometries
    or volumes, or a table with geometry (GeoDataFrame). Each feature has the properties or columns `lower`, `upper`,
    `from`, `until`, and `radius_m` (metres, for Points) or `width_m` (metres, for LineStrings), written as in
    `volume`; the arguments (`from_` for `from`) stand for those that are missing, and numbers of height are in
    `unit`. A Multi- geometry gives one volume for each part. A table in another reference system than EPSG:4326 is
    converted by its own `to_crs` (its corners: edges between them are geodesics), and one that names none is refused.

    Raises `Refused` when anything cannot be read: the field is that of the first (`features[2].properties.lower`,
    counted from 0), `detail["refused"]` lists all.

    >>> import commonground as cg
    >>> ring = {"type": "Polygon", "coordinates": [[[36.4, 33.0], [36.8, 33.0], [36.8, 33.2], [36.4, 33.0]]]}
    >>> cg.volumes([ring], "SFC", "FL100", "2030-03-01T06:00:00Z", "2030-03-01T08:00:00Z")
    1 volume: 1 polygon, 2030-03-01 06:00:00Z to 2030-03-01 08:00:00Z

    Source: docs/volumes.md, RFC 7946.
    """
    if isinstance(obj, Volumes):
        return obj
    stand_ins = {"lower": lower, "upper": upper, "from": from_, "until": until}
    lengths = {"radius_m": radius_m, "width_m": width_m}
    made: list[tuple[Volume, str, int]] = []
    refused: list[Refused] = []
    for row, item in enumerate(_items(obj)):
        try:
            made += [(one, name, row) for one, name in _of_item(item, row, stand_ins, lengths, unit)]
        except Refused as error:
            inner = (
                error.field
                if error.field.startswith(("[", "features["))
                else f"features[{row}].{error.field}"
            )
            refused.append(Refused(error.reason, field=inner, clause=error.clause))
    _refuse_any(refused)
    return Volumes(*(tuple(column) for column in zip(*made, strict=True))) if made else Volumes((), (), ())


def _one_footprint(shape: ShapeLike, lengths: Mapping[str, object]) -> Footprint:
    if isinstance(shape, Circle | Corridor | Polygon):
        refuse_idle({"properties": {}}, lengths)
        validate_footprint(shape, "shape")
        return shape
    feature = feature_of(shape, "shape")
    refuse_idle(feature, lengths)
    parts = footprints_of(feature, lengths)
    if len(parts) != 1:
        raise Refused(f"{len(parts)} parts; one expected: volumes(shape, ...) makes several", field="shape")
    return parts[0]


def _volume(
    footprint: Footprint, limits: tuple[Altitude, Altitude | None], window_ms: tuple[int, int]
) -> Volume:
    """A volume of an acceptable footprint; refuses a band upside down and a window that is none."""
    validate_altitudes(*limits, "volume")
    validate_window(*window_ms, "volume")
    lower, upper = limits
    return Volume(footprint=footprint, lower=lower, upper=upper, from_ms=window_ms[0], until_ms=window_ms[1])


def _refuse_any(refused: Sequence[Refused]) -> None:
    if not refused:
        return
    first, more = refused[0], len(refused) - 1
    listed: list[dict[str, object]] = [{"field": one.field, "reason": one.reason} for one in refused]
    reason = first.reason + (f" (and {more} more, see detail)" if more else "")
    raise Refused(reason, field=first.field, clause=first.clause, detail={"refused": listed})


def _of_item(
    item: Any, row: int, stand_ins: Mapping[str, object], lengths: Mapping[str, object], unit: str
) -> Iterator[tuple[Volume, str]]:
    """Volumes of one feature, or the volume itself, with a name."""
    if isinstance(item, Volume):
        validate_volume(item, f"[{row}]")
        yield item, str(row)
        return
    feature = feature_of(item, f"[{row}]")
    properties = feature["properties"]
    held = {key: property_of(properties, key) for key in BAND}
    held = {key: stand_ins[key] if value is None else value for key, value in held.items()}
    for key in BAND:
        if held[key] is None:
            raise Refused(BAND_EXPECTED, field=f"properties.{key}")
    limits = (
        lower_limit(held["lower"], unit, "properties.lower"),
        upper_limit(held["upper"], unit, "properties.upper"),
    )
    window_ms = time_ms(held["from"], "properties.from"), time_ms(held["until"], "properties.until")
    parts = footprints_of(feature, lengths)
    name = name_of(feature, properties) or str(row)
    for number, part in enumerate(parts, 1):
        yield _volume(part, limits, window_ms), name if len(parts) == 1 else f"{name} part {number}"


def _items(obj: Any) -> Iterable[Any]:
    """The features, geometries or volumes that an object holds."""
    if isinstance(obj, Volume):
        return [obj]
    if isinstance(obj, bytes | str | os.PathLike):
        return features_of(_document(obj))
    if hasattr(obj, "to_crs"):
        return features_of(_in_degrees(obj).__geo_interface__)
    held = obj if isinstance(obj, Mapping) else getattr(obj, "__geo_interface__", None)
    if isinstance(held, Mapping):
        return features_of(held) if held.get("type") in ("FeatureCollection", "Feature") else [held]
    if isinstance(obj, Iterable) and not hasattr(obj, "columns"):  # a table of rows holds no geometry
        return obj
    raise Refused(f"{type(obj).__name__}; {_EXPECTED}", field="obj")


def _document(given: bytes | str | os.PathLike[str]) -> dict[str, Any]:
    """The JSON object of a text, or of the file of that name."""
    text = given.encode() if isinstance(given, str) else given
    if isinstance(text, bytes) and text.lstrip().startswith(b"{"):
        return decode(dict[str, Any], text, bytes_max=FILE_BYTES_MAX)
    path = Path(os.fsdecode(given))
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise Unavailable(f"{str(path)[:200]}: {getattr(error, 'strerror', None) or error}") from error
    return decode(dict[str, Any], data, bytes_max=FILE_BYTES_MAX)


def _in_degrees(table: Any) -> Any:
    """A table in longitude and latitude on WGS84."""
    if table.crs is None:
        raise Refused("no reference system; set_crs(4326) for longitude and latitude expected", field="crs")
    return table if table.crs.to_epsg() == 4326 else table.to_crs(4326)
