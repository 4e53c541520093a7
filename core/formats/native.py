"""The native model folder: config.json, model.safetensors, tokenizer.json.

config.json: {"format": "pellucid-model", "version": 1, "name", "src_lang", "tgt_lang",
"model": {ModelConfig}, "facts": {what was measured: "bleu", "step", ...; of an imported model "origin" and
"decode", the settings of DecodeConfig that its makers use; of one trained further "lineage", the names of
the models before it, oldest first}}.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from backends.base import Array, Backend
from core import params as parameters
from core.config import ConfigError, DecodeConfig, ModelConfig
from core.formats import atomic
from core.formats.tensors import TensorFileError, each_tensor, tensor_writer
from core.text.tokenizer import Tokenizer, TokenizerError

CONFIG, WEIGHTS, TOKENIZER = "config.json", "model.safetensors", "tokenizer.json"
README, LICENCE = "README.md", "LICENSE"
TEXTS = (README, LICENCE)  # of an imported model, kept beside the three
_FORMAT, _VERSION = "pellucid-model", 1
_MAX_CONFIG_BYTES = 1_000_000

Keep = Callable[[Backend, int], Callable[[str, Array], Array]]


class ModelError(ValueError):
    """A model folder that cannot be opened; one sentence with the file and what is wrong."""


@dataclass(frozen=True)
class ModelCard:
    """What config.json says; languages are codes such as "zh", or "" where nobody said."""

    name: str
    src_lang: str
    tgt_lang: str
    config: ModelConfig
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def decode(self) -> DecodeConfig:
        """How its makers translate with it, where it was imported; else as we do. Raises ModelError."""
        settings = self.facts.get("decode", {})
        try:
            return DecodeConfig.from_dict(settings, f"{CONFIG}: facts: decode")
        except ConfigError as error:
            raise ModelError(str(error)) from None

    @property
    def origin(self) -> dict[str, Any]:
        """Of an imported model: "kind", "file", "licence", "imported", "sha256"; {} of others."""
        found = self.facts.get("origin")
        return found if isinstance(found, dict) else {}

    @property
    def lineage(self) -> tuple[str, ...]:
        """The names of the models that it was trained from, oldest first."""
        return _strings(self.facts.get("lineage"))

    @property
    def names(self) -> tuple[str, ...]:
        """What it is and was called: the lineage of a model trained from it keeps the name of then."""
        return self.name, *_strings(self.facts.get("formerly"))

    @property
    def not_followed(self) -> tuple[str, ...]:
        """Of an imported model: what its makers decode with that we do not, such as "min_length: 5"."""
        return _strings(self.origin.get("not_followed"))

    @property
    def assumed(self) -> tuple[str, ...]:
        """Of an imported model: settings that its files did not say, as they were taken: "num_beams: 1"."""
        return _strings(self.origin.get("assumed"))


def _strings(found: Any) -> tuple[str, ...]:
    """What is a list of them in a file that anybody can have written."""
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


@dataclass(frozen=True)
class Model:
    """A model that is ready to run: its card, and parameters as the engine's arrays."""

    card: ModelCard
    folder: Path
    params: parameters.Params
    tokenizer: Tokenizer

    @property
    def name(self) -> str:
        return self.card.name

    @property
    def src_lang(self) -> str:
        return self.card.src_lang

    @property
    def tgt_lang(self) -> str:
        return self.card.tgt_lang

    @property
    def config(self) -> ModelConfig:
        return self.card.config

    @property
    def facts(self) -> dict[str, Any]:
        return self.card.facts

    def into(self, language: str) -> Model:
        """The same model for another of its target languages: "fra" or ">>fra<<". Raises ModelError."""
        code = language if language.startswith(">>") else f">>{language}<<"
        try:
            return replace(self, tokenizer=self.tokenizer.with_code(code))
        except TokenizerError as error:
            raise ModelError(f"{self.folder}: {error}") from None


def read_card(folder: Path) -> ModelCard:
    """config.json alone: cheap, for lists of models. Raises ModelError."""
    path = Path(folder) / CONFIG
    document = _read_json(path)
    if not isinstance(document, dict) or document.get("format") != _FORMAT:
        raise ModelError(f'{path}: expected a Pellucid model ("format": "{_FORMAT}"), found '
                         f"{document.get('format') if isinstance(document, dict) else 'no object'!r}")
    if document.get("version") != _VERSION:
        raise ModelError(f"{path}: this is format version {document.get('version')!r:.60}; this Pellucid "
                         f"reads version {_VERSION}, so a newer one is needed")
    expected = {"format": str, "version": int, "name": str, "src_lang": str, "tgt_lang": str,
                "model": dict, "facts": dict}
    for key, value in document.items():
        if key not in expected:
            raise ModelError(f'{path}: unknown key "{key}"; expected one of: {", ".join(expected)}')
        if not isinstance(value, expected[key]):
            raise ModelError(f"{path}: {key} should be {expected[key].__name__}, and is {value!r:.60}")
    for key in ("name", "model"):
        if key not in document:
            raise ModelError(f'{path}: the key "{key}" is missing')
    try:
        config = ModelConfig.from_dict(document["model"], f"{path}: model")
    except ConfigError as error:
        raise ModelError(str(error)) from None
    return ModelCard(document["name"], document.get("src_lang", ""), document.get("tgt_lang", ""), config,
                     document.get("facts", {}))


def load_model(folder: Path, ops: Backend, keep: Keep | None = None) -> Model:
    """Checked, and handed to the engine array by array. Raises ModelError.

    keep   (engine, bytes of the model as float32) -> what becomes of each array of the engine, by its name
    """
    card, tensors, tokenizer = _read(folder)
    kept = keep(ops, 4 * parameters.count(card.config)) if keep else lambda name, array: array
    try:  # the engine may keep the very arrays that are read
        arrays = {name: kept(name, ops.asarray(array, copy=False)) for name, array in tensors}
    except TensorFileError as error:
        raise ModelError(str(error)) from None
    return Model(card, Path(folder), parameters.unflatten(arrays), tokenizer)


def read_model(folder: Path) -> tuple[ModelCard, dict[str, np.ndarray], Tokenizer]:
    """(card, weights by dotted name, tokenizer), checked, without an engine. Raises ModelError."""
    card, tensors, tokenizer = _read(folder)
    try:
        return card, dict(tensors), tokenizer
    except TensorFileError as error:
        raise ModelError(str(error)) from None


def _read(folder: Path) -> tuple[ModelCard, Iterator[tuple[str, np.ndarray]], Tokenizer]:
    folder = Path(folder)
    card = read_card(folder)
    try:
        tokenizer = Tokenizer.load(folder / TOKENIZER)
    except TokenizerError as error:
        raise ModelError(str(error)) from None
    _check_agreement(folder, card.config, tokenizer)
    return card, each_tensor(folder / WEIGHTS, parameters.shapes(card.config)), tokenizer


def _check_agreement(folder: Path, config: ModelConfig, tokenizer: Tokenizer) -> None:
    """Each id must mean the same to the tokenizer and the model."""
    for found, known in ((tokenizer.vocab_size, config.vocab_size),
                         (tokenizer.num_src_ids, config.num_src_ids)):
        if found != known:
            raise ModelError(f"{folder / TOKENIZER}: has {found} pieces, but the model in {CONFIG} knows "
                             f"{known}")
    expected = tokenizer.special_ids
    found = (config.pad_id, config.bos_id, config.eos_id, config.unk_id)
    if found != expected:
        raise ModelError(f"{folder / CONFIG}: expected pad_id, bos_id, eos_id and unk_id to be {expected}, "
                         f"as in {TOKENIZER}, found {found}")


def save_model(folder: Path, card: ModelCard, host_params: parameters.Params, tokenizer: Tokenizer,
               dtype=np.float32) -> None:
    """Writes a model folder, over an older one where there is one.

    config.json comes last, so that a folder that has one is whole.
    """
    folder = Path(folder)
    document = {"format": _FORMAT, "version": _VERSION, "name": card.name, "src_lang": card.src_lang,
                "tgt_lang": card.tgt_lang, "model": card.config.to_dict(), "facts": card.facts}
    config = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    atomic.write_together({
        folder / WEIGHTS: tensor_writer(parameters.flatten(host_params), dtype),
        folder / TOKENIZER: lambda path: path.write_text(tokenizer.to_json(), encoding="utf-8", newline=""),
        folder / CONFIG: lambda path: path.write_text(config, encoding="utf-8", newline=""),
    })


def read_licence(folder: Path) -> str:
    """The text of its licence, or "" where it has none that can be read."""
    path = Path(folder) / LICENCE
    try:
        is_small = path.stat().st_size <= _MAX_CONFIG_BYTES
        return path.read_text(encoding="utf-8", errors="replace") if is_small else ""
    except OSError:
        return ""


def rename_model(folder: Path, name: str) -> None:
    """Gives the model of a folder another name; the folder keeps its own. Raises ModelError."""
    card = read_card(folder)
    formerly = [former for former in dict.fromkeys(card.names) if former != name]
    facts = {**card.facts, "formerly": formerly}
    _write_card(folder, {**_read_json(Path(folder) / CONFIG), "name": name, "facts": facts})


def note(folder: Path, fact: str, value: Any) -> None:
    """Adds a fact to the card of a folder's model. Raises ModelError."""
    facts = {**read_card(folder).facts, fact: value}
    _write_card(folder, {**_read_json(Path(folder) / CONFIG), "facts": facts})


def _write_card(folder: Path, document: dict[str, Any]) -> None:
    atomic.write_text(Path(folder) / CONFIG, json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _read_json(path: Path) -> Any:
    if not path.parent.is_dir():
        raise ModelError(f"{path.parent}: there is no such folder; expected a model folder with "
                         f"{CONFIG}, {WEIGHTS} and {TOKENIZER}")
    try:
        if path.stat().st_size > _MAX_CONFIG_BYTES:
            raise ModelError(f"{path}: expected a small settings file, found {path.stat().st_size} bytes")
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"{path}: the file is missing; expected a model folder with {CONFIG}, {WEIGHTS} "
                         f"and {TOKENIZER}") from None
    except UnicodeDecodeError as error:
        raise ModelError(f"{path}: expected UTF-8 text, found byte {error.object[error.start]:#04x} at "
                         f"{error.start}") from None
    except (ValueError, RecursionError) as error:  # ValueError also for a number of 5,000 digits
        raise ModelError(f"{path}: expected JSON, but {error}") from None
    except OSError as error:
        raise ModelError(f"{path}: cannot be read: {error.strerror}") from None
