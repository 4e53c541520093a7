"""One decoding as one `.trace` file: a safetensors file whose metadata holds the rest as JSON.

    metadata   {"pellucid": {"format": "pellucid-trace", "version": 1, "text", "model": {...}, ...}}
    tensors    encoder/NAME and steps/ID/NAME, under the names that the model notes

A file opens without the model and shows the same numbers to the bit. What a cached step shares with the
steps before it (its keys and values) is written once. Reading takes nothing on trust: the JSON is checked
field by field, and every tensor's name, type and shape against what the configuration makes of it, before
any is read.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from core.config import ConfigError, ModelConfig
from core.decoding.session import Candidate, Step
from core.formats import atomic
from core.formats.trace_shapes import Shape, encoder_shapes, step_shapes
from core.recording import Recording
from core.text.tokenizer import Piece
from core.trace import Trace

SUFFIX = ".trace"
_FORMAT, _VERSION = "pellucid-trace", 1
_MAX_STEPS, _MAX_TEXT, _MAX_JSON = 4000, 1_000_000, 64_000_000
_CACHED = (".k", ".v")  # a cached step shares these with the steps before it


class TraceFileError(ValueError):
    """A file that cannot be opened as a trace; one sentence with the file and what is wrong."""


def write_trace(path: Path, recording: Recording) -> None:
    """Writes the tree whole or not at all. Steps whose trace was forgotten are written without it."""
    tensors = {f"encoder/{name}": array for name, array in recording.encoder_trace.items()}
    for step in recording.steps:
        for name, array in (step.trace or {}).items():
            if not step.trace.is_whole and name.endswith(_CACHED):
                if ".cross_attn." in name:
                    tensors.setdefault(f"cross/{name}", array)
                    continue
                array = array[:, -1:]
            tensors[f"steps/{step.id}/{name}"] = array
    document = json.dumps(_document(recording), ensure_ascii=False, allow_nan=False)
    contiguous = {name: np.ascontiguousarray(array) for name, array in tensors.items()}
    atomic.write_with(path, lambda temporary: _save(contiguous, temporary, document))


def read_trace(path: Path) -> Recording:
    """The same tree again. Raises TraceFileError."""
    path = Path(path)
    try:
        with safe_open(path, framework="numpy") as file:
            document = _json(path, (file.metadata() or {}).get("pellucid"))
            facts = _Reader(path, document).facts()
            names = set(file.keys())
            _check_count(path, facts, len(names))
            shapes = dict(_shapes(facts))
            _check(path, file, names, shapes)
            arrays = {name: file.get_tensor(name) for name in shapes if name in names}
    except (SafetensorError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise TraceFileError(f"{path}: expected a .trace file that Pellucid wrote, but it cannot be read "
                             f"({reason})") from None
    for name, array in arrays.items():
        if array.dtype != bool and not np.isfinite(array).all():
            raise TraceFileError(f"{path}: {name}: holds values that are not finite numbers")
    return _assembled(facts, arrays)


def _save(tensors: Mapping[str, np.ndarray], path: Path, document: str) -> None:
    try:
        save_file(dict(tensors), path, metadata={"pellucid": document})
    except SafetensorError as error:
        raise OSError(0, str(error), str(path)) from error


# Writing the JSON

def _document(recording: Recording) -> dict[str, Any]:
    return {
        "format": _FORMAT, "version": _VERSION, "text": recording.text,
        "model": {"name": recording.model_name, "src_lang": recording.src_lang,
                  "tgt_lang": recording.tgt_lang, "config": recording.config.to_dict()},
        "src_ids": list(recording.src_ids), "limit": recording.limit, "num_edits": recording.num_edits,
        "whole": any(step.trace is not None and step.trace.is_whole for step in recording.steps),
        "pieces": [[token_id, piece.text, piece.continues, piece.special]
                   for token_id, piece in recording.pieces.items()],
        "src_pieces": [[piece.text, piece.continues, piece.special] for piece in recording.src_pieces],
        "sentences": [[leaf, text] for leaf, text in recording.sentences.items()],
        "steps": [_step_document(step) for step in recording.steps],
    }


def _step_document(step: Step) -> dict[str, Any]:
    return {
        "parent": step.parent_id, "token": step.tgt_in_ids[-1], "token_log_prob": step.token_log_prob,
        "log_prob": step.log_prob, "finished": step.finished, "rest_prob": step.rest_prob,
        "candidates": [[candidate.token_id, candidate.log_prob] for candidate in step.candidates],
        "traced": step.trace is not None,
    }


# Reading it

def _json(path: Path, text: str | None) -> dict[str, Any]:
    if text is None or len(text) > _MAX_JSON:
        raise TraceFileError(f"{path}: expected a .trace file that Pellucid wrote; its description is "
                             f"{'missing' if text is None else 'too long'}")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TraceFileError(f"{path}: its description should be JSON, but {error}") from None
    if not isinstance(document, dict) or document.get("format") != _FORMAT:
        raise TraceFileError(f'{path}: expected "format": "{_FORMAT}" in its description')
    if document.get("version") != _VERSION:
        raise TraceFileError(f"{path}: this is format version {document.get('version')!r:.60}; this Pellucid "
                             f"reads version {_VERSION}")
    return document


class _Reader:
    """Takes the JSON apart; every message names the file and the field."""

    def __init__(self, path: Path, document: dict[str, Any]):
        self._path, self._document = path, document

    def facts(self) -> dict[str, Any]:
        """The fields of a Recording but for the traces; `traced` per step, and `whole`."""
        model = self._of(self._document, "model", dict)
        try:
            config = ModelConfig.from_dict(self._of(model, "config", dict), f"{self._path}: model.config")
        except ConfigError as error:
            raise TraceFileError(str(error)) from None
        src_ids = self._ids(self._of(self._document, "src_ids", list), "src_ids", config.num_src_ids)
        if not 1 <= len(src_ids) <= config.max_len:
            self._refuse("src_ids", f"1 to {config.max_len} token ids", len(src_ids))
        steps = self._of(self._document, "steps", list)
        if not 1 <= len(steps) <= _MAX_STEPS:
            self._refuse("steps", f"1 to {_MAX_STEPS} steps", len(steps))
        made: list[Step] = []
        traced: list[bool] = []
        for number, entry in enumerate(steps):
            made.append(self._step(number, entry, made, config))
            traced.append(self._of(entry, "traced", bool))
            parent_id = made[-1].parent_id
            if traced[-1] and parent_id is not None and not traced[parent_id]:
                self._refuse(f"steps[{number}].traced", "false where the step before has no trace", True)
        if not traced[0]:
            self._refuse("steps[0].traced", "true", False)
        return {
            "text": self._text(self._document, "text"), "model_name": self._text(model, "name"),
            "src_lang": self._text(model, "src_lang"), "tgt_lang": self._text(model, "tgt_lang"),
            "config": config, "src_ids": src_ids, "steps": made, "traced": traced,
            "whole": self._of(self._document, "whole", bool),
            "num_edits": self._whole_number(self._document, "num_edits", 0, 1_000_000),
            "pieces": self._pieces(made), "src_pieces": self._src_pieces(src_ids),
            "sentences": self._sentences(made),
            "limit": self._whole_number(self._document, "limit", 0, config.max_len),
        }

    def _step(self, number: int, entry: Any, before: list[Step], config: ModelConfig) -> Step:
        where = f"steps[{number}]"
        if not isinstance(entry, dict):
            self._refuse(where, "an object", entry)
        parent_id, token = entry.get("parent"), entry.get("token")
        if number == 0:
            if parent_id is not None or token != config.bos_id:
                self._refuse(where, "the root, with no parent and the token BOS", entry)
            prefix: tuple[int, ...] = ()
        else:
            if type(parent_id) is not int or not 0 <= parent_id < number or before[parent_id].finished:
                self._refuse(f"{where}.parent", "an earlier step that has not ended", parent_id)
            prefix = before[parent_id].tgt_in_ids
        if len(prefix) > config.max_len:
            self._refuse(where, f"at most {config.max_len} positions", len(prefix) + 1)
        token, = self._ids([token], f"{where}.token", config.vocab_size)
        pairs = self._of(entry, "candidates", list)
        if not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
            self._refuse(f"{where}.candidates", "pairs of a token id and a log-probability", pairs)
        ids = self._ids([pair[0] for pair in pairs], f"{where}.candidates", config.vocab_size)
        candidates = tuple(Candidate(token_id, self._number(pair[1], f"{where}.candidates"))
                           for token_id, pair in zip(ids, pairs, strict=True))
        finished = self._of(entry, "finished", bool)
        if self._of(entry, "traced", bool) and (finished or len(prefix) >= config.max_len):
            self._refuse(f"{where}.traced", "false where a sentence has ended", True)
        return Step(number, parent_id, (*prefix, token),
                    self._number(entry.get("token_log_prob"), f"{where}.token_log_prob"),
                    self._number(entry.get("log_prob"), f"{where}.log_prob"), finished, candidates,
                    self._number(entry.get("rest_prob"), f"{where}.rest_prob"))

    def _src_pieces(self, src_ids: tuple[int, ...]) -> tuple[Piece, ...]:
        entries = self._of(self._document, "src_pieces", list)
        if len(entries) != len(src_ids):
            self._refuse("src_pieces", f"as many as src_ids ({len(src_ids)})", len(entries))
        for entry in entries:
            if not (isinstance(entry, list) and [type(part) for part in entry] == [str, bool, bool]
                    and len(entry[0]) <= 1000):
                self._refuse("src_pieces", "[text, continues, special]", entry)
        return tuple(Piece(*entry) for entry in entries)

    def _pieces(self, steps: list[Step]) -> dict[int, Piece]:
        pieces = {}
        for entry in self._of(self._document, "pieces", list):
            if not (isinstance(entry, list) and [type(part) for part in entry] == [int, str, bool, bool]
                    and len(entry[1]) <= 1000):
                self._refuse("pieces", "[id, text, continues, special]", entry)
            pieces[entry[0]] = Piece(*entry[1:])
        needed = {*(step.tgt_in_ids[-1] for step in steps),
                  *(candidate.token_id for step in steps for candidate in step.candidates)}
        missing = sorted(needed - set(pieces))
        if missing:
            self._refuse("pieces", "the text of every token id", f"none for {missing[0]}")
        return pieces

    def _sentences(self, steps: list[Step]) -> dict[int, str]:
        sentences = {}
        for entry in self._of(self._document, "sentences", list):
            if not (isinstance(entry, list) and [type(part) for part in entry] == [int, str]
                    and 0 <= entry[0] < len(steps) and len(entry[1]) <= _MAX_TEXT):
                self._refuse("sentences", "[step, text]", entry)
            sentences[entry[0]] = entry[1]
        return sentences

    def _of(self, values: dict[str, Any], key: str, kind: type) -> Any:
        value = values.get(key)
        if type(value) is not kind:
            self._refuse(key, {dict: "an object", list: "a list", str: "text", bool: "true or false"}[kind],
                         value)
        return value

    def _text(self, values: dict[str, Any], key: str) -> str:
        text = self._of(values, key, str)
        if len(text) > _MAX_TEXT:
            self._refuse(key, f"at most {_MAX_TEXT} characters", len(text))
        return text

    def _whole_number(self, values: dict[str, Any], key: str, low: int, high: int) -> int:
        value = values.get(key)
        if type(value) is not int or not low <= value <= high:
            self._refuse(key, f"a whole number from {low} to {high}", value)
        return value

    def _number(self, value: Any, where: str) -> float:
        if type(value) not in (int, float) or abs(value) > 1e300 or math.isnan(value):
            self._refuse(where, "a number", value)
        return float(value)

    def _ids(self, values: list[Any], where: str, num_ids: int) -> tuple[int, ...]:
        for value in values:
            if type(value) is not int or not 0 <= value < num_ids:
                self._refuse(where, f"token ids from 0 to {num_ids - 1}", value)
        return tuple(values)

    def _refuse(self, where: str, expected: str, found: Any) -> None:
        raise TraceFileError(f"{self._path}: {where}: expected {expected}, found {found!r:.60}")


# Tensors

def _shapes(facts: dict[str, Any]) -> Iterator[tuple[str, Shape]]:
    """Every tensor that may be in the file."""
    config, src_length = facts["config"], len(facts["src_ids"])
    for name, entry in encoder_shapes(config, src_length).items():
        yield f"encoder/{name}", entry
    for step, traced in zip(facts["steps"], facts["traced"], strict=True):
        if not traced:
            continue
        for name, entry in step_shapes(config, src_length, len(step.tgt_in_ids), facts["whole"]).items():
            shape, dtype, needed = entry
            if facts["whole"] or not name.endswith(_CACHED):
                yield f"steps/{step.id}/{name}", entry
            elif ".cross_attn." in name:
                yield f"cross/{name}", entry
            else:
                yield f"steps/{step.id}/{name}", ((shape[0], 1, shape[2]), dtype, needed)


def _check_count(path: Path, facts: dict[str, Any], found: int) -> None:
    """So that a small file cannot make us list what a large model would have."""
    layers = facts["config"].num_encoder_layers + facts["config"].num_decoder_layers * sum(facts["traced"])
    if found < layers:
        raise TraceFileError(f"{path}: tensors are missing: {found} of at least {layers}")


def _check(path: Path, file, found: set[str], shapes: Mapping[str, Shape]) -> None:
    for name in sorted(found - set(shapes)):
        raise TraceFileError(f"{path}: the tensor {name!r:.80} is not part of this decoding")
    for name, (shape, dtype, needed) in shapes.items():
        if name not in found:
            if needed:
                raise TraceFileError(f"{path}: the tensor {name} is missing; expected {list(shape)}")
            continue
        header = file.get_slice(name)
        possible = (shape, (1, 1, shape[-1])) if name.endswith(".mask") else (shape,)  # one for all rows
        if tuple(header.get_shape()) not in possible or header.get_dtype() != dtype:
            raise TraceFileError(f"{path}: {name}: expected {dtype} {list(shape)}, file has "
                                 f"{header.get_dtype()} {list(header.get_shape())}")


def _assembled(facts: dict[str, Any], arrays: dict[str, np.ndarray]) -> Recording:
    whole, traced = facts.pop("whole"), facts.pop("traced")
    by_step: dict[int, dict[str, np.ndarray]] = {}
    crosses, encoder_arrays = {}, {}
    for name, array in arrays.items():
        group, _, rest = name.partition("/")
        if group == "encoder":
            encoder_arrays[rest] = array
        elif group == "cross":
            crosses[rest] = array
        else:
            step_id, _, place = rest.partition("/")
            by_step.setdefault(int(step_id), {})[place] = array
    if not whole:
        _restore_caches(facts["steps"], by_step)
        for own in by_step.values():
            own.update(crosses)
    steps = tuple(dataclasses.replace(step, trace=Trace(by_step[step.id], whole)) if has_trace else step
                  for step, has_trace in zip(facts["steps"], traced, strict=True))
    return Recording(**{**facts, "steps": steps}, encoder_trace=Trace(encoder_arrays, is_whole=True))


def _restore_caches(steps: list[Step], by_step: dict[int, dict[str, np.ndarray]]) -> None:
    """A cached step's keys and values are those of its path: views into one array a branch."""
    parents = {step.parent_id for step in steps if step.id in by_step}
    done: set[int] = set()
    for leaf in steps:
        if leaf.id not in by_step or leaf.id in parents:
            continue
        path = [leaf]
        while path[-1].parent_id is not None:
            path.append(steps[path[-1].parent_id])
        path.reverse()
        names = [name for name in by_step[leaf.id] if name.endswith(_CACHED)]
        joined = {name: np.concatenate([by_step[step.id][name][:, -1:] for step in path], axis=1)
                  for name in names}
        for length, step in enumerate(path, 1):
            if step.id not in done:
                done.add(step.id)
                by_step[step.id].update({name: array[:, :length] for name, array in joined.items()})
