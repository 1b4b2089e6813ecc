"""Exchanges that went wrong at the other end: reported there, once for each problem, from a queue that survives.

F3548-21 makeUssReport, makeDssReport: who meets an error of another service or of the DSS tells it, with the exchange.
A problem lasts as long as it is met again within an hour, and is reported when it begins. Reports wait in a queue of
their own, so that none holds up a notification, and are given up six hours later, or where they are refused.
"""

from __future__ import annotations

import hashlib

from ...picture.airspace import Exchange
from ...record import Record, decode_own, encode_canonical
from ..context import Room
from ..submit import note_event
from .outbox import PROBLEM_CHARS_MAX, put_off

QUEUE, MET = "uss_report", "uss_problem"
LASTS_MS = 3_600_000
NOTED_EVERY_MS = 60_000
KEPT_MS_MAX = 6 * 3_600_000
WAITING_MAX, MET_MAX, FAILING_MAX = 20, 500, 20
"""How many reports wait for one address, and how many problems are remembered: a flood of them says nothing more."""


class OwedReport(Record, frozen=True):
    """A report that one address is owed."""

    number: int
    url: str
    exchange: Exchange
    since_ms: int
    attempts: int = 0
    next_ms: int = 0
    problem: str = ""


class _Met(Record, frozen=True):
    last_ms: int
    first_ms: int = 0
    host: str = ""
    asked: str = ""
    sort: str = ""
    problem: str = ""


def report_problem(room: Room, url: str, exchange: Exchange, sort: str) -> bool:
    """Owe an address a report, where this sort of problem with this operation is new. Needs a transaction."""
    now_ms = room.clock.now_ms()
    parts = exchange.url.split("?")[0].split("/")
    operation = "/".join(parts[:6])
    key = hashlib.sha256("\n".join((url, exchange.method, operation, sort)).encode()).hexdigest()[:32]
    data = room.store.document(MET, key)
    last_ms = decode_own(_Met, data).last_ms if data is not None else None
    is_new = last_ms is None or now_ms - last_ms > LASTS_MS
    if last_ms is None or now_ms - last_ms > NOTED_EVERY_MS:
        met = _Met(
            last_ms=now_ms, first_ms=now_ms if is_new or data is None else decode_own(_Met, data).first_ms,
            host="/".join(url.split("/")[:3])[:PROBLEM_CHARS_MAX], sort=sort[:PROBLEM_CHARS_MAX],
            asked=f"{exchange.method} /{'/'.join(parts[3:6])}"[:PROBLEM_CHARS_MAX],
            problem=exchange.problem[:PROBLEM_CHARS_MAX],
        )  # fmt: skip
        room.store.put_document(MET, key, encode_canonical(met))
    if not is_new:
        return False
    _forget_old(room, now_ms)
    owed = waiting(room)
    if sum(one.url == url for one in owed) >= WAITING_MAX:
        return False
    number = max((one.number for one in owed), default=0) + 1
    made = OwedReport(number=number, url=url, exchange=exchange, since_ms=now_ms, next_ms=now_ms)
    room.store.put_document(QUEUE, f"{number:012}", encode_canonical(made))
    return True


def failing(room: Room) -> list[dict[str, object]]:
    """What went wrong at other ends within the hour, the latest first, as a page shows it; times ms UTC."""
    now_ms = room.clock.now_ms()
    met = [decode_own(_Met, data) for _, data in room.store.documents(MET)]
    recent = sorted((one for one in met if now_ms - one.last_ms <= LASTS_MS), key=lambda one: -one.last_ms)
    return [
        {
            "host": one.host, "asked": one.asked, "problem": one.problem or one.sort, "first_ms": one.first_ms,
            "last_ms": one.last_ms,
        }
        for one in recent[:FAILING_MAX]
    ]  # fmt: skip


def waiting(room: Room) -> list[OwedReport]:
    """Every report that somebody is still owed, in order."""
    return [decode_own(OwedReport, data) for _, data in sorted(room.store.documents(QUEUE))]


def due(room: Room, now_ms: int) -> list[OwedReport]:
    """Those whose time has come."""
    return [one for one in waiting(room) if one.next_ms <= now_ms]


def next_ms(room: Room) -> int | None:
    """When one is due next; None where none waits."""
    return min((one.next_ms for one in waiting(room)), default=None)


def note_sent(room: Room, owed: OwedReport, status: int, problem: str) -> None:
    """What came of an attempt: taken, refused for good, or to be tried again later."""
    now_ms = room.clock.now_ms()
    note_event(room, {
        "what": "uss_report", "url": owed.url, "about": owed.exchange.url[:500], "attempt": owed.attempts + 1,
        "status": status, "problem": problem[:PROBLEM_CHARS_MAX],
    })  # fmt: skip
    is_final = not problem or (400 <= status < 500 and status != 429)
    if is_final or now_ms > owed.since_ms + KEPT_MS_MAX:
        room.store.delete_document(QUEUE, f"{owed.number:012}")
        return
    put_off(room, QUEUE, owed, problem, now_ms)


def _forget_old(room: Room, now_ms: int) -> None:
    met = sorted((decode_own(_Met, data).last_ms, key) for key, data in room.store.documents(MET))
    for place, (last_ms, key) in enumerate(met):
        if now_ms - last_ms > LASTS_MS or len(met) - place > MET_MAX:
            room.store.delete_document(MET, key)
