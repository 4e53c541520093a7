"""`model.bin` of CTranslate2: its variables as views, floats again where they were made small."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

from core.formats.native import ModelError
from core.importing import files
from core.importing.foreign import of_bfloat16

_VERSIONS = range(2, 7)
SPECS = ("TransformerSpec", "TransformerBase", "TransformerBig")  # the last two of older files
_DTYPES = ("<f4", "|i1", "<i2", "<i4", "<f2", "<u2")  # by number; the last is bfloat16
_BY_SIZE = {4: "<f4", 2: "<i2", 1: "|i1"}  # before version 4 the file gives only the size
_FLAGS = {"pre_norm", "activation", "num_heads", "scale_embeddings", "multiply_by_sqrt_depth",
          "start_from_zero_embedding", "alignment_layer", "alignment_heads", "embeddings_merge",
          "with_source_bos", "with_source_eos", "with_target_bos", "user_decoder_start_tokens",
          "unk_token", "bos_token", "eos_token"}


class Stored:
    """The variables of model.bin as views into it, floats again where they were made small."""

    def __init__(self, path: Path, version: int, spec: str, variables: dict[str, np.ndarray]):
        self.path, self.version, self.spec = path, version, spec
        self._variables, self._unused = variables, set(variables)

    @classmethod
    def read(cls, path: Path) -> Stored:
        files.check_present(path)
        try:
            return cls(path, *_parsed(np.memmap(path, np.uint8, "r")))
        except ModelError as error:
            raise ModelError(f"{path}: {error}") from None
        except (OSError, ValueError, struct.error, UnicodeDecodeError) as error:
            raise ModelError(f"{path}: expected a whole CTranslate2 model, but it is damaged or cut short "
                             f"({' '.join(str(error).split()):.200})") from None

    def flag(self, name: str, default: int) -> int:
        """A setting that is stored as a variable of one number; older files have it once for both sides."""
        value = self._setting(name)
        return default if value is None or value.size != 1 else int(value.reshape(-1)[0])

    def word(self, name: str, default: str) -> str:
        """A setting that is stored as the bytes of a text."""
        value = self._setting(name)
        return default if value is None else value.tobytes().decode("utf-8", "replace")

    def scale(self, side: str, width: int) -> float:
        """What embeddings are multiplied by: stored as a number, or as a flag for the root of `width`."""
        for name in (f"{side}/scale_embeddings", f"{side}/embeddings/multiply_by_sqrt_depth",
                     f"{side}/embeddings_0/multiply_by_sqrt_depth"):
            value = self._setting(name)
            if value is not None and value.size == 1:
                number = float(value.reshape(-1)[0])
                return number if value.dtype.kind == "f" else width**0.5 if number else 1.0
        return width**0.5

    def _setting(self, name: str) -> np.ndarray | None:
        found = next((known for known in (name, name.split("/")[-1]) if known in self._variables), name)
        self._unused.discard(found)
        return self._variables.get(found)

    def has(self, name: str) -> bool:
        return name in self._variables

    def take(self, name: str) -> np.ndarray:
        if name not in self._variables and "/embeddings/" in name:
            name = name.replace("/embeddings/", "/embeddings_0/")
        if name not in self._variables:
            raise ModelError(f"{self.path}: the variable {name} is missing; expected a Transformer with "
                             "encoder and decoder")
        array, scale = self._variables[name], self._variables.get(f"{name}_scale")
        self._unused -= {name, f"{name}_scale"}
        if array.dtype == np.uint16:
            return of_bfloat16(array)
        if array.dtype.kind == "f":
            return array
        if scale is None:
            raise ModelError(f"{self.path}: {name}_scale is missing, which {name} needs")
        if scale.size not in (1, len(array)) or scale.dtype != np.float32 or (scale == 0).any():
            raise ModelError(f"{self.path}: {name}_scale: expected 1 or {len(array)} numbers that are not 0, "
                             f"file has {list(scale.shape)}")
        return array.astype(np.float32) / scale.reshape(-1, *[1] * (array.ndim - 1))

    def check_all_used(self) -> None:
        left = sorted(name for name in self._unused if name.split("/")[-1] not in _FLAGS)
        if left:
            raise ModelError(f"{self.path}: the variable {left[0]:.80} is not part of a plain Transformer; "
                             "such a model cannot be opened")


def _parsed(data: np.memmap) -> tuple[int, str, dict[str, np.ndarray]]:
    reader = _Reader(data)
    version = reader.number("<I")
    if version not in _VERSIONS:
        raise ModelError(f"expected a CTranslate2 model of version 2 to 6, found {version}")
    spec, _revision = reader.text(), reader.number("<I")
    if spec not in SPECS:
        raise ModelError(f"expected a Transformer with encoder and decoder ({', '.join(SPECS)}), found "
                         f"{spec!r:.60}: other kinds cannot be opened")
    variables = {}
    for _ in range(reader.number("<I")):
        name, rank = reader.text(), reader.number("<B")
        shape = tuple(reader.number("<I") for _ in range(rank))
        if version >= 4:
            kind, length = reader.number("<B"), reader.number("<I")
            if kind >= len(_DTYPES):
                raise ModelError(f"{name:.80}: is of the unknown type {kind}")
            dtype = np.dtype(_DTYPES[kind])
        else:
            size, count = reader.number("<B"), reader.number("<I")
            if size not in _BY_SIZE:
                raise ModelError(f"{name:.80}: is of the unknown size {size}")
            dtype, length = np.dtype(_BY_SIZE[size]), size * count
        count = int(np.prod(shape, dtype=object))
        if count * dtype.itemsize != length:
            raise ModelError(f"{name:.80}: expected {count} numbers of {dtype}, found {length} bytes")
        variables[name] = np.ndarray(shape, dtype, reader.bytes(length))
    if version >= 3:
        for _ in range(reader.number("<I")):
            alias, name = reader.text(), reader.text()
            if name not in variables:
                raise ModelError(f"{alias:.80}: stands for {name:.80}, which is missing")
            for suffix in ("", "_scale"):
                if name + suffix in variables:
                    variables[alias + suffix] = variables[name + suffix]
    return version, spec, variables


class _Reader:
    """A cursor in the file."""

    def __init__(self, data: np.memmap):
        self._data, self._place = data, 0

    def bytes(self, count: int) -> np.ndarray:
        start, self._place = self._place, self._place + count
        if self._place > len(self._data):
            raise ModelError("the file is cut short")
        return self._data[start: self._place]

    def number(self, kind: str) -> int:
        return struct.unpack(kind, self.bytes(struct.calcsize(kind)).tobytes())[0]

    def text(self) -> str:
        return self.bytes(self.number("<H")).tobytes().rstrip(b"\0").decode("utf-8")
