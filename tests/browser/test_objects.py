"""Foreign objects in real pages: counted, listed, opened as written, withdrawn and taken back; in three languages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from commonground.protocols.stix.codec.posted import envelope_texts, offer_objects, parse_objects
from commonground.protocols.stix.codec.reader import Reader
from commonground.room import posting
from tests.posted import control, envelope, marked, stix_id, thing

from . import looking
from .page_room import PageRoom
from .test_every_screen import looked_at

Come = Callable[..., Any]
LONG = "A shed beside the pump, with two rooms and a roof of sheet iron. " * 6


def posted(room: PageRoom, *objects: dict[str, Any]) -> None:
    """Have a machine of the North Centre post these, the marking first."""
    agreed = room.served.room("A").charter
    read = parse_objects(envelope_texts(envelope(control(1, "B", agreed=agreed), *objects), 10_000_000))
    offers = offer_objects(read, Reader("A", agreed), {}).offers
    assert read.not_taken == []
    taken = room.served.node("A").write(lambda one: posting.take(one, offers, "watch_officer", "machine:m"))
    assert [one.why for one in taken.result(30) if one.why] == []


@pytest.fixture
def filled(room: PageRoom) -> PageRoom:
    """Objects of several types; the same ones again say nothing."""
    posted(
        room, marked(10, 1, name="Pump house", description=LONG, x_depth={"of": [1, 2, {"three": None}]}),
        marked(11, 1, type="campaign", name="مضخة النهر"), thing(12, type="note", name=None, content="x"),
        *(thing(number, name=f"Kept {number}") for number in range(20, 140)),
    )  # fmt: skip
    room.served.until("B", lambda one: one.view.count_of("stix_object") >= 3)
    return room


def test_objects_are_counted_listed_and_opened(person: Come, filled: PageRoom) -> None:
    b = person("B").signed_in("reports", part="objects")
    types = b.page.get_by_role("group", name="Objects by type")
    expect(types.get_by_role("button")).to_have_text(
        [
            re.compile(one)
            for one in ("all types.*3", "campaign.*1", "infrastructure.*1", "marking-definition.*1")
        ]
    )
    types.get_by_role("button", name=re.compile("infrastructure")).click()
    rows = b.page.locator(".grid tbody tr")
    expect(rows).to_have_count(1)
    rows.first.click()
    shown = b.page.locator(".inf .one article")
    expect(shown.locator("pre")).to_contain_text('"x_depth": {"of": [1, 2, {"three": null}]}')
    expect(shown).to_contain_text("the room reads nothing out of it")
    with b.page.expect_download() as got:
        shown.get_by_role("link", name="Save").click()
    text = json.loads(got.value.path().read_bytes())
    assert (got.value.suggested_filename, text["name"]) == (
        f"{stix_id('infrastructure', 10)}.json",
        "Pump house",
    )


def test_the_rest_is_read_on_and_an_object_is_taken_back(person: Come, filled: PageRoom) -> None:
    a = person("A").signed_in("reports", part="objects")
    rows = a.page.locator(".grid tbody tr")
    expect(rows).to_have_count(100)
    a.page.get_by_role("button", name="Show more").click()
    expect(a.page.get_by_role("button", name="Show more")).to_have_count(0)
    a.page.get_by_role("searchbox").fill("Pump house")
    expect(rows).to_have_count(1)
    rows.first.click()
    mine = a.page.locator(".inf .one article")
    expect(mine.locator(".told")).to_contain_text("exported · Watch officer")
    mine.get_by_role("button", name="Withdraw").click()
    expect(mine).to_contain_text("Released to nobody.")
    end = mine.get_by_role("button", name=re.compile("ake the object back|take it back"))
    end.click()
    end.click()
    expect(mine.locator(".ok")).to_contain_text("Taken back for all who were told of it.")
    expect(a.page.locator(".grid tbody tr.dim")).to_have_count(1)
    b = person("B").signed_in("reports", part="objects")
    expect(b.page.locator(".grid tbody tr", has_text="Pump house")).to_contain_text("withdrawn")


@pytest.mark.parametrize("lang", looking.LANGS)
def test_objects_in_every_language(person: Come, filled: PageRoom, lang: str) -> None:
    me = person("A", lang=lang).signed_in("reports", part="objects")
    expect(me.page.locator(".grid tbody tr").first).to_be_visible()
    bad = looked_at(me.page, lang, "objects")
    for row in me.ask("/api/objects?type=campaign")["rows"]:
        me.go("reports", part="objects", open=row["key"])
        expect(me.page.locator(".inf article .pf").first).to_be_visible()
        bad += looked_at(me.page, lang, "object")
    assert bad == []
