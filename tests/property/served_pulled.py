"""Every question about other servers that are read and about what came from them, asked of a party's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.taxii_servers import stix_id

from .served_information import REPORT

if TYPE_CHECKING:
    from .served_bytes import Caller

SOURCE: dict[str, Any] = {
    "name": "Field office", "url": "https://taxii.example/taxii2/", "auth": "bearer", "secret": "a token",
    "every_minutes": 15, "reliability": "C",
}  # fmt: skip


def ask_pulled(page: Caller, hidden: list[str]) -> None:
    """Add a source, change it, ask for what came, remove it; and the same of what is not there."""
    page.post("/api/sources", SOURCE)
    page.post("/api/sources", {**SOURCE, "name": "plain", "url": "http://taxii.example/"})
    for name in ("Field office", "nobody"):
        page.post("/api/sources/{name}", {"every_minutes": 30}, name=name)
        page.post("/api/sources/{name}/pull", {"from_start": True}, name=name)
    page.get("/api/sources")
    for id in (stix_id("report", 1), *hidden[:1]):
        page.get("/api/pulled/draft", f"?id={quote(id)}")
        page.post("/api/pulled/aside", {"id": id})
        page.post("/api/pulled/back", {"id": id})
        page.post("/api/information", {"information": REPORT, "pulled": id})
    for standing in ("", "?standing=aside", "?standing=taken", "?standing=x"):
        page.get("/api/pulled", standing)
    page.get("/api/pulled/raw", "?type=indicator")
    page.post("/api/sources/{name}/remove", name="Field office")
    page.post("/api/sources/{name}/remove", name="nobody")
