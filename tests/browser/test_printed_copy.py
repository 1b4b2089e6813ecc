"""What a browser prints of a page as a PDF carries the stamp on every sheet, and a part of it is traced by that."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from commonground.cli.leaked import read_leaked
from commonground.compose.tracing import trace
from commonground.room.context import Room
from tests.unit.web.web_harness import rooms
from tests.worlds import report, site

CSS = (Path(__file__).parents[2] / "src/commonground/web/print.css").read_text("utf-8")
LANGUAGES = ("en", "ar", "ru")


@pytest.fixture(scope="module")
def printed() -> Iterator[tuple[Room, dict[str, str]]]:
    """A party's room, and its sites as pages in three languages: all asked for before the browser opens."""
    with rooms() as made:
        for number in range(60):
            made.world.say("A", report(site(36.5 + number / 100, 33.0, name=f"Clinic {number}")))
        person = made.signed_in("A")
        pages = {
            lang: person.runner.run(person.client.get(f"/api/print?what=sites&lang={lang}")).text
            for lang in LANGUAGES
        }
        yield made.world.room("A"), pages


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_sheet_of_a_printed_copy_is_traced(
    printed: tuple[Room, dict[str, str]], browser: Any, lang: str, tmp_path: Path
) -> None:
    room, pages = printed
    page = browser.new_page()
    page.set_content(pages[lang].replace("</head>", f"<style>{CSS}</style></head>"))
    data = page.pdf(format="A4")
    page.close()
    sheets = PdfReader(io.BytesIO(data)).pages
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets):
        writer = PdfWriter()
        writer.add_page(sheet)
        path = tmp_path / f"sheet-{number}.pdf"
        writer.write(path)
        matches = trace(room.store, room.charter, "A", read_leaked(path))
        [stamp] = [one for one in matches if one.how == "stamp"]
        assert (stamp.to, stamp.what) == (
            "ann (watch_officer)",
            f"copy {LANGUAGES.index(lang) + 1}, sites page",
        )
