"""Messages of services of remote identification, as they should be and as they should not; both versions."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from commonground.protocols.f3411.codec.values import time_text
from tests.worlds import T0_MS

NAMES = ("22a", "19")
FLIGHT = "flight-a1"


def time(name: str, at_ms: int) -> Any:
    return {"value": time_text(at_ms), "format": "RFC3339"} if name == "22a" else time_text(at_ms)


def flight(
    name: str = "22a",
    id: str = FLIGHT,
    at_ms: int = T0_MS,
    lat: float = 33.05,
    lng: float = 36.55,
    **state: Any,
) -> dict[str, Any]:
    """A flight with a state and one earlier position."""
    position = {
        "lat": lat,
        "lng": lng,
        "alt": 612.5,
        "accuracy_h": "HA10m",
        "accuracy_v": "VA10m",
        "extrapolated": False,
    }
    height = {"distance": 45.0, "reference": "TakeoffLocation"}
    current = {
        "timestamp": time(name, at_ms), "timestamp_accuracy": 0.1, "operational_status": "Airborne",
        "position": position, "track": 271.5, "speed": 12.25, "speed_accuracy": "SA1mps", "vertical_speed": -1.5,
        **({} if name == "22a" else {"height": height}), **state,
    }  # fmt: skip
    if name == "22a":
        current["position"] = {**position, "height": height}
    return {
        "id": id, "aircraft_type": "Helicopter", "current_state": current, "simulated": False,
        "recent_positions": [{"time": time(name, at_ms - 1_000), "position": dict(position, lat=lat - 0.0001)}],
    }  # fmt: skip


def answer(name: str = "22a", *flights: Any, at_ms: int = T0_MS, **more: Any) -> dict[str, Any]:
    return {"timestamp": time(name, at_ms), "flights": list(flights), **more}


def details(name: str = "22a", id: str = FLIGHT) -> dict[str, Any]:
    """What a service may say of a flight, all of it."""
    held: dict[str, Any] = {"id": id, **operator(name)}
    if name == "22a":
        held["uas_id"] = {
            "serial_number": "MFR1C123456789ABC", "registration_id": "SYR.OP77", "utm_id":
            "4c2c1f6a-0000-4000-8000-0000000000ff", "specific_session_id": "02-a1b2c3",
        }  # fmt: skip
        held["eu_classification"] = {"category": "Specific", "class": "Class2"}
    else:
        held |= {"serial_number": "MFR1C123456789ABC", "registration_number": "SYR.OP77"}
    return {"details": held}


def operator(name: str = "22a") -> dict[str, Any]:
    """Every field that says who flies, or from where, with values that are found again in any bytes."""
    place = {"lat": 33.1234567, "lng": 36.7654321}
    location = place if name == "19" else {
        "position": place, "altitude": {"value": 777.25, "reference": "W84", "units": "M"}, "altitude_type": "Dynamic",
    }  # fmt: skip
    return {
        "operator_id": "OPERATOR-9931", "operator_location": location, "operator_name": "Lena Mustermann",
        "operator": {"name": "Lena Mustermann", "registration": "SYR.OP77", "phone": "+963-555-0199"},
        "operation_description": "ask for Lena Mustermann, +963-555-0199",
        "auth_data": {"format": 2, "data": "SIGNED-BY-OPERATOR-9931"}, "serial_number": "MFR1C123456789ABC",
        "registration_id": "SYR.OP77", "registration_number": "SYR.OP77",
    }  # fmt: skip


#: What must be found nowhere once `operator` was said somewhere.
SECRETS = (
    b"OPERATOR-9931", b"33.1234567", b"36.7654321", b"33123456", b"36765432", b"777.25", b"Mustermann", b"555-0199",
    b"SYR.OP77", b"MFR1C123456789ABC", b"operator",
)  # fmt: skip


def objects(message: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths of every object within a message, the message first."""
    if isinstance(message, dict):
        yield path
        for key, value in message.items():
            yield from objects(value, (*path, key))
    elif isinstance(message, list):
        for number, value in enumerate(message):
            yield from objects(value, (*path, number))


def with_fields(message: Any, path: tuple[Any, ...], fields: dict[str, Any]) -> Any:
    """The message with more fields in the object at a path; none that it has is changed."""
    changed = copy.deepcopy(message)
    at = changed
    for step in path:
        at = at[step]
    at.update({key: value for key, value in fields.items() if key not in at})
    return changed


def changed(message: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The message with another value at a path; `...` takes the field away."""
    out = copy.deepcopy(message)
    at = out
    for step in path[:-1]:
        at = at[step]
    if value is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return out


def packed(message: Any) -> bytes:
    return json.dumps(message).encode()
