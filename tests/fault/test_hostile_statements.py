"""An author that lies inside its own log: what it signs is mirrored and kept, what cannot be computed with is in no
check, what contradicts is evidence, and the node that reads it goes on, starts again and replays to the same picture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from commonground.log.statement_body import canonical, entry_of
from commonground.picture.blocks import Reference, Text
from commonground.picture.entity import Position, Site
from commonground.picture.statement import SCHEMA, Statement
from commonground.picture.version import Version
from commonground.record import decode, encode_canonical, plain, replace
from commonground.room.context import Room
from commonground.room.rows import Look, notice_row, site_row
from commonground.room.rows_index import RowsIndex
from commonground.room.watch import alert_rows, due_rows
from tests.fault.test_node_faults import check_node
from tests.worlds import HOUR_MS, T0_MS, World, announce, circle, make_world, nd, notice, report, site, volume

GOOD = notice()
VALUES: dict[str, Any] = {
    "schema": SCHEMA, "room": "test", "author": "A", "recipient": "B", "post": "watch_officer", "kind": "notice",
    "entity": "N-FORGED", "action": "establish", "version": 1, "t_released_ms": T0_MS, "salt": "77" * 32,
    "body": plain(GOOD),
}  # fmt: skip


def statement(**changes: Any) -> bytes:
    """The canonical bytes of a statement with some fields changed; a salt of its own for each content."""
    values = {**VALUES, **changes}
    if "salt" not in changes:
        values["salt"] = entry_of(encode_canonical([values[k] for k in sorted(values)])).hex()
    return canonical(values)


def forge(world: World, *bodies: bytes, author: str = "A", to: str = "B") -> None:
    """The author's node writes what no honest node would, and signs it."""
    origin = world.log(author, to)

    def write(room: Room) -> None:
        for body in bodies:
            room.store.append_own(origin, room.ledger.size(origin), entry_of(body), body, T0_MS)
            room.ledger.tree(origin).append([entry_of(body)])

    world.nodes[author].run_now(write)
    world.carry(author, to)


def not_understood(room: Room) -> list[Version]:
    return [room.view.get(key) for key in room.view.standings.not_understood]


def evidence(world: World, party: str = "B") -> list[dict[str, Any]]:
    return [decode(dict[str, Any], data) for _, data in world.room(party).store.documents("evidence")]


def goes_on(world: World, mirrored: int) -> None:
    """B mirrored everything, hears the next true word, is whole, and serves."""
    assert world.room("B").ledger.size(world.log("A", "B")) == mirrored
    world.say("A", announce(notice(volume(39.0), text="the next word"), "B", immediate=True))
    world.carry("A", "B")
    seen = [one.body.remarks.text for one in world.room("B").view.of_kind("notice") if one.body]  # type: ignore[union-attr]
    assert "the next word" in seen
    world.say("B", announce(notice(volume(40.0)), "A", immediate=True))
    world.carry_all()
    check_node(world.room("B"))
    room = world.room("B")
    encode_canonical([alert_rows(room, T0_MS), [str(one) for one in due_rows(room, T0_MS)]])
    shown(room)


def shown(room: Room) -> list[dict[str, Any]]:
    """Every row that a screen would make."""
    index = RowsIndex()
    index.keep_up(room)
    look = Look(room=room, index=index, now_ms=T0_MS)
    rows = [
        row for one in room.view.versions() for row in (notice_row(look, one), site_row(look, one)) if row
    ]
    encode_canonical(rows)
    return rows


# -- not understood -------------------------------------------------------------------------------------------------


def changed(**changes: Any) -> dict[str, Any]:
    return {**plain(GOOD), **changes}


def flown(**changes: Any) -> dict[str, Any]:
    [one] = plain(GOOD)["volumes"]
    return changed(volumes=[{**one, **changes}])


CROSSED = [[[nd(36), nd(33)], [nd(37), nd(34)], [nd(37), nd(33)], [nd(36), nd(34)]]]
NOT_UNDERSTOOD: dict[str, dict[str, Any]] = {
    "a kind of next year": {"kind": "forecast", "body": {"colour": "red", "levels": [1, 2]}},
    "a field of next year": {"body": changed(weather="rain")},
    "no body": {"body": {}},
    "a field less": {"body": {k: v for k, v in plain(GOOD).items() if k != "crew"}},
    "a word of no list": {"body": changed(activity_class="raid")},
    "no volume": {"body": changed(volumes=[])},
    "too many volumes": {"body": changed(volumes=plain(GOOD)["volumes"] * 101)},
    "no ring": {"body": flown(footprint={"type": "polygon", "rings": []})},
    "an empty ring": {"body": flown(footprint={"type": "polygon", "rings": [[]]})},
    "crossing edges": {"body": flown(footprint={"type": "polygon", "rings": CROSSED})},
    "beyond the pole": {"body": flown(footprint={"type": "circle", "center": [0, nd(91)], "radius_tmm": 10_000})},
    "beyond the Earth": {"body": flown(footprint={"type": "circle", "center": [2**53 - 1, 0], "radius_tmm": 10_000})},
    "a negative radius": {"body": flown(footprint={"type": "circle", "center": [nd(36), nd(33)], "radius_tmm": -1})},
    "a path of one point": {"body": flown(
        footprint={"type": "corridor", "path": [[nd(36), nd(33)]], "width_tmm": 10_000})},
    "a band upside down": {"body": flown(lower={"value_tmm": 90_000_000, "reference": "AMSL", "unit": "FT"})},
    "a window upside down": {"body": flown(from_ms=T0_MS + 2 * HOUR_MS, until_ms=T0_MS)},
    "a window before time": {"body": flown(from_ms=-(2**53 - 1))},
    "a window after time": {"body": flown(until_ms=2**53 - 1)},
    "an unknown datum": {"body": flown(lower={"value_tmm": 0, "reference": "NAVD88", "unit": "FT"})},
    "a site beyond the pole": {"kind": "site", "body": {**plain(site()), "place": {
        "lon_nd": 0, "lat_nd": 2**53 - 1, "radius_tmm": 0, "precision": "exact", "how_obtained": "gps"}}},
    "a site of no radius": {"kind": "site", "body": {**plain(site()), "place": {
        **plain(site().place), "radius_tmm": -5}}},
    "a shape without a place": {"kind": "site", "body": {
        **{k: v for k, v in plain(site()).items() if k != "place"}, "footprint": plain(circle(36, 33, 100))}},
    "a site valid for ever": {"kind": "site", "body": {**plain(site()), "valid_until_ms": 2**53 - 1}},
    "a read-back off the Earth": {"kind": "reply", "body": {
        "about": {"author": "B", "entity": "N-1"}, "about_version": 1, "what": "read_back", "point": [2**53 - 1, 0]}},
}  # fmt: skip


@pytest.mark.parametrize("what", NOT_UNDERSTOOD, ids=str)
def test_what_is_not_understood_is_kept_raised_and_in_no_check(what: str) -> None:
    world = make_world()
    world.say("A", announce(notice(volume(38.0)), "B", entity="N-0"))
    body = statement(**NOT_UNDERSTOOD[what])
    forge(world, body)
    room = world.room("B")
    [kept] = not_understood(room)
    assert (kept.key, kept.body, kept.leaf) == ("A/N-FORGED", None, 1)
    assert room.store.entries(world.log("A", "B"), 1, 2)[0].body == body, "nothing is lost"
    alerts = [one for one in alert_rows(room, T0_MS) if one.what == "not_understood"]
    assert [(one.party, one.about, one.rank) for one in alerts] == [("A", "A/N-FORGED", 2)]
    assert evidence(world) == [], "to speak of what we do not know is no lie"
    assert "A/N-FORGED" not in [hit.with_key for hit in room.view.check(GOOD, T0_MS).hits]
    assert [row for row in shown(room) if row["key"] == "A/N-FORGED"] == []
    goes_on(world, 2)
    assert [one.key for one in not_understood(world.room("B"))] == ["A/N-FORGED"], "after a start too"


def test_when_it_is_said_in_known_words_it_is_checked() -> None:
    world = make_world()
    forge(world, statement(body=changed(weather="rain")))
    forge(world, statement(action="amend", version=2))
    room = world.room("B")
    assert not_understood(room) == []
    assert [hit.key for hit in room.view.check(GOOD, T0_MS).hits] == ["A/N-FORGED@2"]
    forge(world, statement(action="amend", version=3, body=changed(volumes=[])))
    assert len(not_understood(room)) == 1
    goes_on(world, 3)


def test_what_was_deleted_is_not_called_not_understood() -> None:
    world = make_world()
    forge(world, statement(), statement(action="deleted", version=2, body={"leaves": [0]}))
    room = world.room("B")
    assert room.view.get("A/N-FORGED").body is None
    assert not_understood(room) == []
    assert room.view.check(GOOD, T0_MS).hits == ()
    goes_on(world, 2)


def test_odd_but_possible_words_are_shown_as_they_are() -> None:
    """Texts of any length and mark are their author's; only our own posts are held to our limits."""
    world = make_world()
    long = "\u202e" + "x" * 1_000_000
    forge(world, statement(body=changed(remarks={"lang": "en", "text": long}, contact="a\x07b\x00")))
    room = world.room("B")
    assert [hit.key for hit in room.view.check(GOOD, T0_MS).hits] == ["A/N-FORGED@1"]
    [row] = [row for row in shown(room) if row["key"] == "A/N-FORGED"]
    assert row["notice"]["contact"] == "a\x07b\x00"
    goes_on(world, 1)


# -- contradictions -------------------------------------------------------------------------------------------------


def test_a_statement_said_twice_changes_nothing() -> None:
    world = make_world()
    body = statement()
    forge(world, body, body)
    assert [one["reason"] for one in evidence(world)] == ["entry 1: version 1 of A/N-FORGED after version 1"]
    seen = world.room("B").view.get("A/N-FORGED")
    assert (seen.version, seen.leaf) == (1, 0)
    goes_on(world, 2)


def test_an_old_statement_after_a_newer_one_changes_nothing() -> None:
    """Else B would acknowledge a hit that it has acknowledged already, and another volume would stand behind it."""
    world = make_world()
    moved = notice(volume(36.5, 34.0), text="moved")
    forge(world, statement(), statement(action="amend", version=2, body=plain(moved)), statement())
    room = world.room("B")
    assert room.view.get("A/N-FORGED").body == moved
    assert len(evidence(world)) == 1
    assert [one.what for one in alert_rows(room, T0_MS) if one.rank == 1] == ["evidence"]
    goes_on(world, 3)


def test_another_volume_under_an_acknowledged_version_is_no_hit_that_was_acknowledged() -> None:
    world = make_world()
    forge(world, statement())
    mine = announce(notice(text="mine"), "J", acknowledged=("A/N-FORGED@1",))
    forge(world, statement(body=plain(notice(volume(36.52, 33.0), text="larger"))))
    world.say("B", mine)
    assert world.room("B").view.get("A/N-FORGED").body == GOOD
    assert len(evidence(world)) == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"version": 1}, "version 1 of A/N-FORGED after version 2"),
        ({"version": 2}, "version 2 of A/N-FORGED after version 2"),
        ({"version": 3, "kind": "site", "body": plain(site())}, "was a notice and is said to be a site"),
        ({"version": 3, "kind": "forecast", "body": {}}, "was a notice and is said to be a forecast"),
        ({"version": 2, "action": "cancel"}, "version 2 of A/N-FORGED after version 2"),
        ({"version": 1, "action": "withdraw", "body": {}}, "version 1 of A/N-FORGED after version 2"),
    ],
)  # fmt: skip
def test_what_contradicts_is_evidence(changes: dict[str, Any], reason: str) -> None:
    world = make_world()
    forge(world, statement(), statement(version=2, action="amend"))
    before = world.room("B").view.get("A/N-FORGED")
    forge(world, statement(**changes))
    assert reason in evidence(world)[0]["reason"]
    assert evidence(world)[0]["author"] == "A"
    assert world.room("B").view.get("A/N-FORGED") == before
    goes_on(world, 3)


def test_versions_may_leap_and_an_end_may_be_taken_back() -> None:
    """B is not told why; a hazard that is said to go on is believed."""
    world = make_world()
    forge(world, statement(), statement(version=7, action="cancel"), statement(version=9, action="amend"))
    assert evidence(world) == []
    assert [hit.key for hit in world.room("B").view.check(GOOD, T0_MS).hits] == ["A/N-FORGED@9"]
    goes_on(world, 3)


def test_the_end_of_what_was_never_told_is_nothing() -> None:
    world = make_world()
    forge(
        world,
        statement(action="withdraw", body={}, entity="N-1"),
        statement(action="deleted", body={}, entity="N-2"),
    )
    assert list(world.room("B").view.versions()) == []
    goes_on(world, 2)


# -- no statements at all -------------------------------------------------------------------------------------------

ELSEWHERE: dict[str, tuple[dict[str, Any], str]] = {
    "another room": ({"room": "other"}, "room"),
    "another author": ({"author": "J"}, "author"),
    "another recipient": ({"recipient": "J"}, "recipient"),
    "another schema": ({"schema": "commonground/2"}, "schema"),
    "a surprise": ({"surprise": 1}, "surprise"),
    "an unknown action": ({"action": "approve"}, "action"),
    "no entity": ({"entity": ""}, "entity"),
    "a path for an entity": ({"entity": "../N-1"}, "entity"),
    "a conflict for an entity": ({"entity": "N-1|B"}, "entity"),
    "a version for an entity": ({"entity": "N-1@2"}, "entity"),
    "a page for an entity": ({"entity": "N" * 65}, "entity"),
    "a line for an entity": ({"entity": "N-1\nN-2"}, "entity"),
    "a text for a kind": ({"kind": "notice, or not"}, "kind"),
    "a text for a post": ({"post": "\u202eofficer"}, "post"),
    "version nought": ({"version": 0}, "version"),
    "a negative version": ({"version": -1}, "version"),
    "a time before time": ({"t_released_ms": -1}, "t_released_ms"),
    "a time after time": ({"t_released_ms": 2**53 - 1}, "t_released_ms"),
}


@pytest.mark.parametrize("what", ELSEWHERE, ids=str)
def test_what_is_no_statement_to_this_party_is_evidence(what: str) -> None:
    changes, field = ELSEWHERE[what]
    world = make_world()
    forge(world, statement(**changes))
    [kept] = evidence(world)
    assert field in kept["reason"]
    assert list(world.room("B").view.versions()) == []
    assert [one.what for one in alert_rows(world.room("B"), T0_MS)] == ["evidence"]
    goes_on(world, 1)
    assert len(evidence(world)) == 1


@pytest.mark.parametrize(
    "body",
    [canonical({"salt": "00" * 32}), canonical({"salt": "00" * 32, "note": "hello"}),
     canonical({**VALUES, "body": {"salt": "11" * 32}, "action": "x"})],
    ids=["a salt", "a note", "almost"],
)  # fmt: skip
def test_what_is_no_statement_at_all_is_evidence(body: bytes) -> None:
    world = make_world()
    forge(world, body)
    assert len(evidence(world)) == 1
    goes_on(world, 1)


# -- statements about what is not there -----------------------------------------------------------------------------


def about(entity: str, author: str = "B") -> dict[str, str]:
    return {"author": author, "entity": entity}


STRAY: dict[str, dict[str, Any]] = {
    "a reply to nothing": {"kind": "reply", "body": {"about": about("N-99"), "about_version": 1, "what": "read"}},
    "a reply to a stranger": {"kind": "reply", "body": {
        "about": about("N-1", "X"), "about_version": 1, "what": "read"}},
    "a position on nothing": {"kind": "position", "body": plain(Position(
        about=Reference(author="J", entity="S-99"), stance="agrees", reason=Text(lang="en", text="")))},
    "a receipt for nothing": {"kind": "receipt", "body": {"about": about("S-1"), "how": "opened"}},
    "a link of nothings": {"kind": "link", "body": {"first": about("S-1"), "second": about("S-1")}},
}  # fmt: skip


@pytest.mark.parametrize("what", STRAY, ids=str)
def test_a_word_about_nothing_breaks_nothing(what: str) -> None:
    world = make_world()
    world.say("B", announce(notice(volume(36.5)), "A", entity="N-1"))
    forge(world, statement(**STRAY[what]))
    assert evidence(world) == []
    goes_on(world, 1)


def test_another_party_s_note_on_a_conflict_is_not_one_s_own() -> None:
    """A tells B that the conflict is closed; on B's list it stays open until B has written so itself."""
    world = make_world()
    world.say("B", announce(notice(), "A", entity="N-1"))
    world.say("A", announce(notice(text="over there"), "B", entity="N-1", immediate=True))
    world.carry_all()
    [(one, two)] = world.room("B").view.pairs
    note = {
        "conflict": f"{one}|{two}",
        "state": "closed",
        "owner": "duty_chief",
        "note": "",
        "versions": [1, 1],
    }
    forge(world, statement(kind="conflict_note", entity="C-1", body=note))
    assert "is national" in evidence(world)[0]["reason"]
    rows = [due for due in due_rows(world.room("B"), T0_MS + 47 * HOUR_MS) if due.what == "conflict_owner"]
    assert [due.count for due in rows] == [1]


def test_only_the_custodian_warns() -> None:
    world = make_world()
    world.say("B", announce(notice(), "A", "J", entity="N-1"))
    word = {"about": about("N-1")}
    forge(world, statement(kind="warning", entity="W-1", body=word))
    assert "no custodian" in evidence(world)[0]["reason"]
    assert world.room("B").view.replies_about("B/N-1") == []
    forge(world, statement(author="J", kind="warning", entity="W-1", body=word), author="J")
    assert [one.key for one in world.room("B").view.replies_about("B/N-1")] == ["J/W-1"]
    goes_on(world, 1)


def test_a_position_that_moves_to_another_site_is_at_one_of_them() -> None:
    world = make_world()
    one, two = (world.say("B", report(site(lon), "A")).version for lon in (36.5, 37.5))
    first, second = (
        plain(
            Position(
                about=Reference(author="B", entity=site_.entity),
                stance="agrees",
                reason=Text(lang="en", text=""),
            )
        )
        for site_ in (one, two)
    )
    forge(world, statement(kind="position", entity="P-1", body=first),
          statement(kind="position", entity="P-1", body=second, action="amend", version=2))  # fmt: skip
    room = world.room("B")
    assert room.view.replies_about(one.key) == []
    assert [reply.key for reply in room.view.replies_about(two.key)] == ["A/P-1"]
    goes_on(world, 2)


def test_many_lies_are_told_to_nobody_and_stop_nothing() -> None:
    """Enough of them is kept to show; every one of them is mirrored."""
    world = make_world()
    forge(world, *(statement(entity=f"N {number}") for number in range(300)))
    assert 50 <= len(evidence(world)) <= 300
    assert world.room("B").ledger.size(world.log("B", "J")) == 0
    goes_on(world, 300)


# -- sites ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [
    lambda one: replace(one, evidence=("photograph",), source_ref="list"),
    lambda one: replace(one, custodian_may_warn=True),
    lambda one: replace(one, verification="V3", status="closed"),
    lambda one: replace(one, made_names=("xx", "yy")),
    lambda one: replace(one, valid_until_ms=0),
])  # fmt: skip
def test_a_site_with_more_than_it_should_say_is_still_checked(change: Callable[[Site], Site]) -> None:
    world = make_world()
    body = change(site())
    forge(world, statement(kind="site", body=plain(body)))
    room = world.room("B")
    assert room.view.get("A/N-FORGED").body == body
    assert [hit.kind for hit in room.view.check(GOOD, T0_MS).hits] == ["site"]
    goes_on(world, 1)


def test_the_good_statement_of_these_tests_is_one() -> None:
    """Guards the file: without a lie the same path ends in a plain hit and no evidence."""
    world = make_world()
    forge(world, statement())
    assert canonical(decode(Statement, statement()).body) == canonical(plain(GOOD))
    assert evidence(world) == []
    assert [hit.key for hit in world.room("B").view.check(GOOD, T0_MS).hits] == ["A/N-FORGED@1"]
    goes_on(world, 1)
