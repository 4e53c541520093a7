"""What is said before a training: its time from timed steps, its memory, its pieces."""

from __future__ import annotations

import json

import pytest

import backends
from core.cli import main
from core.training import presets
from core.training.estimate import estimate

LINES = "".join(f"the house number {row} is {row % 7} days old\tdas Haus {row} ist {row % 7} Tage alt\n"
                for row in range(2000))


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "c.tsv"
    path.write_text(LINES, encoding="utf-8")
    return path


def test_one_size_is_timed(corpus, capsys, monkeypatch):
    monkeypatch.setattr("core.training.estimate.TIMED_S", 0.5)
    assert main(["preflight", str(corpus), "--preset", "tiny", "--json", "--backend", "numpy"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["pairs"], found["suggested"]) == (2000, True)
    assert found["vocab_limit"] == presets.vocab_limit(2000)
    assert 0 < found["epoch_s"][0] <= found["epoch_s"][1]
    assert found["good_s"] == pytest.approx([20 * seconds for seconds in found["epoch_s"]])
    batch = presets.train_settings("tiny", 2000)["batch_tokens"]
    assert 20_000 <= found["steps_per_epoch"] * batch <= 80_000  # 2,000 sentences of some 20 pieces
    assert 50e6 < found["peak_bytes"] < 4e9
    joined = "".join(piece.removeprefix("·") for piece in found["tgt_pieces"]).replace("␣", "")
    assert joined == found["tgt"].replace(" ", "")
    assert found["unknown"] == ""


def test_settings_count(corpus, monkeypatch):
    """With BPE-dropout a batch has the same sentences in more pieces; without it two steps are as many."""
    monkeypatch.setattr("core.training.estimate.TIMED_S", 0.1)
    given = []
    monkeypatch.setattr("core.training.estimate.make_train_step", lambda ops, model, train: (
        lambda params, state, batch, key, lr: (given.append(batch["src_ids"].size), (params, state, {}))[1]))
    ops = backends.get("numpy")
    plain = estimate([corpus], "tiny", ops)
    pieces, given[:] = given[0], []
    dropped = estimate([corpus], "tiny", ops, ({"d_model": 64}, {"bpe_dropout": 0.5}))
    assert given[0] > 1.3 * pieces  # the same sentences; how many steps are timed is the machine's matter
    assert dropped.steps_per_epoch == plain.steps_per_epoch
    assert dropped.num_weights < plain.num_weights


def test_a_corpus_that_cannot_be_read_is_said(tmp_path, capfd):
    assert main(["preflight", str(tmp_path / "none.tsv"), "--backend", "numpy"]) == 2
    assert "there is no such file" in capfd.readouterr().err
