"""Every question about graded reports and requests for information, asked of a party's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.worlds import HOUR_MS, T0_MS

if TYPE_CHECKING:
    from .served_bytes import Caller

NOBODY = "I-NOBODY00"

WORDS = {"lang": "en", "text": "Mines beside the road."}
REPORT: dict[str, Any] = {
    "matter": "hazard", "title": WORDS, "text": WORDS, "reliability": "B", "credibility": 2,
    "from_ms": T0_MS, "until_ms": T0_MS + HOUR_MS,
}  # fmt: skip
QUESTION: dict[str, Any] = {"matter": "hazard", "text": WORDS, "from_ms": T0_MS, "until_ms": T0_MS + HOUR_MS}


def ask_information(page: Caller, hidden: list[str]) -> None:
    """Say, change, release, judge, ask and answer; and the same of what is not in the picture."""
    made = page.post(
        "/api/information", {"information": REPORT, "recipients": [{"party": "A"}, {"party": "J"}]}
    ).json()
    entity = made.get("id", NOBODY)
    changed = {**REPORT, "credibility": 3}
    page.post("/api/information/{id}/amend", {"information": changed, "version": 1}, id=entity)
    page.post("/api/information/{id}/release", {"recipients": [{"party": "A", "mode": "view"}]}, id=entity)
    page.post("/api/information/{id}/withdraw", {"party": "J"}, id=entity)
    page.get("/api/information/{author}/{id}", author="B", id=entity)
    page.get("/api/information/{author}/{id}/stix", author="B", id=entity)
    page.post("/api/information/{id}/end", id=entity)
    page.post("/api/information", {"information": {**REPORT, "matter": "front_line"}})
    asked = page.post("/api/information-requests", {"request": QUESTION, "recipients": ["A", "J"]}).json()
    page.get("/api/information-requests/{author}/{id}/stix", author="B", id=asked.get("id", NOBODY))
    page.post("/api/information-requests/{id}/end", id=asked.get("id", NOBODY))
    ask_objects(page, [*hidden, f"J/{NOBODY}", f"B/{NOBODY}"])
    for key in (*hidden, f"J/{NOBODY}"):
        referring = {**REPORT, "refers_to": [{"author": "J", "entity": key.partition("/")[2]}]}
        page.post("/api/information", {"information": referring, "recipients": [{"party": "A"}]})
        refused_information(page, key)


def refused_information(page: Caller, key: str) -> None:
    """Every question that names a report or a request, for what is none or is not in the picture."""
    author, _, entity = key.partition("/")
    page.get("/api/information/{author}/{id}", author=author, id=entity)
    page.get("/api/information/{author}/{id}/stix", author=author, id=entity)
    page.get("/api/information-requests/{author}/{id}/stix", author=author, id=entity)
    page.post("/api/information/{author}/{id}/opinion", {"opinion": "agrees"}, author=author, id=entity)
    page.post("/api/information-requests/{author}/{id}/answer", {"outcome": "none"}, author=author, id=entity)
    page.post("/api/information/{id}/end", id=entity)


def ask_objects(page: Caller, keys: list[str]) -> None:
    """Every question about foreign objects."""
    for query in ("", "?whose=own", "?whose=others&type=campaign", "?whose=theirs", "?after=J/X-1"):
        page.get("/api/objects", query=query)
    for key in keys:
        author, _, entity = key.partition("/")
        page.get("/api/objects/{author}/{id}", author=author, id=entity)
        page.get("/api/objects/{author}/{id}/stix", author=author, id=entity)
        page.post("/api/objects/{id}/withdraw", {"party": "A"}, id=entity)
        page.post("/api/objects/{id}/end", id=entity)
