"""BPE-dropout: other pieces, the same text; drawn by the seed and the place in the data alone."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from core.config import ConfigError, ModelConfig
from core.text.tokenizer import EOS_ID, UNK_ID, Tokenizer
from core.training.examples import encoded
from core.training.resegmented import Resegmented, merges_of

PAIRS = [("the lowest newer river", "低低的河"), ("lower rivers, 35 widest!", "更低的河。"),
         ("newest tower", "塔")] * 5
TOKENIZER = Tokenizer.train((text for pair in PAIRS for text in pair), 70)
MODEL = ModelConfig(vocab_size=TOKENIZER.vocab_size, d_model=16)
EXAMPLES = encoded(PAIRS, TOKENIZER, MODEL)[0]
ROWS = list(range(len(EXAMPLES)))


def drawn(rate, seed=1, epoch=0, batch=0, model=MODEL):
    return Resegmented(EXAMPLES, TOKENIZER, model, rate, seed)(ROWS, epoch, batch)


def test_nothing_dropped_is_the_tokenizers_own_cut():
    assert drawn(0.0) == EXAMPLES


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.999])
def test_the_text_stays_and_the_pieces_grow_shorter(rate):
    cut = drawn(rate)
    for example, anew in zip(EXAMPLES, cut, strict=True):
        for own, other in ((example.src_ids, anew.src_ids), (example.tgt_ids, anew.tgt_ids)):
            assert TOKENIZER.decode(other) == TOKENIZER.decode(own)
            assert other[-1] == EOS_ID
    lengths = [sum(len(example.src_ids) for example in some) for some in (EXAMPLES, cut)]
    assert lengths[1] > lengths[0]
    if rate == 0.999:  # every character on its own, but for one in a thousand
        assert len(cut[0].src_ids) >= len("▁the▁lowest▁newer▁river")


def test_seed_epoch_and_batch_decide():
    assert drawn(0.3) == drawn(0.3)
    others = [drawn(0.3, seed=2), drawn(0.3, epoch=1), drawn(0.3, batch=1)]
    assert all(other != drawn(0.3) for other in others)


def test_what_was_drawn_before_changes_nothing():
    """Words are drawn as they come up: a resumed training meets them in another order."""
    fresh, used = (Resegmented(EXAMPLES, TOKENIZER, MODEL, 0.3, 1) for _ in range(2))
    for batch in range(5):
        used(ROWS[::-1], 0, batch)
    assert used(ROWS, 3, 7) == fresh(ROWS, 3, 7)


def test_a_sentence_that_would_be_too_long_keeps_its_own_cut():
    longest = max(max(len(example.src_ids), len(example.tgt_ids)) for example in EXAMPLES)
    short = replace(MODEL, max_len=longest)
    for example, anew in zip(EXAMPLES, drawn(0.999, model=short), strict=True):
        assert max(len(anew.src_ids), len(anew.tgt_ids)) <= longest
        assert anew == example or anew in drawn(0.999)


def test_an_unknown_character_leaves_its_side_alone():
    examples = encoded([("lower Ω newest", "更低的河")], TOKENIZER, MODEL)[0]
    assert UNK_ID in examples[0].src_ids
    anew, = Resegmented(examples, TOKENIZER, MODEL, 0.9, 1)([0], 0, 0)
    assert anew.src_ids == examples[0].src_ids


def test_the_merges_of_a_word_follow_the_rate():
    merges = merges_of(TOKENIZER)
    own, = TOKENIZER.words(TOKENIZER.encode("newest").ids)
    canonical = merges.cut(own, 0.0, random.Random(0))
    draws = merges.draws(own, 0.1, 1, 2000)
    assert draws == merges.draws(own, 0.1, 1, 2000)
    changed = sum(draw != canonical for draw in draws) / len(draws)
    # Each of its merges is left out at a chance of 0.1 when its turn comes; a few can still catch up.
    assert 0.1 < changed < 1 - 0.9 ** len(own)


def test_an_imported_vocabulary_is_refused(monkeypatch):
    monkeypatch.setattr(TOKENIZER, "merges", lambda: None)
    with pytest.raises(ConfigError, match="bpe_dropout should be 0 for a model with an imported vocabulary"):
        drawn(0.1)
