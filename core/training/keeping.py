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

SAME_BLEU = 1.0  # what the 200 sentences of a validation do not tell apart


def is_best(cursor: Cursor, result: Validation) -> bool:
    """Of a higher BLEU; or of one that so few sentences do not tell from the highest, at a lower loss.

    (Multi30k after 3,000, 3,500, 4,000 and 4,360 steps: 36.8, 37.2, 37.6 and 37.9 on 1,014 sentences, but
    37.0, 37.0, 36.4 and 36.7 on 200.) The model that a run starts from gives way to a higher BLEU alone.
    """
    if cursor.best_bleu is None or cursor.best_loss is None:
        return True
    highest = max(cursor.best_bleu, cursor.highest_bleu or 0.0)
    enough = highest - (SAME_BLEU if cursor.best_step else 0.0)
    return result.bleu > highest or (result.bleu >= enough and result.dev_loss < cursor.best_loss)


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
