"""What differs between the versions of the standard: paths, scopes, limits, and how messages are read and written.

The rest of this protocol works with a `Dialect` and never asks which one it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from commonground.errors import MalformedMessage
from commonground.tracks.clusters import View

from .flights import Answer, Details
from .held import Areas, Named, Notice, Put, RefusedPart, ServiceArea, Subscription

T = TypeVar("T")
Printed = dict[str, Any]
AREAS_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Dialect:
    """One version. Functions that read take bytes of somebody else; those that print give plain values of JSON.

    `read_scope` lets a display provider search, subscribe and ask for flights; `write_scope` lets a service provider
    declare its areas and tell of them. Diagonals in metres: the widest view that is shown at all
    (NetMaxDisplayAreaDiagonalKm), and the widest that shows single aircraft (NetDetailsMaxDisplayAreaDiagonalKm).
    """

    name: str
    prefix: str
    read_scope: str
    write_scope: str
    view_diagonal_m: float
    exact_diagonal_m: float
    read_area: Callable[[str, str, bytes, bool], Put]
    read_subscription: Callable[[str, str, bytes, bool], Put]
    read_notice: Callable[[str, bytes], Notice]
    print_area: Callable[[ServiceArea], Printed]
    print_subscription: Callable[[Subscription], Printed]
    print_told: Callable[[Iterable[Subscription]], list[Printed]]
    no_flights: Callable[[int], Printed]
    ask_subscription: Callable[[View, int, int, str], Printed]
    callback_url: Callable[[str], str]
    read_named: Callable[[bytes, bool], Areas]
    read_subscribed: Callable[[bytes, bool], tuple[str, Areas]]
    flights_url: Callable[[str], str]
    flights_query: Callable[[View], Mapping[str, str]]
    read_flights: Callable[[bytes], Answer]
    read_details: Callable[[bytes], Details]


def areas(given: Sequence[T] | None, take: Callable[[T], Named]) -> Areas:
    """Read area after area; one that is not as the standard says is left out, with the reason."""
    if len(given or ()) > AREAS_MAX:
        raise MalformedMessage(f"at most {AREAS_MAX} are accepted", field="service_areas", clause="limits")
    named: list[Named] = []
    refused: list[RefusedPart] = []
    for number, one in enumerate(given or ()):
        try:
            named.append(take(one))
        except MalformedMessage as error:
            refused.append(RefusedPart(f"service_areas[{number}].{error.field}", error.reason))
    return Areas(tuple(named), tuple(refused))


def told_by_url(subscriptions: Iterable[Subscription]) -> list[Printed]:
    """Whom the owner of a changed area has to tell, one entry for each address."""
    by_url: dict[str, list[Printed]] = {}
    for one in subscriptions:
        by_url.setdefault(one.url, []).append({"subscription_id": one.id, "notification_index": one.notified})
    return [{"url": url, "subscriptions": states} for url, states in sorted(by_url.items())]


def corners(view: View) -> tuple[tuple[float, float], ...]:
    """The corners of a view as (lat, lng) in degrees, in order."""
    west, south, east, north = (
        value / 1e9 for value in (view.west_nd, view.south_nd, view.east_nd, view.north_nd)
    )
    return ((south, west), (south, east), (north, east), (north, west))


def area_text(view: View) -> str:
    """A view as the `area` of a query."""
    return ",".join(f"{lat:.7f},{lng:.7f}" for lat, lng in corners(view))


def view_text(view: View) -> str:
    """A view as the `view` of a query: two opposite corners."""
    (south, west), _, (north, east), _ = corners(view)
    return f"{south:.7f},{west:.7f},{north:.7f},{east:.7f}"
