"""What a run's folder keeps of a validation: the best model, its translations, the corpus's shortlist."""

from __future__ import annotations

from core import params as parameters
from core.config import ModelConfig
from core.corpus.batches import Example
from core.formats import atomic, native
from core.text import shortlist
from core.text.tokenizer import Tokenizer
from core.training import outputs
from core.training.checkpoints import Cursor
from core.training.run_dir import RunDir, RunSpec
from core.training.validation import Validation


def keep_best(run: RunDir, card: native.ModelCard, spec: RunSpec, cursor: Cursor, result: Validation,
              host: parameters.Params, tokenizer: Tokenizer) -> None:
    """The model of host arrays becomes the one of the run's folder, with what is known of it."""
    facts = {"bleu": round(result.bleu, 2), "chrf": round(result.chrf, 2),
             "dev_loss": round(result.dev_loss, 4), "step": cursor.step, "pairs": spec.pairs,
             "preset": spec.preset, "seconds": round(cursor.seconds, 1), **run.inherited()}
    native.save_model(run.path, native.ModelCard(card.name, card.src_lang, card.tgt_lang, card.config, facts),
                      host, tokenizer)


def keep_outputs(run: RunDir, step: int, result: Validation, general: Validation | None, best: bool) -> None:
    """For the report of before and after."""
    parts = {"dev": list(result.outputs), "general": list(general.outputs) if general else []}
    for name, wanted in ((outputs.BEFORE, step == 0), (outputs.BEST, best)):
        if wanted and result.outputs:
            outputs.write(run.path, name, step, parts)


def keep_shortlist(run: RunDir, examples: list[Example], model: ModelConfig) -> None:
    """Once a run. Not of a model trained further: it has words that this corpus does not show."""
    path = run.path / shortlist.FILE
    if run.init_path.exists() or path.exists():
        return
    pairs = [(example.src_ids, example.tgt_ids) for example in examples]
    atomic.write_with(path, shortlist.writer(shortlist.learn(pairs, model)))
