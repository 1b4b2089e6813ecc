"""Telemetry that the makers of the reference test suite spoiled, one value in each: what becomes of it here.

The data are those of interuss/monitoring (NOTICE), each cut to one state. They were made for the side that takes
telemetry from operators; put into the answer of a service, each is refused, is a value that the standard lets be left
out, or is about an identity that this node does not read at all.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.f3411_messages import answer, packed

from commonground.errors import MalformedMessage
from commonground.protocols.f3411.codec.v19 import V19
from commonground.protocols.f3411.codec.v22a import V22A

SPOILED: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "data" / "remote_id" / "invalid_telemetry.json").read_text("utf-8")
)
#: Spoiled value -> the field that refuses it in 22a and in 19; "" where that version accepts it as unknown or unread.
FOUND = {
    "no_alt": ("", "position.alt"), "no_height": ("", "height.distance"), "no_speed": ("", "speed"),
    "no_height_type": ("position.height.reference", "height.reference"), "no_track": ("", "track"),
    "no_speed_accuracy": ("speed_accuracy", "speed_accuracy"), "no_vertical_speed": ("", "vertical_speed"),
    "wrong_accuracy_h": ("position.accuracy_h", "position.accuracy_h"), "no_uas_id": ("", ""),
    "wrong_accuracy_v": ("position.accuracy_v", "position.accuracy_v"), "wrong_registration_id": ("", ""),
    "wrong_height_type": ("", "height.reference"), "wrong_serial_number": ("", ""),
    "wrong_operational_status": ("operational_status", "operational_status"), "wrong_utm_id": ("", ""),
    "wrong_speed": ("speed", "speed"), "wrong_speed_accuracy": ("speed_accuracy", "speed_accuracy"),
    "wrong_ua_type": ("aircraft_type", "aircraft_type"), "wrong_vertical_speed": ("vertical_speed", "vertical_speed"),
}  # fmt: skip
UNKNOWN = {"no_alt": "spot", "no_height": "height_tmm", "no_speed": "speed_m_s", "no_track": "track_deg",
           "no_vertical_speed": "climb_m_s"}  # fmt: skip


def as_flight(name: str, spoiled: Any) -> dict[str, Any]:
    state = dict(spoiled["state"])
    if name == "22a":
        state["timestamp"] = {"value": state["timestamp"], "format": "RFC3339"}
    return {"id": spoiled["details"]["id"], "aircraft_type": spoiled["aircraft_type"], "current_state": state}


@pytest.mark.parametrize("which", SPOILED)
@pytest.mark.parametrize(("name", "number"), [("22a", 0), ("19", 1)])
def test_spoiled_telemetry(which: str, name: str, number: int) -> None:
    dialect = V22A if name == "22a" else V19
    found = dialect.read_flights(packed(answer(name, as_flight(name, SPOILED[which]))))
    field = FOUND[which][number]
    if field:
        [refused] = found.refused
        assert found.reports == ()
        where = "" if field == "aircraft_type" else ".current_state"
        at = f"flights[0]{where}.{field}"
        # A field that is missing is named by its object, and in the reason.
        assert refused.field == at or (
            f"`{at.rpartition('.')[2]}`" in refused.reason and at.startswith(refused.field)
        )
        assert "WRONG" not in refused.reason
        return
    [report] = found.reports
    assert found.refused == ()
    if which in UNKNOWN:
        value = getattr(report, UNKNOWN[which])
        assert value is None or value.altitude_tmm is None


def test_every_spoiled_value_is_named_here() -> None:
    assert set(SPOILED) == set(FOUND)


@pytest.mark.parametrize("which", SPOILED)
def test_of_their_details_nothing_of_the_operator_is_kept(which: str) -> None:
    told = SPOILED[which]["details"]
    names = ("serial_number", "registration_id", "utm_id")
    uas_id = {key: told[key] for key in names if key in told}
    if which == "wrong_utm_id":
        with pytest.raises(MalformedMessage):
            V22A.read_details(packed({"details": {**told, "uas_id": uas_id}}))
    else:
        shown = repr(V22A.read_details(packed({"details": {**told, "uas_id": uas_id}})))
        assert "CHE" not in shown
        assert "8.4879" not in shown
        assert "U-turn" not in shown
    assert "CHE" not in repr(V19.read_details(packed({"details": told})))
