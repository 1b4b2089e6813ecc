"""From Natural Earth files to `basemap.json`: one small file that the browser draws without any server.

Lines are integers of a thousandth of a degree (about 100 m), each the difference to the one before, so that
the file is small once compressed. Admin-1 lines are the edges that two districts of one country share. No line
is decided here: where the source says that a boundary is disputed or unsure, the flag is kept.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

SCALE = 1000
BOX = (24.0, 11.0, 60.0, 43.0)
TOLERANCE_DEG = 0.004
PLACES_MAX = 900
SEAS = {
    "Black Sea": ("Black Sea", "البحر الأسود", "Чёрное море"),
    "Mediterranean Sea": ("Mediterranean Sea", "البحر المتوسط", "Средиземное море"),
    "Arabian Sea": ("Arabian Sea", "بحر العرب", "Аравийское море"),
    "Caspian Sea": ("Caspian Sea", "بحر قزوين", "Каспийское море"),
    "Red Sea": ("Red Sea", "البحر الأحمر", "Красное море"),
    "Persian Gulf": ("The Gulf", "الخليج", "Залив"),  # two names are in use; neither side's is chosen
    "Gulf of Aden": ("Gulf of Aden", "خليج عدن", "Аденский залив"),
    "Gulf of Oman": ("Gulf of Oman", "خليج عمان", "Оманский залив"),
    "Aegean Sea": ("Aegean Sea", "بحر إيجه", "Эгейское море"),
    "Gulf of Aqaba": ("Gulf of Aqaba", "خليج العقبة", "залив Акаба"),
    "Gulf of  Suez": ("Gulf of Suez", "خليج السويس", "Суэцкий залив"),
    "Sea of Marmara": ("Sea of Marmara", "بحر مرمرة", "Мраморное море"),
}


def build_basemap(folder: Path, countries_csv: Path, gazetteer: bytes) -> bytes:
    """The bytes of `basemap.json` from the Natural Earth folder, country names and our own gazetteer."""
    document = {
        "about": "Natural Earth 1:10m (public domain), simplified; place names from GeoNames (CC BY 4.0)",
        "scale": SCALE,
        "box": list(BOX),
        "land": _areas(_features(folder, "land")),
        "lakes": _areas(_features(folder, "lakes")),
        "rivers": _lines(_features(folder, "rivers"), lambda p: {"rank": int(p.get("scalerank") or 9)}),
        "boundaries": _boundaries(folder),
        "disputed_areas": _areas(
            f
            for f in _features(folder, "disputed_areas")
            if f["properties"].get("type") != "Sovereign country"
        ),
        "admin1": [_deltas(line) for line in _admin1_lines(_features(folder, "admin1"))],
        "airports": _airports(folder),
        "countries": _countries(countries_csv),
        "seas": _seas(folder),
        "places": _places(folder, json.loads(gazetteer)["places"]),
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _features(folder: Path, layer: str) -> list[dict[str, Any]]:
    return list(json.loads((folder / f"ne10_{layer}_me.geojson").read_bytes())["features"])


def _deltas(points: Iterable[tuple[float, ...]]) -> list[int]:
    """`[x, y, dx, dy, ...]` in thousandths of a degree; points that fall together are one."""
    flat: list[int] = []
    last = (0, 0)
    for lon, lat, *_ in points:
        here = (round(lon * SCALE), round(lat * SCALE))
        if not flat or here != last:
            flat += [here[0] - last[0], here[1] - last[1]]
            last = here
    return flat


def _areas(features: Iterable[dict[str, Any]]) -> list[list[list[int]]]:
    """Polygons as lists of rings (outer first)."""
    found = []
    for feature in features:
        whole = shape(feature["geometry"]).simplify(TOLERANCE_DEG, preserve_topology=True)
        for polygon in getattr(whole, "geoms", [whole]):
            rings = [_deltas(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]
            found.append([ring for ring in rings if len(ring) >= 8])
    return [rings for rings in found if rings]


def _lines(features: Iterable[dict[str, Any]], facts: Any) -> list[dict[str, Any]]:
    found = []
    for feature in features:
        whole = shape(feature["geometry"]).simplify(TOLERANCE_DEG)
        parts = [_deltas(line.coords) for line in getattr(whole, "geoms", [whole])]
        kept = [part for part in parts if len(part) >= 4]
        if kept:
            found.append({**facts(feature["properties"]), "lines": kept})
    return found


def _boundaries(folder: Path) -> list[dict[str, Any]]:
    kinds = _features(folder, "boundary_lines")
    return _lines(kinds, lambda p: {"disputed": int(not p["featurecla"].startswith("International"))})


def _admin1_lines(features: list[dict[str, Any]]) -> list[list[tuple[float, float]]]:
    """Edges shared by exactly two districts of one country, joined into lines and simplified."""
    shared: dict[tuple[tuple[float, float], ...], list[str]] = {}
    for feature in features:
        whole = shape(feature["geometry"])
        for polygon in getattr(whole, "geoms", [whole]):
            for ring in (polygon.exterior, *polygon.interiors):
                points = [(round(x, 4), round(y, 4)) for x, y, *_ in ring.coords]
                for edge in pairwise(points):
                    shared.setdefault(tuple(sorted(edge)), []).append(feature["properties"]["adm0_a3"])
    inner = [edge for edge, owners in shared.items() if len(owners) == 2 and len(set(owners)) == 1]
    edges = [edge for edge in inner if edge[0] != edge[1]]
    merged = shapely.line_merge(shapely.MultiLineString(edges)).simplify(TOLERANCE_DEG)
    return [list(line.coords) for line in merged.geoms if line.length > 0.02]


def _airports(folder: Path) -> list[dict[str, Any]]:
    return [
        {
            "name": f["properties"].get("name", ""), "iata": f["properties"].get("iata_code", ""),
            "icao": f["properties"].get("gps_code", ""), "at": _deltas([f["geometry"]["coordinates"]]),
        }
        for f in _features(folder, "airports")
    ]  # fmt: skip


def _countries(path: Path) -> list[dict[str, Any]]:
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["Latitude"]:
                continue
            lon, lat = float(row["Longitude"]), float(row["Latitude"])
            if BOX[0] <= lon <= BOX[2] and BOX[1] <= lat <= BOX[3]:
                names = {s: row[f"{n} Short"] or row[f"M49 {n}"] for s, n in _LANGUAGES.items()}
                found.append({"iso": row["ISO 3166-1 Alpha 2-Codes"], **names, "at": _deltas([(lon, lat)])})
    return found


_LANGUAGES = {"en": "English", "ar": "Arabic", "ru": "Russian"}


def _seas(folder: Path) -> list[dict[str, Any]]:
    found = {}
    for feature in _features(folder, "marine"):
        known = feature["properties"]
        names = SEAS.get(known.get("name") or known.get("name_en") or "")
        if names:
            at = shape(feature["geometry"]).representative_point()
            found[names[0]] = {"en": names[0], "ar": names[1], "ru": names[2], "at": _deltas([(at.x, at.y)])}
    return list(found.values())


def _places(folder: Path, gazetteer: list[list[Any]]) -> list[list[Any]]:
    """`[lon, lat, rank, capital, en, ar, ru]`, the largest first; rank grows as a place gets smaller."""
    known = {row[0]: row for row in gazetteer}
    found: dict[str, list[Any]] = {}
    for feature in _features(folder, "populated_places"):
        facts = feature["properties"]
        row = known.get(str(int(facts.get("geonameid") or 0)))
        if row is not None:
            capital = int(facts["featurecla"] == "Admin-0 capital")
            found[row[0]] = [row[1], row[2], int(facts.get("scalerank", 9)), capital, *row[6:9]]
    per_cell: Counter[tuple[int, int]] = Counter()
    for row in sorted(gazetteer, key=lambda r: -int(r[5])):
        if len(found) >= PLACES_MAX:
            break
        cell = (row[1] // 50_000, row[2] // 50_000)
        per_cell[cell] += 1
        if row[0] not in found and per_cell[cell] <= 3 and row[5] >= 5_000:
            found[row[0]] = [row[1], row[2], 9 if row[5] >= 50_000 else 11, 0, *row[6:9]]
    ordered = sorted(found.values(), key=lambda place: (place[2], -place[3]))
    return [[place[0] // 100, place[1] // 100, *place[2:]] for place in ordered]
