"""Pinned sentences: at every validation what the model makes of them, kept so that it can be replayed.

    probes.json                        {"sentences": [...], "heads": [[layer, head], ...]}, by whoever pins
    probes/step-00001200.json          heads, and whether they were measured rather than chosen; of each
                                       sentence src, src_tokens, out, and of that tokens, ids, probs
    probes/step-00001200.safetensors   float16: N.logits [T,V], N.attention [heads,T,S] of sentence N

The run's other files have one writer; probes.json is the person's, and read anew at each validation.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from backends.base import Backend
from core import alignment
from core.context import Context
from core.decoding import forced
from core.decoding.translator import Translation, Translator
from core.formats import atomic
from core.formats.native import Model
from core.formats.tensors import tensor_writer
from core.training.probe_attention import Heads
from core.training.run_dir import RunDir

FILE = "probes.json"
MOST = 5
LONGEST = 500  # characters of a sentence that is pinned


class ProbeError(ValueError):
    """A sentence that cannot be pinned, in one sentence."""


def pinned(run: Path) -> list[str]:
    """At most MOST sentences; none where the file is missing or damaged."""
    try:
        found = json.loads((run / FILE).read_text(encoding="utf-8"))["sentences"]
        return [text[:LONGEST] for text in found if isinstance(text, str) and text.strip()][:MOST]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def pin(run: Path, sentences: list[str], heads: Heads | None = None) -> None:
    """Sets what is pinned. Raises ProbeError."""
    if len(sentences) > MOST:
        raise ProbeError(f"at most {MOST} sentences can be pinned, not {len(sentences)}")
    document = {"sentences": sentences, "heads": heads or []}
    atomic.write_text(run / FILE, json.dumps(document, ensure_ascii=False) + "\n")


def change(run: Path, sentence: str, is_pinned: bool) -> None:
    """Pins one more, or one less; the heads stay. Raises ProbeError."""
    sentence = " ".join(sentence.split())[:LONGEST]
    others = [text for text in pinned(run) if text != sentence]
    pin(run, [*others, sentence] if is_pinned and sentence else others, chosen_heads(run))


def choose_heads(run: Path, heads: Heads) -> None:
    """Which (layer, head) are kept from the next validation on; none: the one that aligns best there."""
    pin(run, pinned(run), heads)


def chosen_heads(run: Path) -> Heads:
    """None where nobody chose, or the file is damaged."""
    try:
        heads = json.loads((run / FILE).read_text(encoding="utf-8"))["heads"]
        return [(layer, head) for layer, head in heads if type(layer) is type(head) is int]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def record(run: RunDir, step: int, model: Model, ops: Backend) -> list[dict[str, Any]]:
    """Translates what is pinned, keeps it, and returns what the validation's event says of it."""
    sentences = pinned(run.path)
    if not sentences:
        return []
    translator = Translator(model, ops)
    outputs = translator.translate(sentences)
    sources = [translator.source_ids(text) for text in sentences]
    targets = [list(output.token_ids) for output in outputs]
    arrays, rows = {}, []
    heads, is_measured = _heads(run.path, translator, outputs)
    attentions = forced.cross_attention(Context.of(ops, model.config), model.params, sources, targets)
    for number, (src, output) in enumerate(zip(sentences, outputs, strict=True)):
        arrays[f"{number}.logits"] = logits(model, ops, sources[number], targets[number])
        arrays[f"{number}.attention"] = np.stack([attentions[number][layer][head] for layer, head in heads])
        rows.append({"src": src, "out": output.text, "ids": targets[number],
                     "src_tokens": [model.tokenizer.source_piece(each).text for each in sources[number]],
                     "tokens": [model.tokenizer.piece(token_id).text for token_id in targets[number]],
                     "probs": [round(math.exp(value), 4) for value in output.token_log_probs]})
    folder = run.path / "probes"
    folder.mkdir(exist_ok=True)
    stem = folder / f"step-{step:08d}"
    text = json.dumps({"step": step, "heads": heads, "is_measured": is_measured, "sentences": rows},
                      ensure_ascii=False) + "\n"
    atomic.write_together({
        stem.with_suffix(".safetensors"): tensor_writer(_halved(arrays), np.float16),
        stem.with_suffix(".json"): lambda path: path.write_text(text, encoding="utf-8", newline="")})
    return [{"src": row["src"], "ref": "", "out": row["out"], "confidence": round(output.confidence, 4),
             "tokens": row["tokens"], "probs": row["probs"]}
            for row, output in zip(rows, outputs, strict=True)]


def logits(model: Model, ops: Backend, source: list[int], target: list[int]) -> np.ndarray:
    """[T,V] before the softmax: row t predicts target token t."""
    context = Context.of(ops, model.config)
    return ops.to_host(forced.token_logits(context, model.params, [source], [target]))[0]


def _heads(run: Path, translator: Translator, outputs: list[Translation]) -> tuple[Heads, bool]:
    """Those that were chosen and exist; else the one that aligns these translations best, and True."""
    config = translator.model.config
    there = [(layer, head) for layer, head in chosen_heads(run)
             if layer in range(config.num_decoder_layers) and head in range(config.num_heads)]
    if there:
        return list(dict.fromkeys(there)), False
    best = alignment.measure(translator, outputs)
    return [(best.layer, best.head)], True


def _halved(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Within the range of float16: a logit beyond it is as sure as one at its end."""
    most = float(np.finfo(np.float16).max)
    return {name: np.clip(array, -most, most) for name, array in arrays.items()}
