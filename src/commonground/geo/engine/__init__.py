"""The 4-D engine: a million volumes, exact to a centimetre, and what any of them meets within microseconds.

Importing it brings in Numba; rooms of a few thousand volumes do without (`geo/index`).
"""

from .engine import Engine, Prepared
from .pairs import Pairs

__all__ = ["Engine", "Pairs", "Prepared"]
