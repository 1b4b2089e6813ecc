"""What stands in a picture is met alike, whether boxes answer or the engine, put one by one or filled at a start."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.geo.column_bytes import joined_shapes, shape_bytes
from commonground.geo.columns import VolumeColumns
from commonground.geo.footprint import Corridor, Footprint, Polygon
from commonground.geo.interval import Altitude
from commonground.geo.volume import Volume, validate_volumes
from commonground.picture.conflict import notice_meets
from commonground.picture.entity import Notice, Site
from commonground.room import resident
from commonground.room.resident import Placed, Residents, group, shape_of
from tests.worlds import HOUR_MS, T0_MS, charter, circle, ft, nd, notice, site

ROOM = charter()
LON, LAT = 36.0, 33.0
# A few hundred metres apart, with buffers of 500 and 1,000 m: near misses, contacts and overlaps in every dimension.
STEPS = st.integers(0, 12)


def _square(lon: float, lat: float, side_deg: float, hole: bool) -> Polygon:
    def ring(half: float) -> tuple[tuple[int, int], ...]:
        corners = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        return tuple((nd(lon + x * half), nd(lat + y * half)) for x, y in corners)

    return Polygon(rings=(ring(side_deg), ring(side_deg / 2)) if hole else (ring(side_deg),))


@st.composite
def footprints(draw: st.DrawFn) -> Footprint:
    lon, lat = LON + draw(STEPS) * 0.004, LAT + draw(STEPS) * 0.004
    match draw(st.integers(0, 3)):
        case 0:
            return circle(lon, lat, draw(st.sampled_from([100.0, 400.0, 2_000.0])))
        case 1:
            return Corridor(path=((nd(lon), nd(lat)), (nd(lon + 0.01), nd(lat + 0.02))), width_tmm=2_000_000)
        case shape:
            return _square(lon, lat, draw(st.sampled_from([0.001, 0.004, 0.02])), hole=shape == 3)


@st.composite
def volumes(draw: st.DrawFn) -> Volume:
    from_ms = T0_MS + draw(st.integers(1, 4)) * HOUR_MS
    lower_ft = 1_000 * draw(st.integers(1, 4))
    return Volume(
        footprint=draw(footprints()),
        lower=ft(lower_ft),
        upper=draw(st.sampled_from([None, ft(lower_ft + 1_000), ft(lower_ft + 2_000, "W84")])),
        from_ms=from_ms,
        until_ms=from_ms + draw(st.integers(0, 2)) * HOUR_MS,
    )


notices = st.builds(
    lambda parts, kind: notice(*parts, activity_class=kind),
    st.lists(volumes(), min_size=1, max_size=3),
    st.sampled_from(["patrol", "hazardous", "gnss_disruption", "uav"]),
)
sites = st.builds(
    lambda x, y, shape: site(LON + x * 0.004, LAT + y * 0.004, footprint=shape),
    STEPS, STEPS, st.none() | footprints(),
)  # fmt: skip
placed = notices | sites


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine comes at once where it is wanted, and never where it is not."""
    monkeypatch.setattr(resident.Residents, "_grow", lambda self: None)


def both(standing: dict[str, Placed]) -> Iterator[Residents]:
    few = Residents(ROOM)
    for key, body in standing.items():
        few.put(key, body, columns(body))
    yield few
    many = Residents(ROOM)
    many._many = resident._Many(ROOM)
    for key, body in standing.items():
        many.put(key, body, columns(body))
    yield many
    filled = Residents(ROOM)
    keys = list(standing)
    groups = [
        group("site", body.category) if isinstance(body, Site) else group("notice", body.activity_class)
        for body in standing.values()
    ]
    resident.MANY_VOLUMES, before = 0, resident.MANY_VOLUMES
    try:
        filled.fill(
            keys, groups, [shape_bytes(columns(body)) for body in standing.values()], standing.__getitem__
        )
    finally:
        resident.MANY_VOLUMES = before
    yield filled


def columns(body: Placed) -> VolumeColumns:
    made = shape_of(body)
    assert made is not None
    return made


def by_definition(asking: Placed, standing: dict[str, Placed]) -> list[str]:
    if isinstance(asking, Notice):
        return sorted(key for key, other in standing.items() if notice_meets(asking, other, ROOM))
    return sorted(
        key
        for key, other in standing.items()
        if isinstance(other, Notice) and notice_meets(other, asking, ROOM)
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(placed, min_size=1, max_size=8), placed, st.lists(st.integers(0, 7), max_size=3))
def test_boxes_engine_and_start_answer_as_the_definition(
    bodies: list[Placed], asking: Placed, gone: list[int]
) -> None:
    standing = {f"A/{number}": body for number, body in enumerate(bodies)}
    expected = by_definition(asking, standing)
    left = {key: body for key, body in standing.items() if int(key[2:]) not in gone}
    for held in both(standing):
        assert held.met_by(asking) == expected
        if isinstance(asking, Notice):
            assert held.met_by(asking, held.draw(asking)) == expected
            plain = held.drawn_if_plain(asking)
            assert plain is None or held.met_by(asking, plain) == expected
        for number in gone:
            held.remove(f"A/{number}")
        assert held.met_by(asking) == by_definition(asking, left)
        assert len(held) == len(left)


@settings(max_examples=60, deadline=None)
@given(st.lists(placed, min_size=1, max_size=6))
def test_shapes_come_back_from_their_bytes(bodies: list[Placed]) -> None:
    made = [columns(body) for body in bodies]
    joined = joined_shapes([shape_bytes(one) for one in made])
    assert joined.owner.tolist() == [number for number, one in enumerate(made) for _ in range(len(one))]
    for name in ("core", "radius_tmm", "positions_nd", "lower_tmm", "upper_tmm", "lower_reference",
                 "upper_reference", "from_ms", "until_ms"):  # fmt: skip
        assert getattr(joined, name).tolist() == [x for one in made for x in getattr(one, name).tolist()]
    for name in ("volume_lines", "line_positions"):
        lengths = [b - a for one in made for a, b in pairwise(getattr(one, name).tolist())]
        offsets = getattr(joined, name).tolist()
        assert [b - a for a, b in pairwise(offsets)] == lengths


def _hostile(footprint: Footprint, from_ms: int, lower_tmm: int) -> Notice:
    low = Altitude(value_tmm=lower_tmm, reference="W84", unit="M")
    return notice(Volume(footprint=footprint, lower=low, from_ms=from_ms, until_ms=from_ms + HOUR_MS))


@settings(max_examples=200, deadline=None)
@given(
    st.builds(
        _hostile,
        footprints()
        | st.sampled_from([
            Polygon(rings=()), Polygon(rings=((),)), Polygon(rings=(((0, 0), (1, 1)),)), Corridor(path=(), width_tmm=9),
            Polygon(rings=(((0, 0), (10**9, 10**9), (10**9, 0), (0, 10**9)),)), circle(36, 33, 0.01),
            Polygon(rings=(((0, 0), (10**20, 0), (0, 10**20)),)), circle(36, 33, 5_000_000), circle(180, 90, 5),
            Polygon(rings=(((0, 0), (10**9, 0), (10**9, 10**9)), ((5, 5), (6, 5), (6, 6)))),
            Corridor(path=((0, 0), (0, 0)), width_tmm=10_000), Corridor(path=((0, 0), (9, 9)), width_tmm=0),
        ]),
        st.sampled_from([-1, T0_MS, 10**14, 2**70]), st.sampled_from([0, -(10**8), 2**70]),
    )
)  # fmt: skip
def test_what_is_drawn_at_first_sight_is_acceptable(body: Notice) -> None:
    held = Residents(ROOM)
    held._many = resident._Many(ROOM)
    if held.drawn_if_plain(body) is not None:
        validate_volumes(body.volumes, "volumes")


def test_the_engine_takes_over_when_its_code_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(resident, "MANY_VOLUMES", 2)
    held = Residents(ROOM)
    bodies: dict[str, Placed] = {f"A/{number}": notice() for number in range(6)}
    for key, body in bodies.items():
        held.put(key, body, columns(body))
        if held._warming is not None:
            held._warming.join()
    assert held._many is not None
    assert held.met_by(notice()) == sorted(bodies)
    held.remove("A/0")
    assert held.met_by(notice()) == sorted(bodies)[1:]
