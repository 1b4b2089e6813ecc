"""Bad input at the door of one node: each has a refusal that names its field, leaves nothing, and the node goes on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest

from commonground.errors import MalformedMessage, Refused
from commonground.geo.footprint import Corridor, Footprint, Polygon
from commonground.geo.volume import Volume
from commonground.picture.blocks import Body, Place, Reference, Text, Translation
from commonground.picture.charter import Text3
from commonground.picture.entity import ConflictNote, Link, Notice, Position, Reply, Site
from commonground.picture.statement import Release
from commonground.record import BODY_BYTES_MAX, decode, encode_canonical, plain, replace
from commonground.room.submit import Command
from tests.fault.test_node_faults import check_node
from tests.property.test_noninterference import everything_stored
from tests.worlds import (
    HOUR_MS,
    T0_MS,
    World,
    announce,
    circle,
    ft,
    make_world,
    nd,
    notice,
    report,
    site,
    volume,
)

ABOUT = Reference(author="B", entity="N-1")


def refused(command: Command, field: str, *, clause: str = "") -> Refused:
    """The refusal; nothing was written for it, and the node takes the next good word."""
    world = make_world()
    before = everything_stored(world.room("A"))
    with pytest.raises(Refused) as error:
        world.say("A", command)
    assert everything_stored(world.room("A")) == before
    assert error.value.field == field, error.value
    assert error.value.reason
    if clause:
        assert error.value.clause == clause
    serving(world)
    return error.value


def serving(world: World) -> None:
    world.say("A", announce(notice(text="the next word"), "B"))
    world.carry_all()
    assert len(list(world.room("B").view.of_kind("notice"))) == 1
    check_node(world.room("A"))


def flown(footprint: Footprint | None = None, **changes: Any) -> Notice:
    values = {} if footprint is None else {"footprint": footprint}
    return notice(replace(volume(), **{**values, **changes}))


# -- bytes --------------------------------------------------------------------------------------------------------


def broken_json() -> Iterator[tuple[bytes, str]]:
    good = encode_canonical(notice())
    lower = b'"value_tmm":3048000'
    assert lower in good
    for wrong in (b"NaN", b"Infinity", b"-Infinity", b"0x10", b"9" * 17, b"-" + b"9" * 400, b"9" * 5_000):
        yield good.replace(lower, b'"value_tmm":' + wrong), ""
    for wrong in (b"1e400", b"1.5", b"3048000.0", b'"3048000"', b"null", b"[]", b"-0.0", b"1e3"):
        yield good.replace(lower, b'"value_tmm":' + wrong), "volumes[0].lower.value_tmm"
    centre = b"[36500000000,33000000000]"
    assert centre in good
    yield good.replace(centre, b"[NaN,NaN]"), ""
    for wrong in (b"[36.5,33.0]", b'["36","33"]', b"[36500000000]", b"[36500000000,33000000000,0]",
                  b"{}", b"null"):  # fmt: skip
        yield good.replace(centre, wrong), "volumes[0].footprint.center"
    for old, new, field in (
        (b'"AMSL"', b'"NAVD88"', "volumes[0].lower.reference"), (b'"FT"', b'"FATHOM"', "volumes[0].lower.unit"),
        (b'"circle"', b'"ellipse"', "volumes[0].footprint"), (b'"patrol"', b'"raid"', "activity_class"),
        (b'"manned"', b'"ghost"', "crew"), (b'{"activity', b'{"purpose":"x","activity', ""),
    ):  # fmt: skip
        assert old in good
        yield good.replace(old, new, 1), field
    yield good[:-1], ""
    yield good + b"{}", ""
    yield b"\xff\xfe" + good, ""
    yield good.replace(b"stay below", b"\xc3\x28"), ""
    yield good.replace(b"stay below", b"\\ud800"), ""
    yield b"", ""


@pytest.mark.parametrize(("data", "field"), list(broken_json()))
def test_what_is_no_notice_does_not_parse(data: bytes, field: str) -> None:
    with pytest.raises(MalformedMessage) as error:
        decode(Notice, data)
    assert error.value.field.startswith(field), error.value


def test_a_text_that_is_no_utf_8_is_refused() -> None:
    with pytest.raises(MalformedMessage, match="UTF-8"):
        decode(Notice, '{"crew":"\ud800"}')


def test_long_digits_in_a_text_are_a_text() -> None:
    body = notice(text='call 0123456789012345678901234567890123456789, or \\" 99999999999999999999')
    assert decode(Notice, encode_canonical(body)) == body
    foreign = b'{"id":12345678901234567890,"at":[36.29833299999999895]}'
    assert decode(dict[str, Any], foreign)["id"] == 12345678901234567890, "files of others hold such numbers"


@pytest.mark.parametrize(
    "data",
    [b"[" * 100_000, b'{"a":' * 50_000, b"[" * 40 + b"]" * 40, b'{"volumes":' + b"[" * 33 + b"]" * 33 + b"}"],
    ids=["brackets", "objects", "closed", "inside"],
)
def test_deep_json_is_refused_before_it_is_parsed(data: bytes) -> None:
    with pytest.raises(MalformedMessage, match="nested deeper"):
        decode(Notice, data)


def test_large_json_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(MalformedMessage, match="at most"):
        decode(Notice, b"[" + b" " * BODY_BYTES_MAX + b"]")


# -- places -------------------------------------------------------------------------------------------------------

SWAPPED = "latitude and longitude may be swapped"


def ring(*points: tuple[float, float]) -> Polygon:
    return Polygon(rings=(tuple((nd(lon), nd(lat)) for lon, lat in points),))


@pytest.mark.parametrize(
    ("footprint", "field"),
    [
        (circle(33.5, 36.5, 500), None),
        (circle(31.5, 37.5, 500), "center"),
        (ring((36, 33), (37, 33), (33.5, 36.9)), None),
        (ring((36, 33), (37, 33), (31, 37)), "rings[0][2]"),
        (Corridor(path=((nd(36), nd(33)), (nd(31.5), nd(37.5))), width_tmm=10_000_000), "path[1]"),
    ],
)
def test_a_swapped_point_outside_the_area_is_refused_and_says_so(
    footprint: Footprint, field: str | None
) -> None:
    """Where both readings lie inside nobody can know: read-back is for that (T-4)."""
    if field is None:
        make_world().say("A", announce(flown(footprint), "B"))
        return
    where = f"notice.volumes[0].footprint.{field}"
    assert SWAPPED in refused(announce(flown(footprint), "B"), where, clause="T-3").reason


def test_a_point_outside_that_would_lie_outside_swapped_too_says_nothing_of_it() -> None:
    error = refused(
        announce(flown(circle(10, 50, 500)), "B"), "notice.volumes[0].footprint.center", clause="T-3"
    )
    assert SWAPPED not in error.reason


@pytest.mark.parametrize(
    ("changes", "field", "says_swapped"),
    [
        ({"place": Place(lon_nd=nd(31.5), lat_nd=nd(37.5), radius_tmm=0, precision="exact", how_obtained="told")},
         "site.place", True),
        ({"place": Place(lon_nd=nd(-120), lat_nd=nd(37.5), radius_tmm=0, precision="exact", how_obtained="told")},
         "site.place", False),
        ({"footprint": circle(31.5, 37.5, 200)}, "site.footprint.center", True),
        ({"footprint": ring((36, 33), (37, 33), (31, 37))}, "site.footprint.rings[0][2]", True),
    ],
)  # fmt: skip
def test_a_swapped_site_is_refused_too(changes: dict[str, Any], field: str, says_swapped: bool) -> None:
    error = refused(report(replace(site(), **changes), "B"), field, clause="T-3")
    assert (SWAPPED in error.reason) == says_swapped


@pytest.mark.parametrize(
    ("lon_nd", "lat_nd", "radius_tmm", "field"),
    [
        (180 * 10**9 + 1, 0, 0, "site.place.lon_nd"),
        (0, -90 * 10**9 - 1, 0, "site.place.lat_nd"),
        (2**60, 2**60, 0, "site.place.lon_nd"),
        (nd(36), nd(33), -1, "site.place.radius_tmm"),
        (nd(36), nd(33), 10**9 + 1, "site.place.radius_tmm"),
    ],
)
def test_a_place_that_is_nowhere(lon_nd: int, lat_nd: int, radius_tmm: int, field: str) -> None:
    place = Place(lon_nd=lon_nd, lat_nd=lat_nd, radius_tmm=radius_tmm, precision="exact", how_obtained="map")
    refused(report(replace(site(), place=place), "B"), field)


# -- shapes -------------------------------------------------------------------------------------------------------


def round_ring(count: int) -> Polygon:
    turns = (2 * math.pi * number / count for number in range(count))
    return ring(*((36.5 + 0.2 * math.cos(turn), 33 + 0.2 * math.sin(turn)) for turn in turns))


def test_ten_thousand_vertices_are_taken_and_one_more_is_not() -> None:
    world = make_world()
    world.say("A", announce(flown(round_ring(10_000)), "B"))
    world.carry_all()
    [version] = world.room("B").view.of_kind("notice")
    assert version.body == flown(round_ring(10_000))
    refused(announce(flown(round_ring(10_001)), "B"), "notice.volumes[0].footprint.rings", clause="limits")


def test_ten_thousand_vertices_that_cross_are_refused_by_two_edges() -> None:
    points = list(round_ring(10_000).rings[0])
    points[4_000], points[9_000] = points[9_000], points[4_000]
    error = refused(
        announce(flown(Polygon(rings=(tuple(points),))), "B"), "notice.volumes[0].footprint.rings[0][9000]"
    )
    assert error.detail["edges"] == [3999, 9000], "each of them ends at one of the two"
    assert "edge 3999" in error.reason
    assert "edge 9000" in error.reason


SQUARE = ((36.0, 33.0), (36.5, 33.0), (36.5, 33.5), (36.0, 33.5))
BAD_RINGS: list[tuple[Polygon, str]] = [
    (ring((36.0, 33.0), (36.5, 33.5), (36.5, 33.0), (36.0, 33.5)), "rings[0][2]"),
    (ring((36.0, 33.0), (36.5, 33.0)), "rings[0]"),
    (ring((36.0, 33.0), (36.5, 33.0), (36.0, 33.0)), "rings[0]"),
    (ring(*SQUARE, SQUARE[0]), "rings[0][4]"),
    (ring(*SQUARE[:2], SQUARE[1], *SQUARE[2:]), "rings[0][2]"),
    (ring((36.0, 33.0), (36.0, 33.2), (36.0, 33.4)), "rings[0]"),
    (Polygon(rings=()), "rings"),
    (Polygon(rings=((),)), "rings[0]"),
    (Polygon(rings=(*ring(*SQUARE).rings, *ring((37, 33), (37.1, 33), (37.1, 33.1)).rings)), "rings[1]"),
]


@pytest.mark.parametrize(("footprint", "field"), BAD_RINGS)
def test_a_ring_that_bounds_nothing(footprint: Polygon, field: str) -> None:
    refused(announce(flown(footprint), "B"), f"notice.volumes[0].footprint.{field}")
    if footprint.rings and footprint.rings[0]:
        refused(report(replace(site(36.2, 33.2), footprint=footprint), "B"), f"site.footprint.{field}")


@pytest.mark.parametrize(
    ("footprint", "field"),
    [
        (circle(36.5, 33, -1), "radius_tmm"), (circle(36.5, 33, 1e9), "radius_tmm"),
        (Corridor(path=((nd(36), nd(33)),), width_tmm=10_000), "path"),
        (Corridor(path=(), width_tmm=10_000), "path"),
        (Corridor(path=((nd(36), nd(33)), (nd(36), nd(33))), width_tmm=10_000), "path[1]"),
        (Corridor(path=((nd(36), nd(33)), (nd(36.1), nd(33))), width_tmm=0), "width_tmm"),
    ],
)  # fmt: skip
def test_a_circle_or_corridor_that_is_none(footprint: Footprint, field: str) -> None:
    refused(announce(flown(footprint), "B"), f"notice.volumes[0].footprint.{field}")


# -- heights and hours ----------------------------------------------------------------------------------------------

FL300 = replace(ft(30_000, "FL"), unit="FL")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lower": ft(8_001)}, "lower"),
        ({"lower": FL300, "upper": ft(1_000)}, "lower"),
        ({"lower": ft(60_000, "W84"), "upper": ft(500, "AGL")}, "lower"),
        ({"lower": ft(30_000, "AGL"), "upper": ft(1_000)}, "lower"),
        ({"lower": replace(ft(100), unit="FL")}, "lower.unit"),
        ({"lower": ft(-30_000)}, "lower.value_tmm"),
        ({"upper": ft(400_000)}, "upper.value_tmm"),
        ({"upper": ft(2**50)}, "upper.value_tmm"),
        ({"until_ms": T0_MS + HOUR_MS, "from_ms": T0_MS + 2 * HOUR_MS}, "until_ms"),
        ({"from_ms": -1}, "from_ms"),
        ({"until_ms": 2**53}, "until_ms"),
        ({"until_ms": T0_MS + 500 * 24 * HOUR_MS}, "until_ms"),
        ({"from_ms": T0_MS - 2 * HOUR_MS, "until_ms": T0_MS - 1}, "until_ms"),
    ],
)
def test_bands_and_windows_upside_down(changes: dict[str, Any], field: str) -> None:
    refused(announce(flown(**changes), "B"), f"notice.volumes[0].{field}")


@pytest.mark.parametrize(
    "changes",
    [
        {"lower": ft(8_000)},
        {"lower": ft(1_000, "AGL"), "upper": ft(1_000)},
        {"upper": None},
        {"lower": FL300, "upper": ft(27_000)},
        {"from_ms": T0_MS - HOUR_MS, "until_ms": T0_MS},
    ],
    ids=["flat", "over ground", "unlimited", "may be", "ends now"],
)
def test_what_may_be_is_taken(changes: dict[str, Any]) -> None:
    make_world().say("A", announce(flown(**changes), "B"))


@pytest.mark.parametrize("count", [0, 101])
def test_one_to_a_hundred_volumes(count: int) -> None:
    body = replace(notice(), volumes=tuple(volume(34 + 0.05 * number) for number in range(count)))
    refused(announce(body, "B"), "notice.volumes")


def test_a_hundred_volumes_are_taken_and_too_many_bytes_are_not() -> None:
    make_world().say("A", announce(replace(notice(), volumes=(volume(),) * 100), "B"))
    big: tuple[Volume, ...] = (replace(volume(), footprint=round_ring(2_000)),) * 50
    refused(announce(replace(notice(), volumes=big), "B"), "notice", clause="limits")


# -- texts ----------------------------------------------------------------------------------------------------------


def with_text(path: str, value: str) -> tuple[Command, str]:
    """A command with one text replaced, and the field by which it should be named."""
    kind, _, rest = path.partition(".")
    bodies: dict[str, Body] = {
        "notice": replace(notice(), remarks=Text(lang="en", text="x", translations=(
            Translation(lang="ar", text="x", made_by="human"),))),
        "site": site(footprint=None, function="x", marking="x", place_text="x", source_ref="x", evidence=("x", "x"),
                     made_names=("ru",)),
        "position": Position(about=ABOUT, stance="agrees", reason=Text(lang="en", text="x")),
        "reply": Reply(about=ABOUT, about_version=1, what="answer", code="x", text=Text(lang="en", text="x")),
        "conflict_note": ConflictNote(conflict="x", state="open", owner="x", note="x", versions=(1, 1)),
    }  # fmt: skip
    body = replaced(bodies[kind], rest, value)
    releases = () if kind == "conflict_note" else (Release(party="B"),)
    return Command(kind=kind, action="establish", post="watch_officer", body=body, releases=releases), path


def replaced(value: Any, path: str, new: str) -> Any:
    name, _, rest = path.partition(".")
    bare, _, number = name.partition("[")
    old = getattr(value, bare)
    if number:
        at = int(number[:-1])
        inner = replaced(old[at], rest, new) if rest else new
        return replace(value, **{bare: (*old[:at], inner, *old[at + 1 :])})
    return replace(value, **{bare: replaced(old, rest, new) if rest else new})


LINES = [
    "notice.controlling_post", "notice.contact", "site.name.en", "site.name.ar", "site.name.ru", "site.submitter",
    "site.source_ref", "site.made_names[0]", "site.place.gazetteer_id", "site.place.admin_code",
    "reply.code", "conflict_note.owner", "conflict_note.conflict",
]  # fmt: skip
TEXTS = [
    "notice.remarks.text", "notice.remarks.translations[0].text", "site.function", "site.marking", "site.place_text",
    "site.evidence[1]", "position.reason.text", "reply.text.text", "conflict_note.note",
]  # fmt: skip


@pytest.mark.parametrize("path", [*LINES, *TEXTS])
def test_every_text_has_its_limit(path: str) -> None:
    limit = 200 if path in LINES else 4_000
    refused(with_text(path, "ن" * (limit + 1))[0], path, clause="limits")
    make_world().say("A", with_text(path, "ن" * limit)[0])


@pytest.mark.parametrize("path", [*LINES, *TEXTS])
def test_no_text_holds_control_characters(path: str) -> None:
    for mark in ("\x00", "\x07", "\x08", "\x0b", "\x1b", "\x1f", "\x7f", "\x85", "\x9b", "\r"):
        world = make_world()
        with pytest.raises(Refused) as error:
            world.say("A", with_text(path, f"a{mark}b")[0])
        assert error.value.field == path
        assert f"U+{ord(mark):04X}" in error.value.reason
        assert world.room("A").store.origins() == {}
    for mark in ("\n", "\t"):
        command = with_text(path, f"a{mark}b")[0]
        if path in LINES:
            refused(command, path)
        else:
            make_world().say("A", command)


@pytest.mark.parametrize("path", ["site.name.en", "notice.remarks.text"])
def test_a_lone_surrogate_is_refused(path: str) -> None:
    refused(with_text(path, "a\ud800b")[0], path)


MARKS = "\u202e\u202d\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200c\u200d\u2028\u2029\ufeff\U000e0041"


@pytest.mark.parametrize(
    "name",
    [f"Clinic {MARKS} 1", "Сlіnіс", "C‍linic", "كـــلينك", "👩🏽‍⚕️ station", "e\u0301" * 90, "<script>alert(1)</script>",
     "'; DROP TABLE entries; --", "=HYPERLINK(1)", "%s%n{0}${x}", "../../etc/passwd", "A" * 200, "ß" * 200],
)  # fmt: skip
def test_strange_but_lawful_names_arrive_as_they_were_said(name: str) -> None:
    """Marks of direction are needed, look-alikes are other names, and nothing interprets a text."""
    world = make_world()
    body = replace(site(), name=Text3(en=name, ar=MARKS + "عيادة"))
    said = world.say("J", report(body, "A", "B"))
    world.say("A", announce(notice(text=name), "B", immediate=True))
    world.carry_all()
    for party in ("A", "B"):
        assert world.room(party).view.get(said.version.key).body == body
        check_node(world.room(party))
    [hit] = world.room("B").view.check(notice(), T0_MS).hits[:1]
    assert hit.title.en == name
    assert decode(Site, encode_canonical(body)) == body


def test_look_alikes_are_two_names() -> None:
    world = make_world()
    for name in ("Clinic", "Сlinic"):
        world.say("J", report(site(name=name), "A"))
    world.carry_all()
    assert len(list(world.room("A").view.of_kind("site"))) == 2


# -- commands -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "entity", ["a/b", "a|b", "a@1", "", " ", "é", "x" * 65, "-", ".", "N 1", "N\n1", "../1", "N\x00"]
)
def test_an_entity_has_a_plain_id(entity: str) -> None:
    command = announce(notice(), "B", entity=entity)
    if entity == "":
        assert make_world().say("A", command).version.entity.startswith("N-")
        return
    refused(command, "entity")


@pytest.mark.parametrize(
    ("releases", "field"),
    [
        ((Release(party="A"),), "recipients[0].party"), ((Release(party="X"),), "recipients[0].party"),
        ((Release(party="B"), Release(party="B", mode="view")), "recipients[1].party"),
        ((Release(party=""),), "recipients[0].party"), ((Release(party="b"),), "recipients[0].party"),
    ],
)  # fmt: skip
def test_recipients_are_others_each_once(releases: tuple[Release, ...], field: str) -> None:
    refused(announce(notice(), releases=releases), field)


def test_only_what_has_parts_can_be_viewed() -> None:
    body = Reply(about=ABOUT, about_version=1, what="read")
    view = (Release(party="B", mode="view"),)
    refused(
        Command(kind="reply", action="establish", post="watch_officer", body=body, releases=view),
        "recipients[0].mode",
    )


@pytest.mark.parametrize(
    ("body", "kind", "field"),
    [
        (Reply(about=Reference(author="X", entity="N-1"), about_version=1, what="read"), "reply", "reply.about.author"),
        (Reply(about=Reference(author="B", entity="a|b"), about_version=1, what="read"), "reply", "reply.about.entity"),
        (Reply(about=ABOUT, about_version=1, what="read_back", point=(2**60, 0)), "reply", "reply.point.lon_nd"),
        (Position(about=ABOUT, stance="disputes", reason=Text(lang="en", text=" \n ")), "position", "position.reason"),
        (Link(first=ABOUT, second=ABOUT), "link", "link.second"),
        (replace(site(), name=Text3(en=" ", ar="\u200c\u202e")), "site", "site.name"),
        (replace(site(), name=Text3(en="?!", ar="...")), "site", "site.name"),
        (replace(site(), name=Text3(en="  ")), "site", "site.name"),
        (replace(site(), valid_until_ms=-1), "site", "site.valid_until_ms"),
        (replace(site(), last_revalidated_ms=2**60), "site", "site.last_revalidated_ms"),
        (replace(site(), evidence=("x",) * 101), "site", "site.evidence"),
        (notice(), "site", "body"), (site(), "notice", "body"), (None, "notice", "body"),
        (notice(), "forecast", "kind"),
    ],
)  # fmt: skip
def test_bodies_that_cannot_be_true(body: Any, kind: str, field: str) -> None:
    command = Command(
        kind=kind, action="establish", post="watch_officer", body=body, releases=(Release(party="B"),)
    )
    refused(command, field)


def test_a_number_that_json_cannot_hold_is_refused_by_its_path() -> None:
    body = Reply(about=ABOUT, about_version=2**53, what="read")
    command = Command(
        kind="reply", action="establish", post="watch_officer", body=body, releases=(Release(party="B"),)
    )
    refused(command, "saying.body.about_version", clause="RFC 7493 section 2.2")


def test_nothing_of_a_command_is_taken_when_its_second_half_is_bad() -> None:
    """One good and one bad command of a batch: the good one stands, the bad one has left nothing."""
    world = make_world()
    world.say("A", announce(notice(), "B", entity="N-1"))
    before = world.room("A").ledger.entries_total()
    with pytest.raises(Refused):
        world.say("A", announce(notice(volume(10.0, 50.0)), "B", entity="N-1", action="amend", version=1))
    assert world.room("A").ledger.entries_total() == before
    assert world.room("A").view.get("A/N-1").version == 1
    assert plain(world.room("A").view.get("A/N-1").body) == plain(notice())
