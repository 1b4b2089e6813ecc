"""Real nodes in real processes: from A's release to B's screen, how soon things start, how heavy the page is."""

from __future__ import annotations

import gzip
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
from tests.served import now_ms, room_files
from tests.worlds import HOUR_MS, T0_MS, World, announce, notice, volume

from bench.figure import Figure, Stopwatch, timed
from bench.rooms import some_volume
from commonground.compose.charter_files import load_charter
from commonground.compose.nodes import make_room, open_store
from commonground.compose.sources import SystemClock, SystemSalt
from commonground.config import NodeConfig, write_config
from commonground.key_files import read_key
from commonground.record import full, replace
from commonground.room.context import Room
from commonground.room.node import Node, load_room
from commonground.room.submit import submit
from commonground.web.auth import User, add_user, hash_password

STATEMENTS = 100_000
RELEASES = 60
PASSWORD = "correct-horse-battery"
PROGRAM = str(Path(sys.executable).with_name("commonground"))
STATIC = Path("src/commonground/web/static")


def run() -> list[Figure]:
    return [_help(), _first_page(), *_demo(), *_screen_to_screen()]


def _help() -> Figure:
    watch = timed(lambda: subprocess.run([PROGRAM, "--help"], capture_output=True, check=True), 7)
    return Figure("commonground --help", watch.median, "s", "0.5 s", 0.5, note="whole process, median of 7")


def _first_page() -> Figure:
    """Everything that the first page loads, found by following it, compressed as it is served."""
    page = (STATIC / "index.html").read_text()
    wanted = set(re.findall(r'(?:src|href)="/?(?:\./)?([^"]+\.(?:js|css|svg))"', page))
    seen: set[str] = set()
    while wanted - seen:
        name = (wanted - seen).pop()
        seen.add(name)
        if name.endswith(".js"):
            text = (STATIC / name).read_text()
            wanted |= {f"assets/{one}" for one in re.findall(r'from\s*"\./([^"]+\.js)"', text)}
    packed = sum(_packed(STATIC / name) for name in seen)
    language = max(_packed(path) for path in (STATIC / "assets").glob("lang-*.js"))
    fonts = sum(
        path.stat().st_size for path in (STATIC / "assets").glob("ibm-plex-sans-latin-[456]00*.woff2")
    )
    arabic = sum(path.stat().st_size for path in (STATIC / "assets").glob("*arabic*.woff2"))
    basemap = len(gzip.compress(Path("src/commonground/data/basemap.json").read_bytes()))
    total_kb = (len(gzip.compress(page.encode())) + packed + language + fonts + arabic + basemap) / 1000
    how = f"{len(seen)} files {packed // 1000} kB, one language, fonts of two scripts, base map {basemap // 1000} kB"
    return Figure("first page, compressed", total_kb, "kB", "500 kB", 500, note=how)


def _packed(path: Path) -> int:
    """Bytes on the wire: brotli where the build made it, else gzip."""
    beside = path.with_name(path.name + ".br")
    return beside.stat().st_size if beside.exists() else len(gzip.compress(path.read_bytes()))


def _demo() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        command = [PROGRAM, "demo", "--folder", f"{folder}/room", "--port", "8771"]
        first = Stopwatch()
        with first.lap(), _until_ready(command):
            pass
        again = Stopwatch()
        with again.lap(), _until_ready(command):
            pass
    note = "three nodes made, filled and serving"
    return [
        Figure("make demo ready, first start", first.median, "s", "15 s", 15, note=note),
        Figure("make demo ready, later start", again.median, "s", "-", 15, note="three nodes"),
    ]


@contextmanager
def _until_ready(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("ready"):
            break
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def served_at(path: Path, url: str) -> Iterator[None]:
    """A node in a process of its own, once it answers."""
    process = subprocess.Popen([PROGRAM, "serve", str(path)], stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                httpx.get(f"{url}/healthy", timeout=1).raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _screen_to_screen() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        configs = {party: replace(one, synchronous="FULL") for party, one in room_files(Path(folder)).items()}
        _fill(configs)
        paths, urls = {}, {}
        for party, config in configs.items():
            paths[party] = Path(folder) / f"bench-{party}.toml"
            write_config(paths[party], config)
            urls[party] = f"http://127.0.0.1:{config.listen.port}"
        started = Stopwatch()
        node = served_at(paths["B"], urls["B"])
        with started.lap():
            node.__enter__()
        node.__exit__(None, None, None)
        with served_at(paths["A"], urls["A"]), served_at(paths["B"], urls["B"]):
            watch = _releases(urls)
    how = f"{STATEMENTS:,} statements in the room, two processes, HTTP, SQLite FULL, {RELEASES} releases"
    return [
        Figure("from A's release to B's screen, median", watch.median, "s", "1 s", 1, note=how),
        Figure("from A's release to B's screen, worst", max(watch.laps), "s", "1 s", 1, note=how),
        Figure(
            "process serving with 100,000 statements",
            started.median,
            "s",
            "5 s",
            5,
            note="from the command to the first answer",
        ),
    ]


def _fill(configs: dict[str, NodeConfig]) -> None:
    nodes = {}
    clock = SystemClock()
    for party, config in configs.items():
        charter = load_charter(config.path(config.charter))
        folder = config.path(config.data)
        folder.mkdir(parents=True, exist_ok=True)
        key = read_key(config.path(config.key))
        room = make_room(charter, party, key, open_store(folder, "OFF"), clock, SystemSalt())
        nodes[party] = Node(room)
        load_room(room)
        user = User(id="officer", name="Officer", password_hash=hash_password(PASSWORD), admin=True,
                    languages=("en",), posts=("watch_officer",))  # fmt: skip
        nodes[party].run_now(lambda room, user=user: add_user(room.store, user))
    draw = random.Random(20160227)
    world = World(nodes=nodes, clock=clock)  # type: ignore[arg-type]
    for _ in range(0, STATEMENTS, 500):
        nodes["A"].run_now(partial(_say_many, draw=draw))
        world.carry("A", "B")
    for node in nodes.values():
        node.stop()


def _say_many(room: Room, draw: random.Random) -> None:
    shift_ms = room.clock.now_ms() - T0_MS
    for _ in range(500):
        one = some_volume(draw)
        moved = replace(one, from_ms=one.from_ms + shift_ms, until_ms=one.until_ms + shift_ms)
        submit(room, announce(notice(moved), "B", immediate=True))


def _sign_in(url: str) -> tuple[httpx.Client, dict[str, str]]:
    client = httpx.Client(base_url=url, timeout=30, headers={"Origin": url})
    answer = client.post("/api/sign-in", json={"user": "officer", "password": PASSWORD}).raise_for_status()
    headers = {"X-CSRF": answer.json()["csrf"]}
    client.post("/api/take-post", json={"post": "watch_officer"}, headers=headers).raise_for_status()
    return client, headers


def _releases(urls: dict[str, str]) -> Stopwatch:
    """Release at A, and wait until the event with that notice has come down B's feed."""
    seen: dict[str, float] = {}
    arrived = threading.Condition()
    listening = threading.Event()
    at_b, _ = _sign_in(urls["B"])
    threading.Thread(target=_listen, args=(at_b, seen, arrived, listening), daemon=True).start()
    assert listening.wait(30)
    client, headers = _sign_in(urls["A"])
    watch = Stopwatch()
    draw = random.Random(7)
    for number in range(RELEASES):
        from_ms = now_ms() + 30 * HOUR_MS
        place = volume(34.2 + number * 0.01, 30.2 + draw.random(), radius_m=300, from_ms=from_ms, lower_ft=60_000,
                       upper_ft=60_100)  # fmt: skip
        draft = {"draft_id": "", "entity": "", "version": 0, "immediate": True, "notice": _sent(place),
                 "recipients": [{"party": "B", "mode": "keep"}]}  # fmt: skip
        begun = time.perf_counter()
        body = {"draft": draft, "acknowledged": [], "report_id": ""}
        answer = client.post("/api/release", json=body, headers=headers).raise_for_status().json()
        key = answer["released"]["key"]
        with arrived:
            assert arrived.wait_for(lambda key=key: key in seen, 20), key
        watch.laps.append(seen[key] - begun)
    return watch


def _sent(place: object) -> dict[str, object]:
    sent: dict[str, object] = full(notice(place))  # type: ignore[arg-type]
    return {**sent, "action": "establish"}


def _listen(
    client: httpx.Client, seen: dict[str, float], arrived: threading.Condition, listening: threading.Event
) -> None:
    cursor = client.get("/api/picture").raise_for_status().json()["cursor"]
    with client.stream("GET", "/api/feed", params={"cursor": cursor}, timeout=None) as feed:
        listening.set()
        for line in feed.iter_lines():
            if line.startswith("data:") and '"notices"' in line:
                now = time.perf_counter()
                with arrived:
                    for row in json.loads(line[5:])["notices"]:
                        seen.setdefault(row["key"], now)
                    arrived.notify_all()
