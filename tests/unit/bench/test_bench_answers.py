"""Peers find what meets, and the comparison says who is wrong."""

from importlib.util import find_spec

import numpy as np
import pytest
from bench.engine.answers import judge
from bench.engine.peers import make_peer
from bench.engine.planar import planar_of
from bench.engine.workload import Recipe, draw_set

from commonground.geo.columns import volume_at
from commonground.geo.intersection import volumes_meet

COUNT = 1_500
#: Peers of the `bench` extra that are here.
INSTALLED = [
    name
    for name, library in (("geoindex", "geoindex_rs"), ("libspatialindex", "rtree"))
    if find_spec(library)
]


@pytest.fixture(scope="module")
def crowd():
    """A few intents on top of each other."""
    return draw_set(Recipe(COUNT, 5, 40.0, True))


@pytest.fixture(scope="module")
def meeting(crowd):
    """Every pair that meets by the truth."""
    volumes = [volume_at(crowd, row) for row in range(COUNT)]
    a, b = np.triu_indices(COUNT, 1)
    first = crowd.positions_nd[crowd.line_positions[:-1]] / 1e9
    kept = (crowd.owner[a] != crowd.owner[b]) & (np.abs(first[a] - first[b]).max(axis=1) < 0.5)
    kept &= (crowd.from_ms[a] <= crowd.until_ms[b]) & (crowd.from_ms[b] <= crowd.until_ms[a])
    kept &= (crowd.lower_tmm[a] <= crowd.upper_tmm[b]) & (crowd.lower_tmm[b] <= crowd.upper_tmm[a])
    pairs = zip(a[kept].tolist(), b[kept].tolist(), strict=True)
    return {pair for pair in pairs if volumes_meet(volumes[pair[0]], volumes[pair[1]]) is not None}


@pytest.mark.parametrize("name", ["strtree", "sqlite", *INSTALLED])
def test_a_peer_misses_nothing_that_meets(crowd, meeting, name):
    planar = planar_of(crowd)
    peer = make_peer(name, planar, planar)
    peer.build()
    named = {tuple(pair) for block in peer.pair_blocks() for pair in block.tolist()}
    asked = {tuple(pair) for pair in peer.ask(np.arange(COUNT)).tolist()}
    peer.close()
    assert len(meeting) > 20
    assert named >= meeting
    assert len(named) <= 1.05 * len(meeting)
    assert asked >= meeting
    assert asked >= {(b, a) for a, b in meeting}


def test_who_is_wrong_is_said_on_both_sides(crowd, meeting):
    right = sorted(meeting)
    apart = next((0, row) for row in range(1, COUNT) if (0, row) not in meeting and crowd.owner[row])
    ours = np.array([*right[1:], right[-1], apart])  # one missed, one twice, one too many
    theirs = np.array([*right[:-1], apart])
    told = judge(ours, theirs, crowd, crowd, 10.0)
    assert told["twice"] == 1
    assert (told["only_theirs"], told["only_theirs_meeting"]) == (1, 1)
    assert (told["only_ours"], told["only_ours_meeting"]) == (1, 1)
    assert told["both_asked"] - told["both_meeting"] == 1
    assert told["both_asked"] == len(right) - 2 + 1
