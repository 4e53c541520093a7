"""Do the files that cut text belong to the vocabulary that is beside them?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.formats.native import ModelError
from core.text.pieces import Cutter, Vocabulary
from core.text.tokenizer import TokenizerError

# Of the pieces of OPUS-MT's own files 99.5 to 100 % are in their vocabulary; of another model's 1.6 to 24 %,
# and 87 % of those of a small model of the same language. (Measured with the two OPUS-MT layouts at hand.)
_OF_PIECES = 0.95
# A vocabulary that was pruned, or made from few sentences, lacks many pieces, but its own are all known to
# the files: 99.9 % for the right ones, 58 to 93 % where one is another model's.
_OF_VOCABULARY = 0.97
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


def _spelled(path: Path, cutter: Cutter) -> set[str]:
    try:
        return cutter.spells()
    except TokenizerError as error:
        raise ModelError(f"{path}: {error}") from None
