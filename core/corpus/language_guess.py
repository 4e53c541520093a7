"""Which language a text is in, by its letters: py3langid's table of 139 languages, read once, offline.

One sentence is often too short to tell, so sentences are judged a handful together, and the handfuls vote.
On the tatoeba and Multi30k corpora (en, de, is, mr, zh) each of 24 to 58 votes a side was right.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Collection
from functools import lru_cache

from core.text import languages

HANDFUL = 200  # bytes of UTF-8
FEWEST = 3  # votes; fewer say nothing
MOST = 0.6  # share of the votes that makes a finding
LEAST = 0.25  # share from which a claim may be right after all

_ONE_AT_A_TIME = threading.Lock()
_KEPT = 200  # sentences of a file, at the least
_NONE = "zxx"  # the table's word for what is no language: numbers, addresses
# Told apart by what is said more than by letters, or two names of one language.
_ALIKE = [set(group.split()) for group in (
    "no nb nn da", "hr bs sr sh", "id ms jv", "tl fil", "ar ary arz", "uz uzs", "zh wuu yue", "gn gug",
    "ku sdh", "fa prs", "ro mo", "gl pt ext", "cs sk", "bg mk", "hi mr ne sa gom", "fr wa gcf gcr")]


class Sample:
    """200 to 400 of a file's sentences, from all of it: each k-th, and k doubles where they get too many."""

    def __init__(self):
        self.texts: list[str] = []
        self._every, self._next, self._seen = 1, 0, 0

    def add(self, text: str) -> None:
        if self._seen == self._next:
            self.texts.append(text)
            self._next += self._every
            if len(self.texts) == 2 * _KEPT:
                del self.texts[1::2]
                self._every *= 2
        self._seen += 1


def votes(texts: list[str]) -> Counter[str]:
    """The languages of handfuls of sentences; none where there is too little text."""
    handfuls, held, size = [], [], 0
    for text in texts:
        held.append(text)
        size += len(text.encode(errors="replace"))
        if size >= HANDFUL:
            handfuls.append(" ".join(held))
            held, size = [], 0
    if len(handfuls) < FEWEST:
        return Counter()
    found = Counter(_identifier().classify(handful)[0] for handful in handfuls)
    del found[_NONE]
    return found


def verdict(claimed: str, found: Counter[str]) -> dict:
    """{"found": the language of most votes or "", "share": its share, "fits": may the claim be right?}"""
    total = sum(found.values())
    if total < FEWEST:
        return {"found": "", "share": 0.0, "fits": True}
    language, count = found.most_common(1)[0]
    share, base = count / total, languages.base(claimed)
    ours = sum(number for other, number in found.items() if _are_alike(base, other))
    is_known = any(_are_alike(base, known) for known in _identifier().labels)
    return {"found": language, "share": round(share, 2),
            "fits": not is_known or share < MOST or ours / total >= LEAST}


def chances(text: str, among: Collection[str]) -> dict[str, float]:
    """How likely a text, however short, is in each of these languages, given that it is in one of them; those
    that the table lacks are left out, or have what one has that is written as they are."""
    with _ONE_AT_A_TIME:
        scores = dict(_identifier().rank(text))
    names = {language: language if language in scores else next(
        (other for other in scores if other in among and _are_alike(language, other)), "")
        for language in among}
    known = {name: float(scores[name]) for name in names.values() if name}
    most = max(known.values(), default=0.0)
    weights = {name: math.exp(score - most) for name, score in known.items()}
    return {language: weights[name] / sum(weights.values()) for language, name in names.items() if name}


def _are_alike(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _ALIKE)


@lru_cache(1)
def _identifier():
    """Takes 0.7 s and 100 MB the first time."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
