"""What a person asks of the roster: duty, sheets, members, proposals, what changed; said and asked in both worlds."""

from __future__ import annotations

from typing import Any

from commonground.log.keys import Certificate, certify
from commonground.picture.charter import Party, Text3
from commonground.record import full
from tests.worlds import HOUR_MS, T0_MS, key

NOBODY = "AC-22222222"


def ask_roster(page: Any) -> None:
    """Every route of the roster, by the post that the page has and by those that it has not."""
    page.get("/api/roster")
    page.get("/api/members")
    for query in (
        "",
        f"?from_ms={T0_MS}",
        f"?from_ms={T0_MS}&until_ms={T0_MS + HOUR_MS}",
        "?from_ms=2&until_ms=1",
    ):
        page.get("/api/since", query)
    page.get("/api/handover")
    shift = {"from_ms": T0_MS + 90 * HOUR_MS, "until_ms": T0_MS + 98 * HOUR_MS, "languages": ["en"]}
    page.post("/api/roster/{post}/plan", {"shifts": [shift]}, post="watch_officer")
    page.post("/api/roster/{post}/plan", {"shifts": [shift]}, post="king")
    signed = page.post("/api/handover", {"lang": "en", "text": "quiet"})
    page.post("/api/handover/{id}/accept", id=signed.json()["id"] if signed.status == 200 else NOBODY)
    page.post("/api/accession", {"candidate": _candidate(), "scope": {"party": "C"}})
    for name in ("charter.json", "charter.signed"):
        page.get(f"/api/accession/{{author}}/{{id}}/{name}", author="J", id=NOBODY)
    page.post("/api/accession/{author}/{id}/consent", {"word": "refuses"}, author="J", id=NOBODY)
    page.post("/api/members/{party}/address", {"url": "https://centre.example:8401"}, party="C")
    page.post("/api/speaks-for", {"forces": [{"id": "own", "name": {"en": "Own"}}]})
    page.post("/api/leaving", {"at_ms": T0_MS + 99 * HOUR_MS})
    page.post("/api/leaving/undo")
    page.get("/api/roster")
    page.get("/api/members")


def _candidate() -> dict[str, Any]:
    who = key("C").verifier.encode()
    party = Party(
        id="C", letter="C", shape="square", name=Text3(en="C"), short=Text3(en="C"), identity_key=who,
        node_key=who,
    )  # fmt: skip
    certificate = certify(key("C"), Certificate("C", key("C").verifier, T0_MS, T0_MS + 99 * HOUR_MS))
    return {
        "schema": "commonground/party/1",
        "room": "test",
        "party": full(party),
        "certificate": certificate,
    }
