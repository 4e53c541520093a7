"""What the Step page lets one take away: figures, values, whole decodings."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from core.cli import main
from core.formats.native import read_model, save_model
from core.formats.trace_file import read_trace
from core.init import init_params
from desktop.controllers.looks import BATCH, BEAM, COMPARE, HEADS, VIEWS
from desktop.controllers.walk import CROSS
from desktop.theme.theme import Theme
from desktop.widgets.chips import Chip, ChipRow
from desktop.widgets.figure import FORMATS, drawn
from tests.desktop.step.waiting import idle

Key = Qt.Key


@pytest.mark.parametrize("suffix", FORMATS)
def test_figures_are_files_of_what_is_shown(page, step, qtbot, suffix, tmp_path):
    path = tmp_path / f"a{suffix}"
    with qtbot.waitSignal(step.saved):
        page.export.save(path)
    data = path.read_bytes()
    assert data.startswith({".svg": b"<?xml", ".pdf": b"%PDF", ".png": b"\x89PNG"}[suffix])
    if suffix == ".svg":
        text = data.decode()
        assert "购" in text  # as text, not as outlines
        assert "<image" not in text
        values = step.weights()[step.head]
        assert f">{values[0, 0]:.2f}<" in text


def read_csv(path):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_the_numbers_behind_every_figure_that_is_no_matrix(page, step, qtbot, window, tmp_path, monkeypatch):
    def saved(name, figure=None):
        monkeypatch.setattr(QApplication, "focusWidget", lambda: figure)
        with qtbot.waitSignal(step.saved):
            page.export.save(tmp_path / f"{name}.csv")
        return read_csv(tmp_path / f"{name}.csv")

    shown = step.walk.shown.candidates
    tokens = saved("tokens", page.next_token.list)
    assert [row[0] for row in tokens[1:-1]] == [step.walk.piece(each.token_id).text for each in shown]
    assert float(tokens[1][2]) == pytest.approx(shown[0].log_prob)
    assert sum(float(row[1]) for row in tokens[1:]) == pytest.approx(1)
    qtbot.keyClick(page, Key.Key_2)
    idle(qtbot, step)
    branches = saved("branches", page.branches.tree)
    assert [float(row[1]) for row in branches[1:]] == pytest.approx(
        [branch.leaf.log_prob for branch in step.branches()])
    step.choose_view("heads")
    heads = saved("heads")
    weights = step.walk.attention(step.kind, 1)[2]
    rows = [row for row in heads[1:] if row[0] == "2.3"]
    assert [float(row[3]) for row in rows] == pytest.approx(weights.ravel().tolist())
    assert rows[-1][1:3] == [str(size) for size in weights.shape]
    step.choose_view("inside")
    inside, stage_rows = saved("inside"), page.views.inside.shown()
    assert len(inside) == 1 + sum(row.stage.values.size for row in stage_rows)
    assert float(inside[-1][3]) == pytest.approx(float(stage_rows[-1].stage.values[-1, -1]))
    assert inside[1][:3] == [stage_rows[0].title.text(), "<s>", "1"]
    monkeypatch.setattr(QApplication, "focusWidget", lambda: page.model_card.diagram)
    with qtbot.waitSignal(page.export.failed) as said:
        page.export.save(tmp_path / "diagram.csv")
    assert "no table" in said.args[0]
    assert not (tmp_path / "diagram.csv").exists()
    step.choose_view(COMPARE)
    both = saved("compare")
    assert [float(row[2]) for row in both[1:] if row[2]] == pytest.approx(
        [each.token_log_prob for each in step.walk.line[1:]])
    step.choose_view(BEAM)
    beam = window.step_parts.beam
    qtbot.waitUntil(lambda: beam.tree is not None, timeout=20_000)
    nodes = saved("beam")
    assert len(nodes) == len(beam.tree.nodes)  # a head line, and no line for <s>
    assert float(nodes[-1][4]) == pytest.approx(beam.tree.nodes[-1].score)
    step.choose_view(BATCH)
    qtbot.waitUntil(lambda: window.step_parts.batch.batch is not None, timeout=20_000)
    weights = saved("batch")
    assert sum(float(row[3]) for row in weights[1:] if row[0] == "1" and row[3]) == pytest.approx(
        window.step_parts.batch.batch.trace.src_ids.shape[1], abs=1e-4)  # each row sums to 1


def test_every_view_can_be_drawn_as_vectors(page, step, qtbot, window):
    for view in VIEWS:
        step.choose_view(view)
        if view == BEAM:
            qtbot.waitUntil(lambda: window.step_parts.beam.tree is not None, timeout=20_000)
        data = drawn(page.figure(), ".svg", page.export._theme.color("card"))()
        assert data.count(b"<text") > 3, view


def test_every_figure_beside_the_middle_can_be_in_focus(page, step, qtbot, monkeypatch):
    """The tree of branches could not, and so could not be exported."""
    figures = (page.model_card.diagram, page.branches.tree, page.next_token.list, page.attention.heads)
    for figure in figures:
        assert figure.focusPolicy() & Qt.FocusPolicy.ClickFocus
        monkeypatch.setattr(QApplication, "focusWidget", lambda figure=figure: figure)
        assert page.figure() is figure


def test_values_go_out_as_csv_and_npz_and_to_the_clipboard(page, step, qtbot, tmp_path):
    with qtbot.waitSignals([step.saved] * 2):  # the second waits for the first
        page.export.save(tmp_path / "a.csv")
        page.export.save(tmp_path / "a.npz")
    lines = read_csv(tmp_path / "a.csv")
    assert lines[0] == ["", *(piece.text for piece in step.walk.column_pieces(CROSS))]
    weights = step.weights()[step.head]
    np.testing.assert_allclose([[float(v) for v in line[1:]] for line in lines[1:]], weights, rtol=1e-6)
    page.attention.copy_values()
    assert QApplication.clipboard().text().count("\n") == len(weights)
    with np.load(tmp_path / "a.npz", allow_pickle=False) as arrays:
        name = f"decoder.layers.{step.layer}.cross_attn.weights"
        np.testing.assert_array_equal(arrays[name], step.walk.shown.trace[name])
        assert arrays["src_tokens"].tolist() == [piece.text for piece in step.walk.src_pieces]


def test_a_trace_file_shows_the_same_numbers_without_the_model(page, step, qtbot, tmp_path):
    qtbot.keyClick(page, Key.Key_2)
    idle(qtbot, step)
    shown, rows = page.attention.matrix.values().copy(), page.next_token.list.rows()
    current, branches = step.walk.current_id, len(step.branches())
    path = tmp_path / "a.trace"
    with qtbot.waitSignal(step.saved):
        page.export.save(path)
    assert len(read_trace(path).steps) == len(step.walk.steps)
    step.open("你好")
    qtbot.waitUntil(lambda: step.walk.text == "你好" and not step.is_busy, timeout=30_000)
    step.open_trace(path)
    qtbot.waitUntil(lambda: step.walk.is_recorded)
    step.go_to(current)
    assert page.transport._branch.text() == "Recorded"
    assert len(step.branches()) == branches
    np.testing.assert_array_equal(page.attention.matrix.values(), shown)
    assert [row.log_prob for row in page.next_token.list.rows()] == [row.log_prob for row in rows]
    qtbot.waitUntil(lambda: len(step.checks) == 2 and all(check.holds for check in step.checks))
    step.last_known()
    step.next()  # there is no model to go on with
    assert not step.is_busy
    for view in VIEWS:
        step.choose_view(view)  # nothing fails where there is no engine behind it


def test_what_needs_a_model_shows_nothing_of_another_sentence(window, page, step, qtbot, tmp_path):
    """A decoding from a file stood beside the last sentence's tree and batch, or for ever at "Searching…"."""
    beam, batch, path = window.step_parts.beam, window.step_parts.batch, tmp_path / "a.trace"
    with qtbot.waitSignal(step.saved):
        page.export.save(path)
    step.choose_view(BEAM)
    qtbot.waitUntil(lambda: beam.tree is not None, timeout=20_000)
    step.choose_view(BATCH)
    qtbot.waitUntil(lambda: batch.batch is not None, timeout=20_000)
    step.open_trace(path)
    qtbot.waitUntil(lambda: step.walk.is_recorded)
    card = page.views.batch
    assert not card.field.isVisible()
    assert not any(widget.isVisible() for row in card.rows for widget in row)
    assert "the model itself is needed" in card._hint.text()
    step.choose_view(BEAM)
    assert page.views.beam.view.cells() == []
    assert page.views.beam.results() == []
    assert "the model itself is needed" in page.views.beam.note.text()
    step.open("你好")
    qtbot.waitUntil(lambda: beam.tree is not None, timeout=20_000)
    assert page.views.beam.results()
    step.choose_view(BATCH)
    qtbot.waitUntil(lambda: batch.batch is not None, timeout=20_000)
    assert card.field.isVisible()


def test_a_file_that_is_no_trace_says_so_in_the_page(page, step, qtbot, tmp_path):
    (tmp_path / "bad.trace").write_bytes(b"hello")
    step.open_trace(tmp_path / "bad.trace")
    qtbot.waitUntil(lambda: page.banner.isVisible())
    assert "bad.trace" in page.banner.text()


def test_a_folder_that_cannot_be_written_says_so(page, qtbot, tmp_path):
    (tmp_path / "file").write_text("x")
    page.export.save(tmp_path / "file" / "a.svg")
    qtbot.waitUntil(page.banner.isVisible)
    assert "a.svg" in page.banner.text()


def test_head_costs_are_not_shown_of_another_model(window, page, step, qtbot, models_dir, tmp_path):
    """Those of the model in use stood beside a recording; of one with more layers they ended the window."""
    card, _, tokenizer = read_model(models_dir / "zh-en")
    larger = replace(card, config=replace(card.config, num_decoder_layers=3))
    save_model(tmp_path / "larger", larger, init_params(larger.config, 1), tokenizer)
    path = tmp_path / "larger.trace"
    assert main(["step", "你好", "--model", str(tmp_path / "larger"), "--trace", str(path)]) == 0
    lab = window.step_parts.lab
    page.show_lab(True)
    step.choose_view(HEADS)
    qtbot.waitUntil(lambda: lab.costs is not None, timeout=30_000)
    page.views.heads.order.button(2).click()
    step.open_trace(path)
    qtbot.waitUntil(lambda: step.walk.is_recorded)
    assert lab.costs is None
    assert len(page.views.heads.places()) == 3 * card.config.num_heads
    for note in (page.views.heads._note, page.lab._costs_note):
        assert "the model itself is needed" in note.text()
    step.open("你好")
    qtbot.waitUntil(lambda: not step.walk.is_recorded)
    assert lab.costs is not None


def test_a_chip_that_is_cut_off_is_left_out_where_nothing_is_cut(qtbot, qapp, settings):
    """SVG and PDF do not cut: half a chip lay over what stands beside the row."""
    row = ChipRow(Theme(qapp, settings))
    qtbot.addWidget(row)
    row.set_chips([Chip("one", "source"), Chip("two", "source"), Chip("three", "source")])
    row.resize(round(row.chip_rect(2, 0).left()) + 9, 26)
    shown = drawn(row, ".svg", QColor("white"))()
    assert b">two<" in shown
    assert b">three<" not in shown
