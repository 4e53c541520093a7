"""A `.trace` file gives the decoding back to the bit, and nothing hostile gets in."""

from __future__ import annotations

import contextlib
import json
import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file

import backends
from core.decoding.translator import Translator
from core.edits import Edits
from core.formats.native import Model, ModelCard
from core.formats.trace_file import TraceFileError, read_trace, write_trace
from core.recording import record
from tests.core.builders import on, tiny_config, tiny_params

TEXT = "猫坐在垫子上"


# What imported models bring; the last has all of it and another vocabulary for the source.
VARIANTS = [
    {}, {"norm_first": True}, {"tied_output": False, "output_bias": True}, {"scale_embedding": False},
    {"positions": "marian", "activation": "silu", "bos_id": 0}, {"positions": "opennmt"},
    {"forced_eos": True, "banned_ids": (0,)}, {"renormalize": True},
    {"norm_first": True, "activation": "gelu_erf", "positions": "opennmt", "tied_output": False,
     "output_bias": True, "scale_embedding": False, "banned_ids": (0, 1), "renormalize": True,
     "src_vocab_size": 400, "num_encoder_layers": 1, "num_decoder_layers": 3}]


def recorded(backend, tokenizer, edits=None, **variant):
    config = tiny_config(**{"vocab_size": tokenizer.vocab_size, "max_len": 16, **variant})
    model = Model(ModelCard("Tiny", "zh", "en", config), None, on(backend, tiny_params(config, seed=2)),
                  tokenizer)
    session = Translator(model, backend).session(TEXT, 4, edits)
    for start, tokens in ((0, (20, 21, 22, 23)), (1, (24, 25)), (0, ())):
        session.go_to(start)
        for token_id in tokens:
            session.fork(token_id)
    session.fork(config.eos_id)
    return record(TEXT, session, model)


@pytest.mark.parametrize("edits", [
    None, Edits(causal_mask=False), Edits(pads=2, padding_mask=False),
    Edits(hidden_keys=frozenset({("decoder_self", 1), ("cross", 0)}))])
@pytest.mark.parametrize("norm_first", [False, True])
def test_the_round_trip_gives_everything_back_to_the_bit(backend, tokenizer, tmp_path, edits, norm_first):
    before = recorded(backend, tokenizer, edits, norm_first=norm_first)
    assert before.num_edits == (edits.count if edits else 0)
    comes_back(before, tmp_path / "a.trace")


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_every_variant_of_the_model_comes_back(backend, tokenizer, tmp_path, variant):
    if "src_vocab_size" in variant:
        tokenizer = TwoVocabularies(tokenizer)
    before = recorded(backend, tokenizer, **variant)
    assert all(getattr(before.config, name) == value for name, value in variant.items())
    comes_back(before, tmp_path / "a.trace")


class TwoVocabularies:
    """A source whose ids are others than the target's, and beyond them, as imported models have."""

    SHIFT = 200

    def __init__(self, tokenizer):
        self._tokenizer = tokenizer

    def __getattr__(self, name):
        return getattr(self._tokenizer, name)

    def encode(self, text):
        encoding = self._tokenizer.encode(text)
        return replace(encoding, ids=[token_id if token_id < 4 else token_id + self.SHIFT
                                      for token_id in encoding.ids])

    def source_piece(self, token_id):
        piece = self._tokenizer.piece(token_id if token_id < 4 else token_id - self.SHIFT)
        return replace(piece, text=f"src:{piece.text}")


def comes_back(before, path):
    write_trace(path, before)
    after = read_trace(path)
    for field in ("text", "model_name", "src_lang", "tgt_lang", "config", "src_ids", "pieces", "src_pieces",
                  "sentences", "limit", "num_edits"):
        assert getattr(after, field) == getattr(before, field), field
    pairs = [(before.encoder_trace, after.encoder_trace)]
    for one, other in zip(before.steps, after.steps, strict=True):
        assert replace(one, trace=None) == replace(other, trace=None)
        assert (one.trace is None) == (other.trace is None)
        if one.trace is not None:
            assert one.trace.is_whole == other.trace.is_whole
            pairs.append((one.trace, other.trace))
    assert len(pairs) > 6
    for one, other in pairs:
        assert set(one) == set(other)
        for name in one:
            assert one[name].dtype == other[name].dtype
            np.testing.assert_array_equal(one[name], other[name])


@pytest.fixture(scope="module")
def numpy_recording(tokenizer):
    return recorded(backends.get("numpy"), tokenizer)


@pytest.fixture
def path(numpy_recording, tmp_path):
    made = tmp_path / "a.trace"
    write_trace(made, numpy_recording)
    return made


def document_of(path):
    header = path.read_bytes()
    length = int.from_bytes(header[:8], "little")
    return json.loads(json.loads(header[8: 8 + length])["__metadata__"]["pellucid"])


def change(path, edit_document=None, edit_tensors=None):
    document, tensors = document_of(path), load_file(path)
    if edit_document:
        edit_document(document)
    if edit_tensors:
        edit_tensors(tensors)
    save_file(tensors, path, metadata={"pellucid": json.dumps(document)})


@pytest.mark.parametrize("edit", [
    lambda d: d.update(version=2), lambda d: d.update(format="x"), lambda d: d.pop("text"),
    lambda d: d.update(src_ids=[]), lambda d: d.update(src_ids=[10**6]), lambda d: d.update(src_ids=["4"]),
    lambda d: d.update(steps=[]), lambda d: d["steps"][0].update(parent=0),
    lambda d: d["steps"][1].update(parent=1), lambda d: d["steps"][1].update(parent=-1),
    lambda d: d["steps"][1].update(token=True), lambda d: d["steps"][1].update(log_prob=float("nan")),
    lambda d: d["steps"][1].update(log_prob=10**400), lambda d: d["steps"][1].update(candidates=[[1]]),
    lambda d: d["steps"][1].update(candidates=[[1, None]]), lambda d: d["steps"][1].update(finished=1),
    lambda d: d["steps"][1].update(traced=False), lambda d: d["steps"][0].update(traced=False),
    lambda d: d.update(pieces=[]), lambda d: d["pieces"].append([1]),
    lambda d: d.update(sentences=[[99, ""]]),
    lambda d: d["model"]["config"].update(num_decoder_layers=200),
    lambda d: d["model"]["config"].update(d_ff=25),
    lambda d: d["model"]["config"].update(num_heads=3), lambda d: d["model"].update(config=[]),
    lambda d: d.update(whole=True), lambda d: d.update(limit=-1), lambda d: d.update(steps={"a": 1}),
])
def test_a_description_that_does_not_fit_is_refused_with_the_reason(path, edit):
    change(path, edit)
    with pytest.raises(TraceFileError, match=r"a\.trace"):
        read_trace(path)


@pytest.mark.parametrize("edit", [
    lambda t: t.update({"steps/0/evil": np.zeros(3, np.float32)}),
    lambda t: t.pop("encoder/encoder.layers.0.self_attn.weights"),
    lambda t: t.update({"steps/1/decoder.output": np.zeros((1, 3), np.float32)}),
    lambda t: t.update({"steps/1/decoder.output": np.zeros((1, 16), np.float64)}),
    lambda t: t.update({"steps/1/decoder.output": np.full((1, 16), np.nan, np.float32)}),
])
def test_tensors_that_do_not_fit_are_refused(path, edit):
    change(path, edit_tensors=edit)
    with pytest.raises(TraceFileError):
        read_trace(path)


def test_other_files_are_refused(tmp_path):
    bad = tmp_path / "bad.trace"
    for content in (b"", b"hello", pickle.dumps({"a": 1}), (8).to_bytes(8, "little") + b"{}      ",
                    (2**60).to_bytes(8, "little") + b"{}"):
        bad.write_bytes(content)
        with pytest.raises(TraceFileError, match=r"bad\.trace"):
            read_trace(bad)
    with pytest.raises(TraceFileError):
        read_trace(tmp_path / "none.trace")
    with pytest.raises(TraceFileError):
        read_trace(tmp_path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_bytes_are_refused_or_read_as_they_stand(path, data):
    """No flip of bytes, and no cut, does anything but raise TraceFileError."""
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, min(len(content), 40_000) - 1))
        content[place] = data.draw(st.integers(0, 255))
    bad = path.with_name("damaged.trace")
    length = data.draw(st.integers(0, len(content))) if data.draw(st.booleans()) else len(content)
    bad.write_bytes(content[:length])
    with contextlib.suppress(TraceFileError):
        read_trace(bad)
