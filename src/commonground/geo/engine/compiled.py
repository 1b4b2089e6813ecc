"""How kernels are compiled: cached on disk, without the interpreter's lock, integer and float rules of NumPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def kernel(function: Kernel) -> Kernel:
    """Compile at the first call, or load what was compiled before."""
    return cast(Kernel, njit(cache=True, nogil=True, error_model="numpy")(function))
