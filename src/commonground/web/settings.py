"""What the program that starts a node's web decides: cookies, limits, where the page lies. No address, no secret."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ..protocols.stix.codec.reader import Label

if TYPE_CHECKING:
    from ..protocols.f3548.supplier import Supplier

HOUR_MS = 3_600_000
OpenContent = Callable[[str, str, int], bytes]


def _package(name: str) -> Path:
    return Path(str(files("commonground") / name))


class Drills(Protocol):
    """Drills as a page sees them: those that its node may start, or the one that its node is part of."""

    async def status(self) -> Mapping[str, Any]:
        """What is on, where, and how it stands; in a drill also what alarms at the real node."""
        ...

    async def start(self, story: str, people: str) -> Mapping[str, Any]:
        """Start a drill on a story; `people` is the post that started it."""
        ...

    async def end(self, by: str) -> Mapping[str, Any]:
        """End the drill that is on, and give its record."""
        ...


class Sky(Protocol):
    """Drones that identify themselves, as a page sees them: what is known of a view, and of one of them."""

    def look(
        self, viewer: str, west_nd: int, south_nd: int, east_nd: int, north_nd: int
    ) -> Mapping[str, Any]:
        """What is known now; the view is asked about while its viewer goes on looking. It waits for nobody."""
        ...

    async def details(self, key: str) -> Mapping[str, Any] | None:
        """The session of a drone that the map shows; None where it shows none of that name."""
        ...


class Pulls(Protocol):
    """What reads other servers for a node, as a page sees it. Used in the node's event loop."""

    @property
    def running(self) -> frozenset[str]:
        """Names of sources that are being read."""
        ...

    def pull(self, name: str) -> object:
        """Read a source now."""
        ...

    async def let_go(self, name: str) -> None:
        """Stop reading a source."""
        ...

    async def from_start(self, name: str) -> None:
        """Read everything of a source again."""
        ...


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one node's web. `secure_cookie` is false only where the page is on loopback without TLS.

    `open_content(author, origin, leaf)` fetches what stays at an originator of a view-only item; it may block and is
    called in a thread of its own. `story` is what `/api/story` answers. `is_drill` is the page of a drill.
    So long after the last page looked, `feed_kept_s`, changes are still kept for one that comes back.
    `flights` is the service by which this party plans drone flights, where it has one.
    `sky` is what shows drones that identify themselves, where the node asks services for them. `pulls` reads other
    servers of STIX.
    `label` is how this party's own scheme calls what it is given, beside the originator's marking.
    With `ordered_copies` the items of each copy stand in an order of its own (`room/copy_order`).
    """

    secure_cookie: bool = True
    static_dir: Path = field(default_factory=lambda: _package("web/static"))
    data_dir: Path = field(default_factory=lambda: _package("data"))
    version: str = "0.1.0"
    idle_ms: int = 12 * HOUR_MS
    absolute_ms: int = 24 * HOUR_MS
    body_bytes_max: int = 4 * 1024 * 1024
    import_bytes_max: int = 14 * 1024 * 1024
    beat_s: float = 5.0
    tick_s: float = 0.5
    feed_queue_max: int = 64
    feed_ring_max: int = 1024
    feed_kept_s: float = 60.0
    open_content: OpenContent | None = None
    story: Callable[[], Mapping[str, Any]] | None = None
    drills: Drills | None = None
    sky: Sky | None = None
    pulls: Pulls | None = None
    is_drill: bool = False
    flights: Supplier | None = None
    label: Label | None = None
    ordered_copies: bool = False
