"""The demonstration room, made once: real signatures, real places, an invented week (see the .md of this name)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from commonground.cli.serving import on_ports
from commonground.compose.charter_files import load_charter
from commonground.compose.demo import Demo, init_demo
from commonground.compose.filling_agreements import AGREED, DIFFERENT
from commonground.compose.nodes import RunningNode
from commonground.compose.reading import ReadStore, read_store
from commonground.compose.showing.directing import directed
from commonground.compose.showing.flights import FLIGHTS, Shown
from commonground.config import read_config
from commonground.errors import Refused
from commonground.picture.entity import Notice, Position, Site
from commonground.picture.information import Information, InformationAnswer, InformationRequest, Opinion
from commonground.protocols.stix.pull.source import sources
from commonground.protocols.taxii21.accounts import find_account
from commonground.record import replace
from commonground.room.areas import area_ids, instrument_ids
from commonground.room.audit import audit_store
from commonground.room.context import Room
from commonground.room.rows_areas import area_row, instrument_row
from commonground.room.uss.rows import flights_now
from commonground.web.auth import find_user
from tests.served import Served, now_ms, on_free_ports

MINUTE_MS = 60_000
HOUR_MS = 3_600_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "room"


@pytest.fixture(scope="module")
def demo(folder: Path) -> Demo:
    return init_demo(folder)


@pytest.fixture(scope="module")
def stores(demo: Demo) -> Iterator[dict[str, ReadStore]]:
    found = {path.stem: read_store(path) for path in demo.configs}
    yield found
    for one in found.values():
        one.store.close()


def test_the_room_says_what_it_is(demo: Demo, folder: Path) -> None:
    charter = load_charter(folder / "charter", now_ms())
    assert charter.demonstration
    assert [(one.id, one.name.en, one.shape, one.custodian) for one in charter.parties] == [
        ("A", "North Centre", "square", False),
        ("B", "South Centre", "disc", False),
        ("J", "Joint Office", "outline", True),
    ]
    assert all(one.name.ar and one.name.ru for one in charter.parties)


def test_every_signature_in_it_holds(stores: dict[str, ReadStore]) -> None:
    for one in stores.values():
        findings = audit_store(one.store, one.charter, one.verifiers)
        assert [found for log in findings.values() for found in log] == []


def test_the_sites_are_the_public_ones(stores: dict[str, ReadStore]) -> None:
    # All of them at North; South is not told of every fortieth, about which the joint office may only warn it.
    for party, count, camp_count in (("A", 1410, 208), ("B", 1374, 202)):
        sites = [v for v in stores[party].view().versions() if isinstance(v.body, Site)]
        assert len(sites) == count
        assert {one.author for one in sites} == {"J"}
        camp = [one for one in sites if 36.30 < one.body.place.lon_nd / 1e9 < 36.36]  # type: ignore[union-attr]
        assert len(camp) == camp_count
        precisions = Counter(one.body.place.precision for one in sites)  # type: ignore[union-attr]
        assert precisions["exact"] > 1_000
        assert precisions["cell"] > 100
        assert all(one.body.source_ref == "" and one.body.evidence == () for one in sites)


def test_the_week_is_said_to_be_invented_in_three_languages(stores: dict[str, ReadStore]) -> None:
    notices = [v for v in stores["A"].view().versions() if isinstance(v.body, Notice)]
    assert len(notices) > 130
    for one in notices:
        remarks = one.body.remarks  # type: ignore[union-attr]
        assert remarks.text.startswith("DEMONSTRATION, not a real activity")
        assert {translation.lang for translation in remarks.translations} == {"ar", "ru"}
    assert {one.author for one in notices} == {"A", "B", "J"}


def test_times_are_those_of_a_week_that_was_lived(stores: dict[str, ReadStore]) -> None:
    began = now_ms()
    for party, one in stores.items():
        for version in one.view().versions():
            assert version.known_from_ms <= began
            if version.author != party:
                assert 0 < version.known_from_ms - version.t_released_ms < MINUTE_MS
    leads = [
        min(volume.from_ms for volume in v.body.volumes) - v.first_known_ms
        for v in stores["B"].view().versions()
        if isinstance(v.body, Notice) and v.author != "B"
    ]
    assert sum(lead < 24 * HOUR_MS for lead in leads) > 5, "some are late"
    assert sum(lead >= 24 * HOUR_MS for lead in leads) > 50


def test_what_one_side_knew_yesterday_is_less_than_today(stores: dict[str, ReadStore]) -> None:
    today = now_ms()
    view = stores["A"].view()
    counts = [
        len(
            [
                v
                for v in view.as_of(today - days * 24 * HOUR_MS, 0, 2**52, 10_000)
                if isinstance(v.body, Notice)
            ]
        )
        for days in (0, 1, 2, 5)
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[1] > counts[-1]


def test_both_centres_take_positions_and_answer(stores: dict[str, ReadStore]) -> None:
    held = list(stores["J"].view().versions())
    assert {one.author for one in held if isinstance(one.body, Position)} == {"A", "B"}
    said = Counter(getattr(one.body, "what", "") for one in held)
    assert said["read"] >= said["understood"] > 10


def test_reports_opinions_and_questions_are_there(stores: dict[str, ReadStore]) -> None:
    held = list(stores["A"].view().versions())
    reports = [one for one in held if isinstance(one.body, Information)]
    assert {one.author for one in reports} == {"A", "B", "J"}
    assert all(one.body.title.text.startswith("DEMONSTRATION") for one in reports)  # type: ignore[union-attr]
    assert {one.mode for one in reports if one.author == "B"} == {"keep", "view"}
    ground: dict[str, dict[str, str]] = {"A": {}, "B": {}}
    for one in reports:
        if one.body.matter == "control_of_ground":  # type: ignore[union-attr]
            ground[one.author] |= dict.fromkeys(one.body.squares, one.body.holder)  # type: ignore[union-attr]
    assert ground["A"].keys() == ground["B"].keys()
    assert sum(ground["B"][square] != holder for square, holder in ground["A"].items()) == 1
    opinions = Counter(one.body.opinion for one in held if isinstance(one.body, Opinion))
    assert opinions == {"agrees": 1, "disagrees": 1}
    asked = [one.key for one in held if isinstance(one.body, InformationRequest)]
    answers = [
        one
        for one in stores["B"].view().versions()
        if isinstance(one.body, InformationAnswer) and one.author == "J"
    ]
    assert len(asked) == 2
    assert [one.body.outcome for one in answers] == ["report"]  # type: ignore[union-attr]


def test_the_centres_may_read_the_joint_office_over_taxii(stores: dict[str, ReadStore]) -> None:
    found = {party: sources(one.store) for party, one in stores.items()}
    assert found["J"] == []
    for party, machine in (("A", "machine-a"), ("B", "machine-b")):
        [one] = found[party]
        assert (one.user, one.every_minutes) == (machine, 0)
        assert find_account(stores["J"].store, machine) is not None


def test_people_can_sign_in_and_no_password_is_kept(
    demo: Demo, stores: dict[str, ReadStore], folder: Path
) -> None:
    assert Counter(one.party for one in demo.accounts) == {"A": 2, "B": 2, "J": 2}
    assert len({one.password for one in demo.accounts}) == 6
    for account in demo.accounts:
        user = find_user(stores[account.party].store, account.user)
        assert user is not None
        assert user.admin == account.admin
        assert user.password_hash.startswith("$argon2id$")
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert all(one.password.encode() not in kept for one in demo.accounts)


def test_the_nodes_start_from_it_and_nothing_is_in_doubt(demo: Demo, stores: dict[str, ReadStore]) -> None:
    """Real nodes over HTTP on what was filled without any: they agree on every log."""
    read = {path.stem: replace(read_config(path), synchronous="OFF") for path in demo.configs}
    configs = on_free_ports(read)
    with Served(configs) as served:
        served.start("A", "B", "J")
        served.confirmed("A", "B", "J")
        for party in ("A", "B"):
            areas = served.read(party, lambda room: [area_row(room, one, now_ms()) for one in area_ids(room)])
            assert {one["id"]: one["status"] for one in areas if one} == {
                DIFFERENT: "not_agreed",
                AGREED: "agreed",
            }
            [text] = served.read(
                party, lambda room: [instrument_row(room, one, now_ms()) for one in instrument_ids(room)]
            )
            assert text["state"] == "in_force"
            assert 19 * HOUR_MS < text["end_ms"] - now_ms() <= 20 * HOUR_MS
            kinds = served.read(party, lambda room: Counter(one.kind for one in room.view.versions()))
            assert (kinds["commitment"], kinds["reservation"]) == (1, 1)
            assert (kinds["observed_flight"], kinds["coverage_statement"]) == (2, 1)
        for party in configs:
            for peer in configs[party].peers:
                assert served.look(party, peer)
                assert served.room(party).contacts[peer].trouble == ""
            assert served.read(party, lambda room: room.store.documents("evidence")) == []


def test_services_of_it_have_keys_of_their_own_and_follow_the_nodes_to_other_ports(demo: Demo) -> None:
    configs = [read_config(path) for path in demo.configs]
    assert [one.f3548.enabled for one in configs] == [True, False, False]
    for one in configs:
        assert one.path(one.f3411.token_key).stat().st_mode & 0o077 == 0
        assert len(one.f3548.public_keys) == 3
        assert all(one.path(name).is_file() for name in one.f3548.public_keys)
    a, b, j = on_ports(configs, 9_101)
    assert (a.uss.base_url, a.uss.dss_url) == ("http://127.0.0.1:9101", "http://127.0.0.1:9101")
    assert (b.uss.base_url, b.uss.dss_url) == ("http://127.0.0.1:9102", "http://127.0.0.1:9101")
    assert (j.uss.name, j.f3411.dss_url) == ("", "http://127.0.0.1:9101/rid/v2")


def test_drones_fly_in_it_and_say_that_they_are_simulated(demo: Demo) -> None:
    """The services plan over the standard's API with tokens of their own; North's map shows what is heard."""
    read = {path.stem: replace(read_config(path), synchronous="OFF") for path in demo.configs}
    with Served(on_free_ports(read)) as served:
        served.start("A", "B", "J")
        served.confirmed("A", "B", "J")
        director = directed(list(served.running.values()))
        assert director is not None
        served.run(director.step())
        found = served.read("B", flights_now)
        assert Counter(one["state"] for one in found["rows"]) == {
            "Accepted": 2,
            "Activated": 1,
            "Contingent": 1,
        }
        [relief] = [one for one in found["rows"] if one["rank"] == 20]
        assert [(one["manager"], one["stops"]) for one in relief["met"]] == [("uss-north", False)]
        [heard] = [one for one in served.read("A", flights_now)["rows"] if one["track"]]
        assert (heard["state"], heard["track"]["phase"]) == ("Activated", "conforming")
        served.until("J", lambda room: states_of(room).total() == 9)
        assert states_of(served.room("J")) == {
            "Accepted": 4, "Activated": 2, "Nonconforming": 1, "Contingent": 1, "constraint": 1,
        }  # fmt: skip
        for party in ("A", "J"):
            told = served.run(seen_over(served.running[party], FLIGHTS[0]))
            assert [(one["id"], one["simulated"]) for one in told["drones"]] == [("SIM-SURVEY", True)]
        served.run(director.leave())
        assert [served.read(party, flights_now)["rows"] for party in "AB"] == [[], []]


def states_of(room: Room) -> Counter[str]:
    """What a party that plans no flights knows of them."""
    notices = [one.body for one in room.view.versions() if one.kind == "notice" and one.action != "cancel"]
    flown = [one.intent.state for one in notices if isinstance(one, Notice) and one.intent is not None]
    return Counter(flown + ["constraint" for one in notices if isinstance(one, Notice) and one.constraint])


async def seen_over(running: RunningNode, shown: Shown) -> Any:
    """What a page sees that looks at the place of a flight, once every service has been asked."""
    assert running.remote_id is not None
    assert running.remote_id.display is not None
    lon, lat, side = round(shown.lon * 1e9), round(shown.lat * 1e9), 6_500_000
    display = running.remote_id.display
    display.look("page", lon - side, lat - side, lon + side, lat + side)
    await display.step()
    return display.look("page", lon - side, lat - side, lon + side, lat + side)


def test_it_is_never_made_over_something_else(demo: Demo, folder: Path) -> None:
    with pytest.raises(Refused, match="not empty"):
        init_demo(folder)


def test_a_room_that_could_not_be_finished_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("commonground.compose.demo.draw_accounts", list)
    monkeypatch.setattr("commonground.compose.filling.Filling.fill", broken)
    with pytest.raises(OSError, match="disk full"):
        init_demo(tmp_path / "room")
    assert not (tmp_path / "room").exists()
    monkeypatch.setattr("commonground.compose.filling.Filling.fill", lambda self: None)
    assert init_demo(tmp_path / "room").configs, "and can be made again"
