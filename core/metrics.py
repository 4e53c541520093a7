"""BLEU and chrF by sacrebleu, with the signatures that make a figure repeatable (Post 2018)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.text.languages import base


@dataclass(frozen=True)
class Scores:
    """Percent, with the signature of how each was computed; exact_match as a fraction."""

    bleu: float
    chrf: float
    exact_match: float
    bleu_signature: str
    chrf_signature: str


def score(outputs: list[str], references: list[list[str]], tgt_lang: str = "") -> Scores:
    """outputs [N]; references [N], each a list of one or more for its source.

    Chinese is tokenised by characters ("zh"), Japanese and Korean and scripts without spaces by
    "char", all else by "13a". Raises ValueError where the numbers of lines differ, or a reference
    is missing.
    """
    from sacrebleu.metrics import BLEU, CHRF

    if len(outputs) != len(references):
        raise ValueError(f"{len(outputs)} translations for {len(references)} references: expected as many")
    if not outputs:
        raise ValueError("nothing to score: there are no sentences")
    for number, refs in enumerate(references, 1):
        if not refs:
            raise ValueError(f"sentence {number} has no reference: expected at least one")
    most = max(map(len, references))
    # sacrebleu wants one list a reference number; sources with fewer references give None.
    by_number = [[refs[i] if i < len(refs) else None for refs in references] for i in range(most)]
    bleu, chrf = BLEU(tokenize=tokenizer_for(tgt_lang, references)), CHRF()
    bleu_score = bleu.corpus_score(outputs, by_number)
    chrf_score = chrf.corpus_score(outputs, by_number)
    exact = sum(output in refs for output, refs in zip(outputs, references, strict=True)) / len(outputs)
    return Scores(bleu_score.score, chrf_score.score, exact, str(bleu.get_signature()),
                  str(chrf.get_signature()))


def tokenizer_for(tgt_lang: str, references: list[list[str]]) -> str:
    """sacrebleu's tokenizer for a language code, or by the script of the references without one."""
    lang = base(tgt_lang) or _by_script("".join(refs[0] for refs in references[:200]))
    if lang == "zh":
        return "zh"
    return "char" if lang in ("ja", "ko", "th", "lo", "km", "my") else "13a"


def _by_script(text: str) -> str:
    """The language whose script tells it, or ""."""
    def count(letters: str) -> int:
        return len(re.findall(f"[{letters}]", text))

    han, kana = count("一-鿿"), count("ぁ-ゖァ-ヺ")
    # A name in kana, or the middle dot of names, does not yet make a Chinese text Japanese.
    if (han + kana) * 2 > len(text):
        return "ja" if kana * 10 > han else "zh"
    for lang, letters in (("ko", "가-힣"), ("th", "\u0e01-\u0e4e"), ("lo", "\u0e81-\u0ecd"),
                          ("my", "\u1000-\u109f"), ("km", "\u1780-\u17d3")):
        if count(letters) * 2 > len(text):
            return lang
    return ""
