"""The order of a copy says nothing, fits its copy whole or in part, and its likelihood is what chance gives."""

from __future__ import annotations

import math
from itertools import permutations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commonground.picture.information import Information
from commonground.protocols.stix.codec.names import definitions
from commonground.protocols.stix.codec.read import read_objects
from commonground.protocols.stix.codec.written import report_objects
from commonground.room.copy_order import in_order_of, likeness
from tests.property.test_stix import READER, reports, version

secrets = st.binary(min_size=32, max_size=32)
names = st.lists(st.text(min_size=1, max_size=12), min_size=2, max_size=12, unique=True)
numbers = st.integers(1, 10**9)


@given(secrets, numbers, numbers, names)
def test_two_copies_hold_the_same_items(secret: bytes, one: int, other: int, items: list[str]) -> None:
    first = in_order_of(secret, one, items, str)
    assert sorted(first) == sorted(in_order_of(secret, other, items, str)) == sorted(items)
    assert first == in_order_of(secret, one, reversed(items), str), "the order that was does not matter"


@given(secrets, numbers, names, st.data())
def test_a_part_of_a_copy_keeps_its_order(
    secret: bytes, copy: int, items: list[str], data: st.DataObject
) -> None:
    kept = [one for one in in_order_of(secret, copy, items, str) if data.draw(st.booleans())]
    assume(len(kept) > 1)
    seen = likeness(secret, copy, kept, 1)
    assert seen.whole
    assert seen.agreeing == seen.pairs == len(kept) // 2
    assert math.isclose(seen.chance, 1 / math.factorial(len(kept)))


@given(
    secrets, numbers, st.lists(st.text(max_size=5), min_size=2, max_size=5, unique=True), st.integers(1, 50)
)
def test_the_likelihood_is_the_share_of_orders_that_agree_so_well(
    secret: bytes, copy: int, items: list[str], candidates: int
) -> None:
    every = [likeness(secret, copy, order, candidates) for order in permutations(items)]
    for seen in every:
        share = sum(one.whole if seen.whole else one.agreeing >= seen.agreeing for one in every) / len(every)
        assert math.isclose(seen.chance, min(1.0, candidates * share))


@given(secrets, numbers, st.lists(st.text(max_size=5), max_size=1))
def test_one_item_or_none_is_evidence_of_nothing(secret: bytes, copy: int, items: list[str]) -> None:
    assert likeness(secret, copy, items, 3).chance == 1


@settings(max_examples=50, deadline=None)
@given(secrets, numbers, numbers, reports())
def test_what_is_read_from_two_copies_of_a_bundle_is_equal(
    secret: bytes, one: int, other: int, body: Information
) -> None:
    objects = [*definitions(), *report_objects(READER, version(body))]
    first, second = (
        read_objects(in_order_of(secret, copy, objects, lambda made: str(made["id"])))
        for copy in (one, other)
    )
    assert first.drafts == second.drafts
    assert first.left_out == second.left_out == []
