"""What may be wrong with a foreign model: said in a sentence, and left behind without a trace."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import pickle
import struct
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import sentencepiece
from hypothesis import given, settings
from hypothesis import strategies as st

from core.formats.native import ModelError, note
from core.importing import ctranslate2, huggingface, marian, pickled
from core.importing.fitting import check_sides
from core.importing.foreign import check_finite
from core.importing.importer import import_model
from core.importing.pytorch_file import read_pytorch
from core.text.pieces import PieceTokenizer
from tests.core.importing import foreign_models
from tests.core.importing.refusal import refused


@pytest.mark.parametrize(("name", "change", "words"), [
    ("config.json", {"model_type": "bart"}, 'config.json: model_type: expected "marian", found \'bart\''),
    ("config.json", {"d_model": 64}, r"expected \[\d+, 64\], file has \[\d+, 32\]"),
    ("config.json", {"encoder_layers": 3}, "model.encoder.layers.2.self_attn.q_proj.weight is missing"),
    ("config.json", {"encoder_layers": 1}, "is not part of a Marian model"),
    ("config.json", {"encoder_layers": 10**9}, "config.json: encoder_layers should be at most 200"),
    ("config.json", {"max_position_embeddings": 0}, "max_position_embeddings should be at least 2, and is 0"),
    ("config.json", {"encoder_attention_heads": 3, "decoder_attention_heads": 3},
     r"config.json: d_model should be a multiple of encoder_attention_heads \(3\), and is 32"),
    ("config.json", {"encoder_layers": -1}, "config.json: encoder_layers should be at least 1, and is -1"),
    ("config.json", {"decoder_start_token_id": 0},
     "config.json: pad_token_id, decoder_start_token_id, eos_token_id and the id of unk_token should differ"),
    ("config.json", {"architectures": ["MarianForCausalLM"]},
     r"config.json: architectures: expected \[.MarianMTModel.\], found \['MarianForCausalLM'\]"),
    ("config.json", {"architectures": "x"}, "config.json: architectures: expected"),
    ("generation_config.json", {"bad_words_ids": [[0]]},
     "generation_config.json: bad_words_ids should be without eos_token_id"),
    ("config.json", {"normalize_before": True}, "config.json: normalize_before: expected false"),
    ("config.json", {"activation_function": "tanh"}, "config.json: activation_function: expected one of"),
    ("config.json", {"decoder_ffn_dim": 64}, "config.json: decoder_ffn_dim: expected as encoder_ffn_dim"),
    ("config.json", {"vocab_size": 50}, "vocab.json: has 95 pieces, but vocab_size in config.json is 50"),
    ("config.json", {"pad_token_id": 95}, "pad_token_id: expected an id below 95, found 95"),
    ("config.json", {"d_model": "x"}, "config.json: d_model should be int"),
    ("generation_config.json", {"bad_words_ids": [[1, 2]]},
     "generation_config.json: bad_words_ids: expected single tokens"),
    ("generation_config.json", {"bad_words_ids": [[95]]}, r"generation_config.json: bad_words_ids: .*\[\[95"),
    ("generation_config.json", {"num_beams": 0.5}, "generation_config.json: num_beams should be int"),
    ("generation_config.json", {"num_beams": -1}, "generation_config.json: num_beams should be at least 1"),
    ("generation_config.json", {"length_penalty": -2}, "generation_config.json: length_penalty should be at"),
    ("generation_config.json", {"forced_eos_token_id": 7}, "generation_config.json: forced_eos_token_id"),
    ("generation_config.json", {"renormalize_logits": 1}, "generation_config.json: renormalize_logits"),
    ("vocab.json", {"the": 3}, "vocab.json: .*: expected an id of its own"),
])
def test_settings_that_do_not_fit(tmp_path, name, change, words):
    foreign_models.huggingface(tmp_path / "m")
    path = tmp_path / "m" / name
    foreign_models.write_json(path, {**json.loads(path.read_text()), **change})
    refused(tmp_path / "m", tmp_path / "out", words)


@pytest.mark.parametrize(("name", "data", "words"), [
    ("config.json", b"{", "config.json: expected a whole JSON"),
    ("vocab.json", b'{"</s>": 0, "the', "vocab.json: expected a whole JSON file, but it is .*cut short"),
    ("config.json", None, "m/config.json: the file is missing; it belongs to the model"),
    ("vocab.json", None, "vocab.json: the file is missing"),
    ("source.spm", b"\x00" * 9, "source.spm: expected a SentencePiece model"),
    ("source.spm", foreign_models.spm("source").replace("\u2581the".encode(), b"\xe2\x96\x81\x80he"),
     "source.spm: expected a SentencePiece model, but it is damaged .one of its pieces is no text"),
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


def another_models_spm() -> bytes:
    """Of text that no test's model has seen."""
    lines = [f"{chr(0x400 + i)}{chr(0x440 + i % 17)} {chr(0x410 + i % 29)}" for i in range(60)]
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=written, vocab_size=90, minloglevel=3,
        character_coverage=1.0, hard_vocab_limit=False)
    return written.getvalue()


@pytest.mark.parametrize("side", ["source", "target"])
@pytest.mark.parametrize("make", [
    foreign_models.huggingface, functools.partial(foreign_models.huggingface, separate=True),
    foreign_models.marian, foreign_models.ctranslate2], ids=["shared", "separate", "marian", "ctranslate2"])
def test_the_pieces_of_another_model(tmp_path, make, side):
    make(tmp_path / "m")
    (tmp_path / "m" / f"{side}.spm").write_bytes(another_models_spm())
    refused(tmp_path / "m", tmp_path / "out", rf"{side}\.spm: 1 of its \d+ pieces \(1\.\d%\) are in the "
            rf"model's vocabulary, expected at least 95%: it is another model's {side}\.spm")


def test_a_vocabulary_with_fewer_pieces_than_its_files_is_no_other_models(tmp_path):
    """Pruned, as some do for size: every piece of it is one of the files'."""
    foreign_models.huggingface(tmp_path / "m")
    tokens = foreign_models.pieces("source", "target")
    kept = [token for i, token in enumerate(tokens) if i % 2 == 0 or token in ("</s>", "<unk>", "<pad>")]
    foreign_models.write_json(tmp_path / "m" / "vocab.json", {token: i for i, token in enumerate(kept)})
    pad_id = len(kept) - 1
    config = json.loads((tmp_path / "m" / "config.json").read_text())
    config.update(vocab_size=len(kept), decoder_vocab_size=len(kept), pad_token_id=pad_id,
                  decoder_start_token_id=pad_id)
    tokenizer, _ = huggingface.tokenizer_of(tmp_path / "m", config)
    assert tokenizer.vocab_size == len(kept)


@pytest.mark.parametrize(("epsilon", "words"), [
    (0, "layer_norm_epsilon should be at least 1e-12 and at most 0.1, and is 0.0"),
    ("x", "layer_norm_epsilon should be float"), (float("nan"), "layer_norm_epsilon should be at least"),
])
def test_what_is_added_to_no_variance(tmp_path, epsilon, words):
    foreign_models.ctranslate2(tmp_path / "m")
    path = tmp_path / "m" / "config.json"
    foreign_models.write_json(path, {**json.loads(path.read_text()), "layer_norm_epsilon": epsilon})
    refused(tmp_path / "m", tmp_path / "out", f"config.json: {words}")


def test_a_release_without_its_settings(tmp_path):
    foreign_models.marian(tmp_path / "m")
    (tmp_path / "m" / "decoder.yml").unlink()
    refused(tmp_path / "m", tmp_path / "out", "m/decoder.yml: the file is missing; it belongs to the model")


def test_a_model_of_ours_that_says_nonsense_of_how_to_decode(tmp_path):
    """It was imported, and refused when somebody translated with it."""
    foreign_models.huggingface(tmp_path / "theirs")
    import_model(tmp_path / "theirs", tmp_path / "m")
    note(tmp_path / "m", "decode", {"method": "beam", "beam_size": "x"})
    refused(tmp_path / "m", tmp_path / "out", "m/config.json: facts: decode: beam_size should be int")


def test_numbers_that_are_none(tmp_path):
    """They are named as in the file, whichever of them it is."""
    tensors = foreign_models.huggingface(tmp_path / "m", weights="")
    for name in ("model.encoder.layers.0.fc1.bias", "model.shared.weight", "final_logits_bias"):
        kept = tensors[name].copy()
        tensors[name].reshape(-1)[3] = np.inf
        (tmp_path / "m" / "pytorch_model.bin").write_bytes(foreign_models.pytorch_zip(tensors))
        refused(tmp_path / "m", tmp_path / "out", f"m/pytorch_model.bin: {name}: holds .* not finite numbers")
        tensors[name][...] = kept


@pytest.mark.parametrize(("make", "module", "file", "names"), [
    (foreign_models.marian, marian, "model.npz", {
        "embedding.weight": "Wemb", "encoder.layers.1.self_attn.k_proj.weight": "encoder_l2_self_Wk",
        "output.bias": "decoder_ff_logit_out_b"}),
    (foreign_models.ctranslate2, ctranslate2, "model.bin", {
        "embedding.weight": "decoder/embeddings/weight", "decoder.layers.1.cross_attn.v_proj.bias":
        "decoder/layer_1/attention/linear_1/bias"})])
def test_tensors_are_named_as_in_their_files(tmp_path, make, module, file, names):
    make(tmp_path / "m")
    foreign = module.read(tmp_path / "m")
    for ours, theirs in names.items():
        assert foreign.where(ours).endswith(f": {theirs}")
        foreign.weights[ours] = np.full((2,), np.inf)
        with pytest.raises(ModelError, match=f"{theirs}: holds values"):
            check_finite(foreign)
        del foreign.weights[ours]


@pytest.mark.parametrize("spec", ["TransformerDecoderSpec", "TransformerEncoderSpec", "WhisperSpec"])
def test_another_kind_of_ctranslate2_model(tmp_path, spec):
    foreign_models.ctranslate2(tmp_path / "m")
    path = tmp_path / "m" / "model.bin"
    data, name = path.read_bytes(), b"TransformerSpec\0"
    assert data[6:6 + len(name)] == name
    path.write_bytes(data[:4] + struct.pack("<H", len(spec) + 1) + spec.encode() + b"\0"
                     + data[6 + len(name):])
    refused(tmp_path / "m", tmp_path / "out", r"model.bin: expected a Transformer with encoder and decoder "
            rf"\(TransformerSpec, TransformerBase, TransformerBig\), found '{spec}'")


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


def test_sides_in_two_scripts_that_are_exchanged(tmp_path):
    """With some Latin in the Russian; of one file for both sides nothing is said."""
    russian = SimpleNamespace(spm=b"x", spells=lambda: {"▁дом", "ость", "▁это", "▁com"})
    english = SimpleNamespace(spm=b"x", spells=lambda: {"▁house", "ness", "▁this"})
    tokenizer = object.__new__(PieceTokenizer)
    for *cutters, is_right in ((english, russian, True), (russian, english, False), (english, english, True)):
        tokenizer._cutters = tuple(cutters)
        if is_right:
            check_sides(tmp_path, tokenizer, ("en", "ru"))
        else:
            with pytest.raises(ModelError, match=r"exchanged: .* \(en to ru\)"):
                check_sides(tmp_path, tokenizer, ("en", "ru"))


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder in which root can make nothing")
def test_a_place_where_nothing_can_be_made_is_named_as_it_was_typed(tmp_path):
    foreign_models.huggingface(tmp_path / "m")
    with pytest.raises(ModelError) as failure:
        import_model(tmp_path / "m", Path("/proc/mine"))
    assert str(failure.value).startswith("/proc/mine: ")
