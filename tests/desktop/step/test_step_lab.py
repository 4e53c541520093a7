"""What is changed on the Step page, and set side by side: sampling, the lab, beams, branches, batches."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt

import backends
from core.config import DecodeConfig
from core.context import Context
from core.decoding.sampling import distribution
from core.formats.native import read_card
from core.formats.tensors import write_tensors
from core.init import init_params
from core.params import flatten
from desktop.controllers.distribution import shaped
from desktop.controllers.looks import BATCH, BEAM, COMPARE, HEADS
from desktop.controllers.walk import CROSS, DECODER_SELF, ENCODER_SELF
from desktop.widgets.bars import ROW
from tests.desktop.conftest import make_model
from tests.desktop.step.waiting import idle

Key, Left = Qt.Key, Qt.MouseButton.LeftButton


def test_sampling_draws_by_the_seed(page, step, qtbot):
    page.transport.method.activated.emit(1)
    step.set_decode(temperature=2.0, seed=5)
    qtbot.keyClick(page, Key.Key_Home)
    paths = []
    for _ in range(2):
        step.open("你好")
        idle(qtbot, step)
        qtbot.waitUntil(lambda: step.walk.text == "你好")
        step.run()
        qtbot.waitUntil(lambda: step.walk.is_line_whole and not step.is_busy, timeout=30_000)
        paths.append(step.walk.line[-1].tgt_in_ids)
    assert paths[0] == paths[1]


@pytest.mark.parametrize("config", [DecodeConfig(temperature=0.7), DecodeConfig(temperature=1.5, top_k=5),
                                    DecodeConfig(top_p=0.6), DecodeConfig(temperature=2, top_k=9, top_p=0.5)])
def test_what_the_sliders_show_is_what_sampling_draws_from(page, step, config):
    log_probs, model = step.walk.shown.trace["decoder.next_token.log_probs"], step.walk.config
    ops = backends.get("numpy")
    ctx = Context.of(ops, model)
    [wanted] = distribution(ctx, ops.asarray(log_probs[None]) + ctx.bans, config)
    made = shaped(log_probs, config, model)
    assert set(np.flatnonzero(made.kept)) == {int(i) for i in wanted.token_ids[: wanted.kept]}
    kept = np.asarray(wanted.probs[: wanted.kept])
    np.testing.assert_allclose(made.probs[wanted.token_ids[: wanted.kept]], kept / kept.sum(), atol=1e-5)


def test_sliders_filter_the_next_tokens(page, step, qtbot):
    page.show_lab(True)
    slider = page.lab.sampling.sliders["top_k"]
    slider.setFocus()
    slider.setValue(0)
    qtbot.keyClick(slider, Key.Key_Right)
    qtbot.keyClick(slider, Key.Key_Right)
    assert step.decode.top_k == 2
    rows = page.next_token.list.rows()
    assert [row.is_out for row in rows] == [False, False] + [True] * 5
    assert sum(row.shown for row in rows) == pytest.approx(1)


def test_the_lab_switches_masks_and_heads_and_says_how_far_that_goes(window, page, step, qtbot):
    normal = step.walk.line[-1].tgt_in_ids
    qtbot.keyClick(page, Key.Key_M)
    assert page.lab.isVisible()
    assert not page.model_card.isVisible()
    qtbot.mouseClick(page.lab.causal, Left)
    qtbot.waitUntil(lambda: step.baseline is not None and not step.is_busy, timeout=30_000)
    assert step.walk.num_edits == 1
    assert step.walk.current.position == 3
    assert page.lab._count.text() == "1 edit"
    assert len(page.lab.distance.bars()) == len(step.baseline.kl) >= 3
    assert max(bar.value for bar in page.lab.distance.bars()) > 0
    step.choose_kind(DECODER_SELF)
    assert page.attention._leak_note.isVisible()
    assert not np.isnan(page.attention.matrix.values()).any()
    assert all(row.normal is not None for row in page.next_token.list.rows())
    table = page.lab.heads
    qtbot.mouseClick(table, Left, pos=table.cell_rect(0, 1).center().toPoint())
    qtbot.waitUntil(lambda: step.walk.num_edits == 2 and not step.is_busy, timeout=30_000)
    assert step.edits.heads == {("decoder.layers.0.self_attn", 1): 0.0}
    qtbot.mouseClick(page.lab.reset, Left)
    qtbot.waitUntil(lambda: step.walk.num_edits == 0 and not step.is_busy, timeout=30_000)
    assert step.baseline is None
    assert step.walk.line[3].tgt_in_ids == normal


def test_the_distance_is_in_view_whatever_else_is_scrolled(window, page, step, qtbot):
    """It stood below the fold: what an edit had done was seen only by who scrolled for it."""
    window.resize(1280, 800)
    page.show_lab(True)
    qtbot.mouseClick(page.lab.causal, Left)
    qtbot.waitUntil(lambda: step.baseline is not None and not step.is_busy, timeout=30_000)
    bars, most = page.lab.distance, int(step.baseline.kl.argmax())
    longest = QRect(0, most * ROW, bars.width(), ROW)
    shown = min(len(bars.bars()), 5)
    qtbot.waitUntil(lambda: bars.visibleRegion().contains(longest.center()))
    assert bars.visibleRegion().boundingRect().height() == shown * ROW
    assert page.lab.rect().contains(page.lab._distance_note.geometry())
    page.lab.reset.click()
    qtbot.waitUntil(lambda: step.walk.num_edits == 0 and not step.is_busy, timeout=30_000)
    assert not page.lab.distance_area.isVisible()


def test_measuring_heads_says_how_far_it_is_and_can_be_stopped(window, page, step, qtbot):
    lab = window.step_parts.lab
    page.show_lab(True)
    line = page.lab.measuring
    assert line.isVisible()
    qtbot.waitUntil(lambda: lab.num_measured > 0 and lab.is_measuring, timeout=30_000)
    qtbot.mouseClick(line.button, Left)
    reached = lab.num_measured
    assert f"stopped at {reached} of {lab.num_heads}" in line.words.text()
    before = step.walk.current.position
    qtbot.keyClick(page, Key.Key_Space)  # the page goes on, and nothing is measured behind it
    qtbot.waitUntil(lambda: step.walk.current.position == before + 1 and not step.is_busy)
    step.choose_view(HEADS)
    assert (lab.costs, lab.num_measured) == (None, reached)
    other = page.views.heads.measuring
    assert other.words.text() == line.words.text()
    qtbot.mouseClick(other.button, Left)
    qtbot.waitUntil(lambda: lab.costs is not None, timeout=30_000)
    assert not line.isVisible()
    assert not other.isVisible()


def test_a_layer_a_skip_and_a_key_are_edited(window, page, step, qtbot):
    page.show_lab(True)
    page.lab.part.setCurrentIndex(page.lab.part.findData("decoder.layers.1"))
    page.lab.adds.setValue(0)
    qtbot.waitUntil(lambda: step.walk.num_edits == 3 and not step.is_busy, timeout=30_000)
    page.lab.part.setCurrentIndex(page.lab.part.findData("decoder.layers.0.ffn"))
    page.lab.skip.setValue(0.5)
    qtbot.waitUntil(lambda: step.walk.num_edits == 4 and not step.is_busy, timeout=30_000)
    page.attention.key_hidden.emit(CROSS, 1)
    qtbot.waitUntil(lambda: step.walk.num_edits == 5 and not step.is_busy, timeout=30_000)
    assert np.isnan(step.shown_weights()[:, 1]).all()
    assert not step.weights()[:, :, 1].any()
    window.step_parts.lab.reset()
    idle(qtbot, step)


def test_pad_is_put_behind_the_sentence_when_its_mask_is_off(page, step, qtbot):
    page.show_lab(True)
    qtbot.mouseClick(page.lab.padding, Left)
    qtbot.waitUntil(lambda: step.walk.num_edits == 2 and not step.is_busy, timeout=30_000)
    assert step.walk.src_ids[-3:] == (0, 0, 0)
    assert step.weights()[:, :, -3:].all()
    qtbot.mouseClick(page.lab.padding, Left)
    qtbot.waitUntil(lambda: step.walk.num_edits == 1 and not step.is_busy, timeout=30_000)
    assert np.isnan(step.shown_weights()[:, -3:]).all()


def test_the_beam_is_a_tree_with_what_was_pruned(window, page, step, qtbot):
    step.choose_view(BEAM)
    beam = window.step_parts.beam
    qtbot.waitUntil(lambda: beam.tree is not None)
    assert {cell.fate for cell in page.views.beam.view.cells()} >= {"live", "pruned"}
    assert len(page.views.beam.results()) == len(beam.tree.results)
    page.views.beam.size.setValue(2)
    qtbot.waitUntil(lambda: beam.tree.beam_size == 2)
    page.views.beam.penalty.setValue(1.5)
    qtbot.waitUntil(lambda: beam.tree.length_penalty == 1.5)
    page.views.beam.view.setFocus()
    qtbot.keyClick(page.views.beam.view, Key.Key_Right)
    assert "rank 1" in page.views.beam.note.text()


def test_two_branches_and_two_models_side_by_side(window, page, step, qtbot, tmp_path):
    make_model(tmp_path / "models" / "zh-de", "cmn", "de", seed=3)
    window.models.refresh()
    qtbot.keyClick(page, Key.Key_3)
    idle(qtbot, step)
    step.choose_view(COMPARE)
    comparison = window.step_parts.comparison
    assert comparison.right.line[-1].tgt_in_ids != step.walk.line[-1].tgt_in_ids
    assert comparison.right.current.position == step.walk.current.position
    assert "Tokens that are the same from the start: 2." in page.views.compare.summary.text()
    choice = page.views.compare.choice
    offered = [choice.itemData(i) for i in range(choice.count())]
    assert offered == [0, tmp_path / "models" / "zh-de"]  # what reads Chinese, and says why not the other
    assert "do not read Chinese: tiny en-zh" in page.views.compare.not_offered.text()
    index = 1
    choice.activated.emit(index)
    qtbot.waitUntil(lambda: comparison.folder is not None and comparison.right is not None)
    assert page.views.compare.right.name.text() == "tiny cmn-de"
    left, right = page.views.compare.left, page.views.compare.right
    qtbot.keyClick(left.matrix, Key.Key_Right)  # a cell is read on both sides, too small for figures or not
    assert right.readout.text() == right.matrix.cell_words(*left.matrix.cell)
    assert " → 我  0." in left.readout.text()
    page.setFocus()
    qtbot.keyClick(page, Key.Key_Left)
    assert comparison.right.current.position == step.walk.current.position
    np.testing.assert_array_equal(page.views.compare.right.matrix.values(),
                                  comparison.right.attention(step.kind, step.layer)[step.head])


def test_a_batch_shows_pad_and_what_leaks(window, page, step, qtbot):
    step.choose_view(BATCH)
    batch = window.step_parts.batch
    page.views.batch.field.setPlainText("你好\n我爱购物\n猫在桌子上")
    qtbot.waitUntil(lambda: batch.batch is not None and len(batch.batch.sentences) == 3)
    assert batch.batch.trace.leak.max() < 1e-4
    pads = (~batch.batch.trace.real).sum(axis=1)
    assert f"PAD: {pads[0]}." in page.views.batch.rows[0][2].text()
    matrix = page.views.batch.rows[0][1]
    assert np.isnan(matrix.values()).any()
    qtbot.keyClick(matrix, Key.Key_Right)
    assert page.views.batch._readout.text() == matrix.cell_words(*matrix.cell)
    qtbot.mouseClick(page.views.batch.masked, Left)
    qtbot.waitUntil(lambda: batch.batch.trace.leak.max() > 1e-3)
    assert not np.isnan(page.views.batch.rows[0][1].values()).any()


def test_a_batch_follows_the_lab(window, page, step, qtbot):
    step.choose_view(BATCH)
    batch, lab, card = window.step_parts.batch, window.step_parts.lab, page.views.batch
    qtbot.waitUntil(lambda: batch.batch is not None)
    normal = batch.batch.trace
    assert not card.edits_note.isVisible()
    lab.scale_sublayers(["encoder.layers.0.self_attn"], 0.0)
    qtbot.waitUntil(lambda: batch.batch.edits.count == 1, timeout=30_000)
    assert np.abs(batch.batch.trace.weights[1] - normal.weights[1]).max() > 1e-3
    assert "lab's edits (1)" in card.edits_note.text()
    lab.set_padding_mask(False)
    qtbot.waitUntil(lambda: batch.batch.edits.pads == 3 and not step.is_busy, timeout=30_000)
    assert not card.masked.isChecked()
    for position in range(len(step.walk.src_ids) - 4):  # more than the shortest sentence has
        lab.toggle_key(ENCODER_SELF, position)
    qtbot.waitUntil(lambda: bool(batch.error) and not step.is_busy, timeout=30_000)
    assert "one at least" in card._bad.text()
    assert not card.rows[0][1].isVisible()
    lab.reset()
    qtbot.waitUntil(lambda: batch.batch is not None and not step.is_busy, timeout=30_000)
    assert card.masked.isChecked()
    np.testing.assert_array_equal(batch.batch.trace.weights, normal.weights)
    assert card.rows[0][1].isVisible()
    assert not card._bad.isVisible()


def test_the_source_is_edited_mid_way_and_the_target_kept(page, step, qtbot):
    before, src_ids = step.walk.current.tgt_in_ids, step.walk.src_ids
    qtbot.mouseClick(page.keep, Left)
    page.field.setFocus()
    page.field.selectAll()
    qtbot.keyClicks(page.field, "I love you.")
    qtbot.waitUntil(lambda: step.walk.text == "I love you." and not step.is_busy, timeout=30_000)
    assert step.walk.current.tgt_in_ids == before
    assert step.walk.src_ids != src_ids
    qtbot.mouseClick(page.keep, Left)
    step.open("你好")
    qtbot.waitUntil(lambda: step.walk.text == "你好" and not step.is_busy, timeout=30_000)
    assert step.walk.current.position == 0


def test_two_checkpoints_of_one_run_side_by_side(window, page, step, qtbot, tmp_path):
    run = make_model(tmp_path / "runs" / "mine", "zh", "en", seed=2)
    config = read_card(run).config
    folders = [run / "checkpoints" / f"step-{number:08d}" for number in (100, 200)]
    for folder, seed in zip(folders, (1, 2), strict=True):
        folder.mkdir(parents=True)
        write_tensors(folder / "model.safetensors", flatten(init_params(config, seed)))
    window.models.open_folder(run)
    qtbot.waitUntil(lambda: step.walk is not None and step.walk.current.position == 0 and not step.is_busy
                    and step.model_entry.folder == run, timeout=30_000)
    page.setFocus()
    for _ in range(2):
        qtbot.keyClick(page, Key.Key_Space)
    qtbot.waitUntil(lambda: step.walk.current.position == 2 and not step.is_busy, timeout=30_000)
    step.choose_view(COMPARE)
    choice, comparison, attentions = page.views.compare.choice, window.step_parts.comparison, []
    for folder in folders:
        index = next(i for i in range(choice.count()) if choice.itemData(i) == folder)
        assert folder.name in choice.itemText(index)
        choice.activated.emit(index)
        qtbot.waitUntil(lambda: comparison.right is not None, timeout=30_000)
        assert comparison.right.current.position == step.walk.current.position
        attentions.append(comparison.right.attention(ENCODER_SELF, 0))
    # The second has the weights of the model in the page, the first others.
    np.testing.assert_allclose(attentions[1], step.walk.attention(ENCODER_SELF, 0), atol=1e-6)
    assert np.abs(attentions[0] - attentions[1]).max() > 1e-3
