"""Flights with which InterUSS tests services (Apache-2.0), read in place where this machine has them, as intents.

They are defined round 0 N 0 E, "agnostic of location": far from the charter's area, which a DSS does not care about.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.airspace import MINUTE_MS, Sky, new_id, sky, time_of
from tests.worlds import T0_MS

ROOT = Path(__file__).parents[2]
FOLDER = (
    Path(os.environ.get("COMMONGROUND_FLIGHT_INTENTS", ROOT.parent / "shared/data/interop/interuss"))
    / "flight_intents"
    / "standard"
)
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the flight intents of InterUSS are not in {FOLDER}"
)
OFFSETS_MS = {"-1s": -1_000, "45m": 45 * MINUTE_MS}


@pytest.fixture
def dss() -> Iterator[Sky]:
    made = sky()
    yield made
    made.stop()


def flight_in(file: str, name: str) -> dict[str, Any]:
    """A flight of a collection; a delta changes what its source says, a list item by item and `+vertices` whole."""
    intents = yaml.safe_load((FOLDER / file).read_text())["intents"]
    if "full" in intents[name]:
        return intents[name]["full"]
    delta = intents[name]["delta"]
    return changed(flight_in(file, delta["source"]), delta["mutation"])


def changed(value: Any, by: Any) -> Any:
    if isinstance(by, dict) and isinstance(value, dict):
        plain = {name.removeprefix("+"): change for name, change in by.items()}
        return value | {
            name: change if f"+{name}" in by else changed(value.get(name), change)
            for name, change in plain.items()
        }
    if isinstance(by, list) and isinstance(value, list) and len(by) == len(value):
        return [changed(one, change) for one, change in zip(value, by, strict=True)]
    return by


def extents_of(flight: dict[str, Any]) -> list[dict[str, Any]]:
    """What of a flight goes to the DSS, from now on."""
    return [
        {
            "volume": {name: area[name] for name in ("outline_polygon", "altitude_lower", "altitude_upper")},
            "time_start": time_of(T0_MS + OFFSETS_MS[area["start_time"]["offset_from"]["offset"]]),
            "time_end": time_of(T0_MS + 45 * MINUTE_MS),
        }
        for area in flight["basic_information"]["area"]
    ]


def conflicts_between(dss: Sky, file: str, *names: str) -> int:
    """Declare flights of two services; each has to know of the other, and how many conflicts the room finds."""
    first, second = (extents_of(flight_in(file, name)) for name in names)
    made = dss.service("uss1").created(extents=first)
    other, id = dss.service("uss2"), new_id()
    refused = other.put(id, extents=second)
    assert refused.status_code == 409, refused.text
    [missing] = refused.json()["missing_operational_intents"]
    assert missing["id"] == made["id"]
    assert other.put(id, extents=second, key=[made["ovn"]]).status_code == 201
    return dss.node.read(lambda room: len(room.view.pairs)).result(30)


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (("flight1_planned", "equal_prio_flight2_planned"), 1),
        (("flight1m_planned", "flight2_planned"), 1),
        (("flight1c_planned", "equal_prio_flight2_planned"), 0),
        (("flight1m_planned", "flight2m_activated"), 0),
    ],
)
def test_flights_that_conflict_by_their_names(dss: Sky, names: tuple[str, str], count: int) -> None:
    assert conflicts_between(dss, "conflicting_flights.yaml", *names) == count


def test_flights_that_do_not_conflict_know_of_each_other_all_the_same(dss: Sky) -> None:
    assert conflicts_between(dss, "non_conflicting.yaml", "flight_1_planned", "flight_2_planned") == 0


def test_an_overlap_of_a_centimetre_is_a_conflict(dss: Sky) -> None:
    assert (
        conflicts_between(dss, "invalid_flight_intents.yaml", "valid_flight", "valid_conflict_tiny_overlap")
        == 1
    )
