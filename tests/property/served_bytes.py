"""Everything that a node serves, asked for over HTTP: each route of its page, and each peer route as its peers call it.

`ask_everything` gives every answer whole: status, headers, body. Nothing in an answer hangs on a draw or on the time it
took: tokens and ids are counted, the password's hash is made once, the clock stands still, and the lists
that a busy node lets lag are always brought up to date. No header is left out; a server would add `Date`.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any
from unittest import mock
from urllib.parse import quote, unquote, urlsplit

from starlette.applications import Starlette

from commonground.protocols.peer.auth import Caller as PeerCaller
from commonground.protocols.peer.routes import PeerDesk, peer_app
from commonground.record import full
from commonground.room.answer import Answer as Awaited
from commonground.room.node import Node
from commonground.web.app import make_app
from commonground.web.auth import PasswordAuthenticator, User, add_user, hash_password
from tests.property import served_agreements, served_information, served_line, served_pulled
from tests.property.served_roster import ask_roster
from tests.remote_id_screen import display_of
from tests.unit.web.web_harness import CHEAP, PASSWORD, POSTS, SETTINGS, draft, gazetteer
from tests.worlds import HOUR_MS, T0_MS, World, circle, nd, volume

HASH = hash_password(PASSWORD, CHEAP)
NOBODY = "S-22222222"
QUERIES = (
    "Hidden", "hidden 0", "Hidden 2", "хидден", "هيدن", "Open", "open a0", "n1", "S-", "36.5", "33.0", "36.5 33.0",
    "Damascus", "",
)  # fmt: skip
FORMATS = {
    "sites": ("geojson", "kml", "csv", "gpx", "none"),
    "notices": ("geojson", "kml", "csv", "ics", "aco"),
}


@dataclass(frozen=True)
class Answer:
    """What came back for what was asked."""

    asked: str
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


async def answer_of(
    app: Any, method: str, url: str, headers: dict[str, str], body: bytes, asked: str
) -> Answer:
    """One request of an ASGI application and its whole answer."""
    parts = urlsplit(url)
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "https",
        "path": unquote(parts.path), "raw_path": parts.path.encode(), "query_string": parts.query.encode(),
        "root_path": "", "server": ("node.test", 443), "client": ("test", 1),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    sent = False
    told: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        nonlocal sent
        if sent:
            await asyncio.Event().wait()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    await app(scope, receive, send)
    whole = b"".join(one.get("body", b"") for one in told[1:])
    return Answer(asked, told[0]["status"], tuple(told[0]["headers"]), whole)


@dataclass
class Caller:
    """Sends requests to one application and keeps every answer."""

    app: Any
    runner: asyncio.Runner
    answers: list[Answer] = field(default_factory=list)
    templates: set[str] = field(default_factory=set)
    csrf: str = ""
    cookie: str = ""

    def get(self, template: str, query: str = "", **parts: Any) -> Answer:
        return self._keep("GET", template, query, parts, None)

    def post(self, template: str, body: Any = None, **parts: Any) -> Answer:
        return self._keep("POST", template, "", parts, {} if body is None else body)

    def _keep(self, method: str, template: str, query: str, parts: dict[str, Any], body: Any) -> Answer:
        self.templates.add(f"{method} {template}")
        path = template.replace(":path}", "}").format(**parts) + query
        self.answers.append(self.runner.run(self.ask(method, path, body)))
        return self.answers[-1]

    async def ask(self, method: str, path: str, body: Any = None) -> Answer:
        """One request with the session's cookie and token."""
        headers = {
            "Host": "node.test",
            "Cookie": self.cookie,
            "X-CSRF": self.csrf,
            "Content-Type": "application/json",
        }
        data = b"" if body is None else json.dumps(body).encode()
        return await answer_of(self.app, method, path, headers, data, f"{method} {path} {body}")


@contextlib.contextmanager
def repeatable() -> Iterator[None]:
    """The same tokens in the same order, and no list that lags because the machine is busy.

    Only sessions draw from it: a room that another test keeps running in this process draws nonces meanwhile.
    """
    drawn = itertools.count()
    counted = SimpleNamespace(token_urlsafe=lambda size: f"{next(drawn):0{size}d}")
    with (
        mock.patch("commonground.web.sessions.secrets", counted),
        mock.patch("commonground.web.feed_rows.QUICK_S", math.inf),
        mock.patch("http.cookies._getdate", return_value="now"),
    ):
        yield


def run_at_once(node: Node) -> None:
    """Let the node's commands run where they are asked for, since it has no thread."""

    def write(command: Any) -> Awaited[Any]:
        return _done(node, command, writes=True)

    def read(command: Any) -> Awaited[Any]:
        return _done(node, command, writes=False)

    node.write, node.read = write, read  # type: ignore[method-assign]


def _done(node: Node, command: Any, *, writes: bool) -> Awaited[Any]:
    future: Awaited[Any] = Awaited()
    node._run_batch([(command, writes, future)])
    return future


def page_of(world: World, party: str, runner: asyncio.Runner, *, app: Starlette | None = None) -> Caller:
    """The page of a party's node with three people, the first of them signed in on the watch."""
    node = world.nodes[party]
    run_at_once(node)
    for user in ("ann", "bob", "col"):
        made = User(id=user, name=user.title(), password_hash=HASH, admin=user == "ann", posts=POSTS)
        node.run_now(lambda room, made=made: add_user(room.store, made))  # type: ignore[misc]
    settings = replace(SETTINGS, sky=display_of(node))
    app = app or make_app(
        node, gazetteer(), settings=settings, authenticator=PasswordAuthenticator(hasher=CHEAP)
    )
    page = Caller(app, runner)
    signed_in = page.post("/api/sign-in", {"user": "ann", "password": PASSWORD})
    page.cookie = dict(signed_in.headers)[b"set-cookie"].decode().partition(";")[0]
    page.csrf = signed_in.json()["csrf"]
    page.post("/api/take-post", {"post": "watch_officer"})
    return page


# -- what a person at the node can ask ----------------------------------------------------------------------------


def ask_everything(page: Caller, hidden: list[str], *, whole: bool) -> None:
    """What hangs on the picture; with `whole` also each route that must not begin to, and every leaf."""
    ask_pictures(page)
    ask_searches(page, hidden)
    ask_records(page, whole=whole)
    ask_checks(page)
    ask_sites(page)
    for key in (*hidden[:1], f"J/{NOBODY}") if whole else hidden[:1]:
        refused_for(page, key)
    ask_files(page)
    say_something(page)
    ask_roster(page)
    served_information.ask_information(page, hidden)
    served_pulled.ask_pulled(page, hidden)
    served_agreements.ask_agreements(page)
    served_agreements.ask_phrases(page)
    served_agreements.ask_drills(page)
    ask_sky(page)
    follow_feed(page)
    ask_pictures(page)
    if whole:
        ask_the_rest(page)


def ask_sky(page: Caller) -> None:
    """What is known of drones: nothing of it comes from the room."""
    for corners in ((36.5, 33.0, 36.51, 33.01), (36.0, 32.0, 37.0, 34.0), (36.51, 33.0, 36.5, 33.01)):
        west, south, east, north = map(nd, corners)
        page.get("/api/sky", f"?page=p&west_nd={west}&south_nd={south}&east_nd={east}&north_nd={north}")
    page.get("/api/sky")
    page.get("/api/sky/details", f"?key={quote('22a https://flights.example f1')}")


def ask_pictures(page: Caller) -> None:
    page.get("/api/picture")
    for as_of_ms in (T0_MS - 1, T0_MS + 60_000, T0_MS + 5 * 60_000, T0_MS + HOUR_MS, T0_MS + 9 * HOUR_MS):
        page.get("/api/picture", f"?as_of_ms={as_of_ms}")
    page.get("/api/picture", f"?from_ms={T0_MS + 48 * HOUR_MS}&until_ms={T0_MS + 49 * HOUR_MS}")
    page.get(
        "/api/picture", f"?as_of_ms={T0_MS + 7 * 60_000}&from_ms={T0_MS}&until_ms={T0_MS + 50 * HOUR_MS}"
    )
    page.get("/api/picture", "?from_ms=2&until_ms=1")
    page.get("/api/session")


def ask_searches(page: Caller, hidden: list[str]) -> None:
    for query in (*QUERIES, *hidden, *(key.partition("/")[2] for key in hidden)):
        page.get("/api/search", f"?q={quote(query)}")
    page.get("/api/gazetteer", "?q=Hidden%200")
    page.get("/api/place", f"?lon_nd={nd(36.51)}&lat_nd={nd(33.0)}")
    page.post("/api/place/parse", {"text": "33.0N 36.51E"})
    page.post("/api/place/parse", {"text": "33.0,36.51"})
    page.post("/api/place/square", {"lon_nd": nd(36.51), "lat_nd": nd(33.0)})


def ask_records(page: Caller, *, whole: bool) -> None:
    """Each leaf of each log of every party, and one beyond: what the node does not hold is refused."""
    ends = ("", "/heads", "/to/A", "/to/B", "/to/J")
    for log in (*(f"{one}{end}" for one in "ABJ" for end in ends), "A/to/C"):
        for index in itertools.count():
            origin = f"commonground/test/{log}"
            found = page.get("/api/record/{origin:path}/{index}", origin=origin, index=index)
            if found.status != 200 or not (whole or index < 4):
                break


def ask_checks(page: Caller) -> None:
    for number in range(3):
        place = 36.5 + number * 0.01
        page.post("/api/check", {"draft": draft([full(volume(place, 33.0, 100))], "A")})
        asked = {"footprint": full(circle(place, 33.0, 100)), "radius_m": 100}
        page.post("/api/sites/check", asked)
        page.post(
            "/api/sites/check", {**asked, "radius_m": 100_000, "volume": full(volume(place, 33.0, 100))}
        )


def ask_sites(page: Caller) -> None:
    """The page of every site that is shown."""
    for row in page.get("/api/picture").json()["sites"]["rows"]:
        page.get("/api/sites/{author}/{id}", author=row["author"], id=row["id"])


def refused_for(page: Caller, key: str) -> list[Answer]:
    """Every question that names an entity, for one that is not in the picture."""
    author, _, entity = key.partition("/")
    at = len(page.answers)
    page.get("/api/sites/{author}/{id}", author=author, id=entity)
    page.post("/api/sites/{author}/{id}/position", {"stance": "agrees"}, author=author, id=entity)
    page.post("/api/sites/link", {"a": key, "b": f"B/{NOBODY}"})
    words = {"code": "other", "lang": "en", "text": "which?"}
    page.post("/api/notices/{author}/{id}/read-back", {"text": "33.0N 36.51E"}, author=author, id=entity)
    page.post("/api/notices/{author}/{id}/understood", author=author, id=entity)
    page.post("/api/notices/{author}/{id}/answer", words, author=author, id=entity)
    page.post("/api/notices/{author}/{id}/ask", words, author=author, id=entity)
    page.post("/api/notices/{author}/{id}/opened", author=author, id=entity)
    page.post("/api/notices/{id}/withdraw", {"party": "A"}, id=entity)
    page.post("/api/conflicts/{key:path}/state", {"state": "acknowledged"}, key=f"B/N-1|sites|{author}")
    for what in ("revalidate", "close"):
        page.post(f"/api/sites/{{id}}/{what}", id=entity)
    page.post("/api/sites/{id}/verify", {"level": "V1"}, id=entity)
    page.post("/api/sites/{id}/withdraw", {"party": "A"}, id=entity)
    page.post("/api/sites/{id}/release", {"recipients": [{"party": "A"}]}, id=entity)
    page.post("/api/requests", {"about": key, "to": "A" if author == "J" else "J"})
    for what in ("grant", "refuse", "undo", "now"):
        page.post(f"/api/requests/{{author}}/{{id}}/{what}", author=author, id=entity)
    page.post("/api/drafts/{id}/delete", id=entity)
    page.post("/api/held/{id}/undo", id=entity)
    page.post("/api/held/{id}/now", id=entity)
    page.post("/api/second-post/{id}/confirm", id=entity)
    for what, to in (("sites", "export"), ("notices", "export"), ("sites", "print")):
        page.get(f"/api/{to}", f"?what={what}&format=csv&ids={quote(key)}")
    return page.answers[at:]


def ask_files(page: Caller) -> None:
    for what, formats in FORMATS.items():
        for form in formats:
            page.get("/api/export", f"?what={what}&format={form}")
        page.get("/api/print", f"?what={what}&lang=ar")
    rows = b"name,category,lat,lon\nHidden 0,clinic,33.0,36.5\nHidden 1,clinic,33.0,36.51\n"
    page.post("/api/sites/import", {
        "filename": "list.csv", "content_base64": base64.b64encode(rows).decode(), "dry_run": True,
    })  # fmt: skip


def ask_the_rest(page: Caller) -> None:
    """What does not hang on the picture, and must not begin to."""
    for template in (
        "/api/story",
        "/api/users",
        "/api/sessions",
        "/api/second-post",
        "/healthy",
        "/print.css",
        "/",
    ):
        page.get(template)
    page.get("/api/map/basemap.json")
    page.get("/api/map/zaatari.json")
    page.get("/{path:path}", path="index.html")
    page.get("/{path:path}", path="no/such/file")
    page.post("/api/users", {"id": "dan", "name": "Dan", "password": "short"})
    page.post("/api/users/{id}", {"disabled": True}, id="nobody")
    page.post("/api/sessions/{id}/revoke", id="nobody")
    page.post("/api/leave-post")
    page.post("/api/sign-out")


def say_something(page: Caller) -> None:
    """Drafts, a held release that is undone, one that goes at once, answers to what is known, a site of one's own."""
    wanted = draft([full(volume(36.51, 33.0))], "A", "J")
    page.post("/api/drafts", {"draft": wanted})
    held = page.post("/api/release", {"draft": wanted})
    if held.status == 200 and "held" in held.json():
        page.post("/api/held/{id}/undo", id=held.json()["held"]["id"])
    page.post("/api/release", {"draft": {**wanted, "immediate": True}})
    picture = page.get("/api/picture").json()
    for row in picture["notices"]["rows"]:
        if not row["own"]:
            page.post("/api/notices/{author}/{id}/opened", author=row["author"], id=row["id"])
    for row in picture["conflicts"]["rows"]:
        page.post("/api/conflicts/{key:path}/state", {"state": "acknowledged"}, key=quote(row["key"]))
    body = {"name": {"en": "Own"}, "category": "clinic", "place": {
        "lon_nd": nd(36.5), "lat_nd": nd(33.0), "radius_tmm": 0, "precision": "exact", "how_obtained": "map",
    }}  # fmt: skip
    page.post("/api/sites", {"site": body, "recipients": [{"party": "J"}]})
    ask_and_answer(page)
    served_line.say_on_the_line(page)
    sites = page.get("/api/picture").json()["sites"]["rows"]
    for row in sites:
        page.post("/api/sites/link", {"a": row["key"], "b": sites[0]["key"]})


def ask_and_answer(page: Caller) -> None:
    """Ask for everything that others have told, for each third party, and answer everything that was asked."""
    picture = page.get("/api/picture").json()
    for row in (*picture["notices"]["rows"], *picture["sites"]["rows"]):
        for third in "ABJ":
            page.post("/api/requests", {"about": row["key"], "to": third})
    for number, row in enumerate(page.get("/api/picture").json()["requests"]["rows"]):
        for what in (("grant", "undo"), ("refuse",), ("grant", "now"))[number % 3]:
            page.post(f"/api/requests/{{author}}/{{id}}/{what}", author=row["party"], id=row["id"])


def follow_feed(page: Caller) -> None:
    """What a page that comes back reads: too late, with a cursor that is known, and without one."""
    feed = page.app.state.web.feed

    async def read(query: str) -> Answer:
        asked = asyncio.create_task(page.ask("GET", f"/api/feed{query}"))
        while not (feed.clients or asked.done()):
            await asyncio.sleep(0)
        feed.end_all()
        return await asked

    async def changed() -> None:
        await feed.flush()
        await feed.beat()

    first = feed.ring[0][0] if feed.ring else feed.cursor
    page.runner.run(changed())
    page.templates.add("GET /api/feed")
    for query in (f"?cursor={first}", f"?cursor={feed.cursor}", "?cursor=1", "", "?cursor=x"):
        page.answers.append(page.runner.run(read(query)))


# -- what a peer can ask ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """Stands for the signature of a request, which is no part of an answer."""

    party: str

    def identify(self, **_: object) -> PeerCaller:
        return PeerCaller(self.party, "0" * 24)


def peer_answers(world: World, runner: asyncio.Runner, by: str, at: str) -> list[Answer]:
    """Everything that the node of `at` serves to the node of `by`, and what it refuses."""
    run_at_once(world.nodes[at])
    desk = PeerDesk(
        node=world.nodes[at], callers=Known(by),  # type: ignore[arg-type]
        hinted=lambda _: None, heard=lambda _: None, claimed=lambda _party, _origin, _size: None,
    )  # fmt: skip
    app = peer_app(desk)
    third = next(party for party in "ABJ" if party not in (by, at))
    told, heads, said = f"{at}/to/{by}", f"{at}/heads", f"{by}/to/{at}"
    paths = ["/mirrored"]
    for log in (told, heads, said, f"{by}/heads", at, f"{at}/to/{third}", f"{third}/heads"):
        origin = f"commonground/test/{log}"
        paths += [
            f"/log?origin={origin}&start=0&rows=100", f"/tail?origin={origin}&start=0", f"/tlog/{origin}/checkpoint",
            f"/tlog/{origin}/tile/0/000.p/1", f"/tlog/{origin}/tile/entries/000.p/1",
        ]  # fmt: skip
    paths += [f"/log?origin=commonground/test/{log}&start=1&rows=1" for log in (told, heads)]
    paths += [f"/tail?origin=commonground/test/{log}&start=1" for log in (said, f"{by}/heads")]
    paths += [f"/opening?index={index}" for index in range(world.room(at).ledger.size(world.heads(at)) + 1)]
    asked = [("GET", path, b"") for path in paths] + [("POST", "/hint", b"")]
    for log in (told, f"{at}/to/{third}"):
        asked.append(("POST", "/open", b'{"index":0,"origin":"commonground/test/%s"}' % log.encode()))
        asked.append(
            ("POST", "/cosignature", b'{"line":"x","origin":"commonground/test/%s","size":1}' % log.encode())
        )
    return [
        runner.run(answer_of(app, method, path, {}, body, f"{by} asks {at}: {method} {path} {body!r}"))
        for method, path, body in asked
    ]
