"""What every kind of foreign model is read into: our configuration, weights under our names, a tokenizer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from core import params as parameters
from core.config import ModelConfig
from core.formats.native import ModelError
from core.text.pieces import PieceTokenizer


@dataclass(frozen=True)
class Foreign:
    """A model that has been read and checked, not yet copied.

    weights   views into its files where they can be, under our names and in our shapes
    decode    settings of DecodeConfig that its makers translate with
    not_followed  what they set besides that changes the translation there and not here: "min_length: 5"
    assumed   settings that its files do not say, and what is taken for them: "num_beams: 1"
    files     what it was read from
    where     the file that has one of our tensors, and its name there: "model.bin: decoder/..."
    """

    kind: str
    config: ModelConfig
    weights: dict[str, np.ndarray]
    tokenizer: PieceTokenizer
    files: tuple[Path, ...]
    where: Callable[[str], str]
    src_lang: str = ""
    tgt_lang: str = ""
    decode: dict[str, Any] = field(default_factory=dict)
    not_followed: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


def take(path: Path, name: str, tensors: Mapping[str, np.ndarray], shape: tuple[int, ...]) -> np.ndarray:
    """tensors[name], of that shape (a leading 1 may be missing or too many). Raises ModelError."""
    if name not in tensors:
        raise ModelError(f"{path}: the tensor {name} is missing; expected {list(shape)}")
    array = tensors[name]
    if array.dtype not in (np.float16, np.float32, np.float64):
        raise ModelError(f"{path}: {name}: expected floats, file has {array.dtype}")
    if array.shape != shape and array.squeeze().shape == tuple(n for n in shape if n != 1):
        array = array.reshape(shape)
    if array.shape != shape:
        raise ModelError(f"{path}: {name}: expected {list(shape)}, file has {list(array.shape)}")
    return array


def aligned_source(table: np.ndarray, tokens: Sequence[str],
                   wanted: Mapping[int, str]) -> tuple[np.ndarray, list[str]]:
    """A source's table [V,D] and pieces with the `wanted` pieces at the ids that they have in the target.

    Where the vocabularies differ, PAD, EOS and UNK then mean the same on both sides, as a model is told once.
    Each changes places with what stood there; one that the source lacks gets a row of zeros.
    """
    table, tokens = np.array(table), list(tokens)
    for token_id, piece in wanted.items():
        if piece not in tokens:
            tokens.append(piece)
        missing = max(token_id + 1, len(tokens)) - len(table)
        tokens += [""] * (len(table) + missing - len(tokens))
        table = np.concatenate([table, np.zeros((max(missing, 0), table.shape[1]), table.dtype)])
        place = tokens.index(piece)
        if place != token_id:
            table[[place, token_id]] = table[[token_id, place]]
            tokens[place], tokens[token_id] = tokens[token_id], tokens[place]
    return table, tokens


def check_finite(foreign: Foreign) -> None:
    """Raises ModelError at the first tensor that holds something else than numbers."""
    for name, array in foreign.weights.items():
        if not np.isfinite(array).all():
            raise ModelError(f"{foreign.where(name)}: holds values that are not finite numbers")


def of_bfloat16(halves: np.ndarray) -> np.ndarray:
    """Numbers whose upper 16 bits are given, as float32."""
    return (halves.astype(np.uint32) << 16).view(np.float32)


def renamed(error: Exception, names: Mapping[str, str]) -> str:
    """What is wrong with a setting of ours, under the names that its file has: {ours: theirs}."""
    return re.sub(r"\w+", lambda word: names.get(word[0], word[0]), str(error))


def check_agreement(path: Path, config: ModelConfig, weights: Mapping[str, np.ndarray]) -> None:
    """Raises ModelError where what was read is not what the configuration describes: our own mistake,
    or a file that nobody thought of."""
    shapes = parameters.shapes(config)
    for name, shape in shapes.items():
        if name not in weights or weights[name].shape != shape:
            found = list(weights[name].shape) if name in weights else "none"
            raise ModelError(f"{path}: {name}: expected {list(shape)}, found {found}")
