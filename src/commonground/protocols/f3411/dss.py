"""The use cases of a DSS for remote identification: declare, change, remove, subscribe, find (F3411-22a DSS0030).

Each is a function of the writer's thread: it looks, refuses or writes, within one command, so that whoever declares an
area and whoever subscribes beside it never both miss the other. It notifies nobody itself: who changes an area is told
whom to tell, as the standard wants it.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonground.errors import MalformedMessage, NotPermitted, Refused, StaleVersion
from commonground.geo.cells import cells_of
from commonground.geo.interval import TIME_MS_MAX, UNLIMITED_TMM
from commonground.geo.relevance import Extent
from commonground.record import encode_canonical
from commonground.room.context import Room

from .book import Book, extent_of
from .codec.dialect import Dialect
from .codec.held import Extents, Put, ServiceArea, Subscription

HOUR_MS = 3_600_000
SUBSCRIPTIONS_MAX = 10
"""NetDSSMaxSubscriptionPerArea."""
SUBSCRIPTION_MS_MAX = 24 * HOUR_MS
"""NetDSSMaxSubscriptionDurationHours."""
SKEW_MS_MAX = 5 * 60_000
"""How far the clocks of services may be behind ours, or ahead."""


class NotHeld(Refused):
    """The DSS holds nothing of that id."""


class TooMany(Refused):
    """A service has as many subscriptions there as it may have."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A service area as it now is, or was, and whom its owner has to tell."""

    area: ServiceArea
    told: tuple[Subscription, ...]


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A subscription as it now is, and the service areas that meet it."""

    subscription: Subscription
    areas: tuple[ServiceArea, ...]


class Dss:
    """The books of one room, one for each version. They are read back from the store when the room was."""

    def __init__(self, dialects: tuple[Dialect, ...]) -> None:
        self._names = tuple(one.name for one in dialects)
        self._books: dict[str, Book] = {}
        self._view: object = None

    def book(self, room: Room, dialect: Dialect) -> Book:
        """The book of a version. A batch that was lost took back what is in the store, and so the books with it."""
        if self._view is not room.view:
            self._view = room.view
            self._books = {name: Book(name, room.store) for name in self._names}
        return self._books[dialect.name]

    def has_ended(self, room: Room, dialect: Dialect) -> bool:
        """Whether something waits to be deleted."""
        return self.book(room, dialect).has_ended(room.clock.now_ms())

    def sweep(self, room: Room, dialect: Dialect) -> None:
        """Delete what has ended. Needs a transaction."""
        self.book(room, dialect).sweep(room.clock.now_ms())

    # -- service areas ------------------------------------------------------------------------------------------

    def put_area(self, room: Room, dialect: Dialect, owner: str, put: Put) -> Changed:
        """Declare an area in which a service identifies flights, or change one (F3411-22a DSS0030,a)."""
        book, now_ms = self.book(room, dialect), room.clock.now_ms()
        last = book.area(put.id, now_ms)
        _refuse_change(last, owner, put.version)
        from_ms, until_ms = _window(put.extents, last, now_ms, None)
        where = put.extents
        area = ServiceArea(
            id=put.id, owner=owner, version=_new_version(room, put.id, last), url=put.url, footprint=where.footprint,
            from_ms=from_ms, until_ms=until_ms, lower=where.lower, upper=where.upper,
        )  # fmt: skip
        book.sweep(now_ms)
        # Who was concerned before the change has to know of it as well as who is concerned after it.
        extents = [extent_of(one) for one in (last, area) if one is not None]
        told = book.tell(book.subscriptions_near(extents, now_ms))
        book.put_area(area)
        return Changed(area, tuple(told))

    def remove_area(self, room: Room, dialect: Dialect, owner: str, id: str, version: str) -> Changed:
        """Let a service area go (F3411-22a DSS0030,b)."""
        book, now_ms = self.book(room, dialect), room.clock.now_ms()
        last = self.area(room, dialect, id)
        _refuse_change(last, owner, version)
        told = book.tell(book.subscriptions_near([extent_of(last)], now_ms))
        book.remove_area(id)
        return Changed(last, tuple(told))

    def area(self, room: Room, dialect: Dialect, id: str) -> ServiceArea:
        """A service area by its id; one that ended stays to be asked for, and let go, for a while (`KEPT_MS`)."""
        found = self.book(room, dialect).kept_area(id)
        if found is None:
            raise NotHeld("there is no service area of this id", field="id")
        return found

    def areas_in(self, room: Room, dialect: Dialect, where: Extents) -> list[ServiceArea]:
        """Service areas that meet an area, from now on."""
        now_ms = room.clock.now_ms()
        return self.book(room, dialect).areas_near([_asked(where, now_ms)], now_ms)

    # -- subscriptions ------------------------------------------------------------------------------------------

    def put_subscription(self, room: Room, dialect: Dialect, owner: str, put: Put) -> Subscribed:
        """Want to be told of service areas somewhere, or somewhere else, or for longer (F3411-22a DSS0030,c)."""
        book, now_ms = self.book(room, dialect), room.clock.now_ms()
        last = book.subscription(put.id, now_ms)
        _refuse_change(last, owner, put.version)
        from_ms, until_ms = _window(put.extents, last, now_ms, SUBSCRIPTION_MS_MAX)
        where = put.extents
        subscription = Subscription(
            id=put.id, owner=owner, version=_new_version(room, put.id, last), url=put.url, footprint=where.footprint,
            from_ms=from_ms, until_ms=until_ms, lower=where.lower, upper=where.upper,
            notified=0 if last is None else last.notified,
        )  # fmt: skip
        if book.most_in_one_cell(subscription, now_ms) >= SUBSCRIPTIONS_MAX:
            reason = f"at most {SUBSCRIPTIONS_MAX} subscriptions of one service are held in one area"
            raise TooMany(reason, field="extents", clause="F3411-22a DSS0050")
        book.sweep(now_ms)
        book.put_subscription(subscription)
        return Subscribed(subscription, tuple(book.areas_near([extent_of(subscription)], now_ms)))

    def remove_subscription(
        self, room: Room, dialect: Dialect, owner: str, id: str, version: str
    ) -> Subscription:
        """Let a subscription go (F3411-22a DSS0030,d)."""
        last = self.subscription(room, dialect, id)
        _refuse_change(last, owner, version)
        self.book(room, dialect).remove_subscription(id)
        return last

    def subscription(self, room: Room, dialect: Dialect, id: str) -> Subscription:
        """A subscription by its id (F3411-22a DSS0030,e)."""
        found = self.book(room, dialect).subscription(id, room.clock.now_ms())
        if found is None:
            raise NotHeld("there is no subscription of this id", field="id")
        return found

    def subscriptions_in(
        self, room: Room, dialect: Dialect, owner: str, where: Extents
    ) -> list[Subscription]:
        """The owner's own subscriptions that meet an area (F3411-22a DSS0030,f)."""
        now_ms = room.clock.now_ms()
        found = self.book(room, dialect).subscriptions_near([_asked(where, now_ms)], now_ms)
        return [one for one in found if one.owner == owner]


def _refuse_change(last: ServiceArea | Subscription | None, owner: str, version: str) -> None:
    """Refuse what is not there, is another's, or has moved on; and a new one under an id that is taken."""
    if last is None:
        if version:
            raise MalformedMessage("there is nothing of this id to change", field="id")
        return
    if not version:
        raise StaleVersion("this id is taken", field="id")
    if last.owner != owner:
        raise NotPermitted("it belongs to another service", field="id")
    if last.version != version:
        raise StaleVersion("another version stands", field="version")


def _window(
    where: Extents, last: ServiceArea | Subscription | None, now_ms: int, most_ms: int | None
) -> tuple[int, int]:
    """From when until when (F3411-22a DSS0060): what is left out is now, or as it was; the past is refused."""
    if where.from_ms is None:
        from_ms = now_ms if last is None else last.from_ms
    elif where.from_ms < now_ms - SKEW_MS_MAX and (last is None or where.from_ms != last.from_ms):
        raise MalformedMessage("a begin that is not in the past is expected", field="extents.time_start")
    else:
        from_ms = where.from_ms
    until_ms = where.until_ms
    if until_ms is None and last is not None:
        until_ms = last.until_ms
    if until_ms is None:
        if most_ms is None:
            raise MalformedMessage("an end is expected", field="extents.time_end")
        until_ms = from_ms + most_ms
    if not from_ms <= until_ms <= TIME_MS_MAX or until_ms < now_ms:
        raise MalformedMessage("an end after the begin, and after now, is expected", field="extents.time_end")
    if most_ms is not None and until_ms - from_ms > most_ms:
        if where.from_ms is not None or until_ms - from_ms > most_ms + SKEW_MS_MAX:
            raise MalformedMessage("at most 24 hours are accepted", field="extents.time_end")
        until_ms = from_ms + most_ms  # counted from the clock of the service, which is ahead of ours
    return from_ms, until_ms


def _asked(where: Extents, now_ms: int) -> Extent:
    from_ms = now_ms if where.from_ms is None else max(now_ms, where.from_ms)
    return Extent(
        cells_of(where.footprint),
        -UNLIMITED_TMM,
        UNLIMITED_TMM,
        from_ms,
        2**62 if where.until_ms is None else where.until_ms,
    )


def _new_version(room: Room, id: str, last: ServiceArea | Subscription | None) -> str:
    """A version that was never given before: lower-case letters and digits, as clients of the published API check."""
    content = encode_canonical([id, "" if last is None else last.version, room.clock.now_ms()])
    drawn = [room.salt.new_id("V", content + part) for part in (b"1", b"2")]
    return "".join(drawn).replace("-", "").lower()
