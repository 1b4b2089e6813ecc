"""GeoJSON bytes (RFC 7946) to rows: features with any geometry; which geometries are taken is decided later.

A `crs` member other than WGS84 is refused: RFC 7946 section 4 allows only longitude and latitude on WGS84.
"""

from __future__ import annotations

from typing import Any

from commonground.errors import MalformedMessage
from commonground.record import decode

from .rows import BYTES_MAX, COLUMNS_MAX, ROWS_MAX, FileRows, Geometry, Refusal, Row, clean_text
from .table import decode_text

_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326", "WGS84")


def read_geojson(data: bytes, encoding: str = "") -> FileRows:
    """Rows of a FeatureCollection, a Feature or a bare geometry."""
    text, shown = decode_text(data, encoding)
    document = decode(dict[str, Any], text, bytes_max=2 * BYTES_MAX)
    crs = _crs(document.get("crs"))
    kind = document.get("type")
    if kind == "FeatureCollection":
        features = document.get("features")
    elif kind == "Feature":
        features = [document]
    else:
        features = [{"type": "Feature", "properties": {}, "geometry": document}]
    if not isinstance(features, list):
        raise MalformedMessage("no list; expected features", field="features", clause="RFC 7946 3.3")
    if len(features) > ROWS_MAX:
        raise MalformedMessage(f"{len(features):,} features, at most {ROWS_MAX:,}", field="features")
    columns: dict[str, None] = {}
    rows: list[Row] = []
    refused: list[Refusal] = []
    for number, feature in enumerate(features, 1):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            refused.append(Refusal(number, "type", clean_text(feature)[:80], "a Feature"))
            continue
        values = _values(feature.get("properties"))
        columns.update(dict.fromkeys(values))
        rows.append(Row(number, values, _geometry(feature.get("geometry"))))
    if len(columns) > COLUMNS_MAX:
        raise MalformedMessage(f"{len(columns)} properties, at most {COLUMNS_MAX}", field="properties")
    return FileRows(tuple(columns), rows, refused, "feature", shown, crs)


def _values(properties: object) -> dict[str, str]:
    if not isinstance(properties, dict):
        return {}
    return {
        clean_text(key): "" if isinstance(value, (dict, list)) else clean_text(value)
        for key, value in properties.items()
    }


def _geometry(geometry: object) -> Geometry | None:
    if not isinstance(geometry, dict):
        return None
    return Geometry(clean_text(geometry.get("type")), geometry.get("coordinates"))


def _crs(crs: object) -> str:
    if crs is None:
        return "WGS84"
    name = crs.get("properties", {}).get("name", "") if isinstance(crs, dict) else ""
    if not any(str(name).endswith(known) for known in _WGS84):
        raise MalformedMessage(
            f"coordinates in {name or crs}; expected longitude and latitude on WGS84", field="crs",
            clause="RFC 7946 4",
        )  # fmt: skip
    return f"WGS84 ({name})"
