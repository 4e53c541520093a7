"""Model folders: what was saved comes back, and what is damaged or hostile is refused with the reason."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import struct

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

import backends
from backends.numpy_backend import NumpyBackend
from core import params as parameters
from core.config import DecodeConfig
from core.context import Context
from core.decoding import lean
from core.decoding.translator import Translator
from core.formats import atomic, native
from core.formats.native import ModelCard, ModelError, load_model, read_card, read_model, save_model
from core.text.tokenizer import Tokenizer
from tests.core.builders import full_logits, on, tiny_config, tiny_params


@pytest.fixture
def card(tokenizer) -> ModelCard:
    return ModelCard("Tiny 小", "zh", "en", tiny_config(vocab_size=tokenizer.vocab_size), {"bleu": 31.5})


@pytest.fixture
def folder(tmp_path, card, tokenizer):
    save_model(tmp_path / "model", card, tiny_params(card.config), tokenizer)
    return tmp_path / "model"


def contents(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# --- what is saved comes back

def test_round_trip(backend, folder, card, tokenizer):
    assert sorted(contents(folder)) == ["config.json", "model.safetensors", "tokenizer.json"]
    model = load_model(folder, backend)
    assert model.card == card
    assert (model.name, model.src_lang, model.tgt_lang) == ("Tiny 小", "zh", "en")
    assert model.facts == {"bleu": 31.5}
    assert model.tokenizer.to_json() == tokenizer.to_json()
    wanted, found = (parameters.flatten(tree) for tree in (tiny_params(card.config), model.params))
    assert list(found) == list(wanted)
    for name, array in wanted.items():
        np.testing.assert_array_equal(backend.to_host(found[name]), array)


def test_half_precision(backend, tmp_path, card, tokenizer):
    host = tiny_params(card.config)
    save_model(tmp_path, card, host, tokenizer, dtype=np.float16)
    sizes = {tensor.dtype for tensor in load_file(tmp_path / "model.safetensors").values()}
    assert sizes == {np.dtype(np.float16)}
    found = parameters.flatten(load_model(tmp_path, backend).params)
    for name, array in parameters.flatten(host).items():
        # 11 bits of mantissa; below 2^-14 their last place is worth 2^-24
        np.testing.assert_allclose(backend.to_host(found[name]), array, rtol=2**-11, atol=2**-25)


def test_a_model_saved_by_one_backend_runs_on_the_other(tmp_path, card, tokenizer):
    if "mlx" not in backends.available():
        pytest.skip("needs MLX beside NumPy")
    logits = []
    for saver, loader in (("numpy", "mlx"), ("mlx", "numpy")):
        ops = backends.get(saver)
        held = parameters.map_params(ops.to_host, on(ops, tiny_params(card.config)))
        save_model(tmp_path / saver, card, held, tokenizer)
        model = load_model(tmp_path / saver, backends.get(loader))
        logits.append(full_logits(Context.of(backends.get(loader), card.config), model.params,
                                  [[4, 5, 2]], [[1, 6, 7]]))
    assert contents(tmp_path / "numpy") == contents(tmp_path / "mlx")
    np.testing.assert_allclose(*logits, atol=2e-5)  # float32, summed in another order


def test_what_is_loaded_does_not_depend_on_the_file(backend, folder):
    """A file that stays mapped could not be replaced on Windows, nor deleted without a crash elsewhere."""
    model = load_model(folder, backend)
    before = backend.to_host(model.params["embedding"]["weight"]).copy()
    (folder / "model.safetensors").write_bytes(b"\0" * 10)
    np.testing.assert_array_equal(backend.to_host(model.params["embedding"]["weight"]), before)


def test_a_large_model_is_held_once(backend, folder, monkeypatch):
    """Laid out for decoding in place; whoever looks into the model uses the same arrays."""
    def outcome(found: Translator):
        output = found.translate(["aab"], DecodeConfig(max_len=6))[0]
        step = found.session("aab").run()
        return output.token_ids, step.tgt_in_ids, [output.log_prob, step.log_prob]

    wanted = outcome(Translator(load_model(folder, backend), backend))
    monkeypatch.setattr(lean, "LARGE_BYTES", 0)
    large = Translator(load_model(folder, backend), backend)
    for _ in range(2):
        found = outcome(large)
        assert found[:2] == wanted[:2]
        np.testing.assert_allclose(found[2], wanted[2], atol=1e-5)
        assert (large.model.params is large._laid_out) == backend.lays_out
        large.lay_out()  # as after the engine's warm_up


def test_a_large_model_is_never_held_whole_as_it_was_read(folder, monkeypatch):
    """Each matrix is laid out before the next is read, but for the three that are joined to one."""
    monkeypatch.setattr(lean, "LARGE_BYTES", 0)
    ops, read, waiting = NumpyBackend(), [], []
    asarray, lay_out = ops.asarray, ops.for_decoding
    monkeypatch.setattr(ops, "asarray", lambda host, copy: read.append(asarray(host, copy)) or read[-1])
    monkeypatch.setattr(ops, "for_decoding",
                        lambda array: waiting.append(array is read[-1]) or lay_out(array))
    names = parameters.shapes(read_card(folder).config)
    model = load_model(folder, ops, lean.while_loading)
    joined = [name for name in names if re.search(r"self_attn\.[qkv]_proj\.weight", name)]
    assert len(joined) == 3 * 2 * 2
    assert waiting == [True] * (len(names) - len(joined))
    monkeypatch.undo()
    plain = Translator(load_model(folder, NumpyBackend()), NumpyBackend())
    found, wanted = (one.translate(["aab", "b"], DecodeConfig(max_len=6)) for one in (
        Translator(model, NumpyBackend()), plain))
    assert [one.token_ids for one in found] == [one.token_ids for one in wanted]


def test_a_small_model_is_held_as_it_was_opened(backend, folder):
    model = load_model(folder, backend)
    assert Translator(model, backend)._laid_out is not model.params


# --- damaged

def refused(folder, backend, message: str) -> None:
    with pytest.raises(ModelError) as error:
        load_model(folder, backend)
    assert re.search(message, str(error.value)), error.value
    assert str(folder) in str(error.value)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < len(str(folder)) + 400


@pytest.mark.parametrize(("name", "message"), [
    ("config.json", "config.json: the file is missing; expected a model folder"),
    ("model.safetensors", "model.safetensors: the file is missing"),
    ("tokenizer.json", "tokenizer.json: the file is missing"),
])
def test_a_missing_file(folder, backend, name, message):
    (folder / name).unlink()
    refused(folder, backend, message)


def test_a_missing_folder(tmp_path, backend):
    refused(tmp_path / "none", backend, "none: there is no such folder; expected a model folder")
    (tmp_path / "file").write_text("")
    refused(tmp_path / "file", backend, "file: there is no such folder")


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_folder_in_place_of_a_file(folder, backend, name):
    (folder / name).unlink()
    (folder / name).mkdir()
    refused(folder, backend, f"{name}: ")


def test_cut_short_at_every_kind_of_place(folder, backend):
    path = folder / "model.safetensors"
    whole = path.read_bytes()
    for size in (0, 4, 8, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:size])
        refused(folder, backend, r"model\.safetensors: expected a whole safetensors file, but it is damaged")


def change_tensors(folder, change) -> None:
    tensors = load_file(folder / "model.safetensors")
    change(tensors)
    save_file(tensors, folder / "model.safetensors")


NAME = "decoder.layers.0.cross_attn.q_proj.weight"


def poke(value):
    def change(tensors):
        tensors[NAME][3, 2] = value
    return change


@pytest.mark.parametrize(("change", "message"), [
    (lambda tensors: tensors.update({NAME: np.zeros((16, 12), np.float32)}),
     re.escape(f"{NAME}: expected [16, 16], file has [16, 12]")),
    (lambda tensors: tensors.update({NAME: np.zeros(256, np.float32)}),
     re.escape(f"{NAME}: expected [16, 16], file has [256]")),
    (lambda tensors: tensors.pop(NAME), re.escape(f"the tensor {NAME} is missing; expected [16, 16]")),
    (lambda tensors: tensors.update(extra=np.zeros(3, np.float32)),
     "the tensor extra is not part of the model"),
    (lambda tensors: tensors.update({NAME: np.zeros((16, 16), np.int32)}),
     re.escape(f"{NAME}: expected floats (F16, F32 or F64), file has I32")),
    (poke(np.nan), f"{NAME}: holds values that are not finite numbers"),
    (poke(np.inf), f"{NAME}: holds values that are not finite numbers"),
    # Finite as float64, and infinite as the float32 that it became after the check.
    (lambda tensors: tensors.update({NAME: np.full((16, 16), 1e300)}), f"{NAME}: holds values that are not"),
])
def test_tensors_that_do_not_fit(folder, backend, change, message):
    change_tensors(folder, change)
    refused(folder, backend, message)


def change_config(folder, **members) -> None:
    path = folder / "config.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["model"].update(members.pop("model", {}))
    path.write_text(json.dumps({**document, **members}), encoding="utf-8")


@pytest.mark.parametrize(("members", "message"), [
    ({"depth": 3}, 'config.json: unknown key "depth"; expected one of: format, version, name'),
    ({"model": {"depth": 3}}, 'config.json: model: unknown key "depth"'),
    ({"model": {"d_model": "16"}}, "config.json: model: d_model should be int, and is '16'"),
    ({"model": {"d_model": True}}, "config.json: model: d_model should be int, and is True"),
    ({"model": {"dropout": 10**400}}, "config.json: model: dropout should be float"),
    ({"version": 2}, "config.json: this is format version 2; this Pellucid reads version 1, so a newer one"),
    ({"version": "1" * 500}, "config.json: this is format version '1111"),
    ({"format": "other"}, r'config.json: expected a Pellucid model \("format": "pellucid-model"\)'),
    ({"name": 7}, "config.json: name should be str, and is 7"),
    ({"name": ["x" * 10_000]}, "config.json: name should be str, and is "),
    ({"facts": []}, "config.json: facts should be dict"),
    ({"model": {"d_model": 32}}, r"embedding.weight: expected \[\d+, 32\], file has \[\d+, 16\]"),
    ({"model": {"num_heads": 4}}, None),  # no shape tells: it opens
    ({"model": {"norm_first": True}}, "the tensor encoder.norm.weight is missing"),
    ({"model": {"num_encoder_layers": 1}}, "the tensor encoder.layers.1.ffn.fc1.bias is not part"),
])
def test_settings_that_cannot_be_used(folder, backend, members, message):
    change_config(folder, **members)
    if message is None:
        load_model(folder, backend)
    else:
        refused(folder, backend, message)


@pytest.mark.parametrize(("content", "message"), [
    (b"", "config.json: expected JSON, but "),
    (b"{", "config.json: expected JSON, but "),
    (b"[]", "config.json: expected a Pellucid model .*, found 'no object'"),
    (b"null", "config.json: expected a Pellucid model"),
    (b"\xff\xfe{}", "config.json: expected UTF-8 text, found byte 0xff at 0"),
    (b"[" * 100_000, "config.json: expected JSON, but maximum recursion depth"),
    (b"1" * 5000, "config.json: expected JSON, but Exceeds the limit"),  # a plain ValueError got through
    (b" " * 2_000_000, "config.json: expected a small settings file, found 2000000 bytes"),
    (b'{"format": "pellucid-model", "version": 1, "model": {}}', 'config.json: the key "name" is missing'),
    (b'{"format": "pellucid-model", "version": 1, "name": "x"}', 'config.json: the key "model" is missing'),
    (b'{"format": "pellucid-model", "version": 1, "name": "x", "model": {}}',
     'config.json: model: the key "vocab_size" is missing'),
    (b'{"format": "pellucid-model", "version": 1, "name": "x", "model": {"vocab_size": 9, "dropout": NaN}}',
     "config.json: model: dropout should be float, and is nan"),
])
def test_no_settings_at_all(folder, backend, content, message):
    (folder / "config.json").write_bytes(content)
    refused(folder, backend, message)


def test_a_card_alone_needs_no_weights(folder, card):
    (folder / "model.safetensors").unlink()
    assert read_card(folder) == card


# --- hostile

@pytest.mark.parametrize("model", [
    {"d_model": 10**9}, {"d_ff": 10**12}, {"vocab_size": 10**9}, {"num_encoder_layers": 10**9},
    {"num_decoder_layers": 10**9}, {"max_len": 10**9}, {"d_model": 10**9, "num_encoder_layers": 200},
])
def test_enormous_sizes_are_refused_before_anything_is_made(folder, backend, model):
    """A list of 10^9 layers' names would fill the memory, and so would that many positions."""
    change_config(folder, model=model)
    refused(folder, backend, r"should be at most|expected .*, file has|is missing|has \d+ pieces, but")


def test_a_tensor_header_that_claims_more_than_there_is(folder, backend):
    header = json.dumps({"embedding.weight": {"dtype": "F32", "shape": [10**9, 10**9],
                                              "data_offsets": [0, 4 * 10**18]}}).encode()
    path = folder / "model.safetensors"
    path.write_bytes(struct.pack("<Q", len(header)) + header + b"\0" * 64)
    refused(folder, backend, "damaged or cut short")
    path.write_bytes(struct.pack("<Q", 2**63) + header)
    refused(folder, backend, "damaged or cut short")


def test_a_tokenizer_with_other_pieces_than_the_model_knows(folder, backend, tokenizer):
    for vocab_size in (tokenizer.vocab_size - 1, tokenizer.vocab_size + 1):
        other = Tokenizer.train([chr(0x4E00 + code) for code in range(200)], vocab_size)
        (folder / "tokenizer.json").write_text(other.to_json(), encoding="utf-8")
        refused(folder, backend, rf"tokenizer.json: has {vocab_size} pieces, but the model in config.json "
                                 rf"knows {tokenizer.vocab_size}")


def test_special_tokens_must_mean_the_same_to_both(folder, backend):
    """The tokenizer ends a source with id 2, whatever the model takes for EOS."""
    change_config(folder, model={"eos_id": 3, "unk_id": 2})
    refused(folder, backend, r"config.json: expected pad_id, .* \(0, 1, 2, 3\).*found \(0, 1, 3, 2\)")


# --- whole or not at all

class DiskFullError(OSError):
    pass


def fail_at(monkeypatch, name: str, number: int) -> None:
    """Lets `os.NAME` fail at its call `number`, from 1 on."""
    real, calls = getattr(os, name), []

    def failing(*args):
        calls.append(args)
        if len(calls) == number:
            raise DiskFullError(f"{name} {number}")
        return real(*args)

    monkeypatch.setattr(atomic.os, name, failing)


@pytest.mark.parametrize(("name", "number"), [("fsync", 1), ("fsync", 2), ("fsync", 3), ("replace", 1)])
@pytest.mark.parametrize("older", [False, True])
def test_a_failed_save_leaves_what_was_there(folder, card, tmp_path, monkeypatch, name, number, older):
    """Files were renamed one by one: a full disk left new weights beside the old tokenizer."""
    target = folder if older else tmp_path / "new"
    before = contents(target) if older else {}
    other = Tokenizer.train(["entirely other words"], vocab_size=50)
    new_card = dataclasses.replace(card, name="New", config=tiny_config(vocab_size=other.vocab_size))
    fail_at(monkeypatch, name, number)
    with pytest.raises(DiskFullError):
        save_model(target, new_card, tiny_params(new_card.config, 1), other)
    assert contents(target) == before


def test_a_save_over_an_older_model(folder, card, tokenizer, backend):
    config = dataclasses.replace(card.config, d_ff=8)
    save_model(folder, dataclasses.replace(card, config=config), tiny_params(config, 1), tokenizer)
    assert sorted(contents(folder)) == ["config.json", "model.safetensors", "tokenizer.json"]
    assert load_model(folder, backend).config == config


def test_config_json_comes_last(tmp_path, card, tokenizer, monkeypatch):
    """So that a folder which has one is whole, should the power fail between two renames."""
    order, real = [], os.replace
    monkeypatch.setattr(atomic.os, "replace", lambda old, new: (order.append(new.name), real(old, new)))
    save_model(tmp_path / "new", card, tiny_params(card.config), tokenizer)
    assert order == ["model.safetensors", "tokenizer.json", "config.json"]


def test_everything_is_on_the_disk_before_it_has_its_name(tmp_path, monkeypatch):
    events, fsync, replace = [], os.fsync, os.replace
    monkeypatch.setattr(atomic.os, "fsync", lambda handle: (events.append("fsync"), fsync(handle)))
    monkeypatch.setattr(atomic.os, "replace", lambda a, b: (events.append("replace"), replace(a, b)))
    atomic.write_text(tmp_path / "deep" / "x.txt", "käse\n")
    assert (tmp_path / "deep" / "x.txt").read_bytes() == "käse\n".encode()
    assert events[:2] == ["fsync", "replace"]
    assert events[2:] == (["fsync"] if os.name == "posix" else [])  # of the folder: the rename lasts


def test_reading_needs_no_engine(folder, card):
    found, tensors, _ = read_model(folder)
    assert found == card
    assert list(tensors) == list(parameters.shapes(card.config))
    assert all(type(tensor) is np.ndarray and tensor.dtype == np.float32 for tensor in tensors.values())
    assert native.CONFIG == "config.json"
