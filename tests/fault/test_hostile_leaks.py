"""A leaked file can be anything: it is compared or refused, and never breaks the node that looks for its origin."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.cli.leaked import read_leaked
from commonground.compose.tracing import leaked, trace
from commonground.errors import Refused
from tests.worlds import World, announce, make_world, notice, report, site

MADE: list[World] = []


def world() -> World:
    if not MADE:
        made = make_world()
        made.say("A", announce(notice(), "B", "J"))
        made.say("A", report(site(), "B"))
        MADE.append(made)
    return MADE[0]


def traced(data: bytes) -> list[Any]:
    room = world().room("A")
    return trace(room.store, room.charter, "A", leaked(data, data.decode("utf-8", errors="replace")))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    assert traced(data) == []


values: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("\ud800"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "body", "objects", "extensions", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(values)
def test_any_json(value: Any) -> None:
    assert all(one.how != "exact" for one in traced(json.dumps(value).encode()))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 900 + "]" * 900, '{"a":' * 900 + '{"b":1,"c":2}' + "}" * 900, "[" * 100_000,
        '{"a": ' + "9" * 4_000 + ', "b": 1}', '{"a": 1e999, "b": NaN}', '{"id": "x", "type": "\\ud800"}',
        json.dumps([{"id": f"report--{n}", "type": "report"} for n in range(20_000)]),
        "CG-A-1-00000000 " * 50_000, "S-22222222 " * 50_000,
    ],
    ids=range(9),
)  # fmt: skip
def test_what_was_made_to_break_it(text: str) -> None:
    assert traced(text.encode()) == []


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_pdf_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.pdf"
    path.write_bytes(b"%PDF-1.7\n" + data + b"\ntrailer << /Root 1 0 R >>\n%%EOF")
    with contextlib.suppress(Refused):
        assert read_leaked(Path(path)).value is None
