"""The original release of a Marian model, as the zip files of OPUS-MT hold it.

    decoder.yml          which files these are, and how to search
    *.npz                the weights, and Marian's settings under special:model.yml
    source.spm target.spm
    *.vocab.yml          one for both languages, or one each

Marian has no PAD: it is added as the last piece, with a row of zeros, and the decoder starts from it, which
is Marian's empty start. This is also what the models in the Hugging Face layout were given.
"""

from __future__ import annotations

import math
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from core import params as parameters
from core.config import ConfigError, ModelConfig
from core.formats.native import ModelError
from core.importing import files
from core.importing.fitting import check_pieces
from core.importing.foreign import Foreign, aligned_source, check_agreement, renamed, take
from core.importing.generation import said
from core.text.pieces import Cutter, PieceTokenizer, Vocabulary
from core.text.tokenizer import TokenizerError

KIND = "Marian"
DECODER = "decoder.yml"
_SETTINGS = "special:model.yml"
_ACTIVATIONS = {"swish": "silu", "relu": "relu"}
_MAX_LEN = 512  # Marian has no limit; that of the Hugging Face layout
_NORM_EPS = 1e-6  # Marian's own; converted to the Hugging Face layout such a model has 1e-5
_EOS, _UNK, _PAD = "</s>", "<unk>", "<pad>"
# What else may stand in the settings, and the only value with which the model is a plain Transformer.
_EXPECTED = {"type": "transformer", "transformer-decoder-autoreg": "self-attention",
             "transformer-no-projection": "false", "transformer-ffn-depth": "2",
             "transformer-train-position-embeddings": "false", "transformer-decoder-dim-ffn": "0"}
# Of decoder.yml: what a search may be told besides.
_NOT_FOLLOWED = ("word-penalty", "allow-unk", "output-sampling", "shortlist")
# The header of an array, as Marian and NumPy write it: the only form that is taken, for NumPy's own reader
# passes it to Python's parser, which fails in many ways.
_HEADER = re.compile(rb"\{'descr': '([<|](?:f[248]|[iu][1248]))', 'fortran_order': (True|False), "
                     rb"'shape': \(((?:\d{1,10}, ?)*(?:\d{1,10})?)\),? *\}\s*")


def applies(folder: Path) -> bool:
    return (folder / DECODER).is_file()


def read(folder: Path) -> Foreign:
    """Raises ModelError with the file and the field."""
    decoder_path = folder / DECODER
    decoder = files.flat_yaml(files.read_bytes(decoder_path, 1_000_000).decode("utf-8", "replace"),
                              decoder_path)
    weights_path = _file(folder, decoder, "models", 1)[0]
    vocab_paths = _file(folder, decoder, "vocabs", 2)
    tensors = _read_npz(weights_path)
    settings = _settings(weights_path, tensors)
    _check_settings(weights_path, settings)
    tokenizer = _tokenizer(folder, vocab_paths)
    config = _config(weights_path, settings, tensors, tokenizer)
    weights = {name: _weight(weights_path, name, shape, config, tensors)
               for name, shape in parameters.shapes(config).items() if name != "src_embedding.weight"}
    source, target = tokenizer.vocabularies
    if config.src_vocab_size is not None:
        rows = (tokenizer.num_src_ids - 1, config.d_model)
        table = _with_pad(take(weights_path, _table(tensors, "encoder"), tensors, rows))
        wanted = {token_id: target.tokens[token_id] for token_id in tokenizer.special_ids}
        weights["src_embedding.weight"], tokens = aligned_source(table, source.tokens, wanted)
        source = target if tuple(tokens) == target.tokens else Vocabulary(tokens)
        tokenizer = PieceTokenizer(tokenizer.cutters, (source, target), tokenizer.special_ids)
        config = replace(config, src_vocab_size=len(tokens))
    check_agreement(weights_path, config, weights)

    def where(name: str) -> str:
        return f"{weights_path}: {_named(name, config.norm_first, tensors)}"

    return Foreign(KIND, config, weights, tokenizer, (decoder_path, weights_path, *vocab_paths), where,
                   decode=_decode(decoder), not_followed=_not_followed(decoder))


def _file(folder: Path, decoder: dict, key: str, at_most: int) -> list[Path]:
    """Files that decoder.yml names, which lie beside it whatever path it gives."""
    names = decoder.get(key)
    if not isinstance(names, list) or not 1 <= len(names) <= at_most:
        expected = "one file" if at_most == 1 else "one file or two"
        raise ModelError(f"{folder / DECODER}: {key}: expected {expected}, found {names!r:.80}; several "
                         "models that vote cannot be opened")
    paths = [folder / re.split(r"[\\/]", name)[-1] for name in names]
    for path in paths:
        files.check_present(path)
    return paths


def _decode(decoder: dict) -> dict:
    def number(key: str, default: float) -> float:
        try:
            return float(decoder.get(key, default))
        except (TypeError, ValueError):
            return default

    size = int(min(max(number("beam-size", 1), 1), 100))
    found = {"method": "beam" if size > 1 else "greedy", "length_norm": "power",
             "length_penalty": min(max(number("normalize", 0), 0.0), 10.0)}
    return {**found, "beam_size": size} if size > 1 else found


def _not_followed(decoder: dict) -> tuple[str, ...]:
    """What would change the translation there and does not here; with zero or false it does not there."""
    return said({key: decoder[key] for key in _NOT_FOLLOWED
                 if str(decoder.get(key)).lower() not in ("none", "", "0", "0.0", "false", "[]")})


# The npz file

def _read_npz(path: Path) -> dict[str, np.ndarray]:
    """Its arrays as views where they lie uncompressed, as Marian writes them."""
    files.check_present(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return {entry.filename.removesuffix(".npy"): _array(archive, entry)
                    for entry in archive.infolist()}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
        raise ModelError(f"{path}: expected a whole .npz file, but it is damaged or cut short "
                         f"({' '.join(str(error).split()):.200})") from None


def _array(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> np.ndarray:
    if entry.compress_type != zipfile.ZIP_STORED:
        raise ValueError(f"{entry.filename} is compressed, which Marian never does")
    with archive.open(entry) as file:
        begin = file.read(10)
        if begin[:8] != b"\x93NUMPY\x01\x00":
            raise ValueError(f"{entry.filename} does not begin as a .npy file of version 1 does")
        header = _HEADER.fullmatch(file.read(int.from_bytes(begin[8:], "little")))
        if header is None:
            raise ValueError(f"{entry.filename} does not say what numbers it holds, and how many")
        dtype = np.dtype(header[1].decode())
        shape = tuple(int(size) for size in header[3].split(b",") if size.strip())
        count = math.prod(shape)
        data = file.read()
    if count * dtype.itemsize != len(data):
        raise ValueError(f"{entry.filename}: expected {count} numbers, found {len(data)} bytes")
    array = np.frombuffer(data, dtype)
    return array.reshape(shape, order="F" if header[2] == b"True" else "C")


def _settings(path: Path, tensors: dict[str, np.ndarray]) -> dict:
    if _SETTINGS not in tensors:
        raise ModelError(f"{path}: {_SETTINGS} is missing: expected a model that Marian saved, with its "
                         "settings")
    text = tensors[_SETTINGS].tobytes().rstrip(b"\0").decode("utf-8", "replace")
    return files.flat_yaml(text, path)


def _check_settings(path: Path, settings: dict) -> None:
    for key, expected in _EXPECTED.items():
        found = settings.get(key, expected)
        if found != expected:
            raise ModelError(f"{path}: {key}: expected {expected}, found {found!r:.60}; such a model cannot "
                             "be opened")
    for key in ("transformer-tied-layers", "input-types"):
        if settings.get(key) not in (None, "", []):
            raise ModelError(f"{path}: {key}: expected none, found {settings[key]!r:.60}; such a model "
                             "cannot be opened")
    norms = tuple(settings.get(f"transformer-{key}", "") for key in
                  ("preprocess", "postprocess", "postprocess-top"))
    if norms not in (("", "dan", ""), ("n", "da", "n")):
        raise ModelError(f"{path}: transformer-preprocess, -postprocess and -postprocess-top: expected '', "
                         f"dan and '' (post-norm) or n, da and n (pre-norm), found {norms!r:.80}")
    if settings.get("transformer-postprocess-emb", "d") not in ("", "d"):
        raise ModelError(f"{path}: transformer-postprocess-emb: expected d, found "
                         f"{settings['transformer-postprocess-emb']!r:.20}; such a model cannot be opened")
    activation = settings.get("transformer-ffn-activation", "swish")
    if activation not in _ACTIVATIONS:
        raise ModelError(f"{path}: transformer-ffn-activation: expected swish or relu, found "
                         f"{activation!r:.40}")


def _config(path: Path, settings: dict, tensors: dict[str, np.ndarray],
            tokenizer: PieceTokenizer) -> ModelConfig:
    def number(key: str) -> int:
        try:
            return int(settings[key])
        except (KeyError, TypeError, ValueError):
            raise ModelError(f"{path}: {key}: expected a whole number, found "
                             f"{settings.get(key)!r:.40}") from None

    pad_id, bos_id, eos_id, unk_id = tokenizer.special_ids
    source, target = tokenizer.vocabularies
    has_two = source is not target or ("Wemb" not in tensors and "encoder_Wemb" in tensors)
    try:
        return ModelConfig(
            vocab_size=tokenizer.vocab_size, d_model=number("dim-emb"), num_heads=number("transformer-heads"),
            d_ff=number("transformer-dim-ffn"), num_encoder_layers=number("enc-depth"),
            num_decoder_layers=number("dec-depth"), max_len=_MAX_LEN,
            activation=_ACTIVATIONS[settings.get("transformer-ffn-activation", "swish")],
            norm_first=settings.get("transformer-preprocess", "") == "n", norm_eps=_NORM_EPS, pad_id=pad_id,
            bos_id=bos_id, eos_id=eos_id, unk_id=unk_id,
            src_vocab_size=max(tokenizer.num_src_ids, pad_id + 1) if has_two else None,
            tied_output=not {"decoder_ff_logit_out_W", "decoder_ff_logit_out_Wt"} & set(tensors),
            output_bias=True, positions="marian", banned_ids=(pad_id, unk_id), renormalize=True,
            forced_eos=True)
    except ConfigError as error:
        raise ModelError(f"{path}: {renamed(error, _NAMES)}") from None


_NAMES = {"d_model": "dim-emb", "num_heads": "transformer-heads", "d_ff": "transformer-dim-ffn",
          "num_encoder_layers": "enc-depth", "num_decoder_layers": "dec-depth"}


# The weights

def _weight(path: Path, name: str, shape: tuple[int, ...], config: ModelConfig,
            tensors: dict[str, np.ndarray]) -> np.ndarray:
    """One of our tensors, from Marian's; x W there is x W^T here, and PAD is one row more."""
    theirs = _named(name, config.norm_first, tensors)
    if name == "output.bias":
        return _with_pad(take(path, theirs, tensors, (1, shape[0] - 1)).reshape(-1))
    if theirs == "decoder_ff_logit_out_W":
        return _with_pad(take(path, theirs, tensors, (shape[1], shape[0] - 1)).T)
    if name in ("embedding.weight", "output.weight"):
        return _with_pad(take(path, theirs, tensors, (shape[0] - 1, shape[1])))
    if len(shape) == 2:
        return take(path, theirs, tensors, shape[::-1]).T
    return take(path, theirs, tensors, (1, *shape)).reshape(shape)


def _named(name: str, norm_first: bool, tensors: dict[str, np.ndarray]) -> str:
    """What Marian calls one of our tensors in this file."""
    if name.endswith("embedding.weight"):
        return _table(tensors, "encoder" if name.startswith("src") else "decoder")
    if name == "output.bias":
        return "decoder_ff_logit_out_b"
    if name == "output.weight":
        return f"decoder_ff_logit_out_W{'t' * ('decoder_ff_logit_out_Wt' in tensors)}"
    return _theirs(name, norm_first)


def _table(tensors: dict[str, np.ndarray], side: str) -> str:
    return f"{side}_Wemb" if f"{side}_Wemb" in tensors else "Wemb"


def _with_pad(array: np.ndarray) -> np.ndarray:
    return np.concatenate([array, np.zeros((1, *array.shape[1:]), array.dtype)])


def _theirs(name: str, norm_first: bool) -> str:
    """ "decoder.layers.2.cross_attn.q_proj.weight" -> "decoder_l3_context_Wq"."""
    parts = name.split(".")
    kind = parts[-1]
    suffix = {"weight": "_ln_scale", "bias": "_ln_bias"}[kind]
    if parts[1] == "norm":
        return f"{parts[0]}_top{suffix}"
    layer, block = f"{parts[0]}_l{int(parts[2]) + 1}", parts[3]
    attention = {"self_attn": "self", "cross_attn": "context"}.get(block.removesuffix("_norm"))
    if block.endswith("_norm"):
        place = "ffn_ffn" if attention is None else f"{attention}_Wo"
        return f"{layer}_{place}{suffix}{'_pre' if norm_first else ''}"
    letter = "W" if kind == "weight" else "b"
    return f"{layer}_{attention or 'ffn'}_{letter}{parts[4][0] if attention else parts[4][-1]}"


# The text side

def _tokenizer(folder: Path, vocab_paths: list[Path]) -> PieceTokenizer:
    names = ("source.spm", "target.spm")
    others = [name for name in ("source.bpe", "target.bpe") if (folder / name).is_file()]
    if others and not (folder / names[0]).is_file():
        raise ModelError(f"{folder / others[0]}: this model cuts its text by Moses and BPE; expected "
                         "source.spm and target.spm (SentencePiece)")
    vocabularies = [_vocabulary(path) for path in vocab_paths]
    source, target = vocabularies[0], vocabularies[-1]
    if source.tokens == target.tokens:
        target = source
    eos_id, unk_id, pad_id = (target.ids[token] for token in (_EOS, _UNK, _PAD))
    cutters = []
    for name in names:
        try:
            cutters.append(Cutter(files.read_bytes(folder / name)))
        except TokenizerError as error:
            raise ModelError(f"{folder / name}: {error}") from None
    check_pieces(tuple(folder / name for name in names), tuple(cutters), (source, target))
    return PieceTokenizer(tuple(cutters), (source, target), (pad_id, pad_id, eos_id, unk_id))


def _vocabulary(path: Path) -> Vocabulary:
    """The pieces of a vocab.yml by id, with PAD after them."""
    text = files.read_bytes(path).decode("utf-8", "replace")
    tokens: dict[int, str] = {}
    waiting: str | None = None  # "? key" stands on a line of its own before ": value"
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if not line.strip() or line in ("---", "..."):
            continue
        if line.startswith("? "):
            waiting = line[2:]
            continue
        key, _, value = (waiting, "", line.lstrip(":")) if waiting is not None else line.rpartition(":")
        waiting = None
        if not value.strip().isdecimal() or key == "":
            raise ModelError(f"{path}: line {number}: expected a piece and its id, found {line[:60]!r}")
        token_id = int(value.strip())
        if token_id in tokens:
            raise ModelError(f"{path}: line {number}: the id {token_id} is there twice")
        tokens[token_id] = _unquoted(key)
    if sorted(tokens) != list(range(len(tokens))):
        raise ModelError(f"{path}: expected the ids 0 to {len(tokens) - 1}, found others")
    try:
        vocabulary = Vocabulary([*(tokens[token_id] for token_id in range(len(tokens))), _PAD])
    except TokenizerError as error:
        raise ModelError(f"{path}: {error}") from None
    for token in (_EOS, _UNK):
        if token not in vocabulary.ids:
            raise ModelError(f"{path}: the piece {token} is missing")
    return vocabulary


_ESCAPED = re.compile(r'\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)')
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f",
            "v": "\v", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"}


def _unquoted(key: str) -> str:
    """A YAML scalar as text."""
    key = key.strip(" ")
    if len(key) > 1 and key[0] == key[-1] == '"':
        return _ESCAPED.sub(lambda match: chr(int(match[1][1:], 16)) if match[1][0] in "xuU"
                            else _ESCAPES.get(match[1], match[1]), key[1:-1])
    if len(key) > 1 and key[0] == key[-1] == "'":
        return key[1:-1].replace("''", "'")
    return key
