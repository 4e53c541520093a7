"""Is the held-out data really held out? Every rule that dev and test must keep towards train."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

Pair = tuple[str, str]

PUNCTUATION = str.maketrans("", "", " 。，？！.,?!'")
PRONOUN_CHARACTERS = str.maketrans("", "", "我你他她们")
FEWEST_OCCURRENCES = 5


def normalised(text: str) -> str:
    """Without punctuation, case and spaces: what remains when two people type the same sentence."""
    return text.translate(PUNCTUATION).lower()


def skeleton(chinese: str) -> str:
    """Without pronouns too: 他喜欢猫 and 我喜欢猫 are the same exercise."""
    return normalised(chinese).translate(PRONOUN_CHARACTERS)


def english_words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def chinese_characters(text: str) -> list[str]:
    return list(normalised(text))


def find_leaks(
    train: Iterable[Pair], held_out: Iterable[Pair], in_train: int = FEWEST_OCCURRENCES
) -> list[str]:
    """What is wrong, one line each; empty when all is well.

    A held-out sentence must not be in train on either side, nor differ from one in train by a pronoun
    only; and each of its words and characters must occur in train at least `in_train` times.
    """
    train, held_out = list(train), list(held_out)
    sources = {normalised(zh) for zh, _ in train}
    targets = {normalised(en) for _, en in train}
    skeletons = {skeleton(zh) for zh, _ in train}
    known = Counter(unit for zh, en in train for unit in english_words(en) + chinese_characters(zh))
    leaks = []
    for zh, en in held_out:
        if normalised(zh) in sources:
            leaks.append(f"source also in train: {zh}")
        if normalised(en) in targets:
            leaks.append(f"target also in train: {en}")
        if skeleton(zh) in skeletons:
            leaks.append(f"differs from a train sentence only by a pronoun: {zh}")
        for unit in english_words(en) + chinese_characters(zh):
            if known[unit] < in_train:
                leaks.append(f"{unit!r} occurs {known[unit]} times in train, needs {in_train}: {zh} / {en}")
    return leaks
