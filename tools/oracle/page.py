"""docs/exactness.md: who is wrong where, and by how far."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from pathlib import Path
from textwrap import fill

from .compare import Result, Tally

PAGE = Path(__file__).parents[2] / "docs" / "exactness.md"

_HEAD = """# Exactness: who is wrong where, and by how far

Written by `python -m tools.oracle compare` from the cases of [vectors/volumes](../vectors/volumes/README.md).
F3548-21 GEN0500 lets volumes up to 1 cm apart, or overlapping by up to 1 cm, be answered either way; nothing else. A
method is **wrong** on a case outside that band when it says that shapes meet which do not, or the other way round.
It is wrong **as far as** the greatest distance from the contact at which that happened: in the cases themselves, and
in the same scenes with the gap at 1, 2, 5, 10 ... of a length ({ladder} more cases, made by the same walk), up to the
widest gap that suits the scene. So the figure is a floor: the limit lies below the next rung, or beyond the widest
gap.

Expected answers come from constructions with `geographiclib` (a shape is put at a known geodesic distance from the
edge, rounded to nanodegrees and measured again), from no method in these tables. The reference, a slow sampler on
PROJ's geodesics, confirms every construction for the whole of both shapes.
"""

_NOTES = {
    "definition": "`geo/intersection.volumes_meet`. Meeting begins at 5 mm; every distance that decides is geodesic.",
    "engine": "`geo/engine`, asked with the first shapes of twenty neighbouring cases in one room. What its kernels "
    "cannot settle by whole millimetres and by bounds, they measure on the ellipsoid.",
    "reference": "`tools/oracle/methods/reference.py`: samples both boundaries, refines by golden section, and counts "
    "turns of bearings for what lies inside. No index, no plane, about 20 ms a case.",
    "shapely, lon/lat": "Degrees taken for a plane. An edge that is straight in longitude and latitude leaves the "
    "geodesic by about tan(latitude) L^2 / 8R on an east-west course; a circle drawn with 64 sides on a sphere of one "
    "radius with one scale for all longitudes is wrong by a thousandth of its radius at once, and by much more when "
    "it is wide; nothing crosses the antimeridian, and there is no pole.",
    "shapely, local plane": "Azimuthal equidistant about the second shape, circles by distance. What is straight on "
    "the plane is a geodesic only through its centre: small shapes near the centre are right, an edge that passes it "
    "at a distance d is off by about d L^2 / 12R^2.",
    "spherely": "S2 on a sphere of 6,371,010 m with geodetic latitude taken for spherical: lengths are wrong by up to "
    "0.6 % wherever there is a radius, edges by about f sin(2 latitude) L^2 / 8R (f: 1/298).",
    "PostGIS geography": "Edges are great circles of a sphere, as with S2, and the nearest points are found there; the "
    "distance between those is taken on the spheroid. So pairs of circles are right, and edges are wrong by the "
    "distance of great circle and geodesic. What has no radius is compared on the sphere alone.",
    "PostGIS geometry": "Geometries in SRID 4326: edges as in lon/lat above. Circles and corridors are `ST_Buffer` of "
    "a geography, which draws them with 64 sides on a plane chosen for each, so wide ones, and any over a pole or the "
    "antimeridian, are wrong by far.",
}


def length_text(metres: float) -> str:
    """A distance in the unit that suits it, two digits."""
    for least, per_unit, unit in ((1000, 1000, "km"), (1, 1, "m"), (0.01, 0.01, "cm"), (0, 0.001, "mm")):
        if metres >= least:
            size = metres / per_unit
            return f"{size:,.0f} {unit}" if size >= 10 else f"{size:.1f} {unit}"
    raise ValueError(metres)


def cell(one: Tally) -> str:
    """`-` where a method was not asked, else how many were wrong, how far, and on how many it failed."""
    if one.asked == 0:
        return "-"
    text = str(one.wrong)
    if one.worst_m:
        text += f", {length_text(one.worst_m)}"
    return f"{text}, {one.failed} failed" if one.failed else text


def in_all(result: Result) -> Tally:
    """All files together."""
    parts = list(result.by_file.values())
    return Tally(
        sum(part.asked for part in parts),
        sum(part.wrong for part in parts),
        sum(part.failed for part in parts),
        max(part.worst_m for part in parts),
    )


def summary_row(result: Result) -> str:
    """A method's line in the first table."""
    whole = in_all(result)
    share = f"{100 * whole.wrong / whole.asked:.1f} %" if whole.wrong else "0"
    far = length_text(whole.worst_m) if whole.worst_m else "-"
    cells = (result.name, result.version, f"{whole.asked:,}", f"{whole.wrong:,}", share, far, whole.failed)
    return f"| {' | '.join(map(str, cells))} |"


def family_rows(results: Sequence[Result]) -> list[str]:
    """A file's line in the second table: cases that have one answer, then a cell for each method."""
    rows = []
    for name in results[0].by_file:
        cells = [cell(result.by_file[name]) for result in results]
        rows.append(f"| `{name}` | {results[0].by_file[name].asked} | {' | '.join(cells)} |")
    return rows


def noted(method: str) -> str:
    """Why a method is as right or wrong as it is, as the page says it."""
    return fill(f"- **{method}**: {_NOTES[method]}", 116, subsequent_indent="  ")


def page_text(results: Sequence[Result], ladder: int) -> str:
    """The whole page."""
    names = [result.name for result in results]
    lines = [
        _HEAD.format(ladder=f"{ladder:,}"),
        "## In all",
        "",
        "| method | version | asked | wrong | of these | as far as | failed |",
        "|---|---|---|---|---|---|---|",
        *map(summary_row, results),
        "",
        "Height and time are not asked of methods that know only the ground.",
        "",
        "## By file: cases wrong, and as far as",
        "",
        f"| file | cases | {' | '.join(names)} |",
        "|---" * (len(names) + 2) + "|",
        *family_rows(results),
        "",
        "## Why",
        "",
        *map(noted, names),
        "",
        f"Run with Python {platform.python_version()} on {platform.system()} {platform.machine()}.",
    ]
    return "\n".join(lines) + "\n"


def write_page(results: Sequence[Result], ladder: int) -> None:
    """Write it."""
    PAGE.write_text(page_text(results, ladder), encoding="utf-8")
