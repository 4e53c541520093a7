"""Imported models against the toolkits that they come from, where those are installed: `transformers` with
torch, and `ctranslate2`. They are no dependency of the tests; without them these are skipped."""

from __future__ import annotations

import dataclasses
import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from backends.numpy_backend import NumpyBackend
from core import params as parameters
from core.config import DecodeConfig
from core.context import Context
from core.decoding.translator import Translator
from core.exporting.huggingface import export_huggingface
from core.formats.native import Model, ModelCard, load_model
from core.importing import ctranslate2, huggingface, marian
from core.importing.importer import import_model
from core.masks import padding_mask
from core.model import transformer
from core.padding import pad
from tests.core.importing import foreign_models

pytestmark = pytest.mark.filterwarnings("ignore")  # theirs

VARIANTS = {
    "as OPUS-MT": {}, "relu": {"activation_function": "relu"}, "gelu": {"activation_function": "gelu"},
    "unscaled": {"scale_embedding": False}, "nothing tied": {"tied": False},
    "two vocabularies": {"separate": True}, "two and untied": {"separate": True, "tied": False},
    "renormalized": {}, "deep": {"encoder_layers": 4, "decoder_layers": 1},
}
WORDS = sorted({word for line in foreign_models.LINES[:8] for word in line.replace(",", "").split()})


def sentences(count: int) -> list[str]:
    rng = np.random.default_rng(7)
    return [" ".join(rng.choice(WORDS, rng.integers(2, 12))) for _ in range(count)]


def model_of(foreign, ops) -> Model:
    params = parameters.unflatten({name: ops.asarray(array) for name, array in foreign.weights.items()})
    return Model(ModelCard("x", "en", "de", foreign.config), Path("x"), params, foreign.tokenizer)


@pytest.fixture
def oracle():
    pytest.importorskip("torch", reason="torch, the oracle, is not installed")
    return pytest.importorskip("transformers", reason="transformers, the oracle, is not installed")


def loaded(oracle, folder: Path):
    network = oracle.MarianMTModel.from_pretrained(folder, attn_implementation="eager").eval()
    return network, oracle.MarianTokenizer.from_pretrained(folder)


def written(folder: Path, name: str) -> Path:
    foreign_models.huggingface(folder, seed=len(name), **VARIANTS[name])
    if name == "renormalized":
        path = folder / "generation_config.json"
        path.write_text(path.read_text().replace("{", '{"renormalize_logits": true, ', 1))
    return folder


@pytest.mark.parametrize("name", VARIANTS)
def test_logits_of_transformers(oracle, tmp_path, name, backend):
    """At float64 they are equal but for the order of sums; at float32 to the rounding of some ten layers."""
    import torch

    network, tokenizer = loaded(oracle, written(tmp_path, name))
    foreign, texts = huggingface.read(tmp_path), sentences(12)
    encoded = tokenizer(texts, return_tensors="pt", padding=True)
    rng = np.random.default_rng(1)
    targets = np.concatenate([np.full((12, 1), foreign.config.bos_id),
                              rng.integers(2, foreign.config.vocab_size - 1, (12, 9))], axis=1)
    with torch.no_grad():
        wanted = network.double()(**encoded, decoder_input_ids=torch.tensor(targets)).logits.numpy()
    src_ids = pad([encoding.ids for encoding in foreign.tokenizer.encode_batch(texts)], foreign.config.pad_id)
    mask = padding_mask(src_ids, foreign.config.pad_id)
    for ops, tolerance in ((NumpyBackend(dtype=np.float64), 1e-7), (backend, 1e-4)):
        model = model_of(foreign, ops)
        found = transformer.forward(Context.of(ops, model.config), model.params, ops.asarray(src_ids),
                                    ops.asarray(mask), ops.asarray(targets))
        np.testing.assert_allclose(ops.to_host(found), wanted, atol=tolerance)


@pytest.mark.parametrize("name", VARIANTS)
def test_generate_of_transformers(oracle, tmp_path, name, backend):
    written(tmp_path, name)
    count = 40 if backend.name == "mlx" else 200
    check_generate(oracle, tmp_path, model_of(huggingface.read(tmp_path), backend), backend, count)


def check_generate(oracle, folder, model, backend, count):
    """Greedy the same in at least 99 % of lines, beam 4 in at least 95 %."""
    import torch

    network, tokenizer = loaded(oracle, folder)
    translator, texts = Translator(model, backend), sentences(count)
    if model.config.src_vocab_size is None:
        assert [model.tokenizer.encode(text).ids for text in texts] == tokenizer(texts)["input_ids"]
    encoded = tokenizer(texts, return_tensors="pt", padding=True)
    for method, beams, share in (("greedy", 1, 0.99), ("beam", 4, 0.95)):
        with torch.no_grad():
            theirs = network.generate(**encoded, num_beams=beams, max_length=24).tolist()
        config = DecodeConfig(method=method, beam_size=beams, length_norm="power", length_penalty=1.0,
                              max_len=23)
        ours = [list(one.token_ids) for one in translator.translate(texts, config)]
        cut = [list(itertools.takewhile(lambda i: i != model.config.pad_id, ids[1:])) for ids in theirs]
        same = sum(left == right for left, right in zip(ours, cut, strict=True))
        assert same >= share * count, f"{method}: {same} of {count}"


@pytest.mark.parametrize("name", ["as OPUS-MT", "nothing tied", "two vocabularies", "gelu"])
def test_given_back_it_translates_as_before(oracle, tmp_path, name):
    import torch

    folder, back = written(tmp_path / "theirs", name), tmp_path / "back"
    import_model(folder, tmp_path / "ours")
    export_huggingface(tmp_path / "ours", back)
    ops = NumpyBackend()
    check_generate(oracle, back, load_model(tmp_path / "ours", ops), ops, 100)
    texts, answers = sentences(30), []
    for place in (folder, back):
        network, tokenizer = loaded(oracle, place)
        encoded = tokenizer(texts, return_tensors="pt", padding=True)
        with torch.no_grad():
            texts_of = tokenizer.batch_decode(network.generate(**encoded, max_length=24),
                                              skip_special_tokens=True)
        answers.append([text.replace("<pad>", "").strip() for text in texts_of])  # two PADs before, one after
    assert answers[0] == answers[1]


# CTranslate2

@pytest.fixture
def converter():
    pytest.importorskip("yaml")
    pytest.importorskip("ctranslate2", reason="ctranslate2, the oracle, is not installed")
    from ctranslate2.converters import OpusMTConverter

    def convert(folder: Path, out: Path, **options) -> Path:
        OpusMTConverter(str(folder)).convert(str(out), **options)
        for name in ("source.spm", "target.spm"):
            (out / name).write_bytes((folder / name).read_bytes())
        return out

    return convert


def same_as_ctranslate2(place: Path, model: Model, backend, share: float) -> None:
    """Greedy, piece by piece, on 60 sentences."""
    import ctranslate2 as peer
    import sentencepiece

    texts = sentences(60)
    processor = sentencepiece.SentencePieceProcessor()
    processor.LoadFromSerializedProto(foreign_models.spm("source"))
    engine = peer.Translator(str(place), compute_type="float32")
    theirs = [result.hypotheses[0] for result in engine.translate_batch(
        processor.encode(texts, out_type=str), beam_size=1, max_decoding_length=20,
        suppress_sequences=[["<unk>"]])]
    ours = Translator(model, backend).translate(texts, DecodeConfig(max_len=20))
    tokens = model.tokenizer.vocabularies[1].tokens
    found = [[tokens[i] for i in one.token_ids if i != model.config.eos_id] for one in ours]
    same = sum(left == right for left, right in zip(found, theirs, strict=True))
    assert same >= share * len(texts), f"{same} of {len(texts)}"


@pytest.mark.parametrize("variant", [{}, {"separate": True}, {"norm_first": True},
                                     {"transformer-ffn-activation": "relu"}], ids=str)
def test_marian_as_ctranslate2_reads_it(converter, tmp_path, variant, backend):
    """The original release, opened here and there; and what CTranslate2 made of it, opened here."""
    foreign_models.marian(tmp_path / "opus", **variant)
    place = converter(tmp_path / "opus", tmp_path / "ct2")
    foreign = marian.read(tmp_path / "opus")
    # CTranslate2 forces no end at the limit.
    config = dataclasses.replace(foreign.config, forced_eos=False)
    same_as_ctranslate2(place, model_of(dataclasses.replace(foreign, config=config), backend), backend, 0.98)
    same_as_ctranslate2(place, model_of(ctranslate2.read(place), backend), backend, 0.98)


@pytest.mark.parametrize("settings", [{}, {"with_source_eos": 1}], ids=str)
def test_an_older_model_of_ctranslate2(tmp_path, settings):
    """Before version 6 there was no config.json: Argos packages of those years. The settings that were not
    set are as CTranslate2 still takes them."""
    pytest.importorskip("ctranslate2", reason="ctranslate2, the oracle, is not installed")
    foreign_models.ctranslate2(tmp_path, older={name: np.array(value, np.int8)
                                                for name, value in settings.items()})
    tokens = json.loads((tmp_path / "shared_vocabulary.json").read_text(encoding="utf-8"))
    (tmp_path / "shared_vocabulary.json").unlink()
    (tmp_path / "shared_vocabulary.txt").write_text("\n".join(tokens) + "\n", encoding="utf-8")
    ops = NumpyBackend()
    same_as_ctranslate2(tmp_path, model_of(ctranslate2.read(tmp_path), ops), ops, 0.98)


def test_what_ctranslate2_adds_to_the_variance(tmp_path, backend):
    """With as much as here another one would give other translations."""
    pytest.importorskip("ctranslate2", reason="ctranslate2, the oracle, is not installed")
    foreign_models.ctranslate2(tmp_path)
    path = tmp_path / "config.json"
    foreign_models.write_json(path, {**json.loads(path.read_text()), "add_source_bos": False,
                                     "layer_norm_epsilon": 0.1})
    foreign = ctranslate2.read(tmp_path)
    assert foreign.config.norm_eps == 0.1
    same_as_ctranslate2(tmp_path, model_of(foreign, backend), backend, 0.98)


@pytest.mark.parametrize("name", ["as OPUS-MT", "unscaled"])
def test_what_ctranslate2_makes_of_hugging_face(oracle, tmp_path, name):
    """The scale of the embeddings is a number there, and `</s>` is for whoever calls it to add."""
    peer = pytest.importorskip("ctranslate2", reason="ctranslate2, the oracle, is not installed")
    from ctranslate2.converters import TransformersConverter

    folder, place = written(tmp_path / "hf", name), tmp_path / "ct2"
    TransformersConverter(str(folder)).convert(str(place))
    for side in ("source", "target"):
        (place / f"{side}.spm").write_bytes((folder / f"{side}.spm").read_bytes())
    found, wanted = ctranslate2.read(place), huggingface.read(folder)
    assert found.config.scale_embedding == wanted.config.scale_embedding
    tokenizer, texts, ops = oracle.MarianTokenizer.from_pretrained(folder), sentences(60), NumpyBackend()
    theirs = [result.hypotheses[0] for result in peer.Translator(str(place), compute_type="float32")
              .translate_batch([tokenizer.convert_ids_to_tokens(tokenizer.encode(text)) for text in texts],
                               beam_size=1, max_decoding_length=20, suppress_sequences=[["<unk>"]])]
    model = model_of(found, ops)
    ours = Translator(model, ops).translate(texts, DecodeConfig(max_len=20))
    tokens = model.tokenizer.vocabularies[1].tokens
    ids = [[tokens[i] for i in one.token_ids if i != model.config.eos_id] for one in ours]
    same = sum(left == right for left, right in zip(ids, theirs, strict=True))
    assert same >= 0.98 * len(texts), f"{same} of {len(texts)}"


@pytest.mark.parametrize("kind", ["int8", "int16", "float16", "bfloat16"])
def test_small_weights(converter, tmp_path, kind):
    """Weights of fewer bits: near those that they were made from."""
    foreign_models.marian(tmp_path / "opus")
    place = converter(tmp_path / "opus", tmp_path / "ct2", quantization=kind)
    found, wanted = ctranslate2.read(place), marian.read(tmp_path / "opus")
    assert found.weights.keys() == wanted.weights.keys()
    bound = {"int8": 0.01, "int16": 1e-3, "float16": 1e-3, "bfloat16": 8e-3}[kind]
    for name, array in wanted.weights.items():
        assert np.abs(found.weights[name] - array).max() <= bound * np.abs(array).max(), name
