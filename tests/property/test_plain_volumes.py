"""What is plain at first sight is acceptable at the closest look: law, and the edges at which it would break first."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import Refused
from commonground.geo.footprint import Corridor, Footprint, Polygon, validate_footprint
from commonground.geo.interval import Altitude
from commonground.geo.plain_volumes import are_plain, is_plain
from commonground.geo.volume import Volume, validate_volumes
from tests.worlds import circle, nd, volume

LATS = st.sampled_from([-70.0, -33.0, 0.0, 35.0, 60.0, 69.4])
LONS = st.sampled_from([-179.6, 0.0, 36.0, 179.4])


@st.composite
def rings(draw: st.DrawFn) -> Polygon:
    """Rings round a middle: some neat, some with spikes, bays, angles nearly shut and corners nearly met."""
    lon, lat = draw(LONS), draw(LATS)
    size_deg = draw(st.sampled_from([1e-6, 1e-4, 0.01, 0.1, 0.45]))
    count = draw(st.integers(3, 24))
    jitter = draw(st.sampled_from([0.0, 0.3, 0.49, 0.6]))
    least = draw(st.sampled_from([1.0, 0.5, 0.02, 0.0001]))
    turns = draw(st.sampled_from([1, 1, 1, 2]))
    shares = draw(st.lists(st.floats(0, 1), min_size=2 * count, max_size=2 * count))
    made = []
    for number in range(count):
        angle = 2 * math.pi * turns * (number + jitter * (2 * shares[number] - 1)) / count
        reach = size_deg * (least + (1 - least) * shares[count + number])
        made.append((nd(lon + reach * math.cos(angle)), nd(lat + reach * math.sin(angle))))
    return Polygon(rings=(tuple(made),))


corridors = st.builds(
    lambda lon, lat, steps, width: Corridor(
        path=tuple((nd(lon + x / 1e3), nd(lat + y / 1e3)) for x, y in steps), width_tmm=width
    ),
    LONS, LATS, st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=6),
    st.sampled_from([0, 999, 1_000, 20_000_000]),
)  # fmt: skip


def accepted(footprint: Footprint) -> bool:
    try:
        validate_footprint(footprint, "footprint")
    except Refused:
        return False
    return True


@settings(max_examples=1_500, deadline=None)
@given(rings() | corridors)
def test_what_is_plain_is_acceptable(footprint: Footprint) -> None:
    assert not is_plain(footprint) or accepted(footprint)


@pytest.mark.parametrize("lat", [-69.0, 0.0, 35.0, 69.0])
@pytest.mark.parametrize("size_deg", [0.001, 0.02, 0.2])
def test_most_of_what_is_announced_is_plain(lat: float, size_deg: float) -> None:
    def ring(corners: int) -> Polygon:
        turns = [2 * math.pi * number / corners for number in range(corners)]
        points = [
            (nd(10 + size_deg * math.cos(one)), nd(lat + size_deg / 2 * math.sin(one))) for one in turns
        ]
        return Polygon(rings=(tuple(points),))

    assert is_plain(circle(10, lat, 500))
    assert is_plain(Corridor(path=((nd(10), nd(lat)), (nd(10 + size_deg), nd(lat))), width_tmm=500_000))
    for corners in (3, 4, 12):
        assert is_plain(ring(corners))
        assert is_plain(Polygon(rings=(ring(corners).rings[0][::-1],)))


@pytest.mark.parametrize(
    "points",
    [
        [(0, 0), (1, 1), (1, 0), (0, 1)],
        [(0, 0), (1, 0), (2, 0)],
        [(0, 0), (1, 0), (1, 1), (0, 0)],
        [(0, 0), (1, 0), (1, 0), (1, 1)],
        [(0, 0), (2, 0), (2, 2), (1, 0.0000001), (0, 2)],
        [(math.cos(4 * math.pi * n / 5), math.sin(4 * math.pi * n / 5)) for n in range(5)],
    ],
)
def test_what_is_refused_or_nearly_so_is_not_plain(points: list[tuple[float, float]]) -> None:
    assert not is_plain(Polygon(rings=(tuple((nd(36 + x / 100), nd(33 + y / 100)) for x, y in points),)))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([-10_000_001, -10_000_000, 0, 3_048_000, 1_000_000_000, 1_000_000_001]),
    st.sampled_from([None, -10_000_000, 0, 3_048_000, 1_000_000_001]),
    st.sampled_from(["W84", "AGL", "AMSL", "FL"]), st.sampled_from(["W84", "FL"]),
    st.sampled_from(["FT", "M", "FL"]), st.sampled_from(["FT", "FL"]),
    st.sampled_from([-1, 0, 5, 7_258_118_400_000]), st.sampled_from([-1, 0, 366 * 86_400_000, 366 * 86_400_000 + 1]),
)  # fmt: skip
def test_plain_bands_and_windows_are_acceptable(
    lower: int,
    upper: int | None,
    low: str,
    high: str,
    unit: str,
    unit_above: str,
    from_ms: int,
    lasts_ms: int,
) -> None:
    given_volume = Volume(
        footprint=circle(36, 33, 500),
        lower=Altitude(value_tmm=lower, reference=low, unit=unit),  # type: ignore[arg-type]
        upper=None if upper is None else Altitude(value_tmm=upper, reference=high, unit=unit_above),  # type: ignore[arg-type]
        from_ms=from_ms, until_ms=from_ms + lasts_ms,
    )  # fmt: skip
    if are_plain([given_volume]):
        validate_volumes([given_volume], "volumes")


def test_how_many_volumes_are_plain_is_how_many_are_accepted() -> None:
    assert are_plain([volume()] * 100)
    assert not are_plain([])
    assert not are_plain([volume()] * 101)
