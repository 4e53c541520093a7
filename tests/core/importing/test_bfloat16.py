"""Weights of 16 bits with an exponent of 8: NumPy has no such numbers, and positions are rounded in them."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest

from core.formats.native import ModelError
from core.importing import huggingface
from core.importing.importer import import_model
from core.sinusoid import sinusoidal_table
from tests.core.importing import foreign_models
from tests.core.importing.refusal import refused

POSITIONS = "model.encoder.embed_positions.weight"


def halves(array: np.ndarray) -> np.ndarray:
    """Rounded to the nearest, the upper 16 bits."""
    bits = np.ascontiguousarray(array, np.float32).view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype("<u2")


def write(folder, tensors, name: str) -> None:
    if name == "pytorch_model.bin":
        data = foreign_models.pytorch_zip({key: halves(array) for key, array in tensors.items()})
    else:
        described, at = {}, 0
        for key, array in tensors.items():
            end = at + 2 * array.size
            described[key] = {"dtype": "BF16", "shape": array.shape, "data_offsets": [at, end]}
            at = end
        head = json.dumps(described).encode()
        data = struct.pack("<Q", len(head)) + head + b"".join(halves(a).tobytes() for a in tensors.values())
    (folder / name).write_bytes(data)


@pytest.fixture
def model(tmp_path):
    tensors = foreign_models.huggingface(tmp_path / "m", weights="")
    tensors[POSITIONS] = sinusoidal_table(64, 32, "marian")
    return tmp_path / "m", tensors


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.safetensors"])
def test_they_are_read(model, tmp_path, name):
    folder, tensors = model
    write(folder, tensors, name)
    found = huggingface.read(folder)
    for ours, array in found.weights.items():
        theirs = tensors[found.where(ours).split(": ")[-1]].reshape(array.shape)
        assert array.dtype == np.float32
        np.testing.assert_allclose(array, theirs, rtol=2.0**-8)
    import_model(folder, tmp_path / "out")
    off = tensors[POSITIONS].copy()
    off[3, 4] += 0.01
    write(folder, {**tensors, POSITIONS: off}, name)
    refused(folder, tmp_path / "no", "embed_positions.weight: expected sines and cosines, found other")


def test_positions_of_32_bits_must_be_closer(model, tmp_path):
    folder, tensors = model
    tensors[POSITIONS] = tensors[POSITIONS] + 0.003
    (folder / "pytorch_model.bin").write_bytes(foreign_models.pytorch_zip(tensors))
    refused(folder, tmp_path / "no", "found other positions")


def test_a_pointer_beside_the_weights_is_passed_over(model, tmp_path):
    folder, tensors = model
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 31\n"
    (folder / "model.safetensors").write_bytes(pointer)
    write(folder, tensors, "pytorch_model.bin")
    import_model(folder, tmp_path / "out")
    (folder / "pytorch_model.bin").write_bytes(pointer)
    with pytest.raises(ModelError, match=r"model\.safetensors: is a Git LFS pointer"):
        huggingface.read(folder)
