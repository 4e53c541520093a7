"""The README of an exported model: that of its makers where it came with one, else what is known of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core import params
from core.formats import native
from core.formats.native import ModelCard
from core.formats.scores import read_scores

_LONGEST = 200  # characters of a fact that is text
_LICENCE_ID = re.compile(r"[a-z0-9][a-z0-9.+-]{1,30}")  # such as apache-2.0, as the Hugging Face Hub has them


def readme_of(folder: Path, card: ModelCard) -> str:
    """Nothing is in it that the model's folder does not say."""
    kept = folder / native.README
    if kept.is_file():
        return kept.read_text(encoding="utf-8", errors="replace")
    parts = ["\n".join(["---", *_front_matter(card), "---"]), f"# {_line(card.name)}",
             f"Translates from {card.src_lang or '?'} into {card.tgt_lang or '?'}. Written by Pellucid.",
             *_paragraphs(card)]
    return "\n\n".join(parts) + "\n"


def _front_matter(card: ModelCard) -> Iterator[str]:
    """Each value quoted as JSON, which is YAML too."""
    languages = [code for code in (card.src_lang, card.tgt_lang) if re.fullmatch(r"[a-z]{2,3}", code)]
    if languages:
        yield f"language: {json.dumps(list(dict.fromkeys(languages)))}"
    licence = _line(card.origin.get("licence"))
    if _LICENCE_ID.fullmatch(licence):
        yield f"license: {licence}"
    elif licence:
        yield "license: other"
        yield f"license_name: {json.dumps(licence, ensure_ascii=False)}"
    yield "library_name: transformers"
    yield "pipeline_tag: translation"
    yield "tags: [translation, marian]"


def _paragraphs(card: ModelCard) -> Iterator[str]:
    origin, facts, config = card.origin, card.facts, card.config
    if origin:
        licence = f" Its licence there: {_line(origin['licence'])}." if origin.get("licence") else ""
        file, kind, date = (_line(origin.get(name)) or "?" for name in ("file", "kind", "imported"))
        yield f"Origin: {file} ({kind}), opened with Pellucid on {date}.{licence}"
    if card.lineage:
        yield f"Trained further from: {', '.join(_line(name) for name in card.lineage)}."
    if _is_number(facts.get("pairs")) and _is_number(facts.get("step")):
        minutes = f" in {facts['seconds'] / 60:.0f} minutes" if _is_number(facts.get("seconds")) else ""
        yield f"Trained with Pellucid on {facts['pairs']} sentence pairs, {facts['step']} steps{minutes}."
    yield (f"{config.num_encoder_layers} + {config.num_decoder_layers} layers, d_model {config.d_model}, "
           f"{config.num_heads} heads, {params.count(config)} weights.")
    scores = "\n".join(_scores(facts))
    yield f"Measured with Pellucid:\n\n{scores}" if scores else "Its quality was not measured."


def _scores(facts: dict[str, Any]) -> Iterator[str]:
    if _is_number(facts.get("bleu")) and _is_number(facts.get("chrf")):
        yield (f"- BLEU {facts['bleu']:.1f}, chrF {facts['chrf']:.1f} on the validation part of its training "
               "sentences, greedy")
    for one in read_scores(facts):
        yield (f"- BLEU {one.bleu:.1f}, chrF {one.chrf:.1f} on {_line(one.corpus)} ({one.sentences} "
               f"sentences, {_line(one.decode)}), {_line(one.date)}")


def _line(value: Any) -> str:
    """As one line: anybody can have written a card."""
    return " ".join(value.split())[:_LONGEST] if isinstance(value, str) else ""


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
