"""`pytorch_model.bin`: the tensors of a PyTorch file as views into it. Neither torch nor pickle is used.

Both layouts are read: the zip archive of PyTorch 1.6 and newer, and the run of pickles before it.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np

from core.formats.native import ModelError
from core.importing import files, pickled
from core.importing.foreign import of_bfloat16
from core.importing.pickled import Storage, StoredTensor

_MAGIC = 0x1950A86A20F9469CFC6C
_MAX_PICKLE = 32_000_000
_DTYPES = {"float32": "<f4", "float16": "<f2", "float64": "<f8", "bfloat16": "<u2", "int64": "<i8",
           "int32": "<i4", "bool": "|b1", "uint8": "|u1"}


def read_pytorch(path: Path) -> dict[str, np.ndarray]:
    """The tensors by name; floats as the file has them, bfloat16 as float32. Raises ModelError."""
    files.check_present(path)
    try:
        bytes_of_file = np.memmap(path, np.uint8, "r")
        if zipfile.is_zipfile(path):
            described, storages = _of_zip(path, bytes_of_file)
        else:
            described, storages = _of_legacy(bytes_of_file)
        return {name: _array(name, tensor, storages) for name, tensor in _named(described).items()}
    except ModelError as error:
        raise ModelError(f"{path}: {error}") from None
    except (OSError, ValueError, EOFError, struct.error, zlib.error, zipfile.BadZipFile,
            NotImplementedError, RuntimeError) as error:  # the last two: packed in another way, or encrypted
        raise ModelError(f"{path}: expected a whole PyTorch file, but it is damaged or cut short "
                         f"({' '.join(str(error).split()):.200})") from None


def _named(described) -> dict[str, StoredTensor]:
    if type(described) is not dict:
        raise ModelError(f"expected a dictionary of tensors, found {type(described).__name__}")
    for name, tensor in described.items():
        if not isinstance(tensor, StoredTensor):
            raise ModelError(f"{name:.80}: expected a tensor, found {type(tensor).__name__}")
    return described


def _of_zip(path: Path, data: np.memmap):
    with zipfile.ZipFile(path) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
        pickles = [name for name in entries if name.endswith("/data.pkl") and name.count("/") == 1]
        if len(pickles) != 1:
            raise ModelError("expected one data.pkl in it, found "
                             f"{len(pickles)}: a file that torch.save wrote has one")
        folder = pickles[0].removesuffix("data.pkl")
        if entries[pickles[0]].file_size > _MAX_PICKLE:
            raise ModelError(f"{pickles[0]} is larger than a dictionary of tensors is")
        order = entries.get(f"{folder}byteorder")
        if order is not None and archive.read(order)[:10] != b"little":
            raise ModelError("its numbers are not little-endian")
        described, _ = pickled.load(archive.read(pickles[0]))

    def storage(key: str) -> np.ndarray:
        entry = entries.get(f"{folder}data/{key}")
        if entry is None:
            raise ModelError(f"{folder}data/{key} is missing")
        if entry.compress_type != zipfile.ZIP_STORED:
            raise ModelError(f"{entry.filename} is compressed, which torch.save never does")
        start = entry.header_offset
        name_length, extra_length = struct.unpack("<HH", data[start + 26: start + 30].tobytes())
        start += 30 + name_length + extra_length
        return data[start: start + entry.file_size]

    return described, storage


def _of_legacy(data: np.memmap):
    start, parts = 0, []
    for _ in range(5):  # a magic number, a version, facts of the machine, the tensors, the storages' keys
        part, size = pickled.load(data[start: start + _MAX_PICKLE].tobytes())
        parts.append(part)
        start += size
        if type(parts[0]) is not int or parts[0] != _MAGIC:
            raise ModelError("expected a file that torch.save wrote, found something else")
    if type(parts[2]) is not dict or parts[2].get("little_endian") is not True:
        raise ModelError("its numbers are not little-endian")
    described, keys = parts[3], parts[4]
    if type(keys) is not list or not all(type(key) is str for key in keys):
        raise ModelError("it has no list of its storages")
    sizes = {tensor.storage.key: tensor.storage for tensor in _named(described).values()}
    places: dict[str, tuple[int, int]] = {}
    for key in keys:
        if start + 8 > len(data):
            raise ModelError("it is cut short: the numbers of its tensors are missing")
        count = struct.unpack("<q", data[start: start + 8].tobytes())[0]
        if key not in sizes or count != sizes[key].size:
            raise ModelError(f"the storage {key!r:.40} is not the size that its tensors take")
        length = count * np.dtype(_DTYPES[sizes[key].dtype]).itemsize
        places[key] = start + 8, start + 8 + length
        start += 8 + length

    def storage(key: str) -> np.ndarray:
        if key not in places:
            raise ModelError(f"the storage {key!r:.40} is missing")
        first, last = places[key]
        return data[first:last]

    return described, storage


def _array(name: str, tensor: StoredTensor, storages) -> np.ndarray:
    """The view, checked to lie within its storage."""
    stored: Storage = tensor.storage
    dtype = np.dtype(_DTYPES[stored.dtype])
    data = storages(stored.key)
    if len(data) != stored.size * dtype.itemsize:
        raise ModelError(f"{name}: expected {stored.size} numbers of {stored.dtype}, found "
                         f"{len(data)} bytes: the file is cut short")
    if len(tensor.shape) != len(tensor.stride) or len(tensor.shape) > 8:
        raise ModelError(f"{name}: its shape and strides do not fit")
    if 0 in tensor.shape:
        return np.zeros(tensor.shape, np.float32)
    last = tensor.offset + sum((extent - 1) * step
                               for extent, step in zip(tensor.shape, tensor.stride, strict=True))
    if last >= stored.size:
        raise ModelError(f"{name}: reaches beyond its {stored.size} numbers")
    numbers = np.ndarray((stored.size,), dtype, buffer=data)
    array = np.lib.stride_tricks.as_strided(
        numbers[tensor.offset:], tensor.shape, [step * dtype.itemsize for step in tensor.stride],
        writeable=False)
    if stored.dtype == "bfloat16":
        return of_bfloat16(array)
    return array
