"""What a run learns from and is measured by: its sentences, as its folder holds them."""

from __future__ import annotations

from backends.base import Backend
from core.corpus.batches import Example
from core.corpus.readers import read_plain
from core.corpus.unit import Pair
from core.formats import native
from core.text.tokenizer import Tokenizer
from core.training.examples import encoded
from core.training.feed import Feed
from core.training.run_dir import SHARING, RunDir, RunError, RunSpec
from core.training.validation import Validator

LENGTH_MULTIPLE = {"mlx": 8}  # a compiled step is traced once a shape, so shapes are kept few


class Material:
    """Reads it all when it is made. Raises RunError."""

    def __init__(self, run: RunDir, spec: RunSpec, card: native.ModelCard, ops: Backend):
        self._spec, self._card, self._ops = spec, card, ops
        self._multiple = LENGTH_MULTIPLE.get(ops.name, 1)
        self.tokenizer = Tokenizer.load(run.tokenizer_path)
        pairs, dev = (read_plain(run.data(part)) for part in ("train", "dev"))
        weights = run.weights()
        if weights and len(weights) != len(pairs):
            raise RunError(f"{run.path}: data/weights.json counts {len(weights)} pairs, and "
                           f"data/train.tsv has {len(pairs)}: start the run anew")
        examples, self.left_out = encoded(pairs, self.tokenizer, spec.model, weights)
        if not examples:
            raise RunError(f"no pair is within the model's {spec.model.max_len} positions: "
                           "expected shorter sentences, one a line")
        self.feed = Feed(examples, self.tokenizer, spec.model, spec.train, self._multiple)
        self.validate = self._validator(dev, encoded(dev, self.tokenizer, spec.model)[0] or examples[:1])
        self.validate_general = self._general_validator(run)
        self.warnings = []  # what a person should know before the first step
        if set(dev) <= set(pairs):
            self.warnings.append(
                "There are too few different sentences to set some aside: the scores are those of "
                "sentences that it also learns from, and better than on new ones.")
        sharing = spec.skipped.get(SHARING, 0)
        if sharing:
            self.warnings.append("Pairs left out of the training, because they share a sentence with the "
                                 f"development set: {sharing}.")
        if spec.mix_reached < spec.mix:
            self.warnings.append(f"There is general text for {spec.mix_reached:.0%} of the sentences learned "
                                 f"from, not for the {spec.mix:.0%} that were asked for.")
        if spec.train.accumulate > 1:
            self.warnings.append(f"To need less memory, each batch is computed in {spec.train.accumulate} "
                                 "parts: that takes a little longer, and learns the same.")

    def _validator(self, pairs: list[Pair], examples: list[Example]) -> Validator:
        return Validator(self._ops, self._card, self._spec.train, self.tokenizer, pairs, examples,
                         self._multiple)

    def _general_validator(self, run: RunDir) -> Validator | None:
        """Over general sentences, where the run has some: what a fine-tuning forgets."""
        if not run.data("general").is_file():
            return None
        pairs = list(read_plain(run.data("general")))
        examples = encoded(pairs, self.tokenizer, self._spec.model)[0]
        return self._validator(pairs, examples) if examples else None
