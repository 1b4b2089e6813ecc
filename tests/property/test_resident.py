"""What stands in a picture is met alike, whether boxes answer or the engine, put one by one or filled at a start."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.geo.footprint import Corridor, Footprint, Polygon
from commonground.geo.interval import Altitude
from commonground.geo.volume import Volume, validate_volumes
from commonground.picture.conflict import notice_meets
from commonground.picture.entity import Notice, Site
from commonground.room import resident
from commonground.room.resident import Drawn, Placed, Residents, group
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
    st.sampled_from(["patrol", "hazardous", "gnss_disruption", "uav", "operational_intent"]),
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


def held(standing: dict[str, Placed], *, with_engine: bool) -> Residents:
    """All of these put one by one."""
    made = Residents(ROOM)
    if with_engine:
        made._many = resident._Many(ROOM)
    for key, body in standing.items():
        made.put(key, body, drawn(made, body))
    return made


def drawn(made: Residents, body: Placed) -> Drawn:
    found = made.draw(body)
    assert found is not None
    return found


def ways(standing: dict[str, Placed], monkeypatch: pytest.MonkeyPatch) -> Iterator[Residents]:
    """Boxes; the engine; a start from what the engine drew, and from what boxes left undrawn or another engine drew."""
    few, many = held(standing, with_engine=False), held(standing, with_engine=True)
    yield few
    yield many
    groups = [
        group("site", body.category) if isinstance(body, Site) else group("notice", body.activity_class)
        for body in standing.values()
    ]
    for maker, layout in ((many, None), (few, None), (many, 77)):
        filled = Residents(ROOM)
        shapes = [drawn(maker, body).shape for body in standing.values()]
        if layout is not None:
            shapes = [shape._replace(layout=layout) for shape in shapes]
        monkeypatch.setattr(resident, "MANY_VOLUMES", 0)
        unlike = filled.fill(list(standing), groups, shapes, standing.__getitem__)
        monkeypatch.setattr(resident, "MANY_VOLUMES", 2_000)
        assert unlike == ([] if maker is many and layout is None else list(standing))
        yield filled


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
    with pytest.MonkeyPatch.context() as monkeypatch:
        made = list(ways(standing, monkeypatch))
    for one in made:
        assert one.met_by(asking) == expected
        if isinstance(asking, Notice):
            assert one.met_by(asking, one.draw(asking)) == expected
            [plain] = one.drawn_at_sight([asking])
            assert plain is None or one.met_by(asking, plain) == expected
        for number in gone:
            one.remove(f"A/{number}")
        assert one.met_by(asking) == by_definition(asking, left)
        assert len(one) == len(left)


turns = st.lists(
    st.tuples(st.sampled_from(["say", "say", "say", "end", "other"]), st.integers(0, 9)), max_size=14
)


@settings(max_examples=60, deadline=None)
@given(st.lists(placed, max_size=4), st.lists(notices, min_size=2, max_size=6), placed, turns)
def test_what_was_asked_together_is_answered_as_if_asked_in_its_turn(
    bodies: list[Placed], waiting: list[Notice], other: Placed, taken: list[tuple[str, int]]
) -> None:
    """Whatever comes to stand and goes between the asking and the turn, under new keys and in the place of old ones."""
    standing = {f"A/{number}": body for number, body in enumerate(bodies)}
    made = held(standing, with_engine=True)
    shown = made.foresee(made.drawn_at_sight(waiting))
    for what, number in taken:
        for body, one in zip(waiting, shown, strict=True):
            assert made.met_by(body, one) == by_definition(body, standing)
        key = f"A/{number}"
        if what == "end":
            made.remove(key)
            standing.pop(key, None)
        elif what == "other":
            made.put(key, other, drawn(made, other))
            standing[key] = other
        else:
            body, one = waiting[number % len(waiting)], shown[number % len(waiting)]
            made.put(key, body, one or drawn(made, body))
            standing[key] = body


def _hostile(footprint: Footprint, from_ms: int, lower_tmm: int) -> Notice:
    low = Altitude(value_tmm=lower_tmm, reference="W84", unit="M")
    return notice(Volume(footprint=footprint, lower=low, from_ms=from_ms, until_ms=from_ms + HOUR_MS))


hostile = st.builds(
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
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(hostile | notices, min_size=1, max_size=6))
def test_what_is_drawn_at_sight_is_acceptable_and_drawn_as_alone(bodies: list[Notice]) -> None:
    made = Residents(ROOM)
    made._many = resident._Many(ROOM)
    for body, found in zip(bodies, made.drawn_at_sight(bodies), strict=True):
        if found is not None:
            validate_volumes(body.volumes, "volumes")
            alone = drawn(made, body)
            assert (found.shape, found.box_nd) == (alone.shape, alone.box_nd)
            assert found.question is not None
            assert alone.question is not None
            assert found.question.apart_mm == alone.question.apart_mm
            for part in ("boxes", "facts", "points"):
                given = getattr(found.question.drawn, part)
                assert np.array_equal(given, getattr(alone.question.drawn, part))
    usual = [notice(), notice(activity_class="hazardous"), notice()]
    assert None not in made.drawn_at_sight([*usual])


def test_the_engine_takes_over_when_its_code_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(resident, "MANY_VOLUMES", 2)
    made = Residents(ROOM)
    bodies: dict[str, Placed] = {f"A/{number}": notice() for number in range(6)}
    for key, body in bodies.items():
        made.put(key, body, drawn(made, body))
        if made._warming is not None:
            made._warming.join()
    assert made._many is not None
    assert made.met_by(notice()) == sorted(bodies)
    made.remove("A/0")
    assert made.met_by(notice()) == sorted(bodies)[1:]
