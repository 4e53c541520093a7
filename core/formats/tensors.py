"""Tensors in safetensors files, checked against the names and shapes that are expected."""

from __future__ import annotations

import errno
import json
import math
import mmap
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from core.formats import atomic

_LARGE = 1 << 16  # bytes from which a tensor has pages of its own


class TensorFileError(ValueError):
    """A tensor file that cannot be used; the message names the file and the tensor."""


def write_tensors(path: Path, tensors: Mapping[str, np.ndarray], dtype=None) -> None:
    """Writes all tensors whole or not at all, as `dtype` where one is given."""
    atomic.write_with(path, tensor_writer(tensors, dtype))


def tensor_writer(tensors: Mapping[str, np.ndarray], dtype=None) -> atomic.Write:
    """For `atomic.write_together`."""
    with np.errstate(over="ignore"):
        contiguous = {name: np.ascontiguousarray(tensor, dtype) for name, tensor in tensors.items()}
    for name, tensor in tensors.items():
        if np.isfinite(tensor).all() and not np.isfinite(contiguous[name]).all():
            raise TensorFileError(f"{name}: holds numbers too large for {contiguous[name].dtype}")

    def write(temporary: Path) -> None:
        try:
            save_file(contiguous, temporary)
        except SafetensorError as error:  # how the library reports a full disk
            found = re.search(r"os error (\d+)|code: (\d+)", str(error))
            code = int(found[1] or found[2]) if found else errno.EIO
            raise OSError(code, os.strerror(code), str(temporary)) from error

    return write


def read_tensors(path: Path, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    """The tensors named in `shapes`, as float32, in that order; as `each_tensor`."""
    return dict(each_tensor(path, shapes))


def each_tensor(path: Path, shapes: Mapping[str, tuple[int, ...]]) -> Iterator[tuple[str, np.ndarray]]:
    """(name, tensor as float32) of those named in `shapes`, in that order, each read when it is asked for.

    Raises TensorFileError where the file is missing or cut short, or a tensor is missing, has
    another shape, is no float, or is not finite. The header is checked before any tensor is read.
    """
    try:
        with safe_open(path, framework="numpy") as file:
            _check_names(path, shapes, set(file.keys()))
            for name, shape in shapes.items():
                found = file.get_slice(name)
                _check_header(path, name, shape, tuple(found.get_shape()), found.get_dtype())
            yield from _read_all(path, file, shapes)
    except FileNotFoundError:
        raise TensorFileError(f"{path}: the file is missing; a model folder holds its weights "
                              "under this name") from None
    except (SafetensorError, OSError) as error:
        raise TensorFileError(f"{path}: expected a whole safetensors file, but it is damaged or cut "
                              f"short ({error})") from None


def read_integers(path: Path, names: Sequence[str]) -> dict[str, np.ndarray]:
    """The vectors of integers of these names, as int64. Raises TensorFileError."""
    found = {}
    try:
        with safe_open(path, framework="numpy") as file:
            for name in names:
                part = file.get_slice(name)
                if len(part.get_shape()) != 1 or part.get_dtype() not in ("I32", "I64"):
                    raise TensorFileError(f"{path}: {name}: expected a row of integers (I32 or I64), file "
                                          f"has {part.get_dtype()} {list(part.get_shape())}")
                found[name] = file.get_tensor(name).astype(np.int64)
    except (SafetensorError, OSError) as error:
        raise TensorFileError(f"{path}: expected a whole safetensors file with {', '.join(names)}, but it is "
                              f"damaged or cut short ({error})") from None
    return found


def _check_names(path: Path, shapes: Mapping[str, tuple[int, ...]], found: set[str]) -> None:
    for name in shapes:
        if name not in found:
            raise TensorFileError(f"{path}: the tensor {name} is missing; expected {list(shapes[name])}")
    extra = sorted(found - set(shapes))
    if extra:
        raise TensorFileError(f"{path}: the tensor {extra[0]} is not part of the model that "
                              "config.json describes")


def _check_header(path, name, shape, found_shape, dtype) -> None:
    if found_shape != tuple(shape):
        raise TensorFileError(f"{path}: {name}: expected {list(shape)}, file has {list(found_shape)}")
    if dtype not in ("F16", "F32", "F64"):
        raise TensorFileError(f"{path}: {name}: expected floats (F16, F32 or F64), file has {dtype}")


def _read_all(path: Path, checked, shapes: Mapping[str, tuple[int, ...]]) -> Iterator[tuple[str, np.ndarray]]:
    """Every tensor straight into its own array: mapping the file would hold it twice meanwhile, and keep
    others from writing over it on Windows. `checked` is the open file, whose header has been gone over."""
    with open(path, "rb") as file:
        header = int.from_bytes(file.read(8), "little")
        entries, begin = json.loads(file.read(header)), 8 + header
        for name, shape in shapes.items():
            if entries[name]["dtype"] == "F32":
                tensor = _room_for(shape)
                file.seek(begin + entries[name]["data_offsets"][0])
                if file.readinto(tensor.view(np.uint8)) != tensor.nbytes:
                    raise OSError(errno.EIO, "cut short while it was read", str(path))
            else:
                tensor = checked.get_tensor(name)
            yield name, _finite(path, name, tensor.reshape(shape))


def _room_for(shape: tuple[int, ...]) -> np.ndarray:
    """Floats of that shape in a row. Large ones lie in pages that go back to the system with the array;
    malloc would keep half a model's when it is laid out anew."""
    size = 4 * math.prod(shape)
    return np.frombuffer(mmap.mmap(-1, size) if size >= _LARGE else bytearray(size), "<f4")


def _finite(path: Path, name: str, tensor: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        tensor = tensor.astype(np.float32, copy=False)  # first, for a float64 may be beyond its range
    # Both are NaN where one number is; no table of truth values as large as a quarter of the tensor.
    if not (np.isfinite(tensor.min()) and np.isfinite(tensor.max())):
        raise TensorFileError(f"{path}: {name}: holds values that are not finite numbers")
    return tensor
