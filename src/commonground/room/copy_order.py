"""The order of the items of a copy as a mark of it, and what a found order is worth as evidence.

Where a node is set so, the rows of a file and the objects of a bundle stand in an order that follows from a secret, the
number of the copy and the names of the items. The order of these says nothing, so no fact, no place and no figure is
touched, and what is read from any two copies is the same. Whoever sorts the items takes the mark away; so it is
evidence with its likelihood and never a proof. Pure: the secret is an argument.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Likeness(NamedTuple):
    """How the order of some items agrees with that of a copy.

    `pairs` are independent choices between two items, `agreeing` how many of them are as in the copy, and `chance` how
    likely some copy among all that come into question agrees so well although the items are of none of them.
    """

    pairs: int
    agreeing: int
    whole: bool
    chance: float


def in_order_of(secret: bytes, copy: int, items: Iterable[T], name_of: Callable[[T], str]) -> list[T]:
    """The items in the order of a copy; those of one name stay as they stand."""
    return sorted(items, key=lambda one: _at(secret, copy, name_of(one)))


def likeness(secret: bytes, copy: int, names: Sequence[str], candidates: int) -> Likeness:
    """How well the order of distinct names agrees with that of a copy; `candidates` is how many copies there are.

    With a secret nobody knows, each order of n names is as likely as any other: the whole order is met by chance once
    in n!, and each pair of neighbours once in two. Pairs do not overlap, so their choices are independent.
    """
    places = {name: at for at, name in enumerate(in_order_of(secret, copy, names, lambda one: one))}
    found = [places[name] for name in names]
    pairs = [(found[at], found[at + 1]) for at in range(0, len(found) - 1, 2)]
    agreeing = sum(first < second for first, second in pairs)
    whole = len(found) > 1 and found == sorted(found)
    by_chance = Fraction(1, math.factorial(len(found))) if whole else _at_least(agreeing, len(pairs))
    return Likeness(len(pairs), agreeing, whole, float(min(Fraction(1), candidates * by_chance)))


def _at_least(agreeing: int, pairs: int) -> Fraction:
    """How likely so many of some pairs, or more, agree by chance."""
    return Fraction(sum(math.comb(pairs, one) for one in range(agreeing, pairs + 1)), 2**pairs)


def _at(secret: bytes, copy: int, name: str) -> bytes:
    return hmac.new(secret, f"{copy}\n{name}".encode(), hashlib.sha256).digest()
