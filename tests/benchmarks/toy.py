"""The toy proof: a small Transformer learns to reverse strings of digits it has never seen."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

import backends
from core import params as parameters
from core.config import DecodeConfig, ModelConfig, TrainConfig
from core.context import Context
from core.corpus.batches import Example, collate, epoch_batches
from core.decoding.search import greedy
from core.init import init_params
from core.text.tokenizer import EOS_ID, SPECIALS
from core.training.schedule import learning_rate
from core.training.step import init_optimizer, make_train_step

TRAIN_STRINGS, DEV_STRINGS, TEST_STRINGS = 20_000, 500, 500
SHORTEST, LONGEST = 3, 8
ASK_EVERY = 250  # steps between two looks at the development strings
BUDGET_S = 60.0

MODEL = ModelConfig(vocab_size=len(SPECIALS) + 10, d_model=64, num_heads=4, d_ff=128, num_encoder_layers=1,
                    num_decoder_layers=1, max_len=16, dropout=0.0)
TRAIN = TrainConfig(batch_tokens=1024, learning_rate=3e-3, warmup_steps=200, label_smoothing=0.0)


@dataclass(frozen=True)
class ToyResult:
    """exact: the share of the test strings reversed without a mistake. The seconds include the scoring."""

    exact: float
    steps: int
    seconds: float


def reverse_digits(ops: backends.Backend, budget_s: float = BUDGET_S, goal: float = 0.995) -> ToyResult:
    """Trains until `goal` of the development strings come out right, or until the time is nearly up;
    then scores the test strings, once."""
    started = time.perf_counter()
    train, dev, test = _strings()
    step = make_train_step(ops, MODEL, TRAIN)
    params = parameters.map_params(ops.asarray, init_params(MODEL, TRAIN.seed))
    opt_state, root, done = init_optimizer(ops, params), ops.key(TRAIN.seed), 0
    for epoch in range(1000):
        for rows in epoch_batches(train, TRAIN.batch_tokens, TRAIN.seed, epoch):
            done += 1
            rate = learning_rate(done, TRAIN.learning_rate, TRAIN.warmup_steps)
            batch = collate([train[row] for row in rows], MODEL)
            params, opt_state, _ = step(
                params, opt_state, {name: ops.asarray(array) for name, array in batch.items()},
                ops.fold_key(root, done), ops.asarray(rate))
            is_good = done % ASK_EVERY == 0 and _exact(ops, params, dev) >= goal
            if is_good or time.perf_counter() - started > 0.95 * budget_s:
                return ToyResult(_exact(ops, params, test), done, time.perf_counter() - started)
    raise AssertionError("a thousand epochs take longer than any budget")


def _strings() -> tuple[list[Example], list[Example], list[Example]]:
    """(train, dev, test): no string is in two of them."""
    rng = random.Random(1)
    digits: dict[tuple[int, ...], None] = {}
    while len(digits) < TRAIN_STRINGS + DEV_STRINGS + TEST_STRINGS:
        length = rng.randint(SHORTEST, LONGEST)
        digits[tuple(rng.randrange(10) + len(SPECIALS) for _ in range(length))] = None
    examples = [Example([*ids, EOS_ID], [*reversed(ids), EOS_ID]) for ids in digits]
    rng.shuffle(examples)
    rest = examples[TRAIN_STRINGS:]
    return examples[:TRAIN_STRINGS], rest[:DEV_STRINGS], rest[DEV_STRINGS:]


def _exact(ops: backends.Backend, params: parameters.Params, test: list[Example]) -> float:
    ctx = Context.of(ops, MODEL)
    hypotheses = greedy(ctx, params, [example.src_ids for example in test], DecodeConfig(max_len=LONGEST + 2))
    right = sum(list(hypothesis.token_ids) == example.tgt_ids
                for hypothesis, example in zip(hypotheses, test, strict=True))
    return right / len(test)
