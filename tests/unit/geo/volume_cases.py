"""Named pairs of footprints and volumes with the answers that `geographiclib` and arithmetic give.

`python tests/unit/geo/volume_cases.py` writes them to `vectors/volumes` for other implementers. Positions are
made by walking geodesics, rounded to nanodegrees, and the gap between the rounded shapes is measured again.
"""

import json
import pathlib

from geodesic_oracle import (
    WGS84,
    azimuth,
    beside,
    line_nd,
    metres,
    metres_between_lines,
    metres_to_edge,
    metres_to_line,
    nd,
    step,
)

FOLDER = pathlib.Path(__file__).parents[3] / "vectors" / "volumes"
#: Metres between two shapes (negative: depth of the overlap) round the contact.
GAPS_M = (-0.02, -0.01, 0.0, 0.01, 0.02)
PLACES = {
    "Euphrates": (38.0, 35.9),
    "antimeridian": (179.999, -16.5),
    "equator": (-30.0, 0.0),
    "60 north": (10.0, 60.0),
    "by the north pole": (120.0, 89.97),
    "by the south pole": (-45.0, -89.95),
}
DONT_CARE_M = 0.0101
AT_MS = 1_767_268_800_000
HOUR_MS = 3_600_000


def circle(center, radius_m):
    return {"type": "circle", "center": center, "radius_tmm": round(radius_m * 1e4)}


def polygon(*rings):
    return {"type": "polygon", "rings": rings}


def corridor(path, width_m):
    return {"type": "corridor", "path": path, "width_tmm": round(width_m * 1e4)}


def relation_for(gap_m):
    """Relations that are right for a gap: any of three inside the band in which nobody needs to care."""
    if gap_m > DONT_CARE_M:
        return ["none"]
    if gap_m < -DONT_CARE_M:
        return ["overlap"]
    return ["none", "touching", "overlap"]


def case(name, a, b, gap_m, **more):
    expected = {"relations": relation_for(gap_m), "gap_m": round(gap_m, 5), **more}
    return {"name": name, "a": a, "b": b, "buffer_m": 0, "expected": expected}


def block(p, q, depth_m):
    """A polygon that has the edge p-q and lies to the right of it."""
    heading = azimuth(p, q)
    return (p, q, step(q, azimuth(q, p) - 90, depth_m), step(p, heading + 90, depth_m))


def circle_pairs():
    for place, at in PLACES.items():
        for first_m, second_m, heading in ((50, 80, 10), (5_000, 300, 100), (100_000, 40_000, 250)):
            for gap_m in GAPS_M:
                c = nd(*at)
                d = step(c, heading, first_m + second_m + gap_m)
                true_m = metres(c, d) - first_m - second_m
                name = f"circles of {first_m} m and {second_m} m, {place}, gap {gap_m * 1000:+.0f} mm"
                yield case(name, circle(c, first_m), circle(d, second_m), true_m)


def edge_pairs():
    """A circle, a corner and a corridor, each beside one long edge of a block."""
    for place, at in PLACES.items():
        for length_m, heading, share in ((20_000, 75, 0.31), (100_000, 300, 0.5), (500_000, 130, 0.77)):
            p = nd(*at)
            q = step(p, heading, length_m)
            a = polygon(block(p, q, 15_000))
            for gap_m in GAPS_M:
                where = f"{length_m // 1000} km edge, {place}, gap {gap_m * 1000:+.0f} mm"
                c = beside(p, q, share, 3_000 + gap_m)
                yield case(f"circle beside a {where}", a, circle(c, 3_000), metres_to_edge(c, p, q) - 3_000)
                tip = beside(p, q, share, gap_m)
                b = polygon((tip, beside(p, q, share + 0.01, 9_000), beside(p, q, share - 0.01, 9_000)))
                yield case(f"corner beside a {where}", a, b, metres_to_edge(tip, p, q) * _sign(gap_m))
                end = beside(p, q, share, 700 + gap_m)
                path = (end, beside(p, q, share + 0.02, 12_000))
                yield case(
                    f"corridor beside a {where}",
                    a,
                    corridor(path, 1_400),
                    metres_to_line(end, (p, q), closed=False) - 700,
                )


def _sign(gap_m):
    return -1 if gap_m < 0 else 1


def hole_pairs():
    """A hole is not part of its polygon: what lies inside it meets only the hole's edge."""
    for place, at in PLACES.items():
        c = nd(*at)
        outer = tuple(step(c, heading, 30_000) for heading in (0, 60, 120, 180, 240, 300))
        hole = tuple(step(c, heading, 9_000) for heading in (10, 100, 190, 280))
        a = polygon(outer, hole)
        inner_m = metres_to_line(c, hole, closed=True)
        for gap_m in GAPS_M:
            where = f"in a hole, {place}, gap {gap_m * 1000:+.0f} mm"
            radius_m = round(inner_m - gap_m, 4)
            yield case(f"circle {where}", a, circle(c, radius_m), inner_m - radius_m)
            # Walking from p to q, the inside of a clockwise hole is on the right.
            tip = beside(hole[0], hole[1], 0.4, -gap_m)
            b = polygon((tip, step(c, 90, 500), step(c, 0, 500)))
            yield case(f"corner {where}", a, b, metres_to_edge(tip, hole[0], hole[1]) * _sign(gap_m))


def corridor_pairs():
    for place, at in PLACES.items():
        p = nd(*at)
        q = step(p, 40, 80_000)
        for gap_m in GAPS_M:
            where = f"{place}, gap {gap_m * 1000:+.0f} mm"
            a = corridor((p, q), 2_000)
            past = step(q, azimuth(q, p) + 180, 1_250 + gap_m)
            yield case(
                f"circle past the end of a corridor, {where}", a, circle(past, 250), metres(q, past) - 1_250
            )
            side = beside(p, q, 0.6, 1_250 + gap_m)
            true_m = metres_to_edge(side, p, q) - 1_250
            yield case(f"circle beside a corridor, {where}", a, circle(side, 250), true_m)
            other = (beside(p, q, 0.2, 5_000), beside(p, q, 0.5, 1_400 + gap_m), beside(p, q, 0.9, 6_000))
            true_m = metres_between_lines((p, q), other, closed_a=False, closed_b=False) - 1_400
            yield case(f"two corridors, {where}", a, corridor(other, 800), true_m)


def exact_contacts():
    """Contacts that are exact in the numbers given: shared vertices and edges, whatever the place."""
    for place, at in PLACES.items():
        p = nd(*at)
        q, up = step(p, 30, 60_000), step(p, 300, 40_000)
        down = step(p, 120, 50_000)
        a, b = polygon((p, q, up)), polygon((q, p, down))
        touching = {"relations": ["touching"], "gap_m": 0.0, "area_m2": 0.0, "area_within_m2": 0.0}
        for name, second in (
            ("a shared edge", b),
            ("a shared vertex", polygon((p, step(p, 200, 9_000), down))),
        ):
            yield {"name": f"{name}, {place}", "a": a, "b": second, "buffer_m": 0, "expected": touching}
        yield case(f"a polygon and itself, {place}", a, a, -10_000.0, **_area((p, q, up)))


def _area(ring):
    figure = WGS84.Polygon()
    for lon_nd, lat_nd in ring:
        figure.AddPoint(lat_nd / 1e9, lon_nd / 1e9)
    area_m2 = abs(figure.Compute()[2])
    return {"area_m2": round(area_m2, 1), "area_within_m2": round(area_m2 * 1e-5 + 1, 1)}


def poles_and_buffers():
    for lat_deg, pole in ((88.5, "north"), (-88.5, "south")):
        ring = line_nd(*((lon_deg, lat_deg) for lon_deg in (-150, -90, -30, 30, 90, 150)))
        cap = polygon(ring)
        at_pole = nd(0, 90 if lat_deg > 0 else -90)
        yield case(
            f"a ring round the {pole} pole and a circle on the pole", cap, circle(at_pole, 100), -1000.0
        )
        true_m = metres_to_edge(nd(0, 88.0 * _sign(lat_deg)), ring[2], ring[3])
        for gap_m in GAPS_M:
            radius_m = round(true_m - gap_m, 4)
            outside = circle(nd(0, 88.0 * _sign(lat_deg)), radius_m)
            name = f"a circle outside a ring round the {pole} pole, gap {gap_m * 1000:+.0f} mm"
            yield case(name, cap, outside, true_m - radius_m)
        wide, far = circle(nd(10, lat_deg), 200_000), circle(nd(-170, 89.0 * _sign(lat_deg)), 500)
        gap_m = metres(wide["center"], far["center"]) - 200_500
        yield case(f"a circle that holds the {pole} pole and one beyond it", wide, far, gap_m)
    for gap_m, relation in ((499.9, "within_buffer"), (500.1, "none")):
        c = nd(38, 35)
        d = step(c, 77, 3_000 + gap_m)
        yield {
            "name": f"circles {gap_m} m apart with a buffer of 500 m",
            "a": circle(c, 1_000),
            "b": circle(d, 2_000),
            "buffer_m": 500,
            "expected": {"relations": [relation], "gap_m": round(metres(c, d) - 3_000, 5)},
        }


def altitude(feet, reference="AMSL"):
    return {"value_tmm": feet * 3_048, "reference": reference, "unit": "FT"}


def _volume(lower, upper, from_ms, until_ms, lon_deg=38.0):
    return {
        "footprint": circle(nd(lon_deg, 35), 1_000),
        "lower": lower,
        **({} if upper is None else {"upper": upper}),
        "from_ms": from_ms,
        "until_ms": until_ms,
    }


def volume_cases():
    """Height and time, with footprints that overlap unless the name says otherwise."""
    later_ms = AT_MS + HOUR_MS
    base = _volume(altitude(1_000), altitude(2_000), AT_MS, later_ms)
    for feet in range(0, 60_000, 1_000):
        low = _volume(altitude(feet), altitude(feet + 1_000), AT_MS, later_ms)
        high = _volume(altitude(feet + 1_000), altitude(feet + 2_000), AT_MS, later_ms)
        apart = _volume(
            {"value_tmm": (feet + 1_000) * 3_048 + 1, "reference": "AMSL", "unit": "FT"},
            altitude(feet + 2_000),
            AT_MS,
            later_ms,
        )
        yield _timed(f"adjacent levels at {feet + 1_000} ft", low, high, "touching", HOUR_MS, 0)
        yield _timed(f"0.1 mm between levels at {feet + 1_000} ft", low, apart, "none")
    table = (
        (
            "one foot of height shared",
            altitude(1_999),
            altitude(3_000),
            0,
            HOUR_MS,
            "overlap",
            HOUR_MS,
            3_048,
        ),
        (
            "back to back in time",
            altitude(1_500),
            altitude(3_000),
            HOUR_MS,
            HOUR_MS,
            "touching",
            0,
            1_524_000,
        ),
        (
            "one millisecond shared",
            altitude(1_500),
            altitude(3_000),
            HOUR_MS - 1,
            HOUR_MS,
            "overlap",
            1,
            1_524_000,
        ),
        ("one millisecond apart", altitude(1_500), altitude(3_000), HOUR_MS + 1, HOUR_MS, "none", None, None),
        ("a level inside a band", altitude(1_500), altitude(1_500), 0, HOUR_MS, "overlap", HOUR_MS, 0),
        (
            "a level on the top of a band",
            altitude(2_000),
            altitude(2_000),
            0,
            HOUR_MS,
            "touching",
            HOUR_MS,
            0,
        ),
        ("an instant inside a window", altitude(1_500), altitude(1_800), 60_000, 0, "overlap", 0, 914_400),
        ("unlimited above", altitude(1_500), None, 0, HOUR_MS, "overlap", HOUR_MS, 1_524_000),
        (
            "AGL that the ground may lift into AMSL",
            altitude(0, "AGL"),
            altitude(0, "AGL"),
            0,
            HOUR_MS,
            "overlap",
            HOUR_MS,
            0,
        ),
        (
            "W84 more than a geoid above AMSL",
            altitude(2_361, "W84"),
            altitude(3_000, "W84"),
            0,
            HOUR_MS,
            "none",
            None,
            None,
        ),
        (
            "W84 less than a geoid above AMSL",
            altitude(2_360, "W84"),
            altitude(3_000, "W84"),
            0,
            HOUR_MS,
            "overlap",
            HOUR_MS,
            None,
        ),
    )
    for name, lower, upper, delay_ms, length_ms, relation, shared_ms, overlap_tmm in table:
        other = _volume(lower, upper, AT_MS + delay_ms, AT_MS + delay_ms + length_ms)
        yield _timed(name, base, other, relation, shared_ms, overlap_tmm)
    level = _volume(altitude(1_500), altitude(1_500), AT_MS, later_ms)
    yield _timed("two equal levels", level, level, "overlap", HOUR_MS, 0)
    elsewhere = _volume(altitude(1_000), altitude(2_000), AT_MS, later_ms, lon_deg=39.0)
    yield _timed("same height and time, other ground", base, elsewhere, "none")


def _timed(name, a, b, relation, shared_ms=None, overlap_tmm=None):
    expected = {"relations": [relation]}
    if shared_ms is not None:
        expected["shared_ms"] = shared_ms
    if overlap_tmm is not None:
        expected["altitude_overlap_tmm"] = overlap_tmm
    return {"name": name, "a": a, "b": b, "buffer_m": 0, "expected": expected}


def files():
    """File name -> cases."""
    return {
        "circles.json": list(circle_pairs()),
        "edges.json": list(edge_pairs()),
        "holes.json": list(hole_pairs()),
        "corridors.json": list(corridor_pairs()),
        "contacts.json": list(exact_contacts()),
        "poles_and_buffers.json": list(poles_and_buffers()),
        "height_and_time.json": list(volume_cases()),
    }


def as_json(cases):
    return "[\n" + ",\n".join(json.dumps(entry, sort_keys=True) for entry in cases) + "\n]\n"


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file_name, cases in files().items():
        (FOLDER / file_name).write_text(as_json(cases), encoding="utf-8")
