"""The Step page, by clicking and typing as a person does."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from desktop.controllers.walk import CROSS, DECODER_SELF, ENCODER_SELF
from desktop.widgets.still import say
from tests.desktop.step.waiting import idle

Key = Qt.Key


@pytest.fixture
def page(window, qtbot):
    """The page with its example encoded; the keyboard is the page's."""
    window.show_page("step")
    qtbot.waitUntil(lambda: window.step.walk is not None and not window.step.is_busy, timeout=30_000)
    window.step_page.setFocus()
    return window.step_page


def press(qtbot, page, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(page, key, modifier)


def test_the_example_is_in_the_field_selected(window, qtbot):
    window.show_page("step")
    field = window.step_page.field
    qtbot.waitUntil(lambda: field.selectedText() == "我爱购物")
    assert field.hasFocus()
    qtbot.waitUntil(lambda: window.step.walk is not None)
    assert window.step.walk.current.position == 0


def test_a_walk_of_next_and_back_gives_the_same_numbers(page, step, qtbot, responsive):
    press(qtbot, page, Key.Key_Space)
    qtbot.waitUntil(lambda: step.walk.current.position == 1)
    first = step.walk.current
    press(qtbot, page, Key.Key_Right)
    qtbot.waitUntil(lambda: step.walk.current.position == 2)
    second, shown = step.walk.current, page.next_token.list.rows()
    press(qtbot, page, Key.Key_Left)
    assert step.walk.current is first
    press(qtbot, page, Key.Key_Space)
    assert step.walk.current is second  # known already: at once, without the engine
    assert page.next_token.list.rows() == shown


def test_pressing_next_faster_than_the_engine_loses_no_step(page, step, qtbot):
    for _ in range(5):
        press(qtbot, page, Key.Key_Space)
    qtbot.waitUntil(lambda: step.walk.current.position == 5)


def test_run_to_end_and_the_keys_home_and_end(page, step, qtbot):
    press(qtbot, page, Key.Key_Return)
    qtbot.waitUntil(lambda: step.walk.is_line_whole and not step.is_busy, timeout=30_000)
    end = step.walk.current.position
    assert end > 1
    press(qtbot, page, Key.Key_Home)
    assert step.walk.current.position == 0
    press(qtbot, page, Key.Key_End)
    assert step.walk.current.position == end
    assert f"of {end}" in page.transport._count.text()


def test_the_matrix_shows_the_sessions_numbers(window, page, step, qtbot):
    for _ in range(3):
        press(qtbot, page, Key.Key_Space)
    qtbot.waitUntil(lambda: step.walk.current.position == 3)
    session = window.inference._thread._engine.session
    parent = session.steps[step.walk.current.parent_id]
    for kind, key in ((ENCODER_SELF, Key.Key_E), (DECODER_SELF, Key.Key_D), (CROSS, Key.Key_C)):
        press(qtbot, page, key)
        assert step.kind == kind
        expected = session.attention(kind, step.layer, parent)[step.head]
        values = page.attention.matrix.values()
        np.testing.assert_array_equal(np.nan_to_num(values), expected)


def test_the_readout_says_the_cell_under_the_mouse(page, step, qtbot):
    press(qtbot, page, Key.Key_Space)
    press(qtbot, page, Key.Key_Space)
    qtbot.waitUntil(lambda: step.walk.current.position == 2)
    matrix, walk = page.attention.matrix, step.walk
    qtbot.wait(50)  # until it has its place
    qtbot.mouseMove(matrix, matrix.cell_rect(1, 1).center().toPoint())
    weight = walk.attention(CROSS, step.layer)[step.head][1, 1]
    query, key = walk.row_pieces(CROSS)[1].text, walk.column_pieces(CROSS)[1].text
    qtbot.waitUntil(lambda: page.attention.readout() == f"{query} attends to {key}, {weight:.3f}")
    scaled = walk.numbers(CROSS, step.layer, step.head).scaled[1, 1]
    assert page.attention.division().endswith(f"= {scaled:.2f}".replace("-", "−"))
    # The same cell is outlined in every sub-step, and its value stands below: the cells may be a few pixels.
    strip = page.attention.strip
    assert all(view.cell == (1, 1) for view in strip.matrices[:4])
    assert strip.notes()[1] == f"{scaled:.3f}".replace("-", "−")
    assert strip.notes()[3] == f"{weight:.3f}"
    qtbot.keyClick(strip.matrices[4], Key.Key_Right)  # the output has cells of its own
    value = walk.numbers(CROSS, step.layer, step.head).output[1, 0]
    assert strip.notes()[4] == f"{value:.3f}".replace("-", "−")


def test_enter_waits_for_a_model_that_is_being_read(window, page, step, qtbot, models_dir):
    window.models.choose(models_dir / "en-zh")
    page.field.setFocus()
    page.field.selectAll()
    qtbot.keyClicks(page.field, "I love you.")
    assert window.models.state == "loading"
    qtbot.keyClick(page.field, Key.Key_Return)
    qtbot.waitUntil(lambda: step.walk is not None and step.walk.text == "I love you." and not step.is_busy,
                    timeout=30_000)
    assert step.walk.current.position == 1


def test_layers_and_heads_go_round_by_keys(page, step, qtbot):
    layer, head = step.layer, step.head
    press(qtbot, page, Key.Key_L)
    assert step.layer == (layer + 1) % 2
    press(qtbot, page, Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert step.layer == layer
    press(qtbot, page, Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    assert step.head == (head - 1) % 4
    qtbot.mouseClick(page.attention.layers.button(1), Qt.MouseButton.LeftButton)
    assert step.layer == 1


def test_letters_typed_into_the_field_are_text(window, page, step, qtbot):
    page.field.setFocus()
    page.field.clear()
    before = (step.kind, step.layer, step.head)
    qtbot.keyClicks(page.field, "hello edc 12")
    assert page.field.text() == "hello edc 12"
    assert (step.kind, step.layer, step.head) == before
    qtbot.waitUntil(lambda: step.is_open and not step.is_busy, timeout=30_000)
    assert step.walk.current.position == 0


def test_enter_in_the_field_takes_the_first_step_and_gives_the_keys_to_the_page(
    page, step, qtbot, type_text
):
    page.field.setFocus()
    page.field.selectAll()
    type_text(page.field, "你好")
    qtbot.keyClick(page.field, Key.Key_Return)
    qtbot.waitUntil(lambda: step.is_open and step.walk.current.position == 1)
    assert step.walk.text == "你好"
    assert not page.field.hasFocus()


def test_forcing_a_token_makes_a_branch_that_runs_on(page, step, qtbot, responsive):
    for _ in range(2):
        press(qtbot, page, Key.Key_Space)
    qtbot.waitUntil(lambda: step.walk.current.position == 2)
    wanted = step.walk.shown.candidates[2].token_id
    press(qtbot, page, Key.Key_3)
    idle(qtbot, step)
    assert step.walk.current.tgt_in_ids[-1] == wanted
    assert step.walk.current.position == 2
    assert step.walk.is_line_whole
    assert page.transport._branch.text() == "Branch 1"
    assert len(page.branches.sentences()) == 2
    press(qtbot, page, Key.Key_B)
    assert page.transport._branch.text() == "Main branch"
    press(qtbot, page, Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    assert page.transport._branch.text() == "Branch 1"


def test_a_click_on_a_candidate_forces_it_and_ctrl_z_takes_the_branch_back(page, step, qtbot):
    press(qtbot, page, Key.Key_Space)
    qtbot.waitUntil(lambda: step.walk.current.position == 1)
    before = step.walk.current
    view = page.next_token.list
    place = view.visualRect(view.model().index(1, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: len(step.branches()) == 2 and not step.is_busy, timeout=30_000)
    page.setFocus()
    press(qtbot, page, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(step.branches()) == 1
    assert step.walk.current.tgt_in_ids == before.tgt_in_ids
    # Forced once more, it is there again.
    press(qtbot, page, Key.Key_2)
    idle(qtbot, step)
    assert len(step.branches()) == 2


def test_whole_sentences_stand_with_their_log_probability(page, step, qtbot):
    press(qtbot, page, Key.Key_Return)
    qtbot.waitUntil(lambda: step.walk.is_line_whole and not step.is_busy, timeout=30_000)
    leaf = step.branches()[0].leaf
    (sentence, value), = page.branches.sentences()
    assert sentence == step.walk.sentences[leaf.id]
    assert value == f"{leaf.log_prob:.2f}".replace("-", "−")
    assert leaf.log_prob == pytest.approx(sum(s.token_log_prob for s in step.walk.path(leaf)))


def test_the_timeline_goes_to_known_steps(page, step, qtbot):
    for _ in range(4):
        press(qtbot, page, Key.Key_Space)
    qtbot.waitUntil(lambda: step.walk.current.position == 4)
    line = page.transport.timeline
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.point(2).toPoint())
    assert step.walk.current.position == 2
    assert len(step.walk.line) == 5


def test_a_block_of_the_diagram_chooses_its_attention(page, step, qtbot):
    diagram = page.model_card.diagram
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton,
                     pos=diagram.block_rect("encoder_self").center().toPoint())
    assert step.kind == ENCODER_SELF
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton,
                     pos=diagram.block_rect("decoder_ffn").center().toPoint())
    assert step.kind == ENCODER_SELF
    assert page.model_card._name.text() == "Feed-forward"
    assert "64" in page.model_card._words.text()


def test_a_new_sentence_replaces_one_under_way(page, step, qtbot):
    """The newest request wins: of three sentences in a row only the last is shown."""
    for sentence in ("我爱你", "他喜欢读书", "猫在桌子上"):
        step.open(sentence)
    qtbot.waitUntil(lambda: step.walk.text == "猫在桌子上")
    assert step.walk.current.position == 0


def test_without_a_sentence_the_page_says_what_to_do(page, step, qtbot):
    page.field.setFocus()
    page.field.selectAll()
    qtbot.keyClick(page.field, Key.Key_Delete)
    qtbot.waitUntil(lambda: step.state == "no sentence")
    assert "Type a sentence" in page._empty.text()


def test_a_sentence_too_long_for_the_model_says_so(page, step, qtbot):
    step.open("我" * 100)
    qtbot.waitUntil(lambda: step.state in ("failed", "ready") and not step.is_busy, timeout=30_000)
    if step.state == "failed":
        assert "at most" in page.banner.text()
        assert page.banner.isVisible()


def test_narrow_windows_fold_the_model_column(window, page, qtbot):
    assert page.model_card.isVisible()
    window.resize(960, 640)
    qtbot.waitUntil(lambda: not page.model_card.isVisible())
    assert window.sidebar.width() < 100
    assert window.width() == 960
    assert page.keep.width() >= page.keep.sizeHint().width()  # "Keep target" in full
    assert page.narrow_tabs.isVisible()  # what does not fit beside the picture is one tab away
    assert page.views.isVisible()
    assert not page.side.isVisible()
    qtbot.mouseClick(page.narrow_tabs, Qt.MouseButton.LeftButton,
                     pos=page.narrow_tabs.tabRect(1).center())
    assert page.side.isVisible()
    assert not page.views.isVisible()
    window.resize(1100, 700)  # the right column has its room again, until the lab takes it
    qtbot.waitUntil(lambda: page.views.isVisible())
    assert page.next_token.isVisible()
    assert page.branches.isVisible()
    assert not page.narrow_tabs.isVisible()
    assert not page.model_card.isVisible()
    page.show_lab(True)
    assert page.narrow_tabs.isVisible()
    assert not page.views.isVisible()


def test_the_token_in_view_is_among_those_shown_of_a_long_line(page, step, qtbot):
    step.open("今天下雨他喜欢读书猫在桌子上")
    idle(qtbot, step)
    step.run()
    qtbot.waitUntil(lambda: step.walk.is_line_whole and not step.is_busy, timeout=30_000)
    for node in step.walk.line[1:]:
        step.go_to(node.id)
        [line] = page.branches._lines(step.walk, step.branches())
        assert any(chip.current for chip in line.chips[:4]), node.position


def test_a_quick_step_draws_no_waiting_bar_and_holds_the_path_that_lights_up(page, step, qtbot):
    """Each was one more picture to draw while the step's own was awaited."""
    bar, light = page.transport._waiting, page.model_card.diagram._light
    page.model_card.diagram.run_path()
    assert light.state() == light.State.Running
    step._set_busy(True)
    assert not bar.isVisible()
    assert light.state() != light.State.Running
    qtbot.waitUntil(bar.isVisible, timeout=2000)  # of what takes its time there is one
    step._set_busy(False)
    assert not bar.isVisible()
    page.model_card.render()  # no other step came of it
    assert light.state() != light.State.Paused


def test_words_that_fit_ask_no_layout_for_room(page, qtbot):
    label = page.transport._count
    say(label, "Step 12 of 34")
    wide = label.width()
    assert label.minimumSize() == label.maximumSize()
    say(label, "Step 1")
    assert label.minimumWidth() == wide
    say(label, "Step 12 of 34, and more")
    assert label.minimumWidth() == label.sizeHint().width() > wide
