"""The likely target tokens of a source: learned, kept, refused where damaged, and used by a search."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import save_file

import backends
from core import params as parameters
from core.config import DecodeConfig, ModelConfig
from core.decoding import lean
from core.decoding.beam import beam
from core.decoding.search import greedy
from core.decoding.translator import Translator
from core.formats import atomic
from core.formats.native import load_model
from core.formats.tensors import TensorFileError, write_tensors
from core.init import init_params
from core.text import shortlist
from core.training.loop import train
from tests.core.builders import SOURCES, model
from tests.core.training.runs import PAIRS as PAIRS_OF_RUN
from tests.core.training.runs import make_run

EOS = 2
CONFIG = ModelConfig(vocab_size=200, d_model=16, num_heads=2, d_ff=16)
RNG = np.random.default_rng(0)


def translated(source: list[int]) -> list[int]:
    """Token s is 100 later in the target, in the opposite order."""
    return [token + 100 for token in reversed(source[:-1])] + [EOS]


SENTENCES = [[*RNG.integers(10, 100, 6).tolist(), EOS] for _ in range(400)]
PAIRS = [(source, translated(source)) for source in SENTENCES]


def test_the_translations_of_a_token_are_found_among_all_that_stand_beside_it(monkeypatch):
    monkeypatch.setattr(shortlist, "FREQUENT", 3)
    monkeypatch.setattr(shortlist, "PER_TOKEN", 2)
    learned = shortlist.learn(PAIRS, CONFIG)
    for source in SENTENCES[:50]:
        assert set(translated(source)) <= set(learned.of([source]))
        assert len(learned.of([source])) <= 3 + 1 + 3 * len(source)


def test_a_batch_gets_what_any_of_its_sentences_may_need():
    learned = shortlist.learn(PAIRS, CONFIG)
    both = learned.of(SENTENCES[:2])
    assert both == sorted(set(learned.of(SENTENCES[:1])) | set(learned.of(SENTENCES[1:2])))


def test_a_token_that_was_never_seen_is_told():
    learned = shortlist.learn(PAIRS, CONFIG)
    assert learned.knows([11, 12, EOS])
    assert not learned.knows([11, 5, EOS])


def test_source_tokens_may_stay_as_they_are_only_where_both_sides_share_a_vocabulary():
    source = SENTENCES[0]
    assert set(source) <= set(shortlist.learn(PAIRS, CONFIG).of([source]))
    apart = replace(CONFIG, src_vocab_size=120)
    assert not set(source[:-1]) & set(shortlist.learn(PAIRS, apart).of([source]))


def test_a_large_corpus_is_looked_at_in_part(monkeypatch):
    """But a token that only one pair has is known."""
    monkeypatch.setattr(shortlist, "MOST_LINKS", 200 * 49)
    rare = [9, 10, EOS]
    looked_at = []
    monkeypatch.setattr(shortlist, "_telling", lambda pairs, real=shortlist._telling: (
        looked_at.append(pair) or pair for pair in real(pairs)))
    learned = shortlist.learn([*PAIRS, *PAIRS, (rare, translated(rare))], CONFIG)
    assert len(looked_at) < 0.6 * 2 * len(PAIRS)
    assert set(translated(SENTENCES[0])) <= set(learned.of(SENTENCES[:1]))
    assert learned.knows(rare)


def test_kept_in_the_folder_of_the_model(tmp_path):
    assert shortlist.load(tmp_path, CONFIG) is None
    learned = shortlist.learn(PAIRS, CONFIG)
    atomic.write_with(tmp_path / shortlist.FILE, shortlist.writer(learned))
    loaded = shortlist.load(tmp_path, CONFIG)
    assert loaded.of(SENTENCES) == learned.of(SENTENCES)


@pytest.mark.parametrize("tensors", [
    {"always": [2], "offsets": [0] * 201},
    {"always": [2], "offsets": [0] * 200, "likely": []},
    {"always": [], "offsets": [0] * 201, "likely": []},
    {"always": [200], "offsets": [0] * 201, "likely": []},
    {"always": [-1], "offsets": [0] * 201, "likely": []},
    {"always": [2], "offsets": [0] * 200 + [3], "likely": [1]},
    {"always": [2], "offsets": [0, 2] + [1] * 199, "likely": [1]},
    {"always": [[2]], "offsets": [0] * 201, "likely": []},
    {"always": [2.5], "offsets": [0] * 201, "likely": []},
], ids=["missing", "short", "empty", "beyond", "negative", "past the end", "falling", "a table", "floats"])
def test_a_list_that_does_not_fit_is_refused(tmp_path, tensors):
    path = tmp_path / shortlist.FILE
    save_file({name: np.array(values, np.float32 if values == [2.5] else np.int32)
               for name, values in tensors.items()}, path)
    with pytest.raises(TensorFileError, match=shortlist.FILE.replace(".", r"\.")):
        shortlist.load(tmp_path, CONFIG)


def test_a_list_cut_short_is_refused(tmp_path):
    path = tmp_path / shortlist.FILE
    atomic.write_with(path, shortlist.writer(shortlist.learn(PAIRS, CONFIG)))
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(TensorFileError, match="cut short"):
        shortlist.load(tmp_path, CONFIG)


@pytest.mark.parametrize("search", [greedy, beam])
@pytest.mark.parametrize("laid_out", [False, True], ids=["as trained", "laid out"])
def test_a_list_of_all_tokens_changes_nothing(backend, search, laid_out):
    ctx, params = model(backend, output_bias=True)
    params = lean.prepared(ctx, params) if laid_out else params
    config = DecodeConfig(beam_size=3, max_len=12)
    wanted = search(ctx, params, SOURCES, config)
    found = search(ctx, params, SOURCES, config, likely=range(ctx.config.vocab_size))
    assert ids_of(found) == ids_of(wanted)


@pytest.mark.parametrize("search", [greedy, beam])
def test_only_listed_tokens_are_produced(backend, search):
    """Of a list as short as this, a beam has fewer candidates than it would take."""
    ctx, params = model(backend)
    likely = [ctx.config.eos_id, 5, 9]
    config = DecodeConfig(beam_size=4, max_len=12)
    found = search(ctx, lean.prepared(ctx, params), SOURCES, config, likely=likely)
    assert {token for ids in ids_of(found) for token in ids} <= set(likely)


def test_a_translator_takes_the_list_of_its_model_where_it_is_asked_to(backend, tiny_model, tmp_path):
    translator = Translator(replace(tiny_model, folder=tmp_path), backend)
    source, likely = translator.source_ids("the cat"), [EOS, 30, 31]
    learned = shortlist.learn([(source, likely[::-1])], tiny_model.config)
    narrow = replace(learned, always=np.array([EOS, 30]), likely=np.full(len(learned.likely), 31))
    atomic.write_with(tmp_path / shortlist.FILE, shortlist.writer(narrow))
    config = DecodeConfig(max_len=6, shortlist=True)
    assert set(translator.translate(["the cat"], config)[0].token_ids) <= {*likely, *source}
    full = Translator(replace(tiny_model, folder=tmp_path / "none"), backend)
    unknown = "a dog"
    assert not narrow.knows(translator.source_ids(unknown))
    found = translator.translate([unknown, "the cat", unknown], config)
    wanted = [*full.translate([unknown], config), *translator.translate(["the cat"], config)]
    assert [one.token_ids for one in found] == [wanted[which].token_ids for which in (0, 1, 0)]
    for settings in (replace(config, shortlist=False), DecodeConfig(max_len=6)):
        assert translator.translate(["the cat"], settings)[0] == full.translate(["the cat"], config)[0]


@pytest.mark.parametrize("further", [False, True])
def test_a_training_leaves_one_unless_it_went_on_from_a_model(tmp_path, further):
    ops = backends.get("numpy", workers=1)
    run = make_run(tmp_path / "run")
    if further:
        write_tensors(run.init_path, parameters.flatten(init_params(run.read_spec().model, 1)))
    train(run, ops, lambda event: None)
    learned = shortlist.load(run.path, run.read_spec().model)
    assert (learned is None) == further
    if learned:
        tokenizer = load_model(run.path, ops).tokenizer
        for source, target in PAIRS_OF_RUN:
            assert set(tokenizer.encode(target).ids) <= set(learned.of([tokenizer.encode(source).ids]))


def ids_of(found) -> list[tuple[int, ...]]:
    """Of a list of hypotheses, or of lists of them."""
    return [one.token_ids for row in found for one in (row if isinstance(row, list) else [row])]
