"""A charter that no room can run on is refused, and the field is named."""

from __future__ import annotations

from typing import Any

import pytest
from tests.worlds import charter

from commonground.errors import MalformedMessage, Refused
from commonground.picture.charter import (
    POSTS,
    Area,
    Charter,
    Clocks,
    Scope,
    heads_log,
    log_to,
    logs_of,
    own_log,
    validate_charter,
)
from commonground.record import decode, encode_canonical, plain, replace

GOOD = charter()
A, B, J = GOOD.parties


def test_the_charter_of_the_tests_is_good() -> None:
    validate_charter(GOOD)
    validate_charter(replace(GOOD, posts=POSTS, languages=("ar",)))
    assert decode(Charter, encode_canonical(GOOD)) == GOOD


def test_what_the_roster_adds_leaves_the_bytes_of_an_older_charter_as_they_were() -> None:
    for word in (b"mandatory_posts", b"post_languages", b"scopes", b"former"):
        assert word not in encode_canonical(GOOD)
    full = replace(
        GOOD, mandatory_posts=("watch_officer",), post_languages={"watch_officer": ("ar",)},
        scopes=(Scope(party="B", safety="observe"),),
    )  # fmt: skip
    validate_charter(full)
    assert decode(Charter, encode_canonical(full)) == full
    assert [full.level("B", one) for one in ("SAFETY", "LIAISON")] == ["observe", "full"]
    assert full.level("A", "SAFETY") == "full"


def area(**changes: Any) -> dict[str, Any]:
    return {"area": replace(GOOD.area, **changes)}


def clocks(**changes: Any) -> dict[str, Any]:
    return {"clocks": replace(Clocks(), **changes)}


def party(**changes: Any) -> dict[str, Any]:
    return {"parties": (A, replace(B, **changes), J)}


BAD: list[tuple[dict[str, Any], str]] = [
    ({"parties": ()}, "parties"),
    ({"parties": (A,)}, "parties"),
    ({"parties": (A, A)}, "parties.id"),
    (party(id="A"), "parties.id"),
    (party(id=""), "parties[1].id"),
    (party(id="B/to"), "parties[1].id"),
    (party(id="ب"), "parties[1].id"),
    (party(id="B" * 17), "parties[1].id"),
    (party(id="B\n"), "parties[1].id"),
    (party(node_key=A.node_key), "parties.node_key"),
    (party(node_key=""), "parties.node_key"),
    (party(identity_key=A.identity_key), "parties.identity_key"),
    (party(letter="A", shape="square"), "parties.letter"),
    (party(letter=""), "parties.letter"),
    (party(custodian=True), "parties.custodian"),
    ({"room": ""}, "room"),
    ({"room": "a/b"}, "room"),
    ({"room": "a\nb"}, "room"),
    ({"room": "a b"}, "room"),
    ({"room": "غرفة"}, "room"),
    ({"room": "r" * 65}, "room"),
    ({"posts": ()}, "posts"),
    ({"posts": ("watch_officer", "watch_officer")}, "posts"),
    ({"posts": ("commander",)}, "posts"),
    ({"languages": ()}, "languages"),
    ({"mandatory_posts": ("legal_adviser",)}, "mandatory_posts"),
    ({"mandatory_posts": ("watch_officer", "watch_officer")}, "mandatory_posts"),
    ({"post_languages": {"legal_adviser": ("en",)}}, "post_languages"),
    ({"post_languages": {"watch_officer": ("fr",)}}, "post_languages.watch_officer"),
    ({"scopes": (Scope(party="X"),)}, "scopes"),
    ({"scopes": (Scope(party="B"), Scope(party="B"))}, "scopes"),
    ({"former": ("X",)}, "former"),
    ({"former": ("A", "B")}, "former"),
    ({"languages": ("en", "fr")}, "languages"),
    ({"languages": ("en", "en")}, "languages"),
    (area(lat_nd_min=38 * 10**9), "area.lat_nd_min"),
    (area(lat_nd_min=39 * 10**9), "area.lat_nd_min"),
    (area(lat_nd_max=91 * 10**9), "area.lat_nd_max"),
    (area(lon_nd_max=181 * 10**9), "area.lon_nd_max"),
    (area(lon_nd_min=-181 * 10**9), "area.lon_nd_min"),
    (area(lon_nd_min=43 * 10**9), "area.lon_nd_min"),
    (area(elevation_tmm_lower=90_000_000), "area.elevation_tmm_lower"),
    (area(elevation_tmm_upper=10**12), "area.elevation_tmm_upper"),
    (area(pressure_hpa_lower=0), "area.pressure_hpa_lower"),
    (area(pressure_hpa_upper=1_000), "area.pressure_hpa_upper"),
    (clocks(heads_interval_ms=0), "clocks.heads_interval_ms"),
    (clocks(hits_due_ms=-1), "clocks.hits_due_ms"),
    (clocks(hold_ms=-1), "clocks.hold_ms"),
    (clocks(peer_lost_ms=0), "clocks.peer_lost_ms"),
    (clocks(very_late_ms=25 * 3_600_000), "clocks.very_late_ms"),
    ({"buffer_m": -1}, "buffer_m"),
    ({"buffer_m": 1_001}, "buffer_m"),
    ({"hazard_buffer_m": 499}, "buffer_m"),
    ({"hazard_buffer_m": 100_001}, "buffer_m"),
    ({"readback_limit_m": 0}, "readback_limit_m"),
    ({"readback_limit_m": -5}, "readback_limit_m"),
]


@pytest.mark.parametrize(("changes", "field"), BAD, ids=[f"{field}-{n}" for n, (_, field) in enumerate(BAD)])
def test_a_charter_that_no_room_can_run_on(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        validate_charter(charter(**changes))
    assert refused.value.field == field
    assert refused.value.reason


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("schema", "commonground/charter/2"),
        ("buffer_m", 500.5),
        ("parties", None),
        ("surprise", 1),
        ("zone", 3),
    ],
)
def test_what_is_no_charter_does_not_parse(name: str, value: object) -> None:
    with pytest.raises(MalformedMessage) as error:
        decode(Charter, encode_canonical({**plain(GOOD), name: value}))
    assert name in str(error.value)


def test_an_area_may_cross_the_antimeridian() -> None:
    across = Area(
        lon_nd_min=170 * 10**9, lon_nd_max=-170 * 10**9, lat_nd_min=-20 * 10**9, lat_nd_max=-10 * 10**9
    )
    validate_charter(charter(area=across))


def test_no_two_logs_of_a_room_have_one_name() -> None:
    """Each log has its own origin line, and no name is the beginning of the path of another party's."""
    names = [origin for one in "ABJ" for origin in logs_of(GOOD, one)]
    assert len(names) == len(set(names)) == 3 * 4
    for one in "ABJ":
        assert set(logs_of(GOOD, one)) == {
            own_log(GOOD, one), heads_log(GOOD, one),
            *(log_to(GOOD, one, other) for other in GOOD.others(one)),
        }  # fmt: skip
        others = [name for other in GOOD.others(one) for name in logs_of(GOOD, other)]
        assert not [name for name in others if name.startswith(own_log(GOOD, one) + "/")]


def test_a_stranger_is_no_party() -> None:
    with pytest.raises(Refused) as refused:
        GOOD.party("X")
    assert refused.value.field == "party"
