"""What a node decides about its UAS Service Supplier: its name among services, its address, whom the room tells."""

from __future__ import annotations

from dataclasses import dataclass

POST = "airspace"
"""The post that keeps flights, and that statements of the service itself are made on."""


@dataclass(frozen=True, slots=True)
class Service:
    """One party's UAS Service Supplier.

    `uss` is its name in access tokens, `base_url` where others reach its `/uss/v1`. `writes_notices` is off where a
    party of this room runs the DSS: that one writes the activity notice of each flight, and nobody a second one.
    `told` are the parties to whom own flights are released, None for all others of the charter.
    """

    uss: str
    base_url: str
    writes_notices: bool = False
    told: tuple[str, ...] | None = None
