"""Areas, agreed texts, commitments and flights for the worlds of the tests."""

from __future__ import annotations

from typing import Any

from commonground.geo.footprint import Polygon
from commonground.picture.area import DesignatedArea
from commonground.picture.blocks import Text
from commonground.picture.charter import Text3
from commonground.picture.commitment import Commitment, ObservedFlight
from commonground.picture.instrument import Instrument, Term
from commonground.room import agreements
from commonground.room.rows_areas import area_row, instrument_row
from commonground.room.rows_flights import commitment_row, flight_row
from commonground.room.submit import Submitted
from tests.worlds import HOUR_MS, T0_MS, World, nd, volume

DAY_MS = 24 * HOUR_MS
WATCH = "watch_officer"
DISTANCE = Text3(en="Distance from the road", ar="البعد عن الطريق", ru="Расстояние от дороги")
ROAD = Text3(en="Castello Road", ar="طريق الكاستيلو", ru="Дорога Кастелло")
TITLE = Text3(en="Reduction of hostilities", ar="خفض الأعمال العدائية", ru="Снижение военных действий")
NO_TEXT = Text(lang="en", text="")


def square(lon: float = 37.0, lat: float = 36.2, wide: float = 0.1, high: float = 0.1) -> Polygon:
    """A ring of geodesic edges between four corners; degrees."""
    west, south, east, north = nd(lon), nd(lat), nd(lon + wide), nd(lat + high)
    return Polygon(rings=(((west, south), (east, south), (east, north), (west, north)),))


def area(footprint: Polygon | None = None, **changes: Any) -> DesignatedArea:
    values: dict[str, Any] = {
        "area_id": "castello-road", "edition": 1, "category": "demilitarised", "name": ROAD,
        "purpose": Text(lang="en", text="Both stay away from the road."),
        "footprint": footprint or square(), "from_ms": T0_MS + HOUR_MS, "until_ms": T0_MS + 30 * DAY_MS,
        "signatories": ("A", "B"),
    }  # fmt: skip
    return DesignatedArea(**{**values, **changes})


def instrument(distance_m: int = 3_000, **changes: Any) -> Instrument:
    values: dict[str, Any] = {
        "instrument_id": "september-text", "edition": 1, "title": TITLE,
        "authentic": ("en",), "file_name": "text.pdf", "file_hash": "ab" * 32, "file_bytes": 81_000,
        "signatories": ("A", "B"), "start_ms": T0_MS + HOUR_MS, "end_ms": T0_MS + 49 * HOUR_MS,
        "renew_by_ms": T0_MS + 37 * HOUR_MS, "zone": "Asia/Damascus",
        "summary": Text(lang="en", text="Both stay away from the road."),
        "terms": (
            Term(code="distance-from-road", label=DISTANCE, value=distance_m, unit="m"),
        ),
    }  # fmt: skip
    return Instrument(**{**values, **changes})


def commitment(**changes: Any) -> Commitment:
    values: dict[str, Any] = {
        "volume": volume(37.0, 36.2, 20_000, from_ms=T0_MS, until_ms=T0_MS + 7 * DAY_MS, lower_ft=0, upper_ft=30_000),
        "exceptions": ("non_combat", "medevac", "surveillance", "immediate_threat"), "covers": ("own_forces",),
        "text": Text(lang="en", text="no combat flights"),
    }  # fmt: skip
    return Commitment(**{**values, **changes})


def flight(
    from_ms: int, until_ms: int, lon: float = 37.0, lat: float = 36.2, **changes: Any
) -> ObservedFlight:
    seen = volume(lon, lat, 1_000, from_ms=from_ms, until_ms=until_ms, lower_ft=5_000, upper_ft=6_000)
    values: dict[str, Any] = {
        "volume": seen,
        "source": "radar",
        "count": 1,
        "text": Text(lang="en", text="two jets"),
    }
    return ObservedFlight(**{**values, **changes})


# -- acts -------------------------------------------------------------------------------------------------------


def offer(world: World, party: str, body: DesignatedArea | Instrument, *to: str) -> Submitted:
    act = agreements.offer_area if isinstance(body, DesignatedArea) else agreements.offer_instrument
    done = world.nodes[party].run_now(lambda room: act(room, body, to, WATCH, "op"))  # type: ignore[arg-type]
    world.carry_all()
    return done


def sign(world: World, party: str, digest: str, name: str = "castello-road") -> Submitted:
    act = agreements.sign_area if name == "castello-road" else agreements.sign_instrument
    done = world.nodes[party].run_now(lambda room: act(room, name, digest, WATCH, "op"))
    world.carry_all()
    return done


def take_back(world: World, party: str, key: str) -> Submitted:
    done = world.nodes[party].run_now(lambda room: agreements.take_back(room, key, WATCH, "op"))
    world.carry_all()
    return done


# -- what each sees ---------------------------------------------------------------------------------------------


def area_seen(world: World, party: str, area_id: str = "castello-road") -> dict[str, Any]:
    row = area_row(world.room(party), area_id, world.clock.ms)
    assert row is not None
    return row


def instrument_seen(world: World, party: str, name: str = "september-text") -> dict[str, Any]:
    row = instrument_row(world.room(party), name, world.clock.ms)
    assert row is not None
    return row


def commitment_seen(world: World, party: str, key: str) -> dict[str, Any]:
    row = commitment_row(world.room(party), world.room(party).view.get(key), world.clock.ms)
    assert row is not None
    return row


def flight_seen(world: World, party: str, key: str) -> dict[str, Any]:
    row = flight_row(world.room(party), world.room(party).view.get(key))
    assert row is not None
    return row
