"""Places along a Hilbert curve through west-east, south-north, altitude and time.

Each dimension is spread by what lies between 1 % and 99 % of a sample, so that one volume far away or long ago does
not take the order from all others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..geodesic import Floats
from .compiled import kernel
from .layout import EAST, Integers, Rows

Keys = NDArray[np.uint64]

_BITS = 16
_PLACES = 2**_BITS - 1
_SAMPLE = 4_096


def curve_keys(boxes: Rows) -> Keys:
    """The place of each box's middle; boxes int32[N, 8] to uint64[N]."""
    keys = np.empty(len(boxes), dtype=np.uint64)
    if len(boxes) == 0:
        return keys
    sample = boxes[:: max(1, len(boxes) // _SAMPLE)].astype(np.int64)
    middles = np.sort(sample[:, :EAST] - sample[:, EAST:], axis=0)
    edge = len(middles) // 100
    low, high = middles[edge].astype(np.float64), middles[-1 - edge].astype(np.float64)
    _write_keys(boxes, low, _PLACES / np.maximum(high - low, 1.0), keys)
    return keys


@kernel
def _write_keys(boxes: Rows, low: Floats, scale: Floats, keys: Keys) -> None:
    x = np.empty(4, dtype=np.int64)
    for i in range(len(boxes)):
        for d in range(4):
            spread = (float(boxes[i, d]) - boxes[i, d + 4] - low[d]) * scale[d]
            x[d] = np.int64(min(max(spread, 0.0), _PLACES))
        keys[i] = _hilbert(x)


@kernel
def _hilbert(x: Integers) -> int:
    """The place of a point of four 16-bit coordinates along the curve (Skilling, AIP Conf. Proc. 707, 2004)."""
    bit = 1 << (_BITS - 1)
    while bit > 1:
        low = bit - 1
        for d in range(4):
            if x[d] & bit:
                x[0] ^= low
            else:
                swap = (x[0] ^ x[d]) & low
                x[0] ^= swap
                x[d] ^= swap
        bit >>= 1
    for d in range(1, 4):
        x[d] ^= x[d - 1]
    turn, bit = np.int64(0), np.int64(1 << (_BITS - 1))
    while bit > 1:
        if x[3] & bit:
            turn ^= bit - 1
        bit >>= 1
    for d in range(4):
        x[d] ^= turn
    key = np.uint64(0)
    for b in range(_BITS - 1, -1, -1):
        for d in range(4):
            key = (key << np.uint64(1)) | np.uint64((x[d] >> b) & 1)
    return key
