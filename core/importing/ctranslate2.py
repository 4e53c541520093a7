"""CTranslate2 models: model.bin and vocabularies, alone or as an Argos package holds them.

    model/ or .                  model.bin  config.json  shared_vocabulary.json (or .txt), or one a side
    sentencepiece.model, or source.spm and target.spm; none where the pieces are single characters

The file names each variable and gives its shape; weights of 8 or 16 bits become floats by their scales.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from core import params as parameters
from core.config import POSITIONS, ConfigError, ModelConfig
from core.formats.native import ModelError
from core.importing import files
from core.importing.ctranslate2_file import Stored
from core.importing.fitting import check_pieces
from core.importing.foreign import Foreign, aligned_source, check_agreement, renamed
from core.sinusoid import sinusoidal_table
from core.text.pieces import Cutter, PieceTokenizer, Vocabulary
from core.text.tokenizer import TokenizerError

KIND = "CTranslate2"
WEIGHTS = "model.bin"
_MAX_LEN = 512
_SETTINGS_APART = 6  # the version of model.bin from which on config.json has them
_NORM_EPS = 1e-5  # of CTranslate2, where config.json says none
_ACTIVATIONS = {0: "relu", 1: "gelu", 2: "silu", 3: "gelu_erf"}
_HEADS = {"TransformerBase": 8, "TransformerBig": 16}
# What the model would be with other numbers, none of which can be opened.
_EXPECTED = {"encoder/embeddings_merge": 0, "encoder/multi_query_attention": 0,
             "decoder/multi_query_attention": 0, "decoder/scale_outputs": 0, "decoder/alibi": 0,
             "decoder/scale_alibi": 0, "decoder/alibi_use_positive_positions": 0}


def applies(folder: Path) -> bool:
    return any((place / WEIGHTS).is_file() for place in (folder, folder / "model"))


def read(folder: Path) -> Foreign:
    """Raises ModelError with the file and the field."""
    place = folder if (folder / WEIGHTS).is_file() else folder / "model"
    path = place / WEIGHTS
    stored = Stored.read(path)
    settings = _settings(stored, place)
    if settings.get("add_source_bos"):
        raise ModelError(f"{place / 'config.json'}: add_source_bos: expected false; such a model cannot be "
                         "opened")
    sizes = {side: len(stored.take(f"{side}/embeddings/weight")) for side in ("encoder", "decoder")}
    starts_empty = stored.flag("decoder/start_from_zero_embedding", 0) == 1
    text = _TextSide.read(place, settings, sizes, starts_empty)
    config = _config(stored, text, _norm_eps(settings, place))
    weights, source = _weights(stored, config, text)
    stored.check_all_used()
    try:
        target = Vocabulary(text.target)
        sides = (target if source == text.target else Vocabulary(source), target)
        paths = _spm_paths(folder, place, text)
        cutters = tuple(_cutter(path) for path in paths) or (Cutter(None), Cutter(None))
        check_pieces(paths, cutters[:len(paths)], sides[:len(paths)])
        # Marian's always end; converted from Hugging Face it is for whoever calls CTranslate2 to add it.
        ends_source = starts_empty or bool(settings.get("add_source_eos"))
        tokenizer = PieceTokenizer(cutters, sides, text.special_ids, ends_source=ends_source)
    except TokenizerError as error:
        raise ModelError(f"{place}: {error}") from None
    config = replace(config, src_vocab_size=None if config.src_vocab_size is None else len(source))
    check_agreement(path, config, weights)
    return Foreign(KIND, config, weights, tokenizer, (path,), lambda name: f"{path}: {_theirs(name)[0]}",
                   *_languages(folder))


def _settings(stored: Stored, place: Path) -> dict[str, Any]:
    """What config.json says; before version 6 model.bin did, with the defaults that CTranslate2 has there.

    Raises ModelError where the decoder starts from a piece that whoever translates must give.
    """
    path = place / "config.json"
    if stored.version < _SETTINGS_APART:
        path = stored.path
        unk, bos, eos = (stored.word(f"{name}_token", default) for name, default in (
            ("unk", "<unk>"), ("bos", "<s>"), ("eos", "</s>")))
        start = bos if stored.flag("with_target_bos", 1) else eos
        found = {"unk_token": unk, "eos_token": eos,
                 "decoder_start_token": None if stored.flag("user_decoder_start_tokens", 0) else start,
                 "add_source_bos": bool(stored.flag("with_source_bos", 0)),
                 "add_source_eos": bool(stored.flag("with_source_eos", 0))}
    else:
        found = files.read_json(path) if path.is_file() else {}
    if found.get("decoder_start_token", "<s>") is None:
        raise ModelError(f"{path}: decoder_start_token: expected a piece, found none: a model whose language "
                         "is the first piece of each translation cannot be opened")
    return found


def _norm_eps(settings: dict[str, Any], place: Path) -> float:
    """OpenNMT-py 3 has 1e-06 there. Raises ModelError."""
    path = place / "config.json"
    found = files.member(settings, "layer_norm_epsilon", float, path, _NORM_EPS)
    try:
        ModelConfig(vocab_size=4, norm_eps=found)
    except ConfigError as error:
        raise ModelError(f"{path}: {renamed(error, {'norm_eps': 'layer_norm_epsilon'})}") from None
    return found


# The text side

@dataclass(frozen=True)
class _TextSide:
    """What the vocabularies say: the pieces of the rows that each table has, and more for what it lacks.

    The tables have a row for each listed piece, or (OpenNMT-tf) one more for the unknown. What the decoder
    starts from, PAD and UNK are pieces with rows of zeros where the model has none.
    """

    source: list[str]
    target: list[str]
    pad: str
    start: str
    eos: str
    unk: str
    is_shared: bool

    @classmethod
    def read(cls, place: Path, settings: dict[str, Any], sizes: dict[str, int],
             starts_empty: bool) -> _TextSide:
        unk, eos, start = (settings.get(key) or default for key, default in (
            ("unk_token", "<unk>"), ("eos_token", "</s>"), ("decoder_start_token", "<s>")))
        source, target = (_listed(place, name, sizes[side], unk)
                          for side, name in (("encoder", "source"), ("decoder", "target")))
        is_shared = source == target
        pad = next((pad for pad in ("<blank>", "<pad>") if pad in target), None)
        if starts_empty or pad is None:
            pad = _ADDED_PAD
        start = pad if starts_empty else start
        for name, piece in (("ends with", eos), ("starts from", start)):
            if piece not in target and piece != _ADDED_PAD:
                raise ModelError(f"{place}: the target vocabulary has no {piece!r:.40}, which it {name}")
        if start == eos:
            raise ModelError(f"{place}: decoder_start_token: expected another piece than the one that ends a "
                             f"translation ({eos!r:.40}); such a model cannot be opened")
        target += [piece for piece in (unk, pad) if piece not in target]
        return cls(target if is_shared else source, target, pad, start, eos, unk, is_shared)

    @property
    def special_ids(self) -> tuple[int, int, int, int]:
        return tuple(self.target.index(piece) for piece in (self.pad, self.start, self.eos, self.unk))


_ADDED_PAD = "\x00pad"  # spelled by no text


def _listed(place: Path, side: str, num_rows: int, unk: str) -> list[str]:
    """The pieces of one side's vocabulary, as many as its table has rows."""
    for stem in (f"{side}_vocabulary", f"{side}_vocabulary_1", "shared_vocabulary"):
        for path in (place / f"{stem}.json", place / f"{stem}.txt"):
            if path.is_file():
                tokens = _pieces(path)
                if len(tokens) == num_rows - 1 and unk not in tokens:
                    tokens.append(unk)
                if len(tokens) != num_rows:
                    raise ModelError(f"{path}: has {len(tokens)} pieces, but the {side} table in {WEIGHTS} "
                                     f"has {num_rows} rows")
                return tokens
    raise ModelError(f"{place}: the {side} vocabulary is missing: expected {side}_vocabulary.txt or "
                     "shared_vocabulary.txt (or .json)")


def _pieces(path: Path) -> list[str]:
    text = files.read_bytes(path).decode("utf-8", "replace")
    if path.suffix == ".txt":
        return [line.rstrip("\r") for line in text.removesuffix("\n").split("\n")]
    try:
        tokens = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{path}: expected a whole JSON file, but it is damaged or cut short "
                         f"({error})") from None
    if not isinstance(tokens, list) or not all(type(token) is str for token in tokens):
        raise ModelError(f"{path}: expected a list of pieces")
    return tokens


def _spm_paths(folder: Path, place: Path, text: _TextSide) -> tuple[Path, ...]:
    """The SentencePiece models of both sides, beside the weights or above them; none where all pieces are
    single characters."""
    for names in (("source.spm", "target.spm"), ("sentencepiece.model", "sentencepiece.model")):
        for where in dict.fromkeys((place, folder)):
            paths = [where / name for name in names]
            if all(path.is_file() for path in paths):
                return tuple(paths)
    specials = {text.pad, text.start, text.eos, text.unk, "<s>", "</s>", "<unk>", "<blank>", "<pad>", ""}
    longer = next((token for token in text.source if len(token) > 1 and token not in specials), None)
    if longer is None:
        return ()
    raise ModelError(f"{folder}: the text side is missing: expected sentencepiece.model, or source.spm and "
                     f"target.spm, since its pieces are longer than characters ({longer[:20]!r})")


def _cutter(path: Path) -> Cutter:
    try:
        return Cutter(files.read_bytes(path))
    except TokenizerError as error:
        raise ModelError(f"{path}: {error}") from None


def _languages(folder: Path) -> tuple[str, str]:
    """As an Argos package says them."""
    path = folder / "metadata.json"
    if not path.is_file():
        return "", ""
    document = files.read_json(path)
    return tuple(files.member(document, key, str, path, "") for key in ("from_code", "to_code"))


# The model

def _config(stored: Stored, text: _TextSide, norm_eps: float) -> ModelConfig:
    path = stored.path
    activation = stored.flag("encoder/activation", 0)
    if activation not in _ACTIVATIONS:
        raise ModelError(f"{path}: encoder/activation: expected 0 to 3 (relu, gelu, swish), found "
                         f"{activation}")
    if stored.flag("decoder/activation", activation) != activation:
        raise ModelError(f"{path}: decoder/activation: expected as encoder/activation ({activation})")
    for name, expected in _EXPECTED.items():
        if stored.flag(name, expected) != expected:
            raise ModelError(f"{path}: {name}: expected {expected}; such a model cannot be opened")
    layers = {side: _count_layers(stored, side) for side in ("encoder", "decoder")}
    d_model = stored.take("decoder/embeddings/weight").shape[-1]
    num_heads = stored.flag("encoder/num_heads", _HEADS.get(stored.spec, 0))
    if num_heads < 1 or d_model % num_heads:
        raise ModelError(f"{path}: encoder/num_heads: expected a divisor of {d_model}, found {num_heads}")
    pad_id, bos_id, eos_id, unk_id = text.special_ids
    is_tied = not stored.has("decoder/projection/weight") or np.array_equal(
        stored.take("decoder/projection/weight"), stored.take("decoder/embeddings/weight"))
    tables = (stored.take(f"{side}/embeddings/weight") for side in ("encoder", "decoder"))
    is_one_table = text.is_shared and np.array_equal(*tables)
    try:
        return ModelConfig(
            vocab_size=len(text.target), d_model=d_model, num_heads=num_heads,
            d_ff=len(stored.take("encoder/layer_0/ffn/linear_0/bias")), num_encoder_layers=layers["encoder"],
            num_decoder_layers=layers["decoder"], max_len=_MAX_LEN, activation=_ACTIVATIONS[activation],
            norm_first=bool(stored.flag("encoder/pre_norm", stored.has("encoder/layer_norm/gamma"))),
            norm_eps=norm_eps,
            pad_id=pad_id, bos_id=bos_id, eos_id=eos_id, unk_id=unk_id,
            src_vocab_size=None if is_one_table else max(len(text.source), *text.special_ids) + 1,
            tied_output=is_tied, output_bias=stored.has("decoder/projection/bias"),
            scale_embedding=_is_scaled(stored, d_model),
            positions=_positions(stored, d_model), banned_ids=tuple(sorted({pad_id, bos_id, unk_id})))
    except ConfigError as error:
        raise ModelError(f"{path}: {error}") from None


def _is_scaled(stored: Stored, d_model: int) -> bool:
    """By the root of `d_model`, both sides, or not at all."""
    scales = [stored.scale(side, d_model) for side in ("encoder", "decoder")]
    for is_scaled, expected in ((True, d_model**0.5), (False, 1.0)):
        if np.allclose(scales, expected, rtol=1e-3):
            return is_scaled
    raise ModelError(f"{stored.path}: scale_embeddings: expected 1 or {d_model**0.5:.3f} (the root of "
                     f"{d_model}) on both sides, found {scales[0]:.6g} and {scales[1]:.6g}")


def _count_layers(stored: Stored, side: str) -> int:
    count = 0
    while stored.has(f"{side}/layer_{count}/ffn/linear_0/weight"):
        count += 1
    return count


def _positions(stored: Stored, d_model: int) -> str:
    """Which of our tables the file holds; without one CTranslate2 makes OpenNMT-tf's."""
    kinds = []
    for side in ("encoder", "decoder"):
        name = f"{side}/position_encodings/encodings"
        if not stored.has(name):
            kinds.append("opennmt")
            continue
        table = stored.take(name)[:_MAX_LEN]
        if table.ndim != 2 or table.shape[1] != d_model:
            raise ModelError(f"{stored.path}: {name}: expected [positions, {d_model}], file has "
                             f"{list(table.shape)}")
        matching = [kind for kind in POSITIONS
                    if np.allclose(table, sinusoidal_table(len(table), d_model, kind), atol=2e-3)]
        if not matching:
            raise ModelError(f"{stored.path}: {name}: expected sines and cosines, found other positions: "
                             "learned ones cannot be opened")
        kinds.append(matching[0])
    if kinds[0] != kinds[1]:
        raise ModelError(f"{stored.path}: encoder and decoder have different positions; such a model cannot "
                         "be opened")
    return kinds[0]


def _weights(
    stored: Stored, config: ModelConfig, text: _TextSide
) -> tuple[dict[str, np.ndarray], list[str]]:
    """(our tensors, the source's pieces in the order of its table)."""
    weights, source = {}, text.target
    for name, shape in parameters.shapes(config).items():
        if name == "src_embedding.weight":
            table = stored.take("encoder/embeddings/weight")
            wanted = {text.target.index(piece): piece for piece in (text.pad, text.eos, text.unk)}
            weights[name], source = aligned_source(table, text.source[:len(table)], wanted)
        elif name in _OF_VOCABULARY:
            array = stored.take(_OF_VOCABULARY[name])
            added = np.zeros((shape[0] - len(array), *array.shape[1:]), array.dtype)
            weights[name] = np.concatenate([array, added]) if len(added) else array
        else:
            theirs, part = _theirs(name)
            array = stored.take(theirs)
            weights[name] = array if part is None else array[part * config.d_model:][:config.d_model]
    return weights, source


def _theirs(name: str) -> tuple[str, int | None]:
    """(the variable that has one of our tensors, which part of it is that): query, key and value stand in
    one, above each other."""
    if name in _OF_VOCABULARY:
        return _OF_VOCABULARY[name], None
    parts = name.split(".")
    if parts[1] == "norm":
        return f"{parts[0]}/layer_norm/{_GAINS[parts[-1]]}", None
    layer, block = f"{parts[0]}/layer_{parts[2]}", parts[3]
    place = _PLACES[block.removesuffix("_norm")]
    if block.endswith("_norm"):
        return f"{layer}/{place}/layer_norm/{_GAINS[parts[-1]]}", None
    if block == "ffn":
        return f"{layer}/ffn/linear_{int(parts[4][-1]) - 1}/{parts[-1]}", None
    linear, row = {"self_attn": {"q_proj": (0, 0), "k_proj": (0, 1), "v_proj": (0, 2), "out_proj": (1, 0)},
                   "cross_attn": {"q_proj": (0, 0), "k_proj": (1, 0), "v_proj": (1, 1),
                                  "out_proj": (2, 0)}}[block][parts[4]]
    return f"{layer}/{place}/linear_{linear}/{parts[-1]}", row


_OF_VOCABULARY = {"src_embedding.weight": "encoder/embeddings/weight",
                  "embedding.weight": "decoder/embeddings/weight",
                  "output.weight": "decoder/projection/weight", "output.bias": "decoder/projection/bias"}
_PLACES = {"self_attn": "self_attention", "cross_attn": "attention", "ffn": "ffn"}
_GAINS = {"weight": "gamma", "bias": "beta"}
