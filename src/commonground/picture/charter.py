"""The charter: the only configuration that nodes share, signed by every party.

It names the parties and their keys, the posts, the area, the zone, buffers and clocks. It holds no address,
password or secret: where a peer listens is each node's own configuration.
"""

from __future__ import annotations

from typing import Literal

from ..errors import Refused
from ..record import Record

POSTS = (
    "watch_officer",
    "interpreter",
    "airspace",
    "humanitarian_liaison",
    "ceasefire",
    "legal_adviser",
    "duty_chief",
    "access_officer",
    "custodian",
)


class Text3(Record, frozen=True):
    """One short text in the three languages of the room; a missing one is the empty string."""

    en: str = ""
    ar: str = ""
    ru: str = ""


class Party(Record, frozen=True):
    """A party of the room. `node_key` and `identity_key` are C2SP verifier key strings."""

    id: str
    letter: str
    shape: Literal["square", "disc", "outline"]
    name: Text3
    short: Text3
    identity_key: str
    node_key: str
    custodian: bool = False


class Area(Record, frozen=True):
    """Bounding box of the room in nanodegrees; longitudes may cross the antimeridian (min > max)."""

    lon_nd_min: int
    lat_nd_min: int
    lon_nd_max: int
    lat_nd_max: int
    elevation_tmm_lower: int = -4_300_000
    elevation_tmm_upper: int = 88_500_000
    pressure_hpa_lower: int = 940
    pressure_hpa_upper: int = 1060


class Clocks(Record, frozen=True):
    """Clocks of REQUIREMENTS section 5 that this release obeys, in milliseconds."""

    late_ms: int = 24 * 3_600_000
    very_late_ms: int = 3_600_000
    hold_ms: int = 10_000
    hits_due_ms: int = 15 * 60_000
    position_due_ms: int = 72 * 3_600_000
    revalidate_ms: int = 90 * 86_400_000
    answer_due_ms: int = 24 * 3_600_000
    heads_interval_ms: int = 3_600_000
    peer_lost_ms: int = 60_000


class Charter(Record, frozen=True):
    """What all parties agreed before the first statement."""

    schema: Literal["commonground/charter/1"]
    room: str
    title: Text3
    zone: str
    languages: tuple[str, ...]
    parties: tuple[Party, ...]
    posts: tuple[str, ...]
    area: Area
    clocks: Clocks = Clocks()
    buffer_m: int = 500
    hazard_buffer_m: int = 1000
    readback_limit_m: int = 100
    demonstration: bool = False

    def party(self, party_id: str) -> Party:
        """The party of that id; refuses a stranger."""
        for party in self.parties:
            if party.id == party_id:
                return party
        raise Refused(f"no party {party_id!r} in the charter", field="party")

    def others(self, party_id: str) -> tuple[str, ...]:
        """Ids of all parties but one, in charter order."""
        return tuple(party.id for party in self.parties if party.id != party_id)


def own_log(charter: Charter, party: str) -> str:
    """Origin line of a party's own log."""
    return f"commonground/{charter.room}/{party}"


def log_to(charter: Charter, author: str, recipient: str) -> str:
    """Origin line of the log in which `author` tells `recipient`."""
    return f"commonground/{charter.room}/{author}/to/{recipient}"


def heads_log(charter: Charter, party: str) -> str:
    """Origin line of a party's heads log, witnessed by everybody."""
    return f"commonground/{charter.room}/{party}/heads"


def validate_charter(charter: Charter) -> None:
    """Refuse a charter that no room can run on; names the field."""
    ids = [party.id for party in charter.parties]
    if len(ids) < 2:
        raise Refused("at least two parties are expected", field="parties")
    if len(set(ids)) != len(ids):
        raise Refused("party ids must differ", field="parties")
    for number, party in enumerate(charter.parties):
        if not party.id.isascii() or not party.id.isalnum() or len(party.id) > 16:
            raise Refused("1 to 16 ASCII letters or digits expected", field=f"parties[{number}].id")
    if charter.buffer_m < 0 or charter.hazard_buffer_m < charter.buffer_m:
        raise Refused("0 <= buffer_m <= hazard_buffer_m expected", field="buffer_m")
    if charter.area.lat_nd_min >= charter.area.lat_nd_max:
        raise Refused("lat_nd_min below lat_nd_max expected", field="area.lat_nd_min")
