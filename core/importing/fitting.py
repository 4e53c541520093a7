"""Do the files that cut text belong to the vocabulary that is beside them, and each to its side?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.corpus.scripts import script_share
from core.formats.native import ModelError
from core.text.guess import small_words
from core.text.pieces import Cutter, PieceTokenizer, Vocabulary
from core.text.tokenizer import Tokenizer, TokenizerError

# Of the pieces of OPUS-MT's own files 99.5 to 100 % are in their vocabulary; of another model's 1.6 to 24 %,
# and 87 % of those of a small model of the same language. (Measured with the two OPUS-MT layouts at hand.)
_OF_PIECES = 0.95
# A vocabulary that was pruned, or made from few sentences, lacks many pieces, but its own are all known to
# the files: 99.9 % for the right ones, 58 to 93 % where one is another model's.
_OF_VOCABULARY = 0.97
# The right file has 35 % more of a language's small words where the other side's text was full of those too
# (English beside Malagasy), else 65 to 83 % more. (Measured with the two OPUS-MT layouts at hand.)
_EXCHANGED, _IN_DOUBT = -0.3, 0.05
_NUM_SPECIAL = 4  # pieces that stand for no text, and so are in neither file


def check_pieces(paths: Sequence[Path], cutters: Sequence[Cutter],
                 vocabularies: Sequence[Vocabulary]) -> None:
    """`cutters`, read from `paths`, and `vocabularies` are those of source and target. Raises ModelError."""
    found = [_spelled(path, cutter) for path, cutter in zip(paths, cutters, strict=True)]
    for path, spelled, vocabulary in zip(paths, found, vocabularies, strict=True):
        if not spelled:  # single characters
            continue
        known = len(spelled & vocabulary.ids.keys())
        if known >= _OF_PIECES * len(spelled):
            continue
        together = set().union(*(other for other, one in zip(found, vocabularies, strict=True)
                                 if one is vocabulary))
        if len(together & vocabulary.ids.keys()) < _OF_VOCABULARY * (len(vocabulary.ids) - _NUM_SPECIAL):
            raise ModelError(f"{path}: {known} of its {len(spelled)} pieces ({known / len(spelled):.1%}) are "
                             f"in the model's vocabulary, expected at least {_OF_PIECES:.0%}: it is another "
                             f"model's {path.name}; take the one from the model's own page")


def without_id(tokenizer: PieceTokenizer) -> tuple[tuple[str, int, int], ...]:
    """(side, pieces, of how many): those that text is cut into and that have no id: they are unknown."""
    found = []
    for side, cutter, vocabulary in zip(("source", "target"), tokenizer.cutters, tokenizer.vocabularies,
                                        strict=True):
        spelled = cutter.spells()
        missing = len(spelled - vocabulary.ids.keys())
        if missing:
            found.append((side, missing, len(spelled)))
    return tuple(found)


def check_sides(folder: Path, tokenizer: Tokenizer, languages: tuple[str, str]) -> None:
    """Are source.spm and target.spm those of their sides? Raises ModelError where they are exchanged.

    Seen by the script, and of languages that share one by their commonest small words, which are pieces; so
    only where the languages are said, and one has either. Of a vocabulary for both sides `check_pieces`
    cannot tell, for both files belong to it.
    """
    if not isinstance(tokenizer, PieceTokenizer) or None in [cutter.spm for cutter in tokenizer.cutters]:
        return
    source, target = (cutter.spells() for cutter in tokenizer.cutters)
    found = [evidence for evidence in (_belongs(languages[0], source, target),
                                       _belongs(languages[1], target, source)) if evidence is not None]
    if found and sum(found) <= _EXCHANGED and max(found) <= _IN_DOUBT:
        into = " to ".join(language or "?" for language in languages)
        raise ModelError(f"{folder}: source.spm and target.spm seem to be exchanged: target.spm rather has "
                         f"the words of the source language ({into}); exchange the two, or take them from "
                         "the model's own page")


def _belongs(language: str, own: set[str], other: set[str]) -> float | None:
    """How much more of the language `own` pieces have than `other`, -1 to 1; None where it is not known."""
    found = []
    shares = [script_share("".join(pieces), language) for pieces in (own, other)]
    if None not in shares:
        found.append(shares[0] - shares[1])
    words = {f"▁{word}" for word in small_words(language)}
    if words:
        found.append((len(words & own) - len(words & other)) / len(words))
    return max(found, key=abs, default=None)


def _spelled(path: Path, cutter: Cutter) -> set[str]:
    try:
        return cutter.spells()
    except TokenizerError as error:
        raise ModelError(f"{path}: {error}") from None
