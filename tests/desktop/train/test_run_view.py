"""What is shown of one run: its sentences over time, before and after, another run beside it."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit

import backends
from core.formats import native
from core.training import probes
from core.training.probe_attention import read_attention
from core.training.run_dir import RunDir, read_metrics, read_run
from desktop.controllers.runs import Status
from tests.core.training.runs import follow, make_run

# The offscreen platform says so whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def test_choosing_a_sentence_shows_its_history(open_window, corpus, qtbot):
    window = open_window()
    window.start(corpus)
    qtbot.waitUntil(lambda: len(window.controller.metrics.validations) >= 3, timeout=20_000)
    view = window.page.run_view
    qtbot.waitUntil(lambda: view.health.values["grad_norm"].text() == "0.84, clipped 0.3 %")
    assert view._bleu_note.text() == "greedy, on 3 held-out pairs"
    qtbot.waitUntil(lambda: view.figures.speed.note.text().startswith("steady for "), timeout=20_000)
    assert view.figures.speed.toolTip().endswith("tokens so far")
    window.click(window.page.stop_button)
    window.wait_for(Status.STOPPED)
    samples = window.page.run_view.samples
    place = samples.sentences.visualRect(samples.sentences.model().index(1)).center()
    qtbot.mouseClick(samples.sentences.viewport(), Qt.MouseButton.LeftButton, pos=place)
    history = samples.history.model()
    assert {sample.src for sample in history.samples} == {"下周三开会。"}
    steps = [sample.step for sample in history.samples]
    assert steps == [validation.step for validation in window.controller.metrics.validations]


def test_no_warning_of_the_corpus_hides_another(open_window, corpus, qtbot):
    window = open_window()
    window.start(corpus)
    window.wait_for(Status.RUNNING)
    said = ["Pairs left out of the training, because they share a sentence with the development set: 3.",
            "There is general text for 22% of the sentences learned from, not for the 90% that were "
            "asked for."]
    for message in [*said, said[1]]:
        window.controller.active.process.event.emit({"event": "warning", "message": message})
    banner = window.page.run_view.banner
    qtbot.waitUntil(lambda: banner.text() == "\n".join(said))
    window.click(window.page.stop_button)
    window.wait_for(Status.STOPPED)


def test_where_nothing_is_clipped_nothing_is_said_of_it(open_window, tmp_path, qtbot):
    """Of a run of now, and of one of before, which counted none clipped."""
    runs = tmp_path / "runs"
    run = make_run(runs / "swap", max_steps=1, clip_norm=0.0)
    follow(run, backends.get("numpy", workers=2))
    progress, = (event for event in read_metrics(run.path) if event["event"] == "progress")
    assert progress["clipped"] is None
    window = open_window()
    window.controller.select(run.path)
    norm = window.page.run_view.health.values["grad_norm"]
    qtbot.waitUntil(lambda: norm.text() == f"{progress['grad_norm']:.2f}")
    run.append_metrics({**progress, "step": 2, "clipped": 0.0, "grad_norm": 7.5})
    window.controller.refresh()
    qtbot.waitUntil(lambda: norm.text() == "7.50")


def test_a_long_history_never_holds_the_window(open_window, corpus, qtbot, tmp_path):
    window = open_window()
    window.start(corpus)
    window.wait_for(Status.RUNNING)
    window.click(window.page.stop_button)
    window.wait_for(Status.STOPPED)
    path = window.controller.selected.path
    with open(path / "metrics.jsonl", "w", encoding="utf-8") as file:
        for step in range(1, 40_001):
            file.write(json.dumps({"event": "progress", "step": step, "loss": 2.0, "learning_rate": 1e-3,
                                   "grad_norm": 1.0, "seconds": step / 2, "epoch": 1.0}) + "\n")
    turns: list[float] = []
    clock = QTimer(interval=0)
    clock.timeout.connect(lambda: turns.append(time.perf_counter()))
    clock.start()
    window.controller.select(None)
    window.controller.select(path)
    qtbot.waitUntil(lambda: window.controller.metrics.step == 40_000, timeout=30_000)
    qtbot.wait(100)
    clock.stop()
    assert len(window.controller.metrics.loss.steps) <= 1000
    assert max(after - before for before, after in pairwise(turns)) < 0.25  # reading takes far longer


def test_before_and_after_a_fine_tuning(tuned_runs, open_window, tmp_path, qtbot):
    """A real tiny run: the report, the way back, and the tuned model again."""
    shutil.copytree(tuned_runs, tmp_path / "runs")
    base, tuned = (RunDir(tmp_path / "runs" / name) for name in ("base", "tuned"))
    window = open_window()
    window.controller.select(tuned.path)
    card = window.page.run_view.report
    qtbot.waitUntil(card.isVisible)
    assert "Validation sentences: BLEU " in card.scores.text()
    assert "General sentences: BLEU " in card.scores.text()
    assert "text-decoration:underline" in card.sentences.text()
    assert ", was " in window.page.run_view.health.values["general"].text()
    window.click(card.roll_back_button)
    qtbot.waitUntil(card.keep_button.isVisible)
    assert tuned.is_rolled_back()
    assert card.state.text() == "This run's model is the one that it started from."
    window.click(card.keep_button)
    qtbot.waitUntil(card.roll_back_button.isVisible)
    assert not tuned.is_rolled_back()
    window.controller.select(base.path)
    qtbot.waitUntil(lambda: not card.isVisible())


def test_a_tuning_that_made_nothing_better_says_so(tuned_runs, open_window, tmp_path, qtbot):
    """It guards against "the tuned one, of step 0", and a way back to what it is already."""
    shutil.copytree(tuned_runs, tmp_path / "runs")
    tuned = tmp_path / "runs" / "tuned"
    found = json.loads((tuned / "report.json").read_text(encoding="utf-8"))
    for score in ("bleu", "chrf"):
        found["dev"][score] |= {"after": found["dev"][score]["before"], "p_value": 1.0}
    found |= {"after_step": found["before_step"], "general": None}
    found["dev"]["changed"] = []
    (tuned / "report.json").write_text(json.dumps(found), encoding="utf-8")
    window = open_window()
    window.controller.select(tuned)
    card = window.page.run_view.report
    qtbot.waitUntil(card.isVisible)
    assert card.state.text().startswith("No validation was better than before the first step")
    assert ", no difference (p 1.000)" in card.scores.text()
    assert not card.roll_back_button.isVisible()


def test_pinned_sentences_and_the_slider(open_window, tmp_path, qtbot):
    runs = tmp_path / "runs"
    runs.mkdir()
    run = make_run(runs / "swap", max_steps=8)
    window = open_window()
    window.controller.select(run.path)
    samples = window.page.run_view.samples
    scores = {"dev_loss": 4.0, "bleu": 1.0, "chrf": 1.0, "best": True}
    run.append_metrics({"event": "validated", "step": 0, **scores,
                        "samples": [{"src": "five one", "ref": "one five", "out": "x", "confidence": 0.1}]})
    window.controller.refresh()
    qtbot.waitUntil(samples.pin_edit.isVisible)
    qtbot.keyClicks(samples.pin_edit, "one two")
    qtbot.keyClick(samples.pin_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: samples.note.text() == "It is translated at the next validation.")
    assert probes.pinned(run.path) == ["one two"]
    assert samples.pin_edit.text() == ""
    for step, prob in ((4, 0.25), (8, 0.75)):
        run.append_metrics({
            "event": "validated", "step": step, **scores,
            "samples": [{"src": "one two", "ref": "", "out": "two", "confidence": prob, "tokens": ["two"],
                         "probs": [prob]}]})
    window.controller.refresh()
    qtbot.waitUntil(samples.tokens.isVisible)
    assert samples.tokens.text() == "Step 8:  two 0.75"
    qtbot.keyClick(samples.slider, Qt.Key.Key_Left)
    assert samples.tokens.text() == "Step 4:  two 0.25"
    window.click(samples.unpin_button)
    qtbot.waitUntil(lambda: probes.pinned(run.path) == [])
    probes.pin(run.path, list("abcde"))
    qtbot.keyClicks(samples.pin_edit, "f")
    qtbot.keyClick(samples.pin_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: samples.note.text() == "Five sentences at most are pinned; unpin one first.")


def test_two_runs_side_by_side(tuned_runs, open_window, tmp_path, qtbot):
    shutil.copytree(tuned_runs, tmp_path / "runs")
    RunDir(tmp_path / "runs" / "base").write_note("the first of all")
    window = open_window()
    window.controller.select(tmp_path / "runs" / "tuned")
    page, card = window.page, window.page.run_view.comparison
    qtbot.waitUntil(lambda: len(window.controller.metrics.validations) == 3)
    assert page.runs.compare_button.isVisible()
    page.runs.compare_menu.aboutToShow.emit()
    action, = page.runs.compare_menu.actions()
    assert action.text() == "swap · 0.0"
    action.trigger()
    qtbot.waitUntil(card.isVisible)
    rows = {name: cells for name, *cells in card.rows()}
    assert rows[""] == ["own", "swap"]
    assert rows["Tuned from"] == ["swap", "–"]
    assert rows["Best BLEU"][1] == "0.0 (other sentences)"
    assert rows["corpus"] == ["own.tsv", "c.tsv (other pairs)"]
    assert rows["max_steps"] == ["200", "2"]
    assert rows["Note"] == ["–", "the first of all"]
    assert "seed" not in rows
    assert list(page.run_view.bleu_chart._other.getData()[0]) == [0, 2]
    window.click(card.close_button)
    assert not card.isVisible()
    assert page.run_view.bleu_chart._other.getData()[0] is None or not len(
        page.run_view.bleu_chart._other.getData()[0])



def test_the_attention_of_a_pinned_sentence_follows_the_slider(open_window, tmp_path, qtbot):
    run = make_run(tmp_path / "runs" / "swap", max_steps=8)
    spec = run.read_spec()
    run.write_spec(replace(spec, model=replace(spec.model, num_decoder_layers=2)))
    probes.pin(run.path, ["one two"], [(1, 0), (1, 1)])
    follow(run, backends.get("numpy", workers=2))
    window = open_window()
    window.controller.select(run.path)
    samples = window.page.run_view.samples
    qtbot.waitUntil(samples.attention.isVisible)
    kept = {step: read_attention(run.path, "one two", step) for step in (4, 8)}
    shown = samples.attention.matrix.values

    def is_shown(step: int, head: int) -> bool:
        return np.array_equal(shown(), kept[step].weights[head])

    qtbot.waitUntil(lambda: is_shown(8, 0))
    qtbot.keyClick(samples.slider, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: is_shown(4, 0))
    qtbot.keyClick(samples.attention.heads, Qt.Key.Key_Down)
    assert is_shown(4, 1)
    assert samples.attention.heads.currentText() == "Layer 2, head 2"
    qtbot.keyClick(samples.slider, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: is_shown(8, 1))
    samples.sentences.setCurrentIndex(samples.sentences.model().index(1))  # one with a reference
    assert not samples.attention.isVisible()


@pytest.mark.qt_log_ignore("does not support", extend=True)  # the offscreen platform, of a menu
def test_single_heads_are_chosen_to_be_kept(open_window, tmp_path, qtbot):
    run = make_run(tmp_path / "runs" / "swap", max_steps=4)
    spec = run.read_spec()
    run.write_spec(replace(spec, model=replace(spec.model, num_decoder_layers=2)))
    probes.pin(run.path, ["one two"])
    follow(run, backends.get("numpy", workers=2))
    window = open_window()
    window.controller.select(run.path)
    attention = window.page.run_view.samples.attention
    kept = attention.kept
    qtbot.waitUntil(kept.isVisible)
    assert attention.heads.currentText().endswith(": aligns best")
    assert kept.text() == "Keeps the best head"
    assert kept.best.isChecked()

    def chosen() -> list[list[int]]:
        return json.loads((run.path / "probes.json").read_text())["heads"]

    def click(menu, action) -> None:
        menu.popup(kept.mapToGlobal(kept.rect().bottomLeft()))
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())

    inner = kept.menu_of_heads.actions()[3].menu()
    assert inner.title() == "Layer 2"
    click(inner, kept.heads[1, 1])
    qtbot.waitUntil(lambda: chosen() == [[1, 1]])
    assert kept.text() == "Keeps layer 2, head 2"
    assert inner.isVisible(), "it stays open for the next one"
    click(inner, kept.heads[1, 0])
    qtbot.waitUntil(lambda: chosen() == [[1, 0], [1, 1]])
    assert kept.text() == "Keeps 2 heads"
    assert not kept.best.isChecked()
    inner.close()
    click(kept.menu_of_heads, kept.best)
    qtbot.waitUntil(lambda: chosen() == [])
    assert probes.pinned(run.path) == ["one two"]
    kept.menu_of_heads.close()


def test_lineage_leads_to_the_other_run_and_back(tuned_runs, open_window, tmp_path, qtbot):
    shutil.copytree(tuned_runs, tmp_path / "runs")
    window = open_window()
    base, tuned = (tmp_path / "runs" / name for name in ("base", "tuned"))
    window.controller.select(tuned)
    tree, best = window.page.runs.lineage, f"{read_run(tuned).best_bleu:.1f}"

    def lines() -> list[str]:
        model = tree.model()
        return [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]

    def click(row: int) -> None:
        place = tree.visualRect(tree.model().index(row)).center()
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert lines() == ["learned from own, 19 pairs", "tuned from swap, 0.0", f"this run, own, {best}"]
    click(1)
    assert window.controller.selected.path == base
    assert lines() == ["learned from c, 25 pairs", "this run, swap, 0.0", f"tuned further as own, {best}"]
    click(2)
    assert window.controller.selected.path == tuned


def test_a_note_is_kept_with_the_run(tuned_runs, open_window, tmp_path, qtbot):
    shutil.copytree(tuned_runs, tmp_path / "runs")
    window = open_window()
    base, tuned = (tmp_path / "runs" / name for name in ("base", "tuned"))
    window.controller.select(tuned)
    edit = window.page.runs.note_edit
    qtbot.keyClicks(edit, "half the rate")
    window.controller.select(base)
    assert edit.text() == ""
    window.controller.select(tuned)
    assert edit.text() == "half the rate"
    qtbot.waitUntil(lambda: read_run(tuned).note == "half the rate")
    qtbot.keyClicks(edit, ", better")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: read_run(tuned).note == "half the rate, better")


def test_a_double_click_renames_the_run_and_its_model(tuned_runs, open_window, tmp_path, qtbot):
    shutil.copytree(tuned_runs, tmp_path / "runs")
    window = open_window()
    runs = window.page.runs.list
    window.controller.select(tmp_path / "runs" / "tuned")
    place = runs.visualRect(runs.currentIndex()).center()
    qtbot.mouseClick(runs.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(runs.viewport(), Qt.MouseButton.LeftButton, pos=place)
    editor = runs.findChild(QLineEdit)
    assert editor.text() == "own"
    qtbot.keyClicks(editor, "office  memory")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.page.title.text() == "office memory")
    qtbot.waitUntil(lambda: read_run(tmp_path / "runs" / "tuned").name == "office memory")
    qtbot.waitUntil(lambda: native.read_card(tmp_path / "runs" / "tuned").name == "office memory")
