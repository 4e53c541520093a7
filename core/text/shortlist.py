"""Which target tokens a source is likely to need, learned from its corpus.

The output projection is the largest product of a small model's decoding: with a vocabulary of 58,000 it reads
half of all weights for each token. A sentence needs a few hundred of them (Jean et al. 2015). Which, IBM
model 1 says (Brown et al. 1993): the translations of each of its tokens, learned by expectation maximisation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.config import ModelConfig
from core.formats import atomic
from core.formats.tensors import TensorFileError, read_integers, tensor_writer

FILE = "shortlist.safetensors"
FREQUENT = 100  # target tokens that every sentence may use
PER_TOKEN = 40  # at most so many translations of a source token
LEAST = 1e-3  # and none less probable than this
RARE = 4  # times that a source token is seen; until then every pair that has it counts
ITERATIONS = 5  # of expectation maximisation
MOST_LINKS = 3_000_000  # a source beside a target token: so many take 150 MB, and say what there is to say

Ids = Sequence[int]


@dataclass(frozen=True)
class Shortlist:
    """always [A]: ids for every source; likely[offsets[s]: offsets[s + 1]]: those for source token s.

    `is_shared`: source and target ids are of one vocabulary.
    """

    always: np.ndarray
    offsets: np.ndarray
    likely: np.ndarray
    is_shared: bool = True

    def knows(self, source: Ids) -> bool:
        """Whether the corpus had all of its tokens. What another becomes nobody knows: it needs the whole
        vocabulary."""
        return all(self.offsets[token] < self.offsets[token + 1] for token in source)

    def of(self, sources: Iterable[Ids]) -> list[int]:
        """The ids that a batch of known sources may need, in order."""
        tokens = np.unique(np.concatenate([np.asarray(source, np.int64) for source in sources]))
        own = [self.likely[self.offsets[token]: self.offsets[token + 1]] for token in tokens.tolist()]
        copied = [tokens] if self.is_shared else []  # a name may stand as it is
        return np.unique(np.concatenate([self.always, *copied, *own])).tolist()


def learn(pairs: Sequence[tuple[Ids, Ids]], config: ModelConfig) -> Shortlist:
    """From pairs of ids that each end in EOS."""
    num_sources, num_targets = config.src_vocab_size or config.vocab_size, config.vocab_size
    source, target, group = _links(pairs)
    keys, link_of = np.unique(source * num_targets + target, return_inverse=True)
    of_source = keys // num_targets
    probability = np.ones(len(keys))
    for _ in range(ITERATIONS):
        share = probability[link_of]
        share /= np.bincount(group, share)[group]
        count = np.bincount(link_of, share, minlength=len(keys))
        probability = count / np.bincount(of_source, count)[of_source]
    order = np.lexsort((-probability, of_source))
    first = np.searchsorted(of_source, np.arange(num_sources + 1))
    rank = np.arange(len(order)) - first[of_source]  # of_source is in order already
    kept = order[(rank < PER_TOKEN) & (probability[order] >= LEAST)]
    offsets = np.searchsorted(of_source[kept], np.arange(num_sources + 1))
    frequent = np.argsort(-np.bincount(target, minlength=num_targets), kind="stable")[:FREQUENT]
    return Shortlist(np.unique([config.eos_id, *frequent]), offsets, keys[kept] % num_targets,
                     config.src_vocab_size is None)


def _links(pairs: Sequence[tuple[Ids, Ids]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every source token beside every target token of its pair -> (source ids, target ids, number of the
    target token)."""
    sources, targets, groups, number = [], [], [], 0
    for source, target in _telling(pairs):
        sources.append(np.tile(source, len(target)))
        targets.append(np.repeat(target, len(source)))
        groups.append(np.repeat(np.arange(number, number + len(target)), len(source)))
        number += len(target)
    return tuple(np.concatenate(arrays).astype(np.int64) for arrays in (sources, targets, groups))


def _telling(pairs: Sequence[tuple[Ids, Ids]]) -> Iterator[tuple[Ids, Ids]]:
    """Of a large corpus every so manieth pair, and those with source tokens that were rare so far."""
    total = sum(len(source) * len(target) for source, target in pairs)
    step = max(1, -(-total // MOST_LINKS))
    seen: Counter[int] = Counter()
    for number, (source, target) in enumerate(pairs):
        if number % step == 0 or any(seen[token] < RARE for token in source):
            seen.update(source)
            yield source, target


def writer(shortlist: Shortlist) -> atomic.Write:
    """For `atomic.write_together`."""
    return tensor_writer({name: getattr(shortlist, name).astype(np.int32)
                          for name in ("always", "offsets", "likely")})


def load(folder: Path, config: ModelConfig) -> Shortlist | None:
    """The shortlist of a model folder, None where it has none. Raises TensorFileError."""
    path = Path(folder) / FILE
    if not path.is_file():
        return None
    found = read_integers(path, ("always", "offsets", "likely"))
    always, offsets, likely = (found[name] for name in ("always", "offsets", "likely"))
    num_sources = config.src_vocab_size or config.vocab_size
    ids_fit = all(((ids >= 0) & (ids < config.vocab_size)).all() for ids in (always, likely))
    in_order = (len(offsets) == num_sources + 1 and offsets[0] == 0 and offsets[-1] == len(likely)
                and (np.diff(offsets) >= 0).all())
    if not (ids_fit and in_order and len(always)):
        raise TensorFileError(
            f"{path}: this shortlist is not of this model: expected ids below {config.vocab_size} and "
            f"{num_sources + 1} rising offsets; the model also translates without the file")
    return Shortlist(always, offsets, likely, config.src_vocab_size is None)
