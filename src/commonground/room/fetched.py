"""What a machine fetched of an information exchange is told to its originator, or noted by it (T-24).

A machine of the own party that gets what another one said is told of like a person who exports it, once for each
version and account. What a machine of another party fetches here, this party said itself: it notes the first time in
its own log. All run in a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..picture.version import Version
from ..record import decode_own, encode_canonical
from .context import Room
from .register import tell_opened
from .submit import note_event

FETCHED = "fetched"
"""Documents, of a kind for each entity: the version of it that an account fetched last, and since when it has that."""


def note_fetched(room: Room, account: str, party: str, post: str, keys: Iterable[str]) -> int:
    """Tell the originators of what an account of `party` fetched; returns how many items were new to it."""
    new = [version for version in _known(room, keys) if _is_new(room, account, version)]
    row = {"account": account, "party": party, "t_ms": room.clock.now_ms()}
    for version in new:
        data = encode_canonical(row | {"version": version.version})
        room.store.put_document(_kind(version.key), account, data)
    if party == room.party:
        told = [version.key for version in new if version.author != room.party]
        tell_opened(room, told, "exported", post, f"machine:{account}")
    elif new:
        note_event(
            room,
            {"what": FETCHED, "party": party, "account": account, "keys": [version.key for version in new]},
        )
    return len(new)


def fetched_of(room: Room, key: str) -> list[dict[str, Any]]:
    """Which machines fetched an entity here, each with the latest version that it got and since when it has that."""
    return [decode_own(dict[str, Any], data) for _, data in room.store.documents(_kind(key))]


def _known(room: Room, keys: Iterable[str]) -> Iterable[Version]:
    for key in dict.fromkeys(keys):
        version = room.view.picture.get(key)
        if version is not None:
            yield version


def _is_new(room: Room, account: str, version: Version) -> bool:
    """Whether an account has not fetched a version, nor a later one."""
    data = room.store.document(_kind(version.key), account)
    return data is None or int(decode_own(dict[str, Any], data)["version"]) < version.version


def _kind(key: str) -> str:
    return f"{FETCHED}:{key}"
