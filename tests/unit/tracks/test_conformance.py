"""A flight and its intent, second by second: when it is nonconforming, contingent, and by when others are told."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import T0_MS, volume

from commonground.geo.interval import Altitude
from commonground.tracks.conformance import (
    CONFORMANCE_PERCENT_MIN,
    EXCURSION_MS_MAX,
    PUBLISH_MS_MAX,
    RECOVERY_MS_MAX,
    Fix,
    Phase,
    Track,
    at,
    count,
    followed,
    is_inside,
    started,
)

S = 1_000


def fix(t_ms: int, lon: float = 36.5, lat: float = 33.5, height_m: float = 1_000) -> Fix:
    height = Altitude(value_tmm=round(height_m * 10_000), reference="W84", unit="M")
    return Fix(t_ms, round(lon * 1e9), round(lat * 1e9), height)


def flown(*seconds_inside: tuple[float, bool]) -> Track:
    """A track from (second, inside) of each position."""
    first, *rest = seconds_inside
    track = started(fix(round(first[0] * S)), inside=first[1])
    for second, inside in rest:
        track = followed(track, fix(round(second * S)), inside=inside)
    return track


def test_a_position_is_inside_at_its_time_at_its_height_within_the_limits() -> None:
    held = volume(36.5, 33.5, 5_000, from_ms=T0_MS, until_ms=T0_MS + 60 * S, lower_ft=1_000, upper_ft=5_000)
    feet = Altitude(value_tmm=1_000 * 3_048, reference=held.lower.reference, unit="FT")
    here = replace(fix(T0_MS), altitude=feet)
    assert is_inside(here, [held])
    assert is_inside(replace(here, t_ms=T0_MS + 60 * S), [held])
    assert not is_inside(replace(here, t_ms=T0_MS + 60 * S + 1), [held])
    assert not is_inside(replace(here, altitude=replace_height(feet, -1)), [held])
    assert not is_inside(replace(here, lon_nd=here.lon_nd + 10**9), [held])
    assert not is_inside(here, [])


def replace_height(altitude: Altitude, by_tmm: int) -> Altitude:
    return Altitude(value_tmm=altitude.value_tmm + by_tmm, reference=altitude.reference, unit=altitude.unit)


@pytest.mark.parametrize(
    ("after_ms", "phase"),
    [
        (0, "excursion"),
        (EXCURSION_MS_MAX, "excursion"),
        (EXCURSION_MS_MAX + 1, "nonconforming"),
        (EXCURSION_MS_MAX + RECOVERY_MS_MAX, "nonconforming"),
        (EXCURSION_MS_MAX + RECOVERY_MS_MAX + 1, "contingent"),
    ],
)
def test_ten_seconds_outside_are_an_excursion_and_a_minute_more_is_for_good(
    after_ms: int, phase: Phase
) -> None:
    track = flown((0, True), (5, False))
    track = followed(track, fix(5 * S + after_ms), inside=False) if after_ms else track
    assert at(track, 5 * S + after_ms).phase == phase


def test_others_are_told_within_five_seconds_of_each_turn() -> None:
    track = flown((0, True), (5, False), (16, False))
    standing = at(track, 16 * S)
    assert (standing.since_ms, standing.publish_by_ms) == (15 * S + 1, 15 * S + 1 + PUBLISH_MS_MAX)
    back = followed(track, fix(20 * S), inside=True)
    assert at(back, 20 * S).publish_by_ms == 20 * S + PUBLISH_MS_MAX
    assert at(flown((0, True), (5, False), (14, True)), 14 * S).publish_by_ms is None


def test_a_contingent_flight_stays_so_though_it_comes_back() -> None:
    track = flown((0, True), (5, False), (80, True), (81, True))
    assert at(track, 81 * S).phase == "contingent"
    assert at(followed(track, fix(500 * S), inside=True), 500 * S).phase == "contingent"


def test_a_flight_that_is_not_heard_is_not_known_to_be_inside() -> None:
    track = flown((0, True), (5, True))
    assert at(track, 15 * S).phase == "conforming"
    assert at(track, 15 * S + 1).phase == "nonconforming"
    assert at(track, 15 * S).turns_ms == 15 * S + 1
    heard = followed(track, fix(40 * S), inside=True)
    assert at(heard, 40 * S).phase == "conforming"
    assert [(one.from_ms, one.until_ms) for one in heard.excursions] == [(5 * S, 40 * S)]


def test_a_position_that_is_not_later_changes_nothing() -> None:
    track = flown((0, True), (5, True))
    assert followed(track, fix(5 * S), inside=False) is track
    assert followed(track, fix(4 * S), inside=False) is track


def test_time_inside_and_excursions_are_held_against_the_standard() -> None:
    """F3548-21 OPIN0005."""
    heard = [(second, True) for second in range(0, 95, 5)]
    one = count(flown(*heard, (95, False), (100, True)), 0, 100 * S)
    assert (one.flown_ms, one.outside_ms, one.excursions) == (100 * S, 5 * S, 1)
    assert one.inside_percent == CONFORMANCE_PERCENT_MIN
    assert not one.keeps_to_it  # one in a hundred seconds is thirty-six in an hour
    assert count(
        flown((0, True), *((s, True) for s in range(5, 400, 5)), (400, False), (405, True)), 0, 405 * S
    ).keeps_to_it
    assert not count(flown(*heard, (94, False), (100, True)), 0, 100 * S).keeps_to_it


def test_an_evaluation_looks_at_its_own_days_only() -> None:
    track = flown((0, False), (8, True), (16, True), (20, True))
    assert count(track, 4 * S, 20 * S).outside_ms == 4 * S
    assert count(track, 9 * S, 20 * S).excursions == 0


@given(st.lists(st.tuples(st.integers(1, 30_000), st.booleans()), min_size=1, max_size=40))
def test_what_is_counted_adds_up_whatever_comes(steps: list[tuple[int, bool]]) -> None:
    t_ms, track, phases = 0, started(fix(0), inside=True), ["conforming"]
    for wait_ms, inside in steps:
        t_ms += wait_ms
        track = followed(track, fix(t_ms), inside=inside)
        phases.append(at(track, t_ms).phase)
        told = count(track, 0, t_ms)
        assert 0 <= told.outside_ms <= told.flown_ms == t_ms
    assert all(now == "contingent" for before, now in pairwise(phases) if before == "contingent")
    for one, other in pairwise(track.excursions):
        assert one.from_ms < one.until_ms <= other.from_ms


@given(
    st.lists(st.tuples(st.integers(1, 30_000), st.booleans()), min_size=1, max_size=20),
    st.integers(0, 100_000),
)
def test_a_standing_holds_until_it_says(steps: list[tuple[int, bool]], wait_ms: int) -> None:
    t_ms, track = 0, started(fix(0), inside=True)
    for step_ms, inside in steps:
        t_ms += step_ms
        track = followed(track, fix(t_ms), inside=inside)
    now = at(track, t_ms)
    later_ms = t_ms + wait_ms
    if now.turns_ms is None or later_ms < now.turns_ms:
        assert at(track, later_ms).phase == now.phase
    else:
        assert at(track, now.turns_ms).phase != now.phase
