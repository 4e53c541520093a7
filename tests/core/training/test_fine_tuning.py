"""A tuned model against the one before: what it forgets, how sure the difference is, and the way back."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sacrebleu.metrics import BLEU

import backends
from core.config import ConfigError
from core.corpus.unit import CorpusError
from core.formats import native
from core.training import decision, outputs
from core.training.before_after import compare, marked, report
from core.training.decision import ROLLED_BACK, keep, roll_back
from core.training.extension import train_longer
from core.training.material import Material
from core.training.prepare import Request, prepare
from core.training.run_dir import RunDir, RunError, read_metrics
from core.training.side_by_side import side_by_side
from tests.core.training.runs import PAIRS, assert_equal_bits, best, follow, make_run, of_kind

GENERAL = [(f"{src} six", f"six {tgt}") for src, tgt in PAIRS]


def tsv(path, pairs):
    path.write_text("".join(f"{src}\t{tgt}\n" for src, tgt in pairs), encoding="utf-8")
    return path


@pytest.fixture
def tuned(tmp_path, ops) -> RunDir:
    """A tiny model, tuned for a few steps, with general sentences watched."""
    base = make_run(tmp_path / "base", max_steps=4)
    follow(base, ops)
    run = prepare(Request([tsv(tmp_path / "own.tsv", PAIRS)], tmp_path / "tuned", init=base.path,
                          dev=[tsv(tmp_path / "dev.tsv", PAIRS[:6])],
                          general=[tsv(tmp_path / "general.tsv", GENERAL)], mix=0.2,
                          train={"max_steps": 60, "validate_every": 20, "learning_rate": 5e-3}))
    follow(run, ops)
    return run


def test_in_domain_and_general_scores_side_by_side_from_step_0(tuned):
    validated = of_kind(read_metrics(tuned.path), "validated")
    assert [event["step"] for event in validated] == [0, 20, 40, 60]
    assert all(set(event["general"]) == {"loss", "bleu", "chrf"} for event in validated)
    assert validated[-1]["dev_loss"] < validated[0]["dev_loss"]
    watched = {tuple(line.split("\t")) for line in tuned.data("general").read_text().splitlines()}
    learned = [tuple(line.split("\t")) for line in tuned.data("train").read_text().splitlines()]
    assert watched < set(GENERAL)
    assert not watched & set(learned)
    own = [pair for pair in learned if pair in PAIRS]
    mixed = [pair for pair in learned if pair in GENERAL]
    assert len(own) == 25 - 6
    assert len(mixed) == round(19 * 0.2 / 0.8)
    assert len(own) + len(mixed) == len(learned) == tuned.read_spec().pairs


def test_the_report(tuned):
    found = report(tuned)
    assert (found["before_step"], found["after_step"]) == (0, tuned.info().best_step)
    assert found["dev"]["bleu"]["after"] == pytest.approx(tuned.info().best_bleu)
    assert found["dev"]["sentences"] == 6
    assert found["general"]["sentences"] == len(tuned.data("general").read_text().splitlines())
    for row in found["dev"]["changed"]:
        assert row["before"] != row["after"]


def test_roll_back_and_keep(tuned):
    before = native.read_model(tuned.path.parent / "base")[1]
    best = native.read_model(tuned.path)[1]
    assert any((best[name] != before[name]).any() for name in best)
    own, base = native.read_card(tuned.path), native.read_card(tuned.path.parent / "base")
    best_bleu, first = tuned.info().best_bleu, of_kind(read_metrics(tuned.path), "validated")[0]
    roll_back(tuned)
    assert_equal_bits(native.read_model(tuned.path)[1], before)
    card = native.read_card(tuned.path)
    assert (card.name, card.lineage) == (base.name, ()) == ("swap", ())
    assert card.facts == {**base.facts, ROLLED_BACK: True}
    assert (tuned.info().best_bleu, tuned.info().best_step) == (first["bleu"], 0)
    with pytest.raises(RunError, match="is the model of before already"):
        roll_back(tuned)
    assert tuned.is_rolled_back()
    assert tuned.info().rolled_back
    keep(tuned)
    with pytest.raises(RunError, match="is the tuned model already"):
        keep(tuned)
    assert not tuned.info().rolled_back
    assert_equal_bits(native.read_model(tuned.path)[1], best)
    assert native.read_card(tuned.path) == own
    assert own.facts["lineage"] == ["swap"]
    assert tuned.info().best_bleu == best_bleu
    for decide, message in ((roll_back, "nothing to go back to"), (keep, "nothing to keep instead of it")):
        with pytest.raises(RunError, match=f"not a model trained further: there is {message}"):
            decide(RunDir(tuned.path.parent / "base"))


@pytest.mark.parametrize("cut_short", [False, True])
def test_a_run_rolled_back_and_trained_further_has_its_best_model(tuned, ops, monkeypatch, cut_short):
    """Though nothing better comes: "best BLEU at step N" was said, and the folder had the one of before."""
    step, own = best(tuned)
    card = native.read_card(tuned.path)
    if cut_short:  # the status is told, and the model not yet put back
        monkeypatch.setattr(decision, "_put", lambda *_: None)
    roll_back(tuned)
    monkeypatch.undo()
    train_longer(tuned, steps=61)
    events = follow(tuned, ops)
    [finished] = of_kind(events, "finished")
    assert finished["best_step"] == tuned.info().best_step == step, "one step more was no better"
    assert_equal_bits(best(tuned)[1], own)
    assert native.read_card(tuned.path) == card
    assert not tuned.info().rolled_back
    said = [event["message"] for event in of_kind(events, "warning")]
    assert any(message.startswith("This run was rolled back") for message in said) == (not cut_short)


def test_a_model_tuned_from_one_rolled_back_never_was_that_tuning(tuned, tmp_path):
    roll_back(tuned)
    again = prepare(Request([tmp_path / "own.tsv"], tmp_path / "again", init=tuned.path, name="again"))
    assert again.info().lineage == ["swap"]
    assert Path(again.info().parent) == tmp_path / "base"
    assert again.before() == ("swap", native.read_card(tmp_path / "base").facts)


def test_a_way_back_of_a_run_that_kept_no_facts_of_before(tuned):
    """As of runs that an earlier version began."""
    tuned.write_inherited(tuned.inherited(), tuned.path.parent / "base", {})
    own = native.read_card(tuned.path)
    roll_back(tuned)
    (tuned.path / "data" / "tuned.json").unlink()
    tuned.write_rolled_back(None)  # nor did its status say anything
    assert tuned.info().rolled_back
    card = native.read_card(tuned.path)
    assert (card.name, card.facts) == ("swap", {ROLLED_BACK: True})
    keep(tuned)
    assert (native.read_card(tuned.path).name, own.name) == ("swap", "own")


def test_no_sentence_of_the_development_set_is_learned_from(tmp_path):
    """Neither in the corpus nor in general text, though case, marks or the other side differ."""
    leaks = [("ONE, one!", "another"), ("other", "one two."), ("!", "?")]
    general = [*GENERAL, ("one ONE", "general"), ("third", "two, five")]  # the last: in the corpus
    run = prepare(Request([tsv(tmp_path / "own.tsv", PAIRS + leaks)], tmp_path / "run",
                          dev=[tsv(tmp_path / "dev.tsv", [*PAIRS[:6], ("!", "x")])],
                          general=[tsv(tmp_path / "general.tsv", general)], mix=0.9))
    learned = [tuple(line.split("\t")) for line in run.data("train").read_text().splitlines()]
    watched = [tuple(line.split("\t")) for line in run.data("general").read_text().splitlines()]
    assert set(learned) | set(watched) == {*PAIRS[6:], ("!", "?"), *GENERAL}
    spec = run.read_spec()
    assert spec.skipped == {"in the development set too": 6, "sharing a sentence with the development set": 2}
    assert (spec.mix, spec.mix_reached) == (0.9, (len(learned) - 20) / len(learned))  # all that there was
    assert spec.general == [str(tmp_path / "general.tsv")]
    material = Material(run, spec, native.ModelCard("", "", "", spec.model), backends.get("numpy", workers=1))
    said = " ".join(material.warnings)
    assert "because they share a sentence with the development set: 2." in said
    assert f"general text for {spec.mix_reached:.0%} of the sentences learned from, not for the 90% " in said


def test_runs_side_by_side_say_what_they_learned_from_and_are_scored_on(tuned, tmp_path):
    base, own = side_by_side([RunDir(tmp_path / "base"), tuned])
    assert (base["other_sentences"], own["other_sentences"]) == (False, True)
    assert (base["other_pairs"], own["other_pairs"]) == (False, True)
    shown = [[column["differs"][name] for name in ("corpus", "general", "mix")] for column in (base, own)]
    assert shown == [["c.tsv", "", 0.0], ["own.tsv", "general.tsv", 0.2]]
    shutil.copyfile(tuned.data("dev"), tmp_path / "base" / "data" / "dev.tsv")
    assert not side_by_side([RunDir(tmp_path / "base"), tuned])[1]["other_sentences"]


def test_corpora_of_one_name_are_told_apart_by_their_pairs(tmp_path):
    first, same, other = (make_run(tmp_path / name, pairs=PAIRS[part]) for name, part in (
        ("first", slice(20)), ("same", slice(20)), ("other", slice(5, 25))))
    columns = side_by_side([first, same])
    assert [(column["differs"], column["other_pairs"]) for column in columns] == [({}, False)] * 2
    columns = side_by_side([first, other])
    assert [column["differs"]["corpus"] for column in columns] == ["c.tsv", "c.tsv"]
    assert [column["other_pairs"] for column in columns] == [False, True]


def test_bootstrap_by_hand():
    """The intervals are those of resampling sentences: computed here anew, with other draws."""
    rng = np.random.default_rng(3)
    words = ["a", "b", "c", "d", "e", "f", "g", "h"]
    refs = [" ".join(rng.choice(words, 8)) for _ in range(60)]
    worse = [" ".join(rng.choice(words) if rng.random() < 0.5 else word for word in ref.split())
             for ref in refs]
    better = [" ".join(rng.choice(words) if rng.random() < 0.2 else word for word in ref.split())
              for ref in refs]
    found = compare(worse, better, [[ref] for ref in refs], "en")["bleu"]
    bleu = BLEU()
    draws = []
    for _ in range(1000):
        rows = rng.integers(0, 60, 60)
        draws.append(bleu.corpus_score([better[row] for row in rows], [[refs[row] for row in rows]]).score)
    low, high = np.percentile(draws, [2.5, 97.5])
    assert found.after == pytest.approx(bleu.corpus_score(better, [refs]).score)
    assert found.after_mean - found.after_ci == pytest.approx(low, abs=1.5)
    assert found.after_mean + found.after_ci == pytest.approx(high, abs=1.5)
    assert found.is_clear
    assert not compare(better, better[:-1] + worse[-1:], [[ref] for ref in refs], "en")["bleu"].is_clear


def test_no_difference_is_no_certain_difference():
    """sacrebleu gives p = 0.001 where both translate alike."""
    same = ["a b c d e", "f g h i j"]
    found = compare(same, same, [["a b c d x"], ["f g h i j"]], "en")
    assert found["bleu"].p_value == found["chrf"].p_value == 1


def test_marked_words():
    assert marked("I love tea .", "I love the tea .") == [
        ("same", "I love "), ("new", "the "), ("same", "tea .")]
    assert marked("我爱茶。", "我爱喝茶。") == [("same", "我爱"), ("new", "喝"), ("same", "茶。")]


@given(st.text(max_size=30), st.text(max_size=30))
def test_marks_join_to_both_texts(before, after):
    parts = marked(before, after)
    assert "".join(text for kind, text in parts if kind != "new") == before
    assert "".join(text for kind, text in parts if kind != "gone") == after


@pytest.mark.parametrize(("changes", "kind", "message"), [
    ({"mix": 0.3}, ConfigError, "a share of general sentences needs general sentences"),
    ({"mix": 1.0}, ConfigError, "should be at least 0 and less than 1, and is 1"),
    ({"own": True}, CorpusError, "none of the general text is left: all shares sentences with the"),
])
def test_what_cannot_be_watched_is_said(tmp_path, changes, kind, message):
    corpus = tsv(tmp_path / "own.tsv", PAIRS)
    if changes.pop("own", False):
        changes["general"] = [corpus]
    with pytest.raises(kind, match=message):
        prepare(Request([corpus], tmp_path / "run", **changes))
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"step": 0, "dev": []}',
                                  '{"step": 0, "dev": [{"src": 1}]}',
                                  '{"step": 0, "dev": [{"src": "a", "out": "b", "refs": []}]}'])
def test_damaged_outputs_are_said_in_words(tmp_path, text):
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs" / "best.json").write_text(text)
    with pytest.raises(RunError, match=r"best\.json: expected the translations of a validation"):
        outputs.read(tmp_path, "best")
    with pytest.raises(RunError, match="no translations of its before model"):
        outputs.read(tmp_path, "before")


def test_the_best_is_the_best_in_domain(tuned):
    """The general sentences take no part in the choice of the best: only the in-domain score does."""
    validated = of_kind(read_metrics(tuned.path), "validated")
    best = max(validated, key=lambda event: (event["bleu"], -event["dev_loss"]))
    assert tuned.info().best_step == best["step"]
