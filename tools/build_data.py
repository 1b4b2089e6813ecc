"""Rebuild `src/commonground/data` from the folder of public sources named in NOTICE.

    python tools/build_data.py SOURCE_FOLDER

The result is committed, so nobody needs to run this to use Commonground; twice gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import shutil
import sys
from pathlib import Path

from basemap_source import BOX, build_basemap
from gazetteer_source import build_gazetteer

DATA = Path(__file__).parent.parent / "src" / "commonground" / "data"
ZAATARI = (
    "CampFacilities_2017_02.geojson", "Mosques_2017_01.geojson", "DistrictBoundaries_2016_12.geojson",
    "Roads_2016_12.geojson", "LICENSE",
)  # fmt: skip
HEALTH_COLUMNS = ("osm_type", "osm_id", "name", "amenity", "healthcare", "country", "lat", "lon")
BASEMAP_GZIP_BYTES_MAX = 350_000


def build_healthsites(source: Path, written: Path) -> int:
    """Copy the facilities inside the base map, once each, without the columns that can name a person."""
    west, south, east, north = BOX
    seen: set[tuple[str, str]] = set()
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with written.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEALTH_COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            key = (row["osm_type"], row["osm_id"])
            inside = west <= float(row["lon"]) <= east and south <= float(row["lat"]) <= north
            if inside and key not in seen:
                seen.add(key)
                writer.writerow({**row, "osm_id": row["osm_id"].removesuffix(".0")})
    return len(seen)


def main(source: Path) -> None:
    """Write every shipped data file and print its size."""
    places = source / "basemap" / "ne10_populated_places_me.geojson"
    gazetteer = build_gazetteer(source / "gazetteer", places)
    countries = source / "gazetteer" / "un_country_names_ar_ru_en.csv"
    basemap = build_basemap(source / "basemap", countries, gazetteer)
    for name, data in (("gazetteer.json", gazetteer), ("basemap.json", basemap)):
        (DATA / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes, {len(gzip.compress(data, 9, mtime=0)):,} compressed")
    if len(gzip.compress(basemap, 9, mtime=0)) > BASEMAP_GZIP_BYTES_MAX:
        raise SystemExit(f"basemap.json is above {BASEMAP_GZIP_BYTES_MAX:,} bytes compressed")
    for name in ZAATARI:
        shutil.copyfile(source / "sites" / "zaatari" / name, DATA / "sites" / "zaatari" / name)
    health = DATA / "sites" / "healthsites_odbl" / "healthsites_on_map.csv"
    kept = build_healthsites(source / "sites" / "healthsites_osm_ssd_som_egy.csv", health)
    print(f"{health.name}: {kept} facilities")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
