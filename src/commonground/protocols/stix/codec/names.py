"""Identifiers, times and markings of STIX 2.1 as the room uses them.

An object of the room has the same identifier at everybody who was told of it, since it follows from the room, the
author and the entity (RFC 9562 section 5.5). Extension definitions and what marks every object have fixed ones.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from commonground.errors import MalformedMessage
from commonground.picture.exchange import uuid_of

Object = dict[str, Any]
NAMESPACE = bytes.fromhex("9d7ab0b2f0e64c4bb1f2c5b1c64f5c07")
PROJECT = "identity--c4a63c6e-d499-4c4b-99a3-e966b47e75e5"
REPORT_EXTENSION = "extension-definition--0cc784bb-83cf-42cc-89ca-cbeb0a5d03cd"
RELEASE_EXTENSION = "extension-definition--badfc3ed-16b5-45ce-a9b1-ce4b1fa2f31d"
WORDS_EXTENSION = "extension-definition--4944fddb-f7fa-4f66-a029-86a828c9bd61"
AREA_EXTENSION = "extension-definition--7b0a1d55-3c3e-4c54-8ae4-0f3bb1b7a0d2"
REQUEST_EXTENSION = "extension-definition--cf0e1399-cf57-4cca-a621-26a0a30136da"
ANSWER_EXTENSION = "extension-definition--79f3f1dd-bcb4-41ef-ad70-32dcfe98a737"
INCIDENT_EXTENSION = "extension-definition--ef765651-680c-498d-9894-99799f2fa126"
"""Incident Core, as OASIS published it (cti-stix-common-objects)."""
TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP = {
    "clear": "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    "green": "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "amber": "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "amber+strict": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    "red": "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
"""TLP 2.0 by the identifiers that OASIS published for it."""
TLP_1 = {
    "white": "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
    "green (1.0)": "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da",
    "amber (1.0)": "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
    "red (1.0)": "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
}
"""TLP 1.0 as STIX 2.1 section 7.2.1.4 has it: read, never written."""
TLP_OF_ROOM = "amber+strict"
"""What a party was told stays within it until the originator says otherwise (R5)."""
WHERE_TO = "target_ref"
"""How STIX calls the object that a relationship leads to."""
FIXED = "2026-01-01T00:00:00.000Z"
_TLP_CREATED = "2022-10-01T00:00:00.000Z"
_EXTENSIONS = {
    REPORT_EXTENSION: ("Graded report", "What a report is about, its period, grades, place and what it refers to."),
    RELEASE_EXTENSION: ("Originator control", "Who said it, who may have it, and that the originator is asked first."),
    WORDS_EXTENSION: ("Who translated", "Whether a translation was made by a human or by a machine, on which post."),
    AREA_EXTENSION: ("Area", "The outline of a location and its heights, or the square that it stands for."),
    REQUEST_EXTENSION: ("Request for information", "What a party asks others about, and of which time."),
    ANSWER_EXTENSION: ("Answer to a request", "Whether a request is answered with a report, with nothing, or with no."),
}  # fmt: skip


def identifier(type: str, *parts: str) -> str:
    """The identifier of an object of the room: UUID version 5 over its parts, which hold no line feeds."""
    name = NAMESPACE + "\n".join((type, *parts)).encode()
    return f"{type}--{uuid_of(name)}"


def timestamp(t_ms: int) -> str:
    """STIX timestamp of UTC milliseconds, with all three digits (STIX 2.1 section 3.2)."""
    whole = datetime.fromtimestamp(t_ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{whole}.{t_ms % 1000:03d}Z"


def time_ms(value: object, field: str) -> int:
    """UTC milliseconds of a STIX timestamp; what is finer is cut off."""
    try:
        if not isinstance(value, str) or not value.endswith("Z") or "T" not in value:
            raise ValueError
        head, _, rest = value[:-1].partition(".")
        moment = datetime.strptime(head, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
        if rest and not rest.isdecimal():
            raise ValueError
    except ValueError:
        raise MalformedMessage("a time in UTC as 2026-01-01T00:00:00.000Z is expected", field=field) from None
    return int(moment.timestamp()) * 1000 + int((rest + "000")[:3])


def tlp_marking(level: str) -> Object:
    """The marking definition of a level of TLP 2.0, as OASIS published it."""
    return {
        "type": "marking-definition", "spec_version": "2.1", "id": TLP[level], "created": _TLP_CREATED,
        "name": f"TLP:{level.upper()}",
        "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": level}},
    }  # fmt: skip


def definitions() -> list[Object]:
    """What every bundle of the room may point at: the extensions, and who defined them."""
    project: Object = {
        "type": "identity", "spec_version": "2.1", "id": PROJECT, "created": FIXED, "modified": FIXED,
        "name": "Commonground", "identity_class": "system",
    }  # fmt: skip
    return [project, *(
        {
            "type": "extension-definition", "spec_version": "2.1", "id": id, "created": FIXED, "modified": FIXED,
            "created_by_ref": PROJECT, "name": name, "description": description, "schema": "docs/stix.md",
            "version": "1.0.0", "extension_types": ["property-extension"],
        }
        for id, (name, description) in _EXTENSIONS.items()
    )]  # fmt: skip
