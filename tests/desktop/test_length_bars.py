"""The histogram of lengths: no sentence is left out, and the line stands where 99 of 100 end."""

from __future__ import annotations

import pytest

from desktop.theme.theme import Theme
from desktop.widgets.length_bars import GROUPS, LengthBars


@pytest.fixture
def theme(qapp, settings):
    return Theme(qapp, settings)


@pytest.fixture
def bars(qtbot, theme):
    widget = LengthBars(theme)
    qtbot.addWidget(widget)
    widget.resize(320, 150)
    return widget


def test_a_line_stands_where_99_of_100_sentences_end(bars):
    src = [[4, 60], [8, 39], [200, 1]]  # one of a hundred is far longer
    bars.show_lengths(src, [[3, 50], [6, 50]])
    assert bars._most == (8 / GROUPS, 8)
    assert sum(share for _, share, _ in bars._bars) == pytest.approx(1)
    assert bars._bars[-1][1] == pytest.approx(0.01)  # which still counts
    assert bars.grab().size() == bars.size()


def test_ratios_and_an_empty_corpus_have_no_line(bars):
    bars.show_lengths([], [])
    assert bars._most is None
    bars.show_lengths([[4, 10]], [[4, 10]])
    assert bars._most is not None
    bars.show_ratios([[10, 5], [12, 5]])
    assert bars._most is None


@pytest.mark.parametrize(("longest", "side"), [(1, "right"), (28, "left")])
def test_the_words_of_the_line_stand_where_there_is_room(bars, longest, side):
    """Left of a line at the left they were cut off."""
    bars.show_lengths([[longest, 100], [30, 1]], [[longest, 100]])
    picture, x = bars.grab().toImage(), round(bars._most[0] * bars.width())
    ground = picture.pixel(bars.width() // 2, 40)  # no bar stands there
    inked = {column for column in range(bars.width()) if abs(column - x) > 5
             and any(picture.pixel(column, row) != ground for row in range(2, 12))}
    assert len(inked) > 30
    assert all((column > x) == (side == "right") for column in inked)
