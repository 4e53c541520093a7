"""Which two of a file's languages make the pairs."""

from __future__ import annotations

from collections import Counter

from core.corpus.unit import CorpusError
from core.text import languages

Texts = list[tuple[str, str]]


class LanguagesError(CorpusError):
    """Nobody said which of a file's languages are meant, or it lacks one; `counts` has what there is."""

    def __init__(self, message: str, counts: dict[str, int]):
        super().__init__(message)
        self.counts = counts


class Pairing:
    """Takes source and target out of each unit, and counts the languages that come by.

    Where a file has two languages nobody needs to name them: the first two that it shows are taken, and
    `check` says at the end whether there were more.
    """

    def __init__(self, path: str, src: str = "", tgt: str = "", is_asked: bool = True):
        """`is_asked`: a person named the languages, not a file that was read before."""
        self._path, self._is_asked = path, is_asked
        self._asked = (src, tgt)
        self.src, self.tgt = src, tgt
        self._first = ""  # the language that the file itself calls its source
        self._counts: Counter[str] = Counter()
        # The tags of units of two texts -> [is the source first, units not counted yet].
        self._plans: dict[tuple[str, str], list] = {}
        self._spelled: dict[str, str] = {}
        self._has_whole = False  # a unit all of whose texts are named
        self.overruled: dict[str, str] = {}  # a language that the file names -> the one that it is read as
        # (side, text) of the unit that was picked last: each further text of the side's language.
        self.spare: list[tuple[int, str]] = []

    def source_is(self, tag: str) -> None:
        self._first = tag

    def pick(self, texts: Texts) -> tuple[str, str]:
        """(source, target), "" where there is none. Texts of a file that names only one language, or none,
        stand source first."""
        if len(texts) == 2:  # nearly all units of a file are alike: what was found for the first serves
            (first, src), (second, tgt) = texts
            if src and tgt and not src.isspace() and not tgt.isspace():
                plan = self._plans.get((first, second))
                if plan is not None:
                    plan[1] += 1
                    return (src, tgt) if plan[0] else (tgt, src)
        picked = self._picked(texts)
        if len(texts) == 2 and all(picked) and self.src and self.tgt and texts[0][0] != texts[1][0]:
            self._plans[texts[0][0], texts[1][0]] = [picked == (texts[0][1], texts[1][1]), 0]
        return picked

    def _picked(self, texts: Texts) -> tuple[str, str]:
        if len(texts) == 2 and not (texts[0][0] and texts[1][0]):
            return self._half_named(texts)
        self._has_whole = True
        for tag in dict.fromkeys(tag for tag, text in texts if text.strip()):
            self._count(tag)
        if not (self.src and self.tgt):
            self._decide(texts)
        src, *other_src = self._best(self.src, texts, self.tgt) or [""]
        tgt, *other_tgt = self._best(self.tgt, texts, self.src) or [""]
        self.spare = [(0, text) for text in other_src] + [(1, text) for text in other_tgt]
        return src, tgt

    def _half_named(self, texts: Texts) -> tuple[str, str]:
        """Of two texts of which one is named at the most, as in PO: source first, unless that one is asked
        for as the source. A name that is not the one asked for is the file's word against the person's."""
        for tag, text in texts:
            if tag and text.strip():
                self._count(tag)
        (src_tag, src), (tgt_tag, tgt) = texts
        if self._asked[0] and tgt_tag and languages.matches(self._asked[0], tgt_tag) and not (
                self._asked[1] and languages.matches(self._asked[1], tgt_tag)):
            src_tag, tgt_tag, src, tgt = tgt_tag, src_tag, tgt, src
        self.src, self.tgt = self.src or src_tag, self.tgt or tgt_tag
        for wanted, tag in zip(self._asked, (src_tag, tgt_tag), strict=True):
            if wanted and tag and not languages.matches(wanted, tag):
                self.overruled[tag] = wanted
        return src, tgt

    def _count(self, tag: str, count: int = 1) -> None:
        self._counts[self._spelled.setdefault(tag.lower().replace("_", "-"), tag)] += count

    @property
    def counts(self) -> Counter[str]:
        """Units by language, as first spelled."""
        for tags, plan in self._plans.items():
            for tag in tags:
                self._count(tag, plan[1])
            plan[1] = 0
        return self._counts

    def _decide(self, texts: Texts) -> None:
        """By the first unit that has two languages: the file's source language first, else as they stand."""
        tags = list(dict.fromkeys(tag for tag, text in texts if tag))
        asked = [tag for wanted in self._asked if wanted for tag in tags if languages.matches(wanted, tag)]
        first = next((tag for tag in tags if self._first and languages.matches(self._first, tag)), None)
        if self._asked[0] and not self._asked[1]:
            others = [tag for tag in tags if tag not in asked]
            if asked and others:
                self.tgt = others[0]
        elif self._asked[1] and not self._asked[0]:
            others = [tag for tag in tags if tag not in asked]
            if asked and others:
                self.src = others[0]
        else:
            src = first or (tags[0] if tags else None)
            other_bases = [tag for tag in tags if src and languages.base(tag) != languages.base(src)]
            others = other_bases or [tag for tag in tags if tag != src]
            if src and others:
                self.src, self.tgt = self._general(src, others[0])

    @staticmethod
    def _general(src: str, tgt: str) -> tuple[str, str]:
        """Without regions, so that en-US and en-GB units of one file both count; unless only these differ."""
        if languages.base(src) == languages.base(tgt):
            return src, tgt
        return src.replace("_", "-").split("-")[0], tgt.replace("_", "-").split("-")[0]

    def _best(self, wanted: str, texts: Texts, other: str) -> list[str]:
        """The texts of the wanted language: those exactly in it, then those whose region fits."""
        if not wanted:
            return []
        exact = wanted.lower().replace("_", "-")
        fitting = [(tag.lower().replace("_", "-") != exact, place, text) for place, (tag, text)
                   in enumerate(texts) if text.strip() and languages.matches(wanted, tag)
                   and not (other and other.lower() != exact and tag.lower().replace("_", "-")
                            == other.lower().replace("_", "-"))]
        return [text for _, _, text in sorted(fitting)]

    def check(self) -> None:
        """After the last unit. Raises LanguagesError where it was not clear which languages are meant."""
        counts = dict(self.counts.most_common())
        if not counts:
            return
        listed = ", ".join(f"{tag} ({count})" for tag, count in counts.items())
        for wanted in self._asked:
            if wanted and self._has_whole and not any(languages.matches(wanted, tag) for tag in counts):
                why = "" if self._is_asked else ", the language of the files before it"
                raise LanguagesError(f'{self._path}: has no "{wanted}"{why}; its languages are {listed}. '
                                     "Choose two with --src and --tgt", counts)
        if all(self._asked):
            return
        bases = {languages.base(tag) for tag in counts}
        if len(counts) > 2 and len(bases) != 2:
            raise LanguagesError(f"{self._path}: has {len(counts)} languages: {listed}. Choose two with "
                                 "--src and --tgt", counts)
