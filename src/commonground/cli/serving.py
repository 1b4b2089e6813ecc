"""`demo` and `serve`: nodes in this process, their addresses and log-ins on the screen, until Ctrl-C.

The log-ins of a demonstration are drawn anew for each room and kept beside it, readable by its owner only; they open
nothing but that room. A real room has no such file.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..compose.nodes import RunningNode
from ..config import Listen, NodeConfig, read_config
from ..errors import Refused
from ..record import Record, decode, encode_canonical, replace
from .printing import console, say, show_table

if TYPE_CHECKING:
    from ..compose.drill.hosting import DrillHost
    from ..compose.stories.playing import Stage
    from ..compose.stories.script import Story

AHEAD_FILE = "clock-ahead-ms.txt"
PACE_MIN, PACE_MAX = 0.05, 10.0
LOG_INS_FILE = "log-ins.json"
MACHINES_FILE = "machines.txt"
PORT_MAX = 65_535
READY = "ready"


class LogIn(Record, frozen=True):
    """One log-in of a demonstration."""

    party: str
    user: str
    password: str
    posts: tuple[str, ...]
    admin: bool


@dataclass(frozen=True, slots=True)
class Playing:
    """The story of a demonstration: its name, empty for none, and how many times slower than written it is played."""

    story: str = ""
    pace: float = 1.0


def demo(folder: Path, playing: Playing, fresh: bool, port: int) -> None:
    """Make the demonstration room where there is none, serve its nodes, and play a story when one is named."""
    from ..compose.drill.hosting import open_with_drills
    from ..compose.serving import serve as serve_nodes
    from ..compose.showing.directing import directed
    from ..compose.sources import AheadClock
    from ..compose.stories.playing import Stage, forget
    from ..compose.stories.shelf import load_story
    from ..protocols.peer.wires import Wires

    told = load_story(playing.story) if playing.story else None
    if not PACE_MIN <= playing.pace <= PACE_MAX:
        raise Refused(f"{playing.pace}; {PACE_MIN} to {PACE_MAX} is expected", field="--pace")
    if fresh:
        remove_demo(folder)
    if not (folder / "charter").exists():
        make_demo(folder, port)
    configs = on_ports(_configs(folder), port)
    if not configs:
        raise Refused("a folder with a configuration file for each node is expected", field=str(folder))
    log_ins = read_log_ins(folder)
    clock, wires = AheadClock(folder / AHEAD_FILE), Wires()
    running: list[asyncio.Task[None]] = []

    def ready(nodes: list[RunningNode]) -> list[asyncio.Task[None]]:
        for node in nodes:
            node.node.write(forget)
        _show(nodes, log_ins, _machines(folder))
        director = directed(nodes)
        if told is not None:
            stage = Stage({one.node.room.party: one for one in nodes}, clock, wires, playing.pace, say)
            running.append(asyncio.get_running_loop().create_task(_tell(stage, told)))
        if director is not None:
            flown = director.run() if told is None else director.leave()
            running.append(asyncio.get_running_loop().create_task(flown))
        return running

    serve_nodes(configs, ready=ready, open_one=lambda one: open_with_drills(one, clock=clock, wires=wires)[0])


async def _tell(stage: Stage, story: Story) -> None:
    """Play a story; one that stops says why, and the nodes go on."""
    from ..compose.stories.playing import play

    try:
        await play(stage, story)
    except Refused as error:
        say(f"STOPPED: {error.reason}")
    else:
        say(f"{story.name}: told to its end")
    sys.stdout.flush()


def list_stories() -> None:
    """Print the stories that are shipped."""
    from ..compose.stories.shelf import load_story, shipped

    show_table(("story", "what it tells"), [(name, load_story(name).title.en) for name in shipped()])


def _configs(folder: Path) -> list[NodeConfig]:
    try:
        return [read_config(path) for path in sorted(folder.glob("*.toml"))]
    except Refused as error:
        reason = f"{error.reason}; a room of another version? --fresh makes a new one"
        raise Refused(reason, field=error.field) from error


def serve(paths: Sequence[Path]) -> None:
    """Serve the nodes of these configuration files."""
    if not paths:
        raise Refused("at least one configuration file is expected", field="CONFIG")
    serve_configs([read_config(path) for path in paths], lambda nodes: _show(nodes, []))


def drill(path: Path, story: str, port: int) -> None:
    """Serve a node with a drill on a story beside it; the drill's times are printed when it is ended."""
    from ..compose.drill.hosting import open_with_drills

    config = read_config(path)
    if port:
        _check_ports(port, 1)
        config = replace(config, drill_listen=Listen(host=config.listen.host, port=port))
    if config.drill_listen is None:
        raise Refused("an address for drills is expected, there or as --port", field=f"{path}: drill_listen")
    hosts: list[DrillHost] = []
    running: list[asyncio.Task[None]] = []

    def opened(one: NodeConfig) -> RunningNode:
        node, host = open_with_drills(one)
        hosts.extend([host] if host is not None else [])
        return node

    def ready(nodes: list[RunningNode]) -> None:
        _show(nodes, read_log_ins(path.parent))
        running.append(asyncio.get_running_loop().create_task(_drill(hosts[0], story)))

    serve_configs([config], ready, opened)


async def _drill(host: DrillHost, story: str) -> None:
    """Start the drill, say where it is, and print its times once it has ended."""
    from .drill_times import print_times

    try:
        await host.start(story, "command line")
    except Refused as error:
        say(f"NO DRILL: {error.field}: {error.reason}")
        return
    say(f"DRILL · تمرين · УЧЕНИЕ: {host.address}")
    sys.stdout.flush()
    print_times(await host.ended())
    sys.stdout.flush()


def serve_configs(
    configs: Sequence[NodeConfig],
    ready: Callable[[list[RunningNode]], None],
    open_one: Callable[[NodeConfig], RunningNode] | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM, with drills beside a node whose configuration has an address for them."""
    from ..compose.drill.hosting import open_with_drills
    from ..compose.serving import serve as serve_nodes

    serve_nodes(configs, ready=ready, open_one=open_one or (lambda config: open_with_drills(config)[0]))


def make_demo(folder: Path, port: int) -> None:
    """Make and fill the room; a spinner turns meanwhile."""
    from ..compose.demo import init_demo

    _check_ports(port, 3)
    say(f"Making a demonstration room in {folder}: real places, invented activities, every signature real.")
    with console(sys.stderr).status("a week is being said…"):
        made = init_demo(folder, port=port)
    kept = [
        LogIn(party=one.party, user=one.user, password=one.password, posts=one.posts, admin=one.admin)
        for one in made.accounts
    ]
    for name, data in (
        (LOG_INS_FILE, encode_canonical(kept)), (MACHINES_FILE, made.machine_password.encode())
    ):  # fmt: skip
        path = folder / name
        path.touch(mode=0o600)
        path.write_bytes(data)


def remove_demo(folder: Path) -> None:
    """Remove a demonstration room, and nothing that is not one."""
    if not folder.exists():
        return
    from ..compose.charter_files import load_charter

    if not load_charter(folder / "charter").demonstration:
        raise Refused("this room is no demonstration; it is not removed", field="--fresh")
    shutil.rmtree(folder)


def read_log_ins(folder: Path) -> list[LogIn]:
    """The log-ins that were kept when the room was made; none where the file is gone."""
    path = folder / LOG_INS_FILE
    return list(decode(tuple[LogIn, ...], path.read_bytes())) if path.is_file() else []


def _machines(folder: Path) -> str:
    """The password of the machines of a demonstration; empty where the file is gone."""
    path = folder / MACHINES_FILE
    return path.read_text("utf-8") if path.is_file() else ""


def on_ports(configs: Sequence[NodeConfig], port: int) -> list[NodeConfig]:
    """The same nodes on ports from `port` upwards, in the order of their parties; peers follow."""
    from ..compose.showing.terms import moved as terms_moved

    _check_ports(port, len(configs))
    ports = {config.party: port + number for number, config in enumerate(configs)}
    new_ports = {config.listen.port: ports[config.party] for config in configs}
    moved = []
    for config in configs:
        peers = {
            party: _with_port(url, ports[party]) for party, url in config.peers.items() if party in ports
        }
        listen = Listen(host=config.listen.host, port=ports[config.party])
        moved.append(terms_moved(replace(config, listen=listen, peers={**config.peers, **peers}), new_ports))
    return moved


def _with_port(url: str, port: int) -> str:
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}:{port}"


def _check_ports(port: int, count: int) -> None:
    if not 0 < port <= PORT_MAX - count + 1:
        raise Refused(f"{port}; 1 to {PORT_MAX - count + 1} is expected", field="--port")


def _show(nodes: Sequence[RunningNode], log_ins: Sequence[LogIn], machines: str = "") -> None:
    charter = nodes[0].node.room.charter
    say()
    if charter.demonstration:
        say("DEMONSTRATION. No activity in it is real.")
    say(f"{charter.title.en}, times in UTC and {charter.zone}")
    rows = []
    for node in nodes:
        party = charter.party(node.node.room.party)
        people = [(one.user, one.password) for one in log_ins if one.party == party.id]
        for number, person in enumerate(people or [("", "")]):
            where = (f"{party.id} {party.name.en}", node.config.url) if number == 0 else ("", "")
            rows.append((*where, *person))
    show_table(("centre", "address", "user", "password"), rows)
    if machines:
        say(f"machines: /taxii2/ at each centre, user machine, password {machines} (docs/taxii.md)")
    say(f"{READY}; Ctrl-C stops")
    sys.stdout.flush()
