"""Several threads inside one compiled call: each stage's work is claimed piece by piece.

Nobody waits for a thread that has not come: whoever is there claims what is left, so one that another
program keeps from running delays nothing but the piece it holds. A counter pair a stage, each on a cache
line of its own: pieces claimed, pieces done.
"""

from __future__ import annotations

import platform

import numba
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

LINE = 8  # int64 numbers a cache line
STAGE = 2 * LINE  # counters a stage

_INT64 = ir.IntType(64)
_VOID = ir.VoidType()
# What tells a core that this is a wait, so that the one beside it gets what they share: (name, arguments).
_WAITING = {
    "x86_64": ("llvm.x86.sse2.pause", []), "amd64": ("llvm.x86.sse2.pause", []),
    "arm64": ("llvm.aarch64.hint", [1]), "aarch64": ("llvm.aarch64.hint", [1]),
}.get(platform.machine().lower())


def _place(context, builder, signature, args):
    array = context.make_array(signature.args[0])(context, builder, args[0])
    index = context.cast(builder, args[1], signature.args[1], types.int64)
    return builder.gep(array.data, [index])


@intrinsic
def _add_one(_typing, counters, index):
    """counters[index] += 1 as one operation -> what it was."""
    def generate(context, builder, signature, args):
        place = _place(context, builder, signature, args)
        return builder.atomic_rmw("add", place, _INT64(1), "seq_cst")

    return types.int64(counters, index), generate


@intrinsic
def _read(_typing, counters, index):
    def generate(context, builder, signature, args):
        return builder.load_atomic(_place(context, builder, signature, args), "seq_cst", 8)

    return types.int64(counters, index), generate


@intrinsic
def _pause(_typing):
    def generate(context, builder, _signature, _args):
        if _WAITING:
            name, numbers = _WAITING
            signature = ir.FunctionType(_VOID, [ir.IntType(32)] * len(numbers))
            hint = cgutils.get_or_insert_function(builder.module, signature, name)
            builder.call(hint, [ir.IntType(32)(number) for number in numbers])
        return context.get_dummy_value()

    return types.void(), generate


@numba.njit(nogil=True, cache=True)
def claim(counters, stage):
    """The next piece of the stage; past the last where none is left."""
    return _add_one(counters, stage * STAGE)


@numba.njit(nogil=True, cache=True)
def finished(counters, stage):
    """Says that a claimed piece is done."""
    _add_one(counters, stage * STAGE + LINE)


@numba.njit(nogil=True, cache=True)
def wait(counters, stage, pieces):
    """Until all pieces of the stage are done."""
    while _read(counters, stage * STAGE + LINE) < pieces:
        _pause()
