"""Lists that the feed sends by difference: every page ends with the list that stands, whenever it came."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commonground.web.feed_lists import SentLists

KEYS = st.sampled_from("abcde")
LISTS = st.dictionaries(KEYS, st.integers(0, 2)).map(
    lambda held: [{"key": key, "n": n} for key, n in held.items()]
)
STEPS = st.lists(st.tuples(st.sampled_from(["changes", "opens", "event"]), LISTS), max_size=25)


def take_up(page: dict[str, Any], difference: dict[str, Any] | None) -> None:
    """What a page does with an event."""
    if difference is not None:
        for key in difference["gone"]:
            page.pop(key, None)
        page.update({row["key"]: row for row in difference["rows"]})


@given(STEPS)
def test_a_page_that_came_at_any_moment_holds_what_stands(
    steps: list[tuple[str, list[dict[str, Any]]]],
) -> None:
    sent, pages, stands = SentLists(), list[dict[str, Any]](), list[dict[str, Any]]()
    for what, rows in [*steps, ("event", [])]:
        if what == "changes":
            stands = rows  # noted only when an event is made, or when a page comes
            continue
        sent.put("alerts", stands)
        if what == "opens":
            pages.append({row["key"]: row for row in stands})
            continue
        difference = sent.drain().get("alerts")
        for page in pages:
            take_up(page, difference)
            assert page == {row["key"]: row for row in stands}


@given(LISTS, LISTS)
def test_only_what_differs_is_sent(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    sent = SentLists()
    sent.put("due", before)
    sent.drain()
    sent.put("due", after)
    difference = sent.drain().get("due", {"rows": [], "gone": []})
    assert [row for row in after if row not in before] == difference["rows"]
    assert {row["key"] for row in before} - {row["key"] for row in after} == set(difference["gone"])
