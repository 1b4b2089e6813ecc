"""What services ask of the DSS, parsed: the input of the use cases, without a word of how it travelled.

Times ms UTC, identifiers as UUIDs with hyphens in lower case. Volumes are acceptable (`geo/volume`) when they get here.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...geo.footprint import Footprint
from ...geo.interval import Altitude
from ...geo.volume import Volume
from ...picture.airspace import Availability, Exchange, IntentState


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """The subscription that an intent asks to be made for it."""

    uss_base_url: str
    notify_for_constraints: bool = False


@dataclass(frozen=True, slots=True)
class PutIntent:
    """Create (`ovn` empty) or change an operational intent. `key` are the version numbers that its manager knows."""

    id: str
    state: IntentState
    volumes: tuple[Volume, ...]
    uss_base_url: str
    ovn: str = ""
    key: frozenset[str] = frozenset()
    subscription_id: str = ""
    new_subscription: NewSubscription | None = None
    ovn_suffix: str = ""


@dataclass(frozen=True, slots=True)
class PutConstraint:
    """Create (`ovn` empty) or change a constraint."""

    id: str
    volumes: tuple[Volume, ...]
    uss_base_url: str
    ovn: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """Where somebody looks: a footprint, between two heights and two moments where they are given."""

    footprint: Footprint
    lower: Altitude | None = None
    upper: Altitude | None = None
    from_ms: int | None = None
    until_ms: int | None = None


@dataclass(frozen=True, slots=True)
class PutSubscription:
    """Create (`version` empty) or change a subscription."""

    id: str
    area: Area
    uss_base_url: str
    version: str = ""
    notify_for_operational_intents: bool = False
    notify_for_constraints: bool = False


@dataclass(frozen=True, slots=True)
class SetAvailability:
    """Say whether a service answers; `old_version` is the version that this replaces, empty for the first one."""

    uss: str
    availability: Availability
    old_version: str = ""


@dataclass(frozen=True, slots=True)
class MakeReport:
    """Keep a report of a problem."""

    exchange: Exchange
