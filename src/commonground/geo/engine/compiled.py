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
from llvmlite import ir
from numba import njit
from numba.extending import intrinsic

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


_LINE_BYTES, _LINES = 64, 8


def _lowest_bit(_context: Any, bits: Any) -> Any:
    def code(_lowering: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        number = builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))
        return builder.zext(number, ir.IntType(64))

    return numba.types.int64(bits), code


def _fetching(lines: int) -> Callable[..., Any]:
    def fetch(_context: Any, rows: Any, number: Any) -> Any:
        def code(lowering: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            kinds = signature.args
            array = lowering.make_array(kinds[0])(lowering, builder, arguments[0])
            row = lowering.cast(builder, arguments[1], kinds[1], numba.types.int64)
            byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
            begin = builder.gep(
                builder.bitcast(array.data, byte), [builder.mul(row, builder.extract_value(array.strides, 0))]
            )
            told = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
            prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], told)
            for line in range(lines):
                at = builder.gep(begin, [ir.Constant(ir.IntType(64), line * _LINE_BYTES)])
                builder.call(prefetch, [at, word(0), word(3), word(1)])  # to be read, kept near, data
            return lowering.get_dummy_value()

        return numba.types.void(rows, number), code

    return fetch


#: Inside a kernel: the number of the lowest bit that is set, of bits that are not all zero.
lowest_bit: Any = intrinsic(_lowest_bit)
#: Inside a kernel: tell the processor that block `number` (512 bytes) of `blocks` is about to be read.
fetch_soon: Any = intrinsic(_fetching(_LINES))
#: Inside a kernel: the same of the 64 bytes from row `number` of `rows` on.
fetch_row_soon: Any = intrinsic(_fetching(1))
