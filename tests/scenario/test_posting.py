"""R19: what a machine posts is said by its party, each object for itself and to whom its marking names alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from commonground.errors import NotPermitted, Refused
from commonground.geo.interval import TIME_MS_MAX
from commonground.picture.exchange import StixObject, entity_of
from commonground.picture.information import Information
from commonground.picture.statement import Release, body_of
from commonground.protocols.stix.codec.names import TLP, definitions, tlp_marking
from commonground.protocols.stix.codec.posted import envelope_texts
from commonground.protocols.stix.codec.reader import Reader, identity
from commonground.protocols.stix.codec.written import report_objects
from commonground.record import replace
from commonground.room import information, onward, posting, since
from commonground.room.submit import release_to, withdraw_from
from tests.fault.test_hostile_statements import evidence, forge, not_understood, statement
from tests.posted import control, envelope, marked, post, read, stix_id, texts_at, thing
from tests.property.test_foreign_objects import exchanging, served
from tests.scenario.test_information import told
from tests.worlds import HOUR_MS, T0_MS, World, announce, charter, make_world, notice

MARK = stix_id("marking-definition", 1)


@pytest.fixture
def world() -> World:
    return make_world()


def test_each_object_goes_to_whom_its_marking_names_and_to_nobody_else(world: World) -> None:
    taken, wrong = post(
        world,
        control(1, "B"),
        control(2, "B", "J"),
        control(3),
        marked(10, 1),
        marked(11, 2),
        marked(12, 3),
        thing(13),
    )
    assert wrong == {}
    assert len(taken) == 7
    world.carry_all()
    assert {one.partition(" ")[0] for one in texts_at(world, "B")} == {
        MARK, stix_id("marking-definition", 2), stix_id("infrastructure", 10), stix_id("infrastructure", 11),
    }  # fmt: skip
    assert {one.partition(" ")[0] for one in texts_at(world, "J")} == {
        stix_id("marking-definition", 2), stix_id("infrastructure", 11),
    }  # fmt: skip
    assert len(texts_at(world, "A")) == 7


def test_of_several_markings_all_have_to_name_a_party_and_a_part_narrows_the_whole(world: World) -> None:
    both = thing(20, object_marking_refs=[stix_id("marking-definition", 1), stix_id("marking-definition", 2)])
    part = marked(21, 2, granular_markings=[{"marking_ref": MARK, "selectors": ["name"]}])
    bare = thing(22, granular_markings=[{"marking_ref": MARK, "selectors": ["name"]}])
    lang = marked(23, 2, granular_markings=[{"lang": "fr", "selectors": ["name"]}])
    level = thing(24, object_marking_refs=[TLP["red"], MARK])
    found = read(world, envelope(control(1, "B"), control(2, "B", "J"), both, part, bare, lang, level))
    assert found.not_taken == []
    assert [one.parties for one in found.offers] == [
        ("B",), ("B", "J"), ("B",), ("B",), (), ("B", "J"), ("B",),
    ]  # fmt: skip


def test_a_marking_counts_as_it_was_said_first(world: World) -> None:
    assert post(world, control(1, "B"))[1] == {}
    wider = control(1, "B", "J")
    taken, wrong = post(world, wider, marked(10, 1))
    assert wrong == {0: "modified: another content was said for this version"}
    assert taken[1].offer.parties == ("B",)
    later = control(1, "B", "J") | {"created": "2026-05-01T00:00:00.000Z"}
    assert post(world, later)[1] == {0: "created: a marking definition has one version"}
    twice = post(world, control(5, "J"), control(5, "B", "J"), marked(11, 5))
    assert twice[1] == {1: "modified: another content was said for this version"}
    assert twice[0][2].offer.parties == ("J",)


def test_the_same_version_again_is_no_second_row_and_other_content_is_refused(world: World) -> None:
    one = marked(10, 1)
    post(world, control(1, "B"), one)
    size = world.room("A").ledger.entries_total()
    again = json.dumps(dict(reversed(one.items())), indent=1).encode()
    taken, wrong = post(world, one, again, one | {"modified": "2026-01-02T00:00:00Z"})
    assert [(each.why, each.note) for each in taken[:2]] == [("", "held already")] * 2
    assert wrong == {2: "modified: another content was said for this version"}
    assert world.room("A").ledger.entries_total() == size
    assert post(world, marked(10, 1, name="other"))[1] == {
        0: "modified: another content was said for this version"
    }
    assert texts_at(world, "A")[f"{one['id']} {one['modified']}"] == json.dumps(one)


def test_versions_come_in_any_order_and_each_stays(world: World) -> None:
    post(world, control(1, "B"), marked(10, 1, modified="2026-03-01T00:00:00Z"), marked(10, 1))
    world.carry_all()
    assert len([one for one in texts_at(world, "B") if "infrastructure" in one]) == 2


def test_what_is_deleted_is_taken_back_from_all_and_may_come_again(world: World) -> None:
    one = marked(10, 1)
    post(world, control(1, "B"), one, marked(10, 1, modified="2026-03-01T00:00:00Z"))
    entity = entity_of(one["id"], one["modified"])
    with pytest.raises(NotPermitted):
        world.nodes["A"].run_now(lambda room: posting.delete(room, [entity, "X-none"], "watch_officer", "m"))
    assert world.nodes["A"].run_now(lambda room: posting.delete(room, [entity], "watch_officer", "m")) == 1
    assert world.nodes["A"].run_now(lambda room: posting.delete(room, [entity], "watch_officer", "m")) == 0
    world.carry_all()
    held = [each for each in texts_at(world, "B") if "infrastructure" in each]
    assert held == [f"{one['id']} 2026-03-01T00:00:00Z"]
    assert post(world, one | {"name": "other"})[1] == {
        0: "stix_object.text: another text was said for this version"
    }
    assert post(world, one)[1] == {}
    world.carry_all()
    assert len([each for each in texts_at(world, "B") if "infrastructure" in each]) == 2


def test_who_may_not_report_posts_and_deletes_nothing(world: World) -> None:
    found = read(world, envelope(thing(1)))
    for act in (
        lambda room: posting.take(room, found.offers, "interpreter", "m"),
        lambda room: posting.delete(room, ["X-1"], "", "m"),
    ):
        with pytest.raises(NotPermitted):
            world.nodes["A"].run_now(act)


# -- graded reports -------------------------------------------------------------------------------------------------


def graded(world: World, number: int = 1, **changes: Any) -> list[dict[str, Any]]:
    """A report as a room writes it, under an identifier of the poster's own, with members that nobody here knows."""
    body = told()
    done = (
        make_world().nodes["A"].run_now(lambda room: information.report(room, body, (), "watch_officer", "x"))
    )
    objects = report_objects(Reader("A", charter()), done.version)
    by_type = {one["type"]: one for one in objects}
    place = {name: value for name, value in by_type["location"].items() if name != "object_marking_refs"}
    place |= {"id": stix_id("location", number), "x_survey": "second"}
    report = by_type["report"] | {
        "id": stix_id("report", number), "object_refs": [place["id"]], "object_marking_refs": [MARK],
        "x_unit_of_work": {"number": 7.25}, "modified": "2026-03-19T00:00:00.000Z", "external_references": [],
    }  # fmt: skip
    return [place, report | changes]


def report_at(world: World, party: str) -> Any:
    [version] = world.nodes[party].run_now(lambda room: list(room.view.of_kind("information")))
    return version


def test_a_graded_report_is_a_report_and_keeps_what_it_came_as(world: World) -> None:
    place, report = graded(world)
    taken, wrong = post(world, control(1, "B"), report, place)
    assert wrong == {}
    assert len(taken) == 2  # the location is part of the report
    world.carry_all()
    held = report_at(world, "B").body
    assert isinstance(held, Information)
    assert (held.title, held.place, held.credibility) == (told().title, told().place, told().credibility)
    assert held.stix is not None
    assert json.loads(held.stix.text) == report
    assert [json.loads(one) for one in held.stix.parts] == [place]
    assert [one.note for one in post(world, report, place)[0]] == ["held already"]


def test_a_later_version_amends_and_a_revoked_one_ends(world: World) -> None:
    place, report = graded(world)
    post(world, control(1, "B"), place, report)
    assert post(world, place, report | {"name": "Mines here"})[1] == {
        1: "modified: a later version than the one that is held expected"
    }
    later = report | {"name": "Mines here", "modified": "2026-03-20T00:00:00.000Z"}
    assert post(world, later, place)[1] == {}
    world.carry_all()
    assert report_at(world, "B").body.title.text == "Mines here"
    gone = later | {"modified": "2026-03-21T00:00:00.000Z", "revoked": True}
    assert post(world, gone, place)[1] == {}
    world.carry_all()
    assert report_at(world, "B").action == "cancel"
    assert list(post(world, later, place)[1]) == [0]


def test_what_is_edited_here_keeps_its_identifier_and_what_nobody_here_knows(world: World) -> None:
    place, report = graded(world)
    post(world, control(1, "B"), place, report)
    held = report_at(world, "A")
    reader = Reader("B", charter())
    assert [one["id"] for one in report_objects(reader, held)] == [place["id"], report["id"]]
    body = replace(told(), credibility=5)
    world.nodes["A"].run_now(lambda room: information.amend(room, held.entity, 1, body, "watch_officer", "x"))
    world.carry_all()
    now = {one["type"]: one for one in report_objects(reader, report_at(world, "B"))}["report"]
    assert (now["id"], now["created"], now["confidence"]) == (report["id"], report["created"], 10)
    assert now["x_unit_of_work"] == {"number": 7.25}
    assert now["modified"] > report["modified"]
    world.nodes["A"].run_now(lambda room: information.end(room, held.entity, "watch_officer", "x"))
    world.carry_all()
    gone = {one["type"]: one for one in report_objects(reader, report_at(world, "B"))}["report"]
    assert gone["revoked"] is True


def test_who_is_told_less_than_the_text_says_gets_the_identifier_alone(world: World) -> None:
    place, report = graded(world)
    post(world, control(1, "B"), place, report)
    key = report_at(world, "A").key
    coarse = Release(party="J", precision="cell")
    world.nodes["A"].run_now(lambda room: release_to(room, key, (coarse,), "watch_officer", "x"))
    world.carry_all()
    assert report_at(world, "J").body.stix.text == ""
    shown = report_objects(Reader("J", charter()), report_at(world, "J"))
    assert [one["id"] for one in shown if one["type"] == "report"] == [report["id"]]
    assert report_at(world, "B").body.stix.text == json.dumps(report)


def test_a_part_that_is_marked_for_fewer_keeps_the_report_from_the_others(world: World) -> None:
    place, report = graded(world)
    place |= {"object_marking_refs": [stix_id("marking-definition", 2)]}
    report |= {"object_marking_refs": [stix_id("marking-definition", 3)]}
    found = read(world, envelope(control(2, "B"), control(3, "B", "J"), place, report))
    assert found.offers[-1].parties == ("B",)


def test_an_own_report_that_comes_back_is_held_already(world: World) -> None:
    done = world.nodes["A"].run_now(
        lambda room: information.report(room, told(), (Release(party="B"),), "watch_officer", "x")
    )
    objects = [*definitions(), *report_objects(Reader("A", charter()), done.version)]
    size = world.room("A").ledger.size("test/A")
    taken, wrong = post(world, *objects)
    assert wrong == {}
    assert [one.note for one in taken if one.offer.kind == "information"] == ["held already"]
    assert report_at(world, "A").version == 1
    assert size == world.room("A").ledger.size("test/A")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"object_refs": [stix_id("location", 9)]}, "object_refs[0]"), ({"object_refs": "x"}, "object_refs"),
        ({"revoked": "yes"}, "revoked"), ({"lang": "en", "name": " "}, "title"),
        ({"object_marking_refs": [stix_id("marking-definition", 99)]}, ""),
    ],
)  # fmt: skip
def test_a_graded_report_that_cannot_be_is_refused_by_its_member(
    world: World, changes: dict[str, Any], why: str
) -> None:
    place, report = graded(world, **changes)
    _, wrong = post(world, control(1, "B"), report, place)
    if not why:
        assert wrong == {}  # nobody is told of it
    else:
        assert why in wrong[1]
        assert world.nodes["A"].run_now(lambda room: room.view.count_of("information")) == 0


def test_a_version_that_was_edited_here_does_not_come_back_by_being_posted_again(world: World) -> None:
    place, report = graded(world)
    post(world, control(1, "B"), place, report)
    entity = report_at(world, "A").entity
    body = replace(told(), credibility=5)
    world.nodes["A"].run_now(lambda room: information.amend(room, entity, 1, body, "watch_officer", "x"))
    assert post(world, place, report)[0][0].note == "held already"
    assert report_at(world, "A").body.credibility == 5
    later = report | {"modified": "2026-03-20T00:00:00.000Z"}
    assert post(world, place, later)[1] == {}
    assert report_at(world, "A").body.credibility == told().credibility


def test_words_that_would_be_cut_are_refused(world: World) -> None:
    place, report = graded(world)
    assert "description: at most" in post(world, place, report | {"description": "x" * 4_001})[1][1]
    assert "name: a text" in post(world, place, report | {"name": 7})[1][1]


# -- opinions -------------------------------------------------------------------------------------------------------


def opinion(about: str, **changes: Any) -> dict[str, Any]:
    return thing(
        7, "opinion", name=None, opinion="strongly-disagree", explanation="Walked today.", object_refs=[about],
        object_marking_refs=[MARK], x_seen=2.50, **changes,
    )  # fmt: skip


def test_an_opinion_on_a_report_of_another_is_an_opinion_of_the_room() -> None:
    world = exchanging()
    key = said_by_b(world)
    about = Reader("A", charter()).id("report", *key.split("/"))
    first = opinion(about)
    taken, wrong = post(world, control(1, "B"), first)
    assert wrong == {}
    assert taken[-1].offer.kind == "opinion"
    world.carry_all()
    [seen] = opinions_at(world, "B", key)
    assert (seen.body.opinion, seen.body.reasons.text, seen.author) == ("disagrees", "Walked today.", "A")
    assert json.dumps(first).encode() in served(world, "B", author="A")
    assert json.dumps(first).encode() in served(world, "A", reader="B")
    assert post(world, first)[0][0].note == "held already"
    assert "modified" in post(world, first | {"opinion": "agree"})[1][0]
    assert post(world, opinion(about, modified="2026-04-01T00:00:00Z") | {"opinion": "agree"})[1] == {}
    world.carry_all()
    assert [one.body.opinion for one in opinions_at(world, "B", key)] == ["agrees"]
    again = opinion(about, modified="2026-05-01T00:00:00Z", revoked=True)
    assert "never taken back" in post(world, again)[1][0]
    assert "one of" in post(world, opinion(about, modified="2026-05-01T00:00:00Z") | {"opinion": "x"})[1][0]


def test_an_opinion_on_anything_else_is_kept_as_it_came() -> None:
    world = exchanging()
    said_by_b(world)
    taken, wrong = post(world, control(1, "B"), opinion(stix_id("report", 5)), opinion(stix_id("tool", 5)) | {
        "id": stix_id("opinion", 8)})  # fmt: skip
    assert wrong == {}
    assert {one.offer.kind for one in taken} == {"stix_object"}


def said_by_b(world: World) -> str:
    done = world.nodes["B"].run_now(
        lambda room: information.report(room, told(), (Release(party="A"),), "watch_officer", "x")
    )
    world.carry_all()
    return done.version.key


def opinions_at(world: World, party: str, key: str) -> list[Any]:
    return world.nodes[party].run_now(
        lambda room: [one for one in room.view.replies_about(key) if one.kind == "opinion"]
    )


# -- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("objects", "why"),
    [
        ([thing(1, "identity", identity_class="individual")], "a person"),
        ([thing(1, "email-addr", value="x@y.invalid")], "an e-mail address"),
        ([thing(1, "user-account")], "an account"), ([thing(1, "ipv4-addr", value="192.0.2.1")], "a network address"),
        ([thing(1, "relationship", relationship_type="targets")], "a relationship of this type"),
        ([thing(1, "bundle")], "not a bundle"),
        ([thing(1, "observed-data", objects={"0": {"type": "email-addr", "value": "x@y.invalid"}})], "an observation"),
        ([thing(1, "observed-data", objects={"0": {"type": []}, "1": 7, "2": {"type": "url"}})], "an observation"),
        ([thing(1, "indicator", pattern="[ipv4-addr:value = '192.0.2.1']", pattern_type="stix")], "pattern"),
        ([thing(1, object_marking_refs="x")], "object_marking_refs"), ([thing(1, object_marking_refs=[7])], "[0]"),
        ([thing(1, object_marking_refs=["identity--1"])], "object_marking_refs[0]"),
        ([thing(1, granular_markings={})], "granular_markings"),
        ([thing(1, granular_markings=[{"marking_ref": MARK, "selectors": []}])], "granular_markings[0].selectors"),
        ([thing(1, granular_markings=[{"selectors": ["name"]}])], "granular_markings[0]"),
        ([thing(1, object_marking_refs=[TLP["red"], TLP["green"]])], "TLP"),
        ([tlp_marking("red") | {"extensions": tlp_marking("clear")["extensions"]}], "extensions"),
        ([control(1) | {"extensions": tlp_marking("clear")["extensions"]}], "id: the published identifier"),
        ([control(1) | {"definition_type": "tlp", "definition": {"tlp": "white"}}], "id: the published identifier"),
        ([control(1, "B", originator="identity--x")], "originator: the identity of this party"),
        ([control(1, "B", by="B")], "originator: the identity of this party"),
        ([control(1, "B", onward="yes")], "onward: ask expected"), ([control(1, permitted="all")], "permitted: a list"),
        ([control(1, permitted=[stix_id("identity", 3)])], "permitted[0]: the identity of a party"),
        ([definitions()[0] | {"name": "Other"}], "name: what is published"),
        ([identity(Reader("A", charter()), "B") | {"name": "Them"}], "name: what is published"),
    ],
)  # fmt: skip
def test_what_the_room_has_no_place_for_is_refused_with_its_member(
    world: World, objects: list[dict[str, Any]], why: str
) -> None:
    taken, wrong = post(world, *objects)
    assert why in wrong[0]
    assert texts_at(world, "A") == {}
    assert taken == []


def test_an_object_under_a_wrong_or_an_unknown_marking_is_not_told(world: World) -> None:
    unknown = thing(3, object_marking_refs=[MARK, stix_id("marking-definition", 9)])
    _, wrong = post(world, control(1, "B"), control(2, "B", onward="yes"), marked(4, 2), unknown, thing(5))
    assert sorted(wrong) == [1, 2, 3]
    assert "object_marking_refs[0] -> extensions" in wrong[2]
    assert wrong[3] == "object_marking_refs[1]: a marking that came before or comes with it expected"


def test_what_the_room_says_itself_is_taken_and_not_kept(world: World) -> None:
    found = read(world, envelope(*definitions(), tlp_marking("red"), identity(Reader("A", charter()), "A")))
    assert found.offers == found.not_taken == []
    assert len(found.held) == len(definitions()) + 2


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (b'{"objects": 7}', "objects"), (b'{"objects": []}', "objects"), (b"{}", "objects"), (b"[]", ""), (b"", ""),
        (b'{"objects": [{}], "objects": [{}]}', "objects"), (b'{"objects": [{}], "obj\\u0065cts": [{}, 1]}', "objects"),
        (b'{"objects": [{}], "more": true, "more": false}', "more"), (b'{"objects": [NaN]}', ""), (b"\xff", ""),
        (b'{"objects": [' + b"[" * 100 + b"]" * 100 + b"]}", ""), (b'{"objects": [{}]} x', ""),
    ],
)  # fmt: skip
def test_what_is_no_envelope_is_refused_whole(text: bytes, field: str) -> None:
    with pytest.raises(Refused) as refused:
        envelope_texts(text, 10_000)
    assert refused.value.field == field
    with pytest.raises(Refused):
        envelope_texts(b'{"objects": [' + b"1," * 10_000 + b"1]}", 10_000)


# -- what arrives ----------------------------------------------------------------------------------------------------


def test_what_no_honest_node_says_changes_nothing(world: World) -> None:
    post(world, control(1, "B"), marked(10, 1))
    world.carry_all()
    before = texts_at(world, "B")
    one = next(iter(world.room("B").view.of_kind("stix_object")))
    body = one.body
    assert isinstance(body, StixObject)
    other = replace(body, text=body.text.replace("to some", "to many"))
    said = {
        "kind": "stix_object",
        "entity": one.entity,
        "body": body_of(other),
        "version": 2,
        "action": "amend",
    }
    forge(
        world, statement(**said), statement(**said | {"entity": "X-1", "body": body_of(body), "version": 1})
    )
    assert len(evidence(world)) == 2
    strange = said | {
        "entity": "X-2",
        "body": body_of(body) | {"stix_id": MARK[:-1] + "7"},
        "action": "establish",
    }
    forge(world, statement(**strange | {"entity": entity_of(MARK[:-1] + "7", body.version), "version": 1}))
    assert [each.kind for each in not_understood(world.room("B"))] == ["stix_object"]
    assert texts_at(world, "B") == before


def test_withdrawn_from_one_it_stays_with_the_other(world: World) -> None:
    post(world, control(1, "B", "J"), marked(10, 1))
    entity = entity_of(stix_id("infrastructure", 10), "2026-01-02T00:00:00.000Z")
    world.nodes["A"].run_now(lambda room: withdraw_from(room, f"A/{entity}", "B", "watch_officer", "x"))
    world.carry_all()
    assert len(texts_at(world, "B")) == 1
    assert len(texts_at(world, "J")) == 2


def test_a_third_party_is_told_whole_by_the_originator_or_not_at_all(world: World) -> None:
    post(world, control(1, "B"), marked(10, 1))
    world.carry_all()
    key = f"A/{entity_of(stix_id('infrastructure', 10), '2026-01-02T00:00:00.000Z')}"
    asked = (
        world.nodes["B"]
        .run_now(lambda room: onward.ask_release(room, key, "J", None, "watch_officer", "bo"))
        .version
    )
    world.carry_all()
    at_a = world.nodes["A"]
    with pytest.raises(Refused) as refused:
        at_a.run_now(
            lambda room: onward.grant(
                room, asked.key, Release(party="", precision="cell"), (), "watch_officer", "x"
            )
        )
    assert refused.value.field == "recipients[0].precision"
    at_a.run_now(lambda room: onward.grant(room, asked.key, Release(party=""), (), "watch_officer", "x"))
    world.clock.go_on(HOUR_MS)
    at_a.run_now(lambda room: onward.release_now(room, asked.key, "watch_officer", "x"))
    world.carry_all()
    assert list(texts_at(world, "J").values()) == [json.dumps(marked(10, 1))]


# -- what a night of objects hides from people: nothing ----------------------------------------------------------------


def test_objects_make_no_page_read_its_picture_anew(world: World) -> None:
    room = world.room("B")
    post(world, control(1, "B"))
    world.carry_all()
    room.view.changes.drain()
    room.view.changes.drain_clocked()
    post(world, *(marked(number, 1) for number in range(10, 50)))
    world.carry_all()
    assert not [key for key in room.view.changes.drain()[0] if not key.startswith("cosigned/")]
    assert room.view.changes.drain_clocked() == set()


def test_objects_crowd_nothing_out_of_the_past_nor_of_a_handover(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(since, "ENTRIES_MAX", 3)
    monkeypatch.setattr(since, "CHUNK", 5)
    world.say("A", announce(notice(), "B", immediate=True))
    post(world, control(1, "B"), *(marked(number, 1) for number in range(10, 50)))
    world.carry_all()
    entity = entity_of(stix_id("infrastructure", 10), "2026-01-02T00:00:00.000Z")
    world.clock.go_on()
    world.nodes["A"].run_now(lambda room: posting.delete(room, [entity], "watch_officer", "m"))
    world.carry_all()
    for party in "AB":
        room = world.room(party)
        rows = since.since_rows(room, T0_MS - 1, T0_MS + HOUR_MS)
        assert [one["kind"] for one in rows["rows"]] == ["notice"]
        assert (rows["total"], rows["shown"]) == (1, 1)
        assert rows["counts"]["stix_object"] == {"new": 40, "ended": 1}
        known = room.view.as_of(T0_MS + HOUR_MS, 0, TIME_MS_MAX, 1_000)
        assert [one.kind for one in known] == ["notice"]
