"""Pinned sentences: kept at every validation, and reproduced from the checkpoint of that step."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

import backends
from core.alignment import Head
from core.context import Context
from core.decoding import forced
from core.formats import native
from core.training import checkpoints, probes
from core.training.probe_attention import read_attention
from core.training.run_dir import read_metrics
from tests.core.training.runs import assert_equal_bits, final, follow, make_run, of_kind


@pytest.fixture
def run(tmp_path, ops):
    run = make_run(tmp_path / "run", max_steps=8, ema_decay=0.5)
    probes.pin(run.path, ["one two", "three four five"], [(0, 1)])
    follow(run, ops)
    return run


def test_the_logits_of_a_checkpoint_are_those_that_were_stored(run, ops):
    """To float16: 11 bits of each number."""
    newest = checkpoints.listed(run.path)[-1]
    model = checkpoints.as_model(newest, ops)
    stem = run.path / "probes" / newest.name
    stored = load_file(stem.with_suffix(".safetensors"))
    document = json.loads(stem.with_suffix(".json").read_text())
    assert [row["src"] for row in document["sentences"]] == ["one two", "three four five"]
    for number, row in enumerate(document["sentences"]):
        source = model.tokenizer.encode(row["src"]).ids
        assert stored[f"{number}.logits"].dtype == np.float16
        found = probes.logits(model, ops, source, row["ids"])
        np.testing.assert_allclose(stored[f"{number}.logits"], found, rtol=2e-3, atol=2e-3)
        attention = stored[f"{number}.attention"]
        assert attention.shape == (1, len(row["ids"]), len(source))
        np.testing.assert_allclose(attention.sum(-1), 1, atol=5e-3)
        assert len(row["probs"]) == len(row["tokens"]) == len(row["ids"])


def test_a_run_reopened_elsewhere_gives_the_stored_logits_again(tmp_path):
    """Trained and stopped by a process of its own, then opened by another as the window and `step` do: both
    the newest checkpoint and the best model."""
    run = make_run(tmp_path / "run", max_steps=9)
    probes.pin(run.path, ["one two", "three four five"])
    trained = subprocess.run([sys.executable, "-m", "core.cli", "resume", run.path, "--backend", "numpy"],
                             capture_output=True, text=True)
    assert trained.returncode == 0, trained.stderr
    ops = backends.get("numpy")
    best = native.load_model(run.path, ops)
    newest = checkpoints.listed(run.path)[-1]
    for model, step in ((best, best.facts["step"]), (checkpoints.as_model(newest, ops), 9)):
        stem = run.path / "probes" / f"step-{step:08d}"
        stored = load_file(stem.with_suffix(".safetensors"))
        for number, row in enumerate(json.loads(stem.with_suffix(".json").read_text())["sentences"]):
            found = probes.logits(model, ops, model.tokenizer.encode(row["src"]).ids, row["ids"])
            np.testing.assert_allclose(stored[f"{number}.logits"], found, rtol=2e-3, atol=2e-3)


def test_the_attention_of_a_step_comes_back(run):
    found = read_attention(run.path, "three four five", 8)
    assert found.heads == [(0, 1)]
    assert "".join(found.src_tokens).startswith("three")
    assert found.weights.shape == (1, len(found.tokens), len(found.src_tokens))
    np.testing.assert_allclose(found.weights.sum(-1), 1, atol=5e-3)
    assert read_attention(run.path, "six", 8) is None
    assert read_attention(run.path, "one two", 7) is None


@pytest.mark.parametrize("suffix", [".json", ".safetensors"])
@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff" * 40, b"[" * 9999])
def test_of_damaged_files_there_is_no_attention(run, suffix, content):
    (run.path / "probes" / f"step-00000008{suffix}").write_bytes(content)
    assert read_attention(run.path, "one two", 8) is None


def test_each_validation_has_them_first(run):
    validated = of_kind(read_metrics(run.path), "validated")
    assert len(validated) == 3
    for event in validated:
        assert [sample["src"] for sample in event["samples"][:2]] == ["one two", "three four five"]
        assert (run.path / "probes" / f"step-{event['step']:08d}.safetensors").is_file()


def test_training_is_the_same_with_and_without(run, tmp_path, ops):
    plain = make_run(tmp_path / "plain", max_steps=8, ema_decay=0.5)
    follow(plain, ops)
    assert_equal_bits(final(run, ops)[0], final(plain, ops)[0])


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"sentences": 3}', '{"sentences": [3, ""]}', "[" * 9999])
def test_a_damaged_file_pins_nothing(tmp_path, text):
    (tmp_path / "probes.json").write_text(text)
    assert probes.pinned(tmp_path) == []


@pytest.mark.parametrize("heads", [[], [[9, 0]], [["a", 1]], "x", [[0]], [[[], {}]]])
def test_where_no_head_that_exists_is_chosen_the_best_aligned_is_kept(tmp_path, ops, heads, monkeypatch):
    run = make_run(tmp_path / "run", max_steps=1)
    (run.path / "probes.json").write_text(json.dumps({"sentences": ["one"], "heads": heads}))
    measured = []

    def measure(translator, translations):
        measured.append([one.source for one in translations])
        return Head(0, 1, 0.5)

    monkeypatch.setattr(probes.alignment, "measure", measure)
    follow(run, ops)
    document = json.loads((run.path / "probes" / "step-00000001.json").read_text())
    assert (document["heads"], document["is_measured"]) == ([[0, 1]], True)
    assert measured == [["one"], ["one"]]  # at step 0 and at step 1
    assert read_attention(run.path, "one", 1).is_measured


def test_several_heads_of_any_layer(tmp_path, ops):
    run = make_run(tmp_path / "run", max_steps=2)
    spec = run.read_spec()
    run.write_spec(replace(spec, model=replace(spec.model, num_decoder_layers=3)))
    probes.pin(run.path, ["one two"], [(2, 1), (0, 0), (2, 1)])
    follow(run, ops)
    found = read_attention(run.path, "one two", 2)
    assert found.heads == [(2, 1), (0, 0)]
    model = checkpoints.as_model(checkpoints.listed(run.path)[-1], ops)
    target = json.loads((run.path / "probes" / "step-00000002.json").read_text())["sentences"][0]["ids"]
    [layers] = forced.cross_attention(Context.of(ops, model.config), model.params,
                                      [model.tokenizer.encode("one two").ids], [target])
    for weights, (layer, head) in zip(found.weights, found.heads, strict=True):
        np.testing.assert_allclose(weights, layers[layer][head], atol=1e-3)  # float16


def test_what_an_older_run_kept_still_opens(run):
    """All heads of a layer, and no word on how they were chosen."""
    stem = run.path / "probes" / "step-00000008"
    document, arrays = json.loads(stem.with_suffix(".json").read_text()), load_file(f"{stem}.safetensors")
    del document["is_measured"]
    document["heads"] = [[0, 0], [0, 1]]
    stem.with_suffix(".json").write_text(json.dumps(document))
    save_file({name: np.concatenate([array, array]) if name.endswith("attention") else array
               for name, array in arrays.items()}, f"{stem}.safetensors")
    found = read_attention(run.path, "one two", 8)
    assert (found.heads, found.is_measured) == ([(0, 0), (0, 1)], False)


def test_pinning_one_by_one(tmp_path):
    probes.pin(tmp_path, ["a"], [(1, 2)])
    probes.change(tmp_path, " b  c ", True)
    probes.change(tmp_path, "b c", True)
    assert probes.pinned(tmp_path) == ["a", "b c"]
    probes.change(tmp_path, "a", False)
    probes.change(tmp_path, "  ", True)
    assert json.loads((tmp_path / "probes.json").read_text()) == {"sentences": ["b c"], "heads": [[1, 2]]}


def test_five_at_most(tmp_path):
    with pytest.raises(probes.ProbeError, match="at most 5 sentences can be pinned, not 6"):
        probes.pin(tmp_path, ["a"] * 6)
