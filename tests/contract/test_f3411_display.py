"""The display provider against services that keep to the standard and others that do not; both versions.

Services and the other DSS are handlers behind httpx: nothing listens, no time passes but the test's own. What an open
port adds is in `scenario/test_live_drones`.
"""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from tests.f3411_messages import FLIGHT, answer, details, flight, packed, time
from tests.remote_id import BOTH, OTHER_ID, Service, at_once, desk_of, numbered_id
from tests.remote_id_screen import HOST, MIDDLE, NARROW, URL, WIDE, Handler, Net, Screen, screen_of
from tests.worlds import HOUR_MS, T0_MS, World, make_world

from commonground.protocols.f3411.client import Client
from commonground.protocols.f3411.codec.dialect import Dialect
from commonground.protocols.f3411.codec.v19 import V19
from commonground.protocols.f3411.codec.v22a import V22A
from commonground.protocols.f3411.codec.values import view_corners
from commonground.protocols.f3411.directory import (
    PATCHES_MAX,
    UNUSED_MS,
    Directory,
    OtherDirectory,
    patches_of,
)
from commonground.protocols.f3411.display import ASK_MS, LOOK_MS
from commonground.protocols.f3411.routes import rid_app
from commonground.tracks.clusters import View


@pytest.fixture(params=BOTH, ids=lambda dialect: dialect.name)
def screen(request: pytest.FixtureRequest) -> Screen:
    """A screen beside one service that has one drone."""
    made = screen_of(request.param)
    made.service.put_area(body=made.service.area(URL))
    made.net.hosts[HOST] = lambda _: answer(request.param.name, flight(request.param.name, at_ms=made.now_ms))
    return made


def name_of(screen: Screen) -> str:
    return screen.service.dialect.name


# -- drones --------------------------------------------------------------------------------------------------------


def test_a_drone_is_shown_with_what_is_known_of_it(screen: Screen) -> None:
    """F3411-22a NET0450."""
    assert screen.look()["asked_ms"] is None
    shown = screen.seen()
    assert shown["asked_ms"] == T0_MS
    [drone] = shown["drones"]
    assert (drone["id"], drone["manager"], drone["host"], drone["standing"]) == (FLIGHT, "uss1", HOST, "live")
    assert (drone["lon_nd"], drone["lat_nd"], drone["altitude_tmm"]) == (
        36_550_000_000,
        33_050_000_000,
        6_125_000,
    )
    assert (drone["track_deg"], drone["speed_m_s"], drone["height_tmm"]) == (271.5, 12.25, 450_000)
    assert drone["past"] == []
    older = flight(name_of(screen), at_ms=T0_MS)
    recent = older["recent_positions"][0]
    older["recent_positions"] = [
        recent | {"time": time(name_of(screen), T0_MS - back_ms)} for back_ms in range(0, 60_000, 500)
    ]
    screen.net.hosts[HOST] = lambda _: answer(name_of(screen), older)
    screen.go_on()
    [drone] = screen.seen()["drones"]
    assert [T0_MS - t_ms for t_ms, _, _ in drone["past"]] == list(range(58_000, 0, -2_000))
    [service] = shown["services"]
    assert (service["manager"], service["state"], service["heard_ms"], service["refused"]) == (
        "uss1",
        "ok",
        T0_MS,
        0,
    )


def test_a_service_is_asked_as_its_version_wants_it(screen: Screen) -> None:
    screen.seen()
    [request] = screen.net.asked
    dialect = screen.service.dialect
    assert str(request.url).startswith(f"{URL}/uss/flights?" if dialect is V22A else f"{URL}?")
    assert request.headers["authorization"] == f"Bearer node {HOST} {dialect.read_scope}"
    assert view_corners(request.url.params["view"]) == View(*NARROW)


def test_a_view_is_asked_about_every_two_seconds_while_it_is_looked_at(screen: Screen) -> None:
    screen.seen()
    screen.go_on(ASK_MS - 1)
    screen.step()
    assert len(screen.net.asked) == 1
    screen.go_on(1)
    screen.step()
    assert len(screen.net.asked) == 2
    for _ in range(5):
        screen.go_on(LOOK_MS - ASK_MS)
        screen.step()
    assert len(screen.net.asked) == 3, "once more at the end of its time, and then no more"


def test_who_looks_elsewhere_does_not_look_here_any_more(screen: Screen) -> None:
    for number in range(5):
        screen.look(tuple(corner + number * 100_000 for corner in NARROW))  # type: ignore[arg-type]
    screen.step()
    assert len(screen.net.asked) == 1
    screen.look(who="another page")
    screen.go_on()
    screen.step()
    assert len(screen.net.asked) == 3


def test_a_silent_drone_is_stale_then_a_line_without_a_place_then_gone(screen: Screen) -> None:
    screen.seen()
    screen.net.hosts[HOST] = lambda _: answer(name_of(screen), at_ms=screen.now_ms)
    standing = []
    for _ in range(13):
        screen.go_on(30_000)
        standing += [
            (one["standing"], one["lon_nd"] is not None, one["heard_ms"]) for one in screen.seen()["drones"]
        ]
    assert standing[0] == ("live", True, T0_MS)
    assert standing[1] == ("stale", True, T0_MS)
    assert standing[2:] == [("lost", False, T0_MS)] * 10


def test_what_a_service_repeats_grows_old(screen: Screen) -> None:
    """The lack of change says that nothing is heard: an answer does not make an old position new."""
    screen.net.hosts[HOST] = lambda _: answer(name_of(screen), flight(name_of(screen), at_ms=T0_MS))
    screen.seen()
    screen.go_on(31_000)
    [drone] = screen.seen()["drones"]
    assert (drone["standing"], drone["heard_ms"]) == ("stale", T0_MS)


def test_drones_outside_of_the_view_are_not_shown_in_it(screen: Screen) -> None:
    name = name_of(screen)
    screen.net.hosts[HOST] = lambda _: answer(name, flight(name), flight(name, "away", lng=36.6))
    assert [one["id"] for one in screen.seen()["drones"]] == [FLIGHT]


def test_a_wider_view_counts_drones_in_squares(screen: Screen) -> None:
    """F3411-22a NET0480 and F3411-22a NET0490."""
    name = name_of(screen)
    flights = [flight(name, f"f{number}", lng=36.55 + number * 1e-5) for number in range(3)]
    screen.net.hosts[HOST] = lambda _: answer(name, *flights, flight(name, "apart", lat=33.041))
    wide = MIDDLE if name == "22a" else (36_540_000_000, 33_040_000_000, 36_560_000_000, 33_060_000_000)
    shown = screen.seen(wide)
    assert shown["drones"] == []
    assert sorted(one["aircraft"] for one in shown["clusters"]) == [1, 3]
    said = repr(shown)
    assert FLIGHT not in said
    assert "36550000000" not in said


def test_a_view_that_is_too_wide_is_asked_about_nowhere(screen: Screen) -> None:
    """F3411-22a NET0240, F3411-22a NET0430."""
    shown = screen.seen(WIDE)
    assert (shown["asked_ms"], shown["drones"], shown["clusters"], shown["services"]) == (None, [], [], [])
    assert shown["diagonal_m"] > shown["view_m"] == 7_000
    assert screen.net.asked == []


def test_no_service_is_asked_about_more_than_its_version_allows(screen: Screen) -> None:
    shown = screen.seen(MIDDLE)
    [service] = shown["services"]
    if name_of(screen) == "19":
        assert (service["state"], screen.net.asked, shown["clusters"]) == ("wide", [], [])
    else:
        assert (service["state"], len(screen.net.asked)) == ("ok", 1)


def test_an_area_that_has_not_begun_or_has_ended_names_no_service(screen: Screen) -> None:
    screen.service.put_area(
        numbered_id(1), body=screen.service.area("https://later.example", from_ms=T0_MS + 60_000)
    )
    assert [one["host"] for one in screen.seen()["services"]] == [HOST]
    screen.go_on(HOUR_MS - 1_000)
    assert [one["host"] for one in screen.seen()["services"]] == [HOST, "later.example"]
    screen.go_on(HOUR_MS)
    assert screen.seen()["services"] == []


def test_two_who_declare_one_address_are_both_named(screen: Screen) -> None:
    other = screen.service.as_other("uss0")
    other.put_area(numbered_id(1), body=other.area(URL))
    shown = screen.seen()
    assert [one["manager"] for one in shown["services"]] == ["uss0 / uss1"]
    assert len(screen.net.asked) == 1


def test_one_id_of_two_services_is_two_drones(screen: Screen) -> None:
    screen.service.put_area(numbered_id(1), body=screen.service.area("https://more.example/x"))
    screen.net.hosts["more.example"] = screen.net.hosts[HOST]
    assert sorted(one["host"] for one in screen.seen()["drones"]) == [HOST, "more.example"]


def test_a_service_without_areas_there_is_left_alone_until_something_changes() -> None:
    screen = screen_of(V22A)
    screen.service.put_area(body=screen.service.area(URL))
    screen.net.hosts[HOST] = lambda _: answer("22a", no_isas_present=True, at_ms=screen.now_ms)
    for _ in range(4):
        screen.seen()
        screen.go_on()
    assert len(screen.net.asked) == 1
    screen.display.noticed(V22A, V22A.read_notice(OTHER_ID, packed({"subscriptions": []})))
    screen.seen()
    assert len(screen.net.asked) == 2
    screen.go_on(61_000)
    screen.seen()
    assert len(screen.net.asked) == 3


# -- services that do not keep to it ---------------------------------------------------------------------------------


async def slow(_: httpx.Request) -> httpx.Response:
    await asyncio.Event().wait()
    raise AssertionError


async def endless() -> AsyncIterator[bytes]:
    while True:
        yield b" " * 65_536


def raising(error: Exception) -> Handler:
    def handler(_: httpx.Request) -> httpx.Response:
        raise error

    return handler


def says(status: int, text: str = "SECRET", **headers: str) -> Handler:
    return lambda _: httpx.Response(status, text=text, headers=headers)


def flood(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=endless())


def bomb(_: httpx.Request) -> httpx.Response:
    held = httpx.ByteStream(gzip.compress(b" " * 10**6))
    return httpx.Response(200, stream=held, headers={"Content-Encoding": "gzip"})


BAD: dict[str, tuple[Handler, str, str]] = {
    "nobody": (raising(httpx.ConnectError("refused")), "late", "no answer: ConnectError"),
    "torn": (raising(httpx.RemoteProtocolError("x")), "late", "no answer: RemoteProtocolError"),
    "slow": (slow, "late", "no answer within 0.05 s"),
    "stranger": (says(401), "access", "it answered 401 to our token"),
    "forbidding": (says(403), "access", "it answered 403 to our token"),
    "elsewhere": (says(302, Location="http://127.0.0.1/"), "refused", "it answered 302"),
    "failing": (says(500), "refused", "it answered 500"),
    "endless": (flood, "refused", "it answered with more than 4194304 bytes"),
    "bomb": (bomb, "refused", "it answered in an encoding that was not asked for"),
    "page": (says(200, "<html>SECRET</html>"), "refused", "JSON as the standard describes it is expected"),
    "deep": (says(200, "[" * 5_000), "refused", "nested deeper than 32 levels"),
    "empty": (lambda _: {}, "refused", "Object missing required field `timestamp`"),
}  # fmt: skip


@pytest.mark.parametrize("which", BAD)
def test_a_service_that_answers_wrongly_is_named_with_the_reason(
    which: str, caplog: pytest.LogCaptureFixture
) -> None:
    screen = screen_of(V22A, answer_s=0.05)
    screen.service.put_area(body=screen.service.area(URL))
    other = screen.service.as_other("uss2")
    other.put_area(numbered_id(1), body=other.area("https://good.example"))
    handler, state, reason = BAD[which]
    screen.net.hosts[HOST] = handler
    screen.net.hosts["good.example"] = lambda _: answer("22a", flight("22a", at_ms=screen.now_ms))
    shown = screen.seen()
    bad, good = shown["services"]
    assert (bad["state"], bad["reason"], bad["heard_ms"]) == (state, reason, None)
    assert good["state"] == "ok"
    assert [one["host"] for one in shown["drones"]] == ["good.example"]
    assert "SECRET" not in repr(shown) + caplog.text
    assert reason in caplog.text
    # It is left alone for a while, longer each time, and taken back when it answers again.
    times = []
    for _ in range(40):
        screen.go_on()
        before = len(screen.net.of("/rid/uss/flights"))
        screen.seen()
        times += [screen.now_ms - T0_MS] if len(screen.net.of("/rid/uss/flights")) > before else []
    assert times == [6_000, 22_000]
    screen.net.hosts[HOST] = screen.net.hosts["good.example"]
    screen.go_on(10_000)
    assert [one["state"] for one in screen.seen()["services"]] == ["ok", "ok"]


def test_a_node_without_a_token_says_so() -> None:
    screen = screen_of(V22A)
    screen.service.put_area(body=screen.service.area(URL))
    screen.net.fails = True
    [service] = screen.seen()["services"]
    assert (service["state"], service["reason"]) == ("late", "nobody gives tokens")
    assert screen.net.asked == []


def test_one_bad_flight_hides_no_other(screen: Screen) -> None:
    name = name_of(screen)
    bad = flight(name, "bad", at_ms=screen.now_ms, speed=-5)
    ahead = flight(name, "ahead", at_ms=screen.now_ms + 60_000)
    screen.net.hosts[HOST] = lambda _: answer(name, bad, flight(name), ahead)
    shown = screen.seen()
    assert [one["id"] for one in shown["drones"]] == [FLIGHT]
    [service] = shown["services"]
    assert (service["state"], service["refused"]) == ("ok", 2)
    assert service["reasons"] == [
        "current_state.timestamp: a time that has come is expected",
        "flights[0].current_state.speed: 0 to 254.25 m/s, or 255, expected",
    ]


def test_a_service_that_floods_is_bounded(screen: Screen) -> None:
    name = name_of(screen)
    screen.net.hosts[HOST] = lambda _: answer(name, *(flight(name, f"f{number}") for number in range(700)))
    shown = screen.seen()
    assert (len(shown["drones"]), shown["total"]) == (500, 700)


def test_nothing_is_asked_where_nobody_looks() -> None:
    screen = screen_of(V22A)
    screen.service.put_area(body=screen.service.area(URL))
    screen.step()
    assert screen.net.asked == []


# -- details ---------------------------------------------------------------------------------------------------------


def test_details_are_asked_for_when_somebody_wants_them(screen: Screen) -> None:
    name = name_of(screen)
    flights = screen.net.hosts[HOST]
    screen.net.hosts[HOST] = lambda request: (
        details(name) if request.url.path.endswith("/details") else flights(request)
    )
    [drone] = screen.seen()["drones"]
    found = screen.run(screen.display.details(drone["key"]))
    session = "4c2c1f6a-0000-4000-8000-0000000000ff" if name == "22a" else ""
    assert (found["state"], found["session"]) == ("ok", session)
    assert len(screen.net.of(f"/{FLIGHT}/details")) == 1
    assert screen.run(screen.display.details("22a https://flights.example/rid nobody")) is None


@pytest.mark.parametrize("which", ["nobody", "stranger", "failing", "page", "other"])
def test_details_that_are_not_given_are_named_as_such(which: str) -> None:
    screen = screen_of(V22A)
    screen.service.put_area(body=screen.service.area(URL))
    screen.net.hosts[HOST] = lambda _: answer("22a", flight("22a", at_ms=screen.now_ms))
    [drone] = screen.seen()["drones"]
    screen.net.hosts[HOST] = BAD[which][0] if which in BAD else lambda _: details("22a", "another")
    found = screen.run(screen.display.details(drone["key"]))
    assert found["state"] == {"nobody": "late", "stranger": "access"}.get(which, "refused")
    assert found["session"] == ""


def test_details_are_of_drones_that_are_shown_one_by_one(screen: Screen) -> None:
    [drone] = screen.seen()["drones"]
    screen.go_on(LOOK_MS + 1)
    screen.step()
    assert screen.run(screen.display.details(drone["key"])) is None
    assert screen.net.of("/details") == []


# -- another DSS -----------------------------------------------------------------------------------------------------


@dataclass
class OtherRoom:
    """A DSS that another node runs, behind the wire; `told` is what its answers were, by path."""

    service: Service
    world: World

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        transport = httpx.ASGITransport(rid_app(self.service.desk))
        path = request.url.copy_with(scheme="http", host="dss.test")
        headers = {"Authorization": self.service.as_other("node").token()}
        async with httpx.AsyncClient(transport=transport) as client:
            answered = await client.request(request.method, path, content=request.content, headers=headers)
        return httpx.Response(answered.status_code, content=answered.content)


def beside_another_dss(dialect: Dialect, told_at: str = "https://node.example") -> tuple[Screen, OtherRoom]:
    world = make_world(parties=("A",))
    service = Service(desk_of(at_once(world.nodes["A"])), dialect)
    other = OtherRoom(service, world)
    ids = (numbered_id(number) for number in range(100, 200))

    def directory(net: Net, _: World) -> Directory:
        net.hosts["dss.example"] = other
        client = Client(net, transport=httpx.MockTransport(net))
        url = f"https://dss.example{dialect.prefix}"
        return OtherDirectory(
            client, dialect, url, told_at and told_at + dialect.prefix, new_id=lambda: next(ids)
        )

    screen = screen_of(dialect, directory)
    screen.world.clock = world.clock
    screen.display._now_ms = world.clock.now_ms
    screen.service = service
    screen.net.hosts[HOST] = lambda _: answer(dialect.name, flight(dialect.name, at_ms=world.clock.ms))
    return screen, other


def dss_calls(screen: Screen) -> list[tuple[str, str]]:
    return [
        (one.method, one.url.path.partition("/dss/")[2].partition("/")[0])
        for one in screen.net.asked if one.url.host == "dss.example"
    ]  # fmt: skip


@pytest.mark.parametrize("dialect", BOTH, ids=lambda dialect: dialect.name)
def test_another_dss_is_subscribed_to_once_for_a_patch(dialect: Dialect) -> None:
    screen, other = beside_another_dss(dialect)
    other.service.put_area(body=other.service.area(URL))
    assert [one["id"] for one in screen.seen()["drones"]] == [FLIGHT]
    for number in range(5):
        screen.go_on()
        screen.seen(tuple(corner + number * 1_000_000 for corner in NARROW))  # type: ignore[arg-type]
    assert dss_calls(screen) == [("PUT", "subscriptions")]
    [subscription] = other.service.as_other("node").search("searchSubscriptions")
    _, held = other.service.call("getSubscription", id=subscription)
    told_at = {
        "22a": "https://node.example/rid/v2",
        "19": "https://node.example/v1/uss/identification_service_areas",
    }
    assert told_at[dialect.name] in repr(held)


@pytest.mark.parametrize("dialect", BOTH, ids=lambda dialect: dialect.name)
def test_a_notice_makes_it_ask_again_at_once(dialect: Dialect) -> None:
    screen, other = beside_another_dss(dialect)
    assert screen.seen()["services"] == []
    _, made = other.service.put_area(body=other.service.area(URL))
    [told] = made["subscribers"]
    notice = dialect.read_notice(made["service_area"]["id"], packed({"subscriptions": told["subscriptions"]}))
    screen.go_on()
    screen.display.noticed(dialect, notice)
    screen.seen()
    assert dss_calls(screen)[1:] == [("GET", "identification_service_areas")]
    screen.go_on()
    assert [one["id"] for one in screen.seen()["drones"]] == [FLIGHT]


def test_a_notice_about_nothing_of_ours_does_nothing() -> None:
    screen, other = beside_another_dss(V22A)
    screen.seen()
    other.service.put_area(body=other.service.area(URL))
    for dialect, subscription in ((V22A, OTHER_ID), (V19, numbered_id(100))):
        body = packed({"subscriptions": [{"subscription_id": subscription}], "service_area": None})
        screen.display.noticed(dialect, dialect.read_notice(OTHER_ID, body))
    screen.go_on()
    assert screen.seen()["services"] == []
    assert len(dss_calls(screen)) == 1


def test_a_flood_of_notices_is_one_question_a_second() -> None:
    screen, _ = beside_another_dss(V22A)
    screen.seen()
    body = packed({"subscriptions": [{"subscription_id": numbered_id(100)}]})
    for _ in range(100):
        screen.display.noticed(V22A, V22A.read_notice(OTHER_ID, body))
        screen.go_on(10)
        screen.step()
    screen.go_on(1_000)
    screen.seen()
    assert dss_calls(screen).count(("GET", "identification_service_areas")) <= 2


def test_a_node_that_cannot_be_told_searches_again_and_again() -> None:
    screen, other = beside_another_dss(V22A, told_at="")
    other.service.put_area(body=other.service.area(URL))
    for _ in range(12):
        screen.seen()
        screen.go_on()
    assert dss_calls(screen) == [("GET", "identification_service_areas")] * 3
    assert len(screen.look()["drones"]) == 1


def test_a_subscription_that_is_refused_leaves_searching() -> None:
    screen, other = beside_another_dss(V22A)
    own = other.service.as_other("node")
    for number in range(10):
        own.subscribe(numbered_id(number))
    other.service.put_area(body=other.service.area(URL))
    assert len(screen.seen()["drones"]) == 1
    assert dss_calls(screen) == [("PUT", "subscriptions"), ("GET", "identification_service_areas")]
    screen.go_on(30_000)
    screen.seen()
    assert dss_calls(screen)[2:] == [("GET", "identification_service_areas")]


def test_subscriptions_are_renewed_and_given_back() -> None:
    screen, other = beside_another_dss(V22A)
    screen.seen()
    for _ in range(60):
        screen.go_on(60_000)
        screen.seen()
    puts = [call for call in dss_calls(screen) if call[0] == "PUT"]
    assert len(puts) == 2
    assert len(other.service.as_other("node").search("searchSubscriptions")) == 1
    screen.go_on(UNUSED_MS + 1)
    screen.step()
    assert other.service.as_other("node").search("searchSubscriptions") == []
    screen.seen()
    assert len(other.service.as_other("node").search("searchSubscriptions")) == 1
    screen.run(screen.display.stop())
    assert other.service.as_other("node").search("searchSubscriptions") == []


def test_few_patches_are_held() -> None:
    screen, _ = beside_another_dss(V22A)
    for number in range(PATCHES_MAX + 4):
        screen.seen(
            tuple(corner + (number * 10**8 if place % 2 == 0 else 0) for place, corner in enumerate(NARROW))
        )  # type: ignore[arg-type]
        screen.go_on(1)
    screen.step()
    deleted = [call for call in dss_calls(screen) if call[0] == "DELETE"]
    assert len(deleted) == 4


@pytest.mark.parametrize("which", ["nobody", "stranger", "failing", "page", "endless"])
def test_a_dss_that_does_not_answer_is_named_and_what_it_said_stays(which: str) -> None:
    screen, other = beside_another_dss(V22A, told_at="")
    other.service.put_area(body=other.service.area(URL))
    screen.seen()
    good = screen.net.hosts["dss.example"]
    screen.net.hosts["dss.example"] = BAD[which][0]
    for _ in range(2):
        screen.go_on(11_000)
        shown = screen.seen()
    assert BAD[which][2] in shown["directory"]["trouble"]
    assert (shown["directory"]["heard_ms"], len(shown["drones"])) == (T0_MS, 1)
    screen.net.hosts["dss.example"] = good
    for _ in range(2):
        screen.go_on(11_000)
        shown = screen.seen()
    assert shown["directory"] == {"heard_ms": screen.now_ms - 11_000, "trouble": ""}


def test_one_bad_area_of_another_dss_hides_no_other() -> None:
    screen, other = beside_another_dss(V22A, told_at="")
    _, made = other.service.put_area(body=other.service.area(URL))
    area = made["service_area"]
    bad = {**area, "uss_base_url": "http://127.0.0.1:9/"}
    screen.net.hosts["dss.example"] = lambda _: {"service_areas": [bad, area, {**area, "owner": ""}]}
    shown = screen.seen()
    assert [one["host"] for one in shown["services"]] == [HOST]
    assert shown["directory"]["trouble"].startswith("service_areas[0].uss_base_url: an https address")


def test_patches_stay_where_they_are_while_a_view_moves() -> None:
    inside = View(36_410_000_000, 32_910_000_000, 36_420_000_000, 32_920_000_000)
    assert patches_of(inside) == (View(36_400_000_000, 32_900_000_000, 36_500_000_000, 33_000_000_000),)
    corner = View(36_495_000_000, 32_995_000_000, 36_505_000_000, 33_005_000_000)
    assert len(patches_of(corner)) == 4
    assert set(patches_of(inside)) <= set(patches_of(corner))
    for edge in (180, -180):
        west = edge * 10**9 - (10_000_000 if edge > 0 else 0)
        [patch] = patches_of(View(west, 89_990_000_000, west + 10_000_000, 90_000_000_000))
        assert -180 * 10**9 <= patch.west_nd < patch.east_nd <= 180 * 10**9
        assert patch.north_nd == 90 * 10**9


def test_a_view_across_the_antimeridian_shows_both_sides_of_it(screen: Screen) -> None:
    """Services are asked about each side, since their queries cannot say the whole."""
    name = name_of(screen)
    area = screen.service.area(URL)
    where = area["extents"]["volume" if name == "22a" else "spatial_volume"]
    outline = where["outline_polygon" if name == "22a" else "footprint"]
    for corner, lng in zip(outline["vertices"], (179.9, -179.9, -179.9, 179.9), strict=False):
        corner["lng"] = lng
    status, _ = screen.service.put_area(OTHER_ID, body=area)
    assert status in (200, 201)
    both = [
        flight(name, "west", at_ms=screen.now_ms, lng=179.9995),
        flight(name, "east", at_ms=screen.now_ms, lng=-179.9995),
    ]
    screen.net.hosts[HOST] = lambda _: answer(name, *both)
    across = (179_997_000_000, 33_047_500_000, -179_997_000_000, 33_052_500_000)
    assert [one["id"] for one in screen.seen(across)["drones"]] == ["east", "west"]
    views = [str(one.url) for one in screen.net.asked]
    assert len({one.partition("view=")[2].partition("&")[0] for one in views}) == 2
