"""How a volume lies in memory: a box of eight lanes, and the facts that the exact test needs.

A box is eight 32-bit lanes, the upper bounds negated, so that one comparison of eight lanes says whether two
boxes meet, and the box of a group is the least of each lane. Every bound is rounded down to its unit, which
keeps "meets" true where it was true: a box may admit too many and never too few. Facts fill one cache line.
It computes nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Integers = NDArray[np.int64]

# Lanes of a box: west, south, lower, from, and the negated east, north, upper, until.
WEST, SOUTH, LOWER, FROM, EAST, NORTH, UPPER, UNTIL = range(8)
LANES = 8
#: Ground lanes count 1e-7 degrees, altitude lanes tenths of a millimetre over WGS84, time lanes 4,096 ms.
LANE_PER_DEG = 1e7
TIME_SHIFT = 12
TIME_MASK = (1 << TIME_SHIFT) - 1
LANE_MAX = 2_147_483_647

# Columns of the facts of a row. Lengths are whole millimetres of the plane of the row's tile.
SLOT = 0  # number of the entity
PART = 1  # number of the volume in its entity
TILE = 2  # whose plane the points lie on
CENTER_X, CENTER_Y = 3, 4  # a point of the footprint
INNER, OUTER = 5, 6  # radii round it: the disc that lies within (-1: none), the disc that holds all
FIRST, COUNT = 7, 8  # points of the core, closed rings, BREAK between rings
RADIUS = 9  # how far the footprint reaches beyond its core, true mm
FLAGS = 10
LOWER_GIVEN, UPPER_GIVEN = 11, 12  # altitudes as given, tenths of a millimetre
TIME_RESTS = 13  # what the time lanes leave out: from, and until << 12
TWIN_WEST = 14  # of the second row of a footprint across the antimeridian: the west lane of the first
FACTS = 16

# Flags: two bits each for the core and the two references, then one bit each.
CORE_POINT, CORE_PATH, CORE_REGION = 0, 1, 2
CORE_MASK = 3
LOWER_REFERENCE_SHIFT, UPPER_REFERENCE_SHIFT = 2, 4
UNLIMITED_FLAG = 64
TWIN_FLAG = 128

#: x of the entry between two rings.
BREAK = -2_147_483_648

#: Boxes in one block: what a node of the tree holds. A block is int32[LANES, FAN_OUT], so that a lane of all boxes is
#: compared at once.
FAN_OUT = 16
FAN_SHIFT, FAN_MASK = 4, 15

# What is said of a pair; UNSURE only by a step that leaves it to the next.
APART, MEETS, UNSURE = 0, 1, 2
