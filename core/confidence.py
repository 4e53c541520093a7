"""How sure a model is of each word, and how often it is right when it is that sure.

A word's probability is the product of its tokens'. What that is worth differs from model to model, so it is
measured: the model translates sentences that it was validated on, and a word is right where the reference has
it too, in the same order. A rising curve through these counts (pool adjacent violators; Zadrozny and Elkan
2002) turns a probability into a share. Another good translation counts as wrong there: the share is cautious.
"""

from __future__ import annotations

import hashlib
import json
import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path

from core.alignment import SENTENCES, Head, measure
from core.config import DecodeConfig
from core.decoding.hypothesis import Stop, never
from core.decoding.translator import Translation, Translator
from core.formats import atomic
from core.formats.native import WEIGHTS
from core.text.languages import is_spaced
from core.text.spans import carried, decoded_spans

FILE = "calibration.json"
PAIRS = 200  # translated for the measurement
_FEWEST = 25  # words that a step of the curve stands on


@dataclass(frozen=True)
class Word:
    """Characters of a translation, the tokens that spell them (the last not included), their probability."""

    start: int
    end: int
    first_token: int
    last_token: int
    probability: float


def words(translator: Translator, translation: Translation) -> list[Word]:
    """Of a language without spaces each token is one, punctuation stands alone."""
    tokenizer = translator.model.tokenizer
    spans = carried(decoded_spans(tokenizer, translation.token_ids), tokenizer.decode(translation.token_ids),
                    translation.text)
    spaced, text, made = is_spaced(translator.model.tgt_lang), translation.text, []
    for token, (start, end) in enumerate(spans):
        if start == end:
            continue
        log_prob = translation.token_log_probs[token]
        last = made[-1] if made else None
        joins = (last is not None and spaced and last.end == start and _is_word(text[start])
                 and _is_word(text[start - 1]))
        if joins:
            made[-1] = Word(last.start, end, last.first_token, token + 1,
                            last.probability * math.exp(log_prob))
        else:
            made.append(Word(start, end, token, token + 1, math.exp(log_prob)))
    return made


def _is_word(character: str) -> bool:
    return character.isalnum() or character in "'’-"


@dataclass(frozen=True)
class Calibration:
    """What was measured of one model: its aligning head, and from which probability on which share is right.

    curve  (least probability, share of such words that were right), rising in both
    words  how many words it stands on
    """

    head: Head
    curve: tuple[tuple[float, float], ...] = ()
    words: int = 0

    def right(self, probability: float) -> float | None:
        """The share of words of this probability that were right; None where it was not measured."""
        if not self.curve:
            return None
        place = bisect_right(self.curve, round(probability, 4), key=lambda step: step[0]) - 1
        return self.curve[max(place, 0)][1]


def calibrate(
    translator: Translator, pairs: Sequence[tuple[str, str]], stop: Stop = never,
    config: DecodeConfig | None = None,
) -> Calibration:
    """Measured on up to PAIRS (source, reference) pairs. Raises Stopped."""
    pairs = [pair for pair in pairs[:PAIRS] if pair[0].strip()]
    made = translator.translate([source for source, _ in pairs], config or DecodeConfig(method="beam"), stop)
    seen = []
    for translation, (_, reference) in zip(made, pairs, strict=True):
        found = words(translator, translation)
        texts = [translation.text[word.start:word.end] for word in found]
        wanted = _reference_words(texts, reference, is_spaced(translator.model.tgt_lang))
        right = {index for block in SequenceMatcher(None, texts, wanted, autojunk=False).get_matching_blocks()
                 for index in range(block.a, block.a + block.size)}
        seen += [(word.probability, index in right) for index, word in enumerate(found)]
    return Calibration(measure(translator, made[:SENTENCES], stop), rising(seen), len(seen))


def _reference_words(texts: Sequence[str], reference: str, spaced: bool) -> list[str]:
    """The reference cut as the translation is: at spaces and signs, or where it has one of `texts`."""
    made, at, known = [], 0, sorted(set(texts), key=len, reverse=True)
    while at < len(reference):
        if reference[at].isspace():
            at += 1
            continue
        if spaced:
            end = at + 1
            while _is_word(reference[at]) and end < len(reference) and _is_word(reference[end]):
                end += 1
        else:
            end = at + max((len(one) for one in known if reference.startswith(one, at)), default=1)
        made.append(reference[at:end])
        at = end
    return made


def rising(seen: Sequence[tuple[float, bool]]) -> tuple[tuple[float, float], ...]:
    """The rising step curve nearest to (probability, was it right) by least squares."""
    counts: dict[float, list[int]] = {}
    for probability, is_right in seen:  # of one probability all are one step's, whether right or not
        of_it = counts.setdefault(round(probability, 4), [0, 0])
        of_it[0] += is_right
        of_it[1] += 1
    blocks: list[list[float]] = []  # least probability, right, all
    merged: list[list[float]] = []
    for least, (right, count) in sorted(counts.items()):
        if blocks and blocks[-1][2] < _FEWEST:
            blocks[-1][1] += right
            blocks[-1][2] += count
        else:
            blocks.append([least, right, count])
    if len(blocks) > 1 and blocks[-1][2] < _FEWEST:
        _join_last(blocks)
    for block in blocks:
        merged.append(block)
        while len(merged) > 1 and merged[-2][1] * merged[-1][2] >= merged[-1][1] * merged[-2][2]:
            _join_last(merged)
    return tuple((least, round(right / count, 4)) for least, right, count in merged)


def _join_last(blocks: list[list[float]]) -> None:
    _, right, count = blocks.pop()
    blocks[-1][1] += right
    blocks[-1][2] += count


def stamp(folder: Path) -> str:
    """Tells the weights of a model folder from any others; "" where they cannot be read."""
    try:
        with open(folder / WEIGHTS, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def save(folder: Path, calibration: Calibration, model: str) -> None:
    """Beside the model. Raises OSError."""
    content = json.dumps({"model": model, **asdict(calibration)}, indent=1)
    atomic.write_bytes(folder / FILE, content.encode() + b"\n")


def load(folder: Path, model: str) -> Calibration | None:
    """None where there is none of this very model, or it cannot be read."""
    try:
        content = json.loads((folder / FILE).read_bytes())
        if content["model"] != model:
            return None
        head = content["head"]
        curve = tuple((float(least), float(right)) for least, right in content["curve"])
        agreement = None if head["agreement"] is None else float(head["agreement"])
        return Calibration(Head(int(head["layer"]), int(head["head"]), agreement), curve,
                           int(content["words"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
