"""Widgets by themselves: what is drawn where, and what a person can do with it."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QTextDocument
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QMenu, QWidget
from shiboken6 import delete

from desktop.theme import colormap, fonts, numbers
from desktop.theme.palette import DARK, LIGHT
from desktop.theme.theme import Theme
from desktop.views import words
from desktop.views.kept_heads import KeptHeads
from desktop.widgets import candidates, chips, kept_picture, rehearsal
from desktop.widgets.branches import BranchLine, BranchTree
from desktop.widgets.candidates import CandidateList, CandidateRow
from desktop.widgets.chips import Chip, ChipRow
from desktop.widgets.figure import drawn
from desktop.widgets.head_grid import HeadGrid
from desktop.widgets.line_view import LineView
from desktop.widgets.matrix_labels import ColumnLabels, Label
from desktop.widgets.matrix_picture import WINDOW
from desktop.widgets.matrix_view import MatrixView
from desktop.widgets.model_diagram import ModelDiagram
from desktop.widgets.segmented import Segmented
from desktop.widgets.timeline import TimelineView


@pytest.fixture
def theme(qapp, settings):
    return Theme(qapp, settings)


def shown(qtbot, widget, width=400, height=300):
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def contrast(a, b):
    lighter, darker = sorted((colormap.luminance(a), colormap.luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def rgb(color):
    return [int(color[i:i + 2], 16) for i in (1, 3, 5)]


# Colours and numbers


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("make", [colormap.glass, colormap.signed])
def test_text_on_every_colour_of_a_map_can_be_read(make, dark):
    colors = make(dark)
    for value in np.linspace(colors.low, colors.high, 256):
        text = colors.text_color(value)
        assert contrast(colors.color(value).getRgb()[:3], text.getRgb()[:3]) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_text_on_every_surface_can_be_read(palette):
    surfaces = {"text": ("window", "sidebar", "card", "sunk"), "text2": ("window", "sidebar", "card", "sunk"),
                "text3": ("window", "card", "sunk"), "source": ("card", "source_fill"),
                "target": ("card", "target_fill"), "good": ("good_fill", "card"), "bad": ("bad_fill", "card"),
                "watch": ("watch_fill", "card"), "accent": ("card", "accent_fill"), "on_accent": ("accent",)}
    for text, under in surfaces.items():
        for surface in under:
            ratio = contrast(rgb(getattr(palette, text)), rgb(getattr(palette, surface)))
            assert ratio >= 4.5, (text, surface, ratio)


def test_the_glass_map_is_fixed_from_0_to_1():
    colors = colormap.glass(False)
    assert colors.color(0).name() == "#f6fbfd"
    assert colors.color(1).name() == colors.color(7).name() == "#1c2d68"
    image = colors.image(np.array([[0.0, 1.0]]))
    assert (image.width(), image.height()) == (2, 1)
    assert image.pixelColor(1, 0).name() == "#1c2d68"


def test_numbers_are_written_as_agreed():
    assert numbers.thousands(18600) == "18\u2009600"
    assert numbers.signed(-0.136) == "\u22120.14"
    assert numbers.signed(-0.001) == "0.00"
    assert numbers.short(9_430_000) == "9.4\u2009M"
    assert candidates.percent(0.871) == "87.1"
    assert candidates.percent(0.0001) == "<0.1"


# Chips


def test_a_chip_that_continues_a_word_begins_with_a_dot(theme):
    assert Chip("ing", "target", continues=True).label == "·ing"
    assert Chip("shop", "target").label == "shop"


def test_chips_scroll_sideways_to_the_current_one(qtbot, theme):
    row = shown(qtbot, ChipRow(theme), 200, 30)
    many = [Chip(f"token{i}", "source", current=i == 30) for i in range(31)]
    row.set_chips(many)
    assert row.chip_rect(30).left() >= 0
    assert row.chip_rect(30).right() <= 200
    with qtbot.waitSignal(row.clicked) as clicked:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.chip_rect(30).center().toPoint())
    assert clicked.args == [30]


def test_right_to_left_rows_begin_at_the_right(qtbot, theme):
    row = shown(qtbot, ChipRow(theme), 400, 30)
    row.set_chips([Chip("שלום", "source"), Chip("עולם", "source")])
    row.set_right_to_left(True)
    assert row.chip_rect(0).left() > row.chip_rect(1).left()
    row.grab()


def test_two_rows_stand_in_one_column_a_position(qtbot, theme):
    row = shown(qtbot, ChipRow(theme), 400, 80)
    row.set_chips([Chip("<s>", "target", special=True), Chip("I", "target")],
                  [Chip("I", "target"), Chip("love", "target")])
    for column in range(2):
        upper, lower = row.chip_rect(column, 0), row.chip_rect(column, 1)
        assert upper.center().x() == pytest.approx(lower.center().x())
        assert upper.bottom() < lower.top()


def test_long_chips_are_cut(theme):
    assert chips.width(Chip("x" * 200, "source")) == chips.MAX_WIDTH


# The matrix


def labels(count, side="source"):
    return [Label(f"t{i}", side) for i in range(count)]


def test_a_cell_is_read_by_hovering_and_by_arrow_keys(qtbot, theme):
    view = shown(qtbot, MatrixView(theme))
    view.set_matrix(np.random.default_rng(1).random((3, 4)), labels(3, "target"), labels(4), row=2)
    qtbot.waitUntil(lambda: view.cell_rect(0, 0).width() > 10)
    assert view.cell_at(view.cell_rect(1, 2).center()) == (1, 2)
    with qtbot.waitSignal(view.pointed) as pointed:
        qtbot.mouseMove(view, view.cell_rect(1, 2).center().toPoint())
    assert pointed.args == [1, 2]
    view.setFocus()
    with qtbot.waitSignal(view.pointed) as pointed:
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert pointed.args == [1, 3]
    with qtbot.waitSignal(view.pointed) as pointed:
        qtbot.keyClick(view, Qt.Key.Key_Up)
    assert pointed.args == [0, 3]


def test_the_picture_has_one_colour_a_value(qtbot, theme):
    view = shown(qtbot, MatrixView(theme))
    values = np.array([[0.0, 1.0], [1.0, 0.0]])
    view.set_matrix(values, labels(2), labels(2))
    picture = view.grab().toImage()
    for row in range(2):
        for column in range(2):
            corner = view.cell_rect(row, column).topLeft() + QPointF(6, 6)
            assert picture.pixelColor(corner.toPoint()) == theme.glass.color(values[row, column])


def test_hidden_cells_are_hatched_not_coloured(qtbot, theme):
    view = shown(qtbot, MatrixView(theme))
    view.set_matrix(np.array([[1.0, np.nan], [0.5, 0.5]]), labels(2), labels(2))
    picture, rect = view.grab().toImage(), view.cell_rect(0, 1).toRect().adjusted(4, 4, -4, -4)
    colors = {picture.pixelColor(x, rect.top()).name() for x in range(rect.left(), rect.right())}
    assert colors <= {theme.color("card").name(), theme.color("control_line").name()}
    assert len(colors) == 2


def test_a_large_matrix_shows_a_window_that_can_be_dragged(qtbot, theme):
    view = shown(qtbot, MatrixView(theme))
    view.set_matrix(np.zeros((100, 100)), labels(100), labels(100), row=99)
    assert view.cell_at(view.cell_rect(99, 10).center()) == (99, 10)
    start = QPoint(200, 150)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    with qtbot.waitSignal(view.moved) as moved:
        # QTest moves the mouse without its buttons.
        place = QPointF(100, 250)
        QApplication.sendEvent(view, QMouseEvent(
            QMouseEvent.Type.MouseMove, place, view.mapToGlobal(place), Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
    assert moved.args[0] < 100 - WINDOW
    assert moved.args[1] > 0
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 250))


@pytest.mark.parametrize("height", [330, 270, 240, 190, 120])
def test_labels_with_marks_above_and_below_do_not_lie_over_one_another(theme, qtbot, height):
    texts = ["<s>", "हर", "दिन", "मेरे", "पिता", "·बी", "·भा", "·ष", "·ा", "से", "प्रेम", "करता", "है"]
    matrix = shown(qtbot, MatrixView(theme), 260, height)
    labels = [Label(f"{text}{'र' * (place % 2)}") for place, text in enumerate(texts)]
    matrix.set_matrix(np.zeros((13, 3), np.float32), labels, [Label("a")] * 3, 5)
    figure = drawn(matrix, ".svg", QColor("white"))().decode()
    drawn_at = re.findall(r' y="([\d.]+)"[^>]*font-size="(\d+)" font-weight="(\d+)"[^>]*>([^<]*)</text>',
                          figure)
    by_text, ends = {text: (float(y), int(px), weight) for y, px, weight, text in drawn_at}, []
    for label in labels:
        if label.text in by_text:
            y, px, weight = by_text[label.text]
            rect = QFontMetricsF(fonts.font(px, bold=weight != "400")).tightBoundingRect(label.text)
            ends.append((y + rect.top(), y + rect.bottom()))
    assert len(ends) >= (6 if height > 120 else 3)
    assert all(above[1] <= below[0] for above, below in itertools.pairwise(ends))
    assert labels[5].text in by_text, "the current row says which it is"


@pytest.mark.parametrize("make", [lambda theme: MatrixView(theme), lambda theme: LineView(theme)])
def test_labels_run_in_the_direction_of_their_script(theme, qtbot, make):
    """The sign that a piece goes on a word stood at its end: where such a text begins is the right."""
    pictures = []
    for mark in ("", "\N{RIGHT-TO-LEFT MARK}"):
        widget = shown(qtbot, make(theme), 260, 240)
        labels = [Label(f"{mark}·{text}") for text in ("عربي", "لغة", "ة")]
        widget.set_matrix(np.eye(3, dtype=np.float32), labels, labels)
        pictures.append(widget.grab().toImage())
    assert pictures[0] == pictures[1]


def test_column_labels_stand_level_stacked_or_turned(qapp):
    wide, narrow = ColumnLabels([Label("购物")], 12), ColumnLabels([Label("购物")], 12)
    wide.fit(80, 100)
    narrow.fit(18, 100)
    assert wide.is_level
    assert not narrow.is_level
    assert narrow.height > wide.height


# The others


def test_heads_are_chosen_by_click_and_keys(qtbot, theme):
    grid = shown(qtbot, HeadGrid(theme), 200, 400)
    grid.set_heads(np.random.default_rng(1).random((4, 3, 4)), ["aligns", "", "", ""], 0)
    with qtbot.waitSignal(grid.chosen) as chosen:
        qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.head_rect(3).center().toPoint())
    assert chosen.args == [3]
    grid.setFocus()
    with qtbot.waitSignal(grid.chosen) as chosen:
        qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert chosen.args == [2]
    assert grid.accessibleDescription() == "1 aligns"


def test_many_large_heads_are_drawn_a_few_a_frame(qtbot, theme, monkeypatch):
    """48 of 256 x 256 at once held the window up; what is taken away as a figure is whole all the same."""
    monkeypatch.setattr("desktop.widgets.head_grid.FRAME_MS", 0)  # there is never time
    grid = shown(qtbot, HeadGrid(theme), 400, 520)
    heads = list(np.random.default_rng(1).random((12, 64, 64)).astype(np.float32))
    grid.set_heads(heads, [""] * 12, 0)
    late = grid.grab().toImage()
    drawn(grid, ".png", QColor("white"))()
    whole = grid.grab().toImage()
    assert late != whole
    grid.set_heads(heads[::-1], [""] * 12, 0)  # another order: the pictures are there already
    turned = grid.grab().toImage()
    grid.complete(grid.rect())
    assert grid.grab().toImage() == turned
    monkeypatch.undo()
    grid.set_heads([head.copy() for head in heads], [""] * 12, 0)
    qtbot.waitUntil(lambda: grid.grab().toImage() == whole)


def test_the_timeline_scrubs_over_known_steps(qtbot, theme):
    line = shown(qtbot, TimelineView(theme), 600, 48)
    line.set_steps([Chip(t, "target") for t in ("I", "love", "shopping")], 3, False)
    with qtbot.waitSignal(line.chosen) as chosen:
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.point(1).toPoint())
    assert chosen.args == [1]
    line.set_steps([Chip(str(i), "target") for i in range(40)], 40, True)
    line.grab()


def test_a_candidate_is_forced_by_a_click_but_the_rest_is_not(qtbot, theme):
    view = shown(qtbot, CandidateList(theme), 300, 200)
    view.set_rows([CandidateRow(Chip("a", "target"), -0.1, True), CandidateRow(Chip("b", "target"), -3.0)],
                  ("98 other tokens", 0.05))
    with qtbot.waitSignal(view.forced) as forced:
        place = view.visualRect(view.model().index(1, 0)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert forced.args == [1]
    with qtbot.assertNotEmitted(view.forced):
        place = view.visualRect(view.model().index(2, 0)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_later_forks_stand_above_earlier_ones(qtbot, theme):
    tree = shown(qtbot, BranchTree(theme), 300, 200)
    main = [Chip(t, "target") for t in ("<s>", "I", "love", "shopping")]
    early, late = [Chip("We", "target")], [Chip("to", "target")]
    tree.set_lines([BranchLine(main, 0, 0, "0", True), BranchLine(early, 0, 0, "−5", False),
                    BranchLine(late, 0, 2, "−3", False)])
    assert tree.line_rect(0).top() < tree.line_rect(2).top() < tree.line_rect(1).top()
    with qtbot.waitSignal(tree.chosen) as chosen:
        qtbot.mouseClick(tree, Qt.MouseButton.LeftButton, pos=tree.line_rect(2).center().toPoint())
    assert chosen.args == [2]
    tree.grab()


def test_segments_keep_one_choice(qtbot, theme):
    segments = shown(qtbot, Segmented(), 200, 40)
    segments.set_labels(["1", "2", "3"])
    segments.set_current(0)
    with qtbot.waitSignal(segments.chosen) as chosen:
        qtbot.mouseClick(segments.button(2), Qt.MouseButton.LeftButton)
    assert chosen.args == [2]
    segments.set_labels(["1", "2"])
    assert segments.count() == 2


def test_what_nobody_has_seen_gets_its_place_a_little_at_a_time(qtbot, monkeypatch):
    """And what goes meanwhile is passed over."""
    monkeypatch.setattr(rehearsal, "TURN_MS", 0)
    page, labels = QWidget(), [QLabel(str(number)) for number in range(3)]
    qtbot.addWidget(page)
    row = QHBoxLayout(page)
    for label in labels:
        row.addWidget(label)
    page.resize(300, 40)
    settling, turns = rehearsal.Settling(page), 1
    assert settling() is settling  # one widget a turn
    delete(labels[1])
    while settling() is not None:
        turns += 1
    assert turns == 3
    assert labels[2].x() > labels[0].geometry().right()
    assert not labels[2].testAttribute(Qt.WidgetAttribute.WA_PendingResizeEvent)


@pytest.mark.parametrize(("query", "key"), [("है", "التسوق"), ("كثيرا", "है"), ("كثيرا", "التسوق")])
def test_a_readout_keeps_its_order_around_right_to_left_words(qapp, query, key):
    """The number changed places with an Arabic key; after an Arabic query the whole line ran backwards."""
    document = QTextDocument()
    pair = " → ".join(words.colored(text, "target", LIGHT) for text in (query, key))
    document.setHtml(f"{pair} <b>0.27</b>")
    document.size()  # lays it out
    layout, plain = document.firstBlock().layout(), document.toPlainText()
    line = layout.lineAt(0)
    places = [line.cursorToX(plain.rindex(part))[0] for part in (query, "→", key, "0.27")]
    assert places == sorted(places)
    assert document.firstBlock().textDirection() == Qt.LayoutDirection.LeftToRight
    assert words.isolated("love") == "love"


def test_pictures_that_are_kept_have_a_bound(qtbot, theme, monkeypatch):
    """Each pixel of a window that is made wider is another picture of the diagram."""
    monkeypatch.setattr(kept_picture, "MOST_BYTES", 2_000_000)
    diagram, painted = shown(qtbot, ModelDiagram(theme)), []
    for width in range(200, 240):
        diagram.resize(width, 344)
        diagram.grab()
        kept = list(kept_picture._kept.values())
        assert 0 < sum(picture.sizeInBytes() for picture in kept) <= 2_000_000
        assert kept_picture._kept_bytes == sum(picture.sizeInBytes() for picture in kept)
    monkeypatch.setattr(diagram, "_paint_blocks", painted.append)
    diagram.grab()
    assert not painted, "the last one is kept"


def test_menus_of_heads_that_are_made_anew_leave_none_behind(qtbot, qapp):
    kept = KeptHeads()
    qtbot.addWidget(kept)
    for layers in (6, 2, 3):
        kept.set_shape(layers, 2)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(kept.menu_of_heads.findChildren(QMenu)) == 3
    assert len(kept.heads) == 6
