"""What keeps the Step page at hand with hundreds of tokens: less at once, only what is in view."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from desktop.controllers.walk import KINDS
from desktop.theme.theme import Theme
from desktop.widgets import chips
from desktop.widgets.chips import Chip
from desktop.widgets.figure import drawn
from desktop.widgets.head_grid import FINEST, PICTURE, _thinned
from desktop.widgets.matrix_labels import Label
from desktop.widgets.matrix_picture import MOST_RECTS
from desktop.widgets.matrix_view import MatrixView
from desktop.widgets.turns import Turns


def test_turns_are_taken_one_by_one_and_the_newest_replace_the_others(qtbot):
    owner, done = QObject(), []
    turns = Turns(owner)
    turns.take([lambda: done.append("old")])
    turns.take([lambda: done.append(1), lambda: done.append(2)])
    assert done == []
    qtbot.waitUntil(lambda: done == [1, 2])
    turns.take([lambda: done.append(3)])
    turns.finish()
    assert done == [1, 2, 3]
    qtbot.wait(5)
    assert done == [1, 2, 3]


def test_around_a_large_matrix_the_rest_follows_and_is_the_same(page, step, qtbot, monkeypatch):
    card = page.attention
    monkeypatch.setattr("desktop.views.attention_card.AT_ONCE", 0)
    qtbot.keyClick(page, Qt.Key.Key_L)
    numbers = step.walk.numbers(step.kind, step.layer, step.head)
    np.testing.assert_array_equal(card.matrix.values(), step.shown_weights())  # at once
    assert not np.array_equal(card.strip.matrices[0].values(), numbers.dot)
    qtbot.waitUntil(lambda: np.array_equal(card.strip.matrices[0].values(), numbers.dot))
    assert card.heads._weights is step.weights()


def test_one_score_is_the_one_among_all(page, step):
    for kind in KINDS:
        walk, masked = step.walk, step.walk.numbers(kind, 1, 2).masked
        scores = [[walk.scaled_score(kind, 1, 2, row, column) for column in range(masked.shape[1])]
                  for row in range(masked.shape[0])]
        np.testing.assert_array_equal(np.array(scores, np.float32), masked)


def test_a_thumbnail_keeps_the_largest_of_what_it_joins():
    weights = np.random.default_rng(0).random((255, 300), np.float32)
    thin = _thinned(weights)
    pixels = (PICTURE.height(), PICTURE.width())
    rows, columns = (-(-count // (FINEST * most)) for count, most in zip(weights.shape, pixels, strict=True))
    for row, column in ((0, 0), (3, 7), (len(thin) - 1, thin.shape[1] - 1)):
        block = weights[row * rows:(row + 1) * rows, column * columns:(column + 1) * columns]
        assert thin[row, column] == block.max()


@pytest.mark.parametrize("count", [8, 100])
def test_a_figure_of_very_many_cells_is_an_image_with_vector_text(qtbot, qapp, settings, count):
    """Ten thousand rectangles held the window up; a few stay rectangles, which nothing smooths."""
    matrix = MatrixView(Theme(qapp, settings))
    qtbot.addWidget(matrix)
    matrix.resize(600, 500)
    labels = [Label(f"w{i}") for i in range(count)]
    matrix.set_matrix(np.random.default_rng(0).random((count, count), np.float32), labels, labels)
    matrix.set_window(1000)
    matrix.show()
    svg = drawn(matrix, ".svg", QColor("white"))().decode()
    assert ("<image" in svg) == (count * count > MOST_RECTS)
    assert ">w0<" in svg
    assert svg.count("<rect") + svg.count("<path") < 3 * MOST_RECTS


def test_a_figure_drawn_piece_by_piece_is_what_is_shown(window, page, step, qtbot):
    background = window.theme.color("card")
    for view in ("lines", "attention", "inside", "compare", "batch", "heads"):  # last what measures for long
        step.set_look(as_lines=view == "lines")
        step.choose_view("attention" if view == "lines" else view)
        if view == "batch":
            qtbot.waitUntil(lambda: window.step_parts.batch.batch is not None, timeout=20_000)
        qtbot.wait(20)
        figure = page.figure()
        pieces = QImage.fromData(drawn(figure, ".png", background)())
        whole = QImage(pieces.size(), QImage.Format.Format_ARGB32)
        whole.setDevicePixelRatio(pieces.width() / figure.width())
        whole.fill(background)
        QWidget.render(figure, whole, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
        one, other = (np.frombuffer(image.constBits(), np.uint8).astype(int)
                      for image in (pieces.convertedTo(whole.format()), whole))
        # Smoothed lines, cut at the edge of a piece, are rounded otherwise.
        assert np.abs(one - other).max() <= (4 if view == "lines" else 0), view


def test_a_figure_that_changes_while_it_is_drawn_is_of_one_time(page, step, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.widgets.figure.TURN_MS", 0)  # a piece a turn
    step.choose_view("inside")
    qtbot.wait(20)
    with qtbot.waitSignal(step.saved):
        page.export.save(tmp_path / "a.svg")
        qtbot.wait(1)
        step.back()
    expected = drawn(page.figure(), ".svg", page.export._theme.color("card"))()
    assert (tmp_path / "a.svg").read_bytes() == expected
    with qtbot.waitSignal(step.saved):
        page.export.save(tmp_path / "b.svg")
        for layer in (1, 0, 1, 0):  # whatever else goes on, it comes to an end
            step.choose_layer(layer)
    assert (tmp_path / "b.svg").stat().st_size > 10_000


def test_a_kept_picture_is_what_would_be_painted(qapp, settings):
    theme, rect = Theme(qapp, settings), QRectF(4, 4, 60, 24)

    def on_screen(chip: Chip) -> QImage:
        image = QImage(80, 40, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chips.paint(painter, rect, chip, theme)
        painter.end()
        return image

    theme.set_mode("light")
    first = on_screen(Chip("购物", "source"))
    assert on_screen(Chip("购物", "source")) == first  # the second time it is kept
    painted = QImage(first.size(), first.format())
    painted.fill(QColor("white"))
    painter = QPainter(painted)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    chips._paint(painter, rect, Chip("购物", "source"), theme, 13)
    painter.end()
    one, other = (np.frombuffer(image.constBits(), np.uint8).astype(int) for image in (painted, first))
    assert np.abs(one - other).max() <= 3  # half-clear pixels are rounded twice
    for other in (Chip("购物", "target"), Chip("购物", "source", current=True), Chip("购买", "source")):
        assert on_screen(other) != first
    theme.set_mode("dark")
    assert on_screen(Chip("购物", "source")) != first
    theme.set_mode("light")
    theme.deleteLater()
