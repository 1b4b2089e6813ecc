"""The reference of the oracle suite agrees with the constructions, and a comparison names what is wrong."""

from __future__ import annotations

import math

import pytest
from tools.oracle.cases import Case, block, circle, corridor, polygon
from tools.oracle.compare import Tally, result_of, tally, with_ladder
from tools.oracle.families.limits import AT_MS, volume
from tools.oracle.files import read_files
from tools.oracle.methods.answer import Method, ground_only, one_by_one
from tools.oracle.methods.reference import gap_m, meets
from tools.oracle.methods.shapely_planes import in_degrees, on_own_plane
from tools.oracle.page import cell, length_text
from tools.oracle.walk import WGS84, beside, metres_to_edge, position, ring_round, step

FILES = read_files()
#: Every ninth: another ninth would do as well, and `python -m tools.oracle compare` asks all.
SAMPLE = [case for cases in FILES.values() for case in cases[::9]]


def record(*shapes, gap=None, buffer_m=0, relations=()):
    return Case("name", "made", *shapes, gap, buffer_m, relations).as_record()


def test_the_reference_finds_what_the_constructions_say():
    wrong = [case["name"] for case in SAMPLE if case["expected"]["meets"] not in ("either", meets(case))]
    assert wrong == []


def test_the_reference_measures_the_gaps_of_the_constructions():
    count = 0
    for case in SAMPLE:
        if case["expected"].get("gap_m", 0) > 0:
            count += 1
            assert gap_m(case["a"], case["b"]) == pytest.approx(case["expected"]["gap_m"], abs=2e-4), case[
                "name"
            ]
    assert count > 80


def test_distance_to_an_edge_is_that_of_the_sphere_where_the_earth_is_one():
    """On the equator, due north of the middle of an edge that is the equator."""
    p, q = position(10, 0), position(12, 0)
    tip = position(11, 1)
    meridian_m = WGS84.Inverse(0, 11, 1, 11)["s12"]
    assert metres_to_edge(tip, p, q) == pytest.approx(meridian_m, abs=1e-6)
    assert metres_to_edge(position(13, 0), p, q) == pytest.approx(math.radians(1) * WGS84.a, abs=1e-6)


def test_walks_come_back():
    p = position(179.5, 70)
    assert ring_round(p, 1_000, 4)[1] == step(p, 90, 1_000)
    q = step(p, 80, 50_000)
    assert metres_to_edge(beside(p, q, 0.3, 777), p, q) == pytest.approx(777, abs=1e-3)


SQUARE = ring_round(position(41, 35), 5_000, 4)
RIM = ring_round(position(41, 35), 2_000, 4)


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [
        (polygon(SQUARE), circle(position(41, 35), 0), True),
        (polygon(SQUARE, RIM), circle(position(41, 35), 10), False),
        (polygon(SQUARE, RIM), circle(position(41, 35), 1_500), True),
        (polygon(SQUARE), polygon(ring_round(position(41, 35), 100, 3)), True),
        (polygon(SQUARE), polygon(ring_round(position(-139, -35), 100, 3)), False),
        (corridor((SQUARE[0], SQUARE[2]), 100), corridor((SQUARE[1], SQUARE[3]), 100), True),
        (block(*SQUARE[:2], 10), circle(position(41, 35), 0), False),
    ],
)
def test_the_reference_knows_inside_from_outside(a, b, wanted):
    assert meets(record(a, b)) is wanted
    assert meets(record(b, a)) is wanted


def test_the_reference_compares_height_and_time():
    ground = circle(position(41, 35), 10)
    a = volume(ground)
    assert meets(record(a, a))
    assert not meets(record(a, volume(ground, window_ms=(AT_MS - 2, AT_MS - 1))))
    assert not meets(record(a, volume(ground, (3_000 * 3_048, "AMSL"), None)))
    assert meets(record(a, volume(ground, (0, "FL"), None)))


def test_a_tally_counts_wrong_answers_and_failures_and_how_far_they_are():
    ground = circle(position(41, 35), 10)
    cases = [
        record(ground, ground, gap=gap, buffer_m=buffer_m)
        for gap, buffer_m in ((7.0, 0), (-3.0, 0), (0.001, 0), (460.0, 500), (1.0, 0))
    ]
    assert tally(cases, [False, True, True, True, False]) == Tally(4, 0, 0, 0.0)
    assert tally(cases, [True, False, True, False, False]) == Tally(4, 3, 0, 40.0)
    assert tally(cases, [None, None, None, None, True]) == Tally(1, 1, 0, 1.0)
    assert tally(cases, ["failed", True, "failed", None, None]) == Tally(3, 0, 2, 0.0)


def test_a_method_that_raises_has_failed_and_is_not_asked_about_height():
    def broken(case):
        raise ValueError("no")

    ground = record(circle(position(0, 0), 1), circle(position(0, 0), 1), gap=-2.0)
    high = record(
        volume(circle(position(0, 0), 1)), volume(circle(position(0, 0), 1)), relations=("overlap",)
    )
    assert one_by_one(broken)([ground]) == ["ValueError: no"]
    assert ground_only(broken)([ground, high]) == ["ValueError: no", None]
    result = result_of(Method("broken", "1", one_by_one(broken)), {"one": [ground], "two": [ground, high]})
    assert result.by_file == {"one": Tally(1, 0, 1), "two": Tally(2, 0, 2)}
    far = result_of(Method("broken", "1", one_by_one(lambda case: False)), {"two": [ground]})
    assert with_ladder(result, far).by_file["two"] == Tally(2, 0, 2, 2.0)


def test_known_errors_are_found():
    """A 20 km edge at 35 N leaves the straight line in degrees by over 5 m, which the pair's own plane does not."""
    cases = [
        case
        for case in FILES["contact_circle_edge.json"]
        if "20 km edge, latitude 35, heading 90" in case["name"]
    ]
    degrees, own = (tally(cases, method().answers(cases)) for method in (in_degrees, on_own_plane))
    assert degrees.wrong > 0
    assert 4.9 < degrees.worst_m < 5.1  # the next case is 40 m away
    assert own.worst_m < 0.1


def test_cells():
    assert cell(Tally()) == "-"
    assert cell(Tally(5)) == "0"
    assert cell(Tally(5, 2, 1, 0.0213)) == "2, 2.1 cm, 1 failed"
    assert [length_text(m) for m in (0.002, 0.5, 12.3, 1_234, 581_000)] == [
        "2.0 mm",
        "50 cm",
        "12 m",
        "1.2 km",
        "581 km",
    ]
