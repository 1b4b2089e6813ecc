"""How kernels are compiled: cached on disk, without the interpreter's lock, integers and floats as NumPy has them.

Numba keeps a compiled kernel as long as its own file stands, also when a kernel of another file that was taken into
it has changed. So the cache has a folder for each state of all these files together: what is loaded is what is
written here.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from importlib.resources import files
from typing import Any, TypeVar, cast

import numba
from numba import njit

_CONFIG: Any = numba.config
Kernel = TypeVar("Kernel", bound=Callable[..., object])


def _state() -> str:
    """A name that changes with any source of the package."""
    sources = sorted(
        (one.name, one.read_bytes()) for one in files(__package__).iterdir() if one.name[-3:] == ".py"
    )
    constants = (files(__package__.rpartition(".")[0]) / "geodesic.py").read_bytes()
    return f"{zlib.crc32(repr((sources, constants)).encode()):08x}"


def _folder() -> str:
    """Where kernels are kept: beside the bytecode, or where NUMBA_CACHE_DIR says."""
    return f"{_CONFIG.CACHE_DIR or f'{files(__package__)}/__pycache__'}/kernels-{_state()}"


_FOLDER = _folder()


def kernel(function: Kernel) -> Kernel:
    """Compile at the first call, or load what was compiled before; where nothing can be kept, compile each time."""
    given = _CONFIG.CACHE_DIR
    _CONFIG.CACHE_DIR = _FOLDER
    try:
        return cast(Kernel, njit(cache=True, nogil=True, error_model="numpy")(function))
    except RuntimeError:  # Numba found no folder that can be written
        return cast(Kernel, njit(nogil=True, error_model="numpy")(function))
    finally:
        _CONFIG.CACHE_DIR = given
