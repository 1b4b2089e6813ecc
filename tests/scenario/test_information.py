"""R19 and S7: graded reports between services: at the precision that is allowed, judged and never edited, asked for."""

from __future__ import annotations

from typing import Any

import pytest

from commonground.errors import CommongroundError, NotPermitted, Refused, StaleVersion
from commonground.geo.footprint import Circle
from commonground.geo.interval import Altitude
from commonground.geo.place import district_of, district_ring
from commonground.picture.blocks import Place, Reference, Text, Translation
from commonground.picture.information import Information, InformationRequest, OriginalGrade
from commonground.picture.statement import Release, body_of
from commonground.record import replace
from commonground.room import federate, information, onward
from commonground.room.context import Room
from commonground.room.register import tell_opened
from commonground.room.rows import Look
from commonground.room.rows_index import RowsIndex
from commonground.room.rows_information import information_request_row, information_row
from commonground.room.submit import withdraw_from
from commonground.room.watch import due_rows, tick
from tests.fault.test_hostile_statements import forge, not_understood, statement
from tests.worlds import HOUR_MS, T0_MS, World, make_world, nd, report, site

WATCH = "watch_officer"
DAY_MS = 24 * HOUR_MS
SQUARE = district_of(nd(36.5), nd(33.0))
HERE = Place(lon_nd=nd(36.5), lat_nd=nd(33.0), radius_tmm=0, precision="exact", how_obtained="imagery")


def words(text: str) -> Text:
    return Text(lang="en", text=text)


def told(**changes: Any) -> Information:
    values: dict[str, Any] = {
        "matter": "hazard", "title": words("Mines"), "text": words("Mines beside the road."), "reliability": "B",
        "credibility": 2, "from_ms": T0_MS, "until_ms": T0_MS + HOUR_MS, "place": HERE,
    }  # fmt: skip
    return Information(**values | changes)


def ground(*squares: str, holder: str = "B", **changes: Any) -> Information:
    values: dict[str, Any] = {
        "matter": "control_of_ground", "place": None, "squares": squares or (SQUARE,), "holder": holder,
        "until_ms": T0_MS + 6 * HOUR_MS,
    }  # fmt: skip
    return told(**values | changes)


def say(world: World, by: str, body: Information, *to: str | Release) -> str:
    releases = tuple(one if isinstance(one, Release) else Release(party=one) for one in to)
    done = world.nodes[by].run_now(lambda room: information.report(room, body, releases, WATCH, "ann"))
    world.carry_all()
    return done.version.key


def at(world: World, by: str, act: Any) -> Any:
    done = world.nodes[by].run_now(act)
    world.carry_all()
    return done


def row(world: World, party: str, key: str) -> dict[str, Any]:
    room = world.room(party)
    version = room.view.get(key)
    make = information_row if version.kind == "information" else information_request_row
    found = make(Look(room=room, index=RowsIndex(), now_ms=room.clock.now_ms()), version)
    assert found is not None
    return found


def refused(world: World, by: str, act: Any, field: str, kind: type[CommongroundError] = Refused) -> None:
    """Refused with that field, and nothing is left of it."""
    before = world.room(by).ledger.entries_total()
    with pytest.raises(kind) as caught:
        world.nodes[by].run_now(act)
    assert getattr(caught.value, "field", "") == field, caught.value
    assert world.room(by).ledger.entries_total() == before


def saying(body: Information, *to: str) -> Any:
    releases = tuple(Release(party=one) for one in to)
    return lambda room: information.report(room, body, releases, WATCH, "ann")


# -- a report -----------------------------------------------------------------------------------------------------


def test_a_report_reaches_whom_it_names_with_its_grade_and_nobody_else() -> None:
    world = make_world()
    text = Text(
        lang="ar", text="ألغام", translations=(Translation(lang="en", text="mines", made_by="machine"),)
    )
    body = told(text=text, original=OriginalGrade(scheme="national", grade="probable"))
    key = say(world, "A", body, "B")
    shown = row(world, "B", key)
    assert (shown["reliability"], shown["credibility"]) == ("B", 2)
    assert shown["original"] == {"scheme": "national", "grade": "probable"}
    assert shown["text"]["lang"] == "ar"
    assert shown["text"]["translations"][0]["made_by"] == "machine"
    assert key not in world.room("J").view.picture.entities
    assert shown["recipients"] == [], "who else was told stays with the author"


def test_the_place_is_as_precise_as_each_recipient_may_have_it() -> None:
    world = make_world()
    ring = Circle(center=(HERE.lon_nd, HERE.lat_nd), radius_tmm=500_000)
    key = say(world, "A", told(footprint=ring), "B", Release(party="J", precision="district"))
    assert row(world, "B", key)["place"]["precision"] == "exact"
    assert row(world, "B", key)["footprint"] is not None
    shown = row(world, "J", key)
    assert shown["place"]["precision"] == "district"
    assert shown["footprint"] is None
    assert (shown["place"]["lon_nd"], shown["place"]["lat_nd"]) != (HERE.lon_nd, HERE.lat_nd)


FLOOR = Altitude(value_tmm=0, reference="AGL", unit="M")


def test_heights_go_with_the_outline_to_those_who_have_it_exactly() -> None:
    world = make_world()
    ring = Circle(center=(HERE.lon_nd, HERE.lat_nd), radius_tmm=500_000)
    top = replace(FLOOR, value_tmm=3_048_000, unit="FT")
    body = told(footprint=ring, lower=FLOOR, upper=top)
    key = say(world, "A", body, "B", Release(party="J", precision="cell"))
    shown = row(world, "B", key)
    assert (shown["lower"]["value_tmm"], shown["upper"]["unit"]) == (0, "FT")
    shown = row(world, "J", key)
    assert (shown["lower"], shown["upper"]) == (None, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lower": FLOOR}, "footprint"),
        ({"upper": FLOOR, "footprint": Circle(center=(nd(36.5), nd(33.0)), radius_tmm=10_000)}, "lower"),
        (
            {
                "lower": replace(FLOOR, value_tmm=5), "upper": FLOOR,
                "footprint": Circle(center=(nd(36.5), nd(33.0)), radius_tmm=10_000),
            },
            "lower",
        ),
    ],
)  # fmt: skip
def test_heights_alone_or_upside_down_are_refused(changes: dict[str, Any], field: str) -> None:
    refused(make_world(), "A", saying(told(**changes), "B"), f"information.{field}")


def test_of_a_view_only_report_the_words_stay_with_the_originator() -> None:
    world = make_world()
    key = say(
        world, "A", told(original=OriginalGrade(scheme="own", grade="x")), Release(party="B", mode="view")
    )
    shown = row(world, "B", key)
    assert shown["text"] is None
    assert shown["original"] is None
    origin = world.log("A", "B")
    store = world.room("B").store
    for one in store.entries(origin, 0, store.origins()[origin]):
        assert one.body is None or b"beside the road" not in one.body
    version = world.room("B").view.get(key)
    content = world.nodes["A"].run_now(
        lambda room: federate.open_content(room, "B", version.origin, version.leaf)
    )
    assert b"beside the road" in content


def test_an_amendment_may_refer_to_something_else_and_an_end_is_told() -> None:
    world = make_world()
    known = world.say("J", report(site(name="Clinic"), "A", "B"))
    world.carry_all()
    about = Reference(author="J", entity=known.version.entity)
    key = say(world, "A", told(), "B")
    id, changed = key.partition("/")[2], told(refers_to=(about,), credibility=3)
    at(world, "A", lambda room: information.amend(room, id, 1, changed, WATCH, "ann"))
    assert row(world, "B", key)["refers_to"] == [], "that B holds the clinic is J's to tell"
    assert (row(world, "B", key)["version"], row(world, "B", key)["credibility"]) == (2, 3)
    refused(
        world, "A", lambda room: information.amend(room, id, 1, told(), WATCH, "ann"), "version", StaleVersion
    )
    at(world, "A", lambda room: information.end(room, id, WATCH, "ann"))
    assert row(world, "B", key)["ended"]
    refused(world, "A", lambda room: information.end(room, id, WATCH, "ann"), "id", NotPermitted)


def test_what_a_report_refers_to_goes_where_it_is_known_to_be_held() -> None:
    world = make_world()
    own = world.say("A", report(site(name="Depot", category="warehouse"), "B"))
    world.carry_all()
    about = Reference(author="A", entity=own.version.entity)
    key = say(world, "A", told(refers_to=(about,)), "B", "J")
    assert row(world, "B", key)["refers_to"] == [about.key]
    assert row(world, "J", key)["refers_to"] == [], "J was not told of the depot"
    nothing = Reference(author="J", entity="S-NOTHING1")
    refused(world, "A", saying(told(refers_to=(nothing,)), "B"), "information.refers_to[0]")


# -- what may be told, and how precisely (S7) -----------------------------------------------------------------------


@pytest.mark.parametrize("matter", ["front_line", "control_of_ground", "group_movement"])
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"place": HERE}, "place"),
        ({"place": replace(HERE, precision="district", radius_tmm=80_000_000)}, "place"),
        ({"footprint": Circle(center=(nd(36.5), nd(33.0)), radius_tmm=90_000_000)}, "footprint"),
        ({"squares": ()}, "squares"),
        ({"squares": (SQUARE, SQUARE)}, "squares"),
        ({"squares": (f"{SQUARE}00",)}, "squares[0]"),
        ({"squares": (SQUARE[:-2],)}, "squares[0]"),
        ({"squares": ("37SZZ99",)}, "squares[0]"),
        ({"until_ms": T0_MS + 6 * HOUR_MS - 1}, "until_ms"),
        ({"until_ms": T0_MS - 1}, "until_ms"),
    ],
)
def test_fronts_ground_and_movements_are_told_in_large_squares_and_long_periods_alone(
    matter: str, changes: dict[str, Any], field: str
) -> None:
    world = make_world(parties=("A", "B", "J"))
    body = ground(matter=matter, holder="B" if matter == "control_of_ground" else "", **changes)
    refused(world, "A", saying(body, "B"), f"information.{field}")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (told(matter="other"), "place"),
        (told(matter="other", place=replace(HERE, precision="cell", radius_tmm=7_080_000)), "place"),
        (told(matter="other", place=replace(HERE, precision="unknown")), "place"),
        (
            told(
                matter="other", place=None, footprint=Circle(center=(nd(36.5), nd(33.0)), radius_tmm=10_000)
            ),
            "place",
        ),
        (told(squares=(SQUARE,)), "squares"),
        (told(holder="B"), "holder"),
        (ground(holder=""), "holder"),
        (ground(matter="front_line"), "holder"),
        (told(title=words(" ")), "title"),
        (told(original=OriginalGrade(scheme="", grade="x")), "original"),
        (told(place=replace(HERE, lon_nd=nd(10))), "place"),
        (ground(district_of(nd(10), nd(50))), "squares[0]"),
    ],
)
def test_what_cannot_be_told_is_refused_by_its_field(body: Information, field: str) -> None:
    refused(make_world(), "A", saying(body, "B"), f"information.{field}")


def test_what_another_node_tells_too_precisely_is_kept_and_not_understood() -> None:
    """A node that does not obey S7: its line stands in the log, and no screen shows what it tells."""
    world = make_world()
    key = say(world, "A", ground(), "B")
    true = body_of(ground())
    short = {**true, "until_ms": T0_MS + HOUR_MS}
    precise = {**body_of(told()), "matter": "group_movement"}
    forge(world, *(
        statement(kind="information", entity=f"I-FORGED{number}", body=body)
        for number, body in enumerate((true, short, precise))
    ))  # fmt: skip
    assert row(world, "B", key)["squares"][0]["name"] == SQUARE
    assert row(world, "B", "A/I-FORGED0")["squares"][0]["name"] == SQUARE
    hidden = {one.key for one in not_understood(world.room("B"))}
    assert hidden == {"A/I-FORGED1", "A/I-FORGED2"}


def test_a_square_is_drawn_whole_and_named_in_one_way() -> None:
    ring = district_ring(SQUARE, "square")
    assert len(ring) == 4
    inside = (sum(lon for lon, _ in ring) // 4, sum(lat for _, lat in ring) // 4)
    assert district_of(*inside) == SQUARE
    with pytest.raises(Refused) as caught:
        district_ring(SQUARE.lower(), "square")
    assert caught.value.field == "square"


# -- opinions -------------------------------------------------------------------------------------------------------


def test_a_recipient_answers_with_an_opinion_and_never_edits() -> None:
    world = make_world()
    key = say(world, "A", told(), "B", "J")

    def opine(
        room: Room, opinion: Any = "disagrees", reasons: str = "they were cleared", to: Any = ()
    ) -> Any:
        return information.give_opinion(room, key, opinion, words(reasons), to, WATCH, "bob")

    refused(world, "B", lambda room: opine(room, reasons=" "), "opinion.reasons")
    at(world, "B", opine)
    for party in "AB":
        [one] = row(world, party, key)["opinions"]
        assert (one["party"], one["opinion"], one["reasons"]["text"]) == (
            "B",
            "disagrees",
            "they were cleared",
        )
    assert row(world, "J", key)["opinions"] == [], "between the two of them"
    at(world, "B", lambda room: opine(room, "cannot_say", ""))
    assert [one["opinion"] for one in row(world, "A", key)["opinions"]] == ["cannot_say"]
    refused(world, "A", lambda room: opine(room), "opinion.about")
    id = key.partition("/")[2]
    refused(world, "B", lambda room: information.amend(room, id, 1, told(), WATCH, "bob"), "key")


# -- requests -------------------------------------------------------------------------------------------------------


def ask(world: World, by: str = "B", *to: str) -> str:
    body = InformationRequest(
        matter="hazard", text=words("Are there mines?"), from_ms=T0_MS, until_ms=T0_MS + DAY_MS
    )
    done = at(world, by, lambda room: information.ask(room, body, to or ("A",), WATCH, "bob"))
    return str(done.version.key)


def answer(world: World, by: str, key: str, outcome: Any, report_id: str = "") -> None:
    at(world, by, lambda room: information.answer(room, key, outcome, report_id, None, WATCH, "ann"))


def states(world: World, party: str, key: str) -> list[tuple[str, str, bool]]:
    return [(one["party"], one["state"], one["late"]) for one in row(world, party, key)["answers"]]


def test_a_request_is_answered_with_a_report_that_its_asker_holds() -> None:
    world = make_world()
    key = ask(world)
    assert [one.what for one in due_rows(world.room("A"), world.clock.ms)].count("information_request") == 1
    id = say(world, "A", told()).partition("/")[2]
    refused(
        world, "A", lambda room: information.answer(room, key, "report", id, None, WATCH, "ann"),
        "information_answer.report",
    )  # fmt: skip
    given = say(world, "A", told(), "B")
    answer(world, "A", key, "report", given.partition("/")[2])
    assert states(world, "B", key) == [("A", "report", False)]
    assert row(world, "B", key)["answers"][0]["report"] == given
    assert [one.what for one in due_rows(world.room("A"), world.clock.ms)].count("information_request") == 0
    refused(
        world, "A", lambda room: information.answer(room, key, "none", "", None, WATCH, "ann"),
        "information_answer.about",
    )  # fmt: skip


def test_silence_for_a_day_is_none_and_a_late_answer_still_counts() -> None:
    world = make_world()
    key = ask(world, "B", "A", "J")
    answer(world, "J", key, "refused")
    assert states(world, "B", key) == [("A", "asked", False), ("J", "refused", False)]
    assert states(world, "A", key) == [("A", "asked", False)], "whom else B asked is B's to know"
    world.clock.ms = T0_MS + DAY_MS
    assert states(world, "B", key)[0] == ("A", "asked", False)
    world.clock.go_on(1)
    assert states(world, "B", key)[0] == states(world, "A", key)[0] == ("A", "no_answer", False)
    for party in "ABJ":
        world.nodes[party].run_now(lambda room: tick(room, room.clock.now_ms()))
    assert [one.what for one in due_rows(world.room("A"), world.clock.ms)].count("information_request") == 0
    answer(world, "A", key, "none")
    assert states(world, "B", key)[0] == ("A", "none", True)


def test_nobody_answers_what_was_asked_of_another() -> None:
    world = make_world()
    key = ask(world)
    refused(
        world, "B", lambda room: information.answer(room, key, "none", "", None, WATCH, "bob"),
        "information_answer.about",
    )  # fmt: skip
    assert key not in world.room("J").view.picture.entities
    refused(world, "B", lambda room: information.ask(room, told_request(), (), WATCH, "bob"), "recipients")
    at(world, "B", lambda room: information.end(room, key.partition("/")[2], WATCH, "bob"))
    refused(
        world, "A", lambda room: information.answer(room, key, "none", "", None, WATCH, "ann"),
        "information_answer.about",
    )  # fmt: skip


def told_request() -> InformationRequest:
    return InformationRequest(matter="other", text=words("?"), from_ms=T0_MS, until_ms=T0_MS)


# -- originator control -----------------------------------------------------------------------------------------------


def test_onward_release_is_asked_of_the_originator_and_a_release_can_be_ended() -> None:
    world = make_world()
    key = say(world, "A", told(), "B")
    request = at(world, "B", lambda room: onward.ask_release(room, key, "J", None, WATCH, "bob")).version.key
    at(
        world,
        "A",
        lambda room: onward.grant(room, request, Release(party="", precision="cell"), (), WATCH, "ann"),
    )
    world.clock.go_on(10_000)
    at(world, "A", lambda room: onward.release_due(room, room.clock.now_ms()))
    assert row(world, "J", key)["place"]["precision"] == "cell"
    at(world, "A", lambda room: withdraw_from(room, key, "J", WATCH, "ann"))
    assert row(world, "J", key)["withdrawn"]


def test_the_originator_sees_who_has_opened_and_the_post_decides_who_may() -> None:
    world = make_world()
    key = say(world, "A", told(), "B")
    at(world, "B", lambda room: tell_opened(room, [key], "opened", WATCH, "bob"))
    [one] = row(world, "A", key)["recipients"]
    assert [(seen["post"], seen["how"]) for seen in one["opened"]] == [(WATCH, "opened")]
    refused(
        world,
        "B",
        lambda room: information.report(room, told(), (), "interpreter", "bob"),
        "post",
        NotPermitted,
    )
