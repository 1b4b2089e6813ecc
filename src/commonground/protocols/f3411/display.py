"""A display provider: asks services about the ground that screens show, and tells screens what it heard, with its age.

A screen says where it looks; for some seconds its view is asked about, every two seconds, at each service that a DSS
names there. A view that is wider than the standard allows is asked about nowhere (F3411-22a NET0240) and shows nothing
(F3411-22a NET0430); between that and the widest view of single aircraft they are counted in squares
(F3411-22a NET0480, F3411-22a NET0490). What is shown is what its service said last
(F3411-22a NET0450). All of it is in memory, for minutes: nothing here is written, and nothing of it reaches the room.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from commonground.errors import CommongroundError, NotPermitted, Refused, Unavailable
from commonground.tracks.clusters import Cluster, View, clusters
from commonground.tracks.state import Drone, Drones, Spot, is_ahead

from .client import Client, details_url
from .codec.dialect import Dialect
from .codec.flights import Answer
from .codec.held import Notice, RefusedPart
from .directory import Directory, Found

_LOG = logging.getLogger(__name__)
STEP_S, IDLE_S = 1.0, 30.0
ASK_MS = 2_000
"""How often a service is asked about one view."""
LOOK_MS = 10_000
"""For how long a view is asked about after a screen last showed it."""
VIEWS_AT_ONCE = 8
VIEWERS_MAX = 256
ROWS_MAX = 500
ASKED_AT_ONCE = 16
BACK_OFF_MS = (5_000, 15_000, 60_000)
REASONS_MAX = 5
OWNERS_MAX = 3
PAST_STEP_MS = 2_000
Row = dict[str, Any]


@dataclass(slots=True)
class Service:
    """A service at an address: whose it is, and how its last answer was."""

    dialect: Dialect
    manager: str
    url: str
    state: str = "waiting"
    reason: str = ""
    heard_ms: int | None = None
    refused: tuple[RefusedPart, ...] = ()
    failures: int = 0
    next_ms: int = 0

    @property
    def key(self) -> str:
        """Its name here: one address may be given in both versions."""
        return _key(self.dialect, self.url)

    @property
    def host(self) -> str:
        """Where it is, as a person reads it."""
        return urlsplit(self.url).netloc


@dataclass(slots=True)
class Look:
    """A view that screens show: when it was asked about, and which services are there."""

    asked_ms: int | None = None
    found: Found | None = None
    outside: dict[str, int] = field(default_factory=dict)


class Display:
    """What screens see of drones. Used in one event loop."""

    def __init__(
        self,
        client: Client,
        directory: Directory,
        dialects: tuple[Dialect, ...],
        now_ms: Callable[[], int],
        exact_diagonal_m: float | None = None,
    ) -> None:
        self._client, self._directory, self._dialects, self._now_ms = client, directory, dialects, now_ms
        self._exact_m = exact_diagonal_m
        self._drones = Drones()
        self._viewers: dict[str, tuple[View, int]] = {}
        self._looks: dict[View, Look] = {}
        self._services: dict[str, Service] = {}
        self._gate = asyncio.Semaphore(ASKED_AT_ONCE)
        self._rung = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._asking: set[asyncio.Task[None]] = set()

    # -- life ----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start asking in the running event loop."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Stop asking, give back what is held elsewhere, forget."""
        tasks = [*self._asking, *(() if self._task is None else (self._task,))]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._directory.close()
        await self._client.close()
        self._drones.forget()

    async def _run(self) -> None:
        while True:
            for task in self.begin():
                self._asking.add(task)
                task.add_done_callback(self._asking.discard)
            with contextlib.suppress(TimeoutError):
                # `wait_for` loses a cancellation that comes with a ring.
                async with asyncio.timeout(STEP_S if self._viewers else IDLE_S):
                    await self._rung.wait()
            self._rung.clear()

    def noticed(self, dialect: Dialect, notice: Notice) -> None:
        """A service told that one of its areas changed: what it said about views before may no longer hold."""
        self._directory.noticed(dialect, notice)
        for look in self._looks.values():
            look.outside.clear()
        self._rung.set()

    async def step(self) -> None:
        """Ask about what is due, and wait for all answers."""
        await asyncio.gather(*self.begin())

    def begin(self) -> list[asyncio.Task[None]]:
        """Begin to ask about the views that are looked at and whose turn has come. A slow service delays no other."""
        now_ms = self._now_ms()
        self._drones.sweep(now_ms)
        self._viewers = {who: one for who, one in self._viewers.items() if now_ms - one[1] <= LOOK_MS}
        looked_at = {view for view, _ in self._viewers.values()}
        for view in [view for view in self._looks if view not in looked_at]:
            del self._looks[view]
        self._forget_services(now_ms)
        due = [
            (view, look) for view, look in self._looks.items()
            if self._may_ask(view) and (look.asked_ms is None or now_ms - look.asked_ms >= ASK_MS)
        ]  # fmt: skip
        due.sort(key=lambda one: one[1].asked_ms or 0)
        for _, look in due[:VIEWS_AT_ONCE]:
            look.asked_ms = now_ms
        steps = [self._ask_about(view, look, now_ms) for view, look in due[:VIEWS_AT_ONCE]]
        return [asyncio.create_task(self._guarded(one)) for one in (*steps, self._directory.tidy(now_ms))]

    async def _guarded(self, step: Coroutine[Any, Any, None]) -> None:
        try:
            await step
        except Exception:  # whatever it is, screens go on being told how old what they show is
            _LOG.exception("the display of drones missed a step")

    def _may_ask(self, view: View) -> bool:
        return any(view.diagonal_m <= dialect.view_diagonal_m for dialect in self._dialects)

    async def _ask_about(self, view: View, look: Look, now_ms: int) -> None:
        look.found = await self._directory.near(view, now_ms)
        asked = [one for one in self._near(look.found) if self._is_due(one, view, look, now_ms)]
        await asyncio.gather(*(self._ask(one, view, look) for one in asked))

    def _near(self, found: Found) -> list[Service]:
        """The services that were found, one for each address; where several declare one address, all are named."""
        owners: dict[str, set[str]] = {}
        for dialect, named in found.services:
            key = _key(dialect, named.url)
            self._services.setdefault(key, Service(dialect, named.owner, named.url))
            owners.setdefault(key, set()).add(named.owner)
        for key, names in owners.items():
            self._services[key].manager = " / ".join(sorted(names)[:OWNERS_MAX])
        return sorted((self._services[key] for key in owners), key=lambda one: (one.manager, one.key))

    def _is_due(self, service: Service, view: View, look: Look, now_ms: int) -> bool:
        is_outside = look.outside.get(service.key, 0) > now_ms
        is_wide = view.diagonal_m > service.dialect.view_diagonal_m
        return service.next_ms <= now_ms and not is_outside and not is_wide

    async def _ask(self, service: Service, view: View, look: Look) -> None:
        """Ask one service about one view, and take in what it says."""
        dialect = service.dialect
        try:
            async with self._gate:
                url = dialect.flights_url(service.url)
                data = [
                    await self._client.get(url, dialect.read_scope, dialect.flights_query(part))
                    for part in view.parts
                ]
            answers = [dialect.read_flights(one) for one in data]
        except CommongroundError as error:
            self._failed(service, error)
            return
        now_ms = self._now_ms()
        if all(one.is_outside for one in answers):  # not to be asked again until something changes there
            look.outside[service.key] = now_ms + BACK_OFF_MS[-1]
        for answer in answers:
            self._take(service, answer, now_ms)

    def _take(self, service: Service, answer: Answer, now_ms: int) -> None:
        refused = list(answer.refused)
        for report in answer.reports:
            if is_ahead(report, now_ms):
                refused.append(RefusedPart("current_state.timestamp", "a time that has come is expected"))
            else:
                self._drones.hear(service.key, service.manager, report, now_ms)
        if refused and not service.refused:
            _LOG.warning(
                "flights of %s were not taken: %s: %s", service.host, refused[0].field, refused[0].reason
            )
        service.state, service.reason, service.refused = "ok", "", tuple(refused)
        service.heard_ms, service.failures, service.next_ms = now_ms, 0, 0

    def _failed(self, service: Service, error: CommongroundError) -> None:
        state = _state_of(error)
        reason = (
            f"{error.field}: {error.reason}" if isinstance(error, Refused) and error.field else str(error)
        )
        if (service.state, service.reason) != (state, reason):
            _LOG.warning("%s was asked for its flights: %s", service.host, reason)
        service.state, service.reason = state, reason
        service.next_ms = self._now_ms() + BACK_OFF_MS[min(service.failures, len(BACK_OFF_MS) - 1)]
        service.failures += 1

    def _forget_services(self, now_ms: int) -> None:
        """Services that no view has any more are forgotten once they would be asked again."""
        found = [look.found for look in self._looks.values() if look.found is not None]
        kept = {_key(dialect, named.url) for one in found for dialect, named in one.services}
        for key in [key for key, one in self._services.items() if key not in kept and one.next_ms <= now_ms]:
            del self._services[key]

    # -- for screens -----------------------------------------------------------------------------------------------

    def look(self, viewer: str, west_nd: int, south_nd: int, east_nd: int, north_nd: int) -> Row:
        """What is known of a view now; it is asked about from now on, until its viewer looks elsewhere or is gone."""
        view, now_ms = View(west_nd, south_nd, east_nd, north_nd), self._now_ms()
        if viewer in self._viewers or len(self._viewers) < VIEWERS_MAX:
            self._viewers[viewer] = (view, now_ms)
            if view not in self._looks:
                self._looks[view] = Look()
                self._rung.set()
        look = self._looks.get(view, Look())
        services = [] if look.found is None else self._near(look.found)
        exact, counted = self._shown(view, services, now_ms)
        return {
            "now_ms": now_ms, "diagonal_m": round(view.diagonal_m), "view_m": round(self._widest()),
            "exact_m": round(max(self._exact(one) for one in self._dialects)), "asked_ms": look.asked_ms,
            "directory": _directory_row(look.found),
            "services": [self._service_row(one, view) for one in services],
            "drones": [_drone_row(one, now_ms) for one in exact[:ROWS_MAX]], "total": len(exact),
            "clusters": [_cluster_row(one) for one in counted],
        }  # fmt: skip

    def _widest(self) -> float:
        return max(one.view_diagonal_m for one in self._dialects)

    def _exact(self, dialect: Dialect) -> float:
        return (
            dialect.exact_diagonal_m if self._exact_m is None else min(self._exact_m, dialect.view_diagonal_m)
        )

    def _shown(self, view: View, services: list[Service], now_ms: int) -> tuple[list[Drone], list[Cluster]]:
        """Drones one by one where the view is narrow enough for their service, else how many are in each square."""
        by_key = {one.key: one for one in services}
        exact: list[Drone] = []
        points: list[tuple[int, int]] = []
        shams: list[tuple[int, int]] = []
        for drone in self._drones.standing(now_ms):
            service, spot = by_key.get(drone.service), drone.said.spot
            if service is None or view.diagonal_m > service.dialect.view_diagonal_m:
                continue
            is_exact = view.diagonal_m <= self._exact(service.dialect)
            if spot is not None and not view.holds(spot.lon_nd, spot.lat_nd):
                continue
            if is_exact:
                exact.append(drone)
            elif spot is not None:
                found = [(spot.lon_nd, spot.lat_nd)] * min(drone.said.aircraft, 1_000)
                points += found
                shams += found if drone.said.simulated else []
        return sorted(exact, key=lambda one: one.key), list(clusters(view, points, shams))

    def _service_row(self, service: Service, view: View) -> Row:
        is_wide = view.diagonal_m > service.dialect.view_diagonal_m
        return {
            "manager": service.manager, "host": service.host, "version": service.dialect.name,
            "state": "wide" if is_wide else service.state, "reason": service.reason, "heard_ms": service.heard_ms,
            "refused": len(service.refused),
            "reasons": sorted({f"{one.field}: {one.reason}" for one in service.refused})[:REASONS_MAX],
        }  # fmt: skip

    async def details(self, key: str) -> Row | None:
        """The session of a drone that a screen shows one by one, asked of its service now; None where none does."""
        drone = self._drones.of(key)
        service = None if drone is None else self._services.get(drone.service)
        if drone is None or service is None or not self._is_shown(drone, service):
            return None
        dialect = service.dialect
        url = details_url(dialect.flights_url(service.url), drone.said.flight)
        try:
            async with self._gate:
                found = dialect.read_details(await self._client.get(url, dialect.read_scope))
            if found.flight != drone.said.flight:
                raise Refused("the details of another flight", field="details.id")
        except CommongroundError as error:
            _LOG.warning("%s was asked for details: %s", service.host, error)
            return {
                "key": key,
                "state": _state_of(error),
                "session": "",
                "category": "",
                "aircraft_class": "",
            }
        return {
            "key": key, "state": "ok", "session": found.session, "category": found.category,
            "aircraft_class": found.aircraft_class,
        }  # fmt: skip

    def _is_shown(self, drone: Drone, service: Service) -> bool:
        spot = drone.said.spot
        return any(
            view.diagonal_m <= self._exact(service.dialect)
            and (spot is None or view.holds(spot.lon_nd, spot.lat_nd))
            for view in self._looks
        )


def _key(dialect: Dialect, url: str) -> str:
    return f"{dialect.name} {url}"


def _state_of(error: CommongroundError) -> str:
    """A word for what went wrong, which the pages say in three languages."""
    if isinstance(error, Unavailable):
        return "late"
    return "access" if isinstance(error, NotPermitted) else "refused"


def _directory_row(found: Found | None) -> Row:
    return {
        "heard_ms": None if found is None else found.heard_ms,
        "trouble": "" if found is None else found.trouble,
    }


def _drone_row(drone: Drone, now_ms: int) -> Row:
    said, spot = drone.said, drone.said.spot
    return {
        "key": drone.key, "id": said.flight, "manager": drone.manager,
        "host": urlsplit(drone.service.partition(" ")[2]).netloc,
        "standing": drone.standing(now_ms), "heard_ms": drone.heard_ms, "aircraft_type": said.aircraft_type,
        "status": said.status, "simulated": said.simulated, "extrapolated": said.extrapolated,
        "aircraft": said.aircraft, "lon_nd": None if spot is None else spot.lon_nd,
        "lat_nd": None if spot is None else spot.lat_nd, "altitude_tmm": None if spot is None else spot.altitude_tmm,
        "height_tmm": said.height_tmm, "height_above": said.height_above, "track_deg": said.track_deg,
        "speed_m_s": said.speed_m_s, "climb_m_s": said.climb_m_s, "accuracy_h": said.accuracy_h,
        "accuracy_v": said.accuracy_v,
        "past": [[one.t_ms, one.lon_nd, one.lat_nd] for one in _thinned(drone.past)],
    }  # fmt: skip


def _thinned(past: tuple[Spot, ...]) -> list[Spot]:
    """Earlier positions, at most one for every two seconds, the oldest first."""
    kept: list[Spot] = []
    next_ms = past[-1].t_ms - PAST_STEP_MS if past else 0
    for spot in reversed(past):
        if spot.t_ms <= next_ms:
            kept.append(spot)
            next_ms = spot.t_ms - PAST_STEP_MS
    return kept[::-1]


def _cluster_row(cluster: Cluster) -> Row:
    bounds = cluster.bounds
    return {
        "key": f"{bounds.west_nd} {bounds.south_nd}", "west_nd": bounds.west_nd, "south_nd": bounds.south_nd,
        "east_nd": bounds.east_nd, "north_nd": bounds.north_nd, "aircraft": cluster.aircraft,
        "simulated": cluster.simulated,
    }  # fmt: skip
