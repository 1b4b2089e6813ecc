"""KML bytes to rows: Placemarks with a Point, a Polygon or several Polygons. The one module with defusedxml.

Document types, entities and network links are refused; styles, folders' names and altitudes are ignored.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import defusedxml
from defusedxml import ElementTree

from commonground.errors import MalformedMessage

from .rows import ROWS_MAX, FileRows, Geometry, Refusal, Row, clean_text

_SHAPES = ("Point", "Polygon", "MultiGeometry", "LineString", "LinearRing", "Track", "MultiTrack", "Model")


def read_kml(data: bytes) -> FileRows:
    """Rows of all Placemarks; name, description and extended data are their values."""
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except defusedxml.DefusedXmlException as error:
        raise MalformedMessage(
            "holds a document type or entities; expected plain KML", field="file"
        ) from error
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise MalformedMessage(f"not XML: {error}", field="file") from error
    if _tag(root) != "kml":
        raise MalformedMessage(f"the root is <{_tag(root)}>; expected <kml>", field="file")
    columns: dict[str, None] = {}
    rows: list[Row] = []
    refused: list[Refusal] = []
    for element in root.iter():
        if _tag(element) == "NetworkLink":
            refused.append(
                Refusal(0, "NetworkLink", "a link to another document", "only what the file holds")
            )
        if _tag(element) != "Placemark":
            continue
        if len(rows) >= ROWS_MAX:
            raise MalformedMessage(f"more than {ROWS_MAX:,} placemarks", field="file", clause="limits")
        values = _values(element)
        columns.update(dict.fromkeys(values))
        rows.append(Row(len(rows) + 1, values, _geometry(element)))
    return FileRows(tuple(columns), rows, refused, "placemark", "utf-8 (XML)")


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Any, name: str) -> Iterator[Any]:
    return (child for child in element if _tag(child) == name)


def _values(placemark: Any) -> dict[str, str]:
    values: dict[str, str] = {}
    for child in placemark:
        if _tag(child) in ("name", "description"):
            values[_tag(child)] = clean_text(child.text)
        elif _tag(child) == "ExtendedData":
            for item in child.iter():
                if _tag(item) == "Data":
                    held = next(_children(item, "value"), None)
                    values[item.get("name", "")] = clean_text(held.text if held is not None else "")
                elif _tag(item) == "SimpleData":
                    values[item.get("name", "")] = clean_text(item.text)
    return values


def _geometry(placemark: Any) -> Geometry | None:
    shapes = [child for child in placemark if _tag(child) in _SHAPES]
    if not shapes:
        return None
    if len(shapes) > 1:
        return Geometry("several geometries", None)
    return _shape(shapes[0])


def _shape(element: Any) -> Geometry:
    kind = _tag(element)
    if kind == "Point":
        positions = _positions(element)
        return Geometry("Point", positions[0]) if len(positions) == 1 else Geometry("empty Point", None)
    if kind == "Polygon":
        return Geometry("Polygon", _rings(element))
    if kind == "MultiGeometry":
        parts = [_shape(child) for child in element if _tag(child) in _SHAPES]
        if len(parts) == 1:
            return parts[0]
        if parts and all(part.kind == "Polygon" for part in parts):
            return Geometry("MultiPolygon", [part.coordinates for part in parts])
        return Geometry("MultiGeometry of " + ", ".join(sorted({part.kind for part in parts})), None)
    return Geometry(kind, None)


def _rings(polygon: Any) -> list[list[list[str]]]:
    outer = [ring for name in ("outerBoundaryIs",) for ring in _children(polygon, name)]
    inner = list(_children(polygon, "innerBoundaryIs"))
    return [_positions(boundary) for boundary in (*outer, *inner)]


def _positions(element: Any) -> list[list[str]]:
    for found in element.iter():
        if _tag(found) == "coordinates":
            return [position.split(",")[:2] for position in (found.text or "").split()]
    return []
