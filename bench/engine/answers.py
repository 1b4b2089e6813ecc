"""Before anything is called faster: do the answers agree, and where they differ, who is wrong?

Every pair that one names and the other does not is put to `volumes_meet`, the one function that decides, and so is a
sample of what both name. A peer draws a circle with 64 sides round it, so it is expected to name pairs that are up to
0.12 % of the radii apart; anything else would be a fault of one or the other.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from bench.engine.curve import OURS, answers_path
from bench.engine.peers import Pairs
from bench.engine.sets import asking_set, columns_of_set
from bench.engine.workload import Integers
from commonground.geo.columns import VolumeColumns, volume_at
from commonground.geo.intersection import distance_m, volumes_meet

SAMPLE = 1_000


def compare(peer: str, name: str, patience_s: float, answers: str) -> dict[str, Any]:
    """Our answers on a set beside a peer's: how many, how many differ, and who is wrong by the truth."""
    ours, theirs = (dict(np.load(answers_path(answers, engine, name))) for engine in (OURS, peer))
    held = columns_of_set(name)
    asked = columns_of_set(asking_set(name))
    told: dict[str, Any] = {"peer": peer, "set": name}
    for what, first in (("hits", asked), ("pairs", held)):
        if what in ours and what in theirs:
            told[what] = judge(ours[what], theirs[what], first, held, patience_s / 2)
    return told


def judge(
    ours: Pairs, theirs: Pairs, first: VolumeColumns, held: VolumeColumns, limit_s: float
) -> dict[str, Any]:
    """Decide the pairs on which two answers differ, and a sample of those on which they agree."""
    our_codes, their_codes = (np.unique(_codes(pairs, len(held))) for pairs in (ours, theirs))
    only_ours = np.setdiff1d(our_codes, their_codes, assume_unique=True)
    only_theirs = np.setdiff1d(their_codes, our_codes, assume_unique=True)
    both = np.intersect1d(our_codes, their_codes, assume_unique=True)
    draw = np.random.default_rng(1)
    sample = draw.choice(both, min(SAMPLE, len(both)), replace=False)
    until = time.monotonic() + limit_s
    told = {"ours": len(ours), "theirs": len(theirs), "twice": len(ours) - len(our_codes)}
    told |= {"only_ours": len(only_ours), "only_theirs": len(only_theirs)}
    for label, codes in (("only_ours", only_ours), ("only_theirs", only_theirs), ("both", sample)):
        wanted = draw.permutation(codes)
        told |= _decided(label, wanted, first, held, until)
    return told


def _codes(pairs: Pairs, count: int) -> Integers:
    return pairs[:, 0] * count + pairs[:, 1]


def _decided(
    label: str, codes: Integers, first: VolumeColumns, held: VolumeColumns, until: float
) -> dict[str, Any]:
    """How many of the pairs the truth was asked, how many meet, and how far apart the furthest others are."""
    meeting, asked, gap_m = 0, 0, 0.0
    for code in codes.tolist():
        row, other = divmod(code, len(held))
        a, b = volume_at(first, row), volume_at(held, other)
        asked += 1
        if volumes_meet(a, b) is not None:
            meeting += 1
        else:
            gap_m = max(gap_m, distance_m(a.footprint, b.footprint))
        if time.monotonic() > until and asked >= min(100, len(codes)):
            break
    return {f"{label}_asked": asked, f"{label}_meeting": meeting, f"{label}_gap_m": gap_m}
