"""R4 with real nodes: three that run take in a fourth by signatures, and it is told the first thing released to it."""

from __future__ import annotations

from pathlib import Path

from commonground.cli.app import run
from commonground.cli.founding import make_party
from commonground.compose.charter_files import load_charter
from commonground.config import Listen, NodeConfig, write_config
from commonground.key_files import read_key
from commonground.log.note import sign_note
from commonground.picture.accession import charter_text
from commonground.picture.blocks import Text
from commonground.picture.charter import Scope, Text3
from commonground.record import decode, replace
from commonground.room import accession
from commonground.room.accession_standing import proposal_of
from commonground.room.peer_addresses import keep_address
from commonground.room.watch import tick
from commonground.web.routes_members import Candidate
from tests.served import Served, free_ports, now_ms, room_files
from tests.worlds import report, site

NOTHING = Text(lang="en", text="")


def is_member(party: str):  # type: ignore[no-untyped-def]
    return lambda room: party in {one.id for one in room.charter.parties}


def propose(served: Served, folder: Path) -> str:
    """The candidate makes its keys and sends its public file; A proposes it."""
    make_party(folder / "C", "served", "C", Text3(en="Centre C"), Text3(en="C"), "square", False)
    sent = decode(Candidate, (folder / "C" / "C.party.json").read_bytes())
    proposal: str = (
        served.node("A")
        .write(lambda room: accession.propose(
            room, sent.party, sent.certificate, Scope(party="C"), (), (), "duty_chief", "ann",
        ).version.key)
        .result(30)
    )  # fmt: skip
    return proposal


def consent(served: Served, folder: Path, party: str, proposal: str) -> None:
    """The identity key, which no node has, signs what this party's node shows."""
    served.until(party, lambda room: proposal in room.view.picture.entities)
    text = served.read(party, lambda room: charter_text(proposal_of(room, proposal)[1]))
    note = sign_note(text, [read_key(folder / party / "identity.key")])
    served.node(party).write(
        lambda room: accession.answer(room, proposal, "consents", note, NOTHING, "duty_chief", "ann")
    ).result(30)


def charter_of_the_newcomer(served: Served, folder: Path) -> Path:
    """The folder that A's operators hand to the newcomer, which adds its own signature as at a founding."""
    there = folder / "charter-C"
    write_config(folder / "A.toml", served.configs["A"])
    assert run(["init", "in-force", str(folder / "A.toml"), str(there)]) == 0
    assert run(["init", "sign", str(there), "--identity", str(folder / "C" / "identity.key")]) == 0
    load_charter(there, now_ms())
    assert run(["init", "in-force", str(folder / "A.toml"), str(there)]) != 0, "nothing is overwritten"
    assert run(["verify", str(folder / "A.toml")]) == 0
    return there


def test_a_fourth_node_joins_three_that_run(tmp_path: Path) -> None:
    configs = room_files(tmp_path, "ABJ")
    with Served(configs) as served:
        served.start("A", "B", "J")
        served.confirmed("A", "B", "J")
        said = served.say("A", report(site(name="Before"), "B"))
        proposal = propose(served, tmp_path)
        for party in "ABJ":
            consent(served, tmp_path, party, proposal)
        for party in "ABJ":
            served.until(party, lambda room: len(room.view.keys_of("consent")) == 3)
            served.node(party).write(lambda room: tick(room, room.clock.now_ms())).result(30)
            served.until(party, is_member("C"))
        [port] = free_ports(1)
        there = charter_of_the_newcomer(served, tmp_path)
        served.configs["C"] = newcomer_config(tmp_path, there, port, configs)
        served.start("C")
        for party in "ABJ":
            served.node(party).write(lambda room: keep_address(room, "C", f"http://127.0.0.1:{port}")).result(
                30
            )
        first = served.say("A", report(site(37.0, 34.0, name="First"), "C"))
        served.until("C", lambda room: first.version.key in room.view.picture.entities)
        assert said.version.key not in served.room("C").view.picture.entities, "history is never released"
        served.until("C", lambda room: not room.unconfirmed)
        back = served.say("C", report(site(36.5, 34.5, name="Back"), "B"))
        served.until("B", lambda room: back.version.key in room.view.picture.entities)
        served.stop("B")
        served.start("B")
        assert is_member("C")(served.room("B")), "a restart ends where it stopped"
        assert back.version.key in served.room("B").view.picture.entities


def newcomer_config(folder: Path, charter: Path, port: int, configs: dict[str, NodeConfig]) -> NodeConfig:
    """The newcomer's own configuration: it reaches all others."""
    peers = {party: f"http://127.0.0.1:{one.listen.port}" for party, one in configs.items() if party != "C"}
    return replace(
        configs["A"], party="C", data="C/data", charter=str(charter.relative_to(folder)), key="C/node.key",
        listen=Listen(port=port), peers=peers,
    )  # fmt: skip
