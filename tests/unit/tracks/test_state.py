"""The short memory of drones: what is shown of one that is silent, and that nothing is kept longer than it may be."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.tracks.state import (
    AHEAD_MS_MAX,
    DRONES_MAX,
    LOST_MS_MAX,
    POSITION_MS_MAX,
    STALE_MS,
    Drone,
    Drones,
    Report,
    Spot,
    is_ahead,
)

T = 1_773_820_800_000


def spot(t_ms: int, lon: float = 36.5) -> Spot:
    return Spot(t_ms, round(lon * 1e9), 33_000_000_000, 1_000_000)


def report(t_ms: int | None, *before: Spot, flight: str = "f1", lon: float = 36.5) -> Report:
    return Report(flight, "Helicopter", None if t_ms is None else spot(t_ms, lon), before)


def only(drones: Drones, now_ms: int) -> Drone:
    [one] = drones.standing(now_ms)
    return one


def test_a_drone_is_live_then_stale_then_without_a_position_then_gone() -> None:
    drones = Drones()
    assert drones.hear("s", "uss1", report(T), T + 1_000)
    assert only(drones, T + 1_000).standing(T + 1_000) == "live"
    assert only(drones, T + STALE_MS).standing(T + STALE_MS) == "live"
    assert only(drones, T + STALE_MS + 1).standing(T + STALE_MS + 1) == "stale"
    last = only(drones, T + POSITION_MS_MAX)
    assert (last.standing(T + POSITION_MS_MAX), last.said.spot) == ("stale", spot(T))
    lost = only(drones, T + POSITION_MS_MAX + 1)
    assert (lost.standing(T + POSITION_MS_MAX + 1), lost.said.spot, lost.past) == ("lost", None, ())
    assert (lost.heard_ms, lost.manager, lost.said.aircraft_type) == (T, "uss1", "Helicopter")
    assert list(drones.standing(T + POSITION_MS_MAX + LOST_MS_MAX + 1)) == []
    drones.sweep(T + POSITION_MS_MAX + LOST_MS_MAX + 1)
    assert len(drones) == 0


def test_a_drone_that_is_heard_again_is_live_again() -> None:
    drones = Drones()
    drones.hear("s", "uss1", report(T), T)
    drones.sweep(T + 200_000)
    drones.hear("s", "uss1", report(T + 200_000), T + 200_000)
    one = only(drones, T + 200_000)
    assert (one.standing(T + 200_000), one.past) == ("live", (spot(T + 200_000),))


def test_the_past_is_in_order_and_a_minute_long() -> None:
    drones = Drones()
    drones.hear("s", "m", report(T + 2_000, spot(T), spot(T - 70_000)), T + 2_000)
    drones.hear("s", "m", report(T + 4_000, spot(T + 3_000), spot(T + 2_000)), T + 4_000)
    assert [one.t_ms - T for one in only(drones, T + 4_000).past] == [0, 2_000, 3_000, 4_000]
    assert [one.t_ms - T for one in only(drones, T + 62_500).past] == [3_000, 4_000]


def test_an_older_word_is_never_the_last_one() -> None:
    """Answers may overtake each other; what is shown never goes back."""
    drones = Drones()
    drones.hear("s", "m", report(T + 5_000, lon=36.6), T + 5_000)
    drones.hear("s", "m", report(T + 3_000), T + 5_500)
    one = only(drones, T + 5_500)
    assert (one.heard_ms, one.said.spot) == (T + 5_000, spot(T + 5_000, 36.6))
    assert [spot.t_ms - T for spot in one.past] == [3_000, 5_000]


def test_what_is_too_old_when_it_is_first_heard_is_not_shown() -> None:
    drones = Drones()
    assert not drones.hear("s", "m", report(T), T + POSITION_MS_MAX + 1)
    assert len(drones) == 0


def test_a_flight_that_gives_its_area_alone_has_no_position() -> None:
    drones = Drones()
    drones.hear("s", "m", report(None), T)
    assert only(drones, T).standing(T) == "area"
    assert only(drones, T + POSITION_MS_MAX + 1).standing(T + POSITION_MS_MAX + 1) == "lost"


def test_one_id_of_two_services_is_two_drones() -> None:
    drones = Drones()
    drones.hear("s1", "m", report(T), T)
    drones.hear("s2", "m", report(T), T)
    assert {one.key for one in drones.standing(T)} == {"s1 f1", "s2 f1"}
    assert drones.of("s1 f1") is not None
    drones.forget()
    assert drones.of("s1 f1") is None


def test_a_clock_that_is_ahead_makes_no_negative_age() -> None:
    drones = Drones()
    drones.hear("s", "m", report(T + 5_000), T)
    assert only(drones, T).age_ms(T) == 0
    assert not is_ahead(report(T + AHEAD_MS_MAX), T)
    assert is_ahead(report(T + AHEAD_MS_MAX + 1), T)
    assert is_ahead(report(T, spot(T + AHEAD_MS_MAX + 1)), T)


def test_a_memory_that_is_full_takes_no_more() -> None:
    drones = Drones()
    for number in range(DRONES_MAX):
        assert drones.hear("s", "m", report(T, flight=f"f{number}"), T)
    assert not drones.hear("s", "m", report(T, flight="one more"), T)
    assert drones.hear("s", "m", report(T + 1, flight="f0"), T + 1)


def test_there_is_no_field_for_whoever_flies() -> None:
    names = {one.name for kind in (Report, Drone, Spot) for one in fields(kind)}
    words = {word for name in names for word in name.split("_")}
    assert not words & {
        "operator",
        "pilot",
        "serial",
        "registration",
        "uas",
        "description",
        "auth",
        "owner",
        "person",
    }


hears = st.tuples(st.integers(0, 2), st.integers(-90_000, 5_000), st.integers(0, 90_000), st.booleans())


@settings(max_examples=100, deadline=None)
@given(st.lists(hears, max_size=20))
def test_no_position_is_kept_or_shown_beyond_a_minute(steps: list[tuple[int, int, int, bool]]) -> None:
    drones, now_ms = Drones(), T
    for flight, offset_ms, on_ms, sweeps in steps:
        now_ms += on_ms
        drones.hear("s", "m", report(now_ms + offset_ms, flight=f"f{flight}"), now_ms)
        if sweeps:
            drones.sweep(now_ms)
            for one in drones._held.values():
                assert all(spot.t_ms >= now_ms - POSITION_MS_MAX for spot in one.past)
        for one in drones.standing(now_ms):
            spots = (*one.past, *((one.said.spot,) if one.said.spot else ()))
            assert all(spot.t_ms >= now_ms - POSITION_MS_MAX for spot in spots)
            assert [spot.t_ms for spot in one.past] == sorted({spot.t_ms for spot in one.past})
            assert one.age_ms(now_ms) <= POSITION_MS_MAX + LOST_MS_MAX
