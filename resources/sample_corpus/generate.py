"""Write the sample corpus: choose sentences, hold some out, check, write.

    python -m resources.sample_corpus.generate --out DIR [--seed N]

The same seed gives the same bytes everywhere: no hash order, no clock, only random.Random.random().
The committed files in data/ are `--out resources/sample_corpus/data` with the default seed.
Licence: MIT, as the project.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from resources.sample_corpus import (  # noqa: F401  the grammar modules fill PATTERNS when imported
    grammar_ability,
    grammar_being,
    grammar_computing,
    grammar_describing,
    grammar_doing,
    grammar_joined,
    grammar_liking,
    grammar_measuring,
    grammar_question_words,
    grammar_questions,
    grammar_requests,
    grammar_tense,
)
from resources.sample_corpus.english import sentence_case
from resources.sample_corpus.leaks import (
    Pair,
    chinese_characters,
    english_words,
    find_leaks,
    normalised,
    skeleton,
)
from resources.sample_corpus.pattern import PATTERNS, Pattern, shuffled
from resources.sample_corpus.phrases import COURSE_EXAMPLES, FIXED
from resources.sample_corpus.taste import is_odd

DEFAULT_SEED = 2024
NUM_DEV, NUM_TEST = 400, 500
# People type statements with and without the full stop; the model must take both.
SHARE_WITHOUT_STOP = 0.15
FEWEST_GROUPS_TO_HOLD_OUT = 12
WANTED_OCCURRENCES = 8
# How many sentences of a pattern are looked at for each one that it may give.
SPARE_FACTOR = 3
# A sentence is held out only where its rarest word can spare it.
ENOUGH_TO_SPARE = 12


@dataclass(frozen=True)
class Sentence:
    zh: str  # without final punctuation
    en: str
    pattern: Pattern

    @cached_property
    def units(self) -> list[str]:
        return english_words(self.en) + chinese_characters(self.zh)

    @property
    def group(self) -> str:
        return skeleton(self.zh)


@dataclass
class Pool:
    """What the patterns gave: the sentences chosen, and the rest to choose from when words are rare."""

    chosen: list[Sentence]
    spare: list[Sentence]
    conflicts: list[str]  # a sentence with two translations: the grammar is ambiguous there


@dataclass
class Corpus:
    train: list[Pair]
    dev: list[Pair]
    test: list[Pair]


def generate(seed: int = DEFAULT_SEED) -> Corpus:
    pool = gather(seed)
    if pool.conflicts:
        raise SystemExit("Sentences with two translations:\n" + "\n".join(pool.conflicts))
    rng = random.Random(f"{seed} split")
    train, dev, test = split(pool.chosen, rng)
    held_out_groups = {sentence.group for sentence in dev + test}
    train += rescue_rare_words(train, [s for s in pool.spare if s.group not in held_out_groups])
    corpus = Corpus(
        train=shuffled([punctuated(s, rng) for s in train] + FIXED, rng),
        dev=[punctuated(s, rng) for s in dev],
        test=[punctuated(s, rng) for s in test],
    )
    corpus.train[:0] = COURSE_EXAMPLES
    leaks = find_leaks(corpus.train, corpus.dev + corpus.test) + find_leaks(
        corpus.dev, corpus.test, in_train=0
    )
    if leaks:
        raise SystemExit("The held-out sentences leak:\n" + "\n".join(leaks))
    return corpus


def gather(seed: int) -> Pool:
    """Each pattern's sentences up to its quota, every Chinese and every English sentence once."""
    pool = Pool([], [], [])
    fixed = [(zh, en) for zh, en in COURSE_EXAMPLES + FIXED]
    english_of = {normalised(zh): normalised(en) for zh, en in fixed}
    chinese_of = {normalised(en): normalised(zh) for zh, en in fixed}
    for pattern in sorted(PATTERNS, key=lambda pattern: pattern.name):  # whatever was imported first
        taken = 0
        for zh, en in pattern.sentences(seed):
            if is_odd(zh):
                continue
            zh_key, en_key = normalised(zh), normalised(en)
            if zh_key in english_of or en_key in chinese_of:
                if english_of.get(zh_key) != en_key:
                    pool.conflicts.append(f"{pattern.name}: {zh} / {en}")
                continue
            english_of[zh_key], chinese_of[en_key] = en_key, zh_key
            sentence = Sentence(zh, sentence_case(en), pattern)
            (pool.chosen if taken < pattern.quota else pool.spare).append(sentence)
            taken += 1
            if taken == pattern.quota * SPARE_FACTOR:
                break
    return pool


def split(
    sentences: list[Sentence], rng: random.Random
) -> tuple[list[Sentence], list[Sentence], list[Sentence]]:
    """Train, dev, test. Whole groups are held out, from every pattern in proportion to its size.

    A group is all sentences that differ only by pronouns. One of them goes to dev or test and the others
    are dropped: they may be neither in train nor fill the test with one combination of words.
    """
    counts = Counter(unit for sentence in sentences for unit in sentence.units)
    groups: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        groups.setdefault(sentence.group, []).append(sentence)
    groups_by_pattern: dict[str, list[list[Sentence]]] = {}
    for members in groups.values():
        groups_by_pattern.setdefault(members[0].pattern.name, []).append(members)
    divisible = [found for found in groups_by_pattern.values() if len(found) >= FEWEST_GROUPS_TO_HOLD_OUT]
    num_divisible = sum(len(found) for found in divisible)

    held: list[Sentence] = []
    seen = 0
    for found in divisible:
        seen += len(found)
        share = round((NUM_DEV + NUM_TEST) * seen / num_divisible) - len(held)
        spared = [members[0] for members in shuffled(found, rng) if _can_be_spared(members, counts)]
        held += spared[:share]
    held_groups = {sentence.group for sentence in held}
    train = [sentence for sentence in sentences if sentence.group not in held_groups]
    # Four to dev, five to test, and so on: both get some of every pattern.
    dev = [sentence for i, sentence in enumerate(held) if i % 9 < 4]
    test = [sentence for i, sentence in enumerate(held) if i % 9 >= 4]
    return train, dev, test


def _can_be_spared(members: list[Sentence], counts: Counter[str]) -> bool:
    return all(counts[unit] >= ENOUGH_TO_SPARE for sentence in members for unit in sentence.units)


def rescue_rare_words(train: list[Sentence], spare: list[Sentence]) -> list[Sentence]:
    """Spare sentences that bring words and characters to WANTED_OCCURRENCES where they can."""
    counts = Counter(unit for sentence in train for unit in sentence.units)
    added = []
    for sentence in spare:
        if any(counts[unit] < WANTED_OCCURRENCES for unit in sentence.units):
            counts.update(sentence.units)
            added.append(sentence)
    return added


def punctuated(sentence: Sentence, rng: random.Random) -> Pair:
    pattern = sentence.pattern
    if pattern.is_statement and rng.random() < SHARE_WITHOUT_STOP:
        return sentence.zh, sentence.en
    return sentence.zh + pattern.zh_mark, sentence.en + pattern.en_mark


def write(corpus: Corpus, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("train", "dev", "test"):
        lines = [f"{zh}\t{en}\n" for zh, en in getattr(corpus, name)]
        (folder / f"zh-en.{name}.tsv").write_bytes("".join(lines).encode())


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the Chinese-English sample corpus.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the three .tsv files")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    arguments = parser.parse_args()
    corpus = generate(arguments.seed)
    write(corpus, arguments.out)
    for name in ("train", "dev", "test"):
        print(f"{name}: {len(getattr(corpus, name))} pairs")


if __name__ == "__main__":
    main()
