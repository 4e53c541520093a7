"""A native model in the Hugging Face layout of Marian, which `transformers` loads.

Only what MarianMTModel computes can be written: post-norm, Marian's positions, SentencePiece on both sides.
"""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from core.config import ModelConfig
from core.exporting.model_card import readme_of
from core.formats import atomic, native, scratch
from core.formats.native import ModelCard, ModelError
from core.formats.tensors import tensor_writer
from core.importing.huggingface import DECODER_TABLE, ENCODER_TABLE, KIND, SHARED_TABLE, theirs
from core.text.pieces import PieceTokenizer, Vocabulary
from core.text.tokenizer import Tokenizer

_NORM_EPS = 1e-5  # of LayerNorm in MarianMTModel
_WORDS = ("true", "false", "null")  # of JSON; other words are texts
_ACTIVATIONS = {"silu": "swish", "relu": "relu", "gelu_erf": "gelu", "gelu": "gelu_new"}


def why_not(config: ModelConfig, tokenizer: Tokenizer) -> str:
    """What keeps a model from being written in this layout; "" where nothing does."""
    if not isinstance(tokenizer, PieceTokenizer) or None in [cutter.spm for cutter in tokenizer.cutters]:
        return "its text is not cut by SentencePiece, the only way that a Marian model knows"
    if config.norm_first:
        return "it is pre-norm, and a Marian model there is post-norm"
    if config.positions != "marian":
        return f'its positions are "{config.positions}", and those of a Marian model "marian"'
    if config.norm_eps > _NORM_EPS:
        return (f"its LayerNorm adds {config.norm_eps:g} to the variance, and that of a Marian model "
                f"{_NORM_EPS:g}")
    return ""


def export_huggingface(folder: Path, out: Path) -> str:
    """Writes the folder `out`, which must be new or empty. -> what is otherwise there, a line each, or "".
    Raises ModelError."""
    folder, out = Path(folder), Path(out)
    card, tensors, tokenizer = native.read_model(folder)
    reason = why_not(card.config, tokenizer)
    if reason:
        raise ModelError(f"{folder}: cannot be written in the Hugging Face layout: {reason}; as a "
                         ".pellucid file it can")
    try:
        scratch.check_free(out)
    except FileExistsError as error:
        raise ModelError(str(error)) from None
    with scratch.whole_folder(out, last="config.json") as made:
        _write(folder, made, card, tensors, tokenizer)
    return "\n".join(filter(None, (_of_norms(card.config), _of_languages(tokenizer))))


def _of_norms(config: ModelConfig) -> str:
    if config.norm_eps == _NORM_EPS:
        return ""
    return (f"This model's LayerNorm adds {config.norm_eps:g} to the variance, and that layout's "
            f"{_NORM_EPS:g}: the last digits of its probabilities differ there, as a rule no translation.")


def _of_languages(tokenizer: Tokenizer) -> str:
    if tokenizer.code is None:
        return ""
    return ("The layout has no place for the language that this model was told: there, begin each source "
            f"with {tokenizer.code}.")


def _write(folder: Path, out: Path, card: ModelCard, tensors: dict[str, np.ndarray],
           tokenizer: PieceTokenizer) -> None:
    source, target = tokenizer.vocabularies
    source_spm, target_spm = (cutter.spm for cutter in tokenizer.cutters)
    documents = {
        "vocab.json": _vocabulary(source, card.config),
        "tokenizer_config.json": _tokenizer_config(card, separate=source is not target),
        **_configs(card)}
    if source is not target:
        documents["target_vocab.json"] = _vocabulary(target, card.config)
    writes: dict[Path, atomic.Write] = {
        out / "model.safetensors": tensor_writer(_weights(card.config, tensors), np.float32),
        out / "source.spm": lambda path: path.write_bytes(source_spm),
        out / "target.spm": lambda path: path.write_bytes(target_spm),
        out / "README.md": lambda path: path.write_bytes(readme_of(folder, card).encode())}
    for name, document in documents.items():
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        writes[out / name] = lambda path, text=text: path.write_text(text, encoding="utf-8", newline="")
    if (folder / "LICENSE").is_file():
        licence = (folder / "LICENSE").read_bytes()
        writes[out / "LICENSE"] = lambda path: path.write_bytes(licence)
    atomic.write_together(writes)


def _weights(config: ModelConfig, tensors: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    named = {}
    for name, array in tensors.items():
        if name == "embedding.weight":
            named[SHARED_TABLE if config.src_vocab_size is None else DECODER_TABLE] = array
        elif name == "src_embedding.weight":
            named[ENCODER_TABLE] = array
        elif name == "output.weight":
            named["lm_head.weight"] = array
        elif name != "output.bias":
            named[theirs(name)] = array
    if not config.tied_output and config.src_vocab_size is None:
        # There, what is not tied to the output is not shared by the two sides either.
        named[ENCODER_TABLE] = named[DECODER_TABLE] = named[SHARED_TABLE]
    bias = tensors.get("output.bias", np.zeros(config.vocab_size, np.float32))
    return {**named, "final_logits_bias": bias[None]}


def _configs(card: ModelCard) -> dict[str, dict[str, Any]]:
    """Where the makers said only some of how to search, so does config.json, as theirs did: the file of its
    own stands for all that they set."""
    config, generation = _config(card), _generation(card)
    if not card.assumed:
        return {"generation_config.json": generation, "config.json": config}
    unsaid = {setting.partition(":")[0] for setting in card.assumed}
    return {"config.json": {**config, **{name: value for name, value in generation.items()
                                         if name not in unsaid}}}


def _config(card: ModelCard) -> dict[str, Any]:
    config = card.config
    return {
        "architectures": ["MarianMTModel"], "model_type": "marian", "is_encoder_decoder": True,
        "activation_function": _ACTIVATIONS[config.activation], "d_model": config.d_model,
        "encoder_layers": config.num_encoder_layers, "decoder_layers": config.num_decoder_layers,
        "encoder_attention_heads": config.num_heads, "decoder_attention_heads": config.num_heads,
        "encoder_ffn_dim": config.d_ff, "decoder_ffn_dim": config.d_ff,
        "num_hidden_layers": config.num_encoder_layers, "max_position_embeddings": config.max_len,
        "dropout": config.dropout, "attention_dropout": 0.0, "activation_dropout": 0.0,
        "scale_embedding": config.scale_embedding, "static_position_embeddings": True,
        "vocab_size": config.num_src_ids, "decoder_vocab_size": config.vocab_size,
        "tie_word_embeddings": config.tied_output,
        "share_encoder_decoder_embeddings": config.src_vocab_size is None, "pad_token_id": config.pad_id,
        "eos_token_id": config.eos_id, "decoder_start_token_id": config.bos_id,
        "forced_eos_token_id": config.eos_id if config.forced_eos else None, "torch_dtype": "float32"}


def _generation(card: ModelCard) -> dict[str, Any]:
    config, decode = card.config, card.decode
    found = {
        "pad_token_id": config.pad_id, "eos_token_id": config.eos_id,
        "decoder_start_token_id": config.bos_id, "max_length": config.max_len,
        "forced_eos_token_id": config.eos_id if config.forced_eos else None,
        "bad_words_ids": [[token_id] for token_id in sorted(set(config.banned))] or None,
        "renormalize_logits": config.renormalize,
        "num_beams": decode.beam_size if decode.method == "beam" else 1}
    if decode.length_norm == "power":
        found["length_penalty"] = decode.length_penalty
    return {**found, **(_not_followed_here(card) if card.origin.get("kind") == KIND else {})}


def _not_followed_here(card: ModelCard) -> dict[str, Any]:
    """What the makers set that changes the translation there; too long a value was not kept."""
    found = {}
    for setting in card.not_followed:
        name, _, text = setting.partition(": ")
        with contextlib.suppress(ValueError, RecursionError):
            found[name] = text if re.fullmatch(r"[a-z_]+", text) and text not in _WORDS else json.loads(text)
    return found


def _tokenizer_config(card: ModelCard, separate: bool) -> dict[str, Any]:
    return {"tokenizer_class": "MarianTokenizer", "source_lang": card.src_lang, "target_lang": card.tgt_lang,
            "separate_vocabs": separate, "model_max_length": card.config.max_len, "unk_token": "<unk>",
            "eos_token": "</s>", "pad_token": "<pad>"}


def _vocabulary(vocabulary: Vocabulary, config: ModelConfig) -> dict[str, int]:
    """The special pieces under the names that MarianTokenizer looks for."""
    special = dict(zip((config.bos_id, config.pad_id, config.eos_id, config.unk_id),
                       ("<s>", "<pad>", "</s>", "<unk>"), strict=True))
    named: dict[str, int] = {}
    for token_id, token in enumerate(vocabulary.tokens):
        token = special.get(token_id) or token
        named[token if token and token not in named else f"<unused{token_id}>"] = token_id
    return named
