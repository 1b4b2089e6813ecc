"""What posts say on the line in the worlds of the tests, and how it stands at each party."""

from __future__ import annotations

from typing import Any

from commonground.picture.blocks import Place, Text
from commonground.picture.phrase import Message
from commonground.picture.version import Version
from commonground.room import beats, channels, line
from commonground.room.rows import Look
from commonground.room.rows_channels import channel_row, line_rows
from commonground.room.rows_index import RowsIndex
from commonground.room.rows_line import beat_row, call_row
from commonground.room.watch import tick
from tests.worlds import World, nd

WATCH, CHIEF, INTERPRETER = "watch_officer", "duty_chief", "interpreter"
POSTS = (
    "watch_officer",
    "interpreter",
    "airspace",
    "humanitarian_liaison",
    "legal_adviser",
    "duty_chief",
    "custodian",
)
SECOND_MS, MINUTE_MS, HOUR_LATER_MS = 1_000, 60_000, 3_600_000


def text(words: str, lang: str = "en") -> Message:
    return Message(text=Text(lang=lang, text=words))  # type: ignore[arg-type]


def place(lon: float, lat: float) -> Place:
    return Place(lon_nd=nd(lon), lat_nd=nd(lat), radius_tmm=0, precision="exact", how_obtained="map")


def call(
    world: World,
    to: str = "B",
    by: str = "A",
    *,
    precedence: str = "FLASH",
    channel_class: str = "SAFETY",
    carried: bool = True,
    **fields: Any,
) -> str:
    """Place a call; returns its key."""
    new = line.NewCall(to=to, precedence=precedence, channel_class=channel_class, **fields)  # type: ignore[arg-type]
    done = world.nodes[by].run_now(lambda room: line.place_call(room, new, WATCH, f"{by.lower()}lice"))
    if carried:
        carry(world)
    return done.version.key


def stop(world: World, by: str = "A", to: str = "", operator: str = "alice") -> tuple[list[str], bool]:
    done, mistake = world.nodes[by].run_now(lambda room: line.stop(room, to, WATCH, operator))
    carry(world)
    return [one.version.key for one in done], mistake


def say(world: World, by: str, act: str, key: str, *arguments: Any, post: str = WATCH) -> Any:
    """Let a post of a party do something about a call (`take`, `understood`, `acted` ...)."""
    done = world.nodes[by].run_now(lambda room: getattr(line, act)(room, key, *arguments, post, "bob"))
    carry(world)
    return done


def carry(world: World) -> None:
    """Carry until nobody has anything more to say."""
    while world.carry_all():
        pass


def look(world: World, party: str) -> Look:
    room = world.room(party)
    index = RowsIndex()
    index.keep_up(room)
    return Look(room=room, index=index, now_ms=room.clock.now_ms())


def row(world: World, party: str, key: str) -> dict[str, Any]:
    """A call as that party's screen shows it."""
    found = call_row(look(world, party), world.room(party).view.get(key))
    assert found is not None
    return found


def line_of(world: World, party: str, other: str) -> dict[str, Any]:
    return next(one for one in line_rows(look(world, party)) if one["party"] == other)


def channel_of(world: World, party: str, other: str, channel_class: str) -> dict[str, Any]:
    return channel_row(look(world, party), other, channel_class)  # type: ignore[arg-type]


def channels_of(world: World, party: str, other: str) -> dict[str, str]:
    names = ("SAFETY", "CEASEFIRE", "HUMANITARIAN", "LIAISON")
    return {name: channel_of(world, party, other, name)["status"] for name in names}


def suspend(world: World, by: str, to: str, channel_class: str, **fields: Any) -> str:
    [done] = world.nodes[by].run_now(
        lambda room: channels.suspend(room, (to,), channel_class, WATCH, "alice", **fields)  # type: ignore[arg-type]
    )
    carry(world)
    return done.version.key


def propose(world: World, by: str, to: str, channel_class: str) -> str:
    done = world.nodes[by].run_now(
        lambda room: channels.propose(room, to, channel_class, WATCH, "alice")  # type: ignore[arg-type]
    )
    carry(world)
    return done.version.key


def confirm(world: World, by: str, key: str) -> None:
    world.nodes[by].run_now(lambda room: channels.confirm(room, key, WATCH, "bob"))
    carry(world)


def beat(world: World, by: str, to: str = "B", state: str = "quiet", *items: Message) -> dict[str, Any]:
    [done] = world.nodes[by].run_now(
        lambda room: beats.send_beat(room, (to,), state, items, WATCH, "alice")  # type: ignore[arg-type]
    )
    carry(world)
    found = beat_row(look(world, by), done.version)
    assert found is not None
    return found


def ticks(world: World, *parties: str) -> list[int]:
    """Let the nodes do what is due, and carry it."""
    done = [
        world.nodes[one].run_now(lambda room: tick(room, room.clock.now_ms()))
        for one in parties or world.nodes
    ]
    carry(world)
    return done


def known(world: World, party: str, kind: str) -> list[Version]:
    return list(world.room(party).view.of_kind(kind))
