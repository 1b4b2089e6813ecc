"""Forgets what came from a source and from no other: a party keeps nothing that it does not want (section 8).

It goes through all that is kept, some at a time, each a transaction; a crash leaves the rest, and the same again goes
on with it. What was taken into a report stays, as what that report was made of; so does what another source gave too.
"""

from __future__ import annotations

from commonground.record import decode_own, encode_canonical, replace
from commonground.room.ports import LogStore

from .kept import (
    END,
    LAST,
    OBJECT,
    TOTAL,
    WORDS,
    Last,
    Pulled,
    Total,
    last_of,
    others,
    standing,
    total_of,
)
from .source import STATE, put_state, state_of

SOME = 500
VERSIONS_MAX = 200


def forget_some(store: LogStore, source: str, before: str = "") -> tuple[str, int]:
    """Look at some of what is kept, and forget what that source alone gave; where to go on, and how many went."""
    rows = store.documents_before(OBJECT, before or END, SOME)
    total = total_of(store)
    forgetting = _Forgetting(store, dict(total.standing), dict(total.others))
    for key, data in rows:
        one = decode_own(Pulled, data)
        if source not in one.sources:
            continue
        rest = tuple(name for name in one.sources if name != source)
        if rest:
            store.put_document(OBJECT, key, encode_canonical(replace(one, sources=rest)))
        else:
            forgetting.forget(key, one)
    if forgetting.count:
        changed = Total(numbered=total.numbered, standing=forgetting.standing, others=forgetting.others)
        store.put_document(TOTAL, "", encode_canonical(changed))
    if len(rows) < SOME and store.document(STATE, source) is not None:
        put_state(store, source, replace(state_of(store, source), kept_bytes=0))
    return (rows[-1][0] if len(rows) == SOME else "", forgetting.count)


class _Forgetting:
    """Takes objects out of what is kept, with how many there are."""

    def __init__(self, store: LogStore, standing: dict[str, int], others: dict[str, int]) -> None:
        self._store, self.standing, self.others, self.count = store, standing, others, 0

    def forget(self, key: str, one: Pulled) -> None:
        last = last_of(self._store, one.id)
        is_last = last is not None and last.number == one.number
        if is_last and last is not None and last.standing == "taken":
            return
        self._store.delete_document(OBJECT, key)
        self.count += 1
        if one.type != "report":
            self._unlist(one)
        elif is_last and last is not None:
            self._store.delete_document(standing(last.standing), one.number)
            self.standing[last.standing] = self.standing.get(last.standing, 1) - 1
        if is_last and last is not None:
            self._next_of(one, last)

    def _unlist(self, one: Pulled) -> None:
        type = one.type if self._store.document(others(one.type), one.number) is not None else "other"
        self._store.delete_document(others(type), one.number)
        left = self.others.get(type, 1) - 1
        self.others[type] = left
        if left == 0:
            del self.others[type]

    def _next_of(self, one: Pulled, last: Last) -> None:
        """Let the newest version that is left stand in its place."""
        prefix = f"{one.id}|"
        found = self._store.documents_before(OBJECT, prefix + END, VERSIONS_MAX)
        times = {int(key.removeprefix(prefix)): data for key, data in found if key.startswith(prefix)}
        if not times:
            self._store.delete_document(LAST, one.id)
            self._store.delete_document(WORDS, one.id)
            return
        left = decode_own(Pulled, times[max(times)])
        where = last.standing
        self._store.put_document(
            LAST, one.id,
            encode_canonical(replace(last, version=left.version, version_us=max(times), number=left.number)),
        )  # fmt: skip
        if where:
            self._store.put_document(standing(where), left.number, one.id.encode())
            self.standing[where] = self.standing.get(where, 0) + 1
