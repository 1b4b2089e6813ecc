"""When and how high volumes meet nothing of others: starts before and after, altitudes, and what is refused."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import commonground as cg
from commonground.geo import candidates as proposing
from commonground.geo.interval import Altitude
from commonground.notebook import FreeAltitudes

NOON = datetime(2030, 3, 1, 12, tzinfo=UTC)
HOUR, MS = timedelta(hours=1), timedelta(milliseconds=1)


def disc(lon: float = 36.5, lower: Any = 5000, upper: Any = 9000, begin: datetime = NOON, **more: Any) -> Any:
    given = {"lat": 33.0, "radius_m": 1000, "lasts": 2 * HOUR, **more}
    at = cg.circle(lon=lon, lat=given["lat"], radius_m=given["radius_m"])
    return cg.volume(at, lower, upper, begin, begin + given["lasts"], unit="FT AMSL")


def test_the_earliest_start_is_one_millisecond_after_the_last_that_stands_in_the_way() -> None:
    held = [disc(), disc(begin=NOON + 3 * HOUR), disc(begin=NOON + 9 * HOUR), disc(lower=9500, upper=9900)]
    mine = [disc(lasts=HOUR / 2), disc(lasts=HOUR / 2, begin=NOON + HOUR)]
    found = cg.earliest_free_start(mine, held, within=timedelta(days=1))
    assert found
    assert found.delay_s == 5 * 3600 + 0.001
    assert found.start_utc == NOON + 5 * HOUR + timedelta(milliseconds=1)
    assert found.moved is not None
    assert [one.until_ms - one.from_ms for one in found.moved] == [1_800_000, 1_800_000]
    assert not cg.screen(found.moved, held)
    assert cg.screen(found.moved.later(-1), held)
    assert repr(found) == (
        "2030-03-01 17:00:00.001Z, 300 min later: no meeting found then in what was searched: "
        "2 volumes, against 4 volumes, buffer 0 m, starts within 1 day, 0:00:00"
    )


def test_a_start_that_meets_nothing_is_not_moved_and_none_is_said() -> None:
    now = cg.earliest_free_start(disc(), [], within=timedelta(0))
    assert now
    assert (now.delay_s, now.start_utc) == (0.0, NOON)
    none = cg.earliest_free_start(disc(), disc(), within=2 * HOUR)
    assert not none
    assert (none.delay_s, none.start_utc, none.moved) == (None, None, None)
    assert repr(none) == (
        "no start without a meeting found in what was searched: "
        "1 volume, against 1 volume, buffer 0 m, starts within 2:00:00"
    )
    assert cg.earliest_free_start(disc(), disc(), within=2 * HOUR + timedelta(milliseconds=1))
    assert cg.earliest_free_start(disc(), disc(lon=36.525), within=HOUR).delay_s == 0
    assert not cg.earliest_free_start(disc(), disc(lon=36.525), within=HOUR, buffer_m=400)


@pytest.mark.parametrize("ask", [cg.earliest_free_start, cg.latest_free_start])
@pytest.mark.parametrize("within", [3600, None, timedelta(-1), timedelta(days=367), "1 day"])
def test_a_span_of_starts_is_a_timedelta_within_bounds(ask: Any, within: Any) -> None:
    with pytest.raises(cg.Refused) as caught:
        ask(disc(), disc(), within=within)
    assert caught.value.field == "within"


@pytest.mark.parametrize("ask", [cg.earliest_free_start, cg.latest_free_start])
def test_a_start_is_asked_for_some_volume_and_within_bounds(ask: Any) -> None:
    with pytest.raises(cg.Refused) as caught:
        ask([], disc(), within=HOUR)
    assert caught.value.field == "volumes"
    with pytest.raises(cg.Refused) as caught:
        ask(disc(), disc(), within=HOUR, buffer_m=-1)
    assert caught.value.field == "buffer_m"


def altitudes(
    volumes: Any, against: Any, lowest: Any = 0, highest: Any = 20_000, **more: Any
) -> FreeAltitudes:
    return cg.free_altitudes(volumes, against, lowest, highest, **{"unit": "FT AMSL", **more})


def test_the_latest_start_ends_one_millisecond_before_what_stands_in_the_way() -> None:
    held = [disc(), disc(begin=NOON - 3 * HOUR), disc(begin=NOON - 9 * HOUR), disc(lower=9500, upper=9900)]
    mine = [disc(lasts=HOUR / 2), disc(lasts=HOUR / 2, begin=NOON + HOUR)]
    found = cg.latest_free_start(mine, held, within=timedelta(days=1))
    assert found
    assert found.delay_s == -4.5 * 3600 - 0.001
    assert found.start_utc == NOON - 4.5 * HOUR - MS
    assert found.moved is not None
    assert [one.until_ms - one.from_ms for one in found.moved] == [1_800_000, 1_800_000]
    assert not cg.screen(found.moved, held)
    assert cg.screen(found.moved.later(1), held)
    assert repr(found) == (
        "2030-03-01 07:29:59.999Z, 270 min earlier: no meeting found then in what was searched: "
        "2 volumes, against 4 volumes, buffer 0 m, starts up to 1 day, 0:00:00 earlier"
    )


def test_a_start_that_meets_nothing_is_not_made_earlier_and_none_is_said() -> None:
    now = cg.latest_free_start(disc(), [], within=timedelta(0))
    assert now
    assert (str(now.delay_s), now.start_utc) == ("0.0", NOON)
    none = cg.latest_free_start(disc(), disc(), within=2 * HOUR)
    assert not none
    assert (none.delay_s, none.start_utc, none.moved) == (None, None, None)
    assert repr(none) == (
        "no start without a meeting found in what was searched: "
        "1 volume, against 1 volume, buffer 0 m, starts up to 2:00:00 earlier"
    )
    assert cg.latest_free_start(disc(), disc(), within=2 * HOUR + MS)
    assert cg.latest_free_start(disc(), disc(lon=36.525), within=HOUR).delay_s == 0
    assert not cg.latest_free_start(disc(), disc(lon=36.525), within=HOUR, buffer_m=400)


def test_no_start_before_1970_or_end_after_2200_is_looked_at() -> None:
    first = disc(begin=datetime(1970, 1, 1, 1, tzinfo=UTC))
    found = cg.latest_free_start(first, first, within=timedelta(days=9))
    assert not found
    assert found.searched.endswith("starts up to 1:00:00 earlier")
    last = disc(begin=datetime(2199, 12, 31, 21, tzinfo=UTC))
    found = cg.earliest_free_start(last, last, within=timedelta(days=9))
    assert not found
    assert found.searched.endswith("starts within 1:00:00")


def test_altitudes_are_closed_intervals_beside_what_is_taken() -> None:
    held = [
        disc(lower=2000, upper=4000),
        disc(lower=5000, upper=9000),
        disc(lower=5000, upper=30_000, lon=37.0),
    ]
    found = altitudes(disc(lower=6000, upper=7000), held)
    assert [one.lower_tmm for one in found] == [(0, 3_047_999), (27_432_001, 57_912_000)]
    assert [one.upper_tmm for one in found] == [(3_048_000, 6_095_999), (30_480_001, 60_960_000)]
    assert [one.shift_tmm for one in found] == [(-18_288_000, -15_240_001), (9_144_001, 39_624_000)]
    between = altitudes(disc(lower=6000, upper="6999.9997 FT AMSL"), held, 4000, 5000)
    assert [one.shift_tmm for one in between] == []
    between = altitudes(disc(lower=6000, upper="6999.9993 FT AMSL"), held, 4000, 5000)
    assert [one.lower_tmm for one in between] == [(12_192_001, 12_192_001)]
    assert repr(found).splitlines() == [
        "2 intervals of altitude without a meeting found in what was searched: "
        "1 volume, against 3 volumes, buffer 0 m, 0 FT AMSL to 20000 FT AMSL",
        "  lower limit 0 to 999.9996 ft AMSL (0 to 304.7999 m), "
        "upper limit 1,000 to 1,999.9996 ft AMSL (304.8 to 609.5999 m)",
        "  lower limit 9,000.0004 to 19,000 ft AMSL (2,743.2001 to 5,791.2 m), "
        "upper limit 10,000.0004 to 20,000 ft AMSL (3,048.0001 to 6,096 m)",
    ]


def test_an_altitude_that_is_offered_meets_nothing_and_the_next_one_does() -> None:
    held = [disc(lower=low, upper=low + 700, lon=36.5 + low / 1e6) for low in (1000, 3500, 6000, 15_000)]
    mine = [disc(lower=6000, upper=6500), disc(lower=6800, upper=7300, lon=36.502)]
    found = altitudes(mine, held)
    assert len(found) == 4
    for one in found:
        for shift_tmm, beyond in zip(one.shift_tmm, (-1, 1), strict=True):
            moved = found.moved(shift_tmm)
            assert not cg.screen(moved, held)
            assert min(each.lower.value_tmm for each in moved) in one.lower_tmm
            outside = moved.higher(beyond)
            is_at_bound = outside[0].lower.value_tmm < 0 or outside[1].upper.value_tmm > 20_000 * 3048  # type: ignore[union-attr]
            assert is_at_bound or cg.screen(outside, held)
            with pytest.raises(cg.Refused) as caught:
                found.moved(shift_tmm + beyond)
            assert caught.value.field == "shift_tmm"


def test_units_of_an_interval_are_those_of_its_integers() -> None:
    (one,) = altitudes(disc(lower=6000, upper=7000), [], 6000, "7000.5 FT AMSL")
    assert (one.shift_m, one.shift_ft) == ((0.0, 0.1524), (0.0, 0.5))
    assert (one.lower_ft, one.upper_ft) == ((6000.0, 6000.5), (7000.0, 7000.5))
    assert (one.lower_m, one.upper_m) == ((1828.8, 1828.9524), (2133.6, 2133.7524))
    record = one.as_record()
    assert record["reference"] == "AMSL"
    assert (record["upper_least_ft"], record["upper_most_m"], record["shift_most_tmm"]) == (
        7000.0,
        2133.7524,
        1524,
    )
    assert len(record) == 19
    (single,) = altitudes(disc(lower=6000, upper=7000), [], 6000, 7000)
    assert repr(single) == "lower limit 6,000 ft AMSL (1,828.8 m), upper limit 7,000 ft AMSL (2,133.6 m)"


def test_without_an_upper_limit_the_lower_one_is_held_to_the_bounds() -> None:
    found = altitudes(disc(lower=6000, upper="UNL"), disc(lower=5000, upper=9000))
    assert [one.lower_tmm for one in found] == [(27_432_001, 60_960_000)]
    assert (found[0].upper_tmm, found[0].upper_m, found[0].upper_ft) == (None, None, None)
    assert found[0].as_record()["upper_most_ft"] is None
    assert repr(found[0]).endswith(", upper limit none")
    assert found.moved(found[0].shift_tmm[1])[0].upper is None


def test_an_altitude_that_may_be_taken_is_not_offered_and_that_is_said() -> None:
    held = disc(lower="FL60", upper="FL70")
    found = altitudes(disc(lower=6000, upper=7000), held)
    (low, high) = found
    assert low.upper_ft[1] < 6000 - 1000  # type: ignore[index]
    assert high.lower_ft[0] > 7000 + 1000
    assert found.searched.endswith(", limits in FL held against AMSL by their bounds")
    narrow = cg.AltitudeContext(pressure_lower_hpa=1_013, pressure_upper_hpa=1_014, temperature_permille=0)
    assert altitudes(disc(lower=6000, upper=7000), held, context=narrow)[1].lower_ft[0] < high.lower_ft[0]
    alike = altitudes(disc(lower="FL60", upper="FL61"), held, "FL50", "FL80")
    assert [one.lower_tmm[0] for one in alike] == [50 * 304_800, 70 * 304_800 + 1]


def test_no_altitude_says_what_was_searched_and_no_more() -> None:
    none = altitudes(disc(lower=6000, upper=7000), disc(lower=0, upper="UNL"), buffer_m=500)
    assert not none
    assert repr(none) == (
        "no altitude without a meeting found in what was searched: "
        "1 volume, against 1 volume, buffer 500 m, 0 FT AMSL to 20000 FT AMSL"
    )
    assert none.as_records() == []
    texts = [none, altitudes(disc(), disc()), cg.latest_free_start(disc(), disc(), within=HOUR)]
    for text in map(repr, texts):
        assert not re.search(r"\b(safe|clear|free|ok|no conflict|approved)\b", text, re.I)


def test_a_buffer_and_the_window_count_for_altitudes() -> None:
    mine, beside = disc(lower=6000, upper=7000), disc(lon=36.525)
    assert len(altitudes(mine, beside)) == 1
    assert len(altitudes(mine, beside, buffer_m=400)) == 2
    assert len(altitudes(mine, disc(begin=NOON + 2 * HOUR))) == 2  # windows that touch meet
    assert len(altitudes(mine, disc(begin=NOON + 2 * HOUR + MS))) == 1


def test_many_intervals_are_listed_in_part() -> None:
    stack = [disc(lower=1000 * number + 400, upper=1000 * number + 600) for number in range(19)]
    found = altitudes(disc(lower=6000, upper=6010), stack)
    assert (len(found), len(found[:3])) == (20, 3)
    assert repr(found).splitlines()[-1] == "  and 10 more: as_records() lists all"
    assert len(found.as_records()) == 20


def test_the_engine_proposes_and_answers_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    held = [disc(lon=36.4 + number * 0.013 % 0.2, lower=number % 7 * 1000, upper=number % 7 * 1000 + 800,
                 begin=NOON + number % 5 * HOUR, radius_m=500 + number * 37) for number in range(40)]  # fmt: skip
    mine = [disc(lower=2000, upper=2100), disc(lower=2500, upper=2600, lon=36.52)]
    ask = (
        lambda: cg.earliest_free_start(mine, held, timedelta(days=2), 250.0),
        lambda: cg.latest_free_start(mine, held, timedelta(days=2), 250.0),
        lambda: altitudes(mine, held, buffer_m=250.0),
    )
    expected = [repr(one()) for one in ask]
    assert expected[2].count("lower limit") > 3
    monkeypatch.setattr(proposing, "ENGINE_FROM", 0)
    assert [repr(one()) for one in ask] == expected


WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "no unit": ("lowest", {"lowest": 0, "unit": ""}),
    "another reference below": ("lowest", {"lowest": "FL10"}),
    "another reference above": ("highest", {"highest": "90 M AGL"}),
    "no end": ("highest", {"highest": "UNL"}),
    "nothing": ("lowest", {"lowest": None}),
    "too low": ("lowest", {"lowest": "-8000.1 M AMSL"}),
    "too high": ("highest", {"highest": "100000.1 M AMSL"}),
    "beyond any number": (
        "lowest",
        {"lowest": Altitude(value_tmm=-(10**400), reference="AMSL", unit="M")},
    ),
    "upside down": ("highest", {"lowest": 20_000, "highest": 0}),
    "too near for the volume": ("highest", {"lowest": 0, "highest": "3999.9 FT AMSL"}),
    "no volume": ("volumes", {"volumes": []}),
    "two references": ("volumes", {"volumes": [disc(), disc(lower="FL50", upper="FL60")]}),
    "two references of one": ("volumes", {"volumes": disc(lower="SFC")}),
    "a buffer": ("buffer_m", {"buffer_m": -1}),
    "a context": (
        "context.temperature_permille",
        {"context": cg.AltitudeContext(temperature_permille=2_000)},
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_bounds_of_altitude_are_refused_by_name(name: str) -> None:
    field, given = WRONG[name]
    with pytest.raises(cg.Refused) as caught:
        altitudes(**{"volumes": disc(), "against": disc(), **given})
    assert caught.value.field == field
