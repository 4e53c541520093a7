"""x W^T + b for few rows of x: what a decoded token costs.

BLAS packs W anew for each product, which for a few rows takes longer than the product. Here W is packed
once, in strips of 16 outputs that are read from first to last, and a block of up to six rows times one strip
is held in twelve vector registers (Goto and van de Geijn 2008, the packing taken out of the loop). On one
AVX2 core 1 to 4 rows took 0.2 to 0.9 of OpenBLAS's time, 16 rows 0.7 to 0.9 (256 to 2,048 wide). What is
left behind blocks of six is shared out: 5 rows took 0.73 of the time with a block of four and one of one, 8
rows 0.86, 32 rows 0.95. While the first block of rows goes over a strip the next strip is fetched, which the
blocks would else wait for: 16 rows took 0.85 of the time, 32 rows 0.92 (256 wide), and beam 4 over batches of
16 0.96, with a shortlist 0.91 (d_model 256, two threads).

The strips may hold float16 instead, half as much to read: numbers become float32 in the register, and all
sums are of float32.
"""

from __future__ import annotations

import mmap
import platform

import numba
import numpy as np
from llvmlite import ir
from llvmlite.binding import get_host_cpu_features
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

STRIP = 16  # outputs side by side: two vectors of eight floats
LANES = 8
ROWS = 6  # rows at a time: 6 x 2 sums and what they are made of fill the 16 registers of AVX2

_FLOAT, _INDEX = ir.FloatType(), ir.IntType(64)
_VECTOR, _HALVES = ir.VectorType(_FLOAT, LANES), ir.VectorType(ir.HalfType(), LANES)
HALF = np.uint16  # the bits of a float16: numba has no arrays of those


def has_halves() -> bool:
    """Whether the processor turns float16 into float32 by itself; a call a number would be slow."""
    return platform.machine().lower() in ("arm64", "aarch64") or bool(get_host_cpu_features().get("f16c"))


def pack(weight: np.ndarray, half: bool = False) -> np.ndarray:
    """weight [O,I] -> [ceil(O / 16), I, 16], zeros behind the last output; half: the bits of float16."""
    outputs, inputs = weight.shape
    shape = -(-outputs // STRIP), inputs, STRIP
    dtype = np.dtype(np.float16 if half else np.float32)
    # Pages of its own, zeros, which go back to the system when `PackedMatrix.move_to` has no more need of
    # them; malloc would keep them, 150 MB of a model of 300.
    pages = mmap.mmap(-1, dtype.itemsize * shape[0] * shape[1] * shape[2])
    packed = np.frombuffer(pages, dtype).reshape(shape)
    whole = outputs // STRIP
    packed[:whole] = weight[: whole * STRIP].reshape(whole, STRIP, inputs).transpose(0, 2, 1)
    if outputs % STRIP:
        packed[whole, :, : outputs % STRIP] = weight[whole * STRIP:].T
    return packed.view(HALF) if half else packed


def _block(rows: int, strips: int, fetches: bool = False):
    """An intrinsic (x [B,I], row, packed, strip, out [B,16 strips], column): the products of `rows` rows
    of x, from `row` on, with `strips` strips go to out, from `column` on. All contiguous. `fetches`: asks
    for the strip behind them meanwhile."""

    @intrinsic
    def block(_typing, x, row, packed, strip, out, column):
        def generate(context, builder, signature, args):
            kinds = signature.args
            xs, weights, outs = (context.make_array(kinds[i])(context, builder, args[i]) for i in (0, 2, 4))
            inputs, width = (builder.extract_value(array.shape, 1) for array in (xs, outs))
            row, strip, column = (context.cast(builder, args[i], kinds[i], types.int64) for i in (1, 3, 5))
            strip_size = builder.mul(inputs, _INDEX(STRIP))
            row_starts = [builder.gep(xs.data, [builder.mul(builder.add(row, _INDEX(r)), inputs)])
                          for r in range(rows)]
            numbers = [builder.add(strip, _INDEX(s)) for s in range(strips)]
            strip_starts = [builder.gep(weights.data, [builder.mul(number, strip_size)])
                            for number in numbers]
            is_half = kinds[2].dtype == types.uint16
            behind = builder.gep(strip_starts[-1], [strip_size]) if fetches else None
            sums = _sum_over_inputs(builder, inputs, row_starts, strip_starts, is_half, behind)
            for r in range(rows):
                start = builder.add(builder.mul(builder.add(row, _INDEX(r)), width), column)
                for part in range(2 * strips):
                    place = builder.gep(outs.data, [builder.add(start, _INDEX(part * LANES))])
                    builder.store(sums[r][part], builder.bitcast(place, _VECTOR.as_pointer()), align=4)
            return context.get_dummy_value()

        return types.void(x, row, packed, strip, out, column), generate

    return block


def _sum_over_inputs(builder, inputs, row_starts, strip_starts, is_half, behind):
    """A loop over i: sums[r][part] += x[r, i] * weights[part of strip, i] -> the sums, [rows][2 strips].
    Where there is a `behind`, the numbers from there on are fetched."""
    multiply_add = cgutils.get_or_insert_function(
        builder.module, ir.FunctionType(_VECTOR, [_VECTOR] * 3), f"llvm.fmuladd.v{LANES}f32")
    before, loop, done = builder.block, builder.append_basic_block(), builder.append_basic_block()
    builder.branch(loop)
    builder.position_at_end(loop)
    i = builder.phi(_INDEX)
    i.add_incoming(_INDEX(0), before)
    sums = [[builder.phi(_VECTOR) for _ in range(2 * len(strip_starts))] for _ in row_starts]
    offset = builder.mul(i, _INDEX(STRIP))
    kind, align = (_HALVES, 2) if is_half else (_VECTOR, 4)
    vectors = [
        builder.load(builder.bitcast(builder.gep(start, [builder.add(offset, _INDEX(part * LANES))]),
                                     kind.as_pointer()), align=align)
        for start in strip_starts for part in range(2)]
    if is_half:
        vectors = [builder.fpext(vector, _VECTOR) for vector in vectors]
    if behind is not None:
        _fetch(builder, builder.gep(behind, [offset]))
    grown = []
    for row_start, row_sums in zip(row_starts, sums, strict=True):
        value = builder.load(builder.gep(row_start, [i]))
        one = builder.insert_element(ir.Constant(_VECTOR, ir.Undefined), value, ir.IntType(32)(0))
        all_lanes = builder.shuffle_vector(one, ir.Constant(_VECTOR, ir.Undefined),
                                           ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES))
        grown.append([builder.call(multiply_add, [all_lanes, vector, total])
                      for vector, total in zip(vectors, row_sums, strict=True)])
    following = builder.add(i, _INDEX(1))
    i.add_incoming(following, loop)
    for row_sums, row_grown in zip(sums, grown, strict=True):
        for total, more in zip(row_sums, row_grown, strict=True):
            total.add_incoming(ir.Constant(_VECTOR, [0.0] * LANES), before)
            total.add_incoming(more, loop)
    builder.cbranch(builder.icmp_signed("<", following, inputs), loop, done)
    builder.position_at_end(done)
    return grown


def _fetch(builder, place):
    """Asks for a cache line, to be in the second-level cache; past the end of all it does nothing."""
    bytes_at, int32 = ir.IntType(8).as_pointer(), ir.IntType(32)
    prefetch = cgutils.get_or_insert_function(
        builder.module, ir.FunctionType(ir.VoidType(), [bytes_at] + [int32] * 3), "llvm.prefetch.p0i8")
    to_read, second_level, data = int32(0), int32(2), int32(1)
    builder.call(prefetch, [builder.bitcast(place, bytes_at), to_read, second_level, data])


@intrinsic
def _number(_typing, packed):
    """A number of a packed weight as float32."""
    def generate(_context, builder, signature, args):
        if signature.args[0] != types.uint16:
            return args[0]
        return builder.fpext(builder.bitcast(args[0], ir.HalfType()), _FLOAT)

    return types.float32(packed), generate


_block_6x1, _block_5x1, _block_4x1, _block_3x1 = _block(6, 1), _block(5, 1), _block(4, 1), _block(3, 1)
_block_2x1, _block_1x1, _block_2x2, _block_1x4 = _block(2, 1), _block(1, 1), _block(2, 2), _block(1, 4)
_first_6x1, _first_5x1, _first_4x1 = (_block(rows, 1, fetches=True) for rows in (6, 5, 4))


@numba.njit(nogil=True, cache=True, error_model="numpy")
def linear(x, packed, out, strip, stop):
    """out [B,16 strips] = x [B,I] times the packed weights, for the strips from `strip` to before `stop`."""
    num_rows = x.shape[0]
    while strip < stop:
        row = 0
        # With one or two rows it takes several strips to keep the multipliers busy.
        several = num_rows < 3 and stop - strip >= 4
        while row < num_rows:
            left = num_rows - row
            # One or two rows take as long as four: what is left behind blocks of six is shared out evenly.
            if left > 9 or left == 6:
                if row == 0:
                    _first_6x1(x, row, packed, strip, out, strip * STRIP)
                else:
                    _block_6x1(x, row, packed, strip, out, strip * STRIP)
                row += 6
            elif left == 9 or left == 5:
                if row == 0:
                    _first_5x1(x, row, packed, strip, out, strip * STRIP)
                else:
                    _block_5x1(x, row, packed, strip, out, strip * STRIP)
                row += 5
            elif left >= 4:
                if row == 0:
                    _first_4x1(x, row, packed, strip, out, strip * STRIP)
                else:
                    _block_4x1(x, row, packed, strip, out, strip * STRIP)
                row += 4
            elif several and left >= 2:
                _block_2x2(x, row, packed, strip, out, strip * STRIP)
                _block_2x2(x, row, packed, strip + 2, out, (strip + 2) * STRIP)
                row += 2
            elif several:
                _block_1x4(x, row, packed, strip, out, strip * STRIP)
                row += 1
            elif left == 3:
                _block_3x1(x, row, packed, strip, out, strip * STRIP)
                row += 3
            elif left == 2:
                _block_2x1(x, row, packed, strip, out, strip * STRIP)
                row += 2
            else:
                _block_1x1(x, row, packed, strip, out, strip * STRIP)
                row += 1
        strip += 4 if several else 1


@numba.njit(nogil=True, cache=True, error_model="numpy")
def rows(packed, index):
    """The packed weight's rows at index [N] -> [N,I]."""
    inputs = packed.shape[1]
    out = np.empty((index.size, inputs), np.float32)
    for n in range(index.size):
        strip, lane = divmod(index[n], STRIP)
        for i in range(inputs):
            out[n, i] = _number(packed[strip, i, lane])
    return out


@numba.njit(nogil=True, cache=True, error_model="numpy")
def chosen(packed, index):
    """The packed weight's rows at index [N], packed."""
    inputs = packed.shape[1]
    out = np.zeros((-(-index.size // STRIP), inputs, STRIP), packed.dtype)
    for n in range(index.size):
        (strip, lane), (to_strip, to_lane) = divmod(index[n], STRIP), divmod(n, STRIP)
        for i in range(inputs):
            out[to_strip, i, to_lane] = packed[strip, i, lane]
    return out
