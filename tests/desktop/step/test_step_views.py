"""The Step page's views, by clicking and typing."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.controllers import word_groups
from desktop.controllers.looks import HEADS, INSIDE, VIEWS
from desktop.controllers.stages import stages
from desktop.controllers.walk import CROSS, DECODER_SELF, ENCODER_SELF
from desktop.widgets.matrix_labels import Label
from desktop.widgets.matrix_view import MatrixView
from tests.desktop.step.waiting import idle

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
# Parts of another control, which bears the name.
INNER = ("QLineEdit", "QListView", "QComboBoxListView", "QComboBoxPrivateContainer")
BLOCKS = ("output", "linear", "decoder_ffn", "cross", "decoder_self", "encoder_ffn", "encoder_self",
          "encoder_embedding", "decoder_embedding")


def test_every_view_is_reached_by_the_key_and_by_the_list(page, step, qtbot):
    for view in (*VIEWS[1:], VIEWS[0]):
        qtbot.keyClick(page, Key.Key_V)
        assert step.view == view
        assert page.views.currentIndex() == VIEWS.index(view)
    page.view_combo.activated.emit(VIEWS.index(HEADS))
    assert page.views.currentWidget() is page.views.heads


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_opens_with_every_stage_from_the_pass(page, step, qtbot, block):
    step.choose_view(INSIDE)
    diagram = page.model_card.diagram
    qtbot.mouseClick(diagram, Left, pos=diagram.block_rect(block).center().toPoint())
    assert (step.view, step.block) == (INSIDE, block)
    rows = page.views.inside.shown()
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
    key = next(row for row in page.views.inside.shown() if row.stage.name == "key")
    assert key.stage.now == 2
    assert "row 3 computed now, 2 kept" in key.shape_note.text()


def test_hovering_reads_the_exact_value_and_a_double_click_enlarges(page, step, qtbot):
    step.choose_view(INSIDE)
    step.choose_block("decoder_ffn")
    row = page.views.inside.shown()[0]
    qtbot.wait(20)
    qtbot.mouseMove(row.matrix, row.matrix.cell_rect(1, 4).center().toPoint())
    value = float(row.stage.values[1, 4])
    qtbot.waitUntil(lambda: row.read.text().endswith(f"{value:.9g}".replace("-", "−")))
    qtbot.mouseDClick(row.matrix, Left, pos=QPoint(20, 5))
    assert page.views.inside.large.isVisible()
    np.testing.assert_array_equal(page.views.inside.large.values(), row.stage.values)
    qtbot.keyClick(page.views.inside.large, Key.Key_Escape)
    assert not page.views.inside.large.isVisible()


def test_all_heads_and_the_order_by_cost(window, page, step, qtbot):
    step.choose_view(HEADS)
    assert page.views.heads.places() == [(layer, head) for layer in range(2) for head in range(4)]
    lab = window.step_parts.lab
    qtbot.waitUntil(lambda: lab.costs is not None, timeout=30_000)
    assert lab.costs.sentences > 0  # the sample corpus is of these languages
    qtbot.mouseClick(page.views.heads.order.button(2), Left)
    costs = [lab.costs.by_place[f"decoder.layers.{layer}.cross_attn"][head]
             for layer, head in page.views.heads.places()]
    assert costs == sorted(costs, reverse=True)
    wanted = page.views.heads.places()[3]
    qtbot.mouseClick(page.views.heads.grid, Left, pos=page.views.heads.grid.head_rect(3).center().toPoint())
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
    assert "mean of all heads (4)" in card._axes_label.text()
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


def test_a_token_of_the_band_lights_its_row_and_its_partner(page, step, qtbot):
    card, band = page.attention, page.band
    weights = card.matrix.values()

    def point_at(row, column):
        qtbot.mouseMove(row, row.chip_rect(column).center().toPoint())

    chips = band.long_decoder if band.currentIndex() else band.decoder
    point_at(chips, 1)
    strongest = int(np.nanargmax(weights[1]))
    assert card.matrix._line == (1, -1)
    assert card.matrix.cell == (1, strongest)
    assert (band.encoder._lit, band.decoder._lit) == ([strongest], [1])
    assert card.readout() == card._readout.say(1, strongest, float(weights[1, strongest]), card.sides())
    sources = band.long_encoder if band.currentIndex() else band.encoder
    point_at(sources, 0)
    assert card.matrix._line == (-1, 0)
    assert card.matrix.cell == (int(np.nanargmax(weights[:, 0])), 0)
    card.matrix.grab()
    step.set_look(as_lines=True)
    card.point_at("source", 0)
    assert {key for _, key in card.lines._in_view(card.lines.rect())} <= {0}
    card.lines.grab()
    step.set_look(as_lines=False)
    card.point_at("source", -1)
    assert (card.matrix._line, card.matrix.cell) == ((-1, -1), (-1, -1))
    step.choose_kind(DECODER_SELF)
    card.point_at("source", 0)  # which this attention does not have
    card.point_at("target", 99)
    assert card.matrix.cell == (-1, -1)
    qtbot.mouseClick(chips, Left, pos=chips.chip_rect(0).center().toPoint())
    assert step.walk.current.position == 1


def test_in_words_all_pieces_of_a_word_light_up(page, step, qtbot):
    step.choose_kind(ENCODER_SELF)
    step.set_look(by_words=True)
    rows, columns = step.word_groups()
    row = max(range(len(rows)), key=lambda place: len(rows[place]))
    page.attention._on_pointed(row, 0)
    assert page.band.encoder._lit == [*rows[row], *columns[0]]
    page.attention.point_at("source", rows[row][-1])
    assert page.attention.matrix._line == (row, -1)


def test_the_theme_changes_while_another_view_looks_at_another_attention(window, page, step):
    """The card out of view still has the rows of the attention before, of which there may be more."""
    step.choose_kind(ENCODER_SELF)
    step.choose_view("inside")
    step.choose_kind(DECODER_SELF)
    window.theme.set_mode("dark")
    window.theme.set_mode("light")


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
    assert matrix.span == 64

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
    assert matrix.span == 80
    for _ in range(8):
        wheel(-120, Qt.KeyboardModifier.ControlModifier)
    assert matrix.span >= 256
    assert matrix.cell_at(matrix.cell_rect(200, 100).center()) == (200, 100)
    matrix.repaint()


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


def test_the_encoder_is_computed_once_and_its_view_has_no_current_row(page, step, qtbot):
    qtbot.keyClick(page, Key.Key_E)
    assert step.kind == ENCODER_SELF
    assert page.attention.current_row() == -1
    assert not page.model_card.diagram._encoder_ran
    qtbot.keyClick(page, Key.Key_Home)
    assert page.model_card.diagram._encoder_ran
