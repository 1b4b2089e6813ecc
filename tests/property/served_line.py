"""Everything that a person at a node can say on the line: each of its routes, in both worlds of non-interference."""

from __future__ import annotations

from typing import Any

from tests.property import served_bytes
from tests.worlds import nd

NOBODY = "K-NONE"


def say_on_the_line(page: served_bytes.Caller) -> None:
    """STOP twice, calls of one's own, words about those of others, tests, beats, classes suspended and resumed."""
    page.post("/api/stop")
    page.post("/api/stop")
    place = {
        "lon_nd": nd(36.5),
        "lat_nd": nd(33.0),
        "radius_tmm": 0,
        "precision": "exact",
        "how_obtained": "map",
    }
    for party in "ABJ":
        page.post("/api/calls", {
            "to": party, "precedence": "IMMEDIATE", "channel_class": "HUMANITARIAN", "place": place,
            "message": {"text": {"lang": "en", "text": "who is there"}},
        })  # fmt: skip
        page.post("/api/floods/{party}/take", party=party)
        page.post("/api/line-tests", {"to": party, "languages": ["en", "ar"]})
    page.post("/api/beats", {"state": "quiet"})
    picture = page.get("/api/picture").json()
    own = next((row for row in picture["calls"]["rows"] if row["own"]), None)
    for author, entity in ((own["author"], own["id"]) if own else ("B", NOBODY), ("J", NOBODY)):
        for what, body in (
            ("mistake", {}),
            ("translate", {"lang": "ru", "text": "кто там"}),
            ("abandon", {}),
        ):
            page.post(f"/api/calls/{{author}}/{{id}}/{what}", body, author=author, id=entity)
    others = [(row["author"], row["id"]) for row in picture["calls"]["rows"] if not row["own"]]
    for author, entity in (*others, ("A", NOBODY)):
        _answer(page, author, entity)
    tests = [row["test_key"].partition("/") for row in picture["line"] if row["test_key"]]
    for author, _, entity in (*tests, ("A", "", NOBODY)):
        page.post("/api/line-tests/{author}/{id}/answer", {"languages": ["ar"]}, author=author, id=entity)
    for alarm in [row["key"] for row in picture["alerts"]["rows"]] + ["late/A/N-NONE"]:
        shelved = page.post("/api/shelvings", {"alarm": alarm, "reason": "seen_to"})
        entity = shelved.json()["id"] if shelved.status == 200 else NOBODY
        page.post("/api/shelvings/{id}/end", id=entity)
    for party in "AJ":
        page.post("/api/channels/suspend", {"to": [party], "channel_class": "CEASEFIRE"})
        page.post("/api/channels/propose", {"to": party, "channel_class": "CEASEFIRE"})
    page.post("/api/channels/{author}/{id}/confirm", author="A", id=NOBODY)


def _answer(page: served_bytes.Caller, author: str, entity: str) -> None:
    said: tuple[tuple[str, dict[str, Any]], ...] = (
        ("take", {}), ("read-back", {"text": "33.0000 N 36.5000 E"}), ("understood", {}),
        ("answer", {"code": "not_ours", "speaks_for": "own"}), ("acted", {}), ("unable", {}),
    )  # fmt: skip
    for what, body in said:
        page.post(f"/api/calls/{{author}}/{{id}}/{what}", body, author=author, id=entity)
