"""Laws of joint texts: agreed is a union, so neither the order of what came nor saying a thing twice can change it.

The oracle is the sentence itself: a text is agreed when every party that it names has a signature over its hash that
was not taken back; of those the highest edition is in force.
"""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.geo.footprint import Polygon
from commonground.picture.agreed import Signed, joint
from commonground.picture.area import DesignatedArea, area_hash
from commonground.picture.joint_text import normal_polygon
from commonground.picture.version import Version
from commonground.record import replace
from tests.agreements import area, square

PARTIES = ("A", "B", "C")


def version(author: str, entity: str, body: DesignatedArea | None, t_ms: int) -> Version:
    return Version(
        author=author, entity=entity, kind="area", action="establish", version=1, post="watch_officer", mode="keep",
        precedence="ROUTINE", body=body, origin=f"log of {author}", leaf=t_ms, said_leaf=t_ms, t_released_ms=t_ms,
        known_from_ms=t_ms, first_released_ms=t_ms, first_known_ms=t_ms,
    )  # fmt: skip


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[DesignatedArea], list[tuple[int, str, bool]]]:
    """Some texts of one area, and signatures: of which text, by whom, whether taken back."""
    named = st.lists(st.sampled_from(PARTIES), min_size=2, max_size=3, unique=True)
    texts = [
        area(
            square(37.0 + number / 10),
            edition=draw(st.integers(1, 4)),
            signatories=tuple(sorted(draw(named))),
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    signatures = draw(st.lists(
        st.tuples(st.integers(0, len(texts)), st.sampled_from(PARTIES), st.booleans()), max_size=12
    ))  # fmt: skip
    return texts, signatures


@settings(max_examples=150, deadline=None)
@given(stories(), st.randoms(use_true_random=False))
def test_agreed_is_what_the_sentence_says_in_any_order(
    story: tuple[list[DesignatedArea], list[tuple[int, str, bool]]], dice: random.Random
) -> None:
    texts, given_signatures = story
    hashes = [area_hash(text) for text in texts]
    offers = [(version("A", f"AR-{n}", text, n), hashes[n], text, True) for n, text in enumerate(texts)]
    signed = [
        Signed(
            party,
            hashes[n] if n < len(texts) else "0" * 64,
            100 + at,
            version(party, f"AS-{at}", None, 100 + at),
            back,
        )
        for at, (n, party, back) in enumerate(given_signatures)
    ]
    standing = {(one.hash, one.party) for one in signed if not one.taken_back}
    agreed = [
        (text.edition, digest)
        for text, digest in zip(texts, hashes, strict=True)
        if all((digest, party) in standing for party in text.signatories)
    ]
    first = joint(offers, signed)
    assert {copy.hash for copy in first.copies if copy.is_agreed} == {digest for _, digest in agreed}
    assert (first.in_force is None) == (not agreed)
    if first.in_force is not None:
        assert first.in_force.edition == max(edition for edition, _ in agreed)
    assert first.is_agreed == (first.in_force is not None and len(set(hashes)) == 1)
    counted = [(one.hash, one.party) for copy in first.copies for one in copy.signed]
    assert len(counted) + len(first.strangers) == len(signed), "nothing that was said is lost"
    dice.shuffle(offers)
    dice.shuffle(signed)
    again = joint([*offers, *offers], signed)
    assert [(copy.hash, copy.missing, copy.signed) for copy in again.copies] == [
        (copy.hash, copy.missing, copy.signed) for copy in first.copies
    ]
    assert again.strangers == first.strangers


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3), st.booleans(), st.integers(0, 2), st.booleans())
def test_a_ring_has_one_form(turn: int, back: bool, hole_turn: int, swap: bool) -> None:
    outer = square(37.0, 36.0, 0.5, 0.5).rings[0]
    holes = [square(37.1, 36.1, 0.05, 0.05).rings[0], square(37.3, 36.3, 0.05, 0.05).rings[0][:3]]
    plain = Polygon(rings=(outer, *holes))
    turned = outer[turn:] + outer[:turn]
    given_holes = [holes[0], holes[1][hole_turn:] + holes[1][:hole_turn]]
    other = Polygon(rings=(turned[::-1] if back else turned, *(given_holes[::-1] if swap else given_holes)))
    assert normal_polygon(other) == normal_polygon(plain)
    assert area_hash(area(other)) == area_hash(area(plain))
    moved = replace(plain, rings=(outer[1:], *plain.rings[1:]))
    assert area_hash(area(moved)) != area_hash(area(plain))
