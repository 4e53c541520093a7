"""`pellucid evaluate`: BLEU and chrF of a model on held-out sentences."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from dataclasses import asdict
from datetime import date
from pathlib import Path

from core.commands.options import decode_config, progress, translator
from core.corpus.readers import is_imported, read_lines, read_plain
from core.formats.native import WEIGHTS, ModelError
from core.formats.scores import Scores, note_scores
from core.metrics import score

SENTENCES_AT_ONCE = 200


def _by_lines(args: Namespace) -> tuple[list[str], list[list[str]]]:
    """Sources, and the references of each: line i of every file. Raises ValueError."""
    sources = read_lines(Path(args.src))
    references = [read_lines(Path(path)) for path in args.refs]
    for path, lines in zip(args.refs, references, strict=True):
        if len(lines) != len(sources):
            raise ValueError(f"{path} has {len(lines)} lines and {args.src} has {len(sources)}: expected "
                             "as many in each, line i translating line i")
    return sources, [list(refs) for refs in zip(*references, strict=True)]


def _by_pairs(path: Path) -> tuple[list[str], list[list[str]]]:
    """Different sources, and all references of each. Raises CorpusError."""
    by_source: dict[str, list[str]] = {}
    for src, tgt in read_plain(path / "test.tsv" if is_imported(path) else path):
        by_source.setdefault(src, []).append(tgt)
    return list(by_source), list(by_source.values())


def run(args: Namespace) -> int:
    from resources import models_dir

    decode_config(args)
    sources, references = _by_lines(args) if args.refs else _by_pairs(Path(args.src))
    before = _stamp(args)
    engine = translator(args, "")
    config = decode_config(args, engine.model.card)
    results = []
    with progress(len(sources), "sentence") as bar:
        for start in range(0, len(sources), SENTENCES_AT_ONCE):
            results += engine.translate(sources[start: start + SENTENCES_AT_ONCE], config)
            bar.update(len(results) - bar.n)
    scores = score([result.text for result in results], references, engine.model.tgt_lang)
    truncated = sum(result.truncated for result in results)
    if args.json:
        print(json.dumps({**asdict(scores), "sentences": len(sources), "truncated": truncated,
                          "model": args.model, "decode": config.to_dict()}, ensure_ascii=False, indent=2))
    else:
        print(f"BLEU         {scores.bleu:6.2f}   {scores.bleu_signature}\n"
              f"chrF         {scores.chrf:6.2f}   {scores.chrf_signature}\n"
              f"exact match  {scores.exact_match:6.1%}   {len(sources)} sentences")
    if args.model and Path(args.model).resolve().parent != models_dir() and _stamp(args) == before:
        _note(Path(args.model), Scores(
            Path(args.src).name, len(sources), round(scores.bleu, 2), round(scores.chrf, 2),
            f"beam {config.beam_size}" if config.method == "beam" else config.method,
            date.today().isoformat()))
    if truncated:
        print(f"{truncated} sentences are longer than the model takes; their ends were not read",
              file=sys.stderr)
    return 0


def _stamp(args: Namespace) -> int:
    """Another when the weights are written anew, as a training does."""
    weights = Path(args.model) / WEIGHTS if args.model else None
    return weights.stat().st_mtime_ns if weights and weights.is_file() else 0


def _note(folder: Path, scores: Scores) -> None:
    """On the model's card, which the window shows. What cannot be written to is measured all the same."""
    try:
        note_scores(folder, scores)
    except (ModelError, OSError) as error:
        print(f"{folder}: the scores are not noted on its card: {error}", file=sys.stderr)
