"""The Hugging Face layout of a Marian model, as OPUS-MT models are published.

    config.json generation_config.json tokenizer_config.json
    vocab.json (and target_vocab.json)  source.spm target.spm
    model.safetensors, or pytorch_model.bin

What `transformers` makes of each setting is what is done here; a setting that it would pass over although it
changes the model is refused.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open

from core import params as parameters
from core.config import ConfigError, ModelConfig
from core.formats.native import ModelError
from core.importing import files
from core.importing.files import member
from core.importing.fitting import check_pieces
from core.importing.foreign import Foreign, aligned_source, check_agreement, of_bfloat16, renamed, take
from core.importing.generation import Generation
from core.importing.pytorch_file import read_pytorch
from core.sinusoid import sinusoidal_table
from core.text.pieces import Cutter, PieceTokenizer, Vocabulary
from core.text.tokenizer import TokenizerError

KIND = "Hugging Face Marian"
_CLASS = "MarianMTModel"
_SAFETENSORS, _PYTORCH = "model.safetensors", "pytorch_model.bin"
ENCODER_TABLE, DECODER_TABLE = "model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight"
SHARED_TABLE = "model.shared.weight"
_ACTIVATIONS = {"swish": "silu", "silu": "silu", "relu": "relu", "gelu": "gelu_erf", "gelu_new": "gelu",
                "gelu_pytorch_tanh": "gelu"}
# Of older configurations; `transformers` computes as if they were false.
_UNSUPPORTED = ("normalize_before", "normalize_embedding", "add_final_layer_norm", "add_bias_logits",
                "extra_pos_embeddings")
_OFF = {False: 1e-3, True: 2.0**-8}  # that a position may be; by rounding to float16, to bfloat16: half of it
_LAYER = {"self_attn": "self_attn", "cross_attn": "encoder_attn", "self_attn_norm": "self_attn_layer_norm",
          "cross_attn_norm": "encoder_attn_layer_norm", "ffn_norm": "final_layer_norm"}


def applies(folder: Path) -> bool:
    """Is this folder of that layout? (By a key of its config.json, never by its name.)"""
    if not (folder / "config.json").is_file():
        return False
    document = files.read_json(folder / "config.json")
    return "model_type" in document or "architectures" in document


def read(folder: Path) -> Foreign:
    """Raises ModelError with the file and the field."""
    path = folder / "config.json"
    document = files.read_json(path)
    _check_architecture(document, path)
    generation = Generation.read(path, document)
    tokenizer, languages = tokenizer_of(folder, document)
    config = _config(document, generation, path, tokenizer)
    weights_path = _weights_path(folder)
    tensors = _read_safetensors(weights_path) if weights_path.name == _SAFETENSORS \
        else read_pytorch(weights_path)
    if not config.tied_output and {ENCODER_TABLE, DECODER_TABLE} <= set(tensors):
        # Where nothing is tied the tables are two, though the vocabulary is one.
        config = replace(config, src_vocab_size=tokenizer.num_src_ids)
    weights = _renamed(weights_path, config, tensors)
    source, target = tokenizer.vocabularies
    if source is not target:
        weights, tokenizer = _aligned(weights, tokenizer, config)
        config = replace(config, src_vocab_size=tokenizer.num_src_ids)
    check_agreement(weights_path, config, weights)
    named = {**_tables(weights_path, config, tensors), "output.bias": "final_logits_bias"}
    return Foreign(KIND, config, weights, tokenizer, (path, weights_path, folder / "vocab.json"),
                   lambda name: f"{weights_path}: {named.get(name) or theirs(name)}", *languages,
                   decode=generation.decode(), not_followed=generation.not_followed(config.max_len),
                   assumed=generation.assumed())


def _check_architecture(document: dict[str, Any], path: Path) -> None:
    kind = document.get("model_type")
    if kind != "marian":
        raise ModelError(f'{path}: model_type: expected "marian", found {kind!r:.60}; other architectures '
                         "cannot be opened")
    classes = document.get("architectures")
    if classes is not None and (not isinstance(classes, list) or _CLASS not in classes):
        raise ModelError(f'{path}: architectures: expected ["{_CLASS}"], found {str(classes)[:60]}; others '
                         "cannot be opened")
    for key in _UNSUPPORTED:
        if document.get(key):
            raise ModelError(f"{path}: {key}: expected false, found {document[key]!r:.60}; such a model "
                             "cannot be opened")
    for left, right in (("encoder_attention_heads", "decoder_attention_heads"),
                        ("encoder_ffn_dim", "decoder_ffn_dim")):
        if document.get(left) != document.get(right):
            raise ModelError(f"{path}: {right}: expected as {left} ({document.get(left)!r:.20}), found "
                             f"{document.get(right)!r:.20}")
    if document.get("static_position_embeddings") is False:
        raise ModelError(f"{path}: static_position_embeddings: expected true: learned positions cannot be "
                         "opened")


def _config(document: dict[str, Any], generation: Generation, path: Path,
            tokenizer: PieceTokenizer) -> ModelConfig:
    def number(key: str, default: Any = ...) -> int:
        return member(document, key, int, path, default)

    def flag(key: str, default: bool) -> bool:
        return member(document, key, bool, path, default)

    activation = member(document, "activation_function", str, path)
    if activation not in _ACTIVATIONS:
        raise ModelError(f"{path}: activation_function: expected one of {', '.join(_ACTIVATIONS)}, found "
                         f"{activation!r:.60}")
    is_shared = flag("share_encoder_decoder_embeddings", True)
    vocab_size = number("vocab_size")
    target_size = vocab_size if is_shared else number("decoder_vocab_size", vocab_size)
    pad_id, _, eos_id, unk_id = tokenizer.special_ids
    try:
        return ModelConfig(
            vocab_size=target_size, d_model=number("d_model"), num_heads=number("encoder_attention_heads"),
            d_ff=number("encoder_ffn_dim"), num_encoder_layers=number("encoder_layers"),
            num_decoder_layers=number("decoder_layers"), max_len=number("max_position_embeddings", 512),
            dropout=member(document, "dropout", float, path, 0.1), activation=_ACTIVATIONS[activation],
            pad_id=pad_id, bos_id=tokenizer.special_ids[1],
            eos_id=eos_id, unk_id=unk_id, src_vocab_size=None if is_shared else vocab_size,
            tied_output=flag("tie_word_embeddings", True), output_bias=True,
            scale_embedding=flag("scale_embedding", False), positions="marian",
            banned_ids=generation.banned(target_size),
            renormalize=generation.renormalizes(), forced_eos=generation.forces_eos(eos_id))
    except ConfigError as error:
        where = generation.path if "banned_ids" in str(error) else path
        raise ModelError(f"{where}: {renamed(error, _NAMES)}") from None


_NAMES = {"num_heads": "encoder_attention_heads", "d_ff": "encoder_ffn_dim",
          "num_encoder_layers": "encoder_layers", "num_decoder_layers": "decoder_layers",
          "max_len": "max_position_embeddings", "pad_id": "pad_token_id", "eos_id": "eos_token_id",
          "bos_id": "decoder_start_token_id", "unk_id": "the id of unk_token", "banned_ids": "bad_words_ids",
          "src_vocab_size": "vocab_size"}


# The tokenizer

def tokenizer_of(folder: Path, document: dict[str, Any]) -> tuple[PieceTokenizer, tuple[str, str]]:
    path = folder / "tokenizer_config.json"
    settings = files.read_json(path) if path.is_file() else {}
    languages = tuple(member(settings, key, str, path, "") for key in ("source_lang", "target_lang"))
    source = _vocabulary(folder / "vocab.json")
    target = _vocabulary(folder / "target_vocab.json") if settings.get("separate_vocabs") else source
    config_path = folder / "config.json"
    for key, vocabulary in (("vocab_size", source), ("decoder_vocab_size", target)):
        size = document.get(key)
        if size is not None and size != len(vocabulary):
            name = "vocab.json" if vocabulary is source else "target_vocab.json"
            raise ModelError(f"{folder / name}: has {len(vocabulary)} pieces, but {key} in config.json is "
                             f"{size!r:.20}")
    pad_id = member(document, "pad_token_id", int, config_path)
    eos_id = member(document, "eos_token_id", int, config_path)
    start_id = member(document, "decoder_start_token_id", int, config_path, pad_id)
    unk = settings.get("unk_token", "<unk>")
    if not isinstance(unk, str) or unk not in source.ids or unk not in target.ids:
        raise ModelError(f"{folder / 'vocab.json'}: the piece {unk!r:.40} is missing")
    for key, token_id in (("pad_token_id", pad_id), ("eos_token_id", eos_id),
                          ("decoder_start_token_id", start_id)):
        if not 0 <= token_id < len(target):
            raise ModelError(f"{config_path}: {key}: expected an id below {len(target)}, found {token_id}")
    try:
        paths = folder / "source.spm", folder / "target.spm"
        cutters = tuple(_cutter(path) for path in paths)
        check_pieces(paths, cutters, (source, target))
        special_ids = (pad_id, start_id, eos_id, target.ids[unk])
        return PieceTokenizer(cutters, (source, target), special_ids), languages
    except TokenizerError as error:
        raise ModelError(f"{folder / 'vocab.json'}: {error}") from None


def _cutter(path: Path) -> Cutter:
    try:
        return Cutter(files.read_bytes(path))
    except TokenizerError as error:
        raise ModelError(f"{path}: {error}") from None


def _vocabulary(path: Path) -> Vocabulary:
    pieces = files.read_json(path)
    tokens = [""] * len(pieces)
    for piece, token_id in pieces.items():
        if type(token_id) is not int or not 0 <= token_id < len(tokens) or tokens[token_id]:
            raise ModelError(f"{path}: {piece!r:.40}: expected an id of its own from 0 to {len(tokens) - 1}, "
                             f"found {token_id!r:.20}")
        tokens[token_id] = piece
    try:
        return Vocabulary(tokens)
    except TokenizerError as error:
        raise ModelError(f"{path}: {error}") from None


# The weights

def _weights_path(folder: Path) -> Path:
    """The first that is there; one that is a Git LFS pointer only where the other is not there either."""
    problem = None
    for name in (_SAFETENSORS, _PYTORCH):
        if (folder / name).is_file():
            try:
                files.check_present(folder / name)
            except ModelError as error:
                problem = problem or error
            else:
                return folder / name
    if problem is not None:
        raise problem
    others = sorted(path.name for path in folder.iterdir()
                    if path.suffix in (".h5", ".ot", ".msgpack", ".json") and "model" in path.name)
    found = f", found {', '.join(others[:4])}" if others else ""
    raise ModelError(f"{folder}: the weights are missing: expected {_SAFETENSORS} or {_PYTORCH}{found}")


def _read_safetensors(path: Path) -> dict[str, np.ndarray]:
    try:
        with safe_open(path, framework="numpy") as file:
            names = list(file.keys())
            dtypes = {name: file.get_slice(name).get_dtype() for name in names}
            for name, dtype in dtypes.items():
                if dtype not in ("BF16", "F16", "F32", "F64"):
                    raise ModelError(f"{path}: {name:.80}: expected floats (BF16, F16, F32 or F64), file "
                                     f"has {dtype}")
            found = {name: file.get_tensor(name) for name, dtype in dtypes.items() if dtype != "BF16"}
        return found | _bfloat16_of(path, [name for name in dtypes if name not in found])
    except (SafetensorError, OSError) as error:
        raise ModelError(f"{path}: expected a whole safetensors file, but it is damaged or cut short "
                         f"({' '.join(str(error).split()):.200})") from None


def _bfloat16_of(path: Path, names: list[str]) -> dict[str, np.ndarray]:
    """Tensors that NumPy has no type for, as float32; the file has been found whole."""
    if not names:
        return {}
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        described = json.loads(file.read(length))
    data = np.memmap(path, np.uint8, "r", offset=8 + length)
    return {name: of_bfloat16(data[slice(*described[name]["data_offsets"])].view("<u2")).reshape(
        described[name]["shape"]) for name in names}


def _renamed(path: Path, config: ModelConfig, tensors: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    tables = _tables(path, config, tensors)
    weights = {}
    for name, shape in parameters.shapes(config).items():
        if name in tables:
            weights[name] = take(path, tables[name], tensors, shape)
        elif name == "output.bias":
            weights[name] = _bias(path, tensors, shape)
        else:
            weights[name] = take(path, theirs(name), tensors, shape)
    known = {*tables.values(), *(theirs(name) for name in weights), "final_logits_bias",
             SHARED_TABLE, ENCODER_TABLE, DECODER_TABLE, "lm_head.weight"}
    for name in sorted(set(tensors) - known):
        if name.endswith("embed_positions.weight"):
            _check_positions(path, name, tensors[name], config)
        else:
            raise ModelError(f"{path}: the tensor {name:.80} is not part of a Marian model")
    return weights


def _tables(path: Path, config: ModelConfig, tensors: dict[str, np.ndarray]) -> dict[str, str]:
    """Where each of our tables is; of a shared one the file may hold any of its names, or several."""
    if config.src_vocab_size is not None:
        found = {"embedding.weight": DECODER_TABLE, "src_embedding.weight": ENCODER_TABLE}
        if DECODER_TABLE not in tensors and config.tied_output:
            found["embedding.weight"] = "lm_head.weight"
    else:
        names = [SHARED_TABLE, DECODER_TABLE, ENCODER_TABLE]
        if config.tied_output:
            names.append("lm_head.weight")
        found = {"embedding.weight": next((name for name in names if name in tensors), names[0])}
    if not config.tied_output:
        found["output.weight"] = "lm_head.weight"
    return found


def theirs(name: str) -> str:
    """ "decoder.layers.2.cross_attn.q_proj.weight" -> "model.decoder.layers.2.encoder_attn.q_proj.weight"."""
    parts = name.split(".")
    if len(parts) < 4:
        return name
    side, layers, index, block, *rest = parts
    if block == "ffn":
        return ".".join(["model", side, layers, index, *rest])
    return ".".join(["model", side, layers, index, _LAYER[block], *rest])


def _bias(path: Path, tensors: dict[str, np.ndarray], shape: tuple[int, ...]) -> np.ndarray:
    if "final_logits_bias" not in tensors:  # `transformers` takes zeros then
        return np.zeros(shape, np.float32)
    return take(path, "final_logits_bias", tensors, shape)


def _check_positions(path: Path, name: str, table: np.ndarray, config: ModelConfig) -> None:
    expected = sinusoidal_table(config.max_len, config.d_model, config.positions)
    is_bfloat16 = table.dtype == np.float32 and not (table.view(np.uint32) & 0xFFFF).any()
    if table.shape != expected.shape or not np.allclose(table, expected, rtol=0, atol=_OFF[is_bfloat16]):
        raise ModelError(f"{path}: {name}: expected sines and cosines, found other positions")


def _aligned(weights: dict[str, np.ndarray], tokenizer: PieceTokenizer,
             config: ModelConfig) -> tuple[dict[str, np.ndarray], PieceTokenizer]:
    source, target = tokenizer.vocabularies
    wanted = {token_id: target.tokens[token_id] for token_id in (config.pad_id, config.eos_id, config.unk_id)}
    table, tokens = aligned_source(weights["src_embedding.weight"], source.tokens, wanted)
    moved = PieceTokenizer(tokenizer.cutters, (Vocabulary(tokens), target), tokenizer.special_ids)
    return {**weights, "src_embedding.weight": table}, moved
