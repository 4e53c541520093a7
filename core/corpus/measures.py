"""What the kept pairs look like: lengths, ratios, characters, and the languages they seem to be in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np

from core.corpus.cleaning import length
from core.corpus.language_guess import verdict
from core.corpus.scripts import languages_of, main_script, script_share

_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
RARE = 2  # characters seen at most so often are hard to learn
MOST_LISTED = 500  # characters
_BATCH = 100_000  # characters
_SAMPLE_EVERY, _SAMPLE_MAX = 7, 2000


class Measures:
    """Told of each kept pair; sums only, so that it takes the same memory for any corpus."""

    def __init__(self):
        self._words: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
        self._ratios: Counter[int] = Counter()
        self._characters = np.zeros(128, np.int64)  # how often each code point occurs, up to the highest
        self._samples: tuple[list[str], list[str]] = ([], [])
        self._votes: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        self._waiting: tuple[list[str], list[str]] = ([], [])  # to be counted together: that is faster
        self._num_waiting = 0  # characters
        self._langs = ("", "")
        self._pairs = 0

    def add(self, src: str, tgt: str) -> None:
        for side, text in enumerate((src, tgt)):
            self._words[side][num_words(text)] += 1
            self._waiting[side].append(text)
            if self._pairs % _SAMPLE_EVERY == 0 and len(self._samples[side]) < _SAMPLE_MAX:
                self._samples[side].append(text)
        self._ratios[round(10 * (length(tgt) + 1) / (length(src) + 1))] += 1
        self._pairs += 1
        self._num_waiting += len(src) + len(tgt)
        if self._num_waiting > _BATCH:
            self._count_characters()

    def _count_characters(self) -> None:
        for waiting in self._waiting:
            codes = np.frombuffer("".join(waiting).encode("utf-32-le", "surrogatepass"), np.uint32)
            counts = np.bincount(codes, minlength=len(self._characters))
            counts[:len(self._characters)] += self._characters
            self._characters = counts
            waiting.clear()
        self._num_waiting = 0

    def claim(self, src: str, tgt: str) -> None:
        """The languages that the files say they are in."""
        self._langs = (src, tgt)

    def hear(self, votes: tuple[Counter[str], Counter[str]]) -> None:
        """What languages a file's sides seem to be in (core.corpus.language_guess)."""
        for ours, theirs in zip(self._votes, votes, strict=True):
            ours.update(theirs)

    def facts(self) -> dict:
        """Histograms as [value, count] in order; ratios are target over source in tenths."""
        self._count_characters()
        rare = np.flatnonzero((self._characters > 0) & (self._characters <= RARE))
        return {
            "src_words": _sorted(self._words[0]), "tgt_words": _sorted(self._words[1]),
            "ratio_tenths": _sorted(self._ratios),
            "src_language": self._language(0), "tgt_language": self._language(1),
            "characters": int(np.count_nonzero(self._characters)),
            "num_rare": len(rare), "rare_characters": "".join(map(chr, rare[:MOST_LISTED].tolist())),
        }

    def unknown(self, held_out: Iterable[str], given: Iterable[str], alphabet: int) -> str:
        """The characters that a vocabulary of so many, learned from the training part, will not know.

        They are in held-out texts only, or rarer than the others. `held_out` are texts that were added,
        `given` are a person's own.
        """
        self._count_characters()
        codes = np.flatnonzero(self._characters)
        counts = dict(zip(map(chr, codes.tolist()), self._characters[codes].tolist(), strict=True))
        for text in held_out:
            for character in text:
                counts[character] -= 1
        for text in given:
            for character in text:
                counts.setdefault(character, 0)
        counts.pop(" ", None)  # is always known
        known = {one for one in sorted(counts, key=lambda one: (-counts[one], one))[:max(alphabet, 0)]
                 if counts[one] > 0}
        return "".join(sorted(counts.keys() - known))

    def _language(self, side: int) -> dict:
        """What a side claims to be, what it seems to be, and whether the two go together."""
        claimed, text = self._langs[side], "\n".join(self._samples[side])
        script = main_script(text)
        share = script_share(text, claimed) if claimed else None
        is_script, guess = share is None or share > 0.5, verdict(claimed, self._votes[side])
        return {"claimed": claimed, "script": script or "", "found": guess["found"], "share": guess["share"],
                "fits": is_script and guess["fits"], "script_fits": is_script,
                "known": languages_of(script) if script and not is_script else []}


def num_words(text: str) -> int:
    """Words of a tidied text, and the characters of scripts that have no spaces."""
    words = text.count(" ") + 1
    return words + len(_UNSPACED.findall(text)) if is_unspaced(text) else words


def is_unspaced(text: str) -> bool:
    """Does it hold characters of a script that has no spaces between words?"""
    return not text.isascii() and _UNSPACED.search(text) is not None


def _sorted(counts: Counter[int]) -> list[list[int]]:
    return [[value, counts[value]] for value in sorted(counts)]

