"""What the information exchange serves, in memory: the same answers as `exchanged` gives, by looking at every row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commonground.room.ports import Exchanged, ExchangedObject, Wanted

Kept = tuple[Exchanged, bytes]
SEQ = "\n"
"""Under this name, which no collection has, stands the last number of an object; under others their last times."""


def added(
    rows: Iterable[Kept], ends: dict[str, int], name: str, at_us: int, objects: Iterable[ExchangedObject]
) -> Iterator[Kept]:
    """Objects as they stand at the end of a collection that holds `rows`; one that is there is left out."""
    held = {(one.id, one.version) for one, _ in rows}
    last_us, seq = ends.get(name, 0), ends.get(SEQ, 0)
    for new in objects:
        if (new.id, new.version) in held:
            continue
        held.add((new.id, new.version))
        last_us, seq = max(at_us, last_us + 1), seq + 1
        yield Exchanged(seq, last_us, *new[:-1], len(new.object)), new.object


def found(rows: Iterable[Kept], wanted: Wanted) -> list[Exchanged]:
    """What is asked for, oldest first, at most `wanted.limit`."""
    held = [one for one, _ in rows]
    fits = [
        one
        for one in held
        if one.date_added_us > wanted.after_us
        and (not wanted.ids or one.id in wanted.ids)
        and (not wanted.types or one.type in wanted.types)
        and (not wanted.spec_versions or one.spec_version in wanted.spec_versions)
        and _is_version(one, held, wanted.versions)
    ]
    return sorted(fits, key=lambda one: one.date_added_us)[: wanted.limit]


def last_of(rows: Iterable[Kept], entity: str) -> list[Exchanged]:
    """The last version of each object that was made of an entity, oldest first."""
    held = [one for one, _ in rows]
    mine = [
        one
        for one in held
        if one.entity == entity and not one.is_foreign and _is_version(one, held, ("last",))
    ]
    return sorted(mine, key=lambda one: one.date_added_us)


def _is_version(one: Exchanged, held: Iterable[Exchanged], versions: tuple[str, ...]) -> bool:
    if "all" in versions or one.version in versions:
        return True
    same = [other.version for other in held if other.id == one.id]
    is_first, is_last = one.version == min(same), one.version == max(same)
    return (is_first and "first" in versions) or (is_last and "last" in versions)
