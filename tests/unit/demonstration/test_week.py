"""The demonstration week: one seed one week, every volume acceptable, nothing that could pass for real."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

from commonground.geo.footprint import Circle
from commonground.geo.intersection import footprints_meet, volumes_meet
from commonground.geo.volume import Volume, validate_volume
from commonground.protocols.demonstration.codec import demonstration_week
from commonground.record import convert

NOW_MS = 1_795_000_000_000
DAY_MS = 86_400_000
CAMP = [{"place": {"lon_nd": 36_327_600_000, "lat_nd": 32_291_800_000}}]
WEEK = demonstration_week(random.Random(20261118), NOW_MS, CAMP)


def test_one_seed_one_week() -> None:
    assert demonstration_week(random.Random(20261118), NOW_MS, CAMP) == WEEK
    assert demonstration_week(random.Random(2), NOW_MS, CAMP) != WEEK


def test_150_acceptable_notices_of_three_parties_and_all_shapes() -> None:
    assert len(WEEK) == 150
    volumes = [convert(volume, Volume) for draft in WEEK for volume in draft["volumes"]]
    for volume in volumes:
        validate_volume(volume, "volume")
    assert {draft["party"] for draft in WEEK} == {"A", "B", "J"}
    shapes = Counter(volume["footprint"]["type"] for draft in WEEK for volume in draft["volumes"])
    assert set(shapes) == {"circle", "polygon", "corridor"}
    assert any(len(v["footprint"].get("rings", [])) == 2 for draft in WEEK for v in draft["volumes"])
    assert len({draft["class"] for draft in WEEK}) == 8


def test_times() -> None:
    for draft in WEEK:
        assert draft["released_ms"] <= NOW_MS
        for volume in draft["volumes"]:
            assert NOW_MS - 2 * DAY_MS < volume["from_ms"] < volume["until_ms"] < NOW_MS + 7 * DAY_MS
        lead_ms = draft["volumes"][0]["from_ms"] - draft["released_ms"]
        assert draft["late"] == (lead_ms < DAY_MS)
    assert 5 < sum(draft["late"] for draft in WEEK) < 60


def test_every_remark_says_that_it_is_a_demonstration() -> None:
    for draft in WEEK:
        assert draft["demonstration"] is True
        assert "DEMONSTRATION" in draft["remarks"]["en"]
        assert "عرض توضيحي" in draft["remarks"]["ar"]
        assert "ДЕМОНСТРАЦИЯ" in draft["remarks"]["ru"]


def test_some_meet_each_other_and_some_lie_at_the_camp() -> None:
    held = [(draft["party"], convert(volume, Volume)) for draft in WEEK for volume in draft["volumes"]]
    assert sum(p != q and volumes_meet(a, b) is not None for (p, a), (q, b) in combinations(held, 2)) >= 5
    camp = Circle(center=(36_327_600_000, 32_291_800_000), radius_tmm=0)
    assert sum(footprints_meet(volume.footprint, camp, 5_000) is not None for _, volume in held) >= 5


def test_positions_stay_on_the_map() -> None:
    for draft in WEEK:
        for volume in draft["volumes"]:
            shape = volume["footprint"]
            points = (
                shape.get("path") or [p for ring in shape.get("rings", []) for p in ring] or [shape["center"]]
            )
            for lon_nd, lat_nd in points:
                assert 35.4e9 <= lon_nd <= 39.6e9
                assert 31.5e9 <= lat_nd <= 34.9e9
