"""What the DSS holds: references with the extents in which they are relevant, and subscriptions. Times ms UTC."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...geo.relevance import Extent
from ...picture.airspace import AirspaceSubscription, Availability, Constraint, Intent


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A reference as bytes, once for its manager and once for all others; made by whoever encodes it first.

    It says whether the manager answers, and is thrown away whole when that changes.
    """

    availability: Availability
    kept: dict[bool, bytes] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Entity:
    """An operational intent or a constraint as it stands. `key` is that of its notice in the picture."""

    key: str
    block: Intent | Constraint
    extents: tuple[Extent, ...]
    shown: Shown

    @property
    def from_ms(self) -> int:
        """When its first window opens."""
        return min(one.from_ms for one in self.extents)

    @property
    def until_ms(self) -> int:
        """When its last window closes."""
        return max(one.until_ms for one in self.extents)


@dataclass(slots=True, eq=False)
class Subscription:
    """A subscription as it stands. `key` is that of its statement; an implicit one has none and lives with its intents.

    `notified` counts how often its subscriber was to be told.
    """

    id: str
    manager: str
    version: str
    uss_base_url: str
    notify_for_operational_intents: bool
    notify_for_constraints: bool
    notified: int = 0
    key: str = ""
    body: AirspaceSubscription | None = None
    extents: tuple[Extent, ...] = ()
    dependents: dict[str, Entity] = field(default_factory=dict)

    @property
    def is_implicit(self) -> bool:
        """Whether the DSS made it for an intent."""
        return self.body is None

    @property
    def from_ms(self) -> int:
        """From when on its subscriber wants to be told."""
        return min((one.from_ms for one in self.extents), default=0)

    @property
    def until_ms(self) -> int:
        """Until when its subscriber wants to be told."""
        return max((one.until_ms for one in self.extents), default=0)


@dataclass(frozen=True, slots=True)
class Told:
    """Whom the manager of a change has to tell, because of which subscription, and which number that notice has."""

    uss_base_url: str
    subscription_id: str
    index: int
