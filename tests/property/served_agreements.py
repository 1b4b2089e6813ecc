"""What a person asks of agreements, phrases, translations, drills: each route, in both worlds of non-interference."""

from __future__ import annotations

from typing import Any

from commonground.record import full
from tests.agreements import square
from tests.property import served_bytes
from tests.worlds import HOUR_MS, T0_MS, volume

NOBODY = "X-NONE"
DAY_MS = 24 * HOUR_MS
WORDS = {"lang": "en", "text": "as told"}


def ask_agreements(page: served_bytes.Caller) -> None:
    """Offer, sign, decide, commit, observe, take back, and the same of what nobody offered."""
    area = page.post("/api/areas", _area())
    page.post("/api/areas/{name}/sign", {"hash": _hash_of(area, "areas")}, name="castello-road")
    page.post("/api/areas/{name}/sign", {"hash": "00" * 32}, name="nowhere")
    text = page.post("/api/instruments", _text())
    signed = {"hash": _hash_of(text, "instruments")}
    page.post("/api/instruments/{name}/sign", signed, name="september-text")
    decided = {**signed, "what": "extend", "until_ms": T0_MS + 97 * HOUR_MS}
    page.post("/api/instruments/{name}/decide", decided, name="september-text")
    here = full(volume(37.0, 36.2, 20_000, from_ms=T0_MS + 50 * HOUR_MS))
    stands = page.post("/api/commitments", {
        "volume": here, "exceptions": ["medevac"], "covers": ["own_forces"], "text": WORDS, "recipients": ["A"],
    })  # fmt: skip
    flown = full(volume(36.5, 33.0, 900, from_ms=T0_MS - HOUR_MS, until_ms=T0_MS - HOUR_MS + 60_000))
    seen = page.post("/api/flights", {"volume": flown, "source": "visual", "recipients": ["A"]})
    for author, entity in (_key_of(stands), ("J", NOBODY)):
        part = {"author": author, "id": entity}
        page.post(
            "/api/commitments/{author}/{id}/exception", {"code": "medevac", "notice": "J/N-NONE"}, **part
        )
        page.post(
            "/api/commitments/{author}/{id}/declare", {"code": "sar", "volume": flown, "text": WORDS}, **part
        )
        page.post("/api/agreements/{author}/{id}/beside", {"text": WORDS}, **part)
    for author, entity in (_key_of(seen), ("J", NOBODY)):
        said = {"stance": "no_knowledge", "for_whom": "own_forces"}
        page.post("/api/flights/{author}/{id}/state", said, author=author, id=entity)
    for answer in (area, stands, seen):
        author, entity = _key_of(answer)
        page.post("/api/agreements/{author}/{id}/take-back", author=author, id=entity)
    page.get("/api/agreements")


def ask_phrases(page: served_bytes.Caller) -> None:
    """A message put into words, the translations of what is held and of what is not."""
    page.post("/api/phrases/say", {"message": {"text": WORDS}})
    for key in ("B/N-NONE", "J/N-NONE"):
        page.post("/api/translations", {"about": key, "part": "remarks", "lang": "ru", "text": "так"})
        author, _, entity = key.partition("/")
        page.get("/api/translations/{author}/{id}", author=author, id=entity)


def ask_drills(page: served_bytes.Caller) -> None:
    """This node hosts none; what it says of that is the same to everybody."""
    for path in ("/api/drill/mark", "/api/drill", "/api/drill/record"):
        page.get(path)
    page.post("/api/drill", {"story": "il-20"})
    page.post("/api/drill/end")


def _key_of(answer: Any) -> tuple[str, str]:
    if answer.status != 200:
        return "B", NOBODY
    author, _, entity = answer.json()["key"].partition("/")
    return author, entity


def _hash_of(answer: Any, name: str) -> str:
    return str(answer.json()[name][0]["copies"][0]["hash"]) if answer.status == 200 else "00" * 32


def _area() -> dict[str, Any]:
    return {
        "area_id": "castello-road", "category": "demilitarised", "name": {"en": "Castello Road"}, "purpose": WORDS,
        "footprint": full(square()), "from_ms": T0_MS + HOUR_MS, "until_ms": T0_MS + 30 * DAY_MS,
        "signatories": ["A", "B"], "recipients": [],
    }  # fmt: skip


def _text() -> dict[str, Any]:
    return {
        "instrument_id": "september-text", "title": {"en": "Text"}, "authentic": ["en"], "file_name": "text.pdf",
        "file_hash": "cd" * 32, "file_bytes": 9, "signatories": ["A", "B"], "start_ms": T0_MS + HOUR_MS,
        "end_ms": T0_MS + 49 * HOUR_MS, "renew_by_ms": T0_MS + 40 * HOUR_MS, "zone": "Asia/Damascus",
        "summary": WORDS, "area_ids": ["castello-road"], "recipients": [],
    }  # fmt: skip
