"""What may be wrong with a foreign model: said in a sentence, and left behind without a trace."""

from __future__ import annotations

import contextlib
import json
import os
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.formats.native import ModelError
from core.importing import pickled
from core.importing.importer import import_model
from core.importing.pytorch_file import read_pytorch
from tests.core.importing import foreign_models
from tests.core.importing.refusal import refused


@pytest.mark.parametrize(("name", "change", "words"), [
    ("config.json", {"model_type": "bart"}, 'config.json: model_type: expected "marian", found \'bart\''),
    ("config.json", {"d_model": 64}, r"expected \[\d+, 64\], file has \[\d+, 32\]"),
    ("config.json", {"encoder_layers": 3}, "model.encoder.layers.2.self_attn.q_proj.weight is missing"),
    ("config.json", {"encoder_layers": 1}, "is not part of a Marian model"),
    ("config.json", {"encoder_layers": 10**9}, "num_encoder_layers should be at most 200"),
    ("config.json", {"normalize_before": True}, "config.json: normalize_before: expected false"),
    ("config.json", {"activation_function": "tanh"}, "config.json: activation_function: expected one of"),
    ("config.json", {"decoder_ffn_dim": 64}, "config.json: decoder_ffn_dim: expected as encoder_ffn_dim"),
    ("config.json", {"vocab_size": 50}, "vocab.json: has 95 pieces, but vocab_size in config.json is 50"),
    ("config.json", {"pad_token_id": 95}, "pad_token_id: expected an id below 95, found 95"),
    ("config.json", {"d_model": "x"}, "config.json: d_model should be int"),
    ("generation_config.json", {"bad_words_ids": [[1, 2]]}, "bad_words_ids: expected single tokens"),
    ("generation_config.json", {"num_beams": 0.5}, "num_beams should be int"),
    ("vocab.json", {"the": 3}, "vocab.json: .*: expected an id of its own"),
])
def test_settings_that_do_not_fit(tmp_path, name, change, words):
    foreign_models.huggingface(tmp_path / "m")
    path = tmp_path / "m" / name
    foreign_models.write_json(path, {**json.loads(path.read_text()), **change})
    refused(tmp_path / "m", tmp_path / "out", words)


@pytest.mark.parametrize(("name", "data", "words"), [
    ("config.json", b"{", "config.json: expected JSON"),
    ("vocab.json", None, "vocab.json: the file is missing"),
    ("source.spm", b"\x00" * 9, "source.spm: expected a SentencePiece model"),
    ("target.spm", None, "target.spm: the file is missing"),
    ("model.safetensors", b"\x08" * 50, "model.safetensors: expected a whole safetensors file"),
    ("model.safetensors", None, "the weights are missing: expected model.safetensors or pytorch_model.bin"),
    ("model.safetensors", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 312087009\n",
     r"is a Git LFS pointer.*download model.safetensors \(312087009 bytes\)"),
])
def test_files_that_are_not_what_they_should_be(tmp_path, name, data, words):
    foreign_models.huggingface(tmp_path / "m")
    (tmp_path / "m" / name).unlink()
    if data is not None:
        (tmp_path / "m" / name).write_bytes(data)
    refused(tmp_path / "m", tmp_path / "out", words)


def test_numbers_that_are_none(tmp_path):
    tensors = foreign_models.huggingface(tmp_path / "m", weights="")
    tensors["model.encoder.layers.0.fc1.bias"][3] = np.nan
    (tmp_path / "m" / "pytorch_model.bin").write_bytes(foreign_models.pytorch_zip(tensors))
    refused(tmp_path / "m", tmp_path / "out", "not finite numbers")


def test_a_folder_in_use_is_not_written_over(tmp_path):
    foreign_models.huggingface(tmp_path / "m")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("kept")
    with pytest.raises(ModelError, match="expected a new or empty folder"):
        import_model(tmp_path / "m", tmp_path / "out")
    assert (tmp_path / "out" / "mine").read_text() == "kept"


@pytest.mark.parametrize(("change", "words"), [
    ({"transformer-ffn-activation": "gelu"}, "transformer-ffn-activation: expected swish or relu"),
    ({"type": "s2s"}, "type: expected transformer, found 's2s'"),
    ({"transformer-decoder-autoreg": "rnn"}, "transformer-decoder-autoreg: expected self-attention"),
    ({"transformer-heads": "no"}, "transformer-heads: expected a whole number"),
    ({"dim-emb": "64"}, r"Wemb: expected \[94, 64\], file has \[94, 32\]"),
])
def test_a_marian_release_that_cannot_be_opened(tmp_path, change, words):
    foreign_models.marian(tmp_path / "m", **change)
    refused(tmp_path / "m", tmp_path / "out", words)


# Pickles

class Evil:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.system, (f"touch {self.path}",)


@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_a_pickle_that_calls_is_refused_by_name_and_not_run(tmp_path, protocol):
    foreign_models.huggingface(tmp_path / "m", weights="")
    program = pickle.dumps({"model.shared.weight": Evil(tmp_path / "ran")}, protocol=protocol)
    (tmp_path / "m" / "pytorch_model.bin").write_bytes(foreign_models.pytorch_zip({}, program))
    refused(tmp_path / "m", tmp_path / "out",
            "pytorch_model.bin: its pickle (calls (posix|nt).system|does more)")
    assert not (tmp_path / "ran").exists()


def test_a_small_pickle_of_endless_nesting_ends_at_once():
    nested = b"](" + b")q\x00" + b"h\x00h\x00\x86q\x00" * 60 + b"e"
    with pytest.raises(ModelError, match="expected names of tensors"):
        pickled.load(b"\x80\x02" + nested + b"}h\x00K\x01s.")


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_damaged_pytorch_files_are_refused_in_words(tmp_path_factory, data):
    tensors = {"a": np.arange(12, dtype=np.float32).reshape(3, 4), "b": np.ones(5, np.float16)}
    make = data.draw(st.sampled_from([foreign_models.pytorch_zip, foreign_models.pytorch_legacy]))
    good = make(tensors)
    path = tmp_path_factory.mktemp("damaged") / "pytorch_model.bin"
    bad = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        bad[data.draw(st.integers(0, len(bad) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bad[: data.draw(st.integers(1, len(bad)))])
    with contextlib.suppress(ModelError):  # and nothing else
        assert all(array.size <= 12 for array in read_pytorch(path).values())
