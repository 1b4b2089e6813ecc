"""The entities of a picture are held while they are young, and read again when somebody asks for an older one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.worlds import announce, make_world, notice, volume

from commonground.picture.version import Version
from commonground.room import entities
from commonground.room.context import Room
from commonground.room.entities import Entities
from commonground.room.submit import submit


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.setattr(entities, "FRESH_MAX", 3)
    return make_world(folder=tmp_path, parties=("A", "B")).nodes["A"].room


def said(room: Room, count: int) -> list[Version]:
    room.store.begin()
    made = [
        submit(room, announce(notice(volume(33.5 + number / 10)), "B", entity=f"N-{number}", immediate=True)).version
        for number in range(count)
    ]  # fmt: skip
    room.store.commit()
    return made


def held(room: Room) -> list[str]:
    found = room.view.picture.entities
    assert isinstance(found, Entities)
    return [key for key, version in found._held.items() if version is not None]


def test_only_the_young_are_held_and_the_others_read_as_they_were(room: Room) -> None:
    made = said(room, 8)
    assert held(room) == [version.key for version in made[-3:]]
    for version in made:
        assert room.view.entities[version.key] == version
        assert room.view.entities.get(version.key) == version
    assert len(room.view.entities) == 8


def test_what_waits_to_be_written_is_read_too(room: Room) -> None:
    room.store.begin()
    made = [
        submit(room, announce(notice(volume(33.5)), "B", entity=f"N-{number}", immediate=True)).version
        for number in range(5)
    ]
    assert room.view.entities[made[0].key] == made[0]
    room.store.commit()


def test_an_older_one_is_amended_after_its_last_version(room: Room) -> None:
    said(room, 8)
    room.store.begin()
    again = announce(notice(volume(34.1)), "B", entity="N-0", action="amend", version=1, immediate=True)
    made = submit(room, again).version
    room.store.commit()
    assert made.version == 2
    assert room.view.entities["A/N-0"] == made
    assert held(room) == ["A/N-0", "A/N-6", "A/N-7"]


def test_who_reads_all_holds_all_from_then_on(room: Room) -> None:
    made = said(room, 8)
    assert {version.key: version for version in room.view.versions()} == {one.key: one for one in made}
    room.store.begin()
    submit(room, announce(notice(volume(35.0)), "B", entity="N-9", immediate=True))
    room.store.commit()
    assert len(held(room)) == 9
