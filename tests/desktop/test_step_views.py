"""The Step page's other views, the lab, and what can be taken away: by clicking and typing."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

import backends
from core.config import DecodeConfig
from core.context import Context
from core.decoding.sampling import distribution
from core.formats.native import read_card
from core.formats.tensors import write_tensors
from core.init import init_params
from core.params import flatten
from desktop.controllers import word_groups
from desktop.controllers.distribution import shaped
from desktop.controllers.looks import BATCH, BEAM, COMPARE, HEADS, INSIDE, VIEWS
from desktop.controllers.stages import stages
from desktop.controllers.walk import CROSS, DECODER_SELF, ENCODER_SELF
from desktop.widgets.matrix_labels import Label
from desktop.widgets.matrix_view import MatrixView
from tests.desktop.conftest import make_model

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
# Parts of another control, which bears the name.
INNER = ("QLineEdit", "QListView", "QComboBoxListView", "QComboBoxPrivateContainer")
BLOCKS = ("output", "linear", "decoder_ffn", "cross", "decoder_self", "encoder_ffn", "encoder_self",
          "encoder_embedding", "decoder_embedding")


@pytest.fixture
def step(window):
    return window.step


@pytest.fixture
def page(window, step, qtbot):
    """Three steps into the example."""
    window.show_page("step")
    qtbot.waitUntil(lambda: step.walk is not None and not step.is_busy, timeout=30_000)
    window.step_page.setFocus()
    for _ in range(3):
        qtbot.keyClick(window.step_page, Key.Key_Space)
    qtbot.waitUntil(lambda: step.walk.current.position == 3 and not step.is_busy, timeout=30_000)
    return window.step_page


def idle(qtbot, step):
    qtbot.waitUntil(lambda: not step.is_busy, timeout=30_000)


def test_every_view_is_reached_by_the_key_and_by_the_list(page, step, qtbot):
    for view in (*VIEWS[1:], VIEWS[0]):
        qtbot.keyClick(page, Key.Key_V)
        assert step.view == view
        assert page.views.currentIndex() == VIEWS.index(view)
    page.view_combo.activated.emit(VIEWS.index(HEADS))
    assert page.views.currentWidget() is page.heads


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_opens_with_every_stage_from_the_pass(page, step, qtbot, block):
    step.choose_view(INSIDE)
    diagram = page.model_card.diagram
    qtbot.mouseClick(diagram, Left, pos=diagram.block_rect(block).center().toPoint())
    assert (step.view, step.block) == (INSIDE, block)
    rows = page.inside.shown()
    made = stages(step.walk, block, step.layer, step.head, step.decode)
    assert len(rows) == len(made) >= 2
    for row, stage in zip(rows, made, strict=True):
        assert row.title.text()
        assert row.formula.text() == stage.formula
        np.testing.assert_array_equal(row.matrix.values(), stage.values)
        sizes = ", ".join(str(size) for _, size in stage.shape)
        assert f"= [{sizes}]" in row.shape_note.text()
        assert stage.shape[-1][1] >= stage.values.shape[1]


def test_the_stages_of_attention_lead_to_one_another(page, step):
    walk, config = step.walk, step.walk.config
    for block in ("cross", "decoder_self", "encoder_self"):
        by_name = {stage.name: stage.values for stage in stages(walk, block, 1, 2, step.decode)}
        q, k, v = by_name["query"], by_name["key"], by_name["value"]
        seen = ~np.isnan(by_name["masked"])
        np.testing.assert_allclose(by_name["scores"][seen], (q @ k.T)[seen], atol=1e-4)
        np.testing.assert_allclose(by_name["scaled"] * config.d_head**0.5, by_name["scores"], atol=1e-4)
        weights = np.nan_to_num(by_name["weights"])
        np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-5)
        np.testing.assert_allclose(by_name["head"], weights @ v, atol=1e-4)
        np.testing.assert_allclose(by_name["concatenated"][:, 2 * config.d_head: 3 * config.d_head],
                                   by_name["head"], atol=1e-6)
        np.testing.assert_allclose(by_name["added"], by_name["skip"] + by_name["projected"], atol=1e-5)
        np.testing.assert_allclose(by_name["batch_normed"].mean(axis=0), 0, atol=1e-4)


def test_the_cache_says_what_was_computed_now(page, step):
    step.choose_view(INSIDE)
    step.choose_block("decoder_self")
    key = next(row for row in page.inside.shown() if row.stage.name == "key")
    assert key.stage.now == 2
    assert "row 3 computed now, 2 kept" in key.shape_note.text()


def test_hovering_reads_the_exact_value_and_a_double_click_enlarges(page, step, qtbot):
    step.choose_view(INSIDE)
    step.choose_block("decoder_ffn")
    row = page.inside.shown()[0]
    qtbot.wait(20)
    qtbot.mouseMove(row.matrix, row.matrix.cell_rect(1, 4).center().toPoint())
    value = float(row.stage.values[1, 4])
    qtbot.waitUntil(lambda: row.read.text().endswith(f"{value:.9g}".replace("-", "−")))
    qtbot.mouseDClick(row.matrix, Left, pos=QPoint(20, 5))
    assert page.inside.large.isVisible()
    np.testing.assert_array_equal(page.inside.large.values(), row.stage.values)
    qtbot.keyClick(page.inside.large, Key.Key_Escape)
    assert not page.inside.large.isVisible()


def test_all_heads_and_the_order_by_cost(window, page, step, qtbot):
    step.choose_view(HEADS)
    assert page.heads.places() == [(layer, head) for layer in range(2) for head in range(4)]
    lab = window.step_parts.lab
    qtbot.waitUntil(lambda: lab.costs is not None, timeout=30_000)
    assert lab.costs.sentences > 0  # the sample corpus is of these languages
    qtbot.mouseClick(page.heads.order.button(2), Left)
    costs = [lab.costs.by_place[f"decoder.layers.{layer}.cross_attn"][head]
             for layer, head in page.heads.places()]
    assert costs == sorted(costs, reverse=True)
    wanted = page.heads.places()[3]
    qtbot.mouseClick(page.heads.grid, Left, pos=page.heads.grid.head_rect(3).center().toPoint())
    assert (step.view, step.layer, step.head) == ("attention", *wanted)


def test_a_head_alone_the_mean_and_words(page, step, qtbot):
    card = page.attention
    grid = card.heads
    qtbot.mouseDClick(grid, Left, pos=grid.head_rect(1).center().toPoint())
    assert step.is_alone
    assert not card._left.isVisible()
    page.setFocus()
    qtbot.keyClick(page, Key.Key_Escape)
    assert not step.is_alone
    qtbot.mouseClick(card.averaged, Left)
    np.testing.assert_allclose(card.matrix.values(), step.weights().mean(axis=0))
    assert "mean of 4 heads" in card._axes_label.text()
    qtbot.mouseClick(grid, Left, pos=grid.head_rect(2).center().toPoint())
    assert not step.is_averaged
    np.testing.assert_array_equal(card.matrix.values(), step.weights()[2])
    qtbot.mouseClick(card.by_words, Left)
    rows, columns = step.word_groups()
    assert card.matrix.values().shape == (len(rows), len(columns))
    np.testing.assert_allclose(np.nansum(card.matrix.values(), axis=1), 1, atol=1e-5)
    assert "by words" in card._axes_label.text()


def test_words_sum_over_keys_and_average_over_queries():
    weights = np.array([[0.1, 0.2, 0.7], [0.3, 0.3, 0.4]])
    merged = word_groups.merged(weights, [[0, 1]], [[0, 1], [2]])
    np.testing.assert_allclose(merged, [[0.45, 0.55]])


def test_lines_say_what_a_token_looks_at(page, step, qtbot):
    card = page.attention
    qtbot.mouseClick(card.form.button(1), Left)
    assert card.picture.currentWidget() is card.lines
    np.testing.assert_array_equal(card.lines.values(), step.weights()[step.head])
    card.lines.setFocus()
    qtbot.keyClick(card.lines, Key.Key_Down)
    strongest = int(step.weights()[step.head][2].argmax())
    key = step.walk.column_pieces(CROSS)[strongest].text
    assert f"attends to {key}" in card.readout()


def test_play_steps_by_itself_and_stops_at_the_end(window, page, step, qtbot):
    window.step_parts.player.set_speed(3)
    qtbot.keyClick(page, Key.Key_Home)
    for _ in range(3):
        step.next()
    page.setFocus()
    before = step.walk.current.position
    qtbot.keyClick(page, Key.Key_P)
    assert window.step_parts.player.is_playing
    qtbot.waitUntil(lambda: step.walk.current.position >= before + 3, timeout=5000)
    qtbot.mouseClick(page.transport.play, Left)
    assert not window.step_parts.player.is_playing
    idle(qtbot, step)


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
    assert {cell.fate for cell in page.beam.view.cells()} >= {"live", "pruned"}
    assert len(page.beam.results()) == len(beam.tree.results)
    page.beam.size.setValue(2)
    qtbot.waitUntil(lambda: beam.tree.beam_size == 2)
    page.beam.penalty.setValue(1.5)
    qtbot.waitUntil(lambda: beam.tree.length_penalty == 1.5)
    page.beam.view.setFocus()
    qtbot.keyClick(page.beam.view, Key.Key_Right)
    assert "rank 1" in page.beam.note.text()


def test_two_branches_and_two_models_side_by_side(window, page, step, qtbot, models_dir):
    qtbot.keyClick(page, Key.Key_3)
    idle(qtbot, step)
    step.choose_view(COMPARE)
    comparison = window.step_parts.comparison
    assert comparison.right.line[-1].tgt_in_ids != step.walk.line[-1].tgt_in_ids
    assert comparison.right.current.position == step.walk.current.position
    assert "Tokens that are the same from the start: 2." in page.compare.summary.text()
    choice = page.compare.choice
    index = next(i for i in range(choice.count()) if choice.itemData(i) == models_dir / "en-zh")
    choice.activated.emit(index)
    qtbot.waitUntil(lambda: comparison.folder is not None and comparison.right is not None)
    assert page.compare.right.name.text() == "tiny en-zh"
    page.setFocus()
    qtbot.keyClick(page, Key.Key_Left)
    assert comparison.right.current.position == step.walk.current.position
    np.testing.assert_array_equal(page.compare.right.matrix.values(),
                                  comparison.right.attention(step.kind, step.layer)[step.head])


def test_a_batch_shows_pad_and_what_leaks(window, page, step, qtbot):
    step.choose_view(BATCH)
    batch = window.step_parts.batch
    page.batch.field.setPlainText("你好\n我爱购物\n猫在桌子上")
    qtbot.waitUntil(lambda: batch.batch is not None and len(batch.batch.sentences) == 3)
    assert batch.batch.trace.leak.max() < 1e-4
    pads = (~batch.batch.trace.real).sum(axis=1)
    assert f"{pads[0]} PAD" in page.batch.rows[0][2].text()
    assert np.isnan(page.batch.rows[0][1].values()).any()
    qtbot.mouseClick(page.batch.masked, Left)
    qtbot.waitUntil(lambda: batch.batch.trace.leak.max() > 1e-3)
    assert not np.isnan(page.batch.rows[0][1].values()).any()


def test_the_self_check_stands_in_the_page(page, step, qtbot):
    qtbot.waitUntil(lambda: len(step.checks) == 3)
    assert all(tag.text().startswith("✓") for tag in page.checks.tags)
    assert "largest deviation" in page.checks.tags[2].toolTip()


def test_a_large_matrix_scrolls_and_zooms(window, qtbot, responsive):
    matrix, rng = MatrixView(window.theme), np.random.default_rng(0)
    qtbot.addWidget(matrix)
    matrix.resize(600, 500)
    matrix.show()
    labels = [Label(str(i)) for i in range(256)]
    matrix.set_matrix(rng.random((256, 256), np.float32), labels, labels, 255)
    assert matrix.window == 64

    def wheel(y, modifiers=Qt.KeyboardModifier.NoModifier):
        center = QPointF(matrix.rect().center())
        event = QWheelEvent(center, matrix.mapToGlobal(center), QPoint(), QPoint(0, y),
                            Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False)
        QApplication.sendEvent(matrix, event)
        qtbot.wait(1)

    before = matrix._origin
    wheel(1200)
    assert matrix._origin[0] < before[0]
    wheel(-120, Qt.KeyboardModifier.ControlModifier)
    assert matrix.window == 80
    for _ in range(8):
        wheel(-120, Qt.KeyboardModifier.ControlModifier)
    assert matrix.window >= 256
    assert matrix.cell_at(matrix.cell_rect(200, 100).center()) == (200, 100)
    matrix.repaint()


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


def test_every_key_of_the_help_is_bound_and_does_what_it_says(window, page, step, qtbot):
    qtbot.keyClick(page, Key.Key_F1)
    assert page.help.isVisible()
    assert "force that candidate" in page.help.accessibleDescription()
    qtbot.keyClick(page.help, Key.Key_Escape)
    assert not page.help.isVisible()
    page.setFocus()
    for key, name in ((Key.Key_W, "by_words"), (Key.Key_A, "is_averaged"), (Key.Key_O, "is_alone"),
                      (Key.Key_F, "as_lines")):
        for on in (True, False):
            qtbot.keyClick(page, key)
            assert getattr(step, name) is on, name
    qtbot.keyClick(page, Key.Key_S)
    assert page.transport.method.currentIndex() == 1
    qtbot.keyClick(page, Key.Key_S)
    speed = window.step_parts.player.speed
    qtbot.keyClick(page, Key.Key_T)
    assert window.step_parts.player.speed == speed + 1
    qtbot.keyClick(page, Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(page, Key.Key_G)
    assert step.keeps_target
    qtbot.keyClick(page, Key.Key_G)
    page.attention.matrix.setFocus()
    qtbot.keyClick(page.attention.matrix, Key.Key_Right)
    column = page.attention.matrix.cell[1]
    qtbot.keyClick(page.attention.matrix, Key.Key_K)
    qtbot.waitUntil(lambda: step.walk.num_edits == 1 and not step.is_busy, timeout=30_000)
    assert step.edits.hidden_keys == {(CROSS, column)}
    page.setFocus()
    qtbot.keyClick(page, Key.Key_R)
    qtbot.waitUntil(lambda: step.walk.num_edits == 0 and not step.is_busy, timeout=30_000)
    qtbot.keyClick(page, Key.Key_Slash)
    assert page.field.hasFocus()


def test_every_control_has_a_name_for_screen_readers(window, page, step, qtbot):
    page.show_lab(True)
    window.step_parts.lessons.start(0)
    nameless = [type(widget).__name__ + " in " + type(widget.parent()).__name__
                for widget in page.findChildren(QWidget)
                if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
                and not (widget.accessibleName() or (hasattr(widget, "text") and widget.text()))
                and type(widget).__name__ not in INNER]
    assert not nameless


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
    choice, comparison, attentions = page.compare.choice, window.step_parts.comparison, []
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


def test_the_encoder_is_computed_once_and_its_view_has_no_current_row(page, step, qtbot):
    qtbot.keyClick(page, Key.Key_E)
    assert step.kind == ENCODER_SELF
    assert page.attention.current_row() == -1
    assert not page.model_card.diagram._encoder_ran
    qtbot.keyClick(page, Key.Key_Home)
    assert page.model_card.diagram._encoder_ran
