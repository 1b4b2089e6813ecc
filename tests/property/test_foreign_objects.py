"""Foreign objects go from a machine at A to a machine at B byte for byte; whatever is posted is answered for.

What hostile machines post is refused by its member or taken whole, and breaks nothing.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.compose.exchange import follow_exchange
from commonground.errors import Refused
from commonground.protocols.stix.codec.posted import OBJECTS_MAX, envelope_texts, parse_objects
from commonground.protocols.taxii21.codec.resources import envelope as page_bytes
from commonground.room.context import Room
from commonground.room.exchange import collections_for, read
from commonground.room.node import load_room
from commonground.room.ports import Wanted
from tests.fault.test_node_faults import check_node
from tests.posted import control, envelope, post, stix_id, thing
from tests.posted import read as read_posted
from tests.worlds import World, make_world

ROOT = Path(__file__).parents[2]
EXAMPLES = Path(os.environ.get("COMMONGROUND_STIX", ROOT.parent / "shared/data/interop/stix"))
MARK = stix_id("marking-definition", 1)

names = st.text(st.characters(codec="utf-8"), max_size=20).map(lambda text: f"x_{text}")
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


def exchanging() -> World:
    """A world whose nodes fill the collections that machines read."""
    world = make_world()
    for node in world.nodes.values():
        follow_exchange(node.room)
        load_room(node.room)
    return world


def served(world: World, party: str, author: str = "A", reader: str = "") -> bytes:
    """What a machine reads at a node of what an author said, as the bytes of one page."""

    def go(room: Room) -> bytes:
        found = [one for one in collections_for(room.charter, party, reader or party) if one.author == author]
        page = read(room, found[0], Wanted(limit=1000, versions=("all",)))
        assert not page.more
        return page_bytes(found[0].name, page)

    return world.nodes[party].run_now(go)


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """An object with members that nobody knows, in any order, and written in any way."""
    one = thing(draw(st.integers(1, 99)), **draw(st.dictionaries(names, values, max_size=4)))
    one["object_marking_refs"] = [MARK]
    shuffled = dict(draw(st.permutations(list(one.items()))))
    text = json.dumps(
        shuffled, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 0, 3, "\t"])),
        separators=draw(st.sampled_from([None, (",", ":"), (" ,\r\n", " :  ")])),
    )  # fmt: skip
    return text.encode()


@settings(max_examples=60, deadline=None)
@given(st.lists(texts(), min_size=1, max_size=4))
def test_a_foreign_object_is_the_same_bytes_at_who_is_told(objects: list[bytes]) -> None:
    world = exchanging()
    _, wrong = post(world, control(1, "B"), *objects)
    world.carry_all()
    kept = [text for number, text in enumerate(objects, 1) if number not in wrong]
    once = {json.loads(text)["id"]: text for text in reversed(kept)}
    for at in (served(world, "A"), served(world, "B"), served(world, "A", reader="B")):
        for text in once.values():
            assert text in at
        assert at.count(b'"infrastructure"') >= len(once)
    assert served(world, "J") == b"{}"
    assert served(world, "A", reader="J") == b"{}"


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="examples are not on this machine: set COMMONGROUND_STIX")
def test_objects_of_others_survive_the_way_or_are_named() -> None:
    world = exchanging()
    count = 0
    for path in sorted(EXAMPLES.rglob("*.json")):
        try:
            found = json.loads(path.read_bytes())
        except ValueError:
            continue
        objects = [one for one in objects_in(found) if isinstance(one, dict)][:200]
        data = [
            json.dumps(one | {"object_marking_refs": [*refs(one), MARK]}, indent=1).encode()
            for one in objects
        ]
        read_ = read_posted(world, envelope(control(1, "B"), *data))
        answered = [one.number for one in (*read_.offers, *read_.held, *read_.not_taken)]
        assert sorted(answered) == list(range(len(data) + 1)), path.name
        _, wrong = post(world, control(1, "B"), *data)
        assert all(wrong.values()), path.name
        count += len(data) + 1 - len(wrong)
        world.carry_all()
    assert count > 100
    at_b = world.nodes["B"].run_now(
        lambda room: {one.body.text for one in room.view.of_kind("stix_object") if one.body is not None}
    )
    at_a = world.nodes["A"].run_now(
        lambda room: {one.body.text for one in room.view.of_kind("stix_object") if one.releases}
    )
    assert at_b == at_a
    assert len(at_b) > 50
    check_node(world.room("B"))


def refs(one: dict[str, Any]) -> list[Any]:
    """TLP markings of an object; others are not known here."""
    found = one.get("object_marking_refs", [])
    return [each for each in found if "613f2e26" in str(each)] if isinstance(found, list) else []


def objects_in(found: Any) -> list[Any]:
    """The objects of a bundle, of a list, or of a store of medallion."""
    if isinstance(found, list):
        return found
    if isinstance(found, dict) and isinstance(found.get("objects"), list):
        return found["objects"]
    if isinstance(found, dict) and "type" not in found:
        return [inner for value in found.values() for inner in objects_in(value)]
    return [found]


# -- what hostile machines post ---------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_posted_every_object_is_answered_for(data: st.DataObject) -> None:
    """A byte changed, taken out or put in: the envelope is refused, or each of its objects is taken or named."""
    world = make_world()
    whole = bytearray(envelope(control(1, "B"), thing(1, object_marking_refs=[MARK]), thing(2)))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        objects = envelope_texts(bytes(whole), 100_000)
    except Refused:
        return
    found = read_posted(world, bytes(whole))
    answered = [one.number for one in (*found.offers, *found.held, *found.not_taken)]
    assert sorted(answered) == list(range(len(objects)))
    assert all(one.why and one.id for one in found.not_taken)
    post(world, *objects)
    world.carry_all()
    check_node(world.room("A"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b'"x": 1, "x": 2', "x: this member stands twice"),
        (b'"x": {"y": 1, "\\u0079": 2}', "y: this member stands twice"),
        (b'"id": "a"', "id"), (b'"id": 7', "id"), (b'"type": null', "type"), (b'"type": "Bad Type"', "type"),
        (b'"x": NaN', ""), (b'"x": -Infinity', ""), (b'"x": 01', ""), (b'"x": "\xff"', ""),
        (b'"x": "\xed\xa0\x80"', ""),
        (b'"x": "\\ud800"', ""), (b'"x": ' + b"9" * 5_000, "JSON that can be read"),
        (b'"x": "' + b"y" * 300_000 + b'"', "bytes, at most"), (b'"spec_version": "3.0"', "spec_version"),
        (b'"modified": "2026-02-30T00:00:00Z", "created": 7', "created"),
        (b'"modified": "2026-13-30T00:00:00Z"', "modified"),
    ],
)  # fmt: skip
def test_a_hostile_object_is_refused_and_its_neighbours_are_taken(text: bytes, why: str) -> None:
    world = make_world()
    head = json.dumps({"type": "infrastructure", "id": stix_id("infrastructure", 9)}).encode()
    hostile = head[:-1] + b", " + text + b"}"
    try:
        _, wrong = post(world, thing(1), hostile, thing(2))
    except Refused:  # where it is no JSON at all, nothing can be told apart
        assert not why
        return
    assert list(wrong) == [1]
    assert why in wrong[1]
    assert world.nodes["A"].run_now(lambda room: room.view.count_of("stix_object")) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"x": 1e300}, {"x": -(10**400)}, {"x": "\u0000\u202e"}, {"object_refs": [stix_id("tool", 1)]},
        {"pattern": "[file:name MATCHES '(a+)+$']" * 1_000, "type": "indicator", "id": stix_id("indicator", 1)},
        {"pattern": "[" * 20_000, "type": "indicator", "id": stix_id("indicator", 1)},
        {"x": json.loads("[" * 28 + "]" * 28)}, {"modified": "9999-12-31T23:59:59.999999999Z"},
        {"name": "x" * 200_000}, {"x_weapon": "strike the target"}, {"modified": "0001-01-01T00:00:00Z"},
    ],
)  # fmt: skip
def test_what_is_strange_but_whole_is_taken_whole(changes: dict[str, Any]) -> None:
    world = exchanging()
    one = json.dumps(thing(1, **changes) | {"object_marking_refs": [MARK]}).encode()
    assert post(world, control(1, "B"), one)[1] == {}
    world.carry_all()
    for at in (served(world, "A"), served(world, "B"), served(world, "A", reader="B")):
        assert one in at
    check_node(world.room("B"))


def test_objects_that_point_at_each_other_in_a_circle_are_taken() -> None:
    first = thing(1, "grouping", object_refs=[stix_id("grouping", 2)], created_by_ref=stix_id("grouping", 1))
    second = thing(2, "grouping", object_refs=[stix_id("grouping", 1)])
    around = control(3, "B") | {"object_marking_refs": [stix_id("marking-definition", 4)]}
    back = control(4, "B") | {"object_marking_refs": [stix_id("marking-definition", 3)]}
    world = make_world()
    found, wrong = post(world, first, second, around, back)
    assert wrong == {}
    assert [one.offer.parties for one in found] == [(), (), ("B",), ("B",)]


def test_a_million_objects_and_a_hundred_megabytes_are_refused_at_once() -> None:
    with pytest.raises(Refused, match=f"at most {OBJECTS_MAX} objects"):
        envelope_texts(b'{"objects":[' + b"0," * 1_000_000 + b"0]}", 16 << 20)
    with pytest.raises(Refused, match="bytes, at most"):
        envelope_texts(b" " * (100 << 20), 16 << 20)


def test_a_hundred_thousand_that_are_none_are_each_named() -> None:
    found = parse_objects(envelope_texts(b'{"objects":[' + b"0," * (OBJECTS_MAX - 1) + b"0]}", 16 << 20))
    assert len(found.not_taken) == OBJECTS_MAX
    assert found.not_taken[7].id == "objects[7]"
